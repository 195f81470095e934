"""The norm `minimax`: make the largest burden ratio as small as possible."""

from collections.abc import Mapping
from typing import Any

from regietafel.model.rules import over

NAME = "minimax"


@over("COMPARED", "BURDEN_MOMENTS", group="norm", unit="ratio")
def worst_burden_is_largest(m: Any, on: str, g: str, t: str) -> Any:
    r"""Call no burden ratio larger than the worst.

    .. math:: E'_g\, z \ge C_{gt} \qquad \forall g \text{ without more than its share already there}, t

    z ``worst`` [ratio] · E' ``denominator`` · C ``carried``

    Active: norm minimax. Source: definition.
    """
    return m.denominator[on, g] * m.worst[on] >= m.carried[on, g, t]


@over("HOSTS", "BURDEN_MOMENTS", group="norm")
def host_growth_is_counted(m: Any, on: str, g: str, t: str) -> Any:
    r"""Count what a host gets above what is already there as growth.

    .. math:: q_g \ge C_{gt} - F_g \qquad \forall g \text{ with } F_g > E'_g, t

    q ``growth`` · C ``carried`` · F ``fixed_carried``

    Active: norm minimax. Source: definition.
    """
    return m.growth[on, g] >= m.carried[on, g, t] - m.fixed_carried[on, g]


@over("HOSTS", group="norm")
def host_counts_if_it_grows(m: Any, on: str, g: str) -> Any:
    r"""Leave a host out of the norm only when it does not grow.

    .. math:: q_g \le U_g\, b_g \qquad \forall g \text{ with } F_g > E'_g

    q ``growth`` · U ``largest_growth`` · b ``grows``

    Active: norm minimax. Source: our choice; a host full of fixed places is listed as *vast door bestaande plekken*.
    """
    return m.growth[on, g] <= m.largest_growth[on, g] * m.grows[on, g]


@over("HOSTS", group="norm", unit="ratio")
def growing_host_is_compared(m: Any, on: str, g: str) -> Any:
    r"""Compare a growing host with its whole burden.

    .. math:: E'_g\, z \ge F_g\, b_g + q_g \qquad \forall g \text{ with } F_g > E'_g

    E' ``denominator`` · z ``worst`` [ratio] · F ``fixed_carried`` · b ``grows`` · q ``growth``

    Active: norm minimax. Source: definition; F b + q is the burden when b = 1 and 0 when b = 0, so no big-M is needed.
    """
    return m.denominator[on, g] * m.worst[on] >= m.fixed_carried[on, g] * m.grows[on, g] + m.growth[on, g]


CONSTRAINTS = (worst_burden_is_largest, host_growth_is_counted, host_counts_if_it_grows, growing_host_is_compared)


def objective(m: Any, on: str) -> Any:
    """Return the expression to minimise [ratio]."""
    return m.worst[on]


def measure(ratios: Mapping[str, Any], entitlement: Mapping[str, int]) -> Any:
    """Return the largest ratio, 0 when there is none.

    Parameters
    ----------
    ratios : mapping of municipality to number
        Burden ratio of each municipality that counts.
    entitlement : mapping of municipality to int
        Share of each; not used by this norm.
    """
    del entitlement
    return max(ratios.values(), default=0)
