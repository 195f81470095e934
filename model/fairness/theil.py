r"""The norm `theil`: bring the division of the burdens as close as possible to the division of the shares.

Its value is the relative entropy of the one to the other: with S the burdens together and p the share of a municipality in
what is asked, the sum over municipalities of (C / S) ln(C / (p S)). A burden has to lie above tangents of this curve, so
the program sees it from below, by less than `ERROR`.
"""

import math
from collections.abc import Iterable, Iterator
from typing import Any

import pyomo.environ as pyo

from regietafel.model.components import declare_set
from regietafel.model.fairness import measures, tangents
from regietafel.model.fairness.spread import SPREAD_RULES, compared, declare_spread, key_share, reach, settle_spread
from regietafel.model.fairness.tangents import STEP, breakpoint_of
from regietafel.model.given import Given
from regietafel.model.rules import over

NAME = "theil"
measure = measures.theil
ERROR = tangents.ERROR


def growing(m: Any, given: Given) -> Iterable[tuple[str, str]]:
    """Return nobody: a host counts whether it grows or not."""
    del m, given
    return ()


def declare(m: Any, given: Given) -> None:
    """Declare the entropy of each municipality, and the tangents within what it can reach."""
    declare_spread(m, given)
    found = [(on, g, j) for on in m.NORMS_ON for g, j in _within_reach(m, given, on)]
    declare_set(m, "TANGENTS", found, "ratio, municipality, number of the breakpoint")
    m.entropy = pyo.Var(
        m.WITH_SHARE,
        m.BURDEN_MOMENTS,
        bounds=lambda _m, on, _g, t: (-m.borne_together[on, t].ub, None),
        initialize=0,
        doc="part of a municipality in the entropy [weighted places]",
    )


def _within_reach(m: Any, given: Given, on: str) -> Iterator[tuple[str, int]]:
    """Give per municipality the breakpoints from its smallest to its largest ratio relative to the mean."""
    shares, reached = key_share(m, on), reach(m, given, on)
    least, most = (sum(bounds[i] for bounds in reached.values()) for i in (0, 1))
    for g, (low, high) in reached.items():
        smallest = low / (shares[g] * most) if most else 0.0
        largest = min(1 / shares[g], high / (shares[g] * least) if least else math.inf)
        first, last = (math.sqrt(ratio) / STEP - 0.5 for ratio in (smallest, largest))
        yield from ((g, j) for j in range(max(0, math.floor(first)), max(0, math.ceil(last)) + 1))


@over("TANGENTS", "BURDEN_MOMENTS", group="norm")
def entropy_is_above_tangent(m: Any, on: str, g: str, j: int, t: str) -> Any:
    r"""Keep the entropy of a municipality above a tangent of its curve.

    .. math:: h_{gt} \ge (\ln a_j + 1)\, C_{gt} - a_j\, p_g\, S_t \qquad \forall g, j, t

    h ``entropy`` · C ``borne`` · S ``borne_together`` · a breakpoint j: ((j + 1/2) x 0.03) squared · p ``denominator`` over the sum of all

    Active: norm theil. Source: definition.
    Valid: C ln(C / (p S)) is convex in C and S together; this is its tangent where C = a p S, whatever S is.
    """
    a, share = breakpoint_of(j), key_share(m, on)[g]
    return m.entropy[on, g, t] >= (math.log(a) + 1) * m.borne[on, g, t] - a * share * m.borne_together[on, t]


CONSTRAINTS = (*SPREAD_RULES, entropy_is_above_tangent)


def objective(m: Any, on: str, t: str = "") -> Any:
    """Return the numerator at a moment (default: the last): the entropy of all [weighted places]."""
    return sum(m.entropy[on, g, t or m.BURDEN_MOMENTS.last()] for g in compared(m, on))


def divisor(m: Any, on: str, t: str = "") -> Any:
    """Return what the numerator is divided by at a moment: the burdens of all together [weighted places]."""
    return m.borne_together[on, t or m.BURDEN_MOMENTS.last()]


def settle(m: Any, on: str) -> None:
    """Give the variables of the norm the values they have in the plan at hand: the highest tangent."""
    settle_spread(m, on)
    shares = key_share(m, on)
    tangents: dict[str, list[float]] = {g: [] for g in shares}
    for ratio, g, j in m.TANGENTS:
        if ratio == on:
            tangents[g].append(breakpoint_of(j))
    for t in m.BURDEN_MOMENTS:
        whole = m.borne_together[on, t].value
        for g, found in tangents.items():
            burden = m.borne[on, g, t].value
            highest = max((math.log(a) + 1) * burden - a * shares[g] * whole for a in found)
            m.entropy[on, g, t].set_value(highest, skip_validation=True)
