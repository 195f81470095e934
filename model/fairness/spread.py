"""What the norms share that look at how all burdens are spread: each burden as a number of its own, and their sum."""

from typing import Any

import pyomo.environ as pyo

from regietafel.model.fairness.growth import largest_burden
from regietafel.model.given import Given
from regietafel.model.rules import over


def declare_spread(m: Any, given: Given) -> None:
    """Declare the burdens and their sum, once for all norms in a program: rows that compare them stay short."""
    if m.component("borne") is not None:
        return
    most = {(on, g): high for on in m.NORMS_ON for g, (_, high) in reach(m, given, on).items()}
    together = {on: sum(most[on, g] for g in compared(m, on)) for on in m.NORMS_ON}
    m.borne = pyo.Var(
        m.WITH_SHARE,
        m.BURDEN_MOMENTS,
        bounds=lambda _m, on, g, _t: (0, most[on, g]),
        initialize=0,
        doc="burden with credit, as a variable [weighted places]",
    )
    m.borne_together = pyo.Var(
        m.NORMS_ON,
        m.BURDEN_MOMENTS,
        bounds=lambda _m, on, _t: (0, together[on]),
        initialize=0,
        doc="burdens of all who are compared [weighted places]",
    )


@over("WITH_SHARE", "BURDEN_MOMENTS", group="norm")
def borne_burden_is_carried(m: Any, on: str, g: str, t: str) -> Any:
    r"""Give the burden of a municipality a name of its own.

    .. math:: c_{gt} = C_{gt} \qquad \forall g, t

    c ``borne`` · C ``carried``

    Active: norms gini and theil. Source: definition.
    """
    return m.borne[on, g, t] == m.carried[on, g, t]


@over("NORMS_ON", "BURDEN_MOMENTS", group="norm")
def burdens_add_up(m: Any, on: str, t: str) -> Any:
    r"""Add the burdens of all municipalities that are compared.

    .. math:: S_t = \sum_g c_{gt} \qquad \forall t

    S ``borne_together`` · c ``borne``

    Active: norms gini and theil. Source: definition.
    """
    return m.borne_together[on, t] == sum(m.borne[on, g, t] for g in compared(m, on))


SPREAD_RULES = (borne_burden_is_carried, burdens_add_up)


def compared(m: Any, on: str) -> list[str]:
    """Return the municipalities with an entitlement under a ratio that is large enough to compare."""
    return [g for ratio, g in m.WITH_SHARE if ratio == on]


def key_share(m: Any, on: str) -> dict[str, float]:
    """Return the share of each municipality that is compared in what is asked of all of them together."""
    shares = {g: m.denominator[on, g] for g in compared(m, on)}
    whole = sum(shares.values())
    return {g: share / whole for g, share in shares.items()}


def reach(m: Any, given: Given, on: str) -> dict[str, tuple[int, int]]:
    """Return the smallest and largest burden each municipality can have at every moment compared [weighted places].

    The smallest is what must stay at the last moment, or the credit alone when other moments are compared too.
    """
    hosts = given.hosts
    fixed, credit = (hosts.fixed, hosts.credit) if on == "joint" else (hosts.fixed_asylum, hosts.credit_asylum)
    last_only = len(given.burden_moments) == 1
    return {g: (credit[g] + (fixed[g] if last_only else 0), largest_burden(m, given, on, g)) for g in compared(m, on)}


def settle_spread(m: Any, on: str) -> None:
    """Give burdens and sums the values they have in the plan at hand."""
    for t in m.BURDEN_MOMENTS:
        for g in compared(m, on):
            m.borne[on, g, t].set_value(pyo.value(m.carried[on, g, t]), skip_validation=True)
        m.borne_together[on, t].set_value(sum(m.borne[on, g, t].value for g in compared(m, on)), skip_validation=True)
