"""The report as one self-contained page: no outside request, nothing that a strict content policy would stop."""

import base64
import hashlib
from collections.abc import Sequence
from functools import cache, partial
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined

from regietafel.model.borders import Borders
from regietafel.model.plan import Plan
from regietafel.model.scenario import STREAMS
from regietafel.outputs import (
    map_svg,
    report_drawing,
    report_duties,
    report_fairness,
    report_locations,
    report_notes,
    report_positions,
    report_sorted,
    report_summary,
    report_tables,
)
from regietafel.outputs.conflict_text import conflict_told
from regietafel.outputs.method_page import method_groups
from regietafel.outputs.report_bench import bench
from regietafel.outputs.report_files import files_beside
from regietafel.outputs.report_view import ORIGINS, View, sort_key
from regietafel.outputs.texts_catalogue import DEFAULT_LANGUAGE, text

# Section of the page, by the id of its heading, with the code of its name in the contents.
SECTIONS = {
    "figures": "page.nav_figures",
    "proof": "page.nav_proof",
    "map": "page.nav_map",
    "municipalities": "page.nav_municipalities",
    "duties-title": "page.nav_duties",
    "fairness": "page.nav_fairness",
    "burdens": "page.nav_burdens",
    "positions": "page.nav_positions",
    "locations": "page.nav_locations",
    "clusters": "page.nav_clusters",
    "money": "page.nav_money",
    "rules": "page.nav_rules",
    "messages": "page.nav_messages",
    "options": "page.nav_options",
    "versions": "page.nav_versions",
    "beside": "beside.nav",
    "method": "page.nav_method",
}
WITHOUT_PLAN = ("positions", "messages", "options", "versions", "beside", "method")
# How full the classes of a count are drawn on the map: nothing, and four steps of ever closer lines.
SHADES = ("", "M0 7L7 0", "M0 7L7 0M0 3.5L3.5 0M3.5 7L7 3.5", "M0 7L7 0M0 0L7 7", "M0 7L7 0M0 0L7 7M0 3.5H7M3.5 0V7")


def render(plan: Plan, lang: str = DEFAULT_LANGUAGE) -> str:
    """Return the report of a plan as the text of one HTML file, without borders and without files beside it."""
    return render_view(View(plan, lang))


def render_view(view: View, files: Sequence[str] = (), borders: Borders | None = None) -> str:
    """Return the report of a plan as the text of one HTML file.

    Parameters
    ----------
    view : View
        Any plan, also one that says that there is none, in the language of the page.
    files : sequence of str
        What was made beside the page, by name inside the run folder; the page links to it.
    borders : Borders, optional
        Real borders; without them the map is schematic.
    """
    style = asset("rapport.css") + on_every_sheet(view)
    script = asset("rapport.js") + (asset("kaart.js") if view.plan.has_places else "")
    page = environment().get_template("rapport.html.j2")
    about = {"lang": view.lang, "t": partial(say, view.lang), "policy": policy(style, script)}
    parts = {"style": style, "script": script, "beside": files_beside(view, files), "bench": ""}
    parts |= _always(view, bool(files)) | (_with_places(view, borders) if view.plan.has_places else {})
    return page.render(**about, **parts) + "\n"


