"""Findings in the order in which people read them, folded over rows, and as data."""

from datetime import date

from regietafel.model.errors import Finding, Place
from regietafel.outputs.findings_list import Checked, cell_name, finding_row, findings_document, groups, in_order

BOOK = "invoer.xlsx"


def found(code="number_none", sheet="locaties", row=2, letter="F", **more) -> Finding:
    """Make a finding about a cell of a workbook."""
    column = more.pop("column", "plekken")
    return Finding(code, place=Place(BOOK, sheet, row, column, letter), **more)


def test_errors_come_first_then_warnings_then_notes():
    mixed = [found(level=level) for level in ("note", "error", "warning")]
    assert [item.level for item in in_order(mixed)] == ["error", "warning", "note"]


def test_files_come_before_tables_and_tables_stand_in_the_order_of_the_contract():
    # By the alphabet: gemeenten, locaties, momenten, opgave. In the contract: opgave, momenten, gemeenten, locaties.
    mixed = [found(sheet=sheet) for sheet in ("locaties", "gemeenten", "", "momenten", "opgave")]
    assert [item.place.sheet for item in in_order(mixed)] == ["", "opgave", "momenten", "gemeenten", "locaties"]


def test_a_sheet_is_known_however_its_owner_spelled_it():
    mixed = [found(sheet=sheet) for sheet in ("Locaties ", "OPGAVE")]
    assert [item.place.sheet for item in in_order(mixed)] == ["OPGAVE", "Locaties "]


def test_rows_go_before_columns_and_column_aa_comes_after_z():
    mixed = [found(row=3, letter="A"), found(row=2, letter="AA"), found(row=2, letter="Z"), found(row=10, letter="B")]
    assert [cell_name(item.place) for item in in_order(mixed)] == ["Z2", "AA2", "A3", "B10"]


def test_the_same_finding_is_there_once():
    assert len(in_order([found(), found(), found(value="veel")])) == 2


def test_a_finding_of_several_scenarios_counts_once_as_it_is_listed_once():
    checked = Checked("boek.xlsx", [found(), found(), found(value="veel"), found(level="warning")])
    assert checked.counts == {"error": 2, "warning": 1, "note": 0}
    document = findings_document(checked, "nl", for_meeting=False)
    assert len(document["findings"]) == sum(document["counts"].values())


def test_the_order_does_not_depend_on_the_order_in_which_they_were_found():
    mixed = [found(code=code, row=row) for code in ("number_none", "cell_empty") for row in (5, 2)]
    assert in_order(mixed) == in_order(reversed(mixed))


def test_equal_findings_in_a_column_are_folded_into_one_with_their_rows():
    same = [found(row=row, value="veel") for row in (4, 7, *range(12, 31))]
    (group,) = groups(in_order([*same, found(row=5, value="-")]))
    # 2 rows and 19 rows of a run: 21 of "veel", and one of "-".
    assert [(fold.finding.value, len(fold.rows)) for fold in group.folds] == [("veel", 21), ("-", 1)]
    assert group.folds[0].rows == (4, 7, *range(12, 31))
    assert group.count == 22


def test_findings_that_say_something_else_are_not_folded():
    params = [found(row=row, params={"first_row": str(row - 1)}) for row in (4, 5)]
    columns = [found(letter=letter) for letter in ("F", "G")]
    assert len(groups(params)[0].folds) == 2
    assert len(groups(columns)[0].folds) == 2


def test_a_group_is_one_table_of_one_file():
    mixed = [found(sheet="gemeenten"), found(), Finding("option_range"), found(row=9)]
    assert [(group.place.file, group.place.sheet, group.count) for group in groups(mixed)] == [
        (BOOK, "gemeenten", 1),
        (BOOK, "locaties", 2),
        ("", "", 1),
    ]


def test_a_finding_as_data_has_its_cell_and_both_sentences():
    row = finding_row(found("number_range", row=14, letter="K", value="-3", params={"low": 0, "high": 20000}), "nl")
    assert row == {
        "level": "error",
        "code": "number_range",
        "file": BOOK,
        "sheet": "locaties",
        "row": 14,
        "column": "plekken",
        "letter": "K",
        "cell": "K14",
        "value": "-3",
        "params": {"low": 0, "high": 20000},
        "message": "Dit getal ligt niet tussen 0 en 20.000.",
        "what_to_do": "Verbeter het getal; let op de komma.",
    }


def test_a_finding_about_a_whole_table_has_no_cell():
    row = finding_row(Finding("table_empty", place=Place("momenten.csv", "momenten"), value="momenten"), "en")
    assert (row["row"], row["column"], row["letter"], row["cell"]) == (0, "", "", "")


def test_dates_in_parameters_are_text_as_data():
    item = found("dates_order", params={"first": date(2028, 1, 1), "last": date(2027, 1, 1)})
    assert finding_row(item, "nl")["params"] == {"first": "2028-01-01", "last": "2027-01-01"}


def test_what_is_unfit_is_null_when_it_was_not_asked_or_is_unknown():
    known, unknown = Checked("mijn", [], []), Checked("mijn", [found()], None)
    assert findings_document(known, "nl", for_meeting=False)["not_for_meeting"] is None
    assert findings_document(known, "nl", for_meeting=True)["not_for_meeting"] == []
    assert findings_document(unknown, "nl", for_meeting=True)["not_for_meeting"] is None


def test_the_document_counts_by_level():
    document = findings_document(Checked("mijn", [found(), found(row=3), found(level="note")]), "nl", for_meeting=False)
    assert (document["ok"], document["counts"]) == (False, {"error": 2, "warning": 0, "note": 1})
