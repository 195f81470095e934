"""The whole of a plan document, from the case, the scenario and the decisions."""

from collections.abc import Mapping
from typing import Any

from regietafel.model.case import Case, Message
from regietafel.model.figures.fair import no_fairness, write_fairness
from regietafel.model.figures.money import write_costs
from regietafel.model.figures.municipalities import write_municipalities, write_regions
from regietafel.model.figures.places import write_clusters, write_locations, write_neighbours, write_unreached
from regietafel.model.figures.positions import write_positions
from regietafel.model.figures.prices import Prices
from regietafel.model.figures.quantities import Quantities
from regietafel.model.figures.totals import Split, write_totals
from regietafel.model.fingerprint import NAME, fingerprint
from regietafel.model.plan import SCHEMA, CaseDocument, OutcomeDocument, PlanDocument, ScenarioDocument
from regietafel.model.rule_checks.measure import rules_of
from regietafel.model.scenario import Scenario

WITHOUT_PLACES = ("infeasible", "no_plan")


def write_document(
    q: Quantities,
    outcome: OutcomeDocument,
    split: Split | None,
    versions: Mapping[str, str],
    prices: Prices | None = None,
) -> PlanDocument:
    """Write every figure of a plan.

    Parameters
    ----------
    q : Quantities
        Of the case, the scenario and the decisions; without decisions when the outcome has no places.
    outcome : OutcomeDocument
        How the search ended.
    split : mapping or None
        ``unavoidable``: places per (task, moment); ``by_choice``: causes per (task, moment). None: all is unavoidable.
    versions : mapping
        What the plan was made with; the fingerprint of the document is added.
    prices : Prices, optional
        What positions, fairness and money cost each other, as far as it was worked out.

    Returns
    -------
    PlanDocument
        Keys in the order of the contract.

    References
    ----------
    docs/figures.md.
    """
    case, scenario, prices = q.case, q.scenario, prices or Prices()
    with_places = outcome["status"] not in WITHOUT_PLACES
    sections = _sections(q, outcome, split, prices) if with_places else _no_sections(q)
    document: dict[str, Any] = {
        "schema": SCHEMA,
        "case": write_case(case),
        "scenario": write_scenario(scenario),
        "outcome": outcome,
        "moments": list(case.moment_keys),
        **sections,
        "positions": write_positions(q, prices.costs, with_places=with_places),
        "messages": [_message(item) for item in (*case.messages, *q.hosts.waivers)],
        "versions": dict(versions),
    }
    document["versions"][NAME] = fingerprint(document)
    return document  # type: ignore[return-value]


def _sections(q: Quantities, outcome: OutcomeDocument, split: Split | None, prices: Prices) -> dict[str, Any]:
    return {
        "totals": write_totals(q, split),
        "municipalities": write_municipalities(q),
        "regions": write_regions(q),
        "locations": write_locations(q),
        "clusters": write_clusters(q),
        "unreached": write_unreached(q),
        "neighbours": write_neighbours(q),
        "exchanges": _exchanges(q.case),
        "costs": write_costs(q),
        "fairness": write_fairness(q, outcome["tiers"], prices),
        "rules": rules_of(q),
    }


def _no_sections(q: Quantities) -> dict[str, Any]:
    """Write the sections of a plan without places: what is given stays, what would follow is empty."""
    scenario = q.scenario
    return {
        "totals": [],
        "municipalities": [],
        "regions": [],
        "locations": [],
        "clusters": [],
        "unreached": [],
        "neighbours": [],
        "exchanges": _exchanges(q.case),
        "costs": {"operation_per_year": [], "opening_once": 0, "over_cycle": 0, "by_municipality": {}, "grants": []},
        "fairness": no_fairness(scenario.fairness, scenario.fairness_on, scenario.burden_moment),
        "rules": [],
    }


def write_case(case: Case) -> CaseDocument:
    """Write which case the plan is for."""
    return {
        "province": case.province,
        "cycle": case.cycle,
        "version": case.version,
        "stage": case.stage,
        "meeting_date": case.meeting_date.isoformat() if case.meeting_date else None,
        "built_in": case.built_in,
        "inputs": [{"table": item.table, "file": item.file, "sha256": item.sha256} for item in case.inputs],
        "reference": None,
        "parent": None,
    }


def write_scenario(scenario: Scenario) -> ScenarioDocument:
    """Write which options the plan was made with."""
    return {
        "name": scenario.name,
        "title": scenario.title,
        "tier_order": list(scenario.tier_order),
        "options": scenario.as_document(),
        "lineage": list(scenario.lineage),
        "pins": list(scenario.pins),
    }


def _exchanges(case: Case) -> list[dict[str, Any]]:
    return [
        {
            "id": item.exchange_id,
            "from": item.giver,
            "to": item.taker,
            "stream": item.stream,
            "places": item.places,
            "against_stream": item.against_stream,
            "against_places": item.against_places,
            "moment": item.moment.isoformat() if item.moment else item.half_year,
            "stage": item.stage,
        }
        for item in case.exchanges
    ]


def _message(item: Message) -> dict[str, Any]:
    return {"level": item.level, "code": item.code, "params": dict(item.params), "where": item.where}
