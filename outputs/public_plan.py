"""The plan that may be shown to everybody: locations that are not public become numbers of their municipality."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from regietafel.model.meeting import FOR_MEETING
from regietafel.model.plan import LocationDocument, Plan, PlanDocument
from regietafel.model.scenario import OPTIONS, STREAMS
from regietafel.model.tables import FIGURES, TABLES
from regietafel.outputs.public_spec import GOES_OUT, taken_out
from regietafel.outputs.report_view import ORIGINS, UNDISCLOSED
from regietafel.outputs.texts_catalogue import has_text, text

KNOWN_KEYS = ("inhabitants", "ses_woa", "area", "region")
OPERATORS = ("COA", "TGO", "DGO", "VGE")
SHOWN_RULES = (
    *("asylum_task_is_met", "special_task_is_met", "ukraine_task_is_met", "reception_need_is_met"),
    *("housing_target_is_met", "homes_are_available", "housed_stay_housed"),
    *("burden_stays_below_ceiling", "burden_stays_above_floor", "every_municipality_contributes"),
    *("regions_stay_below_ceiling", "regions_stay_above_floor"),
    *("small_scale_is_enough", "emergency_is_phased_down", "cost_stays_below_ceiling"),
)
"""Rules about tasks, shares and totals; no other rule goes out, for it tells something of locations or positions."""
SHOWN_PRICES = ("norm", "last_step")
SHOWN_MESSAGES = (
    *(code for code in FOR_MEETING if code not in ("present_missing", "existing_missing", "illustration_present")),
    *("starts_from_nothing", "starts_from_nothing_net", "task_met_already", "task_met_given", "links_packaged"),
)
TYPES_GUESSED = "types_estimated"


@dataclass(frozen=True)
class LeftOut:
    """Something that stays in: what, and where its numbers still count.

    Parameters
    ----------
    what : str
        Code of the sentence, under ``left_out_of_public``.
    gm_code : str
        Municipality whose places are shown without their location; empty for what has no municipality.
    places : tuple of int
        Those places, per moment [places]; empty for what has no municipality.
    """

    what: str
    gm_code: str = ""
    places: tuple[int, ...] = ()


@dataclass(frozen=True)
class PublicPlan:
    """A plan without what is confidential, and what was left out of it."""

    plan: Plan
    left_out: tuple[LeftOut, ...]


def public_plan(plan: Plan) -> PublicPlan:
    """Take out of a plan what everybody may see.

    Parameters
    ----------
    plan : Plan
        A plan with places.

    Returns
    -------
    PublicPlan
        A new plan that every renderer can show. Locations that are not public stand in it as one row per
        municipality, without anything but the places per stream and moment; nothing goes out that `GOES_OUT` does
        not name. What was left out is listed in words that give nothing away.
    """
    document = plan.document
    known = frozenset(offer["location_id"] for offer in document["locations"] if offer["public"])
    chosen: dict[str, Any] = {
        **document,
        "scenario": document["scenario"] | {"options": dict(_options(document))},
        "outcome": document["outcome"] | {"tiers": _without(document["outcome"]["tiers"], "positions")},
        "totals": [row | {"by_choice": _causes(row["by_choice"])} for row in document["totals"]],
        "locations": [*_public(document, known), *_merged(document)],
        "clusters": [item for item in document["clusters"] if _members(item) <= known],
        "exchanges": _exchanges(document),
        "fairness": document["fairness"] | _fairness(document),
        "rules": [_rule(rule, known) for rule in document["rules"] if rule["name"] in SHOWN_RULES],
        "messages": list(_messages(document)),
        "extra": {"public": True},
    }
    chosen["locations"].sort(key=lambda offer: offer["location_id"])
    return PublicPlan(Plan(cast(PlanDocument, taken_out(chosen, GOES_OUT))), tuple(_left_out(chosen["locations"])))


def _options(document: PlanDocument) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give the options that exist; a value in words only if it is one of ours."""
    for key, about in document["scenario"]["options"].items():
        if key in OPTIONS:
            yield key, about | {"value": _option_value(key, about["value"])}


def _option_value(key: str, value: Any) -> Any:
    if isinstance(value, list):
        return [part for part in value if _option_value(key, part) is not None]
    if not isinstance(value, str):
        return value
    ours = (*OPTIONS[key].choices, *KNOWN_KEYS)
    return value if value in ours or has_text(f"tier.{value}.title") else None


def _without(rows: Any, name: str) -> list[Any]:
    return [row for row in rows if row["name"] != name]


