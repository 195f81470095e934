"""The sets, parameters and variables of the program, each with its meaning and unit."""

from collections.abc import Iterable, Mapping
from typing import Any

import pyomo.environ as pyo

from regietafel.model.case import ASYLUM_STREAMS, STREAMS, TASKS, Location
from regietafel.model.given import Given
from regietafel.model.law import add_months

PLACE_TASKS = ("asylum", "special", "ukraine")
STREAMS_OF_TASK = {"asylum": ASYLUM_STREAMS, "special": ("special",), "ukraine": ("ukraine",)}
SMALL_FORMS = ("small_scale", "satellite")


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
    """Declare when a location may, must or must not be open."""
    pairs = [(loc, t) for loc in locations for t in days]
    open_days = {(loc.location_id, t) for loc, t in pairs if loc.available(days[t])}
    kept = [(loc, t) for loc, t in pairs if loc.present_is_kept and (loc.location_id, t) in open_days]
    declare_set(
        m,
        "UNAVAILABLE",
        [(loc.location_id, t) for loc, t in pairs if (loc.location_id, t) not in open_days],
        "offer, moment it is not available",
    )
    durable = [loc for loc in locations if loc.durable]
    declare_set(
        m,
        "DURABLE_STAYS",
        [(loc.location_id, t, s) for loc in durable for t, s in m.NEXT if (loc.location_id, s) in open_days],
        "durable offer, moment, next moment at which it is available",
    )
    triples = [(t, s, u) for t in days for s in days for u in days if t < s < u]
    declare_set(
        m,
        "REOPENINGS",
        [(loc.location_id, *triple) for loc in locations if not loc.durable for triple in triples],
        "offer that is not durable, three moments in order",
    )
    declare_set(
        m,
        "STAYING_LOCATIONS",
        [(loc.location_id, t) for loc, t in kept if not loc.may_close],
        "existing or decided offer that may not close, moment",
    )
    declare_set(
        m,
        "STAYING_PLACES",
        [
            (loc.location_id, k, t)
            for loc, t in kept
            if not loc.may_shrink
            for k in loc.streams
            if loc.present.get(k, 0)
        ],
        "existing or decided offer that may not shrink, stream, moment",
    )


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
    held = [(sat, t) for sat in satellites for t in m.MOMENTS if t not in waived.get(sat, ())]
    declare_set(m, "HELD_SATELLITES", held, "satellite that needs a hub, moment")
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
    case, hosts = given.case, given.hosts
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
    declare_set(m, "CAPPED", sorted(hosts.ceiling), "municipalities under the ceiling")
    declare_set(m, "FLOORED", sorted(hosts.floor), "municipalities above the floor")
    declare_set(
        m,
        "CONTRIBUTORS",
        [g for g in case.codes if g in given.hosts.contributors],
        "municipalities that have an offer of places",
    )
    declare_set(m, "CAPPED_MOMENTS", sorted(given.emergency_caps), "moments with a cap on emergency places")


def declare_parameters(m: Any, given: Given) -> None:
    """Declare the numbers that are given."""
    case, scenario, shares, hosts = given.case, given.scenario, given.shares, given.hosts
    locations = given.locations
    declare_parameter(
        m,
        "largest_size",
        {loc.location_id: loc.max_places for loc in locations},
        "places of one location at most [places]",
    )
    declare_parameter(
        m,
        "smallest_size",
        {loc.location_id: loc.min_places for loc in locations},
        "places of one open location at least [places]",
    )
    declare_parameter(
        m,
        "available_count",
        {loc.location_id: loc.count for loc in locations},
        "identical locations behind the offer [locations]",
    )
    declare_parameter(
        m,
        "present_places",
        {(row, k, t): m.location_of[row].present[k] for row, k, t in m.STAYING_PLACES},
        "places there now or decided [places]",
    )
    declare_parameter(m, "required", dict(shares.required), "task due at the moment [places]")
    declare_parameter(
        m, "obligation", dict(shares.obligation), "housing target and backlog due by then, after exchanges [persons]"
    )
    declare_parameter(
        m, "houseable", dict(shares.houseable_until), "status holders that ordinary homes can take by then [persons]"
    )
    declare_parameter(m, "surplus_base", given.surplus_base, "places needed, or present if more [places]")
    declare_parameter(m, "stream_weight", dict(scenario.weights), "weight of a stream in the joint burden")
    declare_parameter(
        m, "entitlement_weight", dict(hosts.weighted), "weighted entitlement after exchanges [weighted places]"
    )
    declare_parameter(
        m, "ceiling_places", dict(hosts.ceiling), "largest weighted burden without credit [weighted places]"
    )
    declare_parameter(m, "floor_places", dict(hosts.floor), "smallest weighted burden without credit [weighted places]")
    declare_parameter(m, "emergency_cap", dict(given.emergency_caps), "emergency places at most [places]")
    declare_parameter(
        m, "yearly_cost", dict(given.yearly_cost), "cost per place per year [euro]", domain=pyo.NonNegativeReals
    )
    declare_parameter(
        m,
        "opening_cost",
        {loc.location_id: loc.opening_cost for loc in locations},
        "cost of opening one location [euro]",
    )
    declare_parameter(
        m,
        "years",
        dict(given.years),
        "years from the moment to the next, or to the end of the cycle [years]",
        domain=pyo.NonNegativeReals,
    )


