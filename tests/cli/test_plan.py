"""``plan``: from a case to a run folder, with the exit code of what came out."""

import json
import math
import os
import signal
import subprocess
import sys
from _thread import interrupt_main
from dataclasses import replace
from pathlib import Path

import highspy
import pytest

from regietafel.cli import ProgressLines
from regietafel.model.errors import Finding, SolverError
from regietafel.outputs.run_folder import read_plan
from regietafel.solver.highs import LivingSolver, Progress
from regietafel.solver.tiers import Search, search

DOCUMENTS = {"rapport.html", "verslag.docx", "plan.xlsx", "kaart.geojson", "plan.gpkg", "afbeeldingen"}
FILES = {"plan.json", "run.json", "solver.log", "tabellen", "invoer"} | DOCUMENTS
QUICK = ("--no-documents", "--set", "hub_max_km=14")


def facts(folder: Path) -> dict:
    return json.loads((folder / "run.json").read_text(encoding="utf-8"))


def test_a_plan_ends_with_where_its_report_is(planned):
    folder, said = planned
    assert said.exit_code == 0
    assert "Plan voor Voorbeeldland, ronde 2, scenario basis" in said.stdout
    assert f"Rapport: {folder / 'rapport.html'}\n" in said.stdout
    assert "alle regels en cijfers" in said.stdout
    assert {path.name for path in folder.iterdir()} == FILES


def test_warnings_are_no_result(planned):
    # The three municipalities ask 500 places for asylum and offer 440.
    _, said = planned
    assert "Let op: locaties.csv" in said.stderr
    assert "Let op" not in said.stdout


def test_the_run_says_how_it_went(planned):
    folder, _ = planned
    said = facts(folder)
    assert said["command"][:2] == ["regietafel", "plan"]
    assert said["command"][-2:] == ["--set", "hub_max_km=14"]
    assert said["started"].endswith("+00:00")
    assert {"load", "build", "search", "read_out", "audit", "write", "tier_shortfall"} <= set(said["seconds"])
    assert all(seconds >= 0 for seconds in said["seconds"].values())
    assert (said["threads"], said["exit_code"], said["audit"]) == (2, 0, [])
    assert said["versions"]["regietafel"] == read_plan(folder).document["versions"]["regietafel"]


def test_the_plan_holds_no_time_and_no_place_of_this_machine(planned):
    folder, _ = planned
    content = (folder / "plan.json").read_text(encoding="utf-8")
    assert str(folder.parent) not in content
    assert facts(folder)["started"][:10] not in content


def test_an_option_that_was_set_stands_in_the_plan(planned):
    options = read_plan(planned[0]).document["scenario"]["options"]
    assert options["hub_max_km"] == {"value": 14.0, "unit": "km", "origin": "set"}


def test_the_copy_of_the_input_gives_the_same_plan(command, run_folder, own_folder):
    said = command("plan", run_folder / "invoer", "--out", "weer", *QUICK)
    assert said.exit_code == 0
    assert (own_folder / "weer" / "plan.json").read_bytes() == (run_folder / "plan.json").read_bytes()


def test_a_new_case_gives_the_same_plan_as_the_built_in_one(command, own_folder):
    stop_early = ("--no-documents", "--gap", "0.5", "--set", "tier_order=shortfall+surplus")
    assert command("new", "flevoland", "--csv", "fl", "--scenario", "krap").exit_code == 0
    built_in = command("plan", "voorbeeld:flevoland", "--scenario", "krap", "--out", "a", *stop_early)
    folder = command("plan", "fl", "--scenario", "krap", "--out", "b", *stop_early)
    assert (built_in.exit_code, folder.exit_code) == (0, 0)
    assert (own_folder / "a" / "plan.json").read_bytes() == (own_folder / "b" / "plan.json").read_bytes()
    assert read_plan("a").document["case"]["built_in"] == "flevoland:krap"
    assert command("audit", "a").exit_code == 0


def test_a_run_gets_a_folder_of_its_own_named_after_time_and_scenario(command, case_folder, own_folder):
    assert [command("plan", case_folder, *QUICK).exit_code for _ in range(2)] == [0, 0]
    folders = sorted(path.name for path in (own_folder / "runs").iterdir())
    assert len(folders) == 2
    assert all("basis" in name and not set(name) & set(':*?"<>|') for name in folders)


