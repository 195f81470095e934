"""What the packaged figures fill in where a real province leaves a cell empty; always with a message."""

from collections.abc import Collection, Mapping
from fractions import Fraction

from regietafel.inputs import estimates, reference_figures, ses_woa
from regietafel.inputs.names import nearest, plain
from regietafel.inputs.records import Book, Record
from regietafel.model import law
from regietafel.model.case import Figure, HousingTarget, Link, MunicipalityCode, Origin
from regietafel.model.cycle import half_years_between, statutory_dates


def find_province(text: str) -> reference_figures.ReferenceProvince | None:
    """Return one of the twelve provinces by name, without accents and capitals, or None."""
    key = {"friesland": "fryslan"}.get(plain(text), plain(text))
    return next((item for item in reference_figures.provinces().values() if plain(item.name) == key), None)


def nearest_province(text: str) -> str:
    """Return the most similar name of a province, or an empty text."""
    return nearest(text, [item.name for item in reference_figures.provinces().values()])


def is_fictional(book: Book) -> bool:
    """Say whether all municipalities have a code that no real municipality can have."""
    return book.gazetteer.is_fictional


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
        newest = reference_figures.LATEST_POPULATION_YEAR
        year = estimates.HOUSING_POPULATION_YEAR.get(book.figure("cycle"), newest)
        inhabitants = {
            row["municipality"]: row["inhabitants_housing"] or row["inhabitants"] for row in book["gemeenten"]
        }
        shares = law.housing_targets(national.value or 0, inhabitants, reference_figures.inhabitants_nl(year))
        origin: Origin = "estimate" if national.note else "computed"
        found += [
            HousingTarget(code=MunicipalityCode(code), half_year=half_year, persons=persons, origin=origin)
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
    """Return the national figures that a case of a real province leaves out, of the packaged set.

    Never the task of the province itself: left out means computed.
    """
    cycle = book.figure("cycle")
    if find_province(book.figure("province") or "") is None or cycle not in ses_woa.POPULATION_YEAR:
        return {}
    asked, estimate = reference_figures.ukraine_asked(), reference_figures.capacity_estimate(cycle)
    people = reference_figures.inhabitants_nl(ses_woa.POPULATION_YEAR[cycle])
    found = {
        "capacity_estimate": Figure(Fraction(estimate.value or 0), "published", estimate.source),
        "capacity_estimate_special": _special_estimate(cycle),
        "weight_sum": Figure(ses_woa.weight_sum(cycle), "estimate"),
        "inhabitants": Figure(Fraction(people), "published"),
        "ukraine": Figure(Fraction(asked.value or 0), "estimate", asked.source),
    }
    return {key: figure for key, figure in found.items() if key not in book.figures}


def _special_estimate(cycle: int) -> Figure:
    known = reference_figures.capacity_estimate_special(cycle)
    if known.value is not None:
        return Figure(Fraction(known.value), "published", known.source)
    return Figure(Fraction(estimates.special_part(cycle)), "estimate", known.source)