def declare_policy(m: Any, given: Given) -> None:
    """Declare the numbers of the options that rules read, and the rows they speak of."""
    scenario, hosts = given.scenario, given.hosts
    for key in (
        "hub_max_satellites",
        "hub_max_satellite_places",
        "large_max",
        "large_min",
        "large_max_per_municipality",
        "small_scale_min_share",
        "cost_max",
        "vessels_share",
        "small_location_places",
    ):
        setattr(m, key, getattr(scenario, key))
    m.shortfall_weight = {task: getattr(scenario, f"shortfall_weight_{task}") for task in TASKS}
    m.change_weight = {
        part: getattr(scenario, f"change_weight_{part}") for part in ("place", "location", "municipality", "small")
    }
    m.reference_backlog = given.case.number("reference_backlog") or 0
    m.stepping_stones, m.units_near = given.stepping_stones, given.units_near
    m.large_locations = [loc for loc in m.own_locations if m.location_of[loc].form == "large"]
    m.emergency_locations = [loc for loc in m.own_locations if m.location_of[loc].emergency]
    declare_set(
        m,
        "LARGE_HOSTS",
        sorted({m.location_of[loc].code for loc in m.large_locations}),
        "municipalities with a large offer",
    )
    m.region_ceiling_places, m.region_floor_places = hosts.region_ceiling, hosts.region_floor


def declare_variables(m: Any, given: Given) -> None:
    """Declare what is decided, and what is measured from it."""
    declare_variable(
        m,
        "opened",
        (m.LOCATIONS, m.MOMENTS),
        "open locations of the offer [locations]",
        lambda _m, loc, t: (0, m.available_count[loc]),
    )
    declare_variable(
        m,
        "placed",
        (m.PLACINGS,),
        "places of the offer given to the stream [places]",
        lambda _m, loc, k, t: (0, m.largest_size[loc] * m.available_count[loc]),
    )
    declare_variable(
        m,
        "started",
        (m.LOCATIONS, m.MOMENTS),
        "locations newly opened [locations]",
        lambda _m, loc, t: (0, m.available_count[loc]),
    )
    declare_variable(
        m,
        "attached",
        (m.REACH, m.MOMENTS),
        "satellites of the offer under the hub [locations]",
        lambda _m, sat, hub, t: (0, m.available_count[sat]),
    )
    declare_variable(m, "leads", (m.HUBS, m.MOMENTS), "1 if the location has satellites", (0, 1))
    declare_variable(
        m,
        "housed",
        (m.MUNICIPALITIES, m.MOMENTS),
        "status holders in ordinary homes, cumulative [persons]",
        lambda _m, g, t: (0, min(m.houseable[g, t], m.obligation[g, m.last])),
    )
    declare_variable(
        m,
        "unhoused",
        (m.MUNICIPALITIES, m.MOMENTS),
        "housing target not met [persons]",
        lambda _m, g, t: (0, m.obligation[g, t]),
    )
    declare_variable(
        m, "shortfall", (m.TASKS, m.MOMENTS), "task not met [places]", lambda _m, task, t: (0, m.required[task, t])
    )
    declare_variable(m, "surplus", (m.TASKS, m.MOMENTS), "new places above what is needed [places]", (0, None))
    declare_variable(m, "overhoused", (m.MUNICIPALITIES, m.MOMENTS), "housing above the target [persons]", (0, None))
    if given.scenario.hub_max_satellite_places is not None:
        declare_variable(
            m,
            "attached_places",
            (m.REACH, m.MOMENTS),
            "places of the satellites under the hub [places]",
            lambda _m, sat, hub, t: (0, m.largest_size[sat] * m.available_count[sat]),
        )
    if given.scenario.vessels_share > 0:
        declare_variable(
            m,
            "need_shortfall",
            (m.MOMENTS,),
            "need of reception not met, status holders waiting included [places]",
            (0, None),
        )
    if given.scenario.counting == "durable":
        _declare_durable(m, given)


