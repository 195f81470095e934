"""Positions on the page, in a table and on the screen: each as a sentence with its numbers, and what they cost."""

import pytest

from regietafel.model.plan import Plan
from regietafel.outputs import results
from regietafel.outputs.plan_summary import plan_summary
from regietafel.outputs.position_sentences import demand_sentence, kept_sentence, planned_sentence
from regietafel.outputs.report_html import render
from regietafel.outputs.report_positions import positions, prices
from regietafel.outputs.report_view import View
from support.plan_document import code, example_plan, plan_document

VIEW = View(example_plan(), "nl")
FIRST, SECOND = plan_document()["moments"]


def said(demand, lang="nl", **changes):
    position = dict(plan_document()["positions"][0], demand=demand)
    position["subject"] = position["subject"] | {key: value for key, value in changes.items() if key != "places"}
    position["places"] = changes.get("places", position["places"])
    return demand_sentence(View(example_plan(), lang), position)


# Municipality 0 is Aakerk, 1 is Bosveld; L-01 lies in Aakerk.
SENTENCES = {
    "at_most": ({}, "gemeente {1}: ten hoogste 450 plekken voor asiel"),
    "at_least": ({"gm_codes": [], "stream": "total"}, "de hele provincie: ten minste 450 plekken"),
    "exactly": (
        {"gm_codes": [code(0), code(1)], "moment": SECOND},
        "gemeenten {0} en {1} samen: precies 450 plekken voor asiel, op 1 februari 2028",
    ),
    "no_form": ({"form": "large"}, "gemeente {1}: geen grote locaties"),
    "location_open": ({"location_id": "L-01"}, "{L} ({0}): open, met ten minste 450 plekken"),
    "location_closed": (
        {"location_id": "L-01", "also_existing": True},
        "{L} ({0}): niet open, bestaande plekken meegeteld",
    ),
    "location_at_most": (
        {"location_id": "L-01", "stream": "special"},
        "{L} ({0}): ten hoogste 450 plekken voor minderjarigen (bijzonder)",
    ),
    "not_both": (
        {"other_gm_code": code(0), "form": "satellite", "stream": "total"},
        "niet allebei plekken: gemeente {1}, satellieten en gemeente {0}, satellieten",
    ),
    "only_if": (
        {"other_gm_code": code(0), "other_places": 20},
        "gemeente {1}: meer dan 450 plekken voor asiel alleen als gemeente {0} er ten minste 20 heeft",
    ),
    "only_if without places": (
        {"other_location_id": "L-01", "other_places": 1, "places": 0},
        "gemeente {1}: alleen plekken voor asiel als {L} ({0}) er ten minste 1 heeft",
    ),
}


@pytest.mark.parametrize("name", SENTENCES)
def test_every_demand_is_a_sentence_with_its_numbers(name):
    changes, expected = SENTENCES[name]
    names = {str(i): VIEW.municipality(code(i)) for i in (0, 1)} | {"L": VIEW.location("L-01")}
    for key, value in names.items():
        expected = expected.replace(f"{{{key}}}", value)
    assert said(name.split()[0], **changes) == expected


@pytest.mark.parametrize("name", SENTENCES)
def test_the_english_sentences_leave_no_parameter_open(name):
    found = said(name.split()[0], "en", **SENTENCES[name][0])
    assert "{" not in found
    assert "nothing" not in found


def test_one_number_is_said_once_and_two_with_their_moments():
    kept, missed = VIEW.document["positions"]
    assert planned_sentence(VIEW, missed) == "540"
    assert planned_sentence(VIEW, kept) == "400 op 1 juli 2027 en 430 op 1 februari 2028"
    assert (kept_sentence(VIEW, kept), kept_sentence(VIEW, missed)) == ("ja", "losgelaten met 50 plekken")


def test_two_sides_give_two_numbers_and_a_closed_location_says_that_it_is_open():
    position = dict(plan_document()["positions"][1], demand="location_closed")
    assert planned_sentence(VIEW, position) == "540, open: 1"
    sides = [at | {"other_places": 7} for at in position["planned"]]
    assert planned_sentence(VIEW, position | {"demand": "not_both", "planned": sides}) == "540 en 7"


def test_the_page_says_what_positions_and_fairness_cost():
    page = render(example_plan())
    assert 'id="positions"' in page
    for sentence in prices(VIEW):
        assert sentence in page.replace("&#39;", "'")
    together, swapped = prices(VIEW)
    assert "1,0600" in together
    assert "0,1000" in together
    # fairness first: 50 places and 1.16; positions first: 10 places and 1.3
    for number in ("50 plekken", "1,1600", "10 plekken", "1,3000"):
        assert number in swapped


def changed(**prices_by_kind):
    """Make a plan in which some prices have other numbers."""
    document = plan_document()
    document["fairness"]["price"] = [
        price | prices_by_kind.get(f"{price['of']}_in_{price['in']}", {}) for price in document["fairness"]["price"]
    ]
    return View(Plan.from_dict(document), "nl")


def test_a_price_within_its_gap_is_no_price():
    view = changed(positions_in_fairness={"amount": 0.0004, "without": 1.1596, "gap": 0.001})
    assert "kosten samen geen eerlijkheid" in prices(view)[0]
    assert "de maat 1,1600 (op 0,0010 na zeker)" in prices(view)[0]


def test_what_was_not_worked_out_is_said():
    unknown = dict.fromkeys(("amount", "with", "without", "gap"))
    view = changed(positions_in_fairness=unknown, fairness_in_places=unknown)
    assert all("tijdslimiet" in sentence for sentence in prices(view))


def test_fairness_that_costs_nothing_says_so():
    view = changed(fairness_in_places={"amount": 0, "with": 50, "without": 50})
    assert prices(view)[1].startswith("Eerlijkheid kost geen standpunt")


def test_nobody_said_anything():
    plan = example_plan(positions=[])
    assert positions(View(plan, "nl")) is None
    assert 'id="positions"' not in render(plan)
    assert "Standpunten:" not in plan_summary(plan)


def test_the_screen_says_how_many_are_followed():
    assert "Standpunten: 1 van 2 gevolgd. Samen losgelaten: 50 plekken." in plan_summary(example_plan())


def test_the_table_has_a_row_per_position():
    table = results.tables(example_plan())["standpunten"]
    assert list(table["standpunt_id"]) == ["S01", "S02"]
    assert list(table["plekken_losgelaten"]) == [0, 50]
    assert table.attrs["units"]["plekken_losgelaten"] == "places"


def test_a_shortfall_caused_by_a_position_names_who_said_it():
    document = plan_document()
    document["totals"][0]["by_choice"] = [{"cause": "position:S02", "places": 3}]
    causes = results.tables(Plan.from_dict(document))["totalen"]["oorzaken"]
    assert causes[0] == "standpunt S02 van council S02"
