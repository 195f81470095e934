"""Tables as CSV that a Dutch Excel opens without asking: semicolons, decimal commas, UTF-8 with a mark."""

import csv
import io
from datetime import date
from typing import Any

import pandas as pd

from regietafel.outputs import notation

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def to_csv(table: pd.DataFrame) -> bytes:
    """Return a table as the bytes of a CSV file; the same table gives the same bytes.

    Numbers have a decimal comma, dates are day-month-year, an unknown value is an empty cell. A text that a
    spreadsheet would take for a formula gets an apostrophe before it.
    """
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, delimiter=";", lineterminator="\r\n")
    writer.writerow(cell(name) for name in table.columns)
    for row in table.astype(object).itertuples(index=False, name=None):
        writer.writerow(cell(value) for value in row)
    return lines.getvalue().encode("utf-8-sig")


def cell(value: Any) -> str:
    """Write one value as the text of a cell."""
    if value is None or (isinstance(value, float) and value != value):
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, date):
        return notation.table_day(value)
    if isinstance(value, float):
        return _plain(value)
    if isinstance(value, int):
        return str(value)
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _plain(value: float) -> str:
    """Write a number with at most six decimals, without exponent and without thousands separators."""
    written = f"{value:.6f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written.replace(".", ",")
