"""The burdens in order on the page: every municipality with its bar, what is proven, and who is left out."""

import copy
import re

import pytest

from regietafel.model.plan import Plan
from regietafel.outputs.report_html import render
from regietafel.outputs.report_locations import locations
from regietafel.outputs.report_sorted import bar, burdens, is_proven
from regietafel.outputs.report_view import View
from support.plan_document import MOMENTS, NAMES, code, location, plan_document

# Of the municipalities 0 to 4, joint: 1044 / 900 = 1.16, 547 / 440 = 1.243182, 138 / 295 = 0.467797,
# 68 / 129 = 0.527132, 103 / 220 = 0.468182; asylum: 540 / 540, 320 / 260, 120 / 175, 60 / 75, 90 / 130.
JOINT = ("1. Beekdal", "2. Aakerk", "3. Duinhoek", "4. Elsloo aan Zee", "5. Cromveld")
ASYLUM = ("1. Beekdal", "2. Aakerk", "3. Duinhoek", "4. Elsloo aan Zee", "5. Cromveld")
LEVELS = [(1, 1.24, 1.24), (2, 1.16, 1.1599), (3, 0.52, 0.5198), (4, 0.46, 0.4)]


def document(levels=(), on="joint", **changes):
    made = plan_document()
    made["fairness"]["levels"] = [{"on": on, "k": k, "value": value, "bound": bound} for k, value, bound in levels]
    made["fairness"] |= changes
    return made


def found(made, lang="nl"):
    return burdens(View(Plan.from_dict(made), lang))


def section(made, lang="nl"):
    page = render(Plan.from_dict(made), lang)
    return re.search(r'<section id="burdens".*?</section>', page, re.DOTALL)[0]


def test_municipalities_stand_from_high_to_low_in_both_rows():
    joint, asylum = found(document())["tables"]
    assert [row[0].shown for row in joint.rows] == list(JOINT)
    assert [row[1].shown for row in joint.rows] == ["1,24", "1,16", "0,53", "0,47", "0,47"]
    assert [row[0].shown for row in asylum.rows] == list(ASYLUM)
    assert [row[1].shown for row in asylum.rows] == ["1,23", "1,00", "0,80", "0,69", "0,69"]


@pytest.mark.parametrize(
    ("on", "first"),
    [("joint", "Alle doelgroepen samen."), ("asylum", "Alleen asiel."), ("asylum,joint", "Alleen asiel.")],
)
def test_what_the_norm_looks_at_first_stands_first_and_says_so(on, first):
    tables = found(document(on=on) | {"fairness": plan_document()["fairness"] | {"on": on}})["tables"]
    assert tables[0].caption == f"{first} Hier let de maat het eerst op."
    assert "Hier let" not in tables[1].caption


def test_a_bar_is_as_long_as_its_burden_and_the_line_stands_at_one():
    # 98 % of the cell is the largest burden, 1.2431818: a burden of 1 is 78.8 %, of 0.5271318 is 41.6 %.
    drawn = [row[2].drawing for row in found(document())["tables"][0].rows]
    assert 'width="98.0%"' in drawn[0]
    assert 'width="41.6%"' in drawn[2]
    assert all('x1="78.8%" x2="78.8%"' in item for item in drawn)


def test_burdens_far_below_one_still_show_the_line():
    made = document()
    made["fairness"]["sorted"] = {"joint": [[0.6, code(0)]], "asylum": []}
    (table,) = found(made)["tables"]
    # The scale ends at 1.2 at least: 98 x 0.6 / 1.2 = 49 and 98 / 1.2 = 81.7.
    assert 'width="49.0%"' in table.rows[0][2].drawing
    assert 'x1="81.7%"' in table.rows[0][2].drawing


def test_without_levels_nothing_is_said_of_a_proof():
    assert not found(document())["levels"]
    drawn = section(document())
    assert "bewezen" not in drawn
    assert "Eerlijkste plan" not in drawn
    assert drawn.count('class="r-plain"') == 10


def test_a_level_is_proven_when_its_bound_lies_within_one_step_of_the_grid():
    assert is_proven({"value": 1.16, "bound": 1.16})
    assert is_proven({"value": 1.16, "bound": 1.1599})
    assert not is_proven({"value": 0.52, "bound": 0.5198})


