"""The tables of the report: municipalities, their locations, clusters, money, rules, messages, options, versions."""

from collections import defaultdict
from typing import Any

from regietafel.model.plan import LocationDocument, MunicipalityDocument, RuleDocument
from regietafel.model.scenario import STREAMS
from regietafel.outputs import notation, report_drawing
from regietafel.outputs.report_view import Cell, Column, Table, View, at_moment, plain, words
from regietafel.outputs.table_words import grant_title, rule_text

SHOWN_BINDINGS = 12
# Of a table of locations: the first columns are always there, the others when a cell holds more than this.
ALWAYS, NOTHING = 5, ("0", "–")


def municipalities(view: View, moment: str) -> Table:
    """Return every municipality at one moment; rows of the last moment can be linked to.

    Columns that would be empty or zero everywhere are left out.
    """
    members = sorted(view.document["municipalities"], key=lambda member: plain(member["name"]))
    members = [member for member in members if at_moment(member, moment)]
    extra = _extra_columns(view, members, moment)
    columns = [
        Column(view.say("page.col_municipality")),
        inhabitants_column(view),
        Column(view.say("page.col_indicative"), True),
        *(Column(view.say(f"stream.{k}"), True, "computed") for k in STREAMS),
        Column(view.say("page.col_unhoused"), True, "computed"),
        Column(view.say("page.col_ratio"), True, "computed"),
        Column(view.say("page.col_composition")),
        Column(view.say("page.col_ratio_asylum"), True, "computed"),
        *extra.values(),
    ]
    scale = _scale(view, moment)
    rows = [_municipality(view, member, moment, scale) for member in members]
    rows = [row + _extra(view, member, moment, list(extra)) for row, member in zip(rows, members, strict=True)]
    anchors = [f"m-{member['gm_code']}" for member in members] if moment == view.last else []
    caption = view.say("page.municipalities", date=view.day(moment))
    return Table(caption=caption, columns=columns, rows=rows, anchors=anchors, sortable=True)


def inhabitants_column(view: View) -> Column:
    """Head the inhabitants: figures of CBS in a built-in case; else the plan knows only that they were given."""
    if view.is_fictional:
        return Column(view.say("page.col_inhabitants"), True, "illustration")
    if view.document["case"]["built_in"]:
        return Column(view.say("page.col_inhabitants"), True, "published")
    return Column(view.say("page.col_inhabitants_given"), True)


def _extra_columns(view: View, members: list[MunicipalityDocument], moment: str) -> dict[str, Column]:
    """Return the columns that have something to say in this plan; what is measured at the last moment stands there."""
    last = moment == view.last
    says = {
        "before": any(exchange["stage"] == "agreed" for exchange in view.document["exchanges"]),
        "above": last and any(member["above_indicative"] for member in members),
        "residual": last and any(member["residual_task"] for member in members),
        "remark": any(member["left_out"] for member in members),
    }
    origins = {"before": "computed", "above": "computed", "residual": "estimate", "remark": None}
    return {name: Column(view.say(f"page.col_{name}"), name != "remark", origins[name]) for name in says if says[name]}


def _extra(view: View, member: MunicipalityDocument, moment: str, names: list[str]) -> list[Cell]:
    before = at_moment(member, moment)["ratio_before_exchange"]["joint"]
    cells = {
        "before": Cell(view.ratio(before), -1.0 if before is None else before),
        "above": view.count(member["above_indicative"]),
        "residual": view.count(member["residual_task"]),
        "remark": words(view.say(f"left_out.{member['left_out']}") if member["left_out"] else " "),
    }
    return [cells[name] for name in names]


def _scale(view: View, moment: str) -> float:
    """Return the ratio at which a bar is full: the largest of all, and at least 1.2."""
    entries = (at_moment(member, moment) for member in view.document["municipalities"])
    return max([1.2, *(at["burden_ratio"]["joint"] or 0 for at in entries if at)])


