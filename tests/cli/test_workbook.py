"""A workbook as a case: planned, kept in the run folder as it was read, audited from there."""

import json
import shutil
from pathlib import Path

import pytest

from regietafel.inputs.load import load_case
from support.small_tables import small_tables
from support.workbooks import Formula, case_workbook, sheets_of, write_sheets

BOOK = "Mijn case (2).xlsx"


def document(folder: Path) -> dict:
    return json.loads((folder / "plan.json").read_text(encoding="utf-8"))


@pytest.fixture
def run(planned_book, own_folder) -> Path:
    return Path(shutil.copytree(planned_book / "uit-boek", own_folder / "plan"))


def test_the_run_keeps_the_workbook_byte_for_byte_and_nothing_else(planned_book):
    kept = planned_book / "uit-boek" / "invoer"
    assert [file.name for file in kept.iterdir()] == [BOOK]
    assert (kept / BOOK).read_bytes() == (planned_book / BOOK).read_bytes()


def test_the_plan_of_a_workbook_differs_from_that_of_its_tables_in_the_names_of_files_alone(planned_book):
    book, tables = document(planned_book / "uit-boek"), document(planned_book / "uit-map")
    assert {item["file"] for item in book["case"]["inputs"]} == {BOOK}
    for item in book["case"]["inputs"]:
        item["file"] = f"{item['table']}.csv"
    for plan in (book, tables):
        del plan["versions"]["document_sha256"]
    assert book == tables


def test_a_run_of_a_workbook_is_audited_from_its_own_copy(command, run):
    said = command("audit", run)
    assert (said.exit_code, said.stderr) == (0, "")
    assert command("report", run).exit_code == 0


def test_a_workbook_that_was_changed_afterwards_fails_the_audit(command, run):
    tables = small_tables()
    tables["gemeenten"][0]["inwoners"] = "20.001"
    case_workbook(run / "invoer" / BOOK, tables)
    said = command("audit", run)
    assert said.exit_code == 7
    assert "inhabitants" in said.stderr


def test_a_run_without_its_workbook_cannot_be_audited(command, run):
    (run / "invoer" / BOOK).unlink()
    said = command("audit", run)
    assert said.exit_code == 3
    assert "invoer" in said.stderr


def test_a_plan_cannot_name_a_workbook_outside_its_run(command, run, planned_book):
    plan = document(run)
    for item in plan["case"]["inputs"]:
        item["file"] = f"../../{BOOK}"
    (run / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
    shutil.move(run / "invoer" / BOOK, run.parent / BOOK)
    assert command("audit", run).exit_code == 3


def test_check_says_all_that_is_wrong_with_sheet_row_and_column(command, own_folder):
    sheets = sheets_of(small_tables())
    towns = sheets["gemeenten"].cells
    towns[1][towns[0].index("inwoners")] = "ca. 20.000"
    towns[2][towns[0].index("inwoners")] = Formula("15000*2")
    write_sheets(own_folder / "boek.xlsx", sheets)
    said = command("check", "boek.xlsx")
    assert said.exit_code == 3
    assert 'boek.xlsx, blad gemeenten, rij 2, kolom E (inwoners): "ca. 20.000": dit is geen getal.' in said.stdout
    assert (
        'boek.xlsx, blad gemeenten, rij 3, kolom E (inwoners): "=15000*2": in de cel staat een formule' in said.stdout
    )


def test_a_wrong_workbook_gives_no_plan_and_the_findings(command, own_folder):
    (own_folder / "boek.xlsx").write_bytes(b"")
    said = command("plan", "boek.xlsx")
    assert said.exit_code == 3
    assert "boek.xlsx is leeg (0 bytes)" in said.stderr


def test_a_new_workbook_that_nobody_changed_is_the_built_in_case(command, own_folder):
    assert command("new", "flevoland").exit_code == 0
    assert load_case(own_folder / "invoer-flevoland.xlsx").built_in == "flevoland"
    said = command("check", "invoer-flevoland.xlsx")
    assert said.exit_code == 0
    assert "Let op" not in said.stdout
