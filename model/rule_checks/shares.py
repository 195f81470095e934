"""Fair shares: ceilings and floors on the burden, and a contribution of everyone."""

from regietafel.model.figures.quantities import Quantities
from regietafel.model.rule_checks.instance import Instance, Measured, check


@check("shares")
def burden_stays_below_ceiling(q: Quantities) -> Measured:
    """Measure the weighted places under the ceiling of a municipality."""
    for g, ceiling in q.hosts.ceiling.items():
        for t in q.burden_moments:
            burden = q.weighted_places[g, t]
            yield Instance(t, g, None, ceiling - burden, idle=ceiling == burden == 0)


@check("shares")
def burden_stays_above_floor(q: Quantities) -> Measured:
    """Measure the weighted places above the floor of a municipality."""
    for g, floor in q.hosts.floor.items():
        for t in q.burden_moments:
            burden = q.weighted_places[g, t]
            yield Instance(t, g, None, burden - floor, idle=floor == burden == 0)


@check("shares")
def every_municipality_contributes(q: Quantities) -> Measured:
    """Measure the places of a municipality above the one that everyone with an offer gives; homes do not count."""
    for g in q.case.codes if q.scenario.all_contribute else ():
        if g in q.hosts.contributors:
            places = sum(number for (code, _, t), number in q.places_in.items() if (code, t) == (g, q.last))
            yield Instance(q.last, g, None, places - 1)


@check("shares")
def regions_stay_below_ceiling(q: Quantities) -> Measured:
    """Measure the weighted places under the ceiling of a sub-region."""
    for region, ceiling in q.hosts.region_ceiling.items():
        for t in q.burden_moments:
            burden = _burden(q, region, t)
            yield Instance(t, None, None, ceiling - burden, idle=ceiling == burden == 0)


@check("shares")
def regions_stay_above_floor(q: Quantities) -> Measured:
    """Measure the weighted places above the floor of a sub-region."""
    for region, floor in q.hosts.region_floor.items():
        for t in q.burden_moments:
            burden = _burden(q, region, t)
            yield Instance(t, None, None, burden - floor, idle=floor == burden == 0)


def _burden(q: Quantities, region: str, t: str) -> int:
    return sum(q.weighted_places[item.code, t] for item in q.case.municipalities if item.region == region)


CHECKS = (
    burden_stays_below_ceiling,
    burden_stays_above_floor,
    every_municipality_contributes,
    regions_stay_below_ceiling,
    regions_stay_above_floor,
)
