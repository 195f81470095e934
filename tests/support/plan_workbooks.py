"""The workbook of a plan for tests: read back table by table, and with every municipality worked out."""

import io
import re
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
from openpyxl.workbook import Workbook

from regietafel.model.plan import Plan
from regietafel.outputs import plan_workbook
from regietafel.outputs.documents import Material
from regietafel.outputs.plan_workbook_page import Looks, Page
from regietafel.outputs.plan_workbook_steps import put_steps
from regietafel.outputs.plan_workbook_trace import WIDTHS
from support.hostile import hostile_plan

FORMULA_VALUE = re.compile(rb'(<c [^>]*?)( t="str")?>(<f>[^<]*</f>)<v>[^<]*</v>')


@cache
def real_plan() -> Plan:
    """Return a plan of Voorbeeldland as it was solved, with exchanges and positions."""
    return hostile_plan()


def rendered(plan: Plan) -> bytes:
    """Make the workbook of a plan."""
    return plan_workbook.render_workbook(Material(plan))


def opened(content: bytes, *, values: bool = True) -> Workbook:
    """Open a workbook: what its cells show, or their formulas."""
    return openpyxl.load_workbook(io.BytesIO(content), data_only=values)


def table(book: Workbook, title: str, name: str = "") -> list[dict[str, Any]]:
    """Read a table of a sheet: one mapping of header to value per row; days as text."""
    sheet = book[title]
    area = sheet.tables[f"tabel_{name or title.replace(' ', '_')}"].ref
    head, *rows = ([cell.value for cell in row] for row in sheet[area])
    return [dict(zip(head, map(_plain, row), strict=True)) for row in rows]


def _plain(value: Any) -> Any:
    return value.date().isoformat() if hasattr(value, "date") else value


def every_municipality(plan: Plan) -> bytes:
    """Make the workbook with a sheet *narekenen* for every municipality, instead of one with a choice."""
    content, view = io.BytesIO(), Material(plan).dutch
    book = xlsxwriter.Workbook(content, dict(plan_workbook.OPTIONS))
    looks = Looks(book)
    placed = plan_workbook.put_sheets(looks, view, {})
    for number in range(len(placed["municipalities"].grid.rows)):
        put_steps(Page(looks, view, "trace", WIDTHS, f"gemeente {number + 1}"), placed, number)
    book.close()
    return content.getvalue()


def without_values(content: bytes, file: Path) -> Path:
    """Write a workbook whose formulas have lost the values that were saved with them, so that they must be computed."""
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                part = FORMULA_VALUE.sub(rb"\1>\3", part)
            new.writestr(name, part)
    return file
