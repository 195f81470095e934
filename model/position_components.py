"""What the rules of positions speak of: what each is about, its numbers, and how much of it is given up."""

from collections.abc import Collection
from typing import Any

import pyomo.environ as pyo

from regietafel.model.components import declare_parameter, declare_set, declare_variable
from regietafel.model.given import Given
from regietafel.model.position_subjects import Side, Subject
from regietafel.model.rules import total

BOUNDED_BY = ("places_fit_location", "opened_location_is_large_enough", "location_is_available")
"""Rules that make the sizes of the offers bounds on their places, and give an open location places."""


def declare_positions(m: Any, given: Given, without: Collection[str], left_out: Collection[str]) -> None:
    """Declare the positions of the scenario, some left out.

    Parameters
    ----------
    m : pyomo.environ.ConcreteModel
        With its variables.
    given : Given
        Case and scenario.
    without : collection of str
        Rules that the program does not have.
    left_out : collection of str
        Ids of positions that the program does not have.
    """
    subjects = {name: subject for name, subject in given.subjects.items() if name not in left_out}
    sized = not set(BOUNDED_BY) & set(without)
    _declare_indexes(m, subjects, sized=sized)
    _declare_numbers(m, subjects)
    _declare_sides(m, subjects, sized=sized)
    limits = {name: subject.limit if _is_limited(subject) or sized else None for name, subject in subjects.items()}
    declare_variable(
        m, "given_up", (m.POSITIONS,), "places by which the position is missed [places]", lambda _m, p: (0, limits[p])
    )
    declare_variable(
        m, "other_keeps", (m.TWO_SIDED,), "1 if the other side keeps the position, 0 if the subject does", (0, 1)
    )


def _is_limited(subject: Subject) -> bool:
    return subject.position.non_negotiable or subject.position.room is not None


def _declare_indexes(m: Any, subjects: dict[str, Subject], *, sized: bool) -> None:
    """Declare which positions there are, and which rule speaks of which."""
    at = {name: [item.key for item in subject.moments] for name, subject in subjects.items()}
    apart = {name: subject for name, subject in subjects.items() if subject.other is None}
    sided = {name: subject for name, subject in subjects.items() if subject.other is not None}
    empty = {
        name: subject
        for name, subject in apart.items()
        if subject.keeps_out and (not sized or any(loc.min_places == 0 for loc in subject.own.rows))
    }
    soft = [name for name, subject in subjects.items() if not subject.position.non_negotiable]
    declare_set(m, "POSITIONS", list(subjects), "positions of the scenario")
    declare_set(m, "SOFT_POSITIONS", soft, "positions that may be given up")
    for index, doc, chosen in (
        (
            "CEILED",
            "position with a largest number, moment",
            [p for p, item in apart.items() if item.ceiling is not None],
        ),
        (
            "FLOORED_SUBJECTS",
            "position with a smallest number, moment",
            [p for p in apart if apart[p].floor is not None],
        ),
        ("KEPT_OUT", "position against offers that can be open without places, moment", list(empty)),
        ("TWO_SIDED", "position with another side, moment", list(sided)),
        (
            "NOT_BOTH",
            "position of which one side stays empty, moment",
            [p for p in sided if sided[p].condition is None],
        ),
        ("CONDITIONAL", "position with a condition, moment", [p for p in sided if sided[p].condition is not None]),
    ):
        declare_set(m, index, [(p, t) for p in chosen for t in at[p]], doc)


def _declare_numbers(m: Any, subjects: dict[str, Subject]) -> None:
    """Declare what each position asks, and what giving it up weighs."""
    numbers = {
        "position_ceiling": ("places its subject has at most [places]", "ceiling"),
        "position_floor": ("places its subject has at least [places]", "floor"),
        "position_condition": ("places the other side must have [places]", "condition"),
    }
    for name, (doc, field) in numbers.items():
        values = {p: getattr(subject, field) for p, subject in subjects.items()}
        declare_parameter(m, name, {p: number for p, number in values.items() if number is not None}, doc)
    scale = {p: subject.scale for p, subject in subjects.items()}
    declare_parameter(m, "position_scale", scale, "amount that counts as given up in full [places]")
    weight = {p: subject.position.reluctance for p, subject in subjects.items()}
    declare_parameter(m, "position_weight", weight, "weight of giving it up in full, 1 to 3")


def _declare_sides(m: Any, subjects: dict[str, Subject], *, sized: bool) -> None:
    """Declare the places of each side, and how many there can be at most."""
    pairs = [(p, item) for p, subject in subjects.items() for item in subject.moments]
    declare_set(m, "SPOKEN", [(p, item.key) for p, item in pairs], "position, moment it is about")
    m.subject_places = pyo.Expression(
        m.SPOKEN, rule=lambda m, p, t: _places(m, subjects[p].own, t), doc="places the position is about [places]"
    )
    m.other_side_places = pyo.Expression(
        m.TWO_SIDED, rule=lambda m, p, t: _places(m, _other(subjects[p]), t), doc="places of the other side [places]"
    )
    m.kept_out_rows = {p: [loc.location_id for loc in subject.own.rows] for p, subject in subjects.items()}
    sided = [(p, item) for p, item in pairs if subjects[p].other is not None]
    most = {(p, item.key): _most(m, subjects[p].own, item, sized) for p, item in sided}
    others = {(p, item.key): _most(m, _other(subjects[p]), item, sized) for p, item in sided}
    declare_parameter(m, "subject_most", most, "places the subject can have at most [places]")
    declare_parameter(m, "other_side_most", others, "places the other side can have at most [places]")


def _places(m: Any, side: Side, t: str) -> Any:
    return total(m, (m.placed[index] for index in side.placings(t)))


def _other(subject: Subject) -> Side:
    return subject.other or Side((), ())


def _most(m: Any, side: Side, at: Any, sized: bool) -> int:
    """Return the most places of a side; where the rules on size are left out only the bounds of the variables hold."""
    return side.most(at.day) if sized else sum(m.placed[index].ub for index in side.placings(at.key))
