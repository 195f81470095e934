"""Random tiny cases with hard positions and options, small enough to try every number of places."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from math import prod
from random import Random

from regietafel.model.case import Case, Location
from regietafel.model.positions import Position
from regietafel.model.scenario import Scenario
from support.cases import FIRST_DAY, SECOND_DAY, moment, offer, tiny_case, town
from support.every_point import Tried

CODES = ("GM9001", "GM9002")
LARGEST = 4000
DEMANDS = (
    *("at_least", "at_least", "exactly", "exactly", "at_most", "no_form", "location_open", "location_closed"),
    *("location_at_most", "not_both", "only_if"),
)


def random_conflict(seed: int) -> tuple[Case, Scenario, Tried]:
    """Make a case without any plan, and try it out: the first of the seed's draws that has none and is small."""
    return next(made for made in _tried(seed, _draw) if frozenset() not in made[2].broken)


def random_gap_conflict(seed: int) -> tuple[Case, Scenario, Tried]:
    """Make one whose offers leave gaps in what they can hold: parts of locations would often do, whole ones not."""
    return next(made for made in _tried(seed, _draw_gaps) if frozenset() not in made[2].broken)


def any_case(seed: int) -> tuple[Case, Scenario, Tried]:
    """Make a case with or without a plan."""
    return next(_tried(seed, _draw_gaps if seed % 2 else _draw))


def _tried(seed: int, draw_case: Callable[[Random], tuple[Case, Scenario]]) -> Iterator[tuple[Case, Scenario, Tried]]:
    for attempt in count():
        case, scenario = draw_case(Random(f"{seed}-{attempt}"))
        if _points(case) <= LARGEST:
            yield case, scenario, Tried(case, scenario)


def _points(case: Case) -> int:
    per_offer = [(loc.count + 1) * (loc.max_places * loc.count + 1) ** len(loc.streams) for loc in case.locations]
    return prod(per_offer) ** len(case.moments)


def _draw(draw: Random) -> tuple[Case, Scenario]:
    two = draw.random() < 0.25
    locations = [_offer(draw, f"L{number}") for number in range(2 if two else draw.choice((2, 3, 3)))]
    moments = [moment(FIRST_DAY, emergency_max=draw.choice((None, None, 0, 1)))]
    moments += [moment(SECOND_DAY)] if two else []
    towns = [town(code, indicative=draw.choice((0, 2, 3, 5))) for code in CODES]
    case = tiny_case(towns, locations, moments)
    positions = tuple(_position(draw, f"P{number}", case) for number in range(draw.choice((1, 2, 3, 4))))
    return replace(case, positions=positions), Scenario(threads=1, **_options(draw))


def _draw_gaps(draw: Random) -> tuple[Case, Scenario]:
    """Draw offers of one size or nearly so, and numbers that stand between what whole locations can make."""
    sizes = [draw.choice(((3, 3), (4, 4), (4, 5), (5, 5), (3, 4))) for _ in range(3)]
    forms = [draw.choice(("large", "small_scale")) for _ in sizes]
    locations = [
        offer(f"L{i}", draw.choice(CODES), form, places=size, cost_per_place=1000, streams=("regular",))
        for i, (form, size) in enumerate(zip(forms, sizes, strict=True))
    ]
    case = tiny_case([town(code, indicative=6) for code in CODES], locations)
    most = sum(high for _, high in sizes)
    positions = tuple(
        Position(
            position_id=f"P{i}",
            party="party",
            demand=draw.choice(("exactly", "exactly", "at_least", "at_most")),
            municipalities=draw.choice(((), (), CODES[:1], CODES[1:])),
            places=draw.randint(1, most - 1),
            non_negotiable=True,
            room=draw.choice((None, None, None, 2)),
            reluctance=draw.choice((1, 2, 3)),
        )
        for i in range(draw.choice((1, 2, 2, 3)))
    )
    options = {
        "large_max": draw.choice((None, None, 1)),
        "large_min": draw.choice((None, None, None, 1)),
        "small_scale_min_share": draw.choice((None, None, 0.3, 0.5)),
        "burden_ceiling": draw.choice((None, None, 1.0)),
        "all_contribute": draw.choice((False, False, True)),
        "hub_max_satellites": None,
    }
    return replace(case, positions=positions), Scenario(threads=1, **options)


