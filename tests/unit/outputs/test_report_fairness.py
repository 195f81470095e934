"""Fairness on the page, in tables and on the screen: what it costs, the norm table, and who carries more or less."""

import pytest

from regietafel.model.plan import Plan
from regietafel.outputs import results
from regietafel.outputs.plan_summary import plan_summary
from regietafel.outputs.report_fairness import counts, gains, norm_value, norms, prices, section, summary
from regietafel.outputs.report_html import render
from regietafel.outputs.report_summary import proof
from regietafel.outputs.report_view import View
from support.plan_document import example_plan, plan_document

GAP = "\u00a0"


def view(lang="nl", **fairness):
    document = plan_document()
    document["fairness"] |= fairness
    return View(Plan.from_dict(document), lang)


def priced(**changes):
    """Make a view in which prices in cost have other numbers, by what they are of."""
    known = plan_document()["fairness"]["price"]
    rows = [row | (changes.get(row["of"], {}) if row["in"] == "cost" else {}) for row in known]
    return view(price=rows)


def said(shown):
    return [sentence.replace(GAP, " ") for sentence in prices(shown)]


def test_the_page_explains_a_plan_that_is_dearer_than_the_cheapest_with_its_norm():
    shown = view()
    assert len(section(shown)["prices"]) == 3
    shown.document["costs"]["over_cycle"] = 84_500_000
    last = section(shown)["prices"][-1].replace(GAP, " ")
    assert last.startswith("Dit plan zelf kost € 84,5 miljoen, en het goedkoopste plan met deze maat € 83,5 miljoen:")


def test_a_proven_bound_of_zero_is_told_as_a_bound():
    known = plan_document()["fairness"]["norms"]
    rows = [row | ({"bound": 0.0} if row["norm"] == "gini" else {}) for row in known]
    gini = next(row for row in norms(view(norms=rows)).rows if row[0].shown.startswith("Gini"))
    # The plan has 0.1 and nothing lower than 0 can be had: at most 0.1 to gain.
    assert [cell.shown for cell in gini[1:4]] == ["0,1000", "minstens 0,0000", "hoogstens 0,1000"]


UNKNOWN = dict.fromkeys(("amount", "with", "without", "gap"))


def test_the_page_says_what_sharing_fairly_costs_and_what_the_last_step_costs():
    free, unfair, step = said(view())
    assert free == (
        "Zonder een maat voor eerlijkheid zou het plan € 80,5 miljoen kosten; "
        "eerlijk verdelen kost € 3.000.000 meer (op € 113.578 na zeker)."
    )
    assert unfair == (
        "In dat goedkoopste plan is de uitkomst van de maat 1,9000 keer het aandeel; "
        "in dit plan is die 1,2432 keer het aandeel."
    )
    assert step == "De laatste stap, van 1,2432 naar 1,1250 keer het aandeel, kost € 500.000 (op € 60.000 na zeker)."


def test_a_price_within_its_gap_is_no_price():
    shown = said(priced(norm={"amount": 900.0, "gap": 1000.0}, last_step={"amount": 0.0, "gap": 1000.0}))
    assert shown[0].startswith("Eerlijk verdelen kost niets aantoonbaars")
    assert shown[-1].endswith("kost niets aantoonbaars (op € 1.000 na zeker).")


def test_a_price_without_a_gap_is_proven():
    assert said(priced(norm={"gap": 0.0}))[0].endswith("meer (bewezen).")


def test_what_was_not_worked_out_is_said():
    shown = said(priced(norm=UNKNOWN, last_step=UNKNOWN))
    assert shown[0].startswith("Wat eerlijk verdelen kost, is niet uitgerekend")
    assert shown[1] == "Wat de laatste stap kost, van 1,2432 naar 1,1250 keer het aandeel, is niet uitgerekend."
    assert said(view(price=[])) == [shown[0]]
    assert summary(priced(norm=UNKNOWN, last_step=UNKNOWN)) == []


def test_a_last_step_that_cannot_be_taken_is_said():
    shown = said(priced(last_step={"amount": None, "with": None, "gap": None}))
    assert "kan niet zolang de standpunten" in shown[-1]


def test_a_plan_that_has_the_best_of_its_norm_has_no_last_step():
    rows = [row | ({"value": 1.125, "distance": 0.0} if row["norm"] == "minimax" else {}) for row in norm_rows()]
    assert said(view(norms=rows))[-1] == (
        "Er is geen laatste stap: dit plan haalt het beste van zijn maat, 1,1250 keer het aandeel."
    )


