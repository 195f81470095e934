"""The norm `minimax`: make the largest burden ratio as small as possible."""

from collections.abc import Iterable
from typing import Any

import pyomo.environ as pyo

from regietafel.model.fairness import measures
from regietafel.model.fairness.growth import GROWTH_RULES
from regietafel.model.given import Given
from regietafel.model.rules import over

NAME = "minimax"
measure = measures.minimax
ERROR = 0.0


def growing(m: Any, given: Given) -> Iterable[tuple[str, str]]:
    """Return the hosts that count only if they grow."""
    del given
    return list(m.HOSTS)


def declare(m: Any, given: Given) -> None:
    """Declare the largest ratio."""
    del given
    m.worst = pyo.Var(m.NORMS_ON, domain=pyo.NonNegativeReals, initialize=0, doc="largest ratio [ratio]")


@over("COMPARED", "BURDEN_MOMENTS", group="norm", unit="ratio")
def worst_burden_is_largest(m: Any, on: str, g: str, t: str) -> Any:
    r"""Call no burden ratio larger than the worst.

    .. math:: E'_g\, z \ge C_{gt} \qquad \forall g \text{ without more than its share already there}, t

    z ``worst`` [ratio] · E' ``denominator`` · C ``carried``

    Active: norm minimax. Source: definition.
    """
    return m.denominator[on, g] * m.worst[on] >= m.carried[on, g, t]


@over("HOSTS", group="norm", unit="ratio")
def growing_host_is_compared(m: Any, on: str, g: str) -> Any:
    r"""Compare a growing host with its whole burden.

    .. math:: E'_g\, z \ge F_g\, b_g + q_g \qquad \forall g \text{ with } F_g > E'_g

    E' ``denominator`` · z ``worst`` [ratio] · F ``fixed_carried`` · b ``grows`` · q ``growth``

    Active: norm minimax. Source: definition; F b + q is the burden when b = 1 and 0 when b = 0, so no big-M is needed.
    """
    return m.denominator[on, g] * m.worst[on] >= m.fixed_carried[on, g] * m.grows[on, g] + m.growth[on, g]


CONSTRAINTS = (worst_burden_is_largest, *GROWTH_RULES, growing_host_is_compared)


def objective(m: Any, on: str) -> Any:
    """Return the expression to minimise [ratio]."""
    return m.worst[on]


def divisor(m: Any, on: str) -> None:
    """Return nothing: the aim is no fraction."""
    del m, on
