"""On tiny cases without a plan, the conflict and the ways out are what trying every number of places gives."""

import threading
import time

import pytest

from regietafel.model.given import Given
from regietafel.model.levers import find_levers
from regietafel.solver.conflict import find_conflict
from regietafel.solver.questions import Questions
from regietafel.solver.run import solver_options
from support.conflict_cases import random_conflict

SEEDS = range(40)
CONFLICTS = ("cannot_be_kept_together", "data_contradict")


def found_for(case, scenario):
    given = Given(case, scenario)
    return find_conflict(Questions(given, solver_options(scenario), time.monotonic() + 60, threading.Event()))


def check_conflict(tried, found):
    (reason,) = (item for item in found["reasons"] if item["code"] in CONFLICTS)
    members = {f"position:{name}" for name in reason["params"].get("positions", [])} | set(reason["params"]["rules"])
    assert not tried.can_be_kept(members)
    assert all(tried.can_be_kept(members - {member}) for member in members)
    if reason["code"] == "cannot_be_kept_together":
        assert reason["params"]["smallest"]
        assert len(members) == tried.smallest_conflict()


def check_ways_out(tried, found):
    moved = [{change["id"] for change in way["changes"]} for way in found["ways_out"]]
    for number, way in enumerate(found["ways_out"]):
        assert way["weight"] == pytest.approx(float(tried.lightest(moved[:number])), abs=2e-6)
    if len(moved) < 3:
        assert tried.lightest(moved) is None


@pytest.mark.parametrize("seed", SEEDS)
def test_conflict_and_ways_out_are_what_trying_everything_gives(seed):
    case, scenario, tried = random_conflict(seed)
    found = found_for(case, scenario)
    check_conflict(tried, found)
    check_ways_out(tried, found)


@pytest.mark.parametrize("seed", SEEDS)
def test_levers_weigh_and_reach_what_the_decision_says(seed):
    case, scenario, tried = random_conflict(seed)
    for lever in find_levers(Given(case, scenario)):
        assert lever.weight == tried.levers[lever.lever_id][0], lever
