"""A shortfall is put down to what causes it, and to nothing when there was no time to find out."""

import threading
import time

import pytest

from regietafel.model.given import Given
from regietafel.model.scenario import Scenario
from regietafel.solver.conflict import find_conflict
from regietafel.solver.questions import Questions
from regietafel.solver.run import run, solve
from support.cases import A, offer, tiny_case, town

# 100 places are asked; the offers have 60 large places and 60 small ones.
CASE = tiny_case(
    [town(A, indicative=100)], [offer("L1", A, places=(10, 60)), offer("L2", A, form="small_scale", places=(10, 60))]
)
SHORT = tiny_case([town(A, indicative=100)], [offer("L1", A, places=(10, 60))])


def causes(case, **options):
    total = solve(case, Scenario(**options)).document["totals"][0]
    return total["shortfall"], total["unavoidable"], [(part["cause"], part["places"]) for part in total["by_choice"]]


def test_what_is_not_there_is_unavoidable():
    assert causes(SHORT) == (40, 40, [])


def test_a_rule_of_choice_is_named():
    # No large location: 60 small places remain, 40 of the 100 are missing because of the rule.
    assert causes(CASE, large_max=0) == (40, 0, [("large_locations_stay_few", 40)])


def test_the_aims_are_named_when_they_give_places_away():
    shortfall, unavoidable, parts = causes(CASE, shortfall_weight_asylum=0)
    assert unavoidable == 0
    assert parts == ([("order_of_aims", shortfall)] if shortfall else [])
    assert shortfall == 100  # nothing asks for a place any more, and cost is least with none


def test_what_could_not_be_examined_is_not_called_unavoidable(monkeypatch):
    monkeypatch.setattr("regietafel.solver.run.Questions", _out_of_time)
    total = run(SHORT, Scenario()).plan.document["totals"][0]
    assert (total["unavoidable"], total["by_choice"]) == (0, [{"cause": "not_examined", "places": 40}])


def test_a_conflict_that_could_not_be_examined_says_so():
    stop = threading.Event()
    stop.set()
    found = find_conflict(Questions(Given(SHORT, Scenario(small_scale_min_share=1.0)), {}, time.monotonic(), stop))
    assert [reason["code"] for reason in found["reasons"]] == ["conflict_not_examined"]


@pytest.mark.parametrize("options", [{"large_min": 2}])
def test_a_rule_that_alone_stands_in_the_way_is_the_reason(options):
    outcome = solve(SHORT, Scenario(**options)).document["outcome"]
    assert outcome["status"] == "infeasible"
    assert outcome["conflict"]["reasons"][-1]["params"]["rules"] == ["large_locations_are_enough"]


def _out_of_time(given, options, _deadline, stop):
    return Questions(given, options, time.monotonic() - 1.0, stop)
