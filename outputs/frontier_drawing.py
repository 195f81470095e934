"""The picture of a trade-off, as inline SVG without style attributes: points, staircase, knee and present plan."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from regietafel.outputs.frontier_words import FrontierWords

WIDTH, HEIGHT = 760, 460
LEFT, RIGHT, TOP, BOTTOM = 120, 30, 24, 64
TICKS = 5
SIZE = 9

Document = Mapping[str, Any]


@dataclass(frozen=True)
class Axis:
    """One side of a picture: what stands on it, from where to where, and where it lies on the page."""

    aim: Document
    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return where a value lies; more that is better lies lower."""
        share = (value - self.low) / (self.high - self.low)
        return self.start + (1 - share if self.aim["sense"] == "most" else share) * (self.end - self.start)

    @property
    def ticks(self) -> list[float]:
        """Round values along the side."""
        size = (self.high - self.low) / TICKS
        power = 10.0 ** math.floor(math.log10(size))
        step = next(power * times for times in (1, 2, 5, 10) if power * times >= size * 0.999)
        step = max(step, 1.0) if self.aim["whole"] else step
        first = math.ceil(self.low / step - 1e-9)
        return [round(i * step, 9) for i in range(first, math.floor(self.high / step + 1e-9) + 1)]


def draw_frontier(words: FrontierWords, x: Document, y: Document) -> str:
    """Draw the points of a trade-off by two of its aims.

    Parameters
    ----------
    words : FrontierWords
        With the document.
    x, y : mapping
        Two of its aims.
    """
    points, present = words.document["points"], words.document["present"]
    if not points:
        return ""
    shown = [point["values"] for point in points] + ([present["values"]] if present else [])
    across = _axis(x, [values[x["key"]] for values in shown], LEFT, WIDTH - RIGHT)
    up = _axis(y, [values[y["key"]] for values in shown], HEIGHT - BOTTOM, TOP)
    drawn = [*_sides(words, across, up)]
    if len(words.aims) == 2:
        drawn.append(_staircase(points, across, up))
    if present:
        drawn.append(_present(words, present, across, up))
    drawn += [_point(words, point, across, up) for point in points]
    label = words.say("picture_label", x=words.aim(x), y=words.aim(y), count=len(points))
    return (
        f'<svg class="tradeoff" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"><title>{escape(label)}</title>'
        f"{''.join(drawn)}</svg>"
    )


def _axis(aim: Document, values: Sequence[float], start: float, end: float) -> Axis:
    """Leave some room around the values; a single value stands in the middle."""
    low, high = min(values), max(values)
    room = 0.08 * (high - low) or max(abs(high) * 0.05, aim["step"] or 0.0, 1e-3)
    return Axis(aim, low - room, high + room, start, end)


def _sides(words: FrontierWords, across: Axis, up: Axis) -> list[str]:
    """Draw both sides with round values, and what stands on them."""
    floor, wall = HEIGHT - BOTTOM, LEFT
    drawn = [f'<path class="side" d="M{wall} {TOP}V{floor}H{WIDTH - RIGHT}"/>']
    for value in across.ticks:
        at, said = across.at(value), escape(words.value(across.aim, value))
        drawn.append(f'<line class="grid" x1="{at:.1f}" x2="{at:.1f}" y1="{TOP}" y2="{floor}"/>')
        drawn.append(f'<text class="tick" x="{at:.1f}" y="{floor + 20}" text-anchor="middle">{said}</text>')
    for value in up.ticks:
        at, said = up.at(value), escape(words.value(up.aim, value))
        drawn.append(f'<line class="grid" x1="{wall}" x2="{WIDTH - RIGHT}" y1="{at:.1f}" y2="{at:.1f}"/>')
        drawn.append(f'<text class="tick" x="{wall - 8}" y="{at + 4:.1f}" text-anchor="end">{said}</text>')
    middle = (LEFT + WIDTH - RIGHT) / 2
    name_x, name_y = escape(words.aim(across.aim)), escape(words.aim(up.aim))
    drawn.append(f'<text class="name" x="{middle:.0f}" y="{HEIGHT - 14}" text-anchor="middle">{name_x}</text>')
    drawn.append(f'<text class="name" x="{LEFT}" y="{TOP - 9}" text-anchor="middle">{name_y}</text>')
    return drawn


def _staircase(points: Sequence[Document], across: Axis, up: Axis) -> str:
    """Draw the limit of what is possible: from point to point, first along one side and then along the other."""
    corners = sorted((across.at(p["values"][across.aim["key"]]), up.at(p["values"][up.aim["key"]])) for p in points)
    path = f"M{corners[0][0]:.1f} {corners[0][1]:.1f}" + "".join(f"H{x:.1f}V{y:.1f}" for x, y in corners[1:])
    return f'<path class="stairs" d="{path}"/>'


def _point(words: FrontierWords, point: Document, across: Axis, up: Axis) -> str:
    """Draw a point with its number; the knee is a diamond."""
    x, y = across.at(point["values"][across.aim["key"]]), up.at(point["values"][up.aim["key"]])
    number, is_knee = point["number"], words.document["knee"] == point["number"]
    said = escape(words.say("point_first", number=number, values=words.values(point["values"])))
    mark = knee_mark(x, y) if is_knee else f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="{SIZE}"/>'
    return (
        f'<g><title>{said}</title>{mark}<text class="on" x="{x:.1f}" y="{y + 3.6:.1f}" text-anchor="middle">'
        f"{number}</text></g>"
    )


def knee_mark(x: float, y: float) -> str:
    """Draw the mark of the knee."""
    size = SIZE + 5
    return f'<path class="knee" d="M{x:.1f} {y - size:.1f}l{size} {size}l-{size} {size}l-{size} -{size}z"/>'


def present_mark(x: float, y: float) -> str:
    """Draw the mark of the present plan: a square with a cross."""
    size = SIZE - 1
    return (
        f'<path class="present" d="M{x - size:.1f} {y - size:.1f}h{2 * size}v{2 * size}h-{2 * size}z'
        f'm0 0l{2 * size} {2 * size}m0 -{2 * size}l-{2 * size} {2 * size}"/>'
    )


def _present(words: FrontierWords, present: Document, across: Axis, up: Axis) -> str:
    x, y = across.at(present["values"][across.aim["key"]]), up.at(present["values"][up.aim["key"]])
    return f"<g><title>{escape(words.present())}</title>{present_mark(x, y)}</g>"


def legend(words: FrontierWords) -> list[dict[str, str]]:
    """Return a sample and a label per mark of the picture."""
    size = 2 * SIZE + 12
    start, half = (
        f'<svg class="sample" width="{size}" height="{size}" viewBox="0 0 {size} {size}" aria-hidden="true">',
        size / 2,
    )
    marks = [(f'<circle class="dot" cx="{half}" cy="{half}" r="{SIZE}"/>', "legend_point")]
    if words.document["knee"]:
        marks.append((knee_mark(half, half), "legend_knee"))
    if words.document["present"]:
        source = {"plan": "legend_present"}.get(words.document["present"]["source"], "legend_reference")
        marks.append((present_mark(half, half), source))
    if len(words.aims) == 2:
        marks.append(
            (
                f'<path class="stairs" d="M0 {half}H{size}"/>',
                "legend_line_stopped" if words.is_stopped else "legend_line",
            )
        )
    return [{"sample": f"{start}{mark}</svg>", "label": words.say(code)} for mark, code in marks]
