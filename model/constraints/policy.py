"""Policy: how many large locations, how much small-scale, how little emergency, at what cost, and joint locations."""

from typing import Any

import pyomo.environ as pyo

from regietafel.model.rules import over, total
from regietafel.model.scenario import ASYLUM_STREAMS, Scenario


def large_is_limited(scenario: Scenario) -> bool:
    """Whether the province has a largest number of large locations."""
    return scenario.large_max is not None


def large_is_asked(scenario: Scenario) -> bool:
    """Whether the province asks for large locations."""
    return scenario.large_min is not None


def large_is_limited_in_municipality(scenario: Scenario) -> bool:
    """Whether a municipality has a largest number of large locations."""
    return scenario.large_max_per_municipality is not None


def small_scale_is_asked(scenario: Scenario) -> bool:
    """Whether a share of the asylum places must be small-scale."""
    return scenario.small_scale_min_share is not None


def cost_is_limited(scenario: Scenario) -> bool:
    """Whether the plan has a budget."""
    return scenario.cost_max is not None


def _asylum_places(m: Any, rows: list[str], t: str) -> Any:
    return total(m, (m.placed[loc, k, t] for loc in rows for k in m.streams_of[loc] if k in ASYLUM_STREAMS))


@over("MOMENTS", group="policy", unit="locations", active=large_is_limited)
def large_locations_stay_few(m: Any, t: str) -> Any:
    r"""Open no more large locations in the province than the largest number.

    .. math:: \sum_{l \in \text{large}} y_{lt} \le N \qquad \forall t \in T

    y ``opened`` [locations] · N option ``large_max`` [locations]

    Active: when ``large_max`` is set. Source: option, political choice.
    """
    return total(m, (m.opened[loc, t] for loc in m.large_locations)) <= m.large_max


@over(group="policy", unit="locations", active=large_is_asked)
def large_locations_are_enough(m: Any) -> Any:
    r"""Open at least the asked number of large locations in the province by the last moment.

    .. math:: \sum_{l \in \text{large}} y_{l\bar t} \ge N

    y ``opened`` [locations] · N option ``large_min`` [locations]

    Active: when ``large_min`` is set. Source: option, political choice (in 2024 the government wished one large location per province).
    """
    return total(m, (m.opened[loc, m.last] for loc in m.large_locations)) >= m.large_min


@over("LARGE_HOSTS", "MOMENTS", group="policy", unit="locations", active=large_is_limited_in_municipality)
def large_locations_in_municipality(m: Any, g: str, t: str) -> Any:
    r"""Open no more large locations in a municipality than the largest number.

    .. math:: \sum_{l \in \text{large}_g} y_{lt} \le N \qquad \forall g \in G, t \in T

    y ``opened`` [locations] · N option ``large_max_per_municipality`` [locations], or the number that must stay if more

    Active: when ``large_max_per_municipality`` is set. Source: option, political choice.
    """
    rows = [loc for loc in m.locations_in[g] if m.location_of[loc].form == "large"]
    staying = sum(1 for loc in rows if (loc, t) in m.STAYING_LOCATIONS)
    return sum(m.opened[loc, t] for loc in rows) <= max(m.large_max_per_municipality, staying)


@over("MOMENTS", group="policy", active=small_scale_is_asked)
def small_scale_is_enough(m: Any, t: str) -> Any:
    r"""Place at least the asked share of asylum seekers in small-scale or satellite locations.

    .. math:: \sum_{l \in \text{small}} \sum_{k \in \text{asylum}} x_{lkt} \ge a \sum_{l} \sum_{k \in \text{asylum}} x_{lkt} \qquad \forall t \in T

    x ``placed`` [places] · a option ``small_scale_min_share``

    Active: when ``small_scale_min_share`` is set. Source: option, political choice.
    """
    small = [loc for loc in m.own_locations if m.location_of[loc].form in ("small_scale", "satellite")]
    return _asylum_places(m, small, t) - m.small_scale_min_share * _asylum_places(m, m.own_locations, t) >= 0


