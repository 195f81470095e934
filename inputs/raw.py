"""A table as text with the place of every cell; nobody after this cares where a cell came from."""

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from regietafel.inputs.cells import trim
from regietafel.inputs.names import nearest, plain
from regietafel.model.errors import Finding, Place
from regietafel.model.tables import TABLES, Table


@dataclass(frozen=True)
class RawRow:
    """One row: its number as the user counts it (the header is row 1), and its filled cells by header."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class RawTable:
    """One table as text.

    Parameters
    ----------
    table : Table
        What the contract says of it.
    file : str
        Where it came from: a file name, or the name of a built-in case.
    letters : mapping of header to column letter
        Known columns in the order of the file; free columns by the header that was typed.
    rows : tuple of RawRow
        Rows with at least one filled cell, in the order of the file.
    """

    table: Table
    file: str
    letters: Mapping[str, str] = field(default_factory=dict)
    rows: tuple[RawRow, ...] = ()

    def place(self, row: int = 0, header: str = "") -> Place:
        """Say where a cell, a row or the whole table stands."""
        return Place(self.file, self.table.name, row, header, self.letters.get(header, ""))

    def content_hash(self) -> str:
        """Hash what the table says: the same whatever the order of rows and columns, encoding or separator."""
        rows = sorted(json.dumps(dict(sorted(row.cells.items())), ensure_ascii=False) for row in self.rows)
        return hashlib.sha256("\n".join([self.table.name, *rows]).encode()).hexdigest()


def letter_of(number: int) -> str:
    """Return the letter of a column, the first being 0: A, B, ..., Z, AA."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def clean(text: str) -> str:
    """Trim a cell and write its accents one way, so that equal cells are equal text."""
    return unicodedata.normalize("NFC", trim(text))


def raw_table(
    table: Table, file: str, header: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]]
) -> tuple[RawTable, list[Finding]]:
    """Put names to the columns of a table and numbers to its rows.

    Parameters
    ----------
    table : Table
        What the contract says of it.
    file : str
        Where it came from.
    header : sequence of str
        Cells of the first row.
    rows : iterable of (row number, cells)
        The rows below it.

    Returns
    -------
    tuple
        The table, and a finding for each column without use, doubled or missing, and each row that is too long.
    """
    columns, findings = _match_header(table, file, [clean(cell) for cell in header])
    letters = {name: letter_of(index) for index, name in columns.items()}
    kept: list[RawRow] = []
    for number, cells in rows:
        cleaned = [clean(cell) for cell in cells]
        if any(cleaned[len(header) :]):
            findings.append(Finding("row_too_long", place=Place(file, table.name, number)))
        filled = {name: cleaned[index] for index, name in columns.items() if index < len(cleaned) and cleaned[index]}
        if filled:
            kept.append(RawRow(number, filled))
    found = RawTable(table, file, letters, tuple(kept))
    return found, findings + _missing_columns(found)


def raw_table_from_dicts(table: Table, file: str, rows: Sequence[Mapping[str, str]]) -> tuple[RawTable, list[Finding]]:
    """Make a table of rows that are mappings of header to text, such as those of a built-in case."""
    header = list(dict.fromkeys(name for row in rows for name in row))
    header += [item.header for item in table.columns if item.required and item.header not in header]
    return raw_table(table, file, header, enumerate(([row.get(name, "") for name in header] for row in rows), start=2))


def raw_tables(
    source: str, tables: Mapping[str, Sequence[Mapping[str, str]]]
) -> tuple[dict[str, RawTable], list[Finding]]:
    """Make the tables of a case of rows that are mappings of header to text.

    Raises
    ------
    KeyError
        If a table is not of the contract.
    """
    found, findings = {}, []
    for name, rows in tables.items():
        found[name], wrong = raw_table_from_dicts(TABLES[name], source, rows)
        findings += wrong
    return found, findings


def _match_header(table: Table, file: str, header: Sequence[str]) -> tuple[dict[int, str], list[Finding]]:
    """Return the name of each usable column by its index, and findings."""
    known = {plain(item.header): item.header for item in table.all_columns()}
    columns: dict[int, str] = {}
    findings: list[Finding] = []
    for index, typed in enumerate(header):
        if not typed:
            continue
        place = Place(file, table.name, 1, typed, letter_of(index))
        name = known.get(plain(typed)) or _free_column(table, typed)
        if name is None:
            near = nearest(typed, known.values())
            findings.append(Finding("column_unknown", "warning", place, typed, {"nearest": near}))
        elif name in columns.values():
            findings.append(Finding("column_double", place=place, value=typed))
        else:
            columns[index] = name
    return columns, findings


def _free_column(table: Table, typed: str) -> str | None:
    """Return the name of a free column, or None when the table has none of that name."""
    if table.prefix == "*":
        return typed
    name = typed.casefold()
    return name if table.prefix and name.startswith(table.prefix) and len(name) > len(table.prefix) else None


def _missing_columns(found: RawTable) -> list[Finding]:
    missing = [item.header for item in found.table.columns if item.required and item.header not in found.letters]
    return [Finding("column_missing", place=found.place(header=header), value=header) for header in missing]
