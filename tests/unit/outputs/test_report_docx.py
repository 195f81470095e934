"""``verslag.docx``: every figure is that of the plan, and it is a whole and accessible Word document."""

import copy
import itertools
import re

import pytest
from docx.oxml.ns import qn

from regietafel.model.plan import Plan
from regietafel.model.scenario import STREAMS
from regietafel.outputs.documents import Material
from regietafel.outputs.report_docx import render
from regietafel.outputs.word_xml import xml_text
from support.plan_document import MOMENTS, NAMES, example_plan, plan_document
from support.quick_report import quick_report
from support.word_reading import all_text, headings, number, opened, parts_of, style_of, table, tables_of, words_of

FIRST, LAST = "1-7-2027", "1-2-2028"
DAYS = dict(zip(MOMENTS, (FIRST, LAST), strict=True))


@pytest.fixture(scope="module")
def report() -> bytes:
    return quick_report()


def numbers(content: bytes, caption: str, label: str) -> dict[str, float | None]:
    return {name: number(shown) for name, shown in table(content, caption).column(label).items()}


def locations_of(content: bytes) -> list[list[str]]:
    return table(content, "Locaties en hun plekken").rows


def at(member: dict, moment: str) -> dict:
    return next(entry for entry in member["moments"] if entry["moment"] == moment)


def expected(value) -> dict[str, float]:
    """Work out a figure of every municipality from the plan."""
    return {member["name"]: value(member) for member in plan_document()["municipalities"]}


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize(("stream", "label"), [("regular", "Regulier"), ("special", "Bijzonder")])
def test_places_per_municipality_and_moment_are_those_of_the_plan(report, moment, stream, label):
    shown = numbers(report, "Plekken voor asiel per gemeente op", f"{label} {DAYS[moment]}")
    assert shown == expected(lambda member: at(member, moment)["provided"][stream])


@pytest.mark.parametrize("moment", MOMENTS)
def test_the_three_duties_per_municipality_and_moment_are_those_of_the_plan(report, moment):
    day = {"2027-07-01": "1 juli 2027", "2028-02-01": "1 februari 2028"}[moment]
    caption = f"Plekken en gehuisveste statushouders per gemeente op {day}"
    for label, stream in (("Regulier", "regular"), ("Oekraïne", "ukraine"), ("Statushouders", "status_holder")):
        assert numbers(report, caption, label) == expected(lambda member, k=stream: at(member, moment)["provided"][k])
    assert numbers(report, caption, "Niet gehuisvest") == expected(lambda member: at(member, moment)["unhoused"])


def test_what_counts_per_municipality_is_that_of_the_plan(report):
    for way, label in (("plan", "In het plan"), ("durable", "Duurzaam")):
        shown = numbers(report, "Plekken voor asiel die meetellen, per gemeente", f"{label} {LAST}")
        counted = expected(lambda m, w=way: sum(at(m, MOMENTS[1])["counted"][w][k] for k in ("regular", "special")))
        assert shown == counted


def test_burdens_are_those_of_the_plan_in_two_decimals(report):
    shown = numbers(report, "Last per gemeente en waaruit zij bestaat", "Last")
    assert shown == expected(lambda member: round(at(member, MOMENTS[1])["burden_ratio"]["joint"], 2))
    parts = numbers(report, "Last per gemeente en waaruit zij bestaat", "Deel Oekraïne")
    # Aakerk: 450 of the 1.044 that it carries (500 + 40 + 450 + 54), so 43 %.
    assert parts["Aakerk"] == 43


def test_numbers_and_their_origin_per_municipality_are_those_of_the_plan(report):
    shown = table(report, "Aandeel per gemeente").column("Indicatief aantal")
    assert shown["Aakerk"] == "540\u00a0(g)"
    assert shown["Beekdal"] == "260\u00a0(b)"
    assert {name: number(words) for name, words in shown.items()} == expected(lambda m: m["indicative"]["value"])
    assert any("(g) = gepubliceerd" in words and "Schatting: SES-WOA" in words for words in all_text(report))


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("Gevraagd", lambda row: row["required"]),
        ("Plekken", lambda row: row["placed"]),
        ("Telt in het plan", lambda row: row["counted"]["plan"]),
        ("Telt als duurzaam", lambda row: row["counted"]["durable"]),
        ("Tekort", lambda row: row["shortfall"]),
        ("Overschot", lambda row: row["surplus"]),
    ],
)
def test_totals_per_task_and_moment_are_those_of_the_plan(report, label, value):
    read = table(report, "Opgaven per moment")
    tasks = {"Asiel": "asylum", "Waarvan bijzonder (amv)": "special", "Oekraïne": "ukraine"}
    tasks["Huisvesting statushouders"] = "housing"
    shown = {(tasks[row[0]], row[1]): number(row[read.header.index(label)]) for row in read.rows}
    assert shown == {(row["task"], DAYS[row["moment"]]): value(row) for row in plan_document()["totals"]}


