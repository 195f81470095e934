"""The largest burden that offers allow under a ceiling, against counting by hand."""

from itertools import product

import pytest

from regietafel.model.reachable import largest_burden
from regietafel.model.scenario import Scenario
from support.cases import offer

EQUAL = Scenario()


def test_without_ceiling_everything_is_reachable():
    # 300 + 50 places and 7 homes
    assert largest_burden([offer("L1"), offer("L2", form="small_scale")], 7, EQUAL, None) == 357


def test_a_large_location_does_not_fit_under_a_low_ceiling():
    # the large one takes at least 100, so under 90 only the small one (at most 50) and 7 homes
    assert largest_burden([offer("L1"), offer("L2", form="small_scale")], 7, EQUAL, 90) == 57


def test_a_ceiling_inside_the_range_is_reached_exactly():
    assert largest_burden([offer("L1"), offer("L2", form="small_scale")], 0, EQUAL, 120) == 120


def test_identical_offers_count_as_often_as_they_exist():
    # 3 locations of exactly 40: 0, 40, 80, 120
    assert largest_burden([offer("L1", form="small_scale", places=40, count=3)], 0, EQUAL, 100) == 80


def test_of_rows_that_may_not_be_open_together_one_counts():
    rows = [
        offer(name, places=places, group="g", group_rule="not_together") for name, places in (("L1", 60), ("L2", 80))
    ]
    assert largest_burden(rows, 0, EQUAL, None) == 80
    assert largest_burden(rows, 0, EQUAL, 70) == 60


def test_a_row_that_stays_is_never_left_out():
    row = offer("L1", places=(100, 300), status="existing", present={"regular": 100})
    # 100 stay; a second offer of exactly 50 does not fit under 140, growth of the first does
    assert largest_burden([row, offer("L2", form="small_scale", places=50)], 0, EQUAL, 140) == 140


@pytest.mark.parametrize("ceiling", range(0, 60, 7))
def test_two_weights_give_the_same_as_counting_every_division(ceiling):
    scenario = Scenario(weight_regular=2, weight_ukraine=3, weight_status_holder=5)
    row = offer("L1", places=(4, 9), streams=("regular", "ukraine"))
    burdens = {0} | {2 * a + 3 * b for a, b in product(range(10), repeat=2) if 4 <= a + b <= 9}
    with_homes = {burden + 5 * homes for burden in burdens for homes in range(3)}
    assert largest_burden([row], 2, scenario, ceiling) == max(n for n in with_homes if n <= ceiling)


def test_a_row_that_exists_beyond_its_largest_size_cannot_be_made_to_fit():
    row = offer("L1", places=(10, 50), status="existing", present={"regular": 60}, may_close=True)
    assert largest_burden([row, offer("L2", form="small_scale")], 0, EQUAL, 55) == 50


def test_streams_without_weight_add_nothing():
    scenario = Scenario(weight_regular=0, weight_status_holder=0)
    rows = [offer("L1"), offer("L2", form="other", streams=("ukraine",), places=(0, 50))]
    assert largest_burden(rows, 9, scenario, 30) == 30
