"""Checks against the packaged published figures, to the last place: a number that differs is named with both."""

from collections.abc import Iterator, Mapping
from typing import Any

from regietafel.inputs import packaged, reference_figures, ses_woa
from regietafel.inputs.records import Book, Record
from regietafel.model.errors import Finding
from regietafel.model.tables import FIGURES


def check_published_numbers(book: Book) -> list[Finding]:
    """Compare indicative numbers and their special parts with the published ones of the cycle."""
    known = reference_figures.published_numbers(book.figure("cycle") or 0)
    certain = {code: number for code, number in known.items() if number.certain}
    return [
        found
        for row in book["gemeenten"]
        if (number := certain.get(row["municipality"])) is not None
        for name, places in (("indicative", number.places), ("indicative_special", number.special))
        for found in _compared(row, name, places, number.source)
    ]


def _compared(row: Record, name: str, published: int | None, source: str) -> Iterator[Finding]:
    """Name a number that differs; one that calls itself published is named as such."""
    if published is None or row[name] is None or row[name] == published:
        return
    code = "published_number_differs" if row["indicative_origin"] == "published" else "number_not_as_published"
    yield row.finding(code, name, "warning", **_both(row, name, published, source))


def _both(row: Record, name: str, published: int, source: str) -> dict[str, Any]:
    return {"name": row.text("municipality"), "given": row[name], "published": published, "source": source}


def check_decisions(book: Book) -> list[Finding]:
    """Compare the numbers of the allocation decision with the published ones; only of cycle 1 some are known."""
    known = reference_figures.allocation_decisions() if book.figure("cycle") == 1 else {}
    findings = []
    for row in book["gemeenten"]:
        decided, given = known.get(row["municipality"]), row["allocation_decision"]
        if decided and decided.value and given is not None and given != decided.value:
            both = _both(row, "allocation_decision", decided.value, decided.source)
            findings.append(row.finding("decision_not_as_published", "allocation_decision", "warning", **both))
    return findings


def check_decisions_sum(book: Book) -> list[Finding]:
    """Compare the sum of the allocation decision, when every number is known, with the task of the province."""
    given, task = [row["allocation_decision"] for row in book["gemeenten"]], book.figure("provincial_task")
    if not given or None in given or task is None or sum(given) == task:
        return []
    place = book.raw["gemeenten"].place(header="verdeelbesluit_aantal")
    return [Finding("decisions_sum_differs", "warning", place, params={"sum": sum(given), "task": task})]


def check_published_figures(book: Book) -> list[Finding]:
    """Compare the figures of *opgave* with the published ones of the cycle and the province."""
    headers = {item.name: item.header for item in FIGURES}
    return [
        book.figures[key].finding(
            "figure_not_as_published",
            "value",
            "warning",
            figure=headers[key],
            given=book.figure(key),
            published=published,
            source=source,
        )
        for key, (published, source) in published_figures(book).items()
        if key in book.figures and book.figure(key) != published
    ]


def published_figures(book: Book) -> Mapping[str, tuple[int, str]]:
    """Give what was published of the cycle and the province, by English key: value and source."""
    province, cycle = packaged.find_province(book.figure("province") or ""), book.figure("cycle")
    if province is None or cycle not in ses_woa.POPULATION_YEAR:
        return {}
    estimate = reference_figures.capacity_estimate(cycle)
    special = reference_figures.capacity_estimate_special(cycle)
    task_source = province.source["task_2024" if cycle == 1 else "task_2026"]
    own_special = province.special if cycle == 1 and province.special_origin == "published" else None
    people = reference_figures.inhabitants_nl(ses_woa.POPULATION_YEAR[cycle])
    found = {
        "capacity_estimate": (estimate.value, estimate.source),
        "capacity_estimate_special": (special.value, special.source),
        "provincial_task": (province.task[cycle], task_source),
        "provincial_task_special": (own_special, task_source),
        "inhabitants": (people, "CBS"),
    }
    return {key: (value, source) for key, (value, source) in found.items() if value is not None}


def check_inhabitants(book: Book) -> list[Finding]:
    """Compare the inhabitants with the packaged ones of the cycle; all municipalities in one finding."""
    year = ses_woa.POPULATION_YEAR.get(book.figure("cycle") or 0)
    if year is None:
        return []
    known = reference_figures.municipalities()
    names = [
        row.text("municipality")
        for row in book["gemeenten"]
        if row["municipality"] in known
        and row["inhabitants"] is not None
        and row["inhabitants"] != known[row["municipality"]].inhabitants[year]
    ]
    place = book.raw["gemeenten"].place(header="inwoners") if names else None
    params = {"names": sorted(names), "count": len(names), "year": str(year)}
    return [Finding("inhabitants_not_as_published", "warning", place, params=params)] if place else []


PUBLISHED_CHECKS = (
    check_published_numbers,
    check_decisions,
    check_decisions_sum,
    check_published_figures,
    check_inhabitants,
)