def test_json_is_one_document_and_nothing_else(command, case_folder):
    said = command("plan", case_folder, "--json", "--out", "plan", *QUICK)
    found = json.loads(said.stdout)
    assert said.exit_code == 0
    assert (found["folder"], found["exit_code"], found["audit"]) == ("plan", 0, [])
    assert [tier["name"] for tier in found["tiers"]] == ["shortfall", "surplus", "fairness", "cost", "disturbance"]
    assert found["totals"] == read_plan("plan").document["totals"]


def test_no_documents_leaves_the_report_out(command, case_folder, own_folder):
    said = command("plan", case_folder, "--out", "plan", *QUICK)
    assert "Uitkomsten: plan" in said.stdout
    assert {path.name for path in (own_folder / "plan").iterdir()} == FILES - DOCUMENTS


def test_english_is_english_on_the_page_too(command, case_folder, own_folder):
    said = command("plan", case_folder, "--out", "plan", "--lang", "en")
    assert "Plan for Voorbeeldland, cycle 2" in said.stdout
    assert '<html lang="en"' in (own_folder / "plan" / "rapport.html").read_text(encoding="utf-8")


def test_an_existing_folder_is_refused_before_anything_is_solved(command, case_folder, own_folder, monkeypatch):
    monkeypatch.setattr("regietafel.solver.run.run", lambda *_args, **_more: pytest.fail("solved"))
    (own_folder / "plan").mkdir()
    said = command("plan", case_folder, "--out", "plan")
    assert said.exit_code == 2
    assert "De map plan bestaat, maar bevat geen plan." in said.stderr
    assert "--force" not in said.stderr
    assert command("plan", case_folder, "--out", "plan", "--force").exit_code == 2


def test_force_replaces_a_run_folder(command, case_folder, run_folder):
    said = command("plan", case_folder, "--out", run_folder, "--force", *QUICK)
    assert said.exit_code == 0
    assert not (run_folder / "rapport.html").exists()


def test_a_program_that_was_written_has_the_same_optimum(command, case_folder, own_folder):
    said = command("plan", case_folder, "--out", "plan", "--write-model", "model.mps", "--gap", "0", *QUICK)
    assert said.exit_code == 0
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.readModel("model.mps")
    solver.run()
    last = read_plan("plan").document["outcome"]["tiers"][-1]
    assert solver.getInfo().objective_function_value == pytest.approx(last["value"], abs=0.99)


def test_an_existing_program_is_not_overwritten(command, case_folder, own_folder):
    (own_folder / "model.lp").write_text("van mij")
    said = command("plan", case_folder, "--write-model", "model.lp")
    assert said.exit_code == 2
    assert (own_folder / "model.lp").read_text() == "van mij"


def test_errors_in_the_data_are_exit_code_3(command, case_folder):
    table = case_folder / "gemeenten.csv"
    table.write_text(table.read_text(encoding="utf-8-sig").replace("20.000", "veel"), encoding="utf-8-sig")
    said = command("plan", case_folder)
    assert said.exit_code == 3
    assert '- gemeenten.csv, rij 2, kolom E (inwoners): "veel"\n  Dit is geen getal.\n' in said.stderr
    assert f"regietafel check {case_folder} --findings bevindingen.xlsx" in said.stderr


def test_an_unknown_option_is_exit_code_3_and_names_the_nearest(command, case_folder):
    said = command("plan", case_folder, "--set", "hub_max_kn=3")
    assert said.exit_code == 3
    assert "hub_max_km" in said.stderr


def test_options_that_the_case_cannot_keep_are_exit_code_3(command, case_folder):
    # One emergency cap for two moments.
    said = command("plan", case_folder, "--set", "emergency_max=10")
    assert said.exit_code == 3
    assert "Fouten (1)" in said.stderr


def test_an_impossible_wish_is_exit_code_4_and_says_why(command, case_folder, own_folder):
    said = command("plan", case_folder, "--set", "cost_max=1", "--out", "plan")
    assert said.exit_code == 4
    assert "Geen plan mogelijk" in said.stdout
    assert "plafond" in said.stdout
    assert read_plan("plan").status == "infeasible"
    assert command("audit", "plan").exit_code == 0


