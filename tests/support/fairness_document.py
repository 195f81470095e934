"""The parts of the small plan document that only searches beside the plan can tell, and burdens against the key."""

from typing import Any

from regietafel.model.scenario import STREAMS


def norms(worst: float) -> list[dict[str, Any]]:
    """Make the norm table: nothing searched of Gini, and a plan without a norm that is 3 million euros cheaper."""
    keys = ("norm", "on", "value", "best", "bound", "distance", "cost", "cost_bound", "first_difference")
    rows = [
        ("none", None, 1.9, None, None, None, 80_456_789.0, 80_400_000.0, None),
        ("minimax", "joint", worst, 1.125, 1.125, round(worst - 1.125, 6), 83_456_789.0, 83_400_000.0, None),
        ("deviation", "joint", 0.21, 0.2, 0.2, 0.01, 82_000_000.0, 81_990_000.0, None),
        ("gini", "joint", 0.1, None, None, None, None, None, None),
    ]
    return [dict(zip(keys, row, strict=True)) for row in rows]


def against_key(members: list[dict[str, Any]], on: str) -> list[dict[str, Any]]:
    """Hold what each municipality carries against its share; without a norm all carry ten places more."""
    streams_of = {"joint": STREAMS, "asylum": ("regular", "special")}[on]
    rows = []
    for member in members:
        key = sum(member["entitlement_after_exchange"][k] for k in streams_of)
        carried = sum(member["moments"][-1]["carried"][k] for k in streams_of)
        about = {"gm_code": member["gm_code"], "on": on, "key": key, "carried": carried}
        rows.append(about | {"difference": carried - key, "without_norm": carried + 10})
    return rows


def prices() -> list[dict[str, Any]]:
    """Make what positions, fairness and money cost each other."""
    found = [
        ("positions", "fairness", 1.16, 1.06, "ratio", 0.001),
        ("fairness", "positions", 1.5, 0.5, "weight", 0.0),
        ("fairness", "places", 50, 10, "places", None),
        ("positions_first", "fairness", 1.3, 1.16, "ratio", 0.0),
        ("norm", "cost", 83_456_789.0, 80_456_789.0, "euro", 113_578.0),
        ("last_step", "cost", 83_956_789.0, 83_456_789.0, "euro", 60_000.0),
    ]
    return [
        {
            "of": of,
            "in": paid_in,
            "amount": round(dearer - cheaper, 6),
            "unit": unit,
            "with": dearer,
            "without": cheaper,
            "gap": gap,
        }
        for of, paid_in, dearer, cheaper, unit, gap in found
    ]
