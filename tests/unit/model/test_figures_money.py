"""Costs, grants and the change against what is there, by hand."""

from fractions import Fraction

from regietafel.model.figures.money import find_costs, find_grants, write_costs
from regietafel.model.figures.tiers import measure_disturbance, measure_tier, tier_names
from support.cases import FIRST_DAY, SECOND_DAY, A, B, offer, target, tiny_case, town
from support.decisions import decided, joined, quantities

BOTH = (FIRST_DAY, SECOND_DAY)


def test_operation_runs_from_each_moment_to_the_next_and_the_last_to_the_end_of_the_cycle():
    case = tiny_case(1, [offer("L1", cost_per_place=1461)], moments=BOTH)
    costs = find_costs(quantities(case, decided({"L1": 100}, moments=BOTH)))
    # 215 days to 1 February 2028 and 335 days to 31 December 2028, inclusive; 1461 / 365.25 = 4 euro per place per day
    assert costs.over_cycle == 100 * 4 * (215 + 335)
    assert costs.per_year == {FIRST_DAY: 146_100, SECOND_DAY: 146_100}


def test_small_scale_pays_the_surcharge_exactly():
    case = tiny_case(1, [offer("L1", form="small_scale", cost_per_place=10_000, surcharge=True)])
    costs = find_costs(quantities(case, decided({"L1": 30}), small_scale_surcharge=0.1))
    assert costs.per_year[FIRST_DAY] == 330_000


def test_opening_is_paid_once_and_not_for_what_exists():
    rows = [
        offer("L1", A, opening_cost=500, status="existing", present={"regular": 100}),
        offer("L2", B, opening_cost=70, count=3, places=(10, 20)),
    ]
    first = decided({"L1": 100, "L2": 20}, opened={"L2": 1})
    second = decided({"L1": 100, "L2": 60}, opened={"L2": 3}, moments=[SECOND_DAY])
    q = quantities(tiny_case(2, rows, moments=BOTH), joined(first, second))
    assert find_costs(q).opening == 210
    assert write_costs(q)["by_municipality"] == {A: 0, B: 210}


def test_amounts_are_rounded_half_to_even_at_the_end():
    # a place costs 1.5 euro per year: 1.5 rounds up to 2, and 4.5 down to 4
    case = tiny_case(1, [offer("L1", form="other", cost_per_place=1, surcharge=True)])
    half = quantities(case, decided({"L1": 1}), small_scale_surcharge=0.5)
    assert find_costs(half).per_year[FIRST_DAY] == Fraction(3, 2)
    assert write_costs(half)["operation_per_year"] == [{"moment": FIRST_DAY, "amount": 2}]
    more = quantities(case, decided({"L1": 3}), small_scale_surcharge=0.5)
    assert write_costs(more)["operation_per_year"] == [{"moment": FIRST_DAY, "amount": 4}]


def test_grants_follow_from_places_days_and_months():
    rows = [
        offer("L1", A, streams=("regular", "special"), places=(100, 300)),
        offer("L2", A, "other", streams=("ukraine",)),
        offer("L3", A, "other", streams=("status_holder",), counts_for_housing=True, link=B),
    ]
    places = {"L1": {"regular": 150, "special": 20}, "L2": {"ukraine": 10}, "L3": {"status_holder": 5}}
    case = tiny_case([town(A, indicative=140), town(B, indicative=20)], rows, targets=[target(B, persons=5)])
    found = {
        (item.rule, item.gm_code): (item.amount, item.basis) for item in find_grants(quantities(case, decided(places)))
    }
    days = 550  # 1 July 2027 to 31 December 2028, inclusive
    assert found[("special_places", A)] == (40_000, 20)
    assert found[("durable_above_indicative", A)] == (20_000, 10)  # 150 regular - 140, at 2,000: 170 durable places
    assert found[("ukraine", A)] == (44 * 10 * days, 10 * days)
    assert found[("transition", A)] == (60 * 5 * days, 5 * days)
    assert found[("transition_supplement", A)] == (8 * 5 * days, 5 * days)
    # bonus: 170 - 0.75 x 160 - 10 paid above = 40 places, 60,000 euro, 15 % for the province, the rest for A
    assert found[("bonus", None)] == (9_000, 40)
    assert found[("bonus", A)] == (51_000, 40)


def test_change_is_counted_against_the_present_places():
    rows = [
        offer("L1", A, status="existing", present={"regular": 120}, may_shrink=True),
        offer("L2", B, "small_scale", count=2, places=(20, 60)),
    ]
    q = quantities(tiny_case(2, rows), decided({"L1": 110, "L2": 70}, opened={"L2": 2}))
    # places 10 + 70; locations 2 x 50; municipalities 2 x 25; small: 2 open, 70 // 50 = 1 large enough, so 1 x 10
    assert measure_disturbance(q) == 80 + 100 + 50 + 10


def test_nothing_changes_when_the_present_places_stay():
    case = tiny_case(1, [offer("L1", status="existing", present={"regular": 120})])
    assert measure_disturbance(quantities(case, decided({"L1": 120}))) == 0


def test_change_is_counted_against_a_reference_plan_when_there_is_one():
    case = tiny_case(1, [offer("L1"), offer("L2", form="small_scale")])
    reference = decided({"L1": 120})
    q = quantities(case, decided({"L1": 100, "L2": 50}))
    # 20 + 50 places, 1 location, 1 municipality, none small
    assert measure_disturbance(q, reference) == 70 + 50 + 25


def test_aims_stand_in_their_order_and_a_second_ratio_is_an_aim_of_its_own():
    q = quantities(
        tiny_case([town(A, indicative=100)], [offer("L1")]), decided({"L1": 120}), fairness_on="asylum,joint"
    )
    assert tier_names(q) == ["shortfall", "surplus", "fairness", "fairness_joint", "cost", "disturbance"]
    assert measure_tier(q, "fairness_joint") == Fraction(6, 5)
    assert measure_tier(q, "surplus") == 20


def test_the_shortfall_is_weighed_per_task():
    case = tiny_case([town(A, indicative=10, ukraine_asked=7)], targets=[target(A, persons=3)])
    q = quantities(case, None, shortfall_weight_ukraine=2, shortfall_weight_housing=5)
    assert measure_tier(q, "shortfall") == 10 + 2 * 7 + 5 * 3
