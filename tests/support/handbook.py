"""The handbook as something that can be done: its commands, and the cells it says to type, in order."""

import contextlib
import difflib
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise, takewhile
from pathlib import Path

from click.testing import CliRunner, Result
from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from regietafel.cli import main
from support.checkout import PROJECT

HANDBOOK = PROJECT / "docs" / "handleiding.md"
WORKBOOK = "invoer-voorbeeldland.xlsx"
PROMPT, LEFT_OUT = "> ", "..."
CELLS = ["blad", "rij", "kolom", "u typt"]
COMPUTED, DATE = "berekend:", "dd-mm-yyyy"


@dataclass(frozen=True)
class Command:
    """One command, the exit code the handbook says it has, and the numbered lines it says are printed."""

    words: tuple[str, ...]
    code: int
    printed: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True)
class NewRows:
    """Rows to type under the last one of a sheet; in the handbook a row is a column."""

    sheet: str
    rows: list[dict[str, str]]


@dataclass(frozen=True)
class NewColumn:
    """A scenario to type in the first empty column: its name, and its cells by the word in the first column."""

    name: str
    cells: dict[str, str]


@dataclass(frozen=True)
class NewValues:
    """Cells to type over: sheet, first word of the row, header, value."""

    cells: list[list[str]]


Step = Command | NewRows | NewColumn | NewValues


def steps_of(text: str) -> list[Step]:
    """Read what the reader of the handbook does, from top to bottom."""
    lines, steps, number = text.splitlines(), [], 0
    while number < len(lines):
        if opened := re.fullmatch(r"```console(?: code=(\d+))?", lines[number]):
            block = list(takewhile(lambda line: line != "```", lines[number + 1 :]))
            steps += _commands(block, int(opened[1] or 0), number + 1)
            number += len(block) + 1
        elif lines[number].startswith("|"):
            table = list(takewhile(lambda line: line.startswith("|"), lines[number:]))
            steps += _typing([_cells(row) for row in table])
            number += len(table)
        number += 1
    return steps


def _commands(block: list[str], code: int, first: int) -> Iterator[Command]:
    starts = [place for place, line in enumerate(block) if line.startswith(PROMPT)] + [len(block)]
    for start, stop in pairwise(starts):
        printed = [(first + place, block[place]) for place in range(start + 1, stop)]
        yield Command(tuple(shlex.split(block[start].removeprefix(PROMPT))), code, printed)


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.strip().strip("|").split("|")]


def _typing(table: list[list[str]]) -> Iterator[Step]:
    head, rows = table[0], table[2:]
    if head == CELLS:
        yield NewValues(rows)
    elif head[0] == "blad scenarios":
        yield NewColumn(head[1], {row[0]: row[1] for row in rows})
    elif head[0].startswith("blad "):
        typed = [{row[0]: row[place] for row in rows if row[place]} for place in range(1, len(head))]
        yield NewRows(head[0].removeprefix("blad "), typed)


def run(command: Command) -> Result:
    """Run a command in this process, in the folder we are in."""
    program, *words = command.words
    assert program == "regietafel"
    return CliRunner(env={"COLUMNS": "101", "REGIETAFEL_LANG": None}).invoke(main, words)


def follow(steps: list[Step], folder: Path) -> list[tuple[Command, Result]]:
    """Do what the handbook says, in this folder; return each command with what it gave."""
    done = []
    with contextlib.chdir(folder):
        for step in steps:
            if isinstance(step, Command):
                done.append((step, run(step)))
            else:
                type_into(folder / WORKBOOK, step)
    return done


def type_into(workbook: Path, step: NewRows | NewColumn | NewValues) -> None:
    """Type what a step says and save the workbook."""
    book = load_workbook(workbook)
    if isinstance(step, NewRows):
        _type_rows(book[step.sheet], step.rows)
    elif isinstance(step, NewColumn):
        _type_column(book["scenarios"], step)
    else:
        for sheet, first, header, value in step.cells:
            place = _headers(book[sheet])[header]
            _type(book[sheet].cell(_row_of(book[sheet], first), place), value)
    book.save(workbook)


def _headers(sheet: Worksheet) -> dict[str, int]:
    return {str(cell.value): cell.column for cell in sheet[1] if cell.value}


def _first_empty_row(sheet: Worksheet, columns: list[int]) -> int:
    filled = [row for row in range(1, sheet.max_row + 1) if any(sheet.cell(row, place).value for place in columns)]
    return max(filled) + 1


def _row_of(sheet: Worksheet, first: str) -> int:
    return next(row for row in range(2, sheet.max_row + 1) if sheet.cell(row, 1).value == first)


def _type_rows(sheet: Worksheet, rows: list[dict[str, str]]) -> None:
    headers = _headers(sheet)
    read = [place for header, place in headers.items() if not header.startswith(COMPUTED)]
    for number, cells in enumerate(rows, start=_first_empty_row(sheet, read)):
        for header, value in cells.items():
            _type(sheet.cell(number, headers[header]), value)


def _type_column(sheet: Worksheet, step: NewColumn) -> None:
    place = next(cell.column for cell in sheet[1] if not cell.value)
    sheet.cell(1, place).value = step.name
    for option, value in step.cells.items():
        known = [row for row in range(2, sheet.max_row + 1) if sheet.cell(row, 1).value == option]
        row = known[0] if known else _first_empty_row(sheet, [1])
        sheet.cell(row, 1).value = option
        _type(sheet.cell(row, place), value)


def _type(cell: Cell, typed: str) -> None:
    cell.value = as_excel_reads(typed)
    if cell.is_date:
        cell.number_format = DATE


def as_excel_reads(typed: str) -> str | int | float | datetime:
    """Turn what someone types into what a Dutch Excel makes of it: a number, a date, or text."""
    if re.fullmatch(r"\d+", typed):
        return int(typed)
    if re.fullmatch(r"\d+,\d+", typed):
        return float(typed.replace(",", "."))
    if re.fullmatch(r"\d\d-\d\d-\d{4}", typed):
        return datetime.strptime(typed, "%d-%m-%Y")
    return typed


def not_printed(command: Command, result: Result) -> list[str]:
    """Return the quoted lines that the program did not print there; a line of three dots stands for any lines."""
    output, place, free, missing = [line.rstrip() for line in result.output.splitlines()], 0, False, []
    for _, line in command.printed:
        if line == LEFT_OUT:
            free = True
            continue
        reach = output[place:] if free else output[place : place + 1]
        if line in reach:
            place += reach.index(line) + 1
        else:
            missing.append(line)
        free = False
    return missing


def renewed(text: str, done: list[tuple[Command, Result]]) -> str:
    """Return the handbook with every quoted line replaced by the printed line that it is most like."""
    lines = text.splitlines()
    for command, result in done:
        output = [line.rstrip() for line in result.output.splitlines()]
        for number, line in command.printed:
            if line != LEFT_OUT and line not in output:
                lines[number] = next(iter(difflib.get_close_matches(line, output, n=1, cutoff=0.3)), line)
    return "\n".join(lines) + "\n"
