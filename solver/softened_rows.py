"""The rows of the political rules whose option gives."""

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

from pyomo.contrib.fbbt.fbbt import compute_bounds_on_expr

from regietafel.model.build import attach
from regietafel.model.case import ASYLUM_STREAMS
from regietafel.model.constraints import policy
from regietafel.model.given import Given
from regietafel.model.levers import Lever, emergency_id
from regietafel.model.rules import total

Soften = Callable[[Any, Lever, Given], None]
UNITS_TOGETHER = 100
"""Places of small units for minors near one point, as the rule has it."""


def _value(m: Any, lever: Lever) -> Any:
    """Return the value of an option as a sum with the steps of its lever."""
    return float(lever.now) + lever.sign * float(lever.step) * m.steps[lever.lever_id]


def _off(m: Any, lever: Lever) -> Any:
    """Return 1 when a rule is switched off."""
    return m.steps[lever.lever_id]


def _most(places: Any) -> float:
    """Return the largest value of a sum by the bounds of its variables."""
    found: float = compute_bounds_on_expr(places)[1]
    return found


def _at_most_the_larger(m: Any, places: Any, limit: Any, now: float, fixed: int) -> None:
    """Keep a sum under the larger of a limit that can go up and what must stay."""
    if now >= fixed:
        m.softened.add(places <= limit)
        return
    passes, most = m.chooses.add(), _most(places)
    m.softened.add(places <= fixed + max(0, most - fixed) * passes)
    m.softened.add(places <= limit + max(0, most - now) * (1 - passes))


def _at_least_the_smaller(m: Any, places: Any, limit: Any, now: float, reachable: int) -> None:
    """Keep a sum above the smaller of a limit that can come down and what can be reached."""
    if now <= reachable:
        m.softened.add(places >= limit)
        return
    below = m.chooses.add()
    m.softened.add(places >= reachable * (1 - below))
    m.softened.add(places >= limit - now * (1 - below))


def _large_max(m: Any, lever: Lever, _given: Given) -> None:
    m.large_max = _value(m, lever)
    attach(m, policy.large_locations_stay_few)


def _large_min(m: Any, lever: Lever, _given: Given) -> None:
    m.large_min = _value(m, lever)
    attach(m, policy.large_locations_are_enough)


def _large_max_per_municipality(m: Any, lever: Lever, _given: Given) -> None:
    for g in m.LARGE_HOSTS:
        rows = [loc for loc in m.locations_in[g] if m.location_of[loc].form == "large"]
        for t in m.MOMENTS:
            staying = sum(1 for loc in rows if (loc, t) in m.STAYING_LOCATIONS)
            opened = sum(m.opened[loc, t] for loc in rows)
            _at_most_the_larger(m, opened, _value(m, lever), float(lever.now), staying)


def _cost_max(m: Any, lever: Lever, _given: Given) -> None:
    m.cost_max = _value(m, lever)
    attach(m, policy.cost_stays_below_ceiling)


def _small_scale_min_share(m: Any, lever: Lever, _given: Given) -> None:
    """Add the row of every share from the asked one down; a row holds unless the share goes below it.

    Share times places would be a product of two unknowns; a row per share on the grid is exact.
    """
    small = [loc for loc in m.own_locations if m.location_of[loc].form in ("small_scale", "satellite")]
    passed = [m.chooses.add() for _ in range(lever.most)]
    m.softened.add(m.steps[lever.lever_id] == sum(passed))
    for one, other in pairwise(passed):
        m.softened.add(one >= other)
    for t in m.MOMENTS:
        places, whole = _asylum(m, small, t), _asylum(m, m.own_locations, t)
        largest = _most(whole)
        for number, below in enumerate(passed):
            share = float(lever.now - lever.step * number)
            m.softened.add(places - share * whole + share * largest * below >= 0)


def _asylum(m: Any, rows: list[str], t: str) -> Any:
    return total(m, (m.placed[loc, k, t] for loc in rows for k in m.streams_of[loc] if k in ASYLUM_STREAMS))


def _burden_ceiling(m: Any, lever: Lever, given: Given) -> None:
    hosts = given.hosts
    for g in m.CAPPED:
        share = min(hosts.weighted[g], hosts.weighted_before[g])
        now, fixed = float(lever.now) * share, hosts.ceiling[g]
        for t in m.BURDEN_MOMENTS:
            _at_most_the_larger(m, m.burden[g, t], _value(m, lever) * share, now, fixed if fixed > now else 0)


def _burden_floor(m: Any, lever: Lever, given: Given) -> None:
    hosts = given.hosts
    for g in m.FLOORED:
        share = hosts.weighted[g]
        for t in m.BURDEN_MOMENTS:
            _at_least_the_smaller(
                m, m.burden[g, t], _value(m, lever) * share, float(lever.now) * share, hosts.reachable[g]
            )


def _region_ceiling(m: Any, lever: Lever, given: Given) -> None:
    hosts = given.hosts
    for r in m.REGIONS:
        share = sum(hosts.weighted[g] for g in m.municipalities_in[r])
        now, fixed = float(lever.now) * share, hosts.region_ceiling[r]
        for t in m.BURDEN_MOMENTS:
            burden = sum(m.burden[g, t] for g in m.municipalities_in[r])
            _at_most_the_larger(m, burden, _value(m, lever) * share, now, fixed if fixed > now else 0)