def _municipality(view: View, member: MunicipalityDocument, moment: str, scale: float) -> list[Cell]:
    at = at_moment(member, moment)
    joint, asylum = at["burden_ratio"]["joint"], at["burden_ratio"]["asylum"]
    return [
        words(member["name"]),
        view.count(member["inhabitants"]),
        view.count(member["indicative"]["value"], member["indicative"]["origin"]),
        *(view.count(at["provided"].get(k, 0)) for k in STREAMS),
        view.count(at["unhoused"]),
        Cell(view.ratio(joint), -1.0 if joint is None else joint),
        Cell("", joint or 0.0, drawing=report_drawing.composition_bar(view, at, scale)),
        Cell(view.ratio(asylum), -1.0 if asylum is None else asylum),
    ]


def locations(view: View) -> list[dict[str, Any]]:
    """Return per host its open locations as a table, and how many offers are not used."""
    used: dict[str, list[LocationDocument]] = defaultdict(list)
    unused: dict[str, int] = defaultdict(int)
    for offer in view.document["locations"]:
        if any(at["opened"] for at in offer["moments"]):
            used[offer["gm_code"]].append(offer)
        else:
            unused[offer["gm_code"]] += 1
    hosts = sorted({*used, *unused}, key=lambda code: (code not in view.names, plain(view.municipality(code))))
    return [_host(view, host, used[host], unused[host]) for host in hosts]


def _host(view: View, host: str, offers: list[LocationDocument], unused: int) -> dict[str, Any]:
    columns = [
        Column(view.say("page.col_location")),
        Column(view.say("page.col_type")),
        Column(view.say("page.col_status")),
        Column(view.say("page.col_moment"), tight=True),
        Column(view.say("page.col_open"), True),
        *(Column(view.say(f"stream.{k}"), True) for k in STREAMS),
        Column(view.say("page.col_hub")),
        Column(view.say("page.col_remark")),
    ]
    rows = [_offer(view, offer, at) for offer in offers for at in _alike(offer)]
    columns, rows = _filled(columns, rows)
    name = view.municipality(host) if host in view.names else view.say("page.outside", code=host)
    places = sum(sum(at["places"].values()) for offer in offers for at in offer["moments"] if at["moment"] == view.last)
    return {
        "title": name,
        "summary": view.say("page.host_summary", places=places, count=len(offers)),
        "unused": view.say("page.host_unused", number=unused) if unused else "",
        "table": Table(caption=view.say("page.host_caption", municipality=name), columns=columns, rows=rows)
        if rows
        else None,
    }


def _filled(columns: list[Column], rows: list[list[Cell]]) -> tuple[list[Column], list[list[Cell]]]:
    """Leave out the columns in which no location of a host has anything: streams, hubs and remarks."""
    kept = [n for n in range(len(columns)) if n < ALWAYS or any(row[n].shown not in NOTHING for row in rows)]
    return [columns[n] for n in kept], [[row[n] for n in kept] for row in rows]


def _alike(offer: LocationDocument) -> list[list[Any]]:
    """Take the moments together at which an open location does the same, in the order of the first."""
    found: list[list[Any]] = []
    for at in offer["moments"]:
        same = [group for group in found if group[0] | {"moment": ""} == at | {"moment": ""}]
        if same:
            same[0].append(at)
        elif at["opened"]:
            found.append([at])
    return found


def _offer(view: View, offer: LocationDocument, alike: list[Any]) -> list[Cell]:
    remarks = [offer["condition"], offer["bottleneck"]]
    remarks += [view.say("page.emergency")] if offer["emergency"] else []
    remarks += [view.say("page.public")] if offer["public"] else []
    at, moments = alike[0], [view.moment(at["moment"]).shown for at in alike]
    hubs = [f"{view.location(hub)} ({view.number(part['n'])})" for hub, part in at["hubs"].items()]
    return [
        Cell(offer["name"], offer["name"].casefold(), offer["origin"]),
        words(_type(view, offer)),
        words(view.say(f"status.{offer['status']}")),
        Cell(notation.listed(moments, view.lang), at["moment"]),
        view.count(at["opened"]),
        *(view.count(at["places"].get(k, 0)) for k in STREAMS),
        words(", ".join(hubs)),
        words("; ".join(part for part in remarks if part)),
    ]


def _type(view: View, offer: LocationDocument) -> str:
    form = view.say("form." + offer["form"])
    return offer["type"] if form in offer["type"].casefold() else f"{offer['type']} ({form})"


