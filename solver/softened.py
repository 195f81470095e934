"""The program in which hard positions, filled rooms and political options give, each at its weight.

A political option is a number in its rule. Here the number is what the scenario says plus the steps of its lever, so
that the rule itself is the row wherever it stays linear; where it does not, the row is written out in `softened_rows`.
"""

from collections.abc import Collection, Mapping
from functools import cached_property
from math import ceil
from typing import Any, Literal

import pyomo.environ as pyo

from regietafel.model import clusters
from regietafel.model.build import build
from regietafel.model.given import Given
from regietafel.model.hosts import Hosts, exact
from regietafel.model.levers import EMERGENCY, POSITION, Lever, find_levers
from regietafel.model.scenario import OPTIONS, Scenario
from regietafel.solver.softened_rows import SOFTENED, floors_under_higher_ceiling, soften_caps

TALL = 1000.0
"""Weights are multiplied by this in the aim: a step of a large number weighs less than a solver sees."""


class Widened(Given):
    """A case in which a satellite may hang under any hub, and everything else is as the scenario has it."""

    @cached_property
    def as_it_is(self) -> Given:
        """The case with the reach of the scenario."""
        return Given(self.case, self.scenario)

    @property
    def hosts(self) -> Hosts:
        """Bounds as the scenario has them."""
        return self.as_it_is.hosts

    @property
    def waived_satellites(self) -> dict[str, tuple[str, ...]]:
        """Satellites waived as the scenario has them."""
        return self.as_it_is.waived_satellites

    @cached_property
    def widest(self) -> Scenario:
        """The scenario with the largest reach an option can have."""
        return self.scenario.with_values({key: OPTIONS[key].high for key in REACH}, "set")

    @cached_property
    def reach(self) -> dict[tuple[str, str], clusters.Reached]:
        """Every satellite and hub that any reach allows."""
        return clusters.reach(self.case, self.widest)

    @cached_property
    def stepping_stones(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """The same for the satellites between them."""
        return clusters.stepping_stones(self.case, self.widest) if self.scenario.clusters_connected else {}


REACH = ("hub_max_km", "hub_max_steps")
OF_HUBS = (
    "satellite_has_hub",
    "hub_is_in_reach",
    "hub_is_open",
    "leading_hub_is_open",
    "hub_spans_few",
    "hub_carries_few_places",
    "hub_serves_asylum",
    "attachment_keeps_hub",
    "satellite_places_have_hub",
    "attached_places_fit",
    "attached_places_are_enough",
    "cluster_is_connected",
)
"""Rules that without satellites under hubs nothing would be asked by."""


Reach = Literal["as_it_is", "widest", "free"]
"""How satellites find hubs: as the scenario has it; as far as options of reach can give; or without any hub at all."""


class Softened:
    """The program in which things give, its levers, and how far each is moved.

    Parameters
    ----------
    given : Given
        Case and scenario.
    without : collection of str
        Rules that play no part in the question.
    reach : str
        A wider reach makes the program several times larger, and seldom helps; free, it is smaller and never worse.
    """

    def __init__(self, given: Given, without: Collection[str] = (), reach: Reach = "as_it_is") -> None:
        self.levers: list[Lever] = find_levers(given)
        self.lever_of = {lever.lever_id: lever for lever in self.levers}
        self._shares, self._reach = given.hosts.weighted, reach
        seen = Widened(given.case, given.scenario, given.reference) if reach == "widest" else given
        free = OF_HUBS if reach == "free" else ()
        self.program = m = build(seen, without=(*without, *free, *self._rules_that_give()))
        m.steps = pyo.Var(list(self.lever_of), domain=pyo.NonNegativeIntegers, bounds=self._most, initialize=0)
        m.softened, m.not_again = pyo.ConstraintList(), pyo.ConstraintList()
        m.chooses, m.marked = pyo.VarList(domain=pyo.Binary), pyo.Constraint(pyo.Any)
        m.is_moved = pyo.Var(list(self.lever_of), domain=pyo.Binary, initialize=0)
        self._soften(seen)
        weights = {lever.lever_id: TALL * float(lever.weight) for lever in self.levers}
        m.aim = pyo.Objective(expr=sum(weight * m.steps[key] for key, weight in weights.items()))

    def _most(self, _m: Any, key: str) -> tuple[int, int]:
        return (0, self.lever_of[key].most)

    def _rules_that_give(self) -> list[str]:
        """Return the rules that are written anew with their lever."""
        found = [name for key, (name, _) in SOFTENED.items() if key in self.lever_of]
        found += ["emergency_is_phased_down"] if any(key.startswith(EMERGENCY) for key in self.lever_of) else []
        return found

    def _soften(self, given: Given) -> None:
        m = self.program
        for lever in self.levers:
            if lever.kind == POSITION:
                _soften_position(m, lever)
            elif lever.lever_id in SOFTENED and (self._reach != "free" or SOFTENED[lever.lever_id][0] not in OF_HUBS):
                SOFTENED[lever.lever_id][1](m, lever, given)
        soften_caps(m, self.lever_of)
        if self._reach == "widest":
            _soften_reach(m, self.lever_of, given)

    def moved(self) -> dict[str, int]:
        """Return how many steps each lever is moved that is moved at all."""
        steps = {key: round(self.program.steps[key].value or 0) for key in self.lever_of}
        return {key: number for key, number in steps.items() if number}

    def forbid_all_of(self, keys: Collection[str]) -> None:
        """Forbid that all of some levers are moved together."""
        m = self.program
        for key in keys:
            if key not in m.marked:
                m.marked[key] = m.steps[key] <= self.lever_of[key].most * m.is_moved[key]
        m.not_again.add(sum(m.is_moved[key] for key in keys) <= len(keys) - 1)

    def forbid_exactly(self, steps: Mapping[str, int]) -> None:
        """Forbid that the levers are moved exactly so: one of them at least is moved less, or more."""
        m = self.program
        other = []
        for lever in self.levers:
            key, number = lever.lever_id, steps.get(lever.lever_id, 0)
            more = m.chooses.add()
            m.not_again.add(m.steps[key] >= (number + 1) * more)
            other.append(more)
            if number:
                less = m.chooses.add()
                m.not_again.add(m.steps[key] <= number - 1 + (lever.most - number + 1) * (1 - less))
                other.append(less)
        m.not_again.add(sum(other) >= 1)

    def learn_from(self, failed: Given, steps: Mapping[str, int]) -> None:
        """Learn from an answer that failed its check, and forbid it.

        A higher ceiling lets more be reached, so floors that were lowered to what can be reached rise with it.
        """
        if "burden_ceiling" in steps:
            shares, higher, number = self._shares, failed.hosts.reachable, steps["burden_ceiling"]
            floors_under_higher_ceiling(self.program, self.lever_of, shares, higher, number)
        self.forbid_exactly(steps)


def reach_can_give(given: Given) -> bool:
    """Whether a wider reach could matter: there are satellites, and an option of reach that can give."""
    levers = {lever.lever_id for lever in find_levers(given)}
    return bool(levers & set(REACH)) and any(loc.form == "satellite" for loc in given.locations)


def _soften_position(m: Any, lever: Lever) -> None:
    """Let a position be given up by the steps of its lever, above the room it has given already."""
    given_up = m.given_up[lever.lever_id]
    given_up.setub(lever.given + lever.most)
    m.softened.add(given_up <= lever.given + m.steps[lever.lever_id])


def _soften_reach(m: Any, levers: Mapping[str, Lever], given: Given) -> None:
    """Hang a satellite under a hub out of reach only when the reach is widened so far."""
    scenario = given.scenario
    needs = {
        pair: {
            "hub_max_km": ceil((exact(reached.km) - exact(scenario.hub_max_km)) / _step(levers, "hub_max_km")),
            "hub_max_steps": reached.steps - scenario.hub_max_steps,
        }
        for pair, reached in given.reach.items()
    }
    widened: dict[tuple[str, int], Any] = {}
    for (sat, hub), need in needs.items():
        for key, number in need.items():
            if number <= 0:
                continue
            if (key, number) not in widened:
                widened[key, number] = m.chooses.add()
                m.softened.add(number * widened[key, number] <= _steps(m, levers, key))
            for t in m.MOMENTS:
                m.softened.add(m.attached[sat, hub, t] <= m.available_count[sat] * widened[key, number])


def _step(levers: Mapping[str, Lever], key: str) -> Any:
    return levers[key].step if key in levers else 1


def _steps(m: Any, levers: Mapping[str, Lever], key: str) -> Any:
    return m.steps[key] if key in levers else m.nothing
