"""`plan.xlsx`: the workbook of a plan, in which a colleague finds every figure and can follow where it comes from.

The same plan gives the same bytes. What people typed is always text; formulas are ours, each saved with its value.
"""

import io
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

import xlsxwriter

from regietafel.outputs import plan_workbook_accounts as accounts
from regietafel.outputs import plan_workbook_places as places
from regietafel.outputs.documents import Material
from regietafel.outputs.pictures import Picture
from regietafel.outputs.plan_workbook_charts import put_charts
from regietafel.outputs.plan_workbook_page import Looks, Page
from regietafel.outputs.plan_workbook_steps import put_steps
from regietafel.outputs.plan_workbook_summary import WIDTHS, put_index, put_summary
from regietafel.outputs.plan_workbook_table import Grid, Placed, put_table, widths_of
from regietafel.outputs.plan_workbook_trace import WIDTHS as TRACE_WIDTHS
from regietafel.outputs.plan_workbook_trace import define_names
from regietafel.outputs.report_view import View

FIXED_TIME: Final = datetime(2000, 1, 1)
OPTIONS: Final = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}

Maker = Callable[[View], Grid | None]

WITH_PLACES: Final[Mapping[str, Mapping[str, Maker]]] = {
    "municipalities": {"municipalities": places.municipalities},
    "at_moments": {"at_moments": places.at_moments},
    "streams": {"streams": places.streams},
    "regions": {"regions": places.regions},
    "locations": {"locations": places.locations},
    "placements": {"placements": places.placements},
    "clusters": {"clusters": places.clusters},
    "exchanges": {"exchanges": places.exchanges},
    "burdens": {"burdens": accounts.burdens},
    "fairness": {
        "measures": accounts.measures,
        "norms": accounts.norms,
        "prices": accounts.prices,
        "keys": accounts.keys,
        "levels": accounts.levels,
    },
    "costs": {"costs": accounts.costs, "costs_by_host": accounts.costs_by_host},
    "grants": {"grants": accounts.grants},
    "rules": {"rules": accounts.rules},
    "bindings": {"bindings": accounts.bindings},
}
"""Sheets of a plan with places: the tables on each, in reading order."""
ALWAYS: Final[Mapping[str, Mapping[str, Maker]]] = {
    "positions": {"positions": accounts.positions},
    "options": {"options": accounts.options},
    "messages": {"messages": accounts.messages},
    "sources": {"inputs": accounts.inputs, "versions": accounts.versions, "origins": accounts.origins},
}
"""Sheets that also stand in the workbook of a search that found no plan."""


def render_workbook(material: Material) -> bytes:
    """Make the workbook of a plan.

    Parameters
    ----------
    material : Material
        Any plan, also one that says that there is none: then only what was asked, assumed and found in the way.

    Returns
    -------
    bytes
        An Excel workbook, in Dutch; equal for an equal plan.
    """
    content, view = io.BytesIO(), material.dutch
    book = xlsxwriter.Workbook(content, dict(OPTIONS))
    title = view.say("page.title", province=view.document["case"]["province"])
    book.set_properties({"title": title[:255], "author": "regietafel", "created": FIXED_TIME})
    book.set_calc_mode("auto")
    put_sheets(Looks(book), view, material.pictures if view.plan.has_places else {})
    book.close()
    return content.getvalue()


def put_sheets(looks: Looks, view: View, pictures: Mapping[str, Picture]) -> dict[str, Placed]:
    """Write every sheet of the workbook; return its tables by name."""
    summary = Page(looks, view, "summary", WIDTHS)
    placed = put_summary(summary)
    titles: dict[str, str] = {}
    charts = Page(looks, view, "charts", [14] * 10) if view.plan.has_places else None
    if charts:
        titles["charts"] = charts.title
    for name, makers in (WITH_PLACES if view.plan.has_places else {}).items():
        placed |= _put_sheet(looks, view, name, makers, titles)
    for name, makers in ALWAYS.items():
        placed |= _put_sheet(looks, view, name, makers, titles)
    if charts:
        define_names(placed)
        put_charts(charts, placed, pictures)
        trace = Page(looks, view, "trace", TRACE_WIDTHS)
        titles["trace"] = trace.title
        put_steps(trace, placed, first_choice(placed))
    put_index(summary, titles)
    summary.sheet.activate()
    return placed


def first_choice(placed: Mapping[str, Placed]) -> int:
    """Return which municipality is worked out when the workbook opens: the one with the highest burden."""
    top = placed["burdens"].grid.rows[0]["gm_code"]
    codes = [row["gm_code"] for row in placed["municipalities"].grid.rows]
    return codes.index(top)


def _put_sheet(
    looks: Looks, view: View, name: str, makers: Mapping[str, Maker], titles: dict[str, str]
) -> dict[str, Placed]:
    """Write a sheet with its tables, unless it would be empty; return the tables by name."""
    grids = {key: grid for key, make in makers.items() if (grid := make(view)) is not None}
    if not grids:
        return {}
    page = Page(looks, view, name, widths_of(view, list(grids.values())))
    titles[name] = page.title
    page.line(view.say(f"workbook.about.{name}"))
    if name == "clusters":
        page.lines(places.unreached(view))
    single = len(grids) == 1
    placed = {}
    for key, grid in grids.items():
        if not single:
            page.heading(view.say(f"workbook.part.{key}"))
        placed[key] = put_table(page, grid, freeze=single)
        if not single:
            page.lines([view.say(f"workbook.note.{key}")] if key in NOTED else [], italic=True)
    if not single:
        page.sheet.freeze_panes(2, 0)
    return placed


NOTED: Final = ("costs", "costs_by_host", "norms")
"""Tables under which something is to be said."""
