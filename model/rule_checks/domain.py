"""What a decision may be at all: whole, not negative, of an offer that may be used, in a stream it takes."""

from collections.abc import Iterator, Mapping
from typing import Any

from regietafel.model.case import Location
from regietafel.model.decisions import Decisions
from regietafel.model.errors import Finding
from regietafel.model.figures.quantities import Quantities


def domain_findings(q: Quantities) -> list[Finding]:
    """Find decisions that no plan can have; the code is ``decision_domain``, `params` say which and why."""
    return [*not_whole(q.decisions), *_not_usable(q), *_too_many(q), *_attachments(q)]


def not_whole(decisions: Decisions) -> Iterator[Finding]:
    """Find decisions that are not a whole number of 0 or more."""
    tables: dict[str, Mapping[Any, Any]] = {
        "opened": decisions.opened,
        "placed": decisions.placed,
        "attached": decisions.attached,
        "attached_places": decisions.attached_places,
        "housed": decisions.housed,
    }
    for kind, table in tables.items():
        for key, value in table.items():
            if isinstance(value, bool) or not isinstance(value, int) or value < 0:
                yield _outside_domain("not_a_whole_number", kind, key, value)


def _not_usable(q: Quantities) -> Iterator[Finding]:
    usable: dict[str, Location] = {loc.location_id: loc for loc in q.rows}
    for key, value in q.decisions.opened.items():
        if value and key[0] not in usable:
            yield _outside_domain("offer_may_not_be_used", "opened", key, value)
    for placed, value in q.decisions.placed.items():
        if value and (placed[0] not in usable or placed[1] not in usable[placed[0]].streams):
            yield _outside_domain("stream_is_not_taken", "placed", placed, value)


def _too_many(q: Quantities) -> Iterator[Finding]:
    for key, value in q.decisions.opened.items():
        if value > q.case.location_of[key[0]].count:
            yield _outside_domain("more_than_there_are", "opened", key, value)


def _attachments(q: Quantities) -> Iterator[Finding]:
    attached, places = q.decisions.attached, q.decisions.attached_places
    hung: dict[tuple[str, str], int] = {}
    for key in sorted({*attached, *places}):
        loc, number, share = q.case.location_of[key[0]], attached.get(key, 0), places.get(key, 0)
        hung[key[0], key[2]] = hung.get((key[0], key[2]), 0) + share
        if not loc.min_places * number <= share <= loc.max_places * number:
            yield _outside_domain("places_do_not_fit_satellites", "attached_places", key, share)
    for (satellite, t), share in hung.items():
        if share != q.placed(satellite, t):
            yield _outside_domain("places_do_not_add_up", "attached_places", (satellite, t), share)


def _outside_domain(reason: str, kind: str, key: tuple[str, ...], value: object) -> Finding:
    return Finding("decision_domain", value=str(value), params={"reason": reason, "decision": kind, "key": list(key)})