def _causes(parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Name causes that everybody may know; the places of the others are added up under one name."""
    found: dict[str, int] = defaultdict(int)
    for part in parts:
        ours = any(has_text(code.format(part["cause"])) for code in ("cause.{}", "option.{}.label", "rule.{}.title"))
        found[part["cause"] if ours else UNDISCLOSED] += part["places"]
    return [{"cause": cause, "places": places} for cause, places in found.items()]


def _members(cluster: Mapping[str, Any]) -> set[str]:
    return {cluster["hub"], *(member["location_id"] for member in cluster["satellites"])}


def _public(document: PlanDocument, known: frozenset[str]) -> list[dict[str, Any]]:
    """Return the public locations, with decisions that were taken and hubs that are public."""
    found = []
    for offer in (item for item in document["locations"] if item["public"]):
        taken = offer["status"] in ("existing", "decided")
        moments = [
            at | {"hubs": {hub: part for hub, part in at["hubs"].items() if hub in known}} for at in offer["moments"]
        ]
        shown = {
            "decision": offer["decision"] if taken else {"by": None, "date": None},
            "operator": offer["operator"] if offer["operator"] in OPERATORS else "",
            "moments": moments,
        }
        found.append(dict(offer) | shown)
    return found


def _hidden(document: PlanDocument) -> dict[str, list[LocationDocument]]:
    """Return per municipality of the province its locations that are open and not public."""
    codes = [member["gm_code"] for member in document["municipalities"]]
    found: dict[str, list[LocationDocument]] = {code: [] for code in codes}
    for offer in document["locations"]:
        if offer["gm_code"] in found and not offer["public"] and any(at["opened"] for at in offer["moments"]):
            found[offer["gm_code"]].append(offer)
    return {code: offers for code, offers in found.items() if offers}


def _merged(document: PlanDocument) -> list[dict[str, Any]]:
    """Return one row per municipality for all its open locations that are not public: places, and nothing else."""
    return [_one_row(code, offers) for code, offers in _hidden(document).items()]


def _one_row(gm_code: str, offers: list[LocationDocument]) -> dict[str, Any]:
    moments = [
        {
            "moment": together[0]["moment"],
            # How many they are tells what kind they are: one large location, or several small ones.
            "opened": int(any(at["opened"] for at in together)),
            "places": _summed(at["places"] for at in together),
            "hubs": {},
        }
        for together in zip(*(offer["moments"] for offer in offers), strict=True)
    ]
    origin = max((ORIGINS.index(offer["origin"]) for offer in offers), default=0)
    return {
        **dict.fromkeys(("durable", "emergency", "lat", "lon", "link_gm_code")),
        "location_id": text("public.location_id", gm_code=gm_code),
        "gm_code": gm_code,
        "name": text("public.location"),
        "public": False,
        "type": text("public.location_type"),
        "form": UNDISCLOSED,
        "status": UNDISCLOSED,
        "origin": ORIGINS[origin],
        "count": 1,
        "decision": {"by": None, "date": None},
        "operator": "",
        "present": _summed(offer["present"] for offer in offers),
        "moments": moments,
    }


def _summed(parts: Any) -> dict[str, int]:
    """Add up places per stream."""
    found = dict.fromkeys(STREAMS, 0)
    for part in parts:
        for stream, places in part.items():
            found[stream] += places
    return found


def _exchanges(document: PlanDocument) -> list[dict[str, Any]]:
    """Return the agreed exchanges, numbered."""
    agreed = [item for item in document["exchanges"] if item["stage"] == "agreed"]
    return [item | {"id": str(number)} for number, item in enumerate(agreed, start=1)]


def _fairness(document: PlanDocument) -> dict[str, Any]:
    """Return what of fairness has fewer rows: prices without positions, keys that everybody knows."""
    found = document["fairness"]
    return {
        "price": [item for item in found["price"] if item["of"] in SHOWN_PRICES],
        "keys": [item for item in found["keys"] if item["key"] in KNOWN_KEYS],
    }


def _rule(rule: Any, known: frozenset[str]) -> dict[str, Any]:
    """Return a rule; where it binds at a location that is not public, only that it binds."""
    return dict(rule) | {"binding": [_bound(entry, known) for entry in rule["binding"]]}


def _bound(entry: dict[str, Any], known: frozenset[str]) -> dict[str, Any]:
    if entry["location_id"] is None or entry["location_id"] in known:
        return entry
    return entry | {"gm_code": None, "location_id": None}


def _messages(document: PlanDocument) -> Iterator[dict[str, Any]]:
    """Give the messages about public figures, if every word in them is a public one."""
    words = _public_words(document)
    for message in document["messages"]:
        if message["code"] == TYPES_GUESSED:
            yield message | {"params": {"types": [text("public.types")]}}
        elif message["code"] in SHOWN_MESSAGES and _is_public([message["where"], *message["params"].values()], words):
            yield message


def _public_words(document: PlanDocument) -> set[str]:
    """Collect the words that a message may show: names of municipalities, regions, tables, columns and dates."""
    found = {document["case"]["province"], "", *document["moments"]}
    for member in document["municipalities"]:
        found |= {member["gm_code"], member["name"], member["region"] or "", member["safety_region"] or ""}
    for name, table in TABLES.items():
        columns = {column.header for column in table.all_columns()}
        found |= {name, *columns, *(f"{name}.{column}" for column in columns)}
    return found | {figure.header for figure in FIGURES}


def _is_public(value: Any, words: set[str]) -> bool:
    if isinstance(value, list):
        return all(_is_public(part, words) for part in value)
    return not isinstance(value, str) or value in words or _is_number_or_half_year(value)


def _is_number_or_half_year(written: str) -> bool:
    year, _, half = written.partition("-")
    return year.isdecimal() and half in ("", "I", "II")


def _left_out(locations: list[dict[str, Any]]) -> Iterator[LeftOut]:
    """List what stays in: places without their location by municipality, then what has no place at all.

    Kinds that are always left out are always listed, so that the list does not tell whether there were any.
    """
    for row in locations:
        if row["status"] == UNDISCLOSED:
            places = tuple(sum(at["places"].values()) for at in row["moments"])
            yield LeftOut("locations", row["gm_code"], places)
    kinds = ("unused", "texts", "clusters", "rules", "positions", "conflict", "exchanges", "costs")
    yield from map(LeftOut, (*kinds, "messages", "scenario", "inputs"))
