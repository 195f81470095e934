"""`vergelijking.xlsx`: every table of a comparison on its own sheet, with filters, data bars and two charts.

The same comparison gives the same bytes. No cell is ever a formula: everything is written as text or as a number.
"""

import io
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from regietafel.outputs import comparison_grids as grids
from regietafel.outputs.comparison_grids import Grid, Head
from regietafel.outputs.comparison_marks import Marks
from regietafel.outputs.comparison_pair_grids import difference_grids, ranking
from regietafel.outputs.comparison_words import ComparisonWords, Datum

FIXED_TIME: Final = datetime(2000, 1, 1)
MARK: Final = "regietafel.comparison/1"
LONGEST_CELL: Final = 32_767
LONGEST_SHEET: Final = 31
LINE_HEIGHT: Final = 15.0
NUMBERS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("places", "persons", "locations", "municipalities", "positions", "weight"), "#,##0"),
    "euro": '"€" #,##0',
    "ratio": "0.000",
    "burden": "0.00",
    "number": "0.0000",
    "share": "0.00%",
}
HEAD_ROW: Final = 3
"""Row of the headers, from 0: above it the title, the marks and a remark."""
WIDEST, NARROWEST = 46, 9


@dataclass(frozen=True)
class Look:
    """The book and the looks of its cells."""

    book: xlsxwriter.Workbook
    formats: Mapping[str, Format]


def comparison_workbook(words: ComparisonWords, marks: Marks) -> bytes:
    """Return a comparison as the bytes of a workbook.

    Parameters
    ----------
    words : ComparisonWords
        The comparison in the language of the workbook.
    marks : Marks
        Those of the plans.
    """
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    title = words.say("title", province=words.document["province"])
    book.set_properties({"title": title, "subject": MARK, "author": "regietafel", "created": FIXED_TIME})
    look = Look(book, _formats(book))
    _write_summary(look, words, marks, title)
    for number, grid in enumerate(_grids(words, marks), start=1):
        if grid.rows:
            _write_grid(look, grid, (words, marks), number)
    _write_charts(look, words, marks)
    book.close()
    return content.getvalue()


def _grids(words: ComparisonWords, marks: Marks) -> Iterator[Grid]:
    """Yield every table in the order of the sheets."""
    if words.document.get("ranking"):
        yield ranking(words, words.document["ranking"])
    yield grids.figures(words, marks.cost_origin)
    yield grids.moments(words)
    yield grids.norms(words)
    yield grids.burdens(words)
    yield from grids.places(words)
    yield grids.placements(words)
    yield grids.costs(words, marks.cost_origin)
    yield grids.grants(words)
    yield grids.all_locations(words)
    yield grids.positions(words, marks.demands)
    yield grids.settings(words)
    yield from difference_grids(words)


def _formats(book: xlsxwriter.Workbook) -> dict[str, Format]:
    """Make the looks of cells by name; of a number by its unit, bold with ``best``."""
    cell: dict[str, Any] = {"valign": "top", "border": 1, "border_color": "#D5DBE2"}
    looks: dict[str, dict[str, Any]] = {
        "title": {"bold": True, "font_size": 14, "font_color": "#17406D"},
        "mark": {"bold": True, "font_color": "#A3281F"},
        "plain": {"text_wrap": True, "valign": "top"},
        "note": {"italic": True, "font_color": "#54606E", "text_wrap": True, "valign": "top"},
        "head": {**cell, "bold": True, "bg_color": "#17406D", "font_color": "#FFFFFF", "text_wrap": True, "indent": 1},
        "head number": {**cell, "bold": True, "bg_color": "#17406D", "font_color": "#FFFFFF", "align": "right"},
        "text": {**cell, "text_wrap": True, "indent": 1},
        "unknown": {**cell, "align": "right", "font_color": "#54606E"},
    }
    for unit, pattern in NUMBERS.items():
        looks[unit] = {**cell, "num_format": pattern}
        looks[f"{unit} best"] = {**looks[unit], "bold": True, "bg_color": "#E4F2EA"}
    return {name: book.add_format(look) for name, look in looks.items()}


