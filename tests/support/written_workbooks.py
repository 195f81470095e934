"""Workbooks of built-in cases, as the writer makes them and as a spreadsheet sees them."""

import io
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import openpyxl
from openpyxl.cell import Cell
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from regietafel.inputs.raw import RawTable
from regietafel.inputs.source import Source, read_built_in
from regietafel.inputs.workbook import read_workbook
from regietafel.inputs.workbook_writer import make_workbook

FILE = "invoer.xlsx"


@cache
def written(name: str, cycle: int = 2, variant: str = "basis") -> bytes:
    """Return a built-in case as a workbook."""
    return make_workbook(read_built_in(name, cycle, variant), FILE)


@cache
def opened(name: str = "voorbeeldland") -> Workbook:
    """Return it as a spreadsheet opens it; not to be changed."""
    return fresh(written(name))


def fresh(content: bytes) -> Workbook:
    """Open a workbook that may be changed."""
    return openpyxl.load_workbook(io.BytesIO(content))


def read_back(content: bytes) -> dict[str, RawTable]:
    """Read the tables of a workbook as a case; nothing may be wrong with it."""
    tables, findings = read_workbook(Path(FILE), content)
    assert [item for item in findings if item.level != "note"] == []
    return tables


def source_of(tables: dict[str, RawTable]) -> Source:
    """Make a source of tables."""
    return Source(FILE, tables)


def headers(sheet: Worksheet) -> dict[str, int]:
    """Return the number of each column by its header."""
    return {cell.value: cell.column for cell in sheet[1] if cell.value}


def filled_rows(sheet: Worksheet) -> Iterator[dict[str, Cell]]:
    """Yield the rows of data, as cells by header; examples aside."""
    places = headers(sheet)
    for row in sheet.iter_rows(min_row=2):
        if row[0].value is not None and not str(row[0].value).startswith("voorbeeld:"):
            yield {header: row[place - 1] for header, place in places.items()}


def column(sheet: Worksheet, header: str) -> list[object]:
    """Return the values of a column, examples aside."""
    return [row[header].value for row in filled_rows(sheet)]
