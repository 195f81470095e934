"""What the script of the report needs to colour the map, to filter and to show one municipality: a block of data.

Without script the page says the same in its tables; nothing stands here that does not.
"""

import json
from typing import Any

from regietafel.model.plan import MunicipalityDocument
from regietafel.model.scenario import STREAMS
from regietafel.outputs.map_svg import CLASSES
from regietafel.outputs.report_duties import duty_ratio
from regietafel.outputs.report_view import ORIGINS, View, at_moment
from regietafel.outputs.texts_catalogue import catalogue

# What the map can show, each for some groups; what is known of the last moment only says so.
MEASURES = {
    "ratio": ("joint", "asylum", "ukraine", "housing"),
    "places": ("all", "asylum", "regular", "special", "ukraine", "housing"),
    "share": ("asylum",),
    "above": ("asylum",),
    "unhoused": ("housing",),
}
LAST_ONLY = ("above",)
TOO_SMALL = ("no_entitlement", "small_entitlement")


def bench(view: View) -> str:
    """Return the data of the page as JSON that no browser takes for markup or a program.

    Returns
    -------
    str
        ``words``, ``origins``, ``moments`` (date and how it is written), ``measures``, ``regions``, ``rules`` and
        ``towns``: by municipality its region, what is asked, what it provides at each moment and what binds for it.
    """
    regions, region_kind = _regions(view)
    rules = [rule for rule in view.document["rules"] if rule["binding"]]
    content = {
        "words": _words(view.lang),
        "origins": [view.say(f"origin.{origin}") for origin in ORIGINS],
        "moments": [view.day(moment) for moment in view.document["moments"]],
        "measures": [
            {"key": name, "groups": groups, "last": name in LAST_ONLY} for name, groups in _measures(view).items()
        ],
        "classes": [view.say(f"page.class_{name}") for name in ("low", "even", "high", "top", "none")],
        "bounds": [end for _, end in CLASSES[:-1]],
        "regions": regions,
        "region": view.say(f"bench.{region_kind}"),
        "rules": [rule["name"] for rule in rules],
        "towns": {
            member["gm_code"]: _town(view, member, regions, region_kind)
            | {"b": _binding(view, member["gm_code"], rules), "p": _positions(view, member["gm_code"])}
            | {"u": _exchanges(view, member["gm_code"])}
            for member in view.document["municipalities"]
        },
    }
    written = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return written.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _words(lang: str) -> dict[str, str]:
    """Return the words of the script, by the part of their code after the dot."""
    duties = {code: said for code, said in catalogue(lang).items() if code.startswith(("duty.name_", "duty.note"))}
    bench_words = {code: said for code, said in catalogue(lang).items() if code.startswith("bench.")}
    return {code.partition(".")[2]: said for code, said in (bench_words | duties).items()}


def _measures(view: View) -> dict[str, tuple[str, ...]]:
    """Return what the map can show of this plan: places above the indicative number only where there are any."""
    above = any(member["above_indicative"] for member in view.document["municipalities"])
    return {name: groups for name, groups in MEASURES.items() if name != "above" or above}


def _regions(view: View) -> tuple[list[str], str]:
    """Return the regions by which the reader can filter: those of the province itself, else the safety regions."""
    members = view.document["municipalities"]
    kind = "region" if any(member["region"] for member in members) else "safety_region"
    return sorted({str(member[kind]) for member in members if member[kind]}), kind  # type: ignore[literal-required]


def _town(view: View, member: MunicipalityDocument, regions: list[str], kind: str) -> dict[str, Any]:
    """Return one municipality: region, left out, shares with origins, above the indicative number, and its moments."""
    region = member[kind]  # type: ignore[literal-required]
    origins = [member["entitlement"].get(stream, {}).get("origin") for stream in STREAMS]
    return {
        "n": member["name"],
        "r": regions.index(str(region)) if region else -1,
        "o": view.say(f"left_out.{member['left_out']}") if member["left_out"] else "",
        "s": int(member["left_out"] in TOO_SMALL),
        "d": [member["entitlement_after_exchange"].get(stream, 0) for stream in STREAMS],
        "h": [ORIGINS.index(origin) if origin else -1 for origin in origins],
        "a": member["above_indicative"],
        "v": [_at(member, at_moment(member, moment)) for moment in view.document["moments"]],
    }


def _at(member: MunicipalityDocument, at: Any) -> list[float | None]:
    """Return the figures of one moment; what is carried stands at the end when it is not what is provided."""
    if at is None:
        return []
    provided = [at["provided"].get(stream, 0) for stream in STREAMS]
    carried = [at["carried"].get(stream, 0) for stream in STREAMS]
    indicative = member["indicative"]["value"]
    share = round((provided[0] + provided[1]) / indicative, 6) if indicative else None
    ratios = [at["burden_ratio"]["joint"], *(duty_ratio(member, at, duty) for duty in ("asylum", "ukraine", "housing"))]
    return [*provided, at["unhoused"], *ratios, share, *(carried if carried != provided else ())]


def _binding(view: View, code: str, rules: list[Any]) -> list[int]:
    """Return which of the rules that bind do so for a municipality or one of its locations, by their place."""
    own = {offer["location_id"] for offer in view.document["locations"] if offer["gm_code"] == code}
    return [
        place
        for place, rule in enumerate(rules)
        if any(entry["gm_code"] == code or entry["location_id"] in own for entry in rule["binding"])
    ]


def _positions(view: View, code: str) -> list[int]:
    """Return which positions name a municipality or one of its locations, by their place."""
    own = {offer["location_id"] for offer in view.document["locations"] if offer["gm_code"] == code}
    return [
        place
        for place, item in enumerate(view.document["positions"])
        if {code, *own}
        & {
            *(item["subject"]["gm_codes"] or ()),
            *(item["subject"][key] for key in ("other_gm_code", "location_id", "other_location_id")),
        }
    ]


def _exchanges(view: View, code: str) -> list[int]:
    """Return which exchanges a municipality takes part in, by their place."""
    return [place for place, item in enumerate(view.document["exchanges"]) if code in (item["from"], item["to"])]
