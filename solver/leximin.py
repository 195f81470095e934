"""Leximin: the division whose sorted vector of ratios, the largest first, is the smallest place by place, with proof.

Level after level: the largest ratio of those that are still open is made as small as it can be, then it is settled who
must stand at it, or how many of whom, then the next. Every step is a question about whole burdens (`level_program`).
"""

import math
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import pyomo.environ as pyo

from regietafel.model.levels import GRID, Compared, Level, in_order, lowest_ratio_at, ratio
from regietafel.solver.highs import Outcome, Progress, Stop
from regietafel.solver.level_program import Answer, Group, LevelProgram, OutOfTimeError, Subject
from regietafel.solver.norm_search import NormFound, NormSearch
from regietafel.solver.whole import round_whole

STEP = 4
"""First step down on the grid; eight times as far after every step that succeeds."""
LOOK_AGAIN = 3
"""After so many levels in a row that could not be lower, it is asked at once who else cannot carry less."""
HAIR = 1e-6
NOBODY = -1
"""Below the grid: where a host stands that does not grow."""


def minimise_leximin(search: NormSearch, norm: str, on: str) -> NormFound:
    """Find the plan with the smallest sorted vector of ratios, earlier aims kept.

    Parameters
    ----------
    search : NormSearch
        The program and its solver.
    norm, on : str
        Name of the norm, and the ratio it looks at.

    Returns
    -------
    NormFound
        `levels`: every place of the vector with its bound; `ratios`: the same as exact as can be. The outcome is about
        the first place. Stopped early, it is the best plan so far, and a place that is not proven has a lower bound.
    """
    began, levels = time.perf_counter(), Levels(_subject(search, on), search)
    stop, log = levels.run(), "\n".join(levels.log)
    seconds = time.perf_counter() - began
    if levels.best is None:
        none = Outcome("infeasible" if stop is None else "nothing", float("inf"), 0.0, stop or "proven", seconds, log)
        return NormFound(norm=norm, on=on, outcome=none)
    for variable, value in zip(search.parts.all, levels.best.values, strict=True):
        if value is not None:
            variable.set_value(value, skip_validation=True)
    search.m.aim.set_value(search.m.worst[on])  # what a written program of this aim minimises
    ratios = levels.ratios()
    largest = max(ratios, default=0.0)
    bound = min(largest, levels.bound())
    reached: Stop = "proven" if bound == largest else "gap"
    outcome = Outcome("solved", largest, bound, stop or reached, seconds, log)
    return NormFound(norm=norm, on=on, outcome=outcome, levels=tuple(levels.levels()), ratios=tuple(ratios))


def _subject(search: NormSearch, on: str) -> Subject:
    m = search.m
    compared = {
        g: Compared(g, m.denominator[on, g], m.fixed_carried[on, g] if (on, g) in m.HOSTS else None)
        for ratio_of, g in m.WITH_SHARE
        if ratio_of == on
    }
    return Subject(
        m=m,
        variables=search.parts.all,
        amounts=search.parts.amounts,
        on=on,
        compared=compared,
        options=search.solver.options,
        stop=search.solver.stop,
        deadline=time.monotonic() + search.limits.seconds,
    )


