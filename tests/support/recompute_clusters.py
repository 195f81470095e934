"""Steps, distances and clusters, worked out a second time with networkx from the table *buren* and the points."""

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from math import asin, cos, radians, sin, sqrt
from typing import Any

import networkx as nx

from support.recompute_plan import Decided
from support.recompute_tables import ASYLUM

EARTH_KM = 6371.0088
Point = tuple[float, float]


def great_circle(one: Point, other: Point) -> float:
    """Return the distance over the sphere [km]."""
    (lat1, lon1), (lat2, lon2) = (tuple(map(radians, point)) for point in (one, other))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(half))


@dataclass(frozen=True)
class Clusters:
    """Who is near whom, and what hangs under what."""

    plan: Decided

    @cached_property
    def graph(self) -> Any:
        """Municipalities with their borders, roads and (if they connect) ferries."""
        kinds = ("grens", "weg", "veer") if self.plan.options["ferries_connect"] else ("grens", "weg")
        links = self.plan.tables.links
        found = nx.Graph()
        found.add_nodes_from(self.plan.shares.codes)
        rows = links[links["verbinding"].isin(kinds)]
        found.add_edges_from(zip(rows["gemeente_a"], rows["gemeente_b"], strict=True))
        return found

    def neighbours(self) -> list[dict[str, str]]:
        """Return the connections inside the province, each once, by code."""
        words, links = {"grens": "border", "weg": "road", "veer": "ferry"}, self.plan.tables.links
        rows = zip(links["gemeente_a"], links["gemeente_b"], links["verbinding"], strict=True)
        inside = {(min(a, b), max(a, b), words[kind]) for a, b, kind in rows if {a, b} <= set(self.plan.shares.codes)}
        return [dict(zip(("gm_code_a", "gm_code_b", "link"), row, strict=True)) for row in sorted(inside)]

    @cached_property
    def _steps(self) -> dict[str, dict[str, int]]:
        return dict(nx.all_pairs_shortest_path_length(self.graph))

    def steps(self, one: str, other: str) -> int | None:
        """Return the steps between two municipalities, or None when there is no way."""
        return 0 if one == other else self._steps.get(one, {}).get(other)

    def town_point(self, g: str) -> Point | None:
        """Return the point of a municipality of the province."""
        towns = self.plan.tables.towns
        if g not in towns.index or not towns.loc[g, "lat"]:
            return None
        return tuple(float(towns.loc[g, name].replace(",", ".")) for name in ("lat", "lon"))

    def point(self, loc: str) -> Point | None:
        """Return the point of an offer, else of its municipality."""
        row = self.plan.tables.offers.loc[loc]
        return row["point"] or self.town_point(row["code"])

    def km(self, one: str, other: str) -> float:
        """Return the distance between two offers [km]."""
        return great_circle(self.point(one), self.point(other))

    def town_of(self, loc: str) -> str:
        """Return the municipality of an offer."""
        return str(self.plan.tables.offers.loc[loc, "code"])

    def _near(self, km: float, steps: int | None) -> bool:
        options = self.plan.options
        return steps is not None and steps <= options["hub_max_steps"] and km <= options["hub_max_km"]

    @cached_property
    def reach(self) -> dict[tuple[str, str], tuple[float, int]]:
        """Satellite and hub in its reach: distance [km] and steps."""
        offers = self.plan.usable
        hubs = offers[offers["hub"].astype(bool) & (offers["form"] != "satellite")].index
        found = {}
        for sat in offers[offers["form"] == "satellite"].index:
            for hub in hubs:
                km, steps = self.km(sat, hub), self.steps(self.town_of(sat), self.town_of(hub))
                if self._near(km, steps) and self._meet(sat, hub):
                    found[sat, hub] = (km, steps)
        return found

    def _meet(self, sat: str, hub: str) -> bool:
        """Say whether there is a moment at which both can be open."""
        return any(self.plan.available(sat, t) and self.plan.available(hub, t) for t in self.plan.moments)

    def clusters(self, t: str) -> list[dict[str, Any]]:
        """Return every hub with the satellites it carries, by hub."""
        rows = self.plan.attached[(self.plan.attached["t"] == t) & (self.plan.attached["n"] > 0)]
        return [self._cluster(hub, members.sort_values("sat"), t) for hub, members in rows.groupby("hub")]

    def _cluster(self, hub: str, rows: Any, t: str) -> dict[str, Any]:
        satellites = [
            {
                "location_id": row["sat"],
                "n": row["n"],
                "places": row["places"],
                "km": self.km(row["sat"], hub),
                "steps": self.steps(self.town_of(row["sat"]), self.town_of(hub)),
            }
            for _, row in rows.iterrows()
        ]
        members = [hub, *rows["sat"]]
        towns = {self.town_of(loc) for loc in members}
        return {
            "moment": t,
            "hub": hub,
            "satellites": satellites,
            "places": self.plan.placed(hub, t, ASYLUM) + int(rows["places"].sum()),
            "farthest_km": max(item["km"] for item in satellites),
            "diameter_km": max(self.km(a, b) for a, b in combinations(members, 2)),
            "cut_municipalities": sorted(nx.articulation_points(self.graph.subgraph(towns))),
        }

    def unreached(self, t: str) -> list[str]:
        """Return the municipalities without an open hub in reach."""
        offers = self.plan.tables.offers
        hubs = [loc for loc in offers.index if offers.loc[loc, "hub"] and self.plan.opened[loc, t]]
        return [g for g in self.plan.shares.codes if not any(self._town_reaches(g, hub) for hub in hubs)]

    def _town_reaches(self, g: str, hub: str) -> bool:
        point = self.town_point(g)
        return point is not None and self._near(great_circle(point, self.point(hub)), self.steps(g, self.town_of(hub)))

    def units_near(self, g: str) -> list[str]:
        """Return the small units for minors within 7.5 km of the point of a municipality."""
        offers, point = self.plan.usable, self.town_point(g)
        units = [
            loc
            for loc, row in offers.iterrows()
            if row["streams"] == ("special",) and row["high"] <= 20 and not row["foreign"]
        ]
        return [loc for loc in units if point is not None and great_circle(point, self.point(loc)) <= 7.5]

    def places_under(self, hub: str, t: str) -> int:
        """Sum the satellite places under a hub."""
        rows = self.plan.attached
        return int(rows[(rows["hub"] == hub) & (rows["t"] == t)]["places"].sum())

    def under(self, sat: str, hub: str, t: str) -> int:
        """Return how many locations of a satellite offer hang under a hub."""
        rows = self.plan.attached
        return int(rows[(rows["sat"] == sat) & (rows["hub"] == hub) & (rows["t"] == t)]["n"].sum())

    def has_satellites(self, hub: str, t: str) -> bool:
        """Say whether a hub carries a satellite."""
        rows = self.plan.attached
        return bool(rows[(rows["hub"] == hub) & (rows["t"] == t)]["n"].sum())
