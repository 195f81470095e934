"""The pictures of a comparison as inline SVG without style attributes: cost against burden, a strip per town."""

import math
from collections.abc import Sequence
from html import escape

from regietafel.outputs.comparison_words import ComparisonWords, Datum

WIDTH, HEIGHT = 720, 400
LEFT, RIGHT, TOP, BOTTOM = 120, 30, 30, 58
TICKS = 5
SIZE = 6
LETTER = 16
"""Room that a letter takes beside its dot."""
BESIDE = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (-1, -1), (1, 1), (-1, 1), (2, 0), (-2, 0), (0, -2), (0, 2))
"""Where a letter may stand, the first that is free."""
LEAST_BURDEN, LEAST_COST = 0.02, 0.005
"""How wide the picture is at least: of the burden, and as a part of the cost."""
LENGTH = 170
STRIP_HEIGHT = 16
LEAST_SCALE = 1.2


def draw_scatter(words: ComparisonWords) -> str:
    """Draw cost against the highest burden of every plan that has both; empty with fewer than two."""
    values = {row["name"]: row["values"] for row in words.document["figures"]}
    pairs = zip(words.letters, values.get("minimax", []), values.get("cost", []), strict=False)
    points = [(letter, burden, cost) for letter, burden, cost in pairs if burden is not None and cost is not None]
    if len(points) < 2:
        return ""
    costs = [point[2] for point in points]
    across = _side([point[1] for point in points], LEFT, WIDTH - RIGHT, LEAST_BURDEN)
    up = _side(costs, HEIGHT - BOTTOM, TOP, LEAST_COST * max(costs))
    said = [
        words.say(
            "picture_point",
            plan=words.plan(letter),
            burden=words.written(Datum(burden, "ratio")),
            cost=words.written(Datum(cost, "euro")),
        )
        for letter, burden, cost in points
    ]
    label = words.say("picture_label", count=len(points), points="; ".join(said))
    drawn = [*_frame(words, across, up)]
    dots = [(across.at(burden), up.at(cost)) for _, burden, cost in points]
    letters = _beside(dots)
    for (letter, *_), title, (x, y), (left, top) in zip(points, said, dots, letters, strict=True):
        drawn.append(
            f'<g><title>{escape(title)}</title><circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="{SIZE}"/>'
            f'<text class="letter" x="{left:.1f}" y="{top + 5:.1f}" text-anchor="middle">{letter}</text></g>'
        )
    return (
        f'<svg class="tradeoff" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"><title>{escape(label)}</title>'
        f"{''.join(drawn)}</svg>"
    )


def _beside(dots: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return where the letter of each dot stands: beside it, not on another dot or letter."""
    taken = list(dots)
    found = []
    for x, y in dots:
        places = [(x + LETTER * right, y + LETTER * down) for right, down in BESIDE]
        free = [at for at in places if all(math.dist(at, other) >= LETTER - 2 for other in taken)]
        found.append((free or places)[0])
        taken.append(found[-1])
    return found


class _Side:
    """A side of the picture: from which value to which, and where that lies."""

    def __init__(self, low: float, high: float, start: float, end: float) -> None:
        self.low, self.high, self.start, self.end = low, high, start, end

    def at(self, value: float) -> float:
        """Return where a value lies."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    @property
    def ticks(self) -> list[float]:
        """Round values along the side."""
        size = (self.high - self.low) / TICKS
        power = 10.0 ** math.floor(math.log10(size))
        step = next(power * times for times in (1, 2, 5, 10) if power * times >= size * 0.999)
        first = math.ceil(self.low / step - 1e-9)
        return [round(i * step, 9) for i in range(first, math.floor(self.high / step + 1e-9) + 1)]


def _side(values: Sequence[float], start: float, end: float, least: float) -> _Side:
    """Return a side with room around the values, and at least so wide that a small difference looks small."""
    low, high = min(values), max(values)
    room = max(0.1 * (high - low), (least - (high - low)) / 2, 1e-3)
    return _Side(low - room, high + room, start, end)


def _frame(words: ComparisonWords, across: _Side, up: _Side) -> list[str]:
    """Draw both sides with round values and their names."""
    floor = HEIGHT - BOTTOM
    drawn = [f'<path class="side" d="M{LEFT} {TOP}V{floor}H{WIDTH - RIGHT}"/>']
    for value, said in zip(across.ticks, _told(words, across, "burden"), strict=True):
        at = across.at(value)
        drawn.append(f'<line class="grid" x1="{at:.1f}" x2="{at:.1f}" y1="{TOP}" y2="{floor}"/>')
        drawn.append(f'<text class="tick" x="{at:.1f}" y="{floor + 20}" text-anchor="middle">{said}</text>')
    for value, said in zip(up.ticks, _told(words, up, "euro"), strict=True):
        at = up.at(value)
        drawn.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{at:.1f}" y2="{at:.1f}"/>')
        drawn.append(f'<text class="tick" x="{LEFT - 8}" y="{at + 4:.1f}" text-anchor="end">{said}</text>')
    middle, below = (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 12
    names = [escape(words.aim(name)) for name in ("minimax", "cost")]
    drawn.append(f'<text class="name" x="{middle:.0f}" y="{below}" text-anchor="middle">{names[0]}</text>')
    drawn.append(f'<text class="name" x="{LEFT}" y="{TOP - 12}" text-anchor="middle">{names[1]}</text>')
    return drawn


def _told(words: ComparisonWords, side: _Side, unit: str) -> list[str]:
    """Write the round values along a side, no two of them the same."""
    return [escape(said) for said in words.told_apart([Datum(value, unit) for value in side.ticks])]


def strip_scale(strips: Sequence[Sequence[float | None]]) -> float:
    """Return the burden at which a strip is full: the largest of all, and at least 1.2."""
    return max([LEAST_SCALE, *(value for strip in strips for value in strip if value is not None)])


def draw_strip(values: Sequence[float | None], scale: float) -> str:
    """Draw the burdens of one municipality: a notch per plan on one line, and the line at 1."""
    known = [value for value in values if value is not None]
    if not known:
        return ""
    x = [value / scale * LENGTH for value in known]
    one, middle = LENGTH / scale, STRIP_HEIGHT / 2
    notches = "".join(f'<path class="notch" d="M{at:.1f} 3v10"/>' for at in sorted(set(x)))
    return (
        f'<svg class="apart" viewBox="0 0 {LENGTH} {STRIP_HEIGHT}" aria-hidden="true">'
        f'<path class="grid" d="M0 {middle:.0f}H{LENGTH}"/><path class="one" d="M{one:.1f} 0V{STRIP_HEIGHT}"/>'
        f'<path class="reach" d="M{min(x):.1f} {middle:.0f}H{max(x):.1f}"/>{notches}</svg>'
    )
