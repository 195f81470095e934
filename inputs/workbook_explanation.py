"""The first sheet: what the file is, in which order to fill it, what colours and origins mean, and all columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from regietafel import __version__
from regietafel.inputs import packaged
from regietafel.inputs.workbook_columns import Layout
from regietafel.inputs.workbook_layout import EXPLANATION
from regietafel.inputs.workbook_sheets import Tools, set_up_page
from regietafel.inputs.workbook_style import DARK, FILLS, Styles
from regietafel.inputs.workbook_texts import FIGURES_OF, Meaning, allowed, meaning, texts, unit_of
from regietafel.model.tables import FIGURES, TABLES, Column

WIDTHS = (13, 33, 11, 19, 52, 42)
LAST = len(WIDTHS) - 1
LINE, SIGNS_PER_WIDTH = 14, 1.15
"""Height of a line [points], and signs of this size that fit in a column of width 1."""


@dataclass
class Page:
    """A sheet that is written from top to bottom.

    Parameters
    ----------
    sheet : Worksheet
    styles : Styles
    row : int
        Where the next line comes, counted from 0.
    """

    sheet: Worksheet
    styles: Styles
    row: int = 0

    def heading(self, text: str, size: int = 13) -> None:
        """Write a heading over the whole width, with a line of air above it."""
        self.row += 1 if self.row else 0
        self.sheet.write_string(self.row, 0, text, self.styles.style(bold=True, font_size=size, font_color=DARK))
        self.sheet.set_row(self.row, size + 8)
        self.row += 1

    def paragraph(self, text: str, **properties: Any) -> None:
        """Write a paragraph over the whole width."""
        self.sheet.merge_range(self.row, 0, self.row, LAST, "", self.styles.style(text_wrap=True, **properties))
        self.sheet.write_string(self.row, 0, text, self.styles.style(text_wrap=True, **properties))
        self._fit([(text, sum(WIDTHS))])

    def line(self, cells: Sequence[str], first: int = 0, *, look: Format | None = None, bold: bool = False) -> None:
        """Write cells next to each other; the first may have a look of its own, the last is merged to the end."""
        plain = self.styles.style(
            text_wrap=True, bold=bold, indent=1 if first else 0, **({"bottom": 1} if bold else {})
        )
        for place, text in enumerate(cells, start=first):
            self.sheet.write_string(self.row, place, text, look if look and place == first else plain)
        last = first + len(cells) - 1
        if last < LAST:
            self.sheet.merge_range(self.row, last, self.row, LAST, "", plain)
            self.sheet.write_string(self.row, last, cells[-1], plain)
        widths = [*WIDTHS[first:last], sum(WIDTHS[last:])]
        self._fit(list(zip(cells, widths, strict=True)))

    def link(self, place: int, sheet: str) -> None:
        """Make the cell of the line that was written last a link to a sheet."""
        style = self.styles.style(font_color="#0563C1", underline=1)
        self.sheet.write_url(self.row - 1, place, f"internal:'{sheet}'!A1", style, sheet)

    def _fit(self, texts_and_widths: Sequence[tuple[str, float]]) -> None:
        """Make the row as high as its longest cell, and go to the next."""
        lines = max(-(-len(text) // int(width * SIGNS_PER_WIDTH)) for text, width in texts_and_widths)
        self.sheet.set_row(self.row, LINE * max(1, lines) + 2)
        self.row += 1


def write_explanation(book: Workbook, layouts: Mapping[str, Layout], tools: Tools, file: str) -> None:
    """Write the sheet that explains the others.

    Parameters
    ----------
    book : Workbook
    layouts : mapping of table name to Layout
    tools : Tools
    file : str
        Name of the workbook, for the commands that come next.
    """
    sheet = book.get_worksheet_by_name(EXPLANATION)
    assert sheet is not None
    page = Page(sheet, tools.styles)
    for place, width in enumerate(WIDTHS):
        sheet.set_column(place, place, width)
    typed = f'"{file}"' if " " in file else file
    _opening(page, tools)
    _sections(page, texts()["explanation"]["sections"], typed)
    _steps(page)
    _colours(page)
    _origins(page)
    _sections(page, texts()["explanation"]["sections_after"], typed)
    _columns(page, layouts)
    set_up_page(sheet, pages_wide=1)
    sheet.hide_gridlines(2)
    sheet.print_area(0, 0, page.row - 1, LAST)


def _opening(page: Page, tools: Tools) -> None:
    """Say which province and figures it is about, and what is not in it."""
    words, case = texts()["explanation"], tools.worked.case
    page.heading(words["title"].format(province=case.province), 18)
    dates = {"begin": f"{case.begin:%d-%m-%Y}", "end": f"{case.end:%d-%m-%Y}"}
    page.paragraph(words["subtitle"].format(cycle=case.cycle, **dates), font_size=12)
    if packaged.is_fictional(tools.worked.book):
        page.paragraph(words["fictional"].format(province=case.province), bold=True)
        return
    page.paragraph(words["figures"].format(program=__version__, version=case.reference_version))
    if not any(item.present_is_kept for item in case.locations):
        page.paragraph(words["nothing"], bold=True)
    count = sum(item.origin == "illustration" for item in case.locations)
    if count:
        page.paragraph(words["illustration"].format(count=count), bold=True)


def _sections(page: Page, sections: Sequence[Mapping[str, Any]], file: str) -> None:
    for section in sections:
        page.heading(section["heading"])
        for text in section["lines"]:
            page.paragraph(f"•  {text.format(file=file)}")


def _steps(page: Page) -> None:
    """Write the order of the work, with a link to each sheet."""
    words = texts()["explanation"]["steps"]
    page.heading(words["heading"])
    page.line(words["columns"], bold=True)
    for step, about in enumerate(words["rows"], start=1):
        needed = TABLES[about["table"]].required
        page.line([str(step), about["table"], words["required" if needed else "optional"], about["text"]])
        page.link(1, about["table"])


def _colours(page: Page) -> None:
    words, styles = texts()["explanation"]["colours"], page.styles
    looks = {
        "missing": styles.style(bg_color=FILLS["missing"], border=1),
        "required": styles.header(required=True),
        **{look: styles.cell(look, "@") for look in ("filled", "open", "computed", "example")},
    }
    page.heading(words["heading"])
    for row in words["rows"]:
        page.line([row["sample"], row["text"]], 1, look=looks[row["look"]])


def _origins(page: Page) -> None:
    words = texts()["explanation"]["origins"]
    page.heading(words["heading"])
    for word, text in words["rows"]:
        page.line([word, text], 1)


def _columns(page: Page, layouts: Mapping[str, Layout]) -> None:
    """List every column that is read, with its unit and meaning."""
    words = texts()["explanation"]["columns"]
    page.heading(words["heading"])
    page.paragraph(words["intro"])
    page.line(words["columns"], bold=True)
    for name, layout in layouts.items():
        for _, column in layout.read_columns():
            if column.header:
                page.line(_about(name, column.header, column, meaning(name, column.header)))
        if name == "opgave":
            for figure in FIGURES:
                header = words["figure"].format(name=figure.header)
                page.line(_about(name, header, figure, meaning(FIGURES_OF, figure.header)))


def _about(table: str, header: str, column: Column, said: Meaning) -> list[str]:
    """Return the line of one column."""
    words = texts()["explanation"]["steps"]
    needed = words["required" if column.required else "optional"]
    return [table, header, needed, unit_of(column), f"{said.what} {allowed(column)}".strip(), said.empty]
