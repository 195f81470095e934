"""What a plan costs and which grants it may bring, worked out a second time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from typing import Any

from support.recompute_plan import Decided
from support.recompute_shares import half_up, largest_remainder
from support.recompute_tables import ASYLUM

SPECIAL_PLACE, DURABLE_LARGE, DURABLE_SMALL, BONUS = 2000, 2000, 1000, 1500
UKRAINE_DAY, TRANSITION_DAY, LINKED_DAY = 44, 60, 8
LAST_TRANSITION_DAY = date(2028, 12, 31)
YEAR = Fraction(36525, 100)


@dataclass(frozen=True)
class Money:
    """Cost and grants of a plan [euro]."""

    plan: Decided

    @cached_property
    def _ends(self) -> dict[str, date]:
        """First day after each moment's period."""
        days = [self.plan.day(t) for t in self.plan.moments]
        return dict(zip(self.plan.moments, [*days[1:], self.plan.tables.end + timedelta(days=1)], strict=True))

    def days(self, t: str, until: date | None = None) -> int:
        """Return the days from a moment to the next, or to the end of the cycle."""
        end = min(self._ends[t], until + timedelta(days=1)) if until else self._ends[t]
        return max(0, (end - self.plan.day(t)).days)

    def months(self, t: str) -> int:
        """Return the calendar months of a moment."""
        start, end = self.plan.day(t), self._ends[t]
        return (end.year - start.year) * 12 + end.month - start.month

    def yearly(self, loc: str) -> Fraction:
        """Return the cost of a place per year."""
        row = self.plan.tables.offers.loc[loc]
        extra = Fraction(str(self.plan.options["small_scale_surcharge"])) if row["surcharge"] else 0
        return row["yearly"] * (1 + extra)

    def operation(self, loc: str, t: str) -> Fraction:
        """Return what an offer costs per year at a moment."""
        return self.yearly(loc) * self.plan.placed(loc, t)

    def opening(self, loc: str) -> int:
        """Return what the openings of an offer cost."""
        row, before, times = self.plan.tables.offers.loc[loc], 0, 0
        before = int(row["status"] == "existing")
        for t in self.plan.moments:
            times += max(0, self.plan.opened[loc, t] - before)
            before = self.plan.opened[loc, t]
        return times * row["opening"]

    @cached_property
    def _own(self) -> list[str]:
        offers = self.plan.tables.offers
        return list(offers[~offers["foreign"].astype(bool)].index)

    def over_cycle(self, offers: list[str]) -> Fraction:
        """Return the cost of offers over the cycle."""
        running = sum(self.operation(loc, t) * self.days(t) / YEAR for loc in offers for t in self.plan.moments)
        return running + sum(self.opening(loc) for loc in offers)

    @cached_property
    def total(self) -> Fraction:
        """Cost over the cycle."""
        return self.over_cycle(self._own)

    def document(self) -> dict[str, Any]:
        """Return the costs as `plan.json` has them, not rounded."""
        host = self.plan.tables.offers["code"]
        return {
            "operation_per_year": [
                {"moment": t, "amount": sum((self.operation(loc, t) for loc in self._own), Fraction(0))}
                for t in self.plan.moments
            ],
            "opening_once": Fraction(sum(self.opening(loc) for loc in self._own)),
            "over_cycle": self.total,
            "by_municipality": {
                g: self.over_cycle([loc for loc in self._own if host[loc] == g]) for g in self.plan.shares.codes
            },
        }

    def grants(self) -> dict[tuple[str, str | None], tuple[Fraction, Fraction]]:
        """Return (rule, municipality or None for the province): basis and amount."""
        found: dict[tuple[str, str | None], tuple[Fraction, Fraction]] = {}
        for rule, g, basis, amount in (*self._per_place(), *self._bonus(), *self._per_day()):
            if amount:
                found[rule, g] = (Fraction(basis), Fraction(amount))
        return found

    def _per_place(self) -> Iterator[tuple[str, str, int, int]]:
        plan = self.plan
        for g in plan.shares.codes:
            special = plan.provided(g, plan.last)["special"]
            yield "special_places", g, special, special * SPECIAL_PLACE
            above = self._above(g)
            enough = sum(plan.durable(g, plan.last, k) for k in ASYLUM) >= 100
            yield "durable_above_indicative", g, above, above * (DURABLE_LARGE if enough else DURABLE_SMALL)

    def _above(self, g: str) -> int:
        return max(0, self.plan.durable(g, self.plan.last, "regular") - self.plan.shares.indicative[g])

    def _bonus(self) -> Iterator[tuple[str, str | None, Fraction, Fraction]]:
        plan, shares = self.plan, self.plan.shares
        counted = sum(plan.chosen_asylum(g, plan.last) for g in shares.codes)
        paid = sum(self._above(g) for g in shares.codes)
        basis = max(Fraction(0), counted - Fraction(3, 4) * shares.task["asylum"] - paid)
        amount = half_up(basis * BONUS)
        for_province = half_up(amount * Fraction(15, 100))
        yield "bonus", None, basis, Fraction(for_province)
        met = [g for g in shares.codes if plan.chosen_asylum(g, plan.last) >= shares.asylum(shares.after_exchange, g)]
        months = {g: sum(plan.chosen_asylum(g, t) * self.months(t) for t in plan.moments) for g in met}
        for g, part in largest_remainder(amount - for_province, months).items():
            yield "bonus", g, basis, Fraction(part)

    def _per_day(self) -> Iterator[tuple[str, str, int, int]]:
        plan = self.plan
        rows = plan.own[plan.own["for_housing"].astype(bool) & (plan.own["k"] == "status_holder")]
        rows = rows.assign(
            days=[n * self.days(t, LAST_TRANSITION_DAY) for n, t in zip(rows["n"], rows["t"], strict=True)]
        )
        for g in plan.shares.codes:
            here = sum(plan.provided(g, t)["ukraine"] * self.days(t) for t in plan.moments)
            yield "ukraine", g, here, here * UKRAINE_DAY
            hosted = rows[rows["code"] == g]
            total = int(hosted["days"].sum())
            yield "transition", g, total, total * TRANSITION_DAY
            linked = int(hosted[hosted["linked"] != g]["days"].sum())
            yield "transition_supplement", g, linked, linked * LINKED_DAY