def norm_rows():
    return plan_document()["fairness"]["norms"]


def test_cost_that_is_no_aim_after_fairness_has_no_price():
    document = plan_document()
    document["scenario"]["tier_order"] = ["shortfall", "cost", "fairness"]
    assert "geen prijs in geld" in prices(View(Plan.from_dict(document), "nl"))[0]


def test_a_plan_without_an_aim_of_fairness_says_so():
    document = plan_document()
    document["scenario"]["tier_order"] = ["shortfall", "cost"]
    found = section(View(Plan.from_dict(document), "nl"))
    assert found["lead"].startswith("Eerlijkheid is in dit scenario geen doel")
    assert found["prices"] == []


@pytest.mark.parametrize(
    ("norm", "value", "written"),
    [
        ("minimax", 1.25, "1,2500 keer het aandeel"),
        ("gini", 0.1, "0,1000"),
        ("regret", 0.125, "12,5 % boven het beste"),
        ("theil", None, "–"),
    ],
)
def test_a_value_of_a_norm_is_written_as_people_read_it(norm, value, written):
    assert norm_value(view(), norm, value).replace(GAP, " ") == written


def test_the_norm_table_has_a_row_per_norm_with_its_best_and_its_cost():
    rows = [[cell.shown.replace(GAP, " ") for cell in row] for row in norms(view()).rows]
    assert rows == [
        ["Geen maat", "–", "–", "–", "€ 80,5 miljoen", "–"],
        [
            *("Kleinste hoogste last", "1,2432 keer het aandeel", "1,1250 keer het aandeel", "0,1182"),
            *("€ 83,5 miljoen", "€ 3.000.000"),
        ],
        ["Gemiddelde afwijking", "0,2100", "0,2000", "0,0100", "€ 82,0 miljoen", "€ 1.543.211"],
        ["Gini", "0,1000", "–", "–", "–", "–"],
    ]


def test_the_norm_of_the_plan_is_marked():
    marked = [row[0].shown for row in norms(view()).rows if "de maat van dit plan" in row[0].more]
    assert marked == ["Kleinste hoogste last"]


def test_leximin_says_where_the_plan_first_differs_from_the_fairest():
    first = {"k": 3, "value": 1.2, "best": 1.1}
    rows = [*norm_rows(), norm_rows()[1] | {"norm": "leximin", "first_difference": first}]
    cell = norms(view(norms=rows)).rows[-1][0]
    assert cell.more.endswith("Eerste verschil op plaats 3: 1,2000 tegen 1,1000.")


def test_without_any_search_the_table_asks_for_it():
    searched = ("best", "bound", "distance", "cost", "cost_bound")
    rows = [row | dict.fromkeys(searched) if row["norm"] != "minimax" else row | {"cost": None} for row in norm_rows()]
    table = norms(view(norms=rows))
    assert table.note.endswith('met de instelling "Prijs van de eerlijkheid" op maten.')
    assert [column.label for column in table.columns] == ["Maat", "Dit plan", "Beste van die maat", "Afstand"]
    assert [row[0].shown for row in table.rows] == ["Kleinste hoogste last", "Gemiddelde afwijking", "Gini"]


def test_two_ratios_are_told_apart():
    rows = [*norm_rows(), norm_rows()[1] | {"on": "asylum"}]
    names = [row[0].shown for row in norms(view(norms=rows, on="joint,asylum")).rows]
    assert names[1] == "Kleinste hoogste last (alle doelgroepen samen)"
    assert names[-1] == "Kleinste hoogste last (alleen asiel)"


def test_the_second_ratio_has_its_own_line_of_proof():
    document = plan_document()
    tiers = document["outcome"]["tiers"]
    fair = next(tier for tier in tiers if tier["name"] == "fairness")
    document["outcome"]["tiers"] = [*tiers, fair | {"name": "fairness_asylum"}]
    rows = proof(View(Plan.from_dict(document), "nl")).rows
    assert rows[-1][0].shown == "Eerlijkheid (alleen asiel)"
    first = next(row for row in rows if row[0].shown == "Eerlijkheid")
    assert [cell.shown for cell in rows[-1][1:]] == [cell.shown for cell in first[1:]]


