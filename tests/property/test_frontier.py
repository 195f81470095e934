"""The points of a trade-off are those that trying every plan finds, no fewer and no more."""

import threading
from dataclasses import replace
from random import Random

import pytest

from regietafel.model.figures.aims import kept_tiers, read_aim
from regietafel.model.given import Given
from regietafel.solver.frontier import find_frontier
from regietafel.solver.frontier_parts import How
from regietafel.solver.frontier_workers import Workers
from support.every_trade import dominates, every_point
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
)


def found_points(case, scenario, words):
    """Search a trade-off; return how it ended, what is made small per point, and the plans."""
    aims = [read_aim(word, scenario) for word in words]
    with Workers(1, threading.Event()) as workers:
        found = find_frontier(Given(case, scenario), aims, How(workers))
    losses = [tuple(aim.loss(value) for aim, value in zip(aims, point.values, strict=True)) for point in found.points]
    return found, losses, kept_tiers(scenario, tuple(aims))


def compare(case, scenario, words):
    """Check that both ways find the same points, and that none of them stands twice."""
    if any(word.startswith("gini") for word in words):
        scenario = replace(scenario, burden_moment="last")
    found, losses, kept = found_points(case, scenario, words)
    expected = every_point(case, scenario, kept, words)
    if not expected:
        assert found.state == "infeasible"
        return
    assert (found.stop, found.open) == ("", 0)
    assert set(losses) == expected, (words, sorted(expected), losses)
    assert len(losses) == len(set(losses))
    assert not any(one != other and dominates(one, other) for one in losses for other in losses)


@pytest.mark.parametrize("seed", range(22))
def test_points_of_two_aims_are_those_of_every_plan(seed):
    compare(*random_case(seed), TWO[seed % len(TWO)])


@pytest.mark.parametrize("seed", range(16))
def test_points_of_three_aims_are_those_of_every_plan(seed):
    compare(*random_case(100 + seed), THREE[seed % len(THREE)])


@pytest.mark.parametrize("seed", range(4))
def test_points_of_a_case_with_clusters_are_those_of_every_plan(seed):
    case, scenario = random_cluster_case(seed)
    compare(case, replace(scenario, fairness="minimax"), Random(seed).choice(TWO + THREE))


def test_some_of_these_cases_have_many_points():
    assert len(found_points(*random_case(101), ("shortfall", "cost", "disturbance"))[1]) == 7
    assert len(found_points(*random_case(4), ("shortfall", "cost"))[1]) == 4
