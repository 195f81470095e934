"""The section on positions: what was said, what the plan gives, and by how much each is given up."""

from collections.abc import Mapping
from typing import Any

from regietafel.model.figures.quantities import Quantities
from regietafel.model.position_subjects import Subject

Costs = Mapping[str, float | None]


def write_positions(q: Quantities, costs: Costs, *, with_places: bool) -> list[dict[str, Any]]:
    """Write every position of the scenario.

    Parameters
    ----------
    q : Quantities
    costs : mapping of id to float or None
        What each costs in fairness [ratio], as far as it was worked out.
    with_places : bool
        Whether there is a plan that keeps them or not.

    References
    ----------
    docs/decisions/0008. Reluctance and room are confidential: they stand in no document.
    """
    return [_position(q, name, costs.get(name), with_places=with_places) for name in q.subjects]


def _position(q: Quantities, name: str, cost: float | None, *, with_places: bool) -> dict[str, Any]:
    subject = q.subjects[name]
    item, missed = subject.position, subject.missed(q.decisions)
    return {
        "id": name,
        "party": item.party,
        "demand": item.demand,
        "subject": subject_of(subject),
        "places": _asked(subject),
        "non_negotiable": item.non_negotiable,
        "planned": [_at(q, subject, moment.key) for moment in subject.moments] if with_places else [],
        "honoured": missed == 0 if with_places else None,
        "given_up": missed if with_places else None,
        "cost": cost,
    }


def _asked(subject: Subject) -> int | None:
    """Return the number of the demand; None for one that has none [places]."""
    if subject.keeps_out or subject.position.demand == "not_both":
        return None
    return subject.ceiling if subject.floor is None else subject.floor


def subject_of(subject: Subject) -> dict[str, Any]:
    """Say what a position is about, in codes."""
    item = subject.position
    return {
        "gm_codes": list(item.municipalities),
        "location_id": item.location_id,
        "form": item.form,
        "stream": item.stream,
        "moment": item.moment.isoformat() if item.moment else None,
        "other_gm_code": item.other_municipality,
        "other_location_id": item.other_location_id,
        "other_places": subject.condition,
        "also_existing": item.also_existing,
    }


def _at(q: Quantities, subject: Subject, t: str) -> dict[str, Any]:
    """Say what the plan has at a moment: places of the subject and of its other side, and open locations."""
    return {
        "moment": t,
        "places": subject.own.places(q.decisions, t),
        "opened": subject.own.open_locations(q.decisions, t),
        "other_places": None if subject.other is None else subject.other.places(q.decisions, t),
        "given_up": subject.missed_at(q.decisions, t),
    }


def places_given_up(q: Quantities) -> int:
    """Sum the places by which positions are given up [places]."""
    return sum(subject.missed(q.decisions) for subject in q.subjects.values())
