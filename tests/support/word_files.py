"""Small Word files to try reading and filling in on."""

import io
from collections.abc import Iterable
from typing import Any

import docx


def packed(document: Any) -> bytes:
    """Give a document as a file."""
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def word_file(lines: Iterable[tuple[str, str]]) -> bytes:
    """Make a document of paragraphs: style and words."""
    document = docx.Document()
    for style, words in lines:
        document.add_paragraph(words, style=style or None)
    return packed(document)


def template(*lines: str, header: str | None = "{{ merken }} {{ rekenvoorbeeld }}") -> bytes:
    """Make a template of plain paragraphs, with the marks in its header unless told otherwise."""
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    if header is not None:
        document.sections[0].header.paragraphs[0].text = header
    return packed(document)


def template_with_rows(loop: str, *cells: str) -> bytes:
    """Make a template with a table of which a row comes back."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "{{ merken }} {{ rekenvoorbeeld }}"
    table = document.add_table(rows=3, cols=len(cells))
    table.cell(0, 0).text, table.cell(2, 0).text = f"{{%tr for {loop} %}}", "{%tr endfor %}"
    for place, words in enumerate(cells):
        table.cell(1, place).text = words
    return packed(document)
