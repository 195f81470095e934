"""``batch`` and what an office keeps by its case: borders, own words; and documents that are asked for later."""

import json
from pathlib import Path

import docx
import pytest

from regietafel.inputs.csv_folder import write_folder
from regietafel.outputs.run_folder import read_plan
from regietafel.outputs.run_index import only_one, open_index
from support.borders import cells, feature, points_of, write_geojson
from support.in_process import in_process
from support.small_tables import small_tables

QUICK = ("--set", "fairness=minimax", "--set", "fairness_prices=none", "--set", "position_prices=none")


@pytest.fixture
def office(own_folder, run_folder, monkeypatch):
    """Write the small case with two scenarios, one of them with a pin, and borders and words beside it."""
    tables = small_tables()
    tables["scenarios"] = [
        {"instelling": "titel", "basis": "Zoals het is", "wens": "Een wens"},
        {"instelling": "vastgezet", "wens": "Centrum: totaal >= 10"},
    ]
    write_folder(tables, own_folder / "mijn")
    shapes = cells(points_of(read_plan(run_folder).document))
    write_geojson(own_folder / "grenzen.geojson", [feature(*item) for item in shapes.items()], "rd")
    words = docx.Document()
    words.add_paragraph("Samenvating", style="Heading 1")
    words.add_paragraph("Kwijt.")
    words.save(str(own_folder / "teksten.docx"))
    in_process(monkeypatch)
    return own_folder / "mijn"


def test_documents_are_made_with_what_lies_by_the_case_and_a_warning_is_said_once(office, command, capfd):
    said = command("batch", office, *QUICK, "--out", "uit", "--documents")
    assert said.exit_code == 0, said.stderr
    assert said.stderr.count('de kop "Samenvating" is geen hoofdstuk') == 1
    assert capfd.readouterr() == ("", "")
    for one in Path("uit").glob("*-*"):
        assert "Kaart van de provincie" in one.joinpath("rapport.html").read_text(encoding="utf-8")
        assert {"grenzen.geojson", "teksten.docx"} <= {file.name for file in one.joinpath("invoer").iterdir()}
        assert json.loads(one.joinpath("run.json").read_text(encoding="utf-8"))["beside"][-1] == str(Path.cwd())


def test_documents_that_are_asked_for_later_are_made_without_another_search(office, command):
    assert command("batch", office, *QUICK, "--scenarios", "wens", "--out", "uit").exit_code == 0
    plans = {file: (file.read_bytes(), file.stat().st_mtime_ns) for file in Path("uit").glob("*/plan.json")}
    assert len(plans) == 1
    assert not list(Path("uit").glob("*/rapport.html"))
    with open_index(Path("uit")) as index:
        before = [tuple(row) for row in index.rows("select run, started, seconds, plan_sha256 from runs order by run")]
    later = command(
        "batch", office, *QUICK, "--scenarios", "wens", "--out", "uit", "--resume", "--documents", "--lang", "en"
    )
    assert later.exit_code == 0, later.stderr
    assert {file: (file.read_bytes(), file.stat().st_mtime_ns) for file in plans} == plans
    for file in plans:
        page = file.parent.joinpath("rapport.html").read_text(encoding="utf-8")
        assert '<html lang="en"' in page
        assert file.parent.joinpath("invoer", "grenzen.geojson").is_file()
    with open_index(Path("uit")) as index:
        now = [tuple(row) for row in index.rows("select run, started, seconds, plan_sha256 from runs order by run")]
    assert now == before
    again = command("batch", office, *QUICK, "--scenarios", "wens", "--out", "uit", "--resume", "--documents")
    assert "Te doen: 0 scenario's; al gedaan: 1." in again.stderr


def test_report_finds_the_borders_by_the_case_of_a_run_that_kept_none(office, command):
    assert command("batch", office, *QUICK, "--scenarios", "basis", "--out", "uit").exit_code == 0
    (one,) = Path("uit").glob("basis-*")
    assert not one.joinpath("invoer", "grenzen.geojson").exists()
    assert command("report", one).exit_code == 0
    assert "Kaart van de provincie" in one.joinpath("rapport.html").read_text(encoding="utf-8")
    assert one.joinpath("invoer", "grenzen.geojson").is_file()


