"""A second opinion on a plan: every figure of `plan.json` worked out again from the CSV tables, with pandas alone.

It shares no line with the package: the tables are read here, the formulas of the law and of docs/figures.md are written
here, and from `plan.json` only what was decided is taken (places, openings, hubs, homes) and the options.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from support.recompute_aims import Aims
from support.recompute_clusters import Clusters
from support.recompute_money import Money
from support.recompute_norms import NORMS, Norms
from support.recompute_plan import STATUSES, TASK_STREAMS, Decided
from support.recompute_positions import said_in
from support.recompute_rules import Rules
from support.recompute_shares import largest_remainder
from support.recompute_tables import STREAMS, About, read_tables

RATIO, EURO, KM = 0.5e-6, 0.5, 0.5e-3


def ratio(value: Fraction | None) -> About | None:
    """Expect a ratio of six decimals, or none."""
    return None if value is None else About(value, RATIO)


class SecondOpinion:
    """Every figure of a plan, worked out again.

    Parameters
    ----------
    folder : Path
        The CSV tables of the case.
    document : mapping
        `plan.json` as read.
    """

    def __init__(self, folder: Path, document: Mapping[str, Any]) -> None:
        self.document = document
        self.plan = Decided(read_tables(folder), document)
        self.clusters = Clusters(self.plan)
        self.money = Money(self.plan)
        self.aims = Aims(self.plan, self.money)
        self.norms = Norms(self.aims, document)
        self.rules = Rules(self.plan, self.clusters, self.aims)
        self.shares = self.plan.shares

    def figures(self) -> dict[str, Any]:
        """Return what the document must say, in its own shape; rounded figures as `About`."""
        return {
            "moments": self.plan.moments,
            "totals": [row for t in self.plan.moments for row in self.totals(t)],
            "municipalities": [self.municipality(g) for g in self.shares.codes],
            "regions": [self.region(name) for name in self.regions],
            "locations": [self.location(loc) for loc in self.plan.tables.offers.index],
            "clusters": [self.cluster(item) for t in self.plan.moments for item in self.clusters.clusters(t)],
            "unreached": [{"moment": t, "gm_code": g} for t in self.plan.moments for g in self.clusters.unreached(t)],
            "neighbours": self.clusters.neighbours(),
            "exchanges": [self.exchange(row) for _, row in self.plan.tables.exchanges.iterrows()],
            "costs": self.costs(),
            "fairness": self.fairness(),
            "rules": self.rules.summary(),
            "positions": [said.document() for said in said_in(self.plan)],
        }

    def values(self) -> dict[str, Fraction | int | None]:
        """Return the value of every aim."""
        return self.aims.values(partial(self.norms.of, self.plan.options["fairness"]))

    def error_of(self, tier: str) -> float:
        """Return by how much the program may see an aim as better: only theil, half the square of a step and a bit."""
        return 0.52 * 0.03**2 if self.plan.options["fairness"] == "theil" and tier.startswith("fairness") else 0.0

    def totals(self, t: str) -> Iterator[dict[str, Any]]:
        """Yield the tasks of a moment."""
        for task in TASK_STREAMS:
            yield self._place_total(task, t, self.shares.required(task, t), self.aims.surplus(task, t))
        yield self._housing_total(t)
        if self.plan.options["vessels_share"] > 0:
            yield self._place_total("asylum", t, self.aims.need(t), 0) | {
                "task": "asylum_need",
                "net_published": None,
            }

    def _place_total(self, task: str, t: str, required: int, surplus: int) -> dict[str, Any]:
        streams, own = TASK_STREAMS[task], self.plan.own
        rows = own[(own["t"] == t) & own["k"].isin(streams)]
        to_realise = self.plan.tables.figure("nog_te_realiseren")
        return {
            "moment": t,
            "task": task,
            "required": required,
            "net_published": int(to_realise) if task == "asylum" and to_realise is not None else None,
            "placed": int(rows["n"].sum()),
            "counted": {
                "plan": sum(self.plan.counted_plan(g, t)[k] for g in self.shares.codes for k in streams),
                "durable": sum(self.plan.counted_durable(g, t)[k] for g in self.shares.codes for k in streams),
            },
            "shortfall": max(0, required - self.aims.chosen(task, t)),
            "surplus": surplus,
            "by_status": {status: int(rows[rows["status"] == status]["n"].sum()) for status in STATUSES},
        }

    def _housing_total(self, t: str) -> dict[str, Any]:
        plan, codes = self.plan, self.shares.codes
        given = {g: plan.housed[g, t] + plan.credited[g, t] for g in codes}
        counted = sum(min(given[g], self.shares.obligation(g, t)) for g in codes)
        return {
            "moment": t,
            "task": "housing",
            "required": sum(self.shares.obligation(g, t) for g in codes),
            "net_published": None,
            "placed": sum(given.values()),
            "counted": {"plan": counted, "durable": counted},
            "shortfall": plan.all_unhoused(t),
            "surplus": self.aims.surplus("housing", t),
            "by_status": {},
        }

    def municipality(self, g: str) -> dict[str, Any]:
        """Return the figures of a municipality."""
        point = self.clusters.town_point(g) or (None, None)
        town = self.plan.tables.towns.loc[g]
        return {
            "gm_code": g,
            "name": town["gemeente"],
            "region": town["subregio"] or None,
            "safety_region": town["veiligheidsregio"] or None,
            "inhabitants": self.shares.inhabitants[g],
            "ses_woa": {"value": About(self._score(g), RATIO)},
            "lat": About(point[0], 1e-9) if point[0] else None,
            "lon": About(point[1], 1e-9) if point[1] else None,
            "left_out": self.aims.left_out(g, self.aims.norms_on[0]),
            **self._asked([g]),
            "moments": [self._at(g, t) for t in self.plan.moments],
        }

    def _score(self, g: str) -> Fraction:
        return Fraction(self.plan.tables.towns.loc[g, "ses_woa"].replace(",", "."))

    def _asked(self, group: list[str]) -> dict[str, Any]:
        """Return what is asked of one or more municipalities, and what is above it or left to divide."""
        entitlement, after = self.shares.entitlement.loc[group].sum(), self.shares.after_exchange.loc[group].sum()
        return {
            "indicative": {
                "value": sum(self.shares.indicative[g] for g in group),
                "special": sum(self.shares.special[g] for g in group),
            },
            "above_indicative": sum(self._above_indicative(g) for g in group),
            "residual_task": sum(self.residual[g] for g in group),
            "entitlement": {k: {"value": int(entitlement[k])} for k in STREAMS},
            "entitlement_after_exchange": {k: int(after[k]) for k in STREAMS},
            "fixed": sum(self.plan.weighted(self.plan.staying(g)) for g in group),
        }

    def _above_indicative(self, g: str) -> int:
        return max(0, self.plan.chosen_asylum(g, self.plan.last) - self.shares.indicative[g])

    @cached_property
    def residual(self) -> dict[str, int]:
        """The residual task of every municipality."""
        plan, shares = self.plan, self.shares
        shortfall = max(0, shares.required("asylum", plan.last) - self.aims.chosen("asylum", plan.last))
        exempt = plan.tables.towns["vrijgesteld_restopgave"]
        below = {
            g: shares.indicative[g]
            for g in shares.codes
            if exempt[g] != "ja" and plan.chosen_asylum(g, plan.last) < shares.asylum(shares.after_exchange, g)
        }
        return dict.fromkeys(shares.codes, 0) | largest_remainder(shortfall, below)

    def _at(self, g: str, t: str) -> dict[str, Any]:
        """Return the figures of a municipality at a moment."""
        return {
            "moment": t,
            "provided": self.plan.provided(g, t),
            "counted": {"plan": self.plan.counted_plan(g, t), "durable": self.plan.counted_durable(g, t)},
            "carried": self.plan.carried(g, t),
            "housed": self.plan.housed[g, t],
            "unhoused": self.plan.unhoused(g, t),
            "credited": self.plan.credited[g, t],
            **self._burdens([g], t),
        }

    def _burdens(self, group: list[str], t: str) -> dict[str, Any]:
        """Return the burden, ratios and composition of one or more municipalities."""
        plan = self.plan
        burden = sum(plan.burden(g, t) for g in group)
        parts = {k: plan.weights[k] * sum(plan.carried(g, t)[k] for g in group) for k in STREAMS}
        return {
            "burden": burden,
            "burden_ratio": {on: ratio(plan.ratio(group, on, t)) for on in ("joint", "asylum")},
            "ratio_before_exchange": {on: ratio(plan.ratio(group, on, t, before=True)) for on in ("joint", "asylum")},
            "composition": {k: ratio(Fraction(part, burden) if burden else Fraction(0)) for k, part in parts.items()},
        }

    @cached_property
    def regions(self) -> list[str]:
        """Names of the sub-regions."""
        return sorted(set(self.plan.tables.towns["subregio"]) - {""})

    def region(self, name: str) -> dict[str, Any]:
        """Return the figures of a sub-region: sums, and ratios of sums."""
        towns = self.plan.tables.towns
        group = list(towns.index[towns["subregio"] == name])
        return {
            "region": name,
            "municipalities": group,
            "inhabitants": sum(self.shares.inhabitants[g] for g in group),
            **self._asked(group),
            "moments": [self._summed(group, t) | self._burdens(group, t) for t in self.plan.moments],
        }

    def _summed(self, group: list[str], t: str) -> dict[str, Any]:
        rows = [self._at(g, t) for g in group]
        streams = {name: {k: sum(row[name][k] for row in rows) for k in STREAMS} for name in ("provided", "carried")}
        numbers = {name: sum(row[name] for row in rows) for name in ("housed", "unhoused", "credited")}
        counted = {
            regime: {k: sum(row["counted"][regime][k] for row in rows) for k in STREAMS}
            for regime in ("plan", "durable")
        }
        return {"moment": t, "counted": counted, **streams, **numbers}

    def location(self, loc: str) -> dict[str, Any]:
        """Return what the tables say of an offer; what is decided on it is taken from the document."""
        row = self.plan.tables.offers.loc[loc]
        point = row["point"] or (None, None)
        return {
            "location_id": loc,
            "gm_code": row["code"],
            "form": row["form"],
            "status": row["status"],
            "durable": row["durable"],
            "emergency": row["emergency"],
            "count": row["count"],
            "lat": About(point[0], 1e-9) if point[0] else None,
            "lon": About(point[1], 1e-9) if point[1] else None,
            "present": {k: row[k] for k in STREAMS},
            "moments": [self._decided(loc, t) for t in self.plan.moments],
        }

    def _decided(self, loc: str, t: str) -> dict[str, Any]:
        rows = self.plan.attached
        hubs = rows[(rows["sat"] == loc) & (rows["t"] == t)]
        return {
            "moment": t,
            "opened": self.plan.opened[loc, t],
            "places": {k: self.plan.placed(loc, t, (k,)) for k in STREAMS},
            "hubs": {row["hub"]: {"n": row["n"], "places": row["places"]} for _, row in hubs.iterrows()},
        }

    def cluster(self, item: dict[str, Any]) -> dict[str, Any]:
        """Return a cluster with its distances to three decimals."""
        satellites = [{**satellite, "km": About(satellite["km"], KM)} for satellite in item["satellites"]]
        distances = {name: About(item[name], KM) for name in ("farthest_km", "diameter_km")}
        return {**item, "satellites": satellites, **distances}

    def exchange(self, row: Mapping[str, str]) -> dict[str, Any]:
        """Return an exchange."""
        return {
            "id": row["uitruil_id"],
            "from": row["van"],
            "to": row["naar"],
            "places": int(row["plekken"]),
            "against_places": int(row["tegen_plekken"] or 0),
        }

    def costs(self) -> dict[str, Any]:
        """Return the costs and grants, in whole euros."""
        found = self.money.document()
        operation = [{**row, "amount": About(row["amount"], EURO)} for row in found["operation_per_year"]]
        return {
            "operation_per_year": operation,
            "opening_once": About(found["opening_once"], EURO),
            "over_cycle": About(found["over_cycle"], EURO),
            "by_municipality": {g: About(amount, EURO) for g, amount in found["by_municipality"].items()},
            "grants": {
                key: {"basis": About(basis, RATIO), "amount": About(amount, EURO)}
                for key, (basis, amount) in self.money.grants().items()
            },
        }

    def fairness(self) -> dict[str, Any]:
        """Return what is measured of fairness."""
        norms = {name: partial(self.norms.of, name) for name in NORMS}
        first = self.aims.norms_on[0]
        left_out = {g: self.aims.left_out(g, first) for g in self.shares.codes}
        return {
            "norm": self.plan.options["fairness"],
            "left_out": [{"gm_code": g, "reason": reason} for g, reason in left_out.items() if reason],
            "measures": {name: {on: _known(norm(on)) for on in ("joint", "asylum")} for name, norm in norms.items()},
            "sorted": {on: [[ratio(value), g] for value, g in self.aims.sorted(on)] for on in ("joint", "asylum")},
            "norms": self.norm_table(norms),
            "keys": [self._key(on, key) for on in self.aims.norms_on for key in self.plan.options["regret_keys"]],
            "against_key": [self._against_key(g, on) for on in ("joint", "asylum") for g in self.shares.codes],
        }

    def _key(self, on: str, key: str) -> dict[str, Any]:
        """Return what the plan has under a key of the norm regret, and who is left out."""
        out = [{"gm_code": g, "reason": reason} for g, reason in self.norms.left_out(on, key).items()]
        return {"key": key, "on": on, "value": _known(self.norms.largest(on, key)), "left_out": out}

    def norm_table(self, norms: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Return what every norm measures on this plan, the distance to its best, and what the aims tell of its own."""
        rows: list[dict[str, Any]] = [{"norm": "none", "on": None, "best": None, "bound": None, "distance": None}]
        for row in self.document["fairness"]["norms"][1:]:
            if row["norm"] not in norms:  # nobody measures it here: no number of the row is seen
                rows.append({"norm": row["norm"], "on": row["on"]})
                continue
            value = norms[row["norm"]](row["on"])
            about = {"norm": row["norm"], "on": row["on"], "value": _known(value)}
            best = self._own_best(row) if row["norm"] == self.plan.options["fairness"] else row["best"]
            away = None if best is None or value is None else About(max(Fraction(0), value - Fraction(best)), 2 * RATIO)
            first = self._first_difference(row["on"]) if row["norm"] == "leximin" else None
            rows.append(about | {"distance": away, "first_difference": first})
        return rows

    def _own_best(self, row: Mapping[str, Any]) -> float | None:
        """Return what the aims of the plan say of its own norm."""
        name = "fairness" if row["on"] == self.aims.norms_on[0] else f"fairness_{row['on']}"
        return next((tier["value"] for tier in self.document["outcome"]["tiers"] if tier["name"] == name), None)

    def _first_difference(self, on: str) -> dict[str, Any] | None:
        """Return the first place where the vector of the plan and that of the fairest differ, on the grid."""
        fairest = [row["value"] for row in self.document["fairness"]["levels"] if row["on"] == on]
        mine = [float(value) for value in self.aims.vector(on)] if fairest else []
        for k in range(max(len(mine), len(fairest))):
            value, best = (vector[k] if k < len(vector) else 0.0 for vector in (mine, fairest))
            if value != best:
                return {"k": k + 1, "value": value, "best": best}
        return None

    def _against_key(self, g: str, on: str) -> dict[str, Any]:
        """Return what a municipality carries at the last moment against what is asked of it."""
        key, carried = self.plan.denominator([g], on), self.plan.numerator([g], on, self.plan.last)
        return {"gm_code": g, "on": on, "key": key, "carried": carried, "difference": carried - key}


