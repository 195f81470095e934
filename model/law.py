"""The law as arithmetic: shares, targets and what counts, on plain numbers, each with its article.

"Wet" is the Wet gemeentelijke taak mogelijk maken asielopvangvoorzieningen (BWBR0049307), "Besluit" the Besluit of
the same name (BWBR0049310). Grants are in `regietafel.model.grants`, dates in `regietafel.model.cycle`.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from regietafel.model.cycle import HalfYear, half_years_between, half_years_ended_by, statutory_dates

__all__ = [
    "HalfYear",
    "add_months",
    "counts_as_durable",
    "counts_in_plan",
    "durable_counted",
    "half_years_between",
    "half_years_ended_by",
    "housing_targets",
    "indicative_numbers",
    "inhabitants_shares",
    "largest_remainder",
    "lasts_five_years",
    "places_above_indicative",
    "residual_task",
    "round_half_up",
    "scale_to_task",
    "statutory_dates",
    "weight",
]

DURABLE_MINIMUM_REGULAR = 100
"""Smallest number of durable regular places of a municipality that counts [places] (Besluit art. 3.1(1))."""

DURABLE_MINIMUM_SPECIAL = 16
"""Smallest number of durable special places of a municipality that counts [places] (Besluit art. 3.1(2))."""

DURABLE_YEARS = 5
"""Years that a durable place stays available from taking into use [years] (Wet art. 2(3))."""

DURABLE_MONTHS_AHEAD = 12
"""Months after the reference date within which a durable place may still become available (Wet art. 2(3))."""

Number = int | Fraction | Decimal


def round_half_up(value: Number) -> int:
    """Round arithmetically to a whole number, one half upwards.

    References
    ----------
    Besluit art. 2.1(3): the indicative number is rounded arithmetically.
    """
    return math.floor(Fraction(value) + Fraction(1, 2))


def weight(inhabitants: int, ses_woa: Number) -> Fraction:
    """Weigh the inhabitants of a municipality with its SES-WOA score: (1 + score) x inhabitants [inhabitants].

    The division by the inhabitants of the Netherlands in the law cancels in every share, so it is left out here and
    in the sum of weights alike.

    References
    ----------
    Besluit art. 2.1(3).
    """
    return (1 + Fraction(ses_woa)) * inhabitants


def indicative_numbers(
    national: int, weights: Mapping[str, Fraction], weight_sum: Fraction | None = None
) -> dict[str, int]:
    """Distribute a national need over municipalities by weight, each rounded half up.

    Parameters
    ----------
    national
        National estimate [places]; for the special part the national need of special places.
    weights
        Weight of each municipality by code [inhabitants], as `weight` gives it.
    weight_sum
        Sum of the weights over the Netherlands [inhabitants]; the sum of `weights` if left out.

    Returns
    -------
    dict
        Indicative number of each municipality by code [places]. The sum may differ a few from `national`.

    References
    ----------
    Besluit art. 2.1(3) and 2.2(1).
    """
    total = sum(weights.values(), Fraction(0)) if weight_sum is None else Fraction(weight_sum)
    if total <= 0:
        raise ValueError(f"the sum of weights must be positive, not {total}")
    return {code: round_half_up(national * Fraction(share) / total) for code, share in weights.items()}


def largest_remainder(total: int, weights: Mapping[str, Number]) -> dict[str, int]:
    """Split a whole number over codes by weight, without losing or gaining one.

    Everyone gets the whole part of its share; what is left goes one by one to the largest remainders, at a tie to
    the smallest code.

    Raises
    ------
    ValueError
        If `total` or a weight is negative, or if there is something to split and no positive weight.
    """
    exact = {code: Fraction(share) for code, share in weights.items()}
    weight_sum = sum(exact.values(), Fraction(0))
    if total < 0 or any(share < 0 for share in exact.values()):
        raise ValueError("largest remainder needs a total and weights of zero or more")
    if total == 0:
        return dict.fromkeys(weights, 0)
    if weight_sum == 0:
        raise ValueError(f"{total} cannot be split: no weight is above zero")
    quotas = {code: total * share / weight_sum for code, share in exact.items()}
    parts = {code: math.floor(quota) for code, quota in quotas.items()}
    in_line = sorted(parts, key=lambda code: (parts[code] - quotas[code], code))
    for code in in_line[: total - sum(parts.values())]:
        parts[code] += 1
    return parts


def scale_to_task(computed: Mapping[str, Number], published: Mapping[str, int], task: int) -> dict[str, int]:
    """Make computed numbers fit a published provincial task, leaving published numbers as they are.

    Parameters
    ----------
    computed
        Computed number by municipality [places]; entries that are also published are ignored.
    published
        Published number by municipality [places].
    task
        Published task of the province [places].

    Returns
    -------
    dict
        Number of every municipality by code [places]; the sum is the task, unless every number is published: then
        they stand as published.

    Raises
    ------
    ValueError
        If the published numbers exceed the task while some are computed, or if all computed ones are zero.
    """
    open_numbers = {code: number for code, number in computed.items() if code not in published}
    if not open_numbers:
        return dict(published)
    remainder = task - sum(published.values())
    if remainder < 0:
        raise ValueError(f"the published numbers are together {-remainder} above the task of {task}")
    return {**largest_remainder(remainder, open_numbers), **published}


def housing_targets(national: int, inhabitants: Mapping[str, int], inhabitants_nl: int) -> dict[str, int]:
    """Give each municipality its share of the national housing target by inhabitants, rounded up.

    Parameters
    ----------
    national
        National housing target of a half-year [persons].
    inhabitants
        Inhabitants on 1 January of the year before [inhabitants], by code.
    inhabitants_nl
        Inhabitants of the Netherlands on the same day.

    References
    ----------
    Huisvestingswet 2014 art. 29(1): target x inhabitants / inhabitants of the Netherlands, rounded up.
    """
    return {code: -(-national * number // inhabitants_nl) for code, number in inhabitants.items()}


def inhabitants_shares(total: int, inhabitants: Mapping[str, int]) -> dict[str, int]:
    """Split a number over municipalities by inhabitants, by largest remainder.

    There is no statutory key for displaced persons from Ukraine: this is a policy assumption, to be labelled so.
    """
    return largest_remainder(total, inhabitants)


def counts_in_plan(*, emergency: bool, emergency_counts: bool, available: bool) -> bool:
    """Say whether the places of a location count in the provincial plan at a moment.

    References
    ----------
    Wet art. 5 and 6; whether temporary emergency reception counts is reported differently, so it is an option.
    """
    return available and (emergency_counts or not emergency)


def counts_as_durable(*, durable: bool, in_use_from: date, until: date | None, moment: date) -> bool:
    """Say whether the places of a location count as durable at a moment.

    Parameters
    ----------
    durable
        Whether the location is meant to last.
    in_use_from, until
        First and last day of availability; no last day means no known end.
    moment
        Reference date.

    References
    ----------
    Wet art. 2(3): places that stay available for at least five years, or will within the next twelve months.
    """
    if not durable or in_use_from > add_months(moment, DURABLE_MONTHS_AHEAD):
        return False
    return until is None or (lasts_five_years(in_use_from, until) and until >= moment)


def lasts_five_years(in_use_from: date, until: date) -> bool:
    """Say whether the days from taking into use to the last day, both included, make five years.

    References
    ----------
    Wet art. 2(3), Besluit art. 3.1.
    """
    return until >= add_months(in_use_from, 12 * DURABLE_YEARS) - timedelta(days=1)


def durable_counted(regular: int, special: int) -> tuple[int, int]:
    """Count the durable places of one municipality: each kind from its own minimum, else nothing.

    Parameters
    ----------
    regular, special
        Durable places of the municipality, spread over any number of locations in it [places].

    Returns
    -------
    tuple
        Regular and special places that count [places].

    References
    ----------
    Besluit art. 3.1(1) and (2).
    """
    return (
        regular if regular >= DURABLE_MINIMUM_REGULAR else 0,
        special if special >= DURABLE_MINIMUM_SPECIAL else 0,
    )


def places_above_indicative(places: int, indicative: int) -> int:
    """Count the places a municipality offers above its indicative number [places].

    In 2024 such offers became binding (verdeelbesluiten of December 2024), so they are shown apart.
    """
    return max(0, places - indicative)


def residual_task(
    shortfall: int, counted: Mapping[str, int], indicative: Mapping[str, int], exempt: Collection[str] = ()
) -> dict[str, int]:
    """Estimate how a provincial shortfall would be imposed, after the example of 2024.

    Parameters
    ----------
    shortfall
        Places missing in the province [places].
    counted, indicative
        Counted places and indicative number by municipality [places].
    exempt
        Codes of municipalities set aside, such as long-standing hosts.

    Returns
    -------
    dict
        Residual task of every municipality [places], pro rata to the indicative number over those below theirs. All
        zero if nobody is below it: then the shortfall cannot be imposed on anyone.

    References
    ----------
    Practice of the verdeelbesluiten of December 2024; no article prescribes it.
    """
    below = {
        code: number for code, number in indicative.items() if counted.get(code, 0) < number and code not in exempt
    }
    parts = largest_remainder(shortfall, below) if below else {}
    return {code: parts.get(code, 0) for code in indicative}


def add_months(day: date, months: int) -> date:
    """Move a date a number of months ahead; a day the month does not have becomes its last day."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    next_year, next_month0 = divmod(year * 12 + month0 + 1, 12)
    last = (date(next_year, next_month0 + 1, 1) - timedelta(days=1)).day
    return date(year, month0 + 1, min(day.day, last))
