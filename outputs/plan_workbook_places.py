"""The tables of the workbook of a plan about municipalities, locations and places: every figure of the plan."""

from datetime import date
from typing import Any

from regietafel.model.cycle import HalfYear
from regietafel.model.plan import LocationDocument, MunicipalityDocument
from regietafel.model.scenario import STREAMS
from regietafel.outputs.plan_workbook_table import Field, Grid, without_empty
from regietafel.outputs.report_view import View, locations_told, plain

Rows = list[dict[str, Any]]
MAY_BE_EMPTY = (
    *("region", "safety_region", "left_out", "decided_by", "decision_date", "operator", "group", "link"),
    *("condition", "bottleneck", "lat", "lon"),
)
"""Columns that are left out when nothing is known of them for any row."""
NAME = Field("municipality", width=22)
CODE = Field("gm_code", width=9)
MOMENT = Field("moment", "day", 11)


def summed(name: str) -> Field:
    """Return a column of computed numbers with their total."""
    return Field(name, "count", 11, "computed", total=True)


def ratio(name: str, *, bar: bool = False) -> Field:
    """Return a column of computed ratios."""
    return Field(name, "ratio", 11, "computed", bar=bar)


def municipalities(view: View) -> Grid:
    """Return what is asked of every municipality, one row each."""
    fields = [
        *(NAME, CODE, Field("region", width=14), Field("safety_region", width=18)),
        Field("inhabitants", "count", 11, inhabitants_origin(view), total=True),
        *(Field("ses_woa", "decimal", 10), Field("ses_woa_origin", "origin", 14)),
        *(Field(name, "count", 11, total=True) for name in ("indicative", "indicative_special")),
        Field("indicative_origin", "origin", 14),
        *(Field(f"share_{k}", "count", 12, view.say("workbook.see_streams"), total=True) for k in STREAMS),
        *(Field(f"after_{k}", "count", 12, "computed", total=True) for k in STREAMS),
        Field("fixed", "count", 11, "computed", total=True),
        Field("above_indicative", "count", 11, "computed", bar=True, total=True),
        Field("residual_task", "count", 11, "estimate", bar=True, total=True),
        Field("left_out", width=20),
        *(Field(name, "degrees", 9) for name in ("lat", "lon")),
    ]
    rows = [_municipality(view, member) for member in in_order(view)]
    return Grid(name="gemeenten", fields=without_empty(fields, rows, MAY_BE_EMPTY), rows=rows, totals=[{}])


def in_order(view: View) -> list[MunicipalityDocument]:
    """Return the municipalities by name, as people look them up."""
    return sorted(view.document["municipalities"], key=lambda member: plain(member["name"]))


def inhabitants_origin(view: View) -> str:
    """Return the origin of the inhabitants: CBS in a built-in case, else the plan knows only that they were given."""
    if view.is_fictional:
        return "illustration"
    return "published" if view.document["case"]["built_in"] else view.say("workbook.from_input")


def _municipality(view: View, member: MunicipalityDocument) -> dict[str, Any]:
    return {
        "municipality": member["name"],
        **{key: member[key] for key in ("gm_code", "region", "safety_region", "inhabitants", "lat", "lon", "fixed")},
        "ses_woa": member["ses_woa"]["value"],
        "ses_woa_origin": member["ses_woa"]["origin"],
        "indicative": member["indicative"]["value"],
        "indicative_special": member["indicative"]["special"],
        "indicative_origin": member["indicative"]["origin"],
        **{f"share_{k}": member["entitlement"][k]["value"] for k in STREAMS},
        **{f"after_{k}": member["entitlement_after_exchange"][k] for k in STREAMS},
        "above_indicative": member["above_indicative"],
        "residual_task": member["residual_task"],
        "left_out": view.say(f"left_out.{member['left_out']}") if member["left_out"] else "",
    }


