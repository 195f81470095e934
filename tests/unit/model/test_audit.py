"""The audit: silent on a right plan, and it names every number that was changed."""

import copy
import subprocess
import sys
from contextlib import ExitStack, contextmanager

import pytest

from regietafel.model.audit import audit
from regietafel.model.decisions import Decisions
from regietafel.model.figures.document import write_document
from regietafel.model.figures.quantities import Quantities
from regietafel.model.fingerprint import NAME, changed_by_one, fingerprint
from regietafel.model.plan import Plan
from regietafel.model.scenario import Scenario
from support.cases import FIRST_DAY, SECOND_DAY, A, B, C, moment, offer, swap, target, tiny_case, town
from support.decisions import VERSIONS, decided, plan_of

BOTH = (FIRST_DAY, SECOND_DAY)
SCENARIO = Scenario(
    burden_ceiling=3.0,
    burden_floor=0.1,
    region_ceiling=4.0,
    large_max=3,
    small_scale_min_share=0.05,
    cost_max=1e9,
    vessels_share=0.5,
    smallest_entitlement=16,
)


def full_case():
    """Make a case with a bit of everything: regions, credit, exchanges, a hub with satellites, homes and emergency."""
    towns = [
        town(A, indicative=200, indicative_special=20, ukraine_asked=53, region="east", credit={"regular": 7}),
        town(B, indicative=60, region="east", houseable_per_half_year=3),
        town(C, indicative=40, region="west"),
    ]
    rows = [
        offer("E1", A, "other", emergency=True, places=(0, 40), cost_per_place=69_400),
        offer("H1", A, streams=("regular", "special"), cost_per_place=30_401, opening_cost=1000),
        offer("S1", B, "satellite", count=2, cost_per_place=30_400, surcharge=True),
        offer("S2", C, "satellite", status="existing", present={"regular": 20}, places=(20, 50)),
        offer("T1", C, "other", streams=("status_holder",), counts_for_housing=True, link=B),
        offer("U1", A, "other", streams=("ukraine",)),
    ]
    return tiny_case(
        towns,
        rows,
        moments=[moment(FIRST_DAY, task_share=0.9, emergency_max=50), moment(SECOND_DAY)],
        targets=[target(B, persons=8, backlog=2), target(C, "2027-II", persons=5)],
        exchanges=[swap(A, B, 10)],
        national={"to_realise": 250, "reference_backlog": 2},
    )


def decisions_on_it():
    places = {
        "E1": 10,
        "H1": {"regular": 150, "special": 21},
        "S1": 60,
        "S2": 20,
        "T1": {"status_holder": 3},
        "U1": {"ukraine": 40},
    }
    hubs = {"S1": "H1", "S2": "H1"}
    return decided(places, housed={B: 3, C: 0}, hubs=hubs, opened={"S1": 2}, moments=BOTH)


def split_of(document):
    """Split every shortfall: one place by choice, the rest unavoidable."""
    rows = {(total["task"], total["moment"]): total["shortfall"] for total in document["totals"]}
    cause = {"cause": "small_scale_is_enough", "places": 1}
    return {
        "unavoidable": {key: max(0, places - 1) for key, places in rows.items()},
        "by_choice": {key: [cause] if places else [] for key, places in rows.items()},
    }


@pytest.fixture(scope="module")
def document():
    unsplit = plan_of(full_case(), SCENARIO, decisions_on_it()).document
    return plan_of(full_case(), SCENARIO, decisions_on_it(), split_of(unsplit)).to_dict()


def audited(changed):
    return audit(full_case(), SCENARIO, Plan(changed))


def signed(changed):
    """Take the fingerprint again, as someone would who wants to hide a change."""
    return {**changed, "versions": {**changed["versions"], NAME: fingerprint(changed)}}


def numeric_leaves(value, way=()):
    if isinstance(value, dict):
        for key, item in value.items():
            yield from numeric_leaves(item, (*way, key))
    elif isinstance(value, list):
        for i, item in enumerate(value):
            yield from numeric_leaves(item, (*way, i))
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield way


def path_of(way):
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in way).removeprefix(".")


@contextmanager
def with_one_more(document, way):
    """Change one number by one for a moment."""
    branch = document
    for step in way[:-1]:
        branch = branch[step]
    before = branch[way[-1]]
    branch[way[-1]] = before + 1
    yield document
    branch[way[-1]] = before


def test_a_right_plan_has_no_findings(document):
    assert audited(document) == []


def test_the_plan_under_test_has_all_kinds_of_figures(document):
    for section in ("totals", "regions", "clusters", "exchanges", "rules"):
        assert document[section]
    assert document["costs"]["grants"]
    assert {total["task"] for total in document["totals"] if total["shortfall"]} >= {
        "asylum_need",
        "ukraine",
        "housing",
    }
    assert len(list(numeric_leaves(document))) > 700


