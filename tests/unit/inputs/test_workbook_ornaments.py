"""What only spreadsheets have and does not matter: charts, styles, macros, a million empty rows; nothing changes."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment

from regietafel.inputs.built_in import built_in_tables
from regietafel.inputs.load import check_case
from regietafel.inputs.workbook import read_workbook
from regietafel.inputs.workbook_structure import CHUNK
from regietafel.model.errors import Finding
from support.small_tables import small_tables
from support.small_workbook import GOOD, OVERRIDE, TOWNS, changed
from support.workbooks import (
    HEAD,
    MAIN,
    TYPES,
    case_workbook,
    rewrite,
    sheets_of,
    write_parts,
    write_sheets,
)


def errors_of(path: Path) -> list[Finding]:
    return [item for item in check_case(path)[1] if item.level == "error"]


def same_case(path: Path, *, notes: tuple[str, ...] = ()) -> bool:
    """Whether a workbook is read as the small case, with no findings but these."""
    case, findings = check_case(path)
    (path.parent / "goed").mkdir()
    good, ordinary = check_case(write_sheets(path.parent / "goed" / path.name, sheets_of(small_tables())))
    added = [item.code for item in findings if item.code not in {known.code for known in ordinary}]
    return tuple(added) == notes and case is not None and case == good


# What only spreadsheets have, and does not matter.


def with_openpyxl(change: Callable[[openpyxl.Workbook], object]) -> Callable[[Path], Path]:
    def write(path: Path) -> Path:
        book = openpyxl.load_workbook(case_workbook(path, small_tables()))
        change(book)
        book.save(path)
        return path

    return write


def chart(book: openpyxl.Workbook) -> None:
    drawn = BarChart()
    drawn.add_data(Reference(book["gemeenten"], min_col=5, min_row=1, max_row=4), titles_from_data=True)
    book["gemeenten"].add_chart(drawn, "AA2")


def broken_chart(path: Path) -> Path:
    with_openpyxl(chart)(path)
    return rewrite(
        path, {"xl/charts/chart1.xml": lambda _: b"<c:chartSpace", "xl/drawings/drawing1.xml": lambda _: b"\0"}
    )


def many_styles(path: Path) -> Path:
    with xlsxwriter.Workbook(path) as book:
        for title, rows in small_tables().items():
            sheet = book.add_worksheet(title)
            names = list(dict.fromkeys(name for row in rows for name in row))
            sheet.write_row(0, 0, names)
            for number, row in enumerate(rows, start=1):
                for index, name in enumerate(names):
                    style = book.add_format({"font_size": 5 + number, "bg_color": f"#{index:02x}{number:02x}88"})
                    sheet.write_string(number, index, row.get(name, ""), style)
            for spare in range(300):
                sheet.write_blank(900 + spare, 0, None, book.add_format({"font_size": 20 + spare / 10}))
    return path


def macros(path: Path) -> Path:
    kind = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    parts = changed("[Content_Types].xml", f"{TYPES}.sheet.main+xml", kind)
    return write_parts(path, {**parts, "xl/vbaProject.bin": b"Attribute VB_Name"})


def shared_strings(path: Path) -> Path:
    """Put the name of a municipality in the list of strings, in two fonts and with a reading aid."""
    parts = changed(
        TOWNS,
        '<c r="A4" t="inlineStr"><is><t xml:space="preserve">Centrum</t></is></c>',
        '<c r="A4" t="s"><v>0</v></c>',
    )
    parts["[Content_Types].xml"] = GOOD["[Content_Types].xml"].replace("</Types>", OVERRIDE)
    text = "<si><r><t>Cen</t></r><r><rPr><b/></rPr><t>trum</t></r><rPh sb='0' eb='1'><t>sen</t></rPh></si>"
    parts["xl/sharedStrings.xml"] = f"{HEAD}<sst {MAIN}>{text}</sst>"
    links = GOOD["xl/_rels/workbook.xml.rels"]
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    parts["xl/_rels/workbook.xml.rels"] = links.replace(
        "</Relationships>", f'<Relationship Id="rId99" Type="{kind}" Target="/xl/sharedStrings.xml"/></Relationships>'
    )
    return write_parts(path, parts)


def prefixed(path: Path) -> Path:
    """Write the names of elements with a prefix, as some programs do."""
    text = GOOD[TOWNS].replace(MAIN, MAIN.replace("xmlns=", "xmlns:x="))
    for tag in ("worksheet", "sheetData", "row", "c", "v", "is", "t"):
        for sign in (" ", ">"):
            text = text.replace(f"<{tag}{sign}", f"<x:{tag}{sign}").replace(f"</{tag}>", f"</x:{tag}>")
    return write_parts(path, {**GOOD, TOWNS: text})


def wide(path: Path) -> Path:
    return write_parts(path, {**GOOD, TOWNS: GOOD[TOWNS].replace("UTF-8", "UTF-16").encode("utf-16")})


def without_references(path: Path) -> Path:
    """Leave out the numbers of rows and the names of cells where nothing is skipped."""
    text = GOOD["xl/worksheets/sheet7.xml"]
    for name in "ABCDE":
        for row in "123":
            text = text.replace(f'<c r="{name}{row}"', "<c").replace(f'<row r="{row}"', "<row")
    return write_parts(path, {**GOOD, "xl/worksheets/sheet7.xml": text})


def wrong_size(path: Path) -> Path:
    return write_parts(path, changed(TOWNS, "<sheetData>", '<dimension ref="A1:B2"/><sheetData>'))


def validation(path: Path) -> Path:
    after = '</sheetData><dataValidations count="1"><dataValidation type="unsinn" sqref="zz"/></dataValidations>'
    return write_parts(path, changed(TOWNS, "</sheetData>", after))


NAMES = "</sheets><definedNames><definedName name='x'>#REF!</definedName></definedNames>"
ORNAMENTS: dict[str, Callable[[Path], Path]] = {
    "written by another program": lambda path: case_workbook(path, small_tables()),
    "saved again by openpyxl": with_openpyxl(lambda _: None),
    "a chart": with_openpyxl(chart),
    "a broken chart and drawing": broken_chart,
    "very many styles": many_styles,
    "macros": macros,
    "rich text and shared strings": shared_strings,
    "names of elements with a prefix": prefixed,
    "UTF-16": wide,
    "cells without references": without_references,
    "a wrong size": wrong_size,
    "a broken validation after the cells": validation,
    "a comment": with_openpyxl(lambda book: setattr(book["gemeenten"]["A2"], "comment", Comment("hoi", "ik"))),
    "a filter": with_openpyxl(lambda book: setattr(book["gemeenten"].auto_filter, "ref", "A1:X4")),
    "frozen panes": with_openpyxl(lambda book: setattr(book["gemeenten"], "freeze_panes", "B2")),
    "a chart of its own sheet": with_openpyxl(lambda book: book.create_chartsheet("grafiek").add_chart(BarChart())),
    "a name that points nowhere": lambda path: write_parts(path, changed("xl/workbook.xml", "</sheets>", NAMES)),
}


@pytest.mark.parametrize("what", ORNAMENTS)
def test_what_does_not_matter_changes_nothing(tmp_path: Path, what: str) -> None:
    suffix = ".xlsm" if what == "macros" else ".xlsx"
    assert same_case(ORNAMENTS[what](tmp_path / f"boek{suffix}"))


# Size; a spreadsheet states it at the start of a sheet.

SIZE = '<dimension ref="A1:Z1048576"/><sheetData>'


def test_of_a_sheet_formatted_to_its_last_row_only_what_is_filled_is_parsed(tmp_path: Path) -> None:
    rows = b"".join(
        b'<row r="%d" s="3" customFormat="1"><c r="A%d" s="3"/><c r="B%d" s="3"/></row>' % (n, n, n)
        for n in range(7, 60_000)
    )
    assert len(rows) > 2 * CHUNK
    # No parser gets past this end: whoever goes on beyond the last content fails.
    endless = rows + b"<row></c></sheetData>"
    path = write_parts(tmp_path / "boek.xlsx", changed(TOWNS, "<sheetData>", SIZE))
    rewrite(path, {TOWNS: lambda content: content.replace(b"</sheetData>", endless)})
    assert same_case(path)


def test_merged_cells_after_a_million_empty_rows_are_found(tmp_path: Path) -> None:
    rows = b"".join(b'<row r="%d"/>' % number for number in range(7, 200_000))
    path = write_parts(tmp_path / "boek.xlsx", changed(TOWNS, "<sheetData>", SIZE))
    merged = b'</sheetData><mergeCells count="1"><mergeCell ref="E2:E3"/></mergeCells>'
    rewrite(path, {TOWNS: lambda content: content.replace(b"</sheetData>", rows + merged)})
    assert [(item.code, item.place.row, item.place.letter) for item in errors_of(path)] == [("cells_merged", 2, "E")]


def test_a_cell_in_the_last_corner_is_named(tmp_path: Path) -> None:
    corner = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    path = write_sheets(tmp_path / "boek.xlsx", sheets_of(small_tables()))
    rewrite(path, {TOWNS: lambda content: content.replace(b"</sheetData>", corner)})
    assert same_case(path, notes=("column_without_header",))
    found = next(item for item in check_case(path)[1] if item.code == "column_without_header")
    assert (found.place.row, found.params) == (1_048_576, {"letter": "XFD"})


def test_hundreds_of_rows_are_all_read(tmp_path: Path) -> None:
    tables = built_in_tables("gelderland")
    more = [row | {"locatie_id": f"X{number}"} for number, row in enumerate(tables["locaties"] * 9)][:600]
    path = case_workbook(tmp_path / "boek.xlsx", {**tables, "locaties": more})
    found, findings = read_workbook(path)
    assert findings == []
    assert len(found["locaties"].rows) == 600
