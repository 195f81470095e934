"""What an office keeps beside a case for its documents: a Word template and its own words; and how to begin them."""

import io
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import docx

from regietafel.model.errors import DataError, Finding, Place, UsageError
from regietafel.model.plan import Plan
from regietafel.outputs.own_words import OWN_WORDS_FILE, read_own_words
from regietafel.outputs.report_content import CHAPTERS
from regietafel.outputs.report_docx import check_template
from regietafel.outputs.report_template import packaged_template
from regietafel.outputs.report_view import plain
from regietafel.outputs.texts_catalogue import text
from regietafel.outputs.word_file import as_document
from regietafel.outputs.word_styles import NAMES
from regietafel.outputs.word_template import TEMPLATE_FILE
from regietafel.outputs.zip_files import with_fixed_dates

TEMPLATE, WORDS = TEMPLATE_FILE, OWN_WORDS_FILE
WITHOUT_HEADING = "municipalities"


@dataclass(frozen=True)
class OfficeFiles:
    """What was read of an office: its template and its own words, each None when there is none."""

    template: bytes | None = None
    own_words: bytes | None = None

    @property
    def copies(self) -> dict[str, bytes]:
        """What a run folder keeps of it, by file name."""
        found = {TEMPLATE: self.template, WORDS: self.own_words}
        return {name: content for name, content in found.items() if content is not None}


def folders_beside(case: str | Path, is_built_in: bool) -> list[Path]:
    """Return where the files of an office may lie: by the case, or for a built-in case in this folder."""
    if is_built_in:
        return [Path()]
    path = Path(case)
    return [path, path.parent] if path.is_dir() else [path.parent]


def find_beside(name: str, folders: Iterable[Path]) -> Path | None:
    """Return the file of this name that lies in the first of some folders, if any."""
    return next((folder / name for folder in folders if (folder / name).is_file()), None)


def newest(files: Iterable[Path | None]) -> Path | None:
    """Return the file that was changed last; of equals the first."""
    there = [file for file in files if file is not None and file.is_file()]
    return max(there, key=lambda file: file.stat().st_mtime_ns, default=None)


def read_office_files(
    template: Path | None, own_words: Path | None, names: Iterable[str]
) -> tuple[OfficeFiles, list[Finding]]:
    """Read and check the files of an office, before anything is made with them.

    Parameters
    ----------
    template, own_words : Path, optional
        The files.
    names : iterable of str
        Names of the municipalities that own words may be about.

    Returns
    -------
    tuple
        The files, and warnings about them.

    Raises
    ------
    DataError
        If one cannot be read, the template has an unknown field or a mistake, or words would come in a wrong letter.
    """
    found = OfficeFiles(_read(template), _read(own_words))
    warnings: list[Finding] = []
    if found.template is not None and template is not None:
        warnings += check_template(found.template, template.name)
        # The copy of a run is called .docx: what Word must find in it is a document.
        found = replace(found, template=as_document(found.template, template.name))
    if own_words is not None:
        words = read_own_words(found.own_words, own_words.name)
        warnings += words.findings(chapter_titles(), list(names))
    if errors := [item for item in warnings if item.level == "error"]:
        raise DataError(errors)
    return found, warnings


def chapter_titles() -> list[str]:
    """Return the titles of all chapters, with or without a plan."""
    own = [text(f"chapter.{code}") for code in CHAPTERS if code != "conflict"]
    return [*own, text("page.conflict"), text("page.shortfall")]


def start_of_words(plan: Plan) -> bytes:
    """Return an empty ``teksten.docx`` with a heading per chapter and per municipality of a plan."""
    document = docx.Document(io.BytesIO(packaged_template()))
    body = document.element.body
    for element in list(body)[:-1]:
        body.remove(element)
    for name in ("header", "footer"):
        part = getattr(document.sections[0], name)
        for line in list(part.paragraphs)[1:]:
            line._p.getparent().remove(line._p)
        part.paragraphs[0].clear()
    document.add_paragraph(text("own_words.title"), style="Title")
    document.add_paragraph(text("own_words.lead"))
    for title in chapter_titles():
        _heading(document, title, "Heading 1")
        if title == text(f"chapter.{WITHOUT_HEADING}"):
            for member in sorted(plan.document["municipalities"], key=lambda member: plain(member["name"])):
                _heading(document, member["name"], "Heading 2")
    _unnumbered(document)
    packed = io.BytesIO()
    document.save(packed)
    return with_fixed_dates(packed.getvalue())


def _heading(document: Any, words: str, style: str) -> None:
    """Write a heading with an empty line under it to write on."""
    document.add_paragraph(words, style=style)
    document.add_paragraph(style=NAMES["text"])


def _unnumbered(document: Any) -> None:
    """Take the numbers from the headings: the report counts them itself."""
    for name in ("Heading 1", "Heading 2"):
        about = document.styles[name].element.pPr
        if about is not None and about.numPr is not None:
            about.remove(about.numPr)


def write_new(file: Path, content: bytes) -> None:
    """Write a file that is not there yet.

    Raises
    ------
    UsageError
        If there is a file of that name already.
    """
    try:
        with file.open("xb") as opened:
            opened.write(content)
    except FileExistsError as error:
        raise UsageError(Finding("file_exists", value=str(file))) from error


def _read(file: Path | None) -> bytes | None:
    """Read a file.

    Raises
    ------
    DataError
        If it is not there.
    """
    if file is None:
        return None
    try:
        return file.read_bytes()
    except OSError as error:
        raise DataError(Finding("word_file_missing", place=Place(file.name), value=str(file))) from error
