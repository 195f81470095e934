"""``verslag.docx`` of a case full of trouble: every hostile text comes back letter by letter, as a text."""

import pytest
from docx.oxml.ns import qn

from regietafel.outputs.documents import Material
from regietafel.outputs.report_docx import render
from support.hostile import hostile_plan
from support.word_reading import all_text, opened, table


@pytest.fixture(scope="module")
def report() -> bytes:
    return render(Material(hostile_plan()))


def test_every_name_comes_back_letter_by_letter(report):
    document, text = hostile_plan().document, "\n".join(all_text(report))
    names = {member["name"] for member in document["municipalities"]}
    open_ones = [offer for offer in document["locations"] if any(at["opened"] for at in offer["moments"])]
    names |= {offer["name"] for offer in open_ones} | {offer["condition"] for offer in open_ones}
    names |= {item["party"] for item in document["positions"]} | {document["case"]["province"]}
    assert len(names) > 30
    assert {name for name in names if name not in text} == set()


def test_a_row_per_municipality_stands_under_its_own_name(report):
    shown = table(report, "Aandeel per gemeente").column("Indicatief aantal")
    assert set(shown) == {member["name"] for member in hostile_plan().document["municipalities"]}


def test_no_text_became_a_link_a_field_or_markup(report):
    body = opened(report).element.body
    fields = {(part.text or "").split()[0] for part in body.iter(qn("w:instrText"))}
    assert fields == {"SEQ", "TOC"}
    assert all(link.get(qn("r:id")) is None for link in body.iter(qn("w:hyperlink")))
    assert not [rel for rel in opened(report).part.rels.values() if rel.is_external]
