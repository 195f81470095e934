"""What a norm is searched with, and what is found."""

from dataclasses import dataclass
from typing import Any

from regietafel.model.figures.prices import KeyBest
from regietafel.model.given import Given
from regietafel.model.levels import Level
from regietafel.solver.highs import Limits, LivingSolver, Outcome
from regietafel.solver.whole import Parts


@dataclass(frozen=True, kw_only=True)
class NormSearch:
    """What a norm is searched with.

    Parameters
    ----------
    solver : LivingSolver
        Kept alive over all searches of the program.
    m : pyomo.environ.ConcreteModel
        Built with the norm; it has an aim `aim`, and the earlier aims are kept.
    parts : Parts
        Of `m`.
    limits : Limits
        When to stop; gaps in the unit of the norm.
    start : list of variables
        Whose values are a plan to start from; empty when there is none.
    given : Given
        Case and scenario.
    """

    solver: LivingSolver
    m: Any
    parts: Parts
    limits: Limits
    start: list[Any]
    given: Given


@dataclass(frozen=True, kw_only=True)
class NormFound:
    """The best value of a norm; the variables of the program hold a plan that has it.

    Parameters
    ----------
    norm, on : str
        The norm and the ratio it looked at.
    outcome : Outcome
        `value` and `bound` in the unit of the norm, also when it is a fraction; of leximin: of the largest ratio.
    levels : tuple of Level
        Of leximin: every place of the sorted vector, with its bound.
    ratios : tuple of float
        Of leximin: the sorted vector itself, not on the grid.
    keys : tuple of KeyBest
        Of regret: the best of every key.
    """

    norm: str
    on: str
    outcome: Outcome
    levels: tuple[Level, ...] = ()
    ratios: tuple[float, ...] = ()
    keys: tuple[KeyBest, ...] = ()
