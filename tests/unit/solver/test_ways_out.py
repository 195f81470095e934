"""Ways out by hand: per thing that can give, the change that is told, and what it weighs."""

import threading
import time
from dataclasses import replace

import pytest

from regietafel.model.audit import audit
from regietafel.model.given import Given
from regietafel.model.levers import find_levers, put_in
from regietafel.model.positions import Position
from regietafel.model.scenario import Scenario
from regietafel.solver.conflict import find_conflict
from regietafel.solver.highs import Outcome
from regietafel.solver.questions import Questions
from regietafel.solver.run import solve, solver_options
from support.cases import FIRST_DAY, SECOND_DAY, A, B, C, link, moment, offer, tiny_case, town

HUB = offer("HUB", A, places=(100, 300))
SITE = offer("SITE", A, "small_scale", places=(20, 50))


def said(demand="at_most", position_id="P1", **about):
    """Make a hard position that is most reluctant."""
    fields = {"position_id": position_id, "party": "raad", "demand": demand, "non_negotiable": True}
    return Position(**{**fields, **about})


def asked(locations, positions, towns=1, moments=(FIRST_DAY,), **about):
    return replace(tiny_case(towns, locations, moments, **about), positions=tuple(positions))


def conflict_of(case, seconds=60.0, **options):
    """Return the conflict of a case, and check that the plan says so too and passes the audit."""
    scenario = Scenario(threads=1, **options)
    given = Given(case, scenario)
    return find_conflict(Questions(given, solver_options(scenario), time.monotonic() + seconds, threading.Event()))


def changes_of(found, way=0):
    return [(change["id"], change["from"], change["to"]) for change in found["ways_out"][way]["changes"]]


def satellite(location_id, code, places=(10, 50)):
    return offer(location_id, code, "satellite", places=places)


def opened(*location_ids):
    return [said("location_open", f"P{name}", location_id=name, places=20) for name in location_ids]


LINKS = [link(A, B), link(B, C)]
# Towns stand 6.846 km apart: from A to C is 13.69 km, two steps.
OPTIONS = {
    "large_max": (asked([HUB], [said("location_open", location_id="HUB")]), {"large_max": 0}, 1, 3.0),
    "large_min": (asked([HUB], [said("location_closed", location_id="HUB")]), {"large_min": 1}, 0, 3.0),
    "large_max_per_municipality": (
        asked([HUB, replace(HUB, location_id="TWO")], [said("at_least", places=400)]),
        {"large_max_per_municipality": 1},
        2,
        3.0,
    ),
    # 100 large places beside at most 50 small ones is a share of a third: down from 0.5 to 0.33, 17 steps of 3 / 50.
    "small_scale_min_share": (
        asked([HUB, SITE], [said("location_open", location_id="HUB"), said("at_most", "P2", places=150)]),
        {"small_scale_min_share": 0.5},
        0.33,
        17 * 3 / 50,
    ),
    "emergency_max 2027-07-01": (
        asked([offer("SHIP", A, "other", emergency=True)], [said("at_least", places=40)]),
        {"emergency_max": (30,)},
        40,
        1.0,
    ),
    # 50 places x 20,000 euro x 550 / 365.25 years (1 July 2027 to the end of 2028) = 1,505,818.62 euro: 506 steps.
    "cost_max": (
        asked([replace(SITE, cost_per_place=20_000)], [said("at_least", places=50)]),
        {"cost_max": 1_000_000.0},
        1_506_000,
        506 * 3 / 1000,
    ),
    # 50 places on a share of 40 is 1.25.
    "burden_ceiling": (
        asked([SITE], [said("at_least", places=50)], [town(A, indicative=40)]),
        {"burden_ceiling": 1.0},
        1.25,
        0.75,
    ),
    # 20 places at most of a share of 40 is 0.5.
    "burden_floor": (
        asked([SITE], [said("at_most", places=20)], [town(A, indicative=40)]),
        {"burden_floor": 0.8},
        0.5,
        30 * 3 / 80,
    ),
    "region_ceiling": (
        asked([SITE], [said("at_least", places=50)], [town(A, indicative=40, region="east")]),
        {"region_ceiling": 1.0},
        1.25,
        0.75,
    ),
    "region_floor": (
        asked([SITE], [said("at_most", places=20)], [town(A, indicative=40, region="east")]),
        {"region_floor": 0.8},
        0.5,
        30 * 3 / 80,
    ),
    "all_contribute": (asked([SITE], [said("at_most", places=0)]), {"all_contribute": True}, False, 3.0),
    "clusters_connected": (
        asked([HUB, satellite("SAT", C)], opened("SAT"), 3, links=LINKS),
        {"clusters_connected": True},
        False,
        3.0,
    ),
    # Six units of 20 near one point are 120 places.
    "minor_units_apart": (
        asked(
            [offer("UNIT", A, "other", places=(10, 20), streams=("special",), count=6)],
            [said("at_least", places=120)],
        ),
        {"minor_units_apart": True},
        False,
        3.0,
    ),
    "hub_max_satellites": (
        asked([HUB, satellite("ONE", A), satellite("TWO", B)], opened("ONE", "TWO"), 2),
        {"hub_max_satellites": 1},
        2,
        3.0,
    ),
    "hub_max_satellite_places": (
        asked([HUB, satellite("ONE", A), satellite("TWO", B)], opened("ONE", "TWO"), 2),
        {"hub_max_satellite_places": 30},
        40,
        1.0,
    ),
    "hub_max_km": (asked([HUB, satellite("SAT", C)], opened("SAT"), 3, links=LINKS), {"hub_max_km": 10.0}, 14, 1.2),
    "hub_max_steps": (asked([HUB, satellite("SAT", C)], opened("SAT"), 3, links=LINKS), {"hub_max_steps": 1}, 2, 3.0),
}


