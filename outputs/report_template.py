"""The packaged Word template of the report: made here, so that every choice in it can be read and reviewed.

``outputs/templates/verslag.docx`` is what `make_template` returns; a test compares them.
"""

import io
from importlib.resources import files
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from regietafel.outputs.texts_catalogue import text
from regietafel.outputs.word_styles import NAMES
from regietafel.outputs.word_xml import ROOT, field
from regietafel.outputs.zip_files import with_fixed_dates

FILE = "verslag.docx"
FONT = "Arial"
"""A letter that every computer has, or one of the same widths: a table fits everywhere as it fits here."""
INK, BLUE, RED, GREY = "16202C", "17406D", "A3281F", "595959"
PALE, LINE = "E8EEF5", "B8C4D2"
# Name, based on, size [pt], bold, colour, space before and after [pt].
PARAGRAPHS = (
    ("heading1", "Normal", 18, True, BLUE, 24, 8),
    ("heading2", "Normal", 13, True, BLUE, 16, 4),
    ("heading3", "Normal", 11, True, INK, 12, 3),
    ("caption", "Normal", 9, True, BLUE, 12, 4),
    ("text", "Normal", 10, False, INK, 0, 6),
    ("lead", "Normal", 11, True, BLUE, 4, 8),
    ("warning", "Normal", 10, False, RED, 6, 8),
    ("note", "Normal", 8, False, GREY, 3, 12),
    ("header", "Normal", 8, True, INK, 2, 2),
    ("cell", "Normal", 8, False, INK, 1, 1),
    ("number", "Normal", 8, False, INK, 1, 1),
    ("picture", "Normal", 10, False, INK, 8, 2),
    ("marks", "Normal", 8, False, GREY, 0, 0),
    ("illustration", "Normal", 8, True, RED, 0, 4),
    ("bullet", "Normal", 10, False, INK, 0, 3),
    ("numbered", "Normal", 10, False, INK, 0, 3),
    ("toc1", "Normal", 10, False, INK, 2, 2),
    ("toc2", "Normal", 10, False, GREY, 0, 1),
)
KEPT_STYLES = ("Normal", "Default Paragraph Font", "Normal Table", "No List", "Title", "Subtitle")
NEEDLESS = ("/thumbnail", "/customXml", "/stylesWithEffects", "/extended-properties", "/webSettings")
BEFORE_PAGE = ("method", "versions")
"""Chapters that begin on a page of their own."""


def packaged_template() -> bytes:
    """Return the template that comes with the program."""
    return (files("regietafel.outputs.templates") / FILE).read_bytes()


def make_template() -> bytes:
    """Make the template: styles, headers and footers, title page, and a line per chapter."""
    document = docx.Document()
    _clear(document)
    _page(document)
    _settings(document)
    _styles(document)
    _numbering(document)
    _marks(document)
    _body(document)
    about = document.core_properties
    about.author, about.title, about.comments, about.language = "", "", "", "nl-NL"
    packed = io.BytesIO()
    document.save(packed)
    return with_fixed_dates(packed.getvalue())


def _clear(document: Any) -> None:
    """Take away the styles that nobody uses, so that the list of styles in Word is short."""
    root = document.styles.element
    kept = {*KEPT_STYLES, "List Bullet", "List Number", "Header", "Footer"}
    for style in [style for style in document.styles if style.name not in kept]:
        root.remove(style.element)
    for element in root.iter(qn("w:link"), qn("w:next")):
        element.getparent().remove(element)


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin, section.bottom_margin = Cm(2.4), Cm(2)
    section.header_distance = section.footer_distance = Cm(1)


def _settings(document: Any) -> None:
    """Make it a document of today's Word, in Dutch, without the preview and the parts of the one it was made from."""
    root = document.settings.element
    for setting in root.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
    root.find(qn("w:themeFontLang")).attrib.clear()
    for name, value in (("themeFontLang", "nl-NL"), ("decimalSymbol", ","), ("listSeparator", ";")):
        root.find(qn(f"w:{name}")).set(qn("w:val"), value)
    root.find(qn("w:zoom")).set(qn("w:percent"), "100")
    for holder in (document.part.package, document.part):
        for key in [key for key, rel in holder.rels.items() if rel.reltype.endswith(NEEDLESS)]:
            del holder.rels[key]


