"""Whether what a plan says of its search hangs together, and agrees with what the plan comes to."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from regietafel.model.decisions import Decisions
from regietafel.model.errors import Finding
from regietafel.model.figures.aims import KINDS, Aim, measure_aim
from regietafel.model.figures.quantities import Quantities, number
from regietafel.model.figures.ratios import NORM_ERRORS
from regietafel.model.figures.tiers import measure_tier, tier_names
from regietafel.model.kept_checks import gap_of_tie_break, kept_findings, tolerance_of

ABSOLUTE_GAP = {
    "shortfall": 0.99,
    "surplus": 0.99,
    "fairness": 1e-4,
    "positions": 1e-4,
    "cost": 1000.0,
    "disturbance": 0.99,
    "change": 0.99,
}
ROUNDED = 2e-6
"""Difference that writing six decimals can make between three numbers."""
ACCURACY = 1e-6
"""Relative accuracy with which a solver keeps a bound."""

Tier = Mapping[str, Any]


def outcome_findings(q: Quantities, outcome: Mapping[str, Any], reference: Decisions | None) -> list[Finding]:
    """Check the tiers of a plan that has places.

    Parameters
    ----------
    q : Quantities
        Of the plan.
    outcome : mapping
        The section of the document.
    reference : Decisions or None
        The plan that change is measured against; None: the present places.
    """
    tiers = outcome["tiers"]
    found = [*_order(q, outcome), *_status(q, outcome), *_point(q, outcome, reference)]
    found += kept_findings(q, outcome, reference)
    for i, tier in enumerate(tiers):
        path = f"outcome.tiers[{i}]"
        found += [
            *_numbers(q, path, tier),
            *_stop(path, tier, _gap_of(q, outcome, tier), is_last=i == len(tiers) - 1),
        ]
        if tier["name"] in _names(q, outcome):
            found += _measured(q, path, tier, reference)
    return found


def _names(q: Quantities, outcome: Mapping[str, Any]) -> list[str]:
    return tier_names(q, of_whatif="kept" in outcome)


def _order(q: Quantities, outcome: Mapping[str, Any]) -> Iterator[Finding]:
    """Find aims that are missing or out of order; a search that was stopped may have done the first ones only."""
    names, done = _names(q, outcome), [tier["name"] for tier in outcome["tiers"]]
    expected = names[: len(done)] if outcome["status"] == "stopped" else names
    if done != expected or not (done or "point" in outcome):
        yield _finding("outcome_order", "outcome.tiers", done, expected)


def _status(q: Quantities, outcome: Mapping[str, Any]) -> Iterator[Finding]:
    """Find a status that the tiers do not bear out; a search may also be stopped between two tiers."""
    stops, unfinished = {tier["stop"] for tier in outcome["tiers"]}, len(outcome["tiers"]) < len(_names(q, outcome))
    stopped = unfinished or bool(stops & {"time", "interrupt"})
    expected = "stopped" if stopped else "proven" if stops == {"proven"} else "within_gap"
    if outcome["status"] != expected:
        yield _finding("outcome_status", "outcome.status", outcome["status"], expected)


def _point(q: Quantities, outcome: Mapping[str, Any], reference: Decisions | None) -> Iterator[Finding]:
    """Find aims of a point of a trade-off that are not what the plan comes to."""
    for i, aim in enumerate(outcome.get("point", {}).get("aims", ())):
        path = f"outcome.point.aims[{i}].value"
        if aim["name"] not in KINDS:
            yield _finding("outcome_number", path, aim["name"], list(KINDS))
            continue
        measured = number(measure_aim(q, Aim(aim["name"], aim["on"] or ""), reference))
        if aim["value"] != measured:
            yield _finding("outcome_number", path, aim["value"], measured)


def _numbers(q: Quantities, path: str, tier: Tier) -> Iterator[Finding]:
    """Find gaps and a tolerance that do not follow from value, bound and options."""
    value, gap = tier["value"], tier["value"] - tier["bound"]
    expected = {"abs_gap": gap, "gap": gap / max(1.0, abs(value)), "tolerance": tolerance(q, tier["name"], value)}
    for key, wanted in expected.items():
        if abs(tier[key] - wanted) > ROUNDED:
            yield _finding("outcome_number", f"{path}.{key}", tier[key], round(wanted, 6))
    if gap < -ROUNDED:
        yield _finding("outcome_number", f"{path}.bound", tier["bound"], value)


def tolerance(q: Quantities, name: str, value: float) -> float:
    """Return how much of a tier a later one may give away; of the surplus, relative to the sum of the tasks."""
    return tolerance_of(q.scenario, name, value, float(sum(q.shares.required.values())))


def _gap_of(q: Quantities, outcome: Mapping[str, Any], tier: Tier) -> float:
    """Return the relative gap that a tier was asked."""
    if "kept" in outcome and tier["name"] == "cost":
        return gap_of_tie_break(q.scenario)
    return q.scenario.relative_gap("fairness" if tier["name"].startswith("fairness") else tier["name"])


def _stop(path: str, tier: Tier, relative: float, *, is_last: bool) -> Iterator[Finding]:
    """Find a proven tier with a gap, one within the gap with more than was asked, or one after time was up."""
    size, stop = max(1.0, abs(tier["value"])), tier["stop"]
    option = "fairness" if tier["name"].startswith("fairness") else tier["name"]
    allowed = {"proven": 0.0, "gap": max(ABSOLUTE_GAP.get(option, 0.0), relative * size)}
    if stop in allowed and tier["value"] - tier["bound"] > allowed[stop] + ROUNDED + ACCURACY * size:
        yield _finding("outcome_stop", f"{path}.bound", tier["bound"], tier["value"] - allowed[stop])
    if stop not in allowed and not is_last:
        yield _finding("outcome_stop", f"{path}.stop", stop, "gap")


def _measured(q: Quantities, path: str, tier: Tier, reference: Decisions | None) -> Iterator[Finding]:
    """Find that the plan does not keep the tier, or is better than what was proven possible."""
    measured = float(measure_tier(q, tier["name"], reference))
    hair = ROUNDED + ACCURACY * max(1.0, abs(tier["value"]))
    error = NORM_ERRORS[q.scenario.fairness] if tier["name"].startswith("fairness") else 0.0
    if measured > tier["value"] + tier["tolerance"] + error + hair:
        yield _finding("tier_not_kept", f"{path}.value", tier["value"], round(measured, 6))
    if measured < tier["bound"] - hair:
        yield _finding("tier_below_bound", f"{path}.bound", tier["bound"], round(measured, 6))


def price_findings(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Find prices that do not hang together with the tiers of the plan, or that say that less asked costs more."""
    tiers = {tier["name"]: tier["value"] for tier in document["outcome"]["tiers"]}
    for i, price in enumerate(document["fairness"]["price"]):
        path = f"fairness.price[{i}]"
        if price["amount"] is None:
            continue
        of_plan = tiers.get(price["in"])
        if of_plan is not None and of_plan not in (price["with"], price["without"]):
            yield _finding("outcome_number", f"{path}.with", price["with"], of_plan)
        if price["in"] != "places" and (price["with"] < price["without"] or price["gap"] < 0):
            yield _finding("outcome_number", f"{path}.without", price["without"], price["with"])
    for i, position in enumerate(document["positions"]):
        if position["cost"] is not None and not 0 <= position["cost"] <= tiers.get("fairness", 0.0) + ROUNDED:
            yield _finding("outcome_number", f"positions[{i}].cost", position["cost"], 0.0)


def _finding(code: str, path: str, reported: object, recomputed: object) -> Finding:
    params = {"path": path, "about": "", "reported": reported, "recomputed": recomputed}
    return Finding(code, value=str(reported), params=params)


def without_places_findings(outcome: Mapping[str, Any]) -> list[Finding]:
    """Check the outcome of a plan without places: no tiers; a conflict when, and only when, it is infeasible."""
    tiers: Sequence[Tier] = outcome["tiers"]
    found = [_finding("outcome_order", "outcome.tiers", [tier["name"] for tier in tiers], [])] if tiers else []
    if (outcome["conflict"] is None) == (outcome["status"] == "infeasible"):
        found.append(_finding("outcome_status", "outcome.conflict", outcome["conflict"], outcome["status"]))
    return found
