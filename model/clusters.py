"""Hubs with their satellites on the municipal graph: reach, layers, stepping stones and the measures of a cluster.

Two notions of near live side by side. *Steps* are counted on a graph whose edges are municipal borders, bridges,
tunnels and, if the option says so, ferries. *Kilometres* are great-circle distances between points. A border length is
never a distance.
"""

from collections.abc import Collection, Iterable
from datetime import date
from functools import lru_cache
from itertools import combinations
from math import asin, cos, radians, sin, sqrt
from typing import Any, NamedTuple

import networkx as nx

from regietafel.model.case import Case, Location
from regietafel.model.scenario import Scenario
from regietafel.model.usable import usable_locations

EARTH_RADIUS_KM = 6371.0088
MINOR_UNIT_KM = 7.5
MINOR_UNIT_PLACES = 20

Point = tuple[float, float]


class Reached(NamedTuple):
    """How far a satellite is from a hub: great circle [km] and steps between their municipalities."""

    km: float
    steps: int


@lru_cache(maxsize=1 << 16)
def distance_km(a: Point, b: Point) -> float:
    """Return the great-circle distance between two points by the haversine formula.

    Parameters
    ----------
    a, b : tuple of float
        Latitude and longitude [degrees].

    Returns
    -------
    float
        Distance [km] on a sphere with the mean radius of the earth, 6371.0088 km.

    References
    ----------
    Moritz, H. (2000), Geodetic Reference System 1980, Journal of Geodesy 74, doi:10.1007/s001900050278 (mean radius).
    """
    lat_a, lon_a, lat_b, lon_b = map(radians, (*a, *b))
    chord = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(min(1.0, chord)))


def municipal_graph(case: Case, ferries: bool) -> "nx.Graph[str]":
    """Build the graph on which steps are counted.

    Parameters
    ----------
    case : Case
        Its municipalities are the nodes, with the foreign municipalities that a link names.
    ferries : bool
        Whether a ferry is an edge.

    Returns
    -------
    networkx.Graph
        Nodes are CBS codes in order; each edge has the attribute `kind`: ``border``, ``road`` or ``ferry``.
    """
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(case.codes)
    graph.add_nodes_from(sorted({code for link in case.links for code in (link.code_a, link.code_b)}))
    for link in sorted(case.links, key=lambda link: (link.code_a, link.code_b, link.kind)):
        if (ferries or link.kind != "ferry") and not graph.has_edge(link.code_a, link.code_b):
            graph.add_edge(link.code_a, link.code_b, kind=link.kind)
    return graph


def location_point(case: Case, location: Location) -> Point | None:
    """Return the point of a location, else of its municipality [degrees]; None when neither is known."""
    return _own_point(location) or _municipality_point(case, location.code)


def hubs(case: Case, scenario: Scenario) -> tuple[Location, ...]:
    """Return the usable locations that may be a hub, hubs outside the province included."""
    return tuple(location for location in usable_locations(case, scenario) if location.may_be_hub)


def satellites(case: Case, scenario: Scenario) -> tuple[Location, ...]:
    """Return the usable satellite locations."""
    return tuple(location for location in usable_locations(case, scenario) if location.form == "satellite")


def reach(case: Case, scenario: Scenario) -> dict[tuple[str, str], Reached]:
    """Find which satellite may hang under which hub.

    Parameters
    ----------
    case : Case
        The offers and the links.
    scenario : Scenario
        `hub_max_steps` and `hub_max_km` (both inclusive), `ferries_connect`, `status_floor`.

    Returns
    -------
    dict
        Per pair of satellite id and hub id in reach: kilometres and steps. Both are available together at one moment at
        least. Ordered by satellite, then hub, in the order of the case. Where the distance is unknown (a point is
        missing) the pair is not in reach.
    """
    layer_of = layers(case, scenario)
    possible_hubs = hubs(case, scenario)
    found: dict[tuple[str, str], Reached] = {}
    for satellite in satellites(case, scenario):
        for hub in possible_hubs:
            steps = layer_of[hub.location_id].get(satellite.code)
            if hub is satellite or steps is None or steps > scenario.hub_max_steps or not _meet(case, satellite, hub):
                continue
            km = _distance_between(case, satellite, hub)
            if km is not None and km <= scenario.hub_max_km:
                found[satellite.location_id, hub.location_id] = Reached(km, steps)
    return found


