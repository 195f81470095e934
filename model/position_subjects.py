"""What a position is about in a case: the offers and streams of its sides, its numbers, and by how much it is missed.

Shared by the program, the figures and the rule checks, so that none of them can read a position in another way.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from regietafel.model.case import ASYLUM_STREAMS, STREAMS, Case, Location, Moment
from regietafel.model.decisions import Decisions
from regietafel.model.positions import Position
from regietafel.model.scenario import Scenario
from regietafel.model.usable import usable_locations

STREAMS_OF = {"asylum": ASYLUM_STREAMS, "total": STREAMS, **{stream: (stream,) for stream in STREAMS}}
KEEPS_OUT = ("no_form", "location_closed")
NO_MORE = ("at_most", "exactly", "location_at_most")
NO_LESS = ("at_least", "exactly")


@dataclass(frozen=True)
class Side:
    """Some offers, and the streams that count in them."""

    rows: tuple[Location, ...]
    streams: tuple[str, ...]

    def placings(self, t: str) -> list[tuple[str, str, str]]:
        """Return offer, stream and moment of every number of places that counts."""
        return [(loc.location_id, k, t) for loc in self.rows for k in loc.streams if k in self.streams]

    def places(self, decisions: Decisions, t: str) -> int:
        """Return the places at a moment [places]."""
        return sum(decisions.placed.get(index, 0) for index in self.placings(t))

    def open_locations(self, decisions: Decisions, t: str) -> int:
        """Return the open locations at a moment [locations]."""
        return sum(decisions.opened.get((loc.location_id, t), 0) for loc in self.rows)

    def most(self, day: date) -> int:
        """Return the places there can be at a day, by the sizes of the offers [places]."""
        rows = (loc for loc in self.rows if loc.available(day) and set(loc.streams) & set(self.streams))
        return sum(loc.max_places * loc.count for loc in rows)

    def most_open(self, day: date) -> int:
        """Return the locations that can be open at a day [locations]."""
        return sum(loc.count for loc in self.rows if loc.available(day))


@dataclass(frozen=True)
class Subject:
    """A position as a case and a scenario have it; see docs/decisions/0008 for what each demand counts.

    Parameters
    ----------
    position : Position
    moments : tuple of Moment
        Those it is about.
    own : Side
        What its places are counted in.
    other : Side or None
        The other side of *not_both* and *only_if*.
    ceiling, floor : int or None
        The most and the fewest places `own` may have [places].
    condition : int or None
        The places the other side must have for `own` to pass its ceiling [places]; None: it must have none.
    """

    position: Position
    moments: tuple[Moment, ...]
    own: Side
    other: Side | None = None
    ceiling: int | None = None
    floor: int | None = None
    condition: int | None = None

    @property
    def keeps_out(self) -> bool:
        """Whether nothing may be open: an open location without places counts too."""
        return self.position.demand in KEEPS_OUT

    @property
    def scale(self) -> int:
        """The amount that counts as given up in full: the room, else the largest amount it can be missed by."""
        room = self.position.room
        return max(1, self.largest_miss if room is None else room)

    @property
    def limit(self) -> int:
        """The amount that may be given up at most [places]: 0 when hard."""
        if self.position.non_negotiable:
            return 0
        return self.largest_miss if self.position.room is None else self.position.room

    @cached_property
    def largest_miss(self) -> int:
        """The largest amount it can be missed by at all, given the sizes of the offers [places]."""
        return max((self._worst(item.day) for item in self.moments), default=0)

    def _worst(self, day: date) -> int:
        more = 0 if self.ceiling is None else max(0, self.own.most(day) - self.ceiling)
        more = max(more, self.own.most_open(day)) if self.keeps_out else more
        if self.other is None:
            return max(more, self.floor or 0)
        return min(more, self.other.most(day) if self.condition is None else self.condition)

    def missed(self, decisions: Decisions) -> int:
        """Return by how much decisions miss the position: the largest amount over its moments [places]."""
        return max((self.missed_at(decisions, item.key) for item in self.moments), default=0)

    def missed_at(self, decisions: Decisions, t: str) -> int:
        """Return by how much decisions miss the position at a moment [places]."""
        has = self.own.places(decisions, t)
        more = 0 if self.ceiling is None else max(0, has - self.ceiling)
        more = max(more, self.own.open_locations(decisions, t)) if self.keeps_out else more
        if self.other is None:
            return max(more, 0 if self.floor is None else self.floor - has)
        there = self.other.places(decisions, t)
        return min(more, there if self.condition is None else max(0, self.condition - there))


def active_positions(case: Case, scenario: Scenario) -> tuple[Position, ...]:
    """Return the positions of a scenario in the order of their ids.

    Those of every scenario, of this one and of those it builds on, and those of the scenario files.
    """
    names = {_plain(name) for name in (*scenario.lineage, scenario.name)}
    of_table = [item for item in case.positions if item.scenario is None or _plain(item.scenario) in names]
    return tuple(sorted((*of_table, *scenario.positions), key=lambda item: item.position_id))


def _plain(name: str) -> str:
    return name.strip().casefold()


def find_subjects(case: Case, scenario: Scenario) -> dict[str, Subject]:
    """Return what each active position is about, by its id."""
    rows = usable_locations(case, scenario)
    return {item.position_id: _subject(case, rows, item) for item in active_positions(case, scenario)}


def _subject(case: Case, rows: Iterable[Location], item: Position) -> Subject:
    rows = [loc for loc in rows if item.also_existing or loc.status != "existing"]
    demand, other = item.demand, None
    if demand in ("not_both", "only_if"):
        towns = (item.other_municipality,) if item.other_municipality else ()
        other = _side(rows, item, item.other_location_id, towns)
    return Subject(
        position=item,
        moments=tuple(at for at in case.moments if item.moment is None or at.day == item.moment),
        own=_side(rows, item, item.location_id, item.municipalities),
        other=other,
        ceiling=_ceiling(item),
        floor=_floor(case, item),
        condition=max(1, _or(item.other_places, 1)) if demand == "only_if" else None,
    )


def _side(rows: Iterable[Location], item: Position, location_id: str | None, towns: tuple[str, ...]) -> Side:
    """Take the one offer that is named, else the offers of the province in some municipalities and of one form."""
    whole = item.demand in KEEPS_OUT or item.demand == "location_open"
    streams = STREAMS if whole else STREAMS_OF[item.stream]
    if location_id is not None:
        return Side(tuple(loc for loc in rows if loc.location_id == location_id), streams)
    found = (loc for loc in rows if not loc.foreign and (not towns or loc.code in towns))
    return Side(tuple(loc for loc in found if item.form in (None, loc.form)), streams)


def _ceiling(item: Position) -> int | None:
    if item.demand in NO_MORE or item.demand == "only_if":
        return _or(item.places, 0)
    return 0 if item.demand == "not_both" or item.demand in KEEPS_OUT else None


def _floor(case: Case, item: Position) -> int | None:
    if item.demand in NO_LESS:
        return _or(item.places, 0)
    if item.demand != "location_open":
        return None
    smallest = next((loc.min_places for loc in case.locations if loc.location_id == item.location_id), 0)
    return max(1, _or(item.places, smallest))


def _or(number: int | None, otherwise: int) -> int:
    return otherwise if number is None else number
