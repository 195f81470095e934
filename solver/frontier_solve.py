"""One question about a trade-off: the best plan within limits on its aims, or the proof that there is none.

It knows nothing of the questions before it, so the answer is the same in any process and in any order.
"""

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, Protocol

import highspy

from regietafel.model.errors import Finding, SolverError
from regietafel.solver.frontier_program import AimColumn, FrontierProgram
from regietafel.solver.highs import FEASIBLE, INFEASIBLE, STOPPED, run_beside
from regietafel.solver.whole import LEAST_SECONDS, WHOLE_ENOUGH

State = Literal["solved", "infeasible", "nothing"]
Values = list[float]
EASED_SHARE = 0.4
"""Part of the gap that the search with places as real numbers may leave, so that whole ones fit in the rest."""
MOST_ROUNDS = 50
NO_LIMIT = 1e30


class Stop(Protocol):
    """Says whether someone asked to stop: an event of this process, or of all."""

    def is_set(self) -> bool:
        """Whether someone asked."""

    def set(self) -> None:
        """Ask."""


@dataclass(frozen=True)
class Question:
    """What is asked.

    Parameters
    ----------
    limits : tuple of float
        What each aim may come to at most, in its unit; inf for no limit.
    weights : tuple of float
        Of each aim in the sum that is made small, per unit; 0 for an aim that may be anything within its limit.
    gap, relative_gap : float
        How far the sum may be from the best one; the larger of both holds.
    until : float
        When to stop [s since 1970]: it means the same in every process.
    """

    limits: tuple[float, ...]
    weights: tuple[float, ...]
    gap: float
    relative_gap: float = 0.0
    until: float = math.inf

    @property
    def key(self) -> str:
        """What makes it the same question."""
        return repr((self.limits, self.weights, self.gap, self.relative_gap))


@dataclass(frozen=True)
class Answer:
    """What was found.

    Parameters
    ----------
    state : str
        ``solved`` (`values` is a plan), ``infeasible`` or ``nothing`` (stopped).
    bound : float
        Proven: no plan within the limits has a smaller sum.
    values : tuple of (int, float)
        Column and value, zeros left out.
    seconds : float
        Wall time.
    """

    state: State
    bound: float = -math.inf
    values: tuple[tuple[int, float], ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True)
class _Found:
    """The end of one run of HiGHS, or of several."""

    state: State
    values: Values
    worth: float = math.inf
    bound: float = -math.inf


def answer(program: FrontierProgram, question: Question, stop: Stop) -> Answer:
    """Find the best plan within the limits, one aim that is a fraction after the other, the sum of the others first.

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
    if found.state != "solved":
        return Answer(found.state, seconds=time.time() - began)
    values = tuple((i, value) for i, value in enumerate(found.values) if value)
    return Answer("solved", found.bound, values, time.time() - began)


class _Asked:
    """The runs of HiGHS that one question takes."""

    def __init__(self, program: FrontierProgram, question: Question, stop: Stop) -> None:
        self.program, self.question, self.stop = program, question, stop
        self.limits = list(question.limits)

    def search(self) -> _Found:
        """Make the sum small, and then every fraction with what was reached kept."""
        pairs = list(zip(self.program.aims, self.question.weights, strict=True))
        costs = {aim.column: weight * aim.scale for aim, weight in pairs if aim.below is None and weight}
        found = self._whole(costs, self.question.gap)
        bound = found.bound if costs else -math.inf
        for i, (aim, weight) in enumerate(pairs):
            if found.state == "solved" and aim.below is not None and weight:
                self._keep(found.values)
                found = self._smallest_fraction(i, self.question.gap / weight, found)
        return replace(found, bound=bound)

    def _keep(self, values: Values) -> None:
        """Let no aim become worse than it is."""
        for i, aim in enumerate(self.program.aims):
            if self.question.weights[i]:
                self.limits[i] = min(self.limits[i], _worth(aim, values))

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
            better = self._whole({aim.column: 1.0, aim.below or 0: -ratio}, gap * found.values[aim.below or 0])
            self.limits[i] = before
            if better.state == "infeasible":
                return found
            if better.state == "nothing":
                return better
            found = better
        return replace(found, state="nothing")

    def _whole(self, costs: dict[int, float], gap: float) -> _Found:
        """Find a plan in whole places: as real numbers first, then whole for the openings found, then all at once."""
        amounts = self.program.amounts
        eased = self._trusted(costs, gap * EASED_SHARE, real=amounts)
        if eased.state != "solved" or all(_is_whole(eased.values[i]) for i in amounts):
            return eased
        held = self._trusted(costs, gap * EASED_SHARE, held=eased.values)
        allowed = max(gap, self.question.relative_gap * abs(held.worth))
        if held.state == "solved" and held.worth - eased.bound <= allowed:
            return replace(held, bound=eased.bound)
        last = self._trusted(costs, gap, start=held.values if held.state == "solved" else [])
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
        highs, lp = highspy.Highs(), self.program.as_lp()
        objective, upper, lower = lp.col_cost_, lp.col_upper_, lp.col_lower_
        rows, kinds = lp.row_upper_, lp.integrality_
        for i, cost in costs.items():
            objective[i] = cost
        for aim, most in zip(self.program.aims, self.limits, strict=True):
            if aim.below is None:
                upper[aim.column] = min(upper[aim.column], most / aim.scale)
            elif most < math.inf:
                rows[aim.row] = 0.0
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
            if aim.below is not None and most < math.inf:
                highs.changeCoeff(aim.row, aim.below, -most)
        return highs

    def _options(self, gap: float, presolve: str, seconds: float) -> dict[str, Any]:
        found = {"presolve": presolve, "mip_rel_gap": self.question.relative_gap / 2, "mip_abs_gap": gap}
        if math.isfinite(seconds):
            found["time_limit"] = seconds
        return found | dict(self.program.options)

    def _read(self, highs: Any, start_worth: float) -> tuple[_Found, bool]:
        status, info = highs.getModelStatus(), highs.getInfo()
        if status in STOPPED:
            return _Found("nothing", []), False
        if status in INFEASIBLE:
            return _Found("infeasible", []), True
        if info.primal_solution_status != FEASIBLE:
            raise SolverError(Finding("solver_trouble", value=str(status), params={"log": ""}))
        worth, searched = info.objective_function_value, info.mip_node_count >= 0
        bound = info.mip_dual_bound if searched else worth
        given_back = info.mip_node_count == 0 and worth >= start_worth - 1e-9 * max(1.0, abs(start_worth))
        values = [float(round(v)) if w and _is_whole(v) else v for v, w in self._values(highs)]
        found = _Found("solved", values, worth, min(bound, worth) if math.isfinite(bound) else worth)
        return found, given_back or (searched and not math.isfinite(bound))

    def _values(self, highs: Any) -> Any:
        return zip(highs.getSolution().col_value, self.program.whole, strict=True)


def _worth(aim: AimColumn, values: Values) -> float:
    """Return what an aim comes to in its unit."""
    if aim.below is None:
        return values[aim.column] * aim.scale
    below = values[aim.below]
    return values[aim.column] / below if below > 1e-9 else 0.0


def _is_whole(value: float) -> bool:
    return abs(value - round(value)) <= WHOLE_ENOUGH
