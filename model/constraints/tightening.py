"""Valid inequalities: rows that follow from the rules for whole numbers, and that bring the proof nearer."""

from typing import Any

from regietafel.model.rules import over


@over("COMPARED", "BURDEN_MOMENTS", group="tightening")
def burden_is_whole_below_worst(m: Any, on: str, g: str, t: str) -> Any:
    r"""Give a compared municipality no more than the whole number below the kept worst ratio times its share.

    .. math:: C_{gt} \le \lfloor Z\, E'_g \rfloor \qquad \forall g \text{ compared}, t

    C ``carried`` · Z the kept value of ``worst`` [ratio] · E' ``denominator``

    Active: once the tier fairness is kept, norm minimax. Source: definition.
    Valid: C is a sum of whole places times whole weights and at most Z E'; a whole number at most r is at most floor(r).
    """
    return m.carried[on, g, t] <= m.whole_burden[on, g]


@over("LACKING_HOMES", group="tightening", unit="locations")
def lack_of_homes_opens_location(m: Any, g: str, t: str) -> Any:
    r"""Open a location that counts for the housing target where homes alone cannot meet it, or name who is not housed.

    .. math:: \sum_{l \in \text{credits}_g} \min(u_l, n_{gt})\, y_{lt} + w_{gt} \ge n_{gt} \qquad \forall g, t: n_{gt} > 0

    u ``largest_size`` [places] · n ``lacking_homes``: target less homes [persons] · y ``opened`` · w ``unhoused`` [persons]

    Active: always. Source: follows from ``housing_target_is_met``, ``homes_are_available`` and ``places_fit_location``.
    Valid: together they give sum u y + w >= n; where one open location is larger than n, n itself is enough for it.
    """
    need = m.lacking_homes[g, t]
    rows = sum(min(m.largest_size[loc], need) * m.opened[loc, t] for loc in m.crediting[g])
    return rows + m.unhoused[g, t] >= need


@over("FITTING", group="tightening")
def places_fit_below_worst(m: Any, loc: str, t: str) -> Any:
    r"""Give a location no more places than the burden its municipality can carry below the kept worst ratio.

    .. math:: \sum_k x_{lkt} \le c_l\, y_{lt} \qquad \forall l: c_l < u_l, n_l = 1

    x ``placed`` [places] · c ``fitting_places``: kept burden of the municipality [places] · u ``largest_size`` [places] · y ``opened``

    Active: once the tier fairness is kept on the joint ratio with weights of at least 1, norm minimax. Source: definition.
    Valid: places of one location are part of the burden of its municipality; when it is closed both sides are 0.
    """
    most = m.fitting_places[loc, t]
    return sum(m.placed[loc, k, t] for k in m.streams_of[loc]) <= most * m.opened[loc, t]
