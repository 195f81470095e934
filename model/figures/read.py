"""From a plan document back to the decisions in it."""

from collections.abc import Mapping
from typing import Any

from regietafel.model.case import Case
from regietafel.model.decisions import Decisions


def read_decisions(document: Mapping[str, Any]) -> Decisions:
    """Take the decided integers out of a plan document, as they stand.

    Raises
    ------
    KeyError, TypeError, AttributeError
        If the document has not the shape of a plan.
    """
    found = Decisions()
    for row in document["locations"]:
        for at in row["moments"]:
            _read_location(found, row["location_id"], at)
    for row in document["municipalities"]:
        for at in row["moments"]:
            _keep(found.housed, (row["gm_code"], at["moment"]), at["housed"])
    return found


def _read_location(found: Decisions, loc: str, at: Mapping[str, Any]) -> None:
    t = at["moment"]
    _keep(found.opened, (loc, t), at["opened"])
    for k, places in at["places"].items():
        _keep(found.placed, (loc, k, t), places)
    for hub, hung in at["hubs"].items():
        _keep(found.attached, (loc, hub, t), hung["n"])
        _keep(found.attached_places, (loc, hub, t), hung["places"])


def _keep(table: dict[Any, Any], key: tuple[str, ...], value: Any) -> None:
    if value != 0:
        table[key] = value


def strange_keys(case: Case, decisions: Decisions) -> list[tuple[str, ...]]:
    """Return the keys of decisions that name an offer, hub, stream, municipality or moment the case does not have."""
    ids, codes = set(case.location_of), set(case.codes)
    moments, streams = set(case.moment_keys), {k for loc in case.locations for k in loc.streams}
    found: list[tuple[str, ...]] = [key for key in decisions.opened if key[0] not in ids or key[1] not in moments]
    found += [key for key in decisions.placed if key[0] not in ids or key[1] not in streams or key[2] not in moments]
    hung = {*decisions.attached, *decisions.attached_places}
    found += sorted(key for key in hung if not {key[0], key[1]} <= ids or key[2] not in moments)
    found += [key for key in decisions.housed if key[0] not in codes or key[1] not in moments]
    return found
