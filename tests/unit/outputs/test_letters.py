"""The letters: one municipality's own figures with their reason, and nothing of another that is not public."""

import io
import re
import zipfile
from xml.etree import ElementTree as ET

import pytest

from regietafel.model.plan import Plan
from regietafel.outputs.letter_content import letter_to
from regietafel.outputs.letter_docx import clean
from regietafel.outputs.letter_view import OwnView, municipality_of
from regietafel.outputs.letters import make_letters
from regietafel.outputs.own_words import OwnWords, Section
from regietafel.outputs.report_blocks import Table, said
from regietafel.outputs.report_view import View
from support.hostile import HOSTILE, LONG_TEXT, hostile_plan, secret_plan
from support.plan_document import NAMES, code, example_plan, plan_document


def words_of(plan, number):
    """Give every word of a letter as one text."""
    return "\n".join(lines_of(letter(plan, number)))


def letter(plan, number, own=()):
    return letter_to(OwnView(plan, "nl", gm_code=code(number)), own)


def lines_of(told):
    for block in told.blocks:
        if isinstance(block, Table):
            yield from (block.caption, *(" | ".join(row) for row in block.rows), block.note)
        elif block.kind == "list":
            yield from ("".join(span.words for span in item) for item in block.items)
        else:
            yield block.words


def docx_of(content, part="word/document.xml"):
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return packed.read(part).decode()


def test_there_is_a_word_file_and_a_page_per_municipality():
    found = make_letters(example_plan())
    assert len(found) == 2 * len(NAMES)
    assert {"GM0001-aakerk.docx", "GM0001-aakerk.html", "GM0005-elsloo-aan-zee.docx"} <= found.keys()


def test_a_letter_says_what_the_plan_gives_per_stream_and_how_that_compares():
    lines = list(lines_of(letter(example_plan(), 1)))
    # Beekdal: 240 + 20 + 150 + 30 = 440 due; 300 + 20 + 200 + 27 = 547 carried; 547 / 440 = 1.243.
    assert "Opvang asiel, regulier | 240 (berekend) | 300 | 300" in lines
    assert "Opvang asiel, bijzonder (amv) | 20 (berekend) | 20 | 20" in lines
    assert "Opvang ontheemden uit Oekraïne | 150 (berekend) | 200 | 200" in lines
    assert "Statushouders (taakstelling met achterstand) | 30 (berekend) | 27 | 27" in lines
    assert "Statushouders zonder plek of woning |  | 3 | 3" in lines
    assert "Last | 1,00 | 1,24 | 1,24" in lines
    assert "Uw gemeente | 440 | 547 | +107 | 1,24" in lines
    assert "Locatie L-02 | azc, vastgesteld | Regulier + Bijzonder (amv) | 300 + 20 | 300 + 20" in lines


def test_a_number_has_its_reason():
    computed, published = words_of(example_plan(), 1), words_of(example_plan(), 0)
    assert "260 opvangplaatsen, waarvan 20 bijzonder (amv); berekend" in computed
    assert "artikel 2.1 en 2.2 van het Besluit" in computed
    assert "60.000 inwoners en score 0,012 (schatting)" in computed
    assert (
        "540 opvangplaatsen, waarvan 40 bijzonder (amv); gepubliceerd. De minister heeft dit aantal bekendgemaakt"
        in published
    )
    assert "60 plekken meer dan dit aantal" in computed
    assert "28 plekken zijn (schatting" in words_of(example_plan(), 2)


def test_who_is_left_out_of_the_norm_is_told_why():
    assert "haar aandeel is te klein om te vergelijken" in words_of(example_plan(), 5)
    # Five are compared; Beekdal carries most but for one.
    assert re.search(r"Van de 5 gemeenten die worden vergeleken, staat u op plaats \d", words_of(example_plan(), 1))


def test_a_letter_says_whether_the_plan_was_adopted_and_whether_it_looks_at_a_norm():
    document = plan_document()
    assert "plan dat nu op tafel ligt" in words_of(Plan.from_dict(document), 1)
    assert "Het plan verdeelt naar de maat" in words_of(Plan.from_dict(document), 1)
    document["case"]["stage"] = "adopted"
    document["scenario"]["tier_order"] = ["shortfall", "cost"]
    told = words_of(Plan.from_dict(document), 1)
    assert "het vastgestelde plan" in told
    assert "op tafel" not in told
    assert "niet naar een maat voor eerlijkheid" in told


