"""The search as a whole: time, an interrupt and repetition."""

import threading
from dataclasses import replace

import pytest

from regietafel.inputs.built_in import built_in_tables
from regietafel.inputs.load import case_from_tables
from regietafel.model.audit import audit
from regietafel.model.scenario import Scenario
from regietafel.solver.run import run, solve
from support.cases import A, offer, position, tiny_case, town


@pytest.fixture(scope="module")
def province():
    return case_from_tables(built_in_tables("gelderland", 2, "basis"), "gelderland")


def ended(plan):
    """Give the ends of the tiers that were reached."""
    return [tier["stop"] for tier in plan.to_dict()["outcome"]["tiers"]]


def test_the_time_limit_gives_the_best_plan_so_far(province):
    # The first tiers take about a second, all of them more than ten.
    scenario = Scenario(time_limit=4.0)
    plan = solve(province, scenario)
    assert plan.status == "stopped"
    assert 0 < len(ended(plan)) < 5 or ended(plan)[-1] == "time"
    assert audit(province, scenario, plan) == []


def test_an_interrupt_gives_the_best_plan_so_far(province):
    stop, seen = threading.Event(), []

    def report(progress):
        seen.append(progress.label)
        if progress.label == "cost":
            stop.set()

    scenario = Scenario()
    plan = run(province, scenario, report=report, stop=stop).plan
    assert "disturbance" not in seen
    assert plan.status == "stopped"
    assert len(ended(plan)) >= 3
    assert audit(province, scenario, plan) == []


def test_two_runs_give_the_same_bytes():
    case = case_from_tables(built_in_tables("zeeland", 2, "krap"), "zeeland")
    one, other = (solve(case, Scenario()).to_dict() for _ in range(2))
    assert one == other


def test_the_log_does_not_tell_reluctance_and_room():
    # A gives up 40 of 100 - 60; the room of 80 and a reluctance of 3 weigh a place 0.0375, which HiGHS would write
    # as "Cost [4e-02, 4e-02]". Without positions the log keeps its ranges.
    case = tiny_case([town(A, indicative=100)], [offer("BIG", A, places=(10, 100), cost_per_place=1000)])
    asked = replace(case, positions=(position(demand="at_most", places=60, reluctance=3, room=80),))
    without, told = (run(some, Scenario(threads=1)).log for some in (case, asked))
    assert "Cost " in without
    assert "=== positions" in told
    assert "4e-02" not in told
    assert "Cost " not in told


@pytest.mark.parametrize(("norm", "looser"), [("minimax", 2e-6), ("deviation", 0.0)])
def test_the_row_of_the_largest_ratio_is_looser_than_the_whole_burdens_that_keep_it(norm, looser):
    # The row keeps what was reached and the tolerance of 0.01, and where whole burdens keep it too, 0.000002 more.
    case = tiny_case([town(A, indicative=100)], [offer("BIG", A, places=(10, 60), cost_per_place=1000)])
    found = run(case, Scenario(fairness=norm))
    row = next(kept for name, kept in found.program.tier_is_kept.items() if str(name).startswith(norm))
    value = next(tier["value"] for tier in found.plan.to_dict()["outcome"]["tiers"] if tier["name"] == "fairness")
    assert row.to_bounded_expression()[2] == pytest.approx(value + 0.01 + looser, abs=1e-7)
