"""The points of a trade-off of a tiny case, by trying every plan: no program, no solver."""

from collections.abc import Callable
from fractions import Fraction
from functools import partial

from regietafel.model.case import Case
from regietafel.model.scenario import Scenario
from support import exact_leximin, exact_norms, exact_values
from support.brute_force import possible_plans
from support.exact_values import ASYLUM, Asked, Choice

Measure = Callable[[Asked, Choice], int | Fraction]
Vector = tuple[Fraction, ...]


def emergency(asked: Asked, choice: Choice) -> int:
    """Count the emergency places for asylum seekers at the moment with most."""
    rows = [offer.location_id for offer in asked.offers if offer.emergency]
    return max(
        sum(choice.placed[row][t].get(stream, 0) for row in rows for stream in ASYLUM) for t in range(asked.last + 1)
    )


def locations(asked: Asked, choice: Choice) -> int:
    """Count the open locations of the province at the last moment."""
    return sum(choice.opened[offer.location_id][asked.last] for offer in asked.offers)


def not_small_scale(asked: Asked, choice: Choice) -> Fraction:
    """Return the share of the asylum places that is not small-scale; 0 without places."""
    whole = large = 0
    for offer in asked.offers:
        size = sum(choice.placed[offer.location_id][asked.last].get(stream, 0) for stream in ASYLUM)
        whole += size
        large += 0 if offer.form in ("small_scale", "satellite") else size
    return Fraction(large, whole) if whole else Fraction(0)


def norm(name: str, ratio: str) -> Measure:
    """Return what measures a norm on a ratio."""
    measures = {"deviation": exact_norms.deviation, "gini": exact_norms.gini, "theil": exact_norms.theil}
    measure = measures.get(name, exact_norms.minimax)

    def worst(asked: Asked, choice: Choice) -> Fraction:
        moments = range(asked.last + 1) if asked.scenario.burden_moment == "all" else (asked.last,)
        return max(measure(asked, choice, t, ratio) for t in moments)

    return worst


def measure_of(key: str, scenario: Scenario) -> Measure:
    """Return what measures an aim, from its word."""
    name, _, ratio = key.partition(":")
    counted: dict[str, Measure] = {
        "shortfall": exact_values.shortfall,
        "surplus": exact_values.surplus,
        "cost": exact_values.cost,
        "disturbance": exact_values.disturbance,
        "emergency": emergency,
        "locations": locations,
        "small_scale": not_small_scale,
    }
    return counted.get(name) or norm(name, ratio or scenario.norms_on[0])


def regret(asked: Asked, plans: list[Choice], ratio: str) -> Measure:
    """Return what measures regret against the best of some plans under each key, which is kept in six digits."""
    keys = asked.scenario.regret_keys
    found = {key: min(exact_norms.largest_under(asked, plan, ratio, key) for plan in plans) for key in keys}
    bests = {key: Fraction(str(round(float(best), 6))) for key, best in found.items()}

    def largest(asked: Asked, choice: Choice) -> Fraction:
        under = {key: exact_norms.largest_under(asked, choice, ratio, key) for key in keys}
        return max([Fraction(0), *(under[key] / best - 1 for key, best in bests.items() if best)])

    return largest


def houses_no_more_than_due(asked: Asked, choice: Choice) -> bool:
    """Whether nobody is housed whom no target asks for: the program has no such homes, and surplus is no aim here."""
    return all(max(path) <= asked.obligations[code, asked.last] for code, path in choice.housed.items())


def every_plan(asked: Asked, kept: tuple[str, ...]) -> list[Choice]:
    """Return every plan with the kept tiers at their best."""
    scenario = asked.scenario
    plans = [plan for plan in possible_plans(asked) if houses_no_more_than_due(asked, plan)]
    for tier in kept:
        ratios = scenario.norms_on if tier == "fairness" else ("",)
        for ratio in ratios:
            single = {"shortfall": exact_values.shortfall, "surplus": exact_values.surplus, "cost": exact_values.cost}
            measure = single.get(tier) or partial(exact_norms.fairness, ratio=ratio)
            worth = [measure(asked, plan) for plan in plans]
            plans = [plan for plan, value in zip(plans, worth, strict=True) if value == min(worth)]
    return plans


def every_vector(asked: Asked, plans: list[Choice], aims: tuple[str, ...]) -> list[Vector]:
    """Return what the aims come to at every plan; less is better."""
    measures = []
    for key in aims:
        name, _, ratio = key.partition(":")
        ratio = ratio or asked.scenario.norms_on[0]
        measures.append(regret(asked, plans, ratio) if name == "regret" else measure_of(key, asked.scenario))
    return [tuple(Fraction(measure(asked, plan)) for measure in measures) for plan in plans]


def every_point(case: Case, scenario: Scenario, kept: tuple[str, ...], aims: tuple[str, ...]) -> set[Vector]:
    """Return what the aims come to at every plan that no other beats, the kept tiers at their best; less is better."""
    asked = Asked(case, scenario)
    plans = every_plan(asked, kept)
    vectors = set(every_vector(asked, plans, aims)) if plans else set[Vector]()
    return {one for one in vectors if not any(other != one and dominates(other, one) for other in vectors)}


def best_vector(asked: Asked, plans: list[Choice], vectors: list[Vector], most: Vector, ratio: str) -> tuple[int, ...]:
    """Return the best sorted vector on the grid among the plans that are as good as a point in every aim."""
    good = [plan for plan, vector in zip(plans, vectors, strict=True) if dominates(vector, most)]
    return min(exact_leximin.on_grid(exact_leximin.exact_ratios(asked, plan, ratio)) for plan in good)


def dominates(one: Vector, other: Vector) -> bool:
    """Whether one is at least as good as another in everything."""
    return all(a <= b for a, b in zip(one, other, strict=True))
