"""``audit`` and ``report``: from a run folder alone."""

import json

import pytest


def test_a_plan_that_is_right_is_one_sentence(command, run_folder):
    said = command("audit", run_folder)
    assert said.exit_code == 0
    assert said.stdout == f"Nagerekend zonder rekenmotor: alle regels en cijfers van {run_folder} kloppen.\n"


def test_without_a_folder_the_newest_run_is_taken(command, run_folder):
    assert "runs" in command("audit").stdout
    assert command("report").exit_code == 0


def test_the_file_of_a_plan_will_do_too(command, run_folder):
    assert command("audit", run_folder / "plan.json").exit_code == 0


def spoil(run_folder, *path, by=1):
    file = run_folder / "plan.json"
    document = json.loads(file.read_text(encoding="utf-8"))
    inside = document
    for key in path[:-1]:
        inside = inside[key]
    inside[path[-1]] = inside[path[-1]] + by
    file.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")


@pytest.mark.parametrize(
    ("path", "named"),
    [
        (("totals", 0, "placed"), "totals[0].placed"),
        (("municipalities", 1, "inhabitants"), "municipalities[1].inhabitants"),
        (("scenario", "options", "hub_max_km", "value"), "scenario.options.hub_max_km.value"),
        (("scenario", "options", "hub_max_steps", "value"), "scenario.options.hub_max_steps.value"),
    ],
)
def test_a_figure_that_was_changed_is_named(command, run_folder, path, named):
    spoil(run_folder, *path)
    said = command("audit", run_folder)
    assert said.exit_code == 7
    assert named in said.stderr
    assert "Gebruik dit plan niet" in said.stderr
    assert said.stdout == ""


def test_an_option_out_of_range_fails_the_audit(command, run_folder):
    spoil(run_folder, "scenario", "options", "hub_max_km", "value", by=1000)
    said = command("audit", run_folder)
    assert said.exit_code == 7
    assert "hub_max_km" in said.stderr


def test_inputs_that_were_changed_afterwards_fail_the_audit(command, run_folder):
    table = run_folder / "invoer" / "gemeenten.csv"
    table.write_text(table.read_text(encoding="utf-8-sig").replace("20.000", "20.001"), encoding="utf-8-sig")
    said = command("audit", run_folder)
    assert said.exit_code == 7
    assert "sha256" in said.stderr


def test_a_folder_without_inputs_cannot_be_audited(command, run_folder):
    (run_folder / "invoer").rename(run_folder / "weg")
    said = command("audit", run_folder)
    assert said.exit_code == 3
    assert "geen kopie van de invoer" in said.stderr


@pytest.mark.parametrize("content", ["{", "[]", '{"schema": "regietafel.plan/1"}', '{"schema": "regietafel.plan/9"}'])
def test_a_file_that_is_no_plan_is_exit_code_3(command, run_folder, content):
    (run_folder / "plan.json").write_text(content)
    said = command("audit", run_folder)
    assert said.exit_code == 3
    assert "plan.json" in said.stderr


def test_report_makes_the_same_documents_again(command, run_folder):
    files = [run_folder / "rapport.html", *sorted((run_folder / "tabellen").iterdir())]
    before = [file.read_bytes() for file in files]
    for file in files:
        file.unlink()
    said = command("report", run_folder)
    assert said.exit_code == 0
    assert str(run_folder / "rapport.html") in said.stdout
    assert [file.read_bytes() for file in files] == before


def test_report_in_english_changes_the_page_only(command, run_folder):
    tables = {file: file.read_bytes() for file in (run_folder / "tabellen").iterdir()}
    assert command("report", run_folder, "--lang", "en").exit_code == 0
    assert '<html lang="en"' in (run_folder / "rapport.html").read_text(encoding="utf-8")
    assert {file: file.read_bytes() for file in tables} == tables


def test_a_report_that_cannot_be_written_is_exit_code_8(command, run_folder):
    (run_folder / "rapport.html").unlink()
    (run_folder / "rapport.html").mkdir()
    said = command("report", run_folder)
    assert said.exit_code == 8
    assert "rapport.html" in said.stderr
