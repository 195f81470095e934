"""A named table on a sheet of the workbook: filters, origin of each column, totals above it as live formulas."""

import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from regietafel.outputs.plan_workbook_page import (
    LINE_HEIGHT,
    MOST_LINES,
    NUMBERS,
    ORIGIN_FILLS,
    PALE,
    Formula,
    Page,
    absolute,
    lines_in,
)
from regietafel.outputs.report_view import ORIGINS, View

Row = Mapping[str, Any]

BAR: Final = "#9DB7D9"
BY_ROW: Final = "by_row"
ADDED: Final = ("count", "euro")
"""Kinds of figures of which a total means something."""


@dataclass(frozen=True)
class Field:
    """A column: code of its header, kind of its cells, width [characters], origin of all its figures.

    Parameters
    ----------
    name : str
        Key in the rows; its header is ``workbook.column.<name>``.
    kind : str
        ``text``, ``origin`` (a code), ``yes_no``, a kind of `NUMBERS`, or ``by_row``: the kind that the row says.
    width : int
        In characters.
    origin : str
        Origin of every figure in the column, or words about it; empty when it stands in a column of its own.
    bar : bool
        Whether the cells show a bar.
    total : bool
        Whether the table shows the sum.
    """

    name: str
    kind: str = "text"
    width: int = 12
    origin: str = ""
    bar: bool = False
    total: bool = False

    def __post_init__(self) -> None:
        """Refuse a sum of what cannot be added."""
        if self.total and self.kind not in ADDED:
            raise ValueError(self.name)


@dataclass(frozen=True, kw_only=True)
class Grid:
    """What a table holds.

    Parameters
    ----------
    name : str
        Code of the table, unique in the workbook.
    fields : sequence of Field
    rows : sequence of mapping of field name to value
        A moment is an ISO day; None is unknown.
    totals : sequence of mapping
        One line of totals per mapping: the fields and values that its rows have. One empty mapping: what the filter
        leaves.
    """

    name: str
    fields: Sequence[Field]
    rows: Sequence[Row]
    totals: Sequence[Mapping[str, str]] = ()


@dataclass(frozen=True)
class Placed:
    """A table as it stands on its sheet.

    Parameters
    ----------
    page : Page
    grid : Grid
    first : int
        First row of the cells, from 0.
    """

    page: Page
    grid: Grid
    first: int
    columns: Mapping[str, int] = field(default_factory=dict)

    @property
    def last(self) -> int:
        """Last row of the cells, from 0."""
        return self.first + len(self.grid.rows) - 1

    def area(self, name: str) -> str:
        """Return the absolute reference of the cells of a column, with the sheet."""
        column = self.columns[name]
        return f"{self.page.quoted_title}!{self.plain_area(column)}"

    def plain_area(self, column: int) -> str:
        """Return the absolute reference of the cells of a column, without the sheet."""
        return f"{absolute(self.first, column)}:{absolute(self.last, column)}"

    def cell(self, row: int, name: str) -> str:
        """Return the absolute reference of one cell, with the sheet; rows of the table from 0."""
        return self.page.reference(self.first + row, self.columns[name])

    def named(self, name: str) -> str:
        """Return the name by which formulas call a column: ``gemeenten_inwoners``."""
        header = header_of(self.page, name).partition("(")[0]
        letters = unicodedata.normalize("NFKD", f"{self.page.title} {header}".casefold())
        words = "".join(sign if sign.isalnum() and sign.isascii() else " " for sign in letters).split()
        return "_".join(words)

    def define(self, names: Sequence[str]) -> None:
        """Give columns a name of their own, so that formulas can be read."""
        for name in names:
            self.page.looks.book.define_name(self.named(name), f"={self.area(name)}")


def header_of(page: Page, name: str) -> str:
    """Return the header of a column."""
    return page.view.say(f"workbook.column.{name}")


def widths_of(view: View, grids: Sequence[Grid]) -> list[int]:
    """Return the width of each column of a sheet: the widest that a table asks, and that of a word of a header."""
    most = max(len(grid.fields) for grid in grids)
    columns = [[grid.fields[number] for grid in grids if number < len(grid.fields)] for number in range(most)]
    return [max(max(item.width, _longest_word(view, item)) for item in column) for column in columns]