def _region_floor(m: Any, lever: Lever, given: Given) -> None:
    hosts = given.hosts
    for r in m.REGIONS:
        members = m.municipalities_in[r]
        share, reachable = (sum(values[g] for g in members) for values in (hosts.weighted, hosts.reachable))
        for t in m.BURDEN_MOMENTS:
            burden = sum(m.burden[g, t] for g in members)
            _at_least_the_smaller(m, burden, _value(m, lever) * share, float(lever.now) * share, reachable)


def _all_contribute(m: Any, lever: Lever, _given: Given) -> None:
    for g in m.CONTRIBUTORS:
        places = sum(m.placed[loc, k, m.last] for loc in m.locations_in[g] for k in m.streams_of[loc])
        m.softened.add(places >= 1 - _off(m, lever))


def _clusters_connected(m: Any, lever: Lever, _given: Given) -> None:
    for sat, hub in m.FAR_REACH:
        for t in m.MOMENTS:
            nearer = sum(m.attached[stone, hub, t] for stone in m.stepping_stones[sat, hub])
            m.softened.add(m.attached[sat, hub, t] <= m.available_count[sat] * (nearer + _off(m, lever)))


def _minor_units_apart(m: Any, lever: Lever, _given: Given) -> None:
    for g in m.UNIT_POINTS:
        for t in m.MOMENTS:
            places = sum(m.placed[loc, "special", t] for loc in m.units_near[g])
            m.softened.add(places <= UNITS_TOGETHER + max(0, _most(places) - UNITS_TOGETHER) * _off(m, lever))


def _hub_max_satellites(m: Any, lever: Lever, _given: Given) -> None:
    """Without satellites a location that leads none has nothing to give: the lever needs no product with `leads`."""
    for hub in m.HUBS:
        for t in m.MOMENTS:
            attached = sum(m.attached[sat, hub, t] for sat in m.satellites_of[hub])
            m.softened.add(attached <= float(lever.now) * m.leads[hub, t] + m.steps[lever.lever_id])


def _hub_max_satellite_places(m: Any, lever: Lever, _given: Given) -> None:
    for hub in m.HUBS:
        for t in m.MOMENTS:
            places = sum(m.attached_places[sat, hub, t] for sat in m.satellites_of[hub])
            m.softened.add(places <= float(lever.now) * m.leads[hub, t] + m.steps[lever.lever_id])


def soften_caps(m: Any, levers: Mapping[str, Lever]) -> None:
    """Let the caps on emergency places give, moment by moment."""
    caps = {t: m.emergency_cap[t] for t in m.CAPPED_MOMENTS}
    softened = {t: levers[emergency_id(t)] for t in caps if emergency_id(t) in levers}
    if softened:
        m.del_component("emergency_cap")
        m.emergency_cap = {t: _value(m, softened[t]) if t in softened else cap for t, cap in caps.items()}
        attach(m, policy.emergency_is_phased_down)


def floors_under_higher_ceiling(
    m: Any, levers: Mapping[str, Lever], shares: Mapping[str, int], higher: Mapping[str, int], steps: int
) -> None:
    """Add the floors as they are from a higher ceiling on: what can be reached under it bounds them no more.

    Parameters
    ----------
    m : pyomo.environ.ConcreteModel
        The softened program.
    levers : mapping
        By id.
    shares, higher : mapping of municipality to int
        Entitlement, and what can be reached under the higher ceiling [weighted places].
    steps : int
        How many steps the ceiling went up.
    """
    is_higher, most = m.chooses.add(), levers["burden_ceiling"].most
    m.softened.add(m.steps["burden_ceiling"] <= steps - 1 + (most - steps + 1) * is_higher)
    members = {"burden_floor": {g: [g] for g in m.MUNICIPALITIES}, "region_floor": dict(m.municipalities_in)}
    for key in sorted(members.keys() & levers.keys()):
        for codes in members[key].values():
            share, reachable = (sum(values[g] for g in codes) for values in (shares, higher))
            now, below = float(levers[key].now) * share, m.chooses.add()
            for t in m.BURDEN_MOMENTS:
                burden = sum(m.burden[g, t] for g in codes)
                m.softened.add(burden >= reachable * (is_higher - below))
                m.softened.add(burden >= _value(m, levers[key]) * share - now * (2 - below - is_higher))


SOFTENED: dict[str, tuple[str, Soften]] = {
    "large_max": ("large_locations_stay_few", _large_max),
    "large_min": ("large_locations_are_enough", _large_min),
    "large_max_per_municipality": ("large_locations_in_municipality", _large_max_per_municipality),
    "cost_max": ("cost_stays_below_ceiling", _cost_max),
    "small_scale_min_share": ("small_scale_is_enough", _small_scale_min_share),
    "burden_ceiling": ("burden_stays_below_ceiling", _burden_ceiling),
    "burden_floor": ("burden_stays_above_floor", _burden_floor),
    "region_ceiling": ("regions_stay_below_ceiling", _region_ceiling),
    "region_floor": ("regions_stay_above_floor", _region_floor),
    "all_contribute": ("every_municipality_contributes", _all_contribute),
    "clusters_connected": ("cluster_is_connected", _clusters_connected),
    "minor_units_apart": ("minor_units_are_apart", _minor_units_apart),
    "hub_max_satellites": ("hub_spans_few", _hub_max_satellites),
    "hub_max_satellite_places": ("hub_carries_few_places", _hub_max_satellite_places),
}
"""Per option: the rule that is left out of the program, and what writes it with its lever."""
