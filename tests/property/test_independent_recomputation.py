"""A second opinion, written apart from the package, agrees on every figure and rule of a plan."""

import json
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest

from regietafel.inputs.load import load_case
from regietafel.model.scenario import Scenario
from regietafel.solver.run import solve
from support.case_folders import folder_of
from support.leaves import number_ways, with_one_more
from support.random_options import random_options
from support.random_tables import change_cells
from support.recompute import SecondOpinion, differences, keyed

# Without the aim that takes longest, and stopped earlier: what is measured does not depend on how good a plan is.
ONLY_FAIR = {"tier_order": ("shortfall", "surplus", "fairness")}
QUICK = {"tier_order": ("shortfall", "surplus", "fairness", "cost"), "gap": 0.01, "fairness_prices": "none"}
OPTIONS: dict[str, dict[str, Any]] = {
    "durable": {"counting": "durable", "fairness": "minimax"},
    "ceiling and floor": {"burden_ceiling": 1.2, "burden_floor": 0.5, "region_ceiling": 1.1, "region_floor": 0.9},
    "tight ceiling at all moments": {"burden_ceiling": 1.0, "burden_floor": 1.0, "burden_moment": "all"},
    "everyone, small and without emergency": {
        "all_contribute": True,
        "small_scale_min_share": 0.3,
        "emergency_max": (100, 0),
    },
    "connected clusters": {
        "clusters_connected": True,
        "ferries_connect": True,
        "hub_max_satellites": 2,
        "hub_max_satellite_places": 150,
        "hub_max_km": 25.0,
        "hub_max_steps": 3,
    },
    "waiting status holders": {"vessels_share": 0.5, "emergency_counts": True, "status_floor": "intended"},
    "deviation at all moments": {"fairness": "deviation", "burden_moment": "all"},
    "gini at all moments": ONLY_FAIR | {"fairness": "gini", "burden_moment": "all", "smallest_entitlement": 60},
    "theil of asylum": ONLY_FAIR | {"fairness": "theil", "fairness_on": "asylum", "weight_ukraine": 2},
    "regret over four keys": ONLY_FAIR
    | {
        "fairness": "regret",
        "fairness_on": "joint,asylum",
        "regret_keys": ("inhabitants", "ses_woa", "area", "region"),
        "smallest_entitlement": 30,
    },
    "two ratios and other weights": {
        "fairness_on": "joint,asylum",
        "weight_ukraine": 2,
        "weight_status_holder": 3,
        "small_scale_surcharge": 0.25,
    },
    "large locations and a budget": {
        "large_max": 4,
        "large_min": 3,
        "large_max_per_municipality": 1,
        "minor_units_apart": True,
        "cost_max": 3e8,
        "shortfall_weight_ukraine": 2,
    },
    "only what is decided": {
        "status_floor": "decided",
        "counting": "durable",
        "vessels_share": 0.3,
        "burden_floor": 0.8,
    },
    "asylum first": {"fairness_on": "asylum,joint", "burden_moment": "all", "smallest_entitlement": 60},
}
TABLE = ("shortfall", "surplus", "fairness", "positions", "cost")
PLANS = {
    "voorbeeldland at the table": ("voorbeeldland", "basis", QUICK | {"name": "tafel", "tier_order": TABLE}),
    "voorbeeldland, positions first": (
        "voorbeeldland",
        "basis",
        QUICK | {"name": "streng", "lineage": ("tafel",), "tier_order": ("shortfall", "positions", "fairness", "cost")},
    ),
    "voorbeeldland": ("voorbeeldland", "basis", {}),
    "flevoland": ("flevoland", "basis", {"gap": 0.01}),
    "flevoland krap": ("flevoland", "krap", {"fairness_prices": "norms"}),
    "flevoland krap, regret": ("flevoland", "krap", {"fairness": "regret", "fairness_prices": "own"}),
    "zeeland krap": ("zeeland", "krap", {}),
    **{f"voorbeeldland, {name}": ("voorbeeldland", "basis", QUICK | options) for name, options in OPTIONS.items()},
}
# Options whose random values are made for cases of a handful of places.
SMALL = ("cost_max", "emergency_max", "smallest_entitlement", "small_location_places")
# What a second opinion cannot have: what was searched, which part of a shortfall cannot be avoided, and the options.
NOT_MEASURED = ("scenario", "case", "outcome", "messages")
SPLIT = ("unavoidable", "by_choice")
SEARCHED = ("price", "levels", "best", "bound", "cost", "cost_bound", "without_norm")
CHEAPEST = ("fairness", "norms", 0)
"""Parts of the section on fairness that only searches beside the plan tell; the first row is about another plan."""


