"""Conflicts and ways out of tiny cases, by trying every number of locations and places there could be.

Written from the rules in words and from docs/decisions 0008 and 0009, apart from the program: no Pyomo, no solver. For
cases without satellites, housing targets and exchanges.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from itertools import combinations, product
from math import ceil, floor
from typing import NamedTuple

from regietafel.model.case import Case, Location
from regietafel.model.positions import Position
from regietafel.model.scenario import STREAMS, Scenario

ASYLUM = ("regular", "special")
KEPT = ("existing", "decided")
Gives = dict[str, int]
Lever = tuple[Fraction, int, Callable[..., int] | None]


class State(NamedTuple):
    """One offer over the moments: locations open, and places per stream."""

    opened: tuple[int, ...]
    placed: tuple[Mapping[str, int], ...]


@dataclass(frozen=True)
class Point:
    """What every offer does."""

    of: Mapping[str, State]

    def opened(self, rows: Iterable[Location], t: int) -> int:
        return sum(self.of[loc.location_id].opened[t] for loc in rows)

    def places(self, rows: Iterable[Location], t: int, streams: Iterable[str] = STREAMS) -> int:
        return sum(self.of[loc.location_id].placed[t].get(k, 0) for loc in rows for k in streams)


class Tried:
    """Every point of a case: what it breaks, and what would have to give for it to be a plan.

    `broken` holds, per point, the members it breaks; `gives` the levers that must move and by how many steps, for the
    points at which that is enough.
    """

    def __init__(self, case: Case, scenario: Scenario) -> None:
        self.case, self.scenario = case, scenario
        self.own = [loc for loc in case.locations if not loc.foreign]
        self.moments = range(len(case.moments))
        self.days = [item.day for item in case.moments]
        self.large = [loc for loc in self.own if loc.form == "large"]
        self.small = [loc for loc in self.own if loc.form in ("small_scale", "satellite")]
        self.emergency = [loc for loc in self.own if loc.emergency]
        self.broken: set[frozenset[str]] = set()
        self.gives: list[Gives] = []
        self.hard = [item for item in case.positions if item.non_negotiable or item.room is not None]
        self.levers = self._levers()
        self._try_all()

    def _try_all(self) -> None:
        states = [list(self._states(loc)) for loc in self.own]
        seen: set[tuple[tuple[str, int], ...]] = set()
        for combined in product(*states):
            point = Point({loc.location_id: state for loc, (state, _) in zip(self.own, combined, strict=True)})
            firm = frozenset().union(*(broken for _, broken in combined), self._groups_broken(point))
            gives = self._needed(point)
            missed = {f"position:{item.position_id}" for item in self.hard if self._over(item, point) > 0}
            self.broken.add(firm | missed | {RULE_OF[key.partition(" ")[0]] for key in gives if key not in self.ids})
            key = tuple(sorted(gives.items()))
            if not firm and key not in seen and all(steps <= self.levers[name][1] for name, steps in gives.items()):
                seen.add(key)
                self.gives.append(gives)

    @property
    def ids(self) -> set[str]:
        return {item.position_id for item in self.case.positions}

    def _states(self, loc: Location) -> Iterator[tuple[State, frozenset[str]]]:
        """Give everything one offer can do, with the rules of its own that it breaks."""
        most = loc.max_places * loc.count
        steps = [
            (opened, dict(zip(loc.streams, parts, strict=True)))
            for opened in range(loc.count + 1)
            for parts in product(range(most + 1), repeat=len(loc.streams))
        ]
        for path in product(steps, repeat=len(self.moments)):
            state = State(tuple(step[0] for step in path), tuple(step[1] for step in path))
            yield state, frozenset(self._broken_alone(loc, state))

    def _broken_alone(self, loc: Location, state: State) -> Iterator[str]:
        there = [loc.available(day) for day in self.days]
        for t in self.moments:
            yield from self._broken_size(loc, state.opened[t], sum(state.placed[t].values()))
            if state.opened[t] and not there[t]:
                yield "location_is_available"
            if loc.status in KEPT and there[t]:
                yield from self._broken_present(loc, state.opened[t], state.placed[t])
        for t in self.moments[:-1]:
            if loc.durable and there[t + 1] and state.opened[t + 1] < state.opened[t]:
                yield "durable_location_stays_open"
            if loc.status == "existing" and loc.may_close and there[t] and state.opened[t + 1] > state.opened[t]:
                yield "existing_location_is_not_reopened"

    def _broken_size(self, loc: Location, opened: int, placed: int) -> Iterator[str]:
        if placed > loc.max_places * opened:
            yield "places_fit_location"
        if placed < loc.min_places * opened:
            yield "opened_location_is_large_enough"

    def _broken_present(self, loc: Location, opened: int, placed: Mapping[str, int]) -> Iterator[str]:
        if not loc.may_close and not opened:
            yield "present_location_stays_open"
        if not loc.may_shrink and any(placed[k] < n * opened for k, n in loc.present.items()):
            yield "present_places_stay"

    def _groups_broken(self, point: Point) -> set[str]:
        groups: dict[str, list[Location]] = {}
        for loc in self.own:
            if loc.group:
                groups.setdefault(loc.group, []).append(loc)
        return {
            "joint_location_counts_once" for rows in groups.values() for t in self.moments if point.opened(rows, t) > 1
        }

    def _needed(self, point: Point) -> Gives:
        """Return the steps by which each lever must move for the point to be allowed by it."""
        found = {item.position_id: self._over(item, point) for item in self.hard}
        for key, (_, _, measure) in self.levers.items():
            if measure is not None:
                found[key] = measure(point)
        return {key: steps for key, steps in found.items() if steps > 0}

    def _over(self, item: Position, point: Point) -> int:
        """Return the places by which a position is missed above its room."""
        missed = max((self._missed(item, point, t) for t in self._moments_of(item)), default=0)
        return max(0, missed - (0 if item.non_negotiable else item.room or 0))

    def _moments_of(self, item: Position) -> list[int]:
        return [t for t in self.moments if item.moment is None or item.moment == self.days[t]]

    def _rows(self, item: Position, towns: tuple[str, ...], location_id: str | None) -> list[Location]:
        rows = [loc for loc in self.own if item.also_existing or loc.status != "existing"]
        if location_id is not None:
            return [loc for loc in rows if loc.location_id == location_id]
        return [loc for loc in rows if (not towns or loc.code in towns) and item.form in (None, loc.form)]

    def _missed(self, item: Position, point: Point, t: int) -> int:
        streams = {"total": STREAMS, "asylum": ASYLUM}.get(item.stream, (item.stream,))
        rows = self._rows(item, item.municipalities, item.location_id)
        demand, has, number = item.demand, point.places(rows, t, streams), item.places or 0
        if demand in ("at_most", "location_at_most"):
            return max(0, has - number)
        if demand == "at_least":
            return max(0, number - has)
        if demand == "exactly":
            return abs(has - number)
        if demand in ("no_form", "location_closed"):
            return max(point.places(rows, t), point.opened(rows, t))
        if demand == "location_open":
            least = self._asked_open(item)
            return max(0, least - point.places(rows, t))
        towns = (item.other_municipality,) if item.other_municipality else ()
        there = point.places(self._rows(item, towns, item.other_location_id), t, streams)
        if demand == "not_both":
            return min(has, there)
        wanted = 1 if item.other_places is None else item.other_places
        return min(max(0, has - number), max(0, wanted - there))

    def _asked_open(self, item: Position) -> int:
        if item.demand != "location_open":
            return 0
        smallest = self.case.location_of[item.location_id].min_places
        return max(1, smallest if item.places is None else item.places)

    def _levers(self) -> dict[str, Lever]:
        """Return per lever what one step weighs, how many steps it has, and what measures the steps a point needs."""
        found = {item.position_id: (*self._position_lever(item), None) for item in self.hard}
        for key, (weigh, most, measure) in self._options().items():
            value = getattr(self.scenario, key)
            if value is not None and value is not False:
                found[key] = (weigh(value), most, measure)
        for t, cap in enumerate(self._caps()):
            if cap is not None:
                key = f"emergency_max {self.days[t].isoformat()}"
                found[key] = (weight(cap), 10**6, lambda point, t=t, cap=cap: self._emergency(point, t) - cap)
        return found

    def _options(self) -> dict[str, tuple[Callable[..., Fraction], int, Callable[[Point], int]]]:
        return {
            "large_max": (weight, 99, self._large_above),
            "large_min": (weight, 99, self._large_below),
            "large_max_per_municipality": (weight, 99, self._large_above_in_town),
            "small_scale_min_share": (ratio_weight, 100, self._share_below),
            "cost_max": (lambda now: Fraction(3000) / max(Fraction(str(now)), 1000), 10**9, self._cost_above),
            "all_contribute": (lambda _: Fraction(3), 1, self._someone_gives_nothing),
            "burden_ceiling": (ratio_weight, 10**6, self._burden_above),
            "burden_floor": (ratio_weight, 100, self._burden_below),
        }

    def _position_lever(self, item: Position) -> tuple[Fraction, int]:
        """Return what giving one place more weighs, and how many there can be."""
        largest = max((self._largest_miss(item, t) for t in self._moments_of(item)), default=0)
        scale = max(1, largest if item.room is None else item.room)
        most = largest if item.room is None or not item.non_negotiable else item.room
        return Fraction(item.reluctance, scale), most

    def _largest_miss(self, item: Position, t: int) -> int:
        streams = {"total": STREAMS, "asylum": ASYLUM}.get(item.stream, (item.stream,))

        def sized(rows, taken=streams):
            rows = [loc for loc in rows if loc.available(self.days[t])]
            return sum(loc.max_places * loc.count for loc in rows if set(loc.streams) & set(taken)), rows

        own = self._rows(item, item.municipalities, item.location_id)
        most, rows = sized(own)
        number = item.places or 0
        towns = (item.other_municipality,) if item.other_municipality else ()
        there = sized(self._rows(item, towns, item.other_location_id))[0]
        everything = sized(own, STREAMS)[0]
        return {
            "at_most": max(0, most - number),
            "location_at_most": max(0, most - number),
            "at_least": number,
            "exactly": max(number, most - number),
            "no_form": max(everything, sum(loc.count for loc in rows)),
            "location_closed": max(everything, sum(loc.count for loc in rows)),
            "location_open": self._asked_open(item),
            "not_both": min(most, there),
            "only_if": min(max(0, most - number), 1 if item.other_places is None else item.other_places),
        }[item.demand]

    def _caps(self) -> list[int | None]:
        listed = self.scenario.emergency_max
        if listed is None:
            return [item.emergency_max for item in self.case.moments]
        return [listed[min(t, len(listed) - 1)] for t in self.moments]

    def _emergency(self, point: Point, t: int) -> int:
        return point.places(self.emergency, t, ASYLUM)

    def _large_above(self, point: Point) -> int:
        return max(point.opened(self.large, t) for t in self.moments) - self.scenario.large_max

    def _large_below(self, point: Point) -> int:
        return self.scenario.large_min - point.opened(self.large, self.moments[-1])

    def _large_above_in_town(self, point: Point) -> int:
        worst = 0
        for code, t in product(self.case.codes, self.moments):
            rows = [loc for loc in self.large if loc.code == code]
            stay = sum(loc.status in KEPT and not loc.may_close and loc.available(self.days[t]) for loc in rows)
            if point.opened(rows, t) > stay:
                worst = max(worst, point.opened(rows, t) - self.scenario.large_max_per_municipality)
        return worst

    def _share_below(self, point: Point) -> int:
        asked, needed = Fraction(str(self.scenario.small_scale_min_share)), 0
        for t in self.moments:
            whole, small = point.places(self.own, t, ASYLUM), point.places(self.small, t, ASYLUM)
            if small < asked * whole:
                needed = max(needed, ceil((asked - Fraction(small, whole)) * 100))
        return needed

    def _cost_above(self, point: Point) -> int:
        ends = [*self.days[1:], self.case.end + timedelta(days=1)]
        cost = Fraction(0)
        for loc in self.own:
            per_place = loc.cost_per_place * (1 + self.scenario.small_scale_surcharge * loc.surcharge)
            before = int(loc.status == "existing")
            for t in self.moments:
                state = point.of[loc.location_id]
                years = Fraction((ends[t] - self.days[t]).days) / Fraction("365.25")
                cost += sum(state.placed[t].values()) * Fraction(str(per_place)) * years
                cost += loc.opening_cost * max(0, state.opened[t] - before)
                before = state.opened[t]
        return ceil((cost - Fraction(str(self.scenario.cost_max))) / 1000)

    def _someone_gives_nothing(self, point: Point) -> int:
        t = self.moments[-1]
        towns = {loc.code for loc in self.own if loc.available(self.days[t]) and loc.max_places}
        return int(any(not point.places([loc for loc in self.own if loc.code == code], t) for code in towns))

    def _share_of(self, code: str) -> int:
        town = self.case.municipality_of[code]
        return town.indicative + town.ukraine_asked

    def _fixed(self, code: str) -> int:
        found = 0
        for loc in self.own:
            if loc.code == code and loc.status in KEPT and not loc.may_close and loc.available(self.days[-1]):
                present = sum(loc.present.values())
                found += min(loc.min_places, present) if loc.may_shrink else present
        return found

    def _burden_above(self, point: Point) -> int:
        ratio, needed = Fraction(str(self.scenario.burden_ceiling)), 0
        for code in self.case.codes:
            has = point.places([loc for loc in self.own if loc.code == code], self.moments[-1])
            share = self._share_of(code)
            if has > max(floor(ratio * share), self._fixed(code)):
                needed = max(needed, ceil((Fraction(has, share) - ratio) * 100) if share else 10**7)
        return needed

    def _burden_below(self, point: Point) -> int:
        ratio, needed = Fraction(str(self.scenario.burden_floor)), 0
        for code in self.case.codes:
            rows = [loc for loc in self.own if loc.code == code]
            has, share = point.places(rows, self.moments[-1]), self._share_of(code)
            reachable = sum(loc.max_places * loc.count for loc in rows if loc.available(self.days[-1]))
            if has < min(ceil(ratio * share), reachable):
                needed = max(needed, ceil((ratio - Fraction(has, share)) * 100))
        return needed

    def can_be_kept(self, members: Iterable[str]) -> bool:
        asked = frozenset(members)
        return any(asked.isdisjoint(broken) for broken in self.minimal)

    @property
    def minimal(self) -> list[frozenset[str]]:
        """What points break, without those that break more than another one."""
        if not hasattr(self, "_minimal"):
            self._minimal: list[frozenset[str]] = []
            for broken in sorted(self.broken, key=len):
                if not any(other <= broken for other in self._minimal):
                    self._minimal.append(broken)
        return self._minimal

    def smallest_conflict(self) -> int:
        """Return how many members a smallest conflict has."""
        members = sorted(frozenset().union(*self.minimal))
        sizes = range(len(members) + 1)
        return next(n for n in sizes if any(not self.can_be_kept(some) for some in combinations(members, n)))

    def lightest(self, earlier: Iterable[Iterable[str]]) -> Fraction | None:
        """Return the least weight of a way out that moves not all that an earlier one moves; None: there is none."""
        sets = [set(keys) for keys in earlier]
        open_to = [gives for gives in self.gives if not any(keys <= set(gives) for keys in sets)]
        return min((self.weight(gives) for gives in open_to), default=None)

    def weight(self, gives: Gives) -> Fraction:
        return sum((self.levers[key][0] * steps for key, steps in gives.items()), Fraction(0))


def weight(now: int) -> Fraction:
    return Fraction(3, max(1, now))


def ratio_weight(now: float) -> Fraction:
    step = Fraction(1, 100)
    return 3 * step / max(Fraction(str(now)), step)


RULE_OF = {
    "large_max": "large_locations_stay_few",
    "large_min": "large_locations_are_enough",
    "large_max_per_municipality": "large_locations_in_municipality",
    "small_scale_min_share": "small_scale_is_enough",
    "emergency_max": "emergency_is_phased_down",
    "cost_max": "cost_stays_below_ceiling",
    "burden_ceiling": "burden_stays_below_ceiling",
    "burden_floor": "burden_stays_above_floor",
    "all_contribute": "every_municipality_contributes",
}
