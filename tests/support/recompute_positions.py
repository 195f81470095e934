"""Positions a second time: the table *standpunten* as it stands in the CSV, against what was decided."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any

from support.recompute_plan import Decided
from support.recompute_tables import ASYLUM, STREAMS, WORDS, day, whole, yes

TWO_SIDES = ("niet_beide", "alleen_als")
NOTHING = ("geen_locatievorm", "locatie_niet")
MOST = ("ten_hoogste", "precies", "locatie_ten_hoogste")


@dataclass(frozen=True)
class Said:
    """One row of *standpunten* on a plan."""

    plan: Decided
    row: Any

    @property
    def demand(self) -> str:
        """What is asked, in Dutch."""
        return str(self.row["eis"])

    @cached_property
    def moments(self) -> list[str]:
        """The moments it is about."""
        only = day(self.row["moment"])
        return [t for t in self.plan.moments if only is None or date.fromisoformat(t) == only]

    def _offers(self, location: str, towns: str) -> list[str]:
        offers = self.plan.usable
        if not yes(self.row["ook_bestaand"]):
            offers = offers[offers["status"] != "existing"]
        if location:
            return [loc for loc in offers.index if loc == location]
        offers = offers[~offers["foreign"].astype(bool)]
        if towns:
            codes = dict(zip(self.plan.tables.towns["gemeente"], self.plan.tables.towns.index, strict=True))
            offers = offers[offers["code"].isin([codes.get(name, name) for name in towns.split("+")])]
        if self.row["locatievorm"]:
            offers = offers[offers["form"] == WORDS[self.row["locatievorm"]]]
        return list(offers.index)

    @cached_property
    def own(self) -> list[str]:
        """The offers it is about."""
        return self._offers(self.row["locatie_id"], self.row["gemeenten"])

    @cached_property
    def other(self) -> list[str]:
        """The offers of the other side."""
        return self._offers(self.row["andere_locatie_id"], self.row["andere_gemeente"])

    @property
    def streams(self) -> tuple[str, ...]:
        """The streams that count."""
        word = self.row["doelgroep"]
        if word in ("", "totaal") or self.demand in (*NOTHING, "locatie_wel"):
            return STREAMS
        return ASYLUM if word == "asiel" else (WORDS[word],)

    def places(self, offers: list[str], t: str) -> int:
        """Sum the places of offers."""
        return sum(self.plan.placed(loc, t, self.streams) for loc in offers)

    def opened(self, t: str) -> int:
        """Count its open locations."""
        return sum(self.plan.opened[loc, t] for loc in self.own)

    @property
    def number(self) -> int:
        """The number it asks."""
        if self.demand == "locatie_wel":
            smallest = int(self.plan.tables.offers.loc[self.row["locatie_id"], "low"])
            return max(1, int(whole(self.row["plekken"], smallest)))
        return int(whole(self.row["plekken"], 0))

    @property
    def condition(self) -> int:
        """What the other side must have."""
        return max(1, int(whole(self.row["andere_plekken"], 1)))

    def missed_at(self, t: str) -> int:
        """Return by how much it is missed at a moment."""
        has = self.places(self.own, t)
        if self.demand in NOTHING:
            return max(has, self.opened(t))
        if self.demand == "niet_beide":
            return min(has, self.places(self.other, t))
        above = max(0, has - self.number)
        if self.demand == "alleen_als":
            return min(above, max(0, self.condition - self.places(self.other, t)))
        below = max(0, self.number - has)
        return {"precies": above + below, "ten_minste": below, "locatie_wel": below}.get(self.demand, above)

    @property
    def missed(self) -> int:
        """Return by how much it is missed at the worst moment."""
        return max(self.missed_at(t) for t in self.moments)

    @property
    def room(self) -> int | None:
        """How far it may be missed: nothing when hard, no limit when not stated."""
        return 0 if yes(self.row["ononderhandelbaar"]) else whole(self.row["ruimte_plekken"])

    def weight(self) -> Fraction:
        """Return what giving it up weighs; every soft position of Voorbeeldland states its room."""
        room, reluctance = whole(self.row["ruimte_plekken"]), whole(self.row["weerstand"], 3)
        return Fraction(0) if yes(self.row["ononderhandelbaar"]) else Fraction(reluctance * self.missed, max(1, room))

    def document(self) -> dict[str, Any]:
        """Return what the plan must say of it."""
        two = self.demand in TWO_SIDES
        numbered = {"places": self.number} if self.demand not in (*NOTHING, "niet_beide") else {"places": None}
        planned = [
            {
                "moment": t,
                "places": self.places(self.own, t),
                "opened": self.opened(t),
                "other_places": self.places(self.other, t) if two else None,
                "given_up": self.missed_at(t),
            }
            for t in self.moments
        ]
        about = {"id": self.row["standpunt_id"], "party": self.row["partij"], "planned": planned}
        return about | numbered | {"honoured": self.missed == 0, "given_up": self.missed}

    def rows(self) -> Iterator[tuple[str, int, bool]]:
        """Yield rule, slack and whether it says nothing, per moment; a room shows in no slack."""
        for t in self.moments:
            has = self.places(self.own, t)
            if self.demand in TWO_SIDES:
                yield from self._sides(t, has)
            if self.demand in (*MOST, *NOTHING):
                most = 0 if self.demand in NOTHING else self.number
                yield "subject_stays_below_position", self._left(most - has), has == most == 0
            if self.demand in ("ten_minste", "precies", "locatie_wel"):
                yield "subject_reaches_position", self._left(has - self.number), has == self.number == 0
            if self.demand in NOTHING and any(self.plan.tables.offers.loc[loc, "low"] == 0 for loc in self.own):
                yield "kept_out_locations_stay_closed", self._left(-self.opened(t)), self.opened(t) == 0

    def _sides(self, t: str, has: int) -> Iterator[tuple[str, int, bool]]:
        conditional, there = self.demand == "alleen_als", self.places(self.other, t)
        above = has - (self.number if conditional else 0)
        lacking = self.condition - there if conditional else there
        own = above < lacking
        name = "other_side_meets_condition" if conditional else "other_side_stays_empty"
        ceiling = has - above
        yield "subject_waits_for_other_side", self._left(-above) if own else 0, not own or has == ceiling == 0
        quiet = own or above <= 0 or (not conditional and lacking == 0)
        yield name, 0 if own else self._left(-lacking), quiet

    def _left(self, slack: int) -> int:
        if slack >= 0 or self.room is None:
            return max(0, slack)
        return min(0, slack + self.room)


def said_in(plan: Decided) -> list[Said]:
    """List the positions of the scenario of a plan, by id."""
    names = {"", plan.document["scenario"]["name"], *plan.document["scenario"]["lineage"]}
    table = plan.tables.positions
    rows = table[table["scenario"].isin(names)].sort_values("standpunt_id") if len(table) else table
    return [Said(plan, row) for _, row in rows.iterrows()]
