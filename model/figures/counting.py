"""The two counting regimes: what counts at a moment, and what counts as durable."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from regietafel.model import law
from regietafel.model.case import ASYLUM_STREAMS, STREAMS, Location, Moment

if TYPE_CHECKING:
    from regietafel.model.figures.quantities import Quantities

PerStream = dict[tuple[str, str, str], int]


def counted_plan(q: Quantities) -> PerStream:
    """Count the places available at each moment, emergency aside; for status holders what is housed or credited.

    References
    ----------
    Wet art. 5 and 6.
    """
    found = _nothing(q, STREAMS)
    for loc in q.own_rows:
        if q.scenario.emergency_counts or not loc.emergency:
            _add(q, found, loc, ("regular", "special", "ukraine"))
    return found | {(g, "status_holder", t): settled for (g, t), settled in q.settled.items()}


def counted_durable(q: Quantities) -> PerStream:
    """Count the durable places of asylum seekers, by the minimum of each municipality.

    References
    ----------
    Wet art. 2(3), Besluit art. 3.1.
    """
    places, found = durable_places(q), {}
    for g in q.case.codes:
        for t in q.moments:
            counted = law.durable_counted(places[g, "regular", t], places[g, "special", t])
            found[g, "regular", t], found[g, "special", t] = counted
    return found


def durable_places(q: Quantities) -> PerStream:
    """Sum the durable places per municipality, asylum stream and moment, before any minimum [places]."""
    found = _nothing(q, ASYLUM_STREAMS)
    for loc in q.own_rows:
        start = taken_into_use(q, loc) if loc.durable and not loc.emergency else None
        if start is None:
            continue
        for item in q.case.moments:
            if law.counts_as_durable(durable=True, in_use_from=start, until=loc.last_day, moment=item.day):
                _add_durable(q, found, loc, item)
    return found


def taken_into_use(q: Quantities, loc: Location) -> date | None:
    """Return when an offer was or is taken into use: its first day if it exists, else when the plan first opens it."""
    if loc.status == "existing":
        return loc.first_day or q.case.begin
    return next((item.day for item in q.case.moments if q.opened(loc.location_id, item.key)), None)


def _add_durable(q: Quantities, found: PerStream, loc: Location, at: Moment) -> None:
    """Add the places at a moment, or at the first later one within twelve months at which the offer is open."""
    until = law.add_months(at.day, law.DURABLE_MONTHS_AHEAD)
    window = [item.key for item in q.case.moments if at.day <= item.day <= until]
    when = next((t for t in window if q.opened(loc.location_id, t)), None)
    if when is not None:
        for k in ASYLUM_STREAMS:
            found[loc.code, k, at.key] += q.placed(loc.location_id, when, (k,))


def _add(q: Quantities, found: PerStream, loc: Location, streams: tuple[str, ...]) -> None:
    for t in q.moments:
        for k in streams:
            found[loc.code, k, t] += q.placed(loc.location_id, t, (k,))


def _nothing(q: Quantities, streams: tuple[str, ...]) -> PerStream:
    return dict.fromkeys(((g, k, t) for g in q.case.codes for k in streams for t in q.moments), 0)
