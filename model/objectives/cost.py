"""Tier 5: cost over the cycle."""

from typing import Any

NAME = "cost"
UNIT = "euro"
ABSOLUTE_GAP = 1000.0


def expression(m: Any) -> Any:
    r"""Sum the operation of every place over the years, and every opening once.

    .. math:: \sum_{l \in L} \sum_t \left(c_l\, n_t \sum_k x_{lkt} + f_l\, o_{lt}\right)

    c ``yearly_cost`` [euro per place per year] · n ``years`` [years] · x ``placed`` [places] · f ``opening_cost`` [euro] · o ``started`` [locations]; locations outside the province aside
    """
    running = sum(
        m.yearly_cost[loc] * m.years[t] * sum(m.placed[loc, k, t] for k in m.streams_of[loc])
        for loc in m.own_locations
        for t in m.MOMENTS
    )
    return running + sum(
        m.opening_cost[loc] * m.started[loc, t] for loc in m.own_locations for t in m.MOMENTS if m.opening_cost[loc]
    )