# Not a figure of its own but a decision: another plan, which other findings show (see the next test).
DECISIONS = ("opened", "places", "hubs", "housed")


def is_decision(way):
    if way[0] == "municipalities":
        return way[-1] == "housed"
    return way[0] == "locations" and any(key in way for key in DECISIONS)


def test_the_fingerprint_names_every_number_changed_by_one():
    towns = [town(A, indicative=100, region="east")]
    small = plan_of(tiny_case(towns, [offer("L1")]), Scenario(), decided({"L1": 120})).to_dict()
    for way in numeric_leaves(small):
        with with_one_more(small, way) as changed:
            assert changed_by_one(changed, small["versions"][NAME]) == path_of(way)


def test_the_fingerprint_names_every_decision_changed_by_one(document):
    for way in filter(is_decision, numeric_leaves(document)):
        with with_one_more(document, way) as changed:
            (finding,) = [finding for finding in audited(changed) if finding.code == "document_changed"]
        assert finding.params["path"] == path_of(way)


def test_every_figure_changed_by_one_is_named_even_when_the_fingerprint_is_renewed(document):
    ways = [way for way in numeric_leaves(document) if not is_decision(way) and not is_of_the_search(way)]
    with ExitStack() as changes:
        for way in ways:
            changes.enter_context(with_one_more(document, way))
        paths = {finding.params.get("path") for finding in audited(signed(document))}
    assert {path_of(way) for way in ways} <= paths


def test_every_number_of_the_search_changed_by_one_is_named_where_it_is_checked(document):
    for way in filter(is_of_the_search, numeric_leaves(document)):
        with with_one_more(document, way) as changed:
            paths = [finding.params.get("path") or "" for finding in audited(signed(changed))]
        row = path_of(way[:3] if way[0] == "outcome" else way[:2])
        assert any(path.startswith(row) for path in paths), path_of(way)


def is_of_the_search(way):
    """Whether only a search can give the number: it is checked against others in its row."""
    return way[:2] == ("outcome", "tiers") or (way[0] == "totals" and way[2] in ("unavoidable", "by_choice"))


def test_a_changed_decision_no_longer_gives_the_figures_or_breaks_a_rule(document):
    ways = [way for way in numeric_leaves(document) if is_decision(way)]
    assert len(ways) > 50
    for way in ways:
        with with_one_more(document, way) as changed:
            assert audited(signed(changed)), path_of(way)


def codes(changed):
    return {finding.code for finding in audited(changed)}


def test_a_finding_says_what_was_reported_and_what_follows(document):
    with with_one_more(document, ("totals", 0, "placed")) as changed:
        (finding,) = audited(signed(changed))
    assert finding.code == "figure_differs"
    placed = document["totals"][0]["placed"]
    about = f"asylum {FIRST_DAY}"
    assert finding.params == {"path": "totals[0].placed", "about": about, "reported": placed + 1, "recomputed": placed}


def test_a_missing_and_an_unknown_key_are_named(document):
    changed = copy.deepcopy(document)
    del changed["costs"]["opening_once"]
    changed["costs"]["closing_once"] = 3
    found = {finding.code: finding.params["path"] for finding in audited(signed(changed))}
    assert found == {"key_missing": "costs.opening_once", "key_unknown": "costs.closing_once"}


def test_a_shorter_list_is_named(document):
    changed = copy.deepcopy(document)
    changed["rules"].pop()
    (finding,) = audited(signed(changed))
    assert (finding.code, finding.params["path"]) == ("list_differs", "rules")


def test_a_plan_of_another_case_is_refused(document):
    changed = copy.deepcopy(document)
    changed["locations"][0]["location_id"] = "X1"
    assert codes(changed) == {"document_changed", "plan_of_other_case"}


@pytest.mark.parametrize("section", ["totals", "locations", "outcome"])
def test_something_that_is_no_plan_is_refused(document, section):
    changed = copy.deepcopy(document)
    changed[section] = {"odd": 1}
    assert codes(changed) == {"document_changed", "document_shape"}


def test_a_decision_that_is_not_whole_is_refused(document):
    changed = copy.deepcopy(document)
    changed["locations"][0]["moments"][0]["places"]["regular"] = 2.5
    assert codes(signed(changed)) == {"decision_domain"}


def test_a_hub_that_does_not_exist_is_named(document):
    changed = copy.deepcopy(document)
    changed["locations"][2]["moments"][0]["hubs"]["H9"] = {"n": 1, "places": 10}
    assert codes(signed(changed)) == {"decision_domain"}


def test_a_broken_rule_is_named_even_when_all_figures_follow():
    decisions = decisions_on_it()
    decisions.placed["H1", "regular", FIRST_DAY] = 290  # with 21 special: 311 in 300
    found = audit(full_case(), SCENARIO, plan_of(full_case(), SCENARIO, decisions))
    assert {(item.code, item.params["rule"]) for item in found} == {("rule_broken", "places_fit_location")}
    assert found[0].params["location_id"] == "H1"
    assert found[0].params["slack"] == -11


