"""The tables of the workbook of a plan about fairness, money, rules, positions, options, messages and sources."""

from collections.abc import Mapping, Sequence
from typing import Any

from regietafel.model.meeting import FOR_MEETING, for_meeting
from regietafel.model.plan import MunicipalityDocument
from regietafel.outputs import notation
from regietafel.outputs.fairness_tables import norm_rows, price_rows, verdict
from regietafel.outputs.meeting_text import meeting_words
from regietafel.outputs.plan_workbook_places import Rows, in_order, ratio
from regietafel.outputs.plan_workbook_table import Field, Grid, without_empty
from regietafel.outputs.position_sentences import demand_sentence, planned_sentence
from regietafel.outputs.report_view import View, at_moment, plain
from regietafel.outputs.table_words import grant_title, rule_text, where
from regietafel.outputs.texts_catalogue import by_code

NORM_NUMBERS = ("norm_value", "norm_best", "norm_bound", "norm_distance")
NORM_COSTS = ("norm_cost", "norm_cost_bound")
KINDS = ("joint", "asylum")
OVERVIEW = ("key", "carried", "difference", "without_norm")


def burdens(view: View) -> Grid:
    """Return the burden of every municipality at the last moment: in order, against the key, and made of what."""
    fields = [
        *(Field("municipality", width=22), Field("gm_code", width=9)),
        *(field for on in KINDS for field in (Field(f"rank_{on}", "count", 9, "computed"), _burden(f"ratio_{on}"))),
        Field("even", "count", 8),
        *(Field(f"carried_{duty}", "count", 12, "computed", total=True) for duty in ("regular", "ukraine", "housing")),
        *(Field(f"{name}_{on}", "count", 11, "computed", total=True) for on in KINDS for name in OVERVIEW[:3]),
        *(Field(f"without_norm_{on}", "count", 11, "computed") for on in KINDS),
        *(Field("verdict", width=18), Field("left_out", width=20)),
    ]
    ranks = {on: _ranks(view, on) for on in KINDS}
    keys = {(row["gm_code"], row["on"]): row for row in view.document["fairness"]["against_key"]}
    rows = [_burden_row(view, member, ranks, keys) for member in in_order(view)]
    first = _first_ratio(view)
    rows.sort(key=lambda row: (row[f"rank_{first}"] is None, row[f"rank_{first}"] or 0, plain(row["municipality"])))
    return Grid(name="lasten", fields=fields, rows=rows, totals=[{}])


def _burden(name: str) -> Field:
    return ratio(name, bar=True)


def _first_ratio(view: View) -> str:
    """Return the ratio that the norm looks at first."""
    first: str = view.document["fairness"]["on"].split(",")[0]
    return first


def _ranks(view: View, on: str) -> dict[str, int]:
    ranked = view.document["fairness"]["sorted"].get(on, [])
    return {code: place for place, (_, code) in enumerate(ranked, start=1)}


def _burden_row(
    view: View, member: MunicipalityDocument, ranks: Mapping[str, Mapping[str, int]], keys: Mapping[Any, Any]
) -> dict[str, Any]:
    code, at = member["gm_code"], at_moment(member, view.last)
    said = keys[code, _first_ratio(view)]["difference"]
    return {
        "municipality": member["name"],
        "gm_code": code,
        "even": 1,
        **{f"rank_{on}": ranks[on].get(code) for on in KINDS},
        **{f"ratio_{on}": at["burden_ratio"][on] for on in KINDS},
        "carried_regular": at["carried"]["regular"] + at["carried"]["special"],
        "carried_ukraine": at["carried"]["ukraine"],
        "carried_housing": at["carried"]["status_holder"],
        **{f"{name}_{on}": keys[code, on][name] for on in KINDS for name in OVERVIEW},
        "verdict": view.say(f"cell.verdict.{verdict(said)}").replace("_", " "),
        "left_out": view.say(f"left_out.{member['left_out']}") if member["left_out"] else "",
    }


def measures(view: View) -> Grid:
    """Return every norm measured on the plan, on both ratios."""
    fields = [Field("norm_title", width=34), *(Field(f"measure_{on}", "ratio", 12, "computed") for on in KINDS)]
    found = view.document["fairness"]["measures"]
    rows = [
        {
            "norm": norm,
            "norm_title": view.say(f"norm.{norm}.title"),
            **{f"measure_{on}": values.get(on) for on in KINDS},
        }
        for norm, values in found.items()
    ]
    return Grid(name="gemeten", fields=fields, rows=rows)


