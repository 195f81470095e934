"""Where points of a trade-off may still lie: boxes below local upper bounds, which every new point cuts up.

References
----------
K. Klamroth, R. Lacour, D. Vanderpooten (2015), On the representation of the search region in multi-objective
optimization, European Journal of Operational Research 245(3), doi 10.1016/j.ejor.2015.03.031.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

Corner = tuple[float, ...]
HAIR = 1e-6


@dataclass
class Zones:
    """The corners below which no point is known, and what has been proven of them.

    Every vector that no known point is at least as good as lies strictly below a corner, open or proven empty.

    Parameters
    ----------
    steps : tuple of float
        By how much a new point must be better than a corner, per aim.
    least : tuple of float
        Proven least value per aim.
    """

    steps: Corner
    least: Corner
    open: dict[Corner, float] = field(default_factory=dict)
    empty: list[Corner] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Start with one zone without limits."""
        self.open[(math.inf,) * len(self.steps)] = -math.inf

    def limits(self, corner: Corner) -> Corner:
        """Return what a point in the zone may come to at most, per aim."""
        return tuple(most - step for most, step in zip(corner, self.steps, strict=True))

    def close(self, corner: Corner) -> None:
        """Note that a zone has no plan."""
        self.open.pop(corner, None)
        self.empty.append(corner)

    def learn(self, corner: Corner, bound: float) -> None:
        """Note a bound on the sum of the aims in steps that holds for every plan in a zone."""
        if corner in self.open:
            self.open[corner] = max(self.open[corner], bound)

    def cut(self, point: Corner) -> None:
        """Cut every zone that a point lies in, so that what it dominates is in none."""
        hit = [corner for corner in self.open if _below(point, corner)]
        parts = {}
        for corner in hit:
            bound = self.open.pop(corner)
            for i, value in enumerate(point):
                part = (*corner[:i], value, *corner[i + 1 :])
                parts[part] = max(bound, parts.get(part, -math.inf))
        known = [*self.open, *parts]
        for part, bound in parts.items():
            if not self._needless(part, bound) and not any(other != part and _inside(part, other) for other in known):
                self.open[part] = bound

    def _needless(self, corner: Corner, bound: float) -> bool:
        """Whether it is already proven that a zone has no plan."""
        limits = self.limits(corner)
        if any(most < least - HAIR * step for most, least, step in zip(limits, self.least, self.steps, strict=True)):
            return True
        if any(_inside(corner, proven) for proven in self.empty):
            return True
        largest = sum(most / step for most, step in zip(limits, self.steps, strict=True))
        return largest < bound - HAIR * max(1.0, abs(bound))


def _below(point: Sequence[float], corner: Sequence[float]) -> bool:
    return all(value < most for value, most in zip(point, corner, strict=True))


def _inside(one: Sequence[float], other: Sequence[float]) -> bool:
    return all(a <= b for a, b in zip(one, other, strict=True))
