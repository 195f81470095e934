"""How wide the columns of a printed table are: no word broken, numbers narrow, the rest for who has most to say."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from math import sqrt

from regietafel.outputs.report_blocks import Table

# Widths of the letters of Arial and its look-alikes, in thousandths of the size of the letter.
SIGNS = {
    **dict.fromkeys("ijl", 222),
    **dict.fromkeys("ft ,.:;/I![]|\u00a0\u00b7", 278),
    **dict.fromkeys("r()-\u2011", 333),
    **dict.fromkeys("ckvxyszJ", 500),
    **dict.fromkeys("+<=>\u25b2\u25bd", 800),
    **dict.fromkeys("ABEKPSVXY&", 667),
    **dict.fromkeys("CDHNRUw", 722),
    **dict.fromkeys("GOQ", 778),
    **dict.fromkeys("mM", 833),
    **dict.fromkeys("W%", 944),
    **dict.fromkeys("FTZ", 611),
}
OTHER, BROAD = 556, 1000
BROAD_FROM = 0x2E80
"""From this sign on writing is as wide as it is high."""
BOLD, SLACK = 1.13, 1.03
TWIPS_PER_POINT = 20
NORMAL = 8.0
SIZES = ((NORMAL, 0.88), (7.0, 0.94), (6.5, 1.0))
"""Sizes of the letter [points] that are tried, and how full the longest words may make the page in each."""
HEADER = 0.55
"""A label of a column takes at most two lines, so about half of it fits on one."""
MARGINS = 2 * 60 + 10
LONGEST_WORD = 3000
BREAKS = re.compile(r"[ \n\t/]+|(?<=[^\W\d])-(?=[^\W\d])")


@dataclass(frozen=True)
class Fit:
    """Width of each column [twips], and the size of the letter in half points when it is not that of the style."""

    widths: tuple[int, ...]
    half_points: int = 0


STRETCHED, NARROWEST = 1.5, 0.5
"""How far a small table is stretched, and the part of the page that it takes at least: a row must stay one line to
the eye."""


def fit_columns(table: Table, width: int) -> Fit:
    """Give each column its width so that together they fill a page.

    Parameters
    ----------
    table : Table
        A table with at least one column.
    width : int
        Width of the text [twips].

    Returns
    -------
    Fit
        With a smaller letter when the longest words do not fit beside each other.
    """
    for points, full in SIZES:
        needs = [_need(table, n, points) for n in range(len(table.columns))]
        if sum(need.least for need in needs) <= full * width:
            return Fit(_shared(needs, width), 0 if points == NORMAL else round(2 * points))
    total = sum(need.least for need in needs)
    return Fit(_exactly([need.least * width / total for need in needs], width), round(2 * SIZES[-1][0]))


@dataclass(frozen=True)
class Need:
    """What a column needs [twips]: for its longest word, for its longest cell, and for what is usual in it."""

    least: float
    whole: float
    usual: float


def _need(table: Table, n: int, points: float) -> Need:
    """Return what a column needs; its header is bold, and a sum may be."""
    column, scale = table.columns[n], points * TWIPS_PER_POINT
    cells = [row[n] for row in table.rows]
    lines = {line for cell in cells for line in cell.split("\n")}
    word = max((_ems(word) for line in lines for word in BREAKS.split(line)), default=0.0) * SLACK
    head = max(HEADER * _ems(column.label), *(_ems(word) for word in BREAKS.split(column.label))) * BOLD
    least = min(LONGEST_WORD, max(word, head) * scale + MARGINS)
    longest = max((_ems(line) for line in {*lines, column.label}), default=0.0) * BOLD
    lengths = [_ems(cell) for cell in cells] or [0.0]
    usual = sqrt(max(lengths) * sum(lengths) / len(lengths))
    return Need(least, max(least, longest * scale + MARGINS), max(least, usual * scale + MARGINS))


def _ems(words: str) -> float:
    """Return how wide words are, in sizes of the letter."""
    return sum(_em(sign) for sign in words)


@cache
def _em(sign: str) -> float:
    bare = unicodedata.normalize("NFD", sign)[:1]
    return SIGNS.get(bare, BROAD if ord(sign) >= BROAD_FROM else OTHER) / 1000


def _shared(needs: list[Need], width: int) -> tuple[int, ...]:
    """Give each column what it needs, and share what is left: who has most to say gets most."""
    whole = sum(need.whole for need in needs)
    if whole <= width:
        wide = max(min(width, round(whole * STRETCHED)), round(width * NARROWEST))
        return _exactly([need.whole * wide / whole for need in needs], wide)
    free = width - sum(need.least for need in needs)
    more = [min(need.usual, need.whole) - need.least for need in needs]
    if sum(more) <= 0:
        return _exactly([need.least + free / len(needs) for need in needs], width)
    return _exactly([need.least + free * extra / sum(more) for need, extra in zip(needs, more, strict=True)], width)


def _exactly(widths: list[float], width: int) -> tuple[int, ...]:
    """Round widths so that they fill the page exactly; the last column takes what rounding leaves."""
    rounded = [int(wide) for wide in widths]
    return (*rounded[:-1], width - sum(rounded[:-1]))
