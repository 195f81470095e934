"""The positions of a scenario file, read as rows of *standpunten* against the tables of the case."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from regietafel.inputs.cells import clean
from regietafel.inputs.checks_frame import check_doubles
from regietafel.inputs.checks_positions import check_positions
from regietafel.inputs.names import nearest, plain
from regietafel.inputs.positions import TABLE, read_positions
from regietafel.inputs.raw import RawRow, RawTable
from regietafel.inputs.records import read_book
from regietafel.model.errors import Finding, Place
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
    raw, findings = _raw_table(file, content)
    book, wrong = read_book(file, {**tables, TABLE: raw})
    wrong += check_doubles(book)
    findings += [item for item in wrong if item.place.file == file and item.place.sheet == TABLE]
    findings += check_positions(book, of_file=True)
    if any(item.level == "error" for item in findings):
        return (), findings
    return read_positions(book), findings


def _raw_table(file: str, content: Sequence[Mapping[str, Any]]) -> tuple[RawTable, list[Finding]]:
    """Make a table of the positions of a file, each a row; name keys that the table does not have, or has twice."""
    table = TABLES[TABLE]
    known = {plain(item.header): item.header for item in table.all_columns()}
    rows, findings = [], []
    for number, item in enumerate(content, start=1):
        cells: dict[str, str] = {}
        for key, value in item.items():
            header, place = known.get(plain(key)), Place(file, TABLE, number, key)
            if header is None:
                params = {"nearest": nearest(key, known.values())}
                findings.append(Finding("column_unknown", place=place, value=key, params=params))
            elif header in cells:
                findings.append(Finding("column_double", place=place, value=key))
            else:
                cells[header] = clean(_cell(value))
        rows.append(RawRow(number, {header: text for header, text in cells.items() if text}))
    return RawTable(table, file, dict.fromkeys(known.values(), ""), tuple(rows), header_row=0), findings


def _cell(value: Any) -> str:
    """Write a value of a TOML file as a cell of the table."""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, list):
        return "+".join(_cell(item) for item in value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value).replace(".", ",") if isinstance(value, float) else str(value)
