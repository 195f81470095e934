"""A table as text with the place of every cell; nobody after this cares where a cell came from."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from regietafel.inputs.cells import CellError, clean, read_cell, read_decimal
from regietafel.inputs.header import Grid, Header, letter_of, read_header
from regietafel.inputs.names import Gazetteer, plain
from regietafel.inputs.workbook_layout import is_example
from regietafel.inputs.workbook_texts import example_rows
from regietafel.model.errors import Finding, Place
from regietafel.model.tables import FIGURES, SUMMARY, TABLES, Column, Table

Cells = Mapping[str, str]

_NOWHERE = Gazetteer()
_COLUMNS = {table.name: {item.header: item for item in table.all_columns()} for table in TABLES.values()}
_FIGURES = {plain(item.header): item for item in FIGURES}


@dataclass(frozen=True)
class RawRow:
    """One row: its number as the user counts it (the header is most often row 1), and its filled cells by header.

    A cell in `unread` has no value: a formula that was never worked out, an error value. It gives the code of the
    finding; the text in `cells` is only what is shown of it.
    """

    number: int
    cells: Cells
    unread: Mapping[str, str] = field(default_factory=dict)


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
    sheet : str
        Name of the sheet as it was typed; empty when the file is the table.
    header_row : int
        Number of the row of column names.
    """

    table: Table
    file: str
    letters: Mapping[str, str] = field(default_factory=dict)
    rows: tuple[RawRow, ...] = ()
    sheet: str = ""
    header_row: int = 1

    @property
    def kept_as(self) -> str:
        """Name of the file in which a run keeps this table: its workbook, else a CSV file of its own."""
        return self.file if self.sheet else f"{self.table.name}.csv"

    def place(self, row: int = 0, header: str = "") -> Place:
        """Say where a cell, a row or the whole table stands."""
        return Place(self.file, self.sheet or self.table.name, row, header, self.letters.get(header, ""))

    def said(self, row: RawRow) -> tuple[tuple[str, str], ...]:
        """Return what a row says, by header: `1.000,50`, `1000,5` and the number in a workbook say the same."""
        return self._said[row.number]

    @cached_property
    def _said(self) -> dict[int, tuple[tuple[str, str], ...]]:
        return {
            row.number: tuple(
                (header, _meaning(_column(self.table, row.cells, header), text))
                for header, text in sorted(row.cells.items())
            )
            for row in self.rows
        }

    def content_hash(self) -> str:
        """Hash what the table says: the same whatever the order of rows and columns, encoding or kind of file."""
        rows = sorted(json.dumps(dict(self.said(row)), ensure_ascii=False) for row in self.rows)
        return hashlib.sha256("\n".join([self.table.name, *rows]).encode()).hexdigest()


def _column(table: Table, cells: Cells, header: str) -> Column | None:
    """Return how a cell is to be read, or None for a free one; a value of *opgave* as its name says."""
    if table is SUMMARY and header == "waarde":
        return _FIGURES.get(plain(cells.get("naam", "")))
    return _COLUMNS[table.name].get(header)


def _meaning(column: Column | None, text: str) -> str:
    """Write what a cell says in one way; what cannot be read stays as it is typed."""
    kind = column.kind if column else "any"
    try:
        if kind in ("int", "decimal", "degrees", "any"):
            return str(read_decimal(text))
        if column is not None and kind in ("date", "yes_no"):
            value = read_cell(column, text, _NOWHERE)
            return value.isoformat() if isinstance(value, date) else str(value)
    except CellError:
        return text
    return text


def raw_table(table: Table, grid: Grid) -> tuple[RawTable | None, list[Finding]]:
    """Put names to the columns of a table; leave out examples, and name what is not read.

    Parameters
    ----------
    table : Table
        What the contract says of it.
    grid : Grid
        Its cells; at least one filled row.

    Returns
    -------
    tuple
        The table, None when it has no column names; and a finding for each column without use, without a name, doubled
        or missing, each row that is too long, the examples.
    """
    header, findings = read_header(table, grid)
    if header is None:
        return None, findings
    examples, rows = _rows(grid, header)
    again = [row.number for row in rows if _repeats_header(row)]
    found = RawTable(
        table,
        grid.file,
        {name: letter_of(index) for index, name in header.columns.items()},
        tuple(row for row in rows if row.number not in again),
        grid.sheet,
        header.number,
    )
    findings += [Finding("header_again", place=found.place(number)) for number in again]
    findings += [*_missing_columns(found), *_unnamed_columns(found, grid, header), *_examples(found, examples)]
    return found, findings


