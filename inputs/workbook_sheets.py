"""One sheet per table: headers with notes, examples, figures, grey columns, lists, checks, and how it prints."""

import textwrap
from dataclasses import dataclass

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from regietafel.inputs.header import letter_of
from regietafel.inputs.raw import RawRow
from regietafel.inputs.workbook_checks import check_of
from regietafel.inputs.workbook_columns import HEADER_ROW, Layout, Slot
from regietafel.inputs.workbook_computed import Worked
from regietafel.inputs.workbook_lists import Lists
from regietafel.inputs.workbook_style import AS_TYPED, DARK, LIGHT, WHOLE, Look, Styles, number_format
from regietafel.inputs.workbook_texts import FIGURES_OF, header_note, texts
from regietafel.inputs.workbook_values import Value, cell_value, column_of
from regietafel.model.tables import FIGURES

FROZEN = {"taakstelling": 2, "locaties": 3, "buren": 2}
"""Columns that stay in sight; one where nothing is said."""

FILTERED = ("gemeenten", "taakstelling", "locatietypen", "locaties", "buren", "standpunten", "uitruil")
INVITING = ("locaties", "standpunten", "uitruil")
"""Tables that the user adds to: a few empty rows show what is required before anything is typed."""

INVITING_ROWS = 10
NARROWEST, WIDEST, UNNAMED, FILTER_ARROW = 9, 42, 14, 4
HEADER_HEIGHT = 30
PRINTED_WIDTH = 190
"""Signs that fit next to each other on a landscape page before it becomes too small to read."""

NOTE_WIDTH, NOTE_SIGNS, NOTE_LINE = 330, 50, 16
"""Width of a note [pixels], signs on a line of it, height of a line [pixels]."""


@dataclass(frozen=True)
class Tools:
    """What every sheet needs: the case worked out, the formats and the lists."""

    worked: Worked
    styles: Styles
    lists: Lists


def write_table(sheet: Worksheet, layout: Layout, tools: Tools) -> None:
    """Write the sheet of a table."""
    write_headers(sheet, layout, tools.styles)
    write_rows(sheet, layout, tools)
    add_checks(sheet, layout, tools.lists)
    add_colours(sheet, layout, tools.styles)
    set_up(sheet, layout)


def write_headers(sheet: Worksheet, layout: Layout, styles: Styles) -> None:
    """Write the headers with their notes, and make the columns as wide as what stands in them."""
    sheet.set_row(HEADER_ROW, HEADER_HEIGHT)
    for place, slot in enumerate(layout.slots):
        required = slot.column is not None and slot.column.required
        # An empty text would count as a name in the list of scenarios.
        style = styles.header(required=required, computed=not slot.column)
        write_value(sheet, (HEADER_ROW, place), slot.header or None, style)
        add_note(sheet, (HEADER_ROW, place), slot.note)
        numbers = number_format(slot.column) if slot.column else "General"
        sheet.set_column(place, place, _width(layout, slot), styles.style(num_format=numbers))


def add_note(sheet: Worksheet, cell: tuple[int, int], note: str) -> None:
    """Add a note that is as high as its text."""
    lines = sum(max(1, len(textwrap.wrap(part, NOTE_SIGNS))) for part in note.split("\n"))
    size = {"width": NOTE_WIDTH, "height": NOTE_LINE * (lines + 1)}
    sheet.write_comment(*cell, note, {**size, "font_size": 9})


def _width(layout: Layout, slot: Slot) -> float:
    """Return the width of a column [signs]: of its header, and of its cells as far as they are not long."""
    arrow = FILTER_ARROW if layout.table.name in FILTERED else 1
    if slot.column is None:
        header = max(*map(len, slot.header.split()), len(slot.header) / 2) + arrow
        cells = [len(str(value)) for value in layout.shown[slot.shows] if value is not None]
    else:
        header = len(slot.header) + arrow if slot.header else UNNAMED
        cells = [len(row.get(slot.header, "")) for row in [row.cells for row in layout.raw.rows] + [*layout.examples]]
    return max(min(WIDEST, max(cells, default=0) + 2), header, NARROWEST)


def write_rows(sheet: Worksheet, layout: Layout, tools: Tools) -> None:
    """Write the example rows, the rows of the case, and the grey cells beside them."""
    for number, example in enumerate(layout.examples, start=HEADER_ROW + 1):
        _write_row(sheet, number, layout, RawRow(0, example), tools.styles)
    for number, row in enumerate(layout.raw.rows, start=layout.first_row):
        _write_row(sheet, number, layout, row, tools.styles)
        if layout.table.name == "opgave":
            _add_note_of_figure(sheet, number, row)
    for place, slot in enumerate(layout.slots):
        if slot.column is None:
            _write_computed(sheet, place, layout, slot, tools.styles)


def _write_row(sheet: Worksheet, number: int, layout: Layout, row: RawRow, styles: Styles) -> None:
    """Write one row; a row with number 0 is an example."""
    look: Look = "filled" if row.number else "example"
    first = row.cells.get(layout.slots[0].header, "")
    for place, declared in layout.read_columns():
        column, text = column_of(layout.table.name, declared, first), row.cells.get(declared.header, "")
        value = cell_value(column, text) if text else None
        write_value(sheet, (number, place), value, styles.cell(look if text else "open", number_format(column)))


def _add_note_of_figure(sheet: Worksheet, number: int, row: RawRow) -> None:
    figure = next((item for item in FIGURES if item.header == row.cells.get("naam")), None)
    if figure is not None:
        add_note(sheet, (number, 0), header_note(FIGURES_OF, figure))