def at_moments(view: View) -> Grid:
    """Return what every municipality does at every moment."""
    fields = [NAME, CODE, Field("region", width=14), MOMENT, *_doing()]
    rows = [
        {"municipality": member["name"], "gm_code": member["gm_code"], "region": member["region"], **_moment(at)}
        for member in in_order(view)
        for at in member["moments"]
    ]
    fields = without_empty(fields, rows, MAY_BE_EMPTY)
    return Grid(name="per_moment", fields=fields, rows=rows, totals=_per_moment(view))


def regions(view: View) -> Grid | None:
    """Return the same of every sub-region; None when there are none."""
    fields = [
        *(Field("region", width=20), MOMENT, Field("inhabitants", "count", 11, inhabitants_origin(view))),
        *(Field(name, "count", 11) for name in ("indicative", "indicative_special")),
        Field("indicative_origin", "origin", 14),
        *(Field(f"after_{k}", "count", 12, "computed") for k in STREAMS),
        *_doing(),
        Field("above_indicative", "count", 11, "computed"),
        Field("residual_task", "count", 11, "estimate"),
    ]
    rows = [
        {
            **{key: region[key] for key in ("region", "inhabitants", "above_indicative", "residual_task")},
            "indicative": region["indicative"]["value"],
            "indicative_special": region["indicative"]["special"],
            "indicative_origin": region["indicative"]["origin"],
            **{f"after_{k}": region["entitlement_after_exchange"][k] for k in STREAMS},
            **_moment(at),
        }
        for region in view.document["regions"]
        for at in region["moments"]
    ]
    return Grid(name="subregios", fields=fields, rows=rows, totals=_per_moment(view)) if rows else None


def _doing() -> list[Field]:
    return [
        *(summed(f"provided_{k}") for k in STREAMS),
        *(summed(name) for name in ("housed", "credited", "unhoused", "burden")),
        *(ratio(f"ratio_{on}", bar=True) for on in ("joint", "asylum")),
        *(ratio(f"before_{on}") for on in ("joint", "asylum")),
    ]


def _moment(at: Any) -> dict[str, Any]:
    return {
        "moment": at["moment"],
        **{f"provided_{k}": at["provided"][k] for k in STREAMS},
        **{key: at[key] for key in ("housed", "credited", "unhoused", "burden")},
        **{f"ratio_{on}": at["burden_ratio"][on] for on in ("joint", "asylum")},
        **{f"before_{on}": at["ratio_before_exchange"][on] for on in ("joint", "asylum")},
    }


def _per_moment(view: View, **more: Any) -> list[dict[str, Any]]:
    """Return a line of totals per moment: over all moments together a total says nothing."""
    return [{"moment": moment, **more} for moment in view.document["moments"]]


def streams(view: View) -> Grid:
    """Return every municipality, moment and stream: share, places, what counts and what is carried."""
    fields = [
        *(NAME, CODE, MOMENT, Field("stream", width=15)),
        *(Field("entitlement", "count", 12, total=True), Field("entitlement_origin", "origin", 14)),
        Field("after_exchange", "count", 12, "computed", total=True),
        *(summed(name) for name in ("provided", "counted_plan", "counted_durable", "carried")),
        Field("composition", "share", 12, "computed", bar=True),
    ]
    rows = [
        {
            "municipality": member["name"],
            "gm_code": member["gm_code"],
            "moment": at["moment"],
            "stream": view.say(f"stream.{k}"),
            "entitlement": member["entitlement"][k]["value"],
            "entitlement_origin": member["entitlement"][k]["origin"],
            "after_exchange": member["entitlement_after_exchange"][k],
            "provided": at["provided"][k],
            "counted_plan": at["counted"]["plan"][k],
            "counted_durable": at["counted"]["durable"][k],
            "carried": at["carried"][k],
            "composition": at["composition"][k],
        }
        for member in in_order(view)
        for at in member["moments"]
        for k in STREAMS
    ]
    return Grid(name="doelgroepen", fields=fields, rows=rows, totals=[{}])


