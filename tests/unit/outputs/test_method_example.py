"""Every number of the method page: all plans of the example are tried, and the solver finds the same ones."""

from fractions import Fraction
from functools import cache
from math import log

import numpy as np
import pytest

from regietafel.model.formulation import NORMS
from regietafel.model.scenario import Scenario
from regietafel.outputs import method_example as example
from support.cases import offer, tiny_case, town
from support.solve import EXACT, solve_without

# In the order of the example: Kerkwolde, Havenmonde, Grootstad, Broekdam, Heidebeek. Typed again, from the page.
SHARES = np.array([100, 150, 200, 50, 100])
SIZES = ((140, 140), (180, 300), (50, 190), (10, 80), (10, 48))
COSTS = np.array([25, 20, 24, 30, 35])
# All shares divide 600, so that 600 x burden is a whole number.
STEPS = 600 // SHARES


@cache
def every_plan():
    """Give every way to place 600 people: per municipality no location, or one of a size that is possible."""
    ranges = [np.array([0, *range(low, high + 1)]) for low, high in SIZES]
    some = np.stack([axis.ravel() for axis in np.meshgrid(*(ranges[n] for n in (0, 1, 3, 4)), indexing="ij")], axis=1)
    rest = 600 - some.sum(axis=1)
    fits = (rest == 0) | ((rest >= SIZES[2][0]) & (rest <= SIZES[2][1]))
    return np.insert(some[fits], 2, rest[fits], axis=1)


def rows_of(plans):
    """Give the burdens of each plan, times 600, largest first."""
    return -np.sort(-plans * STEPS, axis=1)


def fairest(level):
    """Give the plans whose row is as low as possible at its first places, one after the other."""
    plans = every_plan()
    for place in range(level):
        at_place = rows_of(plans)[:, place]
        plans = plans[at_place == at_place.min()]
    return plans


def cheapest(plans):
    """Give the plans that cost least."""
    costs = plans @ COSTS
    return [tuple(map(int, plan)) for plan in plans[costs == costs.min()]]


def test_the_example_is_what_the_page_says():
    assert [town.share for town in example.TOWNS] == SHARES.tolist()
    assert [(town.smallest, town.largest) for town in example.TOWNS] == list(SIZES)
    assert [town.cost for town in example.TOWNS] == (1000 * COSTS).tolist()
    assert example.TASK == 600
    assert len(every_plan()) == 288_822


@pytest.mark.parametrize(("picture", "level"), [(1, 0), (2, 1), (3, 2), (4, 5)])
def test_each_picture_is_the_only_cheapest_plan_after_its_steps(picture, level):
    assert cheapest(fairest(level)) == [example.PLANS[picture - 1]]


def test_the_last_picture_is_the_only_fairest_plan_already_after_the_third_step():
    assert [tuple(plan) for plan in fairest(3)] == [example.PLANS[3]]
    # 840 / 600 = 1.40, 720 / 600 = 1.20, 558 / 600 = 0.93, 552 / 600 = 0.92, 288 / 600 = 0.48
    assert rows_of(fairest(5)).tolist() == [[840, 720, 558, 552, 288]]
    assert [float(burden) for burden in example.in_order(3)] == [1.4, 1.2, 0.93, 0.92, 0.48]


@pytest.mark.parametrize(("picture", "level", "held"), [(2, 1, {0}), (3, 2, {0, 1}), (4, 5, {0, 1, 2, 3, 4})])
def test_a_lock_stands_on_what_is_the_same_in_every_plan_that_is_left(picture, level, held):
    plans = fairest(level)
    same = {place for place in range(5) if len(set(plans[:, place])) == 1}
    assert same == held
    assert set(range(example.HELD[picture - 1])) == held


def test_without_kerkwolde_another_goes_to_at_least_the_number_of_the_page():
    plans = every_plan()
    without = rows_of(plans[plans[:, 0] == 0])[:, 0].min()
    # The others are full with 190 + 80 + 48 = 318, so Havenmonde has 282 of 150: 1.88.
    assert Fraction(int(without), 600) == example.WITHOUT_KERKWOLDE
    # Without Havenmonde there is too little room: 140 + 190 + 80 + 48 = 458.
    assert not (plans[:, 1] == 0).any()


def test_a_bar_of_the_last_picture_goes_lower_only_if_another_rises_to_it():
    last = np.array(example.PLANS[3])
    now, plans = last * STEPS, every_plan()
    for place in range(5):
        lower = plans[plans[:, place] < last[place]]
        risen = (lower * STEPS > now) & (lower * STEPS >= now[place])
        assert risen.any(axis=1).all()


def solved(municipalities, **options):
    """Let the program plan for some municipalities of the example; what is left of the task is theirs."""
    of = {place: f"GM900{place + 1}" for place in municipalities}
    task = 600 - sum(example.PLANS[3][place] for place in range(5) if place not in municipalities)
    shares = {place: int(SHARES[place]) for place in municipalities}
    towns = [town(of[place], indicative=shares[place]) for place in municipalities]
    offers = [
        offer(of[place], of[place], "other", places=SIZES[place], cost_per_place=1000 * int(COSTS[place]))
        for place in municipalities
    ]
    national = {"provincial_task": task} if task != sum(shares.values()) else {}
    found = solve_without(tiny_case(towns, offers, national=national), Scenario(**EXACT | options))
    assert found.state == "solved"
    return found


