"""Checks of a whole case: contradictions that no plan can solve, and sums that show a shortfall before solving."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import combinations
from typing import Any

from regietafel.inputs.records import Book, Record
from regietafel.model.case import Case, Exchange, Location, Moment
from regietafel.model.errors import Finding, Place
from regietafel.model.scenario import STREAMS
from regietafel.model.shares import Shares, find_shares, moved_by

TASK_STREAMS = {"asylum": ("regular", "special"), "special": ("special",), "ukraine": ("ukraine",)}

Check = Callable[[Book, Case], list[Finding]]


def check_groups_possible(book: Book, case: Case) -> list[Finding]:
    """Name two existing locations that may not close, of which a group says that they cannot be open together."""
    members: dict[str, list[Location]] = defaultdict(list)
    for item in case.locations:
        if item.group and item.group_rule in ("not_together", "one_after_other") and _stays(item):
            members[item.group].append(item)
    findings = []
    for group, items in sorted(members.items()):
        for first, second in combinations(items, 2):
            both = [m.key for m in case.moments if first.available(m.day) and second.available(m.day)]
            if both:
                params = {"group": group, "first": first.location_id, "second": second.location_id, "moment": both[0]}
                findings.append(Finding("group_impossible", "error", _table(book, "locaties"), group, params))
    return findings


def check_shared_possible(book: Book, case: Case) -> list[Finding]:
    """Name shared locations whose rows are not available at the same moments."""
    members: dict[str, list[Location]] = defaultdict(list)
    for item in case.locations:
        if item.group and item.group_rule == "shared":
            members[item.group].append(item)
    return [
        Finding("shared_apart", "warning", _table(book, "locaties"), group)
        for group, items in sorted(members.items())
        if len({tuple(item.available(m.day) for m in case.moments) for item in items}) > 1
    ]


def _stays(item: Location) -> bool:
    return item.status == "existing" and bool(item.present) and not item.may_close


def _table(book: Book, name: str) -> Place:
    return book.raw[name].place() if name in book.raw else Place(sheet=name)


def check_emergency_cap(book: Book, case: Case) -> list[Finding]:
    """Name caps on emergency places below the emergency places that must stay."""
    findings = []
    for row in book["momenten"]:
        moment = next(item for item in case.moments if item.day == row["day"])
        staying = emergency_places_staying(case, moment)
        if moment.emergency_max is not None and staying > moment.emergency_max:
            findings.append(row.finding("emergency_cap_low", "emergency_max", places=staying))
    return findings


def emergency_places_staying(case: Case, moment: Moment) -> int:
    """Count the emergency places that must stay open at a moment [places]."""
    return sum(
        item.min_places if item.may_shrink else sum(item.present.values())
        for item in case.locations
        if item.emergency and item.present_is_kept and not item.may_close and not item.foreign
        if item.available(moment.day) and item.present
    )


def check_enough_places(book: Book, case: Case) -> list[Finding]:
    """Say it when all offers together are smaller than a task; a plan with a shortfall is still a plan."""
    shares, findings = find_shares(case), []
    for moment in case.moments:
        for task, streams in TASK_STREAMS.items():
            required, offered = shares.required[task, moment.key], _offered(case, moment, streams)
            if required > offered:
                params: dict[str, Any] = {
                    "moment": moment.key,
                    "required": required,
                    "offered": offered,
                    "missing": required - offered,
                }
                findings.append(Finding(f"{task}_above_places", "warning", _table(book, "locaties"), "", params))
    return findings


def _offered(case: Case, moment: Moment, streams: Iterable[str]) -> int:
    """Count the most places that non-emergency offers can give to any of some streams [places]."""
    return sum(
        item.count * item.max_places
        for item in case.locations
        if not item.foreign and not item.emergency and item.available(moment.day) and set(streams) & set(item.streams)
    )


def check_exchanges_fit(book: Book, case: Case) -> list[Finding]:
    """Name exchanges by which a municipality hands over more than it is asked."""
    shares = find_shares(case)
    rows = {row["exchange_id"]: row for row in book["uitruil"]}
    findings = []
    for exchange in case.agreed:
        for code, stream in ((exchange.giver, exchange.stream), (exchange.taker, exchange.against_stream)):
            found = _overdrawn(case, shares, exchange, code, stream)
            if found:
                findings.append(_exchange_finding(rows[exchange.exchange_id], case, code, found))
    return findings


def _overdrawn(case: Case, shares: Shares, exchange: Exchange, code: str, stream: str | None) -> tuple[int, int] | None:
    """Return what is handed over and what is asked, when the first is more [places, persons]."""
    if stream not in STREAMS:
        return None
    handed = -sum(moved_by(item, code, stream) for item in case.agreed)
    asked = shares.entitlement[code][stream]
    return (handed, asked) if handed > asked and moved_by(exchange, code, stream) < 0 else None


def _exchange_finding(row: Record, case: Case, code: str, found: tuple[int, int]) -> Finding:
    params = {"id": row["exchange_id"], "name": case.municipality_of[code].name, "handed": found[0], "asked": found[1]}
    return row.finding("exchange_above_task", "places", "warning", **params)


SENSE_CHECKS: tuple[Check, ...] = (
    check_groups_possible,
    check_shared_possible,
    check_emergency_cap,
    check_enough_places,
    check_exchanges_fit,
)
