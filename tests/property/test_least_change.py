"""On tiny cases a what-if finds the least change that brute force finds, and its audit passes."""

from dataclasses import replace

import pytest

from regietafel.model.audit import audit
from regietafel.model.figures.read import read_decisions
from regietafel.solver.run import solve
from regietafel.solver.whatif import WhatIf
from support.exact_change import least_change, random_pins
from support.random_cases import random_case, random_cluster_case
from support.random_positions import random_positions

ROOM = {"tolerance_shortfall_abs": 1.0, "tolerance_surplus_abs": 2.0, "tolerance_fairness_abs": 0.25}


def ask_one_after_the_other(case, scenario, seed, steps=1):
    """Fix something at random, ask, and compare with brute force; then again about the answer."""
    scenario = replace(scenario, position_prices="none", fairness_prices="none")
    plan, pins = solve(case, scenario), ()
    for step in range(steps):
        if not plan.has_places:
            assert plan.status == "infeasible"
            return
        table = read_decisions(plan.document)
        new = random_pins(f"{seed}-{step}" if step else seed, case, table)
        pins += tuple(replace(pin, position_id=f"{pin.position_id}-{step}") for pin in new)
        pinned = replace(scenario, positions=(*scenario.positions, *pins))
        whatif = WhatIf(case, plan, examine=False)
        expected = least_change(case, pinned, table, whatif.bases(pinned))
        plan = whatif.ask(pinned).run.plan
        compare(plan, expected)
        assert not plan.has_places or audit(case, pinned, plan, table) == []


def compare(answer, expected):
    """Check change and cost of an answer against the best there is."""
    if expected is None:
        assert answer.status == "infeasible"
        return
    found = {tier["name"]: tier["value"] for tier in answer.document["outcome"]["tiers"]}
    assert found["change"] == expected["change"]
    assert float(expected["cost"]) - 1 <= found["cost"] <= float(expected["cost"]) + 1000


@pytest.mark.parametrize("seed", range(30))
def test_a_what_if_changes_as_little_as_brute_force_and_then_costs_as_little(seed):
    ask_one_after_the_other(*random_case(seed), seed)


@pytest.mark.parametrize("seed", range(6))
def test_a_chain_of_them_and_room_in_every_aim_as_well(seed):
    case, scenario = random_case(300 + seed)
    ask_one_after_the_other(case, replace(scenario, **ROOM), seed, steps=3)


@pytest.mark.parametrize("seed", range(8))
def test_satellites_stay_under_their_hub_where_they_can(seed):
    ask_one_after_the_other(*random_cluster_case(600 + seed), seed, steps=2)


@pytest.mark.parametrize("seed", range(6))
def test_positions_that_give_way_are_kept_as_well(seed):
    case, scenario = random_case(900 + seed)
    positions = random_positions(str(seed), case, number=1 + seed % 3, largest=4)
    ask_one_after_the_other(replace(case, positions=positions), scenario, seed)


@pytest.mark.parametrize("seed", range(8))
def test_the_nearest_plan_to_a_plan_that_keeps_the_rules_is_itself(seed):
    case, scenario = random_case(seed)
    plan = solve(case, scenario)
    if not plan.has_places:
        assert plan.status == "infeasible"
        return
    table = read_decisions(plan.document)
    answer = WhatIf(case, plan, examine=False).nearest(scenario, table)
    assert answer.run.plan.document["outcome"]["tiers"][0]["value"] == 0
    assert answer.difference.same_plan
