"""A folder of CSV tables: read with every doubt named, written so that a Dutch spreadsheet opens it as it is.

Encoding: a byte order mark decides, then strict UTF-8, then Windows-1252; guessing by statistics goes wrong on short
Dutch files. Separator: the one under which the header has most known columns.
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from regietafel.inputs.borders import FILES as BORDER_FILES
from regietafel.inputs.cells import clean
from regietafel.inputs.header import Grid
from regietafel.inputs.lost_names import graver_when_lost
from regietafel.inputs.names import nearest, plain
from regietafel.inputs.raw import RawTable, raw_table, spans
from regietafel.inputs.workbook_file import is_workbook
from regietafel.model.errors import Finding, OutputError, Place, UsageError
from regietafel.model.tables import TABLES, Table

OFFICE_FILES = ("sjabloon.docx", "teksten.docx")
"""What an office keeps beside a case for its documents."""
SEPARATORS = (";", ",", "\t")
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
FORMULA = re.compile(r"'*[=+\-@\t\r]")
SEPARATOR_LINE = re.compile(r"[\"']?sep=(.)[\"']?", re.IGNORECASE)
NUMBER = re.compile(r"[+-]?[\d.,]+")

Cells = list[tuple[int, list[str]]]


def read_folder(folder: Path) -> tuple[dict[str, RawTable], list[Finding]]:
    """Read every table in a folder.

    Returns
    -------
    tuple
        Tables by name, and findings about files: unknown, double, not text, not readable as CSV, encoding used.

    Raises
    ------
    UsageError
        If a file cannot be opened.
    """
    tables: dict[str, RawTable] = {}
    findings: list[Finding] = []
    for path in _files(folder):
        table = _table_of(path, findings)
        if table is None:
            continue
        if table.name in tables:
            findings.append(Finding("table_double", place=Place(path.name, table.name), value=path.name))
            continue
        found, wrong = read_csv(path, table)
        findings += wrong
        if found is not None:
            tables[table.name] = found
    return tables, graver_when_lost(findings, TABLES, tables)


def _files(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError as error:
        raise UsageError(Finding("file_unreadable", place=Place(folder.name), value=str(error.strerror))) from error


def _table_of(path: Path, findings: list[Finding]) -> Table | None:
    """Return the table a file holds; name the files that hold none, those of documents and maps aside."""
    if path.name.startswith((".", "~")) or path.name in (*BORDER_FILES, *OFFICE_FILES):
        return None
    if path.is_file() and path.suffix.casefold() == ".csv":
        table = next((item for item in TABLES.values() if plain(item.name) == plain(path.stem)), None)
        if table is not None:
            return table
        near = nearest(path.stem, TABLES)
        findings.append(Finding("file_unknown", "warning", Place(path.name), path.name, {"nearest": near}))
        return None
    if is_workbook(path.name) and path.is_file():
        findings.append(Finding("workbook_in_folder", "warning", Place(path.name), path.name))
    else:
        findings.append(Finding("file_ignored", "note", Place(path.name), path.name))
    return None


def read_csv(path: Path, table: Table) -> tuple[RawTable | None, list[Finding]]:
    """Read one CSV file as a table; None when it is not a CSV file at all.

    Raises
    ------
    UsageError
        If the file cannot be opened.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(Finding("file_unreadable", place=Place(path.name), value=str(error.strerror))) from error
    place = Place(path.name, table.name)
    text, notes = _decode(content, place)
    if text is None:
        return None, notes
    try:
        cells = _split(text, table)
    except csv.Error as error:
        return None, [*notes, Finding("csv_broken", place=place, value=str(error))]
    if not cells:
        return None, [*notes, Finding("file_empty", place=place, value=path.name)]
    rows = [(number, [unguard(cell) for cell in row]) for number, row in cells]
    found, findings = raw_table(table, Grid(path.name, rows))
    return found, [*notes, *findings, *_uneven_rows(found, rows)]


