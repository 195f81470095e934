"""Where the number in a cell of a table ends up in a case: what the cell says, beside what the case holds."""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from regietafel.model.case import Case, Location, Municipality
from support.strict_reading import bare, fold, is_example, says

Row = Mapping[str, str]
Claim = tuple[str, Any, Any]
"""Header, what the cell says, what the case holds."""

TOWN: dict[str, Callable[[Municipality], Any]] = {
    "inwoners": lambda town: town.inhabitants,
    "inwoners_taakstelling": lambda town: town.inhabitants_housing,
    "oppervlakte_km2": lambda town: town.area_km2,
    "ses_woa": lambda town: town.ses_woa and town.ses_woa.value,
    "indicatief_aantal": lambda town: town.indicative,
    "waarvan_bijzonder": lambda town: town.indicative_special,
    "verdeelbesluit_aantal": lambda town: town.allocation_decision,
    "gevraagde_plekken_oekraine": lambda town: town.ukraine_asked,
    "te_huisvesten_per_halfjaar": lambda town: town.houseable_per_half_year,
    "krediet_asiel": lambda town: town.credit.get("regular", 0),
    "krediet_oekraine": lambda town: town.credit.get("ukraine", 0),
    "krediet_huisvesting": lambda town: town.credit.get("status_holder", 0),
    "vrijgesteld_restopgave": lambda town: town.exempt_residual,
    "lat": lambda town: town.lat,
    "lon": lambda town: town.lon,
    "toelichting": lambda town: town.remark,
    "sleutel_banen": lambda town: town.keys.get("banen"),
}
TOWNS_NAMED = ("gemeente", "koppelgemeente", "van", "naar")
PLACE: dict[str, Callable[[Location], Any]] = {
    "gemeente": lambda place: place.code,
    "koppelgemeente": lambda place: place.link,
    "naam": lambda place: place.name,
    "status": lambda place: place.status,
    "plekken": lambda place: place.min_places if place.min_places == place.max_places else place,
    "min_plekken": lambda place: place.min_places,
    "max_plekken": lambda place: place.max_places,
    "plekken_regulier": lambda place: place.present.get("regular", 0),
    "plekken_bijzonder": lambda place: place.present.get("special", 0),
    "plekken_oekraine": lambda place: place.present.get("ukraine", 0),
    "plekken_statushouder": lambda place: place.present.get("status_holder", 0),
    "doelgroepen": lambda place: place.streams,
    "beschikbaar_vanaf": lambda place: place.first_day,
    "beschikbaar_tot": lambda place: place.last_day,
    "duurzaam": lambda place: place.durable,
    "mag_sluiten": lambda place: place.may_close,
    "mag_krimpen": lambda place: place.may_shrink,
    "openbaar": lambda place: place.public,
    "groep": lambda place: place.group,
    "groep_regel": lambda place: place.group_rule,
    "besluit_door": lambda place: place.decision_by,
    "besluitdatum": lambda place: place.decision_date,
    "langere_termijn": lambda place: place.longer_term,
    "voorwaarde": lambda place: place.condition,
    "knelpunt": lambda place: place.bottleneck,
    "exploitatie": lambda place: place.operator,
    "openingskosten": lambda place: place.opening_cost,
    "kosten_per_plek_jaar": lambda place: place.cost_per_place,
    "lat": lambda place: place.lat,
    "lon": lambda place: place.lon,
    "opmerking": lambda place: place.remark,
    "aantal_locaties": lambda place: place.count,
}
OF_TYPE = ("min_plekken", "max_plekken", "openingskosten", "kosten_per_plek_jaar")


def claims(case: Case, tables: Mapping[str, list[dict[str, str]]], table: str) -> Iterator[Claim]:
    """Yield every filled cell of a table of which the case must hold exactly what it says."""
    for row in tables[table]:
        if any(map(bare, row.values())) and not is_example(row):
            for header, held in CLAIMS[table](case, tables, row):
                said = says(table, header, row)
                if header in TOWNS_NAMED and said is not None:
                    said = code_of(case, said)
                if said is not None:
                    yield header, said, held


def _figure(case: Case, _tables: Any, row: Row) -> Iterator[tuple[str, Any]]:
    name = fold(row["naam"])
    text = {"versie": case.version, "stand": case.stage, "provincie": case.province, "cyclus": case.cycle}
    days = {"cyclusbegin": case.begin, "cycluseind": case.end, "vergaderdatum": case.meeting_date}
    numbers = {fold(header): key for header, key in NATIONAL.items()}
    if name in numbers:
        figure = case.national.get(numbers[name])
        yield "waarde", figure.value if figure else None
    else:
        yield "waarde", {**text, **days}[name]


