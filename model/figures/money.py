"""What a plan costs, and the grants it can lead to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from regietafel.model import grants
from regietafel.model.case import ASYLUM_STREAMS, Location
from regietafel.model.figures.counting import durable_places
from regietafel.model.figures.municipalities import chosen_asylum
from regietafel.model.figures.quantities import Quantities, number
from regietafel.model.hosts import exact

DAYS_PER_YEAR = Fraction(1461, 4)


@dataclass(frozen=True)
class Costs:
    """Costs, exact [euro]: per year at each moment, once, over the cycle, and over the cycle by host."""

    per_year: dict[str, Fraction]
    opening: Fraction
    over_cycle: Fraction
    by_municipality: dict[str, Fraction]


def find_costs(q: Quantities) -> Costs:
    """Add up operation and openings of the offers of the province."""
    per_year = dict.fromkeys(q.moments, Fraction(0))
    by_municipality = dict.fromkeys(q.case.codes, Fraction(0))
    days, opening = days_of(q), Fraction(0)
    for loc in q.own_rows:
        once = Fraction(loc.opening_cost * openings(q, loc))
        opening += once
        by_municipality[loc.code] += once
        for t in q.moments:
            running = cost_per_place(q, loc) * q.placed(loc.location_id, t)
            per_year[t] += running
            by_municipality[loc.code] += running * days[t] / DAYS_PER_YEAR
    return Costs(per_year, opening, sum(by_municipality.values(), Fraction(0)), by_municipality)


def cost_per_place(q: Quantities, loc: Location) -> Fraction:
    """Return the cost of a place per year, small-scale surcharge included [euro]."""
    extra = exact(q.scenario.small_scale_surcharge) if loc.surcharge else Fraction(0)
    return loc.cost_per_place * (1 + extra)


def openings(q: Quantities, loc: Location) -> int:
    """Count how often a location of the offer is opened; one that exists starts as open [locations]."""
    found, before = 0, int(loc.status == "existing")
    for t in q.moments:
        opened = q.opened(loc.location_id, t)
        found += max(0, opened - before)
        before = opened
    return found


def days_of(q: Quantities) -> dict[str, int]:
    """Return the days from each moment to the next, the last to the end of the cycle, inclusive [days]."""
    starts = [item.day for item in q.case.moments] + [q.case.end + timedelta(days=1)]
    return {item.key: (starts[i + 1] - item.day).days for i, item in enumerate(q.case.moments)}


def write_costs(q: Quantities) -> dict[str, Any]:
    """Write the costs [euro, whole] and the grants."""
    costs = find_costs(q)
    return {
        "operation_per_year": [{"moment": t, "amount": round(amount)} for t, amount in costs.per_year.items()],
        "opening_once": round(costs.opening),
        "over_cycle": round(costs.over_cycle),
        "by_municipality": {g: round(amount) for g, amount in costs.by_municipality.items()},
        "grants": [_grant(item) for item in find_grants(q)],
    }


def _grant(item: grants.Grant) -> dict[str, Any]:
    return {
        "rule": item.rule,
        "article": item.article,
        "amount": item.amount,
        "basis": number(item.basis),
        "receiver": item.receiver,
        "gm_code": item.gm_code,
        "provisional": item.provisional,
    }


def find_grants(q: Quantities) -> list[grants.Grant]:
    """Compute the largest grants the plan can lead to; conditions are not tested."""
    counted = q.summed(q.chosen, ASYLUM_STREAMS, q.last)
    return grants.grants(_bases(q), counted=counted, provincial_task=q.shares.provincial_task)


def _bases(q: Quantities) -> Iterable[grants.GrantBasis]:
    durable, months, days = durable_places(q), _months_of(q), days_of(q)
    transition, linked = _transition_days(q)
    for g in q.case.codes:
        yield grants.GrantBasis(
            gm_code=g,
            special_places=q.provided[g, "special", q.last],
            durable_regular=durable[g, "regular", q.last],
            durable_special=durable[g, "special", q.last],
            indicative=q.shares.indicative[g].value,
            meets_task=chosen_asylum(q, g) >= q.hosts.asylum[g],
            place_months=sum(q.chosen[g, k, t] * months[t] for k in ASYLUM_STREAMS for t in q.moments),
            ukraine_place_days=sum(q.places_in[g, "ukraine", t] * days[t] for t in q.moments),
            transition_person_days=transition[g],
            transition_linked_person_days=linked[g],
        )


def _months_of(q: Quantities) -> dict[str, int]:
    """Return the calendar months from each moment to the next, the last to the end of the cycle [months]."""
    starts = [item.day for item in q.case.moments] + [q.case.end + timedelta(days=1)]
    counts = [day.year * 12 + day.month for day in starts]
    return {item.key: counts[i + 1] - counts[i] for i, item in enumerate(q.case.moments)}


def _transition_days(q: Quantities) -> tuple[dict[str, int], dict[str, int]]:
    """Return the place days in transition locations per host, and the part linked to another municipality [days].

    Every place is taken as occupied, to the last day of the grant: a maximum.
    """
    days = _days_before(q, grants.TRANSITION_LAST_DAY + timedelta(days=1))
    whole, linked = dict.fromkeys(q.case.codes, 0), dict.fromkeys(q.case.codes, 0)
    for loc in q.own_rows:
        if loc.counts_for_housing:
            place_days = sum(q.placed(loc.location_id, t, ("status_holder",)) * days[t] for t in q.moments)
            whole[loc.code] += place_days
            linked[loc.code] += place_days if loc.link not in (None, loc.code) else 0
    return whole, linked


def _days_before(q: Quantities, end: date) -> dict[str, int]:
    """Return the days of each moment that lie before a date [days]."""
    left = {item.key: (end - item.day).days for item in q.case.moments}
    return {t: max(0, min(days, left[t])) for t, days in days_of(q).items()}
