"""Norms of a trade-off that take a search of their own: regret before it, leximin for each of its points."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from regietafel.model.fairness import leximin, regret
from regietafel.model.figures.aims import Aim
from regietafel.model.figures.prices import KeyBest
from regietafel.model.given import Given
from regietafel.model.levels import Level
from regietafel.solver.frontier_build import limit_aims
from regietafel.solver.highs import Limits, LivingSolver
from regietafel.solver.leximin import minimise_leximin
from regietafel.solver.norm_search import NormSearch
from regietafel.solver.norms import RATIO_GAP
from regietafel.solver.regret import best_of_keys
from regietafel.solver.whole import STOPPED, parts_of

LEXIMIN_PART = 0.1
"""Part of the time limit that may go to the leximin plans of all points together."""
LEAST_SECONDS = 1.0
"""And how long each may take at least [s]."""


@dataclass(frozen=True)
class Beside:
    """What is searched beside the points: program and solver, case and scenario, and until when [s since 1970]."""

    m: Any
    solver: LivingSolver
    given: Given
    until: float

    def search(self, label: str, start: list[Any], most: float = float("inf")) -> NormSearch:
        """Return what a norm is searched with."""
        seconds = max(0.0, min(most, self.until - time.time()))
        limits = Limits(gap=self.given.scenario.gap, absolute_gap=RATIO_GAP, seconds=seconds, label=label)
        return NormSearch(
            solver=self.solver, m=self.m, parts=parts_of(self.m), limits=limits, start=start, given=self.given
        )


def find_bests_of_keys(beside: Beside, aims: Sequence[Aim], *, has_plan: bool) -> tuple[tuple[KeyBest, ...], str]:
    """Find the best of every key for an aim regret, the kept tiers kept, and hold it in the program.

    Parameters
    ----------
    beside : Beside
    aims : sequence of Aim
    has_plan : bool
        Whether the variables hold a plan to start from.

    Returns
    -------
    tuple
        The bests; and why there are none: empty, or ``time`` or ``interrupt``.
    """
    found: list[KeyBest] = []
    for on in dict.fromkeys(aim.on for aim in aims if aim.name == regret.NAME):
        search = beside.search("fairness", parts_of(beside.m).all if has_plan else [])
        keys, runs = best_of_keys(search, on)
        if any(run.state != "solved" or run.stop in STOPPED for run in runs):
            return (), "interrupt" if beside.solver.stop.is_set() else "time"
        regret.hold_bests(beside.m, on, {item.key: item.best for item in keys})
        found += keys
    return tuple(found), ""


def make_leximin(
    beside: Beside, aims: Sequence[Aim], losses: Sequence[float], values: Sequence[tuple[Any, float]], share: float
) -> Mapping[str, tuple[Level, ...]]:
    """Find the leximin plan among those that are as good as a point in every aim; the variables hold it.

    Parameters
    ----------
    beside : Beside
    aims : sequence of Aim
    losses : sequence of float
        What each aim comes to at the point, as it is made small.
    values : sequence of (variable, float)
        The plan of the point.
    share : float
        Which part of the time for all points this one may take.

    Returns
    -------
    mapping
        The sorted vector with its bounds by the ratio of the first aim leximin. Stopped early, the places that are not
        proven have a lower bound.
    """
    for variable, value in values:
        variable.set_value(value, skip_validation=True)
    limit_aims(beside.m, aims, losses)
    on = next(aim.on for aim in aims if aim.name == leximin.NAME)
    seconds = max(LEAST_SECONDS, LEXIMIN_PART * share * beside.given.scenario.time_limit)
    found = minimise_leximin(beside.search("fairness", parts_of(beside.m).all, seconds), leximin.NAME, on)
    return {on: found.levels} if found.outcome.state == "solved" else {}