def least_reluctant_last(case):
    """Make every position weigh far more than the option, so that the option is the first way out."""
    return replace(case, positions=tuple(replace(item, reluctance=3000) for item in case.positions))


@pytest.mark.parametrize("key", OPTIONS)
def test_an_option_gives_as_little_as_will_do(key):
    case, options, expected, weight = OPTIONS[key]
    found = conflict_of(least_reluctant_last(case), **options)
    (change,) = changes_of(found)
    assert (change[0], change[2]) == (key, expected)
    assert found["ways_out"][0]["weight"] == pytest.approx(weight, abs=1e-6)


@pytest.mark.parametrize("key", OPTIONS)
def test_an_option_that_gives_one_step_less_is_no_way_out(key):
    case, options, _, _ = OPTIONS[key]
    case = least_reluctant_last(case)
    found = conflict_of(case, **options)
    change = dict(found["ways_out"][0]["changes"][0])
    scenario = Scenario(threads=1, **options)
    assert solve(*put_in(case, scenario, [change])).has_places
    (lever,) = (item for item in levers_of(case, scenario) if item.lever_id == key)
    change["to"] = lever.then(int(lever.steps_of(change["to"])) - 1)
    assert solve(*put_in(case, scenario, [change])).status == "infeasible"


def levers_of(case, scenario):
    return find_levers(Given(case, scenario))


# Per demand: the position against a fixed one, and from which number it goes to which.
SHUT = said("at_most", "WALL", places=20, location_id=None, reluctance=3000)
OPEN = said("at_least", "WALL", places=30, reluctance=3000)
DEMANDS = {
    "at_most": (said("at_most", places=10), OPEN, 10, 30),
    "at_least": (said("at_least", places=45), SHUT, 45, 20),
    "exactly": (said("exactly", places=45), SHUT, 0, 25),
    "no_form": (said("no_form", form="small_scale"), OPEN, 0, 30),
    "location_closed": (said("location_closed", location_id="SITE"), OPEN, 0, 30),
    "location_at_most": (said("location_at_most", location_id="SITE", places=25), OPEN, 25, 30),
    "location_open": (said("location_open", location_id="SITE", places=40), SHUT, 40, 20),
}


@pytest.mark.parametrize("demand", DEMANDS)
def test_a_position_gives_as_little_as_will_do(demand):
    position, wall, now, then = DEMANDS[demand]
    found = conflict_of(asked([SITE], [position, wall]))
    assert changes_of(found) == [("P1", now, then)]