def _offer(draw: Random, location_id: str) -> Location:
    low = draw.choice((0, 1, 2, 3))
    high = low + draw.choice((0, 1, 1, 2))
    about = {"places": (low, max(1, high)), "streams": draw.choice((("regular",), ("regular",), ("ukraine",)))}
    about |= {"cost_per_place": draw.choice((1000, 10_000)), "opening_cost": draw.choice((0, 5000))}
    form = draw.choice(("large", "large", "small_scale", "other"))
    kind = draw.random()
    if kind < 0.25:
        about |= {"status": draw.choice(("existing", "decided")), "present": {about["streams"][0]: about["places"][0]}}
        about |= {"may_close": draw.random() < 0.3, "may_shrink": draw.random() < 0.3}
    elif kind < 0.4 and form != "large":
        about |= {"count": 2}
    elif kind < 0.55:
        about |= {"group": "joint", "group_rule": "not_together"}
    if draw.random() < 0.15:
        about |= draw.choice(({"last_day": "2027-12-31"}, {"first_day": "2028-01-01"}))
    about |= {"emergency": form == "other", "durable": draw.random() < 0.5}
    return offer(location_id, draw.choice(CODES), form, **about)


def _position(draw: Random, position_id: str, case: Case) -> Position:
    demand = draw.choice(DEMANDS)
    about = {"reluctance": draw.choice((1, 2, 3)), "also_existing": draw.random() < 0.5}
    about |= draw.choice(({"non_negotiable": True}, {"non_negotiable": True}, {"room": draw.choice((0, 1))}))
    if about.get("non_negotiable") and draw.random() < 0.3:
        about["room"] = draw.choice((1, 2))
    if draw.random() < 0.2:
        about["moment"] = draw.choice(case.moments).day
    towns = draw.choice(((), CODES[:1], CODES[1:]))
    if demand.startswith("location"):
        about["location_id"] = draw.choice(case.locations).location_id
        about["places"] = draw.choice((0, 1, 2)) if demand == "location_at_most" else None
    elif demand in ("not_both", "only_if"):
        about |= {"municipalities": CODES[:1], "other_municipality": CODES[1]}
        about |= (
            {"places": draw.choice((None, 1)), "other_places": draw.choice((None, 2))} if demand == "only_if" else {}
        )
    elif demand == "no_form":
        about |= {"municipalities": towns, "form": draw.choice(("large", "small_scale"))}
    else:
        about |= {"municipalities": towns, "places": draw.choice((0, 1, 2, 3, 4, 5, 6))}
        about |= {"stream": draw.choice(("total", "total", "asylum", "ukraine"))}
    return Position(position_id=position_id, party="party", demand=demand, **about)


def _options(draw: Random) -> dict:
    options = {
        "large_max": draw.choice((None, None, None, 0, 1)),
        "large_min": draw.choice((None, None, None, 1, 2)),
        "large_max_per_municipality": draw.choice((None, None, 0, 1)),
        "small_scale_min_share": draw.choice((None, None, 0.5, 0.25)),
        "cost_max": draw.choice((None, None, 0.0, 20_000.0)),
        "all_contribute": draw.choice((False, False, True)),
        "hub_max_satellites": None,
    }
    ceiling = draw.random()
    if ceiling < 0.2:
        options["burden_ceiling"] = draw.choice((0.5, 1.0, 1.25))
    elif ceiling < 0.4:
        options["burden_floor"] = draw.choice((0.5, 1.0))
    return options
