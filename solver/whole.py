"""One aim: places and persons as real numbers first, as whole ones after.

HiGHS keeps, for every whole variable and every round of cuts, a list of the bounds it may reach, in time quadratic in
the range of the variable. On places (0 to 1,000) that took two thirds of a solve. As real numbers they give a bound
that holds for whole ones too; with the openings held, the whole places follow in a fraction of a second, and the gap of
the two is the proof. Where that gap is too wide the program is solved with whole places, from the plan at hand.
"""

import math
import time
from dataclasses import dataclass, replace
from typing import Any

import pyomo.environ as pyo

from regietafel.solver.highs import Ease, Limits, LivingSolver, Outcome, Stop

AMOUNTS = (
    "placed",
    "attached_places",
    "housed",
    "unhoused",
    "shortfall",
    "surplus",
    "overhoused",
    "need_shortfall",
    "durably_placed",
    "counted",
    "moved",
    "rehoused",
    "deviating",
    "growth",
    "given_up",
)
WHOLE_ENOUGH = 1e-6
LEAST_SECONDS = 10.0
STOPPED = ("time", "interrupt")


@dataclass(frozen=True)
class Parts:
    """The variables of a program: amounts of places and persons, and counts (openings and yes or no)."""

    amounts: list[Any]
    counts: list[Any]

    @property
    def all(self) -> list[Any]:
        """Every variable."""
        return self.amounts + self.counts


def parts_of(m: Any) -> Parts:
    """Divide the variables of a program in amounts and counts."""
    amounts: list[Any] = []
    counts: list[Any] = []
    for component in m.component_objects(pyo.Var, descend_into=False):
        (amounts if component.local_name in AMOUNTS else counts).extend(component.values())
    return Parts(amounts, counts)


def optimise_whole(solver: LivingSolver, m: Any, parts: Parts, limits: Limits, start: list[Any]) -> Outcome:
    """Solve the program with its active aim; the variables hold a plan in whole places when the outcome is ``solved``.

    Parameters
    ----------
    solver : LivingSolver
        Kept alive over the aims.
    m : pyomo.environ.ConcreteModel
        With the aim set.
    parts : Parts
        Of `m`.
    limits : Limits
        When to stop.
    start : list of variables
        Whose values are a plan to start from; empty when there is none.
    """
    deadline, before = time.monotonic() + limits.seconds, [variable.value for variable in parts.all]
    eased = solver.optimise(m, limits, start, Ease(real=parts.amounts))
    if eased.state != "solved" or _is_whole(parts.amounts):
        return eased
    held = _hold_counts(solver, m, parts, replace(limits, gap=0.0, seconds=max(_left(deadline), LEAST_SECONDS)))
    if held.state != "solved":
        restore(parts.all, before)
    elif eased.stop in STOPPED or _within(held.value, eased.bound, limits):
        return _joined(held, eased.bound, [eased, held])
    if eased.stop in STOPPED:
        return replace(eased, state="nothing", value=math.inf)
    if held.state == "solved":
        start = parts.all
    last = solver.optimise(m, replace(limits, seconds=_left(deadline)), start)
    found = held if last.state == "nothing" and held.state == "solved" else last
    return _joined(found, max(eased.bound, min(last.bound, found.value)), [eased, held, last])


def _hold_counts(solver: LivingSolver, m: Any, parts: Parts, limits: Limits) -> Outcome:
    """Find the best whole places for the openings at hand."""
    return solver.optimise(m, limits, [], Ease(held=[count for count in parts.counts if count.is_integer()]))


def _joined(found: Outcome, bound: float, runs: list[Outcome]) -> Outcome:
    """Return the outcome of several runs as one."""
    stop: Stop = next((run.stop for run in reversed(runs) if run.stop in STOPPED), "gap")
    seconds, log = sum(run.seconds for run in runs), "\n".join(run.log for run in runs)
    return replace(found, bound=min(bound, found.value), stop=stop, seconds=seconds, log=log)


def _left(deadline: float) -> float:
    return max(0.0, deadline - time.monotonic())


def _is_whole(variables: list[Any]) -> bool:
    values = (variable.value for variable in variables if variable.value is not None)
    return all(abs(value - round(value)) <= WHOLE_ENOUGH for value in values)


def _within(value: float, bound: float, limits: Limits) -> bool:
    return value - bound <= max(limits.absolute_gap, limits.gap * abs(value))


def restore(variables: list[Any], values: list[Any]) -> None:
    """Give variables the values they had."""
    for variable, value in zip(variables, values, strict=True):
        variable.set_value(value, skip_validation=True)


def round_whole(variables: list[Any]) -> None:
    """Make whole numbers whole: a solver leaves them within its tolerance."""
    for variable in variables:
        if variable.value is not None and variable.is_integer():
            variable.set_value(round(variable.value), skip_validation=True)
