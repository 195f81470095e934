"""What differs between two plans, as data: municipalities, locations, rules that bind, totals, costs and fairness.

Both plans are read as they were written; nothing is worked out but a difference of two numbers that stand in them. A
number is None where one of the two plans does not have what it is about.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from regietafel.model.plan import PlanDocument

Number = int | float | None
Row = Mapping[str, Any]
Binding = Mapping[str, Any]

RATIOS = ("joint", "asylum")
KINDS = ("opened", "closed", "more_open", "fewer_open", "larger", "smaller", "other_streams", "other_hub")


class Pair(NamedTuple):
    """A number in the first plan and in the second."""

    before: Number
    after: Number

    @property
    def differs(self) -> bool:
        """Whether the two are not the same."""
        return self.before != self.after

    @property
    def by(self) -> Number:
        """The second less the first; None when one is unknown."""
        return None if self.before is None or self.after is None else self.after - self.before


@dataclass(frozen=True)
class MunicipalityAt:
    """A municipality at a moment: persons per stream, `total` places in locations, persons housed or not, its ratios.

    Of status holders `provided` has those in ordinary homes too, as in the plan; `total` has not.
    """

    moment: str
    provided: Mapping[str, Pair]
    total: Pair
    housed: Pair
    unhoused: Pair
    ratio: Mapping[str, Pair]


@dataclass(frozen=True)
class MunicipalityChange:
    """A municipality in both plans; `touched` when its places, its openings or its homes are not the same."""

    gm_code: str
    name: str
    touched: bool
    moments: tuple[MunicipalityAt, ...]


@dataclass(frozen=True)
class LocationAt:
    """An offer at a moment: open locations, places per stream and together, and satellites per hub."""

    moment: str
    opened: Pair
    places: Mapping[str, Pair]
    total: Pair
    hubs: Mapping[str, Pair]
    kind: str | None


@dataclass(frozen=True)
class LocationChange:
    """An offer that is not the same in both plans; `kinds` says in which ways, in the order of `KINDS`."""

    location_id: str
    gm_code: str
    name: str
    form: str
    kinds: tuple[str, ...]
    moments: tuple[LocationAt, ...]


@dataclass(frozen=True)
class RuleChange:
    """A rule that binds elsewhere: where it started to bind and where it stopped; places as the plan has them."""

    name: str
    unit: str
    started: tuple[Binding, ...]
    stopped: tuple[Binding, ...]
    smallest_slack: Pair


@dataclass(frozen=True)
class TotalChange:
    """A task at a moment [places, persons]; `counted` under the two ways of counting."""

    moment: str
    task: str
    required: Pair
    placed: Pair
    shortfall: Pair
    surplus: Pair
    counted: Mapping[str, Pair]

    @property
    def differs(self) -> bool:
        """Whether any number differs."""
        pairs = (self.required, self.placed, self.shortfall, self.surplus, *self.counted.values())
        return any(pair.differs for pair in pairs)


@dataclass(frozen=True)
class CostChange:
    """Money [euro]: over the cycle, opening once, per year at each moment, the municipalities that differ, grants."""

    over_cycle: Pair
    opening_once: Pair
    operation_per_year: Mapping[str, Pair]
    by_municipality: Mapping[str, Pair]
    grants: Pair


@dataclass(frozen=True)
class FairnessChange:
    """Every norm on both ratios, and the largest ratio and whose it is; `same_norm`: both plans seek one norm."""

    same_norm: bool
    measures: Mapping[str, Mapping[str, Pair]]
    largest: Mapping[str, Pair]
    largest_of: Mapping[str, tuple[str | None, str | None]]


@dataclass(frozen=True)
class PositionChange:
    """A position that only one plan has, or that is not given up as much [places]; None: not in that plan."""

    position_id: str
    party: str
    given_up: Pair
    added: bool
    dropped: bool


@dataclass(frozen=True)
class OptionChange:
    """An option with another value."""

    key: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Difference:
    """What differs between two plans.

    Parameters
    ----------
    municipalities : tuple of MunicipalityChange
        All of them, in the order of the second plan, then those that only the first has.
    locations : tuple of LocationChange
        Only those that differ.
    rules : tuple of RuleChange
        Only those that started or stopped binding somewhere.
    totals : tuple of TotalChange
        Every task at every moment of either plan.
    costs : CostChange
    fairness : FairnessChange
    positions : tuple of PositionChange
        Only those that differ.
    options : tuple of OptionChange
        Only those that differ.
    inputs : tuple of str
        Tables that are not the same, by name.
    """

    municipalities: tuple[MunicipalityChange, ...]
    locations: tuple[LocationChange, ...]
    rules: tuple[RuleChange, ...]
    totals: tuple[TotalChange, ...]
    costs: CostChange
    fairness: FairnessChange
    positions: tuple[PositionChange, ...]
    options: tuple[OptionChange, ...]
    inputs: tuple[str, ...]

    @property
    def touched(self) -> tuple[str, ...]:
        """CBS codes of the municipalities where something changes."""
        return tuple(item.gm_code for item in self.municipalities if item.touched)

    @property
    def untouched(self) -> tuple[str, ...]:
        """CBS codes of the municipalities where nothing changes."""
        return tuple(item.gm_code for item in self.municipalities if not item.touched)

    @property
    def same_plan(self) -> bool:
        """Whether both plans decide the same: places, openings, hubs and homes."""
        return not self.touched and not self.locations

    def to_dict(self) -> dict[str, Any]:
        """Return the difference in plain data, a pair as ``[before, after]``."""
        found: dict[str, Any] = _plain(asdict(self))
        return {"touched": list(self.touched), "same_plan": self.same_plan, **found}


def plan_difference(before: PlanDocument, after: PlanDocument) -> Difference:
    """Compare two plans.

    Parameters
    ----------
    before, after : PlanDocument
        Also of different cases or scenarios: what one of them does not have is None there.

    Returns
    -------
    Difference
        In the order of the second plan; the same documents give the same difference.
    """
    locations = tuple(_locations(before, after))
    return Difference(
        municipalities=tuple(_municipalities(before, after, {item.gm_code for item in locations})),
        locations=locations,
        rules=tuple(_rules(before["rules"], after["rules"])),
        totals=tuple(_totals(before["totals"], after["totals"])),
        costs=_costs(before["costs"], after["costs"]),
        fairness=_fairness(before["fairness"], after["fairness"]),
        positions=tuple(_positions(before["positions"], after["positions"])),
        options=tuple(_options(before["scenario"]["options"], after["scenario"]["options"])),
        inputs=tuple(_inputs(before["case"]["inputs"], after["case"]["inputs"])),
    )


def _municipalities(
    before: PlanDocument, after: PlanDocument, with_locations: set[str]
) -> Iterator[MunicipalityChange]:
    for code, old, new in _matched(before["municipalities"], after["municipalities"], "gm_code"):
        moments = tuple(_town_at(t, *pair) for t, *pair in _matched(_at(old), _at(new), "moment"))
        changed = any(item.housed.differs or any(pair.differs for pair in item.provided.values()) for item in moments)
        yield MunicipalityChange(code, (new or old)["name"], changed or code in with_locations, moments)


def _town_at(t: str, old: Row, new: Row) -> MunicipalityAt:
    provided = _pairs(old.get("provided"), new.get("provided"))
    ratios = (old.get("burden_ratio") or {}, new.get("burden_ratio") or {})
    return MunicipalityAt(
        moment=t,
        provided=provided,
        total=Pair(_places_of(old), _places_of(new)),
        housed=Pair(old.get("housed"), new.get("housed")),
        unhoused=Pair(old.get("unhoused"), new.get("unhoused")),
        ratio={on: Pair(ratios[0].get(on), ratios[1].get(on)) for on in RATIOS},
    )


def _locations(before: PlanDocument, after: PlanDocument) -> Iterator[LocationChange]:
    for name, old, new in _matched(before["locations"], after["locations"], "location_id"):
        moments = tuple(_location_at(t, *pair) for t, *pair in _matched(_at(old), _at(new), "moment"))
        kinds = {item.kind for item in moments}
        if kinds - {None}:
            about = new or old
            ordered = tuple(kind for kind in KINDS if kind in kinds)
            yield LocationChange(name, about["gm_code"], about["name"], about["form"], ordered, moments)


def _location_at(t: str, old: Row, new: Row) -> LocationAt:
    places = _pairs(old.get("places"), new.get("places"))
    hubs = {
        hub: Pair((old.get("hubs") or {}).get(hub, {}).get("n", 0), (new.get("hubs") or {}).get(hub, {}).get("n", 0))
        for hub in sorted({*(old.get("hubs") or {}), *(new.get("hubs") or {})})
    }
    opened = Pair(old.get("opened"), new.get("opened"))
    total = Pair(_sum(old.get("places")), _sum(new.get("places")))
    return LocationAt(t, opened, places, total, hubs, _kind(opened, total, places, hubs))


def _kind(opened: Pair, total: Pair, places: Mapping[str, Pair], hubs: Mapping[str, Pair]) -> str | None:
    """Say in which way an offer differs at a moment: the first that holds."""
    was, now = opened.before or 0, opened.after or 0
    if was != now:
        return "opened" if not was else "closed" if not now else "more_open" if now > was else "fewer_open"
    if (total.before or 0) != (total.after or 0):
        return "larger" if (total.after or 0) > (total.before or 0) else "smaller"
    if any((pair.before or 0) != (pair.after or 0) for pair in places.values()):
        return "other_streams"
    return "other_hub" if any(pair.differs for pair in hubs.values()) else None


def _rules(before: Sequence[Row], after: Sequence[Row]) -> Iterator[RuleChange]:
    for name, old, new in _matched(before, after, "name"):
        was, now = (_binding(row) for row in (old, new))
        started = tuple(now[key] for key in now if key not in was)
        stopped = tuple(was[key] for key in was if key not in now)
        if started or stopped:
            slack = Pair(old.get("smallest_slack"), new.get("smallest_slack"))
            yield RuleChange(name, (new or old)["unit"], started, stopped, slack)


def _binding(row: Row) -> dict[tuple[Any, ...], Binding]:
    """Return where a rule binds, by the place alone: how much room is left there is another thing."""
    return {
        tuple(sorted((key, str(value)) for key, value in at.items() if key != "slack")): dict(at)
        for at in row.get("binding", ())
    }


def _totals(before: Sequence[Row], after: Sequence[Row]) -> Iterator[TotalChange]:
    old = {(row["moment"], row["task"]): row for row in before}
    new = {(row["moment"], row["task"]): row for row in after}
    for moment, task in dict.fromkeys([*new, *old]):
        pair = old.get((moment, task), {}), new.get((moment, task), {})
        numbers = {
            name: Pair(*(row.get(name) for row in pair)) for name in ("required", "placed", "shortfall", "surplus")
        }
        counted = _pairs(pair[0].get("counted"), pair[1].get("counted"))
        yield TotalChange(moment, task, counted=counted, **numbers)


def _costs(old: Row, new: Row) -> CostChange:
    yearly = [{row["moment"]: row["amount"] for row in costs["operation_per_year"]} for costs in (old, new)]
    towns = _pairs(old["by_municipality"], new["by_municipality"])
    return CostChange(
        over_cycle=Pair(old["over_cycle"], new["over_cycle"]),
        opening_once=Pair(old["opening_once"], new["opening_once"]),
        operation_per_year=_pairs(*yearly),
        by_municipality={code: pair for code, pair in towns.items() if pair.differs},
        grants=Pair(*(sum(row["amount"] for row in costs["grants"]) for costs in (old, new))),
    )


def _fairness(old: Row, new: Row) -> FairnessChange:
    norms = dict.fromkeys([*new["measures"], *old["measures"]])
    measures = {norm: _pairs(old["measures"].get(norm), new["measures"].get(norm)) for norm in norms}
    firsts = {on: [(fair["sorted"].get(on) or [[None, None]])[0] for fair in (old, new)] for on in RATIOS}
    return FairnessChange(
        same_norm=(old["norm"], old["on"]) == (new["norm"], new["on"]),
        measures=measures,
        largest={on: Pair(was[0], now[0]) for on, (was, now) in firsts.items()},
        largest_of={on: (was[1], now[1]) for on, (was, now) in firsts.items()},
    )


def _positions(before: Sequence[Row], after: Sequence[Row]) -> Iterator[PositionChange]:
    for name, old, new in _matched(before, after, "id"):
        given_up = Pair(old.get("given_up"), new.get("given_up"))
        if given_up.differs or not old or not new:
            yield PositionChange(name, (new or old)["party"], given_up, added=not old, dropped=not new)


def _options(before: Mapping[str, Row], after: Mapping[str, Row]) -> Iterator[OptionChange]:
    for key in dict.fromkeys([*after, *before]):
        old, new = before.get(key, {}).get("value"), after.get(key, {}).get("value")
        if old != new:
            yield OptionChange(key, old, new)


def _inputs(before: Iterable[Row], after: Iterable[Row]) -> Iterator[str]:
    old, new = ({row["table"]: row["sha256"] for row in rows} for rows in (before, after))
    yield from (table for table in dict.fromkeys([*new, *old]) if old.get(table) != new.get(table))


def _matched(before: Iterable[Row], after: Iterable[Row], key: str) -> Iterator[tuple[str, Row, Row]]:
    """Give the rows of both plans that are about the same, an empty one where a plan has none."""
    old, new = {row[key]: row for row in before}, {row[key]: row for row in after}
    for name in dict.fromkeys([*new, *old]):
        yield name, old.get(name, {}), new.get(name, {})


def _at(row: Row) -> Sequence[Row]:
    found: Sequence[Row] = row.get("moments", ())
    return found


def _pairs(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> dict[str, Pair]:
    was, now = old or {}, new or {}
    return {key: Pair(was.get(key), now.get(key)) for key in dict.fromkeys([*now, *was])}


def _places_of(row: Row) -> int | None:
    """Return places in locations: of status holders a plan counts those in ordinary homes as well."""
    provided = _sum(row.get("provided"))
    return None if provided is None else provided - int(row.get("housed") or 0)


def _sum(numbers: Mapping[str, int] | None) -> int | None:
    return None if numbers is None else sum(numbers.values())


def _plain(value: Any) -> Any:
    """Turn tuples into lists, all the way down."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value
