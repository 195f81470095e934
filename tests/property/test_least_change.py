"""On tiny cases a what-if finds the least change that brute force finds, and its audit passes."""

from dataclasses import replace

import pytest

from regietafel.model.audit import audit
from regietafel.model.figures.read import read_decisions
from regietafel.solver.run import solve
from regietafel.solver.whatif import WhatIf
from support.exact_change import least_change, random_pins
from support.random_cases import random_case


@pytest.mark.parametrize("seed", range(40))
def test_a_what_if_changes_as_little_as_brute_force_and_then_costs_as_little(seed):
    case, scenario = random_case(seed)
    scenario = replace(scenario, position_prices="none")
    plan = solve(case, scenario)
    if not plan.has_places:
        assert plan.status == "infeasible"
        return
    table = read_decisions(plan.document)
    pinned = replace(scenario, positions=tuple(random_pins(seed, case, table)))
    whatif = WhatIf(case, plan, examine=False)
    answer = whatif.ask(pinned).run.plan
    expected = least_change(case, pinned, table, whatif.bases(pinned))
    if expected is None:
        assert answer.status == "infeasible"
        return
    found = {tier["name"]: tier["value"] for tier in answer.document["outcome"]["tiers"]}
    assert found["change"] == expected["change"]
    assert float(expected["cost"]) - 1 <= found["cost"] <= float(expected["cost"]) + 1000
    assert audit(case, pinned, answer, table) == []


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
