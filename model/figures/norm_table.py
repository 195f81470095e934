"""Every norm measured on a plan beside its own best, and who carries more or less than the legal key."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import zip_longest
from typing import Any

from regietafel.model.figures.prices import DIGITS, NO_NORM, NormBest, Prices, Unnormed
from regietafel.model.figures.quantities import Quantities, number
from regietafel.model.figures.ratios import MEASURES, RATIOS, carried_on, denominator, left_out, measure, measure_regret
from regietafel.model.levels import Compared, Level, in_order, ratio
from regietafel.model.plan import TierDocument

FAIRNESS, COST = "fairness", "cost"

Tiers = Sequence[TierDocument]
Row = dict[str, Any]


def write_norms(q: Quantities, tiers: Tiers, prices: Prices) -> list[Row]:
    """Write the norm table: no norm first, then every norm on each ratio of `fairness_on`.

    Parameters
    ----------
    q : Quantities
        Of the plan.
    tiers : sequence of TierDocument
        As solved: they tell the best of the plan's own norm.
    prices : Prices
        What was searched beside the plan.

    References
    ----------
    docs/figures.md, Norm table.
    """
    own = {(item.norm, item.on): item for item in own_bests(q, tiers)}
    searched = {(item.norm, item.on): item for item in prices.norms if item.norm != q.scenario.fairness}
    told = {} if q.scenario.fairness_prices == "norms" else _told_by_other(q, tiers)
    known = searched | told | own
    names = [(norm, on) for norm in MEASURES for on in q.scenario.norms_on]
    rows = [_measured(q, known.get(pair) or NormBest(norm=pair[0], on=pair[1])) for pair in names]
    for row in rows:
        if row["norm"] == "leximin":
            row["first_difference"] = _first_difference(q, row["on"], prices.levels.get(row["on"], ()))
    return [_without_norm(prices.unnormed), *rows]


def write_levels(levels: Mapping[str, Sequence[Level]]) -> list[Row]:
    """Write the sorted vector of the fairest plan per ratio, the largest first."""
    return [
        {"on": on, "k": k, "value": level.value, "bound": level.bound}
        for on, found in levels.items()
        for k, level in enumerate(found, start=1)
    ]


def sorted_levels(q: Quantities, on: str) -> list[float]:
    """Return the sorted vector of a plan on the grid, the largest first; of each municipality the worst moment."""
    out, entitlement, carried = left_out(q, on, "leximin"), denominator(q, on), carried_on(q, on)
    points = (
        Compared(g, entitlement[g]).point(max(carried[g, t] for t in q.burden_moments))
        for g in q.case.codes
        if g not in out
    )
    return [ratio(point) for point in in_order(points)]


def _first_difference(q: Quantities, on: str, levels: Sequence[Level]) -> Row | None:
    """Find the first place where a plan and the fairest one differ; a place that one of them lacks is 0."""
    pairs = zip_longest(sorted_levels(q, on) if levels else (), [level.value for level in levels], fillvalue=0.0)
    places = ({"k": k, "value": mine, "best": best} for k, (mine, best) in enumerate(pairs, start=1) if mine != best)
    return next(places, None)


def own_bests(q: Quantities, tiers: Iterable[TierDocument]) -> list[NormBest]:
    """Return what the tiers of a plan tell of its own norm, per ratio; nothing when fairness was not reached."""
    done, scenario = {tier["name"]: tier for tier in tiers}, q.scenario
    cost = done.get(COST) if cost_comes_later(scenario.tier_order) else None
    found = []
    for i, on in enumerate(scenario.norms_on):
        tier = done.get(f"{FAIRNESS}_{on}" if i else FAIRNESS)
        if tier is not None:
            about = {"best": tier["value"], "bound": tier["bound"]}
            paid = {"cost": cost["value"], "cost_bound": cost["bound"]} if cost else {}
            found.append(NormBest(norm=scenario.fairness, on=on, **about, **paid))
    return found


def _told_by_other(q: Quantities, tiers: Iterable[TierDocument]) -> dict[tuple[str, str], NormBest]:
    """Return what a finished search for minimax tells of leximin, or the reverse: the largest ratio has one best."""
    twins = {"minimax": "leximin", "leximin": "minimax"}
    tier = next((tier for tier in tiers if tier["name"] == FAIRNESS), None)
    norm, on = twins.get(q.scenario.fairness), q.scenario.norms_on[0]
    if norm is None or tier is None or tier["stop"] not in ("proven", "gap"):
        return {}
    return {(norm, on): NormBest(norm=norm, on=on, best=tier["value"], bound=tier["bound"])}


def cost_comes_later(order: Sequence[str]) -> bool:
    """Whether cost is an aim after fairness: only then does a norm have a price in money."""
    return FAIRNESS in order and COST in order[order.index(FAIRNESS) :]


def _measured(q: Quantities, found: NormBest) -> Row:
    measured = measure(q, found.norm, found.on)
    value = None if measured is None else number(measured)
    best = found.best if found.best is None or value is None else min(found.best, value)
    return {
        "norm": found.norm,
        "on": found.on,
        "value": value,
        "best": best,
        "bound": found.bound,
        "distance": None if best is None or value is None else round(value - best, DIGITS),
        "cost": found.cost,
        "cost_bound": found.cost_bound,
        "first_difference": None,
    }


def _without_norm(found: Unnormed | None) -> Row:
    return {
        "norm": NO_NORM,
        "on": None,
        "value": found.value if found else None,
        **dict.fromkeys(("best", "bound", "distance")),
        "cost": found.cost if found else None,
        "cost_bound": found.cost_bound if found else None,
        "first_difference": None,
    }


def write_against_key(q: Quantities, unnormed: Unnormed | None) -> list[Row]:
    """Write per ratio and municipality the legal key, what is carried, and the difference [weighted places].

    The key is the entitlement after agreed exchanges; carried is at the last moment, with credit of earlier cycles.
    """
    without: Mapping[tuple[str, str], int] = unnormed.carried if unnormed else {}
    return [
        {
            "gm_code": g,
            "on": on,
            "key": key,
            "carried": carried[g, q.last],
            "difference": carried[g, q.last] - key,
            "without_norm": without.get((on, g)),
        }
        for on in RATIOS
        for carried in [carried_on(q, on)]
        for g in q.case.codes
        for key in [denominator(q, on)[g]]
    ]


def carried_at_last(q: Quantities) -> dict[tuple[str, str], int]:
    """Return what each municipality carries at the last moment, per ratio [weighted places]."""
    carried = {on: carried_on(q, on) for on in RATIOS}
    return {(on, g): carried[on][g, q.last] for on in RATIOS for g in q.case.codes}


def measure_carried(q: Quantities, on: str, carried: Mapping[str, int]) -> Fraction | None:
    """Measure the norm of a plan on the burdens that another plan has at the last moment; None as `measure` does."""
    norm, entitlement = q.scenario.fairness, denominator(q, on)
    at_every_moment = {(g, t): carried[g] for g in q.case.codes for t in q.moments}
    if norm == "regret":
        return measure_regret(q, on, at_every_moment)
    out = left_out(q, on, norm, at_every_moment)
    ratios = {g: Fraction(carried[g], entitlement[g]) for g in q.case.codes if g not in out}
    return Fraction(MEASURES[norm](ratios, entitlement))
