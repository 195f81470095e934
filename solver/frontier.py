"""The trade-off between two or three aims: every plan that is worth a look, and the proof that there is no other.

Decision 0015 says what is proven, and why it is searched in this way.
"""

import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, Protocol

from regietafel.model.build import build
from regietafel.model.decisions import Decisions
from regietafel.model.errors import Finding, SolverError
from regietafel.model.figures.aims import Aim, kept_tiers, measure_aim
from regietafel.model.figures.quantities import Quantities
from regietafel.model.formulation import NORMS
from regietafel.model.given import Given
from regietafel.model.plan import TierDocument
from regietafel.solver.extract import extract
from regietafel.solver.frontier_build import hand_over
from regietafel.solver.frontier_program import FrontierProgram
from regietafel.solver.frontier_solve import Answer, Question, read_answer, write_answer
from regietafel.solver.frontier_workers import Workers
from regietafel.solver.highs import LivingSolver, Report
from regietafel.solver.tiers import search
from regietafel.solver.zones import HAIR, Corner, Zones

BATCH = 8
"""Zones asked about at a time: not the number of workers, so that the points do not depend on it."""
FIRST_GAP, FIRST_SLACK = 0.25, 0.125
"""How far the aim that is made small may be from its best, and how much is given away for the others, in steps."""
HARDEST = ("cost", "disturbance", "surplus", "shortfall", "emergency", "locations", "deviation")
"""Which aim is made small, the others being limits: what takes long as a limit is quick as an aim."""
EXACT = ("shortfall", "surplus", "emergency", "locations")


class Journal(Protocol):
    """Keeps the answers of a search, so that it can go on later."""

    def get(self, key: str) -> Mapping[str, Any] | None:
        """Return the answer to a question, if it is known."""

    def put(self, key: str, answer: Mapping[str, Any]) -> None:
        """Keep an answer."""


class Memory:
    """A journal that lasts as long as this process."""

    def __init__(self) -> None:
        self.answers: dict[str, Mapping[str, Any]] = {}

    def get(self, key: str) -> Mapping[str, Any] | None:
        """Return the answer to a question, if it is known."""
        return self.answers.get(key)

    def put(self, key: str, answer: Mapping[str, Any]) -> None:
        """Keep an answer."""
        self.answers[key] = answer


@dataclass(frozen=True)
class Point:
    """One plan of a trade-off: what each aim comes to, exactly, and what is decided."""

    values: tuple[Fraction, ...]
    decisions: Decisions
    proven: bool = True


@dataclass(frozen=True)
class FrontierProgress:
    """How far a search is: points found, zones still open, questions answered, seconds since its start."""

    points: int
    open: int
    answered: int
    seconds: float


@dataclass(frozen=True)
class How:
    """How a trade-off is searched.

    Parameters
    ----------
    workers : Workers
        Who answers the questions.
    journal : Journal
        Where answers are kept.
    most_points : int or None
        When to stop.
    report, progress : callable or None
        Told how far the search of the kept tiers, and of the points, is.
    """

    workers: Workers
    journal: Journal = field(default_factory=Memory)
    most_points: int | None = None
    report: Report | None = None
    progress: Callable[[FrontierProgress], None] | None = None


@dataclass
class Frontier:
    """What a search of a trade-off gave.

    Parameters
    ----------
    aims : tuple of Aim
    kept : tuple of str
        Tiers that are kept as in a plan.
    tiers : list of TierDocument
        What these came to.
    state : str
        ``solved``, or as the search of the kept tiers ended: ``infeasible`` or ``nothing``.
    steps : tuple of float
        Smallest difference in each aim that is told apart.
    best, bounds : tuple of float
        Of each aim alone: what was found, and what is proven to be the limit, as people read it.
    points : list of Point
        In the order of the first aim, best first.
    stop : str
        Empty when the set is complete, else why it is not: ``time``, ``interrupt``, ``points`` or ``worker``.
    open : int
        Zones not yet examined.
    program : pyomo.environ.ConcreteModel
    """

    aims: tuple[Aim, ...]
    kept: tuple[str, ...]
    tiers: list[TierDocument] = field(default_factory=list)
    state: str = "solved"
    steps: tuple[float, ...] = ()
    best: tuple[float, ...] = ()
    bounds: tuple[float, ...] = ()
    points: list[Point] = field(default_factory=list)
    stop: str = ""
    open: int = 0
    program: Any = None


