"""The norm `deviation`: make the places above or below the fair share, summed over the province, as few as possible."""

from collections.abc import Iterable
from typing import Any

import pyomo.environ as pyo

from regietafel.model.components import declare_variable
from regietafel.model.fairness import measures
from regietafel.model.given import Given
from regietafel.model.rules import over

NAME = "deviation"
measure = measures.deviation
ERROR = 0.0


def growing(m: Any, given: Given) -> Iterable[tuple[str, str]]:
    """Return nobody: a host counts whether it grows or not."""
    del m, given
    return ()


def declare(m: Any, given: Given) -> None:
    """Declare what is above or below the share, and its sum."""
    del given
    declare_variable(
        m,
        "deviating",
        (m.WITH_SHARE, m.BURDEN_MOMENTS),
        "burden above or below the share [weighted places]",
        (0, None),
    )
    m.mean_deviation = pyo.Var(
        m.NORMS_ON, domain=pyo.NonNegativeReals, initialize=0, doc="places off the share, per place asked [ratio]"
    )


@over("WITH_SHARE", "BURDEN_MOMENTS", group="norm")
def excess_is_deviation(m: Any, on: str, g: str, t: str) -> Any:
    r"""Count what is above the share.

    .. math:: d_{gt} \ge C_{gt} - E'_g \qquad \forall g, t

    d ``deviating`` · C ``carried`` · E' ``denominator``

    Active: norm deviation. Source: definition.
    """
    return m.deviating[on, g, t] >= m.carried[on, g, t] - m.denominator[on, g]


@over("WITH_SHARE", "BURDEN_MOMENTS", group="norm")
def lack_is_deviation(m: Any, on: str, g: str, t: str) -> Any:
    r"""Count what is below the share.

    .. math:: d_{gt} \ge E'_g - C_{gt} \qquad \forall g, t

    d ``deviating`` · C ``carried`` · E' ``denominator``

    Active: norm deviation. Source: definition.
    """
    return m.deviating[on, g, t] >= m.denominator[on, g] - m.carried[on, g, t]


@over("NORMS_ON", "BURDEN_MOMENTS", group="norm", unit="ratio")
def worst_deviation_is_largest(m: Any, on: str, t: str) -> Any:
    r"""Call the deviation of no moment larger than the worst.

    .. math:: z \sum_g E'_g \ge \sum_g d_{gt} \qquad \forall t

    z ``mean_deviation`` [ratio] · E' ``denominator`` · d ``deviating``

    Active: norm deviation. Source: definition.
    """
    pairs = [pair for pair in m.WITH_SHARE if pair[0] == on]
    return sum(m.denominator[pair] for pair in pairs) * m.mean_deviation[on] >= sum(
        m.deviating[pair, t] for pair in pairs
    )


CONSTRAINTS = (excess_is_deviation, lack_is_deviation, worst_deviation_is_largest)


def objective(m: Any, on: str) -> Any:
    """Return the expression to minimise [ratio]."""
    return m.mean_deviation[on]


def divisor(m: Any, on: str) -> None:
    """Return nothing: the aim is no fraction; the sum of the shares does not depend on the plan."""
    del m, on
