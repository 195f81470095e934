"""Workbooks for tests: written by xlsxwriter as a spreadsheet would, or by hand in XML, which can also be wrong."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter

from regietafel.inputs.header import letter_of
from regietafel.model.tables import FIGURES, TABLES, Column

Rows = Sequence[Mapping[str, Any]]
NUMBERS = ("int", "decimal", "degrees")
FIGURE_OF = {item.header: item for item in FIGURES}
DAY = "dd-mm-yyyy"
EPOCH = date(1899, 12, 30)


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


def case_workbook(path: Path, tables: Mapping[str, Rows]) -> Path:
    """Write the tables of a case with xlsxwriter: text as text, numbers as numbers, days as dates."""
    with xlsxwriter.Workbook(path, {"default_date_format": DAY}) as book:
        for title, rows in tables.items():
            sheet = book.add_worksheet(title)
            for number, cells in enumerate(grid_of(title, rows)):
                for index, value in enumerate(cells):
                    if isinstance(value, str):
                        sheet.write_string(number, index, value)
                    elif value is not None:
                        sheet.write(number, index, value)
    return path


@dataclass(frozen=True)
class Formula:
    """A cell with a formula, and the value that was saved with it, if any."""

    text: str
    value: int | float | str | None = None


@dataclass(frozen=True)
class Xml:
    """A cell with attributes and content as they stand in the file."""

    attributes: str = ""
    content: str = ""


STYLES = {"date": 1, "time": 2, "percent": 3, "euro": 4, "datetime": 5, "text": 6, "duration": 7}
FORMATS = ("dd\\-mm\\-yyyy", "h:mm", "0%", '"€"\\ #,##0.00', "dd\\-mm\\-yyyy\\ hh:mm", "@", "[h]:mm:ss")


def styled(number: float | str, style: str) -> Xml:
    """Return a number under one of the formats of `STYLES`."""
    return Xml(f's="{STYLES[style]}"', f"<v>{number}</v>")


def error(value: str) -> Xml:
    """Return a cell with an error value."""
    return Xml('t="e"', f"<v>{value}</v>")


@dataclass
class Sheet:
    """A sheet to write by hand: rows of cells from row 1, and what else stands in it.

    Parameters
    ----------
    cells : list of rows
        None is no cell.
    state : str
        ``visible``, ``hidden`` or ``veryHidden``.
    merged : list of str
        Such as ``B2:B4``.
    hidden_rows : set of int
    columns : str
        XML inside ``cols``.
    after : str
        XML after the cells.
    """

    cells: list[list[Any]]
    state: str = "visible"
    merged: list[str] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    columns: str = ""
    after: str = ""

    def xml(self) -> str:
        """Return the part of the sheet."""
        rows = "".join(self._row(number, cells) for number, cells in enumerate(self.cells, start=1))
        merged = "".join(f'<mergeCell ref="{item}"/>' for item in self.merged)
        merged = f'<mergeCells count="{len(self.merged)}">{merged}</mergeCells>' if merged else ""
        columns = f"<cols>{self.columns}</cols>" if self.columns else ""
        return f"{HEAD}<worksheet {MAIN}>{columns}<sheetData>{rows}</sheetData>{merged}{self.after}</worksheet>"

    def _row(self, number: int, cells: Sequence[Any]) -> str:
        hidden = ' hidden="1"' if number in self.hidden_rows else ""
        written = "".join(cell_xml(f"{letter_of(index)}{number}", value) for index, value in enumerate(cells))
        return f'<row r="{number}"{hidden}>{written}</row>' if written else ""


HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MAIN = f'xmlns="{SPREADSHEET}"'
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def cell_xml(reference: str, value: Any) -> str:
    """Return one cell as it stands in the file."""
    if value is None or value == "":
        return ""
    if isinstance(value, Xml):
        return f'<c r="{reference}" {value.attributes}>{value.content}</c>'
    if isinstance(value, Formula):
        kind = ' t="str"' if isinstance(value.value, str) else ""
        saved = "" if value.value is None else f"<v>{value.value}</v>"
        return f'<c r="{reference}"{kind}><f>{escape(value.text)}</f>{saved}</c>'
    if isinstance(value, bool):
        return f'<c r="{reference}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, date):
        day = value.date() if isinstance(value, datetime) else value
        return f'<c r="{reference}" s="1"><v>{(day - EPOCH).days}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{reference}"><v>{value!r}</v></c>'
    return f'<c r="{reference}" t="inlineStr"><is><t xml:space="preserve">{escape(str(value))}</t></is></c>'


def parts_of(sheets: Mapping[str, Sheet], about: str = "", calculation: str = "<calcPr/>") -> dict[str, str]:
    """Return the parts of a workbook by name; `about` stands inside ``workbookPr``."""
    listed = "".join(
        f'<sheet name={quoteattr(title)} sheetId="{number}" state="{sheet.state}" r:id="rId{number}"/>'
        for number, (title, sheet) in enumerate(sheets.items(), start=1)
    )
    count = len(sheets)
    links = "".join(_link(number, "worksheet", f"worksheets/sheet{number}.xml") for number in range(1, count + 1))
    formats = "".join(f'<numFmt numFmtId="{164 + i}" formatCode={quoteattr(f)}/>' for i, f in enumerate(FORMATS))
    styles = "".join(f'<xf numFmtId="{164 + i}" applyNumberFormat="1"/>' for i in range(len(FORMATS)))
    overrides = "".join(_override(f"/xl/worksheets/sheet{number}.xml", "worksheet") for number in range(1, count + 1))
    return {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f"{_override('/xl/workbook.xml', 'sheet.main')}{_override('/xl/styles.xml', 'styles')}{overrides}</Types>",
        "_rels/.rels": _links(_link(1, "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'{HEAD}<workbook {MAIN} xmlns:r="{LINKS}"><workbookPr {about}/>'
        f"<sheets>{listed}</sheets>{calculation}</workbook>",
        "xl/_rels/workbook.xml.rels": _links(links + _link(count + 1, "styles", "styles.xml")),
        "xl/styles.xml": f'{HEAD}<styleSheet {MAIN}><numFmts count="{len(FORMATS)}">{formats}</numFmts>'
        '<fonts count="1"><font/></fonts><fills count="1"><fill><patternFill/></fill></fills>'
        '<borders count="1"><border/></borders>'
        f'<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs><xf/>{styles}</cellXfs></styleSheet>',
        **{f"xl/worksheets/sheet{number}.xml": sheet.xml() for number, sheet in enumerate(sheets.values(), start=1)},
    }


def _link(number: int, kind: str, target: str) -> str:
    return f'<Relationship Id="rId{number}" Type="{LINKS}/{kind}" Target="{target}"/>'


def _links(links: str) -> str:
    return (
        f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{links}</Relationships>"
    )


def _override(part: str, kind: str) -> str:
    return f'<Override PartName="{part}" ContentType="{TYPES}.{kind}+xml"/>'


def write_parts(path: Path, parts: Mapping[str, str | bytes]) -> Path:
    """Write the parts of a workbook."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def write_sheets(path: Path, sheets: Mapping[str, Sheet], **about: str) -> Path:
    """Write a workbook by hand."""
    return write_parts(path, parts_of(sheets, **about))


def sheets_of(tables: Mapping[str, Rows]) -> dict[str, Sheet]:
    """Return the tables of a case as sheets to change and to write by hand."""
    return {name: Sheet(grid_of(name, rows)) for name, rows in tables.items()}


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
