"""Questions to the program about levels: is there a plan in which nobody carries more than this.

Every question is about whole burdens: a ratio of at most r is a burden of at most floor(r E'). With such bounds the
program is decided at the root nearly always; the same program with the ratio as a variable is not.
"""

import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyomo.environ as pyo
from pyomo.repn import generate_standard_repn

from regietafel.model.levels import Compared
from regietafel.solver.standing import StandingProgram, Values

HALF = 0.5
LARGE = 10**9
"""No cap yet."""


class OutOfTimeError(Exception):
    """There was no answer in time, or someone asked to stop."""


@dataclass(frozen=True)
class Group:
    """Municipalities of which some stand at a point of the grid, and it does not matter which.

    Parameters
    ----------
    point : int
        Of the grid.
    members : tuple of str
        Municipalities that can stand exactly there.
    places : int
        How many of them do.
    """

    point: int
    members: tuple[str, ...]
    places: int


@dataclass(frozen=True)
class Answer:
    """A plan: the values of its variables, what everyone carries at most [weighted places], and who is in a group."""

    values: Sequence[float | None]
    carried: Mapping[str, int]
    grouped: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What is asked about.

    Parameters
    ----------
    m : pyomo.environ.ConcreteModel
        With an aim `aim`, and the earlier aims kept.
    variables : sequence
        Of `m`, in the order in which an answer gives their values.
    amounts : sequence
        Those of them that are places and persons.
    on : str
        The ratio: ``joint`` or ``asylum``.
    compared : mapping of str to Compared
        Municipalities in the vector, and hosts that enter it when they grow.
    options : mapping
        Handed to HiGHS as they are.
    stop : threading.Event
        Set when someone asks to stop.
    deadline : float
        Until when may be searched [s, monotonic].
    """

    m: Any
    variables: Sequence[Any]
    amounts: Sequence[Any]
    on: str
    compared: Mapping[str, Compared]
    options: Mapping[str, Any]
    stop: threading.Event
    deadline: float

    def seconds_left(self) -> float:
        """Return how long may still be searched [s]; 0 once someone asked to stop."""
        return 0.0 if self.stop.is_set() else max(0.0, self.deadline - time.monotonic())


class LevelProgram:
    """The program with a cap on every burden, handed over as it stands.

    Parameters
    ----------
    subject : Subject
        What is asked about.
    groups : sequence of Group
        Levels at which some of several municipalities stand.
    lowering : mapping of str to (int, int), optional
        Burdens of which at least one has to become smaller, as many as can be, each with its cap [weighted places].
    """

    def __init__(
        self, subject: Subject, groups: Sequence[Group] = (), lowering: Mapping[str, tuple[int, int]] | None = None
    ) -> None:
        self._subject, self._groups = subject, groups
        m, capped, few = subject.m, dict[str, list[Any]](), list[Any]()
        m.levels = pyo.Block(doc="questions about levels; gone when they are handed over")
        try:
            self._declare(m.levels, capped, few)
            _declare_lowering(m, subject.on, lowering or {})
            self._stand(m, capped, few)
        finally:
            m.del_component("levels")
            m.aim.set_value(0.0)

    def _declare(self, block: Any, capped: dict[str, list[Any]], few: list[Any]) -> None:
        """Declare the caps; a place in a group raises one, by a coefficient that each question sets."""
        m, on, moments = self._subject.m, self._subject.on, list(self._subject.m.BURDEN_MOMENTS)
        slots = [(i, g) for i, group in enumerate(self._groups) for g in group.members]
        block.slot = pyo.Var(slots, domain=pyo.Binary, doc="1 if the municipality stands in the group")
        block.cap = pyo.ConstraintList(doc="burden at most the cap, or at the point of the group it stands in")
        block.rule = pyo.ConstraintList(doc="in one group at most; which burdens become smaller")
        block.few = pyo.ConstraintList(doc="as many in a group as there are places")
        for g in self._subject.compared:
            mine = [block.slot[i, g] for i, group in enumerate(self._groups) if g in group.members]
            capped[g] = [block.cap.add(m.nothing + m.carried[on, g, t] - sum(mine) <= LARGE) for t in moments]
            if len(mine) > 1:
                block.rule.add(sum(mine) <= 1)
        few.extend(block.few.add(sum(block.slot[i, g] for g in group.members) <= group.places)
                   for i, group in enumerate(self._groups))  # fmt: skip

    def _stand(self, m: Any, capped: Mapping[str, list[Any]], few: list[Any]) -> None:
        """Hand the program over, and remember where everything stands in it."""
        subject, slots = self._subject, m.levels.slot
        standing = StandingProgram(m, subject.options, subject.stop)
        terms = {g: [generate_standard_repn(m.carried[subject.on, g, t]) for t in m.BURDEN_MOMENTS] for g in capped}
        if not len(m.levels.lowered):
            standing.ease(subject.amounts)
        self._standing, self._few = standing, standing.rows_of(few)
        self._rows = {g: standing.rows_of(rows) for g, rows in capped.items()}
        self._own = [standing.column_of(variable) for variable in subject.variables]
        self._slots = _stand_at(standing, slots)
        self._offset = {g: [float(item.constant) for item in found] for g, found in terms.items()}
        self._terms = {g: [_columns(standing, item) for item in found] for g, found in terms.items()}

    def ask(self, caps: Mapping[str, int], places: Sequence[int] | None = None, *, sure: bool = True) -> Answer | None:
        """Find a plan in which nobody carries more than its cap, save those in a group.

        Parameters
        ----------
        caps : mapping of str to int
            Largest burden of every municipality in the vector [weighted places].
        places : sequence of int, optional
            How many may stand in each group; as the groups say when left out.
        sure : bool
            Whether an answer that there is none has to be certain.

        Returns
        -------
        Answer or None
            None when there is no such plan.

        Raises
        ------
        OutOfTimeError
            When there is no answer in time.
        """
        bounds = self._standing.bounds.copy()
        for g, rows in self._rows.items():
            for row, constant in zip(rows, self._offset[g], strict=True):
                bounds.upper[row] = caps[g] - constant
        for row, number in zip(self._few, places or [group.places for group in self._groups], strict=True):
            bounds.upper[row] = number
        self._standing.set_coefficients(
            {(row, column): -self._raise(i, g, caps) for (i, g), column in self._slots.items() for row in self._rows[g]}
        )
        state, values = self._standing.solve(bounds, self._subject.seconds_left, sure=sure)
        if state == "nothing":
            raise OutOfTimeError
        return self._answer(values, caps) if state == "solved" else None

    @property
    def runs(self) -> int:
        """How often HiGHS ran: a question whose answer has to be certain may take more than one run."""
        return self._standing.runs

    def _raise(self, i: int, g: str, caps: Mapping[str, int]) -> float:
        """Return by how much a place in a group raises a cap [weighted places]."""
        return float(max(0, self._subject.compared[g].most(self._groups[i].point) - caps[g]))

    def _answer(self, values: Values, caps: Mapping[str, int]) -> Answer:
        carried = {
            g: max(
                round(constant + sum(factor * values[column] for column, factor in terms))
                for terms, constant in zip(found, self._offset[g], strict=True)
            )
            for g, found in self._terms.items()
        }
        chosen = {g for (_, g), column in self._slots.items() if values[column] > HALF}
        own = [None if column is None else values[column] for column in self._own]
        return Answer(own, carried, frozenset(g for g in chosen if carried[g] > caps[g]))


def _declare_lowering(m: Any, on: str, lowering: Mapping[str, tuple[int, int]]) -> None:
    """Declare which burdens become smaller: as many as can be, one at least."""
    block = m.levels
    block.lowered = pyo.Var(list(lowering), domain=pyo.Binary, doc="1 if the burden becomes smaller")
    for g, (burden, cap) in lowering.items():
        for t in m.BURDEN_MOMENTS:
            block.rule.add(m.carried[on, g, t] + (cap - burden + 1) * block.lowered[g] <= cap)
    if lowering:
        block.rule.add(sum(block.lowered.values()) >= 1)
    m.aim.set_value(-sum(block.lowered.values()) if lowering else 0.0)


def _stand_at(standing: StandingProgram, variables: Any) -> dict[tuple[int, str], int]:
    """Return the column of every variable that has one."""
    found = ((key, standing.column_of(variable)) for key, variable in variables.items())
    return {key: column for key, column in found if column is not None}


def _columns(standing: StandingProgram, found: Any) -> list[tuple[int, float]]:
    """Return column and factor of every term of a burden."""
    columns = [standing.column_of(variable) for variable in found.linear_vars]
    return [(column, float(factor)) for column, factor in zip(columns, found.linear_coefs, strict=True)
            if column is not None]  # fmt: skip
