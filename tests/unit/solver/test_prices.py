"""What positions cost in fairness, and fairness in positions: two searches compared, by hand.

A is asked 60 places and B 40, each in one offer of 10 to 60 places; 60 and 40 are fair, a largest ratio of 1.
"""

import time
from dataclasses import replace

import pytest

from regietafel.model.audit import audit
from regietafel.model.plan import Plan
from regietafel.model.scenario import Scenario
from regietafel.solver.causes import Questions
from regietafel.solver.prices import Reached, _price
from regietafel.solver.run import solve
from support.cases import A, B, offer, position, tiny_case, town

HARD = position("S1", municipalities=(A,), places=48, hard=True)
SOFT = position("S2", municipalities=(A,), places=48)
EXACT = {"tolerance_fairness_abs": 0.0, "gap": 0.0, "fairness_prices": "none"}


def case_with(*positions):
    rows = [offer("L1", A, places=(10, 60)), offer("L2", B, places=(10, 60))]
    return tiny_case([town(A, indicative=60), town(B, indicative=40)], rows, positions=positions)


def prices(*positions, **options):
    case, scenario = case_with(*positions), Scenario(**{**EXACT, **options})
    plan = solve(case, scenario)
    assert audit(case, scenario, plan) == []
    found = {(item["of"], item["in"]): item for item in plan.document["fairness"]["price"]}
    return found, {item["id"]: item["cost"] for item in plan.document["positions"]}


def test_a_hard_position_costs_fairness():
    # A at most 48, so B has 52 on a share of 40: 1.3, and without it 1
    found, costs = prices(HARD)
    assert list(found) == [("positions", "fairness")]
    price = found["positions", "fairness"]
    assert (price["with"], price["without"], price["amount"], price["unit"]) == (1.3, 1.0, 0.3, "ratio")
    assert price["gap"] == pytest.approx(0, abs=2e-4)
    assert costs == {"S1": None}


def test_a_soft_position_costs_no_fairness_but_fairness_costs_places():
    # Fairness first: 60 in A, 12 above what was said, of the 12 it can be missed by: 3 points.
    # Positions first: 48 in A and 52 in B, a ratio of 1.3.
    found, _ = prices(SOFT)
    assert (found["positions", "fairness"]["amount"], found["positions", "fairness"]["with"]) == (0, 1.0)
    assert [found["fairness", "places"][key] for key in ("with", "without", "amount")] == [12, 0, 12]
    assert [found["fairness", "positions"][key] for key in ("with", "without", "amount")] == [3.0, 0.0, 3.0]
    assert [found["positions_first", "fairness"][key] for key in ("with", "without")] == [1.3, 1.0]


def test_with_positions_first_the_same_is_said_and_the_position_costs_fairness():
    order = ("shortfall", "surplus", "positions", "fairness", "cost")
    turned, usual = prices(SOFT, tier_order=order)[0], prices(SOFT)[0]
    assert turned["positions", "fairness"]["amount"] == 0.3
    for key in (("fairness", "places"), ("fairness", "positions"), ("positions_first", "fairness")):
        assert turned[key]["amount"] == usual[key]["amount"], key


def test_nothing_given_up_costs_nothing():
    found, _ = prices(position(municipalities=(A,), places=60))
    assert [found["fairness", kind]["amount"] for kind in ("positions", "places")] == [0, 0]
    assert found["positions_first", "fairness"]["amount"] == 0


def test_each_position_alone():
    # S3 allows B no more than 55: with S1 there it is slack, so it costs nothing alone; S2 may be given up.
    slack = position("S3", municipalities=(B,), places=55, hard=True)
    found, costs = prices(HARD, SOFT, slack, position_prices="each")
    assert costs == {"S1": 0.3, "S2": 0.0, "S3": 0.0}
    assert found["positions", "fairness"]["amount"] == 0.3


def test_two_that_say_the_same_cost_something_only_together():
    twice = position("S3", "location_at_most", location_id="L1", places=48, hard=True)
    found, costs = prices(HARD, twice, position_prices="each")
    assert costs == {"S1": 0.0, "S3": 0.0}
    assert found["positions", "fairness"]["amount"] == 0.3


@pytest.mark.parametrize("options", [{"position_prices": "none"}, {"tier_order": ("shortfall", "positions", "cost")}])
def test_no_prices_when_not_asked_or_without_fairness(options):
    assert prices(HARD, SOFT, **options) == ({}, {"S1": None, "S2": None})


def test_no_prices_without_positions_of_this_scenario():
    assert prices() == ({}, {})
    assert prices(replace(HARD, scenario="elders")) == ({}, {})


def test_what_was_not_worked_out_is_unknown(monkeypatch):
    def out_of_time(given, options, _deadline, stop):
        return Questions(given, options, time.monotonic() - 1.0, stop)

    monkeypatch.setattr("regietafel.solver.run.Questions", out_of_time)
    found, costs = prices(HARD, replace(SOFT, places=30), position_prices="each")
    assert {(item["amount"], item["with"], item["without"], item["gap"]) for item in found.values()} == {(None,) * 4}
    # A soft position without room cannot cost fairness while fairness comes first: no search is needed to know that.
    assert costs == {"S1": None, "S2": 0.0}


def test_prices_that_do_not_hang_together_are_found():
    case, scenario = case_with(HARD), Scenario(**EXACT, position_prices="each")
    document = solve(case, scenario).to_dict()
    document["fairness"]["price"][0] |= {"with": 1.2, "amount": 0.2}
    document["positions"][0]["cost"] = -0.5
    paths = {item.params["path"] for item in audit(case, scenario, Plan(document))}
    assert {"fairness.price[0].with", "positions[0].cost"} <= paths
    document["fairness"]["price"][0] |= {"with": 1.3, "without": 1.4, "amount": -0.1}
    assert "fairness.price[0].without" in {item.params["path"] for item in audit(case, scenario, Plan(document))}


@pytest.mark.parametrize("plan_is_dearer", [True, False])
def test_when_the_dearer_search_ends_lower_the_price_is_nothing_and_the_value_of_the_plan_stays(plan_is_dearer):
    # within a gap of 0.1 %: asking more can end at 1.0175 where asking less ended at 1.0177
    dearer, cheaper = (Reached({"fairness": value}, {"fairness": 0.001}, 0) for value in (1.0175, 1.0177))
    plan = dearer if plan_is_dearer else cheaper
    price = _price("positions_first", "fairness", dearer, cheaper, plan)
    assert (price.dearer, price.cheaper) == (plan.values["fairness"], plan.values["fairness"])
    assert price.amount == 0
