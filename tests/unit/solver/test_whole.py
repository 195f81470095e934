"""Places as real numbers first and whole ones after give the same answer as whole ones throughout."""

import pytest

from regietafel.model.build import build
from regietafel.model.given import Given
from regietafel.solver import tiers
from regietafel.solver.highs import LivingSolver
from regietafel.solver.run import solver_options
from regietafel.solver.whole import AMOUNTS, parts_of
from support.random_cases import EXACT, random_case, random_cluster_case, random_durable_case
from support.solve import solve_without

SEEDS = range(25)
MAKERS = (random_case, random_cluster_case, random_durable_case)
CASES = [pytest.param(maker, seed, id=f"{maker.__name__}-{seed}") for maker in MAKERS for seed in SEEDS]


def claimed(case, scenario):
    given = Given(case, scenario)
    found = tiers.search(build(given), given, LivingSolver(solver_options(scenario)))
    return found.state, {tier["name"]: tier["value"] for tier in found.tiers}


def nothing(*_):
    """Add no valid inequality."""


def whole_throughout(_solver, m, _parts, limits, _start):
    """Solve whole places in a fresh program without a start."""
    return LivingSolver({"threads": 1, "random_seed": 0}).optimise(m, limits)


@pytest.mark.parametrize(("maker", "seed"), CASES)
def test_every_aim_reaches_what_the_plain_program_reaches(maker, seed, monkeypatch):
    case, scenario = maker(seed)
    state, fast = claimed(case, scenario)
    monkeypatch.setattr(tiers, "tighten_from_start", nothing)
    monkeypatch.setattr(tiers, "tighten_after_fairness", nothing)
    monkeypatch.setattr(tiers, "optimise_whole", whole_throughout)
    plain_state, plain = claimed(case, scenario)
    assert (state, fast) == (plain_state, pytest.approx(plain, abs=1e-5))


def test_every_amount_of_places_or_persons_is_known_as_one():
    case, scenario = random_durable_case(1)
    program = build(Given(case, scenario))
    parts = parts_of(program)
    amounts = {variable.parent_component().local_name for variable in parts.amounts}
    counts = {variable.parent_component().local_name for variable in parts.counts}
    assert {"placed", "housed", "unhoused", "counted", "durably_placed"} <= amounts <= set(AMOUNTS)
    assert {"opened", "started", "touched", "worst"} <= counts


def test_a_plan_solved_from_real_numbers_breaks_no_rule():
    case, scenario = random_case(3)
    assert EXACT["gap"] == 0.0
    assert solve_without(case, scenario).broken == frozenset()