def _declare_durable(m: Any, given: Given) -> None:
    """Declare what the durable regime needs: when an offer is taken into use, and what counts then."""
    streams = ASYLUM_STREAMS
    durable = [loc for loc in given.locations if loc.durable and not loc.foreign and not loc.emergency]
    days = {moment.key: moment.day for moment in given.case.moments}
    declare_set(m, "DURABLE", [loc.location_id for loc in durable], "durable offers of the province")
    declare_set(
        m,
        "DURABLE_PLACINGS",
        [(loc.location_id, k, t) for loc in durable for k in loc.streams if k in streams for t in days],
        "durable offer, asylum stream, moment",
    )
    m.window = {t: [s for s in days if days[t] <= days[s] <= add_months(days[t], 12)] for t in days}
    m.long_enough = {loc.location_id: given.starts_long_enough(loc) for loc in durable}
    declare_set(
        m,
        "DURABLE_USES",
        [(*item, s) for item in m.DURABLE_PLACINGS for s in m.window[item[2]]],
        "durable placing, moment within twelve months",
    )
    declare_set(m, "COUNTED_STREAMS", streams, "streams with a durable minimum")
    declare_parameter(
        m, "durable_minimum", {"regular": 100, "special": 16}, "places a municipality needs for any to count [places]"
    )
    declare_variable(m, "in_use", (m.DURABLE, m.MOMENTS), "1 if any location of the offer is open", (0, 1))
    declare_variable(
        m,
        "durably_placed",
        (m.DURABLE_PLACINGS,),
        "places of the offer that count as durable [places]",
        lambda _m, loc, k, t: (0, m.largest_size[loc] * m.available_count[loc]),
    )
    declare_variable(
        m,
        "counted",
        (m.MUNICIPALITIES, m.COUNTED_STREAMS, m.MOMENTS),
        "durable places of the municipality that count [places]",
        (0, None),
    )
    declare_variable(
        m,
        "reaches",
        (m.MUNICIPALITIES, m.COUNTED_STREAMS, m.MOMENTS),
        "1 if the municipality reaches the minimum",
        (0, 1),
    )


def declare_expressions(m: Any, given: Given) -> None:
    """Name the sums that many rules use."""
    scenario = given.scenario
    counts = [
        loc.location_id
        for loc in given.locations
        if not loc.foreign and (scenario.emergency_counts or not loc.emergency)
    ]
    durable = scenario.counting == "durable"

    def chosen(_m: Any, k: str, t: str) -> Any:
        if durable and k in ASYLUM_STREAMS:
            return sum(m.counted[g, k, t] for g in m.MUNICIPALITIES)
        return sum(m.placed[loc, k, t] for loc in counts if k in m.streams_of[loc])

    m.chosen = pyo.Expression(
        m.STREAMS, m.MOMENTS, rule=chosen, doc="places that count under the chosen regime [places]"
    )
    m.provided = pyo.Expression(
        m.MUNICIPALITIES,
        m.STREAMS,
        m.MOMENTS,
        rule=_provided,
        doc="physical places; for status holders also homes [places]",
    )
    m.credited = pyo.Expression(
        m.MUNICIPALITIES, m.MOMENTS, rule=_credited(given), doc="places that count for the housing target [persons]"
    )
    m.burden = pyo.Expression(
        m.MUNICIPALITIES, m.MOMENTS, rule=_burden, doc="weighted burden without credit [weighted places]"
    )


def _provided(m: Any, g: str, k: str, t: str) -> Any:
    homes = m.housed[g, t] if k == "status_holder" else 0
    return homes + sum(m.placed[loc, k, t] for loc in m.locations_in[g] if k in m.streams_of[loc])


def _credited(given: Given) -> Any:
    rows = {g: [loc.location_id for loc in given.locations if _credits(loc, g)] for g in given.case.codes}
    return lambda m, g, t: sum(m.placed[loc, "status_holder", t] for loc in rows[g])


def _credits(loc: Location, code: str) -> bool:
    """Whether places of the offer count for the housing target of a municipality."""
    return (
        not loc.foreign and loc.counts_for_housing and "status_holder" in loc.streams and (loc.link or loc.code) == code
    )


def _burden(m: Any, g: str, t: str) -> Any:
    return sum(m.stream_weight[k] * m.provided[g, k, t] for k in m.STREAMS)


def declare_set(m: Any, name: str, members: Iterable[Any], doc: str) -> None:
    """Declare an ordered set with its meaning."""
    m.add_component(name, pyo.Set(initialize=list(members), ordered=True, doc=doc))


def declare_parameter(m: Any, name: str, values: Mapping[Any, Any], doc: str, domain: Any = pyo.Integers) -> None:
    """Declare numbers by index, with their meaning and unit."""
    m.add_component(name, pyo.Param(list(values), initialize=dict(values), within=domain, doc=doc))


def declare_variable(m: Any, name: str, index: tuple[Any, ...], doc: str, bounds: Any) -> None:
    """Declare a whole number of 0 or more, with its meaning and unit."""
    m.add_component(name, pyo.Var(*index, domain=pyo.NonNegativeIntegers, bounds=bounds, initialize=0, doc=doc))
