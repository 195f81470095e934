"""A workbook: every sheet with the name of a table read cell by cell, everything doubtful named at its cell.

Values come from openpyxl, which reads without drawings, styles of cells and macros, and keeps error values. Nothing is
computed: of a formula the value counts that the spreadsheet saved.
"""

import io
import warnings
import zipfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final

import openpyxl

from regietafel.inputs.cells import clean
from regietafel.inputs.header import Grid
from regietafel.inputs.lost_names import graver_when_lost
from regietafel.inputs.names import nearest, plain
from regietafel.inputs.raw import RawTable, raw_table
from regietafel.inputs.workbook_cells import cell_text
from regietafel.inputs.workbook_file import UNREADABLE, Package, SheetPart, WorkbookError, broken, open_package
from regietafel.inputs.workbook_findings import find_hidden_sheet, find_in_structure
from regietafel.inputs.workbook_layout import OWN_SHEETS
from regietafel.inputs.workbook_structure import Structure, read_structure
from regietafel.model.errors import Finding, Place, UsageError
from regietafel.model.tables import TABLES, Table

ERROR_VALUE: Final = "e"
Tables = dict[str, RawTable]


def read_workbook(path: Path, content: bytes | None = None) -> tuple[Tables, list[Finding]]:
    """Read every table of a workbook.

    Parameters
    ----------
    path : Path
        The file; its name stands in every place.
    content : bytes, optional
        What is in the file, when it was read already.

    Returns
    -------
    tuple
        Tables by name, and findings about the file, its sheets and its cells; without tables there is an error.

    Raises
    ------
    UsageError
        If the file cannot be opened.
    """
    found = workbook_bytes(path) if content is None else content
    try:
        package = open_package(path.name, found)
        return _read(package)
    except WorkbookError as error:
        return {}, [error.finding]
    except UNREADABLE as error:
        return {}, [broken(path.name, error)]


def read_one_sheet(path: Path, table: Table) -> tuple[RawTable | None, list[Finding]]:
    """Read one table of a workbook that is no case: the sheet of its name, else the first one.

    Raises
    ------
    UsageError
        If the file cannot be opened.
    """
    try:
        package = open_package(path.name, workbook_bytes(path))
    except WorkbookError as error:
        return None, [error.finding]
    except UNREADABLE as error:
        return None, [broken(path.name, error)]
    sheet = next((item for item in package.sheets if plain(item.title) == plain(table.name)), package.sheets[0])
    with zipfile.ZipFile(io.BytesIO(package.content)) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(package.content), read_only=True, data_only=True, keep_links=False)
        structure = read_structure(lambda: archive.open(sheet.part))
        found, findings = _read_sheet(book[sheet.title], package, sheet, table, structure)
        book.close()
    return found, findings


def workbook_bytes(path: Path) -> bytes:
    """Return what is in a file.

    Raises
    ------
    UsageError
        If it cannot be opened.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(Finding("file_unreadable", place=Place(path.name), value=str(error.strerror))) from error


def _read(package: Package) -> tuple[Tables, list[Finding]]:
    tables: Tables = {}
    findings: list[Finding] = []
    seen: set[str] = set()
    # openpyxl warns of what it leaves out of a workbook; none of that is read here.
    with zipfile.ZipFile(io.BytesIO(package.content)) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(package.content), read_only=True, data_only=True, keep_links=False)
        for sheet in package.sheets:
            structure = read_structure(lambda part=sheet.part: archive.open(part))  # type: ignore[misc]
            table = _table_of(sheet)
            place = Place(package.name, sheet.title)
            if table is None:
                findings += _unknown_sheet(sheet, structure, place)
            elif table.name in seen:
                findings.append(Finding("sheet_double", place=place, value=sheet.title, params={"table": table.name}))
            else:
                seen.add(table.name)
                found, wrong = _read_sheet(book[sheet.title], package, sheet, table, structure)
                findings += wrong
                if found is not None:
                    tables[table.name] = found
        book.close()
    return tables, [*graver_when_lost(findings, TABLES, seen), *_missing_sheets(package, seen)]


def _table_of(sheet: SheetPart) -> Table | None:
    return next((item for item in TABLES.values() if plain(item.name) == plain(sheet.title)), None)


def _unknown_sheet(sheet: SheetPart, structure: Structure, place: Place) -> list[Finding]:
    """Name a filled sheet that is no table and not one of ours."""
    if not structure.last_row or plain(sheet.title) in map(plain, OWN_SHEETS):
        return []
    near = nearest(sheet.title, TABLES)
    return [Finding("sheet_unknown", "warning", place, sheet.title, {"nearest": near})]


def _missing_sheets(package: Package, seen: set[str]) -> list[Finding]:
    """Name required tables without a sheet."""
    if not seen:
        params = {"names": [item.title for item in package.sheets]}
        return [Finding("workbook_without_tables", place=Place(package.name), value=package.name, params=params)]
    missing = [name for name, table in TABLES.items() if table.required and name not in seen]
    return [Finding("sheet_missing", place=Place(package.name, name), value=name) for name in missing]


def _read_sheet(
    opened: Any, package: Package, sheet: SheetPart, table: Table, structure: Structure
) -> tuple[RawTable | None, list[Finding]]:
    """Read one sheet as a table."""
    grid = _grid(opened, package, sheet, structure)
    if not grid.rows:
        level = "error" if table.required else "note"
        return None, [Finding("sheet_empty", level, Place(package.name, sheet.title), sheet.title)]  # type: ignore[arg-type]
    found, findings = raw_table(table, grid)
    if found is None:
        return None, findings
    return found, [*findings, *find_hidden_sheet(found, sheet), *find_in_structure(found, structure)]


def _grid(opened: Any, package: Package, sheet: SheetPart, structure: Structure) -> Grid:
    """Turn the cells of a sheet into text; cells without a value keep what is shown of them."""
    shown = structure.formulas.keys() if not package.computed else structure.without_value
    unread: dict[tuple[int, int], str] = {}
    rows = []
    for number, cells in _rows(opened, structure.last_row):
        texts = []
        for index, cell in enumerate(cells):
            at = number, index
            if at in shown:
                unread[at] = "formula_without_value"
            elif cell.data_type == ERROR_VALUE:
                unread[at] = "cell_error_value"
            texts.append(structure.formulas[at] if at in shown else cell_text(cell.value))
        if any(map(clean, texts)):
            rows.append((number, texts))
    return Grid(package.name, rows, sheet.title, unread)


def _rows(opened: Any, last: int) -> Iterator[tuple[int, Any]]:
    """Yield the rows of a sheet as far as the last one with a content, whatever size the sheet says it has."""
    opened.reset_dimensions()
    return enumerate(islice(opened.iter_rows(), last), start=1)
