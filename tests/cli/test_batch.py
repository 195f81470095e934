"""``batch``: many scenarios, one folder each and one index; what fails loses only itself, the rest can come later."""

import json
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from regietafel.inputs.csv_folder import write_folder
from regietafel.outputs.run_index import finished, open_index
from support import batch_work
from support.in_process import in_process
from support.small_tables import small_tables

QUICK = ("--set", "fairness=minimax", "--set", "fairness_prices=none", "--set", "position_prices=none")
COLUMNS = [
    {"instelling": "titel", "basis": "Zoals het is", "midden": "Midden", "streng": "Streng"},
    {"instelling": "bouwt_voort_op", "streng": "midden"},
    {"instelling": "Plafond voor de last", "midden": "1,5"},
    {"instelling": "Wijze van tellen", "streng": "duurzaam"},
]


@pytest.fixture
def three(own_folder):
    """Write the small case with three scenarios."""
    tables = small_tables()
    tables["scenarios"] = COLUMNS
    write_folder(tables, own_folder / "mijn")
    return own_folder / "mijn"


@pytest.fixture(scope="session")
def whole(tmp_path_factory):
    """Work out three scenarios that nothing disturbs."""
    place = tmp_path_factory.mktemp("whole")
    tables = small_tables()
    tables["scenarios"] = COLUMNS
    write_folder(tables, place / "mijn")
    words = [sys.executable, "-m", "regietafel.cli", "batch", "mijn", *QUICK, "--jobs", "2", "--out", "uit", "--json"]
    said = subprocess.run(words, cwd=place, capture_output=True, text=True, encoding="utf-8")
    assert said.returncode == 0, said.stderr
    return place / "uit", json.loads(said.stdout), said.stderr


def plans(folder: Path) -> dict[str, bytes]:
    """Give the bytes of every plan by the name of its folder."""
    return {file.parent.name: file.read_bytes() for file in sorted(folder.glob("*/plan.json"))}


def known(folder: Path) -> list[tuple[object, ...]]:
    """Give what the index says of every run, but when it was and how long it took."""
    with open_index(folder) as index:
        names = [row["name"] for row in index.rows("select name from pragma_table_info('runs')")]
        asked = ", ".join(name for name in names if name not in ("started", "seconds"))
        return [tuple(row) for row in index.rows(f"select {asked} from runs order by run")]


def test_every_scenario_of_the_case_gets_a_folder_and_a_row_of_the_index(whole):
    folder, document, progress = whole
    assert [row["scenario"] for row in document["scenarios"]] == ["basis", "midden", "streng"]
    assert [row["exit_code"] for row in document["scenarios"]] == [0, 0, 0]
    with open_index(folder) as index:
        assert len(finished(index)) == 3
    assert "3 van 3 klaar, waarvan 0 zonder antwoord." in progress
    assert "Te doen: 3 scenario's" in progress
    assert not list(folder.glob("*/rapport.html"))


def test_a_plan_of_a_batch_is_byte_for_byte_the_plan_of_its_scenario_alone(whole, three, command):
    folder = whole[0]
    alone = command("plan", three, "--scenario", "streng", *QUICK, "--out", "alleen", "--no-documents")
    assert alone.exit_code == 0
    (one,) = folder.glob("streng-*")
    assert (one / "plan.json").read_bytes() == Path("alleen/plan.json").read_bytes()
    facts = json.loads((one / "run.json").read_text(encoding="utf-8"))
    assert facts["command"][:5] == ["regietafel", "plan", "mijn", "--scenario", "streng"]
    assert facts["identity"] == json.loads(Path("alleen/run.json").read_text(encoding="utf-8"))["identity"]


