"""The audit of what a what-if kept: every number is held against the plan, the table and the options."""

import copy

import pytest

from regietafel.inputs.pin_positions import with_pins
from regietafel.model.audit import audit
from regietafel.model.fingerprint import NAME, fingerprint
from regietafel.model.plan import Plan
from regietafel.model.scenario import Scenario
from regietafel.solver.run import solve
from regietafel.solver.whatif import WhatIf
from support.cases import A, B, offer, tiny_case, town

SCENARIO = Scenario(gap=0.0, gap_disturbance=0.0, fairness_prices="none", position_prices="none", threads=1)


@pytest.fixture(scope="module")
def answered():
    """Ask a what-if of which fairness cannot be kept: case, scenario, table and answer."""
    case = tiny_case([town(A, indicative=150), town(B, indicative=150)], [offer("LA", A), offer("LB", B)])
    whatif = WhatIf(case, solve(case, SCENARIO))
    pinned = with_pins(case, SCENARIO, ["GM9001: regulier <= 120"])
    return case, pinned, whatif.decisions, whatif.ask(pinned).run.plan


def audited(answered, change):
    """Change the outcome of the answer, and audit it."""
    case, pinned, table, plan = answered
    document = copy.deepcopy(plan.to_dict())
    change(document["outcome"])
    document["versions"][NAME] = fingerprint(document)
    return [item.params.get("path") for item in audit(case, pinned, Plan.from_dict(document), table)]


@pytest.mark.parametrize(
    ("row", "key", "by"),
    [(0, "value", 1), (0, "on_table", 1), (0, "limit", 5), (2, "limit", 0.1), (2, "best", -0.5), (2, "value", 0.1)],
)
def test_a_number_that_is_not_right_is_named(answered, row, key, by):
    def change(outcome):
        outcome["kept"][row][key] += by

    assert f"outcome.kept[{row}].{key}" in audited(answered, change)


def test_a_plan_beyond_its_limit_is_named(answered):
    def change(outcome):
        outcome["kept"][2] |= {"best": None, "bound": None}

    assert {"outcome.kept[2].limit"} <= set(audited(answered, change))


def test_aims_that_are_missing_are_named(answered):
    def change(outcome):
        outcome["kept"] = outcome["kept"][:1]

    assert audited(answered, change) == ["outcome.kept"]


def test_without_its_aims_a_what_if_is_out_of_order(answered):
    def change(outcome):
        del outcome["kept"]

    assert "outcome.tiers" in audited(answered, change)
