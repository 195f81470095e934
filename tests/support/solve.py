"""A case solved with some rules dropped: what the program claims, and what its decisions come to."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from regietafel.model.build import build
from regietafel.model.case import Case
from regietafel.model.decisions import Decisions
from regietafel.model.figures.quantities import Quantities
from regietafel.model.figures.tiers import measure_tier, tier_names
from regietafel.model.given import Given
from regietafel.model.rule_checks.measure import findings_of
from regietafel.model.scenario import Scenario
from regietafel.solver.extract import extract
from regietafel.solver.highs import LivingSolver
from regietafel.solver.run import solver_options
from regietafel.solver.tiers import search

TIERS = ("shortfall", "surplus", "fairness", "cost", "disturbance")
EXACT: Mapping[str, Any] = {
    "gap": 0.0,
    "gap_disturbance": 0.0,
    **{f"tolerance_{tier}_{kind}": 0.0 for tier in TIERS for kind in ("abs", "rel")},
}
"""Options that leave an earlier aim nothing to give away."""


@dataclass(frozen=True)
class Solved:
    """What the program claims per aim, its decisions, and what these come to without the program."""

    state: str
    claimed: dict[str, float]
    decisions: Decisions
    measured: dict[str, float]
    broken: frozenset[str]


def solve_without(
    case: Case, scenario: Scenario, without: Collection[str] = (), reference: Decisions | None = None
) -> Solved:
    """Solve a case without some rules, and measure the decisions.

    Returns
    -------
    Solved
        `broken`: names of the rules that the decisions break, and ``decision_domain`` for decisions that cannot be.
    """
    given = Given(case, scenario, reference)
    program = build(given, without)
    found = search(program, given, LivingSolver(solver_options(scenario)))
    decisions = extract(program)
    q = Quantities(case, scenario, decisions, _key_bests(given) if scenario.fairness == "regret" else {})
    return Solved(
        state=found.state,
        claimed={tier["name"]: tier["value"] for tier in found.tiers},
        decisions=decisions,
        measured={name: float(measure_tier(q, name, reference)) for name in tier_names(q)},
        broken=frozenset(finding.params.get("rule", finding.code) for finding in findings_of(q)),
    )


def _key_bests(given: Given) -> dict[tuple[str, str], float]:
    """Return the best of every key of the norm regret, with every rule."""
    found = search(build(given), given, LivingSolver(solver_options(given.scenario)))
    return {(key.on, key.key): key.best for norm in found.norms.values() for key in norm.keys}
