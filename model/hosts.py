"""What must stay in each municipality, the ceiling and floor on its burden, and what is waived."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from math import ceil, floor

from regietafel.model import clusters
from regietafel.model.case import ASYLUM_STREAMS, STREAMS, Case, Location, Message
from regietafel.model.reachable import largest_burden
from regietafel.model.scenario import Scenario
from regietafel.model.shares import Shares
from regietafel.model.usable import usable_locations


@dataclass(frozen=True, kw_only=True)
class Hosts:
    """Bounds on the burden per municipality, in weighted places; named asylum: regular and special, unweighted.

    Parameters
    ----------
    fixed, fixed_asylum : dict of municipality to int
        Smallest burden of the places that must stay at the last moment.
    certain : dict of municipality to int
        The same with the municipality's own housing target, where that is more than the places for status holders that
        stay: a burden that no choice of this plan can take away.
    credit, credit_asylum : dict of municipality to int
        Burden carried in earlier cycles.
    weighted, weighted_before, asylum, asylum_before : dict of municipality to int
        Entitlement after and before agreed exchanges: the denominators of the burden ratios.
    reachable : dict of municipality to int
        Largest burden without credit that its own offers and homes allow under the ceiling; the smallest over the
        burden moments.
    ceiling, floor : dict of municipality to int
        Largest and smallest burden without credit; empty when the option is not set.
    region_ceiling, region_floor : dict of sub-region to int
        The same per sub-region.
    contributors : frozenset of municipality
        Municipalities with an offer of places that can be open at the last moment.
    waivers : list of Message
        What is asked less of, by name and with both numbers.
    """

    fixed: Mapping[str, int]
    fixed_asylum: Mapping[str, int]
    certain: Mapping[str, int]
    credit: Mapping[str, int]
    credit_asylum: Mapping[str, int]
    weighted: Mapping[str, int]
    weighted_before: Mapping[str, int]
    asylum: Mapping[str, int]
    asylum_before: Mapping[str, int]
    reachable: Mapping[str, int]
    ceiling: Mapping[str, int] = field(default_factory=dict)
    floor: Mapping[str, int] = field(default_factory=dict)
    region_ceiling: Mapping[str, int] = field(default_factory=dict)
    region_floor: Mapping[str, int] = field(default_factory=dict)
    contributors: frozenset[str] = frozenset()
    waivers: list[Message] = field(default_factory=list)


def find_hosts(case: Case, scenario: Scenario, shares: Shares) -> Hosts:
    """Work out what must stay, what is at most and at least asked, and what is waived."""
    weights, asylum = scenario.weights, {k: int(k in ASYLUM_STREAMS) for k in STREAMS}
    after, before = shares.after_exchange, shares.entitlement
    fixed = _fixed(case, scenario, weights)
    hosted = _fixed(case, scenario, {k: int(k == "status_holder") for k in STREAMS})
    owed = {g: max(0, shares.obligation[g, case.moment_keys[-1]] - hosted[g]) for g in case.codes}
    weighted, weighted_before = _summed(after, weights), _summed(before, weights)
    ceiling = _ceiling(case, scenario, weighted, weighted_before)
    alone = clusters.moments_without_hub(case, scenario)
    rows = _rows_that_can_open(case, scenario, alone)
    reachable = _reachable(case, scenario, shares, rows, ceiling)
    last = case.moments[-1].day
    contributors = frozenset(loc.code for loc in rows if loc.available(last) and loc.max_places > 0)
    lowest = _floor(scenario.burden_floor, weighted, reachable)
    regional = {name: _per_region(case, values) for name, values in (("asked", weighted), ("reachable", reachable))}
    region_floor = _floor(scenario.region_floor, regional["asked"], regional["reachable"])
    return Hosts(
        fixed=fixed,
        fixed_asylum=_fixed(case, scenario, asylum),
        certain={g: fixed[g] + weights["status_holder"] * owed[g] for g in case.codes},
        credit=_summed({item.code: item.credit for item in case.municipalities}, weights),
        credit_asylum=_summed({item.code: item.credit for item in case.municipalities}, asylum),
        weighted=weighted,
        weighted_before=weighted_before,
        asylum=_summed(after, asylum),
        asylum_before=_summed(before, asylum),
        reachable=reachable,
        ceiling=ceiling,
        floor=lowest,
        region_ceiling=_region_ceiling(case, scenario, regional["asked"]),
        region_floor=region_floor,
        contributors=contributors,
        waivers=[
            *_satellites_without_hub(alone),
            *_lowered("floor_lowered", scenario.burden_floor, weighted, lowest),
            *_lowered("region_floor_lowered", scenario.region_floor, regional["asked"], region_floor),
            *_without_offer(case, scenario, contributors),
        ],
    )


def burden_days(case: Case, scenario: Scenario) -> list[date]:
    """Return the days at which burdens are compared: the last moment, or all of them."""
    days = [item.day for item in case.moments]
    return days if scenario.burden_moment == "all" else days[-1:]


def _summed(per_stream: Mapping[str, Mapping[str, int]], weights: Mapping[str, int]) -> dict[str, int]:
    return {g: sum(weights[k] * value for k, value in values.items()) for g, values in per_stream.items()}


def _fixed(case: Case, scenario: Scenario, weights: Mapping[str, int], day: date | None = None) -> dict[str, int]:
    """Sum the places that must stay at a day (default: the last moment)."""
    when = day or case.moments[-1].day
    found = dict.fromkeys(case.codes, 0)
    for loc in usable_locations(case, scenario):
        if loc.present_is_kept and not loc.may_close and not loc.foreign and loc.available(when):
            found[loc.code] += sum(weights[k] * places for k, places in _staying(loc).items())
    return found


def _staying(loc: Location) -> dict[str, int]:
    """Places per stream that a row keeps at least; one that may shrink keeps its smallest size, streams in order."""
    left = loc.min_places if loc.may_shrink else sum(loc.present.values())
    kept = {}
    for k in STREAMS:
        kept[k] = min(left, loc.present.get(k, 0))
        left -= kept[k]
    return kept


def _largest_fixed(case: Case, scenario: Scenario) -> dict[str, int]:
    """Return the largest fixed burden over the burden moments: no ceiling asks for less than what must stay."""
    per_day = [_fixed(case, scenario, scenario.weights, day) for day in burden_days(case, scenario)]
    return {g: max(fixed[g] for fixed in per_day) for g in case.codes}


def _ceiling(
    case: Case, scenario: Scenario, weighted: Mapping[str, int], weighted_before: Mapping[str, int]
) -> dict[str, int]:
    if scenario.burden_ceiling is None:
        return {}
    most, fixed = exact(scenario.burden_ceiling), _largest_fixed(case, scenario)
    return {g: max(floor(most * min(weighted[g], weighted_before[g])), fixed[g]) for g in case.codes}


def _region_ceiling(case: Case, scenario: Scenario, asked: Mapping[str, int]) -> dict[str, int]:
    if scenario.region_ceiling is None:
        return {}
    most, fixed = exact(scenario.region_ceiling), _per_region(case, _largest_fixed(case, scenario))
    return {r: max(floor(most * asked[r]), fixed[r]) for r in case.regions}


def _floor(least: float | None, asked: Mapping[str, int], reachable: Mapping[str, int]) -> dict[str, int]:
    return {} if least is None else {g: min(ceil(exact(least) * asked[g]), reachable[g]) for g in asked}


def exact(option: float) -> Fraction:
    """Return the number that was typed, not its nearest binary fraction."""
    return Fraction(str(option))


def _per_region(case: Case, values: Mapping[str, int]) -> dict[str, int]:
    return {r: sum(values[item.code] for item in case.municipalities if item.region == r) for r in case.regions}


def _rows_that_can_open(case: Case, scenario: Scenario, alone: Collection[str]) -> list[Location]:
    """Return the usable rows in the province, satellites that no hub can serve aside (those waived stay)."""
    served = {satellite for satellite, _ in clusters.reach(case, scenario)} | set(alone)
    rows = (loc for loc in usable_locations(case, scenario) if not loc.foreign)
    return [loc for loc in rows if loc.form != "satellite" or loc.location_id in served]


def _reachable(
    case: Case, scenario: Scenario, shares: Shares, rows: Iterable[Location], ceiling: Mapping[str, int]
) -> dict[str, int]:
    rows_in: dict[str, list[Location]] = {g: [] for g in case.codes}
    for loc in rows:
        rows_in[loc.code].append(loc)
    days, last = burden_days(case, scenario), case.moment_keys[-1]
    return {
        g: min(
            largest_burden(
                [loc for loc in rows_in[g] if loc.available(day)],
                min(shares.houseable_until[g, day.isoformat()], shares.obligation[g, last]),
                scenario,
                ceiling.get(g),
            )
            for day in days
        )
        for g in case.codes
    }


def _satellites_without_hub(alone: Mapping[str, tuple[str, ...]]) -> list[Message]:
    return [
        Message("waiver", "existing_satellite_without_hub", {"location_id": loc, "moments": list(moments)}, loc)
        for loc, moments in alone.items()
    ]


def _lowered(code: str, least: float | None, asked: Mapping[str, int], lowest: Mapping[str, int]) -> list[Message]:
    if least is None:
        return []
    wanted = {name: ceil(exact(least) * asked[name]) for name in asked}
    return [
        Message("waiver", code, {"asked": wanted[name], "possible": lowest[name]}, name)
        for name in asked
        if lowest[name] < wanted[name]
    ]


def _without_offer(case: Case, scenario: Scenario, contributors: frozenset[str]) -> list[Message]:
    if not scenario.all_contribute:
        return []
    return [Message("waiver", "no_offer_to_contribute", {}, g) for g in case.codes if g not in contributors]
