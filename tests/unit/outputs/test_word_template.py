"""A Word template of the province: checked with every name it uses, filled in, and never without the marks."""

import io
import zipfile

import pytest
from docx.oxml.ns import qn

from regietafel.model.errors import DataError
from regietafel.outputs.office_files import read_office_files
from regietafel.outputs.report_docx import check_template
from regietafel.outputs.report_template import packaged_template
from regietafel.outputs.template_fields import fields_of, known_names
from regietafel.outputs.zip_files import with_fixed_dates
from support.plan_document import NAMES, example_plan, plan_document
from support.quick_report import quick_material, quick_report
from support.word_files import packed, template, template_with_rows, word_file
from support.word_reading import all_text, headings, opened, parts_of, style_of, table, tables_of, words_of

LOCKED = b"\xd0\xcf\x11\xe0" + b"\0" * 600


def made(content: bytes, plan=None) -> bytes:
    return quick_report(plan, template=content)


def refused(content: bytes) -> list:
    with pytest.raises(DataError) as error:
        check_template(content, "sjabloon.docx")
    assert error.value.exit_code == 3
    return error.value.findings


def test_our_own_template_is_right():
    assert check_template(packaged_template(), "verslag.docx") == []


def test_single_fields_are_filled_in_in_dutch_notation():
    lines = list(all_text(made(template("{{ provincie }}: {{ opgave_totaal }} plekken, {{ kosten_totaal }}"))))
    # The tasks of the small plan: 1.214 asylum places; 83.456.789 euro.
    assert "Voorbeeldland: 1.214 plekken, €\u00a083,5\u00a0miljoen" in lines


def test_every_field_that_is_known_can_be_shown():
    lines = []
    for name, inside in known_names().items():
        if inside is None:
            lines.append(f"{{{{ {name} }}}}")
        elif name == "hoofdstuk":
            lines += [f"{{{{ hoofdstuk.{chapter} }}}}" for chapter in inside]
        else:
            fields = " ".join(f"{{{{ rij.{field} }}}}" for field in inside)
            lines += [f"{{%p for rij in {name} %}}", fields, "{%p endfor %}"]
    content = template(*lines)
    assert check_template(content, "sjabloon.docx") == []
    text = "\n".join(all_text(made(content)))
    assert "{{" not in text
    assert "Beekdal" in text


def test_the_fields_of_a_plan_are_the_known_ones():
    found = fields_of(quick_material())
    assert set(found) == set(known_names())
    for name, inside in known_names().items():
        for row in found[name] if isinstance(found[name], list) else []:
            assert list(row) == list(inside), name


def test_a_row_comes_back_for_every_municipality():
    content = template_with_rows("g in gemeenten", "{{ g.naam }}", "{{ g.regulier }}", "{{ g.last }}")
    assert check_template(content, "sjabloon.docx") == []
    rows = [
        [words_of(cell) for cell in row.iter(qn("w:tc"))]
        for row in tables_of(made(content))[0].element.iter(qn("w:tr"))
    ]
    last = {m["name"]: m["moments"][-1] for m in plan_document()["municipalities"]}
    assert [row[0] for row in rows] == sorted(NAMES)
    assert [int(row[1]) for row in rows] == [last[row[0]]["provided"]["regular"] for row in rows]


def test_chapters_come_where_the_template_wants_them_and_only_those():
    report = made(template("Voorwoord", "{{ hoofdstuk.geld }}", "Tussen", "{{ hoofdstuk.taken_samen }}"))
    assert headings(report) == ["Kosten en uitkeringen", "De drie taken samen"]
    words = [words_of(p) for p in opened(report).element.body.iter(qn("w:p"))]
    assert words.index("Voorwoord") < words.index("Kosten en uitkeringen") < words.index("Tussen")


def test_the_whole_report_is_one_field():
    assert headings(made(template("{{ verslag }}"))) == headings(quick_report())


def test_a_chapter_that_the_plan_does_not_have_can_be_asked_for_and_leaves_no_empty_line():
    report = made(
        template("voor", "{{ hoofdstuk.tegenspraak }}", "{%p if hoofdstuk.tegenspraak %}", "wel", "{%p endif %}", "na")
    )
    assert [words_of(p) for p in opened(report).element.body.iter(qn("w:p"))] == ["voor", "na"]