def test_a_batch_that_goes_on_equals_one_that_was_not_disturbed(whole, three, command, monkeypatch):
    in_process(monkeypatch)
    words = ("batch", three, *QUICK, "--jobs", "1", "--out", "uit")
    first = command(*words, "--scenarios", "midden")
    assert first.exit_code == 0
    written = {file: file.stat().st_mtime_ns for file in Path("uit").glob("*/plan.json")}
    rest = command(*words, "--resume")
    assert rest.exit_code == 0
    assert "Te doen: 2 scenario's; al gedaan: 1." in rest.stderr
    assert {file: file.stat().st_mtime_ns for file in written} == written
    assert plans(Path("uit")) == plans(whole[0])
    assert known(Path("uit")) == known(whole[0])


def test_a_process_that_is_killed_loses_only_its_own_scenario_and_the_rest_can_be_done_later(
    three, command, monkeypatch
):
    words = ("batch", three, *QUICK, "--jobs", "2", "--out", "uit")
    monkeypatch.setattr("regietafel.cli.work_out", batch_work.die_once)
    said = command(*words)
    assert said.exit_code == 1
    assert "Geen antwoord voor midden: Het rekenproces viel weg" in said.stdout
    assert "Met een plan: 2; met een conflict: 0; zonder antwoord: 1" in said.stdout
    assert "--out uit --resume" in said.stdout
    assert len(plans(Path("uit"))) == 2
    in_process(monkeypatch)
    again = command(*words, "--resume")
    assert again.exit_code == 0
    assert len(plans(Path("uit"))) == 3
    with open_index(Path("uit")) as index:
        assert len(finished(index)) == 3


def test_a_scenario_that_cannot_be_is_said_and_the_others_go_on(three, command, monkeypatch):
    in_process(monkeypatch)
    Path("teveel.toml").write_text("[options]\nlarge_min = 400\n", encoding="utf-8")
    Path("arm.toml").write_text("[options]\ncost_max = 1\n", encoding="utf-8")
    names = "teveel.toml,arm.toml,basis"
    said = command("batch", three, "--scenarios", names, *QUICK, "--jobs", "1", "--out", "uit")
    assert said.exit_code == 3
    # A conflict is an answer, with its reasons in the plan; what cannot be solved at all is none.
    assert "Met een plan: 1; met een conflict: 1; zonder antwoord: 1" in said.stdout
    assert "Geen antwoord voor teveel" in said.stdout
    assert sorted(name.rpartition("-")[0] for name in plans(Path("uit"))) == ["arm", "basis"]


def test_a_list_of_values_becomes_a_scenario_for_each_and_one_of_them_is_also_a_plan_alone(three, command, monkeypatch):
    in_process(monkeypatch)
    Path("proef.toml").write_text('extends = "midden"\n[options]\nhub_max_km = [10, 14.5]\n', encoding="utf-8")
    said = command("batch", three, "--scenarios", "proef.toml", *QUICK, "--jobs", "1", "--out", "uit", "--json")
    document = json.loads(said.stdout)
    assert [row["scenario"] for row in document["scenarios"]] == ["proef-hub_max_km-10", "proef-hub_max_km-14.5"]
    assert said.exit_code == 0
    name = "proef.toml#proef-hub_max_km-14.5"
    assert command("plan", three, "--scenario", name, *QUICK, "--out", "alleen", "--no-documents").exit_code == 0
    (one,) = Path("uit").glob("proef-hub-max-km-14-5-*")
    assert (one / "plan.json").read_bytes() == Path("alleen/plan.json").read_bytes()
    assert command("audit", one).exit_code == 0


