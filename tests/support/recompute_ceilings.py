"""Ceilings and floors on the burden, worked out a second time: what stays, what is allowed and what can be reached."""

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from support.recompute_clusters import Clusters
from support.recompute_plan import Decided
from support.recompute_tables import STREAMS


@dataclass(frozen=True)
class Ceilings:
    """What a municipality may carry at most and must carry at least [weighted places]."""

    plan: Decided
    clusters: Clusters

    def _asked(self, group: list[str], *, before: bool = False) -> int:
        return self.plan.denominator(group, "joint", before=before)

    @property
    def _moments(self) -> list[str]:
        return self.plan.moments if self.plan.options["burden_moment"] == "all" else [self.plan.last]

    def fixed(self, g: str) -> int:
        """Return the burden that must stay: the largest over the moments compared."""
        return max(self.plan.weighted(self.plan.staying(g, t)) for t in self._moments)

    def ceiling(self, g: str) -> int:
        """Return the ceiling of a municipality: before and after agreed exchanges, never under what must stay."""
        times = Fraction(str(self.plan.options["burden_ceiling"]))
        asked = min(self._asked([g]), self._asked([g], before=True))
        return max(math.floor(times * asked), self.fixed(g))

    def floor(self, g: str) -> int:
        """Return the floor of a municipality: never above what its offers and homes can reach under its ceiling."""
        times = Fraction(str(self.plan.options["burden_floor"]))
        return min(math.ceil(times * self._asked([g])), self.reachable(g))

    def region_ceiling(self, group: list[str]) -> int:
        """Return the ceiling of a sub-region."""
        times = Fraction(str(self.plan.options["region_ceiling"]))
        return max(math.floor(times * self._asked(group)), sum(self.fixed(g) for g in group))

    def region_floor(self, group: list[str]) -> int:
        """Return the floor of a sub-region."""
        times = Fraction(str(self.plan.options["region_floor"]))
        return min(math.ceil(times * self._asked(group)), sum(self.reachable(g) for g in group))

    def can_contribute(self, g: str) -> bool:
        """Say whether a municipality has an offer that can be open at the last moment."""
        return any(row["high"] > 0 for _, row in self._open_rows(g, self.plan.last))

    def _open_rows(self, g: str, t: str) -> list[tuple[str, Any]]:
        """Return the offers that can be open: a satellite without any hub in reach cannot, unless it exists."""
        rows = self.plan.usable[self.plan.usable["code"] == g]
        served = {sat for sat, _ in self.clusters.reach}
        return [
            (str(loc), row)
            for loc, row in rows.iterrows()
            if self.plan.available(str(loc), t)
            if row["form"] != "satellite" or loc in served or row["status"] == "existing"
        ]

    def reachable(self, g: str) -> int:
        """Return the largest burden that offers and homes can make under the ceiling, at the least of the moments."""
        return min(self._reachable(g, t) for t in self._moments)

    def _reachable(self, g: str, t: str) -> int:
        limit = self.ceiling(g) if self.plan.options["burden_ceiling"] is not None else None
        weight, shares = self.plan.weights["status_holder"], self.plan.shares
        homes = min(shares.houseable(g, t), shares.obligation(g, self.plan.last))
        sums = {weight * n for n in range(homes + 1)}
        for choice in self._choices(g, t):
            made = set().union(*choice)
            sums = {one + other for one in sums for other in made}
            if limit is not None:
                sums = {value for value in sums if value <= limit}
        return max(sums, default=0)

    def _choices(self, g: str, t: str) -> list[list[set[int]]]:
        """Return, for each set of rows of which one may be open, the burdens each can make."""
        found: dict[str, list[set[int]]] = {}
        for loc, row in self._open_rows(g, t):
            alone = row["group_rule"] not in ("niet_tegelijk", "na_elkaar")
            found.setdefault(loc if alone else row["group"], []).append(self._burdens(row))
        return list(found.values())

    def _burdens(self, row: Any) -> set[int]:
        """Return the weighted burdens one offer can make, for one weight over all streams."""
        kept = row["status"] in ("existing", "decided")
        present = 0 if row["may_shrink"] or not kept else sum(row[k] for k in STREAMS)
        weight = max(self.plan.weights[k] for k in row["streams"])
        found = set() if kept and not row["may_close"] else {0}
        for opened in range(1, row["count"] + 1):
            low = max(row["low"] * opened, present)
            found |= {weight * n for n in range(low, row["high"] * opened + 1)}
        return found
