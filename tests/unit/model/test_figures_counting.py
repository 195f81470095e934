"""The two counting regimes and what follows for the task, by hand."""

import pytest

from support.cases import FIRST_DAY, SECOND_DAY, A, B, moment, offer, target, tiny_case, town
from support.decisions import decided, joined, quantities

BOTH = (FIRST_DAY, SECOND_DAY)


def counted(case, decisions, regime, code=A, stream="regular", t=FIRST_DAY, **options):
    return quantities(case, decisions, **options).counted[regime][code, stream, t]


def test_emergency_counts_in_neither_regime_unless_the_option_says_so():
    case = tiny_case(1, [offer("L1", emergency=True, places=(0, 300))])
    decisions = decided({"L1": 120})
    assert counted(case, decisions, "plan") == 0
    assert counted(case, decisions, "plan", emergency_counts=True) == 120
    assert counted(case, decisions, "durable", emergency_counts=True) == 0


@pytest.mark.parametrize(
    ("regular", "special", "expected"), [(100, 16, (100, 16)), (99, 16, (0, 16)), (100, 15, (100, 0))]
)
def test_the_durable_minimum_is_tested_apart_per_stream(regular, special, expected):
    case = tiny_case(1, [offer("L1", streams=("regular", "special"))])
    decisions = decided({"L1": {"regular": regular, "special": special}})
    found = tuple(counted(case, decisions, "durable", stream=k) for k in ("regular", "special"))
    assert found == expected


def test_the_durable_minimum_may_be_spread_over_locations_of_one_municipality():
    rows = [
        offer("L1", A, "small_scale"),
        offer("L2", A, "small_scale", places=(20, 60)),
        offer("L3", B, "small_scale"),
    ]
    q = quantities(tiny_case(2, rows), decided({"L1": 45, "L2": 55, "L3": 50}))
    assert q.counted["durable"][A, "regular", FIRST_DAY] == 100
    assert q.counted["durable"][B, "regular", FIRST_DAY] == 0


@pytest.mark.parametrize(("last_day", "expected"), [("2032-06-30", 150), ("2032-06-29", 0), (None, 150)])
def test_a_new_offer_lasts_five_years_from_the_moment_the_plan_opens_it(last_day, expected):
    # opened on 1 July 2027: five years end on 30 June 2032
    case = tiny_case(1, [offer("L1", first_day="2027-01-01", last_day=last_day)])
    assert counted(case, decided({"L1": 150}), "durable") == expected


def test_an_existing_offer_lasts_five_years_from_its_own_first_day():
    row = {"status": "existing", "present": {"regular": 150}, "last_day": "2029-06-30"}
    decisions = decided({"L1": 150})
    assert counted(tiny_case(1, [offer("L1", first_day="2024-07-01", **row)]), decisions, "durable") == 150
    assert counted(tiny_case(1, [offer("L1", first_day="2024-07-02", **row)]), decisions, "durable") == 0
    # unknown first day: in use since the begin of the cycle, 1 January 2027, so not five years to 2029
    assert counted(tiny_case(1, [offer("L1", **row)]), decisions, "durable") == 0


def test_places_that_come_within_twelve_months_count_as_durable_already():
    case = tiny_case(1, [offer("L1")], moments=[FIRST_DAY, "2028-07-01", "2028-07-02"])
    in_time = joined(decided({"L1": 150}, moments=["2028-07-01"]), decided({"L1": 180}, moments=["2028-07-02"]))
    assert counted(case, in_time, "durable") == 150  # the first later moment, not the largest
    assert counted(case, in_time, "plan") == 0
    assert counted(case, decided({"L1": 180}, moments=["2028-07-02"]), "durable") == 0  # a day too late


def test_the_special_part_lies_inside_the_asylum_task():
    towns = [town(A, indicative=200, indicative_special=40)]
    case = tiny_case(towns, [offer("L1", streams=("regular", "special"))])
    q = quantities(case, decided({"L1": {"regular": 170, "special": 10}}))
    assert q.shortfall["asylum", FIRST_DAY] == 20  # 200 - 180
    assert q.shortfall["special", FIRST_DAY] == 30  # 40 - 10


def test_the_option_counting_decides_the_shortfall():
    case = tiny_case([town(A, indicative=90)], [offer("L1", places=(50, 90))])
    decisions = decided({"L1": 90})
    assert quantities(case, decisions).shortfall["asylum", FIRST_DAY] == 0
    assert quantities(case, decisions, counting="durable").shortfall["asylum", FIRST_DAY] == 90


def test_the_share_of_the_moment_is_rounded_up():
    case = tiny_case([town(A, indicative=101)], moments=[moment(FIRST_DAY, task_share=1 / 2)])
    assert quantities(case).required["asylum", FIRST_DAY] == 51


def test_housing_is_due_per_municipality_and_a_lead_covers_no_other():
    targets = [target(A, persons=10, backlog=4), target(B, persons=6, backlog=-9)]
    q = quantities(tiny_case(2, targets=targets), decided(housed={A: 11, B: 2}))
    assert q.unhoused == {(A, FIRST_DAY): 3, (B, FIRST_DAY): 0}  # 14 - 11; B has a lead of 3 and houses 2 more
    assert q.required["housing", FIRST_DAY] == 14
    assert q.shortfall["housing", FIRST_DAY] == 3
    assert q.surplus["housing", FIRST_DAY] == 2


def test_a_transition_place_counts_for_the_linked_municipality_and_burdens_the_host():
    row = offer("L1", A, "other", streams=("status_holder",), counts_for_housing=True, link=B)
    q = quantities(tiny_case(2, [row], targets=[target(B, persons=10)]), decided({"L1": {"status_holder": 7}}))
    assert q.credited == {(A, FIRST_DAY): 0, (B, FIRST_DAY): 7}
    assert q.unhoused[B, FIRST_DAY] == 3
    assert q.provided[A, "status_holder", FIRST_DAY] == 7
    assert q.provided[B, "status_holder", FIRST_DAY] == 0
    assert q.counted["plan"][B, "status_holder", FIRST_DAY] == 7


def test_present_places_above_the_task_are_no_surplus_but_new_ones_are():
    rows = [offer("L1", status="existing", present={"regular": 120}), offer("L2", B)]
    case = tiny_case([town(A, indicative=50), town(B)], rows)
    # the base is the larger of 50 asked and 120 present
    assert quantities(case, decided({"L1": 120})).surplus["asylum", FIRST_DAY] == 0
    assert quantities(case, decided({"L1": 120, "L2": 100})).surplus["asylum", FIRST_DAY] == 100


def test_a_hub_outside_the_province_enters_no_figure():
    q = quantities(tiny_case(1, [offer("H1", "GM9099", foreign=True)]), decided({"H1": 300}))
    assert q.summed(q.provided, ("regular",), FIRST_DAY) == 0


def test_status_holders_who_wait_above_the_reference_raise_the_need_of_reception():
    towns = [town(A, indicative=100)]
    case = tiny_case(towns, [offer("L1")], targets=[target(A, persons=35)], national={"reference_backlog": 10})
    q = quantities(case, decided({"L1": 105}), vessels_share=0.5)
    # 35 not housed, 25 above the reference, half of it rounded up: 13
    assert q.required["asylum_need", FIRST_DAY] == 113
    assert q.shortfall["asylum_need", FIRST_DAY] == 8
    assert q.shortfall["asylum", FIRST_DAY] == 0
    assert q.tasks == ("asylum", "special", "ukraine", "housing", "asylum_need")
