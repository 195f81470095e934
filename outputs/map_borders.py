"""Where the map with real borders puts its municipalities: simplified areas that keep their shared borders."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from regietafel.model import rd
from regietafel.model.borders import Borders
from regietafel.outputs.map_layout import EDGE, WIDTH, Circle

HEIGHT = 760.0
FINEST = 1.4
"""Bends of a border smaller than about this are left out [pixels]."""
SMALLEST_ISLAND = 5.0
"""An island or enclave smaller than this is left out, but never the largest part [pixels, squared]."""


@dataclass(frozen=True)
class Frame:
    """How the grid lies on the drawing: the west and north side [metres], and pixels per metre."""

    west: float
    north: float
    scale: float
    left: float
    height: float

    def at(self, east: float, up: float) -> tuple[float, float]:
        """Return the pixel of a point of the grid."""
        return self.left + (east - self.west) * self.scale, EDGE + (self.north - up) * self.scale

    def of(self, lat: float, lon: float) -> tuple[float, float]:
        """Return the pixel of a latitude and longitude."""
        return self.at(*rd.to_rd(lat, lon))


def frame_of(borders: Borders, codes: Iterable[str], points: Sequence[tuple[float, float]] = ()) -> Frame:
    """Fit municipalities, and points outside them, to the drawing.

    Parameters
    ----------
    borders : Borders
        With an area for every code.
    codes : iterable of str
        Municipalities that are drawn.
    points : sequence of (float, float)
        Latitude and longitude of what else must be seen [degrees].
    """
    import shapely

    boxes = shapely.bounds(shapely.from_wkb([borders.shapes[code] for code in codes])).tolist()
    boxes += [[east, up, east, up] for east, up in (rd.to_rd(*point) for point in points)]
    west, south = min(box[0] for box in boxes), min(box[1] for box in boxes)
    east, north = max(box[2] for box in boxes), max(box[3] for box in boxes)
    scale = min((WIDTH - 2 * EDGE) / (east - west), (HEIGHT - 2 * EDGE) / (north - south))
    left = (WIDTH - (east - west) * scale) / 2
    return Frame(west, north, scale, left, math.ceil((north - south) * scale + 2 * EDGE))


def areas(borders: Borders, codes: Sequence[str], frame: Frame) -> dict[str, tuple[str, Circle]]:
    """Return per municipality its area as path data, and the largest circle inside it.

    Parameters
    ----------
    borders : Borders
        With an area for every code.
    codes : sequence of str
        Municipalities that are drawn; all are simplified together, so that two neighbours keep the same border.
    frame : Frame
        How the grid lies on the drawing.

    Returns
    -------
    dict of str to (str, Circle)
        Path data in whole pixels, with relative steps; the circle in pixels.
    """
    import shapely

    tolerance = FINEST / frame.scale
    shapes = shapely.coverage_simplify(shapely.from_wkb([borders.shapes[code] for code in codes]), tolerance)
    inside = shapely.maximum_inscribed_circle(shapes, tolerance=4 * tolerance)
    found = {}
    for code, shape, radius in zip(codes, shapes, inside, strict=True):
        (east, up), (edge_east, edge_up) = radius.coords
        size = math.hypot(edge_east - east, edge_up - up) * frame.scale
        found[code] = ("".join(_ring(ring, frame) for ring in _rings(shape, frame)), Circle(*frame.at(east, up), size))
    return found


def _rings(shape: Any, frame: Frame) -> list[Any]:
    """Return the rings of an area, the specks left out."""
    import shapely

    def is_seen(ring: Any) -> bool:
        return bool(shapely.Polygon(ring).area * frame.scale**2 >= SMALLEST_ISLAND)

    parts = sorted(getattr(shape, "geoms", [shape]), key=lambda part: -part.area)
    seen = [part for part in parts if is_seen(part.exterior)] or parts[:1]
    return [ring for part in seen for ring in (part.exterior, *filter(is_seen, part.interiors))]


def _ring(ring: Any, frame: Frame) -> str:
    """Write a ring as path data: the first point, then steps, in whole pixels; a speck is a point and no step."""
    points = [tuple(round(side) for side in frame.at(*point[:2])) for point in ring.coords[:-1]]
    steps = [(x - a, y - b) for (a, b), (x, y) in pairwise(points) if (x, y) != (a, b)]
    moves = f"l{_numbers(side for step in steps for side in step)}" if steps else ""
    return f"M{_numbers(points[0])}{moves}z"


def _numbers(whole: Iterable[int]) -> str:
    """Write numbers as short as path data allows: a minus parts two numbers as well as a space."""
    return " ".join(map(str, whole)).replace(" -", "-")
