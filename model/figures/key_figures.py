"""The key figures of a plan: what one line of a comparison says, read from its document and added up, nothing else."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from regietafel.model.plan import LocationDocument, Plan, PlanDocument
from regietafel.model.scenario import ASYLUM_STREAMS, TASKS

ALL_TASKS = (*TASKS, "asylum_need")
NORMS = ("minimax", "deviation", "gini", "theil", "regret")
SMALL_FORMS = ("small_scale", "satellite")
AT = "@"
"""Between a figure and the moment it is of: ``shortfall_asylum@2027-07-01``."""


class Figure(NamedTuple):
    """What is known of a key figure.

    Parameters
    ----------
    unit : str
        places, persons, ratio, number (without unit), share, euro, locations, municipalities, positions or weight.
    better : str
        ``least`` or ``most``; empty when neither is better.
    dutch : str
        Its word on the command line.
    per_moment : bool
        Whether it is also known per moment.
    """

    unit: str
    better: str
    dutch: str
    per_moment: bool = False


def _norm_figures() -> dict[str, Figure]:
    """Name every norm, on all duties together and on asylum alone."""
    words = {"minimax": "hoogste_last", "deviation": "afwijking", "gini": "gini", "theil": "theil", "regret": "spijt"}
    units = {"minimax": "ratio", "regret": "share"}
    about = {norm: (units.get(norm, "number"), words[norm]) for norm in NORMS}
    joint = {norm: Figure(unit, "least", word) for norm, (unit, word) in about.items()}
    return joint | {f"{norm}_asylum": Figure(unit, "least", f"{word}_asiel") for norm, (unit, word) in about.items()}


FIGURES: Mapping[str, Figure] = {
    "shortfall": Figure("places", "least", "tekort", per_moment=True),
    "shortfall_asylum": Figure("places", "least", "tekort_asiel", per_moment=True),
    "shortfall_special": Figure("places", "least", "tekort_bijzonder", per_moment=True),
    "shortfall_ukraine": Figure("places", "least", "tekort_oekraine", per_moment=True),
    "shortfall_housing": Figure("persons", "least", "tekort_huisvesting", per_moment=True),
    "shortfall_asylum_need": Figure("places", "least", "tekort_asielbehoefte", per_moment=True),
    "surplus": Figure("places", "least", "overschot", per_moment=True),
    **_norm_figures(),
    "cost": Figure("euro", "least", "kosten"),
    "operation_per_year": Figure("euro", "least", "exploitatie_per_jaar", per_moment=True),
    "opening_once": Figure("euro", "least", "openingskosten"),
    "grants": Figure("euro", "", "uitkeringen"),
    "grants_municipality": Figure("euro", "", "uitkeringen_gemeenten"),
    "grants_province": Figure("euro", "", "uitkeringen_provincie"),
    "places_asylum": Figure("places", "", "plekken_asiel", per_moment=True),
    "places_special": Figure("places", "", "plekken_bijzonder", per_moment=True),
    "places_ukraine": Figure("places", "", "plekken_oekraine", per_moment=True),
    "housed": Figure("persons", "", "gehuisvest", per_moment=True),
    "counted_durable": Figure("places", "", "duurzaam_geteld", per_moment=True),
    "locations": Figure("locations", "least", "locaties", per_moment=True),
    "large_locations": Figure("locations", "", "grote_locaties", per_moment=True),
    "hubs": Figure("locations", "", "regionale_locaties", per_moment=True),
    "satellites": Figure("locations", "", "satellieten", per_moment=True),
    "small_scale": Figure("share", "", "kleinschalig", per_moment=True),
    "emergency": Figure("places", "least", "noodopvang", per_moment=True),
    "hosts": Figure("municipalities", "", "gemeenten_met_asielplekken", per_moment=True),
    "above_indicative": Figure("places", "", "boven_indicatief"),
    "residual_task": Figure("places", "least", "restopgave"),
    "positions_missed": Figure("positions", "least", "standpunten_gemist"),
    "disturbance": Figure("weight", "least", "verandering"),
    "gap": Figure("share", "least", "marge"),
}
"""Every key figure, in reading order. How each is counted: docs/figures.md, section Comparison."""

ALIASES: Mapping[str, str] = {
    **{about.dutch: name for name, about in FIGURES.items()},
    "fairness": "minimax",
    "eerlijkheid": "minimax",
    "leximin": "minimax",
    "leximin_asylum": "minimax_asylum",
    "leximin_asiel": "minimax_asylum",
    "hoogste_last_alles": "minimax",
}
"""Other words for a figure: Dutch ones, and fairness for the highest burden."""

Figures = dict[str, float | int | None]
_TOTALED = {"sum": ("shortfall", "surplus"), "largest": tuple(f"shortfall_{task}" for task in ALL_TASKS)}


def key_figures(plan: Plan) -> Figures:
    """Return the key figures of a plan by name, in the order of `FIGURES`.

    Parameters
    ----------
    plan : Plan
        Any plan.

    Returns
    -------
    dict of str to number or None
        Units as in `FIGURES`. What is not known (regret without searches, a task that the plan does not have) is None.
        What is known per moment is the sum of the moments for shortfall and surplus, the largest for the shortfall of a
        task and for emergency places, and of the last moment for the rest. Without places nothing is known: empty.
    """
    if not plan.has_places:
        return {}
    document = plan.document
    per_moment = [figures_at(plan, moment) for moment in document["moments"]]
    found: Figures = dict.fromkeys(FIGURES)
    found |= per_moment[-1]
    for name in _TOTALED["sum"]:
        found[name] = sum(at[name] or 0 for at in per_moment)
    for name in (*_TOTALED["largest"], "emergency"):
        known = [at[name] for at in per_moment]
        found[name] = max((value for value in known if value is not None), default=None)
    return found | _norms(document) | _money(document) | _rest(document)


def moment_figures(plan: Plan) -> Figures:
    """Return what is known per moment, as ``figure@moment``, moment by moment; empty without places."""
    if not plan.has_places:
        return {}
    return {
        f"{name}{AT}{moment}": value
        for moment in plan.document["moments"]
        for name, value in figures_at(plan, moment).items()
    }


def figures_at(plan: Plan, moment: str) -> Figures:
    """Return the key figures at one moment; see `key_figures`."""
    document = plan.document
    totals = {row["task"]: row for row in document["totals"] if row["moment"] == moment}
    short = {f"shortfall_{task}": totals[task]["shortfall"] if task in totals else None for task in ALL_TASKS}
    placed = {f"places_{task}": totals[task]["placed"] if task in totals else None for task in TASKS[:3]}
    yearly = [at["amount"] for at in document["costs"]["operation_per_year"] if at["moment"] == moment]
    members = [at for row in document["municipalities"] for at in row["moments"] if at["moment"] == moment]
    return {
        "shortfall": sum(row["shortfall"] for row in totals.values()),
        **short,
        "surplus": sum(row["surplus"] for row in totals.values()),
        "operation_per_year": yearly[0] if yearly else None,
        **placed,
        "housed": sum(at["housed"] for at in members),
        "counted_durable": totals["asylum"]["counted"]["durable"] if "asylum" in totals else None,
        **_places_at(document, moment),
        "hosts": sum(_asylum(at["provided"]) > 0 for at in members),
    }


def _places_at(document: PlanDocument, moment: str) -> Figures:
    """Count the locations of the province at a moment, by form, and their asylum places."""
    rows = list(_own_rows(document, moment))
    asylum = sum(_asylum(at["places"]) for _, at in rows)
    small = sum(_asylum(at["places"]) for offer, at in rows if offer["form"] in SMALL_FORMS)
    clusters = [cluster for cluster in document["clusters"] if cluster["moment"] == moment]
    return {
        "locations": sum(at["opened"] for _, at in rows),
        "large_locations": sum(at["opened"] for offer, at in rows if offer["form"] == "large"),
        "hubs": len(clusters),
        "satellites": sum(member["n"] for cluster in clusters for member in cluster["satellites"]),
        "small_scale": round(small / asylum, 6) if asylum else None,
        "emergency": sum(_asylum(at["places"]) for offer, at in rows if offer["emergency"]),
    }


def _own_rows(document: PlanDocument, moment: str) -> Iterator[tuple[LocationDocument, Any]]:
    """Yield the open offers of the province, with what they do at a moment."""
    own = {row["gm_code"] for row in document["municipalities"]}
    for offer in document["locations"]:
        for at in offer["moments"]:
            if offer["gm_code"] in own and at["moment"] == moment and at["opened"]:
                yield offer, at


def _asylum(places: Mapping[str, int]) -> int:
    return sum(places.get(stream, 0) for stream in ASYLUM_STREAMS)


def _norms(document: PlanDocument) -> Figures:
    measures = document["fairness"]["measures"]
    ends = {"joint": "", "asylum": "_asylum"}
    return {f"{norm}{end}": measures.get(norm, {}).get(on) for on, end in ends.items() for norm in NORMS}


def _money(document: PlanDocument) -> Figures:
    costs, received = document["costs"], {"municipality": 0, "province": 0}
    for grant in document["costs"]["grants"]:
        received[grant["receiver"]] = received.get(grant["receiver"], 0) + grant["amount"]
    return {
        "cost": costs["over_cycle"],
        "opening_once": costs["opening_once"],
        "grants": sum(received.values()),
        **{f"grants_{receiver}": received[receiver] for receiver in ("municipality", "province")},
    }


def _rest(document: PlanDocument) -> Figures:
    tiers = {tier["name"]: tier for tier in document["outcome"]["tiers"]}
    members, said = document["municipalities"], document["positions"]
    return {
        "above_indicative": sum(row["above_indicative"] for row in members),
        "residual_task": sum(row["residual_task"] for row in members),
        "positions_missed": sum(row["honoured"] is False for row in said),
        "disturbance": tiers["disturbance"]["value"] if "disturbance" in tiers else None,
        "gap": max((abs(tier["gap"]) for tier in tiers.values()), default=0.0),
    }


def margins(plan: Plan) -> dict[str, float]:
    """Return per figure by how much a longer search could still better it, by the proof of the plan [its unit].

    Parameters
    ----------
    plan : Plan

    Returns
    -------
    dict of str to float
        Only of figures that were an aim: shortfall, surplus, cost, disturbance and the norm on its ratios.
    """
    tiers = {tier["name"]: abs(tier["abs_gap"]) for tier in plan.document["outcome"]["tiers"]}
    found: dict[str, float] = {}
    found |= {name: tiers[name] for name in ("shortfall", "surplus", "cost", "disturbance") if name in tiers}
    norm = {"leximin": "minimax"}.get(plan.document["fairness"]["norm"], plan.document["fairness"]["norm"])
    ratios = plan.document["fairness"]["on"].split(",")
    for number, on in enumerate(ratios):
        tier = "fairness" if number == 0 else f"fairness_{on}"
        if tier in tiers:
            found[norm if on == "joint" else f"{norm}_{on}"] = tiers[tier]
    return found
