"""From a case and a scenario to the mixed-integer program."""

from collections.abc import Collection, Sequence
from typing import Any

import pyomo.environ as pyo

from regietafel.model import (
    norm_components,
    parameter_components,
    position_components,
    set_components,
    variable_components,
)
from regietafel.model.formulation import NORMS, RULES
from regietafel.model.given import Given
from regietafel.model.objectives import cost
from regietafel.model.rules import Rule


def build(
    given: Given,
    without: Collection[str] = (),
    without_positions: Collection[str] = (),
    norms: Sequence[str] | None = None,
) -> pyo.ConcreteModel:
    """Build the program: sets, numbers, variables, sums and every active rule; no aim yet.

    Parameters
    ----------
    given : Given
        Case and scenario, with what follows from them.
    without : collection of str
        Names of rules to leave out, to find what they cost.
    without_positions : collection of str
        Ids of positions to leave out.
    norms : sequence of str, optional
        Norms of fairness that stand in the program; that of the scenario when left out.

    Returns
    -------
    pyomo.environ.ConcreteModel
        One component per rule, under the name of its function. `given_up` of a position has its room as upper bound, 0
        when it is hard: raised before the first solve, the position may give more.
    """
    names = (given.scenario.fairness,) if norms is None else tuple(norms)
    m = pyo.ConcreteModel(name="regietafel")
    set_components.declare_sets(m, given)
    parameter_components.declare_parameters(m, given)
    parameter_components.declare_policy(m, given)
    variable_components.declare_variables(m, given)
    variable_components.declare_expressions(m, given)
    norm_components.declare_norms(m, given, names)
    norm_components.declare_changes(m, given)
    position_components.declare_positions(m, given, without, without_positions)
    m.cost = pyo.Expression(expr=cost.expression(m), doc="cost over the cycle [euro]")
    for rule in active_rules(given, names):
        if rule.__name__ not in without:
            attach(m, rule)
    m.tier_is_kept = pyo.Constraint(pyo.Any, doc="Keep what an earlier tier reached, within its tolerance.")
    return m


def active_rules(given: Given, norms: Sequence[str] | None = None) -> list[Rule]:
    """Return the rules of this scenario in reading order, those of its norms last and each once."""
    names = (given.scenario.fairness,) if norms is None else norms
    own = dict.fromkeys(rule for name in names for rule in NORMS[name].CONSTRAINTS)
    return [rule for rule in (*RULES, *own) if rule.active(given.scenario)]


def attach(m: Any, rule: Rule) -> None:
    """Add a rule to the program under its own name; adding a name twice raises."""
    about: Any = rule
    index = [getattr(m, name) for name in about.over]
    m.add_component(rule.__name__, pyo.Constraint(*index, rule=rule, doc=rule.__doc__))