def find_frontier(given: Given, aims: Sequence[Aim], how: How) -> Frontier:
    """Find every point of the trade-off between some aims.

    Parameters
    ----------
    given : Given
        Case and scenario; its time limit is that of the whole search.
    aims : sequence of Aim
        Two or three.
    how : How

    Returns
    -------
    Frontier
        No point of it is dominated by another. When it is complete, there is for every possible plan a point that is at
        most one step worse in each aim; of an aim that is counted in steps of one, not worse at all.
    """
    scenario = given.scenario
    kept, until = kept_tiers(scenario, tuple(aims)), time.time() + scenario.time_limit
    wanted = dict.fromkeys([aim.on for aim in aims if aim.on] + list(scenario.norms_on))
    on = scenario.fairness_on if set(wanted) == set(scenario.norms_on) else ",".join(wanted)
    part = Given(given.case, replace(scenario, tier_order=kept, fairness_on=on), given.reference)
    norms = dict.fromkeys([aim.name for aim in aims if aim.name in NORMS])
    m = build(part, norms=tuple(norms) if "fairness" not in kept else (scenario.fairness, *norms))
    options = {"random_seed": scenario.seed}
    found = search(m, part, LivingSolver(options | {"threads": scenario.threads}, how.report, how.workers.stop))
    frontier = Frontier(tuple(aims), kept, found.tiers, found.state, program=m)
    stopped = [tier["stop"] for tier in found.tiers if tier["stop"] in ("time", "interrupt")]
    if found.state == "solved" and (stopped or not found.complete):
        frontier.stop = stopped[0] if stopped else "time"
    if found.state != "solved" or frontier.stop:
        return frontier
    program, variables = hand_over(m, aims, options | {"threads": 1})
    _Search(given, frontier, how, until, (program, variables)).run()
    return frontier


