"""What is seen in a sheet but not in its values: hidden rows, merged cells, formulas. Read all the same, and said."""

from regietafel.inputs.header import letter_of
from regietafel.inputs.raw import RawTable, spans
from regietafel.inputs.workbook_file import SheetPart
from regietafel.inputs.workbook_structure import Area, Structure
from regietafel.model.errors import Finding


def find_hidden_sheet(found: RawTable, sheet: SheetPart) -> list[Finding]:
    """Say that a sheet with rows is hidden."""
    if not sheet.hidden or not found.rows:
        return []
    return [Finding("sheet_hidden", "warning", found.place(), sheet.title)]


def find_in_structure(found: RawTable, structure: Structure) -> list[Finding]:
    """Name hidden rows and columns that were read, cells that are merged, and formulas of which the value was read."""
    return [
        *_hidden_rows(found, structure),
        *_hidden_columns(found, structure),
        *_merged(found, structure),
        *_formulas(found, structure),
    ]


def _hidden_rows(found: RawTable, structure: Structure) -> list[Finding]:
    rows = structure.hidden_rows & {row.number for row in found.rows}
    return [Finding("rows_hidden", "warning", found.place(), params={"rows": spans(rows)})] if rows else []


def _hidden_columns(found: RawTable, structure: Structure) -> list[Finding]:
    letters = {letter_of(index) for index in structure.hidden_columns}
    filled = {header for row in found.rows for header in row.cells}
    names = [header for header, letter in found.letters.items() if letter in letters and header in filled]
    return [Finding("columns_hidden", "warning", found.place(), params={"names": names})] if names else []


def _merged(found: RawTable, structure: Structure) -> list[Finding]:
    """Name merged cells with a value: what each of them says can no longer be known."""
    findings = []
    for area in structure.merged:
        header = _filled_header(found, area)
        if header:
            top, left, bottom, right = area
            reference = f"{letter_of(left)}{top}:{letter_of(right)}{bottom}"
            findings.append(
                Finding("cells_merged", place=found.place(max(top, found.header_row + 1), header), value=reference)
            )
    return findings


def _filled_header(found: RawTable, area: Area) -> str:
    """Return the first column of an area in which a row that was read has a value, or an empty text."""
    top, left, bottom, right = area
    letters = {letter_of(index): index for index in range(left, right + 1)}
    inside = [header for header, letter in found.letters.items() if letter in letters]
    rows = [row for row in found.rows if top <= row.number <= bottom]
    return next((header for header in inside for row in rows if header in row.cells), "")


def _formulas(found: RawTable, structure: Structure) -> list[Finding]:
    """Count the formulas of which the saved value was read."""
    headers = {letter: header for header, letter in found.letters.items()}
    cells = {row.number: row for row in found.rows}
    read = [
        f"{letter_of(column)}{number}"
        for number, column in sorted(structure.formulas)
        if (row := cells.get(number)) is not None
        and (header := headers.get(letter_of(column))) in row.cells
        and header not in row.unread
    ]
    params = {"count": len(read), "cells": ", ".join(read[:5]) + (", …" if len(read) > 5 else "")}
    return [Finding("formulas_read", "note", found.place(), params=params)] if read else []