def norms(view: View) -> Grid | None:
    """Return the norm table: this plan, the best of each norm, and what it costs; None when it was not worked out."""
    fields = [
        *(Field("norm_title", width=34), Field("on", width=12)),
        *(Field(name, "ratio", 12, "computed") for name in NORM_NUMBERS),
        *(Field(name, "euro", 15, view.cost_origin) for name in NORM_COSTS),
        Field("first_place", "count", 12, "computed"),
        *(Field(name, "ratio", 12, "computed") for name in ("place_value", "place_best")),
    ]
    titles = [view.say(f"norm.{item['norm']}.title") for item in view.document["fairness"]["norms"]]
    found = norm_rows(view.plan, view.lang)
    rows = [row | {"norm_title": title} for row, title in zip(found, titles, strict=True)]
    return Grid(name="maten", fields=fields, rows=rows) if rows else None


def prices(view: View) -> Grid | None:
    """Return what positions, fairness and money cost each other; None when it was not worked out."""
    fields = [
        *(Field("price_of", width=34), Field("paid_in", width=12)),
        *(Field(name, "by_row", 15, "computed") for name in ("with", "without", "price_amount", "price_gap")),
        Field("unit", width=12),
    ]
    rows = [
        {**row, "price_of": row["price_of"].replace("_", " "), "kind": "euro" if item["in"] == "cost" else "decimal"}
        for row, item in zip(price_rows(view.plan, view.lang), view.document["fairness"]["price"], strict=True)
    ]
    return Grid(name="prijzen", fields=fields, rows=rows) if rows else None


def levels(view: View) -> Grid | None:
    """Return per place of the sorted burdens what the fairest plan reaches, and what is proven of it."""
    first = _first_ratio(view)
    ranked = view.document["fairness"]["sorted"]
    fields = [
        *(Field("on", width=34), Field("place", "count", 12)),
        *(Field(name, "ratio", 12, "computed") for name in ("level_value", "level_bound", "level_plan")),
    ]
    rows = []
    for level in view.document["fairness"]["levels"]:
        on, place = level.get("on", first), level["k"]
        pair = ranked.get(on, [])[place - 1 : place]
        rows.append(
            {
                "on": view.say(f"cell.ratio.{on}"),
                "place": place,
                "level_value": level["value"],
                "level_bound": level["bound"],
                "level_plan": pair[0][0] if pair else None,
            }
        )
    return Grid(name="lexicografisch", fields=fields, rows=rows) if rows else None


def keys(view: View) -> Grid | None:
    """Return per key of regret its best and what this plan has; None when there are none."""
    fields = [
        *(Field("key_name", width=34), Field("on", width=12)),
        *(Field(name, "ratio", 12, "computed") for name in ("key_best", "key_bound", "key_value")),
        Field("key_left_out", width=18),
    ]
    rows = [
        {
            "key_name": view.maybe(f"workbook.key.{item['key']}", item["key"]),
            "on": view.say(f"cell.ratio.{item['on']}"),
            **{f"key_{name}": item[name] for name in ("best", "bound", "value")},
            "key_left_out": ", ".join(view.municipality(out["gm_code"]) for out in item["left_out"]),
        }
        for item in view.document["fairness"]["keys"]
    ]
    return Grid(name="sleutels", fields=fields, rows=rows) if rows else None


def costs(view: View) -> Grid:
    """Return the cost by kind: per year at each moment, opening once, over the cycle [euro]."""
    found = view.document["costs"]
    fields = [Field("cost_kind", width=44), Field("amount", "euro", 18, view.cost_origin, bar=True)]
    rows: Rows = [
        {"cost_kind": view.say("page.cost_yearly", date=view.day(at["moment"])), "amount": at["amount"]}
        for at in found["operation_per_year"]
    ]
    rows += [
        {"cost_kind": view.say(f"page.cost_{key}"), "amount": found[key]} for key in ("opening_once", "over_cycle")
    ]
    return Grid(name="kosten", fields=fields, rows=rows)


