"""The audit: does every figure and every rule of a plan follow from its inputs? No program, no solver.

The decisions are taken out of the plan; everything else is worked out again from them, the case and the scenario, and
compared leaf by leaf. The figures that only a search can give (values and bounds of tiers, causes of a shortfall) are
checked against each other and against what the plan comes to. The fingerprint of the document shows any other change.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from regietafel.model.case import Case
from regietafel.model.conflict_checks import conflict_findings
from regietafel.model.decisions import Decisions
from regietafel.model.differences import differences
from regietafel.model.errors import Finding
from regietafel.model.figures.document import WITHOUT_PLACES, write_document
from regietafel.model.figures.prices import key_bests, read_prices
from regietafel.model.figures.quantities import Quantities
from regietafel.model.figures.read import read_decisions, strange_keys
from regietafel.model.fingerprint import NAME, changed_by_one, fingerprint
from regietafel.model.norm_checks import norm_findings
from regietafel.model.outcome_checks import outcome_findings, price_findings, without_places_findings
from regietafel.model.plan import Plan
from regietafel.model.rule_checks.domain import not_whole
from regietafel.model.rule_checks.measure import findings_of
from regietafel.model.scenario import Scenario

TAKEN_AS_GIVEN = (("case", "reference"), ("case", "parent"))
"""Where a plan comes from: known to who made it, not to the inputs."""


TIER_NUMBERS = ("value", "bound", "gap", "abs_gap", "tolerance")


def audit(case: Case, scenario: Scenario, plan: Plan, reference: Decisions | None = None) -> list[Finding]:
    """Check every rule and every reported figure of a plan.

    Parameters
    ----------
    case, scenario
        The inputs, read again.
    plan : Plan
        As reported.
    reference : Decisions, optional
        The plan that change was measured against; the present places when left out.

    Returns
    -------
    list of Finding
        Empty when the plan is right. `params["path"]` names the leaf, except for broken rules and decisions.
    """
    document: Mapping[str, Any] = plan.document
    found = [*_fingerprint(document)]
    if document.get("schema") is None or not _has_shape(document):
        return [*found, _finding("document_shape", "", "", "regietafel.plan/1")]
    if plan.status in WITHOUT_PLACES:
        q = Quantities(case, scenario, Decisions())
        conflict = conflict_findings(case, scenario, document["outcome"], document["totals"])
        return [*found, *_figures(q, document), *without_places_findings(document["outcome"]), *conflict]
    other = list(_other_case(case, document))
    if other:
        return [*found, *other]
    decisions = read_decisions(document)
    impossible = [*not_whole(decisions), *_strange(case, decisions)]
    if impossible:
        return [*found, *impossible]
    q = Quantities(case, scenario, decisions, key_bests(read_prices(document)))
    return [
        *found,
        *_figures(q, document),
        *_split(document),
        *findings_of(q),
        *outcome_findings(q, document["outcome"], reference),
        *conflict_findings(case, scenario, document["outcome"], document["totals"]),
        *price_findings(document),
        *norm_findings(q, document),
    ]


def _fingerprint(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Find that the document is no longer what was written, and where if a single number was changed by one."""
    expected = document.get("versions", {}).get(NAME, "")
    actual = fingerprint(document)
    if actual != expected:
        yield _finding("document_changed", changed_by_one(document, expected) or "", actual, expected)


def _has_shape(document: Mapping[str, Any]) -> bool:
    """Whether everything that the audit reads is where it should be."""
    try:
        read_decisions(document)
        numbers = [number for total in document["totals"] for number in _of_total(total)]
        numbers += [tier[key] for tier in document["outcome"]["tiers"] for key in TIER_NUMBERS]
        numbers += [number for number in _of_prices(document) if number is not None]
        texts = [tier[key] for tier in document["outcome"]["tiers"] for key in ("name", "stop")]
        known = {"status", "conflict"} <= set(document["outcome"])
        known &= all(key in document[section] for section, key in TAKEN_AS_GIVEN)
    except (KeyError, TypeError, AttributeError):
        return False
    return (
        known
        and all(isinstance(item, int | float) for item in numbers)
        and all(isinstance(item, str) for item in texts)
    )


