"""What goes wrong becomes sentences on standard error and the exit code of the contract."""

import click
import pytest
from click.testing import CliRunner

from regietafel.cli import SpokenGroup, shared
from regietafel.model.errors import (
    AuditError,
    DataError,
    Finding,
    OutputError,
    Place,
    RegietafelError,
    ScenarioError,
    SolverError,
    UsageError,
)

FINDING = Finding("cell_empty", place=Place("gemeenten.csv", "gemeenten", 4, "inwoners", "C"))
CODES = {UsageError: 2, DataError: 3, ScenarioError: 3, SolverError: 6, AuditError: 7, OutputError: 8}


def failing(error: BaseException) -> SpokenGroup:
    """Make a command that fails."""
    group = SpokenGroup("regietafel")

    @group.command("audit")
    @shared
    def fail() -> None:
        raise error

    return group


@pytest.mark.parametrize(("kind", "code"), CODES.items())
def test_every_error_has_its_exit_code_and_says_each_finding(kind: type[RegietafelError], code: int):
    said = CliRunner().invoke(failing(kind([FINDING, FINDING])), ["audit"])
    assert said.exit_code == code
    assert said.stdout == ""
    assert (
        said.stderr
        == 2
        * "Fout: gemeenten.csv, rij 4, kolom C (inwoners): hier moet iets staan. Vul de cel in, of haal de rij weg.\n"
    )


def test_findings_are_in_the_language_of_the_reader():
    said = CliRunner().invoke(failing(DataError(FINDING)), ["audit", "--lang", "en"])
    assert said.stderr.startswith("Error: gemeenten.csv, row 4, column C (inwoners): ")


def test_a_bug_is_one_sentence_that_names_its_kind():
    said = CliRunner().invoke(failing(ZeroDivisionError("deling door nul")), ["audit"])
    assert said.exit_code == 1
    assert len(said.stderr.splitlines()) == 1
    assert "ZeroDivisionError: deling door nul" in said.stderr
    assert "--debug" in said.stderr


def test_a_bug_keeps_its_traceback_with_debug():
    bug = ZeroDivisionError("deling door nul")
    said = CliRunner().invoke(failing(bug), ["audit", "--debug"])
    assert said.exit_code == 1
    assert said.exception is bug


def test_breaking_off_is_no_bug():
    said = CliRunner().invoke(failing(KeyboardInterrupt()), ["audit"])
    assert said.exit_code == 1
    assert said.stderr == "Afgebroken met Ctrl-C. Dit is geen fout van het programma.\n"


def test_a_reader_that_left_the_pipe_is_no_bug():
    said = CliRunner().invoke(failing(BrokenPipeError(32, "Broken pipe")), ["audit"])
    assert said.exit_code == 1
    assert said.stderr == ""


def test_a_mistake_of_click_itself_is_still_shown():
    said = CliRunner().invoke(failing(click.UsageError("two words do not go together")), ["audit"])
    assert said.exit_code == 2
    assert "two words do not go together" in said.stderr


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["plna"], "de opdracht plna is niet bekend. Bedoelt u plan?"),
        (["zwaluw"], "de opdracht zwaluw is niet bekend."),
        (["plan"], "CASE ontbreekt. Geef het op."),
        (["new"], "PROVINCE ontbreekt. Geef het op."),
        (["new", "utrecht", "utrecht.csv"], "Kies een naam die eindigt op .xlsx"),
        (["plan", "mijn", "--out-dir", "x"], "de optie --out-dir is niet bekend. Bedoelt u --out?"),
        (["plan", "mijn", "--zwaluw", "x"], "de optie --zwaluw is niet bekend."),
        (["plan", "mijn", "--cycle", "3"], "de waarde van --cycle is niet bekend. Kies uit 1 en 2."),
        (["plan", "mijn", "--lang", "fr"], "de waarde van --lang is niet bekend. Kies uit nl en en."),
        (["plan", "mijn", "--out"], "bij --out hoort een waarde."),
        (["plan", "mijn", "map"], "dit is te veel: map."),
        (["plan", "mijn", "--set", "gap"], '"gap": dit is geen instelling met een waarde.'),
        (["plan", "mijn", "--gap", "0.1", "--set", "gap=0.2"], "De instelling gap is twee keer opgegeven."),
        (["plan", "mijn", "--write-model", "model.txt"], "eindigt op .mps of .lp"),
        (["plan", "elders/mijn"], "geen map die bestaat en geen ingebouwde case"),
        (["plan", "voorbeeld:gelderlnd"], "Lijkt het meest op: gelderland."),
        (["new", "gelderlnd", "--csv", "x"], "Lijkt het meest op: gelderland."),
        (["new", "utrecht", "--csv", "x", "--scenario", "kraap"], "Lijkt het meest op: krap."),
        (["audit"], "staat nog geen plan"),
        (["report"], "staat nog geen plan"),
    ],
)
def test_a_mistake_in_the_call_is_explained(command, words, sentence):
    said = command(*words)
    assert said.exit_code == 2
    assert said.stdout == ""
    assert sentence in said.stderr


def test_a_bare_name_that_is_also_a_folder_is_refused_with_both(command, own_folder):
    (own_folder / "gelderland").mkdir()
    said = command("plan", "gelderland")
    assert said.exit_code == 2
    assert "voorbeeld:gelderland" in said.stderr
    assert "./gelderland" in said.stderr


def test_a_mistake_says_how_the_command_is_used_and_where_help_is(command):
    first, _, last = command("plan").stderr.splitlines()
    assert first == "Gebruik: regietafel plan [OPTIES] CASE"
    assert last == "Uitleg: regietafel plan --help"
