"""The office's own words: what ``teksten.docx`` beside the case says per chapter and per municipality."""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from docx.oxml.ns import qn

from regietafel.model.errors import Finding, Place
from regietafel.outputs.report_blocks import Block, Column, Heading, List, Paragraph, Span, Table
from regietafel.outputs.report_view import plain
from regietafel.outputs.word_file import open_word

OWN_WORDS_FILE = "teksten.docx"
NUMBERED = re.compile(r"^[\d.]+\s+")
HEADING = re.compile(r"^(?:heading|kop) ?(\d)$")
DEEPEST = 3
NO_LEVEL = 9
PICTURES = ("w:drawing", "w:pict", "w:object")


@dataclass(frozen=True)
class Section:
    """What stands under one heading; headings inside it have level 2 or 3."""

    heading: str
    blocks: tuple[Block, ...]

    @property
    def key(self) -> str:
        """The heading without number, accents and capitals."""
        return _key(self.heading)


@dataclass(frozen=True)
class OwnWords:
    """What an office wrote itself, per heading; nothing when there is no file.

    Parameters
    ----------
    sections : tuple of Section
        In the order of the file; of a heading that is there twice both.
    pictures : int
        How many pictures the file has: they are not carried over.
    """

    sections: tuple[Section, ...] = ()
    pictures: int = 0
    file: str = field(default=OWN_WORDS_FILE, compare=False)

    def of_chapter(self, code: str, title: str) -> tuple[Block, ...]:  # noqa: ARG002
        """Return what was written under the title of a chapter."""
        return self._under(title)

    def of_municipality(self, name: str) -> tuple[Block, ...]:
        """Return what was written under the name of a municipality; headings inside it have level 3."""
        return tuple(_lower(block) for block in self._under(name))

    def findings(self, titles: Sequence[str], names: Sequence[str]) -> list[Finding]:
        """Say what cannot be placed: headings that are no chapter and no municipality, and pictures.

        Parameters
        ----------
        titles : sequence of str
            Titles of the chapters.
        names : sequence of str
            Names of the municipalities; none when there is no plan, and then nothing is said of headings.
        """
        known = {_key(name): name for name in (*titles, *names)}
        found = []
        for section in self.sections:
            if names and section.blocks and section.key not in known:
                near = difflib.get_close_matches(section.key, list(known), n=1, cutoff=0.6)
                params = {"nearest": known[near[0]] if near else ""}
                found.append(Finding("own_words_heading", "warning", Place(self.file), section.heading, params))
        if self.pictures:
            found.append(Finding("own_words_pictures", "warning", Place(self.file), params={"count": self.pictures}))
        return found

    def _under(self, heading: str) -> tuple[Block, ...]:
        return tuple(block for section in self.sections if section.key == _key(heading) for block in section.blocks)


def read_own_words(content: bytes | None, file: str = OWN_WORDS_FILE) -> OwnWords:
    """Read the office's own words.

    Text before the first heading is not placed: there stands what the file is for.

    Parameters
    ----------
    content : bytes, optional
        A Word document; nothing gives no words.
    file : str
        Its name, for findings.

    Raises
    ------
    DataError
        If it is not a Word document that can be read.
    """
    if content is None:
        return OwnWords()
    document = open_word(content, file)
    body = document.element.body
    pictures = sum(1 for name in PICTURES for _ in body.iter(qn(name)))
    return OwnWords(tuple(_sections(document)), pictures, file)


def _sections(document: Any) -> Iterator[Section]:
    """Split the document at its highest headings, and at each heading right under the first of two levels."""
    heading, level, blocks = "", 0, list[Block]()
    for block, depth in _blocks(document):
        if isinstance(block, Heading) and (level == 0 or depth <= SECTION_DEPTH or depth <= level):
            if level:
                yield Section(heading, tuple(_joined(blocks)))
            heading, level, blocks = block.words, depth, []
        elif isinstance(block, Heading):
            blocks.append(replace(block, level=min(DEEPEST, 2 + depth - level - 1)))
        else:
            blocks.append(block)
    if level:
        yield Section(heading, tuple(_joined(blocks)))


SECTION_DEPTH = 2
"""Headings 1 and 2 name a chapter or municipality; deeper ones are part of its words."""


def _blocks(document: Any) -> Iterator[tuple[Block, int]]:
    """Give the blocks of a document with the depth of headings; empty paragraphs are passed over."""
    for element in document.element.body:
        if element.tag == qn("w:p"):
            yield from _paragraph(document, element)
        elif element.tag == qn("w:tbl"):
            table = _table(element)
            if table is not None:
                yield table, 0


