"""``teksten.docx``: the office's own words under a heading, carried over with their form and never lost unseen."""

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from regietafel.model.errors import DataError
from regietafel.outputs.office_files import chapter_titles, read_office_files, start_of_words
from regietafel.outputs.own_words import read_own_words
from regietafel.outputs.report_blocks import Heading, List, Paragraph, Span, Table, said
from support.plan_document import NAMES, example_plan
from support.quick_report import quick_report
from support.word_files import packed, word_file
from support.word_reading import headings, opened, style_of, tables_of, words_of

WORDS = "Wij kiezen voor kleine locaties."


SPACES = """xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006\""""


def with_body(xml: str) -> bytes:
    """Make a file with words under the heading of the summary; in braces stand runs."""
    document = docx.Document()
    document.add_paragraph("Samenvatting", style="Heading 1")
    runs = {word: f"<w:r><w:t>{word}</w:t></w:r>" for word in ("oud", "nieuw")}
    end = document.element.body.sectPr
    for element in parse_xml(f"<w:body {SPACES}>{xml.format(**runs)}</w:body>"):
        end.addprevious(element)
    return packed(document)


def report(content: bytes) -> bytes:
    return quick_report(own_words=content)


def test_words_under_a_chapter_come_first_in_it():
    lines = [
        words_of(p)
        for p in opened(report(word_file([("Heading 1", "Hardheid van de plekken"), ("", WORDS)]))).element.body.iter(
            qn("w:p")
        )
    ]
    assert lines[lines.index("Hardheid van de plekken", 60) + 1] == WORDS


@pytest.mark.parametrize(
    "heading", ["HARDHEID van de plekken", "4. Hardheid van de plekken", "Hardheid  van de plékken"]
)
def test_a_heading_is_known_without_capitals_accents_and_number(heading):
    words = read_own_words(word_file([("Heading 1", heading), ("", WORDS)]))
    assert words.of_chapter("hardness", "Hardheid van de plekken") == (said(WORDS),)
    assert words.findings(chapter_titles(), NAMES) == []


def test_words_about_a_municipality_get_a_chapter_of_their_own():
    content = word_file(
        [("Heading 1", "Toelichting per gemeente"), ("", "Vooraf."), ("Heading 2", "Beekdal"), ("", WORDS)]
    )
    made = report(content)
    assert "Toelichting per gemeente" in headings(made)
    assert "Beekdal" in headings(made, 2)
    assert read_own_words(content).of_municipality("Beekdal") == (said(WORDS),)
    assert read_own_words(content).of_municipality("Aakerk") == ()


def test_without_words_there_is_no_chapter_for_municipalities():
    assert "Toelichting per gemeente" not in headings(quick_report())


