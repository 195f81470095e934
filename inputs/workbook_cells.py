"""What a cell of a workbook says, as a Dutch user would have typed it: exact, and read by the same strict rules as CSV.

A number is written with a decimal comma and nothing between thousands, so that it can only be read one way; of its
binary digits the fifteen that a spreadsheet shows count, so that 0.1 + 0.2 says `0,3`. Percentages and currencies say
the number that is in the cell. A date without a time says `dd-mm-yyyy`; one with a time keeps it, and is refused where
a date is asked. Text is taken literally, whatever it looks like.
"""

import math
import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

DIGITS: Final = 15
"""Digits of a number that a spreadsheet shows and keeps."""
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def cell_text(value: Any) -> str:
    """Return the text of the value of a cell, empty for none.

    Parameters
    ----------
    value : object
        What openpyxl gives: None, bool, int, float, str, or a date or time.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, date | time | timedelta):
        return time_text(value)
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), str(value))


def number_text(value: float) -> str:
    """Write a number with the digits that a spreadsheet shows: no exponent, a decimal comma, no thousands points."""
    if not math.isfinite(value):
        return str(value)
    shown = Decimal(format(value, f".{DIGITS}g"))
    return "0" if shown == 0 else format(shown, "f").replace(".", ",")


def time_text(value: date | time | timedelta) -> str:
    """Write a date as day-month-year; a time of day stays visible behind it."""
    if isinstance(value, datetime):
        day = value.strftime("%d-%m-") + f"{value.year:04d}"
        return day if value.time() == time() else f"{day} {value.time().isoformat('auto')}"
    if isinstance(value, date):
        return value.strftime("%d-%m-") + f"{value.year:04d}"
    if isinstance(value, time):
        return value.isoformat("auto")
    minutes, seconds = divmod(int(value.total_seconds()), 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"
