"""The best sorted vector of a tiny case, by trying everything; and random cases in which vectors matter.

Written from docs/figures.md alone, like `exact_values`: no program, no figures of the package.
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import count
from math import ceil
from random import Random
from typing import Any

from regietafel.model.case import Case
from regietafel.model.scenario import Scenario
from support.brute_force import count_plans, possible_plans
from support.cases import FIRST_DAY, SECOND_DAY, offer, swap, tiny_case, town
from support.exact_values import Asked, Choice, burden, shortfall, surplus
from support.random_cases import EXACT

GRID = 10_000
CODES = tuple(f"GM900{number}" for number in range(1, 7))
EARLIER = ("shortfall", "surplus", "fairness")
MOST_PLANS = 6_000


def exact_ratios(asked: Asked, choice: Choice, ratio: str) -> list[Fraction]:
    """Return the ratios that count, the largest first: each municipality at its worst moment, full hosts left out."""
    moments = range(asked.last + 1) if asked.scenario.burden_moment == "all" else (asked.last,)
    found = []
    for code in asked.case.codes:
        below = asked.denominator(code, ratio)
        if below < max(1, asked.scenario.smallest_entitlement):
            continue
        carried = max(burden(asked, choice, t, code, ratio) for t in moments)
        stays = asked.certain(code, ratio) + asked.credit(code, ratio)
        if not (stays > below and carried <= stays):
            found.append(Fraction(carried, below))
    return sorted(found, reverse=True)


def on_grid(ratios: list[Fraction]) -> tuple[int, ...]:
    """Return the first points of the grid of 1e-4 that are not below the ratios."""
    return tuple(ceil(ratio * GRID) for ratio in ratios)


def best_plans(case: Case, scenario: Scenario) -> tuple[Asked, list[Choice]]:
    """Return every plan with the least shortfall, and of those the least surplus."""
    asked = Asked(case, scenario)
    plans = list(possible_plans(asked))
    for measure in (shortfall, surplus):
        worth = [measure(asked, plan) for plan in plans]
        plans = [plan for plan, value in zip(plans, worth, strict=True) if value == min(worth)]
    return asked, plans


def best_vectors(case: Case, scenario: Scenario) -> list[tuple[int, ...]] | None:
    """Return the best sorted vector on the grid per ratio of the norm, in their order; None when there is no plan."""
    asked, plans = best_plans(case, scenario)
    found = []
    for ratio in scenario.norms_on if plans else ():
        vectors = [on_grid(exact_ratios(asked, plan, ratio)) for plan in plans]
        best = min(vectors)
        found.append(best)
        plans = [plan for plan, vector in zip(plans, vectors, strict=True) if vector == best]
    return found or None


def random_vector_case(seed: int, most: int = MOST_PLANS) -> tuple[Case, Scenario]:
    """Make a case of three to six municipalities, often with equal shares, hosts and sizes that skip fair shares."""
    draws = (_draw(Random(f"leximin-{seed}-{attempt}")) for attempt in count())
    return next(made for made in draws if count_plans(*made) <= most)


def _draw(draw: Random) -> tuple[Case, Scenario]:
    codes = CODES[: draw.choice((3, 4, 4, 5, 5, 6))]
    shares = draw.choice(((4, 4, 4, 6), (3, 5, 7, 8), (5, 5, 10), (2, 3, 6, 7, 9)))
    towns = [town(code, indicative=draw.choice(shares), credit=_credit(draw)) for code in codes]
    offers = [made for number, code in enumerate(codes) for made in _offers(draw, code, str(number))]
    asked = max(1, round(draw.choice((0.5, 0.8, 1.0, 1.3)) * sum(item.indicative for item in towns)))
    days = draw.choice(([FIRST_DAY], [FIRST_DAY], [FIRST_DAY], [FIRST_DAY, SECOND_DAY]))
    exchanges = [swap(codes[0], codes[1], 1)] if draw.random() < 0.2 else []
    case = tiny_case(towns, offers, days, exchanges=exchanges, national={"provincial_task": asked})
    return case, Scenario(**EXACT, **_options(draw, len(days)))


def _credit(draw: Random) -> dict[str, int]:
    return {"regular": draw.choice((1, 2))} if draw.random() < 0.15 else {}


def _offers(draw: Random, code: str, number: str) -> Iterator[Any]:
    money = {"cost_per_place": draw.choice((10_000, 20_000, 30_000))}
    kind = draw.random()
    if kind < 0.15:
        present = draw.choice((4, 8, 12))
        about = {"status": "existing", "present": {"regular": present}, "places": (present, present + 2)}
        yield offer(f"E{number}", code, "large", **about, **money)
    elif kind < 0.6:
        yield offer(f"L{number}", code, "large", places=draw.choice(((2, 5), (4, 6), (3, 9), 7)), **money)
    else:
        yield offer(f"S{number}", code, "small_scale", places=draw.choice((2, 3, (1, 2))), count=2, **money)
    if draw.random() < 0.2:
        yield offer(f"O{number}", code, "other", places=(1, 2), streams=("regular",), **money)


def _options(draw: Random, moments: int) -> dict[str, Any]:
    return {
        "fairness": "leximin",
        "fairness_on": draw.choice(("joint", "joint", "asylum", "joint,asylum")),
        "burden_moment": draw.choice(("last", "all")) if moments > 1 else "last",
        "weight_regular": draw.choice((1, 1, 2)),
        "large_max": draw.choice((None, None, 2)),
    }