def _write_summary(look: Look, words: ComparisonWords, marks: Marks, title: str) -> None:
    """Write the first sheet: marks, the plans, what to mind and what stands out."""
    sheet = look.book.add_worksheet(words.say("sheet_summary"))
    table = grids.plans(words)
    widths = [13, 46, 26, 30, 10, 40]
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    _say(sheet, 0, 0, title, look.formats["title"])
    _say(sheet, 1, 0, marks.line, look.formats["mark"])
    for column, head in enumerate(table.heads):
        _say(sheet, HEAD_ROW, column, head.label, look.formats["head"])
    for number, row in enumerate(table.rows, start=HEAD_ROW + 1):
        for column, item in enumerate(row):
            _say(sheet, number, column, words.written(item), look.formats["text"])
        _fit(sheet, number, [words.written(item) for item in row], widths)
    at = HEAD_ROW + len(table.rows) + 2
    parts = [
        (words.say("warnings"), words.warnings()),
        (
            words.say("verdict"),
            [*words.without_plan(marks.reasons), *words.same_plans(), *words.dominated(), words.dominated_rule()],
        ),
        (words.say("liked_title"), words.liked()),
    ]
    for name, sentences in parts:
        at = _write_part(look, sheet, at, name, sentences)
    _on_paper(sheet, marks, title)


def _write_part(look: Look, sheet: Worksheet, row: int, name: str, sentences: Sequence[str]) -> int:
    """Write sentences under a title over the width of the sheet; return the next free row."""
    if not sentences:
        return row
    _say(sheet, row, 0, name, look.formats["title"])
    for number, said in enumerate(sentences, start=row + 1):
        sheet.merge_range(number, 0, number, 5, "", look.formats["plain"])
        _say(sheet, number, 0, said, look.formats["plain"])
        sheet.set_row(number, LINE_HEIGHT * max(1, len(textwrap.wrap(said, 150))) + 1)
    return row + len(sentences) + 2


def _write_charts(look: Look, words: ComparisonWords, marks: Marks) -> None:
    """Draw cost and the highest burden per plan, from the sheet with key figures; nothing without plans."""
    if not words.document["figures"]:
        return
    sheet = look.book.add_worksheet(words.say("sheet_charts"))
    _say(sheet, 0, 0, words.say("charts"), look.formats["title"])
    _say(sheet, 1, 0, marks.line, look.formats["mark"])
    _on_paper(sheet, marks, words.say("charts"))
    sheet.fit_to_pages(1, 1)
    names = [line["name"] for line in words.document["figures"]]
    source, count = _sheet_name(words, "figures"), len(words.letters)
    for number, name in enumerate(name for name in ("cost", "minimax") if name in names):
        at, values = HEAD_ROW + 1 + names.index(name), words.document["figures"][names.index(name)]
        chart = look.book.add_chart({"type": "column"})
        chart.add_series(
            {
                "name": words.figure(name),
                "categories": [source, HEAD_ROW, 1, HEAD_ROW, count],
                "values": [source, at, 1, at, count],
                "fill": {"color": "#2F6FAE"},
                "gap": 80,
            }
        )
        chart.set_title({"name": words.figure(name), "name_font": {"size": 12}, "overlay": False})
        chart.set_legend({"none": True})
        chart.set_y_axis({"num_format": NUMBERS[values["unit"]], "major_gridlines": {"visible": True}})
        chart.set_size({"width": 760, "height": 300})
        said = [
            f"{words.plan(letter)} {words.written(Datum(value, values['unit']))}"
            for letter, value in zip(words.letters, values["values"], strict=True)
        ]
        alternative = f"{words.figure(name)}: {'; '.join(said)}"
        options = {"description": alternative, "x_offset": 5, "y_offset": 5 + number * 320}
        sheet.insert_chart(HEAD_ROW, 0, chart, options)


def _write_grid(look: Look, grid: Grid, about: tuple[ComparisonWords, Marks], number: int) -> None:
    """Write a table on its own sheet."""
    words, marks = about
    sheet = look.book.add_worksheet(_sheet_name(words, grid.name))
    _say(sheet, 0, 0, grid.title, look.formats["title"])
    _say(sheet, 1, 0, marks.line, look.formats["mark"])
    heads = [*grid.heads, *([Head(words.say("col_origin"))] if any(grid.origins) else [])]
    rows = [list(row) for row in grid.rows]
    if any(grid.origins):
        for row, origin in zip(rows, grid.origins, strict=True):
            row.append(Datum(words.origin(origin)))
    widths = _widths(words, heads, rows)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    _write_note(look, sheet, grid.note, widths)
    for at, row in enumerate(rows, start=HEAD_ROW + 1):
        for column, item in enumerate(row):
            _write_cell(look, sheet, (at, column), item)
        _fit(sheet, at, [str(item.value) if isinstance(item.value, str) else "" for item in row], widths)
    _as_table(look, sheet, heads, len(rows), number)
    _data_bars(sheet, grid)
    sheet.freeze_panes(HEAD_ROW + 1, 1)
    _on_paper(sheet, marks, grid.title)
    sheet.repeat_rows(HEAD_ROW)


