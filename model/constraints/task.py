"""The task: places asked of the province, with every shortfall named, and new places above the need."""

from typing import Any

from regietafel.model.rules import over
from regietafel.model.scenario import Scenario

STREAMS_OF_TASK = {"asylum": ("regular", "special"), "special": ("special",), "ukraine": ("ukraine",)}


def vessels_are_joined(scenario: Scenario) -> bool:
    """Whether status holders waiting in reception raise the need for places."""
    return scenario.vessels_share > 0


@over("MOMENTS", group="task", article="Wet art. 3, 5(1)")
def asylum_task_is_met(m: Any, t: str) -> Any:
    r"""Provide the places asked for asylum seekers, regular and special together, or name the shortfall.

    .. math:: \sum_g (c_{g,\text{regular},t} + c_{g,\text{special},t}) + s_{\text{asylum},t} \ge B_{\text{asylum},t} \qquad \forall t \in T

    c ``chosen`` [places] · s ``shortfall`` [places] · B ``required`` [places]

    Active: always. Source: Wet art. 3, 5(1); the special part is inside the total.
    """
    return m.chosen["regular", t] + m.chosen["special", t] + m.shortfall["asylum", t] >= m.required["asylum", t]


@over("MOMENTS", group="task", article="Wet art. 3; Besluit art. 2.1")
def special_task_is_met(m: Any, t: str) -> Any:
    r"""Provide the places asked for unaccompanied minors, or name the shortfall.

    .. math:: \sum_g c_{g,\text{special},t} + s_{\text{special},t} \ge B_{\text{special},t} \qquad \forall t \in T

    c ``chosen`` [places] · s ``shortfall`` [places] · B ``required`` [places]

    Active: always. Source: Wet art. 3, Besluit art. 2.1; a regular place never counts as special.
    """
    return m.chosen["special", t] + m.shortfall["special", t] >= m.required["special", t]


@over("MOMENTS", group="task", article="Regeling opvang ontheemden Oekraïne art. 2")
def ukraine_task_is_met(m: Any, t: str) -> Any:
    r"""Provide the places asked for displaced persons from Ukraine, or name the shortfall.

    .. math:: \sum_g c_{g,\text{ukraine},t} + s_{\text{ukraine},t} \ge B_{\text{ukraine},t} \qquad \forall t \in T

    c ``chosen`` [places] · s ``shortfall`` [places] · B ``required`` [places]

    Active: always. Source: duty of the mayor, Regeling opvang ontheemden Oekraïne art. 2; the division is a policy assumption.
    """
    return m.chosen["ukraine", t] + m.shortfall["ukraine", t] >= m.required["ukraine", t]


@over("MOMENTS", group="task", active=vessels_are_joined)
def reception_need_is_met(m: Any, t: str) -> Any:
    r"""Provide places for status holders who wait in reception longer than the national estimate assumed, or name what is missing.

    .. math:: \sum_g (c_{g,\text{regular},t} + c_{g,\text{special},t}) + q_t \ge B_{\text{asylum},t} + a \left(\sum_g h_{gt} - R\right) \qquad \forall t \in T

    c ``chosen`` [places] · q ``need_shortfall`` [places] · B ``required`` [places] · a option ``vessels_share`` · h ``unhoused`` [persons] · R ``reference_backlog`` [persons]

    Active: when ``vessels_share`` is above 0. Source: policy (communicating vessels); never a legal shortfall. Without a higher backlog the row of the asylum task is the stricter one.
    """
    extra = m.vessels_share * (sum(m.unhoused[g, t] for g in m.MUNICIPALITIES) - m.reference_backlog)
    return m.chosen["regular", t] + m.chosen["special", t] + m.need_shortfall[t] >= m.required["asylum", t] + extra


@over("MOMENTS", group="definition", active=vessels_are_joined)
def reception_need_covers_task(m: Any, t: str) -> Any:
    r"""Let the need of reception be at least the asylum task: a backlog under the reference lowers nothing.

    .. math:: \sum_g (c_{g,\text{regular},t} + c_{g,\text{special},t}) + q_t \ge B_{\text{asylum},t} \qquad \forall t \in T

    c ``chosen`` [places] · q ``need_shortfall`` [places] · B ``required`` [places]

    Active: when ``vessels_share`` is above 0. Source: definition of the need.
    """
    return m.chosen["regular", t] + m.chosen["special", t] + m.need_shortfall[t] >= m.required["asylum", t]


@over("TASKS", "MOMENTS", group="definition")
def new_places_above_need_are_surplus(m: Any, task: str, t: str) -> Any:
    r"""Count new places above the need as surplus.

    .. math:: r_{\tau t} \ge \sum_{l} \sum_{k \in \tau} x_{lkt} - \max(B_{\tau t}, P_{\tau t}) \qquad \forall \tau, t

    r ``surplus`` [places] · x ``placed`` [places] · max(B, P) ``surplus_base``: the need, or the present places if those are more [places]

    Active: always. Source: our choice; without it a fairness norm builds places nobody asked for.
    """
    streams = STREAMS_OF_TASK[task]
    placed = sum(m.placed[loc, k, t] for loc in m.own_locations for k in m.streams_of[loc] if k in streams)
    return m.surplus[task, t] >= placed - m.surplus_base[task, t]
