"""What is asked of the province and what becomes of it: one entry per moment and task."""

from collections.abc import Mapping
from typing import Any

from regietafel.model.figures.quantities import Quantities, streams_of
from regietafel.model.plan import TotalDocument
from regietafel.model.scenario import STATUSES

Split = Mapping[str, Mapping[tuple[str, str], Any]]


def write_totals(q: Quantities, split: Split | None) -> list[TotalDocument]:
    """Write every task at every moment.

    Parameters
    ----------
    q : Quantities
    split : mapping or None
        ``unavoidable``: places per (task, moment); ``by_choice``: causes per (task, moment). None: none is by choice.
    """
    return [_total(q, task, t, split) for t in q.moments for task in q.tasks]


def _total(q: Quantities, task: str, t: str, split: Split | None) -> TotalDocument:
    shortfall = q.shortfall[task, t]
    return {
        "moment": t,
        "task": task,
        "required": q.required[task, t],
        "net_published": q.case.number("to_realise") if task == "asylum" else None,
        "placed": _placed(q, task, t),
        "counted": {regime: _counted(q, regime, task, t) for regime in ("plan", "durable")},
        "shortfall": shortfall,
        "unavoidable": shortfall if split is None else int(split["unavoidable"].get((task, t), 0)),
        "by_choice": [] if split is None else [dict(cause) for cause in split["by_choice"].get((task, t), [])],
        "surplus": q.surplus[task, t],
        "by_status": _by_status(q, task, t),
    }


def _placed(q: Quantities, task: str, t: str) -> int:
    if task == "housing":
        return sum(q.settled[g, t] for g in q.case.codes)
    return q.summed(q.places_in, streams_of(task), t)


def _counted(q: Quantities, regime: str, task: str, t: str) -> int:
    if task == "housing":
        return sum(min(q.shares.obligation[g, t], q.settled[g, t]) for g in q.case.codes)
    return q.summed(q.counted[regime], streams_of(task), t)


def _by_status(q: Quantities, task: str, t: str) -> dict[str, int]:
    if task == "housing":
        return {}
    found = dict.fromkeys(STATUSES, 0)
    for loc in q.own_rows:
        found[loc.status] += q.placed(loc.location_id, t, streams_of(task))
    return found
