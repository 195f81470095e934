"""What can give when demands do not fit together: hard positions, filled rooms and political options.

A lever is moved in whole steps of its own unit. What a step weighs is declared reluctance over the scale of the lever;
see docs/decisions/0009.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil
from typing import Any

from regietafel.model.case import ASYLUM_STREAMS, Case, Location
from regietafel.model.given import Given
from regietafel.model.hosts import exact
from regietafel.model.position_subjects import Subject
from regietafel.model.positions import MOST_RELUCTANT
from regietafel.model.scenario import OPTIONS, Scenario

POSITION, OPTION = "position", "option"
EMERGENCY = "emergency_max"
UP, DOWN, OFF = 1, -1, 0
HUNDREDTH, KILOMETRE, THOUSAND = Fraction(1, 100), Fraction(1), Fraction(1000)

DIRECTIONS: Mapping[str, int] = {
    "hub_max_km": UP,
    "hub_max_steps": UP,
    "hub_max_satellites": UP,
    "hub_max_satellite_places": UP,
    "clusters_connected": OFF,
    "minor_units_apart": OFF,
    "burden_ceiling": UP,
    "burden_floor": DOWN,
    "all_contribute": OFF,
    "region_ceiling": UP,
    "region_floor": DOWN,
    "large_min": DOWN,
    "large_max": UP,
    "large_max_per_municipality": UP,
    "small_scale_min_share": DOWN,
    "cost_max": UP,
}
"""Options behind political rules, and which way they give; the cap on emergency places goes per moment."""

STEPS: Mapping[str, Fraction] = {"ratio": HUNDREDTH, "share": HUNDREDTH, "km": KILOMETRE, "euro": THOUSAND}
"""Smallest change of an option by its unit; 1 of the unit where it does not stand here."""

NUMBERED = {"at_most": UP, "location_at_most": UP, "at_least": DOWN, "location_open": DOWN}
"""Demands with a number that gives one way; of the others an amount is allowed that the demand does not allow."""


@dataclass(frozen=True, kw_only=True)
class Lever:
    """Something that can give.

    Parameters
    ----------
    kind, lever_id : str
        ``position`` and its id, or ``option`` and its key; of the cap on emergency places key, space and moment.
    now : Fraction
        Its value [unit]; 1 when it is a switch.
    unit : str
    sign : int
        1 gives upwards, -1 downwards; 0 is switched off.
    step : Fraction
        Smallest change [unit].
    most : int
        Steps it can give at most.
    weight : Fraction
        What one step weighs.
    given : int
        What of it is not asked, for it was given already: the room of a soft position [places].
    """

    kind: str
    lever_id: str
    now: Fraction
    unit: str
    sign: int
    step: Fraction
    most: int
    weight: Fraction
    given: int = 0

    def then(self, steps: int) -> int | float | bool:
        """Return the value after so many steps, as the case or the scenario has it."""
        if self.sign == OFF:
            return steps == 0
        if not steps:
            return plain(self.now)
        return plain(self.now + self.sign * (self.step * steps + self.given))

    def change(self, steps: int) -> dict[str, Any]:
        """Return the change as `plan.json` has it."""
        now = bool(self.now) if self.sign == OFF else plain(self.now)
        return {"kind": self.kind, "id": self.lever_id, "from": now, "to": self.then(steps), "unit": self.unit}

    def steps_of(self, to: float | bool) -> Fraction:
        """Return in how many steps the value gets there; less than 0 the other way."""
        if self.sign == OFF:
            return Fraction(int(not to))
        return (self.sign * (exact(to) - self.now) - self.given) / self.step


def plain(value: Fraction) -> int | float:
    """Return a number as it is typed: whole when it is whole."""
    return int(value) if value.denominator == 1 else float(value)


def find_levers(given: Given) -> list[Lever]:
    """Return all that can give in a case and its scenario: positions by id, then options in reading order."""
    found = [*_position_levers(given.subjects.values()), *_option_levers(given), *_emergency_levers(given)]
    return [lever for lever in found if lever.most > 0]


def _position_levers(subjects: Iterable[Subject]) -> Iterator[Lever]:
    """Give the hard positions and the filled rooms; a soft position without room is in nobody's way."""
    for subject in subjects:
        position = subject.position
        hard, room = position.non_negotiable, position.room
        if not hard and room is None:
            continue
        most = subject.largest_miss if room is None or not hard else min(room, subject.largest_miss)
        already = 0 if hard else room or 0
        yield Lever(
            kind=POSITION,
            lever_id=position.position_id,
            now=Fraction(number_of(subject)),
            unit="places",
            sign=NUMBERED.get(position.demand, UP),
            step=Fraction(1),
            most=most - already,
            weight=Fraction(position.reluctance, subject.scale),
            given=already,
        )


