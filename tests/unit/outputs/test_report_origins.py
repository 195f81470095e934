"""Where the figures of the page come from, and how sure the outcome is, in words."""

import json

import pytest

from regietafel.model.plan import Plan
from regietafel.outputs.plan_summary import plan_summary
from regietafel.outputs.report_html import render
from regietafel.outputs.report_summary import cards, head
from regietafel.outputs.report_tables import costs, costs_by_host, exchanges, municipalities
from regietafel.outputs.report_view import View
from support.plan_document import code, plan_document

GUESSED = {"level": "assumption", "code": "types_estimated", "params": {"types": ["hotel"]}, "where": ""}


def view_of(document, real: bool = True) -> View:
    """View a plan; one that is not real has codes that no municipality can have."""
    content = json.dumps(document)
    return View(Plan.from_dict(json.loads(content if real else content.replace("GM0", "GM9"))), "nl")


@pytest.mark.parametrize(
    ("real", "built_in", "label", "origin"),
    [
        (True, "utrecht", "Inwoners", "published"),
        (True, None, "Inwoners (uit de invoer)", None),
        (False, None, "Inwoners", "illustration"),
    ],
)
def test_inhabitants_say_where_they_come_from(real, built_in, label, origin):
    document = plan_document()
    document["case"]["built_in"] = built_in
    view = view_of(document, real)
    column = municipalities(view, view.last).columns[1]
    assert (column.label, column.origin) == (label, origin)


@pytest.mark.parametrize(("real", "origin"), [(True, "reported"), (False, "illustration")])
def test_exchanged_places_are_reported(real, origin):
    document = plan_document()
    exchange = {"id": "U1", "from": code(0), "to": code(1), "stream": "ukraine", "places": 20, "stage": "agreed"}
    document["exchanges"] = [exchange | {"against_stream": "regular", "against_places": 10, "moment": None}]
    found = {column.label: column.origin for column in exchanges(view_of(document, real)).columns}
    assert found == {"Van": None, "Naar": None, "Geeft over": origin, "In ruil voor": origin, "Stand": None}


@pytest.mark.parametrize(("messages", "origin"), [([], "computed"), ([GUESSED], "estimate")])
def test_amounts_are_an_estimate_when_the_types_are(messages, origin):
    view = view_of(plan_document() | {"messages": messages})
    card = next(card for card in cards(view) if card["label"].startswith("Kosten"))
    assert [costs(view).columns[1].origin, costs_by_host(view).columns[1].origin, card["origin"]] == [origin] * 3
    said = plan_summary(view.plan).replace("\u00a0", " ")
    assert ("miljoen (schatting)." in said) == (origin == "estimate")


@pytest.mark.parametrize(
    ("gap", "lang", "expected"),
    [
        (0.5, "nl", "hooguit 50 % beter kan"),
        (0.0006811, "nl", "hooguit 0,069 % beter kan"),  # rounded up: a proof never promises more
        (0.01, "en", "an improvement of at most 1% is possible"),
    ],
)
def test_a_plan_within_the_margin_says_how_large_the_margin_is(gap, lang, expected):
    document = plan_document()
    for tier in document["outcome"]["tiers"]:
        tier["gap"] = 0.0
    document["outcome"]["tiers"][-1]["gap"] = gap
    plan = Plan.from_dict(document)
    assert expected in head(View(plan, lang))["outcome_meaning"].replace("\u00a0", " ")
    assert expected in plan_summary(plan, lang).replace("\u00a0", " ")
    assert expected in render(plan, lang).replace("\u00a0", " ")
