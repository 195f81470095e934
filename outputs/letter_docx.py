"""A letter as a Word file: one package is made once, and of each letter only its text is written into it."""

import io
import zipfile
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from xml.sax.saxutils import escape, quoteattr

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from regietafel.outputs.letter_content import Letter
from regietafel.outputs.report_blocks import Block, Heading, List, Marks, Paragraph, Span, Table
from regietafel.outputs.word_widths import fit_columns

DOCUMENT, CORE = "word/document.xml", "docProps/core.xml"
BODY_START, BODY_END = "<w:body>", "<w:sectPr"
TEXT_WIDTH = 178
"""Width of the text on a sheet [mm]."""
TWIPS_PER_MM = 1440 / 25.4
BLUE, GREY = "154273", "4A4A4A"
FONT = "Arial"
"""Known to every office, and with the same measures where it is replaced: what fits on the page there fits here."""
MIDDLE_DOT = " · "
FIXED_DATE = datetime(1980, 1, 1)


def render_docx(letter: Letter) -> bytes:
    """Return a letter as a Word file of one page; equal for an equal letter.

    Parameters
    ----------
    letter : Letter
        What the letter says.
    """
    parts = _package(letter.marks)
    start, _, rest = parts[DOCUMENT].decode().partition(BODY_START)
    section = BODY_END + rest.rpartition(BODY_END)[2]
    body = [_paragraph("Heading1", _run(letter.title)), _paragraph("Sub", _run(letter.subtitle))]
    body += [_block(block) for block in letter.blocks]
    own = {
        DOCUMENT: f"{start}{BODY_START}{''.join(body)}{section}".encode(),
        CORE: parts[CORE].replace(b"TITLE", escape(clean(letter.title)).encode()),
    }
    return _zipped(dict(parts) | own)


def clean(words: str) -> str:
    """Return a text without the signs that no XML file may hold; each becomes the sign for what cannot be shown."""
    return "".join(sign if _is_allowed(ord(sign)) else "\ufffd" for sign in words)


def _is_allowed(number: int) -> bool:
    """Whether XML 1.0 has a sign."""
    return number in (9, 10, 13) or 32 <= number < 0xD800 or 0xE000 <= number < 0xFFFE or number >= 0x10000


def _block(block: Block) -> str:
    """Write one part of a letter."""
    if isinstance(block, Heading):
        return _paragraph("Heading2", _run(block.words))
    if isinstance(block, Paragraph):
        style = {"note": "Note", "warning": "Warning"}.get(block.form, "Normal")
        return _paragraph(style, "".join(map(_span, block.spans)))
    if isinstance(block, List):
        return "".join(_paragraph("ListBullet", "".join(map(_span, item))) for item in block.items)
    if isinstance(block, Table):
        return _table(block)
    raise TypeError(type(block).__name__)