def _write_computed(sheet: Worksheet, place: int, layout: Layout, slot: Slot, styles: Styles) -> None:
    for number, value in enumerate(layout.shown[slot.shows], start=layout.first_row):
        # A list of unlike things reads best from the left.
        aligned = {"align": "left"} if layout.table.name == "scenarios" else {}
        numbers = _shown_format(layout, number, value)
        write_value(sheet, (number, place), value, styles.cell("computed", numbers, **aligned))


def _shown_format(layout: Layout, number: int, value: Value | None) -> str:
    """Return the number format of a grey cell: that of the figure in *opgave*, else by what it holds."""
    if layout.table.name == "opgave":
        name = layout.raw.rows[number - layout.first_row].cells.get("naam", "")
        return number_format(column_of("opgave", layout.table.column("value"), name))
    return WHOLE if isinstance(value, int) else AS_TYPED


def write_value(sheet: Worksheet, cell: tuple[int, int], value: Value | None, style: Format) -> None:
    """Write a value as what it is; text never as a formula or a link."""
    if value is None:
        sheet.write_blank(*cell, None, style)
    elif isinstance(value, str):
        sheet.write_string(*cell, value, style)
    elif isinstance(value, int | float):
        sheet.write_number(*cell, value, style)
    else:
        sheet.write_datetime(*cell, value, style)


def add_checks(sheet: Worksheet, layout: Layout, lists: Lists) -> None:
    """Add the drop-down lists and the checks of numbers and dates, also to the empty rows below."""
    name = layout.table.name
    for place, column in layout.read_columns():
        check = check_of(column, lists.name_for(name, column))
        if check is not None:
            sheet.data_validation(layout.first_row, place, layout.last_room, place, check)
    if name == "opgave":
        _add_checks_of_figures(sheet, layout, lists)


def _add_checks_of_figures(sheet: Worksheet, layout: Layout, lists: Lists) -> None:
    """Add the check of each figure: one row of *opgave* holds a date, another a number."""
    values = layout.table.column("value")
    place = layout.index(values.header)
    for number, row in enumerate(layout.raw.rows, start=layout.first_row):
        figure = column_of("opgave", values, row.cells.get("naam", ""))
        check = check_of(figure, lists.name_for("opgave", figure))
        if check is not None:
            sheet.data_validation(number, place, number, place, check)


def add_colours(sheet: Worksheet, layout: Layout, styles: Styles) -> None:
    """Colour required cells as long as they are empty: in every row that is used, and in a few that invite."""
    first, invited = layout.first_row, layout.last_row + 1
    last_letter = letter_of(max(place for place, _ in layout.read_columns()))
    used = f"COUNTA($A{first + 1}:${last_letter}{first + 1})>0"
    for place, column in layout.read_columns():
        if column.required:
            empty = f"LEN({letter_of(place)}{{row}})=0"
            _colour(sheet, (first, layout.last_room, place), f"=AND({empty.format(row=first + 1)},{used})", styles)
            if layout.table.name in INVITING:
                rows = (invited, invited + INVITING_ROWS - 1, place)
                _colour(sheet, rows, f"={empty.format(row=invited + 1)}", styles)
    if layout.table.name == "opgave":
        _colour_figures(sheet, layout, styles)


def _colour_figures(sheet: Worksheet, layout: Layout, styles: Styles) -> None:
    needed = {item.header for item in FIGURES if item.required}
    place = layout.index(layout.table.column("value").header)
    for number, row in enumerate(layout.raw.rows, start=layout.first_row):
        if row.cells.get("naam") in needed:
            _colour(sheet, (number, number, place), f"=LEN({letter_of(place)}{number + 1})=0", styles)


def _colour(sheet: Worksheet, rows: tuple[int, int, int], formula: str, styles: Styles) -> None:
    first, last, place = rows
    about = {"type": "formula", "criteria": formula, "format": styles.missing}
    sheet.conditional_format(first, place, last, place, about)


def set_up(sheet: Worksheet, layout: Layout) -> None:
    """Keep the headers in sight, let the user filter, and set up the page for printing."""
    name, last_place = layout.table.name, len(layout.slots) - 1
    frozen = FROZEN.get(name, 1)
    sheet.freeze_panes(HEADER_ROW + 1, frozen)
    sheet.ignore_errors({"number_stored_as_text": f"A1:{letter_of(last_place)}{layout.last_room + 1}"})
    sheet.set_tab_color(DARK if layout.table.required else LIGHT)
    if name in FILTERED:
        sheet.autofilter(HEADER_ROW, 0, layout.last_room, last_place)
    sheet.repeat_columns(0, frozen - 1)
    width = sum(_width(layout, slot) for slot in layout.slots)
    set_up_page(sheet, pages_wide=max(1, round(width / PRINTED_WIDTH)))
    sheet.repeat_rows(HEADER_ROW)
    sheet.print_area(HEADER_ROW, 0, layout.last_shown, last_place)


def set_up_page(sheet: Worksheet, *, pages_wide: int) -> None:
    """Set up the printed page: landscape A4, as many pages as it is long, with file, sheet and page below."""
    words = texts()["footer"]
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(pages_wide, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.7)
    page = words["right"].format(page="&P", pages="&N")
    sheet.set_footer(f"&L{words['left'].format(file='&F')}&C&A · {words['confidential']}&R{page}")