def _rows(grid: Grid, header: Header) -> tuple[list[RawRow], list[RawRow]]:
    """Return the rows below the header that have a cell to read: examples, and the others."""
    examples: list[RawRow] = []
    rows: list[RawRow] = []
    for number, cells in _below(grid, header.index):
        texts = {name: clean(cells[index]) for index, name in header.columns.items() if index < len(cells)}
        filled = {name: text for name, text in texts.items() if text}
        unread = {
            name: grid.unread[number, index] for index, name in header.columns.items() if (number, index) in grid.unread
        }
        if filled:
            (examples if _is_example(cells) else rows).append(RawRow(number, filled, unread))
    return examples, rows


def _repeats_header(row: RawRow) -> bool:
    """Whether a row is the header once more, as when two tables were pasted under each other."""
    return len(row.cells) > 1 and all(plain(name) == plain(text) for name, text in row.cells.items())


def _below(grid: Grid, index: int) -> Iterable[tuple[int, Sequence[str]]]:
    return grid.rows[index + 1 :]


def _is_example(cells: Sequence[str]) -> bool:
    return is_example(next((text for text in cells if clean(text)), ""))


def _examples(found: RawTable, examples: Sequence[RawRow]) -> list[Finding]:
    """Warn of rows that are marked as an example but are none of ours: somebody may expect them to count."""
    ours = {_words(found.table, _within(found, cells)) for cells in example_rows(found.table.name)}
    changed = [row.number for row in examples if _words(found.table, row) not in ours]
    params = {"count": len(changed), "rows": spans(changed)}
    return [Finding("example_rows_changed", "warning", found.place(), params=params)] if changed else []


def _within(found: RawTable, example: Cells) -> RawRow:
    """Return an example of ours as it stands in a file that lacks some columns of the contract."""
    known = _COLUMNS[found.table.name]
    return RawRow(0, {name: text for name, text in example.items() if name in found.letters or name not in known})


def _words(table: Table, row: RawRow) -> tuple[str, ...]:
    """Return what a row says without its columns: an example of a scenario stands under any name."""
    return tuple(sorted(text for _, text in RawTable(table, "", rows=(row,)).said(row)))


def _unnamed_columns(found: RawTable, grid: Grid, header: Header) -> list[Finding]:
    """Name rows of a file that are longer than its header, and filled columns without a name."""
    first: dict[int, tuple[int, str]] = {}
    findings = []
    for number, cells in _below(grid, header.index):
        if _is_example(cells):
            continue
        if not grid.sheet and any(clean(cell) for cell in cells[header.width :]):
            findings.append(Finding("row_too_long", place=found.place(number)))
            continue
        for index, text in enumerate(cells):
            if index not in header.columns and index not in header.ignored and clean(text):
                first.setdefault(index, (number, clean(text)))
    return findings + [
        Finding("column_without_header", "warning", found.place(number), text, {"letter": letter_of(index)})
        for index, (number, text) in first.items()
    ]


def spans(numbers: Iterable[int]) -> str:
    """Write numbers in order as `3-5, 8`."""
    found: list[list[int]] = []
    for number in sorted(set(numbers)):
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return ", ".join(str(low) if low == high else f"{low}-{high}" for low, high in found)


def raw_table_from_dicts(table: Table, file: str, rows: Sequence[Cells]) -> tuple[RawTable | None, list[Finding]]:
    """Make a table of rows that are mappings of header to text, such as those of a built-in case."""
    header = list(dict.fromkeys(name for row in rows for name in row))
    header += [item.header for item in table.columns if item.required and item.header not in header]
    lines = enumerate(([row.get(name, "") for name in header] for row in rows), start=2)
    return raw_table(table, Grid(file, [(1, header), *lines]))


def raw_tables(source: str, tables: Mapping[str, Sequence[Cells]]) -> tuple[dict[str, RawTable], list[Finding]]:
    """Make the tables of a case of rows that are mappings of header to text.

    Raises
    ------
    KeyError
        If a table is not of the contract.
    """
    found, findings = {}, []
    for name, rows in tables.items():
        made, wrong = raw_table_from_dicts(TABLES[name], source, rows)
        findings += wrong
        if made is not None:
            found[name] = made
    return found, findings


def _missing_columns(found: RawTable) -> list[Finding]:
    missing = [item.header for item in found.table.columns if item.required and item.header not in found.letters]
    return [Finding("column_missing", place=found.place(header=header), value=header) for header in missing]
