"""Per rule a case in which it decides: dropped, a better plan seems possible, and that plan breaks the rule.

In most cases municipality A is asked 50 or 100 places and has one offer of 10 to 60.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from regietafel.model.case import Case, Location
from regietafel.model.decisions import Decisions
from support.cases import FIRST_DAY, SECOND_DAY, A, B, C, moment, offer, position, target, tiny_case, town

BOTH, THIRD_DAY = (FIRST_DAY, SECOND_DAY), "2028-07-01"
NEVER, ALWAYS = Fraction(0), Fraction(1)


@dataclass(frozen=True)
class Effect:
    """A case, its options, the plan on the table, and what the plan without the rule does wrong.

    Parameters
    ----------
    wrong : str
        Empty: it breaks the rule of that name. Another rule, or ``decision_domain``: it breaks that one. ``tier:...``:
        the program claims more of that aim than its decisions come to.
    """

    case: Case
    options: dict[str, Any] = field(default_factory=dict)
    wrong: str = ""
    reference: Decisions | None = None


def site(name: str = "L1", code: str = A, places: Any = (10, 60), **changes: Any) -> Location:
    """Make an offer of no special form that does not last."""
    return offer(name, code, **{"form": "other", "places": places, **changes})


def asked(number: int, rows: Iterable[Location], moments: Any = (FIRST_DAY,), **about: Any) -> Case:
    """Make one municipality that is asked regular places."""
    return tiny_case([town(A, indicative=number)], rows, moments, **about)


def pair(rows: Iterable[Location], each: int = 50, **about: Any) -> Case:
    """Make two municipalities that are asked the same, in two sub-regions."""
    towns = [town(A, indicative=each, region="east"), town(B, indicative=each, region="west")]
    return tiny_case(towns, rows, **about)


def alternating(*shares: Fraction) -> list[Any]:
    """Make moments at which the whole task is due, or none of it."""
    days = (FIRST_DAY, SECOND_DAY, THIRD_DAY)
    return [moment(day, task_share=share) for day, share in zip(days, shares, strict=False)]


def cluster(number: int, *satellites: Location, hub: dict[str, Any] | None = None, **about: Any) -> Case:
    """Make a hub in A for 100 places, with satellites."""
    rows = [offer("H1", A, **{"places": 100, **(hub or {})}), *satellites]
    return tiny_case([town(A, indicative=number), town(B), town(C)], rows, **about)


def satellite(name: str = "S1", code: str = A, **changes: Any) -> Location:
    """Make a satellite of 10 to 50 places."""
    return offer(name, code, "satellite", **changes)


def existing(name: str = "L1", code: str = A, **changes: Any) -> Location:
    """Make an existing location with 50 places, which costs money."""
    fields = {"status": "existing", "present": {"regular": 50}, "cost_per_place": 30_000}
    return site(name, code, **{**fields, **changes})


def homes(present: int = 0, **changes: Any) -> Case:
    """Make a housing target of 10 persons per half-year, with places for status holders that must stay."""
    fields = {"streams": ("status_holder",), "counts_for_housing": True, "places": (10, 20), "status": "decided"}
    rows = [site(**{**fields, "present": {"status_holder": present}, **changes})] if present else []
    due = [target(A, half_year, 10) for half_year in ("2027-I", "2027-II")]
    return tiny_case([town(A, houseable_per_half_year=10)], rows, BOTH, targets=due)


DEAR = {"cost_per_place": 30_000}
NO_FAIRNESS = {"tier_order": ("shortfall", "surplus", "cost")}
TWO_HUBS = tiny_case(
    [town(A, indicative=300)], [offer("H1", places=100), offer("H2", places=100), satellite(places=(10, 100))]
)
CHANGING_HUB = [
    offer("H1", places=100, last_day="2027-12-31"),
    offer("H2", places=100, first_day="2028-01-01"),
    satellite(places=50),
]
HALF_FILLED = tiny_case(
    [town(A, indicative=310), town(B), town(C)],
    [
        offer("H1", A, places=100),
        offer("H2", C, places=100),
        satellite("S1", B, places=(40, 50), count=2),
        satellite("S2", A, places=30),
    ],
)
CHEAP_AND_DEAR = [site("L1", A, (10, 100)), site("L2", B, (1, 100), **DEAR)]
HOST = pair([existing("L1", A, present={"regular": 100}, places=100), site("L2", A, 50)], 75)

CAPACITY = {
    "places_fit_location": Effect(asked(50, [site(opening_cost=100_000)])),
    "opened_location_is_large_enough": Effect(asked(30, [site(places=(50, 100))])),
    "location_is_available": Effect(asked(50, [site(first_day="2027-07-02")])),
    "durable_location_stays_open": Effect(asked(50, [site(durable=True)], alternating(ALWAYS, NEVER))),
    "closed_location_stays_closed": Effect(asked(50, [site()], alternating(ALWAYS, NEVER, ALWAYS))),
    "existing_location_is_not_reopened": Effect(asked(50, [existing(may_close=True)], alternating(NEVER, ALWAYS))),
    "present_location_stays_open": Effect(asked(0, [existing()])),
    "present_places_stay": Effect(asked(30, [existing()])),
    "opening_is_paid": Effect(asked(50, [site(opening_cost=100_000)]), wrong="tier:cost"),
}

SPECIAL = tiny_case(
    [town(A, indicative=50, indicative_special=20)], [site("L1"), site("L2", streams=("special",), **DEAR)]
)
UKRAINE = tiny_case([town(A, ukraine_asked=50)], [site(streams=("ukraine",))])
WAITING = tiny_case(
    [town(A, indicative=50, houseable_per_half_year=0)],
    [site(places=(10, 100))],
    targets=[target(A, persons=20)],
    national={"reference_backlog": 0},
)
NOBODY_WAITS = asked(100, [site(places=50)], national={"reference_backlog": 1000})
TASK = {
    "asylum_task_is_met": Effect(asked(50, [site()]), wrong="tier:shortfall"),
    "special_task_is_met": Effect(SPECIAL, wrong="tier:shortfall"),
    "ukraine_task_is_met": Effect(UKRAINE, wrong="tier:shortfall"),
    "reception_need_is_met": Effect(WAITING, {"vessels_share": 1.0}, "tier:shortfall"),
    "reception_need_covers_task": Effect(NOBODY_WAITS, {"vessels_share": 1.0}, "tier:shortfall"),
    "new_places_above_need_are_surplus": Effect(asked(30, [site(places=50)]), wrong="tier:surplus"),
    "housing_target_is_met": Effect(
        tiny_case([town(A, houseable_per_half_year=0)], targets=[target(A, persons=10)]), wrong="tier:shortfall"
    ),
    "homes_are_available": Effect(homes(10, last_day="2027-12-31")),
    "housed_stay_housed": Effect(homes(20, first_day="2027-12-01")),
    "homes_above_target_are_surplus": Effect(homes(20), wrong="tier:surplus"),
}


def lasting(places: Any, number: int = 100, moments: Any = (FIRST_DAY,), **changes: Any) -> Case:
    """Make one durable offer."""
    return asked(number, [site(places=places, durable=True, **changes)], moments)


# At the first moment L1 is open for 50 displaced persons, so it counts with the 50 regular places it has then.
FIRST_USE = tiny_case(
    [town(A, indicative=100, ukraine_asked=50)],
    [
        site("L1", places=100, durable=True, streams=("regular", "ukraine")),
        site("L2", places=50, first_day="2028-01-01", streams=("ukraine",)),
    ],
    BOTH,
)
ENDS = {"first_day": "2020-01-01", "last_day": "2027-12-31", "status": "existing", "present": {"regular": 100}}
DURABLE = {
    name: Effect(case, {"counting": "durable"}, "tier:shortfall")
    for name, case in {
        "offer_in_use_has_location": lasting(100, moments=alternating(NEVER, ALWAYS), last_day="2032-06-30"),
        "open_offer_is_in_use": FIRST_USE,
        "durable_places_come_within_a_year": lasting((20, 300), 200),
        "durable_places_last_five_years": lasting(100, last_day="2032-06-29"),
        "unused_offer_counts_nothing": lasting(100, moments=BOTH, **ENDS),
        "counted_places_are_durable": lasting(100, last_day="2032-06-29"),
        "durable_minimum_is_reached": lasting((20, 80), 80),
        "counted_places_reach_minimum": lasting((20, 80), 80),
    }.items()
}

CLUSTERS = {
    "satellite_has_hub": Effect(cluster(50, satellite())),
    "hub_is_in_reach": Effect(asked(50, [satellite()])),
    "hub_is_open": Effect(cluster(50, satellite()), {"hub_max_satellites": None}),
    "leading_hub_is_open": Effect(
        cluster(50, satellite(), hub={"places": (0, 10), "opening_cost": 100_000}), wrong="hub_is_open"
    ),
    "hub_spans_few": Effect(cluster(200, satellite("S1"), satellite("S2")), {"hub_max_satellites": 1}),
    "hub_carries_few_places": Effect(cluster(200, satellite("S1"), satellite("S2")), {"hub_max_satellite_places": 60}),
    "hub_serves_asylum": Effect(
        tiny_case(
            [town(A, indicative=50, ukraine_asked=100)],
            [offer("H1", places=100, streams=("regular", "ukraine")), satellite()],
        )
    ),
    "attachment_keeps_hub": Effect(asked(150, CHANGING_HUB, BOTH)),
    "satellite_places_have_hub": Effect(
        cluster(200, satellite("S1"), satellite("S2")), {"hub_max_satellite_places": 60}, "decision_domain"
    ),
    "attached_places_fit": Effect(
        TWO_HUBS, {"hub_max_satellite_places": 60, "hub_max_satellites": 1}, "decision_domain"
    ),
    "attached_places_are_enough": Effect(
        HALF_FILLED, {"hub_max_satellite_places": 60, "hub_max_steps": 1}, "decision_domain"
    ),
    "cluster_is_connected": Effect(cluster(150, satellite("S1", C)), {"clusters_connected": True}),
    "minor_units_are_apart": Effect(
        tiny_case(
            [town(A, indicative=120, indicative_special=120)], [site(places=(0, 20), streams=("special",), count=6)]
        ),
        {"minor_units_apart": True},
    ),
}

SHARES = {
    "burden_stays_below_ceiling": Effect(pair([site(places=(10, 100))]), {"burden_ceiling": 1.0}),
    "burden_stays_above_floor": Effect(pair(CHEAP_AND_DEAR), {"burden_floor": 0.5} | NO_FAIRNESS),
    "every_municipality_contributes": Effect(pair(CHEAP_AND_DEAR), {"all_contribute": True} | NO_FAIRNESS),
    "regions_stay_below_ceiling": Effect(pair([site(places=(10, 100))]), {"region_ceiling": 1.0}),
    "regions_stay_above_floor": Effect(pair(CHEAP_AND_DEAR), {"region_floor": 0.5} | NO_FAIRNESS),
}


def shared(first: dict[str, Any], second: dict[str, Any]) -> list[Location]:
    """Make one location of 200 places that two municipalities share, 50 and 50 of 100 places give or take one."""
    joint = {"places": (0, 100), "group": "g", "group_rule": "shared"}
    return [site("L1", A, **joint, **first), site("L2", **{"code": B, **joint, **second})]


LARGE = [offer("L1", places=100), offer("L2", places=100)]
ONE_FIRST = [
    site("L1", places=50, first_day="2027-01-01", group="g", group_rule="one_after_other"),
    site("L2", places=100, first_day="2027-06-01", last_day="2027-12-31", group="g", group_rule="one_after_other"),
]
POLICY = {
    "large_locations_stay_few": Effect(asked(200, LARGE), {"large_max": 1}),
    "large_locations_are_enough": Effect(asked(50, [offer("L1"), site("L2")]), {"large_min": 1}),
    "large_locations_in_municipality": Effect(asked(200, LARGE), {"large_max_per_municipality": 1}),
    "small_scale_is_enough": Effect(
        asked(100, [site("L1", places=(10, 100)), offer("L2", form="small_scale", **DEAR)]),
        {"small_scale_min_share": 0.5},
    ),
    "emergency_is_phased_down": Effect(
        asked(50, [site(emergency=True)]), {"emergency_counts": True, "emergency_max": (10,)}
    ),
    "cost_stays_below_ceiling": Effect(asked(50, [site(**DEAR)]), {"cost_max": 1_000_000.0}),
    "joint_location_counts_once": Effect(
        asked(100, [site(f"L{i}", places=50, group="g", group_rule="not_together") for i in (1, 2)])
    ),
    "joint_locations_follow": Effect(asked(100, ONE_FIRST, BOTH)),
    "joint_location_keeps_shares": Effect(pair(shared({}, DEAR)), NO_FAIRNESS),
    "shared_rows_open_together": Effect(asked(1, shared({}, {"opening_cost": 100_000, "code": A}))),
}

HARD_CLOSED = position(demand="location_closed", location_id="L1", hard=True)
NOT_BOTH = position(demand="not_both", location_id="L1", other_location_id="L2", hard=True)
ONLY_IF = position(demand="only_if", municipalities=(A,), other_municipality=B, other_places=20, hard=True)


def waiting(number: int) -> Case:
    """Make a municipality that takes part only if the other, which is dear and asked nothing, has 20 places."""
    rows = [site("L1", A), site("L2", B, (20, 60), **DEAR)]
    return tiny_case([town(A, indicative=number), town(B)], rows, positions=[ONLY_IF])


POSITIONS = {
    # 50 asked, 30 allowed
    "subject_stays_below_position": Effect(asked(50, [site()], positions=[position(places=30, hard=True)])),
    # 10 asked of the province, 40 at the table
    "subject_reaches_position": Effect(
        asked(10, [site()], positions=[position(demand="at_least", places=40, hard=True)])
    ),
    # One large location must be open; the one that should stay closed costs nothing to open.
    "kept_out_locations_stay_closed": Effect(
        asked(
            0,
            [offer("L1", places=(0, 60)), offer("L2", places=(0, 60), opening_cost=100_000)],
            positions=[HARD_CLOSED],
        ),
        {"large_min": 1},
    ),
    # 15 asked: A gives them alone, or B opens with 20, five too many
    "subject_waits_for_other_side": Effect(waiting(15), NO_FAIRNESS),
    # 100 asked of two locations of 60, of which one stays empty
    "other_side_stays_empty": Effect(asked(100, [site("L1"), site("L2", **DEAR)], positions=[NOT_BOTH]), NO_FAIRNESS),
    # 50 asked: A gives them alone, or 20 of them are dear places in B
    "other_side_meets_condition": Effect(waiting(50), NO_FAIRNESS),
}

MOVING = Decisions(opened={("L1", FIRST_DAY): 1}, placed={("L1", "regular", FIRST_DAY): 50})
CHANGES = {
    name: Effect(case, wrong="tier:disturbance", reference=reference)
    for name, (case, reference) in {
        "added_places_are_moved": (asked(60, [existing()]), None),
        "dropped_places_are_moved": (asked(30, [existing(may_shrink=True)]), None),
        "openings_are_switched": (asked(100, [site(places=50, count=2)]), MOVING),
        "closings_are_switched": (asked(0, [existing(may_close=True)]), None),
        "touched_municipality_is_counted": (asked(50, [site(places=50)]), None),
        "touched_places_are_counted": (asked(60, [existing()]), None),
        "small_locations_are_counted": (asked(30, [site()]), None),
    }.items()
}

MINIMAX, DEVIATION = {"fairness": "minimax"}, {"fairness": "deviation"}
GINI, THEIL = {"fairness": "gini"}, {"fairness": "theil"}
ONLY_A = pair([site(places=(10, 100))])
# 100 asked: 90 where there is much room and 10 where there is little; a third place cannot be told apart
SKEW = pair([site("L1", A, (10, 200)), site("L2", B, 10)])
TURNED = pair([site("L1", A, 10), site("L2", B, (10, 200))])


def keyed(rows: Iterable[Location], each: int, first: int, second: int) -> Case:
    """Make two municipalities that are asked the same, and something else by the key `x`."""
    keys = zip((A, B), (first, second), strict=True)
    return tiny_case([town(code, indicative=each, keys={"x": Fraction(value)}) for code, value in keys], rows)


TWO_KEYS = {"fairness": "regret", "regret_keys": ("inhabitants", "x")}
# By inhabitants 50 and 50 is best, by x 75 and 25: 67 and 33 is 1.34 and 1.32 times as much
APART = keyed([site("L1", A, (10, 100)), site("L2", B, (10, 100))], 50, 3, 1)
# A is full by inhabitants (75), not by x (125): it stays as it is, or x is served and A grows
GROWING = keyed(
    [existing("L1", A, present={"regular": 100}, places=100), site("L2", A, (10, 50)), site("L3", B, (10, 50))],
    75,
    5,
    1,
)
NORMS = {
    name: Effect(case, options, "tier:fairness")
    for name, (case, options) in {
        "worst_burden_is_largest": (ONLY_A, MINIMAX),
        "host_growth_is_counted": (HOST, MINIMAX),
        "host_counts_if_it_grows": (HOST, MINIMAX),
        "growing_host_is_compared": (HOST, MINIMAX),
        "excess_is_deviation": (ONLY_A, DEVIATION),
        "lack_is_deviation": (ONLY_A, DEVIATION),
        "worst_deviation_is_largest": (ONLY_A, DEVIATION),
        "borne_burden_is_carried": (SKEW, GINI),
        "burdens_add_up": (SKEW, GINI),
        "first_above_second_is_apart": (SKEW, GINI),
        "second_above_first_is_apart": (TURNED, GINI),
        "entropy_is_above_tangent": (SKEW, THEIL),
        "key_ratio_is_largest": (APART, TWO_KEYS),
        "growing_host_counts_under_key": (GROWING, TWO_KEYS),
        "regret_is_largest": (APART, TWO_KEYS),
    }.items()
}

EFFECTS: dict[str, Effect] = CAPACITY | TASK | DURABLE | CLUSTERS | SHARES | POLICY | POSITIONS | CHANGES | NORMS
