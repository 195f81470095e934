"""A plan on the table, opened once, and what is asked about it: what if this is fixed, and what is nearest to that."""

import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from regietafel.model.case import Case
from regietafel.model.decisions import Decisions
from regietafel.model.figures.document import write_document
from regietafel.model.figures.prices import Prices, key_bests, read_prices
from regietafel.model.figures.quantities import Quantities
from regietafel.model.figures.read import read_decisions
from regietafel.model.figures.tiers import kept_names, measure_tier
from regietafel.model.given import Given
from regietafel.model.kept_checks import rounded_limit
from regietafel.model.plan import OutcomeDocument, Plan
from regietafel.model.plan_difference import Difference, plan_difference
from regietafel.model.scenario import Scenario
from regietafel.solver.causes import NOT_EXAMINED, split_shortfall
from regietafel.solver.conflict import find_conflict, ways_to_meet
from regietafel.solver.extract import extract
from regietafel.solver.highs import LivingSolver, Report
from regietafel.solver.least_change import Found, OnTable, find_least_change
from regietafel.solver.questions import Questions
from regietafel.solver.run import Run, solver_options, status_of, versions

Split = dict[str, dict[tuple[str, str], Any]]


@dataclass(frozen=True)
class Answer:
    """The answer to a question: the plan and how it was found, and what differs from the plan on the table."""

    run: Run
    difference: Difference | None


@dataclass(frozen=True)
class WhatIf:
    """A plan on the table.

    Parameters
    ----------
    case : Case
        What it was made from.
    plan : Plan
        As it lies on the table.
    report : callable, optional
        Gets a `Progress` now and then.
    stop : threading.Event
        Set when someone asks to stop.
    examine : bool
        Whether it is searched why a task is met less than on the table, and what would have to give when there is no
        plan; without it the places stand under ``not_examined``, and an answer that there is no plan has no reasons.
    """

    case: Case
    plan: Plan
    report: Report | None = None
    stop: threading.Event = field(default_factory=threading.Event)
    examine: bool = True

    def __post_init__(self) -> None:
        """Read what the plan decides."""
        object.__setattr__(self, "decisions", read_decisions(self.plan.document))

    decisions: Decisions = field(init=False)

    def ask(self, scenario: Scenario) -> Answer:
        """Find the plan with the least change that keeps the rules, the pins, and the aims of the plan on the table.

        Parameters
        ----------
        scenario : Scenario
            That of the plan on the table, with what is fixed now.

        Returns
        -------
        Answer
            An ordinary plan: its outcome has the aims of a what-if, and under ``kept`` what was kept of the others.

        References
        ----------
        docs/decisions/0024-what-if-is-least-change-first.md.
        """
        return self._answer(Given(self.case, scenario, self.decisions), self._on_table(scenario))

    def nearest(self, scenario: Scenario, proposal: Decisions) -> Answer:
        """Find the plan with the least change to a proposal that keeps the rules; no aim is kept."""
        return self._answer(Given(self.case, scenario, proposal), OnTable(decisions=proposal))

    def bases(self, scenario: Scenario) -> Mapping[str, float]:
        """Return what the kept aims of the plan on the table come to, or what an earlier what-if began with."""
        return self._on_table(scenario).bases

    def _answer(self, given: Given, table: OnTable) -> Answer:
        clock, begin = {}, time.perf_counter()
        options = solver_options(given.scenario)
        solver = LivingSolver(options, self.report, self.stop)
        found = find_least_change(given, table, solver)
        clock["search"] = time.perf_counter() - begin
        ask = Questions(given, options, time.monotonic() + given.scenario.time_limit, self.stop)
        run = Run(self._plan(ask, table, found), clock | found.seconds, "\n".join(found.logs), found.program)
        clock["whole"] = time.perf_counter() - begin
        has = run.plan.has_places and self.plan.has_places
        return Answer(run, plan_difference(self.plan.document, run.plan.document) if has else None)

    def _plan(self, ask: Questions, table: OnTable, found: Found) -> Plan:
        given = ask.given
        outcome: OutcomeDocument = {
            "status": status_of(found),
            "tiers": found.tiers,
            "conflict": None,
            "kept": found.kept,
        }
        prices, split, decisions = Prices(keys=table.keys), None, Decisions()
        if found.state == "solved" and found.tiers:
            decisions = extract(found.program)
        elif found.state == "infeasible" and self.examine:
            outcome["conflict"] = find_conflict(ask)
        elif found.state == "infeasible":
            outcome["conflict"] = {"reasons": [_not_examined()], "ways_out": [], "names": {}}
        q = Quantities(given.case, given.scenario, decisions, key_bests(prices))
        if found.tiers:
            for row in found.kept:
                row["value"] = round(float(measure_tier(q, row["name"])), 6)
            split = self._split(ask, q, found.program)
            outcome["conflict"] = ways_to_meet(ask, split) if split and self.examine else None
        return Plan(write_document(q, outcome, split, versions(given.case), prices))

    def _on_table(self, scenario: Scenario) -> OnTable:
        """Measure the aims of the plan on the table; a chain of what-ifs keeps to the base it began with."""
        prices = read_prices(self.plan.document)
        keys = prices.keys if scenario.fairness == "regret" else ()
        q = Quantities(self.case, scenario, self.decisions, key_bests(Prices(keys=keys)))
        values = {name: rounded_limit(name, float(measure_tier(q, name))) for name in kept_names(q)}
        loosened = bool(set(self.plan.document["scenario"]["pins"]) - set(scenario.pins))
        earlier = _bases(self.plan.document["outcome"], values, loosened)
        bases = values | {name: base for name, base in earlier.items() if name in values}
        return OnTable(decisions=self.decisions, values=values, bases=bases, keys=keys)

    def _split(self, ask: Questions, q: Quantities, program: Any) -> Split | None:
        """Say why a task is not met: as on the table where nothing changed, else searched, else not known."""
        totals = {(row["task"], row["moment"]): row for row in self.plan.document["totals"]}
        if not any(q.shortfall.values()):
            return None
        if {key: row["shortfall"] for key, row in totals.items()} == dict(q.shortfall):
            return {part: {key: row[part] for key, row in totals.items()} for part in ("unavoidable", "by_choice")}
        if self.examine:
            return split_shortfall(ask, program)
        missed = {key: [{"cause": NOT_EXAMINED, "places": n}] if n else [] for key, n in q.shortfall.items()}
        return {"unavoidable": dict.fromkeys(missed, 0), "by_choice": missed}


def _not_examined() -> dict[str, Any]:
    return {"code": "conflict_not_examined", "params": {}}


def _bases(outcome: OutcomeDocument, values: Mapping[str, float], loosened: bool) -> dict[str, float]:
    """Return the bases that an earlier what-if kept to, as far as the plan still lies within its limits.

    Where its pins moved a base and one of them is taken away now, `loosened`, the base moves back.
    """
    rows: Sequence[Any] = outcome.get("kept", ())
    return {
        row["name"]: row["base"] if row["best"] is None or loosened else row["best"]
        for row in rows
        if values.get(row["name"], float("inf")) <= row["limit"] + 1e-6
    }
