"""A conflict, a shortfall and the ways out in words."""

import copy

import pytest

from regietafel.model.plan import Plan
from regietafel.outputs.conflict_text import conflict_told, ways_as_lines
from regietafel.outputs.notation import GAP
from regietafel.outputs.plan_summary import plan_summary
from regietafel.outputs.report_html import render
from regietafel.outputs.report_view import View
from regietafel.outputs.texts_catalogue import catalogue
from support.plan_document import example_plan

POSITION = {
    "id": "P1",
    "party": "raad Aastad",
    "demand": "at_most",
    "subject": {
        "gm_codes": ["GM9901"],
        "location_id": None,
        "form": None,
        "stream": "total",
        "moment": None,
        "other_gm_code": None,
        "other_location_id": None,
        "other_places": None,
        "also_existing": False,
    },
    "places": 0,
    "non_negotiable": True,
    "planned": [],
    "honoured": None,
    "given_up": None,
    "cost": None,
}
PARAMS = {
    "asks_above_offers": {"positions": ["P1"], "moment": "2027-07-01", "asked": 500, "possible": 400},
    "allows_below_staying": {"positions": ["P1"], "moment": "2027-07-01", "asked": 0, "staying": 100},
    "positions_contradict": {"positions": ["P1", "P1"], "moment": "2027-07-01", "least": 30, "most": 0},
    "minimums_exceed_maximum": {"positions": ["P1", "P1"], "moment": "2027-07-01", "asked": 30, "most": 0},
    "large_min_above_offers": {"asked": 2, "possible": 1, "positions": []},
    "large_min_above_max": {"least": 2, "most": 1},
    "large_max_below_staying": {"asked": 0, "staying": 1, "moment": "2027-07-01"},
    "emergency_max_below_staying": {"asked": 0, "staying": 40, "moment": "2027-07-01"},
    "small_share_above_possible": {
        "asked": 0.5,
        "possible": 0.3333,
        "small": 50,
        "staying": 100,
        "moment": "2027-07-01",
    },
    "budget_below_staying": {"asked": 1_000_000.0, "least": 1_505_817},
    "task_not_met_by_choice": {"task": "asylum", "moment": "2027-07-01", "places": 20},
    "data_contradict": {"rules": ["present_location_stays_open"], "about": ["L1"]},
    "no_way_out": {},
    "ways_out_not_examined": {},
    "conflict_not_examined": {},
}
TOGETHER = {"positions": ["P1"], "rules": ["large_locations_are_enough"], "about": ["L9"], "smallest": True}


def change(kind, key, now, then, unit):
    return {"kind": kind, "id": key, "from": now, "to": then, "unit": unit}


def view_of(reasons=(), changes=(), lang="nl", demand="at_most"):
    empty = {key: [] for key in ("totals", "municipalities", "locations", "clusters", "unreached", "rules")}
    conflict = {
        "reasons": [{"code": code, "params": params} for code, params in reasons],
        "ways_out": [{"weight": 1.0, "changes": list(changes)}] if changes else [],
        "names": {"GM9901": "Aastad", "L9": "De Kazerne", "L1": "Oude School"},
    }
    outcome = {"status": "infeasible", "tiers": [], "conflict": conflict}
    document = example_plan(**empty, outcome=outcome).to_dict()
    document["positions"] = [{**copy.deepcopy(POSITION), "demand": demand}]
    return View(Plan.from_dict(document), lang)


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("code", PARAMS)
def test_every_reason_has_a_sentence_with_its_numbers(code, lang):
    (said,) = conflict_told(view_of([(code, PARAMS[code])], lang=lang)).reasons
    general = catalogue(lang)["conflict.without_text"].partition(" ")[0]
    assert not said.startswith(f"{general} ")
    assert "{" not in said
    assert code not in said


def test_numbers_are_written_in_what_they_count():
    view = view_of([(code, PARAMS[code]) for code in ("small_share_above_possible", "budget_below_staying")])
    share, budget = (said.replace(GAP, " ") for said in conflict_told(view).reasons)
    assert "50 %" in share
    assert "33,33 %" in share
    assert "€ 1.000.000" in budget
    assert "€ 1.505.817" in budget


def test_what_cannot_be_kept_together_lists_positions_and_rules_by_name():
    ((what, members),) = conflict_told(view_of([("cannot_be_kept_together", TOGETHER)])).together
    assert what == (
        "Deze eisen kunnen niet samen. Zonder één ervan kunnen de andere wel. "
        "Een kleinere groep eisen die botst, is er niet. Het gaat om: De Kazerne."
    )
    assert members == [
        "raad Aastad (P1): gemeente Aastad: ten hoogste 0 plekken",
        "Regel: Er zijn genoeg grote locaties",
    ]


def test_one_demand_that_cannot_be_kept_is_said_to_be_alone():
    alone = {**TOGETHER, "rules": [], "about": []}
    ((what, members),) = conflict_told(view_of([("cannot_be_kept_together", alone)])).together
    assert what == "Deze eis kan op zichzelf al niet:"
    assert len(members) == 1


def test_a_set_that_was_not_examined_to_the_end_is_not_called_irreducible():
    ((what, _),) = conflict_told(view_of([("cannot_all_be_kept", TOGETHER)])).together
    assert "te weinig tijd" in what
    assert "kleinere groep" not in what


CHANGES = {
    "at_most": (change("position", "P1", 0, 200, "places"), "ten hoogste 200 in plaats van 0 plekken"),
    "at_least": (change("position", "P1", 500, 400, "places"), "ten minste 400 in plaats van 500 plekken"),
    "location_open": (change("position", "P1", 40, 0, "places"), "mag dicht blijven"),
    "not_both": (change("position", "P1", 0, 30, "places"), "een afwijking van ten hoogste 30 in plaats van 0 plekken"),
    "large_max": (
        change("option", "large_max", 2, 3, "locations"),
        "Meeste grote locaties: 3 in plaats van 2 locaties",
    ),
    "cost_max": (change("option", "cost_max", 1e6, 2_000_000, "euro"), "€ 2.000.000 in plaats van € 1.000.000"),
    "all_contribute": (change("option", "all_contribute", True, False, ""), ": uit in plaats van aan"),
    "emergency": (
        change("option", "emergency_max 2028-02-01", 0, 40, "places"),
        " op 1 februari 2028: 40 in plaats van 0 plekken",
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_said_with_both_numbers(name):
    made, expected = CHANGES[name]
    demand = name if made["kind"] == "position" else "at_most"
    ((said,),) = conflict_told(view_of(changes=[made], demand=demand)).ways_out
    assert expected in said.replace(GAP, " ")


def test_ways_out_are_numbered_and_their_changes_stand_on_one_line():
    assert ways_as_lines([["een", "twee"], ["drie"]]) == ["1. een; twee", "2. drie"]


def test_page_and_screen_say_the_same():
    view = view_of([("cannot_be_kept_together", TOGETHER), ("no_way_out", {})], [CHANGES["large_max"][0]])
    page, screen = render(view.plan), plan_summary(view.plan)
    told = conflict_told(view)
    for said in (*told.reasons, *told.together[0][1], *told.ways_out[0]):
        assert said in page
        assert said in screen


def test_reluctance_and_room_are_not_told():
    view = view_of([("cannot_be_kept_together", TOGETHER)], [CHANGES["at_most"][0]])
    assert "weerstand" not in render(view.plan).casefold()
    assert "1.0" not in plan_summary(view.plan)


def test_a_plan_without_conflict_says_nothing_of_one():
    assert conflict_told(View(example_plan(), "nl")) is None
