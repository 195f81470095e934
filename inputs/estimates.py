"""Figures of a province that nobody published: estimates from national figures, each a choice written down.

The choices and their reasons are in `docs/decisions/0002-estimates.md`; whoever uses one labels it *schatting*.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from regietafel.inputs import reference_figures as reference
from regietafel.inputs import ses_woa
from regietafel.model import law

HOUSING_POPULATION_YEAR = {1: 2024, 2: 2025}
"""Year (1 January) of the inhabitants behind the housing targets: the year before, as far as known."""

SPECIAL_SHARE = Fraction(8_140, 96_000)
"""Special part of the national estimate of cycle 1, used for a cycle of which it is not known."""


def inhabitants_of(slug: str, cycle: int) -> dict[str, int]:
    """Give the inhabitants behind the indicative numbers of a province, by code [inhabitants]."""
    year = ses_woa.POPULATION_YEAR[cycle]
    return {found.gm_code: found.inhabitants[year] for found in reference.municipalities_of(slug)}


def special_part(cycle: int) -> int:
    """Give the special part of the national estimate, or estimate it by its share in cycle 1 [places]."""
    known = reference.capacity_estimate_special(cycle).value
    if known is not None:
        return known
    return law.round_half_up(SPECIAL_SHARE * (reference.capacity_estimate(cycle).value or 0))


def indicative_numbers(slug: str, cycle: int) -> dict[str, int]:
    """Compute the indicative numbers that the built-in case of a province will have, by code [places]."""
    computed = _by_formula(slug, cycle, reference.capacity_estimate(cycle).value or 0)
    published = {
        code: number.places
        for code, number in reference.published_numbers(cycle).items()
        if code in computed and number.certain
    }
    task = reference.provinces()[slug].task[cycle]
    return {**computed, **published} if task is None else law.scale_to_task(computed, published, task)


def special_numbers(slug: str, cycle: int) -> dict[str, int]:
    """Compute the special parts by the formula, by code [places]."""
    return _by_formula(slug, cycle, special_part(cycle))


def _by_formula(slug: str, cycle: int, national: int) -> dict[str, int]:
    """Distribute a national need over the municipalities of a province."""
    scores = ses_woa.fit_scores().scores
    weights = {code: law.weight(number, scores[code].value) for code, number in inhabitants_of(slug, cycle).items()}
    return law.indicative_numbers(national, weights, ses_woa.weight_sum(cycle))


def ukraine_ask(slug: str, cycle: int) -> int:
    """Share out the national ask for displaced persons to a province by inhabitants [places]."""
    own = sum(inhabitants_of(slug, cycle).values())
    national = reference.ukraine_asked().value or 0
    return law.round_half_up(Fraction(national * own, reference.inhabitants_nl(ses_woa.POPULATION_YEAR[cycle])))


def ukraine_shares(slug: str, cycle: int) -> dict[str, int]:
    """Share out the ask of a province over its municipalities by inhabitants [places]."""
    return law.inhabitants_shares(ukraine_ask(slug, cycle), inhabitants_of(slug, cycle))


@cache
def half_years(cycle: int) -> tuple[str, ...]:
    """List the half-years of a cycle, such as ``2027-I``."""
    dates = reference.cycle_dates(cycle)
    return law.half_years_between(dates.begin, dates.end)


@cache
def housing_targets(cycle: int, half_year: str) -> dict[str, int]:
    """Compute the housing target of every municipality of the Netherlands, the national one known or last known.

    Returns
    -------
    dict
        Target by code [persons].
    """
    national = reference.housing_target(half_year).value or 0
    year = HOUSING_POPULATION_YEAR[cycle]
    return law.housing_targets(national, _everyone(year), reference.inhabitants_nl(year))


def homes_per_half_year(code: str, cycle: int, share: Fraction) -> int:
    """Estimate the status holders that ordinary homes take per half-year: a share of the mean target [persons]."""
    targets = [housing_targets(cycle, half_year)[code] for half_year in half_years(cycle)]
    return law.round_half_up(share * Fraction(sum(targets), len(targets)))


def backlogs(slug: str, cycle: int) -> dict[str, int]:
    """Share out the last known national backlog of the housing targets by inhabitants, by code [persons]."""
    national = _backlogs_nl(HOUSING_POPULATION_YEAR[cycle])
    return {found.gm_code: national[found.gm_code] for found in reference.municipalities_of(slug)}


@cache
def _backlogs_nl(year: int) -> dict[str, int]:
    """Share out the national backlog over all municipalities."""
    return law.inhabitants_shares(max(0, -(reference.housing_balance().value or 0)), _everyone(year))


def _everyone(year: int) -> dict[str, int]:
    """Give the inhabitants of all municipalities on 1 January of a year."""
    return {code: found.inhabitants[year] for code, found in reference.municipalities().items()}
