"""What a spreadsheet itself checks while somebody types: lists, numbers and dates; only a help, the reader decides."""

from datetime import date
from typing import Any

from regietafel.inputs.workbook_texts import allowed, texts, unit_of
from regietafel.model.tables import Column

FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 12, 31)
TITLE_SIGNS, MESSAGE_SIGNS = 32, 255

# Other words than those of the list are right too: codes, words of the same meaning, several joined by a plus.
MORE_THAN_LISTED = ("text", "code", "municipality", "yes_no", "half_year", "date", "any")
JOINED = ("municipalities", "streams")


def check_of(column: Column, list_name: str | None) -> dict[str, Any] | None:
    """Return the check of the cells of a column as xlsxwriter wants it, or None when anything goes."""
    if list_name is not None:
        return _list_check(column, list_name)
    rule = _range_check(column)
    return None if rule is None else rule | _said(column, _hint(column), allowed(column))


def _list_check(column: Column, list_name: str) -> dict[str, Any]:
    words = texts()["validation"]
    if column.kind in JOINED:
        return _listed(list_name, "warning") | _said(column, words["pick_or_join"], words["doubt"])
    if column.kind in MORE_THAN_LISTED:
        return _listed(list_name, "warning") | _said(column, words["pick_or_type"], words["doubt"])
    return _listed(list_name, "stop") | _said(column, words["pick"], words["pick"])


def _listed(list_name: str, kind: str) -> dict[str, Any]:
    title = texts()["validation"]["wrong_title" if kind == "stop" else "doubt_title"]
    return {"validate": "list", "source": f"={list_name}", "error_type": kind, "error_title": title}


def _range_check(column: Column) -> dict[str, Any] | None:
    if column.kind == "date":
        return _between("date", FIRST_DAY, LAST_DAY)
    if column.low is None or column.high is None or column.kind == "any":
        return None
    if column.kind == "int":
        return _between("integer", int(column.low), int(column.high))
    return _between("decimal", column.low, column.high)


def _between(kind: str, low: Any, high: Any) -> dict[str, Any]:
    title = texts()["validation"]["wrong_title"]
    limits = {"criteria": "between", "minimum": low, "maximum": high}
    return {"validate": kind, **limits, "error_type": "stop", "error_title": title}


def _hint(column: Column) -> str:
    """Say what may be typed, with its unit."""
    unit = texts()["note"]["unit"].format(unit=unit_of(column)) if column.unit else ""
    return " ".join(filter(None, (allowed(column), unit)))


def _said(column: Column, hint: str, wrong: str) -> dict[str, Any]:
    """Return the messages: one beside the cell, one when something else was typed; cut to what a workbook holds."""
    return {
        "input_title": column.header[:TITLE_SIGNS],
        "input_message": hint[:MESSAGE_SIGNS],
        "error_message": wrong[:MESSAGE_SIGNS],
    }
