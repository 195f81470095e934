"""What a choice is worth, tier by tier, in exact fractions.

Written from docs/figures.md alone: neither the program nor the figures of `model` are used, so an error has to be made
twice to go unseen. Only for cases in which every municipality has typed numbers; see `tiny_case`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from math import ceil

from regietafel.model.case import Case, Location
from regietafel.model.scenario import STREAMS, Scenario
from regietafel.model.usable import usable_locations

ASYLUM = ("regular", "special")
STREAMS_OF = {"asylum": ASYLUM, "special": ("special",), "ukraine": ("ukraine",)}
KEPT = ("existing", "decided")


@dataclass(frozen=True)
class Choice:
    """Everything decided that has a value: `opened` and `placed` per offer, `housed` per municipality, each per moment.

    `placed[offer][t]` maps stream to places; `t` counts the moments from 0.
    """

    opened: Mapping[str, tuple[int, ...]]
    placed: Mapping[str, tuple[Mapping[str, int], ...]]
    housed: Mapping[str, tuple[int, ...]]


@dataclass(frozen=True)
class Asked:
    """A case and a scenario, with the numbers that follow from them before anything is decided."""

    case: Case
    scenario: Scenario

    @cached_property
    def offers(self) -> tuple[Location, ...]:
        """Usable offers inside the province."""
        return tuple(item for item in usable_locations(self.case, self.scenario) if not item.foreign)

    @cached_property
    def days(self) -> tuple[date, ...]:
        return tuple(moment.day for moment in self.case.moments)

    @cached_property
    def last(self) -> int:
        return len(self.days) - 1

    @cached_property
    def task(self) -> dict[str, int]:
        """The whole task of the province per task [places]."""
        towns, national = self.case.municipalities, self.case.national
        summed = {
            "provincial_task": sum(town.indicative for town in towns),
            "provincial_task_special": sum(town.indicative_special for town in towns),
            "ukraine_asked": sum(town.ukraine_asked for town in towns),
        }
        figures = {key: int(national[key].value) if key in national else value for key, value in summed.items()}
        return dict(zip(("asylum", "special", "ukraine"), figures.values(), strict=True))

    def required(self, task: str, t: int) -> int:
        return ceil(self.task[task] * self.case.moments[t].task_share)

    def has_ended(self, half_year: str, t: int) -> bool:
        year, half = half_year.split("-")
        return self.days[t] > (date(int(year), 6, 30) if half == "I" else date(int(year), 12, 31))

    def moved(self, code: str, stream: str, t: int | None = None) -> int:
        """Task taken over less handed over by agreed exchanges; `t` only for the housing target."""
        total = 0
        for item in self.case.exchanges:
            if item.stage != "agreed" or not self.counts(item, t):
                continue
            for giver, taker, what, places in (
                (item.giver, item.taker, item.stream, item.places),
                (item.taker, item.giver, item.against_stream, item.against_places),
            ):
                if what == stream:
                    total += places * ((code == taker) - (code == giver))
        return total

    def counts(self, exchange, t: int | None) -> bool:
        if t is None:
            return exchange.moment is None or exchange.moment <= self.days[-1]
        return exchange.half_year is None or self.has_ended(exchange.half_year, t)

    def obligation(self, code: str, t: int, *, exchanged: bool = True) -> int:
        """Status holders the municipality must have housed by then [persons]."""
        rows = [item for item in self.case.targets if item.code == code]
        total = sum(item.backlog for item in rows) + sum(
            item.persons for item in rows if self.has_ended(item.half_year, t)
        )
        return max(0, total + (self.moved(code, "status_holder", t) if exchanged else 0))

    @cached_property
    def obligations(self) -> dict[tuple[str, int], int]:
        return {(code, t): self.obligation(code, t) for code in self.case.codes for t in range(len(self.days))}

    def houseable_until(self, code: str, t: int) -> int:
        """Status holders that ordinary homes can have taken by then [persons]."""
        per_half_year = self.case.municipality_of[code].houseable_per_half_year
        if per_half_year is None:
            return max(self.obligations[code, earlier] for earlier in range(t + 1))
        return per_half_year * sum(self.has_ended(half_year, t) for half_year in self.case.half_years)

    @cached_property
    def entitlement(self) -> dict[str, dict[str, int]]:
        """Share of each municipality per stream after agreed exchanges."""
        found = {}
        for town in self.case.municipalities:
            before = {
                "regular": town.indicative - town.indicative_special,
                "special": town.indicative_special,
                "ukraine": town.ukraine_asked,
            }
            found[town.code] = {
                stream: max(0, value + self.moved(town.code, stream)) for stream, value in before.items()
            }
            found[town.code]["status_holder"] = self.obligations[town.code, self.last]
        return found

    def weight(self, norm: str) -> dict[str, int]:
        """Weight per stream in a ratio: the asylum ratio knows no weights and no other streams."""
        return self.scenario.weights if norm == "joint" else {stream: int(stream in ASYLUM) for stream in STREAMS}

    def denominator(self, code: str, norm: str) -> int:
        weight = self.weight(norm)
        return sum(weight[stream] * self.entitlement[code][stream] for stream in STREAMS)

    def credit(self, code: str, norm: str) -> int:
        """Weighted places carried in earlier cycles."""
        credit, weight = self.case.municipality_of[code].credit, self.weight(norm)
        return sum(weight[stream] * credit.get(stream, 0) for stream in STREAMS)

    def fixed(self, code: str, norm: str) -> int:
        """Weighted places that must stay at the last moment."""
        weight, total = self.weight(norm), 0
        for offer in self.offers:
            if offer.code != code or offer.status not in KEPT or offer.may_close or not offer.available(self.days[-1]):
                continue
            left = offer.min_places if offer.may_shrink else sum(offer.present.values())
            for stream in offer.streams:
                taken = min(left, offer.present.get(stream, 0))
                total, left = total + weight[stream] * taken, left - taken
        return total

    def certain(self, code: str, norm: str) -> int:
        """Weighted places that must stay, with the municipality's own housing target where that is more."""
        if norm == "asylum":
            return self.fixed(code, norm)
        weight = self.scenario.weights["status_holder"]
        staying = self._staying(code, "status_holder")
        return self.fixed(code, norm) + weight * max(0, self.obligations[code, self.last] - staying)

    def _staying(self, code: str, wanted: str) -> int:
        """Places of one stream that must stay at the last moment."""
        total = 0
        for offer in self.offers:
            if offer.code != code or offer.status not in KEPT or offer.may_close or not offer.available(self.days[-1]):
                continue
            left = offer.min_places if offer.may_shrink else sum(offer.present.values())
            for stream in offer.streams:
                taken = min(left, offer.present.get(stream, 0))
                total, left = total + taken * (stream == wanted), left - taken
        return total

    @cached_property
    def base(self) -> dict[tuple[str, int], int]:
        """Places per task and moment above which a place is surplus."""
        found = {}
        for t, day in enumerate(self.days):
            kept = [offer for offer in self.offers if offer.status in KEPT and offer.available(day)]
            for task, streams in STREAMS_OF.items():
                present = sum(offer.present.get(stream, 0) for offer in kept for stream in streams)
                found[task, t] = max(self.required(task, t), present)
        return found

    def years(self, t: int) -> Fraction:
        """Length of the period that starts at a moment [years]."""
        following = self.days[t + 1] if t < self.last else self.case.end + timedelta(days=1)
        return Fraction((following - self.days[t]).days) / Fraction("365.25")


