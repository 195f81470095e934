"""The row of column names: found even under a title, said so, and matched with the columns of the contract."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from regietafel.inputs.cells import clean
from regietafel.inputs.lost_names import graver_when_lost
from regietafel.inputs.names import nearest, plain
from regietafel.inputs.workbook_layout import is_computed
from regietafel.model.errors import Finding, Level, Place
from regietafel.model.tables import Table

SEARCHED = 20
"""Rows in which the column names are looked for."""
MARKS = re.compile(r"[\s*]+")

Numbered = tuple[int, Sequence[str]]


@dataclass(frozen=True)
class Grid:
    """A file or a sheet as text: its filled rows, not yet with names for the columns.

    Parameters
    ----------
    file : str
        File name, or the name of a built-in case.
    rows : sequence of (row number, cells)
        Numbers as the user counts them.
    sheet : str
        Name of the sheet as it was typed; empty when the file is the table.
    unread : mapping of (row number, index of column) to code
        Cells that have no value to read, with the code of their finding; their text is what is shown of them.
    """

    file: str
    rows: Sequence[Numbered]
    sheet: str = ""
    unread: Mapping[tuple[int, int], str] = field(default_factory=dict)


@dataclass(frozen=True)
class Header:
    """Where the column names stand, and what each column is called.

    Parameters
    ----------
    number : int
        Number of the row.
    index : int
        Its index among the filled rows.
    columns : mapping of index to header
        Columns that are read, by the name of the contract; free columns by the header that was typed.
    width : int
        Number of columns that the row has.
    ignored : frozenset of int
        Columns that have a name and are not read.
    """

    number: int
    index: int
    columns: Mapping[int, str]
    width: int
    ignored: frozenset[int] = frozenset()


def letter_of(number: int) -> str:
    """Return the letter of a column, the first being 0: A, B, ..., Z, AA."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def read_header(table: Table, grid: Grid) -> tuple[Header | None, list[Finding]]:
    """Find the row of column names and name its columns; None when no row has any name of the contract.

    The row with most names of the contract is taken, the first of equals. Filled rows above it are a warning.
    """
    known = {plain(item.header) for item in table.all_columns()}
    counts = [len(known & {plain(cell) for cell in cells}) for _, cells in grid.rows[:SEARCHED]]
    place = Place(grid.file, grid.sheet or table.name)
    if not any(counts):
        return None, [_no_header(table, grid, place)]
    index = counts.index(max(counts))
    number, cells = grid.rows[index]
    findings = []
    if number > 1:
        level: Level = "warning" if index else "note"
        at = Place(place.file, place.sheet, number)
        findings.append(
            Finding("header_row_used", level, at, params={"skipped": [row for row, _ in grid.rows[:index]]})
        )
    typed = [clean(cell) for cell in cells]
    columns, ignored, wrong = _match(table, Place(place.file, place.sheet, number), typed)
    return Header(number, index, columns, len(cells), ignored), findings + wrong


def _no_header(table: Table, grid: Grid, place: Place) -> Finding:
    number, cells = grid.rows[0]
    shown = "; ".join(filter(None, map(clean, cells)))[:80]
    needed = [item.header for item in table.columns if item.required]
    return Finding(
        "header_missing", place=Place(place.file, place.sheet, number), value=shown, params={"names": needed}
    )


def _match(table: Table, place: Place, header: Sequence[str]) -> tuple[dict[int, str], frozenset[int], list[Finding]]:
    """Return the name of each column that is read by its index, the columns that are not, and findings."""
    known = {plain(item.header): item.header for item in table.all_columns()}
    columns: dict[int, str] = {}
    findings: list[Finding] = []
    for index, typed in enumerate(header):
        if not typed or is_computed(typed):
            continue
        at = Place(place.file, place.sheet, place.row, typed, letter_of(index))
        name = known.get(plain(typed)) or _free_column(table, typed)
        if name is None:
            near = nearest(typed, known.values())
            findings.append(Finding("column_unknown", "warning", at, typed, {"nearest": near}))
        elif name in columns.values():
            findings.append(Finding("column_double", place=at, value=typed))
        else:
            columns[index] = name
    findings = graver_when_lost(findings, list(known.values()), list(columns.values()))
    ignored = frozenset(index for index, typed in enumerate(header) if typed and index not in columns)
    return columns, ignored, findings


def _free_column(table: Table, typed: str) -> str | None:
    """Return the name of a free column, or None when the table has none of that name."""
    name = MARKS.sub(" ", typed).strip()
    if table.prefix == "*":
        return name or None
    name = name.casefold()
    return name if table.prefix and name.startswith(table.prefix) and len(name) > len(table.prefix) else None
