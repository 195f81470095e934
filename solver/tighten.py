"""When which valid inequality joins the program: at the start, or once the tier is kept that makes it valid."""

import math
from collections.abc import Collection
from typing import Any

from regietafel.model.build import attach
from regietafel.model.components import declare_parameter, declare_set
from regietafel.model.constraints import tightening
from regietafel.model.given import Given
from regietafel.model.variable_components import credits_housing

HAIR = 1e-6
LOOSE = 2e-6
"""So much looser is the row of the largest ratio than the whole burdens that follow from it, which do the work: where
both were as tight, HiGHS 1.15 took a program with plans for one without [ratio]."""


def tighten_from_start(m: Any, given: Given) -> None:
    """Add what is valid in every plan, if the rules it follows from are in the program."""
    if not _has(m, "housing_target_is_met", "homes_are_available", "places_fit_location"):
        return
    lacking = {(g, t): m.obligation[g, t] - m.houseable[g, t] for g in m.MUNICIPALITIES for t in m.MOMENTS}
    lacking = {index: persons for index, persons in lacking.items() if persons > 0}
    m.crediting = {g: [loc.location_id for loc in given.locations if credits_housing(loc, g)] for g in m.MUNICIPALITIES}
    declare_set(m, "LACKING_HOMES", list(lacking), "municipality, moment at which homes cannot meet the target")
    declare_parameter(m, "lacking_homes", lacking, "target less the homes there can be [persons]")
    attach(m, tightening.lack_of_homes_opens_location)


def looser_than_whole(m: Any, norm: str, found: Collection[str]) -> float:
    """Return how much looser the row of a norm may be, once whole burdens keep the ratios found exactly [ratio]."""
    return LOOSE if norm == "minimax" and set(found) == set(m.NORMS_ON) and _has(m, "worst_burden_is_largest") else 0.0


def tighten_after_fairness(m: Any, given: Given, worst: dict[str, float]) -> None:
    """Add what is valid once the largest ratio is kept.

    Parameters
    ----------
    m : pyomo.environ.ConcreteModel
        With the tier kept.
    given : Given
        Case and scenario.
    worst : dict of str to float
        Largest ratio allowed, per ratio the norm looks at.
    """
    if set(worst) != set(m.NORMS_ON) or not _has(m, "worst_burden_is_largest"):
        return
    most = {(on, g): math.floor(worst[on] * m.denominator[on, g] + HAIR) for on, g in m.COMPARED}
    declare_parameter(m, "whole_burden", most, "burden at most, whole [weighted places]")
    attach(m, tightening.burden_is_whole_below_worst)
    if not _has(m, "places_fit_location"):
        return
    fitting = _fitting(m, given, most)
    declare_set(m, "FITTING", list(fitting), "single offer larger than its municipality may carry, moment")
    declare_parameter(m, "fitting_places", fitting, "places the municipality may carry [places]")
    attach(m, tightening.places_fit_below_worst)


def _has(m: Any, *rules: str) -> bool:
    """Whether the program has these rules: one without some is built to find what they cost."""
    return all(m.component(name) is not None for name in rules)


def _fitting(m: Any, given: Given, most: dict[tuple[str, str], int]) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for on, g in most:
        room = max(0, most[on, g] - given.hosts.credit[g])
        for loc in m.locations_in[g] if on == "joint" else []:
            heavy = all(m.stream_weight[k] >= 1 for k in m.streams_of[loc])
            if heavy and m.available_count[loc] == 1 and room < m.largest_size[loc]:
                found |= {(loc, t): room for t in m.BURDEN_MOMENTS}
    return found
