"""The durable counting regime: five years, within twelve months, and a minimum per municipality."""

from typing import Any

from regietafel.model.rules import over
from regietafel.model.scenario import Scenario


def durable_places_are_chosen(scenario: Scenario) -> bool:
    """Whether the task is counted in durable places."""
    return scenario.counting == "durable"


@over("DURABLE", "MOMENTS", group="definition", unit="locations", active=durable_places_are_chosen)
def offer_in_use_has_location(m: Any, loc: str, t: str) -> Any:
    r"""Call an offer in use only when one of its locations is open.

    .. math:: b_{lt} \le y_{lt} \qquad \forall l \in D, t \in T

    b ``in_use`` · y ``opened`` [locations]

    Active: when ``counting`` is durable. Source: definition.
    """
    return m.in_use[loc, t] <= m.opened[loc, t]


@over("DURABLE", "MOMENTS", group="definition", unit="locations", active=durable_places_are_chosen)
def open_offer_is_in_use(m: Any, loc: str, t: str) -> Any:
    r"""Call an offer in use when any of its locations is open.

    .. math:: y_{lt} \le n_l\, b_{lt} \qquad \forall l \in D, t \in T

    y ``opened`` [locations] · n ``available_count`` [locations] · b ``in_use``

    Active: when ``counting`` is durable. Source: definition.
    """
    return m.opened[loc, t] <= m.available_count[loc] * m.in_use[loc, t]


@over("DURABLE_USES", group="definition", active=durable_places_are_chosen)
def durable_places_come_within_a_year(m: Any, loc: str, k: str, t: str, s: str) -> Any:
    r"""Count the places an offer has when it is first in use at t or within twelve months after it.

    .. math:: d_{lkt} \le x_{lks} + U_l\,(1 - b_{ls} + b_{l,s-1}) \qquad \forall l \in D, k, t, s \in [t, t + 12 \text{ months}]

    d ``durably_placed`` [places] · x ``placed`` [places] · U largest size x count [places] · b ``in_use``; before t the last term is 0

    Active: when ``counting`` is durable. Source: Wet art. 2(3).
    """
    largest = m.largest_size[loc] * m.available_count[loc]
    before = m.in_use[loc, m.MOMENTS.prev(s)] if s != t else 0
    return m.durably_placed[loc, k, t] <= m.placed[loc, k, s] + largest * (1 - m.in_use[loc, s] + before)


@over("DURABLE_PLACINGS", group="definition", active=durable_places_are_chosen)
def durable_places_last_five_years(m: Any, loc: str, k: str, t: str) -> Any:
    r"""Count an offer only when it is taken into use in time to last five years, and by twelve months after t.

    .. math:: d_{lkt} \le U_l\, b_{l,\sigma(l,t)} \qquad \forall l \in D, k, t

    d ``durably_placed`` [places] · U largest size x count [places] · b ``in_use`` · σ the last moment in time for both at which the offer is available

    Active: when ``counting`` is durable. Source: Besluit art. 3.1.
    """
    in_time = [s for s in m.long_enough[loc] if s <= m.window[t][-1] and (loc, s) not in m.UNAVAILABLE]
    if not in_time:
        return m.durably_placed[loc, k, t] <= 0
    return m.durably_placed[loc, k, t] <= m.largest_size[loc] * m.available_count[loc] * m.in_use[loc, in_time[-1]]


@over("DURABLE_PLACINGS", group="definition", active=durable_places_are_chosen)
def unused_offer_counts_nothing(m: Any, loc: str, k: str, t: str) -> Any:
    r"""Count nothing of an offer that is not in use at t or within twelve months after it.

    .. math:: d_{lkt} \le U_l \sum_{s \in [t, t + 12 \text{ months}]} b_{ls} \qquad \forall l \in D, k, t

    d ``durably_placed`` [places] · U largest size x count [places] · b ``in_use``

    Active: when ``counting`` is durable. Source: Wet art. 2(3).
    """
    largest = m.largest_size[loc] * m.available_count[loc]
    return m.durably_placed[loc, k, t] <= largest * sum(m.in_use[loc, s] for s in m.window[t])


@over(
    "MUNICIPALITIES",
    "COUNTED_STREAMS",
    "MOMENTS",
    group="task",
    article="Wet art. 2(3)",
    active=durable_places_are_chosen,
)
def counted_places_are_durable(m: Any, g: str, k: str, t: str) -> Any:
    r"""Count no more than the durable places of the municipality.

    .. math:: c_{gkt} \le \sum_{l \in D_g} d_{lkt} \qquad \forall g, k, t

    c ``counted`` [places] · d ``durably_placed`` [places]

    Active: when ``counting`` is durable. Source: Wet art. 2(3).
    """
    rows = [loc for loc in m.locations_in[g] if (loc, k, t) in m.DURABLE_PLACINGS]
    return m.counted[g, k, t] <= sum(m.durably_placed[loc, k, t] for loc in rows)


@over(
    "MUNICIPALITIES",
    "COUNTED_STREAMS",
    "MOMENTS",
    group="task",
    article="Besluit art. 3.1",
    active=durable_places_are_chosen,
)
def durable_minimum_is_reached(m: Any, g: str, k: str, t: str) -> Any:
    r"""Count durable places only in a municipality that reaches the legal minimum: 100 regular, 16 special, tested apart.

    .. math:: c_{gkt} \ge n_k\, z_{gkt} \qquad \forall g, k, t

    c ``counted`` [places] · n ``durable_minimum`` [places] · z ``reaches``

    Active: when ``counting`` is durable. Source: Besluit art. 3.1; the places may be spread over facilities in the municipality.
    """
    return m.counted[g, k, t] >= m.durable_minimum[k] * m.reaches[g, k, t]


@over("MUNICIPALITIES", "COUNTED_STREAMS", "MOMENTS", group="definition", active=durable_places_are_chosen)
def counted_places_reach_minimum(m: Any, g: str, k: str, t: str) -> Any:
    r"""Count nothing in a municipality that does not reach the minimum.

    .. math:: c_{gkt} \le U_{gk}\, z_{gkt} \qquad \forall g, k, t

    c ``counted`` [places] · U sum of the largest sizes in the municipality [places] · z ``reaches``

    Active: when ``counting`` is durable. Source: Besluit art. 3.1.
    """
    rows = [loc for loc in m.locations_in[g] if (loc, k, t) in m.DURABLE_PLACINGS]
    return m.counted[g, k, t] <= sum(m.largest_size[loc] * m.available_count[loc] for loc in rows) * m.reaches[g, k, t]