def test_a_satellite_names_the_municipality_of_a_hub_that_is_not_public():
    assert "Locatie L-04 (satelliet van Locatie L-01)" in words_of(example_plan(), 3)
    assert "Locatie L-05 (satelliet van een locatie in Beekdal)" in words_of(example_plan(), 4)


def test_places_elsewhere_that_count_for_its_target_are_told():
    assert "tellen ook plekken mee in een locatie in Fortveen: 10." in words_of(example_plan(), 0)


def test_exchanges_that_touch_it_are_told_from_its_own_side():
    swap = {
        "id": "U1",
        "from": code(0),
        "to": code(1),
        "stream": "regular",
        "places": 20,
        "against_stream": "status_holder",
        "against_places": 5,
        "moment": None,
        "stage": "agreed",
    }
    plan = example_plan(exchanges=[swap])
    assert "U geeft 20 reguliere plekken over aan Beekdal, in ruil voor 5 statushouders (afgesproken)." in words_of(
        plan, 0
    )
    assert "U neemt 20 reguliere plekken over van Aakerk, in ruil voor 5 statushouders (afgesproken)." in words_of(
        plan, 1
    )
    assert "Er is geen uitruil die uw gemeente raakt." in words_of(plan, 2)


def with_parties(*parties):
    document = plan_document()
    document["positions"] = [
        document["positions"][0] | {"id": f"S{n}", "party": party} for n, party in enumerate(parties)
    ]
    return Plan.from_dict(document)


@pytest.mark.parametrize(
    ("party", "whose"),
    [
        ("college Beekdal", 1),
        ("raad van Beekdal", 1),
        ("Burgemeester en wethouders van de gemeente BEEKDAL", 1),
        ("Beekdal", 1),
        (code(1), 1),
        ("college Elsloo aan Zee", 4),
        ("college Elsloo", None),
        ("provincie Beekdal", None),
        ("bewoners van Beekdal", None),
        ("COA", None),
        ("college Beekdal en college Aakerk", None),
        ("Voorbeeldland", None),
    ],
)
def test_a_party_is_a_municipality_only_if_it_says_nothing_else(party, whose):
    found = municipality_of(View(example_plan(), "nl"), party)
    assert found == (None if whose is None else code(whose))


def test_a_bare_name_that_the_province_has_too_is_nobody():
    document = plan_document()
    document["case"]["province"] = "Beekdal"
    view = View(Plan.from_dict(document), "nl")
    assert municipality_of(view, "Beekdal") is None
    assert municipality_of(view, "gemeente Beekdal") == code(1)


def test_a_letter_holds_its_own_positions_only_not_those_about_it():
    plan = with_parties("college Aakerk", "raad Cromveld")
    # Both ask something of Beekdal.
    assert "gemeente Beekdal: ten hoogste" in words_of(plan, 0)
    assert "gemeente Beekdal: ten hoogste" in words_of(plan, 2)
    assert "ten hoogste" not in words_of(plan, 1)
    assert "geen standpunten" in words_of(plan, 1)


def test_a_position_is_told_with_what_the_plan_gives_and_whether_it_is_followed():
    document = plan_document()
    kept, missed = document["positions"]
    document["positions"] = [kept | {"party": "college Aakerk"}, missed | {"party": "raad Aakerk"}]
    told = words_of(Plan.from_dict(document), 0).splitlines()
    gives = "Het plan geeft 400 op 1 juli 2027 en 430 op 1 februari 2028. Gevolgd: ja."
    assert f"gemeente Beekdal: ten hoogste 450 plekken voor asiel (niet onderhandelbaar). {gives}" in told
    missed_by = "Het plan geeft 540. Gevolgd: losgelaten met 50 plekken."
    assert f"Locatie L-01 (Aakerk): ten hoogste 490 plekken. {missed_by}" in told


def test_a_position_about_a_location_of_another_does_not_name_it():
    document = plan_document()
    said_about = document["positions"][1]["subject"] | {"location_id": "L-02"}
    document["positions"] = [document["positions"][1] | {"party": "college Aakerk", "subject": said_about}]
    told = words_of(Plan.from_dict(document), 0)
    assert "een locatie (Beekdal)" in told
    assert "L-02" not in told


