"""The three duties: what is asked, what is carried, and how these compare."""

from regietafel.model.plan import Plan
from regietafel.outputs.report_duties import duties, duty_ratio
from regietafel.outputs.report_view import View
from support.plan_document import plan_document


def table(document=None):
    return duties(View(Plan.from_dict(document or plan_document()), "nl"))


def row(name, document=None):
    return next(cells for cells in table(document).rows if cells[0].shown == name)


def test_a_row_has_share_and_burden_of_each_duty_with_special_places_apart():
    # Aakerk: asked 500 + 40, 40, 300 and 60; it gives 500 + 40 for asylum, 450 for Ukraine and houses 54:
    # 540 / 540 = 1, 450 / 300 = 1.5, 54 / 60 = 0.9, and together 1044 / 900 = 1.16.
    shown = [cell.shown for cell in row("Aakerk")[1:-1]]
    assert shown == ["540", "540", "1,00", "40", "40", "300", "450", "1,50", "60", "54", "0,90", "1,16"]


def test_what_is_asked_is_after_exchanges_and_what_is_carried_has_credit():
    document = plan_document()
    member = document["municipalities"][1]
    member["entitlement_after_exchange"] = member["entitlement_after_exchange"] | {"ukraine": 100}
    last = member["moments"][-1]
    last["carried"] = last["carried"] | {"ukraine": 230}
    # Beekdal: 150 asked, 100 after exchange; 200 places and 30 that counted before: 230 / 100 = 2.3.
    assert [cell.shown for cell in row("Beekdal", document)[6:9]] == ["100", "230", "2,30"]


def test_nothing_asked_has_no_ratio():
    document = plan_document()
    member = document["municipalities"][0]
    member["entitlement_after_exchange"] = member["entitlement_after_exchange"] | {"ukraine": 0}
    assert duty_ratio(member, member["moments"][-1], "ukraine") is None
    assert [cell.shown for cell in row("Aakerk", document)[6:9]] == ["0", "450", "–"]


def test_a_share_of_another_origin_than_the_heading_says_so():
    document = plan_document()
    document["municipalities"][2]["entitlement"]["ukraine"]["origin"] = "estimate"
    assert table(document).columns[6].origin == "computed"
    assert row("Cromveld", document)[6].origin == "estimate"
    assert row("Aakerk", document)[6].origin is None


def test_the_bar_is_divided_over_the_streams_with_a_line_at_one():
    bar = row("Beekdal")[-1].drawing
    # The largest burden, 547 / 440 = 1.243, fills 120 pixels: 300 / 547 of it is 65.8, 20 is 4.4 and 200 is 43.9.
    assert '<path class="s-regular" d="M0 7h66"/><path class="s-special" d="M66 7h4"/>' in bar
    assert '<path class="s-ukraine" d="M70 7h44"/>' in bar
    # A burden of one stands at 120 / 1.243 = 96.5.
    assert '<path class="one" d="M97 0v14"/>' in bar
    assert "Regulier 55 %, Bijzonder (amv) 4 %, Oekraïne 37 %, Statushouders 5 %" in bar