def test_a_chapter_may_stand_in_a_line_with_other_words():
    lines = list(all_text(made(template("Zie: {{ hoofdstuk.uitruil }}"))))
    assert "Er zijn geen uitruilen afgesproken of besproken." in lines
    assert "Zie: " in lines


@pytest.mark.parametrize(
    ("line", "wrong", "near"),
    [
        ("{{ provincei }}", "provincei", "provincie"),
        ("{{ hoofdstuk.hardhied }}", "hardhied", "hardheid"),
        ("{% for g in gemeenten %}{{ g.namm }}{% endfor %}", "namm", "naam"),
        ("{% if tekort_asiel == '0' %}{{ teckort_asiel }}{% endif %}", "teckort_asiel", "tekort_asiel"),
    ],
)
def test_an_unknown_field_is_named_with_the_nearest(line, wrong, near):
    findings = refused(template(line))
    assert [(item.code, item.value, item.params["nearest"]) for item in findings] == [
        ("template_field_unknown", wrong, near)
    ]


def test_all_unknown_fields_are_named_at_once_also_in_the_header():
    findings = refused(template("{{ een }}", "{{ twee }}", header="{{ merken }}{{ drie }}"))
    assert [item.value for item in findings] == ["een", "twee", "drie"]


@pytest.mark.parametrize(
    ("lines", "near"),
    [
        (("{% if tekort_asiel %}", "tekst"), ""),
        (("goed", "{{ provincie }"), "{{ provincie }"),
        (("{% fout %}",), "{% fout %}"),
        (("{{ provincie | bestaatniet }}",), "bestaatniet"),
    ],
)
def test_a_mistake_between_braces_is_explained_with_the_words_near_it(lines, near):
    (finding,) = refused(template(*lines))
    assert finding.code == "template_broken"
    assert near in finding.params["near"] or near in finding.params["reason"]


@pytest.mark.parametrize(
    "line",
    [
        "{{ provincie.__class__.__mro__ }}",
        "{{ ''.__class__ }}",
        "{{ provincie + 1 }}",
        "{{ gemeenten[99].naam }}",
        "{{ 1 / 0 }}",
    ],
)
def test_an_expression_that_cannot_be_is_refused_and_reaches_nothing(line):
    assert refused(template(line))[0].code in ("template_broken", "template_field_unknown")


@pytest.mark.parametrize("line", ["{{ range(9) }}", "{{ lipsum() }}", "{{ self }}", "{{ config }}"])
def test_a_template_has_only_the_fields(line):
    assert refused(template(line))[0].code == "template_field_unknown"


def test_a_chapter_that_would_break_the_document_is_refused():
    assert refused(template("{{p hoofdstuk.geld }}"))[0].code == "template_not_whole"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"geen word", "word_file_unreadable"),
        (LOCKED, "word_file_locked"),
        (b"PK\x05\x06" + b"\0" * 18, "word_file_unreadable"),
    ],
)
def test_what_is_no_word_file_is_refused(content, code):
    assert refused(content)[0].code == code


def of_type(content: bytes, kind: str) -> bytes:
    """Give a Word file another type, as Word does for a template or a file with macros."""
    old = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    with zipfile.ZipFile(io.BytesIO(content)) as read:
        types = read.read("[Content_Types].xml").replace(old, f"application/vnd.{kind}.main+xml".encode())
    return with_fixed_dates(content, {"[Content_Types].xml": types})


def test_a_template_of_word_is_one_and_its_copy_is_a_document(tmp_path):
    file = tmp_path / "huisstijl.dotx"
    file.write_bytes(
        of_type(template("Opvang in {{ provincie }}"), "openxmlformats-officedocument.wordprocessingml.template")
    )
    office, warnings = read_office_files(file, None, NAMES)
    assert warnings == []
    assert "Opvang in Voorbeeldland" in all_text(made(file.read_bytes()))
    # Word refuses a file that is called .docx and says that it is a template.
    assert office.template == with_fixed_dates(template("Opvang in {{ provincie }}"))


@pytest.mark.parametrize("kind", ["ms-word.document.macroEnabled", "ms-word.template.macroEnabledTemplate"])
def test_a_file_that_may_hold_macros_is_refused(kind):
    assert refused(of_type(template("{{ provincie }}"), kind))[0].code == "word_file_macros"


def test_a_damaged_file_is_refused_wherever_the_damage_is():
    content = packaged_template()
    codes = set()
    for place in range(30, len(content), len(content) // 60):
        damaged = content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :]
        try:
            check_template(damaged, "sjabloon.docx")
        except DataError as error:
            codes |= {item.code for item in error.findings}
    assert codes == {"word_file_unreadable"}


