"""What a plan decides, read from `plan.json` and joined with the tables: the places of every offer, and who counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from typing import Any

import pandas as pd

from support.recompute_shares import Shares
from support.recompute_tables import ASYLUM, STREAMS, Tables

STATUSES = ("existing", "decided", "intended", "explored")
TASK_STREAMS = {"asylum": ASYLUM, "special": ("special",), "ukraine": ("ukraine",)}
DURABLE_MINIMUM = {"regular": 100, "special": 16}


def months_later(start: date, months: int) -> date:
    """Return the same day some months later, or the last day of that month."""
    return (pd.Timestamp(start) + pd.DateOffset(months=months)).date()


@dataclass(frozen=True)
class Decided:
    """A plan beside the tables it was made from.

    Parameters
    ----------
    tables : Tables
        What is given.
    document : mapping
        `plan.json` as read; of the figures only what was decided is used.
    """

    tables: Tables
    document: Mapping[str, Any]

    @cached_property
    def options(self) -> dict[str, Any]:
        """Value of every option."""
        return {key: about["value"] for key, about in self.document["scenario"]["options"].items()}

    @cached_property
    def weights(self) -> dict[str, int]:
        """Weight of each stream."""
        return {k: self.options[f"weight_{k}"] for k in STREAMS}

    @cached_property
    def shares(self) -> Shares:
        """What is asked."""
        return Shares(self.tables)

    @cached_property
    def moments(self) -> list[str]:
        """Moments in order."""
        return list(self.tables.moments.index)

    @cached_property
    def last(self) -> str:
        """The last moment."""
        return self.moments[-1]

    def day(self, t: str) -> date:
        """Return the day of a moment."""
        return date.fromisoformat(t)

    @cached_property
    def usable(self) -> pd.DataFrame:
        """Offers that may be used under `status_floor`."""
        firm = STATUSES[: STATUSES.index(self.options["status_floor"]) + 1]
        return self.tables.offers[self.tables.offers["status"].isin(firm)]

    def available(self, loc: str, t: str) -> bool:
        """Say whether an offer may be open at a moment, both days included."""
        row = self.tables.offers.loc[loc]
        return (row["first"] is None or row["first"] <= self.day(t)) and (
            row["last"] is None or self.day(t) <= row["last"]
        )

    @cached_property
    def opened(self) -> dict[tuple[str, str], int]:
        """Open locations of each offer at each moment."""
        return {
            (item["location_id"], at["moment"]): at["opened"]
            for item in self.document["locations"]
            for at in item["moments"]
        }

    @cached_property
    def places(self) -> pd.DataFrame:
        """One row per offer, moment and stream with what is known of the offer: `n` [places]."""
        rows = [
            (item["location_id"], at["moment"], k, n)
            for item in self.document["locations"]
            for at in item["moments"]
            for k, n in at["places"].items()
        ]
        frame = pd.DataFrame(rows, columns=["loc", "t", "k", "n"])
        return frame.join(self.tables.offers.drop(columns=list(STREAMS)), on="loc")

    @cached_property
    def own(self) -> pd.DataFrame:
        """The places inside the province."""
        return self.places[~self.places["foreign"].astype(bool)]

    @cached_property
    def _hosted(self) -> dict[tuple[str, str, str], int]:
        return self.hosted.to_dict()

    def placed(self, loc: str, t: str, streams: tuple[str, ...] = STREAMS) -> int:
        """Sum the places of an offer at a moment."""
        return sum(self._by_offer.get((loc, t, k), 0) for k in streams)

    @cached_property
    def _by_offer(self) -> dict[tuple[str, str, str], int]:
        return {(loc, t, k): int(n) for loc, t, k, n in self.places[["loc", "t", "k", "n"]].itertuples(index=False)}

    @cached_property
    def attached(self) -> pd.DataFrame:
        """Satellites under hubs: `sat`, `hub`, `t`, `n`, `places`."""
        rows = [
            (item["location_id"], hub, at["moment"], about["n"], about["places"])
            for item in self.document["locations"]
            for at in item["moments"]
            for hub, about in at["hubs"].items()
        ]
        return pd.DataFrame(rows, columns=["sat", "hub", "t", "n", "places"])

    @cached_property
    def housed(self) -> dict[tuple[str, str], int]:
        """Status holders in homes, cumulative [persons]."""
        return {
            (town["gm_code"], at["moment"]): at["housed"]
            for town in self.document["municipalities"]
            for at in town["moments"]
        }

    def _sum(self, rows: pd.DataFrame, by: str = "code") -> pd.Series:
        """Sum places per municipality, moment and stream, zeros included."""
        index = pd.MultiIndex.from_product([self.shares.codes, self.moments, STREAMS])
        return rows.groupby([by, "t", "k"])["n"].sum().reindex(index, fill_value=0).astype(int)

    @cached_property
    def hosted(self) -> pd.Series:
        """Physical places per municipality, moment and stream."""
        return self._sum(self.own)

    @cached_property
    def credited(self) -> dict[tuple[str, str], int]:
        """Places for status holders that count for the housing target, per linked municipality and moment."""
        rows = self.own[self.own["for_housing"].astype(bool)]
        found = self._sum(rows, "linked")
        return {(g, t): int(found[g, t, "status_holder"]) for g in self.shares.codes for t in self.moments}

    def provided(self, g: str, t: str) -> dict[str, int]:
        """Return the places of a municipality, homes included."""
        found = {k: self._hosted[g, t, k] for k in STREAMS}
        found["status_holder"] += self.housed[g, t]
        return found

    @cached_property
    def _counting_in_plan(self) -> dict[tuple[str, str, str], int]:
        rows = self.own if self.options["emergency_counts"] else self.own[~self.own["emergency"].astype(bool)]
        return self._sum(rows).to_dict()

    def counted_plan(self, g: str, t: str) -> dict[str, int]:
        """Return what counts under the regime of the plan."""
        found = {k: self._counting_in_plan[g, t, k] for k in STREAMS}
        return found | {"status_holder": self.credited[g, t] + self.housed[g, t]}

    def counted_durable(self, g: str, t: str) -> dict[str, int]:
        """Return what counts under the durable regime, with the minimum of the municipality."""
        reached = {k: self.durable(g, t, k) for k in DURABLE_MINIMUM}
        return self.counted_plan(g, t) | {k: n if n >= DURABLE_MINIMUM[k] else 0 for k, n in reached.items()}

    def durable(self, g: str, t: str, k: str) -> int:
        """Sum the durable places of a municipality, before any minimum."""
        return self._durable_places.get((g, t, k), 0)

    @cached_property
    def _durable_places(self) -> dict[tuple[str, str, str], int]:
        offers, found = self.tables.offers, {}
        rows = offers[offers["durable"].astype(bool) & ~offers["emergency"].astype(bool)]
        for loc, g in rows["code"].items():
            if self._lasts_five_years(loc):
                for t in self.moments:
                    for k in DURABLE_MINIMUM:
                        found[g, t, k] = found.get((g, t, k), 0) + self._durable_of_offer(loc, t, k)
        return found

    def _durable_of_offer(self, loc: str, t: str, k: str) -> int:
        """Return the places at t, or at the first moment within twelve months after it at which the offer is open."""
        within = months_later(self.day(t), 12)
        used = [s for s in self.moments if s >= t and self.day(s) <= within and self.opened[loc, s]]
        return self.placed(loc, used[0], (k,)) if used else 0

    def _lasts_five_years(self, loc: str) -> bool:
        """Say whether an offer is there for five years from taking into use to its last day, that day included."""
        row = self.tables.offers.loc[loc]
        used = [s for s in self.moments if self.opened[loc, s]]
        if not used:
            return False
        start = (row["first"] or self.tables.begin) if row["status"] == "existing" else self.day(used[0])
        return row["last"] is None or months_later(start, 60) <= row["last"] + timedelta(days=1)

    def chosen(self, g: str, t: str) -> dict[str, int]:
        """Return what counts under the regime of the option `counting`."""
        return self.counted_durable(g, t) if self.options["counting"] == "durable" else self.counted_plan(g, t)

    def chosen_asylum(self, g: str, t: str) -> int:
        """Return the counted regular and special places of a municipality."""
        found = self.chosen(g, t)
        return found["regular"] + found["special"]

    def unhoused(self, g: str, t: str) -> int:
        """Return the housing target of a municipality that is not met [persons]."""
        return max(0, self.shares.obligation(g, t) - self.housed[g, t] - self.credited[g, t])

    def all_unhoused(self, t: str) -> int:
        """Return the housing targets that are not met [persons]."""
        return sum(self.unhoused(g, t) for g in self.shares.codes)

    def kept_places(self, loc: str) -> dict[str, int]:
        """Return the places of an existing or decided offer that must stay: fewer when its row may shrink."""
        row = self.tables.offers.loc[loc]
        present = {k: row[k] for k in STREAMS}
        if not row["may_shrink"]:
            return present
        left, found = min(row["low"], sum(present.values())), {}
        for k in STREAMS:
            found[k] = min(present[k], left)
            left -= found[k]
        return found

    def staying(self, g: str, t: str = "") -> dict[str, int]:
        """Return the places of a municipality that must stay at a moment (the last one), per stream."""
        return self._staying[g, t or self.last]

    @cached_property
    def _staying(self) -> dict[tuple[str, str], dict[str, int]]:
        rows = self.usable[self.usable["status"].isin(["existing", "decided"]) & ~self.usable["may_close"].astype(bool)]
        found = {(g, t): dict.fromkeys(STREAMS, 0) for g in self.shares.codes for t in self.moments}
        for loc, g in rows["code"].items():
            kept = self.kept_places(loc)
            for t in self.moments if g in self.shares.codes else ():
                if self.available(loc, t):
                    found[g, t] = {k: found[g, t][k] + kept[k] for k in STREAMS}
        return found

    def weighted(self, amounts: Mapping[str, int]) -> int:
        """Sum amounts per stream with their weights."""
        return sum(self.weights[k] * int(amounts[k]) for k in STREAMS)

    def carried(self, g: str, t: str) -> dict[str, int]:
        """Return provided places with the credit of earlier cycles."""
        credit, provided = self.shares.credit[g], self.provided(g, t)
        return {k: provided[k] + credit[k] for k in STREAMS}

    def burden(self, g: str, t: str) -> int:
        """Return the weighted burden of a municipality."""
        return self.weighted(self.carried(g, t))

    def denominator(self, group: list[str], on: str, *, before: bool = False) -> int:
        """Return what a ratio is measured against, over one or more municipalities."""
        frame = self.shares.entitlement if before else self.shares.after_exchange
        if on == "asylum":
            return sum(self.shares.asylum(frame, g) for g in group)
        return sum(self.weighted(frame.loc[g]) for g in group)

    def numerator(self, group: list[str], on: str, t: str) -> int:
        """Return what a ratio measures, over one or more municipalities."""
        if on == "joint":
            return sum(self.burden(g, t) for g in group)
        return sum(self.carried(g, t)[k] for g in group for k in ASYLUM)

    def ratio(self, group: list[str], on: str, t: str, *, before: bool = False) -> Fraction | None:
        """Return a ratio, or None when nothing is asked."""
        below = self.denominator(group, on, before=before)
        return Fraction(self.numerator(group, on, t), below) if below else None