def clusters(view: View) -> Table:
    """Return every hub with its satellites, per moment."""
    columns = [
        Column(view.say("page.col_hub")),
        Column(view.say("page.col_municipality")),
        Column(view.say("page.col_moment"), tight=True),
        Column(view.say("page.col_satellites")),
        Column(view.say("page.col_places"), True, "computed"),
        Column(view.say("page.col_farthest"), True, "computed"),
        Column(view.say("page.col_diameter"), True, "computed"),
        Column(view.say("page.col_cut")),
    ]
    rows = []
    for cluster in view.document["clusters"]:
        host = view.offers[cluster["hub"]]["gm_code"] if cluster["hub"] in view.offers else None
        rows.append(
            [
                words(view.location(cluster["hub"])),
                words(view.municipality(host)),
                view.moment(cluster["moment"]),
                words("; ".join(_satellite(view, member) for member in cluster["satellites"])),
                view.count(cluster["places"]),
                Cell(view.number(cluster["farthest_km"], 1), cluster["farthest_km"]),
                Cell(view.number(cluster["diameter_km"], 1), cluster["diameter_km"]),
                words(", ".join(view.municipality(g) for g in cluster["cut_municipalities"])),
            ]
        )
    return Table(caption=view.say("page.clusters"), columns=columns, rows=rows, sortable=True, note=unreached(view))


def _satellite(view: View, member: dict[str, Any]) -> str:
    host = (
        view.municipality(view.offers[member["location_id"]]["gm_code"]) if member["location_id"] in view.offers else ""
    )
    return view.say(
        "page.satellite",
        name=view.location(member["location_id"]),
        municipality=host,
        places=member["places"],
        km=view.number(member["km"], 1),
    )


def unreached(view: View) -> str:
    """Say which municipalities no hub reaches at the last moment; to everybody, that not every cluster is here."""
    if view.is_public:
        return view.say("page.clusters_public")
    names = [view.municipality(row["gm_code"]) for row in view.document["unreached"] if row["moment"] == view.last]
    return view.say("page.unreached", names=names) if names else view.say("page.all_reached")


def exchanges(view: View) -> Table | None:
    """Return the exchanges; None when there are none."""
    if not view.document["exchanges"]:
        return None
    origin = "illustration" if view.is_fictional else "reported"
    origins = {"from": None, "to": None, "exchanged": origin, "against": origin, "stage": None}
    columns = [Column(view.say(f"page.col_{label}"), origin=found) for label, found in origins.items()]
    rows = [_exchange(view, item) for item in view.document["exchanges"]]
    return Table(caption=view.say("page.exchanges"), columns=columns, rows=rows)


def _exchange(view: View, item: dict[str, Any]) -> list[Cell]:
    back = item["against_stream"]
    return [
        words(view.municipality(item["from"])),
        words(view.municipality(item["to"])),
        words(f"{view.number(item['places'])} {view.say('stream.' + item['stream'])}"),
        words(f"{view.number(item['against_places'])} {view.say('stream.' + back)}" if back else ""),
        words(view.say("page.stage_" + item["stage"])),
    ]


def costs(view: View) -> Table:
    """Return the cost per host, and the sums [euro]."""
    found = view.document["costs"]
    columns = [Column(view.say("page.col_cost")), Column(view.say("page.col_amount"), True, view.cost_origin)]
    rows = [
        [words(view.say("page.cost_yearly", date=view.day(at["moment"]))), Cell(view.money(at["amount"]), at["amount"])]
        for at in found["operation_per_year"]
    ]
    rows += [
        [words(view.say(f"page.cost_{key}")), Cell(view.money(found[key]), found[key])]
        for key in ("opening_once", "over_cycle")
    ]
    return Table(caption=view.say("page.costs"), columns=columns, rows=rows, note=view.say("page.costs_note"))


def costs_by_host(view: View) -> Table:
    """Return the cost over the cycle per host [euro]."""
    columns = [Column(view.say("page.col_municipality")), Column(view.say("page.col_amount"), True, view.cost_origin)]
    rows = [
        [words(view.municipality(g)), Cell(view.money(amount), amount)]
        for g, amount in view.document["costs"]["by_municipality"].items()
    ]
    return Table(caption=view.say("page.costs_by_host"), columns=columns, rows=rows, sortable=True)


