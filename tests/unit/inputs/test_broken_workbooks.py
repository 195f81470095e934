"""Workbooks the way people break them: each break is named at its sheet, row and column."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from regietafel.inputs.load import check_case
from regietafel.model.case import Case
from regietafel.model.errors import Finding
from regietafel.model.tables import TABLES
from support.small_tables import small_tables
from support.workbooks import Formula, Sheet, Xml, error, sheets_of, write_sheets

Sheets = dict[str, Sheet]
Change = Callable[[Sheets], Any]
Expected = list[tuple[str, str, int, str]]
"""Code, sheet, row and column letter of every finding that a good workbook does not have."""

ABOUT_PLACES = ("asylum_above_places", "special_above_places", "ukraine_above_places")


def check(path: Path, change: Change, **about: str) -> tuple[Case | None, list[Finding]]:
    """Write the small case, changed, and read it; without the findings it has when nothing is changed."""
    sheets = sheets_of(small_tables())
    change(sheets)
    case, findings = check_case(write_sheets(path / "boek.xlsx", sheets, **about))
    return case, [item for item in findings if item.code not in ABOUT_PLACES]


def where(findings: list[Finding]) -> Expected:
    assert {item.place.file for item in findings} <= {"boek.xlsx"}
    return [(item.code, item.place.sheet, item.place.row, item.place.letter) for item in findings]


def column(sheet: Sheet, header: str) -> int:
    return sheet.cells[0].index(header)


def put(table: str, row: int, header: str, value: Any) -> Change:
    """Put a value in a cell."""

    def change(sheets: Sheets) -> None:
        cells = sheets[table].cells
        cells[row - 1][column(sheets[table], header)] = value

    return change


def nothing(_sheets: Sheets) -> None:
    """Change nothing."""


def both(*changes: Change) -> Change:
    """Do several things."""
    return lambda sheets: [change(sheets) for change in changes]


def rename(old: str, new: str) -> Change:
    """Give a sheet another name, at the same place."""

    def change(sheets: Sheets) -> None:
        renamed = {new if name == old else name: sheet for name, sheet in sheets.items()}
        sheets.clear()
        sheets.update(renamed)

    return change


def header(table: str, old: str, new: Any) -> Change:
    """Type another name above a column."""
    return lambda sheets: sheets[table].cells[0].__setitem__(column(sheets[table], old), new)


def drop_column(table: str, name: str) -> Change:
    """Take a column away."""

    def change(sheets: Sheets) -> None:
        index = column(sheets[table], name)
        for cells in sheets[table].cells:
            del cells[index]

    return change


def add_column(table: str, *values: Any) -> Change:
    """Put cells to the right of all others, from row 1 down."""

    def change(sheets: Sheets) -> None:
        for cells, value in zip(sheets[table].cells, values, strict=False):
            cells.append(value)

    return change


def insert(table: str, number: int, *cells: Any) -> Change:
    """Put a row in between."""
    return lambda sheets: sheets[table].cells.insert(number - 1, list(cells))


def sheet(name: str, *rows: list[Any], state: str = "visible") -> Change:
    """Add a sheet."""
    return lambda sheets: sheets.__setitem__(name, Sheet([list(row) for row in rows], state=state))


def about(table: str, **values: Any) -> Change:
    """Set what else a sheet holds: merged cells, hidden rows, state."""
    return lambda sheets: [setattr(sheets[table], name, value) for name, value in values.items()]


TOWNS, PLACES, TYPES, FIGURES = "gemeenten", "locaties", "locatietypen", "opgave"
LAST = "Y"
"""First free column of the sheet gemeenten: 22 columns and the two of every table stand before it."""

READ_ALL_THE_SAME: dict[str, tuple[Change, Expected]] = {
    "nothing": (nothing, []),
    "header with a star": (header(TOWNS, "inwoners", "inwoners *"), []),
    "header with two spaces and capitals": (header(TOWNS, "ses_woa", " SES  WOA "), []),
    "header over two lines": (header(TOWNS, "indicatief_aantal", "indicatief\naantal"), []),
    "header with accents": (header(TOWNS, "gevraagde_plekken_oekraine", "gevraagde plekken Oekraïne"), []),
    "sheet with capitals and a space": (rename(TOWNS, "Gemeenten "), []),
    "sheet with an accent": (rename(PLACES, "Locatiës"), []),
    "sheets in another order": (lambda sheets: sheets.update(opgave=sheets.pop(FIGURES)), []),
    "empty rows in between": (both(insert(TOWNS, 3), insert(TOWNS, 3)), []),
    "rows of spaces in between": (insert(TOWNS, 3, " ", "\u00a0", "\u200b"), []),
    "formatted cells without content": (insert(TOWNS, 5, *[Xml('s="1"')] * 30), []),
    "an empty sheet": (sheet("Blad1"), []),
    "our own sheets": (both(sheet("uitleg", ["Zo werkt het"]), sheet("Lijsten", ["ja"], state="hidden")), []),
    "a column that shows a computed value": (
        add_column(TOWNS, "berekend: indicatief_aantal", 100, error("#N/A"), Formula("1+1")),
        [],
    ),
    "a formula with its value": (
        put(TOWNS, 2, "inwoners", Formula("10000*2", 20000)),
        [("formulas_read", TOWNS, 0, "")],
    ),
    "a formula that gives an empty text": (put(TOWNS, 2, "toelichting", Xml('t="str"', '<f>""</f><v></v>')), []),
    "an example row": (
        insert(TOWNS, 2, "voorbeeld: Arnhem", None, None, None, "zoveel"),
        [("example_rows_changed", TOWNS, 0, "")],
    ),
    "an example row of ours": (
        insert("taakstelling", 2, "voorbeeld: Gemeente A", "2027-I", 40, "12"),
        [],
    ),
    "an example row that was filled in": (
        insert(PLACES, 2, None, "Voorbeeld : Centrum", None, "azc", "bestaand", 10**9, error("#N/A")),
        [("example_rows_changed", PLACES, 0, "")],
    ),
    "an example row with a formula without value": (
        insert(TOWNS, 2, "voorbeeld: x", None, None, None, Formula("1+1")),
        [("example_rows_changed", TOWNS, 0, "")],
    ),
    "a hidden row": (about(TOWNS, hidden_rows={3}), [("rows_hidden", TOWNS, 0, "")]),
    "hidden rows without content": (about(TOWNS, hidden_rows={9, 10}), []),
    "a hidden column": (
        about(TOWNS, columns='<col min="5" max="5" hidden="1"/>'),
        [("columns_hidden", TOWNS, 0, "")],
    ),
    "a column of no width": (
        about(TOWNS, columns='<col min="5" max="5" width="0"/>'),
        [("columns_hidden", TOWNS, 0, "")],
    ),
    "hidden empty columns": (about(TOWNS, columns='<col min="3" max="4" hidden="1"/>'), []),
    "a hidden sheet": (about(PLACES, state="hidden"), [("sheet_hidden", PLACES, 0, "")]),
    "a sheet that only a macro can show": (about(PLACES, state="veryHidden"), [("sheet_hidden", PLACES, 0, "")]),
    "an unknown sheet": (sheet("kladblok", ["a", 1]), [("sheet_unknown", "kladblok", 0, "")]),
    "an unknown hidden sheet": (sheet("oud", ["a"], state="hidden"), [("sheet_unknown", "oud", 0, "")]),
    "an unknown column": (add_column(TOWNS, "notitie", "bellen"), [("column_unknown", TOWNS, 1, LAST)]),
    "an unknown column without values": (add_column(TOWNS, "notitie"), [("column_unknown", TOWNS, 1, LAST)]),
    "errors in an unknown column": (
        add_column(TOWNS, "notitie", error("#N/A"), Formula("1+1")),
        [("column_unknown", TOWNS, 1, LAST)],
    ),
    "a remark beside the table": (add_column(TOWNS, None, None, "zie mail"), [("column_without_header", TOWNS, 3, "")]),
    "a title above the table": (insert(TOWNS, 1, "Gemeenten in Voorbeeldland"), [("header_row_used", TOWNS, 2, "")]),
    "a title and an empty row above the table": (
        both(insert(TOWNS, 1), insert(TOWNS, 1, "Gemeenten", "versie 2", "inwoners")),
        [("header_row_used", TOWNS, 3, "")],
    ),
    "empty rows above the table": (both(insert(TOWNS, 1), insert(TOWNS, 1)), [("header_row_used", TOWNS, 3, "")]),
    "merged cells in a title": (
        both(insert(TOWNS, 1, "Gemeenten"), about(TOWNS, merged=["A1:F1"])),
        [("header_row_used", TOWNS, 2, "")],
    ),
    "merged cells without content": (about(TOWNS, merged=["C2:C4", "A20:F20"]), []),
    "merged cells beside the table": (about(TOWNS, merged=["AA2:AC9"]), []),
}


@pytest.mark.parametrize("what", READ_ALL_THE_SAME)
def test_what_can_be_read_is_read_as_the_same_case_and_named(tmp_path: Path, what: str) -> None:
    change, expected = READ_ALL_THE_SAME[what]
    good, _ = check(tmp_path, nothing)
    case, findings = check(tmp_path, change)
    assert case == good
    assert where(findings) == expected
    assert {item.level for item in findings} <= {"warning", "note"}


WRONG: dict[str, tuple[Change, Expected]] = {
    "two rows merged": (
        both(put(TOWNS, 2, "subregio", "Noord"), about(TOWNS, merged=["C2:C4"])),
        [("cells_merged", TOWNS, 2, "C")],
    ),
    "two columns merged": (about(PLACES, merged=["G2:H2"]), [("cells_merged", PLACES, 2, "G")]),
    "merged, with a value under another": (
        both(put(TOWNS, 3, "subregio", "Noord"), about(TOWNS, merged=["C2:C4"])),
        [("cells_merged", TOWNS, 2, "C")],
    ),
    "merged from the header down": (about(TOWNS, merged=["E1:E2"]), [("cells_merged", TOWNS, 2, "E")]),
    "a row of totals": (
        insert(TOWNS, 5, "Totaal", None, None, None, 100000),
        [("municipality_total", TOWNS, 5, "A")],
    ),
    "a row of totals with formulas": (
        insert(TOWNS, 5, "Totaal", None, None, None, Formula("SUM(E2:E4)", 100000)),
        [("formulas_read", TOWNS, 0, ""), ("municipality_total", TOWNS, 5, "A")],
    ),
    "a required column away": (drop_column(TOWNS, "inwoners"), [("column_missing", TOWNS, 0, "")]),
    "a required column misspelt": (
        header(TOWNS, "inwoners", "inwonrs"),
        [("column_missing", TOWNS, 0, ""), ("column_unknown", TOWNS, 1, "E")],
    ),
    "a column twice": (add_column(TOWNS, "Inwoners", 1, 2, 3), [("column_double", TOWNS, 1, LAST)]),
    "a header with an error": (
        header(TOWNS, "inwoners", error("#REF!")),
        [("column_missing", TOWNS, 0, ""), ("column_unknown", TOWNS, 1, "E")],
    ),
    "no header at all": (lambda sheets: sheets[TOWNS].cells.pop(0), [("header_missing", TOWNS, 1, "")]),
    "only the header": (lambda sheets: [sheets[TOWNS].cells.pop() for _ in range(3)], [("table_empty", TOWNS, 0, "")]),
    "an empty sheet of a table": (lambda sheets: sheets[TOWNS].cells.clear(), [("sheet_empty", TOWNS, 0, "")]),
    "a sheet away": (lambda sheets: sheets.pop("momenten"), [("sheet_missing", "momenten", 0, "")]),
    "a sheet misspelt": (
        rename(PLACES, "lokaties"),
        [("sheet_missing", PLACES, 0, ""), ("sheet_unknown", "lokaties", 0, "")],
    ),
    "a sheet twice": (sheet("Gemeenten (oud)", ["gemeente"]), [("sheet_unknown", "Gemeenten (oud)", 0, "")]),
    "a sheet twice under nearly the same name": (
        sheet("Gemeenten.", ["gemeente", "inwoners"], ["Centrum", 1]),
        [("sheet_double", "Gemeenten.", 0, "")],
    ),
    "the header again halfway": (
        lambda sheets: sheets[TOWNS].cells.insert(3, list(sheets[TOWNS].cells[0])),
        [("header_again", TOWNS, 4, "")],
    ),
    "a row twice": (
        lambda sheets: sheets[TOWNS].cells.append(list(sheets[TOWNS].cells[1])),
        [("row_double", TOWNS, 5, "A")],
    ),
    "a row of locations twice": (
        lambda sheets: sheets[PLACES].cells.append(list(sheets[PLACES].cells[1])),
        [("row_double", PLACES, 7, "A")],
    ),
    "a required cell emptied": (put(TOWNS, 3, "inwoners", None), [("cell_empty", TOWNS, 3, "E")]),
    "a required cell of spaces": (put(TOWNS, 3, "inwoners", "\u00a0 "), [("cell_empty", TOWNS, 3, "E")]),
    "a figure with an error": (put(FIGURES, 3, "waarde", error("#N/A")), [("cell_error_value", FIGURES, 3, "B")]),
    "a figure without its value": (
        put(FIGURES, 3, "waarde", Formula("1+1")),
        [("formula_without_value", FIGURES, 3, "B")],
    ),
    "a figure misspelt": (put(FIGURES, 6, "naam", "provinciale opgaf"), [("figure_unknown", FIGURES, 6, "A")]),
    "cells moved one to the right": (
        lambda sheets: sheets[TOWNS].cells[1].insert(4, None),
        [("cell_empty", TOWNS, 2, "E"), ("number_range", TOWNS, 2, "U"), ("word_unknown", TOWNS, 2, "L")],
    ),
    "a type that is not there": (put(PLACES, 3, "locatietype", "kleinschalg"), [("type_unknown", PLACES, 3, "D")]),
    "a formula to another workbook without value": (
        put(TOWNS, 2, "inwoners", Formula("[1]Blad1!A1")),
        [("formula_without_value", TOWNS, 2, "E")],
    ),
    "a scenario with an error": (
        sheet("scenarios", ["instelling", "basis"], ["titel", error("#REF!")]),
        [("cell_error_value", "scenarios", 2, "B")],
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_named_at_its_place(tmp_path: Path, what: str) -> None:
    change, expected = WRONG[what]
    case, findings = check(tmp_path, change)
    found = where(findings)
    assert [item for item in expected if item not in found] == []
    assert case is None or what == "a sheet twice"
    assert [item for item in found if item not in expected and item[0] in {code for code, *_ in expected}] == []


def test_an_error_is_not_said_twice(tmp_path: Path) -> None:
    _, findings = check(
        tmp_path, both(put(TOWNS, 3, "inwoners", Formula("1+1")), put(TOWNS, 4, "inwoners", error("#N/A")))
    )
    assert where(findings) == [("formula_without_value", TOWNS, 3, "E"), ("cell_error_value", TOWNS, 4, "E")]


def test_values_of_formulas_do_not_count_when_the_program_that_wrote_them_does_not_compute(tmp_path: Path) -> None:
    """One such program writes 0 as the value of every formula, and asks the spreadsheet to compute when it opens."""
    wanted = put(TOWNS, 2, "inwoners", Formula("10000*2", 0))
    case, findings = check(tmp_path, wanted, calculation='<calcPr calcId="124519" fullCalcOnLoad="1"/>')
    assert case is None
    assert [(item.code, item.value) for item in findings] == [("formula_without_value", "=10000*2")]


def test_days_are_counted_from_1904_when_the_workbook_says_so(tmp_path: Path) -> None:
    # 1 July 2027 is day 46569 from the end of 1899, and day 45107 from the first of 1904: 1462 days later.
    change = both(put("momenten", 2, "moment", Xml('s="1"', "<v>45107</v>")), put("momenten", 3, "moment", "1-2-2028"))
    case, findings = check(tmp_path, change, about='date1904="1"')
    assert findings == []
    assert case is not None
    assert [item.key for item in case.moments] == ["2027-07-01", "2028-02-01"]


def test_what_is_not_read_is_counted_and_shown(tmp_path: Path) -> None:
    example = insert(TOWNS, 2, "voorbeeld: Arnhem")
    _, findings = check(
        tmp_path,
        both(example, example, about(TOWNS, hidden_rows={5, 6}), put(TOWNS, 6, "inwoners", Formula("5", 50000))),
    )
    assert {item.code: item.params for item in findings} == {
        "example_rows_changed": {"count": 2, "rows": "2-3"},
        "rows_hidden": {"rows": "5-6"},
        "formulas_read": {"count": 1, "cells": "E6"},
    }


def test_every_sheet_may_be_missing_unless_it_is_required(tmp_path: Path) -> None:
    for name in TABLES:
        _, findings = check(tmp_path, lambda sheets, name=name: sheets.pop(name, None))
        missing = [item.value for item in findings if item.code == "sheet_missing"]
        assert missing == ([name] if TABLES[name].required else [])


def test_without_the_sheet_of_municipalities_no_name_elsewhere_is_called_unknown(tmp_path: Path) -> None:
    _, findings = check(tmp_path, lambda sheets: sheets.pop(TOWNS))
    assert [item.value for item in findings if item.level == "error"] == [TOWNS]


def test_a_row_of_totals_is_not_asked_for_a_score(tmp_path: Path) -> None:
    _, findings = check(tmp_path, insert(TOWNS, 5, "Totaal", None, None, None, 40000))
    assert [item.code for item in findings if item.place.row == 5] == ["municipality_total"]
