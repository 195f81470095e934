"""A program that is kept alive is the program that would have been built; its plans are as good."""

import io
import threading
from typing import Any

import pyomo.environ as pyo
import pytest
from pyomo.repn.plugins.lp_writer import LPWriter

from regietafel.inputs.load import case_from_tables, load_case
from regietafel.model.audit import audit
from regietafel.model.build import build
from regietafel.model.given import Given
from regietafel.model.scenario import OPTIONS, Scenario
from regietafel.solver.run import run
from regietafel.solver.shared_program import NUMBERS, SharedProgram, change_numbers, changed, may_share
from support.lp import differing_lines
from support.small_tables import small_tables

CASE = load_case("voorbeeld:voorbeeldland")
QUICK = {"fairness": "minimax", "fairness_prices": "none", "position_prices": "none"}
OTHERS: dict[str, Any] = {
    "cost_max": 60_000_000.0,
    "small_scale_surcharge": 0.35,
    "small_scale_min_share": 0.2,
    "large_min": 1,
    "large_max": 5,
    "large_max_per_municipality": 1,
    "burden_ceiling": 1.6,
    "burden_floor": 0.1,
    "region_ceiling": 1.4,
    "region_floor": 0.2,
}


def written(program: Any) -> str:
    program.written_aim = pyo.Objective(expr=program.cost)
    stream = io.StringIO()
    LPWriter().write(program, stream, symbolic_solver_labels=True)
    program.del_component("written_aim")
    return stream.getvalue()


@pytest.mark.parametrize("key", OTHERS)
def test_a_changed_program_is_the_one_that_would_have_been_built_and_back_again(key):
    plain, other = Scenario(**QUICK), Scenario(**QUICK, **{key: OTHERS[key]})
    program = build(Given(CASE, plain))
    before = written(program)
    for scenario in (other, plain):
        change_numbers(program, Given(CASE, scenario), {key})
        assert differing_lines(written(build(Given(CASE, scenario))), written(program)) == []
    assert differing_lines(before, written(build(Given(CASE, other)))) != []


def test_every_number_of_a_rule_is_tried_here():
    from regietafel.solver.shared_program import ROWS

    assert set(OTHERS) == set(ROWS)
    assert set(OPTIONS) >= NUMBERS


def test_scenarios_that_differ_in_more_than_numbers_get_a_program_of_their_own():
    plain = Given(CASE, Scenario(**QUICK))
    assert may_share(plain, Given(CASE, Scenario(**QUICK, cost_max=6e7, gap=0.01, name="ander", title="Ander")))
    for other in ({"hub_max_km": 10.0}, {"counting": "durable"}, {"threads": 1}, {"weight_ukraine": 2}):
        assert not may_share(plain, Given(CASE, Scenario(**QUICK, **other)))
    assert not may_share(plain, Given(CASE, Scenario(**{**QUICK, "fairness": "gini"})))
    assert not may_share(plain, Given(load_case("voorbeeld:flevoland"), plain.scenario))


def test_shared_plans_are_as_good_as_plans_of_their_own_and_pass_the_audit():
    shared, case = SharedProgram(), case_from_tables(small_tables())
    scenarios = [
        Scenario(**QUICK),
        Scenario(**QUICK, burden_ceiling=1.5),
        Scenario(**QUICK, small_scale_surcharge=0.4, shortfall_weight_ukraine=2),
        Scenario(**QUICK),
    ]
    for scenario in scenarios:
        plan = shared.run(Given(case, scenario), threading.Event()).plan
        assert audit(case, scenario, plan) == []
        own = run(case, scenario).plan
        assert plan.status == own.status
        for tier, other in zip(plan.document["outcome"]["tiers"], own.document["outcome"]["tiers"], strict=True):
            # Each is within its proven gap of the best, and a later tier of an earlier one by its tolerance.
            allowed = tier["abs_gap"] + other["abs_gap"] + 0.02 * abs(other["value"]) + 1e-6
            assert abs(tier["value"] - other["value"]) <= allowed, tier["name"]
    assert shared.shared == 3


def test_a_program_that_could_not_be_solved_is_not_shared():
    shared, case = SharedProgram(), case_from_tables(small_tables())
    impossible = Scenario(**QUICK, cost_max=1.0)
    assert shared.run(Given(case, impossible), threading.Event()).plan.status == "infeasible"
    assert shared.run(Given(case, Scenario(**QUICK)), threading.Event()).plan.has_places
    assert shared.shared == 0


def test_what_changed_is_named_by_its_key():
    assert changed(Scenario(), Scenario(cost_max=1e6, gap=0.01, name="x")) == {"cost_max", "gap"}
