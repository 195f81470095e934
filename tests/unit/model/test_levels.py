"""Ratios on the grid, by hand."""

import pytest

from regietafel.model.levels import Compared, in_order, lowest_ratio_at, ratio


def test_a_ratio_stands_at_the_first_point_that_is_not_below_it():
    town = Compared("GM9001", 3)
    assert town.point(0) == 0
    assert town.point(1) == 3334  # 0.33333... lies above 0.3333
    assert town.point(3) == 10_000


def test_the_most_at_a_point_is_the_largest_burden_that_stands_there_or_lower():
    town = Compared("GM9001", 3)
    assert [town.most(point) for point in (3333, 3334, 9999, 10_000)] == [0, 1, 2, 3]


@pytest.mark.parametrize("share", [1, 7, 16, 612, 9999, 10_000, 23_457])
def test_most_and_point_are_each_others_inverse(share):
    town = Compared("GM9001", share)
    for carried in (0, 1, share - 1, share, share + 1, 2 * share + 1):
        point = town.point(carried)
        assert town.most(point) >= carried
        assert point == 0 or town.most(point - 1) < carried


def test_a_host_enters_the_vector_when_it_grows_and_may_always_keep_what_it_has():
    host = Compared("GM9001", 10, stays=22)
    assert host.point(22) is None
    assert host.point(23) == 23_000
    assert host.most(0) == 22
    assert host.most(22_999) == 22
    assert host.most(23_000) == 23


def test_the_vector_is_sorted_and_leaves_out_who_does_not_count():
    assert in_order([3334, None, 10_000, 0]) == [10_000, 3334, 0]


def test_a_point_is_a_ratio_of_four_decimals():
    assert ratio(13_469) == 1.3469


def test_the_lowest_ratio_at_a_point_is_that_of_the_first_burden_above_the_point_before():
    # At 0.6667: 2 of 3 is 0.66667, 667 of 1000.6 does not exist, 200 of 300 is the same ratio.
    assert lowest_ratio_at([Compared("a", 3), Compared("b", 300)], 6667) == 2 / 3
    assert lowest_ratio_at([Compared("a", 3)], 5000) == 0.0
