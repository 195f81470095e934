"""Numbers against the packaged published ones, to the last place; both are named."""

import pytest

from regietafel.inputs import reference_figures
from regietafel.inputs.built_in import built_in_tables
from regietafel.inputs.load import check_source
from regietafel.inputs.raw import raw_tables
from regietafel.inputs.source import Source
from regietafel.model.errors import Finding


def tables_of(name: str, cycle: int) -> dict[str, list[dict[str, str]]]:
    """Return a copy of the tables of a built-in case."""
    return {table: [dict(row) for row in rows] for table, rows in built_in_tables(name, cycle).items()}


def found(tables, *codes: str) -> list[Finding]:
    """Check tables; return the findings with these codes."""
    raw, wrong = raw_tables("mijn", tables)
    _, findings = check_source(Source("mijn", raw, tuple(wrong)))
    return [item for item in findings if item.code in codes]


def row(tables, table: str, name: str) -> dict[str, str]:
    """Return the row of a table whose first cell says `name`."""
    return next(item for item in tables[table] if next(iter(item.values())) == name)


@pytest.mark.parametrize("cycle", [1, 2])
@pytest.mark.parametrize("name", ["gelderland", "fryslan", "utrecht", "zuid-holland"])
def test_the_built_in_cases_say_what_was_published(name, cycle):
    codes = (
        *("published_number_differs", "number_not_as_published", "decision_not_as_published"),
        *("figure_not_as_published", "inhabitants_not_as_published"),
    )
    assert found(tables_of(name, cycle), *codes) == []


def test_a_number_called_published_that_differs_by_one_is_named_with_both_at_its_cell():
    # Ede: 719 published in 2024.
    tables = tables_of("gelderland", 1)
    row(tables, "gemeenten", "Ede")["indicatief_aantal"] = "720"
    (item,) = found(tables, "published_number_differs")
    assert (item.level, item.value, item.place.column) == ("warning", "720", "indicatief_aantal")
    assert {"name": "Ede", "given": 720, "published": 719}.items() <= item.params.items()
    assert "gemeente.nu" in item.params["source"]


@pytest.mark.parametrize("origin", ["", "opgegeven", "schatting"])
def test_a_number_of_another_origin_is_never_called_published(origin):
    tables = tables_of("gelderland", 1)
    row(tables, "gemeenten", "Ede").update(indicatief_aantal="700", indicatief_herkomst=origin, herkomst=origin)
    assert found(tables, "published_number_differs") == []
    (item,) = found(tables, "number_not_as_published")
    assert (item.params["given"], item.params["published"]) == (700, 719)


def test_the_origin_of_a_row_does_not_make_its_number_published():
    tables = tables_of("gelderland", 1)
    row(tables, "gemeenten", "Ede").update(indicatief_aantal="700", indicatief_herkomst="", herkomst="gepubliceerd")
    assert [item.code for item in found(tables, "published_number_differs", "number_not_as_published")] == [
        "number_not_as_published"
    ]


def test_a_special_part_is_compared_too():
    # Heumen: 105 of which 9 special.
    tables = tables_of("gelderland", 1)
    row(tables, "gemeenten", "Heumen")["waarvan_bijzonder"] = "10"
    (item,) = found(tables, "published_number_differs")
    assert (item.place.column, item.params["given"], item.params["published"]) == ("waarvan_bijzonder", 10, 9)


def test_a_number_of_a_doubtful_source_is_not_held_against_the_user():
    # Haaksbergen: a report says 129, and its source is in doubt.
    tables = tables_of("overijssel", 1)
    row(tables, "gemeenten", "Haaksbergen").update(indicatief_aantal="141", indicatief_herkomst="gepubliceerd")
    assert found(tables, "published_number_differs", "number_not_as_published") == []


def test_the_numbers_of_one_cycle_are_not_held_against_another():
    # 719 is the number of 2024; no number of Ede was found for cycle 2.
    tables = tables_of("gelderland", 2)
    row(tables, "gemeenten", "Ede").update(indicatief_aantal="700", indicatief_herkomst="gepubliceerd")
    assert found(tables, "published_number_differs", "number_not_as_published") == []


@pytest.mark.parametrize(
    ("figure", "cycle", "given", "published"),
    [
        ("capaciteitsraming", 2, "88001", 88000),
        ("provinciale_opgave", 1, "11705", 11704),
        ("provinciale_opgave_bijzonder", 1, "991", 992),
        ("capaciteitsraming_bijzonder", 1, "8141", 8140),
        ("inwoners_landelijk", 2, "18044028", 18044027),
    ],
)
def test_a_figure_that_differs_from_what_was_published_is_named_with_both(figure, cycle, given, published):
    tables = tables_of("gelderland", cycle)
    row(tables, "opgave", figure)["waarde"] = given
    (item,) = found(tables, "figure_not_as_published")
    assert item.value == given
    assert (item.params["figure"], item.params["given"], item.params["published"]) == (figure, int(given), published)


def test_a_special_part_that_nobody_published_is_not_compared():
    # The special part of cycle 2 was not found: whatever is typed cannot be held against it.
    tables = tables_of("gelderland", 2)
    row(tables, "opgave", "capaciteitsraming_bijzonder")["waarde"] = "7000"
    assert found(tables, "figure_not_as_published") == []


def test_other_inhabitants_are_named_once_for_all_municipalities():
    tables = tables_of("gelderland", 2)
    for name in ("Ede", "Aalten"):
        row(tables, "gemeenten", name)["inwoners"] = "1000"
    (item,) = found(tables, "inhabitants_not_as_published")
    assert item.params == {"names": ["Aalten", "Ede"], "count": 2, "year": "2025"}
    assert item.place.column == "inwoners"


def test_an_allocation_decision_is_compared_with_the_published_one_of_its_cycle():
    # Utrecht: 1,943 in the decision of December 2024.
    tables = tables_of("utrecht", 1)
    row(tables, "gemeenten", "Utrecht")["verdeelbesluit_aantal"] = "1988"
    (item,) = found(tables, "decision_not_as_published")
    assert (item.params["given"], item.params["published"]) == (1988, 1943)


def test_a_whole_allocation_decision_is_added_up():
    tables = tables_of("utrecht", 1)
    for item in tables["gemeenten"]:
        item["verdeelbesluit_aantal"] = "300"
    # 26 municipalities of 300 places are 7,800; the task of Utrecht was 8,207.
    (differs,) = found(tables, "decisions_sum_differs")
    assert differs.params == {"sum": 7800, "task": 8207}
    tables["gemeenten"][3]["verdeelbesluit_aantal"] = ""
    assert found(tables, "decisions_sum_differs") == []


def test_a_fictional_province_has_nothing_to_be_compared_with():
    tables = tables_of("voorbeeldland", 2)
    row(tables, "opgave", "capaciteitsraming")["waarde"] = "91000"
    assert found(tables, "figure_not_as_published", "inhabitants_not_as_published") == []


def test_every_published_number_is_compared():
    # All certain numbers of 2024 of one province, each raised by one: as many findings.
    tables, known = tables_of("fryslan", 1), reference_figures.published_numbers(1)
    raised = 0
    for item in tables["gemeenten"]:
        if item["gm_code"] in known and known[item["gm_code"]].certain:
            item["indicatief_aantal"] = str(int(item["indicatief_aantal"]) + 1)
            raised += 1
    assert raised == 15
    assert len(found(tables, "published_number_differs")) == raised
