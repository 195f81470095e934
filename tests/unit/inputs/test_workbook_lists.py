"""What a spreadsheet helps with while somebody types: lists, ranges, and colour where something is missing."""

import re
from itertools import combinations

import pytest
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.datavalidation import DataValidation

from regietafel.inputs.workbook_columns import ROOM
from regietafel.model.option_labels import OPTION_LABELS
from regietafel.model.tables import FIGURES, STREAM_WORDS, TABLES
from support.written_workbooks import filled_rows, headers, opened

CHOICES = [(table.name, item) for table in TABLES.values() for item in table.all_columns() if item.kind == "choice"]
NUMBERS = [
    (table.name, item)
    for table in TABLES.values()
    for item in table.all_columns()
    if item.kind in ("int", "decimal", "degrees")
]


def check_at(table: str, row: int, header: str, name: str = "voorbeeldland") -> DataValidation | None:
    """Return the check of a cell, or None."""
    sheet = opened(name)[table]
    address = sheet.cell(row, headers(sheet)[header]).coordinate
    found = [item for item in sheet.data_validations.dataValidation if address in item.sqref]
    assert len(found) <= 1
    return found[0] if found else None


def first_row(table: str, name: str = "voorbeeldland") -> int:
    """Return the first row below the examples."""
    sheet = opened(name)[table]
    return next(row for row in range(2, 9) if not str(sheet.cell(row, 1).value).startswith("voorbeeld:"))


def last_row(table: str, name: str = "voorbeeldland") -> int:
    """Return the last row of the data, or the last example."""
    return first_row(table, name) - 1 + len(list(filled_rows(opened(name)[table])))


def words_of(check: DataValidation) -> list[str]:
    """Return the words of a fixed list: the cells of the hidden sheet that its name stands for."""
    reference = opened().defined_names[check.formula1].attr_text
    sheet, _, cells = reference.partition("!")
    left, top, right, bottom = range_boundaries(cells.replace("$", ""))
    assert (sheet, left) == ("lijsten", right)
    return [opened()[sheet].cell(row, left).value for row in range(top, bottom + 1)]


@pytest.mark.parametrize(("table", "about"), CHOICES, ids=lambda item: getattr(item, "header", item))
def test_a_choice_comes_from_a_complete_list_and_nothing_else_is_taken(table, about):
    check = check_at(table, first_row(table), about.header)
    assert (check.type, check.errorStyle or "stop") == ("list", "stop")
    assert words_of(check) == list(about.words)


@pytest.mark.parametrize(("table", "about"), NUMBERS, ids=lambda item: getattr(item, "header", item))
def test_a_number_has_the_range_of_its_column(table, about):
    check = check_at(table, first_row(table), about.header)
    assert check.type == ("whole" if about.kind == "int" else "decimal")
    assert (float(check.formula1), float(check.formula2)) == (about.low, about.high)
    assert check.prompt


@pytest.mark.parametrize("table", TABLES)
def test_checks_reach_below_the_data(table):
    last = last_row(table) + ROOM[table]
    header = "herkomst"
    assert check_at(table, last, header) is not None
    assert check_at(table, last + 1, header) is None


def test_lists_of_streams_have_every_combination_and_let_others_pass():
    check = check_at("locatietypen", first_row("locatietypen"), "doelgroepen")
    expected = {"+".join(some) for size in range(1, 5) for some in combinations(STREAM_WORDS, size)}
    assert set(words_of(check)) == expected
    assert check.errorStyle == "warning"


def test_yes_and_no_may_also_be_written_otherwise():
    check = check_at("locaties", first_row("locaties"), "openbaar")
    assert (words_of(check), check.errorStyle) == (["ja", "nee"], "warning")


def test_half_years_are_those_of_the_cycle():
    check = check_at("taakstelling", first_row("taakstelling"), "halfjaar")
    assert words_of(check) == ["2027-I", "2027-II", "2028-I", "2028-II"]


