"""Random options by seed, for plans of random cases: any value that `regietafel options` allows and a table may ask."""

from random import Random
from typing import Any

TIER_ORDERS = (
    ("shortfall", "surplus", "fairness", "cost", "disturbance"),
    ("shortfall", "fairness", "surplus", "disturbance", "cost"),
    ("shortfall", "positions", "fairness", "cost"),
    ("shortfall", "surplus", "fairness", "positions", "cost"),
    ("shortfall", "cost"),
    ("fairness", "shortfall", "cost"),
    ("disturbance",),
)
CHOICES: dict[str, tuple[Any, ...]] = {
    "tier_order": TIER_ORDERS,
    "fairness": ("minimax", "leximin", "deviation", "gini", "theil", "regret"),
    "fairness_on": ("joint", "asylum", "joint,asylum", "asylum,joint"),
    "burden_moment": ("last", "all"),
    "weight_regular": (1, 2),
    "weight_special": (0, 1, 3),
    "weight_ukraine": (0, 1, 2),
    "weight_status_holder": (0, 1),
    "smallest_entitlement": (1, 2, 4, 16),
    "shortfall_weight_asylum": (0, 1, 2),
    "shortfall_weight_housing": (0, 1, 3),
    "counting": ("plan", "durable"),
    "emergency_counts": (False, True),
    "status_floor": ("existing", "decided", "intended", "explored", "explored", "explored"),
    "vessels_share": (0.0, 0.0, 0.5, 1.0),
    "hub_max_km": (5.0, 10.0, 15.0),
    "hub_max_steps": (0, 1, 2, 3),
    "hub_max_satellites": (None, 1, 5),
    "hub_max_satellite_places": (None, 1, 3),
    "clusters_connected": (False, True),
    "ferries_connect": (False, True),
    "minor_units_apart": (False, True),
    "burden_ceiling": (None, None, 0.0, 1.0, 1.5),
    "burden_floor": (None, None, 0.5, 1.0),
    "all_contribute": (False, False, True),
    "region_ceiling": (None, None, 1.2),
    "region_floor": (None, None, 0.3),
    "large_min": (None, None, 1),
    "large_max": (None, None, 0, 1, 2),
    "large_max_per_municipality": (None, None, 0, 1),
    "small_scale_min_share": (None, None, 0.25, 1.0),
    "emergency_max": (None, None, (0,), (2, 0), (1, 1, 1)),
    "cost_max": (None, None, None, 400_000.0),
    "small_scale_surcharge": (0.0, 0.1, 0.25),
    "change_weight_place": (0, 1),
    "change_weight_small": (0, 10),
    "small_location_places": (1, 2, 50),
    "tolerance_shortfall_abs": (0.0, 1.0),
    "tolerance_fairness_abs": (0.0, 0.01, 0.5),
    "position_prices": ("none", "together", "each"),
    "fairness_prices": ("none", "own", "norms"),
    "tolerance_positions_abs": (0.0, 0.5),
    "gap": (0.0, 0.001, 0.1),
}
HOW_MANY = 9


def random_options(seed: int) -> dict[str, Any]:
    """Draw some options and a value for each."""
    draw = Random(f"options-{seed}")
    return {"threads": 1} | {key: draw.choice(CHOICES[key]) for key in draw.sample(sorted(CHOICES), HOW_MANY)}
