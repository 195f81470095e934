"""Random tiny cases by seed: the same seed always makes the same case and scenario.

They hold every kind of row and most options, but sizes of a handful of places, so that brute force can try all plans.
What the documents leave open is not in them: durable rows that may close, closing rows of several sizes, several
identical satellites.
"""

from fractions import Fraction
from itertools import count, pairwise
from random import Random
from typing import Any

from regietafel.model.case import Case, Exchange, HousingTarget, Location, Moment, Municipality
from regietafel.model.scenario import TIER_NAMES, Scenario
from support.brute_force import count_plans
from support.cases import FIRST_DAY, SECOND_DAY, link, moment, offer, swap, target, tiny_case, town

EXACT = {
    **{f"tolerance_{tier}_{kind}": 0.0 for tier in TIER_NAMES for kind in ("abs", "rel")},
    "gap": 0.0,
    "gap_disturbance": 0.0,
    "smallest_entitlement": 1,
    "fairness_prices": "none",
    "threads": 1,
}
CODES = ("GM9001", "GM9002", "GM9003")
OPEN = (CODES[:2], CODES[1:])
CLOSED = (*OPEN, (CODES[0], CODES[2]))
ABROAD = "GM9000"
MOST_PLANS = 15_000


def random_case(seed: int) -> tuple[Case, Scenario]:
    """Make a case of one to three municipalities, two to four offers and one or two moments, with a scenario.

    The first of the seed's draws that brute force can try in a second.
    """
    draws = (_draw_case(Random(f"{seed}-{attempt}")) for attempt in count())
    return next(made for made in draws if count_plans(*made) <= MOST_PLANS)


def _draw_case(draw: Random) -> tuple[Case, Scenario]:
    codes = CODES[: draw.choice((1, 2, 2, 3, 3))]
    two = draw.random() < 0.4
    locations = [_any_offer(draw, f"L{number}", codes) for number in range(draw.choice((3, 4) if two else (3, 4, 5)))]
    exchanges = _exchanges(draw, codes)
    towns = [_any_town(draw, code) for code in codes]
    moments = [moment(FIRST_DAY, task_share=draw.choice((Fraction(1), Fraction(1), Fraction(1, 2))))]
    moments += [_second(draw)] if two else []
    links = [link(one, other) for one, other in pairwise((ABROAD, *codes))]
    targets = _targets(draw, codes, two=two)
    case = tiny_case(towns, locations, moments, links, targets=targets, exchanges=exchanges)
    return case, Scenario(**EXACT, **_options(draw, case))


def random_cluster_case(seed: int) -> tuple[Case, Scenario]:
    """Make a case of one or two hubs and three satellites of one size each, over one or two moments."""
    draw = Random(seed)
    towns = [town(code, indicative=draw.choice((2, 4)), indicative_special=draw.choice((0, 1))) for code in CODES]
    locations = [_cluster_offer(draw, f"H{number}", "large") for number in range(draw.choice((1, 2)))]
    locations += [_cluster_offer(draw, f"S{number}", "satellite") for number in range(3)]
    links = [link(one, other) for one, other in draw.choice((CLOSED, OPEN, OPEN, OPEN))]
    options = {
        "hub_max_steps": draw.choice((1, 2, 2, 2)),
        "hub_max_km": draw.choice((10.0, 15.0, 15.0, 15.0)),
        "hub_max_satellites": draw.choice((None, 1, 2)),
        "hub_max_satellite_places": draw.choice((None, None, 2)),
        "clusters_connected": draw.choice((False, True, True)),
    }
    days = draw.choice(([FIRST_DAY], [FIRST_DAY, SECOND_DAY]))
    return tiny_case(towns, locations, days, links), Scenario(**EXACT, **options)


