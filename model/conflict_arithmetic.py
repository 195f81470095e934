"""Conflicts that adding up shows: two numbers that cannot both hold, without any search.

Every reason here proves that there is no plan; that none is found proves nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Any

from regietafel.model.case import ASYLUM_STREAMS, STREAMS, Location, Moment
from regietafel.model.given import Given
from regietafel.model.hosts import exact
from regietafel.model.position_subjects import Side, Subject

Reason = tuple[str, dict[str, Any]]
Placings = frozenset[tuple[str, str, str]]


@dataclass(frozen=True)
class Claim:
    """A number that a position puts on its subject at a moment.

    Parameters
    ----------
    subject : Subject
    at : Moment
    said : int
        The number of the demand [places].
    bound : int
        What it comes to when all room is used: nothing beyond it is allowed [places].
    """

    subject: Subject
    at: Moment
    said: int
    bound: int

    @property
    def name(self) -> str:
        """Id of the position."""
        return self.subject.position.position_id

    @property
    def placings(self) -> Placings:
        """The numbers of places it sums."""
        return frozenset(self.subject.own.placings(self.at.key))


def add_up(given: Given) -> list[Reason]:
    """Find the conflicts that adding up shows, those of positions first.

    Returns
    -------
    list of tuple
        Code and parameters of a sentence, both numbers among them. Positions are named at their first moment only.
    """
    floors, ceilings = list(_floors(given)), list(_ceilings(given))
    return [
        *_first_of_each(_above_offers(floors)),
        *_first_of_each(_below_staying(ceilings)),
        *_first_of_each(_against_each_other(floors, ceilings)),
        *_first_of_each(_together_too_much(floors, ceilings)),
        *_large(given),
        *_emergency(given),
        *_small_scale(given),
        *_budget(given),
    ]


def _first_of_each(found: Iterable[Reason]) -> Iterator[Reason]:
    seen: set[str] = set()
    for code, params in found:
        about = str(params["positions"])
        if about not in seen:
            seen.add(about)
            yield code, params


def _bound(subject: Subject) -> int | None:
    """Return by how much a position may be missed at most; None when it is soft without room."""
    position = subject.position
    if position.non_negotiable:
        return 0
    return position.room


def _claims(given: Given) -> Iterator[tuple[Subject, Moment, int]]:
    """Give the positions with one side that stand in the way, moment by moment, with what they may be missed by."""
    for subject in given.subjects.values():
        room = _bound(subject)
        if room is not None and subject.other is None:
            for at in subject.moments:
                yield subject, at, room


def _floors(given: Given) -> Iterator[Claim]:
    for subject, at, room in _claims(given):
        if subject.floor is not None:
            yield Claim(subject, at, subject.floor, subject.floor - room)


def _ceilings(given: Given) -> Iterator[Claim]:
    for subject, at, room in _claims(given):
        if subject.ceiling is not None:
            yield Claim(subject, at, subject.ceiling, subject.ceiling + room)


def _above_offers(floors: Iterable[Claim]) -> Iterator[Reason]:
    """Find positions that ask more than their offers can hold."""
    for claim in floors:
        possible = _possible(claim.subject.own, claim.at)
        if claim.bound > possible:
            yield "asks_above_offers", _params([claim], asked=claim.said, possible=possible)


def _possible(side: Side, at: Moment) -> int:
    """Return the places there can be, of rows that may not be open together only the largest [places]."""
    rows = [loc for loc in side.rows if loc.available(at.day) and set(loc.streams) & set(side.streams)]
    exclusive: dict[str, int] = {}
    apart = 0
    for loc in rows:
        if loc.group and loc.group_rule in ("not_together", "one_after_other"):
            exclusive[loc.group] = max(exclusive.get(loc.group, 0), loc.max_places)
        else:
            apart += loc.max_places * loc.count
    return apart + sum(exclusive.values())


def _below_staying(ceilings: Iterable[Claim]) -> Iterator[Reason]:
    """Find positions that allow less than what must stay."""
    for claim in ceilings:
        side = claim.subject.own
        staying = sum(_staying(loc, side.streams) for loc in side.rows if _stays(loc, claim.at))
        if claim.bound < staying:
            yield "allows_below_staying", _params([claim], asked=claim.said, staying=staying)


def _stays(loc: Location, at: Moment) -> bool:
    return loc.present_is_kept and not loc.may_close and not loc.foreign and loc.available(at.day)


def _staying(loc: Location, streams: Iterable[str]) -> int:
    """Return the places a location that stays keeps at least in some streams [places]."""
    if loc.may_shrink:
        return loc.min_places if set(loc.streams) <= set(streams) else 0
    present = sum(loc.present.get(k, 0) for k in streams)
    return max(present, loc.min_places) if set(loc.streams) <= set(streams) else present


def _against_each_other(floors: Iterable[Claim], ceilings: list[Claim]) -> Iterator[Reason]:
    """Find a position that asks, within what another speaks of, more than that one allows."""
    for least in floors:
        for most in ceilings:
            same_time = least.at == most.at and least.name != most.name
            if same_time and least.bound > most.bound and least.placings and least.placings <= most.placings:
                yield "positions_contradict", _params([least, most], least=least.said, most=most.said)


def _together_too_much(floors: list[Claim], ceilings: list[Claim]) -> Iterator[Reason]:
    """Find positions that ask, each within what another speaks of, together more than that one allows."""
    for most in ceilings:
        inside = [c for c in floors if c.at == most.at and c.name != most.name and c.placings <= most.placings]
        chosen: list[Claim] = []
        for claim in sorted(inside, key=lambda claim: (-claim.bound, claim.name)):
            apart = all(claim.placings.isdisjoint(other.placings) for other in chosen)
            if apart and claim.bound > 0 and sum(other.bound for other in chosen) <= most.bound:
                chosen.append(claim)
        if len(chosen) > 1 and sum(claim.bound for claim in chosen) > most.bound:
            asked = sum(claim.said for claim in chosen)
            yield "minimums_exceed_maximum", _params([*chosen, most], asked=asked, most=most.said)


def _params(claims: list[Claim], **numbers: int) -> dict[str, Any]:
    return {"positions": [claim.name for claim in claims], "moment": claims[0].at.key, **numbers}


def _large(given: Given) -> Iterator[Reason]:
    """Find numbers of large locations that offers, positions or what must stay do not allow."""
    about, rows = given.scenario, [loc for loc in given.locations if loc.form == "large" and not loc.foreign]
    last = given.case.moments[-1]
    closing = _closing(given, last)
    left = [loc for loc in rows if loc.available(last.day) and loc.location_id not in closing]
    possible = _count(left)
    if about.large_min is not None and about.large_min > possible:
        whose = sorted({closing[loc.location_id] for loc in rows if loc.location_id in closing})
        yield "large_min_above_offers", {"asked": about.large_min, "possible": possible, "positions": whose}
    if about.large_min is not None and about.large_max is not None and about.large_min > about.large_max:
        yield "large_min_above_max", {"least": about.large_min, "most": about.large_max}
    for at in given.case.moments:
        staying = sum(_stays(loc, at) for loc in rows)
        if about.large_max is not None and about.large_max < staying:
            yield "large_max_below_staying", {"asked": about.large_max, "staying": staying, "moment": at.key}
            break


def _count(rows: Iterable[Location]) -> int:
    """Count locations that can be open together."""
    apart, groups = 0, set()
    for loc in rows:
        if loc.group and loc.group_rule in ("not_together", "one_after_other"):
            groups.add(loc.group)
        else:
            apart += loc.count
    return apart + len(groups)


def _closing(given: Given, at: Moment) -> Mapping[str, str]:
    """Return which offers a hard position keeps closed, and which position that is."""
    return {
        loc.location_id: subject.position.position_id
        for subject in given.subjects.values()
        if subject.keeps_out and _bound(subject) == 0 and at in subject.moments
        for loc in subject.own.rows
    }


def _emergency(given: Given) -> Iterator[Reason]:
    """Find caps on emergency places under what must stay."""
    rows = [loc for loc in given.locations if loc.emergency]
    for at in given.case.moments:
        cap = given.emergency_caps.get(at.key)
        staying = sum(_staying(loc, ASYLUM_STREAMS) for loc in rows if _stays(loc, at))
        if cap is not None and cap < staying:
            yield "emergency_max_below_staying", {"asked": cap, "staying": staying, "moment": at.key}


def _small_scale(given: Given) -> Iterator[Reason]:
    """Find a share of small-scale places that cannot be reached beside what must stay."""
    share = given.scenario.small_scale_min_share
    own = [loc for loc in given.locations if not loc.foreign]
    for at in given.case.moments if share is not None else ():
        small = [loc for loc in own if loc.form in ("small_scale", "satellite")]
        most = _possible(Side(tuple(small), ASYLUM_STREAMS), at)
        others = sum(_staying(loc, ASYLUM_STREAMS) for loc in own if loc not in small and _stays(loc, at))
        if others and exact(share or 0.0) > Fraction(most, most + others):
            possible = floor(Fraction(most, most + others) * 10_000) / 10_000
            params = {"asked": share, "possible": possible, "small": most, "staying": others, "moment": at.key}
            yield "small_share_above_possible", params
            return


def _budget(given: Given) -> Iterator[Reason]:
    """Find a budget under the least cost of what must stay."""
    budget = given.scenario.cost_max
    if budget is None:
        return
    least = sum(_least_cost(given, loc) for loc in given.locations if not loc.foreign)
    if floor(least) > budget:
        yield "budget_below_staying", {"asked": budget, "least": floor(least)}


def _least_cost(given: Given, loc: Location) -> float:
    """Return what an offer costs at least over the cycle [euro]."""
    kept = [at for at in given.case.moments if _stays(loc, at)]
    once = loc.opening_cost if kept and loc.status == "decided" else 0
    yearly = given.yearly_cost[loc.location_id] * _staying(loc, STREAMS)
    return once + sum(yearly * given.years[at.key] for at in kept)