def costs_by_host(view: View) -> Grid | None:
    """Return the cost over the cycle of every host [euro]."""
    fields = [
        *(Field("municipality", width=44), Field("amount", "euro", 18, view.cost_origin, bar=True, total=True)),
        Field("gm_code", width=9),
    ]
    rows = [
        {"municipality": view.municipality(g), "gm_code": g, "amount": amount}
        for g, amount in view.document["costs"]["by_municipality"].items()
    ]
    rows.sort(key=lambda row: plain(str(row["municipality"])))
    return Grid(name="kosten_gemeenten", fields=fields, rows=rows, totals=[{}]) if rows else None


def grants(view: View) -> Grid | None:
    """Return every grant: article, who receives it, what it is paid for, amount [euro]; None without any."""
    fields = [
        *(Field("grant", width=44), Field("amount", "euro", 18, "computed", bar=True, total=True)),
        *(Field("receiver", width=12), Field("municipality", width=22), Field("gm_code", width=9)),
        *(Field("basis", "decimal", 14, "computed"), Field("article", width=30), Field("provisional", "yes_no", 10)),
    ]
    rows = [
        {
            "grant": grant_title(item["rule"], view.lang),
            "article": item["article"].replace(" and ", f" {view.say('word.and')} "),
            "receiver": view.say(f"cell.receiver.{item['receiver']}"),
            "municipality": view.municipality(item["gm_code"]) if item["gm_code"] else "",
            **{key: item[key] for key in ("gm_code", "basis", "amount", "provisional")},
        }
        for item in view.document["costs"]["grants"]
    ]
    return Grid(name="uitkeringen", fields=fields, rows=rows, totals=[{}]) if rows else None


def rules(view: View) -> Grid:
    """Return every rule: what it means, from which article, how often it holds and binds, and its smallest slack."""
    fields = [
        *(Field("rule_title", width=34), Field("rule_meaning", width=60), Field("rule_group", width=18)),
        *(Field("article", width=24), Field("instances", "count", 10, "computed")),
        *(Field("binding", "count", 10, "computed", bar=True), Field("smallest_slack", "decimal", 12, "computed")),
        *(Field("unit", width=11), Field("rule", width=30)),
    ]
    rows = [
        {
            "rule_title": rule_text(rule["name"], "title", view.lang),
            "rule_meaning": rule_text(rule["name"], "meaning", view.lang),
            "rule_group": view.say(f"group.{rule['group']}"),
            **{key: rule[key] for key in ("article", "instances", "smallest_slack")},
            "binding": len(rule["binding"]),
            "unit": view.say(f"unit.{rule['unit']}"),
            "rule": rule["name"],
        }
        for rule in view.document["rules"]
    ]
    return Grid(name="regels", fields=fields, rows=rows)


def bindings(view: View) -> Grid | None:
    """Return every place where a rule binds, with the moments at which it does; None when none does."""
    fields = [
        *(Field("rule_title", width=42), Field("municipality", width=22), Field("location", width=30)),
        *(Field("position_id", width=14), Field("binding_moments", width=24), Field("slack", "decimal", 8, "computed")),
    ]
    places: dict[tuple[Any, ...], list[str]] = {}
    for rule in view.document["rules"]:
        for at in rule["binding"]:
            place = (rule["name"], at["gm_code"], at["location_id"], at.get("position"), at["slack"])
            places.setdefault(place, []).append(at["moment"])
    rows = [_binding(view, place, moments) for place, moments in places.items()]
    fields = without_empty(fields, rows, ("position_id",))
    return Grid(name="knelpunten", fields=fields, rows=rows) if rows else None


def _binding(view: View, place: tuple[Any, ...], moments: Sequence[str | None]) -> dict[str, Any]:
    rule, code, location_id, position_id, slack = place
    days = [notation.short_day(moment, view.lang) for moment in moments if moment]
    return {
        "rule_title": rule_text(rule, "title", view.lang),
        "municipality": view.municipality(code) if code else "",
        "location": view.location(location_id) if location_id else "",
        "position_id": position_id,
        "binding_moments": ", ".join(days) or view.say("workbook.always"),
        "slack": slack,
    }


