"""What the search for leximin says of a case: levels per ratio, and the plan it ends with before later aims."""

import threading
from dataclasses import replace
from typing import Any

from regietafel.model.build import build
from regietafel.model.case import Case
from regietafel.model.decisions import Decisions
from regietafel.model.given import Given
from regietafel.model.scenario import Scenario
from regietafel.solver.extract import extract
from regietafel.solver.highs import LivingSolver
from regietafel.solver.norm_search import NormFound
from regietafel.solver.tiers import search

GRID = 10_000
ORDER = ("shortfall", "surplus", "fairness")


def search_levels(case: Case, scenario: Scenario, **found: Any) -> tuple[dict[str, NormFound], Decisions]:
    """Search up to fairness; return what was found per ratio, and the decisions."""
    given = Given(case, replace(scenario, tier_order=ORDER))
    m = build(given)
    solver = LivingSolver({"threads": scenario.threads, "random_seed": scenario.seed}, None, threading.Event())
    done = search(m, given, solver)
    found["state"] = done.state
    return done.norms, extract(m) if done.state == "solved" else Decisions()


def points_of(found: NormFound) -> tuple[int, ...]:
    """Return the levels as points of the grid, and check that each is proven."""
    assert all(level.bound == level.value for level in found.levels), found.levels
    return tuple(round(level.value * GRID) for level in found.levels)