def _other_case(case: Case, document: Mapping[str, Any]) -> Iterator[Finding]:
    """Find that the plan is about other offers, municipalities or moments than the case."""
    moments = list(case.moment_keys)
    pairs = [
        ("moments", list(document.get("moments", [])), moments),
        ("locations", [row["location_id"] for row in document["locations"]], list(case.location_of)),
        ("municipalities", [row["gm_code"] for row in document["municipalities"]], list(case.codes)),
    ]
    for section in ("locations", "municipalities"):
        for i, row in enumerate(document[section]):
            pairs.append((f"{section}[{i}].moments", [at["moment"] for at in row["moments"]], moments))
    for path, reported, expected in pairs:
        if reported != expected:
            yield _finding("plan_of_other_case", path, reported, expected)


def _strange(case: Case, decisions: Decisions) -> Iterator[Finding]:
    for key in strange_keys(case, decisions):
        params = {"reason": "not_in_the_case", "decision": "", "key": list(key)}
        yield Finding("decision_domain", value=" ".join(key), params=params)


def _figures(q: Quantities, document: Mapping[str, Any]) -> Iterator[Finding]:
    """Work the whole document out again and compare."""
    outcome = document["outcome"]
    again: dict[str, Any] = dict(write_document(q, outcome, _split_of(document), {}, read_prices(document)))
    for section, key in TAKEN_AS_GIVEN:
        again[section] = again[section] | {key: document[section][key]}
    reported = {key: value for key, value in document.items() if key not in ("versions", "extra")}
    del again["versions"]
    if "neighbours" not in reported:
        del again["neighbours"]  # a plan from before this key
    yield from differences(again, reported)


def _split_of(document: Mapping[str, Any]) -> dict[str, dict[tuple[str, str], Any]]:
    """Read how the shortfall was split: only a search can tell."""
    rows = {(total["task"], total["moment"]): total for total in document["totals"]}
    return {part: {key: total[part] for key, total in rows.items()} for part in ("unavoidable", "by_choice")}


def _of_total(total: Mapping[str, Any]) -> tuple[int, int]:
    """Return shortfall, and the sum of its parts."""
    return total["shortfall"], total["unavoidable"] + sum(cause["places"] for cause in total["by_choice"])


def _of_prices(document: Mapping[str, Any]) -> Iterator[Any]:
    """Give every number of the prices; None where one was not worked out."""
    prices = read_prices(document)
    for item in prices.together:
        yield from (item.dearer, item.cheaper, item.gap)
    yield from prices.costs.values()
    fair = document["fairness"]
    for row in fair["norms"]:
        yield from (row[key] for key in ("value", "best", "bound", "distance", "cost", "cost_bound"))
    for row in fair["keys"]:
        yield from (row[key] for key in ("best", "bound", "value"))
    for row in fair["levels"]:
        yield from (row[key] for key in ("k", "value", "bound"))
    for row in fair["keys"]:
        yield from (row[key] for key in ("best", "bound", "value"))
    for row in fair["against_key"]:
        yield from (row[key] for key in ("key", "carried", "difference", "without_norm"))


def _split(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Find a shortfall that is not the sum of what is unavoidable and what is by choice."""
    for i, total in enumerate(document["totals"]):
        shortfall, parts = _of_total(total)
        if shortfall != parts or total["unavoidable"] < 0:
            yield _finding("split_differs", f"totals[{i}]", parts, shortfall)


def _finding(code: str, path: str, reported: object, recomputed: object) -> Finding:
    params = {"path": path, "about": "", "reported": reported, "recomputed": recomputed}
    return Finding(code, value=str(reported), params=params)
