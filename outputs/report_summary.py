"""The top of the report: marks, outcome, key figures with their proof, totals."""

from math import ceil
from typing import Any

from regietafel.model.plan import TierDocument, TotalDocument
from regietafel.outputs import notation, report_fairness
from regietafel.outputs.frontier_words import aim_name, aim_value
from regietafel.outputs.report_notes import unfit_mark
from regietafel.outputs.report_view import Cell, Column, Table, View, locations_told, words
from regietafel.outputs.table_words import cause

STREAMS_OF_TASK = {
    "asylum": ("regular", "special"),
    "asylum_need": ("regular", "special", "status_holder"),
    "special": ("special",),
    "ukraine": ("ukraine",),
    "housing": ("status_holder",),
}


def head(view: View) -> dict[str, Any]:
    """Return title, subtitle, marks and the first lines of the page."""
    case, scenario = view.document["case"], view.document["scenario"]
    marks = [view.say(f"mark.{case['stage']}"), view.say("mark.public" if view.is_public else "mark.confidential")]
    facts = [view.say("mark.version", version=case["version"])] if case["version"] else []
    facts += [view.say("mark.meeting", date=view.day(case["meeting_date"]))] if case["meeting_date"] else []
    return {
        "title": view.say("page.title", province=case["province"]),
        "subtitle": view.say("page.subtitle", cycle=str(case["cycle"]), scenario=scenario["title"] or scenario["name"]),
        "marks": marks,
        "facts": facts,
        "illustration": view.say("page.illustration") if view.uses_illustration else "",
        "start": _start(view),
        "unfit": unfit_mark(view),
        "outcome": outcome_title(view),
        "outcome_meaning": outcome_meaning(view),
        "status": view.plan.status,
    }


def outcome_title(view: View) -> str:
    """Say how the search ended, or which point of a trade-off the plan is."""
    point = view.document["outcome"].get("point")
    if is_least_change(view):
        return view.say(f"{_of_change(view)}.{view.plan.status}")
    if point is None:
        return view.say(f"outcome.{view.plan.status}")
    return view.say("outcome_point.title", number=point["number"])


def outcome_meaning(view: View) -> str:
    """Say what is proven of the plan; within the margin, how much better it could be at most."""
    point = view.document["outcome"].get("point")
    if point is not None:
        values = [
            f"{aim_name(aim, view.lang)} {aim_value(aim['unit'], aim['value'], view.lang)}" for aim in point["aims"]
        ]
        return view.say("outcome_point.meaning", values=values)
    largest = max((abs(tier["gap"]) for tier in view.document["outcome"]["tiers"]), default=0.0)
    # Rounded up: a proof never promises more than was proven.
    gap = notation.percentage(ceil(largest * 1e5 - 1e-6) / 1e5, view.lang, 3)
    kind = f"{_of_change(view)}_meaning" if is_least_change(view) else "outcome_meaning"
    return view.say(f"{kind}.{view.plan.status}", gap=gap)


def _of_change(view: View) -> str:
    """Say what the least change is to: the plan on the table, or a counter-proposal."""
    return "outcome_change" if view.document["case"]["parent"] else "outcome_nearest"


def is_least_change(view: View) -> bool:
    """Whether the plan is the one with the least change to another, and so not the best by the aims of its scenario."""
    return view.plan.has_places and "kept" in view.document["outcome"]


def _start(view: View) -> str:
    """Say that a built-in case starts from nothing, and what is published as still to realise."""
    started = [message for message in view.document["messages"] if message["code"].startswith("starts_from_nothing")]
    if not started or not view.document["case"]["built_in"]:
        return ""
    published = [row["net_published"] for row in view.document["totals"] if row["net_published"] is not None]
    net = published[-1] if published else started[0]["params"].get("to_realise")
    return f"{view.say('page.starts_from_nothing')} {_still_to_realise(view, net)}"


def _still_to_realise(view: View, net: int | None) -> str:
    if net is None:
        return view.say("page.to_realise_unknown")
    return view.say("page.to_realise", places=net) if net else view.say("page.to_realise_none")