def random_durable_case(seed: int) -> tuple[Case, Scenario]:
    """Make a case under the durable regime: offers of one size around the legal minimum of 100, and 16 for minors."""
    draw = Random(seed)
    codes = CODES[: draw.choice((1, 2))]
    towns = [
        town(code, indicative=draw.choice((40, 80, 120, 160)), indicative_special=draw.choice((0, 8, 16)))
        for code in codes
    ]
    locations = [_durable_offer(draw, f"L{number}", codes) for number in range(4)]
    days = draw.choice(([FIRST_DAY], [FIRST_DAY, SECOND_DAY], [FIRST_DAY, SECOND_DAY], [FIRST_DAY, "2028-12-01"]))
    options = {"counting": "durable", "fairness_on": draw.choice(("joint", "asylum"))}
    return tiny_case(towns, locations, days), Scenario(**EXACT, **options)


def _cluster_offer(draw: Random, location_id: str, form: str) -> Location:
    codes = CODES[::2] if form == "large" else CODES
    streams = draw.choice((("regular",), ("regular",), ("special",) if form == "satellite" else ("ukraine",)))
    limits = draw.choice(({}, {}, {}, {"last_day": "2027-12-31"}, {"first_day": "2028-01-01"}))
    about = {"streams": streams, "places": draw.choice((1, 2)), "durable": draw.random() < 0.5, **limits}
    return offer(location_id, draw.choice(codes), form, cost_per_place=draw.choice((10_000, 20_000)), **about)


def _second(draw: Random) -> Moment:
    share = draw.choice((Fraction(1), Fraction(1), Fraction(1, 4)))
    return moment(SECOND_DAY, task_share=share, emergency_max=draw.choice((None, 0, 2)))


def _any_town(draw: Random, code: str) -> Municipality:
    indicative = draw.choice((1, 2, 2, 3, 4, 6))
    return town(
        code,
        indicative=indicative,
        indicative_special=draw.choice((0, 0, 1)) if indicative > 1 else 0,
        ukraine_asked=draw.choice((0, 0, 1, 2)),
        houseable_per_half_year=draw.choice((None, 0, 1, 1, 2)),
        credit=draw.choice(({}, {}, {}, {"regular": 2}, {"ukraine": 1, "status_holder": 1})),
    )


def _any_offer(draw: Random, location_id: str, codes: tuple[str, ...]) -> Location:
    money = {
        "cost_per_place": draw.choice((10_000, 20_000, 30_000)),
        "opening_cost": draw.choice((0, 40_000, 100_000)),
    }
    make = draw.choice(MAKERS)
    return make(draw, location_id, draw.choice(codes), codes, money)


def _hub(draw: Random, location_id: str, code: str, _codes: Any, money: dict[str, int]) -> Location:
    streams = draw.choice((("regular",), ("regular", "special"), ("regular", "ukraine")))
    return offer(location_id, code, "large", places=(2, 4), streams=streams, **money)


def _small(draw: Random, location_id: str, code: str, _codes: Any, money: dict[str, int]) -> Location:
    count = draw.choice((1, 1, 2))
    streams = ("regular",) if count == 2 else draw.choice((("regular",), ("ukraine",), ("regular", "ukraine")))
    about = {"places": (1, 3), "streams": streams, "count": count, "surcharge": True, **_together(draw, count)}
    return offer(location_id, code, "small_scale", **about, **money)


def _together(draw: Random, count: int) -> dict[str, Any]:
    apart = count == 1 and draw.random() < 0.6
    return {"group": "together", "group_rule": "not_together"} if apart else {}


def _satellite(draw: Random, location_id: str, code: str, _codes: Any, money: dict[str, int]) -> Location:
    streams = draw.choice((("regular",), ("special",)))
    return offer(location_id, code, "satellite", places=(1, 2), streams=streams, surcharge=True, **money)


def _other(draw: Random, location_id: str, code: str, _codes: Any, money: dict[str, int]) -> Location:
    streams, emergency = draw.choice(((("ukraine",), False), (("special",), False), (("regular",), True)))
    limits = draw.choice(({}, {"last_day": "2027-12-31"}, {"first_day": "2028-01-01"}))
    return offer(location_id, code, "other", places=(1, 3), streams=streams, emergency=emergency, **limits, **money)


def _transition(draw: Random, location_id: str, code: str, codes: tuple[str, ...], money: dict[str, int]) -> Location:
    about = {"streams": ("status_holder",), "counts_for_housing": True, "link": draw.choice((None, codes[0]))}
    return offer(location_id, code, "other", places=(1, 2), **about, **money)


