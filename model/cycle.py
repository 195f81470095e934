"""The two-year cycle of the law in dates: statutory last days, half-years, and when a half-year has ended."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

FIRST_CYCLE_YEAR = 2025
"""First calendar year of cycle 1 (verdeelbesluiten of December 2024)."""


class HalfYear(NamedTuple):
    """A half-year of the housing target, such as 2027-I; ordered in time."""

    year: int
    half: int

    @classmethod
    def parse(cls, text: str) -> HalfYear:
        """Read ``2027-I`` or ``2027-II``.

        Raises
        ------
        ValueError
            If the text has another form.
        """
        match = re.fullmatch(r"\s*(\d{4})\s*-\s*(I{1,2}|1|2)\s*", text, flags=re.IGNORECASE)
        if match is None:
            raise ValueError(f"not a half-year: {text!r}")
        return cls(int(match[1]), 1 if match[2].upper() in {"I", "1"} else 2)

    @property
    def begin(self) -> date:
        """First day."""
        return date(self.year, 1 if self.half == 1 else 7, 1)

    @property
    def end(self) -> date:
        """Last day."""
        return date(self.year, 6, 30) if self.half == 1 else date(self.year, 12, 31)

    def __str__(self) -> str:
        """Write it as the law and the tables do."""
        return f"{self.year}-{'I' * self.half}"


@dataclass(frozen=True, kw_only=True)
class CycleDates:
    """Dates of one cycle; a date that is not known is None.

    Attributes
    ----------
    estimate, report, decision
        Capacity estimate, report of the commissaris, allocation decision: the day itself, or the last day by law.
    available
        Day on which locations are to be at the disposal of COA.
    begin, end
        First and last day of the two calendar years.
    moments
        Reporting dates in order; empty in the statutory dates, because the law has none.
    """

    cycle: int
    estimate: date | None
    report: date | None
    decision: date | None
    available: date | None
    begin: date
    end: date
    moments: tuple[date, ...] = ()


def statutory_dates(cycle: int) -> CycleDates:
    """Give the last days that the law sets for a cycle.

    References
    ----------
    Wet art. 2(1) (before 1 February), 4(2) (before 1 November), 5(1) (before 31 December, for the two following
    calendar years), 7(1)(a) (six months after the decision).
    """
    if cycle < 1:
        raise ValueError(f"there is no cycle {cycle}")
    year = FIRST_CYCLE_YEAR + 2 * (cycle - 1)
    return CycleDates(
        cycle=cycle,
        estimate=date(year - 1, 1, 31),
        report=date(year - 1, 10, 31),
        decision=date(year - 1, 12, 30),
        available=date(year, 6, 30),
        begin=date(year, 1, 1),
        end=date(year + 1, 12, 31),
    )


def half_years_between(begin: date, end: date) -> tuple[str, ...]:
    """List the half-years that begin and end within the given days, in order, as ``2027-I``."""
    candidates = [HalfYear(year, half) for year in range(begin.year, end.year + 1) for half in (1, 2)]
    return tuple(str(found) for found in candidates if begin <= found.begin and found.end <= end)


def half_years_ended_by(half_years: Iterable[str], moment: date) -> tuple[str, ...]:
    """List the half-years of which the last day is on or before the moment, in order.

    A housing target is due when its half-year has ended (Huisvestingswet 2014 art. 28 and 29).

    Raises
    ------
    ValueError
        If a text is not a half-year.
    """
    read = sorted((HalfYear.parse(text), text) for text in half_years)
    return tuple(text for half_year, text in read if half_year.end <= moment)
