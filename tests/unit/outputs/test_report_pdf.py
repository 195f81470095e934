"""The report as PDF: tagged, in Dutch, with a title, the same bytes each time, and every word only as a word."""

import json
import re

import pytest

from regietafel.model.errors import UsageError
from regietafel.outputs import report_pdf
from regietafel.outputs.documents import Choices, Material, make_documents
from regietafel.outputs.font_signs import UNKNOWN, as_shown, font_signs
from regietafel.outputs.report_pdf import REPORT_PDF, as_json, breakable, render
from support.hostile import LONG_WORD, TEXTS, hostile_plan
from support.plan_document import example_plan

MADE = render(Material(example_plan()))


def test_the_file_says_that_it_is_an_accessible_pdf_in_dutch():
    assert MADE.startswith(b"%PDF-1.7")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in MADE
    for sign in (b"/StructTreeRoot", b"/MarkInfo", b"/Lang", b"/Outlines", b"/DisplayDocTitle true"):
        assert sign in MADE, sign
    assert re.search(rb"/Lang ?\(nl", MADE)
    assert b"Opvangplan Voorbeeldland" in MADE


def test_pictures_have_words_for_who_does_not_see_them_and_tables_have_header_cells():
    material = Material(example_plan())
    pictures = sum(block.kind == "picture" for chapter in material.report.chapters for block in chapter.blocks)
    assert MADE.count(b"/S/Figure") == pictures > 0
    assert MADE.count(b"/Alt") >= pictures
    assert b"/S/TH" in MADE


def test_the_same_plan_gives_the_same_bytes_and_no_time_of_day():
    assert render(Material(example_plan())) == MADE
    assert b"CreationDate" not in MADE


def test_the_report_is_made_as_pdf_only_when_asked():
    assert not Choices().pdf
    assert make_documents(example_plan(), Choices(pdf=True))[REPORT_PDF] == MADE


def test_hostile_text_is_data_and_never_a_program():
    # A formula of Typst in a cell would stop the search for one that is not there; as data it is a word.
    made = render(Material(hostile_plan("tafel")))
    assert made.startswith(b"%PDF-1.7")
    data = json.loads(as_json({"words": '#panic("kaap") $x$ @ref <label> \\ *vet*'}))
    assert data["words"] == '#panic("kaap") $x$ @ref <label> \\ *vet*'


def test_a_text_of_typst_arrives_literally():
    document = example_plan().to_dict()
    document["municipalities"][0]["name"] = '#panic("kaap")'
    assert render(Material(type(example_plan()).from_dict(document))).startswith(b"%PDF")


def test_a_sign_that_the_font_lacks_is_shown_as_unknown_and_nothing_visible_disappears():
    assert as_shown("Kerkwolde é ש \u202e") == "Kerkwolde é ש \u202e"
    assert as_shown("🏳 中") == f"{UNKNOWN} {UNKNOWN}"
    assert as_shown("a\x07b") == "ab"
    assert ord(UNKNOWN) in font_signs()
    assert all(ord(sign) in font_signs() or sign == "\n" for text in TEXTS for sign in as_shown(text) if sign != "\t")


def test_a_long_word_can_break_and_an_ordinary_one_does_not():
    assert breakable("arbeidsongeschiktheid in Nederland") == "arbeidsongeschiktheid in Nederland"
    assert breakable(LONG_WORD).replace("\u200b", "") == LONG_WORD
    assert max(map(len, breakable(LONG_WORD).split("\u200b"))) <= 13


def test_without_the_extra_the_refusal_says_what_to_do(monkeypatch):
    monkeypatch.setattr(report_pdf, "find_spec", lambda _: None)
    with pytest.raises(UsageError) as refused:
        render(Material(example_plan()))
    assert [item.code for item in refused.value.findings] == ["pdf_not_installed"]


@pytest.mark.parametrize("status", ["infeasible", "no_plan"])
def test_an_outcome_without_a_plan_is_a_report_too(status):
    document = example_plan().to_dict()
    document["outcome"] |= {"status": status, "tiers": [], "conflict": None}
    document |= {"locations": [], "clusters": [], "positions": []}
    assert render(Material(type(example_plan()).from_dict(document))).startswith(b"%PDF")
