"""The plan with the least change to the plan on the table that keeps every rule and the aims of that plan.

First the least change is sought with every aim kept. Where there is no such plan, it is found out aim by aim how much
the pins make impossible, and sought again. Then, of the plans with the least change, the cheapest.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import floor
from typing import Any

import pyomo.environ as pyo
from pyomo.core.expr.numvalue import is_potentially_variable

from regietafel.model.build import build
from regietafel.model.decisions import Decisions
from regietafel.model.fairness import regret
from regietafel.model.figures.prices import KeyBest
from regietafel.model.figures.tiers import CHANGE
from regietafel.model.formulation import NORMS
from regietafel.model.given import Given
from regietafel.model.kept_checks import gap_of_tie_break, rounded_limit
from regietafel.model.objectives import change, cost
from regietafel.model.plan import KeptDocument
from regietafel.solver.highs import Ease, Limits, LivingSolver, Outcome
from regietafel.solver.norm_search import NormFound, NormSearch
from regietafel.solver.norms import keep_norm, kept, minimise_norm
from regietafel.solver.tiers import WHOLE, Search, Tier, keep_aim, tier_document, tiers_of, tolerance
from regietafel.solver.tighten import LOOSE, tighten_after_fairness, tighten_from_start
from regietafel.solver.whole import Parts, optimise_whole, parts_of, round_whole

STRAIGHT = ("minimax", "deviation", "regret")
"""Norms that are no fraction: a search may stop at a plan that is good enough."""
LARGEST = {"leximin": "minimax"}
"""Of leximin a what-if keeps the largest ratio only."""
HAIR = 1e-9


@dataclass(frozen=True, kw_only=True)
class OnTable:
    """The plan on the table: what it decides, what the kept aims come to, the base of each, and bests of keys."""

    decisions: Decisions
    values: Mapping[str, float] = field(default_factory=dict)
    bases: Mapping[str, float] = field(default_factory=dict)
    keys: Sequence[KeyBest] = ()


@dataclass
class Found(Search):
    """How the search went, the aims that are kept, and the program that holds the plan."""

    kept: list[KeptDocument] = field(default_factory=list)
    program: Any = None


def norm_kept(given: Given) -> str:
    """Return the norm that a what-if keeps."""
    return LARGEST.get(given.scenario.fairness, given.scenario.fairness)


def find_least_change(given: Given, table: OnTable, solver: LivingSolver) -> Found:
    """Search the plan with the least change.

    Parameters
    ----------
    given : Given
        Case, scenario with the pins, and the plan on the table as reference.
    table : OnTable
    solver : LivingSolver
    """
    deadline = time.monotonic() + given.scenario.time_limit
    return _LeastChange(given, table, solver, deadline).find()


@dataclass
class _LeastChange:
    """One search."""

    given: Given
    table: OnTable
    solver: LivingSolver
    deadline: float
    done: Found = field(default_factory=Found)

    def __post_init__(self) -> None:
        """List the aims that are kept, in the order of the scenario."""
        self.aims = [tier for tier in tiers_of(self.given) if tier.name in self.table.bases]
        self.norm = norm_kept(self.given)

    def find(self) -> Found:
        """Return what is found; the variables of its program hold the plan."""
        m = self._program()
        for aim in self.aims:
            self._keep(m, aim, self._wished(aim))
        if not self._least_change(m, [], sure=False) and self.done.state == "infeasible":
            self.done.state = "solved"
            m = self._program()
            start = self._what_is_possible(m)
            if start and not self._least_change(m, start):
                self.done.state = "nothing"
        elif self.done.tiers:
            self.done.kept = [self._row(aim, self._wished(aim), None) for aim in self.aims]
        self.done.program = m
        if self.done.tiers and self.done.tiers[0]["stop"] in ("proven", "gap"):
            self._cheapest(m)
        return self.done

    def _program(self) -> Any:
        fair = any(aim.norm for aim in self.aims)
        m = build(self.given, norms=(self.norm,) if fair else ())
        change.declare(m, self.table.decisions)
        m.aim = pyo.Objective(expr=0.0)
        tighten_from_start(m, self.given)
        for on in self.given.scenario.norms_on if fair and self.norm == regret.NAME else ():
            regret.hold_bests(m, on, {item.key: item.best for item in self.table.keys if item.on == on})
        return m

    def _what_is_possible(self, m: Any) -> list[Any]:
        """Keep aim after aim as on the table, or where that cannot be, as the best there can be; return a plan."""
        start: list[Any] = []
        for aim in self.aims:
            wished = self._wished(aim)
            best = None if start and self._value(m, aim) <= wished + HAIR else self._best(m, aim, start, wished)
            if best is not None and best.state != "solved":
                self.done.state, self.done.complete = best.state, False
                return []
            start = self._whole(m)
            if best is None or best.value <= wished + HAIR * max(1.0, abs(wished)):
                limit, best = wished, None
            else:
                limit = rounded_limit(aim.name, best.value + tolerance(self.given, aim, best.value))
            self._keep(m, aim, limit)
            self.done.kept.append(self._row(aim, limit, best))
        return start or self._any_plan(m)

    def _best(self, m: Any, aim: Tier, start: list[Any], wished: float) -> Outcome:
        """Find a plan that is good enough in an aim, or the best there is."""
        limits, parts = self._limits(aim), parts_of(m)
        if aim.norm and self.norm not in STRAIGHT:
            search = NormSearch(solver=self.solver, m=m, parts=parts, limits=limits, start=start, given=self.given)
            outcome = minimise_norm(search, self.norm, aim.on).outcome
        else:
            expression = NORMS[self.norm].objective(m, aim.on) if aim.norm else aim.expression(m)
            m.aim.set_value(expression)
            limits = replace(limits, target=wished)
            if aim.norm:
                outcome = self.solver.optimise(m, limits, start)
            else:
                outcome = optimise_whole(self.solver, m, parts, limits, start)
            if outcome.state == "solved":
                round_whole(parts.all)
                outcome = replace(outcome, value=float(pyo.value(expression)))
        self._log(f"possible {aim.name}", outcome)
        return outcome

    def _any_plan(self, m: Any) -> list[Any]:
        """Find any plan, when no aim is kept."""
        m.aim.set_value(change.expression(m))
        limits = Limits(gap=1.0, absolute_gap=1e9, seconds=self._left(), label=CHANGE)
        outcome = self.solver.optimise(m, limits)
        self._log("any", outcome)
        if outcome.state != "solved":
            self.done.state, self.done.complete = outcome.state, False
            return []
        return self._whole(m)

    def _least_change(self, m: Any, start: list[Any], *, sure: bool = True) -> bool:
        """Find the least change; say whether there is a plan.

        That there is none need not be `sure` at first: then it is found out aim by aim, and a wrong answer is mended.
        """
        gap = self.given.scenario.relative_gap(CHANGE)
        aim = Tier(CHANGE, "disturbance", change.ABSOLUTE_GAP, gap, change.expression)
        return self._optimise(m, aim, start, sure=sure)

    def _cheapest(self, m: Any) -> None:
        """Find the cheapest of all plans with the least change."""
        gap = gap_of_tie_break(self.given.scenario)
        aim = Tier("cost", "cost", cost.ABSOLUTE_GAP, gap, cost.expression)
        m.aim.set_value(cost.expression(m))
        held = [variable for component in (m.opened, m.attached) for variable in component.values()]
        limits = replace(self._limits(aim), neighbours=False)
        self._log("cost near", self.solver.optimise(m, limits, [], Ease(held=held)))
        self._optimise(m, aim, self._whole(m))

    def _optimise(self, m: Any, aim: Tier, start: list[Any], *, sure: bool = True) -> bool:
        """Find the best value of an aim and keep it; say whether there is a plan."""
        expression = aim.expression(m)
        m.aim.set_value(expression)
        limits = replace(self._limits(aim), neighbours=False, sure=sure)  # 0.6 s instead of 4 s on the largest province
        outcome = optimise_whole(self.solver, m, parts_of(m), limits, start)
        self._log(aim.name, outcome)
        if outcome.state != "solved":
            self.done.complete = False
            self.done.state = self.done.state if self.done.tiers else outcome.state
            return False
        self._whole(m)
        value = float(pyo.value(expression))
        outcome = replace(outcome, value=float(round(value)) if aim.name == CHANGE else value)
        self.done.complete = True
        self.done.tiers.append(tier_document(aim, outcome, tolerance(self.given, aim, outcome.value)))
        self.done.values[aim.name] = outcome.value
        keep_aim(m, self.given, aim, outcome.value)
        return True

    def _limits(self, aim: Tier) -> Limits:
        return Limits(gap=aim.relative_gap, absolute_gap=aim.absolute_gap, seconds=self._left(), label=aim.name)

    def _keep(self, m: Any, aim: Tier, limit: float) -> None:
        """Let a plan not pass a limit of an aim."""
        if not aim.norm:
            expression = aim.expression(m)
            if is_potentially_variable(expression):
                m.tier_is_kept[aim.name] = expression <= (floor(limit + HAIR) if aim.name in WHOLE else kept(limit))
            return
        value = limit + (LOOSE if self.norm == "minimax" else 0.0)
        outcome = Outcome("solved", value, value, "proven", 0.0, "")
        keep_norm(
            m, self.given, NormFound(norm=self.norm, on=aim.on, outcome=outcome, keys=tuple(self.table.keys)), 0.0
        )
        if self.norm == "minimax" and aim.on == self.given.scenario.norms_on[-1]:
            worst = {row["name"]: row["limit"] for row in self.done.kept} | {aim.name: limit}
            self._tighten(m, worst)

    def _tighten(self, m: Any, limits: Mapping[str, float]) -> None:
        fair = [item for item in self.aims if item.norm]
        worst = {item.on: limits.get(item.name, self._wished(item)) for item in fair}
        tighten_after_fairness(m, self.given, worst)

    def _wished(self, aim: Tier) -> float:
        base = self.table.bases[aim.name]
        return rounded_limit(aim.name, base + tolerance(self.given, aim, base))

    def _value(self, m: Any, aim: Tier) -> float:
        """Return what the plan at hand comes to in an aim; a norm is searched, for its variables may lag behind."""
        return float("inf") if aim.norm else float(pyo.value(aim.expression(m)))

    def _row(self, aim: Tier, limit: float, best: Outcome | None) -> KeptDocument:
        found = (
            {"best": rounded_limit(aim.name, best.value), "bound": floor(max(0.0, best.bound) * 1e6) / 1e6}
            if best
            else dict.fromkeys(("best", "bound"))
        )
        numbers = {"on_table": self.table.values[aim.name], "base": self.table.bases[aim.name], "limit": limit}
        rounded = {key: round(value, 6) for key, value in numbers.items()}
        return {"name": aim.name, **rounded, **found, "value": 0.0}  # type: ignore[typeddict-item]

    def _whole(self, m: Any) -> list[Any]:
        parts: Parts = parts_of(m)
        round_whole(parts.all)
        return parts.all

    def _left(self) -> float:
        return max(0.0, self.deadline - time.monotonic())

    def _log(self, name: str, outcome: Outcome) -> None:
        self.done.logs.append(f"=== {name}\n{outcome.log}")
        self.done.seconds[name] = self.done.seconds.get(name, 0.0) + outcome.seconds
