"""The written report: its chapters in reading order, each only when it has something to say; worked out nowhere else.

The content is made once and placed by every document that tells the report: ``verslag.docx`` and its PDF.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from regietafel.outputs import report_content_basis as basis
from regietafel.outputs import report_content_choices as choices
from regietafel.outputs import report_content_plan as plan
from regietafel.outputs import report_summary
from regietafel.outputs.report_blocks import Block, Chapter, Heading, Marks, ReportContent
from regietafel.outputs.report_view import View, plain

if TYPE_CHECKING:
    from regietafel.outputs.documents import Material

CHAPTERS = (
    *("summary", "conflict", "task", "plan", "hardness", "counting", "above", "residual", "duties", "exchanges"),
    *("clusters", "fairness", "money", "positions", "rules", "municipalities", "assumptions", "proof", "locations"),
    *("method", "versions"),
)
WITHOUT_PLAN = ("summary", "conflict", "task", "positions", "municipalities", "assumptions", "method", "versions")
MUNICIPALITIES = "municipalities"


def report_content(material: "Material") -> ReportContent:
    """Return the content of the written report.

    Parameters
    ----------
    material : Material
        A plan, also one that says that there is none, and the choices of the office.

    Returns
    -------
    ReportContent
        In Dutch; the office's own words stand first in their chapter.
    """
    view = material.dutch
    head = report_summary.head(view)
    marks = Marks(tuple(head["marks"]), tuple(head["facts"]), head["illustration"])
    found = (_chapter(material, code) for code in (CHAPTERS if view.plan.has_places else WITHOUT_PLAN))
    return ReportContent(head["title"], head["subtitle"], marks, tuple(chapter for chapter in found if chapter.blocks))


def chapter_title(view: View, code: str) -> str:
    """Return the title of a chapter; of a conflict it says whether there is a plan."""
    if code != "conflict":
        return view.say(f"chapter.{code}")
    return view.say("page.shortfall" if view.plan.has_places else "page.conflict")


def _chapter(material: "Material", code: str) -> Chapter:
    own = material.own_words
    blocks = (*own.of_chapter(code, chapter_title(material.dutch, code)), *_made(material, code))
    return Chapter(code, chapter_title(material.dutch, code), blocks)


def _made(material: "Material", code: str) -> Iterable[Block]:
    """Make the blocks of a chapter from the plan."""
    view = material.dutch
    if code == MUNICIPALITIES:
        return _of_municipalities(material)
    if code in PICTURED:
        return PICTURED[code](view, material.pictures)
    return PLAIN[code](view)


def _of_municipalities(material: "Material") -> Iterable[Block]:
    """Place what the office itself says of municipalities, in the order of their names."""
    for name in sorted(material.dutch.names.values(), key=plain):
        blocks = material.own_words.of_municipality(name)
        if blocks:
            yield Heading(name)
            yield from blocks


PICTURED: Mapping[str, Callable[..., Iterable[Block]]] = {
    "plan": plan.plan,
    "hardness": plan.hardness,
    "duties": plan.duties,
    "fairness": choices.fairness,
    "method": basis.method,
}
PLAIN: Mapping[str, Callable[[View], Iterable[Block]]] = {
    "summary": basis.summary,
    "conflict": basis.conflict,
    "task": plan.task,
    "counting": plan.counting,
    "above": plan.above,
    "residual": plan.residual,
    "exchanges": choices.exchanges,
    "clusters": choices.clusters,
    "money": choices.money,
    "positions": choices.positions,
    "rules": choices.rules,
    "assumptions": basis.assumptions,
    "proof": choices.proof,
    "locations": basis.locations,
    "versions": basis.versions,
}