def _styles(document: Any) -> None:
    """Make every style that a report needs, and set the language."""
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(10)
    normal.paragraph_format.space_after = Pt(6)
    about = normal.element.get_or_add_rPr()
    about.rFonts.set(qn("w:cs"), FONT)
    about.rFonts.set(qn("w:eastAsia"), FONT)
    defaults = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for language in defaults.findall(qn("w:lang")):
        defaults.remove(language)
    defaults.append(parse_xml(f'<w:lang {ROOT} w:val="nl-NL" w:eastAsia="nl-NL" w:bidi="ar-SA"/>'))
    for about_style in PARAGRAPHS:
        _paragraph_style(document, *about_style[:2], about_style[2:])
    for name, size in (("Title", 28), ("Subtitle", 14)):
        style = document.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), RGBColor.from_string(BLUE)
        style.font.italic, style.font.bold = False, name == "Title"
        for border in style.element.iter(qn("w:pBdr")):
            border.getparent().remove(border)
        for font in style.element.iter(qn("w:rFonts")):
            for key in [key for key in font.attrib if "Theme" in key]:
                del font.attrib[key]
    document.styles.element.append(parse_xml(_table_style()))


def _paragraph_style(document: Any, code: str, base: str, look: tuple[Any, ...]) -> None:
    """Make or change a style of paragraphs."""
    size, bold, colour, before, after = look
    name = NAMES[code]
    known = {style.name.casefold() for style in document.styles}
    style = (
        document.styles[name]
        if name.casefold() in known
        else document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=not name.startswith("Regietafel"))
    )
    style.base_style, style.quick_style = document.styles[base], True
    style.font.size, style.font.bold, style.font.color.rgb = Pt(size), bold, RGBColor.from_string(colour)
    _every_script(style, size)
    form = style.paragraph_format
    form.space_before, form.space_after, form.widow_control = Pt(before), Pt(after), True
    if code.startswith("heading") or code in ("caption", "picture"):
        form.keep_with_next = code != "caption"
    if code == "number":
        form.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if code.startswith("toc"):
        form.left_indent = Cm(0 if code == "toc1" else 1)
        form.tab_stops.add_tab_stop(Cm(1 if code == "toc1" else 2.2))
    if code.startswith("heading"):
        level = parse_xml(f'<w:outlineLvl {ROOT} w:val="{int(code[-1]) - 1}"/>')
        style.element.get_or_add_pPr().append(level)
    if code == "warning":
        bar = f'<w:pBdr {ROOT}><w:left w:val="single" w:sz="24" w:space="8" w:color="{RED}"/></w:pBdr>'
        style.element.get_or_add_pPr().insert_element_before(parse_xml(bar), "w:spacing", "w:ind", "w:jc")


def _every_script(style: Any, size: float) -> None:
    """Give Hebrew and Arabic the size of other writing."""
    wanted = parse_xml(f'<w:szCs {ROOT} w:val="{round(2 * size)}"/>')
    style.element.get_or_add_rPr().find(qn("w:sz")).addnext(wanted)


def _table_style() -> str:
    """Return the style of tables: thin lines, a pale header row, a bold last row with a line above it."""
    line = f'w:val="single" w:sz="4" w:space="0" w:color="{LINE}"'
    strong = f'w:val="single" w:sz="8" w:space="0" w:color="{BLUE}"'
    return (
        f'<w:style {ROOT} w:type="table" w:customStyle="1" w:styleId="Regietafeltabel">'
        f'<w:name w:val="{NAMES["table"]}"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/><w:qFormat/>'
        f"<w:tblPr><w:tblBorders><w:top {strong}/><w:bottom {strong}/><w:insideH {line}/></w:tblBorders>"
        '<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tblStylePr w:type="firstRow"><w:tblPr/><w:tcPr><w:tcBorders><w:bottom {strong}/></w:tcBorders>'
        f'<w:shd w:val="clear" w:color="auto" w:fill="{PALE}"/><w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr>'
        f'<w:tblStylePr w:type="lastRow"><w:tblPr/><w:tcPr><w:tcBorders><w:top {strong}/></w:tcBorders></w:tcPr>'
        "</w:tblStylePr></w:style>"
    )


