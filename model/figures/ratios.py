"""Burden ratios, who is left out of a norm, and what each norm measures."""

from fractions import Fraction

from regietafel.model.case import ASYLUM_STREAMS
from regietafel.model.fairness import deviation, leximin, minimax
from regietafel.model.figures.quantities import PerMoment, Quantities

RATIOS = ("joint", "asylum")
MEASURES = {norm.NAME: norm.measure for norm in (minimax, leximin, deviation)}


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
    hosts = full_hosts(q, on, carried) if norm in (minimax.NAME, leximin.NAME) else set()
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
    hosts, entitlement, carried = q.hosts, denominator(q, on), carried or carried_on(q, on)
    joint = on == "joint"
    fixed = hosts.certain if joint else hosts.fixed_asylum
    credit = hosts.credit if joint else hosts.credit_asylum
    stays = {g: fixed[g] + credit[g] for g in q.case.codes}
    return {
        g
        for g in q.case.codes
        if stays[g] > entitlement[g] and all(carried[g, t] <= stays[g] for t in q.burden_moments)
    }


def ratios_at(q: Quantities, on: str, norm: str, t: str) -> dict[str, Fraction]:
    """Return the ratios that a norm compares at a moment, municipalities left out aside."""
    out, entitlement, carried = left_out(q, on, norm), denominator(q, on), carried_on(q, on)
    return {g: Fraction(carried[g, t], entitlement[g]) for g in q.case.codes if g not in out}


def measure(q: Quantities, norm: str, on: str) -> Fraction:
    """Measure a norm on a ratio, exactly: at the last moment, or the worst of all."""
    entitlement = denominator(q, on)
    values = [MEASURES[norm](ratios_at(q, on, norm, t), entitlement) for t in q.burden_moments]
    return max(Fraction(value) for value in values)