def test_a_position_with_two_sides_gives_what_the_smaller_side_has():
    sites = [SITE, offer("NEXT", B, "small_scale", places=(20, 50))]
    walls = [
        said("at_least", "W1", places=40, municipalities=(A,), reluctance=3000),
        said("at_least", "W2", places=30, municipalities=(B,), reluctance=3000),
    ]
    apart = said("not_both", municipalities=(A,), other_municipality=B)
    assert changes_of(conflict_of(asked(sites, [apart, *walls], 2))) == [("P1", 0, 30)]
    if_they = said("only_if", municipalities=(A,), places=35, other_municipality=B, other_places=50)
    walls[1] = said("at_most", "W2", places=30, municipalities=(B,), reluctance=3000)
    # 40 is 5 above 35, 30 is 20 under 50: the smaller is given up.
    assert changes_of(conflict_of(asked(sites, [if_they, *walls], 2))) == [("P1", 0, 5)]


def test_the_one_that_minds_least_gives_first():
    # Both 30 places apart, each over its scale: at_most 10 can be missed by 40, at_least 40 by 40.
    low, high = said("at_most", "LOW", places=10, reluctance=2), said("at_least", "HIGH", places=40, reluctance=1)
    found = conflict_of(asked([SITE], [low, high]))
    # The offer holds 0 or 20 to 50. LOW to 40 weighs 30 x 2 / 40, HIGH to 0 weighs 40 x 1 / 40.
    # A part of each, LOW to 20 and HIGH to 20, weighs 10 x 2 / 40 + 20 x 1 / 40: as much, and it moves HIGH too.
    assert [way["weight"] for way in found["ways_out"]] == [1.0, 1.5]


def test_room_of_a_hard_position_bounds_what_it_gives():
    # Open, the offer holds 20 to 50: with a room of 20 the one can go up to 30, with 15 only the other can come down.
    for room, expected in ((20, {"P1", "WALL"}), (15, {"WALL"})):
        found = conflict_of(asked([SITE], [said("at_most", places=10, room=room), replace(OPEN, reluctance=3)]))
        assert {change["id"] for way in found["ways_out"] for change in way["changes"]} == expected


def test_nothing_helps_when_no_room_suffices():
    found = conflict_of(asked([SITE], [said("at_most", places=10, room=15), replace(OPEN, room=0)]))
    assert found["ways_out"] == []
    assert found["reasons"][-1] == {"code": "no_way_out", "params": {}}


def test_a_filled_room_gives_more_than_its_room():
    soft = said("at_most", places=10, non_negotiable=False, room=10, reluctance=1)
    found = conflict_of(asked([SITE], [soft, OPEN]))
    # 30 places are 10 above the room of 10: 10 x 1 / 10.
    assert changes_of(found) == [("P1", 10, 30)]
    assert found["ways_out"][0]["weight"] == 1.0


def test_a_soft_position_without_room_is_in_nobodys_way():
    soft = said("at_most", "SOFT", places=0, non_negotiable=False)
    assert solve(asked([SITE], [soft, OPEN]), Scenario(threads=1)).has_places


def test_later_ways_out_spare_something_that_earlier_ones_move():
    positions = [said("at_most", f"P{n}", places=n * 5) for n in range(1, 4)]
    found = conflict_of(asked([SITE], [*positions, said("at_least", "WALL", places=40)]))
    moved = [{change["id"] for change in way["changes"]} for way in found["ways_out"]]
    assert 1 < len(moved) <= 3
    assert not any(one <= other for i, one in enumerate(moved) for other in moved[i + 1 :])
    weights = [way["weight"] for way in found["ways_out"]]
    assert weights == sorted(weights)


def test_a_cap_in_the_table_of_moments_gives_at_its_moment_only():
    ship = offer("SHIP", A, "other", emergency=True)
    days = [moment(FIRST_DAY, emergency_max=40), moment(SECOND_DAY, emergency_max=10)]
    case = asked([ship], [said("at_least", places=30, reluctance=3000)], moments=days)
    found = conflict_of(case)
    assert changes_of(found) == [("emergency_max 2028-02-01", 10, 30)]
    assert solve(*put_in(case, Scenario(threads=1), found["ways_out"][0]["changes"])).has_places


def test_a_share_between_two_steps_comes_down_to_nothing():
    case = asked([HUB], [said("location_open", location_id="HUB", reluctance=3000)])
    assert changes_of(conflict_of(case, small_scale_min_share=0.255)) == [("small_scale_min_share", 0.255, 0)]