def _numbering(document: Any) -> None:
    """Give chapters and their sections a number: 1, 1.1."""
    root = document.part.numbering_part.element
    used = {str(num.get(qn("w:abstractNumId"))) for num in root.findall(qn("w:abstractNum"))}
    new = str(1 + max(int(number) for number in used))
    levels = "".join(_level(document, level) for level in (1, 2))
    pattern = (
        f'<w:abstractNum {ROOT} w:abstractNumId="{new}"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
    )
    root.findall(qn("w:num"))[0].addprevious(parse_xml(pattern))
    number = root.add_num(int(new)).numId
    for level in (1, 2):
        properties = document.styles[NAMES[f"heading{level}"]].element.get_or_add_pPr()
        properties.get_or_add_numPr().get_or_add_numId().val = number
        properties.numPr.get_or_add_ilvl().val = level - 1


def _level(document: Any, level: int) -> str:
    style = document.styles[NAMES[f"heading{level}"]].style_id
    form = ".".join(f"%{n}" for n in range(1, level + 1))
    return (
        f'<w:lvl w:ilvl="{level - 1}"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="{style}"/>'
        f'<w:suff w:val="tab"/><w:lvlText w:val="{form}"/><w:lvlJc w:val="left"/>'
        '<w:pPr><w:tabs><w:tab w:val="num" w:pos="680"/></w:tabs><w:ind w:left="680" w:hanging="680"/></w:pPr></w:lvl>'
    )


def _marks(document: Any) -> None:
    """Put the marks at the head of every page, and title and page number at its foot."""
    section = document.sections[0]
    head, foot = section.header, section.footer
    for part in (head, foot):
        part.is_linked_to_previous = False
    head.paragraphs[0].style = document.styles[NAMES["marks"]]
    head.paragraphs[0].add_run("{{ merken }}")
    head.add_paragraph("{{ rekenvoorbeeld }}", style=NAMES["illustration"])
    line = foot.paragraphs[0]
    line.style = document.styles[NAMES["marks"]]
    line.paragraph_format.tab_stops.add_tab_stop(Cm(17), 2)
    line.add_run("{{ titel }}\t")
    page, pages, _ = text("report.page_of", page="|", pages="|").split("|")
    for words, code in ((page, "PAGE"), (pages, "NUMPAGES")):
        line.add_run(words)
        for run in parse_xml(f"<w:p {ROOT}>{field(code, '1')}</w:p>"):
            line._p.append(run)


def _body(document: Any) -> None:
    """Write the title page, the table of contents, and a line per chapter."""
    from regietafel.outputs.report_content import CHAPTERS

    body = document.element.body
    for element in [element for element in body if element.tag != qn("w:sectPr")]:
        body.remove(element)
    document.add_paragraph("{{ titel }}", style="Title")
    document.add_paragraph("{{ ondertitel }}", style="Subtitle")
    document.add_paragraph("{{ merken }}", style=NAMES["text"])
    document.add_paragraph("{%p if rekenvoorbeeld %}", style=NAMES["text"])
    document.add_paragraph("{{ rekenvoorbeeld }}", style=NAMES["warning"])
    document.add_paragraph("{%p endif %}", style=NAMES["text"])
    document.add_paragraph("{{ inhoud }}", style=NAMES["text"])
    for code in CHAPTERS:
        line = document.add_paragraph(f"{{{{ hoofdstuk.{text(f'template_chapter.{code}')} }}}}", style=NAMES["text"])
        line.paragraph_format.page_break_before = True if code in (CHAPTERS[0], *BEFORE_PAGE) else None
