"""The document as a whole: its keys, places, clusters and what a plan without places says."""

import json
from datetime import date
from importlib.resources import files
from typing import get_type_hints

import pytest
from jsonschema import Draft202012Validator

from regietafel.model.case import Message
from regietafel.model.decisions import Decisions
from regietafel.model.figures.document import write_document
from regietafel.model.figures.read import read_decisions
from regietafel.model.plan import (
    CaseDocument,
    ClusterDocument,
    LocationDocument,
    LocationMoment,
    MunicipalityDocument,
    MunicipalityMoment,
    Plan,
    PlanDocument,
    RuleDocument,
    TotalDocument,
)
from regietafel.model.scenario import Scenario
from support.cases import FIRST_DAY, SECOND_DAY, A, B, C, offer, swap, target, tiny_case, town
from support.decisions import VERSIONS, decided, plan_of, quantities

BOTH = (FIRST_DAY, SECOND_DAY)


def hub_with_satellites():
    """Make a hub in A, a satellite offer of two in B (6.8 km away) and one in C (13.7 km)."""
    towns = [town(A, indicative=200), town(B, indicative=60), town(C, indicative=60)]
    rows = [
        offer("H1", A, places=(100, 300)),
        offer("S1", B, "satellite", count=2),
        offer("S2", C, "satellite"),
        offer("T1", C, "other", streams=("status_holder",), counts_for_housing=True),
    ]
    return tiny_case(towns, rows, moments=BOTH, targets=[target(C, persons=8)], exchanges=[swap(A, B, 10)])


def decisions_on_it():
    places = {"H1": 120, "S1": 70, "S2": 40, "T1": {"status_holder": 5}}
    hubs = {"S1": "H1", "S2": "H1"}
    return decided(places, housed={C: 2}, hubs=hubs, opened={"S1": 2}, moments=BOTH)


def document_of(case=None, decisions=None, **options):
    return plan_of(case or hub_with_satellites(), Scenario(**options), decisions or decisions_on_it()).document


def keys(kind):
    return list(get_type_hints(kind))


def test_keys_stand_in_the_order_of_the_contract():
    found = document_of()
    assert list(found) == [key for key in keys(PlanDocument) if key != "extra"]
    assert list(found["case"]) == keys(CaseDocument)
    assert list(found["totals"][0]) == keys(TotalDocument)
    assert list(found["municipalities"][0]) == keys(MunicipalityDocument)
    assert list(found["municipalities"][0]["moments"][0]) == keys(MunicipalityMoment)
    assert list(found["locations"][0]) == keys(LocationDocument)
    assert list(found["locations"][0]["moments"][0]) == keys(LocationMoment)
    assert list(found["clusters"][0]) == keys(ClusterDocument)
    assert list(found["rules"][0]) == keys(RuleDocument)


def test_the_document_survives_json_unchanged():
    found = document_of()
    assert json.loads(Plan(found).to_json()) == found


