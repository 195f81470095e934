"""A small but complete plan document of a made-up province, to try outputs on; the figures hang together."""

import copy
from typing import Any

from regietafel.model.plan import SCHEMA, Plan
from regietafel.model.scenario import STREAMS, Scenario
from support.fairness_document import against_key, norms, prices

MOMENTS = ("2027-07-01", "2028-02-01")
NAMES = ("Aakerk", "Beekdal", "Cromveld", "Duinhoek", "Elsloo aan Zee", "Fortveen")
INHABITANTS = (120_000, 60_000, 42_000, 18_000, 30_000, 9_000)
POINTS = ((52.00, 5.50), (52.08, 5.62), (51.93, 5.66), (52.15, 5.40), (51.90, 5.38), (52.05, 5.80))
# Per municipality: regular, special, ukraine, persons to house.
SHARES = ((500, 40, 300, 60), (240, 20, 150, 30), (160, 15, 100, 20), (70, 5, 45, 9), (120, 10, 75, 15), (30, 4, 20, 4))
TASKS = {"asylum": 1214, "special": 94, "ukraine": 690, "housing": 138}


def code(number: int) -> str:
    """Give the code of the n-th municipality, from 0."""
    return f"GM0{number + 1:03d}"


def streams(*values: int) -> dict[str, int]:
    """Name four values by stream."""
    return dict(zip(STREAMS, values, strict=True))


def location(name: str, host: int, form: str, places: tuple[int, int, int, int], **about: Any) -> dict[str, Any]:
    """Make an offer that is open at both moments."""
    at = [{"moment": moment, "opened": 1, "places": streams(*places), "hubs": {}} for moment in MOMENTS]
    return {
        "location_id": name,
        "gm_code": code(host),
        "name": f"Locatie {name}",
        "public": False,
        "type": {"large": "azc", "small_scale": "kleinschalig", "satellite": "satelliet"}.get(form, "overig"),
        "form": form,
        "status": "explored",
        "durable": True,
        "emergency": False,
        "origin": "reported",
        "lat": None,
        "lon": None,
        "count": 1,
        "decision": {"by": None, "date": None},
        "condition": "",
        "bottleneck": "",
        "operator": "COA",
        "group": None,
        "link_gm_code": None,
        "present": streams(0, 0, 0, 0),
        "moments": at,
    } | about


def satellite(name: str, host: int, places: tuple[int, int, int, int], hub: str) -> dict[str, Any]:
    """Make a satellite offer that hangs under a hub at both moments."""
    made = location(name, host, "satellite", places)
    for at in made["moments"]:
        at["hubs"] = {hub: {"n": 1, "places": sum(places)}}
    return made


def locations() -> list[dict[str, Any]]:
    """Make eight offers: two hubs, two satellites, and the rest."""
    return [
        location("L-01", 0, "large", (500, 40, 0, 0), status="existing", public=True, present=streams(500, 40, 0, 0)),
        location("L-02", 1, "large", (300, 20, 0, 0), status="decided", origin="illustration"),
        location("L-03", 2, "small_scale", (120, 0, 0, 0), lat=51.95, lon=5.70),
        satellite("L-04", 3, (60, 0, 0, 0), "L-01"),
        satellite("L-05", 4, (80, 10, 0, 0), "L-02"),
        location("L-06", 0, "other", (0, 0, 450, 0), bottleneck="=wacht op vergunning"),
        location("L-07", 1, "other", (0, 0, 200, 0), condition="+ alleen met steun van de raad"),
        location("L-08", 5, "other", (0, 0, 0, 10), link_gm_code=code(0), status="intended"),
    ]


def municipality_moment(number: int, moment: str, offers: list[dict[str, Any]]) -> dict[str, Any]:
    """Add up what one municipality does at one moment: 90 % of the status holders are housed, rounded down."""
    own = [offer for offer in offers if offer["gm_code"] == code(number)]
    placed = {
        k: sum(at["places"][k] for offer in own for at in offer["moments"] if at["moment"] == moment) for k in STREAMS
    }
    credited = 10 if number == 0 else 0
    housed = SHARES[number][3] * 9 // 10
    provided = placed | {"status_holder": placed["status_holder"] + housed}
    counted = placed | {"status_holder": credited + housed}
    burden = float(sum(provided.values()))
    due, asylum_due = sum(SHARES[number]), sum(SHARES[number][:2])
    ratio = {
        "joint": round(burden / due, 6),
        "asylum": round((placed["regular"] + placed["special"]) / asylum_due, 6),
    }
    return {
        "moment": moment,
        "provided": provided,
        "counted": {"plan": counted, "durable": counted},
        "carried": provided,
        "housed": housed,
        "unhoused": max(0, SHARES[number][3] - housed - credited),
        "credited": credited,
        "burden": burden,
        "burden_ratio": ratio,
        "ratio_before_exchange": ratio,
        "composition": {k: round(n / burden, 6) if burden else 0 for k, n in provided.items()},
    }


