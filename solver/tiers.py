"""Aims in order: each tier is optimised while the earlier ones are kept within their tolerance."""

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pyomo.environ as pyo
from pyomo.core.expr.numvalue import is_potentially_variable

from regietafel.model.formulation import TIERS
from regietafel.model.given import Given
from regietafel.model.plan import TierDocument
from regietafel.model.scenario import Scenario
from regietafel.solver.highs import Limits, LivingSolver, Outcome
from regietafel.solver.norm_search import NormFound, NormSearch
from regietafel.solver.norms import RATIO_GAP, keep_norm, kept, minimise_norm
from regietafel.solver.tighten import looser_than_whole, tighten_after_fairness, tighten_from_start
from regietafel.solver.whole import optimise_whole, parts_of, round_whole

WHOLE = ("shortfall", "surplus", "disturbance", "change")
NOT_BELOW_ZERO = ("shortfall", "surplus", "positions", "disturbance", "change")


def no_expression(_m: Any) -> float:
    """Return nothing to minimise."""
    return 0.0


@dataclass(frozen=True)
class Tier:
    """One aim: its name in the plan, the gap below which it counts as reached, and what to minimise.

    Parameters
    ----------
    name, option : str
        Name in the plan, and in the options.
    absolute_gap, relative_gap : float
        The larger one holds.
    expression : callable
        What to minimise; nothing for fairness, which has a search of its own.
    norm, on : str
        Of fairness: the norm and the ratio it looks at.
    """

    name: str
    option: str
    absolute_gap: float
    relative_gap: float
    expression: Callable[[Any], Any] = no_expression
    norm: str = ""
    on: str = ""


@dataclass
class Search:
    """How the search went: tiers, their values to the last digit, norms per ratio, seconds and log, how it ended."""

    tiers: list[TierDocument] = field(default_factory=list)
    values: dict[str, float] = field(default_factory=dict)
    norms: dict[str, NormFound] = field(default_factory=dict)
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
            found.append(Tier(name, name, modules[name].ABSOLUTE_GAP, relative, modules[name].expression))
    return found


def _fairness_tiers(scenario: Scenario) -> Iterator[Tier]:
    for i, on in enumerate(scenario.norms_on):
        name = "fairness" if i == 0 else f"fairness_{on}"
        yield Tier(name, "fairness", RATIO_GAP, scenario.gap, norm=scenario.fairness, on=on)


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
    tighten_from_start(m, given)
    for tier in tiers_of(given):
        parts = parts_of(m)
        start = parts.all if done.tiers or solver.warm else []
        step = NormSearch(solver=solver, m=m, parts=parts, limits=_limits(tier, deadline), start=start, given=given)
        outcome = _fairness(step, tier, done) if tier.norm else _aim(step, tier, done)
        done.logs.append(f"=== {tier.name}\n{outcome.log}")
        done.seconds[tier.name] = outcome.seconds
        if outcome.state != "solved":
            done.complete = False
            done.state = "solved" if done.tiers and outcome.state == "nothing" else outcome.state
            break
        done.tiers.append(tier_document(tier, outcome, tolerance(given, tier, outcome.value)))
        done.values[tier.name] = outcome.value
        if outcome.stop in ("time", "interrupt"):
            break
    return done


def _fairness(step: NormSearch, tier: Tier, done: Search) -> Outcome:
    """Find the best value of a norm and keep it."""
    found = minimise_norm(step, tier.norm, tier.on)
    if found.outcome.state == "solved":
        done.norms[tier.on] = found
        allowed = tolerance(step.given, tier, found.outcome.value)
        keep_norm(step.m, step.given, found, allowed + looser_than_whole(step.m, tier.norm, done.norms))
        if tier.norm in ("minimax", "leximin"):
            worst = {on: kept(item.outcome.value + allowed) for on, item in done.norms.items()}
            tighten_after_fairness(step.m, step.given, worst)
    return found.outcome


def _aim(step: NormSearch, tier: Tier, done: Search) -> Outcome:
    """Find the best value of another aim and keep it."""
    m, expression = step.m, tier.expression(step.m)
    outcome = _reached_already(tier, expression, done)
    if outcome is None:
        m.aim.set_value(expression)
        outcome = optimise_whole(step.solver, m, step.parts, step.limits, step.start)
    if outcome.state != "solved":
        return outcome
    round_whole(step.parts.all)
    value = _value(tier, expression)
    keep_aim(m, step.given, tier, value)
    return replace(outcome, value=value)


def keep_aim(m: Any, given: Given, tier: Tier, value: float) -> None:
    """Let a later tier not exceed the value with its tolerance, and a hair for the arithmetic."""
    expression, limit = tier.expression(m), value + tolerance(given, tier, value)
    most = math.floor(limit + 1e-6) if tier.name in WHOLE else kept(limit)
    if is_potentially_variable(expression):
        m.tier_is_kept[tier.name] = expression <= most


def tolerance(given: Given, tier: Tier, value: float) -> float:
    """Return how much of a tier a later one may give away [unit of the tier]; of the surplus, relative to the tasks."""
    scenario = given.scenario
    base = float(sum(given.shares.required.values())) if tier.option == "surplus" else abs(value)
    absolute: float = getattr(scenario, f"tolerance_{tier.option}_abs")
    relative: float = getattr(scenario, f"tolerance_{tier.option}_rel")
    return max(absolute, relative * base)


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


def tier_document(tier: Tier, outcome: Outcome, allowed: float) -> TierDocument:
    """Write a tier as solved; `allowed` is its tolerance."""
    value = outcome.value
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