def _paragraph(style: str, runs: str, more: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{runs}</w:p>'


def _span(span: Span) -> str:
    return _run(span.words, ("<w:b/>" if span.bold else "") + ("<w:i/>" if span.italic else ""))


def _run(words: str, how: str = "") -> str:
    """Write words as one run, a line break inside them as a break."""
    lines = [f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in clean(words).splitlines() or [""]]
    return f"<w:r>{f'<w:rPr>{how}</w:rPr>' if how else ''}{'<w:br/>'.join(lines)}</w:r>"


def _table(table: Table) -> str:
    """Write a table: its caption above it, a header row that repeats, rows that do not break, its note under it."""
    widths = fit_columns(table, round(TEXT_WIDTH * TWIPS_PER_MM)).widths
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = _row([column.label for column in table.columns], table, widths, head=True)
    rows = "".join(_row(row, table, widths) for row in table.rows)
    caption = quoteattr(clean(table.caption))
    about = (
        f'<w:tblPr><w:tblStyle w:val="LetterTable"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="0420" w:firstRow="1" w:noVBand="1"/>'
        f"<w:tblCaption w:val={caption}/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
    )
    keep = "<w:keepNext/>"
    note = _paragraph("Note", _run(table.note)) if table.note else ""
    return f"{_paragraph('Caption', _run(table.caption), keep)}<w:tbl>{about}{head}{rows}</w:tbl>{note}"


def _row(cells: list[str] | tuple[str, ...], table: Table, widths: tuple[int, ...], *, head: bool = False) -> str:
    how = "<w:cantSplit/>" + ("<w:tblHeader/>" if head else "")
    written = "".join(
        _cell(cell, widths[i], numeric=table.columns[i].numeric, bold=head) for i, cell in enumerate(cells)
    )
    return f"<w:tr><w:trPr>{how}</w:trPr>{written}</w:tr>"


def _cell(words: str, width: int, *, numeric: bool, bold: bool) -> str:
    side = '<w:jc w:val="right"/>' if numeric else ""
    inside = _paragraph("Cell", _run(words, "<w:b/>" if bold else ""), side)
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{inside}</w:tc>'


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    """Pack the parts of a file, without the time of day."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            about = zipfile.ZipInfo(name, FIXED_DATE.timetuple()[:6])
            about.compress_type = zipfile.ZIP_DEFLATED
            about.external_attr = 0o600 << 16
            about.create_system = 0
            packed.writestr(about, content)
    return out.getvalue()


@cache
def _package(marks: Marks) -> Mapping[str, bytes]:
    """Make the file around the text: page, styles, language, and the marks at the head of every page."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm((210 - TEXT_WIDTH) / 2)
    section.top_margin, section.bottom_margin = Mm(17), Mm(12)
    section.header_distance = section.footer_distance = Mm(7)
    _set_styles(document)
    header = section.header.paragraphs[0]
    header.add_run(clean(MIDDLE_DOT.join(marks.marks))).bold = True
    header.add_run(clean("".join(MIDDLE_DOT + fact for fact in marks.facts)))
    header.add_run(clean(f"{MIDDLE_DOT}{marks.illustration}" if marks.illustration else "")).bold = True
    about = document.core_properties
    about.title, about.author, about.comments, about.language = "TITLE", "regietafel", "", "nl-NL"
    about.created = about.modified = FIXED_DATE
    out = io.BytesIO()
    document.save(out)
    with zipfile.ZipFile(out) as packed:
        return {item.filename: packed.read(item) for item in packed.infolist()}


def _set_styles(document: object) -> None:
    """Give the few styles of a letter their looks."""
    styles = document.styles  # type: ignore[attr-defined]
    normal = styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(9)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "nl-NL")
    normal.element.rPr.append(language)
    for name, size, before, after, colour in (
        ("Normal", 9, 0, 2, None),
        ("Heading 1", 14, 0, 0, BLUE),
        ("Heading 2", 10, 5, 1, BLUE),
        ("List Bullet", 9, 0, 0, None),
        ("Caption", 8.5, 0, 1, GREY),
        ("Header", 8.5, 0, 0, BLUE),
        *((own, size, 0, after, colour) for own, size, after, colour in OWN_STYLES),
    ):
        style = styles[name] if name in styles else styles.add_style(name, 1)
        style.base_style = style.base_style or (None if name == "Normal" else normal)
        style.font.size, style.font.name = Pt(size), FONT
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.line_spacing = 1.0
        if colour:
            style.font.color.rgb = RGBColor.from_string(colour)
        if name in ("Heading 1", "Heading 2"):
            for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                style.element.rPr.rFonts.attrib.pop(qn(f"w:{kind}"), None)
    styles["Caption"].font.bold = False
    styles.element.append(_table_style())


OWN_STYLES = (("Sub", 9, 2, GREY), ("Note", 8, 2, GREY), ("Warning", 9, 2, "8A3A00"), ("Cell", 8.5, 0, None))
"""Style, size and space after it [pt], colour."""


def _table_style() -> object:
    """Make the style of tables: a line under every row, a heavy one under the header."""
    thin = 'w:val="single" w:sz="4" w:space="0" w:color="B4B4B4"'
    thick = f'w:val="single" w:sz="12" w:space="0" w:color="{BLUE}"'
    xml = (
        f'<w:style {_names()} w:type="table" w:customStyle="1" w:styleId="LetterTable"><w:name w:val="LetterTable"/>'
        f'<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders><w:bottom {thin}/><w:insideH {thin}/></w:tblBorders>'
        '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders><w:bottom {thick}/></w:tcBorders></w:tcPr>'
        "</w:tblStylePr></w:style>"
    )
    return _parsed(xml)


def _names() -> str:
    return 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def _parsed(xml: str) -> object:
    from docx.oxml import parse_xml

    return parse_xml(xml)
