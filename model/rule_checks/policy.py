"""Policy: large and small-scale, emergency, cost, and rows that are one joint location."""

from collections.abc import Iterable
from fractions import Fraction
from itertools import combinations

from regietafel.model.case import ASYLUM_STREAMS, Location
from regietafel.model.figures.money import find_costs
from regietafel.model.figures.quantities import Quantities
from regietafel.model.hosts import exact
from regietafel.model.rule_checks.instance import Instance, Measured, check


def _own(q: Quantities) -> list[Location]:
    return [loc for loc in q.rows if not loc.foreign]


def _open(q: Quantities, rows: Iterable[Location], t: str) -> int:
    return sum(q.opened(loc.location_id, t) for loc in rows)


def _asylum(q: Quantities, rows: Iterable[Location], t: str) -> int:
    return sum(q.placed(loc.location_id, t, ASYLUM_STREAMS) for loc in rows)


@check("policy", unit="locations")
def large_locations_stay_few(q: Quantities) -> Measured:
    """Measure the large locations that the province could still open."""
    most, large = q.scenario.large_max, [loc for loc in _own(q) if loc.form == "large"]
    for t in q.moments if most is not None else ():
        opened = _open(q, large, t)
        yield Instance(t, None, None, (most or 0) - opened, idle=most == opened == 0)


@check("policy", unit="locations")
def large_locations_are_enough(q: Quantities) -> Measured:
    """Measure the large locations at the last moment above the number asked."""
    least, large = q.scenario.large_min, [loc for loc in _own(q) if loc.form == "large"]
    if least is not None:
        opened = _open(q, large, q.last)
        yield Instance(q.last, None, None, opened - least, idle=least == opened == 0)


@check("policy", unit="locations")
def large_locations_in_municipality(q: Quantities) -> Measured:
    """Measure the large locations that a municipality could still open; those that must stay may always."""
    most = q.scenario.large_max_per_municipality
    for g in q.case.codes if most is not None else ():
        large = [loc for loc in _own(q) if loc.form == "large" and loc.code == g]
        for item in q.case.moments if large else ():
            stays = sum(loc.present_is_kept and not loc.may_close and loc.available(item.day) for loc in large)
            allowed, opened = max(most or 0, stays), _open(q, large, item.key)
            yield Instance(item.key, g, None, allowed - opened, idle=allowed == opened == 0)


@check("policy")
def small_scale_is_enough(q: Quantities) -> Measured:
    """Measure the asylum places in small-scale and satellite locations above the share asked."""
    share, small = (
        q.scenario.small_scale_min_share,
        [loc for loc in _own(q) if loc.form in ("small_scale", "satellite")],
    )
    for t in q.moments if share is not None else ():
        least = exact(share or 0.0) * _asylum(q, _own(q), t)
        placed = _asylum(q, small, t)
        yield Instance(t, None, None, placed - least, idle=least == placed == 0)


@check("policy")
def emergency_is_phased_down(q: Quantities) -> Measured:
    """Measure the emergency places for asylum seekers under the cap of the moment."""
    emergency = [loc for loc in _own(q) if loc.emergency]
    for t, cap in _caps(q).items():
        placed = _asylum(q, emergency, t)
        yield Instance(t, None, None, cap - placed, idle=cap == placed == 0)


def _caps(q: Quantities) -> dict[str, int]:
    """Return the caps of the option, its last number going on, or else those of the table of moments."""
    listed = q.scenario.emergency_max
    if listed is None:
        return {item.key: item.emergency_max for item in q.case.moments if item.emergency_max is not None}
    return {t: listed[min(i, len(listed) - 1)] for i, t in enumerate(q.moments)} if listed else {}


@check("policy", unit="euro")
def cost_stays_below_ceiling(q: Quantities) -> Measured:
    """Measure the euros left of the budget."""
    if q.scenario.cost_max is not None:
        yield Instance(None, None, None, exact(q.scenario.cost_max) - find_costs(q).over_cycle)


@check("policy", unit="locations")
def joint_location_counts_once(q: Quantities) -> Measured:
    """Measure the room before two rows of one joint location are open together."""
    for rows in _groups(q, "not_together", "one_after_other"):
        for t in q.moments:
            opened = _open(q, rows, t)
            yield _at(rows[0], t, 1 - opened, idle=opened == 0)


@check("policy", unit="locations")
def joint_locations_follow(q: Quantities) -> Measured:
    """Measure the room before an earlier row of a sequence is open after a later one."""
    for rows in _groups(q, "one_after_other"):
        for earlier, later in combinations(rows, 2):
            for t, s in combinations(q.moments, 2):
                opened = q.opened(earlier.location_id, s) + q.opened(later.location_id, t)
                yield _at(earlier, s, 1 - opened, idle=opened == 0)


@check("policy")
def joint_location_keeps_shares(q: Quantities) -> Measured:
    """Measure the room between the places of a shared row and one place more or less than its stated share."""
    for rows in _groups(q, "shared"):
        whole = sum(loc.max_places for loc in rows)
        for t in q.moments:
            together = sum(q.placed(loc.location_id, t) for loc in rows)
            for loc in rows if whole else ():
                apart = abs(q.placed(loc.location_id, t) - Fraction(loc.max_places * together, whole))
                yield _at(loc, t, 1 - apart, idle=together == 0)


@check("policy", unit="locations")
def shared_rows_open_together(q: Quantities) -> Measured:
    """Measure how far the openings of a shared row differ from those of the first."""
    for rows in _groups(q, "shared"):
        for loc in rows:
            for t in q.moments:
                opened, first = q.opened(loc.location_id, t), q.opened(rows[0].location_id, t)
                yield _at(loc, t, -abs(opened - first), idle=opened == first == 0)


def _groups(q: Quantities, *rules: str) -> list[list[Location]]:
    """Return the rows of the joint locations under one of these rules, first day first."""
    members: dict[str, list[Location]] = {}
    for loc in q.rows:
        if loc.group:
            members.setdefault(loc.group, []).append(loc)
    ordered = [sorted(members[name], key=_by_first_day) for name in sorted(members)]
    return [rows for rows in ordered if rows[0].group_rule in rules]


def _by_first_day(loc: Location) -> tuple[str, str]:
    return (loc.first_day.isoformat() if loc.first_day else "", loc.location_id)


def _at(loc: Location, t: str, slack: int | Fraction, *, idle: bool) -> Instance:
    return Instance(t, loc.code, loc.location_id, slack, idle)


CHECKS = (
    large_locations_stay_few,
    large_locations_are_enough,
    large_locations_in_municipality,
    small_scale_is_enough,
    emergency_is_phased_down,
    cost_stays_below_ceiling,
    joint_location_counts_once,
    joint_locations_follow,
    joint_location_keeps_shares,
    shared_rows_open_together,
)
