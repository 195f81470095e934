"""How small a norm could be at best, without searching for it: a relaxed program tells a proven bound in a moment."""

import math
from typing import Any

from regietafel.model.figures.prices import DIGITS
from regietafel.model.formulation import NORMS
from regietafel.solver.fraction import NOTHING, Steps
from regietafel.solver.highs import Ease, Limits
from regietafel.solver.norm_search import NormSearch
from regietafel.solver.whole import restore

SCALE, HAIR = 10.0**DIGITS, 0.5
"""Of the last decimal: for the accuracy of the solver."""


def bound_of(search: NormSearch, norm: str, on: str, value: float) -> float | None:
    r"""Return what no plan comes below, places and openings taken as real numbers; None when there was no time.

    Parameters
    ----------
    search : NormSearch
        Its program is built with the norm, and the earlier aims are kept.
    norm, on : str
        The norm and the ratio it looks at.
    value : float
        Of the norm in some plan; of a fraction N / D the nearer it is to the best, the better the bound.

    Returns
    -------
    float or None
        At least 0, rounded down to six decimals. Of a fraction: with b the least of :math:`N - \lambda D`, every plan
        has :math:`N / D \ge \lambda + \min(b / D_{min}, b / D_{max})`; of several moments the largest holds.
    """
    m, module = search.m, NORMS[norm]
    if module.divisor(m, on) is None:
        least = _least(search, module.objective(m, on))
        return None if least is None else _down(least)
    low, high = Steps(search, module, on).range_of_divisor()
    if low <= NOTHING:
        return 0.0
    found = []
    for t in m.BURDEN_MOMENTS:
        least = _least(search, module.objective(m, on, t) - value * module.divisor(m, on, t))
        if least is None:
            return None
        found.append(value + min(least / low, least / high))
    return _down(max(found))


def _least(search: NormSearch, aim: Any) -> float | None:
    """Minimise an aim over the relaxed program; the variables keep their values."""
    whole = [variable for variable in search.parts.all if variable.is_integer()]
    before = [variable.value for variable in search.parts.all]
    search.m.aim.set_value(aim)
    limits = Limits(gap=0.0, absolute_gap=0.0, seconds=search.limits.seconds, label=search.limits.label)
    run = search.solver.optimise(search.m, limits, [], Ease(real=whole))
    restore(search.parts.all, before)
    return run.bound if run.state == "solved" and math.isfinite(run.bound) else None


def _down(bound: float) -> float:
    """Round down, so that the bound still holds."""
    return max(0.0, math.floor(bound * SCALE - HAIR) / SCALE)