def test_another_scenario_is_named(document):
    found = audit(full_case(), SCENARIO.with_values({"hub_max_km": 14.0}, "set"), Plan(document))
    assert "scenario.options.hub_max_km.value" in {finding.params.get("path") for finding in found}


def test_where_a_plan_came_from_is_taken_as_given(document):
    changed = copy.deepcopy(document)
    changed["case"]["parent"] = {"plan_sha256": "0" * 64, "pins": []}
    assert audited(signed(changed)) == []


def test_a_pin_that_the_scenario_does_not_have_is_named(document):
    changed = copy.deepcopy(document)
    changed["scenario"]["pins"] = ["locatie L1: open"]
    assert [item.params["path"] for item in audited(signed(changed))] == ["scenario.pins"]


def tier_changed(document, name, **values):
    changed = copy.deepcopy(document)
    next(tier for tier in changed["outcome"]["tiers"] if tier["name"] == name).update(values)
    return signed(with_own_norm(changed))


def with_own_norm(document):
    """Let the norm table say of the norm of the plan, and of what it tells of its twin, what the tiers say."""
    tiers = {tier["name"]: tier for tier in document["outcome"]["tiers"]}
    fair, cost = (tiers.get(name, {}) for name in ("fairness", "cost"))
    for row in document["fairness"]["norms"]:
        if row["norm"] in ("minimax", "leximin"):
            row |= {"best": fair.get("value"), "bound": fair.get("bound"), "distance": 0.0 if fair else None}
        if row["norm"] == document["fairness"]["norm"]:
            row |= {"cost": cost.get("value"), "cost_bound": cost.get("bound")}
    return document


def test_a_plan_that_gives_more_away_than_the_tolerance_is_named(document):
    value = next(tier["value"] for tier in document["outcome"]["tiers"] if tier["name"] == "shortfall")
    changed = tier_changed(document, "shortfall", value=value - 1, bound=value - 1)
    assert codes(changed) == {"tier_not_kept"}


def test_a_plan_better_than_what_was_proven_possible_is_named(document):
    value = next(tier["value"] for tier in document["outcome"]["tiers"] if tier["name"] == "disturbance")
    changed = tier_changed(document, "disturbance", value=value + 5, bound=value + 5)
    assert codes(changed) == {"tier_below_bound"}


def test_within_the_gap_is_not_proven(document):
    value = next(tier["value"] for tier in document["outcome"]["tiers"] if tier["name"] == "cost")
    gap = round(500 / value, 6)
    changed = tier_changed(document, "cost", bound=round(value - 500, 6), abs_gap=500.0, gap=gap, stop="gap")
    assert codes(changed) == {"outcome_status"}
    changed["outcome"]["status"] = "within_gap"
    assert audited(signed(changed)) == []
    far = tier_changed(changed, "cost", bound=round(value / 2, 6), abs_gap=round(value / 2, 6), gap=0.5)
    assert codes(far) == {"outcome_stop"}


def test_time_that_was_up_ends_the_search(document):
    changed = tier_changed(document, "surplus", stop="time")
    changed["outcome"]["status"] = "stopped"
    assert codes(signed(changed)) == {"outcome_stop"}
    del changed["outcome"]["tiers"][2:]
    assert audited(signed(with_own_norm(changed))) == []


def test_aims_out_of_order_are_named(document):
    changed = copy.deepcopy(document)
    changed["outcome"]["tiers"].reverse()
    assert "outcome_order" in codes(signed(changed))


def no_plan(status, conflict):
    outcome = {"status": status, "tiers": [], "conflict": conflict}
    return write_document(Quantities(full_case(), SCENARIO, Decisions()), outcome, None, VERSIONS)


def test_a_plan_without_places_is_right_when_it_has_a_conflict_and_nothing_else():
    conflict = {"reasons": [], "ways_out": []}
    assert audited(no_plan("infeasible", conflict)) == []
    assert audited(no_plan("no_plan", None)) == []
    assert codes(no_plan("infeasible", None)) == {"outcome_status"}
    grown = no_plan("no_plan", None)
    grown["costs"]["over_cycle"] = 5
    assert codes(grown) == {"document_changed", "figure_differs"}


def test_the_audit_needs_neither_program_nor_solver():
    lines = [
        "import sys, regietafel.model.audit",
        "print([name for name in ('pyomo', 'highspy') if name in sys.modules])",
    ]
    done = subprocess.run([sys.executable, "-c", "; ".join(lines)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_plan_with_places_has_no_conflict(document):
    changed = copy.deepcopy(document)
    changed["outcome"]["conflict"] = {"reasons": [], "ways_out": []}
    (finding,) = audited(signed(changed))
    assert (finding.code, finding.params["path"]) == ("conflict_number", "outcome.conflict.reasons")
