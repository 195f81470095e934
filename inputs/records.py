"""Tables of typed rows: every cell read as its column says, every unreadable one a finding at its place."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from regietafel.inputs.cells import CellError, read_cell
from regietafel.inputs.names import Gazetteer, nearest, plain, read_code
from regietafel.inputs.raw import RawRow, RawTable
from regietafel.model.case import MunicipalityCode
from regietafel.model.errors import Finding, Level, Place
from regietafel.model.tables import FIGURES, TABLES, Column


@dataclass(frozen=True)
class Record:
    """One row with its values by English field; an empty or unreadable cell is None.

    Parameters
    ----------
    raw : RawTable
        Table it stands in.
    row : RawRow
        Row it was read from.
    values : mapping of str to object
        Typed values of the readable filled cells.
    unreadable : frozenset of str
        Fields that have a finding already.
    """

    raw: RawTable
    row: RawRow
    values: Mapping[str, Any]
    unreadable: frozenset[str] = frozenset()

    def __getitem__(self, name: str) -> Any:
        return self.values.get(name)

    def text(self, name: str) -> str:
        """Return the text of a cell as it was typed."""
        return self.row.cells.get(self._header(name), "")

    def place(self, name: str = "") -> Place:
        """Say where a cell, or the whole row, stands."""
        return self.raw.place(self.row.number, self._header(name) if name else "")

    def finding(self, code: str, name: str = "", level: Level = "error", /, **params: Any) -> Finding:
        """Make a finding about a cell of this row, or about the row."""
        return Finding(code, level, self.place(name), self.text(name) if name else "", params)

    def content(self) -> tuple[tuple[str, str], ...]:
        """Return what the row says as text, for an order that does not depend on where it stands."""
        return self.raw.said(self.row)

    def _header(self, name: str) -> str:
        return _HEADERS[self.raw.table.name].get(name, name)


_HEADERS = {table.name: {item.name: item.header for item in table.all_columns()} for table in TABLES.values()}
_COLUMNS = {table.name: {item.header: item for item in table.all_columns()} for table in TABLES.values()}


@dataclass(frozen=True)
class Book:
    """The typed tables of a case.

    Parameters
    ----------
    name : str
        What the case is called in findings: the built-in name or the folder.
    raw : mapping of table name to RawTable
        Tables as text.
    tables : mapping of table name to records
        Typed rows, in the order of their content.
    figures : mapping of str to Record
        Rows of *opgave* by English key; the typed value is field ``value``.
    gazetteer : Gazetteer
        Where municipalities are looked up.
    """

    name: str
    raw: Mapping[str, RawTable]
    tables: Mapping[str, tuple[Record, ...]]
    figures: Mapping[str, Record] = field(default_factory=dict)
    gazetteer: Gazetteer = field(default_factory=Gazetteer)

    def __getitem__(self, name: str) -> tuple[Record, ...]:
        return self.tables.get(name, ())

    def figure(self, key: str) -> Any:
        """Return the typed value of a row of *opgave*, or None."""
        return self.figures[key]["value"] if key in self.figures else None

    @cached_property
    def types(self) -> dict[str, Record]:
        """Location types by plain name."""
        return {plain(item["type_name"]): item for item in self["locatietypen"] if item["type_name"]}

    def type_of(self, location: Record) -> Record | None:
        """Return the type of a row of *locaties*, or None when it is unknown."""
        return self.types.get(plain(location["type_name"] or ""))


def read_book(name: str, raw: Mapping[str, RawTable]) -> tuple[Book, list[Finding]]:
    """Type all tables of a case; municipalities first, because the other tables name them."""
    gazetteer = Gazetteer(_own_municipalities(raw.get("gemeenten")))
    tables: dict[str, tuple[Record, ...]] = {}
    findings: list[Finding] = []
    for key, table in raw.items():
        records, wrong = _read_table(table, gazetteer)
        tables[key] = tuple(sorted(records, key=Record.content))
        findings += wrong
    figures, wrong = _read_figures(tables.get("opgave", ()), gazetteer)
    return Book(name, raw, tables, figures, gazetteer), findings + wrong


def _own_municipalities(table: RawTable | None) -> dict[MunicipalityCode, str]:
    """Name the municipalities of the case by code: the code that is typed, else the one that belongs to the name."""
    national, own = Gazetteer(), {}
    for row in table.rows if table else ():
        name = row.cells.get("gemeente", "")
        code = read_code(row.cells.get("gm_code", "")) or national.find(name)
        if code is not None:
            own[code] = national.name(code) if read_code(name) else name
    return own


def _read_table(raw: RawTable, gazetteer: Gazetteer) -> tuple[list[Record], list[Finding]]:
    records, findings = [], []
    for row in raw.rows:
        record, wrong = _read_row(raw, row, gazetteer)
        records.append(record)
        findings += wrong
    return records, findings


def _read_row(raw: RawTable, row: RawRow, gazetteer: Gazetteer) -> tuple[Record, list[Finding]]:
    values: dict[str, Any] = {}
    findings: list[Finding] = []
    unreadable: set[str] = set()
    for column, text in _filled(raw, row):
        try:
            if column.header in row.unread:
                raise CellError(row.unread[column.header])
            values[column.name] = read_cell(column, text, gazetteer)
        except CellError as error:
            place = raw.place(row.number, column.header)
            findings.append(Finding(error.code, place=place, value=text, params=error.params))
            unreadable.add(column.name)
    for column in raw.table.columns:
        if column.required and column.header not in row.cells and column.header in raw.letters:
            findings.append(Finding("cell_empty", place=raw.place(row.number, column.header), value=""))
            unreadable.add(column.name)
    return Record(raw, row, values, frozenset(unreadable)), findings


def _filled(raw: RawTable, row: RawRow) -> Iterator[tuple[Column, str]]:
    """Yield the filled cells of a row with their columns; free columns hold numbers (keys) or any text (scenarios)."""
    for header, text in row.cells.items():
        known = _COLUMNS[raw.table.name].get(header)
        free = Column(header, header, "any" if raw.table.prefix == "*" else "decimal", low=0, high=1e12)
        yield known or free, text


def _read_figures(rows: Sequence[Record], gazetteer: Gazetteer) -> tuple[dict[str, Record], list[Finding]]:
    """Type the values of *opgave* by their names."""
    known = {plain(item.header): item for item in FIGURES}
    found: dict[str, Record] = {}
    findings: list[Finding] = []
    for row in rows:
        column = known.get(plain(row["name"] or ""))
        if column is None:
            if row["name"]:
                near = nearest(row["name"], [item.header for item in FIGURES])
                findings.append(row.finding("figure_unknown", "name", nearest=near))
            continue
        try:
            value = read_cell(column, row["value"], gazetteer) if row["value"] else None
        except CellError as error:
            findings.append(row.finding(error.code, "value", **error.params))
            continue
        if value is not None:
            found[column.name] = Record(row.raw, row.row, {**row.values, "value": value})
    return found, findings + _missing_figures(rows, found)


def _missing_figures(rows: Sequence[Record], found: Mapping[str, Record]) -> list[Finding]:
    """Name the required figures that are not there; one with a finding of its own is there."""
    if not rows:
        return []
    filled = {plain(row["name"] or "") for row in rows if row["value"] or "value" in row.unreadable}
    return [
        Finding("figure_missing", place=rows[0].raw.place(), value=item.header)
        for item in FIGURES
        if item.required and item.name not in found and plain(item.header) not in filled
    ]
