"""The report: one page that asks nothing of outside, says what it must, and keeps a strict content policy."""

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest

from regietafel.model.plan import Plan
from regietafel.outputs.map_svg import OVERLAYS, ratio_class
from regietafel.outputs.report_html import render
from regietafel.outputs.report_view import plain
from support.plan_document import code, example_plan, plan_document

VOID = {"meta", "link", "br", "hr", "img", "input"}
PAGE = render(example_plan())


class Reader(HTMLParser):
    """Collects tags, attributes and visible words; notes every tag that is closed in the wrong order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data):
        if self.open and self.open[-1] not in ("style", "script"):
            self.words.append(data)


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    return reader


def said(page: str) -> str:
    return " ".join(" ".join(read(page).words).split())


def infeasible() -> Plan:
    conflict = {
        "reasons": [{"code": "rule_cannot_be_kept", "params": {"rule": "small_scale_is_enough"}}],
        "ways_out": [
            {
                "weight": 1.0,
                "changes": [{"kind": "option", "id": "large_max", "from": 2, "to": 3, "unit": "locations"}],
            }
        ],
    }
    empty = {key: [] for key in ("totals", "municipalities", "locations", "clusters", "unreached", "rules")}
    money = {"operation_per_year": [], "opening_once": 0, "over_cycle": 0, "by_municipality": {}, "grants": []}
    outcome = {"status": "infeasible", "tiers": [], "conflict": conflict}
    return example_plan(**empty, outcome=outcome, costs=money)


def test_every_tag_is_closed_in_order():
    reader = read(PAGE)
    assert reader.wrong == []
    assert reader.open == []


def test_page_asks_nothing_of_outside():
    reader = read(PAGE)
    outside = [
        (tag, name) for tag, attrs in reader.tags for name in ("src", "srcset", "data", "action") if name in attrs
    ]
    assert outside == []
    assert {attrs["href"][0] for tag, attrs in reader.tags if "href" in attrs} == {"#"}
    assert "http" not in PAGE.replace("http-equiv", "")
    assert "@import" not in PAGE


def test_policy_allows_the_own_style_and_script_by_fingerprint_only():
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', PAGE)[1].replace("&#39;", "'")
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    for tag in ("style", "script"):
        content = re.search(rf"<{tag}>(.*?)</{tag}>", PAGE, re.DOTALL)[1]
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_nothing_in_the_page_would_be_stopped_by_the_policy():
    reader = read(PAGE)
    assert [tag for tag, attrs in reader.tags if "style" in attrs or any(name.startswith("on") for name in attrs)] == []
    # One style, one script that runs, and one block of data that no browser runs.
    kinds = [(tag, attrs.get("type")) for tag, attrs in reader.tags if tag in ("style", "script")]
    assert kinds == [("style", None), ("script", "application/json"), ("script", None)]


def test_every_link_leads_somewhere_and_ids_are_unique():
    reader = read(PAGE)
    ids = [attrs["id"] for _, attrs in reader.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert {attrs["href"][1:] for _, attrs in reader.tags if "href" in attrs} <= set(ids)


def test_head_shows_marks_version_and_meeting_date():
    words = said(PAGE)
    for mark in (
        "CONCEPT",
        "VERTROUWELIJK",
        "versie 0.3",
        "vergadering van 27 november 2026",
        "Opvangplan Voorbeeldland",
    ):
        assert mark in words


def test_every_printed_sheet_carries_the_marks_and_no_text_of_the_user_as_style():
    document = plan_document()
    document["case"]["version"] = '2"}</style><script>x'
    page = render(Plan.from_dict(document))
    sheet = re.search(r'@bottom-left\{content:"([^"]*)"', page)[1]
    assert sheet.startswith("CONCEPT \\b7  VERTROUWELIJK \\b7  versie 2\\22 \\7d \\3c \\2f style")
    assert "</style><script>x" not in page
    assert read(page).wrong == []


def test_adopted_case_says_so():
    document = plan_document()
    document["case"] |= {"stage": "adopted", "meeting_date": None, "version": ""}
    words = said(render(Plan.from_dict(document)))
    assert "VASTGESTELD" in words
    assert "CONCEPT" not in words
    assert "vergadering" not in words


def test_illustration_is_marked_on_the_page_while_one_counts():
    assert "Rekenvoorbeeld: geen bestuurlijk voorstel" in said(PAGE)
    document = plan_document()
    for at in document["locations"][1]["moments"]:
        at["opened"] = 0
    assert "Rekenvoorbeeld: geen" not in said(render(Plan.from_dict(document)))
    document["municipalities"][0]["entitlement"]["ukraine"]["origin"] = "illustration"
    assert "Rekenvoorbeeld: geen" in said(render(Plan.from_dict(document)))


def test_built_in_case_starts_by_saying_that_it_starts_from_nothing():
    words = said(PAGE)
    first, title = words.index("begint met niets"), words.index("Ronde 2 van de Spreidingswet")
    assert first < title
    assert "nog 4.900 plekken realiseren (gepubliceerd)" in words


def test_own_case_and_case_with_places_do_not_start_from_nothing():
    own, filled = plan_document(), plan_document()
    own["case"]["built_in"] = None
    filled["messages"] = [message for message in filled["messages"] if message["code"] != "starts_from_nothing"]
    assert "begint met niets" not in said(render(Plan.from_dict(own)))
    assert "begint met niets" not in said(render(Plan.from_dict(filled)))


@pytest.mark.parametrize(
    ("net", "sentence"), [(None, "realiseren, is niet bekend"), (0, "haalt deze provincie haar opgave al")]
)
def test_net_figure_that_is_unknown_or_zero_is_said_so(net, sentence):
    document = plan_document()
    for row in document["totals"]:
        row["net_published"] = net
    assert sentence in said(render(Plan.from_dict(document)))


def test_fictional_province_is_marked_as_an_illustration():
    document = plan_document()
    document["locations"][1]["origin"] = "reported"
    assert "Rekenvoorbeeld: geen" not in said(render(Plan.from_dict(document)))
    document["municipalities"][3]["gm_code"] = "GM9004"
    assert "Rekenvoorbeeld: geen" in said(render(Plan.from_dict(document)))


def test_tasks_show_required_counted_and_shortfall():
    words = said(PAGE)
    assert "Gevraagd berekend 1.214 Telt mee berekend 1.130 Tekort van 84" in words
    assert "Minst vaste status: 84" in words


def test_proof_is_in_words_with_bound_and_gap():
    words = said(PAGE).replace("\u00a0", " ")
    assert "Bewezen: beter kan niet." in words
    # 83,456,789 - 83,400,000 = 56,789 euro.
    assert "Bewezen: beter dan € 83.400.000 kan niet; het verschil is hooguit € 56.789." in words


def test_highest_burden_names_the_municipality_and_who_is_left_out():
    words = said(PAGE)
    # Beekdal: (300 + 20 + 200 + 27) / (240 + 20 + 150 + 30) = 547 / 440 = 1.243.
    assert "Hoogste last berekend 1,24 keer het aandeel: Beekdal. Aantal gemeenten buiten de maat: 1." in words


def test_equal_highest_burdens_are_counted():
    document = plan_document()
    document["fairness"]["sorted"]["joint"] = [[1.0, code(0)], [0.999, code(1)], [0.5, code(2)]]
    assert "1,00 keer het aandeel: Aakerk, en even hoog: 1." in said(render(Plan.from_dict(document)))


def test_origins_are_labelled_and_explained():
    words = said(PAGE)
    for origin in ("gepubliceerd", "opgegeven", "berekend", "schatting", "rekenvoorbeeld"):
        assert origin in words
    assert "540 gepubliceerd" in words


def test_user_text_cannot_become_markup():
    document = plan_document()
    document["locations"][0]["name"] = "<script>alert(1)</script>"
    document["municipalities"][0]["name"] = '"><b>x'
    page = render(Plan.from_dict(document))
    assert "<script>alert" not in page
    assert '"><b>x' not in page
    assert read(page).wrong == []


def test_messages_name_their_place_and_unknown_codes_stay_visible():
    words = said(PAGE)
    assert "Ontheffingen (1)" in words
    assert "Melding not_in_any_catalogue (floor = 0,8). Cromveld" in words


def test_options_that_differ_come_before_all_options():
    words = said(PAGE)
    differing = words.index("Instellingen die afwijken")
    assert differing < words.index("burden_ceiling") < words.index("Alle instellingen")


def test_the_keys_of_regret_have_words_in_the_language_of_the_page():
    page = said(PAGE)
    assert "Verdeelsleutels van de spijt regret_keys inwoners en inwoners en SES-WOA" in page
    assert "inhabitants en ses_woa" not in page


def test_default_options_are_said_to_be_default():
    document = plan_document()
    for about in document["scenario"]["options"].values():
        about["origin"] = "default"
    assert "Alle instellingen staan op hun standaardwaarde." in said(render(Plan.from_dict(document)))


def test_page_without_a_plan_is_marked_when_illustrations_were_read():
    document = infeasible().to_dict()
    document["messages"] = [
        {"level": "assumption", "code": "illustration_present", "params": {"count": 2}, "where": ""}
    ]
    assert "Rekenvoorbeeld: geen bestuurlijk voorstel" in said(render(Plan.from_dict(document)))
    assert "Rekenvoorbeeld: geen" not in said(render(infeasible()))


def test_page_without_a_plan_says_why_and_what_would_help():
    page = render(infeasible())
    words = said(page)
    assert read(page).wrong == []
    assert "Geen plan mogelijk" in words
    assert "Zonder deze regel is er wel een plan: Genoeg kleinschalige opvang." in words
    assert "Meeste grote locaties: 3 in plaats van 2 locaties" in words
    assert "Kerncijfers" not in words


def test_english_page_has_no_dutch_headings():
    page = render(example_plan(), "en")
    words = said(page)
    assert '<html lang="en">' in page
    assert "Key figures" in words
    assert "Kerncijfers" not in words
    assert "1,214" in words


def test_map_links_every_municipality_and_draws_its_clusters():
    towns = [attrs for tag, attrs in read(PAGE).tags if attrs.get("class") == "town"]
    assert [attrs["href"] for attrs in towns] == [f"#m-{code(number)}" for number in range(6)]
    assert towns[0]["aria-label"].startswith("Aakerk: 1.044 plekken")
    lines = [tag for tag, attrs in read(PAGE).tags if attrs.get("class") == "link"]
    # Two satellites, and the sample in the legend.
    assert len(lines) == 3


def test_hub_outside_the_province_is_drawn_and_counts_nowhere_else():
    document = plan_document()
    hub = document["locations"][1] | {"gm_code": "GM0999", "lat": 52.2, "lon": 5.9, "name": "azc Elders"}
    document["locations"][1] = hub
    page = render(Plan.from_dict(document))
    assert sum(attrs.get("class") == "link" for _, attrs in read(page).tags) == 3
    assert "Open locaties berekend 7 Regionale locaties" in said(page)
    assert "buiten de provincie (GM0999)" in said(page)


def test_map_is_left_out_when_no_municipality_has_a_point():
    document = plan_document()
    for member in document["municipalities"]:
        member |= {"lat": None, "lon": None}
    assert 'class="map"' not in render(Plan.from_dict(document))


@pytest.mark.parametrize(
    ("ratio", "name"),
    [(None, "none"), (0.0, "low"), (0.899, "low"), (0.9, "even"), (1.1, "high"), (1.5, "top"), (9.0, "top")],
)
def test_ratio_classes_have_a_colour_and_a_hatch(ratio, name):
    assert ratio_class(ratio) == name
    assert name in OVERLAYS


def test_regions_and_exchanges_are_shown_when_there_are_any():
    document = plan_document()
    member = document["municipalities"][0]
    kept = ("inhabitants", "indicative", "above_indicative", "residual_task", "entitlement", "fixed", "moments")
    region = {key: member[key] for key in (*kept, "entitlement_after_exchange")}
    document["regions"] = [region | {"region": "Noord", "municipalities": [code(0)]}]
    exchange = {"id": "U1", "from": code(0), "to": code(1), "stream": "ukraine", "places": 20, "stage": "agreed"}
    document["exchanges"] = [exchange | {"against_stream": "regular", "against_places": 10, "moment": None}]
    words = said(render(Plan.from_dict(document)))
    assert "Noord 120.000" in words
    assert "Aakerk Beekdal 20 Oekraïne 10 Regulier afgesproken" in words
    assert "Last voor uitruil" in words


def test_places_above_the_indicative_number_stand_in_the_table_of_the_last_moment_only():
    document = plan_document()
    document["municipalities"][0] |= {"above_indicative": 30, "residual_task": 7}
    words = said(render(Plan.from_dict(document)))
    assert (words.count("Boven indicatief"), words.count("Gemeenten op 1 juli 2027")) == (1, 2)


def test_page_of_a_province_stays_small():
    # Some 70 kB of style, script and words, and 24 kB of explanation, are the same in every page.
    assert len(PAGE.encode()) < 135_000


def test_same_plan_gives_the_same_page():
    assert render(example_plan()) == PAGE


def test_names_sort_without_accents_and_apostrophes():
    names = ["'s-Hertogenbosch", "Zwolle", "Súdwest-Fryslân", "Tiel"]
    assert sorted(names, key=plain) == ["'s-Hertogenbosch", "Súdwest-Fryslân", "Tiel", "Zwolle"]
