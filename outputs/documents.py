"""All documents of a plan by file name: each made by its own module, from the plan alone."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from regietafel.model.borders import Borders
from regietafel.model.plan import Plan
from regietafel.outputs import csv_tables, report_html, results
from regietafel.outputs.geo_files import geo_files
from regietafel.outputs.pictures import Picture, draw_pictures, picture_files
from regietafel.outputs.report_view import View
from regietafel.outputs.texts_catalogue import DEFAULT_LANGUAGE

if TYPE_CHECKING:
    from regietafel.outputs.own_words import OwnWords
    from regietafel.outputs.report_blocks import ReportContent


PLAN_FILE = "plan.json"
REPORT_FILE = "rapport.html"
REPORT_DOCX = "verslag.docx"
TABLES_FOLDER = "tabellen"


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What an office chooses about its documents; none of it changes a figure.

    Parameters
    ----------
    lang : str
        Language of the page; the report, the workbook and the letters are Dutch.
    template : bytes, optional
        The Word template of the province; without it the packaged one.
    own_words : bytes, optional
        What ``teksten.docx`` beside the case holds: the province's own words per chapter and municipality.
    borders : Borders, optional
        Real borders; without them the map is schematic.
    pdf : bool
        Whether the report is made as PDF too.
    """

    lang: str = DEFAULT_LANGUAGE
    template: bytes | None = None
    own_words: bytes | None = None
    borders: Borders | None = None
    pdf: bool = False


@dataclass(frozen=True)
class Material:
    """A plan and the choices of an office, with what several documents share and nobody wants to make twice."""

    plan: Plan
    choices: Choices = field(default_factory=Choices)

    @cached_property
    def view(self) -> View:
        """The plan in the words of the page's language."""
        return View(self.plan, self.choices.lang)

    @cached_property
    def dutch(self) -> View:
        """The plan in Dutch words, for the report, the workbook and the letters."""
        return self.view if self.choices.lang == "nl" else View(self.plan, "nl")

    @cached_property
    def pictures(self) -> dict[str, Picture]:
        """The pictures of the plan by name, with Dutch words."""
        return draw_pictures(self.dutch, self.choices.borders)

    @cached_property
    def own_words(self) -> "OwnWords":
        """What the office wrote itself, per chapter and municipality."""
        from regietafel.outputs.own_words import read_own_words

        return read_own_words(self.choices.own_words)

    @cached_property
    def report(self) -> "ReportContent":
        """The content of the written report, for ``verslag.docx`` and its PDF."""
        from regietafel.outputs.report_content import report_content

        return report_content(self)


def make_documents(plan: Plan, choices: Choices | None = None) -> dict[str, bytes]:
    """Make every document of a plan.

    Parameters
    ----------
    plan : Plan
        Any plan, also one that says that there is none.
    choices : Choices, optional
        What the office chose.

    Returns
    -------
    dict of str to bytes
        Content by file name inside the run folder, in the order of the contract; equal for an equal plan and choices.
    """
    material = Material(plan, choices or Choices())
    documents = {REPORT_FILE: b""}
    documents |= geo_files(material) | picture_files(material.pictures)
    documents[REPORT_DOCX] = _report_docx(material)
    # The page comes last: it links to what lies beside it.
    beside = [PLAN_FILE, f"{TABLES_FOLDER}/", *(name for name in documents if name != REPORT_FILE)]
    documents[REPORT_FILE] = report_html.render_view(material.view, beside, material.choices.borders).encode()
    return documents


def _report_docx(material: Material) -> bytes:
    """Make the Word report; its libraries are only loaded here."""
    from regietafel.outputs.report_docx import render

    return render(material)


def make_tables(plan: Plan) -> dict[str, bytes]:
    """Make the tables of a plan as CSV, by file name inside the run folder."""
    return {f"{TABLES_FOLDER}/{name}.csv": csv_tables.to_csv(table) for name, table in results.tables(plan).items()}
