"""The page of a comparison, `vergelijking.html`: self-contained, under the same strict content policy as the report."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from regietafel.outputs import comparison_grids as grids
from regietafel.outputs.comparison_drawing import draw_scatter, draw_strip, strip_scale
from regietafel.outputs.comparison_grids import Grid, Head
from regietafel.outputs.comparison_marks import Marks
from regietafel.outputs.comparison_pair_grids import pair_grids, ranking
from regietafel.outputs.comparison_words import ComparisonWords, Datum, rank_without, ranking_sentences
from regietafel.outputs.report_html import asset, environment, policy, say

FEW = 5
"""Plans beside each other whose amounts still fit in full."""
ITSELF = ("burden", "places", "persons", "number", "ratio")
"""Units of numbers that a page can sort by what it shows."""


def render_comparison(words: ComparisonWords, marks: Marks) -> str:
    """Return the page of a comparison as the text of one HTML file.

    Parameters
    ----------
    words : ComparisonWords
        The comparison in the language of the page.
    marks : Marks
        Those of the plans.
    """
    style, script = asset("rapport.css") + asset("vergelijking.css") + marks.on_every_sheet(), asset("rapport.js")
    about = {
        "lang": words.lang,
        "t": partial(say, words.lang),
        "style": style,
        "script": script,
        "policy": policy(style, script),
    }
    page = environment().get_template("vergelijking.html.j2")
    parts = {
        "marks": marks,
        "title": words.say("title", province=words.document["province"]),
        "subtitle": words.say("subtitle", count=len(words.letters), letters=list(words.letters)),
        "warnings": words.warnings(),
        "sections": _sections(words, marks),
    }
    return page.render(**about, **parts) + "\n"


def _sections(words: ComparisonWords, marks: Marks) -> list[dict[str, Any]]:
    """Return the sections that have something to say."""
    figures = [grids.figures(words, marks.cost_origin), grids.moments(words)]
    verdict = [*words.without_plan(marks.reasons), *words.same_plans(), *words.dominated()]
    found = words.document.get("ranking")
    ranked = [] if found is None else [ranking(words, found)]
    said = [] if found is None else [*ranking_sentences(words, found), *rank_without(words, found)]
    sections = [
        _section(words, "ranking", ranked, said),
        _section(words, "plans", [grids.plans(words)]),
        _section(words, "verdict", [], verdict, words.dominated_rule()) | {"picture": draw_scatter(words)},
        _section(words, "figures", figures),
        _section(words, "norms", [grids.norms(words)]),
        _section(words, "municipalities", [grids.burdens(words), *grids.places(words)], words.liked()),
        _section(words, "locations", list(grids.locations(words))),
        _section(words, "money", [grids.costs(words, marks.cost_origin), grids.grants(words)]),
        _section(words, "positions", [grids.positions(words, marks.demands)]),
        _section(words, "settings", [grids.settings(words)]),
        _section(words, "differences", []) | {"parts": _pairs(words)},
    ]
    return [section for section in sections if _has_something(section)]


def _has_something(section: dict[str, Any]) -> bool:
    """Whether a section has a table with rows, a sentence or a part; settings always say something."""
    tables = any(table["rows"] for table in section["tables"])
    return bool(tables or section["said"] or section["parts"] or section["id"] == "settings")


def _section(
    words: ComparisonWords, name: str, tables: Sequence[Grid], said: Sequence[str] = (), note: str = ""
) -> dict[str, Any]:
    shown = [_table(words, table) for table in tables]
    return {
        "id": name,
        "title": words.say(name),
        "said": said,
        "note": note,
        "tables": shown,
        "parts": [],
        "picture": "",
    }


def _pairs(words: ComparisonWords) -> list[dict[str, Any]]:
    """Return every pair of plans: what differs in sentences and in tables."""
    return [
        {
            "title": words.pair(item),
            "said": words.pair_summary(item),
            "tables": [_table(words, table) for table in pair_grids(words, item)],
        }
        for item in words.document["differences"]
    ]


def _table(words: ComparisonWords, grid: Grid) -> dict[str, Any]:
    """Return a table as the page draws it, its strips as a last column."""
    grid = grids.compact(words, grid) if len(words.letters) > FEW else grid
    heads, rows = list(grid.heads), []
    scale = strip_scale(grid.strips)
    for number, row in enumerate(grid.rows):
        cells = [_cell(words, item, head) for item, head in zip(row, grid.heads, strict=True)]
        if grid.origins and grid.origins[number]:
            cells[0] |= {"origin": grid.origins[number]}
        if grid.strips:
            drawing = draw_strip(grid.strips[number], scale)
            cells.append(_blank() | {"drawing": drawing})
        rows.append(cells)
    if grid.strips:
        heads.append(Head(words.say("col_strip"), drawn=True))
    table = {"title": grid.title, "heads": heads, "rows": rows, "note": grid.note, "folded": grid.folded}
    return table | {"mostly_numbers": 2 * sum(head.numeric for head in heads) > len(heads)}


def _blank() -> dict[str, Any]:
    return {"shown": "", "key": "", "numeric": False, "best": False, "drawing": "", "origin": ""}


def _cell(words: ComparisonWords, item: Datum, head: Head) -> dict[str, Any]:
    """Return a cell: what is shown, and what it is sorted by."""
    shown = words.written(item)
    by_itself = not isinstance(item.value, int | float) or item.unit in ITSELF
    key = shown if by_itself else f"{item.value:.10g}"
    return _blank() | {"shown": shown, "key": key, "numeric": head.numeric, "best": item.best}
