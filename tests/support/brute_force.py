"""The exact best plan of a tiny case, found by trying everything.

Written from the rules in words, apart from the program: no Pyomo, no solver. Only for cases with a few thousand
possible plans; sizes must be small, for every size between smallest and largest is tried.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from itertools import pairwise, product
from math import prod
from typing import NamedTuple

from regietafel.model.case import Case, Location
from regietafel.model.clusters import moments_without_hub, reach, stepping_stones
from regietafel.model.scenario import Scenario
from regietafel.model.usable import usable_locations
from support.exact_norms import regrets, tiers
from support.exact_positions import positions, positions_are_kept, said
from support.exact_values import ASYLUM, KEPT, Asked, Choice, burden

LARGEST = 40_000


class TooLargeError(Exception):
    """The case has more possible plans than brute force should try."""


class Step(NamedTuple):
    """One offer at one moment: locations open and places per stream."""

    opened: int
    placed: Mapping[str, int]


Path = tuple[Step, ...]
Measure = Callable[[Asked, Choice], int | Fraction]


def best_values(case: Case, scenario: Scenario) -> dict[str, Fraction] | None:
    """Return the best value of each tier in `tier_order`, the earlier ones kept exactly; None when no plan is possible.

    Raises
    ------
    TooLargeError
        If there are more than 40,000 combinations.
    """
    asked = Asked(case, scenario)
    plans = list(possible_plans(asked))
    values: dict[str, Fraction] = {}
    for tier, measure in aims_of(asked).items() if plans else ():
        worth = _worth(asked, plans, tier, measure)
        values[tier] = Fraction(min(worth))
        plans = [plan for plan, value in zip(plans, worth, strict=True) if value == values[tier]]
    return values or None


def _worth(asked: Asked, plans: list[Choice], tier: str, measure: Measure) -> list[int | Fraction]:
    """Measure an aim on every plan; a regret hangs on the best of all of them."""
    if tier.startswith("fairness") and asked.scenario.fairness == "regret":
        first = asked.scenario.fairness_on.split(",")[0]
        return list(regrets(asked, plans, tier.removeprefix("fairness").removeprefix("_") or first))
    return [measure(asked, plan) for plan in plans]


def aims_of(asked: Asked) -> dict[str, Measure]:
    """Return what to minimise, in order; positions only when some of them are soft."""
    order, found = asked.scenario.tier_order, tiers(asked.scenario)
    if "positions" not in order or all(item.non_negotiable for item in said(asked)):
        return found
    later = {name for part in order[order.index("positions") :] for name in found if name.startswith(part)}
    earlier = {name: measure for name, measure in found.items() if name not in later}
    return earlier | {"positions": positions} | {name: found[name] for name in found if name in later}


def count_plans(case: Case, scenario: Scenario) -> int:
    """Count the combinations to try, rules between offers aside."""
    asked = Asked(case, scenario)
    offers = usable_locations(case, scenario)
    return prod(len(_paths(asked, offer)) for offer in offers) * prod(len(_homes(asked, code)) for code in case.codes)


def possible_plans(asked: Asked) -> Iterator[Choice]:
    """Yield every choice that keeps every rule."""
    if count_plans(asked.case, asked.scenario) > LARGEST:
        raise TooLargeError
    offers = usable_locations(asked.case, asked.scenario)
    homes = [
        dict(zip(asked.case.codes, paths, strict=True))
        for paths in product(*(_homes(asked, code) for code in asked.case.codes))
    ]
    rules = Rules(asked)
    for paths in product(*(_paths(asked, offer) for offer in offers)):
        opened = {
            offer.location_id: tuple(step.opened for step in path) for offer, path in zip(offers, paths, strict=True)
        }
        placed = {
            offer.location_id: tuple(step.placed for step in path) for offer, path in zip(offers, paths, strict=True)
        }
        without_homes = Choice(opened, placed, {})
        if rules.keep(without_homes) and positions_are_kept(asked, without_homes):
            for housed in homes:
                choice = Choice(opened, placed, housed)
                if rules.ceiling_is_kept(choice):
                    yield choice


def _homes(asked: Asked, code: str) -> list[tuple[int, ...]]:
    """Persons housed per moment: never fewer than before, nor faster than there are homes."""
    limits = [asked.houseable_until(code, t) for t in range(asked.last + 1)]
    typed = asked.case.municipality_of[code].houseable_per_half_year is not None
    found = []
    for path in product(*(range(limit + 1) for limit in limits)):
        growth = [(path[t] - path[t - 1], limits[t] - limits[t - 1]) for t in range(1, len(path))]
        if all(grown >= 0 and (not typed or grown <= room) for grown, room in growth):
            found.append(path)
    return found


def _paths(asked: Asked, offer: Location) -> list[Path]:
    """List all that one offer can do over the moments, as far as its own rules go."""
    per_moment = [_steps(offer, day) for day in asked.days]
    return [path for path in product(*per_moment) if _stays_as_it_must(asked, offer, path)]


def _steps(offer: Location, day: date) -> list[Step]:
    """List what one offer can do at one moment."""
    if not offer.available(day):
        return [Step(0, {})]
    found = []
    for opened in range(offer.count + 1):
        for total in range(offer.min_places * opened, offer.max_places * opened + 1):
            found += [
                Step(opened, dict(zip(offer.streams, parts, strict=True)))
                for parts in _split(total, len(offer.streams))
            ]
    return [step for step in found if _present_places_stay(offer, step)]


def _split(total: int, parts: int) -> Iterator[tuple[int, ...]]:
    if parts == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in _split(total - first, parts - 1):
            yield (first, *rest)


def _present_places_stay(offer: Location, step: Step) -> bool:
    if offer.status not in KEPT or offer.may_close:
        return True
    if offer.may_shrink:
        return sum(step.placed.values()) >= min(offer.min_places, sum(offer.present.values()))
    return all(step.placed.get(stream, 0) >= number for stream, number in offer.present.items())


def _stays_as_it_must(asked: Asked, offer: Location, path: Path) -> bool:
    """Tell whether a durable location stays open while available, and another one that closed stays closed."""
    opened = [step.opened for step in path]
    if offer.durable:
        pairs = zip(opened, opened[1:], asked.days[1:], strict=False)
        return all(later >= earlier for earlier, later, day in pairs if offer.available(day))
    if offer.status == "existing":
        opened.insert(0, offer.count)
    fell = False
    for earlier, later in pairwise(opened):
        if fell and later > earlier:
            return False
        fell = fell or later < earlier
    return True


class Rules:
    """The rules between offers."""

    def __init__(self, asked: Asked) -> None:
        self.asked, self.case, self.scenario = asked, asked.case, asked.scenario
        self.offers = usable_locations(self.case, self.scenario)
        self.moments = range(asked.last + 1)
        self.satellites = [offer for offer in self.offers if offer.form == "satellite"]
        self.waived = moments_without_hub(self.case, self.scenario)
        self.stones = stepping_stones(self.case, self.scenario)
        self.hubs_of: dict[str, list[str]] = {}
        for satellite, hub in reach(self.case, self.scenario):
            self.hubs_of.setdefault(satellite, []).append(hub)

    def keep(self, choice: Choice) -> bool:
        """Whether offers keep the rules between them; homes do not matter."""
        return all(
            self.groups_are_kept(choice, t) and self.policy_is_kept(choice, t) for t in self.moments
        ) and self.satellites_can_hang(choice)

    def groups_are_kept(self, choice: Choice, t: int) -> bool:
        groups: dict[str, int] = {}
        for offer in self.offers:
            if offer.group and offer.group_rule == "not_together":
                groups[offer.group] = groups.get(offer.group, 0) + choice.opened[offer.location_id][t]
        return all(number <= 1 for number in groups.values())

    def policy_is_kept(self, choice: Choice, t: int) -> bool:
        about, cap = self.scenario, self.case.moments[t].emergency_max
        inside = self.asked.offers
        large = [(offer.code, choice.opened[offer.location_id][t]) for offer in inside if offer.form == "large"]
        asylum = {
            offer.location_id: sum(choice.placed[offer.location_id][t].get(stream, 0) for stream in ASYLUM)
            for offer in inside
        }
        small = sum(asylum[offer.location_id] for offer in inside if offer.form in ("small_scale", "satellite"))
        emergency = sum(sum(choice.placed[offer.location_id][t].values()) for offer in inside if offer.emergency)
        most = max((sum(n for town, n in large if town == code) for code in self.case.codes), default=0)
        return (
            (about.large_max is None or sum(n for _, n in large) <= about.large_max)
            and (about.large_max_per_municipality is None or most <= about.large_max_per_municipality)
            and (
                about.small_scale_min_share is None
                or small >= Fraction(str(about.small_scale_min_share)) * sum(asylum.values())
            )
            and (cap is None or emergency <= cap)
        )

    def ceiling_is_kept(self, choice: Choice) -> bool:
        """Whether no municipality carries more than the ceiling allows; for cases without credit or exchanges."""
        if self.scenario.burden_ceiling is None:
            return True
        times, last = Fraction(str(self.scenario.burden_ceiling)), self.asked.last
        return all(
            burden(self.asked, choice, last, code, "joint")
            <= max(times * self.asked.denominator(code, "joint"), self.asked.fixed(code, "joint"))
            for code in self.case.codes
        )

    def satellites_can_hang(self, choice: Choice) -> bool:
        """Whether some attachment of all open satellites keeps the rules of clusters; satellites are single offers."""
        options = [self.hub_paths(choice, satellite) for satellite in self.satellites]
        return any(self.clusters_are_kept(choice, hubs) for hubs in product(*options))

    def hub_paths(self, choice: Choice, satellite: Location) -> list[tuple[str | None, ...]]:
        """Possible hubs of a satellite per moment; it keeps its hub while it is open."""
        per_moment = []
        for t, moment in enumerate(self.case.moments):
            near = [hub for hub in self.hubs_of.get(satellite.location_id, []) if choice.opened[hub][t]]
            closed = not choice.opened[satellite.location_id][t]
            alone = moment.key in self.waived.get(satellite.location_id, ())
            per_moment.append([None] if closed else [*near, None] if alone else near)
        return [
            path
            for path in product(*per_moment)
            if all(one is None or other is None or one == other for one, other in pairwise(path))
        ]

    def clusters_are_kept(self, choice: Choice, hubs: tuple[tuple[str | None, ...], ...]) -> bool:
        return all(self.moment_is_kept(choice, t, [path[t] for path in hubs]) for t in self.moments)

    def moment_is_kept(self, choice: Choice, t: int, hubs: list[str | None]) -> bool:
        under: dict[str, list[str]] = {}
        for satellite, hub in zip(self.satellites, hubs, strict=True):
            if hub is not None:
                under.setdefault(hub, []).append(satellite.location_id)
        return all(self.cluster_is_kept(choice, t, hub, members) for hub, members in under.items())

    def cluster_is_kept(self, choice: Choice, t: int, hub: str, members: list[str]) -> bool:
        """Whether one hub serves asylum, spans few, and is connected with its satellites if the option asks."""
        about = self.scenario
        size = sum(sum(choice.placed[member][t].values()) for member in members)
        serves = sum(choice.placed[hub][t].get(stream, 0) for stream in ASYLUM)
        return (
            serves >= self.case.location_of[hub].min_places
            and (about.hub_max_satellites is None or len(members) <= about.hub_max_satellites)
            and (about.hub_max_satellite_places is None or size <= about.hub_max_satellite_places)
            and (not about.clusters_connected or all(self.is_connected(hub, member, members) for member in members))
        )

    def is_connected(self, hub: str, member: str, members: list[str]) -> bool:
        stones = self.stones.get((member, hub))
        return stones is None or any(stone in members for stone in stones)
