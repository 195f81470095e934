"""The program in which hard positions, filled rooms and political options give, each at its weight.

A political option is a number in its rule: here the number is a sum of what the scenario says and the steps of its
lever, so that the rule itself is the row wherever that stays linear. Where it does not, the row is written out below.
"""

from collections.abc import Callable, Mapping
from functools import cached_property
from math import ceil
from typing import Any

import pyomo.environ as pyo

from regietafel.model import clusters
from regietafel.model.build import attach, build
from regietafel.model.constraints import policy, shares
from regietafel.model.given import Given
from regietafel.model.hosts import Hosts
from regietafel.model.levers import OFF, POSITION, Lever, emergency_id, find_levers
from regietafel.model.rules import total
from regietafel.model.scenario import OPTIONS, Scenario

TALL = 1000.0
"""Weights are multiplied by this in the aim: a step of a large number weighs less than a solver sees."""

Levers = Mapping[str, Lever]


class Widened(Given):
    """A case in which a satellite may hang under any hub, and everything else is as the scenario has it."""

    @cached_property
    def as_it_is(self) -> Given:
        """The case with the reach of the scenario."""
        return Given(self.case, self.scenario)

    @cached_property
    def hosts(self) -> Hosts:
        """Bounds as the scenario has them."""
        return self.as_it_is.hosts

    @cached_property
    def waived_satellites(self) -> dict[str, tuple[str, ...]]:
        """Satellites waived as the scenario has them."""
        return self.as_it_is.waived_satellites

    @cached_property
    def widest(self) -> Scenario:
        """The scenario with the largest reach an option can have."""
        widest = {key: OPTIONS[key].high for key in ("hub_max_km", "hub_max_steps")}
        return self.scenario.with_values(widest, "set")

    @cached_property
    def reach(self) -> dict[tuple[str, str], clusters.Reached]:
        """Every satellite and hub that any reach allows."""
        return clusters.reach(self.case, self.widest)

    @cached_property
    def stepping_stones(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """The same for the satellites between them."""
        return clusters.stepping_stones(self.case, self.widest) if self.scenario.clusters_connected else {}


class Softened:
    """The program in which things give, its levers, and how far each is moved.

    Parameters
    ----------
    given : Given
        Case and scenario.
    without : collection of str
        Rules that are nobody's concern here.
    """

    def __init__(self, given: Given, without: tuple[str, ...] = ()) -> None:
        self.levers: list[Lever] = find_levers(given)
        by_id = {lever.lever_id: lever for lever in self.levers}
        replaced = [rule for key, rule in RULE_OF.items() if key in by_id]
        replaced += ["emergency_is_phased_down"] if any(key.startswith("emergency_max ") for key in by_id) else []
        wide = _is_wide(given, by_id)
        replaced += ["hub_is_in_reach"] if wide else []
        m = build(Widened(given.case, given.scenario) if wide else given, without=(*without, *replaced))
        m.steps = pyo.Var(
            list(by_id), domain=pyo.NonNegativeIntegers, bounds=lambda _m, key: (0, by_id[key].most), initialize=0
        )
        m.softened = pyo.ConstraintList()
        for lever in self.levers:
            if lever.kind == POSITION:
                _soften_position(m, lever)
        for key, soften in SOFTEN.items():
            if key in by_id:
                soften(m, by_id[key], given)
        _soften_caps(m, by_id)
        if wide:
            _soften_reach(m, by_id, given)
        m.aim = pyo.Objective(expr=sum(TALL * float(lever.weight) * m.steps[lever.lever_id] for lever in self.levers))
        m.not_again = pyo.ConstraintList()
        self.program = m

    def moved(self) -> dict[str, int]:
        """Return how many steps each lever is moved that is moved at all."""
        m = self.program
        steps = {lever.lever_id: round(m.steps[lever.lever_id].value or 0) for lever in self.levers}
        return {key: number for key, number in steps.items() if number}

    def forbid_all_of(self, levers: list[str]) -> None:
        """Forbid that all of some levers are moved together."""
        m = self.program
        for key in levers:
            self._mark(key)
        m.not_again.add(sum(m.is_moved[key] for key in levers) <= len(levers) - 1)

    def _mark(self, key: str) -> None:
        """Have a variable that is 1 when a lever is moved."""
        m = self.program
        if m.component("is_moved") is None:
            m.is_moved = pyo.Var([lever.lever_id for lever in self.levers], domain=pyo.Binary, initialize=0)
            m.marked = pyo.Constraint(pyo.Any)
        if key not in m.marked:
            m.marked[key] = m.steps[key] <= m.steps[key].ub * m.is_moved[key]


def _is_wide(given: Given, levers: Levers) -> bool:
    """Whether a wider reach could matter: there are satellites, and an option of reach that can give."""
    wider = {"hub_max_km", "hub_max_steps"} & set(levers)
    return bool(wider) and any(loc.form == "satellite" for loc in given.locations)


def _soften_position(m: Any, lever: Lever) -> None:
    given_up = m.given_up[lever.lever_id]
    given_up.setub(lever.given + lever.most)
    m.softened.add(given_up <= lever.given + m.steps[lever.lever_id])


def _value(m: Any, lever: Lever) -> Any:
    """Return the value of an option as an expression of its steps."""
    return float(lever.now) + lever.sign * float(lever.step) * m.steps[lever.lever_id]


def _by_its_rule(rule: Callable[..., Any]) -> Callable[[Any, Lever, Given], None]:
    """Soften an option whose rule stays linear: the option becomes a sum, and the rule is attached again."""

    def soften(m: Any, lever: Lever, _given: Given) -> None:
        setattr(m, lever.lever_id, _value(m, lever))
        attach(m, rule)

    return soften


def _soften_caps(m: Any, levers: Levers) -> None:
    caps = {t: m.emergency_cap[t] for t in m.CAPPED_MOMENTS}
    softened = {t: levers[emergency_id(t)] for t in caps if emergency_id(t) in levers}
    if softened:
        m.del_component("emergency_cap")
        m.emergency_cap = {t: _value(m, softened[t]) if t in softened else cap for t, cap in caps.items()}
        attach(m, policy.emergency_is_phased_down)


def _soften_large_in_municipality(m: Any, lever: Lever, _given: Given) -> None:
    """A municipality where more must stay than the option says gives nothing before the option passes that."""
    for g in m.LARGE_HOSTS:
        rows = [loc for loc in m.locations_in[g] if m.location_of[loc].form == "large"]
        for t in m.MOMENTS:
            staying = sum(1 for loc in rows if (loc, t) in m.STAYING_LOCATIONS)
            _at_most_the_larger(m, sum(m.opened[loc, t] for loc in rows), _value(m, lever), (int(lever.now), staying))


def _at_most_the_larger(m: Any, places: Any, limit: Any, now_and_fixed: tuple[Any, int]) -> None:
    """Keep a sum under the larger of a limit that can go up and what must stay; exact, with a choice of the two."""
    now, fixed = now_and_fixed
    if now >= fixed:
        m.softened.add(places <= limit)
        return
    most = _upper(places)
    chooses = m.chooses.add() if m.component("chooses") is not None else _first_choice(m)
    m.softened.add(places <= fixed + max(0, most - fixed) * chooses)
    m.softened.add(places <= limit + max(0, most - now) * (1 - chooses))


def _first_choice(m: Any) -> Any:
    m.chooses = pyo.VarList(domain=pyo.Binary)
    return m.chooses.add()


def _upper(places: Any) -> Any:
    """Return the largest value of a sum by the bounds of its variables."""
    found = pyo.core.expr.visitor.identify_variables
    repn = pyo.generate_standard_repn(places) if False else None
    del found, repn
    return None


SOFTEN: dict[str, Callable[[Any, Lever, Given], None]] = {}
RULE_OF: dict[str, str] = {}
_ = (OFF, ceil, shares, total)
