"""The report as a Word document: the content of the report in the template of the province, or in ours."""

import io
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from regietafel.model.errors import Finding, Place
from regietafel.outputs import word_xml
from regietafel.outputs.report_blocks import (
    Block,
    Chapter,
    Heading,
    List,
    Marks,
    Paragraph,
    PictureBlock,
    Span,
    Table,
)
from regietafel.outputs.report_template import packaged_template
from regietafel.outputs.template_fields import MARK, fields_of, sample_fields
from regietafel.outputs.texts_catalogue import text
from regietafel.outputs.word_marks import add_marks
from regietafel.outputs.word_styles import find_styles, new_numbering
from regietafel.outputs.word_template import check_fields, fill_template
from regietafel.outputs.word_xml import Placed, Styles
from regietafel.outputs.zip_files import with_fixed_dates

if TYPE_CHECKING:
    from regietafel.outputs.documents import Material

TWIPS_PER_CM = 567
A4_TEXT = 17 * TWIPS_PER_CM
TALLEST = 18 * TWIPS_PER_CM
NUMBERED_LEVELS = (1, 2)
FIRST_BOOKMARK = 50_000
"""Higher than the numbers of bookmarks that a template brings."""
LONGEST_TITLE = 255
"""Word has no longer properties."""
TIMES = ("created", "modified", "lastModifiedBy", "lastPrinted")


def render(material: "Material") -> bytes:
    """Return the report as a Word document.

    Parameters
    ----------
    material : Material
        A plan, also one that says that there is none, and the choices of the office.

    Returns
    -------
    bytes
        Equal for an equal plan and equal choices.

    Raises
    ------
    DataError
        If the template of the province cannot be filled in.
    """
    template = material.choices.template or packaged_template()
    document = fill_template(template, fields_of(material))
    reference = docx.Document(io.BytesIO(packaged_template()))
    styles = find_styles(document, reference)
    Writer(document, styles, material).place_everything()
    add_marks(document, styles, material.report.marks)
    _about(document, material)
    packed = io.BytesIO()
    document.save(packed)
    return with_fixed_dates(packed.getvalue())


def check_template(template: bytes, file: str) -> list[Finding]:
    """Check a template before there is a plan: its fields, what stands between its braces, and its marks.

    Parameters
    ----------
    template : bytes
        A Word template.
    file : str
        Its name, for findings.

    Returns
    -------
    list of Finding
        A warning when pages lack marks.

    Raises
    ------
    DataError
        If it cannot be filled in.
    """
    check_fields(template, file)
    marks = Marks((text("mark.concept"), text("mark.confidential")), (), text("page.illustration"))
    document = fill_template(template, sample_fields(marks.line, marks.illustration), file)
    styles = find_styles(document, docx.Document(io.BytesIO(packaged_template())))
    lacking = add_marks(document, styles, marks)
    return [Finding("template_without_marks", "warning", Place(file))] if lacking else []


@dataclass
class Writer:
    """Places chapters in a document, counting its tables, pictures and headings."""

    document: Any
    styles: Styles
    material: "Material"
    tables: int = 0
    figures: int = 0
    numbers: list[int] = field(default_factory=lambda: [0, 0, 0])
    width: int = A4_TEXT

    def place_everything(self) -> None:
        """Replace every place of a chapter by the chapter, and that of the table of contents last."""
        body = self.document.element.body
        spots = [spot for spot in body.iter(qn("w:instrText")) if (spot.text or "").startswith(MARK)]
        contents = []
        for spot in spots:
            what = (spot.text or "").removeprefix(MARK)
            line = next(spot.iterancestors(qn("w:p")))
            if what == "contents":
                contents.append(line)
                continue
            self.width = text_width(line)
            self._replace(line, spot, "".join(self.chapter(chapter) for chapter in self._meant(what)))
        for line in contents:
            self._replace(line, None, contents_xml(self.document, self.styles))

    def _meant(self, what: str) -> Sequence[Chapter]:
        """Return the chapters that a place means."""
        chapters = self.material.report.chapters
        code = what.removeprefix("chapter ")
        return chapters if what == "whole" else [chapter for chapter in chapters if chapter.code == code]

    def _replace(self, line: Any, spot: Any, xml: str) -> None:
        """Put XML in the place of a paragraph; a break before the page goes with it."""
        made = list(parse_xml(f"<w:body {word_xml.ROOT}>{xml}</w:body>"))
        for element in made:
            line.addprevious(element)
        breaks = line.find(f"{qn('w:pPr')}/{qn('w:pageBreakBefore')}")
        if breaks is not None and made:
            about = made[0].find(qn("w:pPr"))
            about.insert(1, breaks)
        parent = line.getparent()
        if spot is not None and _has_other_words(line):
            spot.getparent().remove(spot)
        elif parent.tag != qn("w:tc") or made or len(parent.findall(qn("w:p"))) > 1:
            parent.remove(line)
            if parent.tag == qn("w:tc") and parent[-1].tag != qn("w:p"):
                parent.append(parse_xml(f"<w:p {word_xml.ROOT}/>"))

    def chapter(self, chapter: Chapter) -> str:
        """Write a chapter."""
        parts = [word_xml.heading(self.styles["heading1"], chapter.title)]
        return "".join([*parts, *(self.block(block) for block in chapter.blocks)])

    def block(self, block: Block) -> str:
        """Write a block."""
        if isinstance(block, Heading):
            return word_xml.heading(self.styles[f"heading{block.level}"], block.words)
        if isinstance(block, Paragraph):
            kept = "<w:keepNext/>" if block.words.endswith(":") else ""
            return word_xml.paragraph(self.styles[block.form], word_xml.runs(block.spans), kept)
        if isinstance(block, List):
            return self._list(block)
        return self._table(block) if isinstance(block, Table) else self._picture(block)

    def _list(self, block: List) -> str:
        style = self.styles["numbered" if block.numbered else "bullet"]
        if not block.numbered:
            return word_xml.bullets(style, block.items)
        number = new_numbering(self.document, style)
        about = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>' if number else ""
        return "".join(word_xml.paragraph(style, word_xml.runs(item), about) for item in block.items)

    def _table(self, block: Table) -> str:
        above = ""
        if block.caption:
            self.tables += 1
            label = text("report.table")
            above = word_xml.caption(self.styles["caption"], label, self.tables, block.caption, above=True)
        # A paragraph after every table: two tables that touch would become one.
        note = word_xml.paragraph(self.styles["note"], word_xml.runs((Span(block.note),)) if block.note else "")
        return above + word_xml.table(self.styles, block, self.width) + note

    def _picture(self, block: PictureBlock) -> str:
        image = block.picture.png
        relation, _ = self.document.part.get_or_add_image(io.BytesIO(image))
        self.figures += 1
        size = picture_size(image, round(self.width * block.share))
        placed = Placed(relation, 10_000 + self.figures, block.picture.name, block.picture.alternative, size)
        under = word_xml.caption(
            self.styles["caption"], text("report.picture"), self.figures, block.caption, above=False
        )
        return word_xml.picture(self.styles["picture"], placed) + under


