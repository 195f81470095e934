"""Random cells changed at random: a finding at the cell, or a case that holds exactly what the cells say.

``pytest tests/property/test_cell_mutations.py --mutations 10000`` tries more of them than every run does.
"""

from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random

import pytest

from regietafel.inputs.built_in import built_in_tables
from regietafel.inputs.csv_folder import csv_text
from regietafel.inputs.load import check_case, check_source
from regietafel.inputs.raw import raw_tables
from regietafel.inputs.scenario_file import load_scenario, scenario_names
from regietafel.inputs.source import Source, read_tables
from regietafel.model.case import Case
from regietafel.model.errors import Finding, ScenarioError
from regietafel.model.tables import TABLES
from support.cell_mutations import Mutation, Tables, mutate
from support.claims import claims, same
from support.strict_reading import UNREADABLE, bare, is_example, says, written
from support.workbooks import grid_of, sheets_of, write_sheets

BLOCKS = 10


def fresh() -> Tables:
    return {name: [dict(row) for row in rows] for name, rows in built_in_tables("voorbeeldland").items()}


def write_csv(folder: Path, tables: Tables, change: Mutation) -> Path:
    """Write the changed table anew; the others stand in the folder from the first time."""
    if not folder.exists():
        folder.mkdir()
        for name, rows in fresh().items():
            (folder / f"{name}.csv").write_bytes(csv_text(TABLES[name], rows).encode("utf-8-sig"))
    text = csv_text(TABLES[change.table], tables[change.table])
    (folder / f"{change.table}.csv").write_bytes(text.encode("utf-8-sig"))
    return folder


def write_book(path: Path, tables: Tables, change: Mutation) -> Path:
    """Write a workbook that holds every number as a number, and the changed cell as it was typed."""
    sheets = sheets_of(fresh())
    header = sheets[change.table].cells[0]
    sheets[change.table].cells = grid_of(change.table, tables[change.table])
    if change.header:
        value = change.typed if change.typed is not None else tables[change.table][change.row][change.header]
        sheets[change.table].cells[change.row + 1][header.index(change.header)] = value
    return write_sheets(path, sheets)


def unreadable(tables: Tables, table: str) -> list[tuple[int, str]]:
    """List the cells of a table that say nothing that belongs there: number of the row, and header."""
    return [
        (number, header)
        for number, row in enumerate(tables[table], start=2)
        if not is_example(row)
        for header in row
        if says(table, header, row) is UNREADABLE
    ]


def judge(path: Path, tables: Tables, change: Mutation) -> str:
    """Read a changed case and hold it against the second opinion; say what became of it."""
    case, findings = check_case(path)
    errors = [item for item in findings if item.level == "error"]
    wrong = unreadable(tables, change.table)
    if case is None:
        assert errors, change
        named = {(item.place.row, item.place.column) for item in errors if item.place.sheet == change.table}
        assert all(cell in named or not named_one_by_one(errors, change) for cell in wrong), (change, wrong, errors)
        return "refused at the cell" if wrong else "refused"
    assert not wrong, (change, wrong)
    for header, said, held in claims(case, tables, change.table):
        assert same(said, held), (change, header, said, held)
    assert like(case) == like(plainly(tables, change.table)), change
    judge_scenarios(path, tables, change)
    return "read as it says"


def named_one_by_one(errors: list[Finding], change: Mutation) -> bool:
    """Whether the cells of the changed table were read at all: a file with an empty byte is no table."""
    unread = ("file_not_text", "csv_broken", "header_missing", "header_again", "workbook_broken")
    return not any(item.code in unread and item.place.sheet in (change.table, "") for item in errors)


def plainly(tables: Tables, table: str) -> Case | None:
    """Make the case of the same tables, every cell written in the plainest way by the second opinion."""
    plain = {**untouched(), table: plain_rows(table, tables[table])}
    raw, findings = raw_tables("", plain)
    return check_source(Source("", raw, tuple(findings)))[0]


@cache
def untouched() -> Tables:
    return {name: plain_rows(name, rows) for name, rows in fresh().items()}


def plain_rows(table: str, rows: list[dict[str, str]]) -> list[dict[str, str]]:
    return [{header: written(table, header, row) for header in row} for row in rows]


def like(case: Case | None) -> Case | None:
    """Leave out what is about files: hashes, and the name of a built-in case."""
    return replace(case, inputs=(), built_in=None, messages=()) if case else None


def judge_scenarios(path: Path, tables: Tables, change: Mutation) -> None:
    """Hold the options of a changed scenario against what its cells say."""
    if change.table != "scenarios":
        return
    source = read_tables(path)
    for name in scenario_names(source):
        try:
            scenario = load_scenario(source, name)
        except ScenarioError:
            continue
        cells = {bare(row["instelling"]): bare(row.get(name, "")) for row in tables["scenarios"]}
        for key in ("burden_ceiling", "small_scale_min_share"):
            if cells.get(key) and name in cells:
                assert getattr(scenario, key) == float(cells[key].replace(".", "").replace(",", ".")), change


def try_out(seed: str, times: int, folder: Path) -> Counter[str]:
    """Change the tables so many times, each time from the start; half as CSV, half as a workbook."""
    draw, found = Random(seed), Counter[str]()
    written_before: str = ""
    for number in range(times):
        tables = fresh()
        change = mutate(tables, draw)
        if change.typed is None and number % 2:
            if written_before:
                original = csv_text(TABLES[written_before], fresh()[written_before])
                (folder / "map" / f"{written_before}.csv").write_bytes(original.encode("utf-8-sig"))
            path, written_before = write_csv(folder / "map", tables, change), change.table
        else:
            path = write_book(folder / "boek.xlsx", tables, change)
        found[judge(path, tables, change)] += 1
    return found


@pytest.mark.parametrize("block", range(BLOCKS))
def test_a_changed_cell_is_refused_at_its_place_or_read_as_it_says(
    block: int, mutations: int, tmp_path: Path, record_property
) -> None:
    found = try_out(f"cells-{block}", mutations // BLOCKS, tmp_path)
    for outcome, count in found.items():
        record_property(outcome, count)
    assert found["refused at the cell"] > 0
    assert found["read as it says"] > 0
