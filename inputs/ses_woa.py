"""SES-WOA scores of all municipalities: official where known, else estimated and fitted to the figures of 2024.

The official score per municipality is known for a few only. For the others there are scores rolled up from postcodes,
good to about 0.01 for most and too high in student cities. The estimate used is, in this order:

1. the official score;
2. with a certain published indicative number of 2024: the postcode score if the formula turns it into that very
   number, else the score that the number implies;
3. else the postcode score, with 1 + score multiplied by one factor per province, so that the weights of the province
   fit its published task of 2024.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Literal

from regietafel.inputs import reference_figures as reference
from regietafel.model import law

CALIBRATION_CYCLE = 1
"""Cycle of which all provincial tasks and many municipal numbers were published."""

POPULATION_YEAR = {1: 2023, 2: 2025}
"""Year (1 January) of the inhabitants behind the indicative numbers of a cycle: the newest at publication."""

DECIMALS = 4
"""Decimals of a fitted score: enough to give the published number of the largest municipality back."""


@dataclass(frozen=True)
class Score:
    """A SES-WOA score with its origin, how it came about, and the source of the number that implies it."""

    value: Decimal
    origin: Literal["published", "computed", "estimate"]
    kind: Literal["official", "implied", "postcode", "fitted"]
    source: str = ""


@dataclass(frozen=True)
class Fit:
    """The scores by CBS code, and the factor on 1 + score per province slug."""

    scores: dict[str, Score]
    factors: dict[str, Fraction]


@cache
def unfitted_scores() -> dict[str, Fraction]:
    """Give the official score, else the postcode estimate of 2021, by CBS code."""
    return {
        code: Fraction(found.ses_postcode if found.ses_official is None else found.ses_official)
        for code, found in reference.municipalities().items()
    }


@cache
def unfitted_weights() -> dict[str, Fraction]:
    """Weigh the inhabitants behind the numbers of 2024 with the unfitted scores [inhabitants]."""
    scores, year = unfitted_scores(), POPULATION_YEAR[CALIBRATION_CYCLE]
    return {
        code: law.weight(found.inhabitants[year], scores[code]) for code, found in reference.municipalities().items()
    }


@cache
def fit_scores() -> Fit:
    """Fit the scores to the published numbers and tasks of 2024."""
    scores: dict[str, Score] = {}
    factors: dict[str, Fraction] = {}
    for slug in reference.provinces():
        known = _known_scores(slug)
        factors[slug] = _factor(slug, known)
        scores |= known | _scaled_scores(slug, known, factors[slug])
    return Fit({code: scores[code] for code in reference.municipalities()}, factors)


@cache
def weight_sum(cycle: int) -> Fraction:
    """Add up the weights of all municipalities with the fitted scores [inhabitants]."""
    scores, year = fit_scores().scores, POPULATION_YEAR[cycle]
    return sum(
        (law.weight(found.inhabitants[year], scores[code].value) for code, found in reference.municipalities().items()),
        Fraction(0),
    )


def _places_per_weight() -> Fraction:
    """Give the places of 2024 that one weighted inhabitant stands for."""
    national = reference.capacity_estimate(CALIBRATION_CYCLE).value or 0
    return Fraction(national) / sum(unfitted_weights().values())


def _known_scores(slug: str) -> dict[str, Score]:
    """Give the official scores of a province, and those that follow from a certain published number."""
    published = reference.published_numbers(CALIBRATION_CYCLE)
    known: dict[str, Score] = {}
    for found in reference.municipalities_of(slug):
        number = published.get(found.gm_code)
        if found.ses_official is not None:
            known[found.gm_code] = Score(found.ses_official, "published", "official")
        elif number is not None and number.certain:
            known[found.gm_code] = _implied_score(found, number)
    return known


def _implied_score(found: reference.ReferenceMunicipality, number: reference.PublishedNumber) -> Score:
    """Keep the postcode score if it gives the published number, else take the score that the number implies."""
    per_weight = _places_per_weight()
    if law.round_half_up(per_weight * unfitted_weights()[found.gm_code]) == number.places:
        return Score(found.ses_postcode, "estimate", "postcode")
    implied = number.places / (per_weight * found.inhabitants[POPULATION_YEAR[CALIBRATION_CYCLE]]) - 1
    return Score(_rounded(implied), "computed", "implied", number.source)


def _factor(slug: str, known: dict[str, Score]) -> Fraction:
    """Find the factor that makes the weights of a province fit its published task of 2024."""
    year = POPULATION_YEAR[CALIBRATION_CYCLE]
    task = reference.provinces()[slug].task[CALIBRATION_CYCLE] or 0
    inside = {found.gm_code: found for found in reference.municipalities_of(slug)}
    fixed = sum((law.weight(inside[code].inhabitants[year], known[code].value) for code in known), Fraction(0))
    free = sum((unfitted_weights()[code] for code in inside if code not in known), Fraction(0))
    return (task / _places_per_weight() - fixed) / free


def _scaled_scores(slug: str, known: dict[str, Score], factor: Fraction) -> dict[str, Score]:
    """Scale the postcode scores of the other municipalities of a province."""
    return {
        found.gm_code: Score(_rounded((1 + Fraction(found.ses_postcode)) * factor - 1), "estimate", "fitted")
        for found in reference.municipalities_of(slug)
        if found.gm_code not in known
    }


def _rounded(value: Fraction) -> Decimal:
    """Round to the decimals of a fitted score, half up."""
    return Decimal(law.round_half_up(value * 10**DECIMALS)).scaleb(-DECIMALS)
