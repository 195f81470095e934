"""What stands on every page of a comparison: concept or adopted, confidential, versions, dates, and example or not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from regietafel.model.plan import Plan
from regietafel.outputs.conflict_text import conflict_told
from regietafel.outputs.position_sentences import demand_sentence
from regietafel.outputs.report_summary import head
from regietafel.outputs.report_view import View
from regietafel.outputs.texts_catalogue import text


def _reasons(view: View) -> list[str]:
    """Say why there is no plan; nothing when there is one."""
    told = None if view.plan.has_places else conflict_told(view)
    if told is None:
        return []
    return [*told.reasons, *(f"{what} {'; '.join(members)}" for what, members in told.together)]


@dataclass(frozen=True)
class Marks:
    """The marks of several plans together: the strictest of each.

    Parameters
    ----------
    marks : list of str
        Concept if any plan is, adopted only if all are; confidential.
    facts : list of str
        Every version and meeting date, once.
    illustration : str
        The warning, if any plan counts something that was made up.
    unfit : str
        What stands between the plans and the table, each once.
    cost_origin : str
        The softest origin of the amounts.
    demands : mapping
        The sentence of every position by id.
    reasons : mapping
        Why there is no plan, in sentences, by letter.
    """

    marks: list[str]
    facts: list[str]
    illustration: str = ""
    unfit: str = ""
    cost_origin: str = "computed"
    demands: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, plans: Mapping[str, Plan], lang: str) -> "Marks":
        """Take the marks of plans, by letter, together, in words of a language."""
        views = [View(plan, lang) for plan in plans.values()]
        heads = [head(view) for view in views]
        adopted = bool(plans) and all(plan.document["case"]["stage"] == "adopted" for plan in plans.values())
        stage = text("mark.adopted" if adopted else "mark.concept", lang)
        demands: dict[str, str] = {}
        for view in views:
            for item in view.document["positions"]:
                demands.setdefault(item["id"], demand_sentence(view, item))
        origins = [view.cost_origin for view in views]
        return cls(
            marks=[stage, text("mark.confidential", lang)],
            facts=list(dict.fromkeys(fact for item in heads for fact in item["facts"])),
            illustration=next((item["illustration"] for item in heads if item["illustration"]), ""),
            unfit=" ".join(dict.fromkeys(item["unfit"] for item in heads if item["unfit"])),
            cost_origin="estimate" if "estimate" in origins else "computed",
            demands=demands,
            reasons={letter: _reasons(view) for letter, view in zip(plans, views, strict=True)},
        )

    @property
    def line(self) -> str:
        """All marks on one line, those that may not be cut off first."""
        return " · ".join([*self.marks, *([self.illustration] if self.illustration else []), *self.facts])

    def on_every_sheet(self) -> str:
        """Return the style that prints the marks at the foot of every sheet of paper."""
        written = "".join(sign if sign.isalnum() or sign == " " else f"\\{ord(sign):x} " for sign in self.line)
        foot = f'@bottom-left{{content:"{written}";font:8pt sans-serif}}'
        return f"@page{{{foot}@bottom-right{{content:counter(page);font:8pt sans-serif}}}}\n"
