"""Tier 6: change against the plan on the table, or against what is there."""

from typing import Any

NAME = "disturbance"
UNIT = "weight"
ABSOLUTE_GAP = 0.99


def expression(m: Any) -> Any:
    r"""Weigh places moved, locations opened or closed, municipalities touched and locations that stay small.

    .. math:: \sum_t \left(a_1 \sum_{l,k} \mu_{lkt} + a_2 \sum_l \nu_{lt} + a_3 \sum_g b_{gt} + a_4 \sum_l \sigma_{lt}\right)

    μ ``change_of_places`` [places] · ν ``change_of_openings`` [locations] · b ``touched`` · σ ``small`` [locations] · a options ``change_weight_*``
    """
    places = sum(m.change_of_places[index] for index in m.OWN_PLACINGS)
    locations = sum(m.change_of_openings[loc, t] for loc in m.OWN_LOCATIONS for t in m.MOMENTS)
    municipalities = sum(m.touched[g, t] for g in m.MUNICIPALITIES for t in m.MOMENTS)
    small = sum(m.small[index] for index in m.NEW_ROWS)
    return (
        m.change_weight["place"] * places
        + m.change_weight["location"] * locations
        + m.change_weight["municipality"] * municipalities
        + m.change_weight["small"] * small
    )
