"""Chapters of the written report on the plan itself: the task, who receives whom, how firm it is, and what counts."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from regietafel.model.plan import TotalDocument
from regietafel.model.scenario import STREAMS
from regietafel.outputs import notation, report_summary, report_tables, report_view
from regietafel.outputs.pictures import Picture
from regietafel.outputs.report_blocks import Block, Heading, PictureBlock, Table, listed, said
from regietafel.outputs.report_content_tables import from_view, summed
from regietafel.outputs.report_view import Cell, Column, View, at_moment, plain, words

ASYLUM = ("regular", "special")
STATUSES = ("existing", "decided", "intended", "explored")
FIRM = ("existing", "decided")
MOMENTS_SIDE_BY_SIDE = 2

Member = Any
Pictures = Mapping[str, Picture]


def members(view: View) -> list[Member]:
    """Return the municipalities in the order of their names."""
    return sorted(view.document["municipalities"], key=lambda member: plain(member["name"]))


def task(view: View) -> Iterator[Block]:
    """Tell the tasks, and how each was worked out."""
    yield said(view.say("report_task.lead"))
    if view.document["totals"]:
        yield _required(view)
    yield Heading(view.say("report_task.how"))
    yield listed([view.say(f"report_task.{name}") for name in ("indicative", "special", "ukraine", "housing")])
    if view.document["municipalities"]:
        yield _numbers(view)


def _required(view: View) -> Table:
    moments = view.document["moments"]
    columns = [Column(view.say("page.col_task")), *(Column(view.day(moment), numeric=True) for moment in moments)]
    names = list(dict.fromkeys(row["task"] for row in sorted(view.document["totals"], key=report_summary.task_order)))
    asked = {(row["task"], row["moment"]): row["required"] for row in view.document["totals"]}
    rows = [
        [
            words(view.say(f"task.{name}")),
            *(view.count(asked.get((name, at)), report_summary.required_origin(view, name)) for at in moments),
        ]
        for name in names
    ]
    net = [row["net_published"] for row in view.document["totals"] if row["net_published"] is not None]
    note = ""
    if net:
        note = view.say("page.to_realise", places=max(net)) if max(net) else view.say("page.to_realise_none")
    return from_view(
        view, report_view.Table(caption=view.say("report_task.required"), columns=columns, rows=rows, note=note)
    )


def _numbers(view: View) -> Table:
    """Return per municipality the numbers that the shares follow from."""
    columns = [
        Column(view.say("page.col_municipality")),
        report_tables.inhabitants_column(view),
        Column(view.say("report_task.col_ses_woa"), numeric=True),
        Column(view.say("page.col_indicative"), numeric=True),
        Column(view.say("report_task.col_special"), numeric=True),
        Column(view.say("report_task.col_ukraine"), numeric=True),
        Column(view.say("report_task.col_housing"), numeric=True),
    ]
    rows = [_number(view, member) for member in members(view)]
    total = [summed(view, view.say("report.total"), rows, (1, 3, 4, 5, 6))]
    caption = view.say("report_task.numbers")
    made = report_view.Table(caption=caption, columns=columns, rows=rows + total, note=view.say("report_task.note"))
    return from_view(view, made, total=True)


def _number(view: View, member: Member) -> list[Cell]:
    score, indicative, due = member["ses_woa"], member["indicative"], member["entitlement"]
    return [
        words(member["name"]),
        view.count(member["inhabitants"]),
        Cell(view.number(score["value"], 3), score["value"] or 0.0, score["origin"] if _known(score) else None),
        view.count(indicative["value"], indicative["origin"]),
        view.count(indicative["special"], _special_origin(member)),
        *(view.count(_value(due, k), due.get(k, {}).get("origin")) for k in ("ukraine", "status_holder")),
    ]


def _known(about: dict[str, Any]) -> bool:
    return about["value"] is not None


def _value(due: dict[str, Any], stream: str) -> int | None:
    return due[stream]["value"] if stream in due else None


def _special_origin(member: Member) -> str | None:
    found = member["entitlement"].get("special", {}).get("origin")
    return None if found is None else str(found)


def plan(view: View, pictures: Pictures) -> Iterator[Block]:
    """Tell the plan per moment, regular and special, per municipality and per sub-region; with the map."""
    yield said(view.say("report_plan.lead"))
    if "kaart" in pictures:
        yield PictureBlock(pictures["kaart"], pictures["kaart"].title)
    yield from_view(view, report_summary.totals(view))
    yield Heading(view.say("report_plan.by_municipality"))
    for moments in _batches(view.document["moments"]):
        yield _places(view, [(member["name"], member) for member in members(view)], moments, "municipality")
    if view.document["regions"]:
        yield Heading(view.say("report_plan.by_region"))
        for moments in _batches(view.document["moments"]):
            yield _places(view, [(region["region"], region) for region in view.document["regions"]], moments, "region")
        last = report_tables.regions(view)
        if last is not None:
            yield from_view(view, last)


def _batches(moments: Sequence[str]) -> list[Sequence[str]]:
    """Split the moments into as many as fit beside each other."""
    return [moments[n : n + MOMENTS_SIDE_BY_SIDE] for n in range(0, len(moments), MOMENTS_SIDE_BY_SIDE)]


def _places(view: View, named: list[tuple[str, Member]], moments: Sequence[str], kind: str) -> Table:
    """Return the asylum places of each municipality or sub-region at some moments, regular and special apart."""
    columns = [
        Column(view.say(f"page.col_{kind}")),
        Column(view.say("page.col_indicative"), numeric=True),
        *(
            Column(view.say(f"report_plan.col_{stream}", moment=view.moment(moment).shown), True, "computed")
            for moment in moments
            for stream in ASYLUM
        ),
    ]
    rows = [
        [
            words(name),
            view.count(member["indicative"]["value"], member["indicative"]["origin"]),
            *(view.count(_provided(member, moment, stream)) for moment in moments for stream in ASYLUM),
        ]
        for name, member in named
    ]
    caption = view.say(f"report_plan.places_{kind}", moments=[view.day(moment) for moment in moments])
    rows.append(summed(view, view.say("report.total"), rows, range(1, len(columns))))
    return from_view(view, report_view.Table(caption=caption, columns=columns, rows=rows), total=True)


def _provided(member: Member, moment: str, stream: str) -> int | None:
    at = at_moment(member, moment)
    return None if at is None else at["provided"].get(stream, 0)


def hardness(view: View, pictures: Pictures) -> Iterator[Block]:
    """Tell how firm the places are: existing, decided, intended or explored."""
    yield said(view.say("report_hardness.lead"))
    yield listed([view.say(f"report_hardness.{status}") for status in STATUSES])
    rows = [row for row in sorted(view.document["totals"], key=report_summary.task_order) if row["by_status"]]
    for row in rows:
        if row["task"] == "asylum" and row["moment"] == view.last:
            firm = sum(row["by_status"].get(status, 0) for status in FIRM)
            said_so = view.say("report_hardness.firm", firm=firm, placed=row["placed"], date=view.last)
            yield said(said_so, "lead")
    if "hardheid" in pictures:
        yield PictureBlock(pictures["hardheid"], pictures["hardheid"].title)
    yield _statuses(view, rows)
    yield _statuses_of_municipalities(view)


def _statuses(view: View, totals: Iterable[TotalDocument]) -> Table:
    columns = [
        Column(view.say("page.col_task")),
        Column(view.say("page.col_moment"), tight=True),
        *(Column(view.say(f"status.{status}").capitalize(), True, "computed") for status in STATUSES),
        Column(view.say("report.together"), True, "computed"),
    ]
    rows = [
        [
            words(view.say(f"task.{row['task']}")),
            view.moment(row["moment"]),
            *(view.count(row["by_status"].get(status, 0)) for status in STATUSES),
            view.count(row["placed"]),
        ]
        for row in totals
    ]
    return from_view(view, report_view.Table(caption=view.say("report_hardness.totals"), columns=columns, rows=rows))


def _statuses_of_municipalities(view: View) -> Table:
    """Return per municipality its asylum places at the last moment by status: its open locations, added up."""
    found: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(STATUSES, 0))
    for offer in view.document["locations"]:
        for at in offer["moments"]:
            if at["moment"] == view.last:
                found[offer["gm_code"]][offer["status"]] += sum(at["places"].get(k, 0) for k in ASYLUM)
    columns = [
        Column(view.say("page.col_municipality")),
        *(Column(view.say(f"status.{status}").capitalize(), True, "computed") for status in STATUSES),
        Column(view.say("report.together"), True, "computed"),
    ]
    rows = [
        [
            words(member["name"]),
            *(view.count(found[member["gm_code"]][status]) for status in STATUSES),
            view.count(sum(found[member["gm_code"]].values())),
        ]
        for member in members(view)
    ]
    rows.append(summed(view, view.say("report.total"), rows, range(1, len(columns))))
    caption = view.say("report_hardness.municipalities", date=view.last)
    return from_view(view, report_view.Table(caption=caption, columns=columns, rows=rows), total=True)


def counting(view: View) -> Iterator[Block]:
    """Tell what counts in each of the two ways of counting."""
    yield said(view.say("report_counting.lead"))
    yield listed([view.say("report_counting.plan"), view.say("report_counting.durable")])
    yield said(view.say(f"page.counting_{view.counting}"))
    columns = [
        Column(view.say("page.col_task")),
        Column(view.say("page.col_moment"), tight=True),
        Column(view.say("page.col_required"), numeric=True),
        *(Column(view.say(f"page.col_counted_{way}"), True, "computed") for way in ("plan", "durable")),
    ]
    rows = [
        [
            words(view.say(f"task.{row['task']}")),
            view.moment(row["moment"]),
            view.count(row["required"], report_summary.required_origin(view, row["task"])),
            *(view.count(row["counted"][way]) for way in ("plan", "durable")),
        ]
        for row in sorted(view.document["totals"], key=report_summary.task_order)
    ]
    yield from_view(view, report_view.Table(caption=view.say("report_counting.totals"), columns=columns, rows=rows))
    yield _counted(view)


def _counted(view: View) -> Table:
    """Return per municipality the asylum places at every moment that count in each way."""
    moments = view.document["moments"][-MOMENTS_SIDE_BY_SIDE:]
    columns = [
        Column(view.say("page.col_municipality")),
        *(
            Column(view.say(f"report_counting.col_{way}", moment=view.moment(moment).shown), True, "computed")
            for moment in moments
            for way in ("plan", "durable")
        ),
    ]
    rows = [
        [
            words(member["name"]),
            *(view.count(_asylum_counted(member, at, way)) for at in moments for way in ("plan", "durable")),
        ]
        for member in members(view)
    ]
    rows.append(summed(view, view.say("report.total"), rows, range(1, len(columns))))
    made = report_view.Table(caption=view.say("report_counting.municipalities"), columns=columns, rows=rows)
    return from_view(view, made, total=True)


def _asylum_counted(member: Member, moment: str, way: str) -> int | None:
    at = at_moment(member, moment)
    return None if at is None else sum(at["counted"][way].get(k, 0) for k in ASYLUM)


def above(view: View) -> Iterator[Block]:
    """Tell who goes above its indicative number, with the warning of 2024."""
    found = [member for member in members(view) if member["above_indicative"]]
    if not found:
        yield said(view.say("report_above.none"))
        return
    yield said(view.say("report_above.lead", count=len(found)))
    yield said(view.say("report_above.warning"), "warning")
    yield said(view.say("report_above.grant"))
    yield _differences(view, found, "above")


def residual(view: View) -> Iterator[Block]:
    """Tell what is left when the plan falls short, and who would get it."""
    found = [member for member in members(view) if member["residual_task"]]
    short = [row for row in view.document["totals"] if row["task"] == "asylum" and row["moment"] == view.last]
    if not found:
        kind = "unshared" if any(row["shortfall"] for row in short) else "none"
        yield said(view.say(f"report_residual.{kind}", shortfall=sum(row["shortfall"] for row in short)))
        return
    yield said(view.say("report_residual.lead", shortfall=sum(row["shortfall"] for row in short)))
    yield said(view.say("report_residual.note"))
    yield _differences(view, found, "residual")


def _differences(view: View, found: list[Member], kind: str) -> Table:
    """Return some municipalities with indicative number, what counts, and what is above it or left over."""
    columns = [
        Column(view.say("page.col_municipality")),
        Column(view.say("page.col_indicative"), numeric=True),
        Column(view.say("report_above.col_counted"), True, "computed"),
        Column(view.say(f"page.col_{kind}"), True, "computed" if kind == "above" else "estimate"),
    ]
    key = "above_indicative" if kind == "above" else "residual_task"
    rows = [
        [
            words(member["name"]),
            view.count(member["indicative"]["value"], member["indicative"]["origin"]),
            view.count(_asylum_counted(member, view.last, view.counting)),
            view.count(member[key]),
        ]
        for member in found
    ]
    rows.append(summed(view, view.say("report.total"), rows, range(1, len(columns))))
    caption = view.say(f"report_{kind}.table", date=view.last)
    return from_view(view, report_view.Table(caption=caption, columns=columns, rows=rows), total=True)


def duties(view: View, pictures: Pictures) -> Iterator[Block]:
    """Tell the three duties together, and what the burden of each municipality is made of."""
    yield said(view.say("report_duties.lead"))
    if "plichten" in pictures:
        yield PictureBlock(pictures["plichten"], pictures["plichten"].title)
    for moment in view.document["moments"]:
        yield _streams(view, moment)
    yield said(view.say("report_duties.weights", weights=_weights(view)))
    yield _burdens(view)


def _weights(view: View) -> list[str]:
    options = view.document["scenario"]["options"]
    return [
        f"{view.say(f'stream.{k}')} {view.number(options[f'weight_{k}']['value'], 6)}"
        for k in STREAMS
        if f"weight_{k}" in options
    ]


def _streams(view: View, moment: str) -> Table:
    columns = [
        Column(view.say("page.col_municipality")),
        *(Column(view.say(f"stream.{k}"), True, "computed") for k in STREAMS),
        Column(view.say("page.col_unhoused"), True, "computed"),
    ]
    rows = [
        [
            words(member["name"]),
            *(view.count(at["provided"].get(k, 0)) for k in STREAMS),
            view.count(at["unhoused"]),
        ]
        for member in members(view)
        if (at := at_moment(member, moment))
    ]
    rows.append(summed(view, view.say("report.total"), rows, range(1, len(columns))))
    caption = view.say("report_duties.streams", date=moment)
    return from_view(view, report_view.Table(caption=caption, columns=columns, rows=rows), total=True)


def _burdens(view: View) -> Table:
    columns = [
        Column(view.say("page.col_municipality")),
        Column(view.say("page.col_ratio"), True, "computed"),
        *(
            Column(view.say("report_duties.col_share", stream=view.say(f"stream.{k}")), True, "computed")
            for k in STREAMS
        ),
        Column(view.say("page.col_ratio_asylum"), True, "computed"),
    ]
    rows = [
        [
            words(member["name"]),
            Cell(view.ratio(at["burden_ratio"]["joint"]), at["burden_ratio"]["joint"] or 0.0),
            *(_part(view, at, k) for k in STREAMS),
            Cell(view.ratio(at["burden_ratio"]["asylum"]), at["burden_ratio"]["asylum"] or 0.0),
        ]
        for member in members(view)
        if (at := at_moment(member, view.last))
    ]
    caption = view.say("report_duties.burdens", date=view.last)
    note = view.say("report_duties.burdens_note")
    return from_view(view, report_view.Table(caption=caption, columns=columns, rows=rows, note=note))


def _part(view: View, at: Member, stream: str) -> Cell:
    share = at["composition"].get(stream, 0.0)
    return Cell(notation.percentage(share, view.lang, 0) if at["burden"] else "–", share)
