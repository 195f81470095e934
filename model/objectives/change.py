"""The aim of a what-if: change against the plan on the table, homes and hubs included; 0 only for the same plan."""

from typing import Any

import pyomo.environ as pyo

from regietafel.model.components import declare_set, declare_variable
from regietafel.model.decisions import Decisions

NAME = "change"
UNIT = "weight"
ABSOLUTE_GAP = 0.99


def declare(m: Any, reference: Decisions) -> None:
    r"""Declare persons housed otherwise, and satellites that leave their hub.

    .. math:: \eta_{gt} \ge |h_{gt} - r_{gt}|, \qquad \omega_{aht} \ge r_{aht} - n_{aht} \text{ where } r_{aht} > 0

    η ``rehoused`` [persons] · h ``housed`` · ω ``unhooked`` [locations] · n ``attached`` · r as in the plan on the table

    Parameters
    ----------
    m : pyomo.environ.ConcreteModel
        As built, with that plan as its reference.
    reference : Decisions
        The plan on the table.
    """
    hung = [index for index in m.attached if reference.attached.get(index, 0)]
    declare_set(m, "REFERENCE_HUNG", hung, "satellite, hub in the reference, moment")
    declare_variable(m, "rehoused", (m.MUNICIPALITIES, m.MOMENTS), "persons housed otherwise [persons]", (0, None))
    declare_variable(m, "unhooked", (m.REFERENCE_HUNG,), "satellites that leave their hub [locations]", (0, None))
    m.changes_are_counted = pyo.ConstraintList(doc="Count homes and hubs that are not as in the reference.")
    for g in m.MUNICIPALITIES:
        for t in m.MOMENTS:
            was = reference.housed.get((g, t), 0)
            m.changes_are_counted.add(m.rehoused[g, t] >= m.housed[g, t] - was)
            m.changes_are_counted.add(m.rehoused[g, t] >= was - m.housed[g, t])
    for index in hung:
        m.changes_are_counted.add(m.unhooked[index] >= reference.attached[index] - m.attached[index])


def expression(m: Any) -> Any:
    r"""Weigh places moved, persons housed otherwise, hubs left, locations opened or closed, municipalities touched.

    .. math:: \sum_t \left(a_1 \left(\sum_{l,k} \mu_{lkt} + \sum_g \eta_{gt} + \sum_{a,h} \omega_{aht}\right)
        + a_2 \sum_l \nu_{lt} + a_3 \sum_g b_{gt}\right)

    As the tier *disturbance*, without the locations that stay small: what stands on the table is no change. A person
    housed otherwise and a satellite that leaves its hub weigh as much as a place.

    μ ``change_of_places`` [places] · η ``rehoused`` [persons] · ω ``unhooked`` [locations] · ν ``change_of_openings``
    [locations] · b ``touched`` · a options ``change_weight_*``
    """
    amounts = (
        sum(m.change_of_places[index] for index in m.OWN_PLACINGS)
        + sum(m.rehoused[index] for index in m.rehoused)
        + sum(m.unhooked[index] for index in m.unhooked)
    )
    locations = sum(m.change_of_openings[loc, t] for loc in m.OWN_LOCATIONS for t in m.MOMENTS)
    municipalities = sum(m.touched[g, t] for g in m.MUNICIPALITIES for t in m.MOMENTS)
    return (
        m.change_weight["place"] * amounts
        + m.change_weight["location"] * locations
        + m.change_weight["municipality"] * municipalities
    )
