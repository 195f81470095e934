"""Capacity and time: sizes, availability, and what is already there."""

from itertools import combinations, pairwise

from regietafel.model.case import Location, Moment
from regietafel.model.figures.quantities import Quantities
from regietafel.model.rule_checks.instance import Instance, Measured, check


@check("capacity")
def places_fit_location(q: Quantities) -> Measured:
    """Measure the largest size of the open locations less the places in them."""
    for loc in q.rows:
        for t in q.moments:
            most, placed = loc.max_places * q.opened(loc.location_id, t), q.placed(loc.location_id, t)
            yield _at(loc, t, most - placed, idle=most == placed == 0)


@check("capacity")
def opened_location_is_large_enough(q: Quantities) -> Measured:
    """Measure the places less the smallest size of the open locations."""
    for loc in q.rows:
        for t in q.moments:
            least, placed = loc.min_places * q.opened(loc.location_id, t), q.placed(loc.location_id, t)
            yield _at(loc, t, placed - least, idle=least == placed == 0)


@check("capacity", unit="locations")
def location_is_available(q: Quantities) -> Measured:
    """Measure what is open before the first or after the last day."""
    for loc in q.rows:
        for item in q.case.moments:
            if not loc.available(item.day):
                opened = q.opened(loc.location_id, item.key)
                yield _at(loc, item.key, -opened, idle=opened == 0)


@check("capacity", unit="locations")
def durable_location_stays_open(q: Quantities) -> Measured:
    """Measure how many more are open at the next moment at which the durable offer is available."""
    for loc in q.rows:
        for now, following in pairwise(q.case.moments):
            if loc.durable and loc.available(following.day):
                before, after = q.opened(loc.location_id, now.key), q.opened(loc.location_id, following.key)
                yield _at(loc, following.key, after - before, idle=before == after == 0)


@check("capacity", unit="locations")
def closed_location_stays_closed(q: Quantities) -> Measured:
    """Measure the room before an offer that is not durable would open again after it closed."""
    for loc in q.rows:
        for first, middle, last in combinations(q.moments, 3):
            if not loc.durable:
                again = q.opened(loc.location_id, first) + q.opened(loc.location_id, last)
                yield _at(loc, last, loc.count - again + q.opened(loc.location_id, middle))


@check("capacity", unit="locations")
def existing_location_is_not_reopened(q: Quantities) -> Measured:
    """Measure what an existing location that may close has open at a moment and not at the next."""
    leaving = [loc for loc in q.rows if loc.status == "existing" and loc.may_close]
    for loc in leaving:
        for item, after in pairwise(q.case.moments):
            if loc.available(item.day):
                earlier, later = q.opened(loc.location_id, item.key), q.opened(loc.location_id, after.key)
                yield _at(loc, after.key, earlier - later, idle=earlier == later == 0)


@check("capacity", unit="locations")
def present_location_stays_open(q: Quantities) -> Measured:
    """Measure what is open above the one location that must stay."""
    for loc, item in _kept(q):
        if not loc.may_close:
            yield _at(loc, item.key, q.opened(loc.location_id, item.key) - 1)


@check("capacity")
def present_places_stay(q: Quantities) -> Measured:
    """Measure the places above the present ones of an open location, per stream."""
    for loc, item in _kept(q):
        for k in () if loc.may_shrink else loc.streams:
            if loc.present.get(k, 0):
                stays = loc.present[k] * q.opened(loc.location_id, item.key)
                placed = q.placed(loc.location_id, item.key, (k,))
                yield _at(loc, item.key, placed - stays, idle=placed == stays == 0)


def _kept(q: Quantities) -> list[tuple[Location, Moment]]:
    """Return the existing and decided rows with the moments at which they are available."""
    rows = [loc for loc in q.rows if loc.present_is_kept]
    return [(loc, item) for loc in rows for item in q.case.moments if loc.available(item.day)]


def _at(loc: Location, t: str, slack: int, *, idle: bool = False) -> Instance:
    return Instance(t, loc.code, loc.location_id, slack, idle)


CHECKS = (
    places_fit_location,
    opened_location_is_large_enough,
    location_is_available,
    durable_location_stays_open,
    closed_location_stays_closed,
    existing_location_is_not_reopened,
    present_location_stays_open,
    present_places_stay,
)