def test_a_last_row_is_the_sum_of_what_stands_above_it(report):
    summed = [item for item in tables_of(report) if item.rows[-1][0] == "Provincie"]
    assert len(summed) >= 7
    for item in summed:
        for place in range(1, len(item.header)):
            shown = number(item.rows[-1][place])
            if shown is not None:
                assert shown == sum(number(row[place]) or 0 for row in item.rows[:-1]), (
                    item.caption,
                    item.header[place],
                )


def test_places_by_status_of_a_municipality_add_up_its_open_locations(report):
    # Cromveld has L-03 alone: 120 regular places, explored; Aakerk L-01: 500 + 40, existing.
    read = table(report, "Plekken voor asiel naar hardheid per gemeente")
    rows = {row[0]: [number(shown) for shown in row[1:]] for row in read.rows}
    assert rows["Cromveld"] == [0, 0, 0, 120, 120]
    assert rows["Aakerk"] == [540, 0, 0, 0, 540]
    assert {name: row[-1] for name, row in rows.items() if name != "Provincie"} == expected(
        lambda m: at(m, MOMENTS[1])["provided"]["regular"] + at(m, MOMENTS[1])["provided"]["special"]
    )


def test_costs_are_those_of_the_plan(report):
    shown = numbers(report, "Kosten over de hele periode, per gemeente", "Bedrag")
    assert shown == {name: 1_000_000 * (place + 1) for place, name in enumerate(NAMES)}


def test_costs_stand_by_name_and_say_that_they_are_rounded():
    # New municipalities have the highest codes: by code this one would come last.
    document = plan_document()
    document["municipalities"][5]["name"] = "Aakdorp"
    report = quick_report(Plan.from_dict(document))
    rows = table(report, "Kosten over de hele periode, per gemeente").rows
    assert [row[0] for row in rows][:2] == ["Aakdorp", "Aakerk"]
    assert rows[0][1] == "€\u00a06.000.000"
    assert any("afgerond op hele euro's" in words_of(p) for p in opened(report).element.body.iter(qn("w:p")))


def test_who_carries_more_or_less_is_that_of_the_plan(report):
    caption = "Wie draagt meer of minder dan het wettelijke aandeel"
    rows = {row["gm_code"]: row for row in plan_document()["fairness"]["against_key"] if row["on"] == "joint"}
    found = {member["name"]: rows[member["gm_code"]] for member in plan_document()["municipalities"]}
    for label, value in (
        ("Wettelijk aandeel", lambda row: row["key"]),
        ("Draagt", lambda row: row["carried"]),
        ("Verschil", lambda row: row["difference"]),
        ("Draagt zonder maat", lambda row: row["without_norm"]),
        ("Door de maat", lambda row: row["carried"] - row["without_norm"]),
    ):
        shown = {name: words.lstrip("▲▽ ") for name, words in table(report, caption).column(label).items()}
        assert {name: number(words) for name, words in shown.items()} == {n: value(row) for n, row in found.items()}


def test_every_norm_is_told_as_the_plan_has_it(report):
    rows = {row[0].partition("\n")[0]: row[1:] for row in table(report, "Dit plan gemeten met elke maat").rows}
    # minimax: 1,2432 in this plan, 1,125 at best, € 83,5 million against € 80,5 million without a norm.
    share = "keer het aandeel"
    amounts = ["€\u00a083,5\u00a0miljoen", "€\u00a03.000.000"]
    assert rows["Kleinste hoogste last"] == [f"1,2432 {share}", f"1,1250 {share}", "0,1182", *amounts]
    assert rows["Gini"] == ["0,1000", "–", "–", "–", "–"]


def test_grants_are_added_up_by_receiver(report):
    rows = [(row[0], row[2], row[3]) for row in table(report, "Uitkeringen van het Rijk").rows]
    assert rows == [
        ("Bijzondere plekken", "gemeenten (1)", "€\u00a080.000"),
        ("Bonus boven 75 % van de opgave", "provincie", "€\u00a045.000"),
    ]


def test_every_open_location_has_its_places(report):
    # All of them do the same at both moments, so each has one row.
    rows = {row[1].split("\u00a0")[0]: [number(shown) for shown in row[4:8]] for row in locations_of(report)}
    assert rows == {
        offer["name"]: [offer["moments"][1]["places"].get(k, 0) for k in STREAMS]
        for offer in plan_document()["locations"]
        if any(at["opened"] for at in offer["moments"])
    }


