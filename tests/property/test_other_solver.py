"""Another solver on the program as written finds an optimum that our bound and our plan enclose, tier by tier."""

from pathlib import Path
from typing import Any

import pytest

from regietafel.inputs.load import load_case
from regietafel.model.scenario import Scenario
from regietafel.solver.run import run, write_model
from support.scip import solve_apart

TIERS = ("shortfall", "surplus", "fairness", "cost", "disturbance")
TABLE = ("shortfall", "surplus", "fairness", "positions", "cost")
CASES: dict[str, tuple[str, str, dict[str, Any]]] = {
    "voorbeeldland": ("voorbeeldland", "basis", {}),
    "voorbeeldland durable": ("voorbeeldland", "basis", {"counting": "durable", "fairness": "minimax"}),
    "flevoland krap": ("flevoland", "krap", {}),
    "zeeland krap deviation": ("zeeland", "krap", {"fairness": "deviation", "fairness_on": "asylum"}),
}
# Of the last tiers of Voorbeeldland the proof takes long; there both solvers stop at 1 %.
LONG = ("cost", "disturbance")
NOISE = 1e-6


def gap_of(name: str, tier: str) -> float:
    return 0.01 if name.startswith("voorbeeldland") and tier in LONG else 0.0


@pytest.mark.parametrize("tier", TIERS)
@pytest.mark.parametrize("name", CASES)
def test_another_solver_agrees_on_every_tier(name, tier, tmp_path: Path):
    province, variant, options = CASES[name]
    agree(load_case(f"voorbeeld:{province}", variant=variant), gap_of(name, tier), upto(TIERS, tier), options, tmp_path)


@pytest.mark.parametrize("tier", TABLE)
def test_another_solver_agrees_on_every_tier_of_the_table(tier, tmp_path: Path):
    options = {"name": "tafel", "burden_ceiling": 1.5, "position_prices": "none", "fairness_prices": "none"}
    gap = gap_of("voorbeeldland", tier)
    agree(load_case("voorbeeld:voorbeeldland"), gap, upto(TABLE, tier), options, tmp_path)


def upto(tiers: tuple[str, ...], tier: str) -> tuple[str, ...]:
    return tiers[: tiers.index(tier) + 1]


def agree(case, gap: float, order: tuple[str, ...], options: dict[str, Any], tmp_path: Path) -> None:
    """Solve the last of some tiers with both, and compare values and bounds."""
    done = run(case, Scenario(tier_order=order, gap=max(gap, 0.001), **options))
    ours = done.plan.document["outcome"]["tiers"][-1]
    write_model(done.program, str(tmp_path / "tier.mps"))
    theirs = solve_apart(tmp_path / "tier.mps", gap, 0.0)
    hair = NOISE * max(1.0, abs(ours["value"]))
    assert theirs["status"] in ("optimal", "gaplimit")
    # The optimum lies between the bounds and the plans of both, so neither bound is above the plan of the other.
    assert ours["bound"] - hair <= theirs["value"]
    assert theirs["bound"] <= ours["value"] + hair
    allowed = max(ours["abs_gap"], theirs["value"] - theirs["bound"]) + hair
    assert abs(theirs["value"] - ours["value"]) <= allowed


def test_a_program_that_asks_more_has_another_optimum(tmp_path: Path):
    """The comparison can fail: a program of another scenario is told from the plan."""
    case = load_case("voorbeeld:flevoland", variant="krap")
    tier = run(case, Scenario(tier_order=("shortfall",))).plan.document["outcome"]["tiers"][0]
    other = run(case, Scenario(tier_order=("shortfall",), burden_ceiling=0.8))
    write_model(other.program, str(tmp_path / "other.mps"))
    assert solve_apart(tmp_path / "other.mps", 0.0, 0.0)["value"] > tier["value"] + 1
