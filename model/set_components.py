"""The index sets of the program, in the fixed order of the case."""

from collections.abc import Iterable, Mapping
from typing import Any

from regietafel.model.case import STREAMS, Location
from regietafel.model.components import declare_set
from regietafel.model.given import Given

PLACE_TASKS = ("asylum", "special", "ukraine")


def declare_sets(m: Any, given: Given) -> None:
    """Declare the index sets, in the fixed order of the case."""
    case = given.case
    locations = given.locations
    days = {moment.key: moment.day for moment in case.moments}
    declare_set(m, "MUNICIPALITIES", case.codes, "municipalities of the province")
    declare_set(m, "MOMENTS", case.moment_keys, "reporting dates in order")
    declare_set(m, "STREAMS", STREAMS, "streams of people")
    declare_set(m, "TASKS", PLACE_TASKS, "tasks in places")
    declare_set(m, "LOCATIONS", [loc.location_id for loc in locations], "offers that may be used")
    m.streams_of = {loc.location_id: loc.streams for loc in locations}
    m.location_of = {loc.location_id: loc for loc in locations}
    m.locations_in = {
        g: [loc.location_id for loc in locations if loc.code == g and not loc.foreign] for g in case.codes
    }
    m.own_locations = [loc.location_id for loc in locations if not loc.foreign]
    declare_set(
        m,
        "PLACINGS",
        [(loc.location_id, k, t) for loc in locations for k in loc.streams for t in days],
        "offer, stream it takes, moment",
    )
    declare_set(
        m, "NEXT", list(zip(case.moment_keys, case.moment_keys[1:], strict=False)), "a moment and the one after it"
    )
    m.next_of = dict(m.NEXT)
    m.last = case.moment_keys[-1]
    declare_set(m, "BURDEN_MOMENTS", given.burden_moments, "moments at which burdens are compared")
    _declare_availability(m, locations, days)
    _declare_clusters(m, given)
    _declare_policy_sets(m, given)


def _declare_availability(m: Any, locations: Iterable[Location], days: Mapping[str, Any]) -> None:
    """Declare when a location may and may not be open, and when it stays as it is."""
    pairs = [(loc, t) for loc in locations for t in days]
    open_days = {(loc.location_id, t) for loc, t in pairs if loc.available(days[t])}
    closed = [(loc.location_id, t) for loc, t in pairs if (loc.location_id, t) not in open_days]
    declare_set(m, "UNAVAILABLE", closed, "offer, moment it is not available")
    stays = [(loc.location_id, t, s) for loc in locations if loc.durable for t, s in m.NEXT]
    stays = [index for index in stays if (index[0], index[2]) in open_days]
    declare_set(m, "DURABLE_STAYS", stays, "durable offer, moment, next moment at which it is available")
    triples = [(t, s, u) for t in days for s in days for u in days if t < s < u]
    reopenings = [(loc.location_id, *triple) for loc in locations if not loc.durable for triple in triples]
    declare_set(m, "REOPENINGS", reopenings, "offer that is not durable, three moments in order")
    leaving = [loc for loc in locations if loc.status == "existing" and loc.may_close]
    closings = [(loc.location_id, t, s) for loc in leaving for t, s in m.NEXT if (loc.location_id, t) in open_days]
    declare_set(m, "CLOSINGS", closings, "existing offer that may close, moment it is available, next moment")
    _declare_present(m, [(loc, t) for loc, t in pairs if loc.present_is_kept and (loc.location_id, t) in open_days])


def _declare_present(m: Any, kept: list[tuple[Location, str]]) -> None:
    """Declare which existing and decided locations stay, and which places."""
    staying = [(loc.location_id, t) for loc, t in kept if not loc.may_close]
    declare_set(m, "STAYING_LOCATIONS", staying, "existing or decided offer that may not close, moment")
    rows = [(loc, t) for loc, t in kept if not loc.may_shrink]
    places = [(loc.location_id, k, t) for loc, t in rows for k in loc.streams if loc.present.get(k, 0)]
    declare_set(m, "STAYING_PLACES", places, "existing or decided offer that may not shrink, stream, moment")


def _declare_clusters(m: Any, given: Given) -> None:
    """Declare hubs, satellites and which may hang under which."""
    satellites = [loc.location_id for loc in given.locations if loc.form == "satellite"]
    hubs = sorted({hub for _, hub in given.reach})
    declare_set(m, "SATELLITES", satellites, "satellite offers")
    declare_set(m, "HUBS", hubs, "locations that may be a hub and have a satellite in reach")
    declare_set(m, "REACH", sorted(given.reach), "satellite and hub in its reach")
    m.hubs_of = {sat: [hub for other, hub in sorted(given.reach) if other == sat] for sat in satellites}
    m.satellites_of = {hub: [sat for sat, other in sorted(given.reach) if other == hub] for hub in hubs}
    waived = given.waived_satellites
    served = [sat for sat in satellites if m.hubs_of[sat]]
    held = [(sat, t) for sat in served for t in m.MOMENTS if t not in waived.get(sat, ())]
    declare_set(m, "HELD_SATELLITES", held, "satellite with a hub in reach that needs one, moment")
    declare_set(
        m,
        "OUT_OF_REACH",
        [sat for sat in satellites if not m.hubs_of[sat] and sat not in given.waived_satellites],
        "satellites without any hub in reach",
    )
    declare_set(m, "FAR_REACH", sorted(given.stepping_stones), "satellite and hub two or more layers apart")
    declare_set(
        m,
        "UNIT_POINTS",
        sorted(g for g, units in given.units_near.items() if units),
        "municipality points with small units for minors near",
    )


def _declare_policy_sets(m: Any, given: Given) -> None:
    """Declare sub-regions, groups, and the municipalities a ceiling, floor or norm speaks of."""
    case = given.case
    declare_set(m, "REGIONS", case.regions, "sub-regions")
    m.municipalities_in = {r: [item.code for item in case.municipalities if item.region == r] for r in case.regions}
    m.rows_of = given.groups
    declare_set(
        m,
        "SINGLE_GROUPS",
        sorted(given.groups_with("not_together", "one_after_other")),
        "groups of rows that count once",
    )
    declare_set(m, "FOLLOWING", given.following, "row of a sequence, a later row of it, moment, later moment")
    declare_set(
        m,
        "SHARED_ROWS",
        [(name, row) for name in sorted(given.groups_with("shared")) for row in given.groups[name]],
        "group with stated shares, row of it",
    )
    declare_bounded(m, given)
    declare_set(
        m,
        "CONTRIBUTORS",
        [g for g in case.codes if g in given.hosts.contributors],
        "municipalities that have an offer of places",
    )
    declare_set(m, "CAPPED_MOMENTS", sorted(given.emergency_caps), "moments with a cap on emergency places")


def declare_bounded(m: Any, given: Given) -> None:
    """Declare the municipalities that have a ceiling or a floor."""
    declare_set(m, "CAPPED", sorted(given.hosts.ceiling), "municipalities under the ceiling")
    declare_set(m, "FLOORED", sorted(given.hosts.floor), "municipalities above the floor")