def placed(found, municipalities):
    """Give the places that the program chose, per municipality."""
    by_code = {name: places for (name, _, _), places in found.decisions.placed.items()}
    return [by_code.get(f"GM900{place + 1}", 0) for place in municipalities]


def test_the_solver_finds_the_first_two_pictures():
    everyone = range(5)
    # With a slack of 10 the norm asks nothing, and only cost decides.
    assert placed(solved(everyone, tolerance_fairness_abs=10.0), everyone) == list(example.PLANS[0])
    found = solved(everyone, fairness="minimax")
    assert placed(found, everyone) == list(example.PLANS[1])
    assert found.claimed["fairness"] == pytest.approx(1.4)


def test_the_solver_finds_the_last_picture():
    found = solved(range(5), fairness="leximin")
    assert placed(found, range(5)) == list(example.PLANS[3])


@pytest.mark.parametrize(("first", "level"), [(1, 1.2), (2, 0.93), (3, 0.92), (4, 0.48)])
def test_the_solver_finds_the_next_levels_among_those_that_are_not_held(first, level):
    # What is held keeps its places; the highest burden of the others is the next number of the row.
    others = range(first, 5)
    assert solved(others, fairness="minimax").claimed["fairness"] == pytest.approx(level)


def ratios(plan, shares=SHARES):
    return {place: Fraction(places, int(share)) for place, (places, share) in enumerate(zip(plan, shares, strict=True))}


def measured(norm, plan):
    """Work out a norm by its definition."""
    burden, share = ratios(plan), [int(share) for share in SHARES]
    if norm == "minimax":
        return max(burden.values())
    if norm == "deviation":
        return Fraction(sum(abs(places - own) for places, own in zip(plan, share, strict=True)), 600)
    if norm == "gini":
        pairs = [(one, other) for one in range(5) for other in range(one)]
        return sum(share[a] * share[b] * abs(burden[a] - burden[b]) for a, b in pairs) / (600 * 600)
    if norm == "theil":
        return sum(places * log(places / own) for places, own in zip(plan, share, strict=True) if places) / 600
    keys = (SHARES, np.array(example.OTHER_KEY))
    return max(max(ratios(plan, key).values()) / best_on(key) - 1 for key in keys)


def best_on(key):
    """Give the lowest highest ratio on a key: whole numbers over the product of the shares."""
    product = int(np.lcm.reduce(key))
    return Fraction(int((every_plan() * (product // key)).max(axis=1).min()), product)


@pytest.mark.parametrize("norm", example.MEASURED)
def test_each_norm_measures_what_the_page_says(norm):
    found = tuple(float(measured(norm, example.PLANS[number])) for number in (0, 3))
    assert found == pytest.approx(example.MEASURED[norm], abs=5e-5)
    assert found[0] > found[1]


@pytest.mark.parametrize("norm", [name for name in NORMS if name in example.MEASURED and name != "regret"])
def test_the_norms_of_the_program_measure_the_same(norm):
    shares = {place: int(share) for place, share in enumerate(SHARES)}
    for number in (0, 3):
        value = NORMS[norm].measure(ratios(example.PLANS[number]), shares)
        assert float(value) == pytest.approx(float(measured(norm, example.PLANS[number])))


def test_the_numbers_in_the_sentences_are_those_of_the_plans():
    told = example.numbers()
    assert (told["top_1"], told["top_4"], told["second"]) == (2, Fraction(7, 5), Fraction(6, 5))
    # Plan 1: 40 and 150 above the share, 40, 50 and 100 below it.
    assert (told["too_many"], told["moved"], told["regret"]) == (190, 380, 43)
    assert (best_on(SHARES), best_on(np.array(example.OTHER_KEY))) == (told["top_4"], told["other_best"])
    assert float(told["other_1"]) == max(ratios(example.PLANS[0], example.OTHER_KEY).values()) == 2


def test_the_amounts_are_those_of_the_plans():
    told = example.amounts()
    # 140 x 25 + 300 x 20 + 160 x 24 = 13,340; 140 x 25 + 180 x 20 + 186 x 24 + 46 x 30 + 48 x 35 = 14,624 thousand.
    assert (told["cost_1"], told["cost_4"], told["price"]) == (13_340_000, 14_624_000, 1_284_000)
    # The bound of the example is less than 0.1 % below.
    assert 0 < told["gap"] == 12_000 < told["cost_4"] / 1000
    assert (told["cheapest"], told["dearest"]) == (20_000, 35_000)


def test_the_same_plan_has_other_burdens_with_another_weight():
    # (240 + 160) / 400 = 1 and (110 + 190) / 300 = 1; (240 + 80) / 300 = 1.0667 and (110 + 95) / 225 = 0.9111.
    equal, half = ([town.burden(weight) for town in example.WEIGHED] for weight in (Fraction(1), example.HALF))
    assert equal == [1, 1]
    assert half == [Fraction(16, 15), Fraction(41, 45)]
