"""The part of the report on the three duties: asylum, Ukraine and housing, each beside the share of a municipality."""

from collections.abc import Mapping
from typing import Any

from regietafel.model.plan import MunicipalityDocument
from regietafel.outputs import report_drawing
from regietafel.outputs.report_tables import ratio_cell
from regietafel.outputs.report_view import Cell, Column, Table, View, at_moment, common_origin, plain, words

DUTIES = {"asylum": ("regular", "special"), "ukraine": ("ukraine",), "housing": ("status_holder",)}
SMALLEST_SCALE = 1.2


def duties(view: View) -> Table:
    """Return per municipality what is asked, what it carries and how these compare, per duty at the last moment.

    Special places stand apart within asylum. What is asked is after exchanges; what is carried has what counted
    before. One row per municipality, in the order of their names.
    """
    members = sorted(view.document["municipalities"], key=lambda member: plain(member["name"]))
    pairs = [(member, at_moment(member, view.last)) for member in members]
    pairs = [pair for pair in pairs if pair[1]]
    scale = max([SMALLEST_SCALE, *(at["burden_ratio"]["joint"] or 0.0 for _, at in pairs)])
    columns, rows = common_origin(_columns(view), [_row(view, *pair, scale) for pair in pairs])
    caption = view.say("duty.caption", date=view.day(view.last))
    anchors = [f"d-{member['gm_code']}" for member, _ in pairs]
    note = view.say("duty.note")
    return Table(caption=caption, columns=columns, rows=rows, anchors=anchors, sortable=True, name="duties", note=note)


def _columns(view: View) -> list[Column]:
    columns = [Column(view.say("page.col_municipality"))]
    for duty in DUTIES:
        columns += [Column(view.say(f"duty.{duty}_due"), True)]
        columns += [Column(view.say(f"duty.{duty}_{name}"), True, "computed") for name in ("carried", "ratio")]
        if duty == "asylum":
            columns += [Column(view.say("duty.special_due"), True)]
            columns += [Column(view.say("duty.special_carried"), True, "computed")]
    columns += [Column(view.say("page.col_ratio"), True, "computed")]
    return [*columns, Column(view.say("page.col_composition"), drawn=True)]


def _row(view: View, member: MunicipalityDocument, at: Any, scale: float) -> list[Cell]:
    cells = [words(member["name"])]
    for duty, streams in DUTIES.items():
        cells += [_due(view, member, streams), view.count(_sum(at["carried"], streams))]
        cells += [ratio_cell(view, duty_ratio(member, at, duty))]
        if duty == "asylum":
            cells += [_due(view, member, ("special",)), view.count(at["carried"].get("special", 0))]
    joint = at["burden_ratio"]["joint"]
    bar = report_drawing.composition_bar(view, at, scale)
    return [*cells, ratio_cell(view, joint), Cell("", joint or 0.0, drawing=bar)]


def _due(view: View, member: MunicipalityDocument, streams: tuple[str, ...]) -> Cell:
    origin = view.softest(member["entitlement"].get(stream, {}).get("origin") for stream in streams)
    return view.count(_sum(member["entitlement_after_exchange"], streams), origin)


def duty_ratio(member: MunicipalityDocument, at: Any, duty: str) -> float | None:
    """Return what is carried of a duty divided by what is asked, as shown beside each other; None when nothing is."""
    if duty == "asylum":
        ratio: float | None = at["burden_ratio"]["asylum"]
        return ratio
    due = _sum(member["entitlement_after_exchange"], DUTIES[duty])
    return round(_sum(at["carried"], DUTIES[duty]) / due, 6) if due else None


def _sum(by_stream: Mapping[str, Any], streams: tuple[str, ...]) -> int:
    return sum(int(by_stream.get(stream, 0)) for stream in streams)