def test_a_burden_beside_a_proven_level_says_how_it_is_rounded():
    document = plan_document()
    plain_report = quick_report(Plan.from_dict(document))
    document["fairness"]["levels"] = [{"on": "joint", "k": 1, "value": 1.125, "bound": 1.125}]
    report = quick_report(Plan.from_dict(document))
    told = "Beide kolommen zijn naar boven afgerond op vier decimalen."
    assert any(told in words for words in all_text(report))
    assert not any(told in words for words in all_text(plain_report))


def test_a_setting_is_told_in_the_words_of_its_own_option():
    document = plan_document()
    chosen = {"fairness": "gini", "fairness_prices": "none", "status_floor": "intended"}
    document["scenario"]["options"] |= {k: {"value": v, "unit": "", "origin": "set"} for k, v in chosen.items()}
    told = table(quick_report(Plan.from_dict(document)), "Instellingen die afwijken").column("Waarde")
    assert told["Maat voor eerlijkheid"] == "Gini"
    assert told["Prijs van de eerlijkheid"] == "geen"


def test_chapters_stand_in_the_order_of_the_report_and_none_is_empty(report):
    titles = headings(report)
    assert titles[:3] == ["Samenvatting", "De opgaven en hoe zij zijn berekend", "Het plan per moment"]
    assert [title for title in titles if title.startswith("Bijlage")] == [
        "Bijlage: locaties",
        "Bijlage: hoe het programma eerlijk verdeelt",
        "Bijlage: versies en controlegetallen",
    ]
    assert titles[-1] == "Bijlage: versies en controlegetallen"
    lines = [element for element in opened(report).element.body if element.tag in (qn("w:p"), qn("w:tbl"))]
    for one, two in itertools.pairwise(lines):
        assert not (style_of(one) == "Heading1" and style_of(two) == "Heading1")


def test_what_there_is_none_of_is_said_in_a_sentence(report):
    assert "Er zijn geen uitruilen afgesproken of besproken." in list(all_text(report))


def test_the_warning_of_2024_stands_with_places_above_the_indicative_number(report):
    assert numbers(report, "Gemeenten boven het indicatieve aantal", "Boven indicatief") == {"Beekdal": 60}
    assert any("verdeelbesluit" in words and "2024" in words for words in all_text(report))
    assert numbers(report, "Restopgave per gemeente", "Restopgave") == {"Cromveld": 28}


def test_every_table_has_a_caption_a_header_that_comes_back_and_whole_rows(report):
    read = tables_of(report)
    assert len(read) > 20
    for item in read:
        rows = list(item.element.iter(qn("w:tr")))
        assert item.caption, item.header
        assert rows[0].find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows)
        widths = [int(wide.get(qn("w:w"))) for wide in item.element.iter(qn("w:gridCol"))]
        # 17 cm between the margins of our template, in twentieths of a point.
        assert sum(widths) <= 9639
        assert min(widths) > 0
        assert all(len(list(row.iter(qn("w:tc")))) == len(widths) for row in rows)


def test_captions_are_numbered_by_word_and_in_order(report):
    captions = [words_of(p) for p in opened(report).element.body.iter(qn("w:p")) if style_of(p) == "Caption"]
    for label in ("Tabel", "Figuur"):
        found = [int(re.match(rf"{label} (\d+)", words)[1]) for words in captions if words.startswith(label)]
        assert found == list(range(1, len(found) + 1))
        assert len(found) >= 8


def test_every_picture_says_in_words_what_it_shows(report):
    drawn = list(opened(report).element.body.iter(qn("wp:docPr")))
    assert len(drawn) >= 8
    assert all(len(item.get("descr")) > 40 for item in drawn)
    assert len({item.get("id") for item in drawn}) == len(drawn)


def test_the_table_of_contents_is_filled_and_leads_to_its_headings(report):
    body = opened(report).element.body
    marks = {item.get(qn("w:name")) for item in body.iter(qn("w:bookmarkStart"))}
    links = [(item.get(qn("w:anchor")), words_of(item)) for item in body.iter(qn("w:hyperlink"))]
    assert {anchor for anchor, _ in links} <= marks
    assert [words.split("\t")[1] for _, words in links] == [
        words_of(p) for p in body.iter(qn("w:p")) if style_of(p) in ("Heading1", "Heading2")
    ]
    assert links[0][1] == "1\tSamenvatting"
    assert any("TOC" in (item.text or "") for item in body.iter(qn("w:instrText")))


def test_every_page_has_the_marks_and_its_number(report):
    section = opened(report).sections[0]
    head = " ".join(paragraph.text for paragraph in section.header.paragraphs)
    for mark in ("CONCEPT", "VERTROUWELIJK", "versie 0.3", "vergadering van 27 november 2026"):
        assert mark in head
    assert "Rekenvoorbeeld: geen bestuurlijk voorstel" in head
    fields = [item.text.strip() for item in section.footer._element.iter(qn("w:instrText"))]
    assert fields == ["PAGE", "NUMPAGES"]