def municipality(number: int, offers: list[dict[str, Any]]) -> dict[str, Any]:
    """Make one municipality over both moments."""
    shares = streams(*SHARES[number])
    lat, lon = POINTS[number]
    return {
        "gm_code": code(number),
        "name": NAMES[number],
        "region": None,
        "safety_region": "Midden",
        "inhabitants": INHABITANTS[number],
        "ses_woa": {"value": 0.012, "origin": "estimate"},
        "lat": lat,
        "lon": lon,
        "indicative": {
            "value": shares["regular"] + shares["special"],
            "special": shares["special"],
            "origin": "published" if number == 0 else "computed",
        },
        "above_indicative": 60 if number == 1 else 0,
        "residual_task": 28 if number == 2 else 0,
        "entitlement": {k: {"value": n, "origin": "computed"} for k, n in shares.items()},
        "entitlement_after_exchange": shares,
        "fixed": 540 if number == 0 else 0,
        "left_out": "small_entitlement" if number == 5 else None,
        "moments": [municipality_moment(number, moment, offers) for moment in MOMENTS],
    }


def total(task: str, moment: str, members: list[dict[str, Any]]) -> dict[str, Any]:
    """Add up one task at one moment."""
    at = [entry for member in members for entry in member["moments"] if entry["moment"] == moment]
    parts = {"asylum": ("regular", "special"), "special": ("special",), "ukraine": ("ukraine",), "housing": ()}[task]
    placed = sum(entry["provided"][k] for entry in at for k in parts)
    shortfall = max(0, TASKS[task] - placed)
    if task == "housing":
        shortfall = sum(entry["unhoused"] for entry in at)
        placed = sum(entry["housed"] + entry["credited"] for entry in at)
    met = TASKS[task] - shortfall if task == "housing" else placed
    return {
        "moment": moment,
        "task": task,
        "required": TASKS[task],
        "net_published": 4900 if task == "asylum" else None,
        "placed": placed,
        "counted": {"plan": met, "durable": met},
        "shortfall": shortfall,
        "unavoidable": shortfall if task != "asylum" else 0,
        "by_choice": [{"cause": "status_floor", "places": shortfall}] if task == "asylum" and shortfall else [],
        "surplus": 0,
        "by_status": {} if task == "housing" else {"existing": 0, "decided": 0, "intended": 0, "explored": placed},
    }


def cluster(moment: str, hub: str, member: tuple[str, int, float, int], places: int) -> dict[str, Any]:
    """Make a hub with one satellite: id, places, km, steps."""
    name, n_places, km, steps = member
    return {
        "moment": moment,
        "hub": hub,
        "satellites": [{"location_id": name, "n": 1, "places": n_places, "km": km, "steps": steps}],
        "places": places,
        "farthest_km": km,
        "diameter_km": km,
        "cut_municipalities": [],
    }


def costs() -> dict[str, Any]:
    """Make costs and two grants."""
    return {
        "operation_per_year": [{"moment": moment, "amount": 54_321_000} for moment in MOMENTS],
        "opening_once": 1_200_000,
        "over_cycle": 83_456_789,
        "by_municipality": {code(number): 1_000_000 * (number + 1) for number in range(6)},
        "grants": [
            {
                "rule": "special_places",
                "article": "Wet art. 9(2)(a)",
                "amount": 80_000,
                "basis": 40,
                "receiver": "municipality",
                "gm_code": code(0),
                "provisional": False,
            },
            {
                "rule": "bonus",
                "article": "Wet art. 9(3)",
                "amount": 45_000,
                "basis": 200,
                "receiver": "province",
                "gm_code": None,
                "provisional": True,
            },
        ],
    }


def fairness(members: list[dict[str, Any]]) -> dict[str, Any]:
    """Sort the ratios and name the norm."""
    kept = [member for member in members if member["left_out"] is None]

    def ranked(kind: str) -> list[list[Any]]:
        pairs = [(member["moments"][-1]["burden_ratio"][kind], member["gm_code"]) for member in kept]
        return [list(pair) for pair in sorted(pairs, key=lambda pair: (-pair[0], pair[1]))]

    orders = {kind: ranked(kind) for kind in ("joint", "asylum")}
    return {
        "norm": "minimax",
        "on": "joint",
        "moment": "last",
        "left_out": [{"gm_code": code(5), "reason": "small_entitlement"}],
        "measures": {
            "minimax": {kind: orders[kind][0][0] for kind in orders},
            "deviation": {"joint": 0.21, "asylum": 0.18},
        },
        "sorted": orders,
        "levels": [],
        "price": prices(),
        "norms": norms(orders["joint"][0][0]),
        "keys": [],
        "against_key": [row for on in ("joint", "asylum") for row in against_key(members, on)],
    }


