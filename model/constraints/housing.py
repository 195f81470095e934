"""The housing target, per municipality: each college is bound to its own, a lead in one never covers another."""

from typing import Any

from regietafel.model.rules import over


@over("MUNICIPALITIES", "MOMENTS", group="task", unit="persons", article="Huisvestingswet 2014 art. 28-29")
def housing_target_is_met(m: Any, g: str, t: str) -> Any:
    r"""House the status holders due by the moment, in homes or in places that count, or name who is not housed.

    .. math:: w_{gt} \ge O_{gt} - h_{gt} - e_{gt} \qquad \forall g \in G, t \in T

    w ``unhoused`` [persons] · O ``obligation`` [persons] · h ``housed`` [persons] · e ``credited`` [persons]

    Active: always. Source: Huisvestingswet 2014 art. 28-29; backlog and agreed exchanges are in the obligation.
    """
    return m.unhoused[g, t] >= m.obligation[g, t] - m.housed[g, t] - m.credited[g, t]


@over("MUNICIPALITIES", "MOMENTS", group="task", unit="persons")
def homes_are_available(m: Any, g: str, t: str) -> Any:
    r"""House no more status holders in a period than homes come free in it.

    .. math:: h_{gt} - h_{g,t-1} \le H_{gt} - H_{g,t-1} \qquad \forall g \in G, t \in T

    h ``housed``, cumulative [persons] · H ``houseable``, cumulative [persons]

    Active: always. Source: table gemeenten, column te_huisvesten_per_halfjaar.
    """
    if t == m.MOMENTS.first():
        return m.housed[g, t] <= m.houseable[g, t]
    before = m.MOMENTS.prev(t)
    return m.housed[g, t] - m.housed[g, before] <= m.houseable[g, t] - m.houseable[g, before]


@over("MUNICIPALITIES", "NEXT", group="task", unit="persons")
def housed_stay_housed(m: Any, g: str, t: str, s: str) -> Any:
    r"""Leave status holders in their homes.

    .. math:: h_{gs} \ge h_{gt} \qquad \forall g \in G, s \text{ the moment after } t

    h ``housed``, cumulative [persons]

    Active: always. Source: definition of a cumulative number.
    """
    return m.housed[g, s] >= m.housed[g, t]


@over("MUNICIPALITIES", "MOMENTS", group="definition", unit="persons")
def homes_above_target_are_surplus(m: Any, g: str, t: str) -> Any:
    r"""Count homes and places above the housing target of a municipality as surplus.

    .. math:: v_{gt} \ge h_{gt} + e_{gt} - O_{gt} \qquad \forall g \in G, t \in T

    v ``overhoused`` [persons] · h ``housed`` [persons] · e ``credited`` [persons] · O ``obligation`` [persons]

    Active: always. Source: our choice, as for places.
    """
    return m.overhoused[g, t] >= m.housed[g, t] + m.credited[g, t] - m.obligation[g, t]
