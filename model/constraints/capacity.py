"""Capacity and time: how many places fit, when a location may be open, and what is already there."""

from typing import Any

from regietafel.model.rules import over


@over("LOCATIONS", "MOMENTS", group="capacity")
def places_fit_location(m: Any, loc: str, t: str) -> Any:
    r"""Give no location more places than its largest size.

    .. math:: \sum_k x_{lkt} \le u_l\, y_{lt} \qquad \forall l \in L, t \in T

    x ``placed`` [places] · u ``largest_size`` [places] · y ``opened`` [locations]

    Active: always. Source: table locaties, column max_plekken.
    """
    return sum(m.placed[loc, k, t] for k in m.streams_of[loc]) <= m.largest_size[loc] * m.opened[loc, t]


@over("LOCATIONS", "MOMENTS", group="capacity")
def opened_location_is_large_enough(m: Any, loc: str, t: str) -> Any:
    r"""Open a location only with at least its smallest number of places.

    .. math:: \sum_k x_{lkt} \ge v_l\, y_{lt} \qquad \forall l \in L, t \in T

    x ``placed`` [places] · v ``smallest_size`` [places] · y ``opened`` [locations]

    Active: always. Source: table locaties, column min_plekken.
    """
    return sum(m.placed[loc, k, t] for k in m.streams_of[loc]) >= m.smallest_size[loc] * m.opened[loc, t]


@over("UNAVAILABLE", group="capacity", unit="locations")
def location_is_available(m: Any, loc: str, t: str) -> Any:
    r"""Keep a location closed before its first and after its last day.

    .. math:: y_{lt} = 0 \qquad \forall l \in L, t \notin [\text{from}_l, \text{until}_l]

    y ``opened`` [locations]

    Active: always. Source: table locaties, columns beschikbaar_vanaf and beschikbaar_tot (both days included).
    """
    return m.opened[loc, t] == 0


@over("DURABLE_STAYS", group="capacity", unit="locations")
def durable_location_stays_open(m: Any, loc: str, t: str, s: str) -> Any:
    r"""Keep a durable location that is open open, to the end of its availability.

    .. math:: y_{ls} \ge y_{lt} \qquad \forall l \in D, s \text{ the moment after } t

    y ``opened`` [locations]

    Active: always. Source: table locaties, column duurzaam; Wet art. 2(3) counts places that stay five years.
    """
    return m.opened[loc, s] >= m.opened[loc, t]


@over("REOPENINGS", group="capacity", unit="locations")
def closed_location_stays_closed(m: Any, loc: str, t: str, s: str, u: str) -> Any:
    r"""Do not open a location again after it was closed.

    .. math:: y_{lt} + y_{lu} - y_{ls} \le n_l \qquad \forall l \notin D, t < s < u

    y ``opened`` [locations] · n ``available_count`` [locations]

    Active: always; binds with three moments or more. Source: our choice; a location that closes ends its lease.
    """
    return m.opened[loc, t] + m.opened[loc, u] - m.opened[loc, s] <= m.available_count[loc]


@over("CLOSINGS", group="capacity", unit="locations")
def existing_location_is_not_reopened(m: Any, loc: str, t: str, s: str) -> Any:
    r"""Do not open an existing location again after it was closed.

    .. math:: y_{ls} \le y_{lt} \qquad \forall l \in \text{existing that may close}, s \text{ the moment after } t

    y ``opened`` [locations]

    Active: always. Source: our choice; before the first moment an existing location is open.
    """
    return m.opened[loc, s] <= m.opened[loc, t]


@over("STAYING_LOCATIONS", group="capacity", unit="locations")
def present_location_stays_open(m: Any, loc: str, t: str) -> Any:
    r"""Keep an existing or decided location open, unless its row says that it may close.

    .. math:: y_{lt} \ge 1 \qquad \forall l \in \text{existing or decided}, t \in T

    y ``opened`` [locations]

    Active: always. Source: table locaties, columns status and mag_sluiten.
    """
    return m.opened[loc, t] >= 1


@over("STAYING_PLACES", group="capacity")
def present_places_stay(m: Any, loc: str, k: str, t: str) -> Any:
    r"""Keep the present places of an open location per stream, unless its row says that it may shrink.

    .. math:: x_{lkt} \ge p_{lk}\, y_{lt} \qquad \forall l \in \text{existing or decided}, k \in K_l, t \in T

    x ``placed`` [places] · p ``present_places`` [places] · y ``opened`` [locations]

    Active: always. Source: table locaties, columns plekken_regulier to plekken_statushouder and mag_krimpen.
    """
    return m.placed[loc, k, t] >= m.present_places[loc, k, t] * m.opened[loc, t]


@over("LOCATIONS", "MOMENTS", group="definition", unit="locations")
def opening_is_paid(m: Any, loc: str, t: str) -> Any:
    r"""Count every opening of a location that was not open at the moment before.

    .. math:: o_{lt} \ge y_{lt} - y_{l,t-1} \qquad \forall l \in L, t \in T

    o ``started`` [locations] · y ``opened`` [locations]; before the first moment an existing location is open, another is not

    Active: always. Source: definition of the opening cost.
    """
    before = (
        m.opened[loc, m.MOMENTS.prev(t)] if t != m.MOMENTS.first() else int(m.location_of[loc].status == "existing")
    )
    return m.started[loc, t] >= m.opened[loc, t] - before