def number_of(subject: Subject) -> int:
    """Return the number a position asks; 0 where it has none that gives one way [places]."""
    numbered = NUMBERED.get(subject.position.demand)
    if numbered is None:
        return 0
    number = subject.ceiling if numbered == UP else subject.floor
    return number or 0


def _option_levers(given: Given) -> Iterator[Lever]:
    for key, sign in DIRECTIONS.items():
        value = getattr(given.scenario, key)
        if value is None or value is False:
            continue
        if sign == OFF:
            yield _option(key, Fraction(1), sign, Fraction(1), 1)
        else:
            now = exact(value)
            step = _step(now, OPTIONS[key].unit)
            yield _option(key, now, sign, step, _most(given, key, now, step))


def _emergency_levers(given: Given) -> Iterator[Lever]:
    """Give the cap of each moment, whether it stands in the option or in the table of moments."""
    rows = [loc for loc in given.locations if loc.emergency and not loc.foreign]
    for item in given.case.moments:
        cap = given.emergency_caps.get(item.key)
        if cap is not None:
            most = sum(_asylum_places(loc) for loc in rows if loc.available(item.day))
            yield _option(emergency_id(item.key), Fraction(cap), UP, Fraction(1), max(0, most - cap))


def emergency_id(moment: str) -> str:
    """Return the id of the cap on emergency places at a moment."""
    return f"{EMERGENCY} {moment}"


def _option(lever_id: str, now: Fraction, sign: int, step: Fraction, most: int) -> Lever:
    scale = max(now, step)
    return Lever(
        kind=OPTION,
        lever_id=lever_id,
        now=now,
        unit=OPTIONS[lever_id.partition(" ")[0]].unit,
        sign=sign,
        step=step,
        most=most,
        weight=MOST_RELUCTANT * step / scale,
    )


def _step(now: Fraction, unit: str) -> Fraction:
    """Return the step of an option; finer when its value stands between two steps, so that it can come down to 0."""
    step = STEPS.get(unit, Fraction(1))
    while (now / step).denominator > 1:
        step /= 10
    return step


def _most(given: Given, key: str, now: Fraction, step: Fraction) -> int:
    """Return how many steps an option can go before it says nothing any more, or reaches the end of its range."""
    about = OPTIONS[key]
    if DIRECTIONS[key] == DOWN:
        return int((now - exact(about.low or 0)) / step)
    end = min(exact(about.high or 0), _says_nothing_from(given, key))
    return max(0, ceil((end - now) / step))


def _says_nothing_from(given: Given, key: str) -> Fraction:
    """Return a value from which a largest number binds nothing."""
    own = [loc for loc in given.locations if not loc.foreign]
    large = [loc for loc in own if loc.form == "large"]
    satellites = [loc for loc in own if loc.form == "satellite"]
    if key == "burden_ceiling":
        return _largest_ratio(given, {g: (g,) for g in given.case.codes})
    if key == "region_ceiling":
        members = {r: tuple(g.code for g in given.case.municipalities if g.region == r) for r in given.case.regions}
        return _largest_ratio(given, members)
    found = {
        "large_max": sum(loc.count for loc in large),
        "large_max_per_municipality": max(
            (sum(loc.count for loc in large if loc.code == g) for g in given.case.codes), default=0
        ),
        "hub_max_satellites": sum(loc.count for loc in satellites),
        "hub_max_satellite_places": sum(loc.max_places * loc.count for loc in satellites),
        "cost_max": _largest_cost(given, own),
    }
    return Fraction(found.get(key, OPTIONS[key].high or 0) if satellites or not key.startswith("hub") else 0)


