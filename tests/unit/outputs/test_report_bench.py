"""The data with which the script colours the map and shows one municipality: the same figures as the tables."""

import json
import re

from regietafel.model.plan import Plan
from regietafel.outputs.report_bench import bench
from regietafel.outputs.report_html import render
from regietafel.outputs.report_view import View
from support.hostile import secret_plan
from support.plan_document import MOMENTS, plan_document


def data(document=None, lang="nl"):
    return json.loads(bench(View(Plan.from_dict(document or plan_document()), lang)))


def test_a_municipality_has_its_figures_at_every_moment():
    town = data()["towns"]["GM0001"]
    # Regular, special, Ukraine, housed and unhoused (60 - 54 - 10 that counted before: none), then 1044 / 900,
    # 540 / 540, 450 / 300, 54 / 60 and 540 of the 540 of the indicative number.
    assert town["v"][1] == [500, 40, 450, 54, 0, 1.16, 1.0, 1.5, 0.9, 1.0]
    assert len(town["v"]) == len(MOMENTS)
    assert (town["n"], town["d"]) == ("Aakerk", [500, 40, 300, 60])


def test_what_is_carried_stands_apart_only_when_it_is_not_what_is_provided():
    document = plan_document()
    last = document["municipalities"][0]["moments"][-1]
    last["carried"] = last["carried"] | {"regular": 520}
    assert data(document)["towns"]["GM0001"]["v"][1][10:] == [520, 40, 450, 54]


def test_who_is_left_out_says_why_and_is_not_coloured_when_too_small():
    towns = data()["towns"]
    assert (towns["GM0006"]["o"], towns["GM0006"]["s"]) == ("klein aandeel", 1)
    assert (towns["GM0001"]["o"], towns["GM0001"]["s"]) == ("", 0)


def test_rules_and_positions_are_known_by_the_municipality_they_touch():
    content = data()
    # The rule binds for L-01, in Aakerk; the first position is about Beekdal, the second about L-01.
    assert content["rules"] == ["places_fit_location"]
    assert (content["towns"]["GM0001"]["b"], content["towns"]["GM0002"]["b"]) == ([0], [])
    assert (content["towns"]["GM0001"]["p"], content["towns"]["GM0002"]["p"]) == ([1], [0])


def test_an_exchange_is_known_by_both_sides():
    document = plan_document()
    about = {"stream": "ukraine", "places": 20, "against_stream": None, "against_places": None, "moment": None}
    document["exchanges"] = [{"id": "U1", "from": "GM0001", "to": "GM0003", "stage": "agreed", **about}]
    towns = data(document)["towns"]
    assert [towns[code]["u"] for code in ("GM0001", "GM0002", "GM0003")] == [[0], [], [0]]


def test_regions_are_those_of_the_province_or_else_the_safety_regions():
    content = data()
    assert (content["regions"], content["region"]) == (["Midden"], "Veiligheidsregio")
    document = plan_document()
    document["municipalities"][0]["region"] = "Noord"
    content = data(document)
    assert (content["regions"], content["region"]) == (["Noord"], "Subregio")
    assert [content["towns"][code]["r"] for code in ("GM0001", "GM0002")] == [0, -1]


def test_places_above_the_indicative_number_are_a_choice_only_where_there_are_any():
    document = plan_document()
    assert "above" in [measure["key"] for measure in data(document)["measures"]]
    for member in document["municipalities"]:
        member["above_indicative"] = 0
    assert "above" not in [measure["key"] for measure in data(document)["measures"]]


def test_no_name_can_end_the_block_of_data():
    document = plan_document()
    document["municipalities"][0]["name"] = "</script><script>alert(1)</script> & <!--"
    page = render(Plan.from_dict(document))
    block = re.search(r'<script type="application/json" id="bench">(.*?)</script>', page, re.DOTALL)[1]
    assert json.loads(block)["towns"]["GM0001"]["n"] == document["municipalities"][0]["name"]
    assert "<" not in block


def test_resistance_and_room_stand_nowhere_on_the_page():
    assert set(data()["towns"]["GM0001"]) == {"n", "r", "o", "s", "d", "h", "a", "v", "b", "p", "u"}
    plan = secret_plan()
    # The room of the first two positions, 48,611 and 57,413 places; what was asked, 61,949, may be on the page.
    assert "61.949" in render(plan)
    pages = [render(plan, lang) for lang in ("nl", "en")]
    written = [f"{room:,}".replace(",", sign) for room in (48611, 57413) for sign in ("", ".", ",")]
    assert [number for number in written for page in pages if number in page] == []