class _Search:
    """The questions, round after round."""

    def __init__(
        self, given: Given, frontier: Frontier, how: How, until: float, program: tuple[FrontierProgram, list[Any]]
    ) -> None:
        self.given, self.frontier, self.how, self.until = given, frontier, how, until
        self.program, self.variables = program
        self.began, self.answered = time.time(), 0
        self.found: dict[Corner, Point] = {}
        names = [aim.name for aim in frontier.aims]
        linear = [i for i, aim in enumerate(self.program.aims) if aim.below is None]
        self.first = min(linear or [0], key=lambda i: (*HARDEST, names[i]).index(names[i]))

    def run(self) -> None:
        """Find the best of each aim alone, and then cut the zones until none is left."""
        least = self._ideals()
        if least is None:
            return
        whole = tuple(aim.kind.whole for aim in self.frontier.aims)
        zones = Zones(self.frontier.steps, whole, self.first, least)
        while zones.open and not self.frontier.stop:
            self._round(zones)
            self._tell(zones)
        self.frontier.open = len(zones.open)
        self.frontier.points = [self.found[losses] for losses in sorted(_not_dominated(self.found))]

    def _ideals(self) -> Corner | None:
        """Find the best of each aim alone: how far it can go, and in which steps it is counted."""
        aims, questions = self.frontier.aims, []
        for i, aim in enumerate(aims):
            relative = 0.0 if aim.name in EXACT else self.given.scenario.relative_gap(aim.name)
            nowhere, nothing = (math.inf,) * len(aims), (0.0,) * len(aims)
            gap = aim.kind.step / 2
            questions.append(Question(nowhere, i, gap, nothing, relative_gap=relative, until=self.until))
        answers = self._ask(questions)
        if any(item.state != "solved" for item in answers):
            self._explain()
            return None
        losses = [self._measured(item)[0][i] for i, item in enumerate(answers)]
        bounds = [max(0.0, min(item.bound, loss)) for item, loss in zip(answers, losses, strict=True)]
        pairs = list(zip(aims, bounds, strict=True))
        least = tuple(float(math.ceil(bound - HAIR)) if aim.kind.whole else bound for aim, bound in pairs)
        gaps = [question.relative_gap * loss for question, loss in zip(questions, losses, strict=True)]
        self.frontier.steps = tuple(_step(aim, gap) for aim, gap in zip(aims, gaps, strict=True))
        self.frontier.best = tuple(aim.value(loss) for aim, loss in zip(aims, losses, strict=True))
        self.frontier.bounds = tuple(aim.value(bound) for aim, bound in zip(aims, least, strict=True))
        return least

    def _round(self, zones: Zones) -> None:
        """Ask about some open zones, and learn from every answer."""
        before = dict(zones.open)
        corners = list(before)[:BATCH]
        limits = [zones.limits(corner) for corner in corners]
        answers = self._ask([self._question(*pair) for pair in zip(corners, limits, strict=True)])
        for corner, within, item in zip(corners, limits, answers, strict=True):
            if item.state == "nothing":
                self._explain()
                continue
            losses = self._new_point(corner, item) if item.state == "solved" else None
            whole = self.frontier.aims[self.first].kind.whole and math.isfinite(item.bound)
            if losses is not None:
                zones.cut(losses)
            zones.learn(within, float(math.ceil(item.bound - HAIR)) if whole else item.bound)
        if zones.open == before and not self.frontier.stop:
            raise SolverError(Finding("zone_not_settled", value=str(corners[0])))
        if self.how.most_points is not None and len(self.found) >= self.how.most_points and zones.open:
            self.frontier.stop = self.frontier.stop or "points"

    def _question(self, corner: Corner, within: Corner) -> Question:
        """Ask for the least of the first aim, if that is little enough, and then for the best of the others."""
        aims, steps, first = self.frontier.aims, self.frontier.steps, self.first
        limits = tuple(most + HAIR if aim.kind.whole else most for most, aim in zip(within, aims, strict=True))
        step, slack = steps[first], 0.0 if aims[first].kind.whole else FIRST_SLACK * steps[first]
        return Question(
            limits,
            first,
            FIRST_GAP * step,
            tuple(1 / size for size in steps),
            enough=corner[first] - (1 - FIRST_GAP) * step,
            slack=slack + (HAIR if aims[first].kind.whole else 0.0),
            until=self.until,
        )

    def _new_point(self, corner: Corner, item: Answer) -> Corner:
        losses, point = self._measured(item)
        if not all(loss < most for loss, most in zip(losses, corner, strict=True)):
            raise SolverError(Finding("point_outside_zone", value=str(losses), params={"zone": str(corner)}))
        self.found[losses] = point
        return losses

    def _ask(self, questions: list[Question]) -> list[Answer]:
        """Answer questions from the journal, else by search; keep what is new."""
        kept = [self.how.journal.get(item.key) for item in questions]
        known = [None if item is None else read_answer(item) for item in kept]
        new = [item for item, answer in zip(questions, known, strict=True) if answer is None]
        fresh = iter(self.how.workers.ask(self.program, new))
        answers = [answer or next(fresh) for answer in known]
        for question, before, answer in zip(questions, known, answers, strict=True):
            if before is None and answer.state != "nothing":
                self.how.journal.put(question.key, write_answer(answer))
        self.answered += len(answers)
        return answers

    def _explain(self) -> None:
        """Say why a question has no answer."""
        if self.how.workers.stop.is_set():
            self.frontier.stop = "interrupt"
        elif time.time() >= self.until - 1.0:
            self.frontier.stop = "time"
        else:
            self.frontier.stop = "worker"

    def _measured(self, item: Answer) -> tuple[Corner, Point]:
        """Read the plan out of an answer, and measure its aims."""
        values = dict(item.values)
        for i, variable in enumerate(self.variables):
            variable.set_value(values.get(i, 0.0), skip_validation=True)
        decisions = extract(self.frontier.program)
        q = Quantities(self.given.case, self.given.scenario, decisions)
        point = Point(
            tuple(measure_aim(q, aim, self.given.reference) for aim in self.frontier.aims), decisions, item.proven
        )
        losses = zip(self.frontier.aims, point.values, strict=True)
        return tuple(float(aim.loss(value)) for aim, value in losses), point

    def _tell(self, zones: Zones) -> None:
        if self.how.progress is not None:
            seconds = time.time() - self.began
            self.how.progress(FrontierProgress(len(self.found), len(zones.open), self.answered, seconds))


def _step(aim: Aim, relative: float) -> float:
    """Return the smallest difference that is told apart, whole for what is counted."""
    error = getattr(NORMS.get(aim.name), "ERROR", 0.0)
    step = max(aim.kind.step, relative, 2 * error)
    return float(math.floor(step)) if aim.kind.whole else step


def _not_dominated(found: dict[Corner, Point]) -> list[Corner]:
    """Return what no other point is at least as good as in every aim."""
    losses = list(found)
    return [
        one
        for one in losses
        if not any(other != one and all(a <= b for a, b in zip(other, one, strict=True)) for other in losses)
    ]
