"""Norms that are a fraction, where there is nothing to divide by: nobody compared, or no time to find out."""

import pytest

from regietafel.model.audit import audit
from regietafel.model.scenario import Scenario
from regietafel.solver import fraction
from regietafel.solver.run import solve
from support.cases import A, B, offer, tiny_case, town

FRACTIONS = ("gini", "theil")
FEW = {"smallest_entitlement": 1, "tolerance_fairness_abs": 0.0}


@pytest.mark.parametrize("norm", FRACTIONS)
def test_where_nobody_is_compared_fairness_first_still_finds_a_plan(norm):
    # Shares of 4 and 6 are under 16: nobody is compared. A has 5 places that stay, B room for 3 of the 5 others asked.
    there = {"status": "existing", "present": {"regular": 5}, "places": (5, 5)}
    case = tiny_case(
        [town(A, indicative=4), town(B, indicative=6)], [offer("a", A, **there), offer("b", B, places=(1, 3))]
    )
    scenario = Scenario(fairness=norm, tier_order=("fairness", "shortfall", "cost"), smallest_entitlement=16)
    plan = solve(case, scenario)
    assert [tier["value"] for tier in plan.document["outcome"]["tiers"][:2]] == [0.0, 2.0]
    assert plan.document["outcome"]["status"] == "proven"
    assert audit(case, scenario, plan) == []


@pytest.mark.parametrize("norm", FRACTIONS)
@pytest.mark.parametrize("answers", range(4))
def test_time_that_runs_out_at_any_question_leaves_a_plan_and_a_bound_that_holds(monkeypatch, norm, answers):
    # 8 asked of shares of 4 and 6. Of B's 1 to 5 places 5 are nearest: A has 3 for 4, B 5 for 6.
    towns = [town(A, indicative=4), town(B, indicative=6)]
    case = tiny_case(
        towns, [offer("a", A, places=(1, 8)), offer("b", B, places=(1, 5))], national={"provincial_task": 8}
    )
    order = ("shortfall", "surplus", "fairness")
    best = solve(case, Scenario(fairness=norm, tier_order=order, **FEW)).document["outcome"]["tiers"][-1]["value"]
    asked, left = [], fraction.Steps._left

    def seconds(steps: fraction.Steps) -> float:
        asked.append(steps)
        return left(steps) if len(asked) <= answers else 0.0

    monkeypatch.setattr(fraction.Steps, "_left", seconds)
    scenario = Scenario(fairness=norm, tier_order=order, fairness_prices="none", **FEW)
    plan = solve(case, scenario)
    tier = plan.document["outcome"]["tiers"][-1]
    if tier["name"] == "fairness":
        assert tier["bound"] <= best <= tier["value"]
    assert audit(case, scenario, plan) == []