def test_the_document_is_dutch_and_has_a_title_and_no_author(report):
    about = opened(report).core_properties
    assert (about.title, about.author, about.language) == ("Opvangplan Voorbeeldland", "", "nl-NL")
    assert b"dcterms:created" not in parts_of(report)["docProps/core.xml"]
    assert re.search(b'<w:rPrDefault>.*<w:lang [^>]*w:val="nl-NL"', parts_of(report)["word/styles.xml"], re.DOTALL)


def test_nothing_of_the_template_is_left(report):
    text = "\n".join(all_text(report))
    assert "{{" not in text
    assert "{%" not in text
    assert "regietafel chapter" not in parts_of(report)["word/document.xml"].decode()


def test_the_same_plan_gives_the_same_bytes(report):
    assert render(Material(example_plan())) == report
    assert quick_report(lang="en") == report


def infeasible() -> Plan:
    reason = {
        "code": "asks_above_offers",
        "params": {"positions": ["S01"], "moment": "2027-07-01", "asked": 500, "possible": 400},
    }
    changes = [{"kind": "option", "id": "hub_max_km", "from": 15.0, "to": 20.0, "unit": "km"}]
    conflict = {"reasons": [reason], "ways_out": [{"weight": 1.0, "changes": changes}], "names": {}}
    document = plan_document()
    document |= {"outcome": {"status": "infeasible", "tiers": [], "conflict": conflict}, "locations": [], "totals": []}
    document |= {"municipalities": [], "regions": [], "clusters": [], "unreached": [], "exchanges": [], "rules": []}
    for item in document["positions"]:
        item |= {"planned": [], "honoured": None, "given_up": None}
    return Plan.from_dict(document)


def test_without_a_plan_the_report_says_why_and_what_would_help():
    report = quick_report(infeasible())
    titles = headings(report)
    assert titles[:2] == ["Samenvatting", "Waarom er geen plan is"]
    assert not {"Het plan per moment", "Eerlijkheid", "Kosten en uitkeringen"} & set(titles)
    text = " ".join(all_text(report))
    assert "500" in text
    assert "400" in text
    assert "Mogelijkheid 1" in text


def test_a_plan_that_misses_a_task_by_choice_says_what_would_have_to_give():
    document = plan_document()
    reason = {"code": "task_not_met_by_choice", "params": {"task": "asylum", "moment": MOMENTS[1], "places": 84}}
    document["outcome"]["conflict"] = {"reasons": [reason], "ways_out": [], "names": {}}
    report = quick_report(Plan.from_dict(document))
    assert headings(report)[1] == "Waarom een opgave niet wordt gehaald"


HOSTILE = (
    '=HYPERLINK("x")',
    "<w:b/>&amp; & <script>alert(1)</script>",
    "{{ provincie }} {% for x in y %} {# z #} {_{ a }_}",
    "\u202eomgekeerd\u202c שלום مرحبا",
    "smile \U0001f600 zwj \u200d",
    "X" * 400,
    "regel een\nregel twee\ttab",
)


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_arrive_as_plain_words(words):
    document = plan_document()
    document["case"] |= {"province": words, "version": words}
    document["scenario"]["title"] = words
    document["municipalities"][1]["name"] = words
    document["locations"][2] |= {"name": words, "type": words, "condition": words}
    document["positions"][0]["party"] = words
    report = quick_report(Plan.from_dict(document))
    text = list(all_text(report))
    assert any(words in line for line in text)
    assert words in table(report, "Aandeel per gemeente").column("Inwoners")
    assert f"Opvangplan {words}" in text


def test_a_sign_that_xml_does_not_have_is_shown_as_a_box():
    assert (
        xml_text("bel \x07, half \ud800, geen \ufffe & <x>") == "bel \ufffd, half \ufffd, geen \ufffd &amp; &lt;x&gt;"
    )


def test_a_plan_of_four_moments_shows_them_two_by_two():
    document = plan_document()
    extra = ("2028-07-01", "2028-12-31")
    document["moments"] += extra
    for member in document["municipalities"]:
        member["moments"] += [copy.deepcopy(member["moments"][1]) | {"moment": moment} for moment in extra]
    captions = [item.caption for item in tables_of(quick_report(Plan.from_dict(document)))]
    found = [caption for caption in captions if caption.startswith("Plekken voor asiel per gemeente op")]
    assert found == [
        "Plekken voor asiel per gemeente op 1 juli 2027 en 1 februari 2028",
        "Plekken voor asiel per gemeente op 1 juli 2028 en 31 december 2028",
    ]
