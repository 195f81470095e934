"""Random positions by seed about the offers of a small case: every demand, hard and soft, with and without room."""

from random import Random
from typing import Any

from regietafel.model.case import Case
from regietafel.model.positions import Position
from support.cases import position

DEMANDS = (
    *("at_most", "at_most", "at_least", "exactly", "no_form", "location_open", "location_closed"),
    *("location_at_most", "not_both", "not_both", "only_if", "only_if"),
)
STREAMS = ("total", "total", "asylum", "regular", "special", "ukraine", "status_holder")


def random_positions(seed: str, case: Case, number: int, largest: int) -> tuple[Position, ...]:
    """Draw positions.

    Parameters
    ----------
    seed : str
        The same seed always draws the same.
    case : Case
        Whose municipalities, offers and moments they name.
    number : int
        How many.
    largest : int
        The largest number of places a demand names [places].
    """
    draw = Random(f"positions-{seed}")
    return tuple(_draw(draw, case, f"S{i:02d}", largest) for i in range(number))


def _draw(draw: Random, case: Case, name: str, largest: int) -> Position:
    demand = draw.choice(DEMANDS)
    changes = {
        "hard": draw.random() < 0.3,
        "reluctance": draw.choice((1, 2, 3)),
        "room": draw.choice((None, None, largest, max(1, largest // 2))),
        "also_existing": draw.random() < 0.5,
        "moment": draw.choice((None, None, *(item.day for item in case.moments))),
        **_about(draw, case, demand, largest),
    }
    if changes["hard"]:
        changes["room"] = None
    return position(name, demand, **changes)


def _about(draw: Random, case: Case, demand: str, largest: int) -> dict[str, Any]:
    places = draw.randint(0, largest)
    if demand.startswith("location"):
        location = draw.choice(case.locations).location_id
        wanted = {"location_at_most": places, "location_open": draw.choice((None, places))}
        return {"location_id": location, "places": wanted.get(demand), "stream": "total"}
    if demand == "no_form":
        return {"form": draw.choice(case.locations).form, "municipalities": _towns(draw, case)}
    found = {"stream": draw.choice(STREAMS), "places": places}
    if demand in ("not_both", "only_if"):
        return _sides(draw, case) | found | {"other_places": draw.choice((None, draw.randint(1, largest)))}
    return found | {"municipalities": _towns(draw, case), "form": draw.choice((None, None, case.locations[0].form))}


def _towns(draw: Random, case: Case) -> tuple[str, ...]:
    return tuple(sorted(draw.sample(case.codes, draw.randint(0, min(2, len(case.codes))))))


def _sides(draw: Random, case: Case) -> dict[str, Any]:
    one, other = draw.sample(case.locations, 2)
    by_name = {"location_id": one.location_id, "other_location_id": other.location_id}
    by_town = {"municipalities": (draw.choice(case.codes),), "other_municipality": draw.choice(case.codes)}
    return draw.choice((by_name, by_town))