def test_a_rule_of_a_position_of_another_does_not_bind_in_a_letter():
    document = plan_document()
    entry = {"position": "S01", "moment": None, "gm_code": code(0), "location_id": None, "slack": 0}
    document["rules"] = [
        document["rules"][1] | {"name": "position_at_most_is_kept", "group": "positions", "binding": [entry]}
    ]
    assert "geen regels zonder ruimte" in words_of(Plan.from_dict(document), 0)


def test_no_letter_names_a_location_of_another_that_is_not_public():
    plan = secret_plan()
    owners = {offer["name"]: offer["gm_code"] for offer in plan.document["locations"] if not offer["public"]}
    told = set()
    for name, content in make_letters(plan).items():
        text = docx_of(content) if name.endswith("docx") else content.decode()
        hidden = set(re.findall(r"geheimnaam\w*zwijg(?: [A-K])?", text))
        assert {owners[location] for location in hidden} <= {name[:6]}, name
        told |= hidden
    assert len(told) >= 4


def test_nobody_reads_in_a_letter_what_a_party_could_give_or_why():
    texts = [docx_of(c) if n.endswith("docx") else c.decode() for n, c in make_letters(secret_plan()).items()]
    for word in ("geheimpartij", "geheimstandpunt", "geheimreden", "geheimvoorwaarde", "48611", "57413", "48.611"):
        assert not any(word in text for text in texts)


def test_every_page_says_concept_confidential_version_and_meeting():
    content = make_letters(example_plan())["GM0002-beekdal.docx"]
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        header = next(packed.read(name).decode() for name in packed.namelist() if "header" in name)
    shown = re.sub(r"<[^>]+>", "", header).strip()
    assert shown.startswith("CONCEPT · VERTROUWELIJK · versie 0.3 · vergadering van 27 november 2026 · Rekenvoorbeeld")
    page = make_letters(example_plan())["GM0002-beekdal.html"].decode()
    assert "<b>CONCEPT</b> <b>VERTROUWELIJK</b> versie 0.3" in page
    assert "@bottom-left" in page


def test_a_word_file_has_headings_header_rows_language_and_a_title():
    content = make_letters(example_plan())["GM0002-beekdal.docx"]
    body = docx_of(content)
    assert '<w:pStyle w:val="Heading1"/>' in body
    assert body.count("<w:tblHeader/>") == body.count("<w:tbl>") == 3
    assert body.count("<w:tblCaption") == 3
    assert 'w:lang w:val="nl-NL"' in docx_of(content, "word/styles.xml")
    assert "Beekdal in het opvangplan van Voorbeeldland" in docx_of(content, "docProps/core.xml")


def test_the_province_can_add_words_of_its_own():
    own = OwnWords((Section("Beekdal", (said("Dank voor uw inzet & moed."),)), Section("Uitruil", (said("Niets."),))))
    told = make_letters(example_plan(), own)
    assert "Dank voor uw inzet &amp; moed." in told["GM0002-beekdal.html"].decode()
    assert "Dank voor uw inzet &amp; moed." in docx_of(told["GM0002-beekdal.docx"])
    assert "Niets." not in told["GM0002-beekdal.html"].decode()
    assert "Dank" not in told["GM0001-aakerk.html"].decode()


def test_hostile_text_arrives_as_text():
    plan = hostile_plan("tafel", fictional=False)
    letters = make_letters(plan)
    shown = ""
    for name, content in letters.items():
        if name.endswith("docx"):
            shown += "".join(ET.fromstring(docx_of(content)).itertext())
        else:
            assert "<script>" not in content.decode()
    names = [member["name"] for member in plan.document["municipalities"]]
    assert all(name in shown for name in names)
    assert LONG_TEXT not in shown
    assert set(names) <= set(HOSTILE)


def test_signs_that_no_file_may_hold_are_replaced_not_dropped():
    assert clean("a\x00b\x0bc\ud800d\ufffee") == "a\ufffdb\ufffdc\ufffdd\ufffde"
    assert clean("tab\t regel\n 👩‍🌾") == "tab\t regel\n 👩‍🌾"


def test_the_same_plan_gives_the_same_letters():
    assert make_letters(example_plan()) == make_letters(example_plan())