def _paragraph(document: Any, element: Any) -> Iterator[tuple[Block, int]]:
    spans = tuple(_spans(element))
    if not "".join(span.words for span in spans).strip():
        return
    name = _style_name(document, element)
    found = HEADING.match(name)
    if found:
        yield Heading("".join(span.words for span in spans).strip()), int(found[1])
    elif kind := _list_kind(document, element, name):
        yield List((spans,), numbered=kind == "numbered"), 0
    else:
        yield Paragraph(spans), 0


def _joined(blocks: Sequence[Block]) -> Iterator[Block]:
    """Take list items that follow each other together."""
    held: List | None = None
    for block in blocks:
        if isinstance(block, List) and held is not None and held.numbered == block.numbered:
            held = List(held.items + block.items, held.numbered)
            continue
        if held is not None:
            yield held
        held = block if isinstance(block, List) else None
        if held is None:
            yield block
    if held is not None:
        yield held


def _spans(element: Any) -> Iterator[Span]:
    """Give the text of a paragraph by its way of writing; what was deleted with tracked changes is gone."""
    for run in element.iter(qn("w:r")):
        if run.getparent().tag in (qn("w:del"), qn("w:moveFrom")):
            continue
        words = "".join(_sign(part) for part in run)
        if words:
            about = run.find(qn("w:rPr"))
            yield Span(words, _is_on(about, "w:b"), _is_on(about, "w:i"))


def _sign(part: Any) -> str:
    """Return the text of a part of a run."""
    if part.tag == qn("w:t"):
        return part.text or ""
    if part.tag == qn("w:tab"):
        return "\t"
    return "\n" if part.tag in (qn("w:br"), qn("w:cr")) else ""


def _is_on(about: Any, name: str) -> bool:
    found = None if about is None else about.find(qn(name))
    return found is not None and found.get(qn("w:val"), "true") not in ("0", "false", "off")


def _style_name(document: Any, element: Any) -> str:
    """Return the name of the style of a paragraph, in small letters; empty for the usual one."""
    about = element.find(qn("w:pPr"))
    used = None if about is None else about.find(qn("w:pStyle"))
    if used is None:
        return ""
    wanted = used.get(qn("w:val"))
    names = {style.style_id: (style.name or "").casefold() for style in document.styles}
    return names.get(wanted, str(wanted).casefold())


def _list_kind(document: Any, element: Any, style: str) -> str:
    """Say whether a paragraph is an item of a list: ``bullet``, ``numbered`` or empty."""
    if style.startswith(("list number", "lijstnummering")):
        return "numbered"
    if style.startswith(("list bullet", "lijst opsom")):
        return "bullet"
    found = element.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
    if found is None or found.get(qn("w:val")) == "0":
        return ""
    return "bullet" if _number_form(document, found.get(qn("w:val"))) == "bullet" else "numbered"


def _number_form(document: Any, number: str) -> str:
    """Return how the first level of a numbering is written."""
    root = document.part.numbering_part.element
    for num in root.findall(qn("w:num")):
        if num.get(qn("w:numId")) == number:
            wanted = num.find(qn("w:abstractNumId")).get(qn("w:val"))
            for about in root.findall(qn("w:abstractNum")):
                form = about.find(f"{qn('w:lvl')}/{qn('w:numFmt')}")
                if about.get(qn("w:abstractNumId")) == wanted and form is not None:
                    return str(form.get(qn("w:val")))
    return "bullet"


def _table(element: Any) -> Table | None:
    """Return a table of plain words, its first row as header; None when it has nothing in it."""
    rows = [
        tuple(
            "\n".join("".join(span.words for span in _spans(p)).strip() for p in cell.findall(qn("w:p")))
            for cell in row.iter(qn("w:tc"))
        )
        for row in element.findall(qn("w:tr"))
    ]
    width = max((len(row) for row in rows), default=0)
    if not any(cell.strip() for row in rows for cell in row):
        return None
    filled = [row + ("",) * (width - len(row)) for row in rows]
    return Table("", tuple(Column(label) for label in filled[0]), tuple(filled[1:]))


def _lower(block: Block) -> Block:
    return replace(block, level=DEEPEST) if isinstance(block, Heading) else block


def _key(heading: str) -> str:
    return " ".join(plain(NUMBERED.sub("", heading.strip())).split())
