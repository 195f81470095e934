"""The points of a trade-off are those that trying every plan finds, no fewer and no more."""

import threading
from dataclasses import replace
from random import Random

import pytest

from regietafel.model.figures.aims import kept_tiers, read_aim
from regietafel.model.given import Given
from regietafel.model.levels import GRID
from regietafel.solver.frontier import find_frontier
from regietafel.solver.frontier_parts import How
from regietafel.solver.frontier_workers import Workers
from support.every_trade import best_vector, dominates, every_plan, every_point, every_vector
from support.exact_leximin import random_vector_case
from support.exact_values import Asked
from support.random_cases import random_case, random_cluster_case

TWO = (
    ("minimax", "cost"),
    ("cost", "disturbance"),
    ("locations", "cost"),
    ("small_scale", "cost"),
    ("shortfall", "cost"),
    ("shortfall", "minimax"),
    ("shortfall", "locations"),
    ("deviation:asylum", "minimax:joint"),
    ("emergency", "disturbance"),
    ("small_scale", "minimax"),
    ("gini", "cost"),
    ("gini:asylum", "small_scale"),
    ("surplus", "locations"),
    ("regret", "cost"),
    ("gini", "shortfall"),
    ("regret:asylum", "locations"),
)
THREE = (
    ("minimax", "cost", "locations"),
    ("shortfall", "cost", "disturbance"),
    ("deviation", "small_scale", "cost"),
    ("shortfall", "minimax", "cost"),
    ("gini", "shortfall", "cost"),
    ("small_scale", "shortfall", "deviation"),
    ("locations", "surplus", "cost"),
    ("minimax:joint", "minimax:asylum", "disturbance"),
    ("emergency", "shortfall", "small_scale"),
    ("regret", "shortfall", "cost"),
)
LEXIMIN = (("leximin", "cost"), ("leximin:asylum", "locations"), ("leximin", "small_scale"))
"""Of these each plan is leximin among those that are as good."""
COARSE = (("cost", "minimax"), ("theil", "cost"), ("disturbance", "cost", "deviation"), ("theil", "shortfall"))
GAPS = {"gap": 0.08, "gap_disturbance": 0.1}


def found_points(case, scenario, words):
    """Search a trade-off; return how it ended, what is made small per point, and the plans."""
    aims = [read_aim(word, scenario) for word in words]
    with Workers(1, threading.Event()) as workers:
        found = find_frontier(Given(case, scenario), aims, How(workers))
    losses = [point.losses(aims) for point in found.points]
    return found, losses, kept_tiers(scenario, tuple(aims))


def compare(case, scenario, words):
    """Check that both ways find the same points, and that none of them stands twice."""
    found, losses, kept = found_points(case, scenario, words)
    expected = every_point(case, scenario, kept, words)
    if not expected:
        assert found.state == "infeasible"
        return
    assert (found.stop, found.open) == ("", 0)
    assert _rounded(losses) == _rounded(expected), (words, sorted(expected), losses)
    assert len(losses) == len(set(losses))
    assert not any(one != other and dominates(one, other) for one in losses for other in losses)


def _rounded(vectors):
    """Round to nine digits: a weight by SES-WOA is a binary number in what tries every plan."""
    return {tuple(round(float(value), 9) for value in vector) for vector in vectors}


def test_without_any_plan_there_is_no_point_and_that_is_said():
    found, losses, kept = found_points(*random_case(1031), ("shortfall", "cost", "disturbance"))
    assert (kept, losses, found.state) == ((), [], "infeasible")


@pytest.mark.parametrize("seed", range(len(TWO)))
def test_points_of_two_aims_are_those_of_every_plan(seed):
    compare(*random_case(seed), TWO[seed % len(TWO)])


@pytest.mark.parametrize("seed", range(len(THREE)))
def test_points_of_three_aims_are_those_of_every_plan(seed):
    compare(*random_case(100 + seed), THREE[seed % len(THREE)])


@pytest.mark.parametrize("seed", range(3))
def test_points_of_a_case_with_clusters_are_those_of_every_plan(seed):
    case, scenario = random_cluster_case(seed)
    compare(case, replace(scenario, fairness="minimax"), Random(seed).choice(TWO + THREE))


@pytest.mark.parametrize("seed", range(len(LEXIMIN)))
def test_with_an_aim_leximin_every_plan_is_the_leximin_plan_of_those_that_are_as_good(seed):
    check_leximin(*random_vector_case(20 + seed, 3000), LEXIMIN[seed % len(LEXIMIN)])


def check_leximin(case, scenario, words):
    """Check that no point is lost, and its levels against every plan that is as good as it in every aim."""
    found, losses, kept = found_points(case, scenario, words)
    asked, on = Asked(case, scenario), found.aims[0].on
    plans = every_plan(asked, kept)
    vectors = every_vector(asked, plans, words) if plans else []
    assert _rounded(losses) == _rounded(every_point(case, scenario, kept, words))
    for point, most in zip(found.points, losses, strict=True):
        levels = tuple(round(level.value * GRID) for level in point.levels[on])
        assert levels == best_vector(asked, plans, vectors, most, on)
        assert all(level.bound == level.value for level in point.levels[on])


@pytest.mark.parametrize("seed", range(len(COARSE)))
def test_with_gaps_every_plan_has_a_point_within_a_step_and_what_merging_gave_away(seed):
    check_coarse(*random_case(100 + seed), COARSE[seed % len(COARSE)])


def check_coarse(case, scenario, words):
    """Check what is promised when values have gaps, and that points are shown to differ."""
    scenario = scenario.with_values(GAPS, "set")
    found, losses, kept = found_points(case, scenario, words)
    asked = Asked(case, scenario)
    plans = every_plan(asked, kept)
    rooms = [step + more + 1e-6 for step, more in zip(found.steps, found.merged, strict=True)]
    for vector in every_vector(asked, plans, words) if plans else ():
        assert any(all(a < b + room for a, b, room in zip(point, vector, rooms, strict=True)) for point in losses)
    for one, mine in zip(found.points, losses, strict=True):
        for other, its in zip(found.points, losses, strict=True):
            rows = zip(mine, its, one.gaps, other.gaps, strict=True)
            assert one is other or any(a > b + gap + more for a, b, gap, more in rows)


def test_some_of_these_cases_have_many_points():
    assert len(found_points(*random_case(101), ("shortfall", "cost", "disturbance"))[1]) == 7
    assert len(found_points(*random_case(4), ("shortfall", "cost"))[1]) == 4
