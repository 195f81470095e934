"""The packaged public figures: complete, consistent with each other, each with its source."""

from collections import Counter
from datetime import date
from importlib.resources import files

import pytest

from regietafel.inputs import reference_figures as reference
from regietafel.model.cycle import statutory_dates
from regietafel.model.grants import GrantRates

TABLES = sorted(
    item.name.removesuffix(".csv")
    for item in files("regietafel.inputs.reference").iterdir()
    if item.name.endswith(".csv")
)
WITHOUT_SOURCE_COLUMN = {
    "municipalities": "one source for all rows, in the README",
    "provinces": "a source column per figure",
}


@pytest.mark.parametrize("table", [name for name in TABLES if name not in WITHOUT_SOURCE_COLUMN])
def test_every_row_with_a_figure_names_its_source(table: str) -> None:
    gaps = {"target not found"}
    assert [row for row in reference.rows(table) if not row["source"] and row.get("note") not in gaps] == []


@pytest.mark.parametrize("table", TABLES)
def test_every_table_is_described_in_the_readme(table: str) -> None:
    readme = files("regietafel.inputs.reference").joinpath("README.md").read_text(encoding="utf-8")
    assert f"`{table}.csv`" in readme


def test_every_province_figure_names_its_source() -> None:
    for row in reference.rows("provinces"):
        for kind in ("task_2024", "task_2026", "still_to_realise_2026"):
            assert bool(row[kind]) == bool(row[f"source_{kind}"]), (row["name"], kind)


def test_there_are_342_municipalities_in_twelve_provinces() -> None:
    sizes = Counter(found.province for found in reference.municipalities().values())
    assert (len(reference.municipalities()), len(sizes), min(sizes.values()), max(sizes.values())) == (342, 12, 6, 56)


def test_inhabitants_add_up_to_the_national_number() -> None:
    assert reference.inhabitants_nl(2025) == 18_044_027


def test_neighbours_are_known_municipalities_once_each() -> None:
    known = set(reference.municipalities())
    pairs = [frozenset(pair[:2]) for pair in reference.neighbours()]
    assert len(set(pairs)) == len(pairs) == 882
    assert all(len(pair) == 2 and pair <= known for pair in pairs)
    assert Counter(pair[2] for pair in reference.neighbours()) == {"border": 876, "ferry": 5, "road": 1}


def test_a_housing_target_that_is_not_known_falls_back_on_the_last_known() -> None:
    assert (reference.housing_target("2025-I").value, reference.housing_target("2025-I").note) == (15_000, "")
    assert (reference.housing_target("2027-II").value, reference.housing_target("2027-II").note) == (13_000, "2025-II")


def test_the_last_known_balance_is_a_backlog_of_twelve_thousand() -> None:
    balance = reference.housing_balance()
    assert (balance.value, balance.note) == (-12_105, "2024-12-31")


def test_cycle_dates_take_what_happened_and_else_the_law() -> None:
    dates = reference.cycle_dates(2)
    assert (dates.estimate, dates.report) == (date(2026, 2, 27), date(2026, 10, 31))
    assert dates.moments == (date(2027, 7, 1), date(2028, 2, 1))


@pytest.mark.parametrize("cycle", [1, 2])
def test_statutory_column_is_what_the_law_says(cycle: int) -> None:
    by_law = statutory_dates(cycle)
    steps = {row["step"]: row["statutory"] for row in reference.rows("cycle_dates") if row["cycle"] == str(cycle)}
    for step in ("estimate", "report", "decision", "begin", "end"):
        assert steps[step] == getattr(by_law, step).isoformat()


def test_rates_in_the_law_are_those_of_the_tables() -> None:
    listed = {row["key"]: int(row["amount_eur"]) for row in reference.rows("grants") if row["amount_eur"]}
    rates = GrantRates()
    assert listed["special_places"] == rates.special_place
    assert listed["durable_above_large"] == rates.above_indicative_large
    assert listed["durable_above_small"] == rates.above_indicative_small
    assert listed["bonus_above_75_percent"] == rates.bonus_place
    assert listed["transition_running"] == rates.transition_day
    assert listed["transition_supplement"] == rates.transition_supplement_day
    current = [row for row in reference.rows("ukraine_rates") if row["kind"] == "goo" and not row["valid_until"]]
    assert [int(row["amount_eur"]) for row in current] == [rates.ukraine_day]


def test_version_names_the_content() -> None:
    assert reference.reference_version() == reference.reference_version()
    assert len(reference.reference_version()) == 12
    assert int(reference.reference_version(), 16) >= 0