def _largest_ratio(given: Given, members: Mapping[str, Sequence[str]]) -> Fraction:
    """Return the largest burden over entitlement that all offers and homes could make."""
    found = Fraction(0)
    for codes in members.values():
        denominators = [sum(values[g] for g in codes) for values in (given.hosts.weighted, given.hosts.weighted_before)]
        least = min(denominators)
        if least > 0:
            found = max(found, Fraction(sum(_largest_burden(given, g) for g in codes), least))
    return found


def _largest_burden(given: Given, code: str) -> int:
    weights, last = given.scenario.weights, given.case.moment_keys[-1]
    places = sum(
        loc.max_places * loc.count * max((weights[k] for k in loc.streams), default=0)
        for loc in given.locations
        if loc.code == code and not loc.foreign
    )
    return places + weights["status_holder"] * given.shares.obligation[code, last]


def _largest_cost(given: Given, own: Iterable[Location]) -> int:
    """Return what it costs to have everything open, and opened anew at every moment [euro]."""
    years, moments = sum(given.years.values()), len(given.case.moments)
    return ceil(
        sum(
            loc.count * (loc.max_places * given.yearly_cost[loc.location_id] * years + loc.opening_cost * moments)
            for loc in own
        )
    )


def _asylum_places(loc: Location) -> int:
    return loc.max_places * loc.count if set(loc.streams) & set(ASYLUM_STREAMS) else 0


def put_in(case: Case, scenario: Scenario, changes: Iterable[Mapping[str, Any]]) -> tuple[Case, Scenario]:
    """Return the case and the scenario with the numbers of a way out put in.

    Parameters
    ----------
    case, scenario
        As they are.
    changes : iterable of mapping
        As `plan.json` has them: ``kind``, ``id`` and ``to``.
    """
    for change in changes:
        if change["kind"] == POSITION:
            case, scenario = _with_position(case, scenario, change)
        elif change["id"].startswith(f"{EMERGENCY} "):
            case, scenario = _with_cap(case, scenario, change)
        else:
            scenario = scenario.with_values({change["id"]: change["to"]}, "set")
    return case, scenario


def _with_position(case: Case, scenario: Scenario, change: Mapping[str, Any]) -> tuple[Case, Scenario]:
    """Let a position give what it has to: as its number, or as room where it has no number that gives one way."""
    in_case, in_scenario = (
        tuple(_moved(item, change) if item.position_id == change["id"] else item for item in items)
        for items in (case.positions, scenario.positions)
    )
    return replace(case, positions=in_case), replace(scenario, positions=in_scenario)


def _moved(position: Any, change: Mapping[str, Any]) -> Any:
    if position.demand in NUMBERED and position.demand != "location_open":
        return replace(position, places=change["to"], non_negotiable=True, room=None)
    return replace(position, non_negotiable=False, room=abs(change["to"] - change["from"]))


def _with_cap(case: Case, scenario: Scenario, change: Mapping[str, Any]) -> tuple[Case, Scenario]:
    """Move the cap of one moment: in the option, or in the table of moments when the option is empty."""
    moment = change["id"].partition(" ")[2]
    if scenario.emergency_max is None:
        moments = tuple(
            replace(item, emergency_max=change["to"]) if item.key == moment else item for item in case.moments
        )
        return replace(case, moments=moments), scenario
    caps = Given(case, scenario).emergency_caps | {moment: change["to"]}
    return case, scenario.with_values({EMERGENCY: tuple(caps[key] for key in case.moment_keys)}, "set")
