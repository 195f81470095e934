"""The workbook that is filled in: LibreOffice opens it as it is, and what it saves is still the same case."""

from dataclasses import fields

import openpyxl
import pytest
from click.testing import CliRunner

from regietafel import load_case
from regietafel.cli import main
from regietafel.inputs.workbook_layout import EXPLANATION, LISTS
from support.office import cells_of, differences, saved_by_office

# The one to practise with, the largest, and one with islands, ferries and accents.
PROVINCES = ("voorbeeldland", "noord-brabant", "fryslan")


@pytest.fixture(scope="module", params=PROVINCES)
def workbooks(request, tmp_path_factory):
    """Make a workbook with the command, and open and save it in LibreOffice: name, ours, theirs."""
    folder = tmp_path_factory.mktemp(request.param)
    ours = folder / f"invoer-{request.param}.xlsx"
    done = CliRunner().invoke(main, ["new", request.param, str(ours)])
    assert done.exit_code == 0, done.output
    (folder / "saved").mkdir()
    return request.param, ours, saved_by_office(ours, "xlsx", folder / "saved")


def test_libreoffice_shows_every_cell_as_it_was_written(workbooks):
    _, ours, theirs = workbooks
    written = cells_of(ours)
    assert len(written) > 500
    assert differences(written, cells_of(theirs)) == []


def test_what_helps_to_fill_in_survives(workbooks):
    # Not compared: frozen headers. They belong to a window, and without one LibreOffice saves none.
    _, ours, theirs = workbooks
    before, after = openpyxl.load_workbook(ours), openpyxl.load_workbook(theirs)
    assert after.sheetnames == before.sheetnames
    assert before.sheetnames[0] == EXPLANATION
    assert [sheet.title for sheet in after if sheet.sheet_state != "visible"] == [LISTS]
    # Lists in rows 2 to 6, and a note at every header that we know.
    assert len(choices(before["locaties"])) >= 5 * 5
    assert len(notes(before["locaties"])) >= 40
    for sheet in before:
        same = after[sheet.title]
        assert choices(same) == choices(sheet), sheet.title
        assert len(same.conditional_formatting) == len(sheet.conditional_formatting), sheet.title
        assert notes(same) == notes(sheet), sheet.title


def choices(sheet) -> dict[str, str]:
    """Give the list behind every cell that has one, for the first rows."""
    lists = [rule for rule in sheet.data_validations.dataValidation if rule.type == "list"]
    return {
        cell.coordinate: rule.formula1.replace("$", "").replace("'", "")
        for row in sheet.iter_rows(min_row=2, max_row=6)
        for cell in row
        for rule in lists
        if cell.coordinate in rule.sqref
    }


def notes(sheet) -> set[str]:
    """Name the cells that have a note."""
    return {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment}


@pytest.mark.parametrize("reader", ["ours", "theirs"])
def test_untouched_it_is_the_built_in_case(workbooks, reader):
    name, ours, theirs = workbooks
    read, built_in = load_case({"ours": ours, "theirs": theirs}[reader]), load_case(f"voorbeeld:{name}")
    for field in fields(built_in):
        if field.name not in {"name", "inputs"}:
            assert getattr(read, field.name) == getattr(built_in, field.name), field.name


def test_a_saved_workbook_passes_the_check(workbooks):
    _, _, theirs = workbooks
    done = CliRunner().invoke(main, ["check", str(theirs)])
    assert done.exit_code == 0, done.output


def test_every_page_can_be_printed(workbooks, tmp_path):
    _, ours, _ = workbooks
    assert saved_by_office(ours, "pdf", tmp_path).read_bytes().startswith(b"%PDF-")
