"""``check``: findings as a workbook and as data, and what stands before the table, counted alike everywhere."""

import json
import re
from importlib.resources import files

import jsonschema
import openpyxl
import pytest
from click.testing import CliRunner

from regietafel.cli import main
from regietafel.outputs.findings_workbook import is_ours
from support.case_folders import folder_of, row_of


@pytest.fixture
def spoiled(case_folder):
    """Spoil two cells of the small case."""
    table = case_folder / "gemeenten.csv"
    text = table.read_text(encoding="utf-8-sig").replace("20.000", "veel").replace("50.000", "-5")
    table.write_text(text, encoding="utf-8-sig")
    return case_folder


def test_findings_are_written_to_a_workbook_with_links(command, spoiled, own_folder):
    said = command("check", "mijn", "--findings", "bevindingen.xlsx")
    assert said.exit_code == 3
    assert "Geschreven: bevindingen.xlsx" in said.stdout
    sheet = openpyxl.load_workbook(own_folder / "bevindingen.xlsx")["bevindingen"]
    assert [row[4].value for row in sheet.iter_rows(min_row=2) if row[0].value == "Fout"] == ["E2", "E4"]
    assert sheet["E2"].hyperlink.target == "mijn\\gemeenten.csv"


def test_the_links_start_from_where_the_workbook_stands(command, spoiled, own_folder):
    (own_folder / "uit").mkdir()
    command("check", "mijn", "--findings", "uit/b.xlsx")
    sheet = openpyxl.load_workbook(own_folder / "uit" / "b.xlsx")["bevindingen"]
    assert sheet["E2"].hyperlink.target == "..\\mijn\\gemeenten.csv"


def test_a_workbook_is_also_written_for_a_built_in_case_without_links(command, own_folder):
    said = command("check", "voorbeeld:drenthe", "--findings", "b.xlsx", "--lang", "en")
    assert said.exit_code == 0
    book = openpyxl.load_workbook(own_folder / "b.xlsx")
    assert book.sheetnames == ["findings", "summary"]
    assert re.search(r"Not yet fit for a decision \(\d+\)", book["summary"]["A6"].value)


def test_an_existing_workbook_is_replaced_with_force_only(command, spoiled, own_folder):
    first = command("check", "mijn", "--findings", "b.xlsx")
    second = command("check", "mijn", "--findings", "b.xlsx")
    third = command("check", "mijn", "--findings", "b.xlsx", "--force")
    assert (first.exit_code, second.exit_code, third.exit_code) == (3, 2, 3)
    assert "b.xlsx bestaat al" in second.stderr
    assert second.stdout == ""


def test_a_file_that_is_not_ours_is_never_replaced(command, spoiled, own_folder):
    (own_folder / "invoer.xlsx").write_bytes(b"mijn werk")
    said = command("check", "mijn", "--findings", "invoer.xlsx", "--force")
    assert said.exit_code == 2
    assert (own_folder / "invoer.xlsx").read_bytes() == b"mijn werk"


def test_a_workbook_that_cannot_be_written_is_exit_code_8(command, spoiled):
    said = command("check", "mijn", "--findings", "geen-map/b.xlsx")
    assert said.exit_code == 8
    assert "open is in Excel" in said.stderr


def test_another_kind_of_file_is_refused_before_anything_is_read(command):
    said = command("check", "er-is-geen-case", "--findings", "b.csv")
    assert said.exit_code == 2
    assert "eindigt niet op .xlsx" in said.stderr


def test_data_and_workbook_can_be_asked_together(command, spoiled, own_folder):
    said = command("check", "mijn", "--json", "--findings", "b.xlsx")
    assert json.loads(said.stdout)["counts"]["error"] == 2
    assert is_ours(own_folder / "b.xlsx")


@pytest.mark.parametrize("words", [["mijn"], ["mijn", "--for-meeting"], ["voorbeeld:drenthe", "--for-meeting"]])
def test_the_data_fit_the_schema(command, spoiled, words):
    schema = json.loads((files("regietafel.outputs.schema") / "findings-1.json").read_text(encoding="utf-8"))
    found = json.loads(command("check", *words, "--json").stdout)
    jsonschema.Draft202012Validator(schema).validate(found)
    assert found["case"] == words[0]


def test_errors_leave_unknown_what_is_not_fit_for_a_decision(command, spoiled):
    said = command("check", "mijn", "--for-meeting")
    assert said.exit_code == 3
    assert "is pas bekend als er geen fouten meer zijn" in " ".join(said.stdout.split())
    assert json.loads(command("check", "mijn", "--for-meeting", "--json").stdout)["not_for_meeting"] is None


def test_for_meeting_alone_is_no_error(command):
    said = command("check", "voorbeeld:gelderland", "--for-meeting")
    assert said.exit_code == 0
    assert "51 van de 51 indicatieve aantallen: berekend, niet gepubliceerd." in said.stdout
    assert said.stdout.rstrip().endswith("regietafel new gelderland")


def test_a_changed_number_is_named_with_the_published_one(command, own_folder):
    def change(tables):
        row_of(tables, "opgave", "capaciteitsraming")["waarde"] = "88.001"

    folder_of(own_folder / "mijn", "drenthe", change=change)
    said = " ".join(command("check", "mijn", "--for-meeting").stdout.split())
    assert "Let op (1)" in said
    assert "capaciteitsraming is hier 88.001; gepubliceerd is 88.000 (" in said
    assert "Waar: tabel opgave, rij capaciteitsraming" in said


def test_the_page_the_screen_and_the_check_count_the_same(command, own_folder):
    from regietafel.inputs.load import load_case
    from regietafel.model.meeting import for_meeting

    planned = command("plan", "voorbeeld:voorbeeldland", "--out", "plan", "--time-limit", "20", "--gap", "0.5")
    checked = command("check", "voorbeeld:voorbeeldland", "--for-meeting", "--json")
    count = len(json.loads(checked.stdout)["not_for_meeting"])
    page = (own_folder / "plan" / "rapport.html").read_text(encoding="utf-8")
    first_page = page.partition("<nav")[0]
    assert count == len(for_meeting(map(vars, load_case("voorbeeld:voorbeeldland").messages))) > 0
    assert f"Aantal punten dat nog niet geschikt is voor een besluit: {count}." in planned.stdout
    assert f"Aantal punten dat nog niet geschikt is voor een besluit: {count}." in first_page
    assert f"Nog niet geschikt voor een besluit ({count})" in page
    assert page.count("<small>Van wie: ") == count


def test_only_a_terminal_sees_colours_and_nobody_who_asked_for_none(spoiled, monkeypatch):
    words = ["check", "mijn"]
    assert "\x1b[" not in CliRunner().invoke(main, words).stdout
    assert "\x1b[31m" in CliRunner().invoke(main, words, color=True).stdout
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in CliRunner().invoke(main, words, color=True).stdout


def test_a_mistake_in_an_option_is_not_sent_to_the_check_of_the_case(command, case_folder):
    said = command("plan", "mijn", "--set", "hub_max_km=999")
    assert said.exit_code == 3
    assert "--findings" not in said.stderr
