"""Every rule of a plan tried a second time, row by row: both sides in numbers, from the tables and what was decided."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import combinations, pairwise
from typing import Any

from support.recompute_aims import TASKS, Aims
from support.recompute_ceilings import Ceilings
from support.recompute_clusters import Clusters
from support.recompute_plan import DURABLE_MINIMUM, Decided
from support.recompute_positions import said_in
from support.recompute_tables import ASYLUM, STREAMS, About

MOST_LISTED = 200


def _about(slack: Fraction | None) -> About | None:
    return None if slack is None else About(slack, 0.5e-6)


@dataclass(frozen=True)
class Row:
    """One instance of a rule: `slack` is what is left before it breaks; `quiet` when it says nothing."""

    rule: str
    slack: Fraction
    quiet: bool


def at_most(rule: str, left: Any, right: Any, *, quiet: bool = False) -> Row:
    """Make an instance that says left <= right."""
    return Row(rule, Fraction(right) - Fraction(left), quiet or left == right == 0)


def equal(rule: str, left: Any, right: Any) -> Row:
    """Make an instance that says left = right."""
    return Row(rule, -abs(Fraction(left) - Fraction(right)), left == 0 and right == 0)


@dataclass(frozen=True)
class Rules:
    """The rules of section 2, on a plan."""

    plan: Decided
    clusters: Clusters
    aims: Aims

    def summary(self) -> dict[str, dict[str, Any]]:
        """Return per rule its instances, smallest slack and how many rows bind; rules without rows are left out."""
        found: dict[str, list[Row]] = {}
        for row in self.rows():
            found.setdefault(row.rule, []).append(row)
        return {
            name: {
                "instances": len(rows),
                "smallest_slack": _about(min((row.slack for row in rows if not row.quiet), default=None)),
                "binding": min(MOST_LISTED, sum(row.slack == 0 and not row.quiet for row in rows)),
            }
            for name, rows in found.items()
        }

    def rows(self) -> Iterator[Row]:
        """Yield every instance of every rule."""
        yield from self._sizes()
        yield from self._over_time()
        yield from self._tasks()
        yield from self._durable()
        yield from self._housing()
        yield from self._attachments()
        yield from self._hubs()
        yield from self._spread()
        yield from self._shares()
        yield from self._policy()
        yield from self._joint()
        for said in said_in(self.plan):
            yield from (Row(rule, Fraction(slack), quiet) for rule, slack, quiet in said.rows())

    @cached_property
    def _pairs(self) -> list[tuple[str, Any, str]]:
        """Offer, its row and moment, for every offer that may be used."""
        return [(str(loc), row, t) for loc, row in self.plan.usable.iterrows() for t in self.plan.moments]

    @cached_property
    def _next(self) -> list[tuple[str, str]]:
        return list(pairwise(self.plan.moments))

    def _sizes(self) -> Iterator[Row]:
        for loc, row, t in self._pairs:
            placed, opened = self.plan.placed(loc, t), self.plan.opened[loc, t]
            yield at_most("places_fit_location", placed, row["high"] * opened)
            yield at_most("opened_location_is_large_enough", row["low"] * opened, placed)
            if not self.plan.available(loc, t):
                yield equal("location_is_available", opened, 0)
            kept = row["status"] in ("existing", "decided") and self.plan.available(loc, t)
            if kept and not row["may_close"]:
                yield at_most("present_location_stays_open", 1, opened)
            if kept and not row["may_shrink"]:
                for k in row["streams"]:
                    if row[k]:
                        yield at_most("present_places_stay", row[k] * opened, self.plan.placed(loc, t, (k,)))

    def _over_time(self) -> Iterator[Row]:
        opened = self.plan.opened
        for loc, row in self.plan.usable.iterrows():
            for t, s in self._next:
                if row["durable"] and self.plan.available(str(loc), s):
                    yield at_most("durable_location_stays_open", opened[loc, t], opened[loc, s])
                if row["status"] == "existing" and row["may_close"] and self.plan.available(str(loc), t):
                    yield at_most("existing_location_is_not_reopened", opened[loc, s], opened[loc, t])
            if not row["durable"]:
                for t, s, u in combinations(self.plan.moments, 3):
                    again = opened[loc, t] + opened[loc, u] - opened[loc, s]
                    yield at_most("closed_location_stays_closed", again, row["count"])

    def _tasks(self) -> Iterator[Row]:
        reported = {(row["task"], row["moment"]): row["shortfall"] for row in self.plan.document["totals"]}
        for t in self.plan.moments:
            for task in TASKS:
                given = self.aims.chosen(task, t) + reported[task, t]
                yield at_most(f"{task}_task_is_met", self.plan.shares.required(task, t), given)
            if self.plan.options["vessels_share"] > 0:
                given = self.aims.chosen("asylum", t) + reported["asylum_need", t]
                yield at_most("reception_need_is_met", self.aims.need(t), given)

    def _durable(self) -> Iterator[Row]:
        plan = self.plan
        if plan.options["counting"] != "durable":
            return
        for g in plan.shares.codes:
            for k, least in DURABLE_MINIMUM.items():
                for t in plan.moments:
                    counted = plan.chosen(g, t)[k]
                    yield at_most("counted_places_are_durable", counted, plan.durable(g, t, k))
                    yield at_most("durable_minimum_is_reached", least if counted else 0, counted)

    def _housing(self) -> Iterator[Row]:
        plan, shares = self.plan, self.plan.shares
        reported = {
            (town["gm_code"], at["moment"]): at["unhoused"]
            for town in plan.document["municipalities"]
            for at in town["moments"]
        }
        for g in shares.codes:
            before, free = 0, 0
            for t in plan.moments:
                met = plan.housed[g, t] + plan.credited[g, t] + reported[g, t]
                yield at_most("housing_target_is_met", shares.obligation(g, t), met)
                more = shares.houseable(g, t) - free
                yield at_most("homes_are_available", plan.housed[g, t] - before, more)
                before, free = plan.housed[g, t], shares.houseable(g, t)
            for t, s in self._next:
                yield at_most("housed_stay_housed", plan.housed[g, t], plan.housed[g, s])

    @cached_property
    def _satellites(self) -> list[str]:
        return [str(loc) for loc in self.plan.usable.index[self.plan.usable["form"] == "satellite"]]

    def _hubs_of(self, sat: str) -> list[str]:
        return [hub for other, hub in self.clusters.reach if other == sat]

    def _alone(self, sat: str, t: str) -> bool:
        """Say whether an existing or decided satellite has no hub in reach that can be open: then it is waived."""
        return self._kept(sat) and not any(self.plan.available(hub, t) for hub in self._hubs_of(sat))

    def _kept(self, sat: str) -> bool:
        return self.plan.tables.offers.loc[sat, "status"] in ("existing", "decided")

    def _attachments(self) -> Iterator[Row]:
        under, opened = self.clusters.under, self.plan.opened
        for sat in self._satellites:
            for t in self.plan.moments:
                if not self._alone(sat, t):
                    held = sum(under(sat, hub, t) for hub in self._hubs_of(sat))
                    yield equal("satellite_has_hub", held, opened[sat, t])
                if not self._hubs_of(sat) and not self._kept(sat):
                    yield equal("hub_is_in_reach", opened[sat, t], 0)
        for sat, hub in self.clusters.reach:
            row = self.plan.tables.offers.loc[sat]
            for t in self.plan.moments:
                held = under(sat, hub, t)
                yield at_most("hub_is_open", held, row["count"] * opened[hub, t], quiet=not held)
            for t, s in self._next:
                stays = row["durable"] and self.plan.available(sat, s)
                free = 0 if stays else row["count"] - opened[sat, s]
                before, after = under(sat, hub, t), under(sat, hub, s)
                yield at_most("attachment_keeps_hub", before, after + free, quiet=before == after == 0)

    def _hubs(self) -> Iterator[Row]:
        options, offers = self.plan.options, self.plan.tables.offers
        for hub in sorted({hub for _, hub in self.clusters.reach}):
            for t in self.plan.moments:
                opened = self.plan.opened[hub, t]
                held = sum(self.clusters.under(sat, hub, t) for sat, other in self.clusters.reach if other == hub)
                if options["hub_max_satellites"] is not None:
                    most = options["hub_max_satellites"] * opened
                    yield at_most("hub_spans_few", held, most, quiet=not held)
                if options["hub_max_satellite_places"] is not None:
                    places = self.clusters.places_under(hub, t)
                    most = options["hub_max_satellite_places"] * opened
                    yield at_most("hub_carries_few_places", places, most, quiet=not held)
                least = offers.loc[hub, "low"] if held else 0
                yield at_most("hub_serves_asylum", least, self.plan.placed(hub, t, ASYLUM))

    def _spread(self) -> Iterator[Row]:
        if self.plan.options["clusters_connected"]:
            yield from self._connected()
        if self.plan.options["minor_units_apart"]:
            for g in self.plan.shares.codes:
                units = self.clusters.units_near(g)
                for t in self.plan.moments if units else ():
                    near = sum(self.plan.placed(loc, t, ("special",)) for loc in units)
                    yield at_most("minor_units_are_apart", near, 100)

    def _connected(self) -> Iterator[Row]:
        """Yield the satellites two or more steps from their hub: each needs one a step nearer next door."""
        town = self.clusters.town_of
        for (sat, hub), (_, steps) in self.clusters.reach.items():
            if steps < 2:
                continue
            stones = [
                other
                for (other, same), (_, nearer) in self.clusters.reach.items()
                if same == hub and nearer == steps - 1 and self.clusters.steps(town(other), town(sat)) == 1
            ]
            count = self.plan.tables.offers.loc[sat, "count"]
            for t in self.plan.moments:
                nearby = sum(self.clusters.under(stone, hub, t) for stone in stones)
                yield at_most("cluster_is_connected", self.clusters.under(sat, hub, t), count * nearby)

    def _shares(self) -> Iterator[Row]:
        plan, options, ceilings = self.plan, self.plan.options, Ceilings(self.plan, self.clusters)
        for g in plan.shares.codes:
            for t in self.aims.burden_moments:
                burden = plan.weighted(plan.provided(g, t))
                if options["burden_ceiling"] is not None:
                    yield at_most("burden_stays_below_ceiling", burden, ceilings.ceiling(g))
                if options["burden_floor"] is not None:
                    yield at_most("burden_stays_above_floor", ceilings.floor(g), burden)
            if options["all_contribute"] and ceilings.can_contribute(g):
                places = sum(int(plan.hosted[g, plan.last, k]) for k in STREAMS)
                yield at_most("every_municipality_contributes", 1, places)
        towns = plan.tables.towns
        for name in sorted(set(towns["subregio"]) - {""}):
            group = list(towns.index[towns["subregio"] == name])
            for t in self.aims.burden_moments:
                burden = sum(plan.weighted(plan.provided(g, t)) for g in group)
                if options["region_ceiling"] is not None:
                    yield at_most("regions_stay_below_ceiling", burden, ceilings.region_ceiling(group))
                if options["region_floor"] is not None:
                    yield at_most("regions_stay_above_floor", ceilings.region_floor(group), burden)

    def _policy(self) -> Iterator[Row]:
        plan, options = self.plan, self.plan.options
        own = plan.usable[~plan.usable["foreign"].astype(bool)]
        large = own[own["form"] == "large"]
        small = [str(loc) for loc in own.index[own["form"].isin(["small_scale", "satellite"])]]
        for t in plan.moments:
            if options["large_max"] is not None:
                yield at_most("large_locations_stay_few", self._open(large.index, t), options["large_max"])
            if options["small_scale_min_share"] is not None:
                share = Fraction(str(options["small_scale_min_share"])) * self._asylum(own.index, t)
                yield at_most("small_scale_is_enough", share, self._asylum(small, t))
            cap = self._emergency_cap(t)
            if cap is not None:
                yield at_most(
                    "emergency_is_phased_down", self._asylum(own.index[own["emergency"].astype(bool)], t), cap
                )
        if options["large_min"] is not None:
            yield at_most("large_locations_are_enough", options["large_min"], self._open(large.index, plan.last))
        if options["cost_max"] is not None:
            yield at_most("cost_stays_below_ceiling", self.aims.money.total, Fraction(options["cost_max"]))
        if options["large_max_per_municipality"] is not None:
            yield from self._large_per_municipality(large)

    def _large_per_municipality(self, large: Any) -> Iterator[Row]:
        plan = self.plan
        for _, rows in large.groupby("code"):
            for t in plan.moments:
                staying = sum(
                    row["status"] in ("existing", "decided") and not row["may_close"] and plan.available(str(loc), t)
                    for loc, row in rows.iterrows()
                )
                allowed = max(plan.options["large_max_per_municipality"], staying)
                yield at_most("large_locations_in_municipality", self._open(rows.index, t), allowed)

    def _open(self, offers: Iterable[str], t: str) -> int:
        return sum(self.plan.opened[loc, t] for loc in offers)

    def _asylum(self, offers: Iterable[str], t: str) -> int:
        return sum(self.plan.placed(loc, t, ASYLUM) for loc in offers)

    def _emergency_cap(self, t: str) -> int | None:
        listed = self.plan.options["emergency_max"]
        if listed is not None:
            at = self.plan.moments.index(t)
            return listed[min(at, len(listed) - 1)]
        return self.plan.tables.moments.loc[t, "emergency"]

    def _joint(self) -> Iterator[Row]:
        grouped = self.plan.usable[self.plan.usable["group"] != ""]
        for _, rows in grouped.groupby("group"):
            rule = rows["group_rule"].iloc[0]
            yield from (self._shared(rows) if rule == "samen" else self._alternating(rows, rule))

    def _alternating(self, rows: Any, rule: str) -> Iterator[Row]:
        opened = self.plan.opened
        for t in self.plan.moments:
            together = self._open(rows.index, t)
            yield at_most("joint_location_counts_once", together, 1, quiet=not together)
        if rule == "na_elkaar":
            order = sorted(rows.index, key=lambda loc: (str(rows.loc[loc, "first"] or ""), loc))
            for earlier, later in combinations(order, 2):
                for t, s in combinations(self.plan.moments, 2):
                    both = opened[earlier, s] + opened[later, t]
                    yield at_most("joint_locations_follow", both, 1, quiet=not both)

    def _shared(self, rows: Any) -> Iterator[Row]:
        whole = sum(rows["high"])
        for t in self.plan.moments:
            together = sum(self.plan.placed(loc, t) for loc in rows.index)
            first = self.plan.opened[rows.index[0], t]
            for loc in rows.index:
                own, share = self.plan.placed(loc, t), Fraction(rows.loc[loc, "high"] * together, whole)
                yield Row("joint_location_keeps_shares", 1 - abs(own - share), own == 0 and together == 0)
                yield equal("shared_rows_open_together", self.plan.opened[loc, t], first)
