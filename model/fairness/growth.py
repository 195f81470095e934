"""Hosts: a municipality with more than its share in places that must stay counts in a norm only if it grows."""

from collections.abc import Iterable
from typing import Any

from regietafel.model.case import ASYLUM_STREAMS
from regietafel.model.components import declare_parameter, declare_set, declare_variable
from regietafel.model.given import Given
from regietafel.model.rules import over


def declare_growth(m: Any, given: Given, pairs: Iterable[tuple[str, str]]) -> None:
    """Declare what tells whether a host grows; shared by every norm that leaves out a host that does not.

    Parameters
    ----------
    m : pyomo.environ.ConcreteModel
        With the burdens carried.
    given : Given
        Case and scenario.
    pairs : iterable of (ratio, municipality)
        Hosts under the key of at least one of the norms.
    """
    declare_set(m, "GROWING", pairs, "ratio, municipality that counts in some norm only if it grows")
    stays = {(on, g): fixed_burden(given, on, g) for on, g in m.GROWING}
    declare_parameter(m, "fixed_carried", stays, "burden that must stay, credit included [weighted places]")
    room = {pair: max(0, largest_burden(m, given, *pair) - stays[pair]) for pair in m.GROWING}
    declare_parameter(m, "largest_growth", room, "what a host can get above what must stay [weighted places]")
    declare_variable(m, "growth", (m.GROWING,), "burden above what must stay [weighted places]", (0, None))
    declare_variable(m, "grows", (m.GROWING,), "1 if the host grows", (0, 1))


def fixed_burden(given: Given, on: str, g: str) -> int:
    """Return the burden that no choice of the plan can take away, credit included [weighted places]."""
    hosts = given.hosts
    if on == "joint":
        return hosts.certain[g] + hosts.credit[g]
    return hosts.fixed_asylum[g] + hosts.credit_asylum[g]


def largest_burden(m: Any, given: Given, on: str, g: str) -> int:
    """Return the burden all offers and homes of a municipality could give, credit included [weighted places]."""
    weights = {k: m.stream_weight[k] if on == "joint" else int(k in ASYLUM_STREAMS) for k in m.STREAMS}
    places = sum(
        m.largest_size[loc] * m.available_count[loc] * max(weights[k] for k in m.streams_of[loc])
        for loc in m.locations_in[g]
    )
    credit = given.hosts.credit if on == "joint" else given.hosts.credit_asylum
    return int(places + weights["status_holder"] * m.obligation[g, m.last] + credit[g])


@over("GROWING", "BURDEN_MOMENTS", group="norm")
def host_growth_is_counted(m: Any, on: str, g: str, t: str) -> Any:
    r"""Count what a host gets above what is already there as growth.

    .. math:: q_g \ge C_{gt} - F_g \qquad \forall g \text{ with } F_g > E'_g, t

    q ``growth`` · C ``carried`` · F ``fixed_carried``

    Active: norms minimax and regret. Source: definition.
    """
    return m.growth[on, g] >= m.carried[on, g, t] - m.fixed_carried[on, g]


@over("GROWING", group="norm")
def host_counts_if_it_grows(m: Any, on: str, g: str) -> Any:
    r"""Leave a host out of the norm only when it does not grow.

    .. math:: q_g \le U_g\, b_g \qquad \forall g \text{ with } F_g > E'_g

    q ``growth`` · U ``largest_growth`` · b ``grows``

    Active: norms minimax and regret. Source: our choice; a host full of fixed places is listed as *vast door bestaande plekken*.
    """
    return m.growth[on, g] <= m.largest_growth[on, g] * m.grows[on, g]


GROWTH_RULES = (host_growth_is_counted, host_counts_if_it_grows)
