"""What the grants of a plan would at most be: arithmetic with its article. Conditions are not tested.

"Wet" is BWBR0049307; "Regeling" the Regeling specifieke uitkeringen gemeentelijke taak (BWBR0049320).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from regietafel.model.law import largest_remainder, places_above_indicative, round_half_up

TRANSITION_LAST_DAY = date(2028, 12, 31)
"""Last day of the grant for transition locations (Bekostigingsregeling doorstroomlocaties, BWBR0050928)."""

UKRAINE_RATE_LAST_DAY = date(2026, 12, 31)
"""Last day for which the rate for displaced persons is taken as known; no rate after 2026 was found."""


@dataclass(frozen=True, kw_only=True)
class GrantRates:
    """Rates of the grants [euro]; the defaults are the law as read, see the reference tables.

    Attributes
    ----------
    special_place
        Per special place, once (Wet art. 9(2)(a)).
    above_indicative_large, above_indicative_small
        Per durable place above the indicative number, from `large_from` durable places and under it (9(2)(b)).
    bonus_place, bonus_from, province_share
        Per place above the share `bonus_from` of the provincial task, and the province's part of it (9(3)).
    ukraine_day
        Per realised place per day (Bekostigingsregeling opvang ontheemden Oekraïne, BWBR0046732, art. 3).
    transition_day, transition_supplement_day
        Per housed status holder per day, and the supplement for another municipality's (BWBR0050928, art. 2 and 6).
    """

    special_place: int = 2_000
    above_indicative_large: int = 2_000
    above_indicative_small: int = 1_000
    large_from: int = 100
    bonus_place: int = 1_500
    bonus_from: Fraction = Fraction(3, 4)
    province_share: Fraction = Fraction(15, 100)
    ukraine_day: int = 44
    transition_day: int = 60
    transition_supplement_day: int = 8


@dataclass(frozen=True, kw_only=True)
class GrantBasis:
    """What a plan gives one municipality to base grants on.

    Attributes
    ----------
    special_places
        Counted special places at the last moment [places].
    durable_regular, durable_special
        Durable places at the last moment, before any minimum [places].
    indicative
        Whole indicative number, special part included [places].
    meets_task
        Whether the municipality meets its task.
    place_months
        Counted places times months over the cycle [place months], the key of the bonus.
    ukraine_place_days
        Places for displaced persons times days [place days].
    transition_person_days, transition_linked_person_days
        Occupied places in transition locations times days [person days], and the part of them linked to another
        municipality. Per person at most 365 days, and not after 31 December 2028.
    """

    gm_code: str
    special_places: int = 0
    durable_regular: int = 0
    durable_special: int = 0
    indicative: int = 0
    meets_task: bool = False
    place_months: int = 0
    ukraine_place_days: int = 0
    transition_person_days: int = 0
    transition_linked_person_days: int = 0


@dataclass(frozen=True, kw_only=True)
class Grant:
    """One amount: what rule, which article, how much [euro], on how many units, for whom.

    Attributes
    ----------
    basis
        Number of units paid for: places, place days or person days; for the bonus the places above the share.
    receiver
        ``municipality`` or ``province``; `gm_code` is None for the province.
    provisional
        True where the rate of the period is not known.
    """

    rule: str
    article: str
    amount: int
    basis: Fraction
    receiver: str
    gm_code: str | None
    provisional: bool = False


def grants(
    municipalities: Iterable[GrantBasis],
    *,
    counted: int,
    provincial_task: int,
    paid_before: int = 0,
    rates: GrantRates | None = None,
) -> list[Grant]:
    """Compute the largest grants a plan can lead to.

    Parameters
    ----------
    municipalities
        One basis per municipality.
    counted, provincial_task
        Counted asylum places of the province and its task [places].
    paid_before
        Places paid under Wet art. 9(2)(b) in an earlier application [places]; those computed here come on top.
    rates
        Other rates than those of the law as read.

    Returns
    -------
    list of Grant
        Only amounts above zero: per rule, in the order of the municipalities, the province first in the bonus.

    References
    ----------
    Wet art. 9; Regeling art. 4-6; BWBR0046732 art. 3; BWBR0050928 art. 2 and 6.
    """
    rows = list(municipalities)
    rate = rates or GrantRates()
    above = sum(_durable_above(row) for row in rows)
    bonus_places = max(Fraction(0), counted - rate.bonus_from * provincial_task - paid_before - above)
    found = [
        *_per_unit(rows, "special_places", "Wet art. 9(2)(a)", lambda row: (row.special_places, rate.special_place)),
        *_per_unit(rows, "durable_above_indicative", "Wet art. 9(2)(b)", lambda row: _above_rate(row, rate)),
        *_bonus(rows, bonus_places, rate),
        *_per_unit(rows, "ukraine", "BWBR0046732 art. 3", lambda row: (row.ukraine_place_days, rate.ukraine_day), True),
        *_transition(rows, rate),
    ]
    return [grant for grant in found if grant.amount > 0]


def _durable_above(row: GrantBasis) -> int:
    """Count the durable regular places above the whole indicative number."""
    return places_above_indicative(row.durable_regular, row.indicative)


def _above_rate(row: GrantBasis, rate: GrantRates) -> tuple[int, int]:
    """Give the places above the indicative number and their rate: a step at the number of durable places."""
    large = row.durable_regular + row.durable_special >= rate.large_from
    return _durable_above(row), rate.above_indicative_large if large else rate.above_indicative_small


def _per_unit(
    rows: list[GrantBasis],
    rule: str,
    article: str,
    units_and_rate: Callable[[GrantBasis], tuple[int, int]],
    provisional: bool = False,
) -> list[Grant]:
    """Make one grant per municipality of units times rate."""
    paid = [(row, *units_and_rate(row)) for row in rows]
    return [
        Grant(
            rule=rule,
            article=article,
            amount=units * rate,
            basis=Fraction(units),
            receiver="municipality",
            gm_code=row.gm_code,
            provisional=provisional,
        )
        for row, units, rate in paid
    ]


def _bonus(rows: list[GrantBasis], places: Fraction, rate: GrantRates) -> list[Grant]:
    """Split the bonus over the province and the municipalities that meet their task, by places times months."""
    amount = round_half_up(rate.bonus_place * places)
    for_province = round_half_up(rate.province_share * amount)
    keys = {row.gm_code: row.place_months for row in rows if row.meets_task and row.place_months > 0}
    parts = largest_remainder(amount - for_province, keys) if keys else {}
    shares: list[tuple[str | None, int]] = [(None, for_province), *parts.items()]
    return [
        Grant(
            rule="bonus",
            article="Wet art. 9(3)",
            amount=part,
            basis=places,
            receiver="province" if code is None else "municipality",
            gm_code=code,
        )
        for code, part in shares
    ]


def _transition(rows: list[GrantBasis], rate: GrantRates) -> list[Grant]:
    """Pay the running cost of transition locations and the supplement for persons of another municipality."""
    article = "BWBR0050928 art. 2, 6"
    return [
        *_per_unit(rows, "transition", article, lambda row: (row.transition_person_days, rate.transition_day)),
        *_per_unit(
            rows,
            "transition_supplement",
            article,
            lambda row: (row.transition_linked_person_days, rate.transition_supplement_day),
        ),
    ]
