"""The tables of a case, declared once: complete, without doubles, and in step with the options."""

from dataclasses import fields

import pytest

from regietafel.model.case import Location
from regietafel.model.option_labels import OPTION_LABELS, TIER_LABELS, VALUE_WORDS
from regietafel.model.scenario import FORMS, OPTIONS, STATUSES, STREAMS, TASKS, TIER_NAMES
from regietafel.model.tables import FORM_WORDS, LOCATIONS, STATUS_WORDS, STREAM_WORDS, TABLES, TASK_WORDS, Table

CASE_TABLES = [
    "opgave",
    "momenten",
    "gemeenten",
    "taakstelling",
    "locatietypen",
    "locaties",
    "buren",
    "standpunten",
    "uitruil",
    "scenarios",
]


def test_the_tables_are_those_of_the_contract() -> None:
    assert list(TABLES) == CASE_TABLES
    assert [name for name, table in TABLES.items() if table.required] == [
        "opgave",
        "momenten",
        "gemeenten",
        "locatietypen",
        "locaties",
    ]


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
def test_no_header_and_no_field_is_there_twice(table: Table) -> None:
    columns = list(table.all_columns())
    assert len({item.header for item in columns}) == len({item.name for item in columns}) == len(columns)
    assert {"herkomst", "bron"} <= {item.header for item in columns}
    assert set(table.key) <= {item.name for item in columns}


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
def test_a_number_has_a_range_and_a_choice_has_words(table: Table) -> None:
    for column in table.all_columns():
        assert (column.low is not None and column.high is not None) == (column.kind in ("int", "decimal", "degrees"))
        assert bool(column.words) == (column.kind in ("choice", "streams"))


def test_dutch_words_cover_the_machine_words() -> None:
    assert tuple(STREAM_WORDS.values()) == STREAMS
    assert tuple(TASK_WORDS.values()) == TASKS
    assert tuple(FORM_WORDS.values()) == FORMS
    assert tuple(STATUS_WORDS.values()) == STATUSES


def test_every_background_column_of_an_offer_has_a_field() -> None:
    of_the_row = {item.name for item in LOCATIONS.columns} - {"municipality", "places"}
    of_the_row -= {f"present_{stream}" for stream in STREAMS}
    assert of_the_row <= {item.name for item in fields(Location)}


def test_every_option_has_one_dutch_label() -> None:
    assert list(OPTION_LABELS) == list(OPTIONS)
    known = {name.casefold() for name in [*OPTION_LABELS, *OPTION_LABELS.values()]}
    assert len(known) == 2 * len(OPTIONS)


def test_every_word_that_an_option_takes_has_a_dutch_one() -> None:
    assert tuple(TIER_LABELS) == TIER_NAMES
    for key, about in OPTIONS.items():
        words = {part for choice in about.choices for part in choice.split(",")}
        assert set(VALUE_WORDS.get(key, {}).values()) == words
