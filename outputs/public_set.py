"""The public set: every document of the public plan, and the list of what was left out of it."""

from dataclasses import replace
from pathlib import PurePath
from typing import Any

from regietafel.model.borders import Borders
from regietafel.model.plan import Plan
from regietafel.outputs import csv_tables, report_summary, results
from regietafel.outputs.documents import TABLES_FOLDER, Choices, make_documents
from regietafel.outputs.public_plan import LeftOut, PublicPlan, public_plan
from regietafel.outputs.report_html import asset, environment, on_every_sheet, policy
from regietafel.outputs.report_view import View
from regietafel.outputs.texts_catalogue import text

PUBLIC_FOLDER = "openbaar"
LEFT_OUT_FILE = "weggelaten.html"
BORDER_FILES = (".gpkg", ".geojson", ".json")


def make_public_set(plan: Plan, choices: Choices) -> dict[str, bytes]:
    """Make every document that everybody may see.

    Parameters
    ----------
    plan : Plan
        A plan with places.
    choices : Choices
        What the office chose; its own words stay in, and so does its template, which may say anything.

    Returns
    -------
    dict of str to bytes
        Content by file name inside the folder ``openbaar``; equal for an equal plan and choices.
    """
    public = public_plan(plan)
    found = {LEFT_OUT_FILE: left_out_page(public, choices.lang).encode()}
    borders = _public_borders(choices.borders, choices.lang)
    found |= make_documents(public.plan, replace(choices, own_words=None, template=None, borders=borders))
    tables = {name: table for name, table in results.tables(public.plan).items() if len(table)}
    return found | {f"{TABLES_FOLDER}/{name}.csv": csv_tables.to_csv(table) for name, table in tables.items()}


def _public_borders(borders: Borders | None, lang: str) -> Borders | None:
    """Return borders without the name of a file of the office; a source that the file itself names goes out."""
    if borders is None or PurePath(borders.source).suffix.casefold() not in BORDER_FILES:
        return borders
    return replace(borders, source=text("public.borders", lang))


def left_out_page(public: PublicPlan, lang: str) -> str:
    """Return the page that lists what was left out, in words that give nothing away."""
    view = View(public.plan, lang)
    case, style = view.document["case"], asset("brief.css") + on_every_sheet(view)
    hidden = [item for item in public.left_out if item.gm_code]
    kinds = list(dict.fromkeys(["locations", *(item.what for item in public.left_out)]))
    page = environment().get_template("weggelaten.html.j2")
    parts: dict[str, Any] = {
        "lang": lang,
        "t": view.say,
        "policy": policy(style, ""),
        "style": style,
        "head": report_summary.head(view),
        "subtitle": view.say("public.subtitle", province=case["province"], cycle=str(case["cycle"])),
        "kinds": [{part: view.say(f"left_out_of_public.{kind}.{part}") for part in ("what", "why")} for kind in kinds],
        "moments": [view.day(moment) for moment in view.document["moments"]],
        "rows": [_row(view, item) for item in hidden],
    }
    return page.render(**parts) + "\n"


def _row(view: View, item: LeftOut) -> dict[str, Any]:
    return {"name": view.municipality(item.gm_code), "places": [view.number(places) for places in item.places]}
