"""Regional clusters: a satellite hangs under an open hub in reach, and a hub spans few satellites."""

from typing import Any

from regietafel.model.rules import over
from regietafel.model.scenario import Scenario


def satellites_are_limited(scenario: Scenario) -> bool:
    """Whether a hub has a largest number of satellites."""
    return scenario.hub_max_satellites is not None


def satellite_places_are_limited(scenario: Scenario) -> bool:
    """Whether a hub has a largest number of satellite places."""
    return scenario.hub_max_satellite_places is not None


def clusters_are_connected(scenario: Scenario) -> bool:
    """Whether a far satellite needs a nearer one between it and the hub."""
    return scenario.clusters_connected


def minor_units_are_spread(scenario: Scenario) -> bool:
    """Whether small units for minors may not crowd around one point."""
    return scenario.minor_units_apart


@over("HELD_SATELLITES", group="clusters", unit="locations")
def satellite_has_hub(m: Any, sat: str, t: str) -> Any:
    r"""Hang every open satellite under exactly one hub.

    .. math:: \sum_{h \in H_a} z_{aht} = y_{at} \qquad \forall a \in A, t \in T

    z ``attached`` [locations] · y ``opened`` [locations]

    Active: always, for satellites with a hub in reach; an existing or decided one is waived and reported when it has none. Source: policy (Uitvoeringsagenda: regional locations with satellites).
    """
    return sum(m.attached[sat, hub, t] for hub in m.hubs_of[sat]) == m.opened[sat, t]


@over("OUT_OF_REACH", "MOMENTS", group="clusters", unit="locations")
def hub_is_in_reach(m: Any, sat: str, t: str) -> Any:
    r"""Open no satellite that has no hub in reach.

    .. math:: y_{at} = 0 \qquad \forall a \in A \text{ without a hub within } \texttt{hub\_max\_km} \text{ and } \texttt{hub\_max\_steps}, t \in T

    y ``opened`` [locations]

    Active: always; attachments exist only within reach. Source: options ``hub_max_km`` and ``hub_max_steps``, policy.
    """
    return m.opened[sat, t] == 0


@over("REACH", "MOMENTS", group="clusters", unit="locations")
def hub_is_open(m: Any, sat: str, hub: str, t: str) -> Any:
    r"""Hang a satellite only under a location that serves as a hub.

    .. math:: z_{aht} \le n_a\, e_{ht} \qquad \forall (a, h) \in \text{reach}, t \in T

    z ``attached`` [locations] · n ``available_count`` [locations] · e ``leads``

    Active: always. Source: policy.
    """
    return m.attached[sat, hub, t] <= m.available_count[sat] * m.leads[hub, t]


@over("HUBS", "MOMENTS", group="definition", unit="locations")
def leading_hub_is_open(m: Any, hub: str, t: str) -> Any:
    r"""Let only an open location serve as a hub.

    .. math:: e_{ht} \le y_{ht} \qquad \forall h \in H, t \in T

    e ``leads`` · y ``opened`` [locations]

    Active: always. Source: policy.
    """
    return m.leads[hub, t] <= m.opened[hub, t]


@over("HUBS", "MOMENTS", group="clusters", unit="locations", active=satellites_are_limited)
def hub_spans_few(m: Any, hub: str, t: str) -> Any:
    r"""Hang no more satellites under a hub than its span.

    .. math:: \sum_a z_{aht} \le N\, e_{ht} \qquad \forall h \in H, t \in T

    z ``attached`` [locations] · N option ``hub_max_satellites`` [locations] · e ``leads``

    Active: when ``hub_max_satellites`` is set. Source: option, our choice.
    """
    return sum(m.attached[sat, hub, t] for sat in m.satellites_of[hub]) <= m.hub_max_satellites * m.leads[hub, t]


@over("HUBS", "MOMENTS", group="clusters", active=satellite_places_are_limited)
def hub_carries_few_places(m: Any, hub: str, t: str) -> Any:
    r"""Hang no more satellite places under a hub than its span.

    .. math:: \sum_a p_{aht} \le N'\, e_{ht} \qquad \forall h \in H, t \in T

    p ``attached_places`` [places] · N' option ``hub_max_satellite_places`` [places] · e ``leads``

    Active: when ``hub_max_satellite_places`` is set. Source: option, our choice.
    """
    return (
        sum(m.attached_places[sat, hub, t] for sat in m.satellites_of[hub])
        <= m.hub_max_satellite_places * m.leads[hub, t]
    )