RANDOM_SEEDS = range(6)


@cache
def random_opinion(seed: int) -> SecondOpinion | None:
    """Have a second opinion on a plan of Voorbeeldland with random cells and options; None when there is no plan."""
    folder = folder_of(Path(mkdtemp()) / "invoer", "voorbeeldland", change=lambda tables: change_cells(tables, seed))
    options = {key: value for key, value in random_options(seed).items() if key not in SMALL} | QUICK
    plan = solve(load_case(folder), Scenario(**options))
    return SecondOpinion(folder, json.loads(plan.to_json())) if plan.has_places else None


@cache
def opinion(name: str) -> SecondOpinion:
    """Plan a case from a folder, and have a second opinion on the plan as written."""
    province, variant, options = PLANS[name]
    folder = folder_of(Path(mkdtemp()) / "invoer", province, variant)
    plan = solve(load_case(folder), Scenario(**options))
    return SecondOpinion(folder, json.loads(plan.to_json()))


@pytest.mark.parametrize("name", PLANS)
def test_the_second_opinion_agrees_on_every_figure_and_rule(name):
    found = opinion(name)
    assert list(differences(keyed(found.document), found.figures())) == []


@pytest.mark.parametrize("name", PLANS)
def test_no_rule_is_broken_by_the_second_opinion(name):
    assert [row for row in opinion(name).rules.rows() if row.slack < 0] == []


@pytest.mark.parametrize("name", PLANS)
def test_every_aim_lies_between_its_bound_and_what_was_allowed(name):
    found = opinion(name)
    values = found.values()
    for tier in found.document["outcome"]["tiers"]:
        value = float(values[tier["name"]])
        hair = 1e-6 * max(1.0, abs(value)) + found.error_of(tier["name"])
        assert tier["bound"] - hair <= value <= tier["value"] + tier["tolerance"] + hair, (tier, value)


@pytest.mark.parametrize("name", PLANS)
def test_the_last_aim_is_worth_what_the_plan_says(name):
    found = opinion(name)
    last = found.document["outcome"]["tiers"][-1]
    error = 1e-6 + found.error_of(last["name"])
    assert float(found.values()[last["name"]]) == pytest.approx(last["value"], rel=1e-6, abs=error)


@pytest.mark.parametrize("name", PLANS)
def test_a_shortfall_is_split_without_rest(name):
    for total in opinion(name).document["totals"]:
        chosen = sum(cause["places"] for cause in total["by_choice"])
        assert total["unavoidable"] + chosen == total["shortfall"]
        assert min(total["unavoidable"], chosen) >= 0


@pytest.mark.parametrize("seed", RANDOM_SEEDS)
def test_the_second_opinion_agrees_on_a_case_with_random_cells_and_options(seed):
    found = random_opinion(seed)
    if found is not None:
        assert list(differences(keyed(found.document), found.figures())) == []
        assert [row for row in found.rules.rows() if row.slack < 0] == []


def test_most_random_cases_have_a_plan():
    assert sum(random_opinion(seed) is not None for seed in RANDOM_SEEDS) >= 4


def is_of_searches_beside(way):
    return way[0] == "fairness" and (way[:3] == CHEAPEST or bool(set(SEARCHED) & set(way)))


def test_no_number_of_the_plan_escapes_the_second_opinion():
    found = opinion("flevoland krap")
    expected, document = found.figures(), found.document
    unseen = []
    for way in number_ways(document):
        if way[0] in NOT_MEASURED or set(SPLIT) & set(way) or is_of_searches_beside(way):
            continue
        with with_one_more(document, way) as changed:
            if not any(differences(keyed(changed), expected)):
                unseen.append(way)
    assert unseen == []
