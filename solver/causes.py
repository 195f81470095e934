"""Why a task is not met: the program again without positions and rules that are a choice."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pyomo.environ as pyo

from regietafel.model.build import active_rules, build
from regietafel.model.figures.quantities import Quantities
from regietafel.model.formulation import POLITICAL
from regietafel.model.given import Given
from regietafel.model.scenario import TASKS, Scenario
from regietafel.solver.extract import extract
from regietafel.solver.questions import Amounts, Questions, missing

ORDER_OF_AIMS, NOT_EXAMINED = "order_of_aims", "not_examined"
POSITION = "position:"


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
    return scenario.tier_order[:1] != ("shortfall",) or allowed > 0 or weights != {1}


def _least(ask: Questions, dropped: Dropped, ceiling: Amounts) -> Amounts | None:
    """Return the least shortfall without some choices, every task alike, none above `ceiling`; None: not known."""
    m = build(ask.given, dropped.rules, dropped.positions)
    variables = missing(m)
    for (task, t), parts in variables.items():
        m.tier_is_kept[f"{task} {t}"] = sum(parts) <= ceiling[task, t]
    m.aim = pyo.Objective(expr=sum(part for parts in variables.values() for part in parts))
    outcome = ask.answer(m)
    if outcome.state != "solved" or outcome.stop in ("time", "interrupt"):
        return None
    return _amounts(ask.given, m)


def _amounts(given: Given, m: Any) -> Amounts:
    """Return each shortfall as it follows from the places: a variable may hold more than is missing."""
    return dict(Quantities(given.case, given.scenario, extract(m)).shortfall)