@over("HUBS", "MOMENTS", group="clusters")
def hub_serves_asylum(m: Any, hub: str, t: str) -> Any:
    r"""Let a hub with satellites give at least its smallest size to asylum seekers.

    .. math:: \sum_{k \in \text{asylum}} x_{hkt} \ge v_h\, e_{ht} \qquad \forall h \in H, t \in T

    x ``placed`` [places] · v ``smallest_size`` [places] · e ``leads``

    Active: always. Source: policy; a hub supports its satellites with its own team.
    """
    placed = sum(m.placed[hub, k, t] for k in ("regular", "special") if k in m.streams_of[hub])
    return placed - m.smallest_size[hub] * m.leads[hub, t] >= 0


@over("REACH", "NEXT", group="clusters", unit="locations")
def attachment_keeps_hub(m: Any, sat: str, hub: str, t: str, s: str) -> Any:
    r"""Leave a satellite under its hub as long as it is open.

    .. math:: z_{aht} - z_{ahs} \le \begin{cases} 0 & a \text{ durable, available at } s \\ n_a - y_{as} & \text{else} \end{cases} \qquad \forall (a, h) \in \text{reach}, s \text{ the moment after } t

    z ``attached`` [locations] · y ``opened`` [locations] · n ``available_count`` [locations]

    Active: always. Source: policy; a satellite that moves to another hub is a new satellite.
    """
    allowed = 0 if (sat, t, s) in m.DURABLE_STAYS else m.available_count[sat] - m.opened[sat, s]
    return m.attached[sat, hub, t] - m.attached[sat, hub, s] <= allowed


@over("HELD_SATELLITES", group="definition", active=satellite_places_are_limited)
def satellite_places_have_hub(m: Any, sat: str, t: str) -> Any:
    r"""Divide the places of a satellite offer over the hubs it hangs under.

    .. math:: \sum_h p_{aht} = \sum_k x_{akt} \qquad \forall a \in A, t \in T

    p ``attached_places`` [places] · x ``placed`` [places]

    Active: when ``hub_max_satellite_places`` is set, for satellites that need a hub. Source: definition.
    """
    return sum(m.attached_places[sat, hub, t] for hub in m.hubs_of[sat]) == sum(
        m.placed[sat, k, t] for k in m.streams_of[sat]
    )


@over("REACH", "MOMENTS", group="definition", active=satellite_places_are_limited)
def attached_places_fit(m: Any, sat: str, hub: str, t: str) -> Any:
    r"""Give an attachment no more places than its satellites hold.

    .. math:: p_{aht} \le u_a\, z_{aht} \qquad \forall (a, h) \in \text{reach}, t \in T

    p ``attached_places`` [places] · u ``largest_size`` [places] · z ``attached`` [locations]

    Active: when ``hub_max_satellite_places`` is set. Source: definition.
    """
    return m.attached_places[sat, hub, t] <= m.largest_size[sat] * m.attached[sat, hub, t]


@over("REACH", "MOMENTS", group="definition", active=satellite_places_are_limited)
def attached_places_are_enough(m: Any, sat: str, hub: str, t: str) -> Any:
    r"""Give an attachment at least the smallest size of its satellites.

    .. math:: p_{aht} \ge v_a\, z_{aht} \qquad \forall (a, h) \in \text{reach}, t \in T

    p ``attached_places`` [places] · v ``smallest_size`` [places] · z ``attached`` [locations]

    Active: when ``hub_max_satellite_places`` is set. Source: definition.
    """
    return m.attached_places[sat, hub, t] >= m.smallest_size[sat] * m.attached[sat, hub, t]


@over("FAR_REACH", "MOMENTS", group="clusters", unit="locations", active=clusters_are_connected)
def cluster_is_connected(m: Any, sat: str, hub: str, t: str) -> Any:
    r"""Hang a far satellite under a hub only with a nearer one of that hub in a municipality between them.

    .. math:: z_{aht} \le n_a \sum_{b \in N(a, h)} z_{bht} \qquad \forall (a, h) \text{ at layer} \ge 2, t \in T

    z ``attached`` [locations] · n ``available_count`` [locations] · N satellites one layer nearer in an adjacent municipality

    Active: when ``clusters_connected``. Source: option, policy; layers are breadth-first from the municipality of the hub.
    """
    nearer = sum(m.attached[stone, hub, t] for stone in m.stepping_stones[sat, hub])
    return m.attached[sat, hub, t] - m.available_count[sat] * nearer <= 0


@over("UNIT_POINTS", "MOMENTS", group="clusters", active=minor_units_are_spread)
def minor_units_are_apart(m: Any, g: str, t: str) -> Any:
    r"""Keep small units for unaccompanied minors near one municipality point together at 100 places or fewer.

    .. math:: \sum_{l \in \text{units within 7.5 km of } g} x_{l,\text{special},t} \le 100 \qquad \forall g \in G, t \in T

    x ``placed`` [places]

    Active: when ``minor_units_apart``. Source: COA practice for small living units, not law.
    """
    return sum(m.placed[loc, "special", t] for loc in m.units_near[g]) <= 100
