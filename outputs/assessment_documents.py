"""What is written about a counter-proposal: the screen, `beoordeling.json` and the page `beoordeling.html`."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from regietafel.model.assessment import Assessment, Broken, rules_broken
from regietafel.model.errors import Finding
from regietafel.model.figures.tiers import CHANGE
from regietafel.model.plan import Plan
from regietafel.model.plan_difference import plan_difference
from regietafel.outputs.conflict_text import conflict_told
from regietafel.outputs.difference_html import Part, plain, render_parts, subtitle, table_parts
from regietafel.outputs.difference_words import DifferenceWords, difference_words
from regietafel.outputs.report_view import View
from regietafel.outputs.run_folder import ASSESSMENT_FILE
from regietafel.outputs.table_words import rule_text
from regietafel.outputs.texts_catalogue import has_text

SCHEMA = "regietafel.assessment/1"
DATA_FILE, PAGE_FILE = ASSESSMENT_FILE, "beoordeling.html"
MOST_TOLD = 60
"""Broken rules that are told one by one on the page; the data has them all."""


@dataclass(frozen=True)
class Assessed:
    """What an assessment is about.

    Parameters
    ----------
    table : Plan
        The plan on the table.
    found : Assessment
        Of the proposal.
    nearest : Plan
        The nearest plan that keeps all rules, or one that says that there is none.
    source : mapping
        File name and SHA-256 of the proposal.
    """

    table: Plan
    found: Assessment
    nearest: Plan
    source: Mapping[str, str]


@dataclass(frozen=True)
class AssessmentWords:
    """An assessment in the words of one language."""

    about: Assessed
    lang: str

    @cached_property
    def scores(self) -> DifferenceWords:
        """The proposal beside the plan on the table."""
        return difference_words(self.about.table, self.about.found.plan, self.lang)

    @cached_property
    def mended(self) -> DifferenceWords:
        """The nearest plan beside the proposal."""
        return difference_words(self.about.found.plan, self.about.nearest, self.lang)

    @property
    def view(self) -> View:
        """The proposal with words."""
        return self.scores.after

    def say(self, code: str, /, **params: Any) -> str:
        """Return a text about assessments."""
        return self.view.say(f"assessment.{code}", **params)

    def verdict(self) -> str:
        """Say whether the proposal keeps every rule, or how many it breaks."""
        found = self.about.found
        if found.breaks_nothing:
            return self.say("breaks_nothing")
        count, places = len(rules_broken(found.broken)), len(found.broken)
        return self.say("breaks", count=count + bool(found.impossible), places=places + len(found.impossible))

    def broken(self) -> list[str]:
        """Say where each rule is broken and by how much, and what cannot be at all."""
        found = self.about.found
        said = [self._broken(item) for item in found.broken[:MOST_TOLD]]
        more = len(found.broken) - len(said)
        said += [self.say("broken_more", count=more)] if more else []
        return [self._impossible(item) for item in found.impossible] + said

    def _impossible(self, item: Finding) -> str:
        """Say what cannot be at all: a number of something, somewhere, at a moment."""
        *names, moment = item.params["key"]
        where = [self.view.maybe(f"stream.{name}", self._named(name)) for name in names] + [self.view.day(moment)]
        what = self.say(f"decision_{item.params['decision']}")
        reason = self.view.say(f"finding_reason.{item.params['reason']}")
        return self.say("impossible", what=what, value=item.value, where=", ".join(where), reason=reason)

    def _named(self, name: str) -> str:
        return self.view.municipality(name) if name.startswith("GM") else self.view.location(name)

    def _broken(self, item: Broken) -> str:
        places = [self.view.location(item.location_id)] if item.location_id else []
        places += [self.view.municipality(item.gm_code)] if item.gm_code else []
        places += [self.say("position", id=item.position)] if item.position else []
        places += [self.view.day(item.moment)] if item.moment else []
        unit = self.view.say(f"unit.{item.unit}") if has_text(f"unit.{item.unit}", self.lang) else item.unit
        where = ", ".join(places) or self.scores.say("province")
        by = self.view.number(item.by, 4)
        return self.say("broken", rule=rule_text(item.rule, "title", self.lang), where=where, by=by, unit=unit)

    def compared(self) -> list[str]:
        """Say what the proposal comes to beside the plan on the table."""
        words = self.scores
        return [words.touched(), *words.totals(), *words.fair(), words.money()]

    def nearest(self) -> list[str]:
        """Say what must change for a plan that keeps all rules."""
        plan = self.about.nearest
        if not plan.has_places:
            told = conflict_told(View(plan, self.lang))
            return [self.say("nearest_none"), *(told.reasons if told else [])]
        if self.mended.difference.same_plan:
            return [self.say("nearest_same")]
        tier = next(row for row in plan.document["outcome"]["tiers"] if row["name"] == CHANGE)
        code = "nearest_proven" if tier["stop"] == "proven" else "nearest_within"
        return [self.say(code, points=tier["value"], bound=tier["bound"]), self.mended.touched()]


def assessment_summary(about: Assessed, lang: str) -> str:
    """Return an assessment as lines for the screen."""
    words = AssessmentWords(about, lang)
    lines = [words.verdict(), *(f"- {said}" for said in words.broken()), ""]
    lines += [f"{words.say('part_scores')}:", *(f"- {said}" for said in words.compared()), ""]
    lines += [f"{words.say('part_nearest')}:", *words.nearest()]
    if about.nearest.has_places:
        for said in words.mended.municipalities():
            lines += [f"- {said.text}", *(f"    {part}" for part in said.more)]
    return "\n".join(lines) + "\n"


def make_assessment(about: Assessed, lang: str, *, page: bool = True) -> dict[str, bytes]:
    """Make the documents of an assessment, by file name; equal for equal plans."""
    data = json.dumps(assessment_document(about), ensure_ascii=False, indent=1) + "\n"
    return {DATA_FILE: data.encode()} | ({PAGE_FILE: _page(about, lang).encode()} if page else {})


def assessment_document(about: Assessed) -> dict[str, Any]:
    """Return `beoordeling.json`: what is broken, what the proposal scores, and both differences."""
    proposal, table, nearest = about.found.plan.document, about.table.document, about.nearest
    found = plan_difference(table, proposal)
    mended = plan_difference(proposal, nearest.document) if nearest.has_places else None
    scores = {key: proposal[key] for key in ("totals", "municipalities", "locations", "costs", "fairness", "positions")}
    return {
        "schema": SCHEMA,
        "province": table["case"]["province"],
        "table": table["versions"].get("document_sha256"),
        "proposal": dict(about.source),
        "breaks_nothing": about.found.breaks_nothing,
        "broken": about.found.rows(),
        "impossible": [
            {"code": item.code, "value": item.value, "params": item.params} for item in about.found.impossible
        ],
        "scores": scores,
        "against_table": found.to_dict(),
        "nearest": {
            "status": nearest.status,
            "document": nearest.document["versions"].get("document_sha256"),
            "tiers": nearest.document["outcome"]["tiers"],
            "difference": mended.to_dict() if mended else None,
        },
    }


def _page(about: Assessed, lang: str) -> str:
    words = AssessmentWords(about, lang)
    title = words.say("title", province=about.table.document["case"]["province"])
    parts = [
        Part(anchor="broken", title=words.say("part_broken"), leads=[words.verdict()], sentences=plain(words.broken())),
        Part(
            anchor="scores",
            title=words.say("part_scores"),
            leads=[words.say("scores_lead")],
            sentences=plain(words.compared()),
            tables=table_parts(words.scores)[0].tables,
        ),
        _nearest_part(words),
    ]
    head = {"title": title, "subtitle": subtitle(words.scores), "outcome": words.verdict()}
    return render_parts(words.view, head, parts)


def _nearest_part(words: AssessmentWords) -> Part:
    has = words.about.nearest.has_places
    return Part(
        anchor="nearest",
        title=words.say("part_nearest"),
        leads=[*words.nearest(), *([words.say("nearest_lead")] if has else [])],
        sentences=words.mended.municipalities() if has else (),
        tables=table_parts(words.mended)[0].tables if has and not words.mended.difference.same_plan else (),
    )
