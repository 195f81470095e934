"""The norm `leximin`: make the largest burden ratio as small as possible, then the second largest, down to the last."""

from collections.abc import Iterable, Sequence
from math import floor
from typing import Any

import pyomo.environ as pyo

from regietafel.model.fairness import measures, minimax
from regietafel.model.fairness.growth import largest_burden
from regietafel.model.given import Given

NAME = "leximin"
measure = measures.leximin
ERROR = 0.0
CONSTRAINTS = minimax.CONSTRAINTS
HAIR = 1e-6
"""For the arithmetic of a level times a share."""


def growing(m: Any, given: Given) -> Iterable[tuple[str, str]]:
    """Return the hosts that count only if they grow."""
    return minimax.growing(m, given)


def declare(m: Any, given: Given) -> None:
    """Declare the largest ratio, and what stands above each level once the vector is kept."""
    if m.component("worst") is None:
        minimax.declare(m, given)
    m.excess = pyo.Var(pyo.Any, dense=False, domain=pyo.NonNegativeReals, doc="ratio above a kept level [ratio]")
    m.excess_above_level_is_counted = pyo.Constraint(pyo.Any, doc="Count what a ratio has above a kept level.")
    m.excess_above_level_stays_small = pyo.Constraint(pyo.Any, doc="Let the sum above a level not grow.")


def keep(m: Any, given: Given, on: str, ratios: Sequence[float], allowed: float) -> None:
    r"""Keep the sorted vector of the fairest plan: the mean of the k largest ratios rises by the tolerance at most.

    .. math:: \sum_g \max(0, r_g - w_j) \le \sum_i \max(0, w_i - w_j) \qquad \forall j, \quad w_i = v_i + \epsilon

    r ratio · v ``ratios`` of the fairest plan, 0 for a host that does not grow in it · :math:`\epsilon` ``allowed`` [ratio]

    Parameters
    ----------
    m : pyomo.environ.ConcreteModel
        Built with the norm.
    given : Given
        Case and scenario.
    on : str
        The ratio: ``joint`` or ``asylum``.
    ratios : sequence of float
        Of the fairest plan, the largest first; the worst moment of each municipality that counts [ratio].
    allowed : float
        By how much the mean of the k largest may rise, for every k [ratio].

    References
    ----------
    Dentcheva and Ruszczynski (2003), SIAM J. Optim. 14(2), 548-566: the sums of the k largest are dominated for every k
    when the expected excess is, at the values of the reference. Municipalities stay interchangeable: it is not fixed
    who carries what.
    """
    pairs = [pair for pair in m.WITH_SHARE if pair[0] == on]
    kept = [ratio + allowed for ratio in (*ratios, *[0.0] * (len(pairs) - len(ratios)))]
    for j, level in enumerate(sorted(set(kept), reverse=True) or [0.0]):
        room = sum(max(0.0, other - level) for other in kept)
        above = [pair for pair in pairs if largest_burden(m, given, *pair) > level * m.denominator[pair]]
        for _, g in above:
            for t in m.BURDEN_MOMENTS:
                _count_excess(m, (on, j, g, t), level)
        if room and above:
            m.excess_above_level_stays_small[on, j] = sum(m.excess[on, j, g] for _, g in above) <= room + HAIR


def _count_excess(m: Any, index: tuple[str, int, str, str], level: float) -> None:
    """Count what a municipality has above a level; nobody may have any above the highest one: a whole burden at most."""
    on, j, g, t = index
    share = m.denominator[on, g]
    growing = (on, g) in m.GROWING
    carried = m.fixed_carried[on, g] * m.grows[on, g] + m.growth[on, g] if growing else m.carried[on, g, t]
    excess = m.excess[on, j, g] * share if j else 0.0
    least = level * share if j else floor(level * share + HAIR)
    m.excess_above_level_is_counted[on, j, g, t] = carried <= least + excess


def objective(m: Any, on: str) -> Any:
    """Return the first place of the vector, the largest ratio [ratio]; the search goes on to the others."""
    return m.worst[on]


def divisor(m: Any, on: str) -> None:
    """Return nothing: the aim is no fraction."""
    del m, on
