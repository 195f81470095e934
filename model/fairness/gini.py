"""The norm `gini`: make the burden ratios differ from each other as little as possible, each pair weighed by its shares.

The value is a fraction of two sums that both depend on the plan; Dinkelbach's steps in `solver` make it exact.
"""

from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import Any

import pyomo.environ as pyo

from regietafel.model.components import declare_parameter, declare_set
from regietafel.model.fairness import measures
from regietafel.model.fairness.spread import SPREAD_RULES, compared, declare_spread, reach, settle_spread
from regietafel.model.given import Given
from regietafel.model.rules import over

NAME = "gini"
measure = measures.gini
ERROR = 0.0


def growing(m: Any, given: Given) -> Iterable[tuple[str, str]]:
    """Return nobody: a host counts whether it grows or not."""
    del m, given
    return ()


def declare(m: Any, given: Given) -> None:
    """Declare how far two burdens are apart; a pair whose order no plan can change needs no variable."""
    declare_spread(m, given)
    order = {
        (on, g, h): _order(m, on, (g, h), reach(m, given, on))
        for on in m.NORMS_ON
        for g, h in combinations(compared(m, on), 2)
    }
    declare_set(m, "GINI_PAIRS", [index for index, sign in order.items() if sign == 0], "ratio, two municipalities")
    known = {index: sign for index, sign in order.items() if sign}
    declare_parameter(m, "known_order", known, "1 if the first ratio of a pair is the larger in every plan, else -1")
    m.apart = pyo.Var(
        m.GINI_PAIRS,
        m.BURDEN_MOMENTS,
        domain=pyo.NonNegativeReals,
        initialize=0,
        doc="how far two burdens are apart, per place asked of all [weighted places]",
    )


def _order(m: Any, on: str, pair: tuple[str, str], reached: Mapping[str, tuple[int, int]]) -> int:
    """Return 1 or -1 when the ratio of the first or the second is never the smaller one, else 0."""
    (low_g, high_g), (low_h, high_h) = (reached[code] for code in pair)
    share_g, share_h = (m.denominator[on, code] for code in pair)
    if low_g * share_h >= high_h * share_g:
        return 1
    return -1 if low_h * share_g >= high_g * share_h else 0


@over("GINI_PAIRS", "BURDEN_MOMENTS", group="norm")
def first_above_second_is_apart(m: Any, on: str, g: str, h: str, t: str) -> Any:
    r"""Count by how much the first of two burdens is the larger one for its share.

    .. math:: d_{ght} \ge (E'_h C_{gt} - E'_g C_{ht}) / \sum_i E'_i \qquad \forall g < h, t

    d ``apart`` · E' ``denominator`` · C ``borne``

    Active: norm gini, pairs whose order depends on the plan. Source: definition.
    """
    return m.apart[on, g, h, t] >= _difference(m, on, (g, h), t)


@over("GINI_PAIRS", "BURDEN_MOMENTS", group="norm")
def second_above_first_is_apart(m: Any, on: str, g: str, h: str, t: str) -> Any:
    r"""Count by how much the second of two burdens is the larger one for its share.

    .. math:: d_{ght} \ge (E'_g C_{ht} - E'_h C_{gt}) / \sum_i E'_i \qquad \forall g < h, t

    d ``apart`` · E' ``denominator`` · C ``borne``

    Active: norm gini, pairs whose order depends on the plan. Source: definition.
    """
    return m.apart[on, g, h, t] >= _difference(m, on, (h, g), t)


CONSTRAINTS = (*SPREAD_RULES, first_above_second_is_apart, second_above_first_is_apart)


def _difference(m: Any, on: str, pair: tuple[str, str], t: str) -> Any:
    """Return how much larger the burden of the first of two is for its share [weighted places]."""
    (g, h), whole = pair, sum(m.denominator[on, code] for code in compared(m, on))
    return m.denominator[on, h] / whole * m.borne[on, g, t] - m.denominator[on, g] / whole * m.borne[on, h, t]


def objective(m: Any, on: str, t: str = "") -> Any:
    """Return the numerator at a moment (default: the last): all differences, per place asked [weighted places]."""
    when = t or m.BURDEN_MOMENTS.last()
    known = [(pair, sign) for (ratio, *pair), sign in m.known_order.items() if ratio == on]
    differences = [m.apart[on, g, h, when] for ratio, g, h in m.GINI_PAIRS if ratio == on]
    return sum(differences) + sum(sign * _difference(m, on, (g, h), when) for (g, h), sign in known)


def divisor(m: Any, on: str, t: str = "") -> Any:
    """Return what the numerator is divided by at a moment: the burdens of all together [weighted places]."""
    return m.borne_together[on, t or m.BURDEN_MOMENTS.last()]


def settle(m: Any, on: str) -> None:
    """Give the variables of the norm the values they have in the plan at hand."""
    settle_spread(m, on)
    for ratio, g, h in m.GINI_PAIRS:
        for t in m.BURDEN_MOMENTS if ratio == on else ():
            m.apart[on, g, h, t].set_value(abs(pyo.value(_difference(m, on, (g, h), t))), skip_validation=True)
