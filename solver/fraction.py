r"""A norm that is a fraction of two sums: Dinkelbach's steps, and what they prove.

Minimise N / D where both depend on the plan. With :math:`\lambda` the value of the plan at hand, minimise
:math:`F(\lambda) = N - \lambda D`; the plan that comes out has a value of :math:`\lambda` or less, and is the next
one at hand. Nothing is better once the minimum is 0.

*Bound.* Let b be a proven bound on the minimum: every plan has :math:`N - \lambda D \ge b`, so
:math:`N / D \ge \lambda + b / D`. With D between its smallest and largest value over all plans (two linear programs),
:math:`N / D \ge \lambda + \min(b / D_{min}, b / D_{max})`: of a negative b the smallest D tells, of a positive one the
largest. Several moments: the largest of the fractions is minimised, with :math:`\max_t (N_t - \lambda D_t)` in the
place of F; some moment has :math:`N_t - \lambda D_t \ge b`, so the bound holds with the range of D over all moments.

Where it is possible that nobody bears anything D can be 0, and the steps prove nothing; then the interval between bound
and value is halved, each time asking whether any plan has :math:`N_t \le \lambda D_t` at every moment.

References
----------
Dinkelbach (1967), Management Science 13(7), 492-498; Crouzeix, Ferland and Schaible (1985), JOTA 47(1), 35-49, for
several fractions.
"""

import time
from dataclasses import dataclass, field, replace
from types import ModuleType
from typing import Any

import pyomo.environ as pyo

from regietafel.model.formulation import NORMS
from regietafel.solver.highs import Ease, Limits, Outcome, Stop
from regietafel.solver.norm_search import NormFound, NormSearch
from regietafel.solver.whole import STOPPED, restore, round_whole

MOST_STEPS = 30
STEPS = "steps"
"""Names these runs in the progress: what they make small is not in the unit of the norm."""
LARGE = 1.0
"""A value to start from when there is no plan at hand."""
NOTHING = 0.5
"""Below this nothing is borne: burdens are whole numbers."""
ROOM = 1e-9


def minimise_fraction(search: NormSearch, norm: str, on: str) -> NormFound:
    """Find the plan with the smallest value of a norm that is a fraction; see the module for what is proven.

    Parameters
    ----------
    search : NormSearch
        The program and its solver.
    norm, on : str
        The norm and the ratio it looks at.
    """
    steps = Steps(search, NORMS[norm], on)
    if any(ratio == on for ratio, _ in search.m.WITH_SHARE):
        least, most = steps.range_of_divisor()
        steps.take(least, most) if least > NOTHING else steps.halve()
    elif not search.start:
        steps.halve()  # nobody is compared, and there is no plan yet: any will do
    return NormFound(norm=norm, on=on, outcome=steps.outcome())


