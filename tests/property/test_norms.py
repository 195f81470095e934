"""Gini, theil and regret: on tiny cases what brute force finds, and what is measured is what was minimised."""

from dataclasses import replace
from fractions import Fraction

import pyomo.environ as pyo
import pytest

from regietafel.inputs.load import load_case
from regietafel.model.audit import audit
from regietafel.model.fairness import theil
from regietafel.model.figures.quantities import Quantities
from regietafel.model.figures.ratios import measure
from regietafel.model.formulation import NORMS
from regietafel.model.scenario import Scenario
from regietafel.solver.extract import extract
from regietafel.solver.run import run, solve, write_model
from support.brute_force import best_values
from support.random_cases import random_case
from support.scip import solve_apart

NEW = ("gini", "theil", "regret")
SEEDS = range(40)
GAP, NOISE = 1e-4, 1e-6
UPTO = ("shortfall", "surplus", "fairness")


def normed(seed: int, norm: str, **options):
    """Draw a tiny case with a key of its own, the norm in question and no other aims after it."""
    case, scenario = random_case(seed)
    towns = [replace(town, keys={"x": Fraction(2 + 3 * i)}) for i, town in enumerate(case.municipalities)]
    asked = {"fairness": norm, "regret_keys": ("inhabitants", "x"), "tier_order": UPTO, **options}
    return replace(case, municipalities=tuple(towns)), replace(scenario, **asked)


def value_of(case, scenario):
    """Solve, and return the value of the first ratio; nothing when there is no plan."""
    plan = solve(case, scenario)
    assert plan.status == "infeasible" or audit(case, scenario, plan) == []
    return next((tier["value"] for tier in plan.document["outcome"]["tiers"] if tier["name"] == "fairness"), None)


@pytest.mark.parametrize("norm", NEW)
@pytest.mark.parametrize("seed", SEEDS)
def test_the_solver_finds_the_best_value_of_a_tiny_case(seed, norm):
    case, scenario = normed(seed, norm)
    expected, found = best_values(case, scenario), value_of(case, scenario)
    assert (expected is None) == (found is None)
    if expected is not None:
        best = float(expected["fairness"])
        assert best - NORMS[norm].ERROR - NOISE <= found <= best + GAP + NOISE


@pytest.mark.parametrize("norm", NEW)
@pytest.mark.parametrize("seed", range(4))
def test_at_several_moments_the_worst_one_counts(seed, norm):
    case, scenario = normed(seed + 40, norm, burden_moment="all")
    expected, found = best_values(case, scenario), value_of(case, scenario)
    if expected is not None:
        best = float(expected["fairness"])
        assert best - NORMS[norm].ERROR - NOISE <= found <= best + GAP + NOISE


@pytest.mark.parametrize("norm", NEW)
def test_where_nobody_needs_to_carry_anything_all_are_equal(norm):
    case, scenario = normed(0, norm, tier_order=("fairness",))
    assert value_of(case, scenario) == pytest.approx(float(best_values(case, scenario)["fairness"]), abs=GAP)


@pytest.mark.parametrize("norm", NORMS)
@pytest.mark.parametrize("seed", [3, 8])
def test_what_is_measured_is_what_was_minimised_within_the_stated_error(seed, norm):
    case, scenario = normed(seed, norm)
    found = run(case, scenario)
    bests = {(row["on"], row["key"]): row["best"] for row in found.plan.document["fairness"]["keys"]}
    for on in scenario.norms_on[:1]:
        q = Quantities(case, scenario, extract(found.program), bests)
        name = "fairness" if on == scenario.norms_on[0] else f"fairness_{on}"
        value = next(tier["value"] for tier in found.plan.document["outcome"]["tiers"] if tier["name"] == name)
        assert -NOISE <= float(measure(q, norm, on)) - value <= NORMS[norm].ERROR + NOISE


def test_another_solver_finds_no_plan_with_a_smaller_gini(tmp_path):
    # With z the value found, no plan has N - z D below 0 by more than the gap.
    found = run(load_case("voorbeeld:flevoland", variant="krap"), Scenario(fairness="gini", tier_order=UPTO))
    tier, m = found.plan.document["outcome"]["tiers"][-1], found.program
    gini = NORMS["gini"]
    for row in [index for index in m.tier_is_kept if str(index).startswith("gini")]:
        del m.tier_is_kept[row]
    m.aim.set_value(gini.objective(m, "joint") - tier["value"] * gini.divisor(m, "joint"))
    write_model(m, str(tmp_path / "gini.mps"))
    theirs, most = solve_apart(tmp_path / "gini.mps", 0.0, 0.0), 2 * pyo.value(gini.divisor(m, "joint"))
    assert theirs["status"] == "optimal"
    assert -(tier["abs_gap"] + NOISE) * most <= theirs["value"] <= NOISE * most


def test_another_solver_finds_the_same_regret(tmp_path):
    scenario = Scenario(fairness="regret", tier_order=UPTO)
    found = run(load_case("voorbeeld:flevoland", variant="krap"), scenario)
    tier = found.plan.document["outcome"]["tiers"][-1]
    write_model(found.program, str(tmp_path / "regret.mps"))
    theirs = solve_apart(tmp_path / "regret.mps", 0.0, 0.0)
    assert theirs["status"] == "optimal"
    assert tier["bound"] - NOISE <= theirs["value"] <= tier["value"] + NOISE


def test_the_step_of_theil_is_its_error():
    # The curve r ln r above the highest tangent, at 20,000 points up to 9 times the mean; worst between the first two.
    tangents = [theil.breakpoint_of(j) for j in range(101)]
    points = [9 * i / 20_000 for i in range(20_001)]
    worst = max(_above(point, tangents) for point in points)
    assert worst <= theil.ERROR <= 0.52 * theil.STEP**2
    assert pytest.approx(4.65e-4, abs=2e-6) == theil.ERROR


def _above(r: float, tangents: list[float]) -> float:
    curve = r * float(pyo.log(r)) if r else 0.0
    near = sorted(tangents, key=lambda a: abs(a - r))[:3]
    return curve - max(r * (float(pyo.log(a)) + 1) - a for a in near)
