"""A counter-proposal on paper: what is broken by name and amount, the scores, and the nearest plan."""

import json
from importlib.resources import files

import jsonschema
import pytest

from regietafel.model.assessment import assess
from regietafel.model.decisions import Decisions
from regietafel.model.scenario import Scenario
from regietafel.outputs.assessment_documents import Assessed, assessment_summary, make_assessment
from regietafel.outputs.texts_catalogue import text
from regietafel.solver.run import solve
from regietafel.solver.whatif import WhatIf
from support.cases import A, B, offer, tiny_case, town

DAY = "2027-07-01"
SCENARIO = Scenario(gap=0.0, gap_disturbance=0.0, fairness_prices="none", position_prices="none", threads=1)


@pytest.fixture(scope="module")
def about():
    """Assess a proposal that gives LA 90 places, 10 fewer than its smallest size."""
    case = tiny_case([town(A, indicative=150), town(B, indicative=150)], [offer("LA", A), offer("LB", B)])
    table = solve(case, SCENARIO)
    placed = {("LA", "regular", DAY): 90, ("LB", "regular", DAY): 150}
    proposal = Decisions(opened={("LA", DAY): 1, ("LB", DAY): 1}, placed=placed)
    nearest = WhatIf(case, table).nearest(SCENARIO, proposal).run.plan
    return Assessed(table, assess(case, SCENARIO, proposal), nearest, {"file": "v.csv", "sha256": "ab" * 32})


def test_the_screen_names_the_rule_the_amount_and_the_nearest_plan(about):
    said = assessment_summary(about, "nl")
    assert "Aantal regels dat dit tegenvoorstel breekt: 1. Aantal keren dat dat gebeurt: 1." in said
    assert "Een open locatie is groot genoeg: wijkt 10 af, in plekken (LA, Town GM9001, 1 juli 2027)." in said
    assert "Er moet voor 35 punten veranderen. Bewezen: met minder kan het niet." in said
    assert "    LA: groeit van 90 naar 100 plekken" in said


def test_the_data_keeps_its_schema(about):
    schema = json.loads(files("regietafel.outputs.schema").joinpath("assessment-1.json").read_text(encoding="utf-8"))
    found = json.loads(make_assessment(about, "nl")["beoordeling.json"])
    jsonschema.Draft202012Validator(schema).validate(found)
    assert [(item["rule"], item["by"]) for item in found["broken"]] == [("opened_location_is_large_enough", 10)]


def test_the_page_has_its_marks_in_both_languages_and_equal_bytes(about):
    for lang, said in (("nl", "Een tegenvoorstel voor Tinyland, getoetst"), ("en", "A counter-proposal for Tinyland")):
        page = make_assessment(about, lang)["beoordeling.html"]
        marks = [f"<b>{text(code, lang)}</b>" for code in ("mark.concept", "mark.confidential")]
        assert [part for part in (said, *marks) if part not in page.decode()] == []
        assert page == make_assessment(about, lang)["beoordeling.html"]


def test_what_cannot_be_at_all_is_said_in_plain_words(about):
    case = tiny_case([town(A, indicative=150), town(B, indicative=150)], [offer("LA", A), offer("LB", B)])
    proposal = Decisions(opened={("LA", DAY): 4}, placed={("LA", "regular", DAY): 400})
    found = assess(case, SCENARIO, proposal)
    said = assessment_summary(Assessed(about.table, found, about.nearest, about.source), "nl")
    assert "- Dit kan niet: het aantal open locaties is 4 (LA, 1 juli 2027). Want er zijn er niet zo veel." in said