def test_scenarios_may_share_a_program_and_are_then_other_runs(three, command, monkeypatch):
    in_process(monkeypatch)
    words = ("batch", three, "--scenarios", "basis,midden", *QUICK, "--jobs", "1", "--out", "uit", "--json")
    said = command(*words, "--share-program")
    assert said.exit_code == 0
    assert [row["exit_code"] for row in json.loads(said.stdout)["scenarios"]] == [0, 0]
    (one,) = Path("uit").glob("midden-*")
    assert command("audit", one).exit_code == 0
    assert json.loads(one.joinpath("run.json").read_text(encoding="utf-8"))["identity"][:8] == one.name[-8:]


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("--resume",), 2, "bij --resume hoort de map"),
        (("--resume", "--out", "mijn"), 2, "In mijn staat geen berekening van veel scenario's"),
        (("--executor", "spark"), 2, "spark is geen manier van rekenen"),
        (("--executor", "dask="), 2, "dask= is geen manier van rekenen"),
        (("--jobs", "nul"), 2, "bij --jobs hoort een heel getal van 1 of meer"),
        (("--scenarios", "strng"), 3, "er is geen scenario strng"),
        (("--scenarios", "krap"), 3, "krap bestaat alleen bij een ingebouwde provincie"),
        (("--set", "hub_max_km=1|2|x"), 3, "x"),
    ],
)
def test_mistakes_are_said_before_anything_is_worked_out(three, command, words, code, sentence):
    said = command("batch", three, *words)
    assert said.exit_code == code
    assert sentence.lower() in said.stderr.lower()
    assert not Path("runs").exists()


def test_a_folder_with_a_batch_is_not_written_into_without_resume(whole, three, command):
    said = command("batch", three, *QUICK, "--out", whole[0])
    assert said.exit_code == 2
    assert "staat al een berekening van veel scenario's" in said.stderr
    assert "--resume" in said.stderr


def test_a_list_of_scenarios_says_what_packaged_ones_assume_and_works_nothing_out(three, command):
    said = command("batch", three, "--scenarios", "streng,packaged", "--list")
    assert said.exit_code == 0
    assert said.stdout.startswith("streng: Streng\nbasis: Zoals het is\n")
    assert "kleinschalig: Een groter deel kleinschalig\n  Neemt aan: Minstens 30 procent" in said.stdout
    assert "krap" not in said.stdout
    assert said.stdout.endswith("Scenario's: 9. Er is niets uitgerekend.\n")
    assert not Path("runs").exists()
    english = command("batch", three, "--scenarios", "kleinschalig", "--list", "--lang", "en")
    assert "Assumes: At least 30 percent" in english.stdout


def test_a_cluster_without_dask_or_without_an_answer_is_said(three, command, monkeypatch):
    monkeypatch.setattr("regietafel.cli.CONNECT_SECONDS", 0.3)
    silent = command("batch", three, *QUICK, "--executor", "dask=tcp://127.0.0.1:1")
    assert (silent.exit_code, "antwoordt geen groep computers" in silent.stderr) == (2, True)
    monkeypatch.setitem(sys.modules, "distributed", None)
    missing = command("batch", three, *QUICK, "--executor", "dask=tcp://127.0.0.1:1")
    assert (missing.exit_code, "regietafel[dask]" in missing.stderr) == (2, True)


def interrupt_after_the_first_plan() -> None:
    """Press Ctrl-C, as it were, when one plan is there."""
    deadline = time.monotonic() + 60
    while not list(Path("uit").glob("*/plan.json")) and time.monotonic() < deadline:
        time.sleep(0.05)
    signal.raise_signal(signal.SIGINT)


def test_ctrl_c_keeps_what_is_done_and_says_how_to_go_on(three, command, monkeypatch):
    Path("veel.toml").write_text("[options]\nseed = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]\n", encoding="utf-8")
    words = ("batch", "mijn", "--scenarios", "veel.toml", *QUICK, "--jobs", "1", "--out", "uit")
    threading.Thread(target=interrupt_after_the_first_plan).start()
    said = command(*words)
    assert said.exit_code == 5
    assert "U stopt de berekening." in said.stderr
    done = len(plans(Path("uit")))
    assert 1 <= done < 12
    assert f"niet aan toegekomen: {12 - done}." in said.stdout
    assert "Verder rekenen: regietafel batch mijn --scenarios veel.toml" in said.stdout
    assert not list(Path("uit").glob(".*"))
    in_process(monkeypatch)
    assert command(*words, "--resume").exit_code == 0
    assert len(plans(Path("uit"))) == 12
