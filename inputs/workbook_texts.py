"""The sentences of the workbook: notes per column, messages of the checks, explanation, example rows."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from babel.numbers import format_decimal

from regietafel.model.tables import EVERY_TABLE, Column

FREE_COLUMNS = {"gemeenten": "sleutel", "scenarios": "scenario"}
"""Under which name the notes speak of the free columns of a table."""

FIGURES_OF = "opgave_naam"
"""Under which name the notes speak of the figures of the table *opgave*."""


@dataclass(frozen=True)
class Meaning:
    """What a column is for, and what an empty cell of it means (empty text: it may not be empty)."""

    what: str
    empty: str = ""


@cache
def texts() -> Mapping[str, Any]:
    """Read the sentences outside the tables."""
    return _read("workbook_texts.nl.toml")


@cache
def _notes() -> Mapping[str, Any]:
    return _read("column_notes.nl.toml")


def _read(name: str) -> Mapping[str, Any]:
    return tomllib.loads(files("regietafel.inputs").joinpath(name).read_text(encoding="utf-8"))


def meaning(table: str, header: str) -> Meaning:
    """Return what a column means; a free column has the meaning that its table gives to all of them.

    Raises
    ------
    KeyError
        If a column of the contract has no note.
    """
    own: Mapping[str, Any] = _notes()[table]
    if header in own:
        return Meaning(**own[header])
    if header in {item.header for item in EVERY_TABLE}:
        return Meaning(**_notes()["every"][header])
    return Meaning(**own[FREE_COLUMNS[table]])


def header_note(table: str, column: Column) -> str:
    """Return the note of a header: what it is, whether it is required, unit, what is allowed, what empty means."""
    said = meaning(table, column.header)
    words = texts()["note"]
    facts = [words["required" if column.required else "optional"]]
    facts += [words["unit"].format(unit=unit_of(column))] if column.unit else []
    facts += [allowed(column)]
    empty = [words["empty"].format(empty=said.empty)] if said.empty else []
    return "\n\n".join(filter(None, [said.what, " ".join(filter(None, facts)), *empty]))


def unit_of(column: Column) -> str:
    """Return the unit of a column in words; empty when it has none."""
    return str(texts()["units"][column.unit]) if column.unit else ""


def allowed(column: Column) -> str:
    """Return what may be typed in a column, as a sentence."""
    sentence: str = texts()["kinds"][column.kind]
    return sentence.format(low=number(column.low), high=number(column.high), words=", ".join(column.words))


def number(value: float | None) -> str:
    """Write a number as Dutch readers do; nothing for no number."""
    return "" if value is None else str(format_decimal(value, locale="nl_NL"))


def example_rows(table: str) -> list[Mapping[str, str]]:
    """Return the example rows of a table: text by header."""
    return list(texts()["examples"].get(table, ()))


def yes_no(value: bool) -> str:
    """Write yes or no."""
    return str(texts()["yes_no"]["yes" if value else "no"])


def dutch_words(words: Mapping[str, str], machine: Iterable[str]) -> str:
    """Write machine values in the words of the tables, joined as a list in a cell."""
    wanted = set(machine)
    return "+".join(word for word, value in words.items() if value in wanted)