def grants(view: View) -> Table:
    """Return the grants summed per rule and receiver [euro]; maxima."""
    sums: dict[tuple[str, str, str, bool], list[int]] = defaultdict(list)
    for grant in view.document["costs"]["grants"]:
        sums[grant["rule"], grant["article"], grant["receiver"], grant["provisional"]].append(grant["amount"])
    columns = [
        Column(view.say("page.col_grant")),
        Column(view.say("page.col_article")),
        Column(view.say("page.col_receiver")),
        Column(view.say("page.col_amount"), True, "computed"),
        Column(view.say("page.col_remark")),
    ]
    rows = [
        [
            words(grant_title(rule, view.lang)),
            words(article.replace(" and ", f" {view.say('word.and')} ")),
            words(view.say(f"page.receiver_{receiver}", number=len(amounts))),
            Cell(view.money(sum(amounts)), sum(amounts)),
            words(view.say("page.provisional") if provisional else " "),
        ]
        for (rule, article, receiver, provisional), amounts in sums.items()
    ]
    return Table(caption=view.say("page.grants"), columns=columns, rows=rows, note=view.say("page.grants_note"))


def rules(view: View, binding: bool) -> Table:
    """Return the rules that bind somewhere, or those that do not."""
    columns = [
        Column(view.say("page.col_rule")),
        Column(view.say("page.col_article")),
        Column(view.say("page.col_instances"), True, "computed"),
        Column(view.say("page.col_binding"), True, "computed") if binding else Column(view.say("page.col_slack"), True),
    ]
    chosen = [rule for rule in view.document["rules"] if bool(rule["binding"]) == binding]
    rows = [_rule(view, rule, binding) for rule in chosen]
    caption = view.say("page.rules_binding" if binding else "page.rules_other")
    return Table(caption=caption, columns=columns, rows=rows, sortable=True)


def _rule(view: View, rule: RuleDocument, binding: bool) -> list[Cell]:
    title, meaning = (rule_text(rule["name"], part, view.lang) for part in ("title", "meaning"))
    said = f"{meaning} {_bound_at(view, rule)}".strip() if binding else meaning
    slack = rule["smallest_slack"]
    unit = view.say(f"unit.{rule['unit']}")
    last = (
        view.count(len(rule["binding"]))
        if binding
        else Cell("–" if slack is None else f"{view.number(slack, 3)} {unit}", -1.0 if slack is None else slack)
    )
    return [words(title)._replace(more=said), words(rule["article"]), view.count(rule["instances"]), last]


def _bound_at(view: View, rule: RuleDocument) -> str:
    """Say where a rule binds: municipalities or locations, the first few by name."""
    found: list[str] = []
    for entry in rule["binding"]:
        name = view.location(entry["location_id"]) if entry["location_id"] else ""
        name = name or (view.municipality(entry["gm_code"]) if entry["gm_code"] else "")
        if name and name not in found:
            found.append(name)
    if not found:
        return ""
    more = len(found) - SHOWN_BINDINGS
    names = found[:SHOWN_BINDINGS] + ([view.say("page.and_more", number=more)] if more > 0 else [])
    return view.say("page.binds_at", names=names)


def regions(view: View) -> Table | None:
    """Return the sub-regions at the last moment; None when there are none."""
    members = [(region, at_moment(region, view.last)) for region in view.document["regions"]]
    rows = [
        [
            words(region["region"]),
            view.count(region["inhabitants"]),
            view.count(region["indicative"]["value"], region["indicative"]["origin"]),
            *(view.count(at["provided"].get(k, 0)) for k in STREAMS),
            view.count(at["unhoused"]),
            Cell(view.ratio(at["burden_ratio"]["joint"]), at["burden_ratio"]["joint"] or 0.0),
            Cell(view.ratio(at["burden_ratio"]["asylum"]), at["burden_ratio"]["asylum"] or 0.0),
        ]
        for region, at in members
        if at
    ]
    columns = [
        Column(view.say("page.col_region")),
        inhabitants_column(view),
        Column(view.say("page.col_indicative"), True),
        *(Column(view.say(f"stream.{k}"), True, "computed") for k in STREAMS),
        Column(view.say("page.col_unhoused"), True, "computed"),
        Column(view.say("page.col_ratio"), True, "computed"),
        Column(view.say("page.col_ratio_asylum"), True, "computed"),
    ]
    return Table(caption=view.say("page.regions"), columns=columns, rows=rows, sortable=True) if rows else None
