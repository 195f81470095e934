"""The tables of a province about what is asked: opgave, momenten, gemeenten and taakstelling, from the figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from regietafel.inputs import estimates, ses_woa
from regietafel.inputs import reference_figures as reference
from regietafel.model import law

Row = dict[str, str]

SAFETY_REGIONS_AS_REGIONS = {"overijssel": {"Twente": "Twente", "IJsselland": "IJsselland"}}
"""Provinces with sub-regional tables that follow the safety regions."""

CBS = "CBS, Gemeenten alfabetisch 2024 en 70072ned (CC BY 4.0)"
ASSUMPTION = "aanname van Regietafel"

EMPTY_MUNICIPALITY = dict.fromkeys(
    [
        "gemeente",
        "gm_code",
        "subregio",
        "veiligheidsregio",
        "inwoners",
        "inwoners_taakstelling",
        "oppervlakte_km2",
        "ses_woa",
        "ses_woa_herkomst",
        "indicatief_aantal",
        "waarvan_bijzonder",
        "indicatief_herkomst",
        "verdeelbesluit_aantal",
        "gevraagde_plekken_oekraine",
        "te_huisvesten_per_halfjaar",
        "krediet_asiel",
        "krediet_oekraine",
        "krediet_huisvesting",
        "vrijgesteld_restopgave",
        "lat",
        "lon",
        "toelichting",
        "herkomst",
        "bron",
    ],
    "",
)

ORIGIN_WORDS = {"published": "gepubliceerd", "computed": "berekend", "estimate": "schatting"}

FIGURE_UNITS = {
    "provincie": "",
    "cyclus": "",
    "cyclus_begin": "datum",
    "cyclus_eind": "datum",
    "versie": "",
    "stand": "",
    "vergaderdatum": "datum",
    "capaciteitsraming": "plekken",
    "capaciteitsraming_bijzonder": "plekken",
    "provinciale_opgave": "plekken",
    "provinciale_opgave_bijzonder": "plekken",
    "nog_te_realiseren": "plekken",
    "som_weging_landelijk": "gewogen inwoners",
    "inwoners_landelijk": "inwoners",
    "oekraine_landelijk": "plekken",
    "oekraine_gevraagd": "plekken",
    "referentie_achterstand": "personen",
}
"""Every figure of the table *opgave* with its unit, so that the user sees what may be filled in."""


@dataclass(frozen=True)
class Setting:
    """What the tables of one built-in case are made for."""

    slug: str
    cycle: int
    homes_share: Fraction

    @property
    def year(self) -> int:
        """Year of the inhabitants."""
        return ses_woa.POPULATION_YEAR[self.cycle]

    @property
    def municipalities(self) -> tuple[reference.ReferenceMunicipality, ...]:
        """Municipalities of the province."""
        return reference.municipalities_of(self.slug)


def summary_rows(setting: Setting) -> list[Row]:
    """Make the table *opgave*: every figure by its name, empty where nothing is known."""
    known = {row["naam"]: row for row in _known_figures(setting)}
    return [known.get(name) or _figure(name, "", "", "") for name in FIGURE_UNITS]


def _known_figures(setting: Setting) -> list[Row]:
    """Give the figures that are known."""
    dates, province = reference.cycle_dates(setting.cycle), reference.provinces()[setting.slug]
    law_source = "Wet gemeentelijke taak mogelijk maken asielopvangvoorzieningen, art. 5 lid 1"
    return [
        _figure("provincie", province.name, "gepubliceerd", CBS),
        _figure("cyclus", setting.cycle, "opgegeven", "keuze bij het aanmaken"),
        _figure("cyclus_begin", _dutch_day(dates.begin), "gepubliceerd", law_source),
        _figure("cyclus_eind", _dutch_day(dates.end), "gepubliceerd", law_source),
        _figure("versie", "1", "opgegeven", "beginwaarde"),
        _figure("stand", "concept", "opgegeven", "beginwaarde"),
        *_estimate_figures(setting),
        *_task_figures(setting),
        *_weight_figures(setting),
        *_ukraine_figures(setting),
        _figure(
            "referentie_achterstand",
            sum(estimates.backlogs(setting.slug, setting.cycle).values()),
            "schatting",
            _backlog_source(),
        ),
    ]


def _estimate_figures(setting: Setting) -> list[Row]:
    """Give the national estimate and its special part."""
    national = reference.capacity_estimate(setting.cycle)
    special = reference.capacity_estimate_special(setting.cycle)
    if special.value is not None:
        special_row = (special.value, "gepubliceerd", special.source)
    else:
        special_row = (
            estimates.special_part(setting.cycle),
            "schatting",
            "aandeel van de vorige raming: 8.140 van 96.000 (8,48 %)",
        )
    return [
        _figure("capaciteitsraming", national.value or 0, "gepubliceerd", national.source),
        _figure("capaciteitsraming_bijzonder", special_row[0], *special_row[1:]),
    ]


def _task_figures(setting: Setting) -> list[Row]:
    """Give the published task of the province, its special part and what is still to be realised, where known."""
    province = reference.provinces()[setting.slug]
    found: list[Row] = []
    if (task := province.task[setting.cycle]) is not None:
        source = province.source["task_2024" if setting.cycle == 1 else "task_2026"]
        found.append(_figure("provinciale_opgave", task, "gepubliceerd", source))
    if setting.cycle == 1 and province.special is not None and province.special_origin == "published":
        source = province.source["plan_2024"]
        source = province.source["task_2024"] if source == "same" else source
        found.append(_figure("provinciale_opgave_bijzonder", province.special, "gepubliceerd", source))
    if setting.cycle == 2 and province.still_to_realise is not None:
        source = province.source["still_to_realise_2026"]
        note = " (afgerond)" if province.still_to_realise else " (de provincie voldoet volgens dit bericht al)"
        found.append(_figure("nog_te_realiseren", province.still_to_realise, "gepubliceerd", source + note))
    return found


def _weight_figures(setting: Setting) -> list[Row]:
    """Give the national sum of weights and of inhabitants."""
    source = "som over 342 gemeenten van (1 + SES-WOA) x inwoners, met geschatte scores"
    total = _dutch(Decimal(law.round_half_up(ses_woa.weight_sum(setting.cycle) * 10_000)).scaleb(-4))
    return [
        _figure("som_weging_landelijk", total, "schatting", source),
        _figure("inwoners_landelijk", reference.inhabitants_nl(setting.year), "gepubliceerd", CBS),
    ]


def _ukraine_figures(setting: Setting) -> list[Row]:
    """Give the national ask for displaced persons from Ukraine and the share of the province by inhabitants."""
    asked = reference.ukraine_asked()
    national = asked.value or 0
    origin, source = ("gepubliceerd", asked.source)
    if setting.cycle == 2:
        origin, source = (
            "schatting",
            f"gevraagd voor 1 juli 2025; na 4 maart 2027 is de taak zelf een aanname; {source}",
        )
    return [
        _figure("oekraine_landelijk", national, origin, source),
        _figure(
            "oekraine_gevraagd",
            estimates.ukraine_ask(setting.slug, setting.cycle),
            "schatting",
            "aandeel naar inwoners van het landelijke aantal; er is geen wettelijke sleutel",
        ),
    ]


def moment_rows(setting: Setting) -> list[Row]:
    """Make the table *momenten*."""
    remarks = {"published": "peildatum van de provinciale verslagen", "estimate": "naar het patroon van cyclus 1"}
    return [
        {
            "moment": _dutch_day(day),
            "opgave_aandeel": "1",
            "noodopvang_hoogstens": "",
            "toelichting": remarks[origin],
            "herkomst": ORIGIN_WORDS[origin],
            "bron": source if origin == "published" else ASSUMPTION,
        }
        for day, (origin, source) in sorted(reference.moment_origins(setting.cycle).items())
    ]


def municipality_rows(setting: Setting) -> list[Row]:
    """Make the table *gemeenten*."""
    scores, regions = ses_woa.fit_scores().scores, SAFETY_REGIONS_AS_REGIONS.get(setting.slug, {})
    return [
        EMPTY_MUNICIPALITY
        | {
            "gemeente": found.name,
            "gm_code": found.gm_code,
            "subregio": regions.get(found.safety_region, ""),
            "veiligheidsregio": found.safety_region,
            "inwoners": str(found.inhabitants[setting.year]),
            "inwoners_taakstelling": str(found.inhabitants[estimates.HOUSING_POPULATION_YEAR[setting.cycle]]),
            "oppervlakte_km2": _dutch(found.area_km2),
            "ses_woa": _dutch(scores[found.gm_code].value),
            "ses_woa_herkomst": ORIGIN_WORDS[scores[found.gm_code].origin],
            "te_huisvesten_per_halfjaar": str(
                estimates.homes_per_half_year(found.gm_code, setting.cycle, setting.homes_share)
            ),
            "lat": _dutch(found.lat),
            "lon": _dutch(found.lon),
        }
        | _published_cells(setting, found.gm_code)
        for found in setting.municipalities
    ]


def _published_cells(setting: Setting, code: str) -> Row:
    """Fill what was published about one municipality, and say where the row comes from.

    The row as a whole is an estimate, because the homes in it are.
    """
    number = reference.published_numbers(setting.cycle).get(code)
    decision = reference.allocation_decisions().get(code) if setting.cycle == 1 else None
    share = f"{int(setting.homes_share * 100)} %"
    sources = [
        f"inwoners, oppervlakte, ligging: {CBS}",
        f"te huisvesten: schatting, {share} van de taakstelling (landelijk tempo 2024-I: 76 %)",
        f"SES-WOA: {_score_source(ses_woa.fit_scores().scores[code])}",
    ]
    cells: Row = {"herkomst": "schatting"}
    if number is not None and number.certain:
        cells |= {"indicatief_aantal": str(number.places), "indicatief_herkomst": "gepubliceerd"}
        cells["waarvan_bijzonder"] = "" if number.special is None else str(number.special)
        sources.append(f"indicatief aantal: {number.source}")
    elif number is not None:
        cells["toelichting"] = f"Een bericht noemt {number.places}; niet gebruikt, want onzeker ({number.source})"
    if decision is not None:
        cells["verdeelbesluit_aantal"] = str(decision.value)
        sources.append(f"verdeelbesluit: {decision.source}")
    return cells | {"bron": "; ".join(sources)}


def _score_source(score: ses_woa.Score) -> str:
    """Say where a score comes from."""
    return {
        "official": "CBS, score per gemeente",
        "implied": f"volgt uit het indicatieve aantal van 2024 ({score.source})",
        "postcode": "schatting uit CBS-scores per postcode (2021)",
        "fitted": "schatting uit CBS-scores per postcode (2021), passend gemaakt op de provinciale opgave van 2024",
    }[score.kind]


def target_rows(setting: Setting) -> list[Row]:
    """Make the table *taakstelling*: one row per municipality and half-year, the backlog in the first."""
    half_years = estimates.half_years(setting.cycle)
    backlogs, first = estimates.backlogs(setting.slug, setting.cycle), half_years[0]
    return [
        {
            "gemeente": found.name,
            "halfjaar": half_year,
            "taakstelling_personen": str(estimates.housing_targets(setting.cycle, half_year)[found.gm_code]),
            "achterstand_personen": str(backlogs[found.gm_code]) if half_year == first else "",
            **_target_origin(half_year, with_backlog=half_year == first),
        }
        for found in setting.municipalities
        for half_year in half_years
    ]


def _target_origin(half_year: str, *, with_backlog: bool) -> Row:
    """Say where a target comes from: computed if the national one is known, else (and with the backlog) an estimate."""
    national = reference.housing_target(half_year)
    known = "" if not national.note else f" (laatst bekende, van {national.note})"
    source = f"inwonersaandeel van het landelijke aantal {national.value}{known}: {national.source}"
    computed = not national.note and not with_backlog
    return {
        "herkomst": "berekend" if computed else "schatting",
        "bron": f"{source}; {_backlog_source()}" if with_backlog else source,
    }


def _backlog_source() -> str:
    """Say where the backlog comes from."""
    return (
        "achterstand: aandeel naar inwoners van de landelijke achterstand van 12.105 op 1 januari 2025; "
        + reference.housing_balance().source
    )


def _figure(name: str, value: int | str, origin: str, source: str) -> Row:
    """Make a row of the table *opgave*."""
    return {"naam": name, "waarde": str(value), "eenheid": FIGURE_UNITS[name], "herkomst": origin, "bron": source}


def _dutch(value: Decimal | Fraction | float) -> str:
    """Write a number with a decimal comma."""
    exact = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    return f"{exact.normalize():f}".replace(".", ",")


def _dutch_day(day: date) -> str:
    """Write a date as dd-mm-jjjj."""
    return f"{day:%d-%m-%Y}"
