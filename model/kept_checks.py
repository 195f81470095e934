"""Whether a what-if kept what it says it kept: every limit follows from its base, and the plan keeps it."""

from collections.abc import Iterator, Mapping
from math import ceil, floor
from typing import Any

from regietafel.model.decisions import Decisions
from regietafel.model.errors import Finding
from regietafel.model.figures.quantities import Quantities
from regietafel.model.figures.ratios import NORM_ERRORS
from regietafel.model.figures.tiers import kept_names, measure_tier
from regietafel.model.scenario import Scenario

WHOLE = ("shortfall", "surplus")
ROUNDED = 5e-6
"""What writing six decimals, and the room that a solver needs, can add."""
TIE_BREAK = 4
"""So much wider than that of the change is the gap of the cost: narrower, its proof took half of the time."""
NUMBERS = ("on_table", "base", "limit", "value")

Row = Mapping[str, Any]


def kept_findings(q: Quantities, outcome: Row, reference: Decisions | None) -> list[Finding]:
    """Check the aims that a what-if keeps.

    Parameters
    ----------
    q : Quantities
        Of the plan.
    outcome : mapping
        The section of the document; without ``kept`` there is nothing to check.
    reference : Decisions or None
        The plan on the table.
    """
    rows = outcome.get("kept")
    if not rows:
        return []  # the nearest plan to a proposal keeps rules only
    names = [row.get("name") for row in rows]
    if names != kept_names(q) or not all(isinstance(row.get(key), int | float) for row in rows for key in NUMBERS):
        return [_finding("outcome.kept", names, kept_names(q))]
    table = Quantities(q.case, q.scenario, reference or Decisions(), q.key_bests)
    return [found for i, row in enumerate(rows) for found in _row(q, table, f"outcome.kept[{i}]", row)]


def _row(q: Quantities, table: Quantities, path: str, row: Row) -> Iterator[Finding]:
    name, best = row["name"], row["best"]
    measured = {"value": q, "on_table": table}
    for key, of in measured.items():
        expected = round(float(measure_tier(of, name)), 6)
        if abs(row[key] - expected) > ROUNDED:
            yield _finding(f"{path}.{key}", row[key], expected)
    wished = keep_within(q, name, row["base"])
    if best is not None and not (wished < best and (row["bound"] or 0.0) <= best):
        yield _finding(f"{path}.best", best, wished)
    limit = wished if best is None else keep_within(q, name, best)
    if abs(row["limit"] - limit) > ROUNDED:
        yield _finding(f"{path}.limit", row["limit"], limit)
    error = NORM_ERRORS[q.scenario.fairness] if name.startswith("fairness") else 0.0
    if row["value"] > row["limit"] + error + ROUNDED:
        yield _finding(f"{path}.value", row["value"], row["limit"])


def keep_within(q: Quantities, name: str, base: float) -> float:
    """Return the limit of an aim: its base with the tolerance, whole places down, six decimals up."""
    limit = base + tolerance_of(q.scenario, name, base, float(sum(q.shares.required.values())))
    return rounded_limit(name, limit)


def gap_of_tie_break(scenario: Scenario) -> float:
    """Return the relative gap of the cost of a what-if, which only chooses between plans with the least change."""
    return max(scenario.relative_gap("cost"), TIE_BREAK * scenario.relative_gap("change"))


def rounded_limit(name: str, limit: float) -> float:
    """Return a limit that can be written in full."""
    return float(floor(limit + 1e-9)) if name in WHOLE else ceil(limit * 1e6 - 1e-9) / 1e6


def tolerance_of(scenario: Scenario, name: str, value: float, required: float) -> float:
    """Return how much of an aim may be given away; of the surplus, relative to the sum of the tasks."""
    option = "fairness" if name.startswith("fairness") else {"change": "disturbance"}.get(name, name)
    absolute: float = getattr(scenario, f"tolerance_{option}_abs", 0.0)
    relative: float = getattr(scenario, f"tolerance_{option}_rel", 0.0)
    return max(absolute, relative * (required if option == "surplus" else abs(value)))


def _finding(path: str, reported: object, recomputed: object) -> Finding:
    params = {"path": path, "about": "", "reported": reported, "recomputed": recomputed}
    return Finding("outcome_number", value=str(reported), params=params)
