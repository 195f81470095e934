"""From a case and a scenario to a plan: build, search tier by tier, read out, split the shortfall."""

import platform
import re
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from itertools import pairwise
from typing import Any

import pyomo.environ as pyo

from regietafel.model.build import build
from regietafel.model.case import Case
from regietafel.model.decisions import Decisions
from regietafel.model.figures.document import write_document
from regietafel.model.figures.prices import Prices, key_bests
from regietafel.model.figures.quantities import Quantities
from regietafel.model.given import Given
from regietafel.model.plan import OutcomeDocument, Plan, TierDocument
from regietafel.model.scenario import Scenario
from regietafel.solver.causes import split_shortfall
from regietafel.solver.conflict import find_conflict, ways_to_meet
from regietafel.solver.extract import extract
from regietafel.solver.highs import LivingSolver, Report
from regietafel.solver.norm_prices import find_norm_prices
from regietafel.solver.prices import find_prices
from regietafel.solver.questions import Questions
from regietafel.solver.tiers import Search, search

RANGES = re.compile(r"\s+(Matrix|Cost|Bound|RHS)\s+\[")
"""Lines of the log with the smallest and the largest number of the program: weights over rooms among them."""


@dataclass(frozen=True)
class Run:
    """A plan and how it was found: wall time [s] per step, the log of the solver, the program as solved."""

    plan: Plan
    seconds: Mapping[str, float] = field(default_factory=dict)
    log: str = ""
    program: Any = None


def solve(
    case: Case, scenario: Scenario | None = None, *, reference: Decisions | None = None, report: Report | None = None
) -> Plan:
    """Find the best plan for a case, by the tiers of the scenario.

    Parameters
    ----------
    case : Case
        What is given.
    scenario : Scenario, optional
        Options; the defaults when left out.
    reference : Decisions, optional
        The plan on the table, against which change is measured; the present places when left out.
    report : callable, optional
        Gets a `Progress` now and then.

    Returns
    -------
    Plan
        Also when there is none: its outcome says why.

    Raises
    ------
    SolverError
        If the solver fails.
    """
    return run(case, scenario or Scenario(), reference=reference, report=report).plan


def run(
    case: Case,
    scenario: Scenario,
    *,
    reference: Decisions | None = None,
    report: Report | None = None,
    stop: threading.Event | None = None,
) -> Run:
    """Find the best plan, and tell how; see `solve`. Setting `stop` from anywhere ends the search with what it has."""
    given, began = Given(case, scenario, reference), time.perf_counter()
    program, stop = build(given), stop or threading.Event()
    solver = LivingSolver(solver_options(scenario), report, stop)
    return run_program(Ready(given, program, solver, time.perf_counter() - began))


@dataclass(frozen=True)
class Ready:
    """A program that was built, with its solver, and how long that took [s]."""

    given: Given
    program: Any
    solver: LivingSolver
    seconds: float = 0.0


def run_program(ready: Ready) -> Run:
    """Search the plan of a program that was built, split its shortfall, find its prices, and read it out."""
    given, program, solver = ready.given, ready.program, ready.solver
    case, scenario = given.case, given.scenario
    clock = {"start": time.perf_counter() - ready.seconds, "build": time.perf_counter()}
    ask = Questions(given, solver_options(scenario), time.monotonic() + scenario.time_limit, solver.stop)
    found = search(program, given, solver)
    clock["search"] = time.perf_counter()
    outcome = _outcome(found)
    split, prices = None, Prices()
    if found.state == "solved" and found.tiers:
        split = split_shortfall(ask, program)
        outcome["conflict"] = ways_to_meet(ask, split)
        decisions, prices = extract(program), _prices(ask, program, found)
    else:
        decisions = Decisions()
        outcome["conflict"] = find_conflict(ask) if found.state == "infeasible" else None
    clock["causes_and_prices"] = time.perf_counter()
    document = write_document(
        Quantities(case, scenario, decisions, key_bests(prices)), outcome, split, versions(case), prices
    )
    clock["read_out"] = time.perf_counter()
    return Run(Plan(document), _steps(clock, found), _log(given, found), program)


def _prices(ask: Questions, program: Any, found: Search) -> Prices:
    """Work out what positions, fairness and money cost each other."""
    said, fair = find_prices(ask, program, found), find_norm_prices(ask, program, found)
    return replace(fair, together=[*said.together, *fair.together], costs=said.costs)


def solver_options(scenario: Scenario) -> dict[str, Any]:
    """Return the options handed to HiGHS as they are."""
    return {"threads": scenario.threads, "random_seed": scenario.seed}


def versions(case: Case) -> dict[str, str]:
    """Return the versions that made a plan."""
    names = {"regietafel": "regietafel", "pyomo": "pyomo", "highs": "highspy"}
    found = {key: version(name) for key, name in names.items()}
    return found | {"python": platform.python_version(), "reference_figures": case.reference_version}


def write_model(program: pyo.ConcreteModel, file: str) -> None:
    """Write the exact program of the last tier, names kept.

    Parameters
    ----------
    program : pyomo.environ.ConcreteModel
        As solved.
    file : str
        Ends in ``.lp`` or ``.mps``.
    """
    program.write(file, io_options={"symbolic_solver_labels": True})


def _log(given: Given, found: Search) -> str:
    """Return what the solver said, without the ranges of coefficients when positions are soft: they tell weights."""
    lines = "\n".join(found.logs).splitlines()
    return "\n".join(line for line in lines if not given.soft_positions or not RANGES.match(line))


def _steps(clock: Mapping[str, float], found: Search) -> dict[str, float]:
    names = list(clock)
    steps = {name: clock[name] - clock[before] for before, name in pairwise(names)}
    return steps | {f"tier_{name}": seconds for name, seconds in found.seconds.items()}


def _outcome(found: Search) -> OutcomeDocument:
    return {"status": status_of(found), "tiers": found.tiers, "conflict": None}


def status_of(found: Search) -> str:
    """Return the status of a plan by how its search ended."""
    if found.state == "infeasible":
        return "infeasible"
    if not found.tiers:
        return "no_plan"
    stops = {tier["stop"] for tier in found.tiers}
    if stops & {"time", "interrupt"} or not found.complete:
        return "stopped"
    return "proven" if stops == {"proven"} else "within_gap"


__all__ = [
    "Ready",
    "Run",
    "TierDocument",
    "run",
    "run_program",
    "solve",
    "solver_options",
    "status_of",
    "versions",
    "write_model",
]
