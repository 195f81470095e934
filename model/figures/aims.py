"""The aims a trade-off can be about: how each is counted, in which steps, and what it comes to on a plan."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from regietafel.model.decisions import Decisions
from regietafel.model.figures.quantities import Quantities
from regietafel.model.figures.ratios import MEASURES, measure
from regietafel.model.figures.tiers import measure_tier
from regietafel.model.scenario import ASYLUM_STREAMS, Scenario

SMALL_FORMS = ("small_scale", "satellite")
RATIO_STEP = 1e-4


@dataclass(frozen=True)
class Kind:
    """How an aim is counted.

    Parameters
    ----------
    unit : str
        Of its values.
    step : float
        Smallest difference between two plans that is told apart; 1 for what is counted.
    whole : bool
        Whether it is counted in whole numbers.
    most : bool
        Whether more is better; then what is missing to 1 is made small.
    """

    unit: str
    step: float
    whole: bool = False
    most: bool = False


COUNTED: Mapping[str, Kind] = {
    "shortfall": Kind("places", 1.0, whole=True),
    "surplus": Kind("places", 1.0, whole=True),
    "cost": Kind("euro", 1.0),
    "disturbance": Kind("weight", 1.0, whole=True),
    "emergency": Kind("places", 1.0, whole=True),
    "locations": Kind("locations", 1.0, whole=True),
    "small_scale": Kind("share", RATIO_STEP, most=True),
}
KINDS: Mapping[str, Kind] = {**{norm: Kind("ratio", RATIO_STEP) for norm in MEASURES}, **COUNTED}


@dataclass(frozen=True)
class Aim:
    """One aim of a trade-off: a norm on a ratio, or something that is counted.

    Parameters
    ----------
    name : str
        Of `KINDS`.
    on : str
        For a norm the ratio it looks at, else empty.
    """

    name: str
    on: str = ""

    @property
    def key(self) -> str:
        """The aim in one word: ``cost``, or ``gini:asylum``."""
        return f"{self.name}:{self.on}" if self.on else self.name

    @property
    def kind(self) -> Kind:
        """How it is counted."""
        return KINDS[self.name]

    @property
    def tier(self) -> str:
        """The tier of the scenario that it is, or in whose place it stands."""
        return self.name if self.name in ("shortfall", "surplus", "cost", "disturbance") else "fairness"

    def is_counted_as(self, other: "Aim") -> bool:
        """Whether both come to the same value at every plan: leximin counts the largest ratio, as minimax does."""
        largest = ("minimax", "leximin")
        return self == other or (self.on == other.on and self.name in largest and other.name in largest)

    def loss(self, value: Fraction) -> Fraction:
        """Return what is made small, from the value people read."""
        return 1 - value if self.kind.most else value

    def value(self, loss: float) -> float:
        """Return the value people read, from what is made small."""
        return 1 - loss if self.kind.most else loss


def read_aim(word: str, scenario: Scenario) -> Aim:
    """Return the aim that a key means; a norm without a ratio looks at the first one of the scenario.

    Raises
    ------
    KeyError
        If there is no such aim.
    """
    name, _, on = word.partition(":")
    if name in COUNTED and not on:
        return Aim(name)
    if name in MEASURES and on in ("", "joint", "asylum"):
        return Aim(name, on or scenario.norms_on[0])
    raise KeyError(word)


def measure_aim(q: Quantities, aim: Aim, reference: Decisions | None = None) -> Fraction:
    """Measure an aim on a plan, exactly, as people read it.

    Parameters
    ----------
    q : Quantities
        For regret with the best of every key.
    aim : Aim
    reference : Decisions, optional
        The plan that change is measured against; the present places when left out.
    """
    if aim.on:
        return measure(q, aim.name, aim.on) or Fraction(0)
    if aim.name in _MEASURES:
        return Fraction(_MEASURES[aim.name](q))
    return measure_tier(q, aim.name, reference)


def kept_tiers(scenario: Scenario, aims: tuple[Aim, ...]) -> tuple[str, ...]:
    """Return the tiers that are kept as in a plan: those that stand before the first of the aims.

    An aim that is no tier stands in the place of fairness; where that is no tier either, after shortfall and surplus.
    """
    order = scenario.tier_order
    places = [order.index(aim.tier) if aim.tier in order else _after_the_tasks(order) for aim in aims]
    return order[: min(places)]


def _after_the_tasks(order: tuple[str, ...]) -> int:
    return next((i for i, name in enumerate(order) if name not in ("shortfall", "surplus")), len(order))


def measure_emergency(q: Quantities) -> int:
    """Count the emergency places for asylum seekers, at the moment at which there are most [places]."""
    rows = [loc.location_id for loc in q.rows if loc.emergency and not loc.foreign]
    return max(sum(q.placed(loc, t, ASYLUM_STREAMS) for loc in rows) for t in q.moments)


def measure_locations(q: Quantities) -> int:
    """Count the open locations of the province at the last moment [locations]."""
    return sum(q.opened(loc.location_id, q.last) for loc in q.rows if not loc.foreign)


def measure_small_scale(q: Quantities) -> Fraction:
    """Return the share of the asylum places that is small-scale or satellite, at the last moment; 1 without places."""
    places = {
        loc.location_id: (loc.form in SMALL_FORMS, q.placed(loc.location_id, q.last, ASYLUM_STREAMS))
        for loc in q.rows
        if not loc.foreign
    }
    whole = sum(number for _, number in places.values())
    return Fraction(sum(number for small, number in places.values() if small), whole) if whole else Fraction(1)


_MEASURES: Mapping[str, Callable[[Quantities], int | Fraction]] = {
    "emergency": measure_emergency,
    "locations": measure_locations,
    "small_scale": measure_small_scale,
}