def test_a_loop_without_end_is_refused():
    line = "{% for rij in gemeenten recursive %}{{ loop(gemeenten) }}{% endfor %}"
    assert refused(template(line))[0].code == "template_broken"


@pytest.mark.parametrize("header", [None, "Provincie Voorbeeldland", "{{ merken }}"])
def test_marks_that_a_template_lacks_are_put_at_the_head_of_the_page_and_that_is_said(header):
    content = template("{{ provincie }}", header=header)
    assert [item.code for item in check_template(content, "sjabloon.docx")] == ["template_without_marks"]
    section = opened(made(content)).sections[0]
    words = [paragraph.text for paragraph in section.header.paragraphs]
    assert words[:2] == [
        "CONCEPT · VERTROUWELIJK · versie 0.3 · vergadering van 27 november 2026",
        "Rekenvoorbeeld: geen bestuurlijk voorstel",
    ]
    if header == "Provincie Voorbeeldland":
        assert words[2] == header


def test_the_first_page_and_even_pages_have_marks_of_their_own():
    document = opened(template("{{ provincie }}"))
    document.sections[0].different_first_page_header_footer = True
    document.settings.odd_and_even_pages_header_footer = True
    document.add_section()
    for section in opened(made(packed(document))).sections:
        for header in (section.header, section.first_page_header, section.even_page_header):
            assert "VERTROUWELIJK" in " ".join(paragraph.text for paragraph in header.paragraphs)


def test_marks_in_the_footer_will_do():
    document = opened(template("{{ provincie }}", header=None))
    document.sections[0].footer.paragraphs[0].text = "{{ merken }} – {{ rekenvoorbeeld }}"
    assert check_template(packed(document), "sjabloon.docx") == []


def test_styles_of_the_template_are_used_and_those_it_lacks_are_added():
    document = opened(template("{{ hoofdstuk.geld }}", "{{ hoofdstuk.samenvatting }}"))
    document.styles["Heading 1"].element.set(qn("w:styleId"), "Kop1")
    report = made(packed(document))
    read = opened(report)
    assert [words_of(p) for p in read.element.body.iter(qn("w:p")) if style_of(p) == "Kop1"] == [
        "Kosten en uitkeringen",
        "Samenvatting",
    ]
    known = {style.style_id for style in read.styles}
    used = {style_of(p) for p in read.element.body.iter(qn("w:p"))} - {""}
    assert used <= known
    assert len(known) == len(list(read.styles))


def test_a_list_keeps_its_numbering_in_a_template_without_any():
    content = template("{{ hoofdstuk.samenvatting }}")
    document = opened(content)
    part = document.part
    for key in [key for key, rel in part.rels.items() if rel.reltype.endswith("/numbering")]:
        del part.rels[key]
    for style in [style for style in document.styles if style.name.startswith("List ")]:
        style.element.getparent().remove(style.element)
    report = made(packed(document))
    number = opened(report).styles["List Bullet"].element.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
    nums = opened(report).part.numbering_part.element.findall(qn("w:num"))
    assert number.get(qn("w:val")) in {num.get(qn("w:numId")) for num in nums}


def test_a_template_of_the_province_gives_the_same_bytes_again():
    content = template("{{ provincie }}", "{{ verslag }}")
    assert made(content) == made(content)
    assert b"python-docx" not in parts_of(made(content))["docProps/core.xml"]


def test_words_of_a_case_are_never_read_as_a_template():
    document = plan_document()
    document["case"]["province"] = "{{ versie }}{% raw %}"
    report = made(template("{{ provincie }}"), example_plan(case=document["case"]))
    assert "{{ versie }}{% raw %}" in list(all_text(report))


def test_a_document_without_fields_stays_as_it_is():
    report = made(word_file([("", "Alleen deze regel.")]))
    assert [words_of(p) for p in opened(report).element.body.iter(qn("w:p"))] == ["Alleen deze regel."]


def test_our_template_changed_by_hand_keeps_working():
    document = opened(packaged_template())
    document.add_paragraph("Eigen slot van {{ provincie }}")
    report = made(packed(document))
    assert "Eigen slot van Voorbeeldland" in list(all_text(report))
    assert table(report, "Kosten over de hele periode, per gemeente").rows