def test_form_is_carried_over():
    document = docx.Document()
    document.add_paragraph("Samenvatting", style="Heading 1")
    line = document.add_paragraph("Dit is ")
    line.add_run("vet").bold = True
    line.add_run(" en ")
    line.add_run("schuin").italic = True
    document.add_paragraph("een", style="List Bullet")
    document.add_paragraph("twee", style="List Bullet")
    document.add_paragraph("eerst", style="List Number")
    document.add_paragraph("Tussenkop", style="Heading 3")
    cells = document.add_table(rows=2, cols=2)
    for place, words in enumerate(("Wat", "Hoeveel", "bedden", "12")):
        cells.cell(place // 2, place % 2).text = words
    blocks = read_own_words(packed(document)).of_chapter("summary", "Samenvatting")
    assert blocks[0] == Paragraph((Span("Dit is "), Span("vet", bold=True), Span(" en "), Span("schuin", italic=True)))
    assert blocks[1] == List(((Span("een"),), (Span("twee"),)))
    assert blocks[2] == List(((Span("eerst"),),), numbered=True)
    assert blocks[3] == Heading("Tussenkop", 3)
    assert isinstance(blocks[4], Table)
    assert ([column.label for column in blocks[4].columns], blocks[4].rows) == (["Wat", "Hoeveel"], (("bedden", "12"),))
    made = report(packed(document))
    bold = [run for run in opened(made).element.body.iter(qn("w:r")) if words_of(run) == "vet"]
    assert bold[0].find(f"{qn('w:rPr')}/{qn('w:b')}") is not None
    assert ["bedden", "12"] in [row for item in tables_of(made) for row in item.rows]
    numbered = [p for p in opened(made).element.body.iter(qn("w:p")) if style_of(p) == "ListNumber"]
    assert [words_of(p) for p in numbered] == ["eerst"]


def test_an_unknown_heading_is_named_with_the_nearest_and_its_words_are_not_placed():
    content = word_file([("Heading 1", "Hardhied van de plekken"), ("", WORDS), ("Heading 2", "Beekdaal"), ("", "x")])
    findings = read_own_words(content).findings(chapter_titles(), NAMES)
    assert [(item.code, item.level, item.value, item.params["nearest"]) for item in findings] == [
        ("own_words_heading", "warning", "Hardhied van de plekken", "Hardheid van de plekken"),
        ("own_words_heading", "warning", "Beekdaal", "Beekdal"),
    ]
    assert WORDS not in [words_of(p) for p in opened(report(content)).element.body.iter(qn("w:p"))]


def test_pictures_are_not_carried_over_and_that_is_said():
    document = docx.Document()
    document.add_paragraph("Samenvatting", style="Heading 1")
    run = document.add_paragraph("tekst").add_run()
    run._r.append(parse_xml(f'<w:drawing xmlns:w="{run._r.nsmap["w"]}"/>'))
    findings = read_own_words(packed(document)).findings(chapter_titles(), NAMES)
    assert [(item.code, item.params) for item in findings] == [("own_words_pictures", {"count": 1})]


def test_what_was_deleted_with_tracked_changes_is_gone_and_what_was_added_is_there():
    document = docx.Document()
    document.add_paragraph("Samenvatting", style="Heading 1")
    line = document.add_paragraph("blijft ")
    space = line._p.nsmap["w"]
    line._p.append(parse_xml(f'<w:ins xmlns:w="{space}" w:id="1"><w:r><w:t>nieuw</w:t></w:r></w:ins>'))
    line._p.append(parse_xml(f'<w:del xmlns:w="{space}" w:id="2"><w:r><w:delText>oud</w:delText></w:r></w:del>'))
    (block,) = read_own_words(packed(document)).of_chapter("summary", "Samenvatting")
    assert block.words == "blijft nieuw"


def test_words_before_the_first_heading_and_empty_headings_are_passed_over():
    words = read_own_words(word_file([("", "uitleg"), ("Heading 1", "Samenvatting"), ("Heading 1", "Onbekende kop")]))
    assert words.of_chapter("summary", "Samenvatting") == ()
    assert words.findings(chapter_titles(), NAMES) == []


def test_the_file_to_begin_with_has_every_heading_and_changes_nothing_while_it_is_empty():
    content = start_of_words(example_plan())
    words = read_own_words(content)
    assert [section.heading for section in words.sections if section.heading in NAMES] == sorted(NAMES)
    assert {section.heading for section in words.sections} == {*chapter_titles(), *NAMES}
    assert words.findings(chapter_titles(), NAMES) == []
    assert report(content) == quick_report()
    assert start_of_words(example_plan()) == content


def test_words_that_look_like_a_template_stay_words():
    made = report(word_file([("Heading 1", "Samenvatting"), ("", "{{ provincie }} & <b>")]))
    assert "{{ provincie }} & <b>" in [words_of(p) for p in opened(made).element.body.iter(qn("w:p"))]


def test_a_file_that_is_no_word_file_is_refused():
    with pytest.raises(DataError) as error:
        read_own_words(b"geen word")
    assert error.value.findings[0].code == "word_file_unreadable"


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        ("<w:p><w:del><w:hyperlink>{oud}</w:hyperlink></w:del>{nieuw}</w:p>", "nieuw"),
        ("<w:p>{nieuw}<w:r><w:rPr><w:vanish/></w:rPr><w:t>verborgen</w:t></w:r></w:p>", "nieuw"),
        (
            "<w:p><mc:AlternateContent><mc:Choice>{nieuw}</mc:Choice><mc:Fallback>{oud}</mc:Fallback></mc:AlternateContent></w:p>",
            "nieuw",
        ),
        ("<w:sdt><w:sdtContent><w:p>{nieuw}</w:p></w:sdtContent></w:sdt>", "nieuw"),
        ("<w:p>{nieuw}<w:r><w:noBreakHyphen/><w:t>bouw</w:t><w:sym w:char='F0FC'/></w:r></w:p>", "nieuw-bouw\ufffd"),
    ],
)
def test_words_are_those_that_a_reader_of_the_file_sees(xml, expected):
    (block,) = read_own_words(with_body(xml)).of_chapter("summary", "Samenvatting")
    assert block.words == expected


