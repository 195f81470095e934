"""Where the schematic map puts its circles: real points, pushed apart until no two municipalities overlap."""

import math
from collections.abc import Sequence
from typing import NamedTuple

WIDTH, HEIGHT, MARGIN = 760.0, 700.0, 56.0
EDGE = 22.0
LARGEST_SCALE = 1.4
FILLED = 0.4
"""The circles together are as large as this part of the box around the province."""
MOST_FILLED = 0.24
SMALLEST_RADIUS, LARGEST_RADIUS = 9.0, 95.0
GAP, SMALLEST_GAP = 5.0, 2.0
ROUNDS = 160
PULL = 0.03
LAST_ROUNDS = 400
GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))


class Circle(NamedTuple):
    """A municipality on the map [pixels]."""

    x: float
    y: float
    radius: float


def lay_out(points: Sequence[tuple[float, float]], inhabitants: Sequence[int]) -> list[Circle]:
    """Place one circle per municipality.

    Parameters
    ----------
    points : sequence of (float, float)
        Latitude and longitude, WGS84 [degrees].
    inhabitants : sequence of int
        The area of a circle is proportional to it [persons].

    Returns
    -------
    list of Circle
        In the order given, inside the drawing.
    """
    if not points:
        return []
    homes = _projected(points)
    radii = _radii(inhabitants, homes)
    spots = [list(home) for home in homes]
    for _ in range(ROUNDS):
        _push_all(spots, radii, GAP)
        for spot, home in zip(spots, homes, strict=True):
            spot[0] += PULL * (home[0] - spot[0])
            spot[1] += PULL * (home[1] - spot[1])
    # What pulls a circle home may leave a small overlap; the last rounds only push.
    for _ in range(LAST_ROUNDS):
        if not _push_all(spots, radii, SMALLEST_GAP):
            break
    return _fitted([Circle(x, y, r) for (x, y), r in zip(spots, radii, strict=True)])


def inside(circle: Circle, number: int, count: int) -> tuple[float, float]:
    """Return the spot of the n-th of `count` markers inside a circle, evenly spread in a spiral."""
    if count == 1:
        return circle.x, circle.y
    distance = circle.radius * 0.68 * math.sqrt((number + 0.5) / count)
    angle = number * GOLDEN_ANGLE - math.pi / 2
    return circle.x + distance * math.cos(angle), circle.y + distance * math.sin(angle)


def _projected(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Project to the plane, north up, filling the drawing."""
    middle = math.cos(math.radians(sum(lat for lat, _ in points) / len(points)))
    flat = [(lon * middle, -lat) for lat, lon in points]
    left, top = min(x for x, _ in flat), min(y for _, y in flat)
    wide, high = max(x for x, _ in flat) - left, max(y for _, y in flat) - top
    scale = min((WIDTH - 2 * MARGIN) / (wide or 1e-9), (HEIGHT - 2 * MARGIN) / (high or 1e-9)) if wide or high else 1.0
    return [(MARGIN + (x - left) * scale, MARGIN + (y - top) * scale) for x, y in flat]


def _radii(inhabitants: Sequence[int], homes: Sequence[tuple[float, float]]) -> list[float]:
    """Make areas proportional to inhabitants, none too large for the drawing; the smallest stay visible."""
    whole = sum(inhabitants) or 1
    wide, high = (max(side) - min(side) + 2 * MARGIN for side in zip(*homes, strict=True))
    area = min(FILLED * wide * high, MOST_FILLED * WIDTH * HEIGHT) / math.pi
    radii = [math.sqrt(area * persons / whole) for persons in inhabitants]
    shrink = min(1.0, LARGEST_RADIUS / (max(radii) or 1.0))
    return [max(SMALLEST_RADIUS, radius * shrink) for radius in radii]


def _push_all(spots: Sequence[list[float]], radii: Sequence[float], gap: float) -> bool:
    """Push every two circles apart that are nearer than `gap`; say whether there were any."""
    pushed = False
    for i, one in enumerate(spots):
        for j in range(i + 1, len(spots)):
            least = radii[i] + radii[j] + gap
            other = spots[j]
            if abs(other[0] - one[0]) < least and abs(other[1] - one[1]) < least:
                pushed |= _push_apart(one, other, least)
    return pushed


def _push_apart(one: list[float], other: list[float], least: float) -> bool:
    """Move two spots apart along their line, half each, when they are nearer than `least`; say whether they were."""
    dx, dy = other[0] - one[0], other[1] - one[1]
    distance = math.hypot(dx, dy)
    if distance >= least - 1e-6:
        return False
    # Two municipalities on the same point part sideways.
    ux, uy = (dx / distance, dy / distance) if distance > 1e-9 else (1.0, 0.0)
    step = (least - distance) / 2
    one[0], one[1] = one[0] - step * ux, one[1] - step * uy
    other[0], other[1] = other[0] + step * ux, other[1] + step * uy
    return True


def _fitted(circles: list[Circle]) -> list[Circle]:
    """Scale and move the whole so that circles, and the names under them, just fill the drawing."""
    left, top = min(c.x - c.radius for c in circles), min(c.y - c.radius for c in circles)
    wide = max(c.x + c.radius for c in circles) - left
    high = max(c.y + c.radius for c in circles) - top
    scale = min(LARGEST_SCALE, (WIDTH - 2 * EDGE) / wide, (HEIGHT - 2 * EDGE) / high)
    dx = (WIDTH - wide * scale) / 2
    return [Circle(dx + (c.x - left) * scale, EDGE + (c.y - top) * scale, c.radius * scale) for c in circles]


def height_of(circles: Sequence[Circle]) -> float:
    """Return how high the drawing must be [pixels]."""
    return max(circle.y + circle.radius for circle in circles) + EDGE
