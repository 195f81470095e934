"""Positions: what was said at the table, kept, or given up no further than there is room for.

Room is confidential, so it shows in no slack: a position that is given up within its room binds with slack 0.
"""

from collections.abc import Iterator

from regietafel.model.case import Moment
from regietafel.model.figures.quantities import Quantities
from regietafel.model.position_subjects import Subject
from regietafel.model.rule_checks.instance import Instance, Measured, check


def _said(q: Quantities, *, sided: bool) -> Iterator[tuple[Subject, Moment]]:
    """Give each position with, or without, another side, and each of its moments."""
    for subject in q.subjects.values():
        if (subject.other is not None) == sided:
            yield from ((subject, item) for item in subject.moments)


def _measured(subject: Subject, at: Moment, slack: int, *, idle: bool = False) -> Instance:
    """Measure what is left before the position is missed; missed by more than there is room for, it is broken."""
    item = subject.position
    broken = item.non_negotiable or item.room is not None
    left = slack if slack >= 0 else min(0, slack + subject.limit) if broken else 0
    towns = set(item.municipalities) | {loc.code for loc in subject.own.rows if item.location_id and not loc.foreign}
    gm_code = towns.pop() if len(towns) == 1 else None
    return Instance(at.key, gm_code, item.location_id, left, idle, item.position_id)


@check("positions")
def subject_stays_below_position(q: Quantities) -> Measured:
    """Measure the places that a subject could still have."""
    for subject, at in _said(q, sided=False):
        if subject.ceiling is not None:
            has = subject.own.places(q.decisions, at.key)
            yield _measured(subject, at, subject.ceiling - has, idle=has == subject.ceiling == 0)


@check("positions")
def subject_reaches_position(q: Quantities) -> Measured:
    """Measure the places of a subject above what was asked."""
    for subject, at in _said(q, sided=False):
        if subject.floor is not None:
            has = subject.own.places(q.decisions, at.key)
            yield _measured(subject, at, has - subject.floor, idle=has == subject.floor == 0)


@check("positions")
def kept_out_locations_stay_closed(q: Quantities) -> Measured:
    """Measure the locations that are open against a position, where they may be open without places."""
    for subject, at in _said(q, sided=False):
        if subject.keeps_out and any(loc.min_places == 0 for loc in subject.own.rows):
            opened = subject.own.open_locations(q.decisions, at.key)
            yield _measured(subject, at, -opened, idle=opened == 0)


@check("positions")
def subject_waits_for_other_side(q: Quantities) -> Measured:
    """Measure the places a subject could still have, where the other side is further from keeping the position."""
    for subject, at in _said(q, sided=True):
        has = subject.own.places(q.decisions, at.key)
        more = has - (subject.ceiling or 0)
        if more < _missing(q, subject, at):
            yield _measured(subject, at, -more, idle=has == (subject.ceiling or 0) == 0)
        else:
            yield _measured(subject, at, 0, idle=True)


@check("positions")
def other_side_stays_empty(q: Quantities) -> Measured:
    """Measure the places of the other side, where it is the nearer to keeping the position."""
    yield from _other_side(q, conditional=False)


@check("positions")
def other_side_meets_condition(q: Quantities) -> Measured:
    """Measure the places of the other side above the condition, where it is the nearer to keeping the position."""
    yield from _other_side(q, conditional=True)


def _other_side(q: Quantities, *, conditional: bool) -> Iterator[Instance]:
    for subject, at in _said(q, sided=True):
        if (subject.condition is not None) != conditional:
            continue
        more, missing = subject.own.places(q.decisions, at.key) - (subject.ceiling or 0), _missing(q, subject, at)
        if missing <= more:
            yield _measured(subject, at, -missing, idle=more <= 0 or (not conditional and missing == 0))
        else:
            yield _measured(subject, at, 0, idle=True)


def _missing(q: Quantities, subject: Subject, at: Moment) -> int:
    """Return what the other side has too much, or lacks; below 0 what it has above its condition."""
    there = subject.other.places(q.decisions, at.key) if subject.other else 0
    return there if subject.condition is None else subject.condition - there


CHECKS = (
    subject_stays_below_position,
    subject_reaches_position,
    kept_out_locations_stay_closed,
    subject_waits_for_other_side,
    other_side_stays_empty,
    other_side_meets_condition,
)
