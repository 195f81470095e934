"""The search as a whole: time, an interrupt and repetition."""

import threading

import pytest

from regietafel.inputs.built_in import built_in_tables
from regietafel.inputs.load import case_from_tables
from regietafel.model.audit import audit
from regietafel.model.scenario import Scenario
from regietafel.solver.run import run, solve


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
