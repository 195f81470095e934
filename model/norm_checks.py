"""Whether the norm table and the prices of fairness hang together: what only searches give, held against each other."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import zip_longest
from typing import Any

from regietafel.model.errors import Finding
from regietafel.model.figures.norm_table import COST, FAIRNESS, measure_carried, own_bests, sorted_levels
from regietafel.model.figures.prices import NO_NORM
from regietafel.model.figures.quantities import Quantities
from regietafel.model.figures.ratios import MEASURES, RATIOS
from regietafel.model.figures.tiers import measure_tier
from regietafel.model.levels import GRID
from regietafel.model.outcome_checks import ABSOLUTE_GAP, ACCURACY, ROUNDED, tolerance

Row = Mapping[str, Any]

POINT = 1.0 / GRID + ROUNDED
"""What rounding to the grid can add to a ratio."""


def norm_findings(q: Quantities, document: Mapping[str, Any]) -> Iterator[Finding]:
    """Check what searches beside the plan found.

    Values, distances and what the plan's own tiers tell are worked out again elsewhere; here every best is held
    against its bound, every cost against the cheapest plan without a norm, and the prices against both.

    Parameters
    ----------
    q : Quantities
        Of the plan.
    document : mapping
        As reported.
    """
    rows: Sequence[Row] = document["fairness"]["norms"]
    if not _is_about(q, document["fairness"]):
        return
    own = {(item.norm, item.on) for item in own_bests(q, document["outcome"]["tiers"])}
    free = rows[0]
    for i, row in enumerate(rows):
        path = f"fairness.norms[{i}]"
        if (row["norm"], row["on"]) not in own:
            yield from _proven(q, path, row)
        if row is not free:
            yield from _not_below(path, row, free)
            yield from _not_above_plan(q, path, row, [other for other in rows if other["norm"] == row["norm"]])
    yield from _cheapest(q, document, free)
    yield from _prices(document, free)
    yield from _keys(q, document["fairness"]["keys"])
    for on in q.scenario.norms_on:
        yield from _levels(q, document["fairness"], on)
        yield from _vector_kept(q, document, on)
    for i, row in enumerate(document["fairness"]["keys"]):
        yield from _within_gap(q, f"fairness.keys[{i}]", row, ("best", "bound", FAIRNESS))


def _is_about(q: Quantities, fair: Row) -> bool:
    """Whether the rows are about the norms, ratios and municipalities of the case; if not, that is found elsewhere."""
    norms = [(NO_NORM, None), *((norm, on) for norm in MEASURES for on in q.scenario.norms_on)]
    burdens = [(on, g) for on in RATIOS for g in q.case.codes]
    return norms == [(row["norm"], row["on"]) for row in fair["norms"]] and burdens == [
        (row["on"], row["gm_code"]) for row in fair["against_key"]
    ]


def _keys(q: Quantities, rows: Sequence[Row]) -> Iterator[Finding]:
    """Find a best of a key without a bound, below it or far above it, or a plan that is better than its bound."""
    for i, row in enumerate(rows):
        path, best, bound, value = f"fairness.keys[{i}]", row["best"], row["bound"], row["value"]
        if (best is None) != (bound is None):
            yield _finding(f"{path}.bound", bound, best)
        if best is None or bound is None:
            continue
        allowed = max(ABSOLUTE_GAP[FAIRNESS], q.scenario.relative_gap(FAIRNESS) * best) + ROUNDED
        if not 0 <= bound <= best <= bound + allowed:
            yield _finding(f"{path}.bound", bound, best)
        if value is not None and value < bound - ROUNDED - ACCURACY * bound:
            yield _finding(f"{path}.bound", bound, value)


def _levels(q: Quantities, fair: Row, on: str) -> Iterator[Finding]:
    """Find a vector that is out of order or below its bounds, or a plan that is fairer than was proven possible."""
    rows = [(i, row) for i, row in enumerate(fair["levels"]) if row["on"] == on]
    now, as_fair = sorted_levels(q, on), True
    most = next((item["best"] for item in fair["norms"] if (item["norm"], item["on"]) == ("leximin", on)), None)
    for k, (i, row) in enumerate(rows, start=1):
        path = f"fairness.levels[{i}]"
        if row["k"] != k:
            yield _finding(f"{path}.k", row["k"], k)
        if most is not None and (row["value"] > most + ROUNDED if k > 1 else abs(row["value"] - most) > POINT):
            yield _finding(f"{path}.value", row["value"], most)
        if not 0 <= row["bound"] <= row["value"] + ROUNDED:
            yield _finding(f"{path}.bound", row["bound"], row["value"])
        most = row["value"]
        mine = now[k - 1] if k <= len(now) else 0.0
        if as_fair and mine < row["bound"] - ROUNDED:
            yield _finding(f"{path}.bound", row["bound"], mine)
        as_fair = as_fair and mine <= row["value"] + ROUNDED


def _vector_kept(q: Quantities, document: Row, on: str) -> Iterator[Finding]:
    """Find the first place of a plan with leximin down to which its mean is above the fairest one and the tolerance."""
    tiers = {row["name"]: row for row in document["outcome"]["tiers"]}
    tier = tiers.get(FAIRNESS if on == q.scenario.norms_on[0] else f"{FAIRNESS}_{on}")
    rows = [(i, row["value"]) for i, row in enumerate(document["fairness"]["levels"]) if row["on"] == on]
    if q.scenario.fairness != "leximin" or tier is None or not rows:
        return
    room = tolerance(q, FAIRNESS, tier["value"]) + POINT
    above = 0.0
    for mine, row in zip_longest(sorted_levels(q, on), rows):
        i, fairest = row or (rows[-1][0], 0.0)
        above += (mine or 0.0) - fairest - room
        if above > ROUNDED:
            yield _finding(f"fairness.levels[{i}].value", fairest, mine)
            return


def _proven(q: Quantities, path: str, row: Row) -> Iterator[Finding]:
    """Find a number without its bound, below its bound, or farther above it than the scenario allows."""
    if row["best"] is None and row["bound"] is not None and row["norm"] != NO_NORM:
        yield from _only_bound(path, row)
    else:
        yield from _within_gap(q, path, row, ("best", "bound", FAIRNESS))
    yield from _within_gap(q, path, row, ("cost", "cost_bound", COST))


def _only_bound(path: str, row: Row) -> Iterator[Finding]:
    """Find a bound of a norm that was not searched which this plan passes, or that is below 0."""
    if not 0 <= row["bound"] <= (row["value"] or 0.0) + ROUNDED:
        yield _finding(f"{path}.bound", row["bound"], row["value"])


def _within_gap(q: Quantities, path: str, row: Row, names: tuple[str, str, str]) -> Iterator[Finding]:
    """Find one number without the other, or farther above its bound than the scenario allows for the aim."""
    value, bound, kind = row[names[0]], row[names[1]], names[2]
    if (value is None) != (bound is None):
        yield _finding(f"{path}.{names[1]}", bound, value)
    if value is None or bound is None:
        return
    size = max(1.0, abs(value))
    hair = ROUNDED + ACCURACY * size
    allowed = max(ABSOLUTE_GAP[kind], q.scenario.relative_gap(kind) * size)
    if not -hair <= value - bound <= allowed + hair:
        yield _finding(f"{path}.{names[1]}", bound, value)


def _not_below(path: str, row: Row, free: Row) -> Iterator[Finding]:
    """Find a plan with a norm that is cheaper than was proven possible without one."""
    if row["cost"] is None or free["cost_bound"] is None:
        return
    if row["cost"] < free["cost_bound"] - ROUNDED - ACCURACY * abs(row["cost"]):
        yield _finding(f"{path}.cost", row["cost"], free["cost_bound"])


def _not_above_plan(q: Quantities, path: str, row: Row, of_norm: Sequence[Row]) -> Iterator[Finding]:
    """Find a bound on cost that this plan passes from below, although it keeps the norm on every ratio.

    Leximin keeps more than the distance tells.
    """
    if row["norm"] == "leximin" or row["cost_bound"] is None or any(other["best"] is None for other in of_norm):
        return
    keeps = all(other["distance"] <= tolerance(q, FAIRNESS, other["best"]) for other in of_norm)
    paid, hair = float(measure_tier(q, COST)), ROUNDED + ACCURACY * abs(row["cost_bound"])
    if keeps and paid < row["cost_bound"] - hair:
        yield _finding(f"{path}.cost_bound", row["cost_bound"], round(paid, 6))


def _cheapest(q: Quantities, document: Mapping[str, Any], free: Row) -> Iterator[Finding]:
    """Find that the cheapest plan is no cheaper than this one, or that its burdens do not give its value."""
    path, burdens = "fairness.norms[0]", document["fairness"]["against_key"]
    if (free["cost"] is None) != (free["value"] is None):
        yield _finding(f"{path}.value", free["value"], free["cost"])
    for i, row in enumerate(burdens):
        if (row["without_norm"] is None) != (free["cost"] is None):
            yield _finding(f"fairness.against_key[{i}].without_norm", row["without_norm"], None)
            return
    if free["cost"] is None or free["value"] is None:
        return
    paid, hair = float(measure_tier(q, COST)), ROUNDED + ACCURACY * abs(free["cost"])
    if free["cost_bound"] > paid + hair:
        yield _finding(f"{path}.cost_bound", free["cost_bound"], round(paid, 6))
    yield from _staying(q, burdens)
    on = q.scenario.norms_on[0]
    carried = {row["gm_code"]: row["without_norm"] for row in burdens if row["on"] == on}
    again = measure_carried(q, on, carried)
    if again is None:
        yield _finding(f"{path}.value", free["value"], None)
        return
    differs = again - Fraction(free["value"])
    # At several moments the value is that of the worst one, and the burdens are those of the last.
    if differs > ROUNDED or (len(q.burden_moments) == 1 and abs(differs) > ROUNDED):
        yield _finding(f"{path}.value", free["value"], round(float(again), 6))


def _staying(q: Quantities, burdens: Sequence[Row]) -> Iterator[Finding]:
    """Find a municipality that would carry less in the cheapest plan than what must stay there."""
    hosts = q.hosts
    least = {
        "joint": {g: hosts.fixed[g] + hosts.credit[g] for g in q.case.codes},
        "asylum": {g: hosts.fixed_asylum[g] + hosts.credit_asylum[g] for g in q.case.codes},
    }
    for i, row in enumerate(burdens):
        if row["without_norm"] < least[row["on"]][row["gm_code"]]:
            path = f"fairness.against_key[{i}].without_norm"
            yield _finding(path, row["without_norm"], least[row["on"]][row["gm_code"]])


def _prices(document: Mapping[str, Any], free: Row) -> Iterator[Finding]:
    """Find a price of the norm that is not the difference between the plan and the cheapest one, gaps included."""
    cost = next((tier for tier in document["outcome"]["tiers"] if tier["name"] == COST), None)
    for i, price in enumerate(document["fairness"]["price"]):
        path = f"fairness.price[{i}]"
        if price["in"] != COST or price["without"] is None:
            continue
        if cost is None or (price["of"] == "last_step" and price["without"] != cost["value"]):
            yield _finding(f"{path}.without", price["without"], cost["value"] if cost else None)
        if price["of"] != "norm" or cost is None:
            continue
        if free["cost"] is None:
            yield _finding(f"{path}.without", price["without"], None)
            continue
        gap = cost["abs_gap"] + free["cost"] - free["cost_bound"]
        for key, expected in (("without", min(free["cost"], cost["value"])), ("with", cost["value"]), ("gap", gap)):
            if price[key] is None or abs(price[key] - expected) > ROUNDED:
                yield _finding(f"{path}.{key}", price[key], round(expected, 6))


def _finding(path: str, reported: object, recomputed: object) -> Finding:
    params = {"path": path, "about": "", "reported": reported, "recomputed": recomputed}
    return Finding("outcome_number", value=str(reported), params=params)