def test_proven_levels_are_marked_in_words_and_in_the_bar():
    joint, asylum = found(document(LEVELS))["tables"]
    assert [row[3].shown for row in joint.rows] == [
        "1,2400 bewezen",
        "1,1600 bewezen",
        "0,5200 (grens 0,5198)",
        "0,4600 (grens 0,4000)",
        "–",
    ]
    kinds = [re.search(r'class="r-(\w+)"', row[2].drawing)[1] for row in joint.rows]
    assert kinds == ["proven", "proven", "open", "open", "plain"]
    # With levels beside it a burden is written as exactly as they are.
    assert joint.rows[0][1].shown == "1,2432"
    assert [len(row) for row in asylum.rows] == [3] * 5


def test_a_burden_beside_its_level_is_rounded_up_like_it():
    # 547 / 440 = 1.243182 and 1044 / 900 = 1.16, which lies on the grid; 1.080107 is one step above 1.08.
    made = document([(1, 1.2432, 1.2432), (2, 1.16, 1.16), (3, 1.0802, 1.0802)])
    made["fairness"]["sorted"]["joint"][2][0] = 1.080107
    shown = [(row[1].shown, row[3].shown) for row in found(made)["tables"][0].rows[:3]]
    assert shown == [("1,2432", "1,2432 bewezen"), ("1,1600", "1,1600 bewezen"), ("1,0802", "1,0802 bewezen")]


def test_a_bound_of_nothing_is_not_told_as_a_bound():
    rows = found(document([(1, 1.24, 0.0)]))["tables"][0].rows
    assert rows[0][3].shown == "1,2400 nog niet bewezen"


def test_levels_of_the_other_ratio_stand_in_its_own_table():
    joint, asylum = found(document([(1, 1.2, 1.2)], on="asylum"))["tables"]
    assert [len(table.rows[0]) for table in (joint, asylum)] == [3, 4]
    assert asylum.rows[0][3].shown == "1,2000 bewezen"


def test_levels_without_a_ratio_belong_to_the_first():
    made = document()
    made["fairness"]["levels"] = [{"k": 1, "value": 1.24, "bound": 1.24}]
    assert found(made)["tables"][0].rows[0][3].shown == "1,2400 bewezen"


def test_who_is_left_out_is_named_with_the_reason():
    made = document()
    reasons = ("small_entitlement", "no_entitlement", "host")
    made["fairness"]["left_out"] = [
        {"gm_code": code(number), "reason": reason} for number, reason in zip((5, 4, 3), reasons, strict=True)
    ]
    said = found(made)["left_out"]
    assert said[0].startswith("Fortveen: het aandeel is te klein om te vergelijken (instelling '")
    assert said[1] == "Elsloo aan Zee: geen aandeel, dus geen last om te vergelijken."
    assert said[2].startswith("Duinhoek: de plekken die er al zijn en moeten blijven, zijn al meer dan haar aandeel")
    assert all(sentence.split(":")[0] in section(made) for sentence in said)


def test_who_is_missing_in_the_second_row_only_is_named_under_it():
    made = document()
    made["fairness"]["sorted"]["asylum"] = made["fairness"]["sorted"]["asylum"][:3]
    joint, asylum = found(made)["tables"]
    assert joint.note == ""
    assert asylum.note == "Hier ook niet vergeleken: Cromveld en Elsloo aan Zee."


def test_a_plan_in_which_nobody_is_compared_has_no_row_and_no_link_to_it():
    made = document()
    made["fairness"]["sorted"] = {"joint": [], "asylum": []}
    page = render(Plan.from_dict(made))
    assert 'id="burdens"' not in page
    assert 'href="#burdens"' not in page


@pytest.mark.parametrize("levels", [(), LEVELS])
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_table_says_in_words_and_numbers_all_that_the_bars_show(levels, lang):
    drawn = section(document(levels), lang)
    bars = re.findall(r"<svg[^>]*>", drawn)
    assert len(bars) == 10
    assert all('aria-hidden="true"' in item for item in bars)
    assert drawn.count('role="region"') == drawn.count("<caption>") == 2
    assert "style=" not in drawn


def test_a_bar_draws_only_numbers():
    assert bar(0.0, 1.2, "plain").count("%") == 5


def test_links_lead_to_the_explanation():
    page = render(Plan.from_dict(document()))
    for anchor in ("method", "method-proof", "method-weights"):
        assert f'href="#{anchor}"' in page
        assert f'id="{anchor}"' in page


