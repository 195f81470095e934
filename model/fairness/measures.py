"""What each norm measures on the ratios of a plan, without any program: for figures, audit, comparison and tests."""

import math
from collections.abc import Mapping
from fractions import Fraction
from itertools import combinations
from typing import Any


def minimax(ratios: Mapping[str, Any], entitlement: Mapping[str, int]) -> Any:
    """Return the largest ratio, 0 when there is none.

    Parameters
    ----------
    ratios : mapping of municipality to number
        Burden ratio of each municipality that counts.
    entitlement : mapping of municipality to int
        Share of each; not used by this norm.
    """
    del entitlement
    return max(ratios.values(), default=0)


def leximin(ratios: Mapping[str, Any], entitlement: Mapping[str, int]) -> Any:
    """Return the first place of the sorted vector, 0 when it is empty; compare plans by the whole vector.

    Parameters
    ----------
    ratios : mapping of municipality to number
        Burden ratio of each municipality that counts.
    entitlement : mapping of municipality to int
        Share of each; not used by this norm.
    """
    return minimax(ratios, entitlement)


def deviation(ratios: Mapping[str, Any], entitlement: Mapping[str, int]) -> Any:
    """Return the sum of entitlement x |ratio - 1|, relative to the sum of the entitlements; 0 when there is none.

    Parameters
    ----------
    ratios : mapping of municipality to number
        Burden ratio of each municipality that counts.
    entitlement : mapping of municipality to int
        Share of each, at least for those in `ratios`.
    """
    whole = sum(entitlement[g] for g in ratios)
    return sum(entitlement[g] * abs(ratio - 1) for g, ratio in ratios.items()) / whole if whole else 0


def gini(ratios: Mapping[str, Any], entitlement: Mapping[str, int]) -> Any:
    """Return the differences of all pairs of ratios, weighed by both shares, over all shares x all burdens; 0 if nobody bears any.

    Parameters
    ----------
    ratios : mapping of municipality to number
        Burden ratio of each municipality that counts.
    entitlement : mapping of municipality to int
        Share of each, at least for those in `ratios`.
    """
    burden = sum(entitlement[g] * ratio for g, ratio in ratios.items())
    whole = sum(entitlement[g] for g in ratios)
    pairs = combinations(ratios, 2)
    apart = sum(entitlement[g] * entitlement[h] * abs(ratios[g] - ratios[h]) for g, h in pairs)
    return Fraction(apart) / (whole * burden) if burden else 0


def theil(ratios: Mapping[str, Any], entitlement: Mapping[str, int]) -> float:
    """Return the relative entropy of the burdens to the shares; 0 if nobody bears any.

    Parameters
    ----------
    ratios : mapping of municipality to number
        Burden ratio of each municipality that counts.
    entitlement : mapping of municipality to int
        Share of each, at least for those in `ratios`.
    """
    burden = sum(entitlement[g] * ratio for g, ratio in ratios.items())
    whole = sum(entitlement[g] for g in ratios)
    if not burden:
        return 0.0
    relative = {g: ratio * whole / burden for g, ratio in ratios.items() if ratio}
    return math.fsum(float(entitlement[g] * r / whole) * math.log(r) for g, r in relative.items())


def regret(ratios: Mapping[str, Any], entitlement: Mapping[str, Any]) -> Any:
    """Return by how much the largest ratio of a key is above its best, relative to it, of the worst key; at least 0.

    Parameters
    ----------
    ratios : mapping of key to number
        Largest ratio of the plan under each key.
    entitlement : mapping of key to number
        Smallest largest ratio that any plan has under it.
    """
    regrets = (ratio / entitlement[key] - 1 for key, ratio in ratios.items() if entitlement[key] > 0)
    return max((0, *regrets))