def policy(style: str, script: str) -> str:
    """Return a content policy that allows this one style sheet and this one script, and nothing else."""
    return (
        f"default-src 'none'; style-src '{_fingerprint(style)}'; script-src '{_fingerprint(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def on_every_sheet(view: View) -> str:
    """Return the style that prints the marks at the foot of every sheet of paper."""
    head = report_summary.head(view)
    marks = " · ".join([*head["marks"], *head["facts"], *([head["illustration"]] if head["illustration"] else [])])
    return (
        f'@page{{@bottom-left{{content:"{_in_style(marks)}";font:8pt sans-serif}}'
        "@bottom-right{content:counter(page);font:8pt sans-serif}}\n"
    )


def _in_style(written: str) -> str:
    """Write a text inside a style sheet, everything but letters, digits and spaces by its number."""
    return "".join(letter if letter.isalnum() or letter == " " else f"\\{ord(letter):x} " for letter in written)


def _always(view: View, has_files: bool) -> dict[str, Any]:
    """Return the parts of a page with or without a plan."""
    possible = [name for name in SECTIONS if view.plan.has_places or name in WITHOUT_PLAN]
    sections = [name for name in possible if _is_there(view, name) and (has_files or name != "beside")]
    return {
        "head": report_summary.head(view),
        "public": view.is_public,
        "has_places": view.plan.has_places,
        "contents": [(name, view.say(SECTIONS[name])) for name in sections],
        "conflict": conflict_told(view),
        "proof": report_summary.proof(view),
        "positions": report_positions.positions(view),
        "prices": report_positions.prices(view),
        "origins": ORIGINS,
        "streams": STREAMS,
        "unfit": report_notes.unfit(view),
        "messages": report_notes.messages(view),
        "options": report_notes.options(view, changed=False),
        "options_changed": report_notes.options(view, changed=True),
        "versions": report_notes.versions(view),
        "method": method_groups(view.lang),
    }


def _is_there(view: View, section: str) -> bool:
    """Say whether a section has something to say: positions if somebody said something, burdens if there are any."""
    if section == "burdens":
        return bool(report_sorted.burdens(view)["tables"])
    return section != "positions" or bool(view.document["positions"])


def _with_places(view: View, borders: Borders | None) -> dict[str, Any]:
    """Return the parts of a page that need a plan."""
    earlier = [moment for moment in view.document["moments"] if moment != view.last]
    tasks = report_summary.task_cards(view)
    return {
        "last": view.day(view.last),
        "cards": report_summary.cards(view),
        "tasks": [card | {"bar": report_drawing.share_bar(card["share"])} for card in tasks],
        "totals": report_summary.totals(view),
        "bench": bench(view),
        "shades": shades(),
        "duties": report_duties.duties(view),
        "map": map_svg.draw_map(view, borders),
        "map_about": map_svg.map_told(view, borders),
        "legend": map_svg.legend(view),
        "marks": map_svg.mark_legend(view),
        "burdens": report_sorted.burdens(view),
        "municipalities": report_tables.municipalities(view, view.last),
        "earlier": [report_tables.municipalities(view, moment) for moment in earlier],
        "regions": report_tables.regions(view),
        "exchanges": report_tables.exchanges(view),
        "fairness": report_fairness.section(view),
        "places": report_locations.locations(view),
        "clusters": report_tables.clusters(view),
        "costs": report_tables.costs(view),
        "costs_by_host": report_tables.costs_by_host(view),
        "grants": report_tables.grants(view),
        "rules_binding": report_tables.rules(view, binding=True),
        "rules_other": report_tables.rules(view, binding=False),
    }


def shades() -> str:
    """Return the patterns with which the script fills the map for a count: darker and closer for more."""
    drawn = "".join(
        f'<pattern id="h-n{step}" width="7" height="7" patternUnits="userSpaceOnUse">'
        f'<rect class="n-{step}" width="7" height="7"/><path class="hatch dark" d="{lines}"/></pattern>'
        for step, lines in enumerate(SHADES)
    )
    return f'<svg class="shades" width="0" height="0" aria-hidden="true"><defs>{drawn}</defs></svg>'


def say(lang: str, code: str, /, **params: Any) -> str:
    """Return a text in the language of the page."""
    return text(code, lang, **params)


def _fingerprint(content: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()


def asset(name: str) -> str:
    """Read a packaged file, with the line ends that a browser hashes."""
    return (files("regietafel.outputs.templates") / name).read_text(encoding="utf-8").replace("\r\n", "\n")


@cache
def environment() -> Environment:
    """Return what fills in a page."""
    made = Environment(
        loader=FunctionLoader(asset),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=False,
        keep_trailing_newline=False,
        extensions=["jinja2.ext.do"],
    )
    made.globals["sort_key"] = sort_key
    return made