def test_another_pin_is_another_run(office, command):
    words = ("batch", office, *QUICK, "--scenarios", "wens", "--out", "uit")
    assert command(*words).exit_code == 0
    table = office / "scenarios.csv"
    table.write_bytes(table.read_bytes().replace(b"Centrum: totaal >= 10", b"Centrum: totaal >= 12"))
    again = command(*words, "--resume")
    assert again.exit_code == 0
    assert "al gedaan: 0" in again.stderr
    found = [read_plan(folder).document["scenario"]["pins"] for folder in Path("uit").glob("wens-*")]
    assert sorted(found) == [["Centrum: totaal >= 10"], ["Centrum: totaal >= 12"]]


def test_a_template_with_a_mistake_stops_a_batch_before_it_begins(office, command):
    template = docx.Document()
    template.add_paragraph("{{ provincei }}")
    template.save("sjabloon.docx")
    said = command("batch", office, *QUICK, "--out", "uit", "--documents")
    assert said.exit_code == 3
    assert "provincei" in said.stderr
    assert not Path("uit").exists()


def test_two_batches_do_not_work_in_one_folder(office, command):
    assert command("batch", office, *QUICK, "--scenarios", "basis", "--out", "uit").exit_code == 0
    with only_one(Path("uit")):
        said = command("batch", office, *QUICK, "--out", "uit", "--resume")
    assert said.exit_code == 2
    assert "In uit is al een andere regietafel batch bezig" in said.stderr
    assert len(list(Path("uit").glob("*/plan.json"))) == 1
    assert not Path("uit/bezig.lock").exists()


@pytest.mark.parametrize("names", ["", " , "])
def test_no_scenarios_at_all_is_a_mistake(office, command, names):
    said = command("batch", office, "--scenarios", names, "--out", "uit")
    assert said.exit_code == 2
    assert "Er is geen naam van een scenario genoemd" in said.stderr


def test_a_scenario_without_a_plan_within_its_time_is_told_with_what_to_do(office, command, monkeypatch):
    monkeypatch.setattr("regietafel.cli.exit_code", lambda *_: 5)
    words = ("batch", office, *QUICK, "--scenarios", "basis", "--out", "uit")
    said = command(*words)
    assert said.exit_code == 5
    assert "Geen antwoord voor basis: Binnen de tijdslimiet is geen plan gevonden." in said.stdout
    # Going on would not search it again, so that is not what is advised.
    assert "--resume" not in said.stdout
    again = command(*words, "--resume")
    assert (again.exit_code, "al gedaan: 1" in again.stderr) == (5, True)
    assert "Geen antwoord voor basis: Binnen de tijdslimiet" in again.stdout


def test_an_index_that_was_damaged_is_made_again_from_the_folders(office, command):
    words = ("batch", office, *QUICK, "--out", "uit")
    assert command(*words).exit_code == 0
    index, plans = Path("uit/index.sqlite"), {file: file.stat().st_mtime_ns for file in Path("uit").glob("*/plan.json")}
    index.write_bytes(index.read_bytes()[:5000])
    broken = command(*words, "--resume")
    assert broken.exit_code == 3
    assert "gooi het dan weg en geef dezelfde opdracht" in broken.stderr
    index.unlink()
    assert command(*words, "--resume").exit_code == 0
    assert {file: file.stat().st_mtime_ns for file in plans} == plans
    with open_index(Path("uit")) as again:
        assert again.rows("select count(*) from runs where status <> 'lost' and seconds > 0")[0][0] == 2


def test_names_that_are_no_names_of_files_get_folders_that_are(office, command):
    table = office / "scenarios.csv"
    table.write_bytes(table.read_bytes().replace(b"wens", b"???").replace(b"basis", b"CON"))
    assert command("batch", office, *QUICK, "--scenarios", "???,CON", "--out", "uit").exit_code == 0
    assert sorted(file.parent.name[:-9] for file in Path("uit").glob("*/plan.json")) == ["con", "scenario"]
