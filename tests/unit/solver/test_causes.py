"""A shortfall is put down to what causes it, and to nothing when there was no time to find out."""

import threading
import time
from dataclasses import replace

import pytest

from regietafel.model.given import Given
from regietafel.model.scenario import Scenario
from regietafel.solver.conflict import find_conflict
from regietafel.solver.questions import Questions
from regietafel.solver.run import run, solve
from support.cases import A, offer, position, tiny_case, town

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


def table(*positions):
    """Ask 100 places of 60 large and 60 small ones, with positions."""
    return tiny_case([town(A, indicative=100)], CASE.locations, positions=positions)


def test_a_position_that_costs_places_is_named():
    # 100 asked: S1 leaves 30 large places and 60 small ones, S2 costs nothing beside it
    most = position("S1", "location_at_most", location_id="L1", places=30, hard=True)
    slack = position("S2", "location_at_most", location_id="L2", places=60, hard=True)
    assert causes(table(most, slack)) == (10, 0, [("position:S1", 10)])


def test_positions_share_what_they_cost_in_the_order_of_their_ids():
    # 30 + 30 places: 40 short. Without S1 60 + 30 = 90: it costs 30, S2 the other 10.
    one, other = (position(f"S{i}", "location_at_most", location_id=f"L{i}", places=30, hard=True) for i in (1, 2))
    assert causes(table(one, other)) == (40, 0, [("position:S1", 30), ("position:S2", 10)])


def test_a_room_costs_places_and_a_soft_position_without_room_none():
    soft = position("S1", "location_at_most", location_id="L1", places=30)
    assert causes(table(soft)) == (0, 0, [])
    # 30 + 5 of room and 60: 95
    assert causes(table(replace(soft, room=5))) == (5, 0, [("position:S1", 5)])


def test_positions_come_before_the_rules_of_choice():
    most = position("S1", "location_at_most", location_id="L2", places=50, hard=True)
    # no large location and 50 small places: 50 short; the position costs 10 of them, the rule the rest
    found = causes(table(most), large_max=0)
    assert found == (50, 0, [("position:S1", 10), ("large_locations_stay_few", 40)])


def _out_of_time(given, options, _deadline, stop):
    return Questions(given, options, time.monotonic() - 1.0, stop)
