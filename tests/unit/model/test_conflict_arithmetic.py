"""Conflicts that adding up shows, by hand; and each proves what it says."""

from dataclasses import replace

import pytest

from regietafel.model.conflict_arithmetic import add_up
from regietafel.model.given import Given
from regietafel.model.scenario import Scenario
from regietafel.solver.run import solve
from support.cases import FIRST_DAY, SECOND_DAY, A, B, moment, offer, position, tiny_case

SITE = offer("SITE", A, "small_scale", places=(20, 50))
NEXT = offer("NEXT", B, "small_scale", places=(20, 50))
HUB = offer("HUB", A, places=(100, 300))
OLD = replace(HUB, location_id="OLD", status="existing", present={"regular": 100}, cost_per_place=10_000)
SHIP = offer("SHIP", A, "other", emergency=True, status="existing", present={"regular": 40})


def asks(number, position_id="P1", **about):
    return position(position_id, "at_least", places=number, hard=True, **about)


def allows(number, position_id="P2", **about):
    return position(position_id, "at_most", places=number, hard=True, **about)


def at(day=FIRST_DAY, **numbers):
    return {"moment": day, **numbers}


# Locations, positions, options, and what adding up shows: codes with parameters.
SUMS = {
    "more than the offers hold": (
        [SITE],
        [asks(60)],
        {},
        ("asks_above_offers", {"positions": ["P1"], **at(asked=60, possible=50)}),
    ),
    "more than rows that exclude each other hold": (
        [
            replace(SITE, group="g", group_rule="not_together"),
            replace(SITE, location_id="TWO", group="g", group_rule="not_together"),
        ],
        [asks(60)],
        {},
        ("asks_above_offers", {"positions": ["P1"], **at(asked=60, possible=50)}),
    ),
    "less than what stays": (
        [OLD],
        [allows(60, also_existing=True)],
        {},
        ("allows_below_staying", {"positions": ["P2"], **at(asked=60, staying=100)}),
    ),
    "one against another": (
        [SITE, NEXT],
        [asks(30, municipalities=(A,)), allows(20)],
        {},
        ("positions_contradict", {"positions": ["P1", "P2"], **at(least=30, most=20)}),
    ),
    "several against one": (
        [SITE, NEXT],
        [asks(30, "P0", municipalities=(A,)), asks(25, municipalities=(B,)), allows(50)],
        {},
        ("minimums_exceed_maximum", {"positions": ["P0", "P1", "P2"], **at(asked=55, most=50)}),
    ),
    "large locations that are not offered": (
        [HUB],
        [position("P1", "no_form", form="large", hard=True)],
        {"large_min": 1},
        ("large_min_above_offers", {"asked": 1, "possible": 0, "positions": ["P1"]}),
    ),
    "more large locations than are allowed": (
        [HUB, replace(HUB, location_id="TWO")],
        [],
        {"large_min": 2, "large_max": 1},
        ("large_min_above_max", {"least": 2, "most": 1}),
    ),
    "fewer large locations than stay": (
        [OLD],
        [],
        {"large_max": 0},
        ("large_max_below_staying", at(asked=0, staying=1)),
    ),
    "less emergency than stays": (
        [SHIP],
        [],
        {"emergency_max": (30,)},
        ("emergency_max_below_staying", at(asked=30, staying=40)),
    ),
    # 50 small places beside 100 large ones are a third.
    "more small-scale than is possible": (
        [OLD, SITE],
        [],
        {"small_scale_min_share": 0.5},
        ("small_share_above_possible", at(asked=0.5, possible=0.3333, small=50, staying=100)),
    ),
    # 100 places x 10,000 euro x 550 / 365.25 years.
    "less money than what stays costs": (
        [OLD],
        [],
        {"cost_max": 1_000_000.0},
        ("budget_below_staying", {"asked": 1_000_000.0, "least": 1_505_817}),
    ),
}


def case_of(locations, positions):
    return replace(tiny_case(2, locations), positions=tuple(positions))


@pytest.mark.parametrize("name", SUMS)
def test_adding_up_shows_both_numbers(name):
    locations, positions, options, expected = SUMS[name]
    assert add_up(Given(case_of(locations, positions), Scenario(**options))) == [expected]


@pytest.mark.parametrize("name", SUMS)
def test_what_adding_up_shows_has_no_plan(name):
    locations, positions, options, _ = SUMS[name]
    plan = solve(case_of(locations, positions), Scenario(threads=1, **options))
    assert plan.status == "infeasible"
    assert plan.document["outcome"]["conflict"]["reasons"][0]["code"] == SUMS[name][3][0]


@pytest.mark.parametrize(
    "positions",
    [
        [asks(100)],
        [replace(asks(110), room=10, non_negotiable=False)],
        [replace(asks(160), non_negotiable=False)],
        [asks(30), allows(30)],
        [asks(30, municipalities=(A,)), allows(20, municipalities=(B,))],
        [asks(30, moment=FIRST_DAY), allows(20, moment=SECOND_DAY)],
    ],
)
def test_what_fits_is_not_called_a_conflict(positions):
    case = tiny_case(2, [replace(SITE, durable=False), NEXT], [moment(FIRST_DAY), moment(SECOND_DAY)])
    assert add_up(Given(replace(case, positions=tuple(positions)), Scenario())) == []


def test_a_position_is_named_once_whatever_the_moments():
    case = tiny_case(1, [SITE], [moment(FIRST_DAY), moment(SECOND_DAY)])
    (found,) = add_up(Given(replace(case, positions=(asks(60),)), Scenario()))
    assert found[1]["moment"] == FIRST_DAY
