"""Ranking the runs of an index: those that meet all conditions, best first, and those that have no plan."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from regietafel.model.errors import Finding, UsageError
from regietafel.model.figures.key_figures import FIGURES
from regietafel.outputs.run_conditions import FROM_RUNS, Condition, Order, Subject
from regietafel.outputs.run_index import Index

USUAL_ORDER = tuple(Order(Subject("figure", name), largest_first=False) for name in ("shortfall", "minimax", "cost"))
"""What runs are ranked by when nobody asks: what is short, then the highest burden, then cost."""
USUAL_COLUMNS = ("shortfall", "minimax", "cost", "locations")
ABOUT = ("scenario", "title", "status", "folder", "error", "exit_code", "seconds", "norm", "version")


@dataclass(frozen=True)
class Ranking:
    """Runs in order.

    Parameters
    ----------
    rows : list of dict
        Of each run that is shown: what it is (`ABOUT`) and ``values`` by column.
    meeting, total : int
        How many runs meet the conditions, and how many the index has.
    without : list of dict
        The runs without a plan that meet the conditions on scenario, options and the like, with status and error.
    columns : tuple of str
        Key figures that are shown: what is ranked and filtered by, then the usual ones.
    orders : tuple of Order
    """

    rows: list[dict[str, Any]]
    meeting: int
    total: int
    without: list[dict[str, Any]]
    columns: tuple[str, ...]
    orders: tuple[Order, ...]


def rank(index: Index, conditions: Sequence[Condition], orders: Sequence[Order], top: int | None) -> Ranking:
    """Rank the runs that meet every condition.

    Parameters
    ----------
    index : Index
    conditions : sequence of Condition
        All must be met; a run that does not have the figure does not meet it.
    orders : sequence of Order
        First by the first; runs that do not have a figure come last. The usual order when empty. Equal runs stand by
        scenario and folder.
    top : int, optional
        How many are given.

    Raises
    ------
    UsageError
        If no run with a plan meets the conditions.
    """
    chosen = tuple(orders) or USUAL_ORDER
    found = _ranked(index, conditions, chosen)
    total = index.rows("select count(*) from runs")[0][0]
    without = _without(index, conditions)
    if not found and not without:
        raise UsageError(Finding("compare_nothing_left", params={"count": total}))
    shown = found[:top]
    columns = _columns(conditions, chosen)
    return Ranking(_rows(index, shown, columns), len(found), total, without, columns, chosen)


def folders_of(index: Index, ranking: Ranking) -> list[Path]:
    """Return the run folders of a ranking, in order."""
    return [index.folder(row["folder"]) for row in ranking.rows]


def _ranked(index: Index, conditions: Sequence[Condition], orders: Sequence[Order]) -> list[sqlite3.Row]:
    """Ask for the runs in order; every name in the question comes from a closed list, what was typed is a value."""
    joins, values, by = [], list[Any](), []
    for number, order in enumerate(orders):
        way = "desc" if order.largest_first else "asc"
        if order.subject.kind == "property":
            by.append(f"r.{order.subject.name} {way}")
            continue
        joins.append(f"left join ({FROM_RUNS[order.subject.kind]}) as o{number} on o{number}.run = r.run")
        values.append(order.subject.name)
        by += [f"o{number}.value is null", f"o{number}.value {way}"]
    where, more = _where(conditions)
    question = (
        f"select r.* from runs as r {' '.join(joins)} where r.norm <> '' and r.run in (select run from runs "
        f"where {where}) order by {', '.join([*by, 'r.scenario', 'r.folder', 'r.fingerprint'])}"
    )
    return index.rows(question, [*values, *more])


def _where(conditions: Sequence[Condition]) -> tuple[str, list[Any]]:
    """Return all conditions as one, and their values."""
    parts = [condition.question for condition in conditions]
    return " and ".join(["1", *(words for words, _ in parts)]), [value for _, values in parts for value in values]


def _without(index: Index, conditions: Sequence[Condition]) -> list[dict[str, Any]]:
    """Return the runs without a plan; conditions on figures say nothing of them."""
    where, values = _where([item for item in conditions if item.subject.kind in ("property", "option")])
    rows = index.rows(
        f"select * from runs where norm = '' and run in (select run from runs where {where}) order by scenario, folder",
        values,
    )
    return [{key: row[key] for key in ABOUT} for row in rows]


def _columns(conditions: Sequence[Condition], orders: Sequence[Order]) -> tuple[str, ...]:
    asked = [*(order.subject for order in orders), *(condition.subject for condition in conditions)]
    figures = [subject.name for subject in asked if subject.kind == "figure"]
    return tuple(dict.fromkeys([*figures, *(name for name in USUAL_COLUMNS if name in FIGURES)]))


def _rows(index: Index, shown: Sequence[sqlite3.Row], columns: Sequence[str]) -> list[dict[str, Any]]:
    wanted = {row["run"] for row in shown}
    values: dict[int, dict[str, float]] = {run: {} for run in wanted}
    for name in columns:
        for row in index.rows("select run, value from figures where name = ?", [name]):
            if row["run"] in wanted:
                values[row["run"]][name] = row["value"]
    return [
        {key: row[key] for key in ABOUT} | {"values": {name: values[row["run"]].get(name) for name in columns}}
        for row in shown
    ]
