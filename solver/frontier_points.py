"""From the points of a trade-off to plans: each an ordinary plan that says which point it is."""

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from regietafel.model.decisions import Decisions
from regietafel.model.figures.aims import Aim, measure_aim
from regietafel.model.figures.document import write_case, write_document, write_scenario
from regietafel.model.figures.prices import Prices, key_bests
from regietafel.model.figures.quantities import Quantities, number
from regietafel.model.given import Given
from regietafel.model.plan import OutcomeDocument, Plan
from regietafel.model.scenario import Scenario
from regietafel.solver.causes import split_shortfall
from regietafel.solver.frontier_parts import Frontier, Point
from regietafel.solver.questions import Questions
from regietafel.solver.run import solver_options, versions

SCHEMA = "regietafel.frontier/1"
HOW_LONG = ("time_limit", "threads")
SPLIT_SECONDS = 60.0
"""How long may be searched for the causes of what the points miss, all together [s]."""


@dataclass
class Points:
    """Writes the plans of the points; what points with the same shortfall have in common is searched once.

    Parameters
    ----------
    given : Given
        Case and scenario.
    frontier : Frontier
    stop : threading.Event
        Set when someone asks to stop.
    """

    given: Given
    frontier: Frontier
    stop: Any
    splits: dict[tuple[Any, ...], Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Name the scenario of the points, and say until when causes are searched."""
        self.scenario = scenario_of_points(self.given.scenario, self.frontier)
        self._until = time.monotonic() + SPLIT_SECONDS

    def plan(self, number_of: int, point: Point) -> Plan:
        """Return the plan of a point.

        Its scenario has the kept tiers as its only ones, and its outcome says which point it is; the aims of the
        trade-off are no tiers of it, for none of them comes first.
        """
        prices = Prices(levels=point.levels, keys=self.frontier.keys)
        q = Quantities(self.given.case, self.scenario, point.decisions, key_bests(prices))
        stops = {tier["stop"] for tier in self.frontier.tiers}
        outcome: OutcomeDocument = {
            "status": "proven" if stops == {"proven"} else "within_gap",
            "tiers": self.frontier.tiers,
            "conflict": None,
            "point": {"number": number_of, "proven": point.proven, "aims": self._aims(point)},
        }
        return Plan(write_document(q, outcome, self._split(q, point), versions(self.given.case), prices))

    def _aims(self, point: Point) -> list[dict[str, Any]]:
        rows = zip(self.frontier.aims, point.values, point.gaps, self.frontier.steps, strict=True)
        return [
            {
                "name": aim.name,
                "on": aim.on or None,
                "unit": aim.kind.unit,
                "value": number(value),
                "gap": rounded(gap),
                "step": rounded(step),
            }
            for aim, value, gap, step in rows
        ]

    def _split(self, q: Quantities, point: Point) -> Any:
        """Split the shortfall of a point, as that of a plan is."""
        if not any(q.shortfall.values()):
            return None
        key = tuple(sorted(q.shortfall.items()))
        if key not in self.splits:
            _put(self.frontier.program, point.decisions)
            given = Given(self.given.case, self.scenario, self.given.reference)
            ask = Questions(given, solver_options(self.scenario), self._until, self.stop)
            self.splits[key] = split_shortfall(ask, self.frontier.program)
        return self.splits[key]


def scenario_of_points(scenario: Scenario, frontier: Frontier) -> Scenario:
    """Return the scenario of the plans of points: its only tiers are the kept ones.

    With an aim leximin or regret its norm is that one, on the ratio of the aim and then those of the scenario, so that
    levels and keys stand in the plan.
    """
    own = next((aim for aim in frontier.aims if aim.name in ("leximin", "regret")), None)
    values: dict[str, Any] = {"tier_order": list(frontier.kept)}
    if own is not None and "fairness" not in frontier.kept:
        also = [aim.on for aim in frontier.aims if aim.name == own.name]
        values |= {"fairness": own.name, "fairness_on": ",".join(dict.fromkeys([*also, *scenario.norms_on]))}
    return scenario.with_values(values, "set")


def frontier_identity(given: Given, aims: Sequence[Aim], reference_sha256: str) -> str:
    """Return what a search of a trade-off hangs on: inputs, options, aims and versions; not how long it may take."""
    options = {key: item["value"] for key, item in given.scenario.as_document().items() if key not in HOW_LONG}
    about = {
        "case": write_case(given.case),
        "positions": [repr(position) for position in given.positions],
        "options": options,
        "aims": [aim.key for aim in aims],
        "reference": reference_sha256,
        "versions": versions(given.case),
    }
    return sha256(json.dumps(about, sort_keys=True, default=str).encode()).hexdigest()


def frontier_document(
    given: Given, frontier: Frontier, plans: Sequence[Plan], present: tuple[str, Decisions] | None
) -> dict[str, Any]:
    """Write what is known of a trade-off: `afweging.json`.

    Parameters
    ----------
    given : Given
    frontier : Frontier
    plans : sequence of Plan
        Of its points, in order.
    present : tuple or None
        Where the present plan comes from (``plan`` or ``reference``), and what it decides.
    """
    aims = frontier.aims
    knee = find_knee(aims, frontier.points)
    points = [
        {
            "number": i + 1,
            "folder": f"punt-{i + 1:02d}",
            "document_sha256": plan.document["versions"]["document_sha256"],
            "values": {aim.key: number(value) for aim, value in zip(aims, point.values, strict=True)},
            "gaps": {aim.key: rounded(gap) for aim, gap in zip(aims, point.gaps, strict=True)},
            "proven": point.proven,
            "leximin": _leximin(point),
        }
        for i, (point, plan) in enumerate(zip(frontier.points, plans, strict=True))
    ]
    return {
        "schema": SCHEMA,
        "case": write_case(given.case),
        "scenario": write_scenario(given.scenario),
        "aims": _aims(frontier),
        "keys": [{"key": item.key, "on": item.on, "best": item.best, "bound": item.bound} for item in frontier.keys],
        "kept": frontier.tiers,
        "outcome": {
            "status": "stopped" if frontier.stop else "complete",
            "stop": frontier.stop or None,
            "open": frontier.open,
        },
        "points": points,
        "knee": None if knee is None else knee + 1,
        "present": None if present is None else _present(given, frontier, *present),
        "versions": versions(given.case),
    }


def _leximin(point: Point) -> dict[str, int] | None:
    """Count the places of the sorted vector of a point, and those that are proven; None without an aim leximin."""
    levels = [level for found in point.levels.values() for level in found]
    return {"places": len(levels), "proven": sum(a.bound == a.value for a in levels)} if point.levels else None


def _aims(frontier: Frontier) -> list[dict[str, Any]]:
    found = []
    for i, aim in enumerate(frontier.aims):
        known = bool(frontier.steps)
        found.append(
            {
                "key": aim.key,
                "name": aim.name,
                "on": aim.on or None,
                "unit": aim.kind.unit,
                "sense": "most" if aim.kind.most else "least",
                "whole": aim.kind.whole,
                "step": rounded(frontier.steps[i]) if known else None,
                "best": rounded(frontier.best[i]) if known else None,
                "bound": rounded(frontier.bounds[i]) if known else None,
                "merged": rounded(frontier.merged[i]) if frontier.merged else None,
            }
        )
    return found


def rounded(value: float) -> float | int:
    """Return a number with six decimals, whole when it is."""
    return int(value) if value == int(value) else round(value, 6)


def _present(given: Given, frontier: Frontier, source: str, decisions: Decisions) -> dict[str, Any]:
    """Measure the present plan, and say which points are at least as good in every aim and better in one."""
    q = Quantities(given.case, given.scenario, decisions, key_bests(Prices(keys=frontier.keys)))
    values = [measure_aim(q, aim, given.reference) for aim in frontier.aims]
    own = tuple(aim.loss(value) for aim, value in zip(frontier.aims, values, strict=True))
    better = [
        i + 1
        for i, point in enumerate(frontier.points)
        if own != (losses := point.losses(frontier.aims)) and all(a <= b for a, b in zip(losses, own, strict=True))
    ]
    values_by_key = {aim.key: number(value) for aim, value in zip(frontier.aims, values, strict=True)}
    return {"source": source, "values": values_by_key, "dominated_by": better}


def find_knee(aims: Sequence[Aim], points: Sequence[Point]) -> int | None:
    """Return the point from which every step costs most: farthest from the line between the extremes.

    Every aim is measured from its best point (0) to its worst (1). Of two aims the extremes are (0, 1) and (1, 0), and
    the distance to their line grows as the sum falls; of three aims the sum is taken in the same way. None with fewer
    than three points, or when of two aims no point lies below the line.
    """
    if len(points) < 3:
        return None
    losses = [point.losses(aims) for point in points]
    low = [min(column) for column in zip(*losses, strict=True)]
    span = [max(column) - least for column, least in zip(zip(*losses, strict=True), low, strict=True)]
    sums = [
        sum((value - least) / wide for value, least, wide in zip(row, low, span, strict=True) if wide) for row in losses
    ]
    best = min(range(len(sums)), key=lambda i: (sums[i], i))
    return None if len(aims) == 2 and sums[best] >= 1 else best


def _put(m: Any, decisions: Decisions) -> None:
    """Give the variables of a program the values of a plan."""
    parts: Mapping[str, Mapping[Any, int]] = vars(decisions)
    for name, values in parts.items():
        component = m.component(name)
        for index, variable in component.items() if component is not None else ():
            variable.set_value(values.get(index, 0), skip_validation=True)
