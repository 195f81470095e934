"""Rows of the tables on fairness: prices, the norm table, and who carries more or less than the legal key."""

from typing import Any

from regietafel.model.plan import Plan
from regietafel.outputs.table_words import names_in, word
from regietafel.outputs.texts_catalogue import text

Row = dict[str, Any]


def price_rows(plan: Plan, lang: str) -> list[Row]:
    """Return one row per price: of what, paid in what, with, without, the price and how certain it is [its unit]."""
    return [
        {
            "price_of": word("price_of", item["of"], lang),
            "paid_in": word("paid_in", item["in"], lang),
            "with": item["with"],
            "without": item["without"],
            "price_amount": item["amount"],
            "unit": text(f"unit.{item['unit']}", lang),
            "price_gap": item["gap"],
        }
        for item in plan.document["fairness"]["price"]
    ]


def norm_rows(plan: Plan, lang: str) -> list[Row]:
    """Return one row per norm and ratio: on this plan, its own best, the distance and the cost [its unit, euro]."""
    rows = []
    for item in plan.document["fairness"]["norms"]:
        first = item["first_difference"] or {}
        numbers = {f"norm_{name}": item[name] for name in ("value", "best", "bound", "distance", "cost", "cost_bound")}
        places = {"first_place": first.get("k"), "place_value": first.get("value"), "place_best": first.get("best")}
        names = {"norm": word("norm", item["norm"], lang), "on": word("ratio", item["on"], lang)}
        rows.append({**names, **numbers, **places})
    return rows


def against_key_rows(plan: Plan, lang: str) -> list[Row]:
    """Return one row per ratio and municipality: legal key, carried and difference [weighted places]."""
    names = names_in(plan.document)
    return [
        {
            "on": word("ratio", item["on"], lang),
            "gm_code": item["gm_code"],
            "municipality": names.get(item["gm_code"], item["gm_code"]),
            **{name: item[name] for name in ("key", "carried", "difference", "without_norm")},
            "verdict": word("verdict", verdict(item["difference"]), lang),
        }
        for item in plan.document["fairness"]["against_key"]
    ]


def verdict(difference: int) -> str:
    """Say whether a municipality carries more than its share, less, or exactly that."""
    return "more" if difference > 0 else "less" if difference < 0 else "equal"
