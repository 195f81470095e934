"""The offers with what is decided on them, and the clusters they form."""

from typing import Any

from regietafel.model import clusters
from regietafel.model.case import ASYLUM_STREAMS, STREAMS, Location
from regietafel.model.figures.quantities import Quantities
from regietafel.model.plan import ClusterDocument, LocationDocument, LocationMoment, NeighbourDocument


def write_locations(q: Quantities) -> list[LocationDocument]:
    """Write every offer of the case, used or not, by id."""
    hubs = _hubs_of(q)
    return [_location(q, loc, hubs) for loc in q.case.locations]


def _location(q: Quantities, loc: Location, hubs: dict[tuple[str, str], list[str]]) -> LocationDocument:
    return {
        "location_id": loc.location_id,
        "gm_code": loc.code,
        "name": loc.name,
        "public": loc.public,
        "type": loc.type_name,
        "form": loc.form,
        "status": loc.status,
        "durable": loc.durable,
        "emergency": loc.emergency,
        "origin": loc.origin,
        "lat": loc.lat,
        "lon": loc.lon,
        "count": loc.count,
        "decision": {
            "by": loc.decision_by or None,
            "date": loc.decision_date.isoformat() if loc.decision_date else None,
        },
        "condition": loc.condition,
        "bottleneck": loc.bottleneck,
        "operator": loc.operator,
        "group": loc.group,
        "link_gm_code": loc.link,
        "present": {k: loc.present.get(k, 0) for k in STREAMS},
        "moments": [_moment(q, loc.location_id, t, hubs.get((loc.location_id, t), [])) for t in q.moments],
    }


def _moment(q: Quantities, loc: str, t: str, hubs: list[str]) -> LocationMoment:
    return {
        "moment": t,
        "opened": q.opened(loc, t),
        "places": {k: q.placed(loc, t, (k,)) for k in STREAMS},
        "hubs": {hub: {"n": _attached(q, loc, hub, t), "places": _attached_places(q, loc, hub, t)} for hub in hubs},
    }


def _attached(q: Quantities, satellite: str, hub: str, t: str) -> int:
    return q.decisions.attached.get((satellite, hub, t), 0)


def _attached_places(q: Quantities, satellite: str, hub: str, t: str) -> int:
    return q.decisions.attached_places.get((satellite, hub, t), 0)


def _hubs_of(q: Quantities) -> dict[tuple[str, str], list[str]]:
    """Return the hubs that a satellite hangs under, per satellite and moment, in order."""
    found: dict[tuple[str, str], list[str]] = {}
    for satellite, hub, t in sorted({*q.decisions.attached, *q.decisions.attached_places}):
        found.setdefault((satellite, t), []).append(hub)
    return found


def write_clusters(q: Quantities) -> list[ClusterDocument]:
    """Write every hub with satellites, per moment, by id."""
    under: dict[tuple[str, str], list[str]] = {}
    for satellite, hub, t in sorted(key for key, number in q.decisions.attached.items() if number):
        under.setdefault((t, hub), []).append(satellite)
    measured: dict[tuple[str, ...], dict[str, Any]] = {}
    return [_cluster(q, key, members, measured) for key, members in sorted(under.items())]


def _cluster(
    q: Quantities, key: tuple[str, str], members: list[str], measured: dict[tuple[str, ...], dict[str, Any]]
) -> ClusterDocument:
    t, hub = key
    shape = (hub, *members)
    if shape not in measured:
        measured[shape] = clusters.measure_cluster(q.case, q.scenario, hub, members)
    satellites = [_satellite(q, satellite, hub, t) for satellite in members]
    return {
        "moment": t,
        "hub": hub,
        "satellites": satellites,
        "places": q.placed(hub, t, ASYLUM_STREAMS) + sum(item["places"] for item in satellites),
        **measured[shape],  # type: ignore[typeddict-item]
    }


def _satellite(q: Quantities, satellite: str, hub: str, t: str) -> dict[str, Any]:
    near = q.reach.get((satellite, hub))
    if near is None:
        km = clusters.measure_cluster(q.case, q.scenario, hub, [satellite])["farthest_km"]
    else:
        km = round(near.km, 3)
    return {
        "location_id": satellite,
        "n": _attached(q, satellite, hub, t),
        "places": _attached_places(q, satellite, hub, t),
        "km": km,
        "steps": None if near is None else near.steps,
    }


def write_unreached(q: Quantities) -> list[dict[str, str]]:
    """Write the municipalities that no opened hub reaches, per moment, by code."""
    found = []
    for item in q.case.moments:
        opened = [loc.location_id for loc in q.case.locations if q.opened(loc.location_id, item.key)]
        codes = clusters.unreached(q.case, q.scenario, opened, item.day)
        found += [{"moment": item.key, "gm_code": g} for g in codes]
    return found


def write_neighbours(q: Quantities) -> list[NeighbourDocument]:
    """Write the connections inside the province, each once, the lower code first, by code."""
    inside = set(q.case.codes)
    found = {(*sorted((link.code_a, link.code_b)), link.kind) for link in q.case.links}
    return [
        {"gm_code_a": first, "gm_code_b": second, "link": kind}
        for first, second, kind in sorted(found)
        if {first, second} <= inside
    ]
