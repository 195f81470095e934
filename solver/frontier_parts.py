"""What the search of a trade-off is asked with, and what it gives."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Protocol

from regietafel.model.decisions import Decisions
from regietafel.model.figures.aims import Aim
from regietafel.model.figures.prices import KeyBest
from regietafel.model.levels import Level
from regietafel.model.plan import TierDocument
from regietafel.solver.frontier_workers import Workers
from regietafel.solver.highs import Report


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
    """One plan of a trade-off.

    Parameters
    ----------
    values : tuple of Fraction
        What each aim comes to, exactly.
    decisions : Decisions
    gaps : tuple of float
        By how much each value may be off: how much better a plan may be that is as good in the other aims. Of an aim
        counted in steps of one 0.
    proven : bool
        Whether that is proven of this point; if not, the gaps of the aims that get a limit are a step.
    levels : mapping of str to tuple of Level
        Per ratio of an aim leximin the sorted vector, each place with its bound.
    """

    values: tuple[Fraction, ...]
    decisions: Decisions
    gaps: tuple[float, ...]
    proven: bool = True
    levels: Mapping[str, tuple[Level, ...]] = field(default_factory=dict)

    def losses(self, aims: Sequence[Aim]) -> tuple[Fraction, ...]:
        """Return what is made small, per aim."""
        return tuple(aim.loss(value) for aim, value in zip(aims, self.values, strict=True))


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
    keys : tuple of KeyBest
        Of an aim regret: the best of every key, found first.
    points : list of Point
        In the order of the first aim, best first.
    merged : tuple of float
        Per aim by how much a point is worse, at most, than one that was merged into it.
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
    keys: tuple[KeyBest, ...] = ()
    points: list[Point] = field(default_factory=list)
    merged: tuple[float, ...] = ()
    stop: str = ""
    open: int = 0
    program: Any = None
