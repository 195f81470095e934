"""The case of each golden file: about two municipalities, two offers and two moments, small enough to read.

Shares: municipality A 100 places (10 special) and 40 for displaced persons, B 60 (6 special) and 20. Offers: L1 in A
is large (100-300 places), L2 in B small-scale (20-50).
"""

from fractions import Fraction
from typing import Any

from regietafel.model.case import Case
from regietafel.model.decisions import Decisions
from support.cases import FIRST_DAY, SECOND_DAY, A, B, C, moment, offer, position, target, tiny_case, town

BOTH, THIRD_DAY = (FIRST_DAY, SECOND_DAY), "2028-07-01"
TOWNS = (
    town(A, indicative=100, indicative_special=10, ukraine_asked=40, region="east", houseable_per_half_year=8),
    town(B, indicative=60, indicative_special=6, ukraine_asked=20, region="west", houseable_per_half_year=5),
)
TARGETS = tuple(target(code, half_year, 9) for code in (A, B) for half_year in ("2027-I", "2027-II"))


def two(first: dict[str, Any] | None = None, second: dict[str, Any] | None = None, **about: Any) -> Case:
    """Make the case of two municipalities and two offers, with other values for some fields."""
    large = {"streams": ("regular", "special"), "opening_cost": 1000, "cost_per_place": 30} | (first or {})
    small = {"streams": ("regular", "ukraine"), "opening_cost": 500, "cost_per_place": 20} | (second or {})
    rows = [offer("L1", A, **large), offer("L2", B, **{"form": "small_scale"} | small)]
    return tiny_case(TOWNS, rows, **{"moments": BOTH, "targets": TARGETS} | about)


def clustered(**about: Any) -> Case:
    """Make a hub in A with satellites in A (durable) and in C, two steps away (not durable, two of them), and in B."""
    rows = [
        offer("H1", A, streams=("regular", "ukraine")),
        offer("S1", A, "satellite"),
        offer("S2", B, "satellite"),
        offer("S3", C, "satellite", durable=False, count=2),
    ]
    return tiny_case(3, rows, moments=BOTH, **about)


PRESENT = {"status": "existing", "present": {"regular": 120, "special": 10}}
DECIDED = {"status": "decided", "present": {"regular": 30}, "first_day": "2027-12-01"}
LEAVING = PRESENT | {"may_close": True}
HOUSING = {"streams": ("regular", "status_holder"), "counts_for_housing": True, "link": B}

PLAIN, TWO_OF_L2 = two(), two(second={"count": 2})
STAYING = two(PRESENT, DECIDED)
TEMPORARY = two({"durable": False}, {"durable": False, "count": 2}, moments=(*BOTH, THIRD_DAY))
LIMITED = two({"first_day": "2027-12-01"}, {"last_day": "2028-01-31"})
HOUSED = two({}, HOUSING)
ENDING = two({"last_day": "2032-06-30"}, {"count": 2, "first_day": "2027-12-01"})
CLUSTERED = clustered()
HALF_TASK = two(moments=(moment(FIRST_DAY, task_share=Fraction(1, 2)), moment(SECOND_DAY)))
HOSTING = two(PRESENT | {"present": {"regular": 190, "special": 10}})
UNITS = two({"streams": ("special",), "form": "other", "places": (0, 20), "count": 3})
WAITING = two(national={"reference_backlog": 10})


def grouped(rule: str) -> Case:
    """Put both offers in one group."""
    return two({"group": "g", "group_rule": rule}, {"group": "g", "group_rule": rule})


SAID = two(
    positions=(
        position("S1", municipalities=(A,), stream="asylum", places=150, hard=True),
        position("S2", "exactly", form="small_scale", stream="ukraine", places=30, moment=SECOND_DAY, room=10),
        position("S3", "location_open", location_id="L2", hard=True),
        position("S4", "no_form", form="large"),
    )
)
CLOSED = two({"places": (0, 300)}, positions=(position(demand="location_closed", location_id="L1"),))
TWO_SIDES = two(
    positions=(
        position("S1", "not_both", location_id="L1", other_location_id="L2", room=20),
        position("S2", "only_if", municipalities=(A,), places=40, other_municipality=B, other_places=25, hard=True),
    )
)

ON_THE_TABLE = Decisions(opened={("L1", FIRST_DAY): 1}, placed={("L1", "regular", FIRST_DAY): 150})

DURABLE = {"counting": "durable"}
SPAN = {"hub_max_satellite_places": 60}
ALL_MOMENTS = {"burden_moment": "all"}
DEVIATION = {"fairness": "deviation"}
GINI, REGRET = {"fairness": "gini"}, {"fairness": "regret"}
BOTH_RATIOS = {"fairness_on": "joint,asylum"}
WAITS = {"vessels_share": 0.5}

