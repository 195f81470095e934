"""Everything the program is built from, worked out once: usable offers, what is asked, hosts, reach and costs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from itertools import combinations

from regietafel.model import clusters
from regietafel.model.case import ASYLUM_STREAMS, Case, Location, Moment
from regietafel.model.decisions import Decisions
from regietafel.model.hosts import Hosts, find_hosts
from regietafel.model.law import lasts_five_years
from regietafel.model.position_subjects import Subject, find_subjects
from regietafel.model.positions import Position
from regietafel.model.scenario import Scenario
from regietafel.model.shares import Shares, find_shares
from regietafel.model.usable import usable_locations

DAYS_PER_YEAR = 365.25
TASK_STREAMS: Mapping[str, tuple[str, ...]] = {
    "asylum": ASYLUM_STREAMS,
    "special": ("special",),
    "ukraine": ("ukraine",),
}


@dataclass(frozen=True)
class Given:
    """A case seen through a scenario; `reference` is the plan on the table, if any."""

    case: Case
    scenario: Scenario
    reference: Decisions | None = None

    @cached_property
    def shares(self) -> Shares:
        """What is asked of each municipality."""
        return find_shares(self.case)

    @cached_property
    def hosts(self) -> Hosts:
        """What must stay in each municipality, its ceiling and its floor."""
        return find_hosts(self.case, self.scenario, self.shares)

    @cached_property
    def locations(self) -> tuple[Location, ...]:
        """Offers that may be used under the option `status_floor`."""
        return usable_locations(self.case, self.scenario)

    @cached_property
    def subjects(self) -> dict[str, Subject]:
        """What each position of this scenario is about, by its id."""
        return find_subjects(self.case, self.scenario)

    @property
    def positions(self) -> tuple[Position, ...]:
        """Positions of this scenario, in the order of their ids."""
        return tuple(subject.position for subject in self.subjects.values())

    @property
    def soft_positions(self) -> tuple[str, ...]:
        """Ids of the positions that may be given up."""
        return tuple(item.position_id for item in self.positions if not item.non_negotiable)

    @property
    def position_scale(self) -> dict[str, int]:
        """The amount of each position that counts as given up in full: its room, or all of it [places]."""
        return {name: subject.scale for name, subject in self.subjects.items()}

    @cached_property
    def reach(self) -> dict[tuple[str, str], clusters.Reached]:
        """Satellite and hub in its reach, with distance [km] and steps."""
        return clusters.reach(self.case, self.scenario)

    @cached_property
    def waived_satellites(self) -> dict[str, tuple[str, ...]]:
        """Existing satellites with the moments at which they have no hub in reach: they stay, and it is reported."""
        return clusters.moments_without_hub(self.case, self.scenario)

    @cached_property
    def stepping_stones(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """For a satellite two or more layers from a hub: the satellites one layer nearer."""
        return clusters.stepping_stones(self.case, self.scenario) if self.scenario.clusters_connected else {}

    @cached_property
    def units_near(self) -> dict[str, tuple[str, ...]]:
        """Small units for minors near each municipality point."""
        return clusters.units_near(self.case, self.scenario) if self.scenario.minor_units_apart else {}

    @cached_property
    def burden_moments(self) -> tuple[str, ...]:
        """Moments at which burdens are compared."""
        return self.case.moment_keys if self.scenario.burden_moment == "all" else self.case.moment_keys[-1:]

    @cached_property
    def groups(self) -> dict[str, list[str]]:
        """Rows of each group of joint locations, in order of their first day."""
        rows: dict[str, list[Location]] = {}
        for loc in self.locations:
            if loc.group:
                rows.setdefault(loc.group, []).append(loc)
        return {
            name: [loc.location_id for loc in sorted(members, key=_by_first_day)]
            for name, members in sorted(rows.items())
        }

    def groups_with(self, *rules: str) -> list[str]:
        """Return the groups under one of these rules."""
        return [name for name, rows in self.groups.items() if self.case.location_of[rows[0]].group_rule in rules]

    @cached_property
    def following(self) -> list[tuple[str, str, str, str]]:
        """(earlier row, later row, moment, later moment) for every sequence of locations."""
        pairs = [pair for name in self.groups_with("one_after_other") for pair in combinations(self.groups[name], 2)]
        return [(a, b, t, s) for a, b in pairs for t, s in combinations(self.case.moment_keys, 2)]

    @cached_property
    def emergency_caps(self) -> dict[str, int]:
        """Emergency places at most, per moment that has a cap [places]."""
        listed = self.scenario.emergency_max
        if listed is not None:
            caps = [listed[min(i, len(listed) - 1)] for i, _ in enumerate(self.case.moments)] if listed else []
            return dict(zip(self.case.moment_keys, caps, strict=False))
        return {item.key: item.emergency_max for item in self.case.moments if item.emergency_max is not None}

    @cached_property
    def surplus_base(self) -> dict[tuple[str, str], int]:
        """Places needed, or the present places that are available if those are more, per task and moment."""
        return {
            (task, item.key): max(self.shares.required[task, item.key], self._present(streams, item.key))
            for task, streams in TASK_STREAMS.items()
            for item in self.case.moments
        }

    def _present(self, streams: tuple[str, ...], key: str) -> int:
        day = next(item.day for item in self.case.moments if item.key == key)
        rows = [loc for loc in self.locations if loc.present_is_kept and not loc.foreign and loc.available(day)]
        return sum(loc.present.get(k, 0) for loc in rows for k in streams)

    @cached_property
    def years(self) -> dict[str, float]:
        """Years from each moment to the next, the last to the end of the cycle, inclusive."""
        days = [item.day for item in self.case.moments] + [self.case.end + timedelta(days=1)]
        return {key: (days[i + 1] - days[i]).days / DAYS_PER_YEAR for i, key in enumerate(self.case.moment_keys)}

    @cached_property
    def yearly_cost(self) -> dict[str, float]:
        """Cost per place per year of each offer, small-scale surcharge included [euro]."""
        extra = 1 + self.scenario.small_scale_surcharge
        return {loc.location_id: loc.cost_per_place * (extra if loc.surcharge else 1.0) for loc in self.locations}

    def starts_long_enough(self, loc: Location) -> list[str]:
        """Return the moments of taking into use from which the offer still lasts five years.

        References
        ----------
        Besluit art. 3.1: places count as durable when available for at least five years.
        """
        if loc.status == "existing":
            starts = {item.key: loc.first_day or self.case.begin for item in self.case.moments}
        else:
            starts = {item.key: item.day for item in self.case.moments}
        return [key for key, start in starts.items() if loc.last_day is None or lasts_five_years(start, loc.last_day)]

    @cached_property
    def reference_opened(self) -> dict[tuple[str, str], int]:
        """Open locations in the plan on the table, or existing ones [locations]."""
        if self.reference is not None:
            return self.reference.opened
        return {(loc.location_id, item.key): 1 for loc, item in self._existing()}

    @cached_property
    def reference_places(self) -> dict[tuple[str, str, str], int]:
        """Places in the plan on the table, or present ones [places]."""
        if self.reference is not None:
            return self.reference.placed
        return {
            (loc.location_id, k, item.key): loc.present.get(k, 0) for loc, item in self._existing() for k in loc.streams
        }

    def _existing(self) -> list[tuple[Location, Moment]]:
        return [(loc, item) for loc in self.locations for item in self.case.moments if loc.status == "existing"]


def _by_first_day(loc: Location) -> tuple[str, str]:
    return (loc.first_day.isoformat() if loc.first_day else "", loc.location_id)
