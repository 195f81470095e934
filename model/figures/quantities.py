"""The quantities of a plan that every figure and every rule is made of, worked out from the decisions alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import ceil

from regietafel.model.case import ASYLUM_STREAMS, STREAMS, Case, Location
from regietafel.model.clusters import Reached, moments_without_hub, reach
from regietafel.model.decisions import Decisions
from regietafel.model.figures.counting import counted_durable, counted_plan
from regietafel.model.hosts import Hosts, exact, find_hosts
from regietafel.model.position_subjects import Subject, find_subjects
from regietafel.model.scenario import Scenario
from regietafel.model.shares import Shares, find_shares
from regietafel.model.usable import usable_locations

PLACE_TASKS: Mapping[str, tuple[str, ...]] = {
    "asylum": ASYLUM_STREAMS,
    "special": ("special",),
    "ukraine": ("ukraine",),
}

PerStream = dict[tuple[str, str, str], int]
PerMoment = dict[tuple[str, str], int]


@dataclass(frozen=True)
class Quantities:
    """What follows from the decisions; keys are codes, ids, streams and ISO dates, a moment always last.

    Parameters
    ----------
    case : Case
    scenario : Scenario
    decisions : Decisions
        Only ids, streams and moments of the case.
    key_bests : mapping of (ratio, key) to float
        Smallest largest ratio under each key of the norm `regret`, as far as it was searched [ratio].
    """

    case: Case
    scenario: Scenario
    decisions: Decisions
    key_bests: Mapping[tuple[str, str], float] = field(default_factory=dict)

    @cached_property
    def shares(self) -> Shares:
        """What is asked."""
        return find_shares(self.case)

    @cached_property
    def hosts(self) -> Hosts:
        """What must stay, ceilings and floors."""
        return find_hosts(self.case, self.scenario, self.shares)

    @cached_property
    def reach(self) -> dict[tuple[str, str], Reached]:
        """Which satellite may hang under which hub."""
        return reach(self.case, self.scenario)

    @cached_property
    def waived_satellites(self) -> dict[str, tuple[str, ...]]:
        """Existing satellites with the moments at which they stand without a hub in reach."""
        return moments_without_hub(self.case, self.scenario)

    @cached_property
    def rows(self) -> tuple[Location, ...]:
        """Offers that may be used."""
        return usable_locations(self.case, self.scenario)

    @cached_property
    def own_rows(self) -> tuple[Location, ...]:
        """Offers of the province: a hub outside it enters no figure but its cluster."""
        return tuple(loc for loc in self.case.locations if not loc.foreign)

    @cached_property
    def subjects(self) -> dict[str, Subject]:
        """What each position of this scenario is about, by its id."""
        return find_subjects(self.case, self.scenario)

    @property
    def moments(self) -> tuple[str, ...]:
        """Moments as ISO dates, in order."""
        return self.case.moment_keys

    @property
    def last(self) -> str:
        """The last moment."""
        return self.case.moment_keys[-1]

    @property
    def burden_moments(self) -> tuple[str, ...]:
        """Moments at which burdens are compared."""
        return self.moments if self.scenario.burden_moment == "all" else self.moments[-1:]

    def opened(self, loc: str, t: str) -> int:
        """Open locations of an offer [locations]."""
        return self.decisions.opened.get((loc, t), 0)

    def placed(self, loc: str, t: str, streams: Iterable[str] = STREAMS) -> int:
        """Places of an offer in some streams [places]."""
        return sum(self.decisions.placed.get((loc, k, t), 0) for k in streams)

    def housed(self, code: str, t: str) -> int:
        """Status holders in ordinary homes, cumulative [persons]."""
        return self.decisions.housed.get((code, t), 0)

    @cached_property
    def places_in(self) -> PerStream:
        """Physical places per municipality, stream and moment [places]."""
        found = dict.fromkeys(((g, k, t) for g in self.case.codes for k in STREAMS for t in self.moments), 0)
        own: dict[str, str] = {loc.location_id: loc.code for loc in self.own_rows}
        for (loc, k, t), places in self.decisions.placed.items():
            if loc in own:
                found[own[loc], k, t] += places
        return found

    @cached_property
    def provided(self) -> PerStream:
        """Physical places; for status holders also ordinary homes [places, persons]."""
        return {
            (g, k, t): places + (self.housed(g, t) if k == "status_holder" else 0)
            for (g, k, t), places in self.places_in.items()
        }

    @cached_property
    def credited(self) -> PerMoment:
        """Places for status holders that count for the housing target of the municipality [persons]."""
        found = dict.fromkeys(((g, t) for g in self.case.codes for t in self.moments), 0)
        for loc in self.own_rows:
            linked = loc.link or loc.code
            if loc.counts_for_housing and linked in self.case.municipality_of:
                for t in self.moments:
                    found[linked, t] += self.placed(loc.location_id, t, ("status_holder",))
        return found

    @cached_property
    def settled(self) -> PerMoment:
        """Status holders housed or credited [persons]."""
        return {(g, t): self.housed(g, t) + credited for (g, t), credited in self.credited.items()}

    @cached_property
    def unhoused(self) -> PerMoment:
        """Housing obligation not met [persons]."""
        return {key: max(0, self.shares.obligation[key] - settled) for key, settled in self.settled.items()}

    @cached_property
    def counted(self) -> dict[str, PerStream]:
        """Places that count under the regimes ``plan`` and ``durable`` [places, persons]."""
        plan = counted_plan(self)
        return {"plan": plan, "durable": plan | counted_durable(self)}

    @property
    def chosen(self) -> PerStream:
        """Places that count under the option `counting` [places, persons]."""
        return self.counted[self.scenario.counting]

    @cached_property
    def carried(self) -> PerStream:
        """Provided plus credit from earlier cycles: only for the burden [places, persons]."""
        credit: dict[str, Mapping[str, int]] = {item.code: item.credit for item in self.case.municipalities}
        return {(g, k, t): places + credit[g].get(k, 0) for (g, k, t), places in self.provided.items()}

    def summed(self, values: PerStream, streams: Iterable[str], t: str) -> int:
        """Sum over the municipalities and some streams at a moment."""
        return sum(values[g, k, t] for g in self.case.codes for k in streams)

    @cached_property
    def tasks(self) -> tuple[str, ...]:
        """Tasks in reading order."""
        need = ("asylum_need",) if self.scenario.vessels_share > 0 else ()
        return (*PLACE_TASKS, "housing", *need)

    @cached_property
    def required(self) -> PerMoment:
        """What is due per task and moment [places; housing: persons]."""
        found = dict(self.shares.required)
        for t in self.moments:
            found["housing", t] = sum(self.shares.obligation[g, t] for g in self.case.codes)
            found["asylum_need", t] = found["asylum", t] + self._waiting_above_reference(t)
        return found

    def _waiting_above_reference(self, t: str) -> int:
        """Places needed for status holders who wait in reception longer than the estimate assumed."""
        waiting = sum(self.unhoused[g, t] for g in self.case.codes) - (self.case.number("reference_backlog") or 0)
        return ceil(exact(self.scenario.vessels_share) * max(0, waiting))

    @cached_property
    def shortfall(self) -> PerMoment:
        """What is not met per task and moment, under the option `counting` [places; housing: persons]."""
        found = {}
        for t in self.moments:
            for task in self.tasks:
                chosen = self.summed(self.chosen, streams_of(task), t)
                found[task, t] = max(0, self.required[task, t] - chosen)
            found["housing", t] = sum(self.unhoused[g, t] for g in self.case.codes)
        return found

    @cached_property
    def surplus(self) -> PerMoment:
        """What is new and above the need per task and moment [places; housing: persons]."""
        found = {}
        for item in self.case.moments:
            t = item.key
            for task, streams in PLACE_TASKS.items():
                base = max(self.required[task, t], self._present(streams, t))
                found[task, t] = max(0, self.summed(self.places_in, streams, t) - base)
            above = (self.settled[g, t] - self.shares.obligation[g, t] for g in self.case.codes)
            found["housing", t] = sum(max(0, persons) for persons in above)
            found["asylum_need", t] = 0
        return found

    def _present(self, streams: Iterable[str], t: str) -> int:
        """Places there now of usable rows available at the moment."""
        day = next(item.day for item in self.case.moments if item.key == t)
        kept = [loc for loc in self.rows if loc.present_is_kept and not loc.foreign and loc.available(day)]
        return sum(loc.present.get(k, 0) for loc in kept for k in streams)

    @cached_property
    def weighted_places(self) -> PerMoment:
        """Weighted burden without credit [weighted places]."""
        weights = self.scenario.weights
        return {
            (g, t): sum(weights[k] * self.provided[g, k, t] for k in STREAMS)
            for g in self.case.codes
            for t in self.moments
        }


def streams_of(task: str) -> tuple[str, ...]:
    """Return the streams of a task in places; the need of reception is counted as asylum, housing has none."""
    return PLACE_TASKS.get("asylum" if task == "asylum_need" else task, ())


def number(value: Fraction | int | float) -> int | float:
    """Return a figure as it is written: whole when whole, else with six decimals."""
    if isinstance(value, Fraction) and value.denominator == 1:
        return int(value)
    return value if isinstance(value, int) else round(float(value), 6)
