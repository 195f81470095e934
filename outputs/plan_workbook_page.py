"""One sheet of the workbook of a plan: looks, marks on top and at the foot, paper, and cells that are what they show.

Text is always written as text, so that nothing that someone typed is ever a formula or a link. A text that does not fit
in a cell is cut, and the cell says so.
"""

import math
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from regietafel.outputs import report_summary
from regietafel.outputs.report_view import View

LONGEST_CELL: Final = 32_767
"""Signs that a cell holds, counted as Excel does."""
LONGEST_FOOT: Final = 250
LINE_HEIGHT: Final = 13.5
"""Height of one line of text [points]; not every program finds the height of a row by itself."""
MOST_LINES: Final = 12
NARROWER: Final = 0.87
"""Width of a letter of running text beside that of a digit, by which columns are measured."""
WIDE: Final = 190
"""Width [characters] from which a sheet is printed on A3."""
NARROW: Final = 135
NARROW_SCALE: Final = 80
"""A sheet that is narrower [characters] is printed at this scale [percent]."""
A3, A4 = 8, 9
DARK, LINES, PALE, RED = "#1F3864", "#BFBFBF", "#EEF1F6", "#A61B1B"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

NUMBERS: Final = {
    "count": "#,##0",
    "euro": "#,##0",
    "ratio": "0.0000",
    "share": "0.0%",
    "percent": "0.000%",
    "any": "#,##0.######",
    "km": "0.0",
    "tenth": "#,##0.0",
    "decimal": "#,##0.######",
    "degrees": "0.00000",
    "day": "dd-mm-yyyy",
}
"""Number format by kind of figure: a spreadsheet with Dutch settings shows 1.234 and 0,5."""
ORIGIN_FILLS: Final = {
    "published": "#DDEBD5",
    "reported": "#DCE8F4",
    "computed": "#FFFFFF",
    "estimate": "#FFF0C2",
    "illustration": "#F6D9D5",
}
"""Colour of the word of an origin; the word says the same."""


class Formula(NamedTuple):
    """A formula, and the value that it comes to: a number, or a word."""

    text: str
    value: Any


@dataclass
class Looks:
    """The formats of one workbook, each made once."""

    book: Workbook
    _made: dict[tuple[tuple[str, Any], ...], Format] = field(default_factory=dict)
    _known: dict[int, dict[str, Any]] = field(default_factory=dict)

    def look(self, **properties: Any) -> Format:
        """Return a format with these properties."""
        if "indent" in properties:
            properties.setdefault("align", "left")
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            made = self.book.add_format({"font_size": 10, "valign": "top", **properties})
            self._made[key], self._known[id(made)] = made, properties
        return self._made[key]

    def quoted(self, look: Format) -> Format:
        """Return a format with the mark that says that what stands in the cell is text."""
        return self.look(**self._known[id(look)], quote_prefix=True)

    def cell(self, **properties: Any) -> Format:
        """Return a format of a cell in a table."""
        return self.look(border=1, border_color=LINES, **properties)

    def number(self, kind: str, **properties: Any) -> Format:
        """Return the format of a figure in a table."""
        return self.cell(num_format=NUMBERS[kind], **properties)

    @property
    def head(self) -> Format:
        """The look of a header."""
        return self.cell(bold=True, bg_color=DARK, font_color="#FFFFFF", text_wrap=True)


