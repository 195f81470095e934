"""The grid on which ratios are compared, and the levels of a division: its ratios from the largest down."""

from collections.abc import Iterable
from dataclasses import dataclass

GRID = 10_000
"""Points per 1 of a ratio: two ratios between the same points count as equal."""


@dataclass(frozen=True)
class Compared:
    """A municipality in the vector of ratios.

    Parameters
    ----------
    code : str
        Of the municipality.
    share : int
        What its burden is compared with [weighted places], at least 1.
    stays : int or None
        Of a host: the burden it has already, more than its share [weighted places]. It enters the vector when it grows.
    """

    code: str
    share: int
    stays: int | None = None

    def point(self, carried: int) -> int | None:
        """Return the first point of the grid that is not below the ratio; None for a host that does not grow."""
        if self.stays is not None and carried <= self.stays:
            return None
        return -(-carried * GRID // self.share)

    def most(self, point: int) -> int:
        """Return the largest burden with which it stays at or below a point, or out of the vector [weighted places]."""
        below = point * self.share // GRID
        return below if self.stays is None else max(self.stays, below)


@dataclass(frozen=True)
class Level:
    """One place of the sorted vector: its ratio on the grid, and the proven bound below which it cannot come."""

    value: float
    bound: float


def in_order(points: Iterable[int | None]) -> list[int]:
    """Return the points of those that count, the largest first."""
    return sorted((point for point in points if point is not None), reverse=True)


def ratio(point: int) -> float:
    """Return a point of the grid as a ratio."""
    return round(point / GRID, 4)


def lowest_ratio_at(compared: Iterable[Compared], point: int) -> float:
    """Return the smallest ratio above the point before this one that a whole burden can have; 0 when none has."""
    first = [(item, item.most(point - 1) + 1) for item in compared if item.most(point) > item.most(point - 1)]
    return min((carried / item.share for item, carried in first), default=0.0)