@dataclass
class Levels:
    """The search: what is settled, what is open, and the best plan so far.

    Parameters
    ----------
    subject : Subject
        What is asked about.
    search : NormSearch
        Where it starts, and whom to tell how far it is.
    best : Answer or None
        The best plan so far.
    caps : dict of str to int
        Largest burden of those whose level is settled [weighted places].
    groups : list of Group
        Levels of which it is settled how many stand there, not who.
    least : dict of str to int
        Burden below which a municipality cannot come, as long as nobody open stands higher than now [weighted places].
    lowest : int
        A point of the grid at or below which those that are open cannot all stand, as far as quick answers tell.
    loose : bool
        Whether the best plan may well be lowered further: it was just found.
    questions, runs : int
        Asked so far, and how often HiGHS ran for them.
    proven : bool
        Whether every level is settled.
    """

    subject: Subject
    search: NormSearch
    best: Answer | None = None
    caps: dict[str, int] = field(default_factory=dict)
    groups: list[Group] = field(default_factory=list)
    least: dict[str, int] = field(default_factory=dict)
    lowest: int = NOBODY
    loose: bool = True
    questions: int = 0
    runs: int = 0
    log: list[str] = field(default_factory=list)
    proven: bool = False
    _in_a_row: int = 0

    def run(self) -> Stop | None:
        """Settle level after level; say what stopped it, if anything did."""
        began = time.perf_counter()
        try:
            self._hand_over(self.groups)
            self.best = self._start()
            while self.best is not None and (top := self.top()) > NOBODY:
                self._tell(top, time.perf_counter() - began)
                self._step(top)
            self.proven = self.best is not None
        except OutOfTimeError:
            return "interrupt" if self.subject.stop.is_set() else "time"
        finally:
            distinct = len(set(self.points()))
            counted = f"{self.questions} questions, {self.runs} runs"
            self.log.append(f"{len(self.points())} places, {distinct} distinct levels, {counted}")
        return None

    def _start(self) -> Answer | None:
        """Make the largest ratio as small as quickly goes: the plan to start from; its bound is a guide, no proof."""
        m, on, search = self.subject.m, self.subject.on, self.search
        m.aim.set_value(m.worst[on])
        run = search.solver.optimise(m, search.limits, search.start)
        m.aim.set_value(0.0)
        self.log.append(f"to start from: {run.state}, {run.value:.4f}, bound {run.bound:.4f}")
        if run.state == "infeasible":
            return None
        if run.state == "nothing" and not search.start:
            raise OutOfTimeError
        if run.state == "solved":
            round_whole(list(self.subject.variables))
            if math.isfinite(run.bound):  # not when it was stopped at once
                self.lowest = max(NOBODY, math.ceil(run.bound * GRID - HAIR) - 1)
        carried = {
            g: max(round(pyo.value(m.carried[on, g, t])) for t in m.BURDEN_MOMENTS) for g in self.subject.compared
        }
        return Answer([variable.value for variable in self.subject.variables], carried, frozenset())

    def _step(self, top: int) -> None:
        """Settle who stands at the highest level, or find a plan in which it is lower."""
        highest = [g for g in self._open() if self._point(g) == top]
        if self.loose and self._goes_lower(top):
            return
        if len(highest) > 1:
            self._divide(top)
        elif self._is_forced(highest[0], top):
            self._settle(highest, top)
        elif self.top() == top:
            self._divide(top)

    @property
    def _plan(self) -> Answer:
        if self.best is None:
            raise OutOfTimeError
        return self.best

    def _open(self) -> list[str]:
        """Return those whose level is not settled, and who do not stand in a group."""
        return [g for g in self.subject.compared if g not in self.caps and g not in self._plan.grouped]

    def _point(self, g: str) -> int:
        found = self.subject.compared[g].point(self._plan.carried[g])
        return NOBODY if found is None else found

    def top(self) -> int:
        """Return where the highest of those that are open stands."""
        return max((self._point(g) for g in self._open()), default=NOBODY)

    def points(self) -> list[int]:
        """Return the points of the best plan, the largest first."""
        if self.best is None:
            return []
        return in_order(item.point(self.best.carried[g]) for g, item in self.subject.compared.items())

    def _most(self, g: str, point: int) -> int:
        return self.subject.compared[g].most(point)

    def _capped(self, point: int, **other: int) -> dict[str, int]:
        """Return the caps that let those that are not settled stand at a point at most."""
        return {g: self.caps.get(g, self._most(g, point)) for g in self.subject.compared} | other

    def _hand_over(self, groups: Sequence[Group]) -> None:
        self.program = LevelProgram(self.subject, groups)

    def _answer(
        self, program: LevelProgram, caps: dict[str, int], places: Sequence[int] | None = None, *, sure: bool = True
    ) -> Answer | None:
        """Ask a program, and count."""
        self.questions, before = self.questions + 1, program.runs
        try:
            return program.ask(caps, places, sure=sure)
        finally:
            self.runs += program.runs - before

    def _ask(self, caps: dict[str, int], places: Sequence[int] | None = None, *, sure: bool = True) -> bool:
        """Ask for a plan; it becomes the best one."""
        found = self._answer(self.program, caps, places or [group.places for group in self.groups], sure=sure)
        self.best, self.loose = found or self.best, found is not None
        return found is not None

    def _settle(self, codes: Iterable[str], point: int) -> None:
        self.caps |= {g: self._most(g, point) for g in codes}
        self.lowest, self.loose = NOBODY, False

    def _is_forced(self, g: str, point: int) -> bool:
        """Say whether nobody else can make it stand lower; another plan than the best one may come of asking.

        If so, no plan lets all that are open stand lower either: the level is proven.
        """
        below = self._most(g, point - 1)
        if self.least.get(g, 0) > below:
            return True
        if self._in_a_row >= LOOK_AGAIN:
            self._look_for_forced(point)
            return self._is_forced(g, point)
        forced = not self._ask(self._capped(point, **{g: below}))
        self._in_a_row = self._in_a_row + 1 if forced else 0
        self.log.append(f"{g} below {point}: {'no' if forced else 'yes'}")
        return forced

    def _goes_lower(self, top: int) -> bool:
        """Lower the highest level as far as quick answers go; say whether it went lower.

        What they call impossible is no proof yet: who stands at the level is asked for certain afterwards.
        """
        step, before = STEP, top
        while self.lowest < top - 2:
            target = max(top - step, 0) if self.lowest == NOBODY else (top + self.lowest) // 2
            if self._ask(self._capped(target), sure=False):
                top, step = self.top(), 8 * step
            else:
                self.lowest = target
        self.log.append(f"everyone open at {top}, quick answers say not at {self.lowest}")
        return top < before

    def _divide(self, point: int) -> None:
        """Find how few can stand at a level that several share; it does not matter who.

        That no fewer can do so is the proof of the level too: nobody there would be fewer.
        """
        members = [g for g in self.subject.compared if g not in self.caps]
        members = [g for g in members if self._most(g, point) > self._most(g, point - 1)]
        there = [g for g in self._open() if self._point(g) == point]
        places = [group.places for group in self.groups]
        self._hand_over([*self.groups, Group(point, tuple(members), len(there))])
        while there and self._ask(self._capped(point - 1), [*places, len(there) - 1]):
            there = [g for g in members if self._point(g) == point]
        self.log.append(f"{len(there)} of {len(members)} at {point}")
        self.lowest, self.loose = NOBODY, not there
        if 0 < len(there) < len(members):
            self.groups.append(Group(point, tuple(members), len(there)))
            self.best = replace(self._plan, grouped=self._plan.grouped | set(there))
            return
        self._hand_over(self.groups)
        if there:
            self._settle(members, point)

    def _look_for_forced(self, point: int) -> None:
        """Find everyone who cannot carry less than in the best plan as long as nobody open stands above a point."""
        caps, self._in_a_row = self._capped(point), 0
        carried = {g: self._plan.carried[g] for g in self._open() if self._point(g) > NOBODY}
        carried = {g: burden for g, burden in carried.items() if self.least.get(g, 0) < burden}
        while carried:
            program = LevelProgram(self.subject, self.groups, {g: (now, caps[g]) for g, now in carried.items()})
            found = self._answer(program, caps)
            if found is None:
                break
            carried = {g: burden for g, burden in carried.items() if found.carried[g] >= burden}
        self.log.append(f"{len(carried)} cannot carry less at {point}")
        self.least |= carried

    def _tell(self, top: int, seconds: float) -> None:
        if self.lowest == NOBODY:
            return  # between two levels nothing is known of the next one
        bound = ratio(max(0, self.lowest))
        gap = (ratio(top) - bound) / ratio(top) if top else 0.0
        self.search.solver.tell(Progress(self.search.limits.label, seconds, ratio(top), bound, gap))

    def ratios(self) -> list[float]:
        """Return the sorted vector of the best plan, not rounded to the grid."""
        compared = self.subject.compared
        found = [self._plan.carried[g] / compared[g].share for g in compared if self._point(g) > NOBODY]
        return sorted(found, reverse=True)

    def levels(self) -> list[Level]:
        """Return every place of the sorted vector of the best plan, with its bound."""
        points = self.points()
        settled = len(points) if self.proven else self._settled()
        bounds = points[:settled] + [0] * (len(points) - settled)
        return [Level(ratio(point), ratio(bound)) for point, bound in zip(points, bounds, strict=True)]

    def _settled(self) -> int:
        counted = [g for g in self.caps if self._point(g) > NOBODY]
        return len(counted) + sum(group.places for group in self.groups)

    def bound(self) -> float:
        """Return what the largest ratio of any plan is at least: the smallest one that reaches the first level."""
        points = self.points()
        if not points or not (self.proven or self._settled()):
            return 0.0
        return lowest_ratio_at(self.subject.compared.values(), points[0])


__all__ = ["Levels", "minimise_leximin"]
