"""Aims in order: each tier is optimised while the earlier ones are kept within their tolerance."""

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pyomo.environ as pyo
from pyomo.core.expr.numvalue import is_potentially_variable

from regietafel.model.formulation import NORMS, TIERS
from regietafel.model.given import Given
from regietafel.model.plan import TierDocument
from regietafel.model.scenario import Scenario
from regietafel.solver.highs import Limits, LivingSolver, Outcome
from regietafel.solver.tighten import tighten_after_fairness, tighten_from_start
from regietafel.solver.whole import Parts, optimise_whole, parts_of

RATIO_GAP = 1e-4
WHOLE = ("shortfall", "surplus", "disturbance")
NOT_BELOW_ZERO = ("shortfall", "surplus", "positions", "disturbance")


@dataclass(frozen=True)
class Tier:
    """One aim: its name in the plan, what to minimise, and the gap below which it counts as reached."""

    name: str
    option: str
    expression: Callable[[Any], Any]
    absolute_gap: float
    relative_gap: float
    on: str = ""


@dataclass
class Search:
    """How the search went: tiers done, wall time [s] and log per tier, how it ended, and whether it did every tier."""

    tiers: list[TierDocument] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    logs: list[str] = field(default_factory=list)
    state: str = "solved"
    complete: bool = True


def tiers_of(given: Given) -> list[Tier]:
    """Return the aims of a scenario in order; positions are an aim only when some of them are soft."""
    scenario = given.scenario
    modules = {module.NAME: module for module in TIERS if module.NAME != "positions" or given.soft_positions}
    found: list[Tier] = []
    for name in scenario.tier_order:
        if name == "fairness":
            found.extend(_fairness_tiers(scenario))
        elif name in modules:
            relative = scenario.relative_gap(name)
            found.append(Tier(name, name, modules[name].expression, modules[name].ABSOLUTE_GAP, relative))
    return found


def _fairness_tiers(scenario: Scenario) -> Iterator[Tier]:
    norm = NORMS[scenario.fairness]
    for i, on in enumerate(scenario.norms_on):
        name = "fairness" if i == 0 else f"fairness_{on}"
        yield Tier(name, "fairness", partial(norm.objective, on=on), RATIO_GAP, scenario.gap, on)


def search(m: Any, given: Given, solver: LivingSolver) -> Search:
    """Optimise tier after tier; the variables of the model hold the best plan.

    Parameters
    ----------
    m : pyomo.environ.ConcreteModel
        As built; an aim and the kept tiers are added.
    given : Given
        Case and scenario.
    solver : LivingSolver
        Kept alive over the tiers.
    """
    done, deadline = Search(), time.monotonic() + given.scenario.time_limit
    m.aim = pyo.Objective(expr=0.0)
    parts = parts_of(m)
    tighten_from_start(m, given)
    worst: dict[str, float] = {}
    for tier in tiers_of(given):
        expression = tier.expression(m)
        outcome = _reached_already(tier, expression, done)
        if outcome is None:
            m.aim.set_value(expression)
            outcome = solve_tier(solver, m, parts, _limits(tier, deadline), parts.all if done.tiers else [])
        done.logs.append(f"=== {tier.name}\n{outcome.log}")
        done.seconds[tier.name] = outcome.seconds
        if outcome.state != "solved":
            done.complete = False
            done.state = "solved" if done.tiers and outcome.state == "nothing" else outcome.state
            break
        round_whole(parts.all)
        value = _value(tier, expression)
        done.tiers.append(_document(tier, value, outcome, tolerance(given, tier, value)))
        if is_potentially_variable(expression):
            m.tier_is_kept[tier.name] = expression <= kept(given, tier, value)
        if tier.on:
            worst[tier.on] = kept(given, tier, value)
            tighten_after_fairness(m, given, worst)
        if outcome.stop in ("time", "interrupt"):
            break
    return done


def kept(given: Given, tier: Tier, value: float) -> float:
    """Return what a later tier may not exceed: the value with its tolerance, and a hair for the arithmetic."""
    limit = value + tolerance(given, tier, value)
    return math.floor(limit + 1e-6) if tier.name in WHOLE else limit + 1e-9 * max(1.0, abs(limit))


def tolerance(given: Given, tier: Tier, value: float) -> float:
    """Return how much of a tier a later one may give away [unit of the tier]; of the surplus, relative to the tasks."""
    scenario = given.scenario
    base = float(sum(given.shares.required.values())) if tier.option == "surplus" else abs(value)
    absolute: float = getattr(scenario, f"tolerance_{tier.option}_abs")
    relative: float = getattr(scenario, f"tolerance_{tier.option}_rel")
    return max(absolute, relative * base)


def solve_tier(solver: LivingSolver, m: Any, parts: Parts, limits: Limits, start: list[Any]) -> Outcome:
    """Solve one tier; a ratio hangs on single places, so real ones prove little there."""
    if limits.label.startswith("fairness"):
        return solver.optimise(m, limits, start)
    return optimise_whole(solver, m, parts, limits, start)


def _limits(tier: Tier, deadline: float) -> Limits:
    seconds = max(0.0, deadline - time.monotonic())
    return Limits(gap=tier.relative_gap, absolute_gap=tier.absolute_gap, seconds=seconds, label=tier.name)


def _reached_already(tier: Tier, expression: Any, done: Search) -> Outcome | None:
    """Skip a tier that cannot get better: its value is fixed, or already the least a count can be."""
    if not is_potentially_variable(expression):
        fixed = float(pyo.value(expression))
        return Outcome("solved", fixed, fixed, "proven", 0.0, "nothing to decide")
    if not done.tiers or tier.name not in NOT_BELOW_ZERO or _value(tier, expression) > 0:
        return None
    return Outcome("solved", 0.0, 0.0, "proven", 0.0, "nothing to gain: the plan of the earlier tier has 0")


def _value(tier: Tier, expression: Any) -> float:
    value = float(pyo.value(expression))
    return float(round(value)) if tier.name in WHOLE else value


def _document(tier: Tier, value: float, outcome: Outcome, allowed: float) -> TierDocument:
    bound = max(0.0, min(outcome.bound, value))  # no aim can be below 0; a search that is stopped early has no bound
    if tier.name in WHOLE and math.isfinite(bound):
        bound = float(math.ceil(bound - 1e-6))
    gap = value - bound
    stop = (
        outcome.stop
        if outcome.stop in ("time", "interrupt")
        else ("proven" if gap <= 1e-9 * max(1.0, abs(value)) else "gap")
    )
    return {
        "name": tier.name,
        "value": round(value, 6),
        "bound": round(bound, 6),
        "gap": round(gap / max(1.0, abs(value)), 6),
        "abs_gap": round(gap, 6),
        "tolerance": round(allowed, 6),
        "stop": stop,
    }


def round_whole(variables: list[Any]) -> None:
    """Make whole numbers whole: a solver leaves them within its tolerance."""
    for variable in variables:
        if variable.value is not None and variable.is_integer():
            variable.set_value(round(variable.value), skip_validation=True)
