"""Folders of CSV tables to plan from, made of the built-in cases; rows and columns in any order one likes."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from random import Random

from regietafel.inputs.built_in import built_in_tables
from regietafel.inputs.csv_folder import csv_text, write_folder
from regietafel.model.tables import TABLES

Tables = dict[str, list[dict[str, str]]]


def folder_of(path: Path, name: str, variant: str = "basis", change: Callable[[Tables], None] | None = None) -> Path:
    """Write the tables of a built-in case to a new folder, changed if one likes."""
    tables = {table: [dict(row) for row in rows] for table, rows in built_in_tables(name, 2, variant).items()}
    if change is not None:
        change(tables)
    write_folder(tables, path)
    return path


def shuffled_folder(path: Path, name: str, seed: int, variant: str = "basis") -> Path:
    """Write the tables of a built-in case with their rows and columns in a random order."""
    draw, tables = Random(seed), built_in_tables(name, 2, variant)
    path.mkdir(parents=True)
    for table in draw.sample(sorted(tables), len(tables)):
        rows = draw.sample(list(tables[table]), len(tables[table]))
        text = csv_text(TABLES[table], rows)
        (path / f"{table}.csv").write_text(_columns_shuffled(text, draw), encoding="utf-8-sig", newline="")
    return path


def _columns_shuffled(text: str, draw: Random) -> str:
    """Put the columns of a CSV text in a random order."""
    rows = _cells(text)
    order = draw.sample(range(len(rows[0])), len(rows[0]))
    return "".join(_line([row[i] for i in order]) for row in rows)


def _cells(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def _line(cells: Sequence[str]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerow(cells)
    return out.getvalue()


def row_of(tables: Mapping[str, list[dict[str, str]]], table: str, key: str) -> dict[str, str]:
    """Return the row of a table whose first column says `key`."""
    return next(row for row in tables[table] if next(iter(row.values())) == key)