class Page:
    """A sheet that is being written, from above to below.

    Parameters
    ----------
    looks : Looks
        Of its workbook.
    view : View
        The plan in Dutch words.
    name : str
        Code of the sheet: its title and explanation stand in the catalogue.
    widths : sequence of int
        Width of each column [characters].
    title : str
        Another title than that of the catalogue.
    """

    def __init__(self, looks: Looks, view: View, name: str, widths: list[int], title: str = "") -> None:
        self.looks, self.view, self.name, self.widths = looks, view, name, widths
        self.title = title or view.say(f"workbook.sheet.{name}")
        self.sheet: Worksheet = looks.book.add_worksheet(self.title)
        self.row = 0
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)
        self._head()
        self._on_paper()

    def _head(self) -> None:
        """Write title and marks; a made-up plan says so in red."""
        head = report_summary.head(self.view)
        self.line(f"{head['title']}: {self.title}", bold=True, font_size=14, font_color=DARK)
        self.line(marks_line(self.view), bold=True, font_color=RED if head["illustration"] else DARK)

    def line(self, words: str, **properties: Any) -> None:
        """Write a line over the whole width, as high as it needs to be."""
        look = self.looks.look(text_wrap=True, **properties)
        width = sum(self.widths) * 10 / properties.get("font_size", 10)
        if len(self.widths) > 1:
            self.sheet.merge_range(self.row, 0, self.row, len(self.widths) - 1, "", look)
        self.say(self.row, 0, words, look)
        lines = lines_in(words, width)
        self.sheet.set_row(self.row, max(LINE_HEIGHT * lines, 1.3 * properties.get("font_size", 10) * lines) + 2)
        self.row += 1

    def lines(self, words: list[str], **properties: Any) -> None:
        """Write lines under each other."""
        for written in words:
            self.line(written, **properties)

    def gap(self) -> None:
        """Leave a row empty."""
        self.row += 1

    def heading(self, words: str) -> None:
        """Write the heading of a part."""
        self.line(words, bold=True, font_size=12, font_color=DARK)

    def say(self, row: int, column: int, words: str, look: Format) -> None:
        """Write text as text, whatever it starts with; one that a cell cannot hold is cut, and says so."""
        if words.startswith(FORMULA_STARTS):
            # With the mark of a quotation before it, it stays text when someone edits the cell.
            look = self.looks.quoted(look)
        if words:
            self.sheet.write_string(row, column, self._fitting(words), look)
        else:
            self.sheet.write_blank(row, column, None, look)

    def number(self, row: int, column: int, value: float | None, look: Format) -> None:
        """Write a number; nothing when it is unknown."""
        if value is None:
            self.sheet.write_blank(row, column, None, look)
        else:
            self.sheet.write_number(row, column, value, look)

    def formula(self, row: int, column: int, formula: Formula, look: Format) -> None:
        """Write a formula with the value that it comes to."""
        self.sheet.write_formula(row, column, f"={formula.text}", look, formula.value)

    def reference(self, row: int, column: int) -> str:
        """Return the absolute reference of a cell, with its sheet."""
        return f"{self.quoted_title}!{absolute(row, column)}"

    @property
    def quoted_title(self) -> str:
        """The title as it stands in a formula."""
        return "'" + self.title.replace("'", "''") + "'"

    def break_before(self, rows: list[int], scale: int) -> None:
        """Begin a new sheet of paper before some rows; breaks hold only on a page that is not made to fit [percent]."""
        self.sheet.set_print_scale(scale)
        self.sheet.set_h_pagebreaks([row for row in rows if row])

    def _fitting(self, words: str) -> str:
        length = len(words.encode("utf-16-le", "surrogatepass")) // 2
        if length <= LONGEST_CELL:
            return words
        note = " " + self.view.say("workbook.cut", length=length)
        room = (LONGEST_CELL - len(note)) * 2
        return words.encode("utf-16-le", "surrogatepass")[:room].decode("utf-16-le", "ignore") + note

    def _on_paper(self) -> None:
        """Set up printing: landscape, one page wide, marks and page numbers at the foot of every page."""
        self.sheet.set_landscape()
        self.sheet.set_paper(A3 if sum(self.widths) > WIDE else A4)
        if sum(self.widths) < NARROW:
            # Made to fit, a narrow sheet becomes larger in some programs, and takes more paper.
            self.sheet.set_print_scale(NARROW_SCALE)
        else:
            self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.75)
        self.sheet.set_footer(footer(self.view, self.title))
        self.sheet.hide_gridlines(2)


def marks_line(view: View) -> str:
    """Return the marks of a plan in one line."""
    head = report_summary.head(view)
    return " · ".join(filter(None, (*head["marks"], *head["facts"], head["illustration"])))


def footer(view: View, title: str) -> str:
    """Return the foot of a printed page: marks, sheet, page of pages; signs with a meaning there are doubled."""
    head = report_summary.head(view)
    # What must be seen comes first: a version may be as long as someone likes.
    marks = " · ".join(filter(None, (*head["marks"], head["illustration"], *head["facts"])))
    fixed = f"&R&8 {_in_foot(title)} · &P / &N"
    return f"&L&8 {_in_foot(marks, LONGEST_FOOT - len(fixed) - 6)}{fixed}"


def _in_foot(words: str, most: int = LONGEST_FOOT) -> str:
    flat = " ".join(words.split())
    written = flat.replace("&", "&&")
    while len(written) > most:
        flat = flat[:-2] + "…"
        written = flat.replace("&", "&&")
    return written


def lines_in(words: str, width: float) -> int:
    """Count the lines that a text takes in a column [characters]."""
    return sum(max(1, math.ceil(len(part) * NARROWER / max(1.0, width - 1))) for part in words.split("\n")) or 1


def absolute(row: int, column: int) -> str:
    """Return the absolute reference of a cell, rows and columns from 0."""
    letters, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(65 + letter) + letters
    return f"${letters}${row + 1}"
