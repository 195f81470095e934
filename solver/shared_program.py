"""One program kept alive between scenarios that differ only in numbers: what the numbers change is built anew.

The plan of the scenario before is the start of the next. Another plan may come out than from a program of its own, as
good within the gap: see docs/decisions/0027.
"""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any

from regietafel.model.build import active_rules, attach, build
from regietafel.model.case import Case
from regietafel.model.given import Given
from regietafel.model.objectives import cost
from regietafel.model.parameter_components import declare_burden_bounds, declare_yearly_cost, set_policy_numbers
from regietafel.model.scenario import OPTIONS, Scenario
from regietafel.model.set_components import declare_bounded
from regietafel.solver.highs import LivingSolver
from regietafel.solver.run import Ready, Run, run_program, solver_options

NORMS = ("minimax", "leximin", "deviation")
"""Norms whose search leaves nothing behind in the rows of a program but what `_clear` takes away."""
NO_ROWS = (
    *(key for key in OPTIONS if key.startswith(("tolerance_", "shortfall_weight_", "change_weight_"))),
    *("gap", "gap_disturbance", "time_limit", "position_prices", "fairness_prices"),
)
"""Options that change aims or the search, and no row of the program."""
ROWS: Mapping[str, tuple[str, ...]] = {
    "cost_max": ("cost_stays_below_ceiling",),
    "small_scale_surcharge": ("cost_stays_below_ceiling",),
    "small_scale_min_share": ("small_scale_is_enough",),
    "large_min": ("large_locations_are_enough",),
    "large_max": ("large_locations_stay_few",),
    "large_max_per_municipality": ("large_locations_in_municipality",),
    **dict.fromkeys(("burden_ceiling", "burden_floor"), ("burden_stays_below_ceiling", "burden_stays_above_floor")),
    "region_ceiling": ("regions_stay_below_ceiling",),
    "region_floor": ("regions_stay_above_floor",),
}
"""Options that are numbers in some rules, with those rules."""
NUMBERS = frozenset((*NO_ROWS, *ROWS))


class SharedProgram:
    """Answers scenarios one after another, in the program of the one before when they differ only in numbers."""

    def __init__(self) -> None:
        self.shared = 0
        self._given: Given | None = None
        self._program: Any = None
        self._solver: LivingSolver | None = None
        self._own: dict[str, Any] = {}

    def run(self, given: Given, stop: threading.Event) -> Run:
        """Find the best plan of a scenario; see `regietafel.solver.run.run`.

        Raises
        ------
        SolverError
            If the solver fails.
        """
        ready = self.ready(given, stop)
        self._given = None  # what breaks off halfway leaves a program that is not whole
        found = run_program(ready)
        self._given = given if found.plan.has_places else None
        return found

    def ready(self, given: Given, stop: threading.Event) -> Ready:
        """Return the program of a scenario: the one before with its numbers changed, else a new one."""
        began, before = time.perf_counter(), self._given
        if before is None or self._solver is None or not may_share(before, given):
            self._program, self._solver = build(given), LivingSolver(solver_options(given.scenario), None, stop)
            self._own = dict(self._program.component_map().items())
            return Ready(given, self._program, self._solver, time.perf_counter() - began)
        self.shared += 1
        self._solver.warm = True
        self._clear()
        change_numbers(self._program, given, changed(before.scenario, given.scenario))
        self._own = dict(self._program.component_map().items())
        return Ready(given, self._program, self._solver, time.perf_counter() - began)

    def _clear(self) -> None:
        """Take away what the search added: its aim, what it kept, and what it tightened with."""
        m = self._program
        for name in [name for name in m.component_map() if name not in self._own]:
            m.del_component(name)
        for key in list(m.tier_is_kept):
            del m.tier_is_kept[key]


def may_share(before: Given, given: Given) -> bool:
    """Say whether two scenarios of one case differ only in numbers that a program can change."""
    if (
        not _same_case(before.case, given.case)
        or before.reference != given.reference
        or given.scenario.fairness not in NORMS
    ):
        return False
    kept = {item.name for item in fields(Scenario)} - NUMBERS - {"name", "title", "origins", "givers"}
    return all(getattr(before.scenario, key) == getattr(given.scenario, key) for key in kept - {"lineage"}) and (
        before.positions == given.positions
    )


def _same_case(one: Case, other: Case) -> bool:
    """Whether two cases say the same, whatever a scenario adds to what they warn of."""
    return one is other or bool(one.inputs and one.inputs == other.inputs)


def changed(before: Scenario, after: Scenario) -> set[str]:
    """Return the options in which two scenarios differ."""
    return {key for key in OPTIONS if getattr(before, key) != getattr(after, key)}


def change_numbers(m: Any, given: Given, keys: set[str]) -> None:
    """Give a program the numbers of another scenario.

    Parameters
    ----------
    m : pyomo.environ.ConcreteModel
        As built for a scenario that differs in these options only.
    given : Given
        Case and the other scenario.
    keys : set of str
        Options of `NUMBERS`.
    """
    set_policy_numbers(m, given)
    stale = {rule for key in keys for rule in ROWS.get(key, ())}
    for name in stale:
        if m.component(name) is not None:
            m.del_component(name)
    for declare in dict.fromkeys(DECLARED[key] for key in sorted(keys) if key in DECLARED):
        declare(m, given)
    for rule in active_rules(given):
        if rule.__name__ in stale:
            attach(m, rule)


def _change_costs(m: Any, given: Given) -> None:
    m.del_component("yearly_cost")
    declare_yearly_cost(m, given)
    m.cost.set_value(cost.expression(m))


def _change_bounds(m: Any, given: Given) -> None:
    for name in ("ceiling_places", "floor_places", "CAPPED", "FLOORED"):
        m.del_component(name)
    declare_bounded(m, given)
    declare_burden_bounds(m, given)


DECLARED: Mapping[str, Callable[[Any, Given], None]] = {
    "small_scale_surcharge": _change_costs,
    "burden_ceiling": _change_bounds,
    "burden_floor": _change_bounds,
}
"""What is declared anew when an option changes, before its rules."""
__all__ = ["NUMBERS", "SharedProgram", "change_numbers", "changed", "may_share"]