def test_no_plan_within_the_limit_is_exit_code_5(command, case_folder, monkeypatch):
    monkeypatch.setattr("regietafel.solver.run.search", lambda *_, **__: Search(state="nothing"))
    said = command("plan", case_folder, "--out", "plan")
    assert said.exit_code == 5
    assert "Geef meer tijd" in said.stdout
    assert read_plan("plan").status == "no_plan"


def search_that_is_stopped(*given, **how):
    found = search(*given, **how)
    return replace(found, tiers=[*found.tiers[:-1], {**found.tiers[-1], "stop": "time"}])


@pytest.mark.parametrize(("asked", "code"), [((), 0), (("--require-proof",), 5)])
def test_a_stopped_proof_is_exit_code_5_when_proof_is_required(command, case_folder, monkeypatch, asked, code):
    monkeypatch.setattr("regietafel.solver.run.search", search_that_is_stopped)
    said = command("plan", case_folder, "--out", "plan", *QUICK, *asked)
    assert said.exit_code == code
    assert read_plan("plan").status == "stopped"
    assert "Beste plan tot nu toe" in said.stdout


def test_solver_trouble_is_exit_code_6(command, case_folder, monkeypatch, own_folder):
    def fail(*_, **__):
        raise SolverError(Finding("solver_trouble", value="kSolveError", params={"log": ""}))

    monkeypatch.setattr("regietafel.solver.run.search", fail)
    said = command("plan", case_folder, "--out", "plan")
    assert said.exit_code == 6
    assert "kSolveError" in said.stderr
    assert not (own_folder / "plan").exists()


def test_a_failed_audit_is_exit_code_7_and_everything_is_written(command, case_folder, own_folder, monkeypatch):
    found = Finding(
        "figure_differs", value="7", params={"path": "totals[0].placed", "about": "", "reported": 7, "recomputed": 8}
    )
    monkeypatch.setattr("regietafel.model.audit.audit", lambda *_: [found])
    said = command("plan", case_folder, "--out", "plan", *QUICK)
    assert said.exit_code == 7
    assert "totals[0].placed" in said.stderr
    assert "Gebruik dit plan niet" in said.stdout
    assert facts(own_folder / "plan")["audit"][0]["code"] == "figure_differs"


def test_a_file_that_cannot_be_written_is_exit_code_8(command, case_folder, own_folder):
    (own_folder / "bestand").write_text("geen map")
    said = command("plan", case_folder, "--out", "bestand/plan", *QUICK)
    assert said.exit_code == 8
    assert "kan niet worden geschreven" in said.stderr


@pytest.mark.parametrize("words", [("--write-model", "nergens/model.lp"), ("--out", "bestand/diep/plan")])
def test_what_cannot_be_written_is_said_before_anything_is_solved(command, case_folder, own_folder, monkeypatch, words):
    monkeypatch.setattr("regietafel.solver.run.run", lambda *_args, **_more: pytest.fail("solved"))
    (own_folder / "bestand").write_text("geen map")
    said = command("plan", case_folder, *words)
    assert said.exit_code == 8
    assert str(Path(words[1])) in said.stderr


def test_trying_to_write_leaves_nothing_behind(command, case_folder, own_folder):
    assert command("plan", case_folder, "--out", "diep/plan", "--write-model", "model.lp", *QUICK).exit_code == 0
    assert {path.name for path in own_folder.iterdir()} == {"mijn", "diep", "model.lp"}
    assert [path.name for path in (own_folder / "diep").iterdir()] == ["plan"]


def test_a_scenario_in_a_file_is_copied_and_audited(command, case_folder, own_folder):
    (own_folder / "zuinig.toml").write_text('title = "Zuinig"\n[options]\nhub_max_km = 12.0\n', encoding="utf-8")
    said = command("plan", case_folder, "--scenario", "zuinig.toml", "--out", "plan", "--no-documents")
    assert said.exit_code == 0
    assert "scenario Zuinig" in said.stdout
    assert (own_folder / "plan" / "invoer" / "zuinig.toml").read_bytes() == (own_folder / "zuinig.toml").read_bytes()
    assert command("audit", "plan").exit_code == 0


