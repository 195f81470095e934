"""The smallest ways out: what must give at least, by declared reluctance, so that there is a plan or the task is met."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pyomo.environ as pyo

from regietafel.model.build import active_rules, build
from regietafel.model.formulation import COUNT_ONLY, NAME_WHAT_IS_MISSING
from regietafel.model.given import Given
from regietafel.model.levers import put_in
from regietafel.solver.highs import LivingSolver
from regietafel.solver.questions import Amounts, Questions, missing
from regietafel.solver.softened import Softened
from regietafel.solver.standing import StandingProgram
from regietafel.solver.whole import optimise_whole, parts_of

MOST_WAYS = 3
MOST_TRIES = 12
"""Answers of the softened program that are checked at most: one that fails its check is not told."""
EXACT_GAP = 1e-4
"""Of the aim of the softened program, in which weights are multiplied by `TALL`."""


@dataclass(frozen=True)
class WaysOut:
    """The ways out that were found, as `plan.json` has them.

    Parameters
    ----------
    ways : list of mapping
        Lightest first.
    stop : str
        Why there are no more: ``enough`` (three), ``none`` (no other exists), ``time``, or ``unchecked``: what was left
        did not pass its check.
    """

    ways: list[dict[str, Any]]
    stop: str


def find_ways_out(ask: Questions, target: Amounts | None = None) -> WaysOut:
    """Find the lightest ways out.

    Parameters
    ----------
    ask : Questions
        Case and scenario, and how long may be searched.
    target : mapping, optional
        Shortfall per (task, moment) that no choice can mend [places]: then the ways out are those that come down to it.
        Left out: to any plan at all.
    """
    softened = Softened(ask.given, rules_left_out(ask.given, target))
    if target is not None:
        limit_shortfall(softened.program, target)
    solver, parts = LivingSolver(ask.options, None, ask.stop), parts_of(softened.program)
    ways: list[dict[str, Any]] = []
    for _ in range(MOST_TRIES):
        outcome = optimise_whole(solver, softened.program, parts, replace(ask.limits(), absolute_gap=EXACT_GAP), [])
        if outcome.state != "solved" or outcome.stop in ("time", "interrupt"):
            return WaysOut(ways, "none" if outcome.state == "infeasible" else "time")
        moved = softened.moved()
        if not moved:
            return WaysOut(ways, "none")
        changes = [softened.lever_of[key].change(steps) for key, steps in moved.items()]
        changed = Given(*put_in(ask.given.case, ask.given.scenario, changes), ask.given.reference)
        passes = _has_plan(ask, changed, target)
        if passes is None:
            return WaysOut(ways, "time")
        if passes:
            ways.append({"weight": weight_of(softened, moved), "changes": changes})
            softened.forbid_all_of(list(moved))
        else:
            softened.learn_from(changed, moved)
        if len(ways) == MOST_WAYS:
            return WaysOut(ways, "enough")
    return WaysOut(ways, "unchecked")


def weight_of(softened: Softened, moved: Mapping[str, int]) -> float:
    """Return what a way out weighs, with six decimals."""
    return round(float(sum(softened.lever_of[key].weight * steps for key, steps in moved.items())), 6)


def rules_left_out(given: Given, target: Amounts | None) -> tuple[str, ...]:
    """Return the rules that play no part in the question."""
    asked = () if target is not None else NAME_WHAT_IS_MISSING
    active = {rule.__name__ for rule in active_rules(given)}
    paid = () if given.scenario.cost_max is not None else ("opening_is_paid",)
    return tuple(name for name in (*asked, *COUNT_ONLY, *paid) if name in active)


def limit_shortfall(m: Any, target: Amounts) -> None:
    """Keep every shortfall down to what no choice can mend."""
    for (task, t), parts in missing(m).items():
        m.tier_is_kept[f"{task} {t}"] = sum(parts) <= target[task, t]


def _has_plan(ask: Questions, given: Given, target: Amounts | None) -> bool | None:
    """Say whether a case with the numbers of a way out put in has a plan; None when there was no time."""
    m = build(given, without=rules_left_out(given, target))
    if target is not None:
        limit_shortfall(m, target)
    m.aim = pyo.Objective(expr=0.0)
    standing = StandingProgram(m, ask.options)
    state, _ = standing.solve(standing.bounds, ask.seconds_left)
    return None if state == "nothing" else state == "solved"
