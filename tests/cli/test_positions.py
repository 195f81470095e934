"""Positions of a scenario file and of the one it builds on: planned, kept in the run folder, audited from there."""

import pytest

BELOW = """
[[positions]]
standpunt_id = "B1"
partij = "raad Centrum"
eis = "locatie_niet"
locatie_id = "L5"
ononderhandelbaar = true
"""
ABOVE = """
title = "Boven"
extends = "onder.toml"
[[positions]]
standpunt_id = "B2"
partij = "college Bôsdorp"
eis = "ten_hoogste"
gemeenten = "Bôsdorp"
plekken = 20
ononderhandelbaar = false
weerstand = 2
"""


@pytest.fixture
def at_the_table(command, case_folder, own_folder):
    """Plan with two scenario files, and give the run folder and what was said."""
    (own_folder / "onder.toml").write_text(BELOW, encoding="utf-8")
    (own_folder / "boven.toml").write_text(ABOVE, encoding="utf-8")
    said = command("plan", case_folder, "--scenario", "boven.toml", "--out", "plan")
    assert said.exit_code == 0, said.output
    return own_folder / "plan", said


def test_positions_of_both_files_are_planned_and_audited_from_the_run_folder(at_the_table, command):
    folder, said = at_the_table
    assert "Standpunten: " in said.stdout
    assert {path.name for path in (folder / "invoer").glob("*.toml")} == {"onder.toml", "boven.toml"}
    assert command("audit", folder).exit_code == 0
    table = (folder / "tabellen" / "standpunten.csv").read_text("utf-8-sig")
    assert "B1;raad Centrum;locatie_niet" in table
    assert "B2;college Bôsdorp;ten_hoogste;gemeente Bôsdorp: ten hoogste 20 plekken" in table


def test_a_position_that_was_changed_afterwards_fails_the_audit(at_the_table, command):
    folder, _ = at_the_table
    copy = folder / "invoer" / "boven.toml"
    copy.write_text(copy.read_text(encoding="utf-8").replace("plekken = 20", "plekken = 19"), encoding="utf-8")
    said = command("audit", folder)
    assert said.exit_code == 7
    assert "positions" in said.stderr


def test_what_is_wrong_in_a_file_stops_before_any_search(command, case_folder, own_folder):
    (own_folder / "onder.toml").write_text(BELOW.replace("L5", "L55"), encoding="utf-8")
    said = command("plan", case_folder, "--scenario", "onder.toml", "--out", "plan")
    assert said.exit_code == 3
    assert "onder.toml" in said.stderr
    assert "L55" in said.stderr
    assert not (own_folder / "plan").exists()
