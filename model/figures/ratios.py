"""Burden ratios, who is left out of a norm, and what each norm measures."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from regietafel.model.case import ASYLUM_STREAMS
from regietafel.model.fairness import measures, tangents
from regietafel.model.figures.quantities import PerMoment, Quantities
from regietafel.model.hosts import exact
from regietafel.model.norm_keys import shares_under

RATIOS = ("joint", "asylum")
MEASURES: Mapping[str, Any] = {
    "minimax": measures.minimax,
    "leximin": measures.leximin,
    "deviation": measures.deviation,
    "gini": measures.gini,
    "theil": measures.theil,
    "regret": measures.regret,
}
NORM_ERRORS = dict.fromkeys(MEASURES, 0.0) | {"theil": tangents.ERROR}


def carried_on(q: Quantities, on: str) -> PerMoment:
    """Return the burden with credit: weighted (``joint``), or of asylum alone and unweighted."""
    weights = q.scenario.weights if on == "joint" else dict.fromkeys(ASYLUM_STREAMS, 1)
    return {
        (g, t): sum(weight * q.carried[g, k, t] for k, weight in weights.items())
        for g in q.case.codes
        for t in q.moments
    }


def denominator(q: Quantities, on: str, *, before_exchange: bool = False) -> dict[str, int]:
    """Return the entitlement under a ratio, per municipality."""
    hosts = q.hosts
    if on == "joint":
        return dict(hosts.weighted_before if before_exchange else hosts.weighted)
    return dict(hosts.asylum_before if before_exchange else hosts.asylum)


def ratio_of(carried: int, entitlement: int) -> Fraction | None:
    """Return burden over entitlement; None when nothing is asked."""
    return Fraction(carried, entitlement) if entitlement else None


def left_out(q: Quantities, on: str, norm: str, carried: PerMoment | None = None) -> dict[str, str]:
    """Return the municipalities that a norm on a ratio does not compare, each with the reason.

    Parameters
    ----------
    q : Quantities
    on, norm : str
        Ratio and norm.
    carried : mapping, optional
        Burdens with credit per municipality and moment; those of the plan when left out.
    """
    entitlement, found = denominator(q, on), {}
    hosts = full_hosts(q, on, carried) if norm in ("minimax", "leximin") else set()
    for g in q.case.codes:
        if entitlement[g] == 0:
            found[g] = "no_entitlement"
        elif entitlement[g] < q.scenario.smallest_entitlement:
            found[g] = "small_entitlement"
        elif g in hosts:
            found[g] = "host"
    return found


def full_hosts(q: Quantities, on: str, carried: PerMoment | None = None) -> set[str]:
    """Return the municipalities with more than their share in places that stay, and nothing above it."""
    return full_under(q, on, denominator(q, on), carried)


def full_under(
    q: Quantities, on: str, asked: Mapping[str, int | Fraction], carried: PerMoment | None = None
) -> set[str]:
    """Return the municipalities with more in places that stay than a key asks, and nothing above it."""
    hosts, carried, joint = q.hosts, carried or carried_on(q, on), on == "joint"
    fixed = hosts.certain if joint else hosts.fixed_asylum
    credit = hosts.credit if joint else hosts.credit_asylum
    stays = {g: fixed[g] + credit[g] for g in q.case.codes}
    return {g for g in asked if stays[g] > asked[g] and all(carried[g, t] <= stays[g] for t in q.burden_moments)}


def ratios_at(q: Quantities, on: str, norm: str, t: str) -> dict[str, Fraction]:
    """Return the ratios that a norm compares at a moment, municipalities left out aside."""
    out, entitlement, carried = left_out(q, on, norm), denominator(q, on), carried_on(q, on)
    return {g: Fraction(carried[g, t], entitlement[g]) for g in q.case.codes if g not in out}


def measure(q: Quantities, norm: str, on: str) -> Fraction | None:
    """Measure a norm on a ratio, exactly: at the last moment, or the worst of all.

    Returns
    -------
    Fraction or None
        None for regret when the best of a key is not known.
    """
    if norm == "regret":
        return measure_regret(q, on)
    entitlement = denominator(q, on)
    values = [MEASURES[norm](ratios_at(q, on, norm, t), entitlement) for t in q.burden_moments]
    return max(Fraction(value) for value in values)


def measure_regret(q: Quantities, on: str, carried: PerMoment | None = None) -> Fraction | None:
    """Measure regret, of other burdens than those of the plan if given; None when the best of a key is not known."""
    bests = {key: q.key_bests.get((on, key)) for key in q.scenario.regret_keys}
    if any(best is None for best in bests.values()):
        return None
    largest = {key: largest_under(q, on, key, carried) or Fraction(0) for key in bests}
    return Fraction(measures.regret(largest, {key: exact(best) for key, best in bests.items() if best is not None}))


def asked_under(q: Quantities, on: str, key: str) -> dict[str, Fraction]:
    """Return what a key asks of each municipality that the norm compares [weighted places]."""
    least = q.scenario.smallest_entitlement
    return shares_under(q.case, key, {g: asked for g, asked in denominator(q, on).items() if asked >= least})


def left_out_under(q: Quantities, on: str, key: str, carried: PerMoment | None = None) -> dict[str, str]:
    """Return the municipalities that are compared, but not under a key, each with the reason."""
    asked = asked_under(q, on, key)
    hosts, least = full_under(q, on, asked, carried), q.scenario.smallest_entitlement
    small = {g: "no_entitlement" if share == 0 else "small_entitlement" for g, share in asked.items() if share < least}
    return {g: small.get(g, "host") for g in asked if g in small or g in hosts}


def largest_under(q: Quantities, on: str, key: str, carried: PerMoment | None = None) -> Fraction | None:
    """Return the largest burden over what a key asks, over the moments compared; None when nobody is compared."""
    carried = carried or carried_on(q, on)
    asked, out = asked_under(q, on, key), left_out_under(q, on, key, carried)
    found = [carried[g, t] / share for g, share in asked.items() if g not in out for t in q.burden_moments]
    return max(found, default=None)
