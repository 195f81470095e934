"""The law as arithmetic, on numbers worked out by hand."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from regietafel.model import law
from regietafel.model.cycle import HalfYear, statutory_dates


def test_exactly_one_half_is_rounded_up() -> None:
    assert law.round_half_up(Fraction(5, 2)) == 3
    assert law.round_half_up(Fraction(3, 2)) == 2
    assert law.round_half_up(Decimal("0.5")) == 1


def test_just_under_one_half_is_rounded_down() -> None:
    assert law.round_half_up(Fraction(5, 2) - Fraction(1, 10**30)) == 2


def test_weight_is_exact_for_a_decimal_score() -> None:
    # (1 - 0.073) x 1000 = 927; in binary floating point 1 - 0.073 is not 0.927.
    assert law.weight(1000, Decimal("-0.073")) == 927


def test_indicative_number_follows_the_formula() -> None:
    # Weights 1.1 x 1000 = 1100 and 0.9 x 1000 = 900, sum 2000: 100 x 1100 / 2000 = 55 and 45.
    weights = {"GM9001": law.weight(1000, Decimal("0.1")), "GM9002": law.weight(1000, Decimal("-0.1"))}
    assert law.indicative_numbers(100, weights) == {"GM9001": 55, "GM9002": 45}


def test_indicative_number_of_exactly_one_half_goes_up_for_both() -> None:
    # 3 places over two equal weights: 1.5 each, both rounded to 2; the sum is 4, as the law has it.
    weights = {"GM9001": Fraction(7), "GM9002": Fraction(7)}
    assert law.indicative_numbers(3, weights) == {"GM9001": 2, "GM9002": 2}


def test_a_score_constructed_to_a_tie_is_rounded_up_exactly() -> None:
    # Inhabitants 1000 and 1000; (1 + s) = 0.001 and 1.999, sum of weights 2000; 1000 x 1 / 2000 = 0.5 exactly.
    weights = {"GM9001": law.weight(1000, Decimal("-0.999")), "GM9002": law.weight(1000, Decimal("0.999"))}
    assert law.indicative_numbers(1000, weights) == {"GM9001": 1, "GM9002": 1000}


def test_indicative_number_of_one_municipality_uses_the_national_sum_of_weights() -> None:
    # 88000 x 27027 / 18000000 = 132.132
    assert law.indicative_numbers(88_000, {"GM9001": Fraction(27_027)}, Fraction(18_000_000)) == {"GM9001": 132}


def test_published_special_parts_of_2024_follow_the_same_formula() -> None:
    # 8140 x 11704 / 96000 = 992.4 (published 992); 8140 x 169 / 96000 = 14.3 (published 14).
    parts = law.indicative_numbers(8140, {"PV25": Fraction(11_704), "GM0377": Fraction(169)}, Fraction(96_000))
    assert parts == {"PV25": 992, "GM0377": 14}


def test_a_sum_of_weights_of_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="must be positive"):
        law.indicative_numbers(10, {"GM9001": Fraction(0)})


def test_largest_remainder_loses_no_place() -> None:
    # 10 over 1:1:1 is 3 1/3 each: one left, equal remainders, so the smallest code takes it.
    assert law.largest_remainder(10, {"b": 1, "a": 1, "c": 1}) == {"b": 3, "a": 4, "c": 3}


def test_largest_remainder_goes_to_the_largest_fraction() -> None:
    # 10 over 5:3:1 of 9: 5.556, 3.333, 1.111: whole parts 5, 3, 1; the one left goes to .556.
    assert law.largest_remainder(10, {"a": 5, "b": 3, "c": 1}) == {"a": 6, "b": 3, "c": 1}


def test_largest_remainder_of_nothing_needs_no_weight() -> None:
    assert law.largest_remainder(0, {"a": 0}) == {"a": 0}


@pytest.mark.parametrize(("total", "weights"), [(-1, {"a": 1}), (1, {"a": -1}), (1, {"a": 0}), (1, {})])
def test_largest_remainder_refuses_what_cannot_be_split(total: int, weights: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"zero or more|cannot be split"):
        law.largest_remainder(total, weights)


def test_scaling_leaves_published_numbers_alone_and_meets_the_task() -> None:
    # Task 100, published 40, remainder 60 over computed 20:10 = 40 and 20.
    assert law.scale_to_task({"a": 20, "b": 10, "c": 99}, {"c": 40}, 100) == {"a": 40, "b": 20, "c": 40}


def test_scaling_gives_the_odd_place_to_the_smallest_code() -> None:
    assert law.scale_to_task({"b": 5, "a": 5}, {}, 11) == {"b": 5, "a": 6}


def test_scaling_with_every_number_published_changes_nothing() -> None:
    assert law.scale_to_task({"a": 7}, {"a": 6}, 8) == {"a": 6}


def test_published_numbers_above_the_task_are_refused() -> None:
    with pytest.raises(ValueError, match="10 above the task of 90"):
        law.scale_to_task({"b": 1}, {"a": 100}, 90)


def test_housing_target_is_rounded_up() -> None:
    # 13000 x 100 / 18000 = 72.2 -> 73; 13000 x 18 / 18000 = 13 exactly -> 13.
    assert law.housing_targets(13_000, {"a": 100, "b": 18}, 18_000) == {"a": 73, "b": 13}


def test_ukraine_share_is_by_inhabitants_and_complete() -> None:
    # 107 over 300:700: 32.1 and 74.9.
    assert law.inhabitants_shares(107, {"a": 300, "b": 700}) == {"a": 32, "b": 75}


@pytest.mark.parametrize(
    ("emergency", "emergency_counts", "available", "counts"),
    [
        (False, False, True, True),
        (True, False, True, False),
        (True, True, True, True),
        (False, True, False, False),
    ],
)
def test_plan_counts_what_is_available_and_not_emergency(
    emergency: bool, emergency_counts: bool, available: bool, counts: bool
) -> None:
    assert law.counts_in_plan(emergency=emergency, emergency_counts=emergency_counts, available=available) is counts


def durable(begin: date, until: date | None, moment: date = date(2027, 7, 1)) -> bool:
    return law.counts_as_durable(durable=True, in_use_from=begin, until=until, moment=moment)


def test_five_years_to_the_day_is_durable() -> None:
    assert durable(date(2027, 1, 1), date(2031, 12, 31))
    assert not durable(date(2027, 1, 1), date(2031, 12, 30))


def test_a_durable_place_may_come_within_twelve_months() -> None:
    assert durable(date(2028, 7, 1), None)
    assert not durable(date(2028, 7, 2), None)


def test_a_durable_location_that_has_ended_does_not_count() -> None:
    assert not durable(date(2020, 1, 1), date(2027, 6, 30))


def test_a_location_that_is_not_durable_never_counts_as_durable() -> None:
    assert not law.counts_as_durable(durable=False, in_use_from=date(2027, 1, 1), until=None, moment=date(2027, 7, 1))


@pytest.mark.parametrize(
    ("regular", "special", "counted"),
    [(99, 15, (0, 0)), (100, 16, (100, 16)), (100, 15, (100, 0)), (99, 16, (0, 16)), (0, 40, (0, 40))],
)
def test_each_kind_has_its_own_minimum(regular: int, special: int, counted: tuple[int, int]) -> None:
    assert law.durable_counted(regular, special) == counted


def test_places_above_the_indicative_number_are_never_negative() -> None:
    assert (law.places_above_indicative(150, 120), law.places_above_indicative(100, 120)) == (30, 0)


def test_residual_task_falls_on_those_below_their_number() -> None:
    # Below: a (0 of 100) and c (50 of 200); d is below but exempt; 90 over 100:200 = 30 and 60.
    residual = law.residual_task(90, {"b": 80, "c": 50}, {"a": 100, "b": 80, "c": 200, "d": 50}, {"d"})
    assert residual == {"a": 30, "b": 0, "c": 60, "d": 0}


def test_residual_task_falls_on_nobody_when_all_meet_their_number() -> None:
    assert law.residual_task(5, {"a": 10}, {"a": 10}) == {"a": 0}


def test_months_are_added_to_the_last_day_of_a_short_month() -> None:
    assert law.add_months(date(2027, 8, 31), 6) == date(2028, 2, 29)
    assert law.add_months(date(2026, 12, 23), 6) == date(2027, 6, 23)


@pytest.mark.parametrize("text", ["2027-I", "2027-i", " 2027 - 1 "])
def test_half_year_is_read_in_the_usual_spellings(text: str) -> None:
    assert str(HalfYear.parse(text)) == "2027-I"


@pytest.mark.parametrize("text", ["2027", "2027-III", "27-I", "2027-3"])
def test_half_year_of_another_form_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a half-year"):
        HalfYear.parse(text)


def test_half_year_counts_from_its_last_day() -> None:
    both = ("2027-II", "2027-I")
    assert law.half_years_ended_by(both, date(2027, 6, 29)) == ()
    assert law.half_years_ended_by(both, date(2027, 6, 30)) == ("2027-I",)
    assert law.half_years_ended_by(both, date(2028, 2, 1)) == ("2027-I", "2027-II")


def test_half_years_of_a_cycle_are_four() -> None:
    dates = statutory_dates(2)
    assert law.half_years_between(dates.begin, dates.end) == ("2027-I", "2027-II", "2028-I", "2028-II")


def test_statutory_dates_of_the_second_cycle() -> None:
    dates = statutory_dates(2)
    assert (dates.estimate, dates.report, dates.decision) == (date(2026, 1, 31), date(2026, 10, 31), date(2026, 12, 30))
    assert (dates.available, dates.begin, dates.end) == (date(2027, 6, 30), date(2027, 1, 1), date(2028, 12, 31))


def test_there_is_no_cycle_zero() -> None:
    with pytest.raises(ValueError, match="no cycle 0"):
        statutory_dates(0)
