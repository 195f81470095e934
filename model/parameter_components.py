"""The numbers that are given, and the options that rules read."""

from typing import Any

import pyomo.environ as pyo

from regietafel.model.case import TASKS
from regietafel.model.components import declare_parameter, declare_set
from regietafel.model.given import Given


def declare_parameters(m: Any, given: Given) -> None:
    """Declare the numbers that are given."""
    _declare_offers(m, given)
    _declare_asked(m, given)
    declare_parameter(
        m,
        "years",
        dict(given.years),
        "years from the moment to the next, or to the end of the cycle [years]",
        domain=pyo.NonNegativeReals,
    )


def _declare_offers(m: Any, given: Given) -> None:
    """Declare sizes, present places and costs of the offers."""
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
    declare_yearly_cost(m, given)
    declare_parameter(
        m,
        "opening_cost",
        {loc.location_id: loc.opening_cost for loc in locations},
        "cost of opening one location [euro]",
    )


def declare_yearly_cost(m: Any, given: Given) -> None:
    """Declare what a place costs, the surcharge for small-scale included."""
    declare_parameter(
        m, "yearly_cost", dict(given.yearly_cost), "cost per place per year [euro]", domain=pyo.NonNegativeReals
    )


def declare_burden_bounds(m: Any, given: Given) -> None:
    """Declare between which burdens each municipality must stay."""
    hosts = given.hosts
    declare_parameter(
        m, "ceiling_places", dict(hosts.ceiling), "largest weighted burden without credit [weighted places]"
    )
    declare_parameter(m, "floor_places", dict(hosts.floor), "smallest weighted burden without credit [weighted places]")


def _declare_asked(m: Any, given: Given) -> None:
    """Declare what is asked of the province and its municipalities, and within which bounds."""
    scenario, shares, hosts = given.scenario, given.shares, given.hosts
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
    declare_burden_bounds(m, given)
    declare_parameter(m, "emergency_cap", dict(given.emergency_caps), "emergency places at most [places]")


def set_policy_numbers(m: Any, given: Given) -> None:
    """Set the numbers of the options that rules and aims read; another scenario may set them again."""
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
    m.region_ceiling_places, m.region_floor_places = hosts.region_ceiling, hosts.region_floor


def declare_policy(m: Any, given: Given) -> None:
    """Declare the numbers of the options that rules read, and the rows they speak of."""
    set_policy_numbers(m, given)
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
