"""The tables of the report: municipalities, clusters, exchanges, money, rules, sub-regions."""

from collections import defaultdict
from typing import Any

from regietafel.model.plan import MunicipalityDocument, RuleDocument
from regietafel.model.scenario import STREAMS
from regietafel.outputs.report_view import Cell, Column, Table, View, at_moment, common_origin, plain, words
from regietafel.outputs.table_words import grant_title, rule_text

SHOWN_BINDINGS = 12


def municipalities(view: View, moment: str) -> Table:
    """Return every municipality at one moment; rows of the last moment can be linked to.

    Columns that would be empty or zero everywhere are left out, and at an earlier moment what never changes.
    """
    members = sorted(view.document["municipalities"], key=lambda member: plain(member["name"]))
    members = [member for member in members if at_moment(member, moment)]
    last = moment == view.last
    extra = _extra_columns(view, members, moment)
    columns = [
        Column(view.say("page.col_municipality")),
        *((inhabitants_column(view), Column(view.say("page.col_indicative"), True)) if last else ()),
        *(Column(view.say(f"stream.{k}"), True, "computed") for k in STREAMS),
        Column(view.say("page.col_unhoused"), True, "computed"),
        Column(view.say("page.col_ratio"), True, "computed"),
        Column(view.say("page.col_ratio_asylum"), True, "computed"),
        *extra.values(),
    ]
    rows = [_municipality(view, member, moment) + _extra(view, member, moment, list(extra)) for member in members]
    heads, cells = common_origin(columns, rows)
    anchors = [f"m-{member['gm_code']}" for member in members] if last else []
    caption = view.say("page.municipalities", date=view.day(moment))
    name = "towns" if last else ""
    return Table(caption=caption, columns=heads, rows=cells, anchors=anchors, sortable=True, name=name)


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
        "before": ratio_cell(view, before),
        "above": view.count(member["above_indicative"]),
        "residual": view.count(member["residual_task"]),
        "remark": words(view.say(f"left_out.{member['left_out']}") if member["left_out"] else " "),
    }
    return [cells[name] for name in names]


def _municipality(view: View, member: MunicipalityDocument, moment: str) -> list[Cell]:
    at = at_moment(member, moment)
    known = [
        view.count(member["inhabitants"]),
        view.count(member["indicative"]["value"], member["indicative"]["origin"]),
    ]
    return [
        words(member["name"]),
        *(known if moment == view.last else ()),
        *(view.count(at["provided"].get(k, 0)) for k in STREAMS),
        view.count(at["unhoused"]),
        ratio_cell(view, at["burden_ratio"]["joint"]),
        ratio_cell(view, at["burden_ratio"]["asylum"]),
    ]


def ratio_cell(view: View, ratio: float | None) -> Cell:
    """Make a cell of a ratio; an unknown one is sorted before all others."""
    return Cell(view.ratio(ratio), -1.0 if ratio is None else ratio)


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
    anchors = [f"u-{place}" for place in range(len(rows))]
    return Table(caption=view.say("page.exchanges"), columns=columns, rows=rows, anchors=anchors)


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
    """Return the cost over the cycle per host, by name [euro]."""
    amounts = view.document["costs"]["by_municipality"]
    hosts = sorted(amounts, key=lambda code: plain(view.municipality(code)))
    columns = [Column(view.say("page.col_municipality")), Column(view.say("page.col_amount"), True, view.cost_origin)]
    return Table(
        caption=view.say("page.costs_by_host"),
        columns=columns,
        rows=[[words(view.municipality(code)), Cell(view.money(amounts[code]), amounts[code])] for code in hosts],
        note=view.say("page.costs_by_host_note"),
        anchors=[f"c-{code}" for code in hosts],
        sortable=True,
    )


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
    anchors = [f"r-{rule['name']}" for rule in chosen] if binding else []
    return Table(caption=caption, columns=columns, rows=rows, anchors=anchors, sortable=True)


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
            ratio_cell(view, at["burden_ratio"]["joint"]),
            ratio_cell(view, at["burden_ratio"]["asylum"]),
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
