"""Burdens, ratios, norms and who is left out, by hand."""

from fractions import Fraction

from regietafel.model.figures.fair import write_fairness
from regietafel.model.figures.municipalities import residual_task, write_municipalities, write_regions
from regietafel.model.figures.ratios import left_out, measure
from regietafel.model.shares import find_shares
from support.cases import FIRST_DAY, SECOND_DAY, A, B, C, offer, swap, target, tiny_case, town
from support.decisions import decided, joined, quantities


def row_of(q, code=A):
    return next(row for row in write_municipalities(q) if row["gm_code"] == code)


def two_towns(**changes):
    towns = [town(A, indicative=100, indicative_special=20, **changes), town(B, indicative=300)]
    return tiny_case(towns, [offer("L1", A), offer("L2", B)])


def test_burden_weighs_streams_and_composition_sums_to_one():
    towns = [town(A, indicative=100, ukraine_asked=60)]
    case = tiny_case(towns, [offer("L1", streams=("regular", "ukraine"))])
    q = quantities(case, decided({"L1": {"regular": 90, "ukraine": 30}}), weight_ukraine=2)
    at = row_of(q)["moments"][0]
    assert at["burden"] == 150  # 90 + 2 x 30
    assert at["burden_ratio"] == {"joint": 0.681818, "asylum": 0.9}  # 150 / (100 + 2 x 60), 90 / 100
    assert at["composition"] == {"regular": 0.6, "special": 0.0, "ukraine": 0.4, "status_holder": 0.0}


def test_credit_of_earlier_cycles_is_carried_but_not_provided():
    q = quantities(two_towns(credit={"regular": 25, "status_holder": 5}), decided({"L1": 100}))
    at = row_of(q)["moments"][0]
    assert at["provided"]["regular"] == 100
    assert at["carried"] == {"regular": 125, "special": 0, "ukraine": 0, "status_holder": 5}
    assert at["burden_ratio"] == {"joint": 1.3, "asylum": 1.25}


def test_an_exchange_moves_the_task_and_both_ratios_are_shown():
    towns = [town(A, indicative=100), town(B, indicative=100)]
    case = tiny_case(towns, [offer("L1", B)], exchanges=[swap(A, B, 60)])
    q = quantities(case, decided({"L1": 160}))
    at = row_of(q, B)["moments"][0]
    assert (at["burden_ratio"]["joint"], at["ratio_before_exchange"]["joint"]) == (1.0, 1.6)
    assert row_of(q, B)["entitlement_after_exchange"]["regular"] == 160
    assert row_of(q, B)["entitlement"]["regular"] == {"value": 100, "origin": "reported"}


def test_no_entitlement_gives_no_ratio():
    at = row_of(quantities(tiny_case(1, [offer("L1")]), decided({"L1": 100})))["moments"][0]
    assert at["burden_ratio"] == {"joint": None, "asylum": None}


def test_who_is_left_out_is_named_with_the_reason():
    towns = [town(A), town(B, indicative=15), town(C, indicative=16)]
    q = quantities(tiny_case(towns))
    assert left_out(q, "joint", "minimax") == {A: "no_entitlement", B: "small_entitlement"}


def test_a_full_host_is_left_out_of_minimax_until_it_grows_but_never_of_deviation():
    towns = [town(A, indicative=100), town(B, indicative=100)]
    staying = offer("L1", A, status="existing", present={"regular": 200})
    case = tiny_case(towns, [staying, offer("L2", B, places=(10, 100))])
    still, grown = decided({"L1": 200, "L2": 50}), decided({"L1": 201, "L2": 50})
    assert left_out(quantities(case, still), "joint", "minimax") == {A: "host"}
    assert measure(quantities(case, still), "minimax", "joint") == Fraction(1, 2)
    assert measure(quantities(case, grown), "minimax", "joint") == Fraction(201, 100)
    # (100 x |2 - 1| + 100 x |0.5 - 1|) / 200
    assert measure(quantities(case, still), "deviation", "joint") == Fraction(3, 4)
    assert left_out(quantities(case, still), "joint", "deviation") == {}


def test_all_moments_take_the_worst_one():
    towns = [town(A, indicative=100)]
    case = tiny_case(towns, [offer("L1")], moments=[FIRST_DAY, SECOND_DAY])
    decisions = joined(decided({"L1": 150}), decided({"L1": 110}, moments=[SECOND_DAY]))
    assert measure(quantities(case, decisions), "minimax", "joint") == Fraction(11, 10)
    assert measure(quantities(case, decisions, burden_moment="all"), "minimax", "joint") == Fraction(3, 2)


def test_ratios_are_sorted_largest_first_and_ties_by_code():
    towns = [town(A, indicative=100), town(B, indicative=200), town(C, indicative=100)]
    case = tiny_case(towns, [offer("L1", A), offer("L2", B), offer("L3", C)])
    section = write_fairness(quantities(case, decided({"L1": 100, "L2": 200, "L3": 150})))
    assert section["sorted"]["joint"] == [[1.5, C], [1.0, A], [1.0, B]]
    assert section["measures"]["minimax"] == {"joint": 1.5, "asylum": 1.5}
    assert section["measures"]["deviation"]["joint"] == 0.125  # 50 / 400


def test_the_residual_task_goes_to_who_is_below_and_not_exempt():
    towns = [town(A, indicative=100), town(B, indicative=300), town(C, indicative=300, exempt_residual=True)]
    q = quantities(tiny_case(towns, [offer("L1", A, places=(50, 200))]), decided({"L1": 60}))
    # 640 missing over A (100) and B (300): 160 and 480
    assert residual_task(q) == {A: 160, B: 480, C: 0}


def test_who_meets_its_share_gets_no_residual_task_and_the_offer_above_it_is_shown():
    q = quantities(two_towns(), decided({"L1": 130, "L2": 200}))
    assert residual_task(q) == {A: 0, B: 70}  # 400 - 330
    assert row_of(q, A)["above_indicative"] == 30
    assert row_of(q, B)["above_indicative"] == 0


def test_a_region_is_the_sum_of_its_municipalities():
    towns = [town(A, indicative=100, region="east"), town(B, indicative=300, region="east"), town(C, region="west")]
    case = tiny_case(towns, [offer("L1", A), offer("L2", B)], targets=[target(A, persons=10)])
    east, west = write_regions(quantities(case, decided({"L1": 150, "L2": 200}, housed={A: 4})))
    assert (east["region"], east["municipalities"]) == ("east", [A, B])
    assert east["indicative"] == {"value": 400, "special": 0, "origin": "reported"}
    at = east["moments"][0]
    assert (at["housed"], at["unhoused"], at["burden"]) == (4, 6, 354)
    assert at["burden_ratio"] == {"joint": round(354 / 410, 6), "asylum": 0.875}
    assert west["moments"][0]["burden_ratio"]["joint"] is None


def test_a_task_of_zero_stays_zero_and_does_not_become_the_sum():
    case = tiny_case([town(A, indicative=100, indicative_special=10)], national={"provincial_task": 0})
    assert find_shares(case).provincial_task == 0
    without_special = tiny_case(
        [town(A, indicative=100, indicative_special=10)], national={"provincial_task_special": 0}
    )
    assert find_shares(without_special).provincial_task_special == 0
    assert find_shares(without_special).provincial_task == 100
