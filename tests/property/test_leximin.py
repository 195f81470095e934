"""Leximin finds the best sorted vector: against brute force, and against another way on another solver."""

from dataclasses import replace
from pathlib import Path

import pytest

from regietafel.inputs.load import load_case
from regietafel.model.case import Case
from regietafel.model.figures.quantities import Quantities
from regietafel.model.figures.ratios import ratios_at
from regietafel.model.figures.read import read_decisions
from regietafel.model.scenario import Scenario
from regietafel.solver.run import run
from support.cases import offer
from support.exact_leximin import best_vectors, random_vector_case
from support.levels import points_of, search_levels
from support.plain_leximin import PlainLeximin, with_scip
from support.random_cases import random_case, random_cluster_case

SEEDS = range(30)
HAIR = 1e-6


def vectors(case: Case, scenario: Scenario) -> list[tuple[int, ...]] | None:
    found, _ = search_levels(case, scenario)
    return [points_of(found[on]) for on in scenario.norms_on] if found else None


@pytest.mark.parametrize("seed", SEEDS)
def test_the_vector_is_the_best_of_all_plans(seed):
    case, scenario = random_vector_case(seed, most=2_000)
    assert vectors(case, scenario) == best_vectors(case, scenario)


@pytest.mark.parametrize("seed", range(15))
def test_the_vector_is_the_best_with_every_kind_of_row(seed):
    case, scenario = random_cluster_case(seed) if seed % 3 == 0 else random_case(seed)
    scenario = replace(scenario, fairness="leximin")
    assert vectors(case, scenario) == best_vectors(case, scenario)


def test_these_cases_have_ties_hosts_and_levels_to_choose_between():
    found = [(best_vectors(case, scenario) or [()])[0] for case, scenario in map(random_vector_case, range(20))]
    assert sum(len(set(vector)) < len(vector) for vector in found) > 5
    assert sum(len(set(vector)) > 2 for vector in found) > 5
    kept = [any(item.present_is_kept for item in random_vector_case(seed)[0].locations) for seed in range(20)]
    assert sum(kept) > 5


@pytest.mark.parametrize(("province", "on"), [("flevoland", "joint"), ("zeeland", "joint"), ("flevoland", "asylum")])
def test_another_way_on_another_solver_finds_the_same_vector(province, on, tmp_path: Path):
    case, scenario = load_case(f"voorbeeld:{province}", variant="krap"), Scenario(fairness="leximin", fairness_on=on)
    found = points_of(search_levels(case, scenario)[0][on])
    other = list(PlainLeximin(case, scenario, on).vector(with_scip(tmp_path)))
    assert other[: len(found)] == list(found)
    assert not any(other[len(found) :])  # hosts that do not grow


@pytest.mark.parametrize("seed", range(6))
def test_names_and_order_do_not_matter(seed):
    case, scenario = random_vector_case(seed, most=500)
    assert vectors(renamed(case), scenario) == vectors(case, scenario)


def renamed(case: Case) -> Case:
    """Give every municipality another code and name, in the opposite order, and every offer another id."""
    codes = {item.code: f"GM9{900 - number}" for number, item in enumerate(case.municipalities)}
    towns = [replace(item, code=codes[item.code], name=f"New {item.code}") for item in case.municipalities]
    offers = [replace(item, location_id=f"Z{item.location_id}", code=codes[item.code]) for item in case.locations]
    swaps = [replace(item, giver=codes[item.giver], taker=codes[item.taker]) for item in case.exchanges]
    links = [replace(item, code_a=codes[item.code_a], code_b=codes[item.code_b]) for item in case.links]
    towns.sort(key=lambda item: item.code)
    return replace(
        case,
        municipalities=tuple(towns),
        locations=tuple(sorted(offers, key=lambda item: item.location_id, reverse=True)),
        exchanges=tuple(swaps),
        links=tuple(links),
    )


@pytest.mark.parametrize("seed", range(15))
def test_an_explored_location_more_never_makes_the_vector_worse(seed):
    case, scenario = random_vector_case(seed, most=500)
    code = case.codes[seed % len(case.codes)]
    more = offer("EXTRA", code, "small_scale", places=(1, 3))
    richer = replace(case, locations=(*case.locations, more))
    before, after = earlier_tiers(case, scenario), earlier_tiers(richer, scenario)
    one, other = vectors(case, scenario), vectors(richer, scenario)
    if before == after and one is not None and other is not None:
        assert padded(other[0], one[0]) <= padded(one[0], other[0])


def earlier_tiers(case: Case, scenario: Scenario) -> list[float]:
    plain = replace(scenario, tier_order=("shortfall", "surplus"))
    return [tier["value"] for tier in run(case, plain).plan.document["outcome"]["tiers"]]


def padded(vector: tuple[int, ...], other: tuple[int, ...]) -> tuple[int, ...]:
    """Fill a vector up: who does not count stands below everyone who does."""
    return vector + (-1,) * max(0, len(other) - len(vector))


@pytest.mark.parametrize("seed", range(12))
def test_later_aims_keep_the_mean_of_the_largest_within_the_tolerance(seed):
    case, scenario = random_vector_case(seed, most=500)
    allowed = (0.0, 0.05, 0.3)[seed % 3]
    scenario = replace(scenario, tolerance_fairness_abs=allowed, fairness_on="joint")
    found, _ = search_levels(case, scenario)
    done = run(case, scenario)
    if not done.plan.has_places:
        return
    fairest, final = found["joint"].ratios, final_ratios(case, scenario, done)
    for k in range(1, len(final) + 1):
        reference = sum(fairest[:k])
        assert sum(final[:k]) <= reference + k * allowed + HAIR, (k, fairest, final)


def final_ratios(case: Case, scenario: Scenario, done) -> list[float]:
    """Return the sorted ratios of a plan, each municipality at its worst moment."""
    q = Quantities(case, scenario, read_decisions(done.plan.document))
    per_moment = [ratios_at(q, "joint", "leximin", t) for t in q.burden_moments]
    return sorted((float(max(ratios[g] for ratios in per_moment)) for g in per_moment[0]), reverse=True)


def test_some_of_these_plans_use_the_tolerance():
    """Without the rows that keep the vector the test above would fail."""
    changed = 0
    for seed in range(12):
        case, scenario = random_vector_case(seed, most=500)
        free = replace(scenario, tolerance_fairness_abs=5.0, fairness_on="joint")
        found, _ = search_levels(case, free)
        done = run(case, free)
        changed += done.plan.has_places and final_ratios(case, free, done)[0] > found["joint"].ratios[0] + HAIR
    assert changed > 1