def _longest_word(view: View, item: Field) -> int:
    return max(map(len, view.say(f"workbook.column.{item.name}").split())) + 2


def without_empty(fields: Sequence[Field], rows: Sequence[Row], names: Collection[str]) -> list[Field]:
    """Leave out the columns of which nothing is known, of those that may be left out."""
    return [item for item in fields if item.name not in names or any(row[item.name] not in (None, "") for row in rows)]


def put_table(page: Page, grid: Grid, *, freeze: bool = False) -> Placed:
    """Write a table under what stands on a page already.

    Parameters
    ----------
    page : Page
    grid : Grid
        With at least one row.
    freeze : bool
        Whether the header stays on the screen, and on every sheet of paper; for one table of a sheet.
    """
    columns = {item.name: number for number, item in enumerate(grid.fields)}
    head = page.row + len(grid.totals) + 1
    placed = Placed(page, grid, head + 1, columns)
    _put_totals(placed, page.row)
    _put_origins(page, grid.fields, head - 1)
    _put_table(placed, head)
    _put_cells(placed)
    if freeze:
        page.sheet.freeze_panes(head + 1, 1)
        page.sheet.repeat_rows(head - 1, head)
    page.row = placed.last + 2
    return placed


def _put_totals(placed: Placed, row: int) -> None:
    """Write the totals, live: per value of some fields, or of what the filter leaves."""
    page, grid = placed.page, placed.grid
    look = page.looks.cell(bold=True, bg_color=PALE)
    for number, chosen in enumerate(grid.totals):
        for column, item in enumerate(grid.fields):
            page.say(row + number, column, "", look)
            if item.name in chosen:
                _value(page, row + number, column, (item, chosen[item.name]), {"bold": True, "bg_color": PALE})
            elif item.total:
                where = {name: page.reference(row + number, placed.columns[name]) for name in chosen}
                formula = sum_where(placed, item.name, chosen, where) if chosen else _visible(placed, item.name)
                numbers = page.looks.number(item.kind, bold=True, bg_color=PALE)
                page.formula(row + number, column, formula, numbers)
        page.say(row + number, 0, page.view.say("workbook.total" if chosen else "workbook.total_visible"), look)


def sum_where(placed: Placed, name: str, values: Mapping[str, str], cells: Mapping[str, str]) -> Formula:
    """Add up a column over the rows that have some values; each value stands in a cell.

    Parameters
    ----------
    placed : Placed
    name : str
        The column that is added up.
    values : mapping of field to value
        What the rows have; never text that someone typed, because a spreadsheet reads signs in it.
    cells : mapping of field to str
        References of the cells in which these values stand.
    """
    tests = "".join(f",{placed.area(key)},{cell}" for key, cell in cells.items())
    rows = (row for row in placed.grid.rows if all(row[key] == value for key, value in values.items()))
    return Formula(f"SUMIFS({placed.area(name)}{tests})", sum(row[name] or 0 for row in rows))


def _visible(placed: Placed, name: str) -> Formula:
    area = placed.plain_area(placed.columns[name])
    return Formula(f"SUBTOTAL(109,{area})", sum(row[name] or 0 for row in placed.grid.rows))


def _put_origins(page: Page, fields: Sequence[Field], row: int) -> None:
    """Say above each column where its figures come from."""
    for column, item in enumerate(fields):
        if item.origin in ORIGINS:
            fill = {"bg_color": ORIGIN_FILLS[item.origin]}
            page.say(row, column, page.view.say(f"cell.origin.{item.origin}"), _small(page, **fill))
        elif item.origin:
            page.say(row, column, item.origin, _small(page))
    if not fields[0].origin:
        page.say(row, 0, page.view.say("workbook.origins"), _small(page))


def _small(page: Page, **properties: Any) -> Any:
    return page.looks.look(italic=True, font_color="#404040", text_wrap=True, **{**properties, "font_size": 8})