def _write_note(look: Look, sheet: Worksheet, note: str, widths: Sequence[int]) -> None:
    """Write a remark over the width of the table, in as many lines as it needs."""
    if note and len(widths) > 1:
        sheet.merge_range(2, 0, 2, len(widths) - 1, "", look.formats["note"])
    _say(sheet, 2, 0, note, look.formats["note"])
    sheet.set_row(2, LINE_HEIGHT * max(1, len(textwrap.wrap(note, max(20, int(sum(widths) * 0.9))))) + 1)


def _as_table(look: Look, sheet: Worksheet, heads: Sequence[Head], count: int, number: int) -> None:
    """Make rows that are written a named table with filters; heads of a table differ, so equal ones get a number."""
    labels: list[str] = []
    for head in heads:
        same = sum(label == head.label or label.startswith(f"{head.label} (") for label in labels)
        labels.append(f"{head.label} ({same + 1})" if same else head.label)
    columns = [
        {"header": label[:255], "header_format": look.formats["head number" if head.numeric else "head"]}
        for label, head in zip(labels, heads, strict=True)
    ]
    about = {"name": f"tabel_{number}", "columns": columns, "style": None, "autofilter": True}
    sheet.add_table(HEAD_ROW, 0, HEAD_ROW + count, len(heads) - 1, about)


def _data_bars(sheet: Worksheet, grid: Grid) -> None:
    """Show how far plans lie apart as a bar in the column with the spread."""
    for column, head in enumerate(grid.heads):
        if head.kind == grids.SPREAD:
            bar = {"type": "data_bar", "bar_color": "#9DC3E6", "bar_solid": True, "min_type": "num", "min_value": 0}
            sheet.conditional_format(HEAD_ROW + 1, column, HEAD_ROW + len(grid.rows), column, bar)


def _write_cell(look: Look, sheet: Worksheet, at: tuple[int, int], item: Datum) -> None:
    """Write a cell: a number as a number, words as words, and a dash where nothing is known."""
    if item.value is None:
        _say(sheet, *at, "–", look.formats["unknown"])
    elif isinstance(item.value, str):
        _say(sheet, *at, item.value, look.formats["text"])
    else:
        sheet.write_number(*at, item.value, look.formats[f"{item.unit} best" if item.best else item.unit])


def _say(sheet: Worksheet, row: int, column: int, said: str, look: Format) -> None:
    """Write text as text, whatever it starts with."""
    sheet.write_string(row, column, said[:LONGEST_CELL], look)


def _widths(words: ComparisonWords, heads: Sequence[Head], rows: Sequence[Sequence[Datum]]) -> list[int]:
    """Return how wide each column is: its longest cell, within reason [signs]."""
    found = []
    for column, head in enumerate(heads):
        longest = max([len(head.label) + 4, *(len(words.written(row[column])) + 2 for row in rows)])
        found.append(max(NARROWEST, min(WIDEST, longest + (4 if head.numeric else 0))))
    return found


def _fit(sheet: Worksheet, row: int, texts: Sequence[str], widths: Sequence[int]) -> None:
    """Make a row as high as its longest text, broken over the width of its column."""
    lines = [len(textwrap.wrap(said, max(4, width - 2))) for said, width in zip(texts, widths, strict=False)]
    sheet.set_row(row, LINE_HEIGHT * min(25, max([1, *lines])) + 1)


def _sheet_name(words: ComparisonWords, name: str) -> str:
    """Return the name of a sheet: short, and its own."""
    return words.say(f"sheet_{name}")[:LONGEST_SHEET]


def _on_paper(sheet: Worksheet, marks: Marks, title: str) -> None:
    """Set up printing: landscape, one page wide, marks and page numbers on every page."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.7)
    sheet.set_header(f"&L{_in_header(title, 100)}")
    sheet.set_footer(f"&L{_in_header(marks.line, 180)}&R&P / &N")


def _in_header(said: str, length: int) -> str:
    """Write text in a header, where an ampersand is a sign of its own; within the 255 signs that it may have."""
    return said[:length].replace("&", "&&")
