"""Where the names on the map go: beside or inside their municipality, never over another name, seldom over a mark."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from regietafel.outputs.map_layout import WIDTH, Circle

LETTER, LINE = 6.1, 12.0
"""Width of a letter on average, and height of a line [pixels]."""
OVER_MARK, OVER_CIRCLE, AWAY = 2.0, 0.5, 4.0
"""What a square pixel over a mark or another municipality costs, and every choice after the first."""
ASTRAY, FAR = 500.0, 6.0
"""What it costs when a name could be taken for that of another municipality; how far is far from its own [pixels]."""

Box = tuple[float, float, float, float]


class Named(NamedTuple):
    """A name with the circle it belongs to, and how much it matters."""

    name: str
    circle: Circle
    weight: float


class Label(NamedTuple):
    """A name in its place: the middle of its line, and its base [pixels].

    A name that lies nearer to another municipality than to its own has a pointer: from where to where [pixels].
    """

    name: str
    x: float
    y: float
    pointer: Box | None = None


def place_names(towns: Sequence[Named], marks: Sequence[Box], height: float) -> list[Label]:
    """Give every name a place; one that would cover another name everywhere is left out.

    Parameters
    ----------
    towns : sequence of Named
        The weightiest choose first.
    marks : sequence of (float, float, float, float)
        Boxes of the marks: left, top, right, bottom [pixels].
    height : float
        Of the drawing [pixels].
    """
    taken: list[Box] = []
    found = []
    for town in sorted(towns, key=lambda item: (-item.weight, item.name)):
        others = [other.circle for other in towns if other is not town]
        options = [
            (_cost(box, marks, others) + AWAY * order + ASTRAY * astray, order, x, y, box, astray)
            for order, (x, y) in enumerate(_candidates(town))
            for box in [_box(town.name, x, y)]
            if _fits(box, height) and not any(_shared(box, other) for other in taken)
            for astray in [_is_astray(box, town.circle, others)]
        ]
        if options:
            _, _, x, y, box, astray = min(options)
            taken.append(box)
            found.append(Label(town.name, x, y, _pointer(box, town.circle) if astray else None))
    return found


def _candidates(town: Named) -> list[tuple[float, float]]:
    """Return the places a name may have, the best first: inside, under, over, beside, and a bit further off."""
    x, y, radius = town.circle
    half = len(town.name) * LETTER / 2
    inside = [(x, y + radius * part + 4) for part in (0.72, -0.72)] if half < radius * 0.66 else []
    across = [(x, y + radius * part + 4) for part in (0.85, -0.85)]
    under, over = y + radius + LINE - 1, y - radius - 3
    around = [(x, under), (x, over)]
    around += [(x + side * 0.6 * half, base) for base in (under - 2, over + 2) for side in (-1, 1)]
    around += [(x + side * (radius + half + 3), y + 4 + shift) for shift in (0, 9, -9) for side in (1, -1)]
    around += [(x + side * 0.5 * half, base) for base in (under + 9, over - 9) for side in (0, -1, 1)]
    around += [(x + side * 0.7 * half, base) for base in (under + 19, over - 19) for side in (0, -1, 1)]
    around += [(x + side * (radius + half + 12), y + shift) for shift in (-26, 34) for side in (1, -1)]
    around += [(x + side * 0.9 * half, base) for base in (under + 32, over - 32) for side in (0, -1, 1)]
    return [*inside, *around[:2], *across, *around[2:]]


def _box(name: str, x: float, y: float) -> Box:
    half = len(name) * LETTER / 2
    return (x - half, y - LINE + 3, x + half, y + 2)


def _fits(box: Box, height: float) -> bool:
    return box[0] >= 1 and box[2] <= WIDTH - 1 and box[1] >= 1 and box[3] <= height - 1


def _cost(box: Box, marks: Sequence[Box], others: Sequence[Circle]) -> float:
    """Return how much a place hides."""
    over_marks = sum(_shared(box, mark) for mark in marks)
    over_circles = sum(
        _shared(box, (c.x - 0.8 * c.radius, c.y - 0.8 * c.radius, c.x + 0.8 * c.radius, c.y + 0.8 * c.radius))
        for c in others
        if abs(c.y - box[1]) < c.radius + LINE and box[0] - c.radius < c.x < box[2] + c.radius
    )
    return OVER_MARK * over_marks + OVER_CIRCLE * over_circles


def _is_astray(box: Box, own: Circle, others: Sequence[Circle]) -> bool:
    """Whether who reads the name could take it for that of another municipality: that one lies nearer, or none near."""
    mine = _away(box, own)
    return mine > FAR or any(_away(box, other) < mine for other in others)


def _away(box: Box, circle: Circle) -> float:
    """Return how far a name lies from the edge of a circle; below zero over it [pixels]."""
    x, y = min(max(circle.x, box[0]), box[2]), min(max(circle.y, box[1]), box[3])
    return math.hypot(x - circle.x, y - circle.y) - circle.radius


def _pointer(box: Box, circle: Circle) -> Box:
    """Return a line from a name to its circle, a bit into it."""
    x, y = min(max(circle.x, box[0]), box[2]), min(max(circle.y, box[1]), box[3])
    away = math.hypot(circle.x - x, circle.y - y) or 1.0
    part = max(0.0, 1 - 0.6 * circle.radius / away)
    return (x, y, x + part * (circle.x - x), y + part * (circle.y - y))


def _shared(one: Box, other: Box) -> float:
    """Return the area that two boxes share."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return wide * high if wide > 0 and high > 0 else 0.0
