"""Tier 2: new places above the need."""

from typing import Any

NAME = "surplus"
UNIT = "places"
ABSOLUTE_GAP = 0.99


def expression(m: Any) -> Any:
    r"""Sum new places and homes above the need, over all tasks and moments.

    .. math:: \sum_t \left(\sum_\tau r_{\tau t} + \sum_g v_{gt}\right)

    r ``surplus`` [places] · v ``overhoused`` [persons]
    """
    places = sum(m.surplus[task, t] for task in m.TASKS for t in m.MOMENTS)
    return places + sum(m.overhoused[g, t] for g in m.MUNICIPALITIES for t in m.MOMENTS)
