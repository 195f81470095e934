"""What must stay, ceilings, floors and waivers, by hand."""

from regietafel.model.hosts import find_hosts
from regietafel.model.scenario import Scenario
from regietafel.model.shares import find_shares
from support.cases import A, B, offer, swap, target, tiny_case, town


def hosts_of(case, **options):
    scenario = Scenario(**options)
    return find_hosts(case, scenario, find_shares(case))


def staying(name="L1", **changes):
    return offer(name, **{"status": "existing", "present": {"regular": 200, "ukraine": 50}, **changes})


def test_present_places_that_may_not_close_are_fixed():
    found = hosts_of(tiny_case(1, [staying()]), weight_ukraine=2)
    assert found.fixed == {A: 300}  # 200 x 1 + 50 x 2
    assert found.fixed_asylum == {A: 200}


def test_a_row_that_may_shrink_keeps_its_smallest_size_in_stream_order():
    found = hosts_of(tiny_case(1, [staying(places=(220, 300), may_shrink=True)]), weight_ukraine=2)
    assert found.fixed == {A: 240}  # 200 regular, then 20 of the 50 for Ukraine at weight 2


def test_rows_that_may_close_end_or_stand_elsewhere_are_not_fixed():
    rows = [staying("L1", may_close=True), staying("L2", last_day="2027-06-30"), staying("L3", foreign=True)]
    assert hosts_of(tiny_case(1, rows)).fixed == {A: 0}


def test_the_ceiling_holds_before_and_after_an_exchange_but_never_below_what_stays():
    towns = [town(A, indicative=100), town(B, indicative=100)]
    case = tiny_case(towns, [staying(places=(100, 300))], exchanges=[swap(A, B, 40)])
    found = hosts_of(case, burden_ceiling=1.1)
    assert found.weighted == {A: 60, B: 140}
    # B: 1.1 x min(140, 100) = 110; A: 1.1 x 60 = 66, but 250 places stay
    assert found.ceiling == {A: 250, B: 110}


def test_the_typed_ceiling_is_exact():
    # 1.1 as a binary fraction is a little more than 1.1; 1.1 x 10 must still be 11 and 0.7 x 10 must be 7
    case = tiny_case([town(A, indicative=10)], [offer("L1", places=(1, 50))])
    assert hosts_of(case, burden_ceiling=1.1).ceiling == {A: 11}
    assert hosts_of(case, burden_floor=0.7).floor == {A: 7}


def test_a_floor_above_what_offers_allow_is_waived_with_both_numbers():
    case = tiny_case([town(A, indicative=100)], [offer("L1", places=(10, 30))])
    found = hosts_of(case, burden_floor=0.5)
    assert found.floor == {A: 30}
    (waiver,) = found.waivers
    assert (waiver.code, waiver.params, waiver.where) == ("floor_lowered", {"asked": 50, "possible": 30}, A)


def test_homes_help_to_reach_a_floor():
    towns = [town(A, indicative=40, houseable_per_half_year=6)]
    case = tiny_case(towns, [offer("L1", places=(10, 30))], targets=[target(A, persons=10)])
    # one half-year has ended: 6 homes; asked 40 + 10
    assert hosts_of(case, burden_floor=1.0).floor == {A: 36}


def test_the_floor_knows_the_hole_under_the_ceiling():
    case = tiny_case([town(A, indicative=60)], [offer("L1", places=(100, 300))])
    found = hosts_of(case, burden_ceiling=1.5, burden_floor=0.5)
    assert (found.ceiling, found.floor) == ({A: 90}, {A: 0})  # the only offer takes 100 or nothing


def test_a_municipality_without_offer_is_excused_from_contributing():
    found = hosts_of(tiny_case(2, [offer("L1", A)]), all_contribute=True)
    assert found.contributors == {A}
    assert [(item.code, item.where) for item in found.waivers] == [("no_offer_to_contribute", B)]


def test_an_existing_satellite_without_hub_is_waived():
    row = staying("S1", form="satellite", places=(10, 50), present={"regular": 20})
    (waiver,) = hosts_of(tiny_case(1, [row])).waivers
    assert (waiver.code, waiver.where) == ("existing_satellite_without_hub", "S1")


def test_regions_add_up_their_municipalities():
    towns = [town(A, indicative=100, region="r"), town(B, indicative=50, region="r")]
    found = hosts_of(tiny_case(towns, [offer("L1", A, places=(10, 60))]), region_ceiling=2.0, region_floor=0.5)
    assert found.region_ceiling == {"r": 300}
    assert found.region_floor == {"r": 60}  # half of 150 is 75, but only 60 places are offered
    assert [(item.code, item.where) for item in found.waivers] == [("region_floor_lowered", "r")]
