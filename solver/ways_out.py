"""The smallest ways out: what must give at least, by declared reluctance, for a plan or for a task to be met."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import pyomo.environ as pyo

from regietafel.model.build import active_rules, build
from regietafel.model.formulation import COUNT_ONLY, NAME_WHAT_IS_MISSING
from regietafel.model.given import Given
from regietafel.model.levers import put_in
from regietafel.solver.highs import LivingSolver, Outcome
from regietafel.solver.questions import Amounts, Questions, missing
from regietafel.solver.softened import Reach, Softened, reach_can_give
from regietafel.solver.standing import StandingProgram
from regietafel.solver.whole import STOPPED, optimise_whole, parts_of

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
    lightest, ways = Lightest(ask, target), list[dict[str, Any]]()
    for _ in range(MOST_TRIES):
        softened, outcome = lightest.solve()
        if outcome.state != "solved" or outcome.stop in STOPPED:
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
            ways.append({"weight": _weight(softened, moved), "changes": changes})
            lightest.tell(partial(Softened.forbid_all_of, keys=list(moved)))
        else:
            lightest.tell(partial(Softened.learn_from, failed=changed, steps=moved))
        if len(ways) == MOST_WAYS:
            return WaysOut(ways, "enough")
    return WaysOut(ways, "unchecked")


class Lightest:
    """The softened program, solved again and again; with a wider reach of hubs only where that can make it lighter.

    Where it would not help to ask for no hubs at all, no wider reach helps either, and both programs are small.
    """

    def __init__(self, ask: Questions, target: Amounts | None) -> None:
        self._ask, self._target = ask, target
        self._told: list[Callable[[Softened], None]] = []
        self._programs: dict[Reach, tuple[Softened, LivingSolver]] = {}
        self._can_widen = reach_can_give(ask.given)

    def tell(self, learn: Callable[[Softened], None]) -> None:
        """Have every program learn something, those that are not built yet too."""
        self._told.append(learn)
        for softened, _ in self._programs.values():
            learn(softened)

    def solve(self) -> tuple[Softened, Outcome]:
        """Find the lightest way out; the variables of the program hold it."""
        found = self._solve("as_it_is")
        if not self._can_widen or found[1].stop in STOPPED:
            return found
        _, free = self._solve("free")
        if free.state == "infeasible" or found[1].value <= free.value + 2 * EXACT_GAP:
            return found
        return self._solve("widest")

    def _solve(self, reach: Reach) -> tuple[Softened, Outcome]:
        if reach not in self._programs:
            self._programs[reach] = (self._build(reach), LivingSolver(self._ask.options, None, self._ask.stop))
        softened, solver = self._programs[reach]
        m, limits = softened.program, replace(self._ask.limits(), absolute_gap=EXACT_GAP)
        return softened, optimise_whole(solver, m, parts_of(m), limits, [])

    def _build(self, reach: Reach) -> Softened:
        softened = Softened(self._ask.given, rules_left_out(self._ask.given, self._target), reach)
        if self._target is not None:
            limit_shortfall(softened.program, self._target)
        for learn in self._told:
            learn(softened)
        return softened


def _weight(softened: Softened, moved: Mapping[str, int]) -> float:
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
    standing = StandingProgram(m, ask.options, ask.stop)
    state, _ = standing.solve(standing.bounds, ask.seconds_left)
    return None if state == "nothing" else state == "solved"
