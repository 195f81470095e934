"""What a choice is worth by every norm of fairness, in exact fractions, and all aims in order; see `exact_values`."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import partial
from math import log, log2

from regietafel.model.scenario import Scenario
from support.exact_values import Asked, Choice, burden, cost, disturbance, shortfall, surplus


def fairness(asked: Asked, choice: Choice, ratio: str) -> Fraction:
    """Value of the norm on one ratio (joint or asylum): the worst over the moments it looks at."""
    moments = range(asked.last + 1) if asked.scenario.burden_moment == "all" else (asked.last,)
    measure = {"minimax": minimax, "deviation": deviation, "gini": gini, "theil": theil}[asked.scenario.fairness]
    return max(measure(asked, choice, t, ratio) for t in moments)


def _burdens(asked: Asked, choice: Choice, t: int, norm: str) -> list[tuple[str, int, int]]:
    """Code, burden and denominator of the municipalities that have an entitlement that counts."""
    return [
        (code, burden(asked, choice, t, code, norm), below)
        for code in asked.case.codes
        if (below := asked.denominator(code, norm)) >= max(1, asked.scenario.smallest_entitlement)
    ]


def minimax(asked: Asked, choice: Choice, t: int, norm: str) -> Fraction:
    """Return the largest ratio, hosts that do not grow left out."""
    ratios = [Fraction(0)]
    for code, carried, below in _burdens(asked, choice, t, norm):
        stays = asked.certain(code, norm) + asked.credit(code, norm)
        if not (stays > below and carried <= stays):
            ratios.append(Fraction(carried, below))
    return max(ratios)


def deviation(asked: Asked, choice: Choice, t: int, norm: str) -> Fraction:
    """Return the mean distance of the ratios from one, weighed by entitlement."""
    found = _burdens(asked, choice, t, norm)
    whole = sum(below for _, _, below in found)
    return Fraction(sum(abs(carried - below) for _, carried, below in found), whole) if whole else Fraction(0)


def gini(asked: Asked, choice: Choice, t: int, norm: str) -> Fraction:
    """Return half the mean difference of two burdens per place asked, over the mean burden per place asked."""
    found = _burdens(asked, choice, t, norm)
    carried, whole = sum(burden for _, burden, _ in found), sum(below for _, _, below in found)
    if not carried:
        return Fraction(0)
    apart = sum(
        one * other * abs(Fraction(first, one) - Fraction(second, other))
        for _, first, one in found
        for _, second, other in found
    )
    return Fraction(apart) / (2 * whole * carried)


def theil(asked: Asked, choice: Choice, t: int, norm: str) -> Fraction:
    """Return the relative entropy of the burdens to the shares, to twelve digits."""
    found = _burdens(asked, choice, t, norm)
    carried, whole = sum(burden for _, burden, _ in found), sum(below for _, _, below in found)
    parts = [(burden / carried, below / whole) for _, burden, below in found if burden]
    return Fraction(round(sum(share * log2(share / key) for share, key in parts) * log(2), 12))


def key_weight(asked: Asked, code: str, key: str) -> Fraction:
    """Return the number of a municipality under a key; per region: its part of the people there."""
    town = asked.case.municipality_of[code]
    if key == "region":
        people = sum(item.inhabitants for item in asked.case.municipalities if item.region == town.region)
        return Fraction(town.inhabitants, people)
    return {
        "inhabitants": Fraction(town.inhabitants),
        "ses_woa": town.inhabitants * (1 + (town.ses_woa.value if town.ses_woa else 0)),
        "area": town.area_km2,
    }.get(key) or town.keys[key]


def largest_under(asked: Asked, choice: Choice, norm: str, key: str) -> Fraction:
    """Return the largest ratio under a key over the moments, hosts that do not grow left out."""
    moments = range(asked.last + 1) if asked.scenario.burden_moment == "all" else (asked.last,)
    at_last = _burdens(asked, choice, asked.last, norm)
    whole = sum(below for _, _, below in at_last)
    weights = {code: key_weight(asked, code, key) for code, _, _ in at_last}
    ratios = [Fraction(0)]
    for code, weight in weights.items():
        below = weight * whole / sum(weights.values())
        stays = asked.certain(code, norm) + asked.credit(code, norm)
        most = max(burden(asked, choice, t, code, norm) for t in moments)
        if below >= max(1, asked.scenario.smallest_entitlement) and not (stays > below and most <= stays):
            ratios.append(most / below)
    return max(ratios)


def regrets(asked: Asked, choices: Sequence[Choice], norm: str) -> list[Fraction]:
    """Return the largest regret of every plan, against the best of them under each key."""
    under = [{key: largest_under(asked, plan, norm, key) for key in asked.scenario.regret_keys} for plan in choices]
    bests = {key: min(found[key] for found in under) for key in asked.scenario.regret_keys}
    return [max([Fraction(0), *(found[key] / best - 1 for key, best in bests.items() if best)]) for found in under]


def tiers(scenario: Scenario) -> dict[str, Callable[[Asked, Choice], int | Fraction]]:
    """Return what to minimise, in order; a second ratio of fairness is a tier of its own."""
    single = {"shortfall": shortfall, "surplus": surplus, "cost": cost, "disturbance": disturbance}
    found: dict[str, Callable[[Asked, Choice], int | Fraction]] = {}
    for name in scenario.tier_order:
        if name == "fairness":
            for number, ratio in enumerate(scenario.norms_on):
                found[f"fairness_{ratio}" if number else name] = partial(fairness, ratio=ratio)
        elif name in single:
            found[name] = single[name]
    return found
