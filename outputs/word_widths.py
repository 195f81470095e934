"""How wide the columns of a printed table are: no word broken, numbers narrow, the rest for who has most to say."""

import re
from dataclasses import dataclass

from regietafel.outputs.report_blocks import Table

# Widths of letters as a part of the size of the letter, for an ordinary letter without serifs; a little on the wide side.
NARROW, WIDE, CAPITAL, DIGIT, OTHER = 0.30, 0.86, 0.66, 0.53, 0.54
NARROW_SIGNS, WIDE_SIGNS = frozenset("ijlftrI.,:;'|!()-· \u00a0"), frozenset("mwMW%—")
TWIPS_PER_POINT = 20
NORMAL, SMALL = 8.5, 7.0
MARGINS = 2 * 70
LONGEST_WORD, LONGEST_CELL = 3000, 5200
BREAKS = re.compile(r"[\s/-]+")


@dataclass(frozen=True)
class Fit:
    """Width of each column [twips], and the size of the letter in half points when it is not that of the style."""

    widths: tuple[int, ...]
    half_points: int = 0


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
    for points in (NORMAL, SMALL):
        least, wished = _needs(table, points)
        if sum(least) <= width:
            return Fit(_shared(least, wished, width), 0 if points == NORMAL else round(2 * points))
    return Fit(_exactly([wide * width / sum(least) for wide in least], width), round(2 * SMALL))


def _needs(table: Table, points: float) -> tuple[list[float], list[float]]:
    """Return per column the least width, for its longest word, and the wished one, for its longest cell [twips]."""
    least, wished = [], []
    for n, column in enumerate(table.columns):
        cells = {column.label, *(line for row in table.rows for line in row[n].split("\n"))}
        scale = points * TWIPS_PER_POINT
        # The header is bold; a total may be.
        words = (
            {word for cell in cells for word in BREAKS.split(cell)} if not column.numeric else cells - {column.label}
        )
        longest = max((_ems(word) for word in words), default=0.0)
        head = max((_ems(word) for word in BREAKS.split(column.label)), default=0.0) * 1.08
        least.append(min(LONGEST_WORD, max(longest, head) * scale + MARGINS))
        whole = max((_ems(cell) for cell in cells), default=0.0) * scale + MARGINS
        wished.append(max(least[-1], min(LONGEST_CELL, whole)))
    return least, wished


def _ems(words: str) -> float:
    """Return how wide words are, in sizes of the letter."""
    return sum(_em(sign) for sign in words)


def _em(sign: str) -> float:
    if sign in NARROW_SIGNS:
        return NARROW
    if sign.isdigit():
        return DIGIT
    return WIDE if sign in WIDE_SIGNS or ord(sign) > 0x2E80 else CAPITAL if sign.isupper() else OTHER


def _shared(least: list[float], wished: list[float], width: int) -> tuple[int, ...]:
    """Give each column what it needs, and share what is left by what they wish for."""
    free = width - sum(least)
    more = [wish - need for wish, need in zip(wished, least, strict=True)]
    if sum(more) > free:
        return _exactly([need + free * extra / sum(more) for need, extra in zip(least, more, strict=True)], width)
    return _exactly([wish * width / sum(wished) for wish in wished], width)


def _exactly(widths: list[float], width: int) -> tuple[int, ...]:
    """Round widths so that they fill the page exactly; the last column takes what rounding leaves."""
    rounded = [int(wide) for wide in widths]
    return (*rounded[:-1], width - sum(rounded[:-1]))