def _put_table(placed: Placed, head: int) -> None:
    """Make the table and write its header."""
    page, grid = placed.page, placed.grid
    headers = [header_of(page, item.name) for item in grid.fields]
    options = {
        "name": f"tabel_{grid.name}",
        "style": None,
        "columns": [{"header": header, "header_format": page.looks.head} for header in headers],
    }
    page.sheet.add_table(head, 0, placed.last, len(grid.fields) - 1, options)
    # The button of the filter takes a little of the width.
    lines = (_header_lines(header, page.widths[column]) for column, header in enumerate(headers))
    page.sheet.set_row(head, LINE_HEIGHT * max(lines) + 4)


def _header_lines(header: str, width: int) -> int:
    """Count the lines that a header takes when its words are not broken."""
    lines, room = 1, 0
    for word in header.split():
        if room and room + 1 + len(word) > width - 2:
            lines, room = lines + 1, 0
        room += len(word) + (1 if room else 0)
    return lines


def _put_cells(placed: Placed) -> None:
    page, grid = placed.page, placed.grid
    writers = [(item, column, _writer(page, item)) for column, item in enumerate(grid.fields)]
    texts = [
        (item.name, page.widths[column]) for column, item in enumerate(grid.fields) if item.kind in ("text", "any")
    ]
    texts = [(name, width) for name, width in texts if all(isinstance(row[name], str | None) for row in grid.rows)]
    for number, row in enumerate(grid.rows, start=placed.first):
        for item, column, write in writers:
            if item.kind == BY_ROW:
                page.number(number, column, row[item.name], page.looks.number(row["kind"]))
            else:
                write(number, column, row[item.name])
        lines = max((lines_in(row[name], width) for name, width in texts if row[name]), default=1)
        if lines > 1:
            page.sheet.set_row(number, LINE_HEIGHT * min(lines, MOST_LINES) + 2)
    for item in grid.fields:
        if item.bar:
            _put_bar(placed, item)


def _put_bar(placed: Placed, item: Field) -> None:
    column = placed.columns[item.name]
    bar = {"type": "data_bar", "data_bar_2010": True, "bar_solid": True, "bar_color": BAR}
    bar |= {"min_type": "num", "min_value": 0, "bar_border_color": BAR, "bar_negative_color": "#D9A19D"}
    placed.page.sheet.conditional_format(placed.first, column, placed.last, column, bar)


Write = Callable[[int, int, Any], None]


def _writer(page: Page, item: Field) -> Write:
    """Return how the cells of a column are written; the look is made once."""
    if item.kind in NUMBERS and item.kind not in ("day", "any"):
        look = page.looks.number(item.kind)
        return lambda row, column, value: page.number(row, column, value, look)
    if item.kind == "text":
        words = page.looks.cell(text_wrap=True, indent=1)
        return lambda row, column, value: page.say(row, column, value or "", words)
    return lambda row, column, value: _value(page, row, column, (item, value), {})


def _value(page: Page, row: int, column: int, filled: tuple[Field, Any], more: Mapping[str, Any]) -> None:
    """Write one cell of any kind, with more properties of its look."""
    item, value = filled
    if value is None:
        page.number(row, column, None, page.looks.cell(**more))
    elif item.kind == "day":
        page.sheet.write_datetime(row, column, _day(value), page.looks.number("day", **{"align": "center", **more}))
    elif item.kind == "yes_no":
        look = page.looks.cell(align="center", **more)
        page.say(row, column, page.view.say("word.yes" if value else "word.no"), look)
    elif item.kind == "origin":
        fill = {"bg_color": ORIGIN_FILLS[value], "indent": 1, **more}
        page.say(row, column, page.view.say(f"cell.origin.{value}"), page.looks.cell(**fill))
    elif item.kind in NUMBERS and not isinstance(value, str):
        page.number(row, column, value, page.looks.number(item.kind, **more))
    else:
        page.say(row, column, value, page.looks.cell(**{"text_wrap": True, "indent": 1, **more}))


def _day(written: str) -> datetime:
    day = date.fromisoformat(written)
    return datetime(day.year, day.month, day.day)