def test_change_is_counted_against_the_plan_on_the_table(command, case_folder, run_folder):
    said = command("plan", case_folder, "--reference", run_folder, "--out", "weer", *QUICK)
    document = read_plan("weer").document
    assert said.exit_code == 0
    # The same case gives the same plan, so nothing changes; against the present places everything new is a change.
    assert document["outcome"]["tiers"][-1]["value"] < read_plan(run_folder).document["outcome"]["tiers"][-1]["value"]
    assert list(document["case"]["reference"]) == ["plan_sha256"]
    assert command("audit", "weer").exit_code == 0


def test_a_plan_of_another_province_is_no_reference(command, run_folder):
    said = command("plan", "voorbeeld:zeeland", "--reference", run_folder)
    assert said.exit_code == 2
    assert "geen plan voor Zeeland, ronde 2" in said.stderr


def test_ctrl_c_between_two_tiers_keeps_the_best_plan_so_far(command, case_folder, monkeypatch):
    optimise = LivingSolver.optimise

    def interrupted(self, model, limits, *more):
        if limits.label == "cost":
            signal.raise_signal(signal.SIGINT)
        return optimise(self, model, limits, *more)

    monkeypatch.setattr(LivingSolver, "optimise", interrupted)
    said = command("plan", case_folder, "--out", "plan", *QUICK)
    assert said.exit_code == 0
    assert said.stderr.endswith("Gestopt. Het beste plan tot nu toe wordt geschreven.\n")
    assert read_plan("plan").status == "stopped"
    assert [tier["name"] for tier in read_plan("plan").document["outcome"]["tiers"]] == [
        "shortfall",
        "surplus",
        "fairness",
    ]


def test_ctrl_c_while_the_solver_runs_keeps_the_best_plan_so_far(command, monkeypatch):
    # The solver reports from a thread of its own after a second; a tier of change without a gap takes far longer.
    presses = iter([interrupt_main])
    monkeypatch.setattr(ProgressLines, "__call__", lambda *_: next(presses, int)())
    words = ("--gap", "0", "--set", "gap_disturbance=0", "--set", "tier_order=shortfall+disturbance")
    said = command("plan", "voorbeeld:gelderland", *words, "--out", "plan", "--json")
    last = json.loads(said.stdout)["tiers"][-1]
    assert said.exit_code == 0
    assert (last["name"], last["stop"]) == ("disturbance", "interrupt")
    assert read_plan("plan").has_places


def test_a_second_ctrl_c_breaks_off(command, case_folder, own_folder, monkeypatch):
    def interrupted(*_):
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(LivingSolver, "optimise", interrupted)
    said = command("plan", case_folder, "--out", "plan")
    assert said.exit_code == 1
    assert said.stderr.endswith("Afgebroken met Ctrl-C. Dit is geen fout van het programma.\n")
    assert not (own_folder / "plan").exists()


def test_progress_says_aim_value_bound_and_gap(capsys):
    ProgressLines("nl")(Progress("cost", 3.7, 2000.4, 1990.0, 0.0052))
    ProgressLines("en")(Progress("fairness_asylum", 61.0, math.inf, 0.975, math.inf))
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.replace("\xa0", " ").splitlines() == [
        "Kosten: 2.000, bewezen grens 1.990, verschil 0,52 %, 3 s",
        "Fairness: unknown, proven bound 0.975, difference unknown, 61 s",
    ]


def test_steps_towards_a_fraction_show_no_number_in_another_unit(capsys):
    ProgressLines("nl")(Progress("steps", 2.0, -931.9, -933.1, 0.0013))
    assert capsys.readouterr().err == "Eerlijkheid: stap voor stap naar het beste, 2 s\n"


def test_progress_is_at_most_a_line_per_second(capsys):
    lines = ProgressLines("nl")
    for seconds in (1.0, 1.2, 1.4):
        lines(Progress("cost", seconds, 2.0, 1.0, 0.5))
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_windows_code_page_stops_no_plan(case_folder, own_folder):
    surroundings = {**os.environ, "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}
    words = [sys.executable, "-m", "regietafel.cli", "plan", str(case_folder), "--out", "plan"]
    done = subprocess.run(words, capture_output=True, env=surroundings)
    assert done.returncode == 0, done.stderr
    assert "€" in done.stdout.decode("cp1252")
