"""What the packaged figures fill in where a case leaves a cell empty; only for a real province, always with a message."""

from collections.abc import Collection, Mapping
from fractions import Fraction

from regietafel.inputs import reference_figures
from regietafel.inputs.names import nearest, plain
from regietafel.inputs.records import Book, Record
from regietafel.model import law
from regietafel.model.case import Figure, HousingTarget, Link, MunicipalityCode
from regietafel.model.cycle import HalfYear, half_years_between, statutory_dates

FICTIONAL = "GM9"


def find_province(text: str) -> reference_figures.ReferenceProvince | None:
    """Return one of the twelve provinces by name, without accents and capitals, or None."""
    key = {"friesland": "fryslan"}.get(plain(text), plain(text))
    return next((item for item in reference_figures.provinces().values() if plain(item.name) == key), None)


def nearest_province(text: str) -> str:
    """Return the most similar name of a province, or an empty text."""
    return nearest(text, [item.name for item in reference_figures.provinces().values()])


def is_fictional(book: Book) -> bool:
    """Say whether all municipalities have a code that no real municipality can have."""
    return bool(book.gazetteer.own) and all(code.startswith(FICTIONAL) for code in book.gazetteer.own)


def housing_targets(book: Book, half_years: Collection[str]) -> tuple[HousingTarget, ...]:
    """Compute the housing targets by law from the national ones, for a case without the table *taakstelling*.

    References
    ----------
    Huisvestingswet 2014 art. 29(1): inhabitants on 1 January of the year before; where those are not packaged, the
    newest of that day are taken. A half-year without a known national target takes the last known one.
    """
    found = []
    for half_year in half_years:
        national = reference_figures.housing_target(half_year)
        year = min(HalfYear.parse(half_year).year - 1, reference_figures.LATEST_POPULATION_YEAR)
        inhabitants = {
            row["municipality"]: row["inhabitants_housing"] or row["inhabitants"] for row in book["gemeenten"]
        }
        shares = law.housing_targets(national.value or 0, inhabitants, reference_figures.inhabitants_nl(year))
        origin = "estimate" if national.note else "computed"
        found += [
            HousingTarget(code=code, half_year=half_year, persons=persons, origin=origin)
            for code, persons in shares.items()
        ]
    return tuple(found)


def cycle_half_years(book: Book) -> tuple[str, ...]:
    """Return the half-years of the cycle."""
    dates = statutory_dates(book.figure("cycle"))
    return half_years_between(book.figure("begin") or dates.begin, book.figure("end") or dates.end)


def links(codes: Collection[str], foreign: Collection[str]) -> tuple[Link, ...]:
    """Return the packaged connections inside the province, and those of the municipalities of foreign hubs."""
    inside, known = set(codes), {*codes, *foreign}
    return tuple(
        Link(code_a=MunicipalityCode(first), code_b=MunicipalityCode(second), kind=kind)  # type: ignore[arg-type]
        for first, second, kind, _ in reference_figures.neighbours()
        if {first, second} <= known and {first, second} & inside
    )


def municipality_point(row: Record) -> tuple[float | None, float | None]:
    """Return the point of a row of *gemeenten*: typed, else packaged."""
    if row["lat"] is not None and row["lon"] is not None:
        return row["lat"], row["lon"]
    known = reference_figures.municipalities().get(row["municipality"])
    return (known.lat, known.lon) if known else (None, None)


def national_figures(book: Book) -> Mapping[str, Figure]:
    """Return national figures that the case does not give, of the packaged set."""
    cycle = book.figure("cycle")
    if find_province(book.figure("province") or "") is None:
        return {}
    found: dict[str, Figure] = {}
    asked, year = reference_figures.ukraine_asked(), reference_figures.LATEST_POPULATION_YEAR
    if cycle in (1, 2):
        estimate = reference_figures.capacity_estimate(cycle)
        found["capacity_estimate"] = Figure(Fraction(estimate.value or 0), "published", estimate.source)
    found["ukraine"] = Figure(Fraction(asked.value or 0), "estimate", asked.source)
    found["inhabitants"] = Figure(Fraction(reference_figures.inhabitants_nl(year)), "published")
    return {key: figure for key, figure in found.items() if key not in book.figures}
