"""By how much a choice misses the positions, written from docs/decisions/0008 alone, and what that weighs."""

from collections.abc import Iterable
from fractions import Fraction

from regietafel.model.case import Location
from regietafel.model.positions import Position
from regietafel.model.scenario import STREAMS
from regietafel.model.usable import usable_locations
from support.exact_values import ASYLUM, Asked, Choice

WHOLE_LOCATIONS = ("no_form", "location_open", "location_closed")


def said(asked: Asked) -> list[Position]:
    """List the positions that belong to the scenario."""
    names = {asked.scenario.name, *asked.scenario.lineage}
    of_table = [item for item in asked.case.positions if item.scenario is None or item.scenario in names]
    return [*of_table, *asked.scenario.positions]


def positions_are_kept(asked: Asked, choice: Choice) -> bool:
    """Whether hard positions are kept, and no room is passed."""
    for item in said(asked):
        most = 0 if item.non_negotiable else item.room
        if most is not None and missed(asked, choice, item) > most:
            return False
    return True


def positions(asked: Asked, choice: Choice) -> Fraction:
    """Weigh what is given up of soft positions."""
    soft = [item for item in said(asked) if not item.non_negotiable]
    shares = (item.reluctance * Fraction(missed(asked, choice, item), scale(asked, item)) for item in soft)
    return sum(shares, Fraction(0))


def missed(asked: Asked, choice: Choice, item: Position) -> int:
    """Return the largest amount over the moments of a position [places]."""
    moments = [t for t, day in enumerate(asked.days) if item.moment in (None, day)]
    return max((_missed_at(asked, choice, item, t) for t in moments), default=0)


def _missed_at(asked: Asked, choice: Choice, item: Position, t: int) -> int:
    own = _rows(asked, item, item.location_id, item.municipalities)
    here = _places(choice, own, t, _streams(item))
    if item.demand in ("no_form", "location_closed"):
        return max(here, sum(choice.opened[loc.location_id][t] for loc in own))
    above, below = here - (item.places or 0), (item.places or 0) - here
    if item.demand in ("at_most", "location_at_most"):
        return max(0, above)
    if item.demand == "at_least":
        return max(0, below)
    if item.demand == "exactly":
        return abs(above)
    if item.demand == "location_open":
        return max(0, _wanted(asked, item) - here)
    other = _rows(asked, item, item.other_location_id, (item.other_municipality,))
    there = _places(choice, other, t, _streams(item))
    if item.demand == "not_both":
        return min(here, there)
    return min(max(0, above), max(0, _condition(item) - there))


def _rows(asked: Asked, item: Position, named: str | None, towns: Iterable[str | None]) -> list[Location]:
    """List the offers of a side: the one that is named, or those of the province; existing ones only when asked."""
    rows = usable_locations(asked.case, asked.scenario)
    rows = [loc for loc in rows if loc.status != "existing" or item.also_existing]
    if named:
        return [loc for loc in rows if loc.location_id == named]
    towns = [code for code in towns if code]
    rows = [loc for loc in rows if not loc.foreign and (not towns or loc.code in towns)]
    return [loc for loc in rows if item.form is None or loc.form == item.form]


def _streams(item: Position) -> tuple[str, ...]:
    if item.demand in WHOLE_LOCATIONS or item.stream == "total":
        return STREAMS
    return ASYLUM if item.stream == "asylum" else (item.stream,)


def _places(choice: Choice, rows: Iterable[Location], t: int, streams: Iterable[str]) -> int:
    return sum(choice.placed[loc.location_id][t].get(stream, 0) for loc in rows for stream in streams)


def _wanted(asked: Asked, item: Position) -> int:
    smallest = asked.case.location_of[item.location_id].min_places
    return max(1, smallest if item.places is None else item.places)


def _condition(item: Position) -> int:
    return max(1, 1 if item.other_places is None else item.other_places)


def scale(asked: Asked, item: Position) -> int:
    """Return what counts as given up in full: the room, else the most it can be missed by at any moment, at least 1."""
    if item.room is not None:
        return max(1, item.room)
    days = [day for day in asked.days if item.moment in (None, day)]
    return max([1, *(_worst(asked, item, day) for day in days)])


def _worst(asked: Asked, item: Position, day) -> int:
    own = [loc for loc in _rows(asked, item, item.location_id, item.municipalities) if loc.available(day)]
    most = _size(own, item)
    if item.demand in ("no_form", "location_closed"):
        return max(most, sum(loc.count for loc in own))
    above, places = max(0, most - (item.places or 0)), item.places or 0
    other = _rows(asked, item, item.other_location_id, (item.other_municipality,))
    return {
        "at_most": above,
        "location_at_most": above,
        "at_least": places,
        "exactly": max(above, places),
        "location_open": _wanted(asked, item) if item.demand == "location_open" else 0,
        "not_both": min(most, _size([loc for loc in other if loc.available(day)], item)),
        "only_if": min(above, _condition(item)),
    }[item.demand]


def _size(rows: Iterable[Location], item: Position) -> int:
    return sum(loc.max_places * loc.count for loc in rows if set(loc.streams) & set(_streams(item)))