def _uneven_rows(found: RawTable | None, rows: Cells) -> list[Finding]:
    """Name rows with fewer or more cells than the header: one separator lost or added moves every value after it."""
    if found is None:
        return []
    width = next(len(cells) for number, cells in rows if number == found.header_row)
    below = [(number, cells) for number, cells in rows if number > found.header_row]
    uneven = [number for number, cells in below if len(cells) != width and not any(map(clean, cells[width:]))]
    return [Finding("rows_uneven", "note", found.place(), params={"rows": spans(uneven)})] if uneven else []


def _decode(content: bytes, place: Place) -> tuple[str | None, list[Finding]]:
    """Turn bytes into text; say so when it is not UTF-8."""
    encoding = next((name for mark, name in MARKS if content.startswith(mark)), "utf-8")
    if b"\0" in content and encoding != "utf-16":
        return None, [Finding("file_not_text", place=place, value=place.file)]
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        if encoding != "utf-8":
            return None, [Finding("file_not_text", place=place, value=place.file)]
        try:
            text, encoding = content.decode("cp1252"), "Windows-1252"
        except UnicodeDecodeError:
            return None, [Finding("file_not_text", place=place, value=place.file)]
    usual = encoding in ("utf-8", "utf-8-sig")
    return text, [] if usual else [Finding("encoding_used", "note", place, encoding)]


def _split(text: str, table: Table) -> Cells:
    """Split text into numbered rows of cells; a first line ``sep=;`` is a row that spreadsheets do not show.

    Raises
    ------
    csv.Error
        If a quotation mark is not closed, or stands in the middle of a cell.
    """
    first, _, rest = text.partition("\n")
    told = SEPARATOR_LINE.fullmatch(first.strip("\r"))
    if told:
        text, separator = rest, told[1]
    else:
        separator = max(SEPARATORS, key=lambda sign: _known_columns(text, sign, table))
    rows = enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True), start=1)
    return [(number, row) for number, row in rows if any(map(clean, row))]


def _known_columns(text: str, separator: str, table: Table) -> tuple[int, int]:
    """Count the known headers of the first row under a separator, then all its headers."""
    header = next(csv.reader(io.StringIO(text, newline=""), delimiter=separator), [])
    known = {plain(item.header) for item in table.all_columns()}
    return sum(plain(cell) in known for cell in header), len(header)


def guard(text: str) -> str:
    """Put an apostrophe before text that a spreadsheet would take for a formula; numbers stay as they are."""
    return f"'{text}" if FORMULA.match(text) and not NUMBER.fullmatch(text) else text


def unguard(text: str) -> str:
    """Take away the apostrophe that `guard` put there."""
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text


def write_folder(tables: Mapping[str, Sequence[Mapping[str, str]]], folder: Path) -> list[Path]:
    """Write tables as CSV files in a new or empty folder; never overwrites.

    Parameters
    ----------
    tables : mapping of table name to rows
        Rows are mappings of header to text.
    folder : Path
        Made when it is not there.

    Raises
    ------
    UsageError
        If the folder is not empty, or is a file.
    OutputError
        If a file cannot be written.
    """
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise UsageError(Finding("folder_in_use", place=Place(str(folder)), value=str(folder)))
        folder.mkdir(parents=True, exist_ok=True)
        return [_write(folder / f"{name}.csv", TABLES[name], rows) for name, rows in tables.items()]
    except OSError as error:
        raise OutputError(Finding("cannot_write", place=Place(str(folder)), value=str(error.strerror))) from error


def _write(path: Path, table: Table, rows: Sequence[Mapping[str, str]]) -> Path:
    path.write_bytes(csv_text(table, rows).encode("utf-8-sig"))
    return path


def csv_text(table: Table, rows: Sequence[Mapping[str, str]]) -> str:
    """Return a table as the text of a CSV file: all columns of the contract, then the free ones."""
    declared = [item.header for item in table.all_columns()]
    free = [name for name in dict.fromkeys(name for row in rows for name in row) if name not in declared]
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(declared + free)
    writer.writerows([guard(row.get(name, "")) for name in declared + free] for row in rows)
    return out.getvalue()
