"""Which points of a trade-off can be told apart: a difference that is smaller than both gaps together is none.

A point *covers* another when it is, in every aim, worse by no more than the sum of both gaps. Two points that cover
each other cannot be told apart; one that covers another without being covered by it is shown to be better.
"""

from collections.abc import Sequence
from fractions import Fraction

from regietafel.model.figures.aims import Aim
from regietafel.solver.frontier_parts import Point

Losses = tuple[Fraction, ...]


def merge_points(aims: Sequence[Aim], points: Sequence[Point]) -> tuple[list[Point], tuple[float, ...]]:
    """Keep the points that are shown to differ.

    Again and again the first point in the order of the aims that no other point left is shown to be better than is
    kept, and what it covers goes. So every point that goes is covered by one that stays, and none that stays covers
    another; with three aims it can be that each of several points is shown to be better than the next, all around:
    then the first of them is kept as well. With gaps of 0 what goes is what another point is as good as in every aim.

    Parameters
    ----------
    aims : sequence of Aim
    points : sequence of Point
        With their gaps.

    Returns
    -------
    tuple
        The points that stay, in the order of the first aim, best first; and per aim by how much one of them is worse,
        at most, than one that it took the place of.
    """
    left = {i: (point.losses(aims), point) for i, point in enumerate(points)}
    order = sorted(left, key=lambda i: left[i][0])
    kept, given_away = [], [Fraction(0)] * len(aims)
    while order:
        best = next((i for i in order if not any(_beats(left[j], left[i]) for j in order)), order[0])
        covered = [i for i in order if i == best or _covers(left[best], left[i])]
        differences = [[mine - other for mine, other in zip(left[best][0], left[i][0], strict=True)] for i in covered]
        given_away = [
            max(most, *column) for most, column in zip(given_away, zip(*differences, strict=True), strict=True)
        ]
        kept.append(best)
        order = [i for i in order if i not in covered]
    found = [left[i][1] for i in sorted(kept, key=lambda i: left[i][0])]
    return found, tuple(float(most) for most in given_away)


def _covers(one: tuple[Losses, Point], other: tuple[Losses, Point]) -> bool:
    """Whether one is in every aim worse than another by no more than both gaps together."""
    rows = zip(one[0], other[0], one[1].gaps, other[1].gaps, strict=True)
    return all(mine <= its + Fraction(gap) + Fraction(its_gap) for mine, its, gap, its_gap in rows)


def _beats(one: tuple[Losses, Point], other: tuple[Losses, Point]) -> bool:
    """Whether one is shown to be better than another."""
    return _covers(one, other) and not _covers(other, one)
