"""On real plans the audit names every number that was changed by one."""

import json
from contextlib import ExitStack

import pytest

from regietafel.inputs.load import load_case
from regietafel.model.audit import audit
from regietafel.model.fingerprint import NAME, fingerprint
from regietafel.model.plan import Plan
from regietafel.model.scenario import Scenario
from regietafel.solver.run import solve
from support.leaves import number_ways, path_of, with_one_more

# Case, variant, and one of how many numbers is changed alone: looking for one takes a tenth of a second.
PLANS = {"voorbeeldland": ("voorbeeldland", "basis", 40), "flevoland krap": ("flevoland", "krap", 20)}
# In Voorbeeldland: with positions.
SCENARIO = Scenario(name="tafel", gap=0.01, position_prices="each", fairness_prices="norms")
DECISIONS = ("opened", "places", "hubs")


@pytest.fixture(scope="module", params=PLANS)
def plan(request):
    """Give a case, its plan as written, and one of how many numbers to try."""
    name, variant, step = PLANS[request.param]
    case = load_case(f"voorbeeld:{name}", variant=variant)
    return case, json.loads(solve(case, SCENARIO).to_json()), step


def paths(case, document):
    return {finding.params.get("path") for finding in audit(case, SCENARIO, Plan(document))}


def is_decision(way):
    if way[0] == "municipalities":
        return way[-1] == "housed"
    return way[0] == "locations" and bool({*DECISIONS} & {*way})


def is_of_the_search(way):
    if way[:2] == ("fairness", "price"):
        return way[-1] != "amount"
    if way[:2] == ("fairness", "norms"):
        return way[2] == 0 or way[-1] in ("best", "bound", "cost", "cost_bound")
    if way[:2] == ("fairness", "keys"):
        return way[-1] in ("best", "bound")
    if way[:2] == ("fairness", "levels"):
        return way[-1] in ("value", "bound")
    if way[:2] == ("fairness", "keys"):
        return way[-1] in ("best", "bound")
    if way[:2] == ("fairness", "against_key"):
        return way[-1] == "without_norm"
    if way[0] == "positions":
        return way[-1] == "cost"
    return way[:2] == ("outcome", "tiers") or (way[0] == "totals" and way[2] in ("unavoidable", "by_choice"))


def test_a_real_plan_has_no_findings(plan):
    case, document, _ = plan
    assert audit(case, SCENARIO, Plan(document)) == []


def test_a_number_changed_by_one_is_named(plan):
    case, document, step = plan
    ways = list(number_ways(document))[::step]
    assert len(ways) > 50
    unnamed = []
    for way in ways:
        with with_one_more(document, way) as changed:
            if path_of(way) not in paths(case, changed):
                unnamed.append(path_of(way))
    assert unnamed == []


def test_every_figure_is_named_even_when_the_fingerprint_is_renewed(plan):
    case, document, _ = plan
    ways = [way for way in number_ways(document) if not is_decision(way) and not is_of_the_search(way)]
    with ExitStack() as changes:
        for way in ways:
            changes.enter_context(with_one_more(document, way))
        signed = {**document, "versions": {**document["versions"], NAME: fingerprint(document)}}
        named = paths(case, signed)
    assert {path_of(way) for way in ways} - named == set()


def test_a_changed_decision_is_seen_even_when_the_fingerprint_is_renewed(plan):
    case, document, step = plan
    ways = [way for way in number_ways(document) if is_decision(way)][::step]
    for way in ways:
        with with_one_more(document, way) as changed:
            signed = {**changed, "versions": {**changed["versions"], NAME: fingerprint(changed)}}
            assert paths(case, signed), path_of(way)
