"""Which rules and positions can be kept together, by search in whole numbers.

Members are the rules of the program, each as a whole, and the hard positions and filled rooms, one by one; definitions
and the domains of the variables stand behind them. One program holds them all; what is not asked for is made free.
"""

import math
from collections.abc import Iterable
from datetime import date
from typing import Any

import pyomo.environ as pyo

from regietafel.model.build import active_rules, attach, build
from regietafel.model.formulation import COUNT_ONLY, NAME_WHAT_IS_MISSING
from regietafel.model.given import Given
from regietafel.model.position_components import BOUNDED_BY
from regietafel.solver.questions import Questions
from regietafel.solver.smallest_conflict import Members, Memory, NotFoundOutError, shrink
from regietafel.solver.standing import Bounds, StandingProgram, Values

POSITION = "position:"
NOT_MEMBERS = ("definition", "norm", "tightening", "positions")


class Keeping:
    """Says which members a plan can keep.

    Parameters
    ----------
    ask : Questions
        Case and scenario, and how long may be searched.
    """

    def __init__(self, ask: Questions) -> None:
        given, self._seconds = ask.given, ask.seconds_left
        m = feasible_program(given)
        names = [rule.__name__ for rule in active_rules(given) if _is_member(rule)]
        rows = {name: m.component(name) for name in names if m.component(name) is not None}
        hard = [item.position_id for item in given.positions if item.non_negotiable or item.room is not None]
        m.aim = pyo.Objective(expr=_given_up(m, given))
        self.standing = StandingProgram(m, ask.options, ask.stop)
        self.rows = {name: self.standing.rows_of(items.values()) for name, items in rows.items() if len(items)}
        self._about = {name: [_first(index) for index in items] for name, items in rows.items() if len(items)}
        columns = {POSITION + name: self.standing.column_of(m.given_up[name]) for name in hard}
        self.columns = {name: column for name, column in columns.items() if column is not None}
        self._without = self._all_free()

    @property
    def universe(self) -> tuple[str, ...]:
        """All members: positions by id, then rules in reading order."""
        return (*self.columns, *self.rows)

    def _all_free(self) -> Bounds:
        """Return the bounds of rows and columns with no member kept."""
        free = self.standing.bounds.copy()
        for row in (row for rows in self.rows.values() for row in rows):
            free.lower[row], free.upper[row] = -math.inf, math.inf
        for column in self.columns.values():
            free.most[column] = math.inf
        return free

    def bounds(self, members: Iterable[str]) -> Bounds:
        """Return the bounds of rows and columns with some members kept."""
        found = self._without.copy()
        for member in members:
            if member in self.rows:
                self._keep(found, self.rows[member])
            else:
                found.most[self.columns[member]] = self.standing.bounds.most[self.columns[member]]
        return found

    def _keep(self, bounds: Bounds, rows: Iterable[int]) -> None:
        asked = self.standing.bounds
        for row in rows:
            bounds.lower[row], bounds.upper[row] = asked.lower[row], asked.upper[row]

    def __call__(self, members: Members) -> Members | None:
        """Return all members that a plan with these keeps; None when there is no such plan.

        Raises
        ------
        NotFoundOutError
            If there was no time to find out.
        """
        values = self._ask(self.bounds(members))
        return None if values is None else members | self._kept_by(values)

    def _ask(self, bounds: Bounds) -> Values | None:
        """Return a plan; None when there is none."""
        state, values = self.standing.solve(bounds, self._seconds) if self._seconds() > 0 else ("nothing", [])
        if state == "nothing":
            raise NotFoundOutError
        return values if state == "solved" else None

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
            bounds = self.bounds(fixed)
            for name, about in (label_of[label] for label in labels):
                rows = zip(self.rows[name], self._about[name], strict=True)
                self._keep(bounds, [row for row, other in rows if other == about])
            return None if self._ask(bounds) is None else labels

        try:
            needed = shrink(Memory(ask, questions), list(label_of))
        except NotFoundOutError:
            return ()
        return tuple(dict.fromkeys(about for _, about in (label_of[label] for label in needed) if about))

    def _kept_by(self, values: Values) -> Members:
        kept, most = self.standing.kept_rows(values), self.standing.bounds.most
        rules = {name for name, rows in self.rows.items() if all(kept[row] for row in rows)}
        return frozenset(rules | {name for name, at in self.columns.items() if values[at] <= most[at]})


def feasible_program(given: Given) -> Any:
    """Build what decides whether there is a plan; sizes of offers bind by their rules alone, so that they can go."""
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
