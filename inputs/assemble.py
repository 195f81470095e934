"""From checked tables to a Case: every default filled as the contract says, everything in a fixed order."""

from fractions import Fraction
from typing import Any

from regietafel.inputs import packaged, reference_figures
from regietafel.inputs.offers import read_locations
from regietafel.inputs.positions import read_positions
from regietafel.inputs.records import Book, Record
from regietafel.model.case import (
    Case,
    Exchange,
    Figure,
    HousingTarget,
    InputTable,
    Link,
    Location,
    Moment,
    Municipality,
    MunicipalityCode,
    Origin,
)
from regietafel.model.cycle import statutory_dates
from regietafel.model.tables import FIGURES, TABLES

NUMBERS = {item.name for item in FIGURES if item.kind in ("int", "decimal") and item.name != "cycle"}
CREDITS = {"regular": "credit_asylum", "ukraine": "credit_ukraine", "status_holder": "credit_housing"}


def assemble(book: Book) -> Case:
    """Make the case of a book without errors."""
    dates = statutory_dates(book.figure("cycle"))
    province = packaged.find_province(book.figure("province"))
    locations = read_locations(book)
    return Case(
        province=province.name if province else book.figure("province"),
        cycle=book.figure("cycle"),
        begin=book.figure("begin") or dates.begin,
        end=book.figure("end") or dates.end,
        version=book.figure("version") or "",
        stage=book.figure("stage") or "concept",
        meeting_date=book.figure("meeting_date"),
        built_in=None,
        national=read_national(book),
        moments=_moments(book),
        municipalities=_municipalities(book),
        targets=read_targets(book),
        locations=locations,
        exchanges=_exchanges(book),
        positions=read_positions(book),
        links=_links(book, locations),
        inputs=_inputs(book),
        reference_version=reference_figures.reference_version(),
    )


def _inputs(book: Book) -> tuple[InputTable, ...]:
    """List the tables with rows, in the order of the contract."""
    filled = [book.raw[name] for name in TABLES if name in book.raw and book.raw[name].rows]
    return tuple(InputTable(raw.table.name, raw.kept_as, raw.content_hash()) for raw in filled)


def read_national(book: Book) -> dict[str, Figure]:
    """Return the figures of *opgave*, typed or packaged, in the order of the contract."""
    typed = {
        key: Figure(Fraction(row["value"]), row["origin"] or "reported", row["source"] or "")
        for key, row in book.figures.items()
        if key in NUMBERS
    }
    found = {**packaged.national_figures(book), **typed}
    return {item.name: found[item.name] for item in FIGURES if item.name in found}


def _moments(book: Book) -> tuple[Moment, ...]:
    found = [
        Moment(
            day=row["day"],
            task_share=Fraction(1) if row["task_share"] is None else row["task_share"],
            emergency_max=row["emergency_max"],
        )
        for row in book["momenten"]
    ]
    return tuple(sorted(found, key=lambda item: item.day))


def _municipalities(book: Book) -> tuple[Municipality, ...]:
    found = [_municipality(book, row) for row in book["gemeenten"]]
    return tuple(sorted(found, key=lambda item: item.code))


def _municipality(book: Book, row: Record) -> Municipality:
    lat, lon = packaged.municipality_point(row)
    origin: Origin = row["origin"] or "reported"
    return Municipality(
        code=row["municipality"],
        name=book.gazetteer.name(row["municipality"]),
        inhabitants=row["inhabitants"],
        region=row["region"],
        safety_region=row["safety_region"],
        inhabitants_housing=row["inhabitants_housing"],
        area_km2=row["area_km2"],
        ses_woa=_score(row),
        credit={stream: row[name] for stream, name in CREDITS.items() if row[name]},
        exempt_residual=bool(row["exempt_residual"]),
        lat=lat,
        lon=lon,
        keys=_keys(row),
        remark=row["remark"] or "",
        origin=origin,
        **_given(row, origin),
    )


def _score(row: Record) -> Figure | None:
    if row["ses_woa"] is None:
        return None
    return Figure(row["ses_woa"], row["ses_woa_origin"] or row["origin"] or "reported", row["source"] or "")


def _given(row: Record, origin: str) -> dict[str, Any]:
    """Return the numbers a municipality was given, each with its origin."""
    # Only a column with an origin of its own may be called published: herkomst of the row is that of its inhabitants.
    typed = "reported" if origin == "published" else origin
    return {
        "indicative": row["indicative"],
        "indicative_special": row["indicative_special"],
        "indicative_origin": None if row["indicative"] is None else row["indicative_origin"] or typed,
        "allocation_decision": row["allocation_decision"],
        "ukraine_asked": row["ukraine_asked"],
        "ukraine_origin": None if row["ukraine_asked"] is None else typed,
        "houseable_per_half_year": row["houseable"],
        "houseable_origin": None if row["houseable"] is None else typed,
    }


def _keys(row: Record) -> dict[str, Fraction]:
    prefix = row.raw.table.prefix
    found = {name.removeprefix(prefix): value for name, value in row.values.items() if name.startswith(prefix)}
    return dict(sorted(found.items()))


def read_targets(book: Book) -> tuple[HousingTarget, ...]:
    """Return the housing targets: typed, else computed by law, in order of municipality and half-year."""
    found = [
        HousingTarget(
            code=row["municipality"],
            half_year=row["half_year"],
            persons=row["persons"],
            backlog=row["backlog"] or 0,
            origin=row["origin"] or "reported",
        )
        for row in book["taakstelling"]
    ]
    if not found and not packaged.is_fictional(book):
        found = list(packaged.housing_targets(book, packaged.cycle_half_years(book)))
    return tuple(sorted(found, key=lambda item: (item.code, item.half_year)))


def _exchanges(book: Book) -> tuple[Exchange, ...]:
    found = [
        Exchange(
            exchange_id=row["exchange_id"],
            giver=row["giver"],
            taker=row["taker"],
            stream=row["stream"],
            places=row["places"],
            against_stream=row["against_stream"],
            against_places=row["against_places"] or 0,
            moment=row["moment"],
            half_year=row["half_year"],
            stage=row["stage"] or "agreed",
            decision_date=row["decision_date"],
            remark=row["remark"] or "",
        )
        for row in book["uitruil"]
    ]
    return tuple(sorted(found, key=lambda item: item.exchange_id))


def _links(book: Book, locations: tuple[Location, ...]) -> tuple[Link, ...]:
    if book["buren"]:
        found = {_pair(row["municipality_a"], row["municipality_b"], row["kind"]) for row in book["buren"]}
    else:
        foreign = {item.code for item in locations if item.foreign}
        packed = packaged.links(book.gazetteer.own, foreign)
        found = {_pair(item.code_a, item.code_b, item.kind) for item in packed}
    return tuple(sorted(found, key=lambda item: (item.code_a, item.code_b, item.kind)))


def _pair(first: MunicipalityCode, second: MunicipalityCode, kind: Any) -> Link:
    low, high = sorted((first, second))
    return Link(code_a=low, code_b=high, kind=kind)
