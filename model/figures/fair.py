"""The section on fairness: the norm, who is left out, every measure, and the ratios in order."""

from typing import Any

from regietafel.model.figures.norm_table import Tiers, write_against_key, write_levels, write_norms
from regietafel.model.figures.prices import Prices, write_price
from regietafel.model.figures.quantities import Quantities, number
from regietafel.model.figures.ratios import (
    MEASURES,
    RATIOS,
    largest_under,
    left_out,
    left_out_under,
    measure,
    ratios_at,
)


def write_fairness(q: Quantities, tiers: Tiers = (), prices: Prices | None = None) -> dict[str, Any]:
    """Write the norm of the scenario, what every norm measures on this plan, and what fairness costs.

    Parameters
    ----------
    q : Quantities
    tiers : sequence of TierDocument
        As solved.
    prices : Prices, optional
        What was searched beside the plan.
    """
    scenario, prices = q.scenario, prices or Prices()
    out = left_out(q, scenario.norms_on[0], scenario.fairness)
    return {
        "norm": scenario.fairness,
        "on": scenario.fairness_on,
        "moment": scenario.burden_moment,
        "left_out": [{"gm_code": g, "reason": reason} for g, reason in out.items()],
        "measures": {norm: {on: _measured(q, norm, on) for on in RATIOS} for norm in MEASURES},
        "sorted": {on: _sorted(q, on) for on in RATIOS},
        "levels": write_levels(prices.levels),
        "price": [write_price(item) for item in prices.together],
        "norms": write_norms(q, tiers, prices),
        "keys": _keys(q, prices),
        "against_key": write_against_key(q, prices.unnormed),
    }


def _measured(q: Quantities, norm: str, on: str) -> int | float | None:
    value = measure(q, norm, on)
    return None if value is None else number(value)


def _keys(q: Quantities, prices: Prices) -> list[dict[str, Any]]:
    """Write per ratio and key of the norm regret its best, what the plan has, and who is left out under it."""
    bests = {(item.on, item.key): item for item in prices.keys}
    rows = []
    for on in q.scenario.norms_on:
        for key in q.scenario.regret_keys:
            best, value = bests.get((on, key)), largest_under(q, on, key)
            out = left_out_under(q, on, key)
            rows.append(
                {
                    "key": key,
                    "on": on,
                    "best": best.best if best else None,
                    "bound": best.bound if best else None,
                    "value": None if value is None else number(value),
                    "left_out": [{"gm_code": g, "reason": reason} for g, reason in out.items()],
                }
            )
    return rows


def _sorted(q: Quantities, on: str) -> list[list[float | str]]:
    """Return ratio and municipality at the last moment, largest first, ties by code."""
    ratios = ratios_at(q, on, q.scenario.fairness, q.last)
    in_order = sorted(ratios.items(), key=lambda item: (-item[1], item[0]))
    return [[round(float(ratio), 6), g] for g, ratio in in_order]


def no_fairness(norm: str, on: str, moment: str) -> dict[str, Any]:
    """Write the section of a plan without places."""
    return {
        "norm": norm,
        "on": on,
        "moment": moment,
        "left_out": [],
        "measures": {},
        "sorted": {name: [] for name in RATIOS},
        "levels": [],
        "price": [],
        "norms": [],
        "keys": [],
        "against_key": [],
    }