def test_a_higher_ceiling_that_would_raise_a_floor_is_checked():
    # Under a ceiling of 1.0 the large offer of 60 does not fit in a share of 50, so the floor asks nothing of A; with a
    # higher ceiling it does, and then the floor asks 50 of A, which may have no large location.
    towns = [town(A, indicative=50), town(B, indicative=20)]
    sites = [offer("BIG", A, places=(60, 60)), offer("SMALL", B, "small_scale", places=(25, 25))]
    positions = [
        said("no_form", "NONE", municipalities=(A,), form="large", reluctance=3000),
        said("location_open", "SOME", location_id="SMALL", reluctance=3000),
    ]
    found = conflict_of(asked(sites, positions, towns), burden_ceiling=1.0, burden_floor=1.0)
    scenario = Scenario(threads=1, burden_ceiling=1.0, burden_floor=1.0)
    for way in found["ways_out"]:
        assert solve(*put_in(asked(sites, positions, towns), scenario, way["changes"])).has_places
    # SMALL is 25 of a share of 20: the ceiling goes to 1.25, under 1.2 = 60 / 50 the floor of A would stay away.
    assert ("burden_ceiling", 1, 1.25) in changes_of(found)
    assert any(change[0] == "burden_floor" for change in changes_of(found))


def test_contradicting_data_are_named_and_have_no_way_out():
    rows = [
        offer(name, A, "small_scale", places=30, status="existing", present={"regular": 30}, group="g", **RULE)
        for name in ("OLD", "NEW")
    ]
    found = conflict_of(asked(rows, [said("at_most", places=0)]))
    (reason,) = found["reasons"]
    assert reason["code"] == "data_contradict"
    assert reason["params"]["rules"] == ["present_location_stays_open", "joint_location_counts_once"]
    assert set(reason["params"]["about"]) == {"OLD", "NEW", "g"}
    assert found["ways_out"] == []
    assert found["names"]["OLD"] == "OLD"


RULE = {"group_rule": "not_together"}


def test_a_conflict_that_whole_places_alone_make_is_found():
    # 3 or 4 places in one location: 5 of two of them are possible in parts only.
    rows = [offer(f"L{n}", A, "small_scale", places=(3, 4)) for n in range(2)]
    found = conflict_of(asked(rows, [said("exactly", places=5)]))
    (reason,) = found["reasons"]
    assert reason["params"]["positions"] == ["P1"]
    assert "opened_location_is_large_enough" in reason["params"]["rules"]
    assert changes_of(found) == [("P1", 0, 1)]


def test_a_plan_says_its_conflict_and_passes_the_audit():
    case = asked([SITE], [said("at_most", places=10), said("at_least", "P2", places=30)])
    scenario = Scenario(threads=1)
    plan = solve(case, scenario)
    assert plan.status == "infeasible"
    assert len(plan.document["outcome"]["conflict"]["ways_out"]) == 2
    assert audit(case, scenario, plan) == []


def test_without_time_no_way_out_is_claimed(monkeypatch):
    monkeypatch.setattr("regietafel.solver.ways_out.optimise_whole", stopped)
    found = conflict_of(asked([SITE], [said("at_most", places=10), said("at_least", "P2", places=30)]))
    assert found["ways_out"] == []
    assert found["reasons"][-1]["code"] == "ways_out_not_examined"


def stopped(*_):
    return Outcome("nothing", float("inf"), 0.0, "time", 0.0, "")


def test_what_would_have_to_give_for_a_task_is_told_with_the_plan():
    # 50 places are asked and possible, the council allows 30.
    case = asked([SITE], [said("at_most", places=30)], [town(A, indicative=50)])
    scenario = Scenario(threads=1)
    plan = solve(case, scenario)
    found = plan.document["outcome"]["conflict"]
    expected = {"task": "asylum", "moment": FIRST_DAY, "places": 20}
    assert found["reasons"] == [{"code": "task_not_met_by_choice", "params": expected}]
    assert changes_of(found) == [("P1", 30, 50)]
    assert audit(case, scenario, plan) == []


def test_a_task_that_no_choice_can_meet_has_no_ways_out():
    plan = solve(asked([SITE], [said("at_most", places=50)], [town(A, indicative=90)]), Scenario(threads=1))
    assert plan.document["totals"][0]["unavoidable"] == 40
    assert plan.document["outcome"]["conflict"] is None
