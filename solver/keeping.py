"""Which rules and positions can be kept together, by search in whole numbers.

Members are the rules of the program, each as a whole, and the hard positions and filled rooms, one by one; definitions
and the domains of the variables stand behind them. One program holds them all; what is not asked for is made free.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

import numpy as np
import pyomo.environ as pyo

from regietafel.model.build import active_rules, attach, build
from regietafel.model.formulation import COUNT_ONLY, NAME_WHAT_IS_MISSING
from regietafel.model.given import Given
from regietafel.model.position_components import BOUNDED_BY
from regietafel.solver.smallest_conflict import Members, Memory, NotFoundOutError, shrink
from regietafel.solver.standing import Numbers, StandingProgram, keeping

POSITION = "position:"
NOT_MEMBERS = ("definition", "norm", "tightening", "positions")


class Keeping:
    """Says which members a plan can keep.

    Parameters
    ----------
    given : Given
        Case and scenario.
    options : mapping
        Of the solver.
    seconds : callable
        Says how much time is left.
    """

    def __init__(self, given: Given, options: Mapping[str, Any], seconds: Callable[[], float]) -> None:
        self._seconds = seconds
        m = feasible_program(given)
        names = [rule.__name__ for rule in active_rules(given) if _is_member(rule)]
        rows = {name: m.component(name) for name in names if m.component(name) is not None}
        hard = [item.position_id for item in given.positions if item.non_negotiable or item.room is not None]
        m.aim = pyo.Objective(expr=_given_up(m, given))
        self.standing = StandingProgram(m, options)
        self.rows = {name: self.standing.rows_of(items.values()) for name, items in rows.items() if len(items)}
        self._about = {name: [_first(index) for index in items] for name, items in rows.items() if len(items)}
        columns = {POSITION + name: self.standing.column_of(m.given_up[name]) for name in hard}
        self.columns = {name: column for name, column in columns.items() if column is not None}
        self._without = self._all_free()

    @property
    def universe(self) -> tuple[str, ...]:
        """All members: positions by id, then rules in reading order."""
        return (*self.columns, *self.rows)

    def _all_free(self) -> tuple[Numbers, Numbers, Numbers]:
        """Return the bounds of rows and columns with no member kept."""
        lower, upper, most = self.standing.lower.copy(), self.standing.upper.copy(), self.standing.most.copy()
        for rows in self.rows.values():
            lower[rows], upper[rows] = -math.inf, math.inf
        for column in self.columns.values():
            most[column] = math.inf
        return lower, upper, most

    def bounds(self, members: Iterable[str]) -> tuple[Numbers, Numbers, Numbers]:
        """Return the bounds of rows and columns with some members kept."""
        lower, upper, most = (bound.copy() for bound in self._without)
        for member in members:
            if member in self.rows:
                rows = self.rows[member]
                lower[rows], upper[rows] = self.standing.lower[rows], self.standing.upper[rows]
            else:
                column = self.columns[member]
                most[column] = self.standing.most[column]
        return lower, upper, most

    def __call__(self, members: Members) -> Members | None:
        """Return all members that a plan with these keeps; None when there is no such plan.

        Raises
        ------
        NotFoundOutError
            If there was no time to find out.
        """
        seconds = self._seconds()
        if seconds <= 0:
            raise NotFoundOutError
        state, values = self.standing.solve(self.bounds(members), self._seconds)
        if state == "nothing":
            raise NotFoundOutError
        return None if values is None else members | self._kept_by(values)

    def subjects_of(self, members: Iterable[str], questions: int) -> tuple[str, ...]:
        """Return which offers, municipalities and groups the rules of a conflict need to be one.

        Parameters
        ----------
        members : iterable of str
            A conflict.
        questions : int
            Asked at most; when they do not suffice nothing is said.
        """
        chosen = list(members)
        parts = [(name, about) for name in chosen if name in self.rows for about in dict.fromkeys(self._about[name])]
        label_of = {f"{name} {about}": (name, about) for name, about in parts}
        fixed = [member for member in chosen if member in self.columns]

        def ask(labels: Members) -> Members | None:
            bounds = self._with_parts(self.bounds(fixed), [label_of[label] for label in labels])
            if self._seconds() <= 0:
                raise NotFoundOutError
            state, _ = self.standing.solve(bounds, self._seconds)
            if state == "nothing":
                raise NotFoundOutError
            return labels if state == "solved" else None

        try:
            needed = shrink(Memory(ask, questions), list(label_of))
        except NotFoundOutError:
            return ()
        return tuple(dict.fromkeys(about for _, about in (label_of[label] for label in needed) if about))

    def _with_parts(
        self, bounds: tuple[Numbers, Numbers, Numbers], parts: Iterable[tuple[str, str]]
    ) -> tuple[Numbers, Numbers, Numbers]:
        """Return bounds with the rows of some rules about some subjects kept too."""
        lower, upper, most = bounds
        for name, about in parts:
            rows = [row for row, other in zip(self.rows[name], self._about[name], strict=True) if other == about]
            lower[rows], upper[rows] = self.standing.lower[rows], self.standing.upper[rows]
        return lower, upper, most

    def _kept_by(self, values: Numbers) -> Members:
        standing = self.standing
        kept = keeping(standing.activity(values), standing.lower, standing.upper)
        rules = {name for name, rows in self.rows.items() if np.all(kept[rows])}
        return frozenset(rules | {name for name, at in self.columns.items() if values[at] <= standing.most[at]})


def feasible_program(given: Given) -> Any:
    """Build what decides whether there is a plan; the sizes of offers bind by their rules alone, so that they can go."""
    skipped = (*NAME_WHAT_IS_MISSING, *COUNT_ONLY, *BOUNDED_BY)
    paid = () if given.scenario.cost_max is not None else ("opening_is_paid",)
    m = build(given, without=(*skipped, *paid))
    for rule in active_rules(given):
        if rule.__name__ in BOUNDED_BY:
            attach(m, rule)
    return m


def _first(index: Any) -> str:
    """Return what a row is about: the first part of its index; empty when that is a moment or there is none."""
    first = index[0] if isinstance(index, tuple) else index
    return "" if first is None or _is_moment(first) else str(first)


def _is_moment(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_member(rule: Any) -> bool:
    return rule.group not in NOT_MEMBERS


def _given_up(m: Any, given: Given) -> Any:
    """Return what is given up of all positions, by their scale: a plan that keeps many answers many questions."""
    terms = [m.given_up[name] / scale for name, scale in given.position_scale.items()]
    return sum(terms) if terms else 0.0
