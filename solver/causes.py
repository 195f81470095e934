"""Why a task is not met, and why there is no plan: the program again without positions and rules that are a choice."""

import threading
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyomo.environ as pyo

from regietafel.model.build import active_rules, build
from regietafel.model.figures.quantities import Quantities
from regietafel.model.formulation import POLITICAL
from regietafel.model.given import Given
from regietafel.model.objectives import shortfall
from regietafel.model.scenario import TASKS, Scenario
from regietafel.solver.extract import extract
from regietafel.solver.highs import Limits, LivingSolver, Outcome

ORDER_OF_AIMS, NOT_EXAMINED = "order_of_aims", "not_examined"
POSITION = "position:"
Amounts = dict[tuple[str, str], int]


@dataclass(frozen=True)
class Dropped:
    """What the program is built without: political rules, and positions by id."""

    rules: tuple[str, ...] = ()
    positions: tuple[str, ...] = ()

    def and_also(self, causes: Iterable[str]) -> "Dropped":
        """Drop more; the order of the aims is no part of the program."""
        causes = list(causes)
        positions = [cause.removeprefix(POSITION) for cause in causes if cause.startswith(POSITION)]
        rules = [cause for cause in causes if cause in POLITICAL]
        return Dropped((*self.rules, *rules), (*self.positions, *positions))


@dataclass(frozen=True)
class Questions:
    """What may still be asked of the solver: until `deadline` [s, monotonic], or until someone sets `stop`."""

    given: Given
    options: Mapping[str, Any]
    deadline: float
    stop: threading.Event

    def answer(self, m: Any) -> Outcome:
        """Solve a program to less than one place."""
        seconds = max(0.0, self.deadline - time.monotonic())
        limits = Limits(gap=0.0, absolute_gap=shortfall.ABSOLUTE_GAP, seconds=seconds, label="causes")
        return LivingSolver(self.options, None, self.stop).optimise(m, limits)


def split_shortfall(ask: Questions, program: Any) -> dict[str, Any]:
    """Split a shortfall in what no choice can mend and what each choice costs.

    First what the aims gave away (their order, a tolerance, a weight), then hard positions and rooms in the order of
    their ids, then the political rules in reading order, each dropped on top of what was dropped before it; no task at
    any moment may get worse on the way. What a step saves is put down to what was dropped in it, so that the parts sum
    to the whole; another order can divide them differently. What is left when time is up is ``not_examined``, never
    called unavoidable.

    Parameters
    ----------
    ask : Questions
        Case and scenario, and how long may be searched.
    program : pyomo.environ.ConcreteModel
        As solved; its variables hold the plan.

    Returns
    -------
    dict
        ``unavoidable``: places per (task, moment); ``by_choice``: causes with places per (task, moment).
    """
    left = _amounts(ask.given, program)
    by_choice: dict[tuple[str, str], list[dict[str, Any]]] = {key: [] for key in left}
    names = [*_aims(ask.given, program), *_positions(ask.given), *_rules(ask.given, program)]
    for cause, less in _narrow(ask, Dropped(), names, left):
        for key, amount in less.items():
            if amount < left[key]:
                by_choice[key].append({"cause": cause, "places": left[key] - amount})
        left = less
    return {"unavoidable": left, "by_choice": by_choice}


def _narrow(ask: Questions, dropped: Dropped, names: list[str], left: Amounts) -> Iterator[tuple[str, Amounts]]:
    """Yield every choice that saves places and what is left after it, halving the sets that save something."""
    if not names or not any(left.values()):
        return
    less = _least(ask, dropped.and_also(names), left)
    if less is None:
        yield NOT_EXAMINED, dict.fromkeys(left, 0)
    elif less != left and len(names) == 1:
        yield names[0], less
    elif less != left:
        first, second = names[: len(names) // 2], names[len(names) // 2 :]
        for cause, amounts in _narrow(ask, dropped, first, left):
            yield cause, amounts
            left = amounts
        yield from _narrow(ask, dropped.and_also(first), second, left)


def find_conflict(ask: Questions) -> dict[str, Any]:
    """Name the rules of choice that alone stand in the way of any plan; if none does, all together or the data."""
    names = _rules(ask.given, build(ask.given))
    alone = [name for name in names if _is_feasible(ask, [name])]
    if alone:
        return _reasons([("rule_cannot_be_kept", {"rule": name}) for name in alone])
    together = _is_feasible(ask, names)
    code = "rules_cannot_be_kept_together" if together else "data_contradict"
    if together is None:
        code = "conflict_not_examined"
    return _reasons([(code, {"rules": names})])


def _reasons(found: list[tuple[str, dict[str, Any]]]) -> dict[str, Any]:
    return {"reasons": [{"code": code, "params": params} for code, params in found], "ways_out": []}


def _aims(given: Given, program: Any) -> list[str]:
    """Return the order of the aims when it may give places away, or when nothing else is a choice."""
    nothing_else = not _rules(given, program) and not _positions(given)
    return [ORDER_OF_AIMS] if _aims_give_away(given.scenario) or nothing_else else []


def _rules(given: Given, program: Any) -> list[str]:
    """Return the political rules that have rows."""
    names = [rule.__name__ for rule in active_rules(given) if rule.__name__ in POLITICAL]
    return [name for name in names if len(program.component(name))]


def _positions(given: Given) -> list[str]:
    """Return the positions that can stand in the way of a task: hard ones, and those with room that is filled in."""
    bounds = (item for item in given.positions if item.non_negotiable or item.room is not None)
    return [POSITION + item.position_id for item in bounds]


def _aims_give_away(scenario: Scenario) -> bool:
    """Whether the aims may leave a task unmet that could be met."""
    weights = {getattr(scenario, f"shortfall_weight_{task}") for task in TASKS}
    allowed = scenario.tolerance_shortfall_abs + scenario.tolerance_shortfall_rel
    return scenario.tier_order[0] != "shortfall" or allowed > 0 or weights != {1}


def _least(ask: Questions, dropped: Dropped, ceiling: Amounts) -> Amounts | None:
    """Return the least shortfall without some choices, every task alike, none above `ceiling`; None: not known."""
    m = build(ask.given, dropped.rules, dropped.positions)
    variables = _variables(m)
    for (task, t), parts in variables.items():
        m.tier_is_kept[f"{task} {t}"] = sum(parts) <= ceiling[task, t]
    m.aim = pyo.Objective(expr=sum(part for parts in variables.values() for part in parts))
    outcome = ask.answer(m)
    if outcome.state != "solved" or outcome.stop in ("time", "interrupt"):
        return None
    return _amounts(ask.given, m)


def _is_feasible(ask: Questions, dropped: Collection[str]) -> bool | None:
    """Say whether there is a plan without some rules; None when there was no time to find out."""
    m = build(ask.given, without=dropped)
    m.aim = pyo.Objective(expr=0.0)
    state = ask.answer(m).state
    return None if state == "nothing" else state == "solved"


def _variables(m: Any) -> dict[tuple[str, str], list[Any]]:
    """Return the variables that make each shortfall."""
    found = {(task, t): [m.shortfall[task, t]] for task in m.TASKS for t in m.MOMENTS}
    found |= {("housing", t): [m.unhoused[g, t] for g in m.MUNICIPALITIES] for t in m.MOMENTS}
    if m.vessels_share > 0:
        found |= {("asylum_need", t): [m.need_shortfall[t]] for t in m.MOMENTS}
    return found


def _amounts(given: Given, m: Any) -> Amounts:
    """Return each shortfall as it follows from the places: a variable may hold more than is missing."""
    return dict(Quantities(given.case, given.scenario, extract(m)).shortfall)