def places(asked: Asked, choice: Choice, t: int, streams=STREAMS, code: str | None = None) -> int:
    """Physical places in the province, or in one municipality."""
    return sum(
        choice.placed[offer.location_id][t].get(stream, 0)
        for offer in asked.offers
        if code is None or offer.code == code
        for stream in streams
    )


def credited(asked: Asked, choice: Choice, t: int, code: str) -> int:
    """Places for status holders that count for the housing target of a municipality."""
    return sum(
        choice.placed[offer.location_id][t].get("status_holder", 0)
        for offer in asked.offers
        if offer.counts_for_housing and (offer.link or offer.code) == code
    )


def counted(asked: Asked, choice: Choice, t: int, stream: str) -> int:
    """Places of the province that count for the task under the chosen regime."""
    if asked.scenario.counting == "durable" and stream in ASYLUM:
        smallest = 100 if stream == "regular" else 16
        per_town = (durable(asked, choice, t, stream, code) for code in asked.case.codes)
        return sum(value for value in per_town if value >= smallest)
    return sum(
        choice.placed[offer.location_id][t].get(stream, 0)
        for offer in asked.offers
        if asked.scenario.emergency_counts or not offer.emergency
    )


def durable(asked: Asked, choice: Choice, t: int, stream: str, code: str) -> int:
    """Durable places of one municipality at a moment, or else at the first later one within twelve months."""
    total = 0
    for offer in asked.offers:
        if offer.code != code or not offer.durable:
            continue
        opened = choice.opened[offer.location_id]
        when = next((s for s in range(t, asked.last + 1) if opened[s]), None)
        if when is None or asked.days[when] > _years_later(asked.days[t], 1) or not _long_enough(asked, offer, opened):
            continue
        total += choice.placed[offer.location_id][when].get(stream, 0)
    return total


