"""What pictures have in common: a sheet with title, legend and marks, its colours and patterns, rows of bars."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from regietafel.outputs import report_summary
from regietafel.outputs.report_view import View

WIDTH = 760
EDGE = 14
FONT = '"Segoe UI","Noto Sans","Liberation Sans",Arial,sans-serif'
INK, SOFT, LINE = "#16202c", "#54606e", "#d5dbe2"
NAMES, ROW, BAR = 196, 17, 12
"""Width of the column of names, height of a row, thickness of its bar."""
LONGEST_NAME = 30
FOOT_SIGNS = 122
"""Signs of a mark that fit on a line."""
STREAM_FILLS = {
    "regular": ("#17406d", ""),
    "special": ("#8fbbe3", '<circle cx="2" cy="2" r="1" fill="#17406d"/><circle cx="5" cy="5" r="1" fill="#17406d"/>'),
    "ukraine": ("#f0c674", '<path d="M-1 6L6-1M1 8L8 1" stroke="#6b4a05" stroke-width="1.2"/>'),
    "status_holder": ("#c3cad1", '<path d="M0 3.5H7" stroke="#3f4a55" stroke-width="1.4"/>'),
}
STATUS_FILLS = {
    "existing": ("#17406d", ""),
    "decided": ("#5b93c9", ""),
    "intended": ("#cfe2f3", '<path d="M-1 6L6-1M1 8L8 1" stroke="#17406d" stroke-width="1.2"/>'),
    "explored": ("#ffffff", '<circle cx="3.5" cy="3.5" r="1.1" fill="#17406d"/>'),
}


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What stands on a picture of its own.

    Parameters
    ----------
    name : str
        File name without suffix; it also keeps the ids of two pictures apart.
    title : str
        Heading.
    alternative : str
        What it shows, for who does not see it.
    height : float
        Height of the body [units of the drawing]; it is as wide as the sheet.
    body : str
        The drawing itself, from 0 downwards.
    legend : sequence of (str, str)
        Sample of 18 by 18 units, and what it means; a heading has no sample.
    style : str
        Style sheet of the body, if it has classes.
    """

    name: str
    title: str
    alternative: str
    height: float
    body: str
    legend: Sequence[tuple[str, str]] = ()
    style: str = ""


def drawn(view: View, sheet: Sheet) -> str:
    """Return a sheet as a complete SVG document: title, legend, body, and at its foot origin and marks of the plan.

    A picture that is copied out of its document keeps its marks.
    """
    legend, below = _legend(sheet.legend, EDGE + 34.0)
    marks = [*_lines(view.say("picture.origin")), *_lines(_marks(view))]
    foot = below + sheet.height + 12
    height = foot + 15 * len(marks) + 4
    style = f"<style>{sheet.style}</style>" if sheet.style else ""
    feet = "".join(
        f'<text x="{EDGE}" y="{foot + 12 + 15 * n:.0f}" font-size="11" fill="{SOFT}">{escape(line)}</text>'
        for n, line in enumerate(marks)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height:.0f}" '
        f'viewBox="0 0 {WIDTH} {height:.0f}" role="img" font-family=\'{FONT}\' font-size="12" '
        f'aria-labelledby="{sheet.name}-title {sheet.name}-about">'
        f'<title id="{sheet.name}-title">{escape(sheet.title)}</title>'
        f'<desc id="{sheet.name}-about">{escape(sheet.alternative)}</desc>{style}'
        f'<rect width="{WIDTH}" height="{height:.0f}" fill="#ffffff"/>'
        f'<text x="{EDGE}" y="{EDGE + 14}" font-size="16" font-weight="bold" fill="{INK}">{escape(sheet.title)}</text>'
        f'{legend}<g transform="translate(0 {below:.0f})">{sheet.body}</g>'
        f'<path d="M{EDGE} {foot:.0f}H{WIDTH - EDGE}" stroke="{LINE}"/>{feet}</svg>'
    )


def patterns(prefix: str, fills: dict[str, tuple[str, str]]) -> str:
    """Return the fills of classes as patterns ``<prefix>-<class>``: a colour and what lies over it."""
    return "<defs>" + "".join(
        f'<pattern id="{prefix}-{name}" width="7" height="7" patternUnits="userSpaceOnUse">'
        f'<rect width="7" height="7" fill="{colour}"/>{over}</pattern>'
        for name, (colour, over) in fills.items()
    ) + "</defs>"  # fmt: skip


def swatch(prefix: str, name: str) -> str:
    """Return the sample of a fill for a legend."""
    return f'<rect x="1" y="3" width="16" height="12" fill="url(#{prefix}-{name})" stroke="{INK}" stroke-width=".7"/>'


def words_at(x: float, y: float, words: str, about: str = "") -> str:
    """Write words at a point."""
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{INK}"{f" {about}" if about else ""}>{escape(words)}</text>'


def name_at(y: float, name: str) -> str:
    """Write the name of a row, right before its bar; a very long one is cut, as tables have it whole."""
    short = name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip() + "…"
    return words_at(EDGE + NAMES - 8, y + BAR - 2, short, 'text-anchor="end"')


def upright(x: float, top: float, bottom: float, about: str) -> str:
    """Draw an upright line."""
    return f'<path d="M{x:.1f} {top:.1f}V{bottom:.1f}" {about}/>'


def _marks(view: View) -> str:
    """Return what every page says about the standing of a plan."""
    head: dict[str, Any] = report_summary.head(view)
    parts = [*head["marks"], *head["facts"], *([head["illustration"]] if head["illustration"] else [])]
    return " · ".join([f"{view.document['case']['province']}, {head['subtitle']}", *parts])


def _lines(words: str) -> list[str]:
    """Break words into lines of a sheet."""
    lines = [""]
    for word in words.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > FOOT_SIGNS:
            lines.append("")
        lines[-1] += f" {word}" if lines[-1] else word
    return lines


def _legend(items: Sequence[tuple[str, str]], top: float) -> tuple[str, float]:
    """Draw samples with their meaning in rows, a heading without sample on a new one; say where the next begins."""
    if not items:
        return "", top - 4
    parts, x, y = [], float(EDGE), top
    for sample, meaning in items:
        wide = 40 + 6.6 * len(meaning) if sample else 16 + 6.2 * len(meaning)
        if x > EDGE and (not sample or x + wide > WIDTH - EDGE):
            x, y = float(EDGE), y + 22
        drawn = f'<g transform="translate({x:.0f} {y - 6:.0f})">{sample}</g>' if sample else ""
        parts.append(drawn + words_at(x + 24 if sample else x, y + 7, meaning))
        x += wide
    return "".join(parts), y + 24