def _kept(draw: Random, location_id: str, code: str, _codes: Any, money: dict[str, int]) -> Location:
    stream = draw.choice(("regular", "ukraine"))
    present = draw.choice((2, 4, 6))
    status, changes = draw.choice(
        (
            ("existing", {"places": (present, present + 1)}),
            ("existing", {"places": (1, present), "may_shrink": True}),
            ("existing", {"places": present, "may_close": True, "durable": False}),
            ("decided", {"places": (present, present + 1)}),
        )
    )
    about = {"streams": (stream,), "present": {stream: present}, "status": status, **changes}
    return offer(location_id, code, draw.choice(("small_scale", "small_scale", "large")), **about, **money)


def _abroad(_draw: Random, location_id: str, _code: str, _codes: Any, money: dict[str, int]) -> Location:
    return offer(location_id, ABROAD, "large", places=2, foreign=True, lat=52.0, lon=4.95, **money)


def _targets(draw: Random, codes: tuple[str, ...], *, two: bool) -> list[HousingTarget]:
    found = []
    for code in codes:
        if draw.random() < 0.5:
            found.append(target(code, "2027-I", draw.choice((0, 0, 1, 2)), backlog=draw.choice((-1, 0, 0, 1))))
            found += [target(code, "2027-II", draw.choice((0, 1, 2)))] if two else []
    return found


def _exchanges(draw: Random, codes: tuple[str, ...]) -> list[Exchange]:
    if len(codes) < 2 or draw.random() < 0.7:
        return []
    giver, taker = draw.sample(codes, 2)
    changes = draw.choice(
        (
            {"stream": "regular"},
            {"stream": "regular", "against_stream": "ukraine", "against_places": 1},
            {"stream": "status_holder", "half_year": "2027-I"},
            {"stream": "ukraine", "stage": "discussed"},
        )
    )
    return [swap(giver, taker, 1, **changes)]


def _options(draw: Random, case: Case) -> dict[str, Any]:
    plain = not case.exchanges and not any(town.credit for town in case.municipalities)
    kept = any(item.present_is_kept for item in case.locations)
    options: dict[str, Any] = {
        "fairness": draw.choice(("minimax", "minimax", "deviation")),
        "fairness_on": draw.choice(("joint", "joint", "asylum")),
        "burden_moment": draw.choice(("last", "last", "all")) if not kept else "last",
        "shortfall_weight_special": draw.choice((1, 1, 2)),
        "emergency_counts": draw.choice((False, False, True)),
        "hub_max_satellites": draw.choice((None, 5, 1)),
        "hub_max_steps": draw.choice((1, 2)),
        "clusters_connected": draw.choice((False, True)),
        "large_max": draw.choice((None, None, None, 1)),
        "small_scale_min_share": draw.choice((None, None, None, 0.5)),
    }
    if options["fairness"] == "minimax":
        options["weight_ukraine"] = draw.choice((1, 1, 2))
    if plain and len(case.moments) == 1 and options.get("weight_ukraine", 1) == 1:
        options["burden_ceiling"] = draw.choice((None, 1.0, 1.5))
    if draw.random() < 0.2:
        options["fairness_on"] = draw.choice(("joint,asylum", "asylum,joint"))
    return options


def _durable_offer(draw: Random, location_id: str, codes: tuple[str, ...]) -> Location:
    stream, sizes = draw.choice((("regular", (40, 60, 80, 120)), ("regular", (40, 60, 80, 120)), ("special", (8, 16))))
    limits = draw.choice(({}, {}, {"last_day": "2040-12-31"}, {"last_day": "2030-12-31"}, {"first_day": "2028-01-01"}))
    about = {"streams": (stream,), "places": draw.choice(sizes), "durable": draw.random() < 0.8, **limits}
    money = {"cost_per_place": draw.choice((10_000, 20_000)), "opening_cost": draw.choice((0, 100_000))}
    return offer(location_id, draw.choice(codes), "small_scale", **about, **money)


MAKERS = (_hub, _hub, _small, _small, _satellite, _satellite, _other, _other, _transition, _kept, _kept, _abroad)
