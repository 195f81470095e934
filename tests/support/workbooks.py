"""Workbooks for tests, written as a plain spreadsheet would: text, numbers and dates typed, and parts to break."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from regietafel.model.tables import FIGURES, TABLES, Column

Rows = Sequence[Mapping[str, Any]]
NUMBERS = ("int", "decimal", "degrees")
FIGURE_OF = {item.header: item for item in FIGURES}
DAY = "dd-mm-yyyy"


def typed(column: Column | None, text: str) -> Any:
    """Return what a spreadsheet would hold for a text: a number or a date where the column asks for one."""
    if column is None or not text:
        return text
    if column.kind in NUMBERS and re.fullmatch(r"-?[0-9]+(\.[0-9]{3})*(,[0-9]+)?", text):
        number = float(text.replace(".", "").replace(",", "."))
        return int(number) if number == int(number) else number
    if column.kind == "date" and re.fullmatch(r"\d{1,2}-\d{1,2}-\d{4}", text):
        return datetime.strptime(text, "%d-%m-%Y")
    if column.kind == "date" and re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return datetime.strptime(text, "%Y-%m-%d")
    return text


def typed_rows(table: str, rows: Rows) -> list[dict[str, Any]]:
    """Return the rows of a table as a spreadsheet would hold them."""
    columns = {item.header: item for item in TABLES[table].all_columns()}

    def column(row: Mapping[str, Any], header: str) -> Column | None:
        return FIGURE_OF.get(row["naam"]) if (table, header) == ("opgave", "waarde") else columns.get(header)

    return [{header: typed(column(row, header), text) for header, text in row.items()} for row in rows]


def grid_of(table: str, rows: Rows) -> list[list[Any]]:
    """Return the cells of a sheet: all columns of the contract and the free ones, then the rows."""
    declared = [item.header for item in TABLES[table].all_columns()]
    header = declared + [name for name in dict.fromkeys(name for row in rows for name in row) if name not in declared]
    return [list(header), *([row.get(name) for name in header] for row in typed_rows(table, rows))]


def write_workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]], **options: Any) -> Path:
    """Write sheets of cells: text as text, numbers as numbers, days as dates."""
    settings = {"default_date_format": DAY, "strings_to_formulas": False, "strings_to_urls": False, **options}
    with xlsxwriter.Workbook(path, settings) as book:
        for title, rows in sheets.items():
            sheet = book.add_worksheet(title)
            for number, cells in enumerate(rows):
                for index, value in enumerate(cells):
                    put(sheet, number, index, value)
    return path


def put(sheet: Any, number: int, index: int, value: Any) -> None:
    """Write one cell."""
    if isinstance(value, str):
        if value:
            sheet.write_string(number, index, value)
    elif isinstance(value, date):
        sheet.write_datetime(number, index, value)
    elif value is not None:
        sheet.write(number, index, value)


def case_workbook(path: Path, tables: Mapping[str, Rows]) -> Path:
    """Write the tables of a case as a workbook."""
    return write_workbook(path, {name: grid_of(name, rows) for name, rows in tables.items()})


def edit_part(path: Path, part: str, change: Callable[[str], str]) -> Path:
    """Change the text of one part inside a workbook, as no spreadsheet would."""
    return rewrite(path, {part: lambda content: change(content.decode()).encode()})


def rewrite(path: Path, changes: Mapping[str, Callable[[bytes], bytes | None]]) -> Path:
    """Change parts inside a workbook; a part that becomes None is left out, one that is not there is made."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in dict.fromkeys([*old.namelist(), *changes]):
            content: bytes | None = old.read(name) if name in old.namelist() else b""
            if name in changes:
                content = changes[name](content or b"")
            if content is not None:
                new.writestr(name, content)
    path.write_bytes(out.getvalue())
    return path


def sheet_part(names: Sequence[str], table: str) -> str:
    """Return the part that holds a sheet of a workbook written here."""
    return f"xl/worksheets/sheet{list(names).index(table) + 1}.xml"