def _known(value: Fraction | None) -> Any:
    """Return a ratio, None when it is not known."""
    return None if value is None else ratio(value)


def keyed(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document with its grants by rule and municipality, for what has no order of its own."""
    grants = {(row["rule"], row["gm_code"]): row for row in document["costs"]["grants"]}
    rules = {row["name"]: {**row, "binding": _bound(row["binding"])} for row in document["rules"]}
    return {**document, "costs": {**document["costs"], "grants": grants}, "rules": rules}


def _bound(rows: Sequence[Mapping[str, Any]]) -> int:
    """Count the rows that are listed as binding and have no slack."""
    return sum(row["slack"] == 0 for row in rows)


def differences(reported: Any, expected: Any, path: str = "") -> Iterator[str]:
    """Name every place where a document says something else than expected."""
    if isinstance(expected, dict):
        yield from _differences_of_object(reported, expected, path)
    elif isinstance(expected, list):
        if not isinstance(reported, list) or len(reported) != len(expected):
            yield f"{path}: {len(reported)} items, expected {len(expected)}: {reported} / {expected}"
            return
        for i, (one, other) in enumerate(zip(reported, expected, strict=True)):
            yield from differences(one, other, f"{path}[{i}]")
    elif isinstance(expected, About):
        slack = expected.half * (1 + 1e-6) + 1e-9
        if reported is None or math.fabs(float(reported - expected.value)) > slack:
            yield f"{path}: {reported}, expected {float(expected.value)}"
    elif reported != expected:
        yield f"{path}: {reported}, expected {expected}"


def _differences_of_object(reported: Any, expected: Mapping[Any, Any], path: str) -> Iterator[str]:
    keyed_by_data = path.endswith(("grants", "hubs", "by_municipality", "rules"))
    if keyed_by_data and set(reported) != set(expected):
        yield f"{path}: {sorted(map(str, set(reported) ^ set(expected)))} on one side only"
        return
    for key, item in expected.items():
        if key not in reported:
            yield f"{path}.{key}: missing"
        else:
            yield from differences(reported[key], item, f"{path}.{key}")
