"""Writes a built-in case as a workbook that an official fills in further; the same bytes every time."""

import io
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from xlsxwriter import Workbook

from regietafel.inputs.source import Source
from regietafel.inputs.workbook_columns import Layout, layout_of
from regietafel.inputs.workbook_computed import Worked, work_out
from regietafel.inputs.workbook_explanation import write_explanation
from regietafel.inputs.workbook_layout import EXPLANATION
from regietafel.inputs.workbook_lists import Lists
from regietafel.inputs.workbook_sheets import Tools, write_table
from regietafel.inputs.workbook_style import Styles
from regietafel.inputs.workbook_texts import texts
from regietafel.model.cycle import half_years_between
from regietafel.model.errors import Finding, OutputError, Place, UsageError
from regietafel.model.tables import TABLES

SUFFIX = ".xlsx"
MADE = datetime(2026, 1, 1)
"""Date in the properties of every workbook: the same bytes on every day and machine."""

# Text stays text, whatever it looks like.
AS_TYPED = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write_workbook(source: Source, path: Path) -> Path:
    """Write a case as a workbook; never overwrites.

    Parameters
    ----------
    source : Source
        The tables of a case without errors.
    path : Path
        A new file, of which the name ends in ``.xlsx``.

    Raises
    ------
    UsageError
        If the file exists, or has another kind of name.
    OutputError
        If it cannot be written.
    """
    if path.suffix.casefold() != SUFFIX:
        raise UsageError(Finding("workbook_name", value=str(path)))
    if path.exists():
        raise UsageError(Finding("file_exists", value=str(path)))
    content = make_workbook(source, path.name)
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError as error:
        raise UsageError(Finding("file_exists", value=str(path))) from error
    except OSError as error:
        raise OutputError(Finding("cannot_write", place=Place(path.name), value=str(error.strerror))) from error
    return path


def make_workbook(source: Source, file: str) -> bytes:
    """Return a case as the content of a workbook.

    Parameters
    ----------
    source : Source
        The tables of a case without errors.
    file : str
        Name that the workbook will have.

    Raises
    ------
    DataError
        If the case has errors.
    """
    worked, out = work_out(source), io.BytesIO()
    with Workbook(out, {**AS_TYPED, "in_memory": True}) as book:
        _describe(book, worked)
        book.add_worksheet(EXPLANATION)
        half_years = half_years_between(worked.case.begin, worked.case.end)
        tools = Tools(worked, Styles(book), Lists(half_years))
        layouts = {name: layout_of(source.tables[name], worked) for name in TABLES}
        _write_sheets(book, layouts, tools, file)
    return out.getvalue()


def _describe(book: Workbook, worked: Worked) -> None:
    """Set the title of the document, and a date that does not depend on the day."""
    title = texts()["explanation"]["title"].format(province=worked.case.province)
    book.set_properties({"title": title, "author": "regietafel", "created": MADE})


def _write_sheets(book: Workbook, layouts: Mapping[str, Layout], tools: Tools, file: str) -> None:
    for name, layout in layouts.items():
        write_table(book.add_worksheet(name), layout, tools)
    write_explanation(book, layouts, tools, file)
    tools.lists.write(book, layouts)
