"""Reading a Word document back: its headings, tables with their captions, numbers in Dutch notation, and its marks."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import docx
from docx.oxml.ns import qn

MARKED = re.compile(r"\s*\([gobsr]\)$")


@dataclass(frozen=True)
class ReadTable:
    """A table as a reader sees it: caption without its number, header and rows of words, and the XML behind it."""

    caption: str
    header: list[str]
    rows: list[list[str]]
    element: Any

    def column(self, label: str) -> dict[str, str]:
        """Give the words of a column by the first word of the row, the province aside."""
        place = self.header.index(label)
        return {row[0]: row[place] for row in self.rows if row[0] != "Provincie"}


def words_of(element: Any) -> str:
    """Give the words of a paragraph or cell, line ends as they are shown."""
    signs = {qn("w:br"): "\n", qn("w:tab"): "\t"}
    found = element.iter(qn("w:t"), *signs)
    return "".join(signs.get(part.tag, part.text or "") for part in found)


def style_of(paragraph: Any) -> str:
    """Give the id of the style of a paragraph."""
    used = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return "" if used is None else str(used.get(qn("w:val")))


def opened(content: bytes) -> Any:
    """Open a document."""
    return docx.Document(io.BytesIO(content))


def tables_of(content: bytes) -> list[ReadTable]:
    """Give the tables of a document, with the caption above each."""
    found, before = [], ""
    for element in opened(content).element.body:
        if element.tag == qn("w:tbl"):
            rows = [[words_of(cell) for cell in row.iter(qn("w:tc"))] for row in element.iter(qn("w:tr"))]
            found.append(ReadTable(re.sub(r"^Tabel \d+  ", "", before), rows[0], rows[1:], element))
        before = words_of(element)
    return found


def table(content: bytes, caption: str) -> ReadTable:
    """Give the one table whose caption begins like this."""
    found = [item for item in tables_of(content) if item.caption.startswith(caption)]
    assert len(found) == 1, [item.caption for item in tables_of(content)]
    return found[0]


def headings(content: bytes, level: int = 1) -> list[str]:
    """Give the headings of a level."""
    return [words_of(p) for p in opened(content).element.body.iter(qn("w:p")) if style_of(p) == f"Heading{level}"]


def number(shown: str) -> float | None:
    """Read a number in Dutch notation, the letter of its origin aside; a dash is none."""
    bare = MARKED.sub("", shown).replace("\u00a0", " ").strip()
    if bare in ("–", ""):
        return None
    bare = bare.removeprefix("€ ").removesuffix(" %").replace(".", "").replace(",", ".")
    return float(bare)


def parts_of(content: bytes) -> dict[str, bytes]:
    """Give the parts of a packed file."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {item.filename: packed.read(item.filename) for item in packed.infolist()}


def all_text(content: bytes) -> Iterator[str]:
    """Give the words of every paragraph of body, headers and footers."""
    document = opened(content)
    roots = [document.element.body]
    kinds = ("/header", "/footer")
    roots += [rel.target_part._element for rel in document.part.rels.values() if rel.reltype.endswith(kinds)]
    for root in roots:
        yield from (words_of(paragraph) for paragraph in root.iter(qn("w:p")))