def test_a_page_without_a_plan_has_the_explanation_and_no_burdens():
    made = document()
    empty = {key: [] for key in ("totals", "municipalities", "locations", "clusters", "unreached", "rules")}
    made |= empty | {"outcome": {"status": "no_plan", "tiers": [], "conflict": None}}
    page = render(Plan.from_dict(made))
    assert 'id="burdens"' not in page
    assert 'href="#method"' in page
    assert "Leximin" not in page[: page.index('id="method"')]


def large():
    """Make a province of 60 municipalities with 200 open locations, most of which do the same at both moments."""
    made = document()
    members, offers = made["municipalities"], []
    made["municipalities"] = [
        copy.deepcopy(member)
        | {"gm_code": f"GM1{number:01d}{member['gm_code'][-2:]}", "name": f"{member['name']} {number}"}
        for number in range(10)
        for member in members
    ]
    codes = [member["gm_code"] for member in made["municipalities"]]
    for number in range(200):
        offer = location(f"V-{number:03d}", 0, "other", (0, 20, 40, 0), gm_code=codes[number % 60])
        offer["name"] = f"Rekenvoorbeeld gemeentelijke opvang {number} ({codes[number % 60]})"
        if number % 3 == 0:
            offer["moments"][0]["places"]["ukraine"] = 30
        offers.append(offer)
    made["locations"] = [*made["locations"], *offers]
    row = [[round(1.9 - 0.03 * number, 6), name] for number, name in enumerate(codes)]
    levels = [
        {"on": on, "k": number + 1, "value": 1.8, "bound": 1.8 - 0.001 * number}
        for on in ("joint", "asylum")
        for number in range(60)
    ]
    made["fairness"] |= {"sorted": {"joint": row, "asylum": row}, "levels": levels}
    return made


def test_the_page_of_a_large_province_stays_small():
    page = render(Plan.from_dict(large()))
    assert len(page.encode()) < 400_000
    assert page.count('class="rank"') == 120


def rows_of(made, name):
    table = locations(View(Plan.from_dict(made), "nl"))
    return [row for row in table.rows if row[0].shown == name]


def test_moments_at_which_a_location_does_the_same_share_a_row():
    made = document()
    assert [row[3].shown for row in rows_of(made, "Locatie L-01")] == ["alle"]
    made["locations"][0]["moments"][0]["places"]["regular"] = 400
    dates = [row[3].shown.replace("\u00a0", " ") for row in rows_of(made, "Locatie L-01")]
    assert dates == ["1-7-2027", "1-2-2028"]
    assert len(MOMENTS) == 2


def test_the_locations_stand_under_their_host_with_how_many_there_are():
    table = locations(View(Plan.from_dict(document()), "nl"))
    # Eight offers, all open; Aakerk has 540 places for asylum and 450 for Ukraine, Fortveen 10 for status holders.
    assert [group[1] for group in table.groups] == list(NAMES)
    assert [group[3] for group in table.groups] == [2, 2, 1, 1, 1, 1]
    assert table.groups[0][:3] == ("l-GM0001", "Aakerk", "locaties: 2, plekken op het laatste moment: 990")
    _, ((_, only),) = list(table.grouped())[5]
    assert only[0].shown == "Locatie L-08"


def test_a_location_says_under_what_it_hangs_and_what_is_remarked():
    (satellite,) = rows_of(document(), "Locatie L-04")
    assert satellite[0].more == "hangt onder Locatie L-01 (1)"
    (waiting,) = rows_of(document(), "Locatie L-06")
    assert waiting[0].more == "=wacht op vergunning"


def test_columns_of_locations_in_which_nothing_stands_are_left_out():
    labels = ["Locatie", "Soort", "Status", "Moment", "Regulier", "Bijzonder (amv)", "Oekraïne", "Statushouders"]
    made = document()
    # Every row is one location, so the column Open says nothing; nobody but L-08 has places for status holders.
    assert [column.label for column in locations(View(Plan.from_dict(made), "nl")).columns] == labels
    for at in made["locations"][7]["moments"]:
        at["places"]["status_holder"] = 0
    made["locations"][2]["moments"][0]["opened"] = 2
    shown = [column.label for column in locations(View(Plan.from_dict(made), "nl")).columns]
    assert shown == [*labels[:4], "Open", *labels[4:7]]


def test_no_table_of_locations_without_an_open_location():
    made = document()
    for offer in made["locations"]:
        for at in offer["moments"]:
            at["opened"] = 0
    assert locations(View(Plan.from_dict(made), "nl")) is None
