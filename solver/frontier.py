"""The trade-off between two or three aims: every plan that is worth a look, and the proof that there is no other.

Decision 0015 says what is proven, and why it is searched in this way.
"""

import math
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from regietafel.model.build import build
from regietafel.model.errors import Finding, SolverError
from regietafel.model.figures.aims import Aim, kept_tiers, measure_aim
from regietafel.model.figures.quantities import Quantities
from regietafel.model.formulation import NORMS
from regietafel.model.given import Given
from regietafel.model.levels import Level
from regietafel.solver.extract import extract
from regietafel.solver.frontier_build import hand_over
from regietafel.solver.frontier_merge import merge_points
from regietafel.solver.frontier_norms import Beside, find_bests_of_keys, make_leximin
from regietafel.solver.frontier_parts import Frontier, FrontierProgress, How, Point
from regietafel.solver.frontier_program import FrontierProgram
from regietafel.solver.frontier_solve import Answer, Question, read_answer, write_answer
from regietafel.solver.highs import LivingSolver
from regietafel.solver.tiers import search
from regietafel.solver.zones import HAIR, Corner, Zones

BATCH = 8
"""Zones asked about at a time: not the number of workers, so that the points do not depend on it."""
FIRST_GAP, FIRST_SLACK = 0.25, 0.125
"""How far the aim that is made small may be from its best, and how much is given away for the others, in steps."""
HARDEST = ("cost", "disturbance", "surplus", "shortfall", "emergency", "locations", "deviation")
"""Which aim is made small, the others being limits: what takes long as a limit is quick as an aim."""
SOLVER_HAIR = 1e-6
"""Relative accuracy with which a limit is kept by the solver."""
Plan = tuple[tuple[int, float], ...]
EXACT = ("shortfall", "surplus", "emergency", "locations")


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
        Its points are shown to differ: none is as good as another in every aim, give or take both gaps. When it is
        complete, there is for every possible plan a point that is at most one step worse in each aim, and what merging
        gave away; of an aim that is counted in steps of one, not worse at all.
    """
    scenario = given.scenario
    kept, until = kept_tiers(scenario, tuple(aims)), time.time() + scenario.time_limit
    wanted = dict.fromkeys([aim.on for aim in aims if aim.on] + list(scenario.norms_on))
    on = scenario.fairness_on if set(wanted) == set(scenario.norms_on) else ",".join(wanted)
    part = Given(given.case, replace(scenario, tier_order=kept, fairness_on=on), given.reference)
    norms = dict.fromkeys([aim.name for aim in aims if aim.name in NORMS])
    m = build(part, norms=tuple(norms) if "fairness" not in kept else (scenario.fairness, *norms))
    options = {"random_seed": scenario.seed}
    solver = LivingSolver(options | {"threads": scenario.threads}, how.report, how.workers.stop)
    found = search(m, part, solver)
    frontier = Frontier(tuple(aims), kept, found.tiers, found.state, program=m)
    stopped = [tier["stop"] for tier in found.tiers if tier["stop"] in ("time", "interrupt")]
    if found.state == "solved" and (stopped or not found.complete):
        frontier.stop = stopped[0] if stopped else "time"
    if found.state != "solved" or frontier.stop:
        return frontier
    beside = Beside(m, solver, part, until)
    frontier.keys, frontier.stop = find_bests_of_keys(beside, aims, has_plan=bool(found.tiers))
    if not frontier.stop:
        _Search(given, frontier, how, beside, hand_over(m, aims, options | {"threads": 1})).run()
    return frontier


class _Search:
    """The questions, round after round."""

    def __init__(
        self, given: Given, frontier: Frontier, how: How, beside: Beside, program: tuple[FrontierProgram, list[Any]]
    ) -> None:
        self.given, self.frontier, self.how, self.beside = given, frontier, how, beside
        self.program, self.variables = program
        self.until, self.bests = beside.until, {(item.on, item.key): item.best for item in frontier.keys}
        self.began, self.answered = time.time(), 0
        self.found: dict[Corner, Point] = {}
        self.plans: dict[Corner, Plan] = {}
        names = [aim.name for aim in frontier.aims]
        linear = [i for i, aim in enumerate(self.program.aims) if not aim.fractions]
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
        self._finish()

    def _finish(self) -> None:
        """Merge what cannot be told apart; with an aim leximin, make each plan leximin, and look again."""
        aims, found = self.frontier.aims, self.found.values()
        points, merged = merge_points(aims, list(found))
        if any(aim.name == "leximin" for aim in aims):
            points, again = merge_points(aims, [self._leximin(point, 1 / len(points)) for point in points])
            merged = tuple(map(sum, zip(merged, again, strict=True)))
        self.frontier.points, self.frontier.merged = points, merged

    def _leximin(self, point: Point, share: float) -> Point:
        """Give a point the leximin plan among those that are as good in every aim, as far as its share of time goes."""
        losses = tuple(float(loss) for loss in point.losses(self.frontier.aims))
        key = f"leximin {losses}"
        kept = self.how.journal.get(key)
        if kept is None and (self.how.workers.stop.is_set() or time.time() >= self.until):
            return point
        if kept is None:
            start = [(variable, dict(self.plans[losses]).get(i, 0.0)) for i, variable in enumerate(self.variables)]
            levels = make_leximin(self.beside, self.frontier.aims, losses, start, share)
            plan = [[i, variable.value] for i, variable in enumerate(self.variables) if variable.value]
            rows = {on: [[level.value, level.bound] for level in found] for on, found in levels.items()}
            kept = {"values": plan, "levels": rows}
            if not self.how.workers.stop.is_set() and time.time() < self.until:
                self.how.journal.put(key, kept)
        levels = {on: tuple(Level(*row) for row in rows) for on, rows in kept["levels"].items()}
        better, found = self._measured(tuple((int(i), float(value)) for i, value in kept["values"]))
        if any(mine > most + SOLVER_HAIR * max(1.0, most) for mine, most in zip(better, losses, strict=True)):
            raise SolverError(Finding("point_outside_zone", value=str(better), params={"zone": str(losses)}))
        gaps = [max(0.0, gap - (a - b)) for gap, a, b in zip(point.gaps, losses, better, strict=True)]
        return replace(found, gaps=tuple(gaps), proven=point.proven, levels=levels)

    def _ideals(self) -> Corner | None:
        """Find the best of each aim alone: how far it can go, and in which steps it is counted."""
        aims, questions = self.frontier.aims, []
        for i, aim in enumerate(aims):
            relative = 0.0 if aim.name in EXACT else self.given.scenario.relative_gap(aim.name)
            nowhere, nothing = (math.inf,) * len(aims), (0.0,) * len(aims)
            gap = aim.kind.step / 2
            questions.append(Question(nowhere, i, gap, nothing, relative_gap=relative, until=self.until))
        answers = self._ask(questions)
        if any(item.state == "infeasible" for item in answers):
            self.frontier.state = "infeasible"
            return None
        if any(item.state != "solved" for item in answers):
            self._explain()
            return None
        losses = [self._measured(item.values)[0][i] for i, item in enumerate(answers)]
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
        losses, point = self._measured(item.values)
        if not all(loss < most for loss, most in zip(losses, corner, strict=True)):
            raise SolverError(Finding("point_outside_zone", value=str(losses), params={"zone": str(corner)}))
        rows = zip(self.frontier.aims, self.frontier.steps, item.gaps, strict=True)
        gaps = [_gap(aim, step, gap) for aim, step, gap in rows]
        aim = self.frontier.aims[self.first]
        bound = math.ceil(item.bound - HAIR) if aim.kind.whole and math.isfinite(item.bound) else item.bound
        gaps[self.first] = max(0.0, losses[self.first] - bound)
        self.found[losses] = replace(point, gaps=tuple(gaps), proven=item.proven)
        self.plans[losses] = item.values
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

    def _measured(self, plan: Plan) -> tuple[Corner, Point]:
        """Read the decisions out of a plan, and measure its aims."""
        values, aims = dict(plan), self.frontier.aims
        for i, variable in enumerate(self.variables):
            variable.set_value(values.get(i, 0.0), skip_validation=True)
        decisions = extract(self.frontier.program)
        q = Quantities(self.given.case, self.given.scenario, decisions, self.bests)
        worth = tuple(measure_aim(q, aim, self.given.reference) for aim in aims)
        point = Point(worth, decisions, (0.0,) * len(aims))
        return tuple(float(loss) for loss in point.losses(aims)), point

    def _tell(self, zones: Zones) -> None:
        if self.how.progress is not None:
            seconds = time.time() - self.began
            self.how.progress(FrontierProgress(len(self.found), len(zones.open), self.answered, seconds))


def _step(aim: Aim, relative: float) -> float:
    """Return the smallest difference that is told apart, whole for what is counted."""
    error = getattr(NORMS.get(aim.name), "ERROR", 0.0)
    step = max(aim.kind.step, relative, 2 * error)
    return float(math.floor(step)) if aim.kind.whole else step


def _gap(aim: Aim, step: float, gap: float) -> float:
    """Return by how much a value may be off: less than a step, whole for what is counted; a norm with its error."""
    if aim.kind.whole:
        return float(math.floor(min(gap, step - 1) + HAIR))
    return gap + float(getattr(NORMS.get(aim.name), "ERROR", 0.0))
