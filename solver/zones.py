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
NARROW = 4.0
"""Width, in steps, from which a zone is no longer halved."""


@dataclass
class Zones:
    """The corners below which no point is known, each with what is proven of the plans below it.

    Every vector that no known point is at least as good as lies strictly below a corner, unless it is proven that no
    plan below that corner is a step better than it.

    Parameters
    ----------
    steps : tuple of float
        By how much a new point must be better than a corner, per aim.
    whole : tuple of bool
        Whether an aim is counted in whole numbers.
    first : int
        The aim that is made small; the others get limits.
    least : tuple of float
        Proven least value per aim.
    open : dict of corner to corner
        Per zone what every plan in it comes to at least.
    """

    steps: Corner
    whole: tuple[bool, ...]
    first: int
    least: Corner
    open: dict[Corner, Corner] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Start with one zone without limits."""
        self.open[(math.inf,) * len(self.steps)] = self.least

    def reach(self, corner: Corner) -> Corner:
        """Return what a new point in a zone comes to at most, per aim."""
        return tuple(most - step for most, step in zip(corner, self.steps, strict=True))

    def limits(self, corner: Corner) -> Corner:
        """Return what is asked of the aims that get a limit: a zone that is wide is halved along its widest side."""
        found, low = list(self.reach(corner)), self.open[corner]
        found[self.first] = math.inf
        width = [(most - least) / step for most, least, step in zip(found, low, self.steps, strict=True)]
        sides = [i for i, wide in enumerate(width) if NARROW < wide < math.inf]
        if sides:
            side = max(sides, key=lambda i: width[i])
            middle = (found[side] + low[side]) / 2
            found[side] = float(math.floor(middle)) if self.whole[side] else middle
        return tuple(found)

    def learn(self, limits: Corner, bound: float) -> None:
        """Note that a plan within some limits comes to at least the bound in the first aim; drop what that empties."""
        for corner in list(self.open):
            reach, first = self.reach(corner), self.first
            outside = [i for i, most in enumerate(limits) if i != first and reach[i] > most]
            if not outside:
                self._raise(corner, first, bound)
            elif len(outside) == 1 and (bound > reach[first] or math.isinf(bound)):
                side = outside[0]
                self._raise(corner, side, _above(limits[side], whole=self.whole[side]))

    def _raise(self, corner: Corner, side: int, least: float) -> None:
        """Raise what a plan in a zone comes to at least, and drop the zone when nothing is left of it."""
        low = self.open[corner]
        raised = (*low[:side], max(low[side], least), *low[side + 1 :])
        if self._is_empty(corner, raised):
            del self.open[corner]
        else:
            self.open[corner] = raised

    def cut(self, point: Corner) -> None:
        """Cut every zone that a point lies in, so that what it is at least as good as is in none."""
        parts: dict[Corner, Corner] = {}
        for corner in [corner for corner in self.open if _is_below(point, corner)]:
            low = self.open.pop(corner)
            for i, value in enumerate(point):
                part = (*corner[:i], value, *corner[i + 1 :])
                parts[part] = tuple(map(max, low, parts.get(part, low)))
        known = [*self.open, *parts]
        for part, low in parts.items():
            inside = any(other != part and _is_within(part, other) for other in known)
            if not inside and not self._is_empty(part, low):
                self.open[part] = low

    def _is_empty(self, corner: Corner, low: Corner) -> bool:
        """Whether no plan in a zone can be a step better than its corner."""
        return any(
            math.isinf(least) or most < least - (HAIR if whole else 0.0)
            for most, least, whole in zip(self.reach(corner), low, self.whole, strict=True)
        )


def _above(limit: float, *, whole: bool) -> float:
    """Return the least that is above a limit."""
    return math.floor(limit + HAIR) + 1.0 if whole else limit + 1e-9 * max(1.0, abs(limit))


def _is_below(point: Sequence[float], corner: Sequence[float]) -> bool:
    return all(value < most for value, most in zip(point, corner, strict=True))


def _is_within(one: Sequence[float], other: Sequence[float]) -> bool:
    return all(a <= b for a, b in zip(one, other, strict=True))