def positions() -> list[dict[str, Any]]:
    """Make a position that is followed and one that is given up by 50 places."""
    about = {
        **dict.fromkeys(("location_id", "form", "moment", "other_gm_code", "other_location_id", "other_places")),
        "also_existing": False,
    }
    kept = {"gm_codes": [code(1)], "stream": "asylum", **about}
    missed = {"gm_codes": [], "stream": "total", **about, "location_id": "L-01"}
    return [
        said_position("S01", "at_most", kept, 450, (400, 430), 0),
        said_position("S02", "location_at_most", missed, 490, (540, 540), 50),
    ]


def said_position(
    name: str, demand: str, subject: dict[str, Any], places: int, planned: tuple[int, ...], given_up: int
) -> dict[str, Any]:
    """Make one position with the places the plan gives at each moment."""
    return {
        "id": name,
        "party": f"council {name}",
        "demand": demand,
        "subject": subject,
        "places": places,
        "non_negotiable": given_up == 0,
        "planned": [
            {"moment": moment, "places": number, "opened": 1, "other_places": None, "given_up": given_up}
            for moment, number in zip(MOMENTS, planned, strict=True)
        ],
        "honoured": given_up == 0,
        "given_up": given_up,
        "cost": 0.1,
    }


def rules() -> list[dict[str, Any]]:
    """Make two rules, one of which binds."""
    binding = [{"moment": MOMENTS[1], "gm_code": code(0), "location_id": "L-01", "slack": 0}]
    return [
        {
            "name": "places_fit_location",
            "group": "capacity",
            "article": "",
            "instances": 16,
            "binding": binding,
            "smallest_slack": 0,
            "unit": "places",
        },
        {
            "name": "asylum_task_is_met",
            "group": "task",
            "article": "Wet art. 5",
            "instances": 2,
            "binding": [],
            "smallest_slack": 84,
            "unit": "places",
        },
    ]


def tiers() -> list[dict[str, Any]]:
    """Make four tiers: three proven, one within its gap."""
    rows = [
        ("shortfall", 100.0, 100.0, 0.0, 0.0, "proven"),
        ("surplus", 0.0, 0.0, 0.0, 12.14, "proven"),
        ("fairness", 1.125, 1.125, 0.0, 0.01, "proven"),
        ("cost", 83_456_789.0, 83_400_000.0, 0.000681, 417_283.9, "gap"),
    ]
    keys = ("name", "value", "bound", "gap", "tolerance", "stop")
    return [dict(zip(keys, row, strict=True)) | {"abs_gap": row[1] - row[2]} for row in rows]


def case() -> dict[str, Any]:
    """Make the head of the document."""
    return {
        "province": "Voorbeeldland",
        "cycle": 2,
        "version": "0.3",
        "stage": "concept",
        "meeting_date": "2026-11-27",
        "built_in": "voorbeeld:voorbeeldland",
        "inputs": [{"table": "gemeenten", "file": "gemeenten.csv", "sha256": "ab" * 32}],
        "reference": None,
        "parent": None,
    }


def messages() -> list[dict[str, Any]]:
    """Make one message of each level."""
    return [
        {"level": "assumption", "code": "starts_from_nothing", "params": {}, "where": ""},
        {"level": "waiver", "code": "not_in_any_catalogue", "params": {"floor": 0.8}, "where": code(2)},
        {"level": "warning", "code": "not_in_any_catalogue", "params": {}, "where": "L-03"},
    ]


def plan_document() -> dict[str, Any]:
    """Make the whole document; a fresh copy each time."""
    offers = locations()
    members = [municipality(number, offers) for number in range(len(NAMES))]
    document = {
        "schema": SCHEMA,
        "case": case(),
        "scenario": {
            "name": "basis",
            "title": "Basis",
            "tier_order": list(Scenario().tier_order),
            "options": Scenario().with_values({"burden_ceiling": 1.2}, "set").as_document(),
            "lineage": [],
            "pins": [],
        },
        "outcome": {"status": "within_gap", "tiers": tiers(), "conflict": None},
        "moments": list(MOMENTS),
        "totals": [total(task, moment, members) for moment in MOMENTS for task in TASKS],
        "municipalities": members,
        "regions": [],
        "locations": offers,
        "clusters": [cluster(at, "L-01", ("L-04", 60, 18.1, 2), 600) for at in MOMENTS]
        + [cluster(at, "L-02", ("L-05", 90, 25.9, 1), 410) for at in MOMENTS],
        "unreached": [{"moment": moment, "gm_code": code(5)} for moment in MOMENTS],
        "neighbours": [
            {"gm_code_a": code(one), "gm_code_b": code(other), "link": link}
            for one, other, link in ((0, 1, "border"), (0, 2, "border"), (0, 3, "border"), (1, 5, "road"))
        ],
        "exchanges": [],
        "costs": costs(),
        "fairness": fairness(members),
        "rules": rules(),
        "positions": positions(),
        "messages": messages(),
        "versions": dict.fromkeys(("regietafel", "python", "pyomo", "highs", "reference_figures"), "1.0"),
    }
    return copy.deepcopy(document)


def example_plan(**changes: Any) -> Plan:
    """Make the plan of the document, with other values for some of its keys."""
    return Plan.from_dict(plan_document() | changes)
