"""Checks of the table *uitruil*: two municipalities, whole legs, and a moment or half-year that exists."""

from collections.abc import Callable

from regietafel.inputs import packaged
from regietafel.inputs.records import Book, Record
from regietafel.model.cycle import HalfYear
from regietafel.model.errors import Finding

HOUSING = "status_holder"

Check = Callable[[Book], list[Finding]]


def check_two_municipalities(book: Book) -> list[Finding]:
    """Name exchanges of a municipality with itself."""
    return [
        row.finding("exchange_same", "taker")
        for row in book["uitruil"]
        if row["giver"] and row["giver"] == row["taker"]
    ]


def check_legs(book: Book) -> list[Finding]:
    """Name exchanges of which the return has a stream without places, or places without a stream."""
    findings = []
    for row in book["uitruil"]:
        stream, places = row["against_stream"], row["against_places"]
        if {"against_stream", "against_places"} & row.unreadable:
            continue
        if (stream is None) != (places is None):
            name = "against_places" if places is None else "against_stream"
            findings.append(row.finding("exchange_half", name))
        elif stream and stream == row["stream"]:
            findings.append(row.finding("exchange_same_stream", "against_stream", "warning", id=row["exchange_id"]))
    return findings


def check_time(book: Book) -> list[Finding]:
    """Test moment and half-year: at most one of them, the half-year for housing only, and one that exists."""
    days = sorted(row["day"] for row in book["momenten"] if row["day"])
    half_years = _half_years(book)
    findings = []
    for row in book["uitruil"]:
        moment, half_year = row["moment"], row["half_year"]
        if moment and half_year:
            findings.append(row.finding("exchange_two_times", "half_year"))
        elif half_year and not _is_housing(row):
            findings.append(row.finding("exchange_half_year", "half_year"))
        elif moment and _is_housing(row):
            findings.append(row.finding("exchange_moment", "moment"))
        elif moment and days and moment not in days:
            findings.append(row.finding("moment_unknown", "moment", moments=days))
        elif half_year and half_years and half_year not in half_years:
            findings.append(row.finding("half_year_unknown", "half_year", half_years=half_years))
    return findings


def check_counts(book: Book) -> list[Finding]:
    """Name exchanges of which the half-year ends after the last moment: they move nothing in this plan."""
    days = [row["day"] for row in book["momenten"] if row["day"]]
    return [
        row.finding("exchange_too_late", "half_year", "warning", id=row["exchange_id"], moment=max(days))
        for row in book["uitruil"]
        if days and row["half_year"] and HalfYear.parse(row["half_year"]).end > max(days)
    ]


def _half_years(book: Book) -> list[str]:
    """List the half-years that have a target: those of *taakstelling*, else those of the cycle."""
    typed = {row["half_year"] for row in book["taakstelling"] if row["half_year"]}
    return sorted(typed or (packaged.cycle_half_years(book) if book.figure("cycle") else ()))


def _is_housing(row: Record) -> bool:
    return HOUSING in (row["stream"], row["against_stream"]) or row["stream"] is None


EXCHANGE_CHECKS: tuple[Check, ...] = (check_two_municipalities, check_legs, check_time, check_counts)
