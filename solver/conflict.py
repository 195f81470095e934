"""Why there is no plan, and the ways out of it; and what would have to give for a task to be met."""

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from regietafel.model.formulation import POLITICAL
from regietafel.solver.keeping import POSITION, Keeping
from regietafel.solver.questions import Amounts, Questions
from regietafel.solver.smallest_conflict import Conflict, Memory, NotFoundOutError, find_smallest_conflict
from regietafel.solver.ways_out import find_ways_out

QUESTIONS = 200
"""Sets that are asked for at most, so that the answer hangs on no clock."""

Found = dict[str, Any]


def find_conflict(ask: Questions) -> Found:
    """Find why there is no plan, and the lightest ways out.

    Returns
    -------
    dict
        ``reasons``: codes with parameters; ``ways_out``: weight and changes, lightest first, three at most.
    """
    conflict, data_contradict = _conflict(ask)
    if conflict is None:
        return _outcome([("conflict_not_examined", {})], [])
    reasons = [_reason(conflict, data_contradict=data_contradict)]
    if data_contradict:
        return _outcome(reasons, [])
    found = find_ways_out(ask)
    if not found.ways:
        code = {"none": "no_way_out", "time": "ways_out_not_examined"}.get(found.stop, "ways_out_unchecked")
        reasons.append((code, {}))
    return _outcome(reasons, found.ways)


def ways_to_meet(ask: Questions, split: Mapping[str, Any]) -> Found | None:
    """Find what would have to give for the tasks to be met as far as they can be at all.

    Parameters
    ----------
    ask : Questions
        Case and scenario, and how long may be searched.
    split : mapping
        Of the shortfall: ``unavoidable`` and ``by_choice`` per (task, moment).

    Returns
    -------
    dict or None
        None when no rule or position costs a place, or when that was not examined to the end.
    """
    causes = {part["cause"] for parts in split["by_choice"].values() for part in parts}
    if not causes - {"order_of_aims"} or "not_examined" in causes:
        return None
    target: Amounts = dict(split["unavoidable"])
    found = find_ways_out(ask, target)
    missed = [
        {"task": task, "moment": t, "places": sum(part["places"] for part in parts)}
        for (task, t), parts in split["by_choice"].items()
        if parts
    ]
    reasons = [("task_not_met_by_choice", missing) for missing in missed]
    if not found.ways and found.stop != "none":
        reasons.append(("ways_out_not_examined", {}))
    return _outcome(reasons, found.ways)


def _conflict(ask: Questions) -> tuple[Conflict | None, bool]:
    """Return a smallest conflict, and whether it is one of rules that never give; None when there was no time."""
    half = replace(ask, deadline=time.monotonic() + ask.seconds_left() / 2)
    keeping = Keeping(ask.given, ask.options, half.seconds_left)
    memory = Memory(keeping, QUESTIONS)
    firm = [member for member in keeping.universe if member in keeping.rows and member not in POLITICAL]
    try:
        if memory(frozenset(firm)) is None:
            return find_smallest_conflict(memory, firm), True
        if memory(frozenset(keeping.universe)) is not None:
            return None, False
    except NotFoundOutError:
        return None, False
    return find_smallest_conflict(memory, keeping.universe), False


def _reason(conflict: Conflict, *, data_contradict: bool) -> tuple[str, Found]:
    positions = [member.removeprefix(POSITION) for member in conflict.members if member.startswith(POSITION)]
    rules = [member for member in conflict.members if not member.startswith(POSITION)]
    code = "cannot_be_kept_together" if conflict.irreducible else "cannot_all_be_kept"
    if data_contradict:
        return "data_contradict", {"rules": rules}
    return code, {"positions": positions, "rules": rules, "smallest": conflict.smallest}


def _outcome(reasons: list[tuple[str, Found]], ways: list[Found]) -> Found:
    return {"reasons": [{"code": code, "params": params} for code, params in reasons], "ways_out": ways}