def locations(view: View) -> Grid | None:
    """Return every offer, used or not: what and where it is, how firm, and what stands in the way; None without any."""
    fields = [
        *(Field("location", width=28), Field("location_id", width=13), Field("municipality", width=18), CODE),
        *(Field("type", width=16), Field("form", width=12), Field("status", width=12), Field("origin", "origin", 14)),
        Field("count", "count", 8),
        *(Field(f"present_{k}", "count", 9, total=True) for k in STREAMS),
        *(Field(name, "yes_no", 8) for name in ("public", "durable", "emergency")),
        *(Field("decided_by", width=14), Field("decision_date", "day", 11), Field("operator", width=8)),
        *(Field("group", width=14), Field("link", width=14)),
        *(Field(name, width=26) for name in ("condition", "bottleneck")),
        *(Field(name, "degrees", 9) for name in ("lat", "lon")),
    ]
    rows = [_location(view, offer) for offer in view.document["locations"]]
    fields = without_empty(fields, rows, MAY_BE_EMPTY)
    return Grid(name="locaties", fields=fields, rows=rows, totals=[{}]) if rows else None


def _location(view: View, offer: LocationDocument) -> dict[str, Any]:
    kept = ("location_id", "gm_code", "type", "origin", "public", "durable", "emergency", "operator", "group")
    return {
        **{key: offer[key] for key in (*kept, "condition", "bottleneck", "lat", "lon")},  # type: ignore[literal-required]
        "count": locations_told(offer, offer["count"]),
        "location": offer["name"],
        "municipality": view.municipality(offer["gm_code"]),
        "form": view.say(f"form.{offer['form']}"),
        "status": view.say(f"status.{offer['status']}"),
        **{f"present_{k}": offer["present"][k] for k in STREAMS},
        "decided_by": offer["decision"]["by"],
        "decision_date": offer["decision"]["date"],
        "link": view.municipality(offer["link_gm_code"]) if offer["link_gm_code"] else "",
    }


def placements(view: View) -> Grid | None:
    """Return every open offer at every moment: places per stream, and its hubs; None when nothing is open.

    What lies outside the province stands in the table, and in no total.
    """
    fields = [
        *(Field("location", width=30), Field("location_id", width=16), NAME, CODE, MOMENT),
        *(Field("type", width=18), Field("form", width=13), Field("status", width=12), Field("origin", "origin", 14)),
        Field("inside", "yes_no", 10),
        Field("opened", "count", 10, "computed", total=True),
        *(summed(f"places_{k}") for k in STREAMS),
        Field("hubs", width=34),
    ]
    rows = [
        {
            "location": offer["name"],
            "location_id": offer["location_id"],
            "gm_code": offer["gm_code"],
            "municipality": view.municipality(offer["gm_code"]),
            "moment": at["moment"],
            "type": offer["type"],
            "form": view.say(f"form.{offer['form']}"),
            "status": view.say(f"status.{offer['status']}"),
            "origin": offer["origin"],
            "inside": offer["gm_code"] in view.names,
            "opened": locations_told(offer, at["opened"]),
            **{f"places_{k}": at["places"].get(k, 0) for k in STREAMS},
            "hubs": "; ".join(_hub(view, hub, part) for hub, part in at["hubs"].items()),
        }
        for offer in view.document["locations"]
        for at in offer["moments"]
        if at["opened"]
    ]
    totals = _per_moment(view, inside=True)
    return Grid(name="plaatsingen", fields=fields, rows=rows, totals=totals) if rows else None


def _hub(view: View, hub: str, part: dict[str, int]) -> str:
    return view.say("workbook.hub", name=view.location(hub), number=part["n"], places=part["places"])


