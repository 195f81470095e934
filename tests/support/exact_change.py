"""The least change to a plan on a tiny case, found by trying everything; written from decision 0024 alone."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import ceil
from random import Random

from regietafel.model.case import Case
from regietafel.model.decisions import Decisions
from regietafel.model.positions import Position
from regietafel.model.scenario import STREAMS, Scenario
from support.brute_force import Rules, aims_of, possible_plans
from support.exact_values import Asked, Choice, cost

NOT_KEPT = ("cost", "disturbance")


def change(asked: Asked, choice: Choice, table: Decisions) -> int:
    """Weigh what is not as in the plan on the table, summed over moments."""
    about, total = asked.scenario, 0
    for t, moment in enumerate(asked.case.moment_keys):
        touched = set()
        for offer in asked.offers:
            opened, placed = choice.opened[offer.location_id][t], choice.placed[offer.location_id][t]
            was = {stream: table.placed.get((offer.location_id, stream, moment), 0) for stream in STREAMS}
            moved = sum(abs(placed.get(stream, 0) - was[stream]) for stream in STREAMS)
            switched = abs(opened - table.opened.get((offer.location_id, moment), 0))
            total += about.change_weight_place * moved + about.change_weight_location * switched
            if moved or switched:
                touched.add(offer.code)
        total += about.change_weight_municipality * len(touched)
        homes = sum(abs(choice.housed[code][t] - table.housed.get((code, moment), 0)) for code in asked.case.codes)
        total += about.change_weight_place * homes
    return total + about.change_weight_place * _left_their_hub(asked, choice, table)


def _left_their_hub(asked: Asked, choice: Choice, table: Decisions) -> int:
    """Count satellites that leave their hub, over all moments, when they hang where the fewest of them do."""
    rules = Rules(asked)
    ways = product(*(rules.hub_paths(choice, satellite) for satellite in rules.satellites))
    return min(_left(asked, choice, table, way) for way in ways if rules.clusters_are_kept(choice, way))


def _left(asked: Asked, choice: Choice, table: Decisions, way: Sequence[Sequence[str | None]]) -> int:
    hung = {
        (satellite.location_id, hub, asked.case.moment_keys[t]): choice.opened[satellite.location_id][t]
        for satellite, path in zip(Rules(asked).satellites, way, strict=True)
        for t, hub in enumerate(path)
        if hub is not None
    }
    return sum(max(0, number - hung.get(key, 0)) for key, number in table.attached.items())


def least_change(
    case: Case, scenario: Scenario, table: Decisions, bases: Mapping[str, float]
) -> dict[str, Fraction] | None:
    """Return the least change and the least cost of the plans that have it; None when no plan is possible.

    Parameters
    ----------
    case : Case
    scenario : Scenario
        With the pins; tolerances in places or as a ratio, none relative.
    table : Decisions
        The plan on the table.
    bases : mapping of aim to float
        What its kept aims come to, with six decimals.
    """
    asked = Asked(case, scenario)
    plans = list(possible_plans(asked))
    for aim, measure in aims_of(asked).items():
        if aim not in NOT_KEPT and plans:
            worth = [measure(asked, plan) for plan in plans]
            best, base = Fraction(min(worth)), Fraction(ceil(round(bases[aim] * 10**6, 3)), 10**6)
            room = Fraction(str(getattr(scenario, f"tolerance_{aim.split('_')[0]}_abs")))
            limit = base + room if best <= base + room else Fraction(ceil(best * 10**6), 10**6) + room
            plans = [plan for plan, value in zip(plans, worth, strict=True) if value <= limit]
    if not plans:
        return None
    changes = [change(asked, plan, table) for plan in plans]
    cheapest = min(cost(asked, plan) for plan, amount in zip(plans, changes, strict=True) if amount == min(changes))
    return {"change": Fraction(min(changes)), "cost": Fraction(cheapest)}


def random_pins(seed: int | str, case: Case, table: Decisions) -> Iterator[Position]:
    """Make one or two hard positions about what the plan on the table has, so that most of them are broken by it."""
    draw = Random(f"pins-{seed}")
    for number in range(1, draw.choice((1, 1, 2)) + 1):
        about = {"position_id": f"PIN-{number}", "party": "tafel", "non_negotiable": True, "also_existing": True}
        code, moment = draw.choice(case.codes), draw.choice(case.moments)
        own = [loc for loc in case.locations if loc.code == code]
        has = sum(table.placed.get((loc.location_id, k, moment.key), 0) for loc in own for k in STREAMS)
        demand = draw.choice(("at_most", "at_least", "exactly", "no_form", "location_open", "location_closed"))
        if demand == "no_form":
            yield Position(**about, demand=demand, municipalities=(code,), form=draw.choice(("large", "small_scale")))
        elif demand.startswith("location"):
            yield Position(**about, demand=demand, location_id=draw.choice(case.locations).location_id)
        else:
            places = max(0, has + draw.choice((-2, -1, 1, 2)))
            day = draw.choice((None, moment.day))
            yield Position(**about, demand=demand, municipalities=(code,), places=places, moment=day)