def layers(case: Case, scenario: Scenario) -> dict[str, dict[str, int]]:
    """Count the steps from each hub's municipality to every other, breadth first.

    Returns
    -------
    dict
        Per hub id: the layer [steps] of each municipality that can be reached at all, the hub's own being 0.
    """
    graph = municipal_graph(case, scenario.ferries_connect)
    possible_hubs = hubs(case, scenario)
    steps_from = {code: _steps_from(graph, code) for code in {hub.code for hub in possible_hubs}}
    return {hub.location_id: steps_from[hub.code] for hub in possible_hubs}


def stepping_stones(case: Case, scenario: Scenario) -> dict[tuple[str, str], tuple[str, ...]]:
    """Find the satellites over which a farther satellite stays connected with its hub.

    Returns
    -------
    dict
        Per pair (satellite id, hub id) in reach with two steps or more: the satellites in reach of the same hub, in an
        adjacent municipality one layer nearer; an empty tuple when there are none. Nearer pairs are absent: the hub
        itself is next door.
    """
    graph = municipal_graph(case, scenario.ferries_connect)
    reached = reach(case, scenario)
    at: dict[tuple[str, str, int], list[str]] = {}
    for (satellite, hub), near in reached.items():
        at.setdefault((hub, case.location_of[satellite].code, near.steps), []).append(satellite)
    return {
        (satellite, hub): tuple(
            sorted(
                stone
                for code in graph.adj[case.location_of[satellite].code]
                for stone in at.get((hub, code, near.steps - 1), ())
            )
        )
        for (satellite, hub), near in reached.items()
        if near.steps >= 2
    }


def existing_satellites_without_hub(case: Case, scenario: Scenario) -> tuple[str, ...]:
    """Return the existing and decided satellites without a hub in reach at some moment; the plan waives their hub."""
    return tuple(moments_without_hub(case, scenario))


def moments_without_hub(case: Case, scenario: Scenario) -> dict[str, tuple[str, ...]]:
    """Find when an existing or decided satellite is available while no hub in its reach is.

    Returns
    -------
    dict
        Per id of such a satellite: the moments (ISO dates), in order. Satellites that always have a hub are absent.
    """
    hubs_of: dict[str, list[Location]] = {}
    for satellite_id, hub_id in reach(case, scenario):
        hubs_of.setdefault(satellite_id, []).append(case.location_of[hub_id])
    found: dict[str, tuple[str, ...]] = {}
    for satellite in satellites(case, scenario):
        near = hubs_of.get(satellite.location_id, [])
        if satellite.present_is_kept and (alone := _moments_alone(case, satellite, near)):
            found[satellite.location_id] = alone
    return found


def measure_cluster(case: Case, scenario: Scenario, hub_id: str, satellite_ids: Collection[str]) -> dict[str, Any]:
    """Measure one cluster.

    Parameters
    ----------
    case : Case
        The offers and the links.
    scenario : Scenario
        `ferries_connect`.
    hub_id : str
        The hub.
    satellite_ids : collection of str
        The satellites attached to it.

    Returns
    -------
    dict
        `farthest_km`: largest distance from the hub to a satellite [km, three decimals]; `diameter_km`: largest
        distance between two members; `cut_municipalities`: codes, in order, without which the municipalities of the
        members fall apart.
    """
    hub = case.location_of[hub_id]
    attached = [case.location_of[satellite_id] for satellite_id in satellite_ids]
    graph = municipal_graph(case, scenario.ferries_connect)
    induced = graph.subgraph({member.code for member in (hub, *attached)})
    return {
        "farthest_km": _largest_km(case, ((hub, satellite) for satellite in attached)),
        "diameter_km": _largest_km(case, combinations((hub, *attached), 2)),
        "cut_municipalities": sorted(nx.articulation_points(induced)),
    }


