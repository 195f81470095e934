"""The table of contents of the program: every rule, tier and norm in reading order."""

from types import ModuleType

from regietafel.model.constraints import capacity, changes, clusters, durable, housing, policy, positions, shares, task
from regietafel.model.fairness import deviation, gini, leximin, minimax, regret, theil
from regietafel.model.objectives import cost, disturbance, shortfall, surplus
from regietafel.model.objectives import positions as positions_given_up
from regietafel.model.rules import Rule

RULES: tuple[Rule, ...] = (
    capacity.places_fit_location,
    capacity.opened_location_is_large_enough,
    capacity.location_is_available,
    capacity.durable_location_stays_open,
    capacity.closed_location_stays_closed,
    capacity.existing_location_is_not_reopened,
    capacity.present_location_stays_open,
    capacity.present_places_stay,
    capacity.opening_is_paid,
    task.asylum_task_is_met,
    task.special_task_is_met,
    task.ukraine_task_is_met,
    task.reception_need_is_met,
    task.reception_need_covers_task,
    task.new_places_above_need_are_surplus,
    durable.offer_in_use_has_location,
    durable.open_offer_is_in_use,
    durable.durable_places_come_within_a_year,
    durable.durable_places_last_five_years,
    durable.unused_offer_counts_nothing,
    durable.counted_places_are_durable,
    durable.durable_minimum_is_reached,
    durable.counted_places_reach_minimum,
    housing.housing_target_is_met,
    housing.homes_are_available,
    housing.housed_stay_housed,
    housing.homes_above_target_are_surplus,
    clusters.satellite_has_hub,
    clusters.hub_is_in_reach,
    clusters.hub_is_open,
    clusters.leading_hub_is_open,
    clusters.hub_spans_few,
    clusters.hub_carries_few_places,
    clusters.hub_serves_asylum,
    clusters.attachment_keeps_hub,
    clusters.satellite_places_have_hub,
    clusters.attached_places_fit,
    clusters.attached_places_are_enough,
    clusters.cluster_is_connected,
    clusters.minor_units_are_apart,
    shares.burden_stays_below_ceiling,
    shares.burden_stays_above_floor,
    shares.every_municipality_contributes,
    shares.regions_stay_below_ceiling,
    shares.regions_stay_above_floor,
    policy.large_locations_stay_few,
    policy.large_locations_are_enough,
    policy.large_locations_in_municipality,
    policy.small_scale_is_enough,
    policy.emergency_is_phased_down,
    policy.cost_stays_below_ceiling,
    policy.joint_location_counts_once,
    policy.joint_locations_follow,
    policy.joint_location_keeps_shares,
    policy.shared_rows_open_together,
    positions.subject_stays_below_position,
    positions.subject_reaches_position,
    positions.kept_out_locations_stay_closed,
    positions.subject_waits_for_other_side,
    positions.other_side_stays_empty,
    positions.other_side_meets_condition,
    changes.added_places_are_moved,
    changes.dropped_places_are_moved,
    changes.openings_are_switched,
    changes.closings_are_switched,
    changes.touched_municipality_is_counted,
    changes.touched_places_are_counted,
    changes.small_locations_are_counted,
)

TIERS: tuple[ModuleType, ...] = (shortfall, surplus, positions_given_up, cost, disturbance)
NORMS: dict[str, ModuleType] = {norm.NAME: norm for norm in (minimax, leximin, deviation, gini, theil, regret)}

# Left out when the unavoidable part of a shortfall is sought: choices, not law, capacity or physics.
POLITICAL: tuple[str, ...] = (
    "hub_is_in_reach",
    "hub_spans_few",
    "hub_carries_few_places",
    "cluster_is_connected",
    "minor_units_are_apart",
    "burden_stays_below_ceiling",
    "burden_stays_above_floor",
    "every_municipality_contributes",
    "regions_stay_below_ceiling",
    "regions_stay_above_floor",
    "large_locations_stay_few",
    "large_locations_are_enough",
    "large_locations_in_municipality",
    "small_scale_is_enough",
    "emergency_is_phased_down",
    "cost_stays_below_ceiling",
)

# Left out when it is asked whether there is any plan at all: what they ask is named as missing, or only counted.
NAME_WHAT_IS_MISSING: tuple[str, ...] = (
    "asylum_task_is_met",
    "special_task_is_met",
    "ukraine_task_is_met",
    "reception_need_is_met",
    "reception_need_covers_task",
    "offer_in_use_has_location",
    "open_offer_is_in_use",
    "durable_places_come_within_a_year",
    "durable_places_last_five_years",
    "unused_offer_counts_nothing",
    "counted_places_are_durable",
    "durable_minimum_is_reached",
    "counted_places_reach_minimum",
    "housing_target_is_met",
)
COUNT_ONLY: tuple[str, ...] = (
    "new_places_above_need_are_surplus",
    "homes_above_target_are_surplus",
    *(rule.__name__ for rule in RULES if rule.__module__ == changes.__name__),
    *dict.fromkeys(rule.__name__ for norm in NORMS.values() for rule in norm.CONSTRAINTS),
)
