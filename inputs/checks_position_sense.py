"""Checks of the positions of a scenario against the offers: what cannot be, and what contradicts."""

from collections.abc import Iterator
from itertools import combinations

from regietafel.model.case import Case, Location, Moment
from regietafel.model.errors import Finding, Level, Place
from regietafel.model.position_subjects import Side, Subject, find_subjects
from regietafel.model.scenario import Scenario

PLACE = Place(sheet="standpunten")


def check_positions(case: Case, scenario: Scenario) -> list[Finding]:
    """Test the positions of a scenario: ids, offers, what must stay, and each pair of them."""
    subjects = list(find_subjects(case, scenario).values())
    return [
        *_doubles(case, scenario),
        *_without_aim(scenario, subjects),
        *(found for subject in subjects for found in _alone(subject)),
        *(found for one, other in combinations(subjects, 2) for found in _together(one, other)),
    ]


def _finding(code: str, name: str, level: Level = "warning", **params: object) -> Finding:
    return Finding(code, level, PLACE, name, params)


def _doubles(case: Case, scenario: Scenario) -> Iterator[Finding]:
    """Find ids that the table and the scenario files share, or that two files share."""
    known = {item.position_id.casefold() for item in case.positions}
    for item in scenario.positions:
        if item.position_id.casefold() in known:
            yield _finding("position_double", item.position_id, "error")
        known.add(item.position_id.casefold())


def _without_aim(scenario: Scenario, subjects: list[Subject]) -> Iterator[Finding]:
    """Find that nothing makes a plan keep soft positions."""
    soft = sum(not subject.position.non_negotiable for subject in subjects)
    if soft and "positions" not in scenario.tier_order:
        yield _finding("positions_no_aim", "tier_order", count=soft)


def _alone(subject: Subject) -> Iterator[Finding]:
    """Find a position without offers, above what they allow, or below what must stay; the first moment is named."""
    name, sides = subject.position.position_id, [subject.own, *([subject.other] if subject.other else [])]
    if subject.floor is None and any(not side.rows for side in sides):
        yield _finding("position_without_offers", name, "note")
    low = [(item, most) for item in subject.moments if (most := subject.own.most(item.day)) < (subject.floor or 0)]
    for item, most in low[:1]:
        yield _finding("position_above_offers", name, moment=item.key, asked=subject.floor, offered=most)
    if subject.other is None and subject.ceiling is not None:
        yield from _below_staying(subject, subject.ceiling)


def _below_staying(subject: Subject, ceiling: int) -> Iterator[Finding]:
    high = [(item, kept) for item in subject.moments if (kept := _staying(subject.own, item)) > ceiling]
    for item, kept in high[:1]:
        name = subject.position.position_id
        yield _finding("position_below_staying", name, moment=item.key, asked=ceiling, staying=kept)


def _staying(side: Side, at: Moment) -> int:
    """Return the places of a side that no plan can take away [places]."""
    rows = [loc for loc in side.rows if loc.present_is_kept and not loc.may_close and loc.available(at.day)]
    return sum(_kept(loc, side) for loc in rows)


def _kept(loc: Location, side: Side) -> int:
    present = sum(loc.present.get(k, 0) for k in side.streams)
    if not loc.may_shrink:
        return present
    return loc.min_places if set(loc.streams) <= set(side.streams) else 0


def _together(one: Subject, other: Subject) -> Iterator[Finding]:
    """Find two positions that say the same, or of which one asks more than the other allows."""
    if not {item.key for item in one.moments} & {item.key for item in other.moments}:
        return
    if one.other is not None or other.other is not None:
        return
    first, second = one.position.position_id, other.position.position_id
    if _says(one) == _says(other):
        yield _finding("position_same", second, id=first, other=second)
    elif any(_contradict(low, high) for low, high in ((one, other), (other, one))):
        yield _finding("position_contradicts", second, id=first, other=second)


def _says(subject: Subject) -> tuple[object, ...]:
    own, rows = subject.own, tuple(loc.location_id for loc in subject.own.rows)
    return rows, own.streams, subject.moments, subject.floor, subject.ceiling, subject.keeps_out


def _contradict(low: Subject, high: Subject) -> bool:
    """Whether a part is asked to have more than the whole may have."""
    if low.floor is None or high.ceiling is None or low.floor <= high.ceiling:
        return False
    part, whole = ({loc.location_id for loc in side.rows} for side in (low.own, high.own))
    return part <= whole and set(low.own.streams) <= set(high.own.streams)
