"""The norms gini, theil and regret measured a second time, each in another way than the program does."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from support.recompute_aims import Aims
from support.recompute_tables import number


@dataclass(frozen=True)
class Norms:
    """What these norms are worth on a plan; `document` tells the bests of the keys, which only a search can."""

    aims: Aims
    document: Mapping[str, Any]

    def _inside(self, on: str) -> dict[str, int]:
        """Return the shares of those that are compared, hosts among them."""
        plan = self.aims.plan
        inside = [g for g in plan.shares.codes if self.aims.left_out(g, on, "deviation") is None]
        return {g: plan.denominator([g], on) for g in inside}

    def gini(self, on: str) -> Fraction:
        """Return one less twice the area under the curve of burdens against shares, those with little burden first."""
        return max(self._gini(self._inside(on), on, t) for t in self.aims.burden_moments)

    def _gini(self, below: Mapping[str, int], on: str, t: str) -> Fraction:
        plan = self.aims.plan
        carried = {g: plan.numerator([g], on, t) for g in below}
        if not sum(carried.values()):
            return Fraction(0)
        area, height = Fraction(0), 0
        for g in sorted(below, key=lambda g: Fraction(carried[g], below[g])):
            area += below[g] * Fraction(2 * height + carried[g], 2)
            height += carried[g]
        return 1 - 2 * area / (sum(below.values()) * height)

    def theil(self, on: str) -> Fraction:
        """Return the entropy of the burdens, less what it is in the mean of the logarithms of the shares."""
        return max(self._theil(self._inside(on), on, t) for t in self.aims.burden_moments)

    def _theil(self, below: Mapping[str, int], on: str, t: str) -> Fraction:
        plan, whole = self.aims.plan, sum(below.values())
        carried = {g: plan.numerator([g], on, t) for g in below}
        together = sum(carried.values())
        if not together:
            return Fraction(0)
        logs = (n * (math.log(n) - math.log(below[g])) for g, n in carried.items() if n)
        return Fraction(math.fsum(logs) / together - math.log(together) + math.log(whole))

    def asked(self, on: str, key: str) -> dict[str, Fraction]:
        """Return what a key asks of those that are compared."""
        inside, towns = self._inside(on), self.aims.plan.tables.towns
        if key == "region":
            people = {g: int(towns.loc[g, "inwoners"]) for g in towns.index}
            region = {g: towns.loc[g, "subregio"] for g in inside}
            weights = {
                g: Fraction(people[g], sum(n for h, n in people.items() if towns.loc[h, "subregio"] == region[g]))
                for g in inside
            }
        else:
            weights = {g: self._weight(towns.loc[g], key) for g in inside}
        together, whole = sum(inside.values()), sum(weights.values())
        return {g: weight * together / whole for g, weight in weights.items()} if whole else dict.fromkeys(inside, 0)

    def _weight(self, row: Mapping[str, str], key: str) -> Fraction:
        if key == "inhabitants":
            return Fraction(row["inwoners"])
        if key == "ses_woa":
            return (1 + (number(row["ses_woa"]) or 0)) * Fraction(row["inwoners"])
        return number(row["oppervlakte_km2"] if key == "area" else row[f"sleutel_{key}"]) or Fraction(0)

    def left_out(self, on: str, key: str) -> dict[str, str]:
        """Say who is compared, but not under a key, and why."""
        plan, found = self.aims.plan, {}
        for g, below in self.asked(on, key).items():
            settled = self.aims.settled(g, on)
            grows = any(plan.numerator([g], on, t) > settled for t in self.aims.burden_moments)
            if below == 0:
                found[g] = "no_entitlement"
            elif below < plan.options["smallest_entitlement"]:
                found[g] = "small_entitlement"
            elif settled > below and not grows:
                found[g] = "host"
        return found

    def largest(self, on: str, key: str) -> Fraction | None:
        """Return the largest ratio under a key; None when nobody is compared."""
        out, plan = self.left_out(on, key), self.aims.plan
        ratios = [
            plan.numerator([g], on, t) / below
            for g, below in self.asked(on, key).items()
            if g not in out
            for t in self.aims.burden_moments
        ]
        return max(ratios, default=None)

    def regret(self, on: str) -> Fraction | None:
        """Return the largest regret; None when the best of a key was not searched."""
        rows = {row["key"]: row["best"] for row in self.document["fairness"]["keys"] if row["on"] == on}
        if not rows or None in rows.values():
            return None
        largest = {key: self.largest(on, key) or Fraction(0) for key in rows}
        return max([Fraction(0), *(largest[key] / Fraction(str(best)) - 1 for key, best in rows.items() if best)])

    def of(self, norm: str, on: str) -> Fraction | None:
        """Return what a norm is worth on a ratio."""
        if norm in ("minimax", "leximin"):
            return self.aims.minimax(on)
        found: Fraction | None = getattr(self.aims if norm == "deviation" else self, norm)(on)
        return found


NORMS = ("minimax", "leximin", "deviation", "gini", "theil", "regret")
