"""One question about a trade-off: the best plan within limits on its aims, or the proof that there is none.

It knows nothing of the questions before it, so the answer is the same in any process and in any order.
"""

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, Protocol

import highspy

from regietafel.model.errors import Finding, SolverError
from regietafel.solver.frontier_program import AimColumn, FrontierProgram
from regietafel.solver.highs import FEASIBLE, INFEASIBLE, STOPPED, run_beside
from regietafel.solver.whole import LEAST_SECONDS, WHOLE_ENOUGH

State = Literal["solved", "worse", "infeasible", "nothing"]
Values = list[float]
LIMITED = frozenset({highspy.HighsModelStatus.kSolutionLimit, highspy.HighsModelStatus.kIterationLimit})
EASED_SHARE = 0.4
"""Part of the gap that the search with places as real numbers may leave, so that whole ones fit in the rest."""
MOST_ROUNDS = 50
MOST_NODES = 20
"""Nodes that the search of the other aims may take: a count and not a time, so that the answer is always the same."""
HAIR = 1e-9


class Stop(Protocol):
    """Says whether someone asked to stop: an event of this process, or of all."""

    def is_set(self) -> bool:
        """Whether someone asked."""

    def set(self) -> None:
        """Ask."""


@dataclass(frozen=True)
class Question:
    """What is asked: the best plan for one aim within limits on the others; and with that, what is best for these.

    Parameters
    ----------
    limits : tuple of float
        What each aim may come to at most, in its unit; inf for no limit.
    first : int
        The aim that is made small.
    gap, relative_gap : float
        How far it may be from its best, in its unit; the larger of both holds.
    enough : float
        Above this it is no use.
    slack : float
        How much of it may be given away for the other aims.
    weights : tuple of float
        Of each other aim in the sum that is made small then, per unit; 0 for one that does not matter.
    until : float
        When to stop [s since 1970]: it means the same in every process.
    """

    limits: tuple[float, ...]
    first: int
    gap: float
    weights: tuple[float, ...]
    relative_gap: float = 0.0
    enough: float = math.inf
    slack: float = 0.0
    until: float = math.inf

    @property
    def key(self) -> str:
        """What makes it the same question."""
        return repr((self.limits, self.first, self.gap, self.relative_gap, self.enough, self.slack, self.weights))


@dataclass(frozen=True)
class Answer:
    """What was found.

    Parameters
    ----------
    state : str
        ``solved`` (`values` is a plan), ``worse`` (there are plans, none good enough), ``infeasible`` or ``nothing``
        (stopped).
    bound : float
        Proven: no plan within the limits has less of the first aim.
    values : tuple of (int, float)
        Column and value, zeros left out.
    proven : bool
        Whether no plan is at least as good as this one in every aim and a step better in one.
    gaps : tuple of float
        Of every aim that gets a limit: how much better a plan may be that is as good in all, in its unit; not proven, a
        step.
    seconds : float
        Wall time.
    """

    state: State
    bound: float = -math.inf
    values: tuple[tuple[int, float], ...] = ()
    proven: bool = True
    gaps: tuple[float, ...] = ()
    seconds: float = 0.0


def write_answer(found: Answer) -> dict[str, Any]:
    """Write an answer as plain values; numbers that are not finite as text."""
    values = [[i, value] for i, value in found.values]
    about = {"proven": found.proven, "gaps": list(found.gaps)}
    return {"state": found.state, "bound": repr(found.bound), "values": values} | about


def read_answer(written: Mapping[str, Any]) -> Answer:
    """Read an answer that was written."""
    values = tuple((int(i), float(value)) for i, value in written["values"])
    gaps = tuple(float(gap) for gap in written["gaps"])
    return Answer(written["state"], float(written["bound"]), values, bool(written["proven"]), gaps)


@dataclass(frozen=True)
class _Found:
    """The end of one run of HiGHS, or of several."""

    state: State
    values: Values
    worth: float = math.inf
    bound: float = -math.inf
    proven: bool = True


REST_GAP = 0.5
"""How far the sum of the other aims may be from its best: in steps, so under 1 nothing counted can still be better."""


def answer(program: FrontierProgram, question: Question, stop: Stop) -> Answer:
    """Answer a question.

    Parameters
    ----------
    program : FrontierProgram
    question : Question
    stop : Stop
        Set when someone asks to stop.
    """
    began = time.time()
    asked = _Asked(program, question, stop)
    found = asked.search()
    values = tuple((i, value) for i, value in enumerate(found.values) if value) if found.state == "solved" else ()
    return Answer(found.state, found.bound, values, found.proven, tuple(asked.gaps), time.time() - began)


