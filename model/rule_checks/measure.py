"""Every rule in reading order, and what it comes to on a plan."""

from collections.abc import Mapping
from typing import Any

from regietafel.model.case import Case
from regietafel.model.decisions import Decisions
from regietafel.model.errors import Finding
from regietafel.model.figures.quantities import Quantities, number
from regietafel.model.plan import RuleDocument
from regietafel.model.rule_checks import capacity, clusters, policy, positions, shares, task
from regietafel.model.rule_checks.domain import domain_findings
from regietafel.model.rule_checks.instance import Check, Instance
from regietafel.model.scenario import Scenario

RULE_CHECKS: Mapping[str, Check] = {
    item.name: item for module in (capacity, task, clusters, shares, policy, positions) for item in module.CHECKS
}

MOST_BINDING = 200
"""Instances of one rule that are listed as binding at most; the first ones, in the order of the case."""


def measure_rules(case: Case, scenario: Scenario, decisions: Decisions) -> list[RuleDocument]:
    """Measure every rule that has an instance in this case; see `rules_of`."""
    return rules_of(Quantities(case, scenario, decisions))


def rules_of(q: Quantities) -> list[RuleDocument]:
    """Measure every rule that has an instance.

    Returns
    -------
    list of RuleDocument
        In reading order. `smallest_slack` and `binding` pass over instances of which both sides are 0; `binding` lists
        slack 0, at most `MOST_BINDING` instances.
    """
    measured = ((item, list(item.instances(q))) for item in RULE_CHECKS.values())
    return [_document(item, instances) for item, instances in measured if instances]


def broken_rules(case: Case, scenario: Scenario, decisions: Decisions) -> list[Finding]:
    """Find every rule that the decisions break; see `findings_of`."""
    return findings_of(Quantities(case, scenario, decisions))


def findings_of(q: Quantities) -> list[Finding]:
    """Find decisions that cannot be, and every instance of a rule with a slack below 0."""
    broken = [
        _broken(item, instance) for item in RULE_CHECKS.values() for instance in item.instances(q) if instance.slack < 0
    ]
    return [*domain_findings(q), *broken]


def _document(item: Check, instances: list[Instance]) -> RuleDocument:
    speaking = [instance for instance in instances if not instance.idle]
    binding = [instance for instance in speaking if instance.slack == 0]
    return {
        "name": item.name,
        "group": item.group,
        "article": item.article,
        "instances": len(instances),
        "binding": [_where(instance) for instance in binding[:MOST_BINDING]],
        "smallest_slack": number(min(instance.slack for instance in speaking)) if speaking else None,
        "unit": item.unit,
    }


def _where(instance: Instance) -> dict[str, Any]:
    return {
        "moment": instance.moment,
        "gm_code": instance.gm_code,
        "location_id": instance.location_id,
        "slack": number(instance.slack),
        **({"position": instance.position_id} if instance.position_id is not None else {}),
    }


def _broken(item: Check, instance: Instance) -> Finding:
    where = _where(instance)
    if instance.position_id is not None:
        about = {"rule": item.name, "unit": item.unit, "position": instance.position_id, "moment": instance.moment}
        return Finding("position_broken", value=str(where["slack"]), params=about)
    return Finding("rule_broken", value=str(where["slack"]), params={"rule": item.name, "unit": item.unit, **where})
