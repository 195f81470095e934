"""The first sheet of the workbook of a plan: outcome, what is not fit for a decision, key figures, tasks and proof."""

from collections.abc import Mapping
from typing import Any

from regietafel.outputs import notation, report_summary
from regietafel.outputs.conflict_text import conflict_told, ways_as_lines
from regietafel.outputs.plan_workbook_page import Page
from regietafel.outputs.plan_workbook_places import Rows
from regietafel.outputs.plan_workbook_table import Field, Grid, Placed, put_table
from regietafel.outputs.report_notes import unfit
from regietafel.outputs.report_positions import summary as positions_summary
from regietafel.outputs.report_view import View
from regietafel.outputs.table_words import cause

WIDTHS = [34, 12, 14, 14, 12, 14, 12, 14, 12, 12, 12, 40]
PRINT_SCALE = 72
STATUSES = ("existing", "decided", "intended", "explored")
TIER_UNITS = {"shortfall": "places", "surplus": "places", "fairness": "ratio", "cost": "euro"}


def put_summary(page: Page) -> dict[str, Placed]:
    """Write the summary on an empty page; return its tables by name."""
    view = page.view
    head = report_summary.head(view)
    page.line(head["subtitle"])
    page.line(head["outcome"], bold=True, font_size=12)
    page.lines([said for said in (head["outcome_meaning"], head["start"], *_history(view)) if said])
    page.gap()
    _put_unfit(page, head["unfit"])
    placed = _put_figures(page) if view.plan.has_places else {}
    _put_conflict(page)
    page.sheet.freeze_panes(2, 0)
    return placed


def _history(view: View) -> list[str]:
    """Say from which plan this one was made, or with which it was compared."""
    case = view.document["case"]
    said = []
    if case["reference"]:
        said.append(view.say("workbook.reference", hash=case["reference"]["plan_sha256"]))
    if case["parent"]:
        said.append(view.say("workbook.parent", hash=case["parent"]["plan_sha256"]))
    pins = view.document["scenario"]["pins"]
    return [*said, view.say("workbook.pins", pins="; ".join(map(str, pins)))] if pins else said


def _put_unfit(page: Page, mark: str) -> None:
    """Name what is not fit for a decision; who mends it stands on a sheet of its own."""
    if not mark:
        return
    page.heading(mark)
    page.lines([f"• {item['message']}" for item in unfit(page.view)])
    page.line(page.view.say("workbook.unfit_where"), italic=True)
    page.gap()


def _put_figures(page: Page) -> dict[str, Placed]:
    view, placed = page.view, {}
    page.heading(view.say("page.figures"))
    _put_key_figures(page)
    parts = {"totals": (_totals(view), "totals"), "hardness": (_hardness(view), "hardness")}
    for name, (grid, title) in parts.items():
        page.heading(view.say(f"workbook.part.{title}"))
        placed[name] = put_table(page, grid)
    page.line(view.say(f"page.counting_{view.counting}"), italic=True)
    page.lines(positions_summary(view))
    page.gap()
    page.break_before([page.row], PRINT_SCALE)
    page.heading(view.say("page.proof"))
    placed["proof"] = put_table(page, _proof(view))
    page.line(view.say("page.proof_note"), italic=True)
    return placed


def _put_key_figures(page: Page) -> None:
    """Write the key figures as numbers, each with what it means and where it comes from."""
    for item in _key_figures(page.view):
        label, note, origin = (
            page.looks.cell(**more) for more in ({"bold": True}, {"indent": 1}, {"italic": True, "indent": 1})
        )
        row = page.row
        page.say(row, 0, item["label"], label)
        page.sheet.merge_range(row, 1, row, 2, "", page.looks.number(item["kind"], bold=True, font_size=12))
        page.number(row, 1, item["value"], page.looks.number(item["kind"], bold=True, font_size=12))
        page.say(row, 3, page.view.say(f"cell.origin.{item['origin']}"), origin)
        page.sheet.merge_range(row, 4, row, 11, "", note)
        page.say(row, 4, item["note"], note)
        page.row += 1
    page.gap()


def _key_figures(view: View) -> Rows:
    """Return the key figures of the report, as numbers."""
    found = view.document["costs"]
    top = report_summary.worst(view)
    opened, _, _ = report_summary.open_counts(view)
    placed = sum(
        sum(at["provided"].values()) - at["housed"]
        for member in view.document["municipalities"]
        for at in member["moments"]
        if at["moment"] == view.last
    )
    values = [
        ("ratio", top[0] if top else None),
        ("euro", found["over_cycle"]),
        ("count", opened),
        ("count", placed),
    ]
    return [
        {"label": card["label"], "kind": kind, "value": value, "origin": card["origin"], "note": card["note"]}
        for card, (kind, value) in zip(report_summary.cards(view), values, strict=True)
    ]