_CASES: dict[str, tuple[Any, ...]] = {
    "places_fit_location": (TWO_OF_L2,),
    "opened_location_is_large_enough": (TWO_OF_L2,),
    "location_is_available": (LIMITED,),
    "durable_location_stays_open": (LIMITED,),
    "closed_location_stays_closed": (TEMPORARY,),
    "existing_location_is_not_reopened": (two(LEAVING),),
    "present_location_stays_open": (STAYING,),
    "present_places_stay": (STAYING,),
    "opening_is_paid": (STAYING,),
    "asylum_task_is_met": (HALF_TASK,),
    "special_task_is_met": (HALF_TASK,),
    "ukraine_task_is_met": (HALF_TASK,),
    "reception_need_is_met": (WAITING, WAITS),
    "reception_need_covers_task": (WAITING, WAITS),
    "new_places_above_need_are_surplus": (HOSTING,),
    "offer_in_use_has_location": (ENDING, DURABLE),
    "open_offer_is_in_use": (ENDING, DURABLE),
    "durable_places_come_within_a_year": (ENDING, DURABLE),
    "durable_places_last_five_years": (ENDING, DURABLE),
    "unused_offer_counts_nothing": (ENDING, DURABLE),
    "counted_places_are_durable": (ENDING, DURABLE),
    "durable_minimum_is_reached": (ENDING, DURABLE),
    "counted_places_reach_minimum": (ENDING, DURABLE),
    "housing_target_is_met": (HOUSED,),
    "homes_are_available": (HOUSED,),
    "housed_stay_housed": (HOUSED,),
    "homes_above_target_are_surplus": (HOUSED,),
    "satellite_has_hub": (CLUSTERED,),
    "hub_is_in_reach": (CLUSTERED, {"hub_max_steps": 1}),
    "hub_is_open": (CLUSTERED,),
    "leading_hub_is_open": (CLUSTERED,),
    "hub_spans_few": (CLUSTERED, {"hub_max_satellites": 3}),
    "hub_carries_few_places": (CLUSTERED, SPAN),
    "hub_serves_asylum": (CLUSTERED,),
    "attachment_keeps_hub": (CLUSTERED,),
    "satellite_places_have_hub": (CLUSTERED, SPAN),
    "attached_places_fit": (CLUSTERED, SPAN),
    "attached_places_are_enough": (CLUSTERED, SPAN),
    "cluster_is_connected": (CLUSTERED, {"clusters_connected": True}),
    "minor_units_are_apart": (UNITS, {"minor_units_apart": True}),
    "burden_stays_below_ceiling": (PLAIN, {"burden_ceiling": 1.2} | ALL_MOMENTS),
    "burden_stays_above_floor": (PLAIN, {"burden_floor": 0.5, "weight_ukraine": 2}),
    "every_municipality_contributes": (PLAIN, {"all_contribute": True}),
    "regions_stay_below_ceiling": (PLAIN, {"region_ceiling": 1.2}),
    "regions_stay_above_floor": (PLAIN, {"region_floor": 0.5} | ALL_MOMENTS),
    "large_locations_stay_few": (PLAIN, {"large_max": 2}),
    "large_locations_are_enough": (PLAIN, {"large_min": 1}),
    "large_locations_in_municipality": (PLAIN, {"large_max_per_municipality": 1}),
    "small_scale_is_enough": (PLAIN, {"small_scale_min_share": 0.25}),
    "emergency_is_phased_down": (two({"emergency": True}), {"emergency_max": (40, 10)}),
    "cost_stays_below_ceiling": (PLAIN, {"cost_max": 50_000.0}),
    "joint_location_counts_once": (grouped("not_together"),),
    "joint_locations_follow": (grouped("one_after_other"),),
    "joint_location_keeps_shares": (grouped("shared"),),
    "shared_rows_open_together": (grouped("shared"),),
    "subject_stays_below_position": (SAID,),
    "subject_reaches_position": (SAID,),
    "kept_out_locations_stay_closed": (CLOSED,),
    "subject_waits_for_other_side": (TWO_SIDES,),
    "other_side_stays_empty": (TWO_SIDES,),
    "other_side_meets_condition": (TWO_SIDES,),
    "added_places_are_moved": (STAYING,),
    "dropped_places_are_moved": (STAYING,),
    "openings_are_switched": (PLAIN, {}, ON_THE_TABLE),
    "closings_are_switched": (PLAIN, {}, ON_THE_TABLE),
    "touched_municipality_is_counted": (TWO_OF_L2, {}, ON_THE_TABLE),
    "touched_places_are_counted": (PLAIN, {}, ON_THE_TABLE),
    "small_locations_are_counted": (TWO_OF_L2,),
    "worst_burden_is_largest": (HOSTING, BOTH_RATIOS),
    "host_growth_is_counted": (HOSTING, BOTH_RATIOS),
    "host_counts_if_it_grows": (HOSTING, BOTH_RATIOS),
    "growing_host_is_compared": (HOSTING, BOTH_RATIOS),
    "excess_is_deviation": (PLAIN, DEVIATION),
    "lack_is_deviation": (PLAIN, DEVIATION),
    "worst_deviation_is_largest": (PLAIN, DEVIATION | ALL_MOMENTS),
    "borne_burden_is_carried": (PLAIN, GINI),
    "burdens_add_up": (PLAIN, GINI | BOTH_RATIOS | ALL_MOMENTS),
    "first_above_second_is_apart": (PLAIN, GINI | BOTH_RATIOS),
    "second_above_first_is_apart": (PLAIN, GINI | BOTH_RATIOS),
    "entropy_is_above_tangent": (PLAIN, {"fairness": "theil"}),
    "key_ratio_is_largest": (HOSTING, REGRET | ALL_MOMENTS),
    "growing_host_counts_under_key": (HOSTING, REGRET),
    "regret_is_largest": (PLAIN, REGRET | BOTH_RATIOS),
}

RULE_CASES: dict[str, tuple[Case, dict[str, Any], Decisions | None]] = {
    name: (*given, *({}, None)[len(given) - 1 :]) for name, given in _CASES.items()
}
"""Rule: case, options, plan on the table."""