def unreached(case: Case, scenario: Scenario, open_hub_ids: Collection[str], day: date) -> list[str]:
    """List the municipalities of the province that no opened hub reaches, measured from the municipality point.

    Parameters
    ----------
    case : Case
        The province.
    scenario : Scenario
        `hub_max_steps`, `hub_max_km`, `ferries_connect`.
    open_hub_ids : collection of str
        Ids of opened locations; those that may not be a hub are passed over.
    day : date
        The moment; a location that is not available then reaches nobody.

    Returns
    -------
    list of str
        CBS codes in order.
    """
    graph = municipal_graph(case, scenario.ferries_connect)
    opened = [hub for hub in map(case.location_of.__getitem__, open_hub_ids) if hub.may_be_hub and hub.available(day)]
    steps_from = {code: _steps_from(graph, code, scenario.hub_max_steps) for code in {hub.code for hub in opened}}
    return [
        code
        for code in case.codes
        if not any(code in steps_from[hub.code] and _is_near(case, code, hub, scenario.hub_max_km) for hub in opened)
    ]


def units_near(
    case: Case, scenario: Scenario, km: float = MINOR_UNIT_KM, places: int = MINOR_UNIT_PLACES
) -> dict[str, tuple[str, ...]]:
    """Find the small units for minors around each municipality point.

    Parameters
    ----------
    case : Case
        The offers.
    scenario : Scenario
        `status_floor`.
    km : float
        Largest distance from the municipality point to the unit, inclusive [km].
    places : int
        Largest size of a small unit, inclusive [places].

    Returns
    -------
    dict
        Per municipality code, in order: ids of the offers in the province with `special` as their only stream and at
        most `places` places; an empty tuple when there are none.
    """
    units = [
        location
        for location in usable_locations(case, scenario)
        if tuple(location.streams) == ("special",) and location.max_places <= places and not location.foreign
    ]
    return {code: tuple(unit.location_id for unit in units if _is_near(case, code, unit, km)) for code in case.codes}


def _own_point(location: Location) -> Point | None:
    """Point of a location itself, when given."""
    return None if location.lat is None or location.lon is None else (location.lat, location.lon)


def _municipality_point(case: Case, code: str) -> Point | None:
    """Point of a municipality of the province, when known."""
    municipality = case.municipality_of.get(code)
    if municipality is None or municipality.lat is None or municipality.lon is None:
        return None
    return municipality.lat, municipality.lon


def _distance_between(case: Case, one: Location, other: Location) -> float | None:
    """Distance between two locations [km]; 0 when both stand for the same municipality point, known or not."""
    if one.code == other.code and _own_point(one) is None and _own_point(other) is None:
        return 0.0
    return _km(location_point(case, one), location_point(case, other))


def _km(one: Point | None, other: Point | None) -> float | None:
    """Distance between two points [km]; None when one is unknown."""
    return None if one is None or other is None else distance_km(one, other)


def _is_near(case: Case, code: str, location: Location, km: float) -> bool:
    """Whether a location is at most so far from a municipality point."""
    if location.code == code and _own_point(location) is None:
        return True
    apart = _km(_municipality_point(case, code), location_point(case, location))
    return apart is not None and apart <= km


def _steps_from(graph: "nx.Graph[str]", code: str, cutoff: int | None = None) -> dict[str, int]:
    """Count the steps from a municipality to all others; one that no link names reaches itself only."""
    if code not in graph:
        return {code: 0}
    return dict(nx.single_source_shortest_path_length(graph, code, cutoff))


def _meet(case: Case, one: Location, other: Location) -> bool:
    """Whether two locations are available together at one moment at least."""
    return any(one.available(moment.day) and other.available(moment.day) for moment in case.moments)


def _moments_alone(case: Case, satellite: Location, near: Collection[Location]) -> tuple[str, ...]:
    """Moments at which a satellite is available and none of the hubs near it is."""
    return tuple(
        moment.key
        for moment in case.moments
        if satellite.available(moment.day) and not any(hub.available(moment.day) for hub in near)
    )


def _largest_km(case: Case, pairs: Iterable[tuple[Location, Location]]) -> float:
    """Largest known distance over pairs of locations [km, three decimals]; 0 when there are none."""
    known = (km for pair in pairs if (km := _distance_between(case, *pair)) is not None)
    return round(max(known, default=0.0), 3)
