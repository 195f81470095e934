"""What stands between a case and the table, counted again from the packaged tables."""

import csv
import io
from importlib.resources import files

import pytest

from regietafel.inputs.built_in import built_in_tables
from regietafel.inputs.load import case_from_tables, load_case
from regietafel.model.case import Case
from regietafel.model.meeting import Item, for_meeting


def reference(name: str) -> list[dict[str, str]]:
    """Read a packaged table as it is."""
    text = files("regietafel.inputs.reference").joinpath(f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def items(case: Case) -> dict[str, Item]:
    """Return the items of a case by code."""
    return {item.code: item for item in for_meeting(map(vars, case.messages))}


def changed(name: str, cycle: int, change) -> Case:
    """Make a case of the tables of a built-in case, changed."""
    tables = {table: [dict(row) for row in rows] for table, rows in built_in_tables(name, cycle).items()}
    change(tables)
    return case_from_tables(tables)


def row(tables, table: str, name: str) -> dict[str, str]:
    """Return the row of a table whose first cell says `name`."""
    return next(item for item in tables[table] if next(iter(item.values())) == name)


def count(found: dict[str, Item], code: str) -> tuple[object, object]:
    """Return how many of how many an item is about."""
    return found[code].params["count"], found[code].params["total"]


@pytest.mark.parametrize("cycle", [1, 2])
def test_gelderland_counts_what_nobody_published(cycle):
    own = {row["gm_code"] for row in reference("municipalities") if row["province"] == "Gelderland"}
    published = {
        row["gm_code"]: row["special_places"]
        for row in reference("indicative_numbers")
        if row["cycle"] == str(cycle) and row["certain"] == "yes" and row["gm_code"] in own
    }
    with_special = sum(bool(special) for special in published.values())
    found = items(load_case("voorbeeld:gelderland", cycle=cycle))
    # Cycle 1: 9 of 51 were found, one of them (Heumen) with its special part. Cycle 2: none.
    assert (len(own), len(published), with_special) == (51, *{1: (9, 1), 2: (0, 0)}[cycle])
    assert count(found, "numbers_computed") == (51 - len(published), 51)
    assert count(found, "special_parts_computed") == (51 - with_special, 51)
    assert count(found, "existing_missing") == (51, 51)
    assert "numbers_not_published" not in found


def test_gelderland_counts_its_other_estimates():
    tables, found = built_in_tables("gelderland", 2), items(load_case("voorbeeld:gelderland"))
    estimated = sum(row["ses_woa_herkomst"] == "schatting" for row in tables["gemeenten"])
    illustrated = sum(row["herkomst"] == "rekenvoorbeeld" for row in tables["locaties"])
    assert found["scores_estimated"].params == {"count": estimated, "total": 51}
    assert found["illustration_present"].params == {"count": illustrated}
    assert found["homes_estimated"].params == {"count": 51}
    assert found["moments_assumed"].params == {"moments": ["2027-07-01", "2028-02-01"]}
    assert found["targets_estimated"].params == {"half_years": ["2027-I", "2027-II", "2028-I", "2028-II"]}
    assert found["about_missing"].columns == ("vergaderdatum",)
    assert {"special_estimated", "task_computed", "ukraine_assumed", "ukraine_by_inhabitants"} <= set(found)
    assert len(found) == 14


def test_what_was_published_is_no_item():
    # Cycle 1 knows the task of Gelderland, its special part and its moments.
    found = items(load_case("voorbeeld:gelderland", cycle=1))
    assert not {"task_computed", "special_estimated", "moments_assumed"} & set(found)


def test_voorbeeldland_counts_numbers_that_were_filled_in_but_not_published():
    found = items(load_case("voorbeeld:voorbeeldland"))
    # Two of twelve municipalities have a number, both opgegeven; three have no place that exists or is decided.
    assert count(found, "numbers_computed") == (10, 12)
    assert count(found, "numbers_not_published") == (2, 12)
    assert count(found, "special_parts_computed") == (10, 12)
    locations = built_in_tables("voorbeeldland", 2)["locaties"]
    there = {row["gemeente"] for row in locations if row["status"] in ("bestaand", "vastgesteld")}
    own = {row["gemeente"] for row in built_in_tables("voorbeeldland", 2)["gemeenten"]}
    assert count(found, "existing_missing") == (len(own - there), 12)
    assert "about_missing" not in found


def test_published_reported_and_computed_numbers_add_up_to_all():
    def fill(tables):
        row(tables, "gemeenten", "Aalten").update(indicatief_aantal="150", indicatief_herkomst="opgegeven")
        row(tables, "gemeenten", "Apeldoorn").update(indicatief_aantal="900", indicatief_herkomst="schatting")
        row(tables, "gemeenten", "Arnhem").update(indicatief_aantal="800", indicatief_herkomst="gepubliceerd")

    found = items(changed("gelderland", 2, fill))
    assert count(found, "numbers_computed") == (48, 51)
    assert count(found, "numbers_not_published") == (2, 51)


def test_an_existing_place_takes_its_municipality_off_the_list():
    def fill(tables):
        first = {**tables["locaties"][0], "locatie_id": "NIEUW1", "gemeente": "Aalten", "locatietype": "azc"}
        first |= {"status": "bestaand", "plekken": "300", "plekken_regulier": "300", "aantal_locaties": ""}
        tables["locaties"].append(dict.fromkeys(first, "") | first | {"min_plekken": "", "max_plekken": ""})

    assert count(items(changed("gelderland", 2, fill)), "existing_missing") == (50, 51)


@pytest.mark.parametrize(
    ("emptied", "missing"),
    [(("versie",), ["versie", "vergaderdatum"]), (("versie", "stand"), ["versie", "stand", "vergaderdatum"])],
)
def test_marks_of_the_page_that_are_missing_are_named(emptied, missing):
    def empty(tables):
        for name in emptied:
            row(tables, "opgave", name)["waarde"] = ""

    assert items(changed("gelderland", 2, empty))["about_missing"].params == {"figures": missing}


def test_a_task_that_is_an_estimate_is_compared_with_the_numbers_that_the_plan_uses():
    # An estimate is not fitted to: the computed numbers add up to 10,724 (as the case itself says), not 11,000.
    def fill(tables):
        row = next(row for row in tables["opgave"] if row["naam"] == "provinciale_opgave")
        row |= {"waarde": "11000", "herkomst": "schatting"}

    before = items(load_case("voorbeeld:gelderland"))["task_computed"].params["places"]
    item = items(changed("gelderland", 2, fill))["used_sum_differs"]
    assert before == 10724
    assert item.params == {"column": "indicatief_aantal", "sum": 10724, "task": 11000, "difference": 276}
    assert item.columns == ("indicatief_aantal",)


def test_numbers_that_are_fitted_to_the_task_do_not_differ_from_it():
    assert "used_sum_differs" not in items(load_case("voorbeeld:gelderland", cycle=1))


def test_other_weights_than_those_of_the_country_are_named_with_the_sum_they_give():
    # Half the sum of weights gives every municipality twice its number: 176,000 instead of 88,000.
    def halve(tables):
        figure = row(tables, "opgave", "som_weging_landelijk")
        figure["waarde"] = str(float(figure["waarde"].replace(",", ".")) / 2).replace(".", ",")

    item = items(changed("gelderland", 2, halve))["national_sum_differs"]
    assert item.params == {"sum": 176_000, "estimate": 88_000}
    assert item.columns == ("som_weging_landelijk",)


def test_the_weights_of_the_built_in_cases_give_the_national_estimate():
    for name in ("gelderland", "utrecht"):
        for cycle in (1, 2):
            assert "national_sum_differs" not in items(load_case(f"voorbeeld:{name}", cycle=cycle))


def test_a_number_that_differs_from_the_published_one_is_an_item_with_both():
    def change(tables):
        row(tables, "gemeenten", "Ede")["indicatief_aantal"] = "720"

    item = items(changed("gelderland", 1, change))["published_number_differs"]
    assert (item.params["name"], item.params["given"], item.params["published"]) == ("Ede", 720, 719)
    assert (item.table, item.columns) == ("gemeenten", ("indicatief_aantal",))