def test_gains_and_losses_stand_in_order_with_sign_and_bar():
    # Aakerk 1044 of 900, Beekdal 547 of 440: 107 more; Fortveen 13 of 58: 45 less.
    rows = {row[0].shown: row for row in gains(view()).rows}
    assert list(rows)[:2] == ["Aakerk", "Beekdal"]
    assert [cell.shown for cell in rows["Beekdal"][:4]] == ["Beekdal", "440", "547", "▲ +107"]
    assert rows["Fortveen"][3].shown == "▽ -45"
    assert 'class="f-more"' in rows["Beekdal"][4].drawing
    assert 'class="f-less"' in rows["Fortveen"][4].drawing
    assert "24,3" in rows["Beekdal"][4].drawing  # 107 of 440
    assert [cell.shown for cell in rows["Beekdal"][5:]] == ["557", "-10"]


def test_the_page_counts_who_carries_more_and_less():
    assert counts(view()) == "Meer dan het aandeel: 2. Minder: 4. Precies het aandeel: 0."


def test_what_was_not_searched_has_no_column():
    rows = [row | {"without_norm": None} for row in plan_document()["fairness"]["against_key"]]
    assert len(gains(view(against_key=rows)).columns) == 5


def test_a_municipality_that_is_asked_nothing_has_no_bar():
    rows = [row | {"key": 0, "difference": row["carried"]} for row in plan_document()["fairness"]["against_key"]]
    assert {row[4].shown for row in gains(view(against_key=rows)).rows} == {"–"}


def test_the_second_ratio_has_its_own_burdens():
    # Beekdal: 300 + 20 places for asylum on a share of 240 + 20
    assert [cell.shown for cell in gains(view(on="asylum")).rows[0][:4]] == ["Beekdal", "260", "320", "▲ +60"]
    assert "Asielplekken" in gains(view(on="asylum")).note


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_section_stands_on_the_page_and_in_its_contents(lang):
    page = render(example_plan(), lang)
    assert '<h2 id="fairness">' in page
    assert '<a href="#fairness">' in page


def test_names_cannot_break_the_page():
    document = plan_document()
    document["municipalities"][0]["name"] = "<script>alert(1)</script>"
    assert "<script>alert" not in render(Plan.from_dict(document))


def test_the_screen_has_two_lines():
    lines = [line.replace(GAP, " ") for line in plan_summary(example_plan(), "en").splitlines()]
    cheapest = "Cheapest plan without a norm of fairness: €80.5 million; with the norm: €83.5 million."
    assert f"{cheapest} Sharing fairly costs €3,000,000 more." in lines
    assert "The last step, from 1.2432 to 1.1250 times the share, costs €500,000." in lines


def test_the_tables_hold_prices_norms_and_burdens():
    tables = results.tables(example_plan())
    assert list(tables["prijzen"]["prijs_van"])[-2:] == ["maat_voor_eerlijkheid", "laatste_stap"]
    assert list(tables["maten"]["maat"]) == ["geen_maat", "minimax", "afwijking", "gini"]
    burdens = tables["winst_en_verlies"]
    assert len(burdens) == 2 * 6
    assert list(burdens.loc[1, ["gemeente", "wettelijk_aandeel", "draagt", "verschil", "oordeel"]]) == [
        *("Beekdal", 440, 547, 107, "draagt_meer"),
    ]
    assert burdens.attrs["units"]["verschil"] == "places"


def test_a_plan_without_places_has_tables_without_rows():
    empty = plan_document()["fairness"] | {"price": [], "norms": [], "keys": [], "against_key": []}
    plan = example_plan(outcome={"status": "no_plan", "tiers": [], "conflict": None}, fairness=empty)
    assert [len(results.tables(plan)[name]) for name in ("prijzen", "maten", "winst_en_verlies")] == [0, 0, 0]


@pytest.mark.parametrize(
    ("lang", "title", "value"),
    [
        ("nl", "Eerlijkheid (alleen asiel)", "1,1250 keer het aandeel"),
        ("en", "Fairness (asylum only)", "1.1250 times the share"),
    ],
)
def test_fairness_on_a_second_ratio_stands_in_the_proof_in_its_own_unit(lang, title, value):
    document = plan_document()
    first = next(tier for tier in document["outcome"]["tiers"] if tier["name"] == "fairness")
    document["outcome"]["tiers"].append(first | {"name": "fairness_asylum", "value": 1.125})
    row = proof(View(Plan.from_dict(document), lang)).rows[-1]
    assert row[0].shown.replace(GAP, " ") == title
    assert row[1].shown.replace(GAP, " ") == value