def _long_enough(asked: Asked, offer: Location, opened: tuple[int, ...]) -> bool:
    if offer.last_day is None:
        return True
    if offer.status == "existing":
        start = offer.first_day or asked.case.begin
    else:
        in_use = next(asked.days[s] for s, number in enumerate(opened) if number)
        start = max(in_use, offer.first_day or in_use)
    return offer.last_day >= _years_later(start, 5) - timedelta(days=1)


def _years_later(day: date, years: int) -> date:
    return day.replace(year=day.year + years)


def shortfall(asked: Asked, choice: Choice) -> int:
    """Legal tasks not met, weighted, summed over moments."""
    weight = {task: getattr(asked.scenario, f"shortfall_weight_{task}") for task in (*STREAMS_OF, "housing")}
    total = 0
    for t in range(asked.last + 1):
        for task, streams in STREAMS_OF.items():
            have = sum(counted(asked, choice, t, stream) for stream in streams)
            total += weight[task] * max(0, asked.required(task, t) - have)
        for code in asked.case.codes:
            have = choice.housed[code][t] + credited(asked, choice, t, code)
            total += weight["housing"] * max(0, asked.obligations[code, t] - have)
    return total


def surplus(asked: Asked, choice: Choice) -> int:
    """Places and homes above the need, summed over tasks and moments."""
    total = 0
    for t in range(asked.last + 1):
        for task, streams in STREAMS_OF.items():
            total += max(0, places(asked, choice, t, streams) - asked.base[task, t])
        for code in asked.case.codes:
            have = choice.housed[code][t] + credited(asked, choice, t, code)
            total += max(0, have - asked.obligations[code, t])
    return total


def burden(asked: Asked, choice: Choice, t: int, code: str, norm: str) -> int:
    """Weighted places and homes that a municipality carries, earlier cycles included."""
    weight = asked.weight(norm)
    provided = {stream: places(asked, choice, t, (stream,), code) for stream in STREAMS}
    provided["status_holder"] += choice.housed[code][t]
    return sum(weight[stream] * provided[stream] for stream in STREAMS) + asked.credit(code, norm)


def cost(asked: Asked, choice: Choice) -> Fraction:
    """Operation over the cycle and openings [euro], not rounded."""
    extra = 1 + Fraction(str(asked.scenario.small_scale_surcharge))
    total = Fraction(0)
    for offer in asked.offers:
        factor = extra if offer.surcharge and offer.form in ("small_scale", "satellite") else Fraction(1)
        before = int(offer.status == "existing")
        for t, opened in enumerate(choice.opened[offer.location_id]):
            size = sum(choice.placed[offer.location_id][t].values())
            total += size * offer.cost_per_place * factor * asked.years(t)
            total += offer.opening_cost * max(0, opened - before)
            before = opened
    return total


def disturbance(asked: Asked, choice: Choice) -> int:
    """Weighted change against the present places, summed over moments."""
    about, total = asked.scenario, 0
    for t in range(asked.last + 1):
        touched = set()
        for offer in asked.offers:
            opened, placed = choice.opened[offer.location_id][t], choice.placed[offer.location_id][t]
            there = offer.status == "existing"
            present = offer.present if there else {}
            moved = sum(abs(placed.get(stream, 0) - present.get(stream, 0)) for stream in STREAMS)
            switched = abs(opened - int(there))
            total += about.change_weight_place * moved + about.change_weight_location * switched
            if moved or switched:
                touched.add(offer.code)
            if offer.status in ("intended", "explored"):
                small = ceil(opened - Fraction(sum(placed.values()), about.small_location_places))
                total += about.change_weight_small * max(0, small)
        total += about.change_weight_municipality * len(touched)
    return total
