"""The page of what a what-if changes, `verschil.html`: self-contained, under the same content policy as the report."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from regietafel.model.plan import Plan
from regietafel.outputs.difference_tables import tables
from regietafel.outputs.difference_words import DifferenceWords, Said, difference_words
from regietafel.outputs.report_html import asset, environment, on_every_sheet, policy, say
from regietafel.outputs.report_summary import head
from regietafel.outputs.report_view import Table, View


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of the page: an anchor, a title, sentences, and tables."""

    anchor: str
    title: str
    leads: Sequence[str] = ()
    sentences: Sequence[Said] = ()
    tables: Sequence[Table] = field(default_factory=list)


def render_difference(before: Plan, after: Plan, lang: str) -> str:
    """Return the page of what differs between a plan and the one before it.

    Parameters
    ----------
    before, after : Plan
        The plan on the table, and the answer; both with places.
    lang : str
        Language of the page.
    """
    words = difference_words(before, after, lang)
    about = {
        "outcome": "",
        "title": words.say("title", province=after.document["case"]["province"]),
        "subtitle": subtitle(words),
    }
    return render_parts(words.after, about, [*told_parts(words), *table_parts(words)])


def render_parts(view: View, about: dict[str, str], parts: Sequence[Part]) -> str:
    """Return a page of parts, with the marks of a plan."""
    style, script = asset("rapport.css") + on_every_sheet(view), asset("rapport.js")
    marks = {key: head(view)[key] for key in ("marks", "facts", "illustration", "unfit")}
    shown: dict[str, Any] = {
        "lang": view.lang,
        "t": partial(say, view.lang),
        "style": style,
        "script": script,
        "policy": policy(style, script),
        "head": marks,
        "parts": parts,
        **about,
    }
    return environment().get_template("verschil.html.j2").render(**shown) + "\n"


def subtitle(words: DifferenceWords) -> str:
    """Name the cycle and the scenario."""
    case, scenario = words.after.document["case"], words.after.document["scenario"]
    return words.after.say("page.subtitle", cycle=str(case["cycle"]), scenario=scenario["title"] or scenario["name"])


def plain(sentences: Iterable[str]) -> list[Said]:
    """Return sentences with nothing under them."""
    return [Said(said) for said in sentences]


def told_parts(words: DifferenceWords) -> list[Part]:
    """Return what is said before the tables: what was fixed, who is touched, what it costs, what was kept."""
    short = [said for said in (words.change(), *words.totals(), *words.fair(), words.money()) if said]
    kept = [said for said in (*words.kept(), words.not_examined()) if said]
    return [
        Part(anchor="fixed", title=words.say("part_fixed"), sentences=plain(words.fixed())),
        Part(anchor="short", title=words.say("part_short"), leads=[words.touched()], sentences=plain(short)),
        Part(anchor="who", title=words.say("part_who"), sentences=words.municipalities(), leads=[words.untouched()]),
        Part(anchor="kept", title=words.say("part_kept"), leads=[words.say("kept_lead")], sentences=plain(kept)),
    ]


def table_parts(words: DifferenceWords) -> list[Part]:
    """Return the tables, before and after."""
    return [Part(anchor="tables", title=words.say("part_tables"), tables=tables(words))]
