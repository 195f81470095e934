"""Why a task is not met, and why there is no plan: the program again without rules that are a choice."""

from collections.abc import Collection, Mapping
from typing import Any

import pyomo.environ as pyo

from regietafel.model.build import active_rules, build
from regietafel.model.figures.quantities import Quantities
from regietafel.model.formulation import POLITICAL
from regietafel.model.given import Given
from regietafel.model.objectives import shortfall
from regietafel.solver.extract import extract
from regietafel.solver.highs import Limits, LivingSolver

TASKS = ("asylum", "special", "ukraine", "housing", "asylum_need")
Amounts = dict[tuple[str, str], int]


def split_shortfall(given: Given, program: Any, options: Mapping[str, Any]) -> dict[str, Any]:
    """Split a shortfall in what no choice can mend and what each choice costs.

    The political rules are dropped one after the other, in reading order; no task at any moment may get worse on the
    way. What a step saves is put down to the rule dropped in it, so that the parts sum to the whole; another order can
    divide them differently.

    Parameters
    ----------
    given : Given
        Case and scenario.
    program : pyomo.environ.ConcreteModel
        As solved; its variables hold the plan.
    options : mapping
        Options of the solver.

    Returns
    -------
    dict
        ``unavoidable``: places per (task, moment); ``by_choice``: causes with places per (task, moment).
    """
    left = _amounts(given, program)
    by_choice: dict[tuple[str, str], list[dict[str, Any]]] = {key: [] for key in left}
    if not any(left.values()):
        return {"unavoidable": left, "by_choice": by_choice}
    dropped: list[str] = []
    for name in _political(given):
        dropped.append(name)
        less = _least(given, dropped, left, options)
        for key, amount in less.items():
            if amount < left[key]:
                by_choice[key].append({"cause": name, "places": left[key] - amount})
        left = less
        if not any(left.values()):
            break
    return {"unavoidable": left, "by_choice": by_choice}


def find_conflict(given: Given, options: Mapping[str, Any]) -> dict[str, Any]:
    """Name the rules of choice that alone stand in the way of any plan; if none does, all together or the data."""
    names = [name for name in _political(given) if _is_feasible(given, [name], options)]
    if names:
        return {
            "reasons": [{"code": "rule_cannot_be_kept", "params": {"rule": name}} for name in names],
            "ways_out": [],
        }
    code = "rules_cannot_be_kept_together" if _is_feasible(given, _political(given), options) else "data_contradict"
    return {"reasons": [{"code": code, "params": {"rules": _political(given)}}], "ways_out": []}


def _political(given: Given) -> list[str]:
    """Return the rules of choice that this program has."""
    return [rule.__name__ for rule in active_rules(given) if rule.__name__ in POLITICAL]


def _least(given: Given, dropped: Collection[str], ceiling: Amounts, options: Mapping[str, Any]) -> Amounts:
    """Return the least shortfall without some rules, no amount above `ceiling`."""
    m = build(given, without=dropped)
    for (task, t), variables in _variables(m).items():
        limit = ceiling[task, t]
        m.tier_is_kept[f"{task} {t}"] = sum(variables) <= limit
    m.aim = pyo.Objective(expr=shortfall.expression(m))
    outcome = LivingSolver(options).optimise(m, _limits(given))
    return _amounts(given, m) if outcome.state == "solved" else dict(ceiling)


def _is_feasible(given: Given, dropped: Collection[str], options: Mapping[str, Any]) -> bool:
    m = build(given, without=dropped)
    m.aim = pyo.Objective(expr=0.0)
    return LivingSolver(options).optimise(m, _limits(given)).state == "solved"


def _limits(given: Given) -> Limits:
    return Limits(gap=0.0, absolute_gap=shortfall.ABSOLUTE_GAP, seconds=given.scenario.time_limit, label="causes")


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
