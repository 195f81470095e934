"""The report as an accessible PDF (PDF/UA-1): the same content as the Word document, made without Word or network."""

import json
import re
from dataclasses import asdict
from importlib.resources import as_file, files
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from regietafel.model.errors import Finding, UsageError
from regietafel.outputs.font_signs import as_shown
from regietafel.outputs.report_blocks import Block, PictureBlock, Table
from regietafel.outputs.word_widths import NORMAL, fit_columns

if TYPE_CHECKING:
    from regietafel.outputs.documents import Material

REPORT_PDF = "verslag.pdf"
TEMPLATE = "verslag.typ"
STANDARD = "ua-1"
FONT = "DejaVu Sans"
TEXT_WIDTH = 9638
"""Width of the text: 17 cm [twips]."""
BREAK = "\u200b"
LONG, PIECES = re.compile(r"\S{25,}"), re.compile(r"[^\W_]{1,12}[^\w\s]?|\W|_")
"""A word too long for a column, and the pieces it breaks into."""
LONGEST_WHOLE = 1500
"""A row with more signs in a cell than this may go on on the next page."""
FIXED_TIME = 0
"""Time of the file [s]: a plan has none, so that an equal plan gives equal bytes."""


class Drawing(str):
    """A picture as text, of which no word is broken."""

    __slots__ = ()


def require_pdf() -> None:
    """Refuse when the extra is not installed, before anything is written.

    Raises
    ------
    UsageError
        If there is no typst.
    """
    if find_spec("typst") is None:
        raise UsageError(Finding("pdf_not_installed"))


def render(material: "Material") -> bytes:
    """Return the report as PDF.

    Parameters
    ----------
    material : Material
        A plan, also one that says that there is none, and the choices of the office.

    Returns
    -------
    bytes
        A tagged PDF with title, language and bookmarks; equal for an equal plan and equal choices. Every word of the
        plan goes in as data and is never read as a program.

    Raises
    ------
    UsageError
        If the extra is not installed.
    """
    require_pdf()
    import typst

    template = (files("regietafel.outputs.templates") / TEMPLATE).read_bytes()
    with as_file(files("regietafel.outputs.fonts")) as folder:
        words = {"report": as_json(_as_data(material))}
        fonts = [str(folder)]
        compiler: Any = typst.Compiler(template, font_paths=fonts, ignore_system_fonts=True, sys_inputs=words)  # type: ignore[misc]
        made: bytes = compiler.compile(format="pdf", pdf_standards=[STANDARD], timestamp=FIXED_TIME)
    return made


def as_json(data: Any) -> str:
    """Return data as JSON of which every text has only signs that the font has: PDF/UA allows no others."""
    return json.dumps(_shown(data), ensure_ascii=False)


def _shown(data: Any) -> Any:
    if isinstance(data, str):
        return as_shown(data) if isinstance(data, Drawing) else breakable(as_shown(data))
    if isinstance(data, dict):
        return {key: _shown(value) for key, value in data.items()}
    return [_shown(value) for value in data] if isinstance(data, list | tuple) else data


def breakable(words: str) -> str:
    """Return a text of which a word longer than a column can break, at its signs or else every so many letters."""
    return LONG.sub(lambda found: BREAK.join(PIECES.findall(found[0])), words)


def _as_data(material: "Material") -> dict[str, Any]:
    """Return the content of the report as the template reads it."""
    report, view = material.report, material.dutch
    return {
        "title": report.title,
        "subtitle": report.subtitle,
        "subject": view.say("report.subject"),
        "font": FONT,
        "marks": " · ".join(report.marks.marks),
        "facts": " · ".join(report.marks.facts),
        "illustration": report.marks.illustration,
        "page_of": view.say("report.page_of", page="PAGE", pages="PAGES"),
        **{name: view.say(f"report.{name}") for name in ("contents", "table", "picture")},
        "chapters": [
            {"title": chapter.title, "blocks": [_block(block) for block in chapter.blocks]}
            for chapter in report.chapters
        ],
    }


def _block(block: Block) -> dict[str, Any]:
    """Return one block with its kind; a table with its widths, a picture with its drawing."""
    if isinstance(block, PictureBlock):
        about = {"drawing": Drawing(block.picture.drawing), "alternative": block.picture.alternative}
        return {"kind": block.kind, "caption": block.caption, "share": block.share, **about}
    found = {"kind": block.kind, **asdict(block)}
    if isinstance(block, Table):
        fit = fit_columns(block, TEXT_WIDTH)
        whole = [all(len(cell) < LONGEST_WHOLE for cell in row) for row in block.rows]
        found |= {"widths": list(fit.widths), "points": fit.half_points / 2 or NORMAL, "whole": whole}
    return found
