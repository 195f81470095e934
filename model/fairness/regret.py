"""The norm `regret`: let no distribution key come off much worse than in its own best plan.

Each key has a largest ratio of its own; how small that can be, a search per key finds first.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import pyomo.environ as pyo

from regietafel.model.components import declare_parameter, declare_set
from regietafel.model.errors import ScenarioError
from regietafel.model.fairness import measures
from regietafel.model.fairness.growth import GROWTH_RULES, fixed_burden
from regietafel.model.given import Given
from regietafel.model.norm_keys import key_findings, shares_under
from regietafel.model.rules import over

NAME = "regret"
measure = measures.regret
ERROR = 0.0

Share = Any


def key_shares(given: Given, on: str) -> dict[tuple[str, str], Share]:
    """Return what is asked per key and municipality, those under the smallest entitlement left out [weighted places].

    Raises
    ------
    ScenarioError
        If the case does not know a key, or has no data for it.
    """
    findings = key_findings(given.case, given.scenario.regret_keys)
    if findings:
        raise ScenarioError(findings)
    below, least = given.hosts.weighted if on == "joint" else given.hosts.asylum, given.scenario.smallest_entitlement
    asked = {g: below[g] for g in given.case.codes if below[g] >= least}
    return {
        (key, g): share
        for key in given.scenario.regret_keys
        for g, share in shares_under(given.case, key, asked).items()
        if share >= least
    }


def growing(m: Any, given: Given) -> Iterable[tuple[str, str]]:
    """Return the hosts under at least one of the keys."""
    shares = {on: key_shares(given, on) for on in m.NORMS_ON}
    return [(on, g) for on in m.NORMS_ON for (_, g), share in shares[on].items() if fixed_burden(given, on, g) > share]


def declare(m: Any, given: Given) -> None:
    """Declare the keys with their shares, the largest ratio under each, and the largest regret."""
    shares = {(on, *index): share for on in m.NORMS_ON for index, share in key_shares(given, on).items()}
    hosts = [(on, key, g) for (on, key, g), share in shares.items() if fixed_burden(given, on, g) > share]
    keys = [(on, key) for on in m.NORMS_ON for key in given.scenario.regret_keys]
    declare_set(m, "KEYS_ON", keys, "ratio, key")
    declare_set(m, "KEY_HOSTS", hosts, "ratio, key, municipality with more than its share already there")
    others = [index for index in shares if index not in m.KEY_HOSTS]
    declare_set(m, "KEY_COMPARED", others, "ratio, key, municipality that always counts")
    asked = {index: float(share) for index, share in shares.items()}
    declare_parameter(m, "key_asked", asked, "entitlement under a key [weighted places]", pyo.NonNegativeReals)
    m.key_best = pyo.Param(
        m.KEYS_ON, initialize=1.0, mutable=True, doc="smallest largest ratio under a key, once it is found [ratio]"
    )
    m.key_ratio = pyo.Var(m.KEYS_ON, domain=pyo.NonNegativeReals, initialize=0, doc="largest ratio under a key [ratio]")
    m.regretted = pyo.Var(
        m.NORMS_ON, domain=pyo.NonNegativeReals, initialize=0, doc="largest ratio above the best of its key [ratio]"
    )


@over("KEY_COMPARED", "BURDEN_MOMENTS", group="norm", unit="ratio")
def key_ratio_is_largest(m: Any, on: str, key: str, g: str, t: str) -> Any:
    r"""Call no burden ratio under a key larger than the largest.

    .. math:: E^n_g\, f^n \ge C_{gt} \qquad \forall n, g \text{ without more than its share already there}, t

    E ``key_asked`` · f ``key_ratio`` [ratio] · C ``carried``

    Active: norm regret. Source: definition.
    """
    return m.key_asked[on, key, g] * m.key_ratio[on, key] >= m.carried[on, g, t]


@over("KEY_HOSTS", group="norm", unit="ratio")
def growing_host_counts_under_key(m: Any, on: str, key: str, g: str) -> Any:
    r"""Compare a growing host under a key with its whole burden.

    .. math:: E^n_g\, f^n \ge F_g\, b_g + q_g \qquad \forall n, g \text{ with } F_g > E^n_g

    E ``key_asked`` · f ``key_ratio`` [ratio] · F ``fixed_carried`` · b ``grows`` · q ``growth``

    Active: norm regret. Source: definition; F b + q is the burden when b = 1 and 0 when b = 0.
    """
    burden = m.fixed_carried[on, g] * m.grows[on, g] + m.growth[on, g]
    return m.key_asked[on, key, g] * m.key_ratio[on, key] >= burden


@over("KEYS_ON", group="norm", unit="ratio")
def regret_is_largest(m: Any, on: str, key: str) -> Any:
    r"""Call no key worse off, against its own best, than the largest regret.

    .. math:: f^{n*} (1 + z) \ge f^n \qquad \forall n \text{ with } f^{n*} > 0

    f* ``key_best`` [ratio] · z ``regretted`` [ratio] · f ``key_ratio`` [ratio]

    Active: norm regret, once the best of every key is found. Source: definition. A key under which nobody needs to carry
    anything (f* = 0) is passed over: no plan is so many times as bad.
    """
    if m.key_best[on, key].value <= 0:
        return pyo.Constraint.Skip
    return m.key_best[on, key].value * (1 + m.regretted[on]) >= m.key_ratio[on, key]


CONSTRAINTS = (*GROWTH_RULES, key_ratio_is_largest, growing_host_counts_under_key, regret_is_largest)


def hold_bests(m: Any, on: str, bests: Mapping[str, float]) -> None:
    """Write the best of every key on a ratio into the program."""
    if m.component("regret_is_largest") is None:
        return  # a program without the rule is built to find what it costs
    for key, best in bests.items():
        m.key_best[on, key].set_value(best)
        expression = regret_is_largest(m, on, key)
        if expression is not pyo.Constraint.Skip:
            m.regret_is_largest[on, key] = expression
        elif (on, key) in m.regret_is_largest:
            del m.regret_is_largest[on, key]


def objective(m: Any, on: str) -> Any:
    """Return the expression to minimise [ratio]: right once the best of every key is held."""
    return m.regretted[on]


def divisor(m: Any, on: str) -> None:
    """Return nothing: the aim is no fraction."""
    del m, on