def text_width(line: Any) -> int:
    """Return the width of the text where a paragraph stands [twips]; that of A4 when the template does not say."""
    section = next(line.itersiblings(qn("w:sectPr")), None)
    for element in [line, *line.itersiblings(qn("w:p"))]:
        inside = element.find(f"{qn('w:pPr')}/{qn('w:sectPr')}")
        if inside is not None:
            section = inside
            break
    if section is None:
        return A4_TEXT
    size, margins = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))
    if size is None or margins is None:
        return A4_TEXT
    return int(size.get(qn("w:w"))) - int(margins.get(qn("w:left"))) - int(margins.get(qn("w:right")))


def picture_size(image: bytes, width: int) -> tuple[int, int]:
    """Return width and height of a picture [twips]: as wide as asked, unless it would be too tall for a page."""
    wide, high = struct.unpack(">II", image[16:24])
    scale = min(width / wide, TALLEST / high)
    return round(wide * scale), round(high * scale)


def contents_xml(document: Any, styles: Styles) -> str:
    """Write the table of contents: a field with its entries in it, each a link to its heading.

    The entries have no page numbers: those are only known once Word has laid out the pages, and it puts them there
    when it works the field out again.
    """
    entries = list(_entries(document, styles))
    if not entries:
        return ""
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-2" \\h \\z \\u '
        '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    lines = [word_xml.paragraph(styles["lead"], word_xml.runs((Span(text("report.contents")),)))]
    for n, (level, anchor, words) in enumerate(entries):
        link = f'<w:hyperlink w:anchor="{anchor}" w:history="1">{word_xml.runs((Span(words),))}</w:hyperlink>'
        content = (begin if n == 0 else "") + link + (end if n == len(entries) - 1 else "")
        lines.append(word_xml.paragraph(styles[f"toc{level}"], content))
    return "".join(lines)


def _entries(document: Any, styles: Styles) -> Iterator[tuple[int, str, str]]:
    """Give level, bookmark and words of every heading, and put the bookmarks in the document."""
    levels = {styles[f"heading{level}"]: level for level in NUMBERED_LEVELS}
    numbers = [0, 0]
    for n, line in enumerate(document.element.body.iter(qn("w:p")), 1):
        used = line.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        level = levels.get(used.get(qn("w:val"))) if used is not None else None
        words = "".join(part.text or "" for part in line.iter(qn("w:t")))
        if level is None or not words.strip():
            continue
        numbers = [numbers[0] + 1, 0] if level == 1 else [numbers[0], numbers[1] + 1]
        anchor = f"_Toc{FIRST_BOOKMARK + n:08d}"
        _bookmark(line, FIRST_BOOKMARK + n, anchor)
        number = ".".join(str(part) for part in numbers[:level])
        yield level, anchor, f"{number}\t{words}" if styles.numbered else words


def _bookmark(line: Any, number: int, anchor: str) -> None:
    """Put a bookmark around the words of a heading."""
    start = line.makeelement(qn("w:bookmarkStart"), {qn("w:id"): str(number), qn("w:name"): anchor})
    about = line.find(qn("w:pPr"))
    about.addnext(start)
    line.append(line.makeelement(qn("w:bookmarkEnd"), {qn("w:id"): str(number)}))


def _has_other_words(line: Any) -> bool:
    """Whether a paragraph holds more than the place of a chapter."""
    return any((part.text or "").strip() for part in line.iter(qn("w:t")))


def _about(document: Any, material: "Material") -> None:
    """Set the properties of the document: its title and language, no author and no times."""
    about = document.core_properties
    about.title, about.subject, about.author = material.report.title[:LONGEST_TITLE], text("report.subject"), ""
    about.language, about.revision, about.comments, about.keywords = "nl-NL", 1, "", ""
    for element in list(about._element):
        if str(element.tag).rpartition("}")[2] in TIMES:
            about._element.remove(element)
