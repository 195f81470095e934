"""Whether what a plan says of a conflict and its ways out hangs together, and agrees with the case.

A conflict and its ways out are search results: their form and arithmetic are checked here, not that they are the least.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from regietafel.model.case import Case
from regietafel.model.conflict_arithmetic import add_up
from regietafel.model.errors import Finding
from regietafel.model.given import Given
from regietafel.model.levers import Lever, find_levers
from regietafel.model.rule_checks.measure import RULE_CHECKS
from regietafel.model.scenario import Scenario

MOST_WAYS = 3
BY_CHOICE = "task_not_met_by_choice"
ARITHMETIC = (
    "asks_above_offers",
    "allows_below_staying",
    "positions_contradict",
    "minimums_exceed_maximum",
    "large_min_above_offers",
    "large_min_above_max",
    "large_max_below_staying",
    "emergency_max_below_staying",
    "small_share_above_possible",
    "budget_below_staying",
)
"""Reasons that adding up shows: worked out again, so that none of them is taken on trust."""

Document = Mapping[str, Any]


def conflict_findings(case: Case, scenario: Scenario, outcome: Document, totals: Sequence[Document]) -> list[Finding]:
    """Check the conflict of a plan, if it has one.

    Parameters
    ----------
    case, scenario
        The inputs.
    outcome : mapping
        The section of the document.
    totals : sequence of mapping
        The section of the document: what is missed by choice.
    """
    conflict = outcome["conflict"]
    if conflict is None:
        return []
    given = Given(case, scenario)
    try:
        return [
            *_reasons(given, conflict["reasons"]),
            *_by_choice(outcome, conflict["reasons"], totals),
            *_ways(given, conflict["ways_out"]),
        ]
    except (KeyError, TypeError, AttributeError, ValueError):
        return [_finding("document_shape", "outcome.conflict", "", "regietafel.plan/1")]


def _reasons(given: Given, reasons: Sequence[Document]) -> Iterator[Finding]:
    """Find reasons about positions or rules that are not there, and sums that do not follow from the case."""
    known = {"positions": set(given.subjects), "rules": set(RULE_CHECKS)}
    sums = [{"code": code, "params": params} for code, params in add_up(given)]
    for i, reason in enumerate(reasons):
        path = f"outcome.conflict.reasons[{i}]"
        for kind, names in known.items():
            strange = [name for name in reason["params"].get(kind, []) if name not in names]
            if strange:
                yield _finding("conflict_unknown", f"{path}.{kind}", strange, kind)
        if reason["code"] in ARITHMETIC and dict(reason) not in sums:
            yield _finding("conflict_number", path, reason["params"], [item["params"] for item in sums])


def _by_choice(outcome: Document, reasons: Sequence[Document], totals: Sequence[Document]) -> Iterator[Finding]:
    """Find places missed by choice that are not those of the totals."""
    if outcome["status"] == "infeasible":
        return
    sums = {(row["task"], row["moment"]): sum(part["places"] for part in row["by_choice"]) for row in totals}
    expected = {key: places for key, places in sums.items() if places}
    if not expected:
        yield _finding("outcome_status", "outcome.conflict", "conflict", None)
        return
    told = [reason["params"] for reason in reasons if reason["code"] == BY_CHOICE]
    found = {(part["task"], part["moment"]): part["places"] for part in told}
    if found != expected:
        yield _finding("conflict_number", "outcome.conflict.reasons", sorted(found.items()), sorted(expected.items()))


def _ways(given: Given, ways: Sequence[Document]) -> Iterator[Finding]:
    """Find ways out that are none: changes of what cannot give, weights that do not add up, repetitions."""
    levers = {(lever.kind, lever.lever_id): lever for lever in find_levers(given)}
    weights = [way["weight"] for way in ways]
    if len(ways) > MOST_WAYS or weights != sorted(weights):
        yield _finding("conflict_order", "outcome.conflict.ways_out", weights, sorted(weights)[:MOST_WAYS])
    moved = [frozenset((change["kind"], change["id"]) for change in way["changes"]) for way in ways]
    for i, way in enumerate(ways):
        path = f"outcome.conflict.ways_out[{i}]"
        yield from _changes(levers, path, way["changes"])
        known = all(key in levers for key in moved[i])
        weight = sum(_weight(levers[change["kind"], change["id"]], change) for change in way["changes"]) if known else 0
        if known and abs(float(weight) - way["weight"]) > 1e-6:
            yield _finding("conflict_number", f"{path}.weight", way["weight"], round(float(weight), 6))
        if any(earlier <= moved[i] for earlier in moved[:i]) or not way["changes"]:
            yield _finding("conflict_order", f"{path}.changes", sorted(moved[i]), "")


def _changes(levers: Mapping[tuple[str, str], Lever], path: str, changes: Sequence[Document]) -> Iterator[Finding]:
    often = Counter((change["kind"], change["id"]) for change in changes)
    for i, change in enumerate(changes):
        key, here = (change["kind"], change["id"]), f"{path}.changes[{i}]"
        lever = levers.get(key)
        if lever is None or often[key] > 1:
            yield _finding("conflict_unknown", here, change["id"], change["kind"])
            continue
        steps = lever.steps_of(change["to"])
        allowed = steps.denominator == 1 and 1 <= steps <= lever.most
        expected = lever.change(int(steps) if allowed else 1)
        if dict(change) != expected:
            yield _finding("conflict_change", here, dict(change), expected)


def _weight(lever: Lever, change: Document) -> Fraction:
    return lever.weight * lever.steps_of(change["to"])


def _finding(code: str, path: str, reported: object, recomputed: object) -> Finding:
    params = {"path": path, "about": "", "reported": reported, "recomputed": recomputed}
    return Finding(code, value=str(reported), params=params)