def _totals(view: View) -> Grid:
    """Return every task at every moment."""
    fields = [
        *(Field("task", width=34), Field("moment", "day", 12), Field("required", "count", 12)),
        Field("required_origin", "origin", 14),
        *(_column(name) for name in ("placed", "counted_plan", "counted_durable")),
        *(_column(name) for name in ("shortfall", "unavoidable", "by_choice", "surplus")),
        Field("causes", width=40),
    ]
    rows = [_total(view, row) for row in sorted(view.document["totals"], key=report_summary.task_order)]
    return Grid(name="opgaven", fields=fields, rows=rows)


def _column(name: str) -> Field:
    """Return a column of computed numbers without a total: tasks lie inside each other."""
    return Field(name, "count", 12, "computed", bar=name == "shortfall")


def _total(view: View, row: Mapping[str, Any]) -> dict[str, Any]:
    parts = [
        f"{cause(part['cause'], view.document, view.lang)}: {view.number(part['places'])}" for part in row["by_choice"]
    ]
    published = row["net_published"]
    parts += [] if published is None else [view.say("workbook.published", places=published)]
    return {
        "task": view.say(f"task.{row['task']}"),
        "task_code": row["task"],
        "required_origin": report_summary.required_origin(view, row["task"]),
        **{key: row[key] for key in ("moment", "required", "placed", "shortfall", "unavoidable", "surplus")},
        "counted_plan": row["counted"]["plan"],
        "counted_durable": row["counted"]["durable"],
        "by_choice": sum(part["places"] for part in row["by_choice"]),
        "causes": "; ".join(parts),
    }


def _hardness(view: View) -> Grid:
    """Return the places of every task at every moment by how firm their location is."""
    fields = [
        *(Field("task_moment", width=34), Field("moment", "day", 12)),
        *(Field(f"status_{name}", "count", 12, "computed") for name in STATUSES),
    ]
    rows = [
        {
            "task_moment": f"{view.say('task.' + row['task'])}, {notation.short_day(row['moment'], view.lang)}",
            "moment": row["moment"],
            **{f"status_{name}": row["by_status"].get(name, 0) for name in STATUSES},
        }
        for row in sorted(view.document["totals"], key=report_summary.task_order)
        if row["by_status"] and row["task"] in ("asylum", "special", "ukraine")
    ]
    return Grid(name="hardheid", fields=fields, rows=rows)


def _proof(view: View) -> Grid:
    """Return what each aim comes to, and what is proven of it."""
    fields = [
        *(Field("aim", width=34), Field("tier_unit", width=12)),
        *(Field(name, "by_row", 12, "computed") for name in ("tier_value", "tier_bound")),
        *(Field("tier_gap", "percent", 12, "computed"), Field("tier_tolerance", "by_row", 12)),
    ]
    rows = []
    for tier in view.document["outcome"]["tiers"]:
        name, _, on = tier["name"].partition("_")
        apart = f" ({view.say(f'fair.on_{on}')})" if on else ""
        rows.append(
            {
                "aim": view.say(f"tier.{name}.title") + apart,
                "tier_unit": view.say(f"unit.{TIER_UNITS.get(name, 'weight')}"),
                "kind": "euro" if name == "cost" else "decimal",
                **{f"tier_{key}": tier[key] for key in ("value", "bound", "gap", "tolerance")},
            }
        )
    return Grid(name="bewijs", fields=fields, rows=rows)


def _put_conflict(page: Page) -> None:
    """Say why there is no plan, or why a task is not met, and what would have to give."""
    told = conflict_told(page.view)
    if told is None:
        return
    page.gap()
    page.heading(told.title)
    page.lines(told.reasons)
    for said, members in told.together:
        page.line(said)
        page.lines([f"• {member}" for member in members])
    if told.ways_out:
        page.heading(told.ways_title)
        page.lines(ways_as_lines(told.ways_out))
    page.lines(told.without_ways)


def put_index(page: Page, titles: Mapping[str, str]) -> None:
    """Write what stands on which sheet, with a link to each."""
    page.gap()
    page.heading(page.view.say("workbook.part.sheets"))
    link = page.looks.look(font_color="#0B4F9E", underline=1)
    for name, title in titles.items():
        quoted = title.replace("'", "''")
        page.sheet.write_url(page.row, 0, f"internal:'{quoted}'!A1", link, title)
        page.say(page.row, 1, page.view.say(f"workbook.about.{name}"), page.looks.look())
        page.row += 1