@pytest.mark.parametrize("options", [{}, {"vessels_share": 0.5, "counting": "durable", "fairness": "deviation"}])
def test_the_document_follows_the_published_schema(options):
    schema = json.loads(files("regietafel.outputs.schema").joinpath("plan-1.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(document_of(**options))


def test_decisions_can_be_read_back():
    assert read_decisions(document_of()) == decisions_on_it()


def test_lists_stand_in_the_order_of_the_case():
    found = document_of()
    order = [(total["moment"], total["task"]) for total in found["totals"]]
    assert order == [(t, task) for t in BOTH for task in ("asylum", "special", "ukraine", "housing")]
    assert [row["location_id"] for row in found["locations"]] == ["H1", "S1", "S2", "T1"]


def test_a_cluster_adds_up_hub_and_satellites():
    (cluster, _) = document_of()["clusters"]
    assert (cluster["moment"], cluster["hub"], cluster["places"]) == (FIRST_DAY, "H1", 120 + 70 + 40)
    assert cluster["satellites"] == [
        {"location_id": "S1", "n": 2, "places": 70, "km": 6.846, "steps": 1},
        {"location_id": "S2", "n": 1, "places": 40, "km": 13.692, "steps": 2},
    ]
    assert (cluster["farthest_km"], cluster["diameter_km"], cluster["cut_municipalities"]) == (13.692, 13.692, [B])


def test_places_by_status_add_up_to_what_is_placed():
    asylum = document_of()["totals"][0]
    assert asylum["placed"] == 230
    assert asylum["by_status"] == {"existing": 0, "decided": 0, "intended": 0, "explored": 230}
    assert (asylum["required"], asylum["shortfall"], asylum["unavoidable"], asylum["by_choice"]) == (320, 90, 90, [])


def test_housing_is_counted_up_to_the_obligation():
    housing = document_of()["totals"][3]
    assert (housing["task"], housing["required"], housing["placed"]) == ("housing", 8, 7)
    assert housing["counted"] == {"plan": 7, "durable": 7}
    assert (housing["shortfall"], housing["by_status"]) == (1, {})


def test_a_split_shortfall_names_its_causes():
    case, decisions = hub_with_satellites(), decisions_on_it()
    cause = {"cause": "small_scale_is_enough", "places": 60}
    split = {"unavoidable": {("asylum", FIRST_DAY): 30}, "by_choice": {("asylum", FIRST_DAY): [cause]}}
    asylum = plan_of(case, Scenario(), decisions, split).document["totals"][0]
    assert (asylum["unavoidable"], asylum["by_choice"]) == (30, [cause])


def test_who_no_hub_reaches_is_listed_per_moment():
    far = decided({"H1": 120}, moments=[SECOND_DAY])
    case = tiny_case(5, [offer("H1", A)], moments=BOTH)
    unreached = document_of(case, far)["unreached"]
    # within 15 km and 2 steps of A: A, B and C
    assert [row["gm_code"] for row in unreached if row["moment"] == SECOND_DAY] == ["GM9004", "GM9005"]
    assert len([row for row in unreached if row["moment"] == FIRST_DAY]) == 5


def test_exchanges_keep_their_stage_and_their_moment_or_half_year():
    exchanges = [
        swap(A, B, 10, stage="discussed", moment=FIRST_DAY),
        swap(B, A, 3, "status_holder", half_year="2027-I", against_stream="ukraine", against_places=2),
    ]
    found = document_of(tiny_case(2, exchanges=exchanges), Decisions())["exchanges"]
    assert [(row["stage"], row["moment"]) for row in found] == [("discussed", FIRST_DAY), ("agreed", "2027-I")]
    assert (found[1]["from"], found[1]["against_stream"], found[1]["against_places"]) == (B, "ukraine", 2)


def test_messages_of_the_case_come_before_the_waivers():
    note = Message("assumption", "homes_assumed", {"share": 0.76}, "gemeenten")
    lonely = offer("S1", A, "satellite", status="existing", present={"regular": 20})
    case = tiny_case(1, [lonely], messages=(note,), meeting_date=date(2026, 12, 1))
    found = document_of(case, decided({"S1": 20}))
    assert [row["code"] for row in found["messages"]] == ["homes_assumed", "existing_satellite_without_hub"]
    assert found["messages"][1] == {
        "level": "waiver",
        "code": "existing_satellite_without_hub",
        "params": {"location_id": "S1", "moments": [FIRST_DAY]},
        "where": "S1",
    }
    assert found["case"]["meeting_date"] == "2026-12-01"


def test_a_plan_without_places_has_empty_sections_and_its_conflict():
    conflict = {"reasons": [{"code": "data_contradict", "params": {}}], "ways_out": []}
    outcome = {"status": "infeasible", "tiers": [], "conflict": conflict}
    found = write_document(quantities(hub_with_satellites()), outcome, None, VERSIONS)
    assert list(found) == [key for key in keys(PlanDocument) if key != "extra"]
    assert found["outcome"]["conflict"] == conflict
    for section in ("totals", "municipalities", "regions", "locations", "clusters", "unreached", "rules", "positions"):
        assert found[section] == []
    assert found["costs"]["over_cycle"] == 0
    assert found["fairness"]["sorted"] == {"joint": [], "asylum": []}
    assert len(found["exchanges"]) == 1


def test_neighbours_are_the_connections_inside_the_province_each_once():
    found = document_of(hub_with_satellites())["neighbours"]
    assert found == sorted(found, key=lambda row: (row["gm_code_a"], row["gm_code_b"], row["link"]))
    assert all(row["gm_code_a"] < row["gm_code_b"] for row in found)
    assert len(found) == len({tuple(row.values()) for row in found}) > 0