class _Asked:
    """The runs of HiGHS that one question takes."""

    def __init__(self, program: FrontierProgram, question: Question, stop: Stop) -> None:
        self.program, self.question, self.stop = program, question, stop
        self.limits, self.relative_gap, self.most_nodes = list(question.limits), question.relative_gap, 0
        self.gaps = [0.0] * len(self.limits)

    def search(self) -> _Found:
        """Make the first aim small, then the sum of the others, then each of them that is a fraction."""
        asked, aims = self.question, self.program.aims
        best = self._least(asked.first)
        worth = _worth(aims[asked.first], best.values) if best.state == "solved" else math.inf
        if best.state != "solved" or worth > asked.enough:
            return replace(best, state="worse") if best.state == "solved" else best
        self.relative_gap = 0.0
        self.limits[asked.first] = worth + asked.slack
        rest = [i for i, weight in enumerate(asked.weights) if weight and i != asked.first]
        costs = {aims[i].column: asked.weights[i] * aims[i].scale for i in rest if not aims[i].fractions}
        if costs and not aims[asked.first].fractions:
            costs[aims[asked.first].column] = aims[asked.first].scale * asked.weights[asked.first]
        found = self._polished(costs, best) if costs else best
        left = min(1.0, max(0.0, found.worth - found.bound)) if found.proven and costs else 0.0 if found.proven else 1.0
        for i in rest:
            self.gaps[i] = (REST_GAP if aims[i].fractions else left) / asked.weights[i]
            if found.state == "solved" and aims[i].fractions:
                self._keep(found.values, rest)
                found = self._smallest_fraction(i, REST_GAP / asked.weights[i], found)
        return replace(found, bound=best.bound)

    def _polished(self, costs: dict[int, float], best: _Found) -> _Found:
        """Make a sum small without becoming worse in any aim, as far as that goes in a limited number of steps.

        The limit on the first aim is so near its best that the proof can take very long; the search does without it.
        """
        for i, aim in enumerate(self.program.aims):
            if i != self.question.first and not aim.fractions:
                self.limits[i] = min(self.limits[i], _worth(aim, best.values) + HAIR)
        self.most_nodes = MOST_NODES
        found = self._whole(costs, REST_GAP, best.values)
        self.most_nodes = 0
        if found.state == "nothing" or not found.values:
            return replace(best, proven=False)
        return found

    def _least(self, first: int) -> _Found:
        """Make one aim small; the bound is in its unit."""
        aim = self.program.aims[first]
        if not aim.fractions:
            found = self._whole({aim.column: aim.scale}, self.question.gap)
            return replace(found, bound=found.bound if found.state == "solved" else math.inf)
        found = self._whole({}, self.question.gap)
        if found.state == "solved":
            found = self._smallest_fraction(first, self.question.gap, found)
        return replace(found, bound=_worth(aim, found.values) - self.question.gap if found.values else math.inf)

    def _keep(self, values: Values, rest: Sequence[int]) -> None:
        """Let none of the other aims become worse than it is."""
        for i in rest:
            self.limits[i] = min(self.limits[i], _worth(self.program.aims[i], values) + HAIR)

    def _smallest_fraction(self, i: int, gap: float, found: _Found) -> _Found:
        """Make a fraction small by Dinkelbach's steps, until no plan is better by the gap.

        References
        ----------
        W. Dinkelbach (1967), On nonlinear fractional programming, Management Science 13(7).
        """
        aim = self.program.aims[i]
        for _ in range(MOST_ROUNDS):
            ratio, before = _worth(aim, found.values), self.limits[i]
            self.limits[i] = ratio - gap
            if self.limits[i] < 0:
                return found
            parts = aim.fractions
            costs = {part.above: 1.0 for part in parts} | {part.below: -ratio for part in parts}
            better = self._whole(costs, gap * sum(found.values[part.below] for part in parts))
            self.limits[i] = before
            if better.state == "infeasible":
                return found
            if better.state == "nothing":
                return better
            found = better
        return replace(found, state="nothing")

    def _whole(self, costs: dict[int, float], gap: float, start: Values | None = None) -> _Found:
        """Find a plan in whole places: as real numbers first, then whole for the openings found, then all at once."""
        amounts = self.program.amounts
        eased = self._trusted(costs, gap * EASED_SHARE, real=amounts, start=start or [])
        if eased.state != "solved" or all(_is_whole(eased.values[i]) for i in amounts):
            return eased
        held = self._trusted(costs, gap * EASED_SHARE, held=eased.values)
        allowed = max(gap, self.relative_gap * abs(held.worth))
        if held.state == "solved" and (held.worth - eased.bound <= allowed or not eased.proven):
            return replace(held, bound=eased.bound, proven=eased.proven)
        last = self._trusted(costs, gap, start=held.values if held.state == "solved" else start or [])
        return replace(last, bound=max(last.bound, eased.bound))

    def _trusted(self, costs: dict[int, float], gap: float, **how: Any) -> _Found:
        """Run HiGHS, and again without presolve or start when its answer is doubtful (see `LivingSolver`)."""
        found, doubtful = self._run(costs, gap, "choose", **how)
        if not doubtful:
            return found
        if how.pop("start", []):
            found, doubtful = self._run(costs, gap, "choose", **how)
        return self._run(costs, gap, "off", **how)[0] if doubtful else found

    def _run(self, costs: dict[int, float], gap: float, presolve: str, **how: Any) -> tuple[_Found, bool]:
        """Run HiGHS once; also say whether the answer is doubtful: no plan at all, a start given back, no bound."""
        held, start = how.get("held", []), how.get("start", [])
        left = max(self.question.until - time.time(), LEAST_SECONDS if held else 0.0)
        if (self.stop.is_set() and not held) or left <= 0:
            return _Found("nothing", []), False
        highs = self._program(costs, how.get("real", []), held)
        for key, value in self._options(gap, presolve, left).items():
            if highs.setOptionValue(key, value) != highspy.HighsStatus.kOk:
                raise SolverError(Finding("solver_option", value=key, params={"value": str(value)}))
        if start:
            solution = highspy.HighsSolution()
            solution.col_value = start
            highs.setSolution(solution)
        for moment in (highs.cbMipInterrupt, highs.cbSimplexInterrupt, highs.cbIpmInterrupt):
            moment.subscribe(lambda event: event.interrupt() if self.stop.is_set() and not held else None)
        run_beside(highs, self.stop)  # type: ignore[arg-type]
        return self._read(highs, sum(cost * start[i] for i, cost in costs.items()) if start else math.inf)

    def _program(self, costs: dict[int, float], real: Sequence[int], held: Values) -> Any:
        """Return HiGHS with the program, the limits, and what is made small."""
        highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        lp = self.program.as_lp()
        objective, upper, lower = lp.col_cost_, lp.col_upper_, lp.col_lower_
        rows, kinds = lp.row_upper_, lp.integrality_
        for i, cost in costs.items():
            objective[i] = cost
        for aim, most in zip(self.program.aims, self.limits, strict=True):
            if not aim.fractions:
                upper[aim.column] = min(upper[aim.column], most / aim.scale)
            for part in aim.fractions if most < math.inf else ():
                rows[part.row] = 0.0
        for i in real:
            kinds[i] = highspy.HighsVarType.kContinuous
        for i in self.program.counts if held else []:
            lower[i] = upper[i] = float(round(held[i]))
        lp.col_cost_, lp.col_upper_, lp.col_lower_, lp.row_upper_, lp.integrality_ = (
            objective,
            upper,
            lower,
            rows,
            kinds,
        )
        highs.setOptionValue("output_flag", False)
        highs.passModel(lp)
        for aim, most in zip(self.program.aims, self.limits, strict=True):
            for part in aim.fractions if most < math.inf else ():
                highs.changeCoeff(part.row, part.below, -most)
        return highs

    def _options(self, gap: float, presolve: str, seconds: float) -> dict[str, Any]:
        found = {"presolve": presolve, "mip_rel_gap": self.relative_gap / 2, "mip_abs_gap": gap}
        if self.most_nodes:
            found["mip_max_nodes"] = self.most_nodes
        if math.isfinite(seconds):
            found["time_limit"] = seconds
        return found | dict(self.program.options)

    def _read(self, highs: Any, start_worth: float) -> tuple[_Found, bool]:
        status, info = highs.getModelStatus(), highs.getInfo()
        if status in STOPPED or (status in LIMITED and info.primal_solution_status != FEASIBLE):
            return _Found("nothing", []), False
        if status in INFEASIBLE:
            return _Found("infeasible", []), True
        if info.primal_solution_status != FEASIBLE:
            raise SolverError(Finding("solver_trouble", value=str(status), params={"log": ""}))
        worth, searched = info.objective_function_value, info.mip_node_count >= 0
        bound = info.mip_dual_bound if searched else worth
        given_back = info.mip_node_count == 0 and worth >= start_worth - 1e-9 * max(1.0, abs(start_worth))
        values = [float(round(v)) if w and _is_whole(v) else v for v, w in self._values(highs)]
        limited = status in LIMITED
        bound = min(bound, worth) if math.isfinite(bound) or limited else worth
        found = _Found("solved", values, worth, bound, proven=not limited)
        return found, not limited and (given_back or (searched and not math.isfinite(info.mip_dual_bound)))

    def _values(self, highs: Any) -> Any:
        return zip(highs.getSolution().col_value, self.program.whole, strict=True)


def _worth(aim: AimColumn, values: Values) -> float:
    """Return what an aim comes to in its unit."""
    if not aim.fractions:
        return values[aim.column] * aim.scale
    below = [part for part in aim.fractions if values[part.below] > 1e-9]
    return max((values[part.above] / values[part.below] for part in below), default=0.0)


def _is_whole(value: float) -> bool:
    return abs(value - round(value)) <= WHOLE_ENOUGH