@dataclass
class Steps:
    """The steps towards the smallest fraction: value of the plan at hand, proven bound, and the runs so far."""

    search: NormSearch
    norm: ModuleType
    on: str
    value: float = 0.0
    bound: float = 0.0
    has_plan: bool = True
    runs: list[Outcome] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Measure the plan at hand, if there is one."""
        self.deadline = time.monotonic() + self.search.limits.seconds
        self.m, self.moments = self.search.m, list(self.search.m.BURDEN_MOMENTS)
        self.has_plan = bool(self.search.start)
        if self.has_plan:
            self.value = self._measured()

    def range_of_divisor(self) -> tuple[float, float]:
        """Return the smallest and largest divisor over all plans and moments, places as real numbers.

        Both are 0 when there was no time for each of them, or there is no plan: then nothing is known to divide by.
        """
        before, every = [variable.value for variable in self.search.parts.all], True
        ease = Ease(real=[variable for variable in self.search.parts.all if variable.is_integer()])
        ends = []
        for sign in (1, -1):
            for t in self.moments:
                self.m.aim.set_value(sign * self.norm.divisor(self.m, self.on, t))
                limits = Limits(gap=0.0, absolute_gap=0.0, seconds=self._left(), label=STEPS)
                run = self.search.solver.optimise(self.m, limits, [], ease)
                every = every and run.state == "solved" and run.stop not in STOPPED
                ends.append(run.bound)
        restore(self.search.parts.all, before)
        if not every:
            return 0.0, 0.0
        count = len(self.moments)
        return min(ends[:count]), max(-end for end in ends[count:])

    def take(self, least: float, most: float) -> None:
        """Take Dinkelbach's steps until no plan is better than the one at hand by more than the gap."""
        for _ in range(MOST_STEPS):
            value = self.value if self.has_plan else LARGE
            self._aim_at(value)
            run = self._run(replace(self._limits(), absolute_gap=self._gap(value) / 2 * least))
            if run.state != "solved":
                return
            self.bound = max(self.bound, value + min(run.bound / least, run.bound / most))
            improved = self._keep_better()
            if run.stop in STOPPED or not improved or self.value - self.bound <= self._gap(self.value):
                return

    def halve(self) -> None:
        """Halve the interval between bound and value until it is within the gap."""
        self.m.aim.set_value(0.0)
        if not self.has_plan and self._run(self._limits()).state == "solved":
            self._keep_better()
        while self.has_plan and self.value - self.bound > self._gap(self.value):
            middle = (self.value + self.bound) / 2
            for t in self.moments:
                index = ("fraction", self.norm.NAME, self.on, t)
                self.m.tier_is_kept[index] = self._less(middle, t) <= ROOM
            run = self._run(self._limits())
            if run.state == "nothing":
                break
            if run.state == "infeasible":
                self.bound = middle
            elif not self._keep_better():
                break
        for t in self.moments:
            if ("fraction", self.norm.NAME, self.on, t) in self.m.tier_is_kept:
                del self.m.tier_is_kept["fraction", self.norm.NAME, self.on, t]

    def outcome(self) -> Outcome:
        """Return the steps as one outcome, in the unit of the norm."""
        stop: Stop = next((run.stop for run in reversed(self.runs) if run.stop in STOPPED), "gap")
        seconds, log = sum(run.seconds for run in self.runs), "\n".join(run.log for run in self.runs)
        if not self.runs:
            return Outcome("solved", 0.0, 0.0, "proven", 0.0, "nobody is compared")
        if not self.has_plan:
            return replace(self.runs[-1], seconds=seconds, log=log)
        return Outcome("solved", self.value, min(self.bound, self.value), stop, seconds, log)

    def _less(self, value: float, t: str) -> Any:
        """Return the numerator less a value times the divisor at a moment."""
        return self.norm.objective(self.m, self.on, t) - value * self.norm.divisor(self.m, self.on, t)

    def _aim_at(self, value: float) -> None:
        """Aim at the numerator less a value times the divisor; of several moments at the largest."""
        terms = {t: self._less(value, t) for t in self.moments}
        if len(terms) == 1:
            self.m.aim.set_value(next(iter(terms.values())))
            return
        if self.m.component("fraction_excess") is None:
            self.m.fraction_excess = pyo.Var(self.m.NORMS_ON, initialize=0)
            self.m.fraction_excess_is_largest = pyo.Constraint(pyo.Any)
        excess = self.m.fraction_excess[self.on]
        for t, term in terms.items():
            self.m.fraction_excess_is_largest[self.norm.NAME, self.on, t] = term <= excess
        self.m.aim.set_value(excess)
        if self.has_plan:
            excess.set_value(max(pyo.value(term) for term in terms.values()), skip_validation=True)

    def _run(self, limits: Limits) -> Outcome:
        start = self.search.start if not self.runs else self.search.parts.all
        if start and self.m.component("fraction_excess") is not None:
            start = [*start, *self.m.fraction_excess.values()]
        self._before = [variable.value for variable in self.search.parts.all]
        run = self.search.solver.optimise(self.m, limits, start if self.has_plan else [])
        self.runs.append(run)
        return run

    def _keep_better(self) -> bool:
        """Measure the plan found; say whether it is better, else go back to the one before."""
        round_whole(self.search.parts.all)
        found = self._worth()
        if self.has_plan and found >= self.value:
            restore(self.search.parts.all, self._before)
            return False
        self.value, self.has_plan = found, True
        return True

    def _measured(self) -> float:
        """Give the variables of the norm their values in the plan at hand, and return what it is worth."""
        self.norm.settle(self.m, self.on)
        return self._worth()

    def _worth(self) -> float:
        """Return the value that the program gives the plan at hand, at the worst moment."""
        fractions = [0.0]
        for t in self.moments:
            below = pyo.value(self.norm.divisor(self.m, self.on, t))
            if below > NOTHING:
                fractions.append(pyo.value(self.norm.objective(self.m, self.on, t)) / below)
        return max(fractions)

    def _gap(self, value: float) -> float:
        return max(self.search.limits.absolute_gap, self.search.limits.gap * abs(value))

    def _limits(self) -> Limits:
        return replace(self.search.limits, gap=0.0, seconds=self._left(), label=STEPS)

    def _left(self) -> float:
        return max(0.0, self.deadline - time.monotonic())
