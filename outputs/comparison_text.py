"""A comparison and a ranking on the screen: plain text that fits its width."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from regietafel.outputs import comparison_grids as grids
from regietafel.outputs.comparison_grids import Grid
from regietafel.outputs.comparison_marks import Marks
from regietafel.outputs.comparison_pair_grids import ranking as ranking_grid
from regietafel.outputs.comparison_words import (
    ComparisonWords,
    Datum,
    rank_without,
    ranking_sentences,
    sentence_case,
)

SCREEN_FIGURES = (
    *("shortfall", "shortfall_asylum", "shortfall_special", "shortfall_ukraine", "shortfall_housing", "surplus"),
    *("minimax", "minimax_asylum", "deviation", "gini", "theil", "cost", "operation_per_year", "grants"),
    *("locations", "large_locations", "small_scale", "emergency", "positions_missed", "disturbance", "gap"),
)
"""What the screen shows of the key figures; the documents show all."""
MOST_TOWNS = 10
FIRST_COLUMN = 46
"""Widest first column [signs]."""
GAP = "  "


def comparison_text(words: ComparisonWords, marks: Marks, width: int, path: str = "") -> str:
    """Return a comparison as lines of text.

    Parameters
    ----------
    words : ComparisonWords
    marks : Marks
    width : int
        Signs on a line; a table with more columns than fit goes on below.
    path : str
        Where the documents are; empty when none were written.
    """
    return "\n".join(line.rstrip() for line in _lines(words, marks, width, path)) + "\n"


def _lines(words: ComparisonWords, marks: Marks, width: int, path: str) -> Iterator[str]:
    yield words.say("title", province=words.document["province"])
    yield marks.line
    for option in (*words.document["options"], words.document["previous"]):
        if option:
            name = sentence_case(words.plan(option["letter"]))
            yield f"{name}: {option['title']} · {words.status(option)} · {option['folder']}"
    yield from _titled(words.say("warnings"), words.warnings())
    yield from _table(words, _screen_figures(words), width)
    yield from _titled(
        words.say("verdict"),
        [*words.without_plan(marks.reasons), *words.same_plans(), *words.dominated(), *words.liked()],
    )
    yield from _burdens(words, width, path)
    counts = {
        group: sum(row["in"] == group for row in words.document["locations"]) for group in ("all", "some", "none")
    }
    yield ""
    yield words.say("screen_locations", **counts)
    settings = grids.settings(words)
    said = [(str(row[0].value), words.setting_groups([item.value for item in row[1:]])) for row in settings.rows]
    yield from _titled(settings.title, [f"{name}: {'; '.join(groups)}" for name, groups in said])
    yield from [] if settings.rows else ["", settings.note]
    for item in words.document["differences"]:
        if item["why"] != "first" or len(words.letters) == 2:
            yield from _titled(words.pair(item), words.pair_summary(item))


def _titled(title: str, sentences: Sequence[str]) -> Iterator[str]:
    if sentences:
        yield from ("", title, *(f"- {said}" for said in sentences))


def _screen_figures(words: ComparisonWords) -> Grid:
    """Return the figures that the screen shows: those that are not nothing everywhere."""
    whole = grids.figures(words, "")
    shown = [
        cells
        for cells, row in zip(whole.rows, words.document["figures"], strict=True)
        if row["name"] in SCREEN_FIGURES and any(row["values"])
    ]
    return Grid(name=whole.name, title=f"{whole.title} (* {words.say('star')})", heads=whole.heads, rows=shown)


def _burdens(words: ComparisonWords, width: int, path: str) -> Iterator[str]:
    """Show the municipalities whose burdens lie farthest apart."""
    whole = grids.burdens(words)
    pairs = zip(whole.rows, words.document["municipalities"], strict=True)
    ranked = sorted(pairs, key=lambda pair: -(pair[1]["ratio_spread"] or 0.0))
    shown = [cells for cells, row in ranked if row["ratio_spread"]][:MOST_TOWNS]
    if shown:
        title = words.say("screen_burdens")
        yield from _table(words, Grid(name="burdens", title=title, heads=whole.heads, rows=shown), width)
        yield from [words.say("screen_more", path=path)] if path and len(shown) < len(whole.rows) else []


def _table(words: ComparisonWords, grid: Grid, width: int) -> Iterator[str]:
    """Write a table; columns that do not fit come below, under the same first column."""
    grid = grids.compact(words, grid)
    yield from ("", grid.title)
    rows = [[head.label for head in grid.heads], *([_cell(words, item) for item in row] for row in grid.rows)]
    first = [_cut(row[0], FIRST_COLUMN) for row in rows]
    lead = max(map(len, first))
    widths = [min(max(len(row[column]) for row in rows), width - lead - 2) for column in range(1, len(grid.heads))]
    for block in _blocks(widths, width - lead):
        for number, row in enumerate(rows):
            cells = [_aligned(row[c + 1], widths[c], grid.heads[c + 1].numeric) for c in block]
            yield GAP.join([first[number].ljust(lead), *cells])


def _blocks(widths: Sequence[int], room: int) -> list[list[int]]:
    """Divide columns over as few blocks as fit."""
    blocks: list[list[int]] = [[]]
    for column, width in enumerate(widths):
        used = sum(widths[other] + len(GAP) for other in blocks[-1])
        if blocks[-1] and used + width + len(GAP) > room:
            blocks.append([])
        blocks[-1].append(column)
    return blocks


def _aligned(shown: str, width: int, numeric: bool) -> str:
    cut = _cut(shown, width)
    return cut.rjust(width) if numeric else cut.ljust(width)


def _cut(shown: str, width: int) -> str:
    return shown if len(shown) <= width else f"{shown[: max(1, width - 2)]}.."


def _cell(words: ComparisonWords, item: Datum) -> str:
    """Write a cell on one line; a star before the best of a row."""
    return ("*" if item.best else "") + " ".join(words.written(item).replace("\u00a0", " ").split())


def ranking_text(words: ComparisonWords, ranking: Mapping[str, Any], width: int) -> str:
    """Return a ranking as lines of text.

    Parameters
    ----------
    words : ComparisonWords
        For the words alone.
    ranking : mapping
        As `ranking_document` gives it.
    width : int
        Signs on a line.
    """
    lines = ranking_sentences(words, ranking)
    if ranking["rows"]:
        lines += list(_table(words, ranking_grid(words, ranking), width))
    title, *said = rank_without(words, ranking) or [""]
    lines += _titled(title, said)
    return "\n".join(line.rstrip() for line in lines) + "\n\n"