def cards(view: View) -> list[dict[str, Any]]:
    """Return the key figures: highest burden, cost, open locations, homes."""
    if not view.plan.has_places:
        return []
    return [_worst(view), _cost(view), _open_locations(view), _people(view)]


def worst(view: View) -> tuple[float, str] | None:
    """Return the largest ratio the norm looks at first, and its municipality; None when there is none."""
    found = view.document["fairness"]
    ranked = found["sorted"][found["on"].split(",")[0]]
    return (ranked[0][0], ranked[0][1]) if ranked else None


def _worst(view: View) -> dict[str, Any]:
    top = worst(view)
    left_out = len(view.document["fairness"]["left_out"])
    note = view.say("page.card_worst_note", municipality=worst_names(view)) if top else ""
    if left_out:
        note += " " + view.say("page.card_left_out", number=left_out)
    return _card(view, "worst", view.ratio(top[0]) if top else "–", note)


def worst_names(view: View) -> str:
    """Name the municipality with the highest burden, and how many have the same as far as it is shown."""
    found = view.document["fairness"]
    ranked = found["sorted"][found["on"].split(",")[0]]
    same = sum(view.ratio(ratio) == view.ratio(ranked[0][0]) for ratio, _ in ranked) - 1
    name = view.municipality(ranked[0][1])
    return view.say("page.and_as_high", municipality=name, number=same) if same else name


def _cost(view: View) -> dict[str, Any]:
    found = view.document["costs"]
    yearly = found["operation_per_year"][-1]["amount"] if found["operation_per_year"] else 0
    note = view.say(
        "page.card_cost_note", yearly=notation.large_money(yearly, view.lang), once=view.money(found["opening_once"])
    )
    return _card(view, "cost", notation.large_money(found["over_cycle"], view.lang), note) | {
        "origin": view.cost_origin
    }


def open_counts(view: View) -> tuple[int, int, int]:
    """Count open locations of the province, hubs with satellites, and satellites at the last moment.

    Locations of which not even the number is public are not among them.
    """
    own = [offer for offer in view.document["locations"] if offer["gm_code"] in view.names]
    opened = sum(
        locations_told(offer, at["opened"]) or 0
        for offer in own
        for at in offer["moments"]
        if at["moment"] == view.last
    )
    clusters = [cluster for cluster in view.document["clusters"] if cluster["moment"] == view.last]
    return opened, len(clusters), sum(member["n"] for cluster in clusters for member in cluster["satellites"])


def _open_locations(view: View) -> dict[str, Any]:
    opened, hubs, satellites = open_counts(view)
    note = view.say("page.card_locations_note", hubs=hubs, satellites=satellites)
    note = view.say("page.card_locations_public") if view.is_public else note
    return _card(view, "locations", view.number(opened), note)


def _people(view: View) -> dict[str, Any]:
    entries = [
        at for member in view.document["municipalities"] for at in member["moments"] if at["moment"] == view.last
    ]
    housed = sum(at["housed"] for at in entries)
    places = sum(sum(at["provided"].values()) for at in entries) - housed
    return _card(view, "people", view.number(places), view.say("page.card_people_note", housed=housed))


def _card(view: View, name: str, value: str, note: str) -> dict[str, Any]:
    return {"label": view.say(f"page.card_{name}"), "value": value, "note": note, "origin": "computed"}


def task_cards(view: View) -> list[dict[str, Any]]:
    """Return per task at the last moment what is required, what counts, and what is short."""
    return [
        {
            "task": view.say(f"task.{row['task']}"),
            "required": view.number(row["required"]),
            "required_origin": required_origin(view, row["task"]),
            "counted": view.number(row["counted"][view.counting]),
            "share": min(1.0, row["counted"][view.counting] / row["required"]) if row["required"] else 1.0,
            "shortfall": row["shortfall"],
            "verdict": view.say("page.short", number=row["shortfall"]) if row["shortfall"] else view.say("page.met"),
        }
        for row in view.document["totals"]
        if row["moment"] == view.last
    ]


def required_origin(view: View, task: str) -> str | None:
    """Return the softest origin of the shares behind a task."""
    streams = STREAMS_OF_TASK[task]
    return view.softest(
        member["entitlement"].get(stream, {}).get("origin")
        for member in view.document["municipalities"]
        for stream in streams
    )


