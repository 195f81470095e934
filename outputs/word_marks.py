"""The marks of every page: whatever the template, each page says how final and how confidential it is."""

from collections.abc import Iterator
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import qn

from regietafel.outputs import word_xml
from regietafel.outputs.report_blocks import Marks, Span
from regietafel.outputs.word_xml import Styles


def add_marks(document: Any, styles: Styles, marks: Marks) -> bool:
    """Put the marks at the head of every page whose header and footer do not have them all.

    Parameters
    ----------
    document : docx.document.Document
        A template that was filled in.
    styles : Styles
        Its styles.
    marks : Marks
        What every page has to say.

    Returns
    -------
    bool
        Whether the template lacked any.
    """
    added = []
    for section, kind, head, foot in list(_pages(document)):
        said = f"{_words(document, head)} {_words(document, foot)}"
        if all(" ".join(mark.split()) in said for mark in marks.all):
            continue
        root = _root(document, head) if head else _new_header(document, section, kind)
        if root not in added:
            added.append(root)
            for element in reversed(_lines(styles, marks)):
                root.insert(0, element)
    return bool(added)


def _lines(styles: Styles, marks: Marks) -> list[Any]:
    lines = [word_xml.paragraph(styles["marks"], word_xml.runs((Span(marks.line),)))]
    if marks.illustration:
        lines.append(word_xml.paragraph(styles["illustration"], word_xml.runs((Span(marks.illustration),))))
    return list(parse_xml(f"<w:body {word_xml.ROOT}>{''.join(lines)}</w:body>"))


def _pages(document: Any) -> Iterator[tuple[Any, str, str, str]]:
    """Give every kind of page of every section with the relations of its header and footer, empty when it has none."""
    before: dict[tuple[str, str], str] = {}
    settings = document.settings.element
    even = settings.find(qn("w:evenAndOddHeaders")) is not None
    for section in document.element.body.iter(qn("w:sectPr")):
        for name in ("header", "footer"):
            for reference in section.findall(qn(f"w:{name}Reference")):
                before[name, reference.get(qn("w:type"), "default")] = reference.get(qn("r:id"))
        first = section.find(qn("w:titlePg"))
        kinds = ["default", *(["even"] if even else [])]
        kinds += ["first"] if first is not None and first.get(qn("w:val"), "1") not in ("0", "false") else []
        for kind in kinds:
            yield section, kind, before.get(("header", kind), ""), before.get(("footer", kind), "")


def _root(document: Any, relation: str) -> Any:
    part = document.part.rels[relation].target_part
    return part._element


def _words(document: Any, relation: str) -> str:
    """Return the words of a header or footer with single spaces; nothing when there is none."""
    if not relation:
        return ""
    root = _root(document, relation)
    return " ".join(
        " ".join("".join(part.text or "" for part in line.iter(qn("w:t"))) for line in root.iter(qn("w:p"))).split()
    )


def _new_header(document: Any, section: Any, kind: str) -> Any:
    """Give a section a header of its own; return its root."""
    part, relation = document.part.add_header_part()
    reference = section.makeelement(qn("w:headerReference"), {qn("w:type"): kind, qn("r:id"): relation})
    section.insert(0, reference)
    root = part.element
    for element in list(root):
        root.remove(element)
    return root
