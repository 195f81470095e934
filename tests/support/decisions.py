"""Decisions by hand, and the plan they make: figures measured on them, every aim taken as proven."""

from collections.abc import Mapping, Sequence
from typing import Any

from regietafel.model.case import Case
from regietafel.model.decisions import Decisions
from regietafel.model.figures.document import write_document
from regietafel.model.figures.quantities import Quantities
from regietafel.model.figures.tiers import measure_tier, tier_names
from regietafel.model.outcome_checks import tolerance
from regietafel.model.plan import Plan
from regietafel.model.scenario import Scenario
from support.cases import FIRST_DAY

VERSIONS = {"regietafel": "0", "python": "0", "pyomo": "0", "highs": "0", "reference_figures": "0"}


def decided(
    places: Mapping[str, int | Mapping[str, int]] | None = None,
    housed: Mapping[str, int] | None = None,
    hubs: Mapping[str, str] | None = None,
    opened: Mapping[str, int] | None = None,
    moments: Sequence[str] = (FIRST_DAY,),
) -> Decisions:
    """Decide the same at every moment.

    Parameters
    ----------
    places : mapping
        Per offer: regular places, or places per stream; the offer is open once unless `opened` says otherwise.
    housed : mapping
        Persons in homes per municipality.
    hubs : mapping
        Hub of each satellite offer: all its open locations and places hang under it.
    """
    found = Decisions()
    for loc, given in (places or {}).items():
        streams = {"regular": given} if isinstance(given, int) else given
        for t in moments:
            found.opened[loc, t] = (opened or {}).get(loc, 1)
            found.placed.update({(loc, k, t): number for k, number in streams.items() if number})
            if hubs and loc in hubs:
                found.attached[loc, hubs[loc], t] = found.opened[loc, t]
                found.attached_places[loc, hubs[loc], t] = sum(streams.values())
    found.housed.update({(g, t): persons for g, persons in (housed or {}).items() for t in moments})
    return found


def joined(*parts: Decisions) -> Decisions:
    """Put decisions of several moments together."""
    found = Decisions()
    for part in parts:
        for name in ("opened", "placed", "attached", "attached_places", "housed"):
            getattr(found, name).update(getattr(part, name))
    return found


def quantities(case: Case, decisions: Decisions | None = None, **options: Any) -> Quantities:
    """Work out what follows from decisions."""
    return Quantities(case, Scenario(**options), decisions or Decisions())


def plan_of(case: Case, scenario: Scenario, decisions: Decisions, split: Any = None) -> Plan:
    """Write a plan of which every aim is taken as proven."""
    q = Quantities(case, scenario, decisions)
    outcome: Any = {"status": "proven", "tiers": [_tier(q, name) for name in tier_names(q)], "conflict": None}
    return Plan(write_document(q, outcome, split, VERSIONS))


def _tier(q: Quantities, name: str) -> dict[str, Any]:
    value = round(float(measure_tier(q, name)), 6)
    allowed = round(tolerance(q, name, value), 6)
    return {
        "name": name,
        "value": value,
        "bound": value,
        "gap": 0.0,
        "abs_gap": 0.0,
        "tolerance": allowed,
        "stop": "proven",
    }
