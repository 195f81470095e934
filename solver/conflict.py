"""Why there is no plan, and the ways out of it; and what would have to give for a task to be met."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from regietafel.model.conflict_arithmetic import Reason, add_up
from regietafel.model.formulation import POLITICAL
from regietafel.solver.keeping import POSITION, Keeping
from regietafel.solver.questions import Amounts, Questions
from regietafel.solver.smallest_conflict import Conflict, Memory, NotFoundOutError, find_smallest_conflict
from regietafel.solver.ways_out import WaysOut, find_ways_out

BY_CHOICE = "task_not_met_by_choice"
QUESTIONS = 80
"""Sets that are asked for at most, so that the answer hangs on no clock."""

Found = dict[str, Any]


def find_conflict(ask: Questions) -> Found:
    """Find why there is no plan, and the lightest ways out.

    Returns
    -------
    dict
        ``reasons``: codes with parameters, those that adding up shows first; ``ways_out``: weight and changes, lightest
        first, three at most; ``names`` of the municipalities and locations they speak of.
    """
    reasons = add_up(ask.given)
    found = _conflict(ask, reasons)
    if found is None:
        return _outcome(ask, [*reasons, ("conflict_not_examined", {})], [])
    reasons.append(_reason(found))
    if found.is_of_data:
        return _outcome(ask, reasons, [])
    ways = find_ways_out(ask)
    return _outcome(ask, [*reasons, *_without_ways(ways)], ways.ways)


def _without_ways(found: WaysOut) -> list[tuple[str, Found]]:
    """Say why there is no way out, if there is none."""
    if found.ways:
        return []
    return [({"none": "no_way_out"}.get(found.stop, "ways_out_not_examined"), {})]


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
    reasons = [(BY_CHOICE, missing) for missing in missed]
    return _outcome(ask, [*reasons, *_without_ways(found)], found.ways)


@dataclass(frozen=True)
class _Examined:
    """A conflict, whether it is one of rules that never give, and which offers and municipalities it is about."""

    conflict: Conflict
    is_of_data: bool
    about: tuple[str, ...]


def _conflict(ask: Questions, sums: list[Reason]) -> _Examined | None:
    """Return a smallest conflict; None when there was no time. Where adding up shows one, the search begins there."""
    half = replace(ask, deadline=time.monotonic() + ask.seconds_left() / 2)
    keeping = Keeping(half)
    memory = Memory(keeping, QUESTIONS)
    firm = [member for member in keeping.universe if member in keeping.rows and member not in POLITICAL]
    try:
        is_of_data = memory(frozenset(firm)) is None
        universe = firm if is_of_data else list(keeping.universe)
        if memory(frozenset(universe)) is not None:
            return None
        start = next((part for part in _parts(universe, sums) if memory(frozenset(part)) is None), universe)
    except NotFoundOutError:
        return None
    found = find_smallest_conflict(memory, universe, start)
    about = keeping.subjects_of(found.members, QUESTIONS) if found.irreducible else ()
    return _Examined(found, is_of_data, about)


def _parts(universe: list[str], sums: list[Reason]) -> list[list[str]]:
    """Return what adding up shows to be a conflict, the one of the fewest positions: these positions and every rule."""
    rules = [member for member in universe if not member.startswith(POSITION)]
    named = [[POSITION + name for name in params["positions"]] for _, params in sums if params.get("positions")]
    fewest = sorted((names for names in named if set(names) <= set(universe)), key=len)[:1]
    return [[*names, *rules] for names in fewest]


def _reason(found: _Examined) -> tuple[str, Found]:
    members, about = found.conflict.members, list(found.about)
    positions = [member.removeprefix(POSITION) for member in members if member.startswith(POSITION)]
    rules = [member for member in members if not member.startswith(POSITION)]
    if found.is_of_data:
        return "data_contradict", {"rules": rules, "about": about}
    code = "cannot_be_kept_together" if found.conflict.irreducible else "cannot_all_be_kept"
    return code, {"positions": positions, "rules": rules, "about": about, "smallest": found.conflict.smallest}


def _outcome(ask: Questions, reasons: list[tuple[str, Found]], ways: list[Found]) -> Found:
    told = [{"code": code, "params": params} for code, params in reasons]
    return {"reasons": told, "ways_out": ways, "names": _names(ask, told)}


def _names(ask: Questions, reasons: list[Found]) -> dict[str, str]:
    """Name what reasons and positions speak of: a plan without places lists no municipalities or locations."""
    case, codes = ask.given.case, set()
    for item in ask.given.positions:
        codes |= {*item.municipalities, item.other_municipality, item.location_id, item.other_location_id}
    for reason in reasons:
        codes |= set(reason["params"].get("about", []))
    named: list[tuple[str, str]] = [(item.code, item.name) for item in case.municipalities]
    named += [(item.location_id, item.name) for item in case.locations]
    return {code: name for code, name in named if code in codes}
