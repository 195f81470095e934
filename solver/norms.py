"""One norm of fairness: how its best value is found, and how it is kept while a later aim is optimised."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pyomo.environ as pyo
from pyomo.core.expr.numvalue import is_potentially_variable

from regietafel.model.fairness import gini, leximin, regret, theil
from regietafel.model.formulation import NORMS
from regietafel.model.given import Given
from regietafel.solver.fraction import minimise_fraction
from regietafel.solver.leximin import minimise_leximin
from regietafel.solver.norm_search import NormFound, NormSearch
from regietafel.solver.regret import minimise_regret
from regietafel.solver.whole import round_whole

RATIO_GAP = 1e-4
HAIR = 1e-9


def minimise_norm(search: NormSearch, norm: str, on: str) -> NormFound:
    """Find the plan with the smallest value of a norm, earlier aims kept.

    Parameters
    ----------
    search : NormSearch
        The program and its solver.
    norm : str
        Name of the norm; the program is built with it.
    on : str
        The ratio it looks at: ``joint`` or ``asylum``.

    Returns
    -------
    NormFound
        When its outcome is solved, whole variables have whole values.
    """
    found = SEARCHES.get(norm, _directly)(search, norm, on)
    if found.outcome.state == "solved":
        round_whole(search.parts.all)
    return found


def keep_norm(m: Any, given: Given, found: NormFound, allowed: float) -> None:
    """Keep what a norm reached, within a tolerance, while a later aim is optimised.

    Parameters
    ----------
    m : pyomo.environ.ConcreteModel
        Built with the norm; any program of the same case, not only the one the norm was found in.
    given : Given
        Case and scenario.
    found : NormFound
        What was reached, of which norm and on which ratio.
    allowed : float
        How much of it may be given away [unit of the norm].
    """
    if found.norm == leximin.NAME:
        leximin.keep(m, given, found.on, found.ratios, allowed)
        return
    if found.norm == regret.NAME:
        regret.hold_bests(m, found.on, {item.key: item.best for item in found.keys})
    norm, limit = NORMS[found.norm], kept(found.outcome.value + allowed)
    if norm.divisor(m, found.on) is None:
        m.tier_is_kept[f"{found.norm} {found.on}"] = norm.objective(m, found.on) <= limit
        return
    for t in m.BURDEN_MOMENTS:
        numerator, below = norm.objective(m, found.on, t), norm.divisor(m, found.on, t)
        if is_potentially_variable(numerator):
            m.tier_is_kept[f"{found.norm} {found.on} {t}"] = numerator <= limit * below


def kept(limit: float) -> float:
    """Return a limit with a hair for the arithmetic."""
    return limit + HAIR * max(1.0, abs(limit))


def _directly(search: NormSearch, norm: str, on: str) -> NormFound:
    """Minimise the expression of a norm; a ratio hangs on single places, so real ones prove little here."""
    m, expression = search.m, NORMS[norm].objective(search.m, on)
    m.aim.set_value(expression)
    outcome = search.solver.optimise(m, search.limits, search.start)
    if outcome.state != "solved":
        return NormFound(norm=norm, on=on, outcome=outcome)
    value = float(pyo.value(expression))
    return NormFound(norm=norm, on=on, outcome=replace(outcome, value=value))


SEARCHES: Mapping[str, Callable[[NormSearch, str, str], NormFound]] = {
    leximin.NAME: minimise_leximin,
    gini.NAME: minimise_fraction,
    theil.NAME: minimise_fraction,
    regret.NAME: minimise_regret,
}
"""Norms that are found in another way than by minimising their expression."""
