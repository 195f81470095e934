"""The norm `regret`: the best of every key first, a search each, then the plan that stays nearest to all of them."""

import time
from dataclasses import replace
from typing import Any

import pyomo.environ as pyo

from regietafel.model.fairness import regret
from regietafel.model.figures.prices import DIGITS, KeyBest
from regietafel.solver.highs import Limits, Outcome
from regietafel.solver.norm_search import NormFound, NormSearch
from regietafel.solver.whole import STOPPED, restore, round_whole

SHARPER = 0.01
"""Part of the gap that the best of a key gets: the regret hangs on it."""


def minimise_regret(search: NormSearch, norm: str, on: str) -> NormFound:
    """Find the best largest ratio of every key, and the plan with the smallest largest regret.

    Parameters
    ----------
    search : NormSearch
        The program and its solver.
    norm, on : str
        The norm and the ratio it looks at.

    Returns
    -------
    NormFound
        Value and bound are relative to the bests that were found, which stand in its keys with their own bounds.
    """
    m, deadline = search.m, time.monotonic() + search.limits.seconds
    keys, runs = best_of_keys(search, on)
    if runs and (runs[-1].state != "solved" or runs[-1].stop in STOPPED):
        return NormFound(norm=norm, on=on, outcome=_joined(runs, _unfinished(runs[-1])))
    regret.hold_bests(m, on, {item.key: item.best for item in keys})
    _settle(m, on)
    last = _run(search, regret.objective(m, on), _left(search, deadline), search.parts.all if runs else search.start)
    return NormFound(norm=norm, on=on, outcome=_joined([*runs, last], last), keys=tuple(keys))


def best_of_keys(search: NormSearch, on: str) -> tuple[list[KeyBest], list[Outcome]]:
    """Find the best largest ratio of every key, more sharply than asked; a search that is stopped ends the list."""
    m, deadline, keys, runs = search.m, time.monotonic() + search.limits.seconds, list[KeyBest](), list[Outcome]()
    for key in (key for ratio, key in m.KEYS_ON if ratio == on):
        start = search.parts.all if runs else search.start
        run = _run(search, m.key_ratio[on, key], _sharper(_left(search, deadline)), start)
        runs.append(run)
        if run.state != "solved" or run.stop in STOPPED:
            break
        best = round(run.value, DIGITS)
        keys.append(KeyBest(key=key, on=on, best=best, bound=round(min(max(0.0, run.bound), best), DIGITS)))
    return keys, runs


def _run(search: NormSearch, aim: Any, limits: Limits, start: list[Any]) -> Outcome:
    search.m.aim.set_value(aim)
    before = [variable.value for variable in search.parts.all]
    run = search.solver.optimise(search.m, limits, start)
    if run.state != "solved":
        restore(search.parts.all, before)
        return run
    value = float(pyo.value(aim))
    round_whole(search.parts.all)
    return replace(run, value=value)


def _sharper(limits: Limits) -> Limits:
    return replace(limits, gap=limits.gap * SHARPER, absolute_gap=limits.absolute_gap * SHARPER)


def _left(search: NormSearch, deadline: float) -> Limits:
    return replace(search.limits, seconds=max(0.0, deadline - time.monotonic()))


def _settle(m: Any, on: str) -> None:
    """Give the regret the value it has in the plan at hand, so that it is a start."""
    above = [
        m.key_ratio[index].value / m.key_best[index].value - 1
        for index in m.KEYS_ON
        if index[0] == on and m.key_best[index].value > 0
    ]
    m.regretted[on].set_value(max([0.0, *above]), skip_validation=True)


def _unfinished(run: Outcome) -> Outcome:
    """Return that no regret was found: without the best of every key there is none."""
    return replace(run, state="nothing") if run.state == "solved" else run


def _joined(runs: list[Outcome], last: Outcome) -> Outcome:
    """Return the last outcome with the time and the log of all."""
    return replace(last, seconds=sum(run.seconds for run in runs), log="\n".join(run.log for run in runs))