def positions(view: View) -> Grid | None:
    """Return what was said and what becomes of it; None when nobody said anything."""
    fields = [
        *(Field("party", width=24), Field("position_id", width=12), Field("demand", width=18)),
        *(
            Field("said", width=50),
            Field("asked", "count", 10, "illustration" if view.is_fictional else "reported"),
            Field("non_negotiable", "yes_no", 14),
        ),
        *(Field("planned", width=40, origin="computed"), Field("honoured", "yes_no", 9, "computed")),
        *(Field("given_up", "count", 11, "computed", total=True), Field("position_cost", "ratio", 12, "computed")),
    ]
    rows = [
        {
            **{key: item[key] for key in ("party", "non_negotiable", "honoured", "given_up")},
            "position_id": item["id"],
            "demand": view.say(f"cell.demand.{item['demand']}").replace("_", " "),
            "said": demand_sentence(view, item),
            "asked": item["places"],
            "planned": planned_sentence(view, item),
            "position_cost": item["cost"],
        }
        for item in view.document["positions"]
    ]
    return Grid(name="standpunten", fields=fields, rows=rows, totals=[{}]) if rows else None


def options(view: View) -> Grid:
    """Return every option: what it is, its value and unit, and where the value comes from."""
    fields = [
        *(Field("option_label", width=44), Field("option_value", "any", 24), Field("unit", width=12)),
        *(Field("value_origin", width=22), Field("option_help", width=70), Field("option", width=28)),
    ]
    rows = [
        {
            "option_label": view.maybe(f"option.{key}.label", key),
            "option_value": _option_value(view, about["value"]),
            "unit": view.say(f"unit.{about['unit']}") if about["unit"] else "",
            "value_origin": view.say(f"value_origin.{about['origin']}"),
            "option_help": view.maybe(f"option.{key}.help", ""),
            "option": key,
        }
        for key, about in view.document["scenario"]["options"].items()
    ]
    return Grid(name="instellingen", fields=fields, rows=rows)


def _option_value(view: View, value: Any) -> float | str:
    """Return a number as a number, anything else in words."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    if value is None:
        return view.say("page.off")
    if isinstance(value, list):
        return view.value([view.maybe(f"tier.{part}.title", view.value(part)) for part in value])
    return view.value(value)


def messages(view: View) -> Grid | None:
    """Return everything that is assumed, waived or warned of, what is not fit for a decision first."""
    fields = [
        *(Field("message_level", width=16), Field("sentence", width=70), Field("unfit", "yes_no", 12)),
        *(Field("where", width=26), Field("what_to_do", width=44), Field("who", width=40), Field("code", width=24)),
    ]
    mended = [
        {
            "message_level": view.say(f"level.{item.level}"),
            "sentence": words["message"],
            "unfit": True,
            "where": words["where"],
            "what_to_do": words["what_to_do"],
            "who": words["who"],
            "code": item.code,
        }
        for item in for_meeting(view.document["messages"])
        for words in [meeting_words(item, view.spoken(dict(item.params)), view.lang)]
    ]
    others = [
        {
            "message_level": view.say(f"level.{item['level']}"),
            "unfit": False,
            "code": item["code"],
            "sentence": by_code("message", item["code"], view.spoken(item["params"]), view.lang),
            "where": where(item["where"], view.document),
            "what_to_do": "",
            "who": "",
        }
        for item in view.document["messages"]
        if item["code"] not in FOR_MEETING
    ]
    rows: Rows = [*mended, *others]
    return Grid(name="aannames", fields=fields, rows=rows) if rows else None


def inputs(view: View) -> Grid | None:
    """Return every table that was read with its hash."""
    fields = [Field("input_table", width=22), Field("input_file", width=34), Field("input_hash", width=70)]
    rows = [
        {"input_table": item["table"], "input_file": item["file"], "input_hash": item["sha256"]}
        for item in view.document["case"]["inputs"]
    ]
    return Grid(name="invoer", fields=fields, rows=rows) if rows else None


def versions(view: View) -> Grid:
    """Return the versions that made the plan."""
    return pairs("versies", ("version_of", "version"), list(view.document["versions"].items()))


def origins(view: View) -> Grid:
    """Return what each origin of a figure means."""
    fields = [Field("origin", "origin", 22), Field("origin_meaning", width=60)]
    codes = ("published", "reported", "computed", "estimate", "illustration")
    rows = [{"origin": code, "origin_meaning": view.say(f"origin_meaning.{code}")} for code in codes]
    return Grid(name="herkomst", fields=fields, rows=rows)


def pairs(name: str, headers: tuple[str, str], values: Sequence[tuple[str, str]]) -> Grid:
    """Return a table of two columns of words."""
    left, right = headers
    fields = [Field(left, width=22), Field(right, width=70)]
    return Grid(name=name, fields=fields, rows=[{left: one, right: other} for one, other in values])
