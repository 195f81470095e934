"""The order of rows and columns changes no byte of a plan, and a folder written out reads back to the same plan."""

import json
from pathlib import Path

import pytest

from regietafel.inputs.load import load_case
from regietafel.model.scenario import Scenario
from regietafel.solver.run import solve
from support.case_folders import folder_of, shuffled_folder

# Stopped inside a gap on purpose: there two programs that differ in the order of a row would give different plans.
OPTIONS = Scenario(name="tafel", gap=0.005)  # a name of Voorbeeldland, whose table of positions it brings in
CASES = {"voorbeeldland": ("voorbeeldland", "basis"), "flevoland krap": ("flevoland", "krap")}


@pytest.fixture(scope="module")
def built_in() -> dict[str, str]:
    """Give the text of `plan.json` of each built-in case."""
    return {
        name: solve(load_case(f"voorbeeld:{province}", variant=variant), OPTIONS).to_json()
        for name, (province, variant) in CASES.items()
    }


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("name", CASES)
def test_the_order_of_rows_and_columns_changes_no_byte(name, seed, built_in, tmp_path: Path):
    province, variant = CASES[name]
    folder = shuffled_folder(tmp_path / "invoer", province, seed, variant)
    assert solve(load_case(folder), OPTIONS).to_json() == built_in[name]


@pytest.mark.parametrize("name", CASES)
def test_a_folder_that_nobody_changed_gives_the_plan_of_the_built_in_case(name, built_in, tmp_path: Path):
    province, variant = CASES[name]
    folder = folder_of(tmp_path / "invoer", province, variant)
    assert solve(load_case(folder), OPTIONS).to_json() == built_in[name]


def test_rows_are_really_shuffled(tmp_path: Path):
    plain = folder_of(tmp_path / "plain", "voorbeeldland")
    shuffled = shuffled_folder(tmp_path / "shuffled", "voorbeeldland", 1)
    for table in ("locaties", "gemeenten", "buren", "standpunten"):
        one, other = ((folder / f"{table}.csv").read_text("utf-8-sig").splitlines() for folder in (plain, shuffled))
        assert sorted(one[0].split(";")) == sorted(other[0].split(";"))
        assert one[0] != other[0]
        assert len(one) == len(other)


def test_the_plan_of_these_tests_has_positions(built_in):
    assert len(json.loads(built_in["voorbeeldland"])["positions"]) == 10


def test_a_changed_cell_changes_the_plan(tmp_path: Path, built_in):
    """The comparison can fail: one place more asked is another document."""

    def ask_more(tables):
        next(row for row in tables["opgave"] if row["naam"] == "provinciale_opgave")["waarde"] = "2431"

    folder = folder_of(tmp_path / "invoer", "voorbeeldland", change=ask_more)
    assert solve(load_case(folder), OPTIONS).to_json() != built_in["voorbeeldland"]