NATIONAL = {
    "capaciteitsraming": "capacity_estimate",
    "capaciteitsraming_bijzonder": "capacity_estimate_special",
    "provinciale_opgave": "provincial_task",
    "provinciale_opgave_bijzonder": "provincial_task_special",
    "nog_te_realiseren": "to_realise",
    "som_weging_landelijk": "weight_sum",
    "inwoners_landelijk": "inhabitants",
    "oekraine_landelijk": "ukraine",
    "oekraine_gevraagd": "ukraine_asked",
    "referentie_achterstand": "reference_backlog",
}


def _moment(case: Case, _tables: Any, row: Row) -> Iterator[tuple[str, Any]]:
    found = next(item for item in case.moments if item.day == says("momenten", "moment", row))
    yield "opgave_aandeel", found.task_share
    yield "noodopvang_hoogstens", found.emergency_max


def _town(case: Case, _tables: Any, row: Row) -> Iterator[tuple[str, Any]]:
    found = case.municipality_of[code_of(case, row["gm_code"] if bare(row["gm_code"]) else row["gemeente"])]
    yield from ((header, held(found)) for header, held in TOWN.items())


def code_of(case: Case, text: str) -> str:
    """Return the code of a municipality of the case, by name or code."""
    digits = bare(text).upper().removeprefix("GM")
    if digits.isdigit():
        return f"GM{int(digits):04d}"
    return next(item.code for item in case.municipalities if fold(item.name) == fold(text))


def _target(case: Case, _tables: Any, row: Row) -> Iterator[tuple[str, Any]]:
    key = code_of(case, row["gemeente"]), says("taakstelling", "halfjaar", row)
    found = next(item for item in case.targets if (item.code, item.half_year) == key)
    yield "gemeente", found.code
    yield "taakstelling_personen", found.persons
    yield "achterstand_personen", found.backlog


def _type(case: Case, tables: Mapping[str, list[dict[str, str]]], row: Row) -> Iterator[tuple[str, Any]]:
    """Yield the sizes and costs of a type as a location has them that states none of its own."""
    ids = [
        bare(place["locatie_id"])
        for place in tables["locaties"]
        if fold(place["locatietype"]) == fold(row["locatietype"])
    ]
    for header in OF_TYPE:
        own = [place for place in tables["locaties"] if bare(place["locatie_id"]) in ids and _states(place, header)]
        free = set(ids) - {bare(place["locatie_id"]) for place in own}
        yield from ((header, PLACE[header](place)) for place in case.locations if place.location_id in free)


def _states(place: Row, header: str) -> bool:
    """Whether a location states a size or cost of its own, or its places make one."""
    about = ("plekken", "min_plekken", "max_plekken", *(name for name in place if name.startswith("plekken_")))
    return any(bare(place.get(name, "")) for name in (about if header in ("min_plekken", "max_plekken") else (header,)))


def _place(case: Case, _tables: Any, row: Row) -> Iterator[tuple[str, Any]]:
    if bare(row["locatie_id"]):
        found = next(item for item in case.locations if item.location_id == bare(row["locatie_id"]))
        yield from ((header, held(found)) for header, held in PLACE.items())


def _exchange(case: Case, _tables: Any, row: Row) -> Iterator[tuple[str, Any]]:
    found = next(item for item in case.exchanges if item.exchange_id == bare(row["uitruil_id"]))
    yield "van", found.giver
    yield "naar", found.taker
    yield "plekken", found.places
    yield "doelgroep", found.stream
    yield "tegen_doelgroep", found.against_stream
    yield "tegen_plekken", found.against_places
    yield "moment", found.moment
    yield "halfjaar", found.half_year
    yield "stand", found.stage
    yield "besluitdatum", found.decision_date


def _nothing(_case: Case, _tables: Any, _row: Row) -> Iterator[tuple[str, Any]]:
    """Links, positions and scenarios are compared as a whole."""
    yield from ()


CLAIMS: dict[str, Callable[[Case, Any, Row], Iterator[tuple[str, Any]]]] = {
    "opgave": _figure,
    "momenten": _moment,
    "gemeenten": _town,
    "taakstelling": _target,
    "locatietypen": _type,
    "locaties": _place,
    "uitruil": _exchange,
    "buren": _nothing,
    "standpunten": _nothing,
    "scenarios": _nothing,
}


def same(said: Any, held: Any) -> bool:
    """Whether a case holds what a cell says; points are held as the nearest binary number."""
    if isinstance(held, float) and isinstance(said, Fraction):
        return float(said) == held
    return bool(said == held) and isinstance(said, bool) == isinstance(held, bool)
