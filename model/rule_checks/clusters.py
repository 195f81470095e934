"""Regional clusters: every satellite under an open hub in reach, and a hub spans few."""

from collections.abc import Mapping
from itertools import pairwise

from regietafel.model import clusters
from regietafel.model.case import ASYLUM_STREAMS, Location
from regietafel.model.figures.quantities import Quantities
from regietafel.model.rule_checks.instance import Instance, Measured, check

UNITS_TOGETHER = 100


def _satellites(q: Quantities) -> list[Location]:
    return [loc for loc in q.rows if loc.form == "satellite"]


def _under(q: Quantities, values: Mapping[tuple[str, str, str], int]) -> dict[tuple[str, str], int]:
    """Sum what hangs under each hub with a satellite in reach, or with one attached, per moment."""
    found = dict.fromkeys(((hub, t) for hub in sorted({hub for _, hub in q.reach}) for t in q.moments), 0)
    for (_, hub, t), number in values.items():
        found[hub, t] = found.get((hub, t), 0) + number
    return found


def _at(q: Quantities, loc: str, t: str, slack: int, idle: bool) -> Instance:
    return Instance(t, q.case.location_of[loc].code, loc, slack, idle)


@check("clusters", unit="locations")
def satellite_has_hub(q: Quantities) -> Measured:
    """Measure how far attachments differ from open satellites."""
    waived, attached = q.waived_satellites, q.decisions.attached
    hung: dict[tuple[str, str], int] = {(loc.location_id, t): 0 for loc in _satellites(q) for t in q.moments}
    for (satellite, _, t), number in attached.items():
        hung[satellite, t] = hung.get((satellite, t), 0) + number
    for (satellite, t), number in hung.items():
        if t not in waived.get(satellite, ()):
            opened = q.opened(satellite, t)
            yield _at(q, satellite, t, -abs(opened - number), idle=opened == number == 0)


@check("clusters", unit="locations")
def hub_is_in_reach(q: Quantities) -> Measured:
    """Measure satellites that are open without a hub in reach, or attached to one out of reach."""
    served, waived = {satellite for satellite, _ in q.reach}, q.waived_satellites
    for loc in _satellites(q):
        if loc.location_id not in served | set(waived):
            for t in q.moments:
                opened = q.opened(loc.location_id, t)
                yield _at(q, loc.location_id, t, -opened, idle=opened == 0)
    for (satellite, hub, t), number in q.decisions.attached.items():
        if (satellite, hub) not in q.reach and number:
            yield _at(q, satellite, t, -number, idle=False)


@check("clusters", unit="locations")
def hub_is_open(q: Quantities) -> Measured:
    """Measure the satellites of an offer that an open hub could still take."""
    for satellite, hub in q.reach:
        count = q.case.location_of[satellite].count
        for t in q.moments:
            number = q.decisions.attached.get((satellite, hub, t), 0)
            most = count if q.opened(hub, t) else 0
            yield _at(q, satellite, t, most - number, idle=number == 0)


@check("clusters", unit="locations")
def hub_spans_few(q: Quantities) -> Measured:
    """Measure the satellites that an open hub could still span."""
    most = q.scenario.hub_max_satellites
    for (hub, t), number in _under(q, q.decisions.attached).items() if most is not None else ():
        yield _at(q, hub, t, (most or 0) * bool(q.opened(hub, t)) - number, idle=number == 0)


@check("clusters")
def hub_carries_few_places(q: Quantities) -> Measured:
    """Measure the satellite places that an open hub could still carry."""
    most = q.scenario.hub_max_satellite_places
    for (hub, t), places in _under(q, q.decisions.attached_places).items() if most is not None else ():
        yield _at(q, hub, t, (most or 0) * bool(q.opened(hub, t)) - places, idle=places == 0)


@check("clusters")
def hub_serves_asylum(q: Quantities) -> Measured:
    """Measure the asylum places of a hub with satellites above its smallest size."""
    for (hub, t), number in _under(q, q.decisions.attached).items():
        least = q.case.location_of[hub].min_places if number else 0
        placed = q.placed(hub, t, ASYLUM_STREAMS)
        yield _at(q, hub, t, placed - least, idle=least == placed == 0)


@check("clusters", unit="locations")
def attachment_keeps_hub(q: Quantities) -> Measured:
    """Measure the room before an open satellite would change hub."""
    attached = q.decisions.attached
    for satellite, hub in q.reach:
        loc = q.case.location_of[satellite]
        for now, following in pairwise(q.case.moments):
            t, s = now.key, following.key
            stays = loc.durable and loc.available(following.day)
            allowed = 0 if stays else loc.count - q.opened(satellite, s)
            before, after = attached.get((satellite, hub, t), 0), attached.get((satellite, hub, s), 0)
            yield _at(q, satellite, s, allowed - before + after, idle=before == after == 0)


@check("clusters", unit="locations")
def cluster_is_connected(q: Quantities) -> Measured:
    """Measure what the nearer satellites of the same hub allow above a farther one."""
    stones = clusters.stepping_stones(q.case, q.scenario) if q.scenario.clusters_connected else {}
    attached = q.decisions.attached
    for (satellite, hub), nearer in stones.items():
        for t in q.moments:
            number = attached.get((satellite, hub, t), 0)
            most = q.case.location_of[satellite].count * sum(attached.get((stone, hub, t), 0) for stone in nearer)
            yield _at(q, satellite, t, most - number, idle=most == number == 0)


@check("clusters")
def minor_units_are_apart(q: Quantities) -> Measured:
    """Measure the places for minors that small units near a municipality point could still have."""
    near = clusters.units_near(q.case, q.scenario) if q.scenario.minor_units_apart else {}
    for g, units in near.items():
        for t in q.moments if units else ():
            yield Instance(t, g, None, UNITS_TOGETHER - sum(q.placed(unit, t, ("special",)) for unit in units))


CHECKS = (
    satellite_has_hub,
    hub_is_in_reach,
    hub_is_open,
    hub_spans_few,
    hub_carries_few_places,
    hub_serves_asylum,
    attachment_keeps_hub,
    cluster_is_connected,
    minor_units_are_apart,
)
