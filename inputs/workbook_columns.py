"""Where everything stands on the sheet of a table: its columns, the computed ones beside them, examples, data, room."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from regietafel.inputs.header import letter_of
from regietafel.inputs.raw import RawTable
from regietafel.inputs.workbook_computed import Worked, computed_value
from regietafel.inputs.workbook_layout import COMPUTED
from regietafel.inputs.workbook_options import option_cells
from regietafel.inputs.workbook_texts import example_rows, header_note, texts
from regietafel.inputs.workbook_values import Value
from regietafel.model.tables import EVERY_TABLE, TABLES, Column, Table

HEADER_ROW = 0
ROOM = {
    "opgave": 5,
    "momenten": 10,
    "gemeenten": 20,
    "taakstelling": 100,
    "locatietypen": 40,
    "locaties": 300,
    "buren": 100,
    "standpunten": 300,
    "uitruil": 100,
    "scenarios": 80,
}
"""Empty rows below the data that have the lists and checks of the rows above."""

FREE_SCENARIOS = 5
"""Empty columns for scenarios that the user adds."""


@dataclass(frozen=True)
class Slot:
    """One column of a sheet.

    Parameters
    ----------
    header : str
        As it stands in row 1; empty for a scenario that is still to be named.
    column : Column or None
        What is read from it; None when it only shows.
    note : str
        Note of the header.
    shows : str
        What it shows, for a computed column: a key of `workbook_computed`, or of the list of options.
    """

    header: str
    column: Column | None
    note: str
    shows: str = ""


@dataclass(frozen=True)
class Layout:
    """The sheet of one table; rows and columns are counted from 0.

    Parameters
    ----------
    raw : RawTable
        What is filled in.
    slots : tuple of Slot
    examples : tuple of mapping of header to text
    shown : mapping of str to sequence of value
        What the computed columns show, by `Slot.shows`, from the first row of the data downwards.
    """

    raw: RawTable
    slots: tuple[Slot, ...]
    examples: tuple[Mapping[str, str], ...]
    shown: Mapping[str, Sequence[Value | None]] = field(default_factory=dict)

    @property
    def table(self) -> Table:
        """What the contract says of it."""
        return self.raw.table

    @property
    def first_row(self) -> int:
        """First row of the data, below the examples."""
        return HEADER_ROW + 1 + len(self.examples)

    @property
    def last_row(self) -> int:
        """Last filled row of the data, or the one above it when there is none."""
        return self.first_row + len(self.raw.rows) - 1

    @property
    def last_shown(self) -> int:
        """Last row in which anything stands."""
        return self.first_row - 1 + max(1, len(self.raw.rows), *map(len, self.shown.values()))

    @property
    def last_room(self) -> int:
        """Last row that has lists and checks."""
        return self.last_row + ROOM[self.table.name]

    def index(self, header: str) -> int:
        """Return the place of a column by its header."""
        return next(place for place, slot in enumerate(self.slots) if slot.header == header)

    def cells(self, header: str) -> str:
        """Return the address of the cells of a column, from the first row of data to the last row with room."""
        letter = letter_of(self.index(header))
        return f"'{self.table.name}'!${letter}${self.first_row + 1}:${letter}${self.last_room + 1}"

    def read_columns(self) -> Iterator[tuple[int, Column]]:
        """Yield the columns that are read, with their place."""
        return ((place, slot.column) for place, slot in enumerate(self.slots) if slot.column is not None)


def layout_of(raw: RawTable, worked: Worked) -> Layout:
    """Lay out the sheet of a table of a case."""
    name = raw.table.name
    free = _free_headers(raw)
    slots = [slot for column in raw.table.columns for slot in _with_computed(name, column)]
    slots += [_slot(name, _free_column(name, header)) for header in free]
    slots += [_slot(name, _free_column(name, ""))] * FREE_SCENARIOS if name == "scenarios" else []
    slots += [_slot(name, column) for column in EVERY_TABLE]
    slots += _reference_slots() if name == "scenarios" else []
    examples = tuple(_named(row, free) for row in example_rows(name))
    return Layout(raw, tuple(slots), examples, _shown(raw, slots, worked))


def _shown(raw: RawTable, slots: Sequence[Slot], worked: Worked) -> Mapping[str, Sequence[Value | None]]:
    """Work out what the computed columns show: a value per row, or the list of all options."""
    keys = [slot.shows for slot in slots if slot.shows]
    if raw.table.name == "scenarios":
        return {key: [cells[key] for cells in option_cells()] for key in keys}
    return {key: [computed_value(worked, raw.table.name, key, row.number) for row in raw.rows] for key in keys}


def _free_headers(raw: RawTable) -> list[str]:
    declared = {item.header for item in raw.table.all_columns()}
    return [header for header in raw.letters if header not in declared]


def _free_column(table: str, header: str) -> Column:
    return Column(header, header, "any" if TABLES[table].prefix == "*" else "decimal", low=0, high=1e12)


def _slot(table: str, column: Column) -> Slot:
    return Slot(column.header, column, header_note(table, column))


def _with_computed(table: str, column: Column) -> Iterator[Slot]:
    """Yield a column, then the computed ones beside it."""
    yield _slot(table, column)
    for about in computed_of(table):
        if about["after"] == column.header:
            sentence = texts()["note"]["shown" if about.get("shown") else "computed"]
            yield Slot(f"{COMPUTED} {about['title']}", None, sentence.format(what=about["what"]), about["key"])


def computed_of(table: str) -> list[Mapping[str, Any]]:
    """Return what is said of the computed columns of a table."""
    return list(texts()["computed"].get(table, ()))


def _reference_slots() -> Iterator[Slot]:
    """Yield the columns of the list of all options, which stands beside the table and is not read."""
    for about in texts()["reference"]:
        note = texts()["note"]["shown"].format(what=about["what"])
        yield Slot(f"{COMPUTED} {about['title']}", None, note, about["key"])


def _named(row: Mapping[str, str], free: list[str]) -> Mapping[str, str]:
    """Put the value of an example scenario in the first scenario of the table."""
    return {free[0] if header == "scenario" and free else header: text for header, text in row.items()}
