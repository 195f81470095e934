"""A counter-proposal as it stands: the rules it breaks and by how much, and what it scores; nothing is searched."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any

from regietafel.model.case import Case
from regietafel.model.decisions import Decisions
from regietafel.model.errors import Finding
from regietafel.model.figures.document import write_document
from regietafel.model.figures.quantities import Quantities
from regietafel.model.plan import Plan
from regietafel.model.rule_checks.domain import domain_findings
from regietafel.model.rule_checks.instance import Check, Instance
from regietafel.model.rule_checks.measure import RULE_CHECKS
from regietafel.model.scenario import Scenario

AS_IT_STANDS = "stopped"
"""Status of the document of a proposal: nothing about it was proven."""


@dataclass(frozen=True)
class Broken:
    """A rule that is broken somewhere.

    Parameters
    ----------
    rule : str
        Its name.
    unit : str
        Unit of `by`.
    by : float
        By how much: more than 0.
    moment, gm_code, location_id, position : str or None
        Where; None where it does not apply.
    """

    rule: str
    unit: str
    by: float
    moment: str | None = None
    gm_code: str | None = None
    location_id: str | None = None
    position: str | None = None


@dataclass(frozen=True)
class Assessment:
    """What a proposal breaks, what cannot be at all, and the proposal with every figure of a plan."""

    broken: tuple[Broken, ...]
    impossible: tuple[Finding, ...]
    plan: Plan

    @property
    def breaks_nothing(self) -> bool:
        """Whether every rule is kept."""
        return not self.broken and not self.impossible

    def rows(self) -> list[dict[str, Any]]:
        """Return what is broken as plain data."""
        return [asdict(item) for item in self.broken]


def assess(case: Case, scenario: Scenario, proposal: Decisions) -> Assessment:
    """Check a proposal as it stands, and work out every figure.

    Parameters
    ----------
    case, scenario
        As of the plan on the table.
    proposal : Decisions
        What it decides; only ids, streams and moments of the case.
    """
    q = Quantities(case, scenario, proposal)
    broken = tuple(_broken(item, at) for item in RULE_CHECKS.values() for at in item.instances(q) if at.slack < 0)
    impossible = tuple(domain_findings(q))
    outcome: Any = {"status": AS_IT_STANDS, "tiers": [], "conflict": None}
    document = write_document(q, outcome, _split(q), {})
    return Assessment(broken, impossible, Plan(document))


def _broken(item: Check, at: Instance) -> Broken:
    return Broken(item.name, item.unit, _number(-at.slack), at.moment, at.gm_code, at.location_id, at.position_id)


def _number(amount: int | Fraction) -> float:
    return int(amount) if amount == int(amount) else round(float(amount), 6)


def _split(q: Quantities) -> dict[str, Any] | None:
    """Call what a proposal misses not examined: only a search can tell what could not be avoided."""
    if not any(q.shortfall.values()):
        return None
    return {
        "unavoidable": dict.fromkeys(q.shortfall, 0),
        "by_choice": {key: [{"cause": "not_examined", "places": n}] if n else [] for key, n in q.shortfall.items()},
    }


def rules_broken(items: Iterable[Broken]) -> list[str]:
    """Name the rules that are broken, each once, in reading order."""
    return list(dict.fromkeys(item.rule for item in items))
