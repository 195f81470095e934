"""What each aim of the program comes to on a plan, worked out from the decisions: exact numbers, no program."""

from collections.abc import Callable
from fractions import Fraction

from regietafel.model.case import Location
from regietafel.model.decisions import Decisions
from regietafel.model.figures.money import find_costs
from regietafel.model.figures.quantities import PLACE_TASKS, Quantities
from regietafel.model.figures.ratios import measure

CHANGE = "change"
OF_WHATIF = (CHANGE, "cost")
"""The aims of a what-if, in order: the other aims of its scenario are kept near the plan on the table."""
NEVER_KEPT = ("cost", "disturbance")


def tier_names(q: Quantities, *, of_whatif: bool = False) -> list[str]:
    """Return the aims in order, as the outcome names them; positions are an aim only when some of them are soft."""
    if of_whatif:
        return list(OF_WHATIF)
    found: list[str] = []
    for name in q.scenario.tier_order:
        if name == "fairness":
            found += ["fairness", *(f"fairness_{on}" for on in q.scenario.norms_on[1:])]
        elif name in _MEASURES and (name != "positions" or _has_soft_positions(q)):
            found.append(name)
    return found


def kept_names(q: Quantities) -> list[str]:
    """Return the aims that a what-if keeps near the plan on the table, in the order of the scenario."""
    return [name for name in tier_names(q) if name not in NEVER_KEPT]


def _has_soft_positions(q: Quantities) -> bool:
    return any(not subject.position.non_negotiable for subject in q.subjects.values())


def measure_tier(q: Quantities, name: str, reference: Decisions | None = None) -> Fraction:
    """Measure an aim on a plan.

    Parameters
    ----------
    q : Quantities
    name : str
        As `tier_names` has it.
    reference : Decisions, optional
        The plan that change is measured against; the present places when left out.

    Returns
    -------
    Fraction
        In the unit of the aim: weighted places, places, ratio, weighted shares, euro, weighted changes.
    """
    if name == "disturbance":
        return Fraction(measure_disturbance(q, reference))
    if name == CHANGE:
        return Fraction(measure_change(q, reference or Decisions()))
    if name.startswith("fairness"):
        on = name.removeprefix("fairness").removeprefix("_") or q.scenario.norms_on[0]
        return measure(q, q.scenario.fairness, on) or Fraction(0)
    return Fraction(_MEASURES[name](q))


def measure_shortfall(q: Quantities) -> int:
    """Weigh what is not met, over all moments and tasks; the need of reception weighs as asylum."""
    weight = {task: getattr(q.scenario, f"shortfall_weight_{task}") for task in (*PLACE_TASKS, "housing")}
    weight["asylum_need"] = weight["asylum"]
    return sum(weight[task] * q.shortfall[task, t] for task in q.tasks for t in q.moments)


def measure_surplus(q: Quantities) -> int:
    """Sum what is new and above the need, over all moments and tasks."""
    return sum(q.surplus[task, t] for task in q.tasks for t in q.moments)


def measure_positions(q: Quantities) -> Fraction:
    """Weigh the share of each soft position that is given up by its reluctance."""
    soft = [subject for subject in q.subjects.values() if not subject.position.non_negotiable]
    shares = (subject.position.reluctance * Fraction(subject.missed(q.decisions), subject.scale) for subject in soft)
    return sum(shares, Fraction(0))


def _cost(q: Quantities) -> Fraction:
    return find_costs(q).over_cycle


def measure_disturbance(q: Quantities, reference: Decisions | None = None) -> int:
    """Weigh the change against a reference plan, or against the present places, over all moments."""
    base = reference or _present(q)
    return sum(_change_at(q, base, t) for t in q.moments)


def _present(q: Quantities) -> Decisions:
    """Take existing rows as open with their present places, everything else as closed."""
    existing = [(loc, t) for loc in q.rows if loc.status == "existing" for t in q.moments]
    return Decisions(
        opened={(loc.location_id, t): 1 for loc, t in existing},
        placed={(loc.location_id, k, t): loc.present.get(k, 0) for loc, t in existing for k in loc.streams},
    )


def measure_change(q: Quantities, base: Decisions) -> int:
    """Weigh the change against a plan, homes and hubs included and small locations left out: 0 for the same plan.

    A person housed otherwise and a satellite that leaves its hub weigh as much as a place.
    """
    small = sum(_small_at(q, t) for t in q.moments)
    pairs = {(g, t) for g in q.case.codes for t in q.moments}
    amounts = sum(abs(q.decisions.housed.get(pair, 0) - base.housed.get(pair, 0)) for pair in pairs)
    amounts += sum(max(0, n - q.decisions.attached.get(index, 0)) for index, n in base.attached.items())
    weight: int = q.scenario.change_weight_place
    return sum(_change_at(q, base, t) for t in q.moments) - small + weight * amounts


def _change_at(q: Quantities, base: Decisions, t: str) -> int:
    scenario, touched = q.scenario, set()
    moved = switched = 0
    for loc in (loc for loc in q.rows if not loc.foreign):
        places, openings = _moved(q, base, loc, t), _switched(q, base, loc, t)
        moved, switched = moved + places, switched + openings
        if places or openings:
            touched.add(loc.code)
    return (
        scenario.change_weight_place * moved
        + scenario.change_weight_location * switched
        + scenario.change_weight_municipality * len(touched)
        + _small_at(q, t)
    )


def _small_at(q: Quantities, t: str) -> int:
    new = (loc for loc in q.rows if not loc.foreign and not loc.present_is_kept)
    weight: int = q.scenario.change_weight_small
    return weight * sum(_small(q, loc, t) for loc in new)


def _moved(q: Quantities, base: Decisions, loc: Location, t: str) -> int:
    keys = ((loc.location_id, k, t) for k in loc.streams)
    return sum(abs(q.decisions.placed.get(key, 0) - base.placed.get(key, 0)) for key in keys)


def _switched(q: Quantities, base: Decisions, loc: Location, t: str) -> int:
    return abs(q.opened(loc.location_id, t) - base.opened.get((loc.location_id, t), 0))


def _small(q: Quantities, loc: Location, t: str) -> int:
    """Count the open locations of a new offer that have too few places together to all be large enough."""
    large_enough = q.placed(loc.location_id, t) // q.scenario.small_location_places
    return max(0, q.opened(loc.location_id, t) - large_enough)


_MEASURES: dict[str, Callable[[Quantities], int | Fraction]] = {
    "shortfall": measure_shortfall,
    "surplus": measure_surplus,
    "positions": measure_positions,
    "cost": _cost,
    "disturbance": measure_disturbance,
}