def totals(view: View) -> Table:
    """Return every task at every moment."""
    columns = [
        Column(view.say("page.col_task")),
        Column(view.say("page.col_moment"), tight=True),
        Column(view.say("page.col_required"), True),
        Column(view.say("page.col_placed"), True, "computed"),
        Column(view.say("page.col_counted_plan"), True, "computed"),
        Column(view.say("page.col_counted_durable"), True, "computed"),
        Column(view.say("page.col_shortfall"), True, "computed"),
        Column(view.say("page.col_unavoidable"), True, "computed"),
        Column(view.say("page.col_by_choice")),
        Column(view.say("page.col_surplus"), True, "computed"),
    ]
    rows = [_total(view, row) for row in sorted(view.document["totals"], key=task_order)]
    chosen = view.say(f"page.counting_{view.counting}")
    return Table(caption=view.say("page.totals"), columns=columns, rows=rows, note=chosen)


def task_order(row: TotalDocument) -> tuple[int, str]:
    """Return the place of a total in reading order: by task, then by moment."""
    return list(STREAMS_OF_TASK).index(row["task"]), row["moment"]


def _total(view: View, row: TotalDocument) -> list[Cell]:
    parts = [
        f"{cause(part['cause'], view.document, view.lang)}: {view.number(part['places'])}" for part in row["by_choice"]
    ]
    return [
        words(view.say(f"task.{row['task']}")),
        view.moment(row["moment"]),
        view.count(row["required"], required_origin(view, row["task"])),
        view.count(row["placed"]),
        view.count(row["counted"]["plan"]),
        view.count(row["counted"]["durable"]),
        view.count(row["shortfall"]),
        view.count(row["unavoidable"]),
        words("; ".join(parts)),
        view.count(row["surplus"]),
    ]


def proof(view: View) -> Table:
    """Return per tier its value, bound and gap, and in words what is proven."""
    columns = [
        Column(view.say("page.col_aim")),
        Column(view.say("page.col_value"), True, "computed"),
        Column(view.say("page.col_bound"), True, "computed"),
        Column(view.say("page.col_gap"), True, "computed"),
        Column(view.say("page.col_proof")),
    ]
    rows = [_tier(view, tier) for tier in view.document["outcome"]["tiers"]]
    return Table(caption=view.say("page.proof"), columns=columns, rows=rows, note=view.say("page.proof_note"))


def _tier(view: View, tier: TierDocument) -> list[Cell]:
    name, _, on = tier["name"].partition("_")
    about, apart = f"tier.{name}", f" ({view.say(f'fair.on_{on}')})" if on else ""
    return [
        words(view.say(f"{about}.title") + apart)._replace(more=view.say(f"{about}.meaning")),
        Cell(tier_value(view, tier, tier["value"]), tier["value"]),
        Cell(tier_value(view, tier, tier["bound"]), tier["bound"]),
        Cell(notation.percentage(tier["gap"], view.lang, 3), tier["gap"]),
        words(proven(view, tier)),
    ]


def proven(view: View, tier: TierDocument) -> str:
    """Say in words what is proven of a tier."""
    if tier["stop"] == "proven":
        return view.say("proof.proven")
    bound, gap = tier_value(view, tier, tier["bound"]), tier_value(view, tier, abs(tier["abs_gap"]))
    return view.say(f"proof.{tier['stop']}", bound=bound, gap=gap)


def tier_value(view: View, tier: TierDocument, value: float) -> str:
    """Write a value of a tier in its unit."""
    if tier["name"] == "cost":
        return view.money(value)
    if tier["name"].startswith("fairness"):
        norm = view.document["fairness"]["norm"]
        if norm in ("gini", "theil", "regret"):
            return report_fairness.norm_value(view, norm, value)
        number = notation.fixed(value, view.lang, 4)
        return view.say("value.deviation" if norm == "deviation" else "value.times", number=number)
    kind = "places" if tier["name"] in ("shortfall", "surplus") else "points"
    return view.say(f"value.{kind}", number=notation.number(value, view.lang, 2))