def test_options_are_listed_by_their_dutch_name():
    check = check_at("scenarios", first_row("scenarios"), "instelling")
    assert words_of(check) == ["titel", "bouwt_voort_op", "vastgezet", *OPTION_LABELS.values()]


def test_names_of_figures_are_listed():
    check = check_at("opgave", last_row("opgave") + 1, "naam")
    assert words_of(check) == [item.header for item in FIGURES]


@pytest.mark.parametrize(
    ("table", "header", "source"),
    [
        ("taakstelling", "gemeente", ("gemeenten", "gemeente")),
        ("locaties", "koppelgemeente", ("gemeenten", "gemeente")),
        ("standpunten", "gemeenten", ("gemeenten", "gemeente")),
        ("uitruil", "naar", ("gemeenten", "gemeente")),
        ("locaties", "locatietype", ("locatietypen", "locatietype")),
        ("standpunten", "andere_locatie_id", ("locaties", "locatie_id")),
        ("standpunten", "moment", ("momenten", "moment")),
    ],
)
def test_lists_from_other_sheets_hold_the_data_and_what_is_added_below_it(table, header, source):
    check = check_at(table, first_row(table), header)
    formula = opened().defined_names[check.formula1].attr_text
    sheet, column = opened()[source[0]], headers(opened()[source[0]])[source[1]]
    letter = sheet.cell(1, column).column_letter
    top, bottom = first_row(source[0]), last_row(source[0]) + ROOM[source[0]]
    cells = f"'{source[0]}'!${letter}${top}:${letter}${bottom}"
    assert formula.startswith(f"'{source[0]}'!${letter}${top}:INDEX({cells},")
    assert check.errorStyle == "warning"


def test_scenarios_to_choose_from_are_the_headers_of_the_sheet_scenarios():
    check = check_at("standpunten", first_row("standpunten"), "scenario")
    formula = opened().defined_names[check.formula1].attr_text
    start, end = re.search(r"scenarios!\$([A-Z]+)\$1:INDEX\(scenarios!\$\1\$1:\$([A-Z]+)\$1", formula).groups()
    row = opened()["scenarios"][f"{start}1:{end}1"][0]
    assert [cell.value for cell in row] == ["basis", "duurzaam", "tafel", "kleinschalig", *[None] * 5]


@pytest.mark.parametrize(
    ("figure", "kind"),
    [("cyclus_begin", "date"), ("stand", "list"), ("capaciteitsraming", "whole"), ("som_weging_landelijk", "decimal")],
)
def test_each_figure_of_the_task_has_a_check_of_its_own(figure, kind):
    place = next(row["naam"].row for row in filled_rows(opened()["opgave"]) if row["naam"].value == figure)
    assert check_at("opgave", place, "waarde").type == kind


def test_messages_are_in_dutch_and_fit():
    for sheet in opened():
        for check in sheet.data_validations.dataValidation:
            assert 0 < len(check.promptTitle) <= 32
            assert 0 < len(check.prompt) <= 255
            assert 0 < len(check.error) <= 255
            assert check.errorTitle in ("Dit past hier niet", "Staat niet in de lijst")


@pytest.mark.parametrize("table", [name for name in TABLES if name != "scenarios"])
def test_a_required_cell_that_is_empty_in_a_used_row_is_coloured(table):
    sheet = opened()[table]
    first = first_row(table)
    for about in TABLES[table].columns:
        address = sheet.cell(first, headers(sheet)[about.header]).coordinate
        formulas = {
            formula
            for area in sheet.conditional_formatting
            if address in area.sqref
            for rule in area.rules
            for formula in rule.formula
            if "COUNTA" in formula
        }
        expected = {f"AND(LEN({address})=0,COUNTA($A{first}:"} if about.required else set()
        assert {formula.partition("$A")[0] + f"$A{first}:" for formula in formulas} == expected