def test_a_table_keeps_its_cells_also_of_a_table_inside_it_and_loses_deleted_rows():
    cell = "<w:tc><w:p>{{{}}}</w:p></w:tc>".format
    inner = f"<w:tbl><w:tr>{cell('oud')}{cell('nieuw')}</w:tr></w:tbl>"
    rows = f"<w:tr>{cell('nieuw')}{cell('nieuw')}</w:tr><w:tr><w:tc><w:p/>{inner}</w:tc>{cell('nieuw')}</w:tr>"
    gone = f"<w:tr><w:trPr><w:del/></w:trPr>{cell('oud')}</w:tr>"
    (table,) = read_own_words(with_body(f"<w:tbl>{gone}{rows}</w:tbl>")).of_chapter("summary", "Samenvatting")
    assert [column.label for column in table.columns] == ["nieuw", "nieuw"]
    assert table.rows == (("oud\nnieuw", "nieuw"),)


def test_notes_and_text_boxes_are_not_carried_over_and_that_is_said():
    box = "<w:txbxContent><w:p>{oud}</w:p></w:txbxContent>"
    both = f"<mc:Choice><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
    boxes, note = f"<w:r><mc:AlternateContent>{both}</mc:AlternateContent></w:r>", "<w:r><w:footnoteReference/></w:r>"
    words = read_own_words(with_body(f"<w:p>{boxes}{{nieuw}}{note}</w:p>"))
    assert [block.words for block in words.of_chapter("summary", "Samenvatting")] == ["nieuw"]
    assert [(item.code, item.params["count"]) for item in words.findings(chapter_titles(), NAMES)] == [
        ("own_words_pictures", 1),
        ("own_words_notes", 1),
    ]


def test_words_without_any_heading_are_not_placed_and_that_is_said():
    (finding,) = read_own_words(word_file([("", WORDS)])).findings(chapter_titles(), NAMES)
    assert (finding.code, finding.level) == ("own_words_without_heading", "warning")


def test_a_municipality_inside_the_words_about_another_is_refused(tmp_path):
    # As a heading 3 the words about Beekdal would come in the letter to Aakerk.
    lines = [("Heading 2", "Aakerk"), ("", "Over u."), ("Heading 3", "Beekdal"), ("", WORDS)]
    file = tmp_path / "teksten.docx"
    file.write_bytes(word_file(lines))
    with pytest.raises(DataError) as error:
        read_office_files(None, file, NAMES)
    assert [(item.code, item.value, item.params) for item in error.value.findings] == [
        ("own_words_inside", "Beekdal", {"municipality": "Aakerk"})
    ]


def test_the_name_of_a_municipality_may_head_a_part_of_a_chapter():
    lines = [("Heading 1", "Samenvatting"), ("Heading 3", "Beekdal"), ("", WORDS)]
    assert read_own_words(word_file(lines)).findings(chapter_titles(), NAMES) == []