def clusters(view: View) -> Grid | None:
    """Return every satellite under its hub at every moment; a hub without satellites in a row of its own."""
    fields = [
        *(Field("hub", width=30), Field("hub_id", width=16), Field("hub_municipality", width=20), MOMENT),
        *(Field("satellite", width=30), Field("location_id", width=16), NAME),
        *(Field("number", "count", 10, "computed"), Field("places", "count", 10, "computed", bar=True)),
        *(Field("km", "km", 10, "computed"), Field("steps", "count", 10, "computed")),
        Field("cluster_places", "count", 11, "computed"),
        *(Field(name, "km", 11, "computed") for name in ("farthest_km", "diameter_km")),
        Field("cut", width=24, origin="computed"),
    ]
    rows: Rows = []
    for cluster in view.document["clusters"]:
        head = {
            "hub": view.location(cluster["hub"]),
            "hub_id": cluster["hub"],
            "moment": cluster["moment"],
            "hub_municipality": _host(view, cluster["hub"]),
            "cluster_places": cluster["places"],
            **{key: cluster[key] for key in ("farthest_km", "diameter_km")},
            "cut": ", ".join(view.municipality(g) for g in cluster["cut_municipalities"]),
        }
        rows += [head | _satellite(view, member) for member in cluster["satellites"] or [{}]]
    return Grid(name="clusters", fields=fields, rows=rows) if rows else None


def _satellite(view: View, member: dict[str, Any]) -> dict[str, Any]:
    if not member:
        return dict.fromkeys(("satellite", "location_id", "municipality", "number", "places", "km", "steps"))
    return {
        "satellite": view.location(member["location_id"]),
        "municipality": _host(view, member["location_id"]),
        "number": member["n"],
        **{key: member[key] for key in ("location_id", "places", "km", "steps")},
    }


def _host(view: View, location_id: str) -> str:
    return view.municipality(view.offers[location_id]["gm_code"]) if location_id in view.offers else ""


def unreached(view: View) -> list[str]:
    """Say per moment which municipalities no open hub reaches."""
    said = []
    for moment in view.document["moments"]:
        names = [view.municipality(row["gm_code"]) for row in view.document["unreached"] if row["moment"] == moment]
        code = "workbook.unreached" if names else "workbook.all_reached"
        said.append(view.say(code, moment=view.day(moment), names=names))
    return said


def exchanges(view: View) -> Grid | None:
    """Return every leg of every exchange: who hands over what to whom, and whether it counts; None without any."""
    origin = "illustration" if view.is_fictional else "reported"
    fields = [
        *(Field("exchange_id", width=12), Field("giver", width=22), Field("giver_code", width=9)),
        *(Field("taker", width=22), Field("taker_code", width=9), Field("stream", width=15)),
        *(Field("exchanged", "count", 11, origin), Field("leg", width=12), Field("when", width=14)),
        *(Field("stage", width=26), Field("applies", "yes_no", 10)),
    ]
    rows = [row for item in view.document["exchanges"] for row in _legs(view, item)]
    return Grid(name="uitruil", fields=fields, rows=rows) if rows else None


def _legs(view: View, item: dict[str, Any]) -> Rows:
    legs = [("there", item["from"], item["to"], item["stream"], item["places"])]
    if item["against_stream"]:
        legs.append(("back", item["to"], item["from"], item["against_stream"], item["against_places"]))
    return [
        {
            "exchange_id": item["id"],
            "giver": view.municipality(giver),
            "giver_code": giver,
            "taker": view.municipality(taker),
            "taker_code": taker,
            "stream": view.say(f"stream.{stream}"),
            "exchanged": places,
            "leg": view.say(f"workbook.leg_{leg}"),
            "when": _when(view, item["moment"]),
            "stage": view.say("page.stage_" + item["stage"]),
            "applies": item["stage"] == "agreed" and applies(item["moment"], stream, view.last),
        }
        for leg, giver, taker, stream, places in legs
    ]


def _when(view: View, moment: str | None) -> str:
    if moment is None:
        return view.say("workbook.always")
    return moment if "I" in moment else view.day(moment)


def applies(moment: str | None, stream: str, last: str) -> bool:
    """Whether an agreed exchange changes the share of a stream at the last moment.

    Persons to house count from when the half-year has ended, other streams from their day.
    """
    if moment is None:
        return True
    if "I" in moment:
        return stream != "status_holder" or HalfYear.parse(moment).end <= date.fromisoformat(last)
    return stream == "status_holder" or moment <= last
