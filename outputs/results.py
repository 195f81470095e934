"""Plan -> tables: one DataFrame per subject, with headers and words in the language of the reader."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from regietafel.model.plan import LocationDocument, Plan
from regietafel.model.scenario import STREAMS
from regietafel.outputs.fairness_tables import against_key_rows, norm_rows, price_rows
from regietafel.outputs.position_sentences import demand_sentence, planned_sentence
from regietafel.outputs.report_view import View, locations_told
from regietafel.outputs.table_words import cause, grant_title, names_in, rule_text, where, word
from regietafel.outputs.texts_catalogue import DEFAULT_LANGUAGE, by_code, has_text, shown, text

Row = dict[str, Any]

# Unit per column code; a column that is not here has none.
UNITS = {
    **dict.fromkeys(("indicative", "indicative_special", "above_indicative", "residual_task", "credited"), "places"),
    **{f"{part}_{stream}": "places" for part in ("provided", "plan", "durable", "places") for stream in STREAMS},
    **dict.fromkeys(("required", "placed", "counted_plan", "counted_durable", "shortfall", "unavoidable"), "places"),
    **dict.fromkeys(("surplus", "net_published", "present", "places", "cluster_places", "by_choice"), "places"),
    **dict.fromkeys(("inhabitants", "housed", "unhoused"), "persons"),
    **dict.fromkeys(("ratio_joint", "ratio_asylum", "before_joint", "before_asylum", "ratio"), "ratio"),
    "asked": "places",
    "given_up": "places",
    "position_cost": "ratio",
    **dict.fromkeys(("km", "farthest_km", "diameter_km"), "km"),
    **dict.fromkeys(("opened", "number"), "locations"),
    "amount": "euro",
    "steps": "steps",
    **dict.fromkeys(("norm_cost", "norm_cost_bound"), "euro"),
    **dict.fromkeys(("key", "carried", "difference", "without_norm"), "places"),
    **dict.fromkeys(("place_value", "place_best"), "ratio"),
}


def tables(plan: Plan, lang: str = DEFAULT_LANGUAGE) -> dict[str, pd.DataFrame]:
    """Return every table of a plan, by file name without ending, in a fixed order.

    Parameters
    ----------
    plan : Plan
        A plan; one without places gives tables without rows.
    lang : str
        Language of names, headers and words.

    Returns
    -------
    dict of str to pandas.DataFrame
        ``attrs["units"]`` of a table gives the unit of each column that has one, by header.
    """
    return {text(f"table.{name}", lang): make(plan, lang) for name, make in TABLES.items()}


def municipalities(plan: Plan, lang: str = DEFAULT_LANGUAGE) -> pd.DataFrame:
    """Return one row per municipality and moment: what is asked, provided and carried [places, persons, ratios]."""
    rows = []
    for member in plan.document["municipalities"]:
        head = {
            "gm_code": member["gm_code"],
            "municipality": member["name"],
            "region": member["region"],
            "safety_region": member["safety_region"],
            "inhabitants": member["inhabitants"],
            "ses_woa": member["ses_woa"]["value"],
            "ses_woa_origin": word("origin", member["ses_woa"]["origin"], lang),
            "indicative": member["indicative"]["value"],
            "indicative_special": member["indicative"]["special"],
            "indicative_origin": word("origin", member["indicative"]["origin"], lang),
        }
        shares = {f"share_{k}": value for k, value in member["entitlement_after_exchange"].items()}
        tail = {"left_out": word("left_out", member["left_out"], lang)}
        at_last = {"above_indicative": member["above_indicative"], "residual_task": member["residual_task"]}
        last = plan.document["moments"][-1]
        rows += [
            head | shares | _municipality_moment(at) | (at_last if at["moment"] == last else {}) | tail
            for at in member["moments"]
        ]
    return _frame("municipalities", rows, lang)


def locations(plan: Plan, lang: str = DEFAULT_LANGUAGE) -> pd.DataFrame:
    """Return one row per offer: what and where it is, how firm, and from which decision."""
    names = names_in(plan.document)
    return _frame("locations", [_location(offer, names, lang) for offer in plan.document["locations"]], lang)


def _location(offer: LocationDocument, names: Mapping[str, str], lang: str) -> Row:
    kept = ("location_id", "gm_code", "name", "type", "public", "durable", "emergency", "operator", "group")
    return {
        **{key: offer[key] for key in (*kept, "condition", "bottleneck")},  # type: ignore[literal-required]
        "count": locations_told(offer, offer["count"]),
        "municipality": names.get(offer["gm_code"], offer["gm_code"]),
        "form": word("form", offer["form"], lang),
        "status": word("status", offer["status"], lang),
        "present": sum(offer["present"].values()),
        "origin": word("origin", offer["origin"], lang),
        "decided_by": offer["decision"]["by"],
        "decision_date": _day(offer["decision"]["date"]),
        "link": names.get(offer["link_gm_code"] or "", offer["link_gm_code"]),
    }


def placements(plan: Plan, lang: str = DEFAULT_LANGUAGE) -> pd.DataFrame:
    """Return one row per offer and moment at which it is open: places per stream [places], and its hubs."""
    names = names_in(plan.document)
    rows = [
        {
            "moment": _day(at["moment"]),
            "location_id": offer["location_id"],
            "municipality": names.get(offer["gm_code"], offer["gm_code"]),
            "name": offer["name"],
            "opened": locations_told(offer, at["opened"]),
            **{f"places_{k}": at["places"].get(k, 0) for k in STREAMS},
            "hubs": ", ".join(at["hubs"]),
        }
        for offer in plan.document["locations"]
        for at in offer["moments"]
        if at["opened"]
    ]
    return _frame("placements", rows, lang)


def clusters(plan: Plan, lang: str = DEFAULT_LANGUAGE) -> pd.DataFrame:
    """Return one row per moment, hub and satellite: number, places, distance [km] and steps."""
    rows = [
        {
            "moment": _day(cluster["moment"]),
            "hub": cluster["hub"],
            "location_id": member["location_id"],
            "number": member["n"],
            "places": member["places"],
            "km": member["km"],
            "steps": member["steps"],
            "cluster_places": cluster["places"],
            "farthest_km": cluster["farthest_km"],
            "diameter_km": cluster["diameter_km"],
            "cut": ", ".join(names_in(plan.document).get(g, g) for g in cluster["cut_municipalities"]),
        }
        for cluster in plan.document["clusters"]
        for member in cluster["satellites"]
    ]
    return _frame("clusters", rows, lang)


def totals(plan: Plan, lang: str = DEFAULT_LANGUAGE) -> pd.DataFrame:
    """Return one row per moment and task: required, placed, counted and short [places; housing: persons]."""
    rows = [
        {
            "moment": _day(row["moment"]),
            "task": word("task", row["task"], lang),
            "required": row["required"],
            "net_published": row["net_published"],
            "placed": row["placed"],
            "counted_plan": row["counted"]["plan"],
            "counted_durable": row["counted"]["durable"],
            "shortfall": row["shortfall"],
            "unavoidable": row["unavoidable"],
            "by_choice": sum(part["places"] for part in row["by_choice"]),
            "causes": ", ".join(cause(part["cause"], plan.document, lang) for part in row["by_choice"]),
            "surplus": row["surplus"],
        }
        for row in plan.document["totals"]
    ]
    return _frame("totals", rows, lang)


def fairness(plan: Plan, lang: str = DEFAULT_LANGUAGE) -> pd.DataFrame:
    """Return the burden ratios at the last moment, largest first, per ratio; one row per municipality [ratio]."""
    names = names_in(plan.document)
    found = plan.document["fairness"]
    rows = [
        {
            "on": word("ratio", on, lang),
            "rank": rank,
            "gm_code": gm_code,
            "municipality": names.get(gm_code, gm_code),
            "ratio": ratio,
        }
        for on in ("joint", "asylum")
        for rank, (ratio, gm_code) in enumerate(found.get("sorted", {}).get(on, []), start=1)
    ]
    return _frame("fairness", rows, lang)


def prices(plan: Plan, lang: str = DEFAULT_LANGUAGE) -> pd.DataFrame:
    """Return what positions, fairness and money cost each other, one row per price."""
    return _frame("prices", price_rows(plan, lang), lang)


def norms(plan: Plan, lang: str = DEFAULT_LANGUAGE) -> pd.DataFrame:
    """Return the norm table: one row per norm and ratio."""
    return _frame("norms", norm_rows(plan, lang), lang)


def against_key(plan: Plan, lang: str = DEFAULT_LANGUAGE) -> pd.DataFrame:
    """Return who carries more or less than the legal key, one row per ratio and municipality [weighted places]."""
    return _frame("against_key", against_key_rows(plan, lang), lang)


def costs(plan: Plan, lang: str = DEFAULT_LANGUAGE) -> pd.DataFrame:
    """Return the cost of the plan: per year at each moment, opening once, over the cycle, and per host [euro]."""
    found = plan.document["costs"]
    names = names_in(plan.document)
    kind = {code: text(f"cost.{code}", lang) for code in ("operation_per_year", "opening_once", "over_cycle")}
    rows: list[Row] = [
        {"kind": kind["operation_per_year"], "moment": _day(at["moment"]), "amount": at["amount"]}
        for at in found.get("operation_per_year", [])
    ]
    rows += [{"kind": kind[key], "amount": found[key]} for key in ("opening_once", "over_cycle") if key in found]
    rows += [
        {"kind": text("cost.by_municipality", lang), "municipality": names.get(g, g), "gm_code": g, "amount": amount}
        for g, amount in found.get("by_municipality", {}).items()
    ]
    return _frame("costs", rows, lang)


def grants(plan: Plan, lang: str = DEFAULT_LANGUAGE) -> pd.DataFrame:
    """Return one row per grant: article, units paid for, amount [euro] and receiver."""
    names = names_in(plan.document)
    rows = [
        {
            "grant": grant_title(grant["rule"], lang),
            "article": grant["article"],
            "receiver": word("receiver", grant["receiver"], lang),
            "gm_code": grant["gm_code"],
            "municipality": names.get(grant["gm_code"] or ""),
            "basis": grant["basis"],
            "amount": grant["amount"],
            "provisional": grant["provisional"],
        }
        for grant in plan.document["costs"].get("grants", [])
    ]
    return _frame("grants", rows, lang)


def positions(plan: Plan, lang: str = DEFAULT_LANGUAGE) -> pd.DataFrame:
    """Return one row per position: what was said, what the plan gives, and by how much it is given up [places]."""
    view = View(plan, lang)
    rows = [
        {
            "position_id": item["id"],
            **{key: item[key] for key in ("party", "honoured", "given_up")},
            "demand": word("demand", item["demand"], lang),
            "said": demand_sentence(view, item),
            "asked": item["places"],
            "planned": planned_sentence(view, item),
            "position_cost": item["cost"],
        }
        for item in plan.document["positions"]
    ]
    return _frame("positions", rows, lang)


def rules(plan: Plan, lang: str = DEFAULT_LANGUAGE) -> pd.DataFrame:
    """Return one row per rule: meaning, how often it holds, how often it binds, smallest slack [its unit]."""
    rows = [
        {
            "rule": rule["name"],
            "title": rule_text(rule["name"], "title", lang),
            "meaning": rule_text(rule["name"], "meaning", lang),
            "group": text(f"group.{rule['group']}", lang),
            "article": rule["article"],
            "instances": rule["instances"],
            "binding": len(rule["binding"]),
            "smallest_slack": rule["smallest_slack"],
            "unit": text(f"unit.{rule['unit']}", lang),
        }
        for rule in plan.document["rules"]
    ]
    return _frame("rules", rows, lang)


def messages(plan: Plan, lang: str = DEFAULT_LANGUAGE) -> pd.DataFrame:
    """Return one row per assumption, waiver or warning, as a sentence."""
    rows = [
        {
            "level": text(f"level.{message['level']}", lang),
            "where": where(message["where"], plan.document),
            "sentence": by_code("message", message["code"], message["params"], lang),
            "code": message["code"],
        }
        for message in plan.document["messages"]
    ]
    return _frame("messages", rows, lang)


def settings(plan: Plan, lang: str = DEFAULT_LANGUAGE) -> pd.DataFrame:
    """Return one row per option: label, value, unit, and where the value came from."""
    rows = [
        {
            "option": key,
            "label": text(f"option.{key}.label", lang) if has_text(f"option.{key}.label", lang) else key,
            "value": shown(about["value"], lang),
            "unit": text(f"unit.{about['unit']}", lang) if about["unit"] else "",
            "value_origin": text(f"value_origin.{about['origin']}", lang),
        }
        for key, about in plan.document["scenario"]["options"].items()
    ]
    return _frame("settings", rows, lang)


TABLES: Mapping[str, Callable[[Plan, str], pd.DataFrame]] = {
    "municipalities": municipalities,
    "locations": locations,
    "placements": placements,
    "clusters": clusters,
    "totals": totals,
    "fairness": fairness,
    "prices": prices,
    "norms": norms,
    "against_key": against_key,
    "costs": costs,
    "grants": grants,
    "positions": positions,
    "rules": rules,
    "messages": messages,
    "settings": settings,
}

_SHARES = tuple(f"share_{k}" for k in STREAMS)
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "municipalities": (
        *("gm_code", "municipality", "region", "safety_region", "moment", "inhabitants", "ses_woa", "ses_woa_origin"),
        *("indicative", "indicative_special", "indicative_origin", *_SHARES),
        *(f"{part}_{k}" for part in ("provided", "plan", "durable") for k in STREAMS),
        *("housed", "credited", "unhoused", "burden", "ratio_joint", "ratio_asylum", "before_joint", "before_asylum"),
        *("above_indicative", "residual_task", "left_out"),
    ),
    "locations": (
        *("location_id", "gm_code", "municipality", "name", "type", "form", "status", "count", "present", "public"),
        *("durable", "emergency", "origin", "decided_by", "decision_date", "operator", "group", "link"),
        *("condition", "bottleneck"),
    ),
    "placements": (
        "moment",
        "location_id",
        "municipality",
        "name",
        "opened",
        *(f"places_{k}" for k in STREAMS),
        "hubs",
    ),
    "clusters": (
        *("moment", "hub", "location_id", "number", "places", "km", "steps"),
        *("cluster_places", "farthest_km", "diameter_km", "cut"),
    ),
    "totals": (
        *("moment", "task", "required", "net_published", "placed", "counted_plan", "counted_durable"),
        *("shortfall", "unavoidable", "by_choice", "causes", "surplus"),
    ),
    "fairness": ("on", "rank", "gm_code", "municipality", "ratio"),
    "prices": ("price_of", "paid_in", "with", "without", "price_amount", "unit", "price_gap"),
    "norms": (
        *("norm", "on", "norm_value", "norm_best", "norm_bound", "norm_distance", "norm_cost", "norm_cost_bound"),
        *("first_place", "place_value", "place_best"),
    ),
    "against_key": ("on", "gm_code", "municipality", "key", "carried", "difference", "verdict", "without_norm"),
    "costs": ("kind", "moment", "gm_code", "municipality", "amount"),
    "grants": ("grant", "article", "receiver", "gm_code", "municipality", "basis", "amount", "provisional"),
    "positions": (
        *("position_id", "party", "demand", "said", "asked", "planned", "honoured", "given_up", "position_cost"),
    ),
    "rules": ("rule", "title", "meaning", "group", "article", "instances", "binding", "smallest_slack", "unit"),
    "messages": ("level", "where", "sentence", "code"),
    "settings": ("option", "label", "value", "unit", "value_origin"),
}


def _municipality_moment(at: Any) -> Row:
    return {
        "moment": _day(at["moment"]),
        **{f"provided_{k}": n for k, n in at["provided"].items()},
        **{f"{regime}_{k}": n for regime in ("plan", "durable") for k, n in at["counted"][regime].items()},
        **{key: at[key] for key in ("housed", "credited", "unhoused", "burden")},
        **{f"ratio_{on}": ratio for on, ratio in at["burden_ratio"].items()},
        **{f"before_{on}": ratio for on, ratio in at["ratio_before_exchange"].items()},
    }


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _frame(name: str, rows: list[Row], lang: str) -> pd.DataFrame:
    """Put rows under the headers of a table; whole numbers stay whole."""
    headers = {code: text(f"column.{code}", lang) for code in COLUMNS[name]}
    found = {header: pd.Series([row.get(code) for row in rows], dtype=object) for code, header in headers.items()}
    table = pd.DataFrame(found)
    table.attrs["units"] = {header: UNITS[code] for code, header in headers.items() if code in UNITS}
    return table
