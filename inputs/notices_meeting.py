"""Messages that only matter at the table: what nobody published yet, what is not filled in, sums that do not fit."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from regietafel.inputs import packaged, reference_figures, ses_woa
from regietafel.inputs.records import Book
from regietafel.model import law
from regietafel.model.case import Case, Message
from regietafel.model.shares import find_shares
from regietafel.model.tables import FIGURES

ABOUT = ("version", "stage", "meeting_date")


def existing(_book: Book, case: Case) -> list[Message]:
    """Count the municipalities without a row of places that exist or are decided."""
    there = {item.code for item in case.locations if item.present_is_kept}
    count = sum(code not in there for code in case.codes)
    return [_assumed("existing_missing", count=count, total=len(case.codes))] if count else []


def numbers(_book: Book, case: Case) -> list[Message]:
    """Count the numbers that are filled in but not published, and the special parts that are computed."""
    total, found = len(case.municipalities), []
    typed = sum(item.indicative is not None and item.indicative_origin != "published" for item in case.municipalities)
    if typed:
        found.append(_assumed("numbers_not_published", count=typed, total=total))
    computed = sum(item.indicative_special is None for item in case.municipalities)
    if computed and any(item.special for item in find_shares(case).indicative.values()):
        found.append(_assumed("special_parts_computed", count=computed, total=total))
    return found


def used_sums(_book: Book, case: Case) -> list[Message]:
    """Compare the task of the province, as given, with the sum of the numbers that the plan uses.

    Where every number is filled in, the finding `sum_differs` says so at its place.
    """
    shares, found = find_shares(case), []
    for name, field, key in (
        ("indicative", "value", "provincial_task"),
        ("indicative_special", "special", "provincial_task_special"),
    ):
        task = case.number(key)
        total = sum(getattr(item, field) for item in shares.indicative.values())
        complete = all(getattr(item, name) is not None for item in case.municipalities)
        if task is not None and total != task and not complete:
            column = {"indicative": "indicatief_aantal", "indicative_special": "waarvan_bijzonder"}[name]
            params = {"column": column, "sum": total, "task": task, "difference": abs(total - task)}
            found.append(Message("warning", "used_sum_differs", params, f"gemeenten.{column}"))
    return found


def national_sum(_book: Book, case: Case) -> list[Message]:
    """Compare the sum of all numbers of the country, by the formula and before rounding, with the national estimate.

    The municipalities of the case have the inhabitants and scores of the case, the others the packaged ones.
    """
    estimate, weight_sum = case.national.get("capacity_estimate"), case.national.get("weight_sum")
    if estimate is None or weight_sum is None or not _real(case):
        return []
    total = law.round_half_up(estimate.value * sum(_national_weights(case).values()) / weight_sum.value)
    if total == int(estimate.value) or all(item.indicative is not None for item in case.municipalities):
        return []
    params = {"sum": total, "estimate": int(estimate.value)}
    return [Message("warning", "national_sum_differs", params, "opgave.waarde")]


def _real(case: Case) -> bool:
    """Whether the case is about a real province in a cycle of which the country is known."""
    return packaged.find_province(case.province) is not None and case.cycle in ses_woa.POPULATION_YEAR


def _national_weights(case: Case) -> Mapping[str, Fraction]:
    year, scores = ses_woa.POPULATION_YEAR[case.cycle], ses_woa.fit_scores().scores
    packed = {
        code: law.weight(found.inhabitants[year], scores[code].value)
        for code, found in reference_figures.municipalities().items()
    }
    own: dict[str, Fraction] = {
        item.code: law.weight(item.inhabitants, item.ses_woa.value if item.ses_woa else Fraction(0))
        for item in case.municipalities
    }
    return {**packed, **own}


def about_the_case(book: Book, _case: Case) -> list[Message]:
    """Name what the marks of every page need and is not filled in: version, stage and date of the meeting."""
    headers = {item.name: item.header for item in FIGURES}
    missing = [headers[key] for key in ABOUT if book.figure(key) is None]
    return [_assumed("about_missing", figures=missing)] if missing else []


def _assumed(code: str, **params: Any) -> Message:
    return Message("assumption", code, params)


MEETING_NOTICES = (existing, numbers, used_sums, national_sum, about_the_case)
