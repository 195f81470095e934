"""The positions of a scenario file, read as rows of *standpunten* against the tables of the case."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from regietafel.inputs.checks_frame import check_doubles
from regietafel.inputs.checks_positions import check_positions
from regietafel.inputs.positions import TABLE, read_positions
from regietafel.inputs.raw import RawTable, raw_table
from regietafel.inputs.records import read_book
from regietafel.model.errors import Finding
from regietafel.model.positions import Position
from regietafel.model.tables import TABLES


def positions_of_file(
    tables: Mapping[str, RawTable], file: str, content: Sequence[Mapping[str, Any]]
) -> tuple[tuple[Position, ...], list[Finding]]:
    """Read the positions of a scenario file against the tables of the case.

    Parameters
    ----------
    tables : mapping of table name to RawTable
        Of the case: municipalities, offers and moments that the positions name.
    file : str
        Name of the file, for findings; their row is the number of the position in it.
    content : sequence of mappings
        The keys are the headers of the table *standpunten*.

    Returns
    -------
    tuple
        The positions, none when there is an error, and the findings about them.
    """
    rows = [{key: _cell(value) for key, value in item.items()} for item in content]
    header = list(dict.fromkeys(key for row in rows for key in row))
    header += [item.header for item in TABLES[TABLE].columns if item.required and item.header not in header]
    cells = enumerate(([row.get(key, "") for key in header] for row in rows), start=1)
    raw, findings = raw_table(TABLES[TABLE], file, header, cells)
    raw = replace(raw, letters=dict.fromkeys(raw.letters, ""))
    findings = [replace(item, level="error", place=replace(item.place, letter="", row=0)) for item in findings]
    book, wrong = read_book(file, {**tables, TABLE: raw})
    wrong += check_doubles(book)
    findings += [item for item in wrong if item.place.file == file and item.place.sheet == TABLE]
    findings += check_positions(book, of_file=True)
    if any(item.level == "error" for item in findings):
        return (), findings
    return read_positions(book), findings


def _cell(value: Any) -> str:
    """Write a value of a TOML file as a cell of the table."""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, list):
        return "+".join(_cell(item) for item in value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value).replace(".", ",") if isinstance(value, float) else str(value)
