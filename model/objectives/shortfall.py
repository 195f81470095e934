"""Tier 1: legal tasks not met."""

from typing import Any

NAME = "shortfall"
UNIT = "places"
ABSOLUTE_GAP = 0.99


def expression(m: Any) -> Any:
    r"""Weigh what is not met, over all moments.

    .. math:: \sum_t \left(\sum_{\tau} a_\tau s_{\tau t} + a_{\text{housing}} \sum_g w_{gt} + a_{\text{asylum}} q_t\right)

    a options ``shortfall_weight_*`` · s ``shortfall`` [places] · w ``unhoused`` [persons] · q ``need_shortfall`` [places], only with communicating vessels
    """
    places = sum(m.shortfall_weight[task] * m.shortfall[task, t] for task in m.TASKS for t in m.MOMENTS)
    persons = m.shortfall_weight["housing"] * sum(m.unhoused[g, t] for g in m.MUNICIPALITIES for t in m.MOMENTS)
    need = sum(m.need_shortfall[t] for t in m.MOMENTS) if m.vessels_share > 0 else 0
    return places + persons + m.shortfall_weight["asylum"] * need