@over("CAPPED_MOMENTS", group="policy")
def emergency_is_phased_down(m: Any, t: str) -> Any:
    r"""Keep emergency places for asylum seekers under the cap of the moment.

    .. math:: \sum_{l \in \text{emergency}} \sum_{k \in \text{asylum}} x_{lkt} \le C_t \qquad \forall t \in T \text{ with a cap}

    x ``placed`` [places] · C ``emergency_cap`` [places]

    Active: at moments with a cap. Source: option ``emergency_max``, else table momenten, column noodopvang_hoogstens.
    """
    return _asylum_places(m, m.emergency_locations, t) <= m.emergency_cap[t]


@over(group="policy", unit="euro", active=cost_is_limited)
def cost_stays_below_ceiling(m: Any) -> Any:
    r"""Spend no more over the cycle than the budget.

    .. math:: \text{cost} \le C

    cost ``cost`` [euro] · C option ``cost_max`` [euro]

    Active: when ``cost_max`` is set. Source: option, political choice.
    """
    return m.cost + m.nothing <= m.cost_max


@over("SINGLE_GROUPS", "MOMENTS", group="policy", unit="locations")
def joint_location_counts_once(m: Any, name: str, t: str) -> Any:
    r"""Open at most one row of a joint location at a time.

    .. math:: \sum_{l \in \text{group}} y_{lt} \le 1 \qquad \forall \text{groups}, t \in T

    y ``opened`` [locations]

    Active: for groups *niet_tegelijk* and *na_elkaar*. Source: table locaties, columns groep and groep_regel; in 2024 one joint plan was counted twice.
    """
    return sum(m.opened[loc, t] for loc in m.rows_of[name]) <= 1


@over("FOLLOWING", group="policy", unit="locations")
def joint_locations_follow(m: Any, earlier: str, later: str, t: str, s: str) -> Any:
    r"""Do not go back to an earlier row of a sequence once a later one is open.

    .. math:: y_{as} + y_{bt} \le 1 \qquad \forall a \text{ before } b, t < s

    y ``opened`` [locations]

    Active: for groups *na_elkaar*. Source: table locaties, columns groep and groep_regel.
    """
    return m.opened[earlier, s] + m.opened[later, t] <= 1


@over("SHARED_ROWS", "MOMENTS", group="policy")
def joint_location_keeps_shares(m: Any, name: str, loc: str, t: str) -> Any:
    r"""Give each row of a shared location its stated share of the places, to within one place.

    .. math:: \left| U \sum_k x_{lkt} - u_l \sum_{b \in \text{group}} \sum_k x_{bkt} \right| \le U \qquad \forall l \in \text{group}, t \in T

    x ``placed`` [places] · u ``largest_size`` [places] · U sum of u over the group [places]

    Active: for groups *samen*. Source: table locaties, columns groep, groep_regel and max_plekken.
    """
    rows = m.rows_of[name]
    whole = sum(m.largest_size[row] for row in rows)
    own = sum(m.placed[loc, k, t] for k in m.streams_of[loc])
    together = sum(m.placed[row, k, t] for row in rows for k in m.streams_of[row])
    return (-whole, whole * own - m.largest_size[loc] * together, whole)


@over("SHARED_ROWS", "MOMENTS", group="policy", unit="locations")
def shared_rows_open_together(m: Any, name: str, loc: str, t: str) -> Any:
    r"""Open all rows of a shared location together.

    .. math:: y_{lt} = y_{at} \qquad \forall l \ne a \in \text{group with first row } a, t \in T

    y ``opened`` [locations]; the first row says nothing of itself

    Active: for groups *samen*. Source: table locaties, columns groep and groep_regel.
    """
    first = m.rows_of[name][0]
    return pyo.Constraint.Skip if loc == first else m.opened[loc, t] - m.opened[first, t] == 0
