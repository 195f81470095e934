"""What stands in the body of a Word document, as blocks: words as a reader of the document sees them."""

import re
from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn

from regietafel.outputs.report_blocks import Block, Column, Heading, List, Paragraph, Span, Table

HEADING = re.compile(r"^(?:heading|kop) ?(\d)$")
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
DELETED = (qn("w:del"), qn("w:moveFrom"))
UNSEEN = (*DELETED, FALLBACK, qn("w:txbxContent"))
"""What is deleted with tracked changes, what is there twice, and text boxes, which count as pictures."""
AROUND = tuple(qn(f"w:{name}") for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))
"""What may stand around paragraphs, rows or cells without being seen."""
PICTURES = tuple(qn(name) for name in ("w:drawing", "w:pict", "w:object"))
NOTES = tuple(qn(name) for name in ("w:footnoteReference", "w:endnoteReference"))
NOT_SHOWN = "\ufffd"
SIGNS = {"w:tab": "\t", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-", "w:sym": NOT_SHOWN}
"""Signs that are no text; one of a font of pictures cannot be shown elsewhere."""
SIGN_OF = {qn(name): sign for name, sign in SIGNS.items()}


def blocks_of(document: Any) -> Iterator[tuple[Block, int]]:
    """Give the blocks of a document with the depth of headings, 0 for other blocks; empty ones are passed over.

    Parameters
    ----------
    document : docx.document.Document
        A Word document.
    """
    for element in _inside(document.element.body):
        if element.tag == qn("w:p"):
            yield from _paragraph(document, element)
        elif element.tag == qn("w:tbl"):
            table = _table(element)
            if table is not None:
                yield table, 0


def pictures_in(document: Any) -> int:
    """Count what cannot be carried over: pictures, text boxes and other objects, each once."""
    return sum(1 for tag in PICTURES for found in document.element.body.iter(tag) if not _is_part(found))


def notes_in(document: Any) -> int:
    """Count the notes at the foot of a page or at the end, which cannot be carried over."""
    return sum(1 for tag in NOTES for _ in document.element.body.iter(tag))


def _is_part(element: Any) -> bool:
    """Whether a picture is there only for older programs, or is part of another one."""
    return any(around.tag in (FALLBACK, *PICTURES) for around in element.iterancestors())


def _inside(element: Any) -> Iterator[Any]:
    """Give what stands in an element, also inside what is not seen itself, without what was deleted."""
    for part in element:
        if part.tag in AROUND:
            yield from _inside(part)
        elif part.tag not in UNSEEN:
            yield part


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


def _spans(element: Any) -> Iterator[Span]:
    """Give the text of a paragraph by its way of writing; what was deleted or hidden is gone."""
    for run in _runs(element):
        about = run.find(qn("w:rPr"))
        words = "" if _is_on(about, "w:vanish") else "".join(_sign(part) for part in run)
        if words:
            yield Span(words, _is_on(about, "w:b"), _is_on(about, "w:i"))


def _runs(element: Any) -> Iterator[Any]:
    """Give the runs in an element, however deep, that a reader sees."""
    for part in element:
        if part.tag == qn("w:r"):
            yield part
        elif part.tag not in UNSEEN:
            yield from _runs(part)


def _sign(part: Any) -> str:
    """Return the text of a part of a run."""
    return part.text or "" if part.tag == qn("w:t") else SIGN_OF.get(part.tag, "")


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
    rows = [tuple("\n".join(_lines(cell)) for cell in _inside_as(row, "w:tc")) for row in _rows(element)]
    width = max((len(row) for row in rows), default=0)
    if not any(cell.strip() for row in rows for cell in row):
        return None
    filled = [row + ("",) * (width - len(row)) for row in rows]
    return Table("", tuple(Column(label) for label in filled[0]), tuple(filled[1:]))


def _inside_as(element: Any, name: str) -> list[Any]:
    return [part for part in _inside(element) if part.tag == qn(name)]


def _rows(table: Any) -> Iterator[Any]:
    """Give the rows of a table that were not deleted."""
    for row in _inside_as(table, "w:tr"):
        if row.find(f"{qn('w:trPr')}/{qn('w:del')}") is None:
            yield row


def _lines(cell: Any) -> Iterator[str]:
    """Give the paragraphs of a cell, and those of a table inside it cell by cell."""
    for part in _inside(cell):
        if part.tag == qn("w:p"):
            words = "".join(span.words for span in _spans(part)).strip()
            yield from [words] if words else []
        elif part.tag == qn("w:tbl"):
            for row in _rows(part):
                for inner in _inside_as(row, "w:tc"):
                    yield from _lines(inner)
