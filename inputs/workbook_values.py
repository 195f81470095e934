"""From the text of a cell to what a workbook holds: numbers as numbers, dates as dates, the rest as text."""

from datetime import date
from fractions import Fraction

from regietafel.inputs.cells import PLAIN_NUMBER, CellError, read_cell, read_decimal
from regietafel.inputs.names import Gazetteer, plain
from regietafel.model.tables import FIGURES, Column

Value = int | float | date | str

NUMBERS = ("int", "decimal", "degrees")
_FIGURES = {plain(item.header): item for item in FIGURES}


def cell_value(column: Column, text: str) -> Value:
    """Return what a cell holds; text that is not of the column's kind stays as it was typed."""
    try:
        if column.kind in NUMBERS or (column.kind == "any" and PLAIN_NUMBER.fullmatch(text)):
            return as_number(read_decimal(text))
        if column.kind == "date":
            day: date = read_cell(column, text, Gazetteer())
            return day
    except CellError:
        return text
    return text


def as_number(value: Fraction | float) -> int | float:
    """Return a whole number as such, because a spreadsheet shows it so; others as the nearest float."""
    return int(value) if value == int(value) else float(value)


def column_of(table: str, column: Column, row_name: str) -> Column:
    """Return what a cell may hold: in the table *opgave* the name of the figure says so, elsewhere the column."""
    if table == "opgave" and column.name == "value":
        return _FIGURES.get(plain(row_name), column)
    return column
