"""Grants, on numbers worked out by hand."""

from fractions import Fraction

from regietafel.model.grants import Grant, GrantBasis, grants


def amounts(found: list[Grant], rule: str) -> dict[str | None, int]:
    return {grant.gm_code: grant.amount for grant in found if grant.rule == rule}


def test_a_special_place_is_worth_two_thousand_once() -> None:
    found = grants([GrantBasis(gm_code="a", special_places=16)], counted=0, provincial_task=100)
    assert amounts(found, "special_places") == {"a": 32_000}


def test_only_durable_places_above_the_whole_indicative_number_are_paid() -> None:
    # a: 150 - 120 = 30 x 2000 (150 durable >= 100); b: 90 - 80 = 10 x 1000; c: 100 - 100 = 0.
    rows = [
        GrantBasis(gm_code="a", durable_regular=150, indicative=120),
        GrantBasis(gm_code="b", durable_regular=90, indicative=80),
        GrantBasis(gm_code="c", durable_regular=100, indicative=100),
    ]
    assert amounts(grants(rows, counted=0, provincial_task=0), "durable_above_indicative") == {"a": 60_000, "b": 10_000}


def test_the_rate_doubles_from_one_hundred_durable_places() -> None:
    # 85 regular + 15 special = 100 durable places; 85 - 80 = 5 x 2000.
    row = GrantBasis(gm_code="a", durable_regular=85, durable_special=15, indicative=80)
    assert amounts(grants([row], counted=0, provincial_task=0), "durable_above_indicative") == {"a": 10_000}


def test_bonus_is_split_over_province_and_municipalities_that_meet_their_task() -> None:
    # Counted 1000, task 1200: 75 % is 900; above: 100 x 1500 = 150000. Province 15 % = 22500; the other 127500 by
    # place months 300:100 = 95625 and 31875; c does not meet its task.
    rows = [
        GrantBasis(gm_code="a", meets_task=True, place_months=300),
        GrantBasis(gm_code="b", meets_task=True, place_months=100),
        GrantBasis(gm_code="c", meets_task=False, place_months=900),
    ]
    found = grants(rows, counted=1000, provincial_task=1200)
    assert amounts(found, "bonus") == {None: 22_500, "a": 95_625, "b": 31_875}
    assert {grant.receiver for grant in found if grant.gm_code is None} == {"province"}


def test_bonus_leaves_out_places_paid_above_the_indicative_number_and_before() -> None:
    # Above 75 % of 1000: 800 - 750 = 50, less 30 paid now under 9(2)(b) and 15 before: 5 x 1500 = 7500; 15 % = 1125.
    rows = [GrantBasis(gm_code="a", durable_regular=150, indicative=120, meets_task=True, place_months=1)]
    found = grants(rows, counted=800, provincial_task=1000, paid_before=15)
    assert amounts(found, "bonus") == {None: 1_125, "a": 6_375}


def test_bonus_of_a_fraction_of_a_place_is_exact() -> None:
    # 75 % of 101 is 75.75; 76 - 75.75 = 0.25 x 1500 = 375; 15 % = 56.25 -> 56.
    found = grants([], counted=76, provincial_task=101)
    assert amounts(found, "bonus") == {None: 56}
    assert found[0].basis == Fraction(1, 4)


def test_ukraine_is_paid_per_place_day_and_marked_provisional() -> None:
    found = grants([GrantBasis(gm_code="a", ukraine_place_days=36_500)], counted=0, provincial_task=0)
    assert amounts(found, "ukraine") == {"a": 1_606_000}
    assert all(grant.provisional for grant in found)


def test_transition_locations_are_paid_per_person_day_with_a_supplement() -> None:
    row = GrantBasis(gm_code="a", transition_person_days=3_650, transition_linked_person_days=365)
    found = grants([row], counted=0, provincial_task=0)
    assert (amounts(found, "transition"), amounts(found, "transition_supplement")) == ({"a": 219_000}, {"a": 2_920})
