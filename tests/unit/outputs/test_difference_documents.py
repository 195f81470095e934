"""What a what-if changes as sentences, data and a page: complete, marked, and equal for equal plans."""

import base64
import hashlib
import json
import re
from importlib.resources import files

import jsonschema
import pytest

from regietafel.model.plan import Plan
from regietafel.outputs.difference_documents import make_difference
from regietafel.outputs.difference_words import difference_summary, difference_words
from support.plan_document import plan_document

DIGEST = "ab" * 32


def changed_document():
    """Give L-03 of Cromveld 150 places instead of 120 at the second moment, and close L-05 of Elsloo aan Zee."""
    document = plan_document()
    document["locations"][2]["moments"][1]["places"]["regular"] = 150
    document["municipalities"][2]["moments"][1]["provided"]["regular"] = 150
    for at in document["locations"][4]["moments"]:
        at |= {"opened": 0, "places": dict.fromkeys(at["places"], 0), "hubs": {}}
    for at in document["municipalities"][4]["moments"]:
        at["provided"] |= {"regular": 0, "special": 0}
    document["totals"][0]["shortfall"] += 90
    document["costs"]["over_cycle"] += 1_000_000
    document["scenario"]["pins"] = ["Aakerk: geen groot", "Elsloo aan Zee: geen satelliet"]
    document["case"]["parent"] = {"plan_sha256": DIGEST, "pins": ["Elsloo aan Zee: geen satelliet"]}
    document["outcome"]["kept"] = [
        {
            "name": "shortfall",
            "on_table": 100.0,
            "base": 100.0,
            "best": 190.0,
            "bound": 190.0,
            "limit": 190.0,
            "value": 190.0,
        },
        {"name": "fairness", "on_table": 1.2, "base": 1.2, "best": None, "bound": None, "limit": 1.21, "value": 1.2},
    ]
    document["versions"]["document_sha256"] = DIGEST
    return document


@pytest.fixture
def plans():
    """Give the plan on the table and the answer."""
    before = plan_document()
    before["versions"]["document_sha256"] = DIGEST
    return Plan.from_dict(before), Plan.from_dict(changed_document())


def test_the_screen_says_what_is_fixed_who_is_touched_and_what_it_costs(plans):
    said = difference_summary(*plans, "nl")
    assert "- Nu vastgezet: Elsloo aan Zee: geen satelliet" in said
    assert "- Eerder vastgezet: Aakerk: geen groot" in said
    assert "Geraakt: 2 van de 6 gemeenten (Cromveld en Elsloo aan Zee). Niet geraakt: 4." in said
    assert "    Locatie L-03: op 1 februari 2028 groeit van 120 naar 150 plekken" in said
    assert "    Locatie L-05: gaat dicht (had 90 plekken)" in said
    assert "stijgen met € 1.000.000" in said.replace("\u00a0", " ")
    assert "Tekort: op tafel 100. Met wat vaststaat kan het niet lager dan 190" in said


def test_in_english_the_same_is_said(plans):
    said = difference_summary(*plans, "en")
    assert "Touched: 2 of 6 municipalities (Cromveld and Elsloo aan Zee). Not touched: 4." in said
    assert "closes (had 90 places)" in said


def test_who_is_not_touched_is_named(plans):
    assert difference_words(*plans, "nl").untouched() == "Niet geraakt: Aakerk, Beekdal, Duinhoek en Fortveen."


def test_a_plan_that_is_the_same_says_so(plans):
    before, _ = plans
    words = difference_words(before, before, "nl")
    assert words.touched() == "Er verandert niets: het plan op tafel voldoet al."
    assert words.totals() == ["Tekort en overschot blijven gelijk."]
    assert words.rules() == words.kept() == words.fixed() == []


def test_rules_that_start_and_stop_binding_are_told_with_where(plans):
    before, after = plans
    after.document["rules"][0]["binding"][0]["location_id"] = "L-02"
    said = difference_words(before, after, "nl").rules()
    assert said == [
        "Nu knelt: Plekken passen in de locatie (Locatie L-02).",
        "Knelt niet meer: Plekken passen in de locatie (Locatie L-01).",
    ]


def test_the_data_keeps_its_schema(plans):
    made = make_difference(*plans, "nl")
    schema = json.loads(files("regietafel.outputs.schema").joinpath("difference-1.json").read_text(encoding="utf-8"))
    found = json.loads(made["verschil.json"])
    jsonschema.Draft202012Validator(schema).validate(found)
    assert found["touched"] == ["GM0003", "GM0005"]
    assert found["pins"] == ["Aakerk: geen groot", "Elsloo aan Zee: geen satelliet"]


def test_the_tables_have_a_row_per_municipality_and_per_location_that_differs(plans):
    made = make_difference(*plans, "nl")
    towns = made["tabellen/verschil_gemeenten.csv"].decode("utf-8-sig").splitlines()
    assert towns[0].startswith("gm_code;gemeente;geraakt;moment;plekken_voor;plekken_na;")
    assert len(towns) == 1 + 6 * 2
    sites = made["tabellen/verschil_locaties.csv"].decode("utf-8-sig").splitlines()
    assert sites[1] == "L-03;GM0003;Locatie L-03;01-02-2028;1;1;120;150"
    assert len(sites) == 1 + 1 + 2


def test_the_page_has_its_marks_and_lets_nothing_in_from_outside(plans):
    page = make_difference(*plans, "nl")["verschil.html"].decode()
    assert "<b>CONCEPT</b> <b>VERTROUWELIJK</b>" in page
    assert "Rekenvoorbeeld: geen bestuurlijk voorstel" in page
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)[1]
    assert base64.b64encode(hashlib.sha256(style.encode()).digest()).decode() in page
    assert " style=" not in page
    assert not re.search(r"(src|href)=\"https?:", page)


def test_equal_plans_give_equal_bytes_and_the_page_can_be_left_out(plans):
    assert make_difference(*plans, "nl") == make_difference(*plans, "nl")
    assert "verschil.html" not in make_difference(*plans, "nl", page=False)
