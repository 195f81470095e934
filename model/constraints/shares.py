"""Fair shares: ceilings and floors on the burden, and a contribution of everyone."""

from typing import Any

from regietafel.model.rules import over
from regietafel.model.scenario import Scenario


def ceiling_is_set(scenario: Scenario) -> bool:
    """Whether burdens have a ceiling."""
    return scenario.burden_ceiling is not None


def floor_is_set(scenario: Scenario) -> bool:
    """Whether burdens have a floor."""
    return scenario.burden_floor is not None


def everyone_contributes(scenario: Scenario) -> bool:
    """Whether every municipality gives a place."""
    return scenario.all_contribute


def region_ceiling_is_set(scenario: Scenario) -> bool:
    """Whether the burden of a sub-region has a ceiling."""
    return scenario.region_ceiling is not None


def region_floor_is_set(scenario: Scenario) -> bool:
    """Whether the burden of a sub-region has a floor."""
    return scenario.region_floor is not None


@over("CAPPED", "BURDEN_MOMENTS", group="shares", active=ceiling_is_set)
def burden_stays_below_ceiling(m: Any, g: str, t: str) -> Any:
    r"""Give no municipality more than the ceiling times its share, or than what is already there.

    .. math:: \sum_k w_k P_{gkt} \le \max(c E'_g, \text{fixed}_g) \text{ and } \le \max(c E_g, \text{fixed}_g) \qquad \forall g \in G, t

    w ``stream_weight`` · P ``provided`` [places] · right-hand side ``ceiling_places`` [weighted places]

    Active: when ``burden_ceiling`` is set. Source: option, political choice; holds before and after agreed exchanges.
    """
    return m.burden[g, t] <= m.ceiling_places[g]


@over("FLOORED", "BURDEN_MOMENTS", group="shares", active=floor_is_set)
def burden_stays_above_floor(m: Any, g: str, t: str) -> Any:
    r"""Ask of every municipality at least the floor times its share, as far as its own offers and homes allow.

    .. math:: \sum_k w_k P_{gkt} \ge \min(f E'_g, \text{reachable}_g) \qquad \forall g \in G, t

    w ``stream_weight`` · P ``provided`` [places] · right-hand side ``floor_places`` [weighted places]

    Active: when ``burden_floor`` is set. Source: option, political choice; a lower floor is a waiver with both numbers.
    """
    return m.burden[g, t] >= m.floor_places[g]


@over("CONTRIBUTORS", group="shares", active=everyone_contributes)
def every_municipality_contributes(m: Any, g: str) -> Any:
    r"""Let every municipality with an offer give at least one place; homes do not count.

    .. math:: \sum_{l \in L_g} \sum_k x_{lk\bar t} \ge 1 \qquad \forall g \in G

    x ``placed`` [places]; \bar t the last moment

    Active: when ``all_contribute``. Source: option, political choice.
    """
    return sum(m.placed[loc, k, m.last] for loc in m.locations_in[g] for k in m.streams_of[loc]) >= 1


@over("REGIONS", "BURDEN_MOMENTS", group="shares", active=region_ceiling_is_set)
def regions_stay_below_ceiling(m: Any, r: str, t: str) -> Any:
    r"""Give no sub-region more than the ceiling times its share, or than what is already there.

    .. math:: \sum_{g \in r} \sum_k w_k P_{gkt} \le \max\left(c \sum_{g \in r} E'_g, \sum_{g \in r} \text{fixed}_g\right) \qquad \forall r \in R, t

    w ``stream_weight`` · P ``provided`` [places] · E' ``entitlement_weight`` [weighted places] · c option ``region_ceiling``

    Active: when ``region_ceiling`` is set. Source: option, political choice.
    """
    return sum(m.burden[g, t] for g in m.municipalities_in[r]) <= m.region_ceiling_places[r]


@over("REGIONS", "BURDEN_MOMENTS", group="shares", active=region_floor_is_set)
def regions_stay_above_floor(m: Any, r: str, t: str) -> Any:
    r"""Ask of every sub-region at least the floor times its share, as far as its offers and homes allow.

    .. math:: \sum_{g \in r} \sum_k w_k P_{gkt} \ge \min\left(f \sum_{g \in r} E'_g, \sum_{g \in r} \text{reachable}_g\right) \qquad \forall r \in R, t

    w ``stream_weight`` · P ``provided`` [places] · E' ``entitlement_weight`` [weighted places] · f option ``region_floor``

    Active: when ``region_floor`` is set. Source: option, political choice.
    """
    return sum(m.burden[g, t] for g in m.municipalities_in[r]) >= m.region_floor_places[r]
