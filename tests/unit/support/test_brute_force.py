"""Brute force answers small sums that a person can check."""

from fractions import Fraction

import pytest

from regietafel.model.scenario import Scenario
from support.brute_force import LARGEST, TooLargeError, best_values, count_plans
from support.cases import FIRST_DAY, SECOND_DAY, A, B, C, moment, offer, swap, target, tiny_case, town
from support.random_cases import EXACT, random_case, random_cluster_case, random_durable_case


def scenario(**options):
    return Scenario(**{**EXACT, **options})


def best(case, **options):
    return best_values(case, scenario(**options))


def small(location_id, code=A, places=(1, 4), **changes):
    return offer(location_id, code, "small_scale", **{"places": places, **changes})


def test_a_task_above_all_places_leaves_the_difference():
    # 7 asked, 4 possible
    assert best(tiny_case([town(A, indicative=7)], [small("L1")]))["shortfall"] == 3


def test_special_places_count_in_both_tasks_and_regular_ones_in_one():
    case = tiny_case([town(A, indicative=4, indicative_special=2)], [small("L1")])
    # four regular places fill the total; the special part of 2 stays open
    assert best(case)["shortfall"] == 2


def test_a_smallest_size_above_the_task_is_surplus():
    # 3 asked, a location has at least 5: no shortfall, 2 too many
    values = best(tiny_case([town(A, indicative=3)], [small("L1", places=(5, 6))]))
    assert (values["shortfall"], values["surplus"]) == (0, 2)


def test_minimax_spreads_what_the_task_asks():
    towns = [town(A, indicative=2), town(B, indicative=4)]
    case = tiny_case(towns, [small("L1", A, (1, 6)), small("L2", B, (1, 6))])
    assert best(case)["fairness"] == 1
    # B offers at most 3 of its 4, so A carries 3 on an entitlement of 2
    tight = tiny_case(towns, [small("L1", A, (1, 6)), small("L2", B, (1, 3))])
    assert best(tight)["fairness"] == Fraction(3, 2)
    # |3 - 2| + |3 - 4| over 6
    assert best(tight, fairness="deviation")["fairness"] == Fraction(2, 6)


def test_a_second_ratio_is_kept_after_the_first():
    towns = [town(A, indicative=2, ukraine_asked=2), town(B, indicative=2, ukraine_asked=2)]
    locations = [
        small("L1", A, places=2, streams=("ukraine",), status="existing", present={"ukraine": 2}),
        small("L2", A, places=2, streams=("ukraine",), status="existing", present={"ukraine": 2}),
        small("L3", A, (1, 4)),
        small("L4", B, (1, 4)),
    ]
    case = tiny_case(towns, locations)
    # A holds all 4 displaced persons: evened out jointly it takes no asylum place and B takes 4 of its 2
    assert best(case, fairness_on="joint,asylum")["fairness"] == 1
    assert best(case, fairness_on="joint,asylum")["fairness_asylum"] == 2
    # evened out on asylum first, A carries 4 + 2 of its 4
    assert best(case, fairness_on="asylum,joint")["fairness"] == 1
    assert best(case, fairness_on="asylum,joint")["fairness_joint"] == Fraction(6, 4)


def test_cost_counts_openings_once_and_places_for_their_years():
    case = tiny_case(
        [town(A, indicative=2)],
        [small("L1", cost_per_place=1000, opening_cost=500, surcharge=True)],
        [FIRST_DAY, SECOND_DAY],
    )
    # 1-7-2027 to 1-2-2028 is 215 days, from there to 31-12-2028 inclusive 335: 550 days
    assert best(case)["cost"] == pytest.approx(2 * 1000 * 1.1 * 550 / 365.25 + 500)


def test_the_cheaper_location_is_opened_when_fairness_does_not_care():
    case = tiny_case(
        [town(A, indicative=2)], [small("L1", cost_per_place=3000), small("L2", cost_per_place=2000, opening_cost=100)]
    )
    # 1-7-2027 to 31-12-2028 inclusive is 550 days; two places in L2
    assert best(case)["cost"] == pytest.approx(2 * 2000 * 550 / 365.25 + 100)


def test_half_the_task_is_due_at_a_moment_with_half_its_share():
    moments = [moment(FIRST_DAY, task_share=Fraction(1, 2)), moment(SECOND_DAY)]
    # ceil(5 / 2) = 3 first, then 5: of 4 places none and one are missing
    assert best(tiny_case([town(A, indicative=5)], [small("L1")], moments))["shortfall"] == 1


def test_a_satellite_needs_an_open_hub_that_serves_asylum():
    towns = [town(A, indicative=1)]
    satellite = offer("S", A, "satellite", places=1)
    assert best(tiny_case(towns, [satellite]))["shortfall"] == 1
    with_hub = tiny_case(towns, [satellite, offer("H", A, places=3)])
    assert (best(with_hub)["shortfall"], best(with_hub)["surplus"]) == (0, 2)
    # a hub of displaced persons only serves no asylum
    assert best(tiny_case(towns, [satellite, offer("H", A, places=3, streams=("ukraine",))]))["shortfall"] == 1


def test_a_hub_spans_no_more_satellites_than_it_may():
    case = tiny_case(
        [town(A, indicative=5)],
        [offer("H", A, places=3), *(offer(f"S{n}", A, "satellite", places=1) for n in (1, 2))],
    )
    assert best(case)["shortfall"] == 0
    assert best(case, hub_max_satellites=1)["shortfall"] == 1


def test_a_connected_cluster_needs_a_stone_halfway():
    towns = [town(A, indicative=5), town(B), town(C)]
    ends = [offer("H", A, places=3), offer("S3", C, "satellite", places=2)]
    assert best(tiny_case(towns, ends))["shortfall"] == 0
    assert best(tiny_case(towns, ends), clusters_connected=True)["shortfall"] == 2
    stone = offer("S2", B, "satellite", places=1)
    values = best(tiny_case(towns, [*ends, stone]), clusters_connected=True)
    assert (values["shortfall"], values["surplus"]) == (0, 1)


def test_homes_and_transition_places_meet_the_housing_target():
    place = offer("T", B, "other", places=(1, 2), streams=("status_holder",), counts_for_housing=True, link=A)
    case = tiny_case(
        [town(A, houseable_per_half_year=2), town(B)], [place], targets=[target(A, "2027-I", 3, backlog=1)]
    )
    # 4 to house, 2 homes, 2 places of the linked municipality
    assert best(case)["shortfall"] == 0
    without = tiny_case([town(A, houseable_per_half_year=2)], targets=[target(A, "2027-I", 3, backlog=1)])
    assert best(without)["shortfall"] == 2


def test_homes_grow_no_faster_than_they_come():
    case = tiny_case(
        [town(A, houseable_per_half_year=1)],
        moments=[FIRST_DAY, SECOND_DAY],
        targets=[target(A, "2027-I", 0), target(A, "2027-II", 2)],
    )
    # two to house at the second moment, one home per half-year: the first is filled before its target is due
    values = best(case)
    assert (values["shortfall"], values["surplus"]) == (0, 1)


def test_a_lead_in_one_municipality_covers_no_other():
    case = tiny_case(
        [town(A, houseable_per_half_year=0), town(B, houseable_per_half_year=0)],
        targets=[target(A, "2027-I", 2), target(B, "2027-I", 1, backlog=-3)],
    )
    assert best(case)["shortfall"] == 2


def test_an_agreed_exchange_moves_the_task_and_not_the_places():
    towns = [town(A, indicative=2), town(B, indicative=2)]
    locations = [small("L1", A, (1, 4)), small("L2", B, (1, 1))]
    # A must carry 3 of the 4: 3/2 before, 3/3 after it took over one
    assert best(tiny_case(towns, locations))["fairness"] == Fraction(3, 2)
    assert best(tiny_case(towns, locations, exchanges=[swap(B, A, 1)]))["fairness"] == 1


def test_a_host_that_does_not_grow_is_left_out_of_minimax():
    host = small("L1", A, places=(5, 6), status="existing", present={"regular": 5})
    case = tiny_case([town(A, indicative=2), town(B, indicative=4)], [host, small("L2", B, (1, 4))])
    # 6 asked, 5 present: one more in B makes 1/4; one more in A would make 6/2
    assert best(case)["fairness"] == Fraction(1, 4)


def test_present_places_stay_unless_the_row_may_close():
    towns = [town(A, indicative=1)]
    stays = small("L1", places=3, status="existing", present={"regular": 3}, cost_per_place=1000)
    goes = small(
        "L1", places=3, status="existing", present={"regular": 3}, cost_per_place=1000, may_close=True, durable=False
    )
    one = small("L2", places=1, cost_per_place=1000)
    assert best(tiny_case(towns, [stays, one]))["cost"] == pytest.approx(3 * 1000 * 550 / 365.25)
    assert best(tiny_case(towns, [goes, one]))["cost"] == pytest.approx(1 * 1000 * 550 / 365.25)


def test_a_durable_location_that_is_open_stays_open():
    moments = [moment(FIRST_DAY), moment(SECOND_DAY, task_share=Fraction(1, 4))]
    # 4 asked, then ceil(4 / 4) = 1; the large one of 4 is needed first
    locations = [small("L1", places=4), small("L2", places=1)]
    assert best(tiny_case([town(A, indicative=4)], locations, moments))["surplus"] == 3
    locations = [small("L1", places=4, durable=False), small("L2", places=1)]
    assert best(tiny_case([town(A, indicative=4)], locations, moments))["surplus"] == 0


def test_a_location_that_is_not_durable_and_closed_does_not_open_again():
    moments = [FIRST_DAY, moment("2027-10-01", task_share=Fraction(0)), SECOND_DAY]
    pop_up = small("L1", places=2, durable=False)
    # open, closed, open is not possible: 2 surplus in between
    assert best(tiny_case([town(A, indicative=2)], [pop_up], moments))["surplus"] == 2


@pytest.mark.parametrize(("sizes", "short"), [((99,), 100), ((60, 40), 0), ((100,), 0), ((99, 1), 0)])
def test_durable_places_count_from_one_hundred_per_municipality(sizes, short):
    locations = [small(f"L{number}", places=size) for number, size in enumerate(sizes)]
    assert best(tiny_case([town(A, indicative=100)], locations), counting="durable")["shortfall"] == short


def test_durable_places_count_a_year_ahead():
    later = small("L1", places=100, first_day="2028-01-01")
    case = tiny_case([town(A, indicative=100)], [later], [FIRST_DAY, SECOND_DAY])
    assert best(case, counting="durable")["shortfall"] == 0
    assert best(case)["shortfall"] == 100


def test_a_term_under_five_years_is_not_durable():
    case = tiny_case([town(A, indicative=100)], [small("L1", places=100, last_day="2032-06-29")])
    # from 1-7-2027 five years end on 30-6-2032
    assert best(case, counting="durable")["shortfall"] == 100
    enough = tiny_case([town(A, indicative=100)], [small("L1", places=100, last_day="2032-06-30")])
    assert best(enough, counting="durable")["shortfall"] == 0


def test_changes_against_what_is_present_weigh_as_the_options_say():
    case = tiny_case([town(A, indicative=3)], [small("L1", places=(3, 4))])
    # 3 places x 1, one opening x 50, one municipality x 25, one small location x 10
    assert best(case)["disturbance"] == 3 + 50 + 25 + 10


def test_a_share_that_must_be_small_scale_can_cost_the_task():
    case = tiny_case([town(A, indicative=6)], [offer("H", A, places=4), small("L1", places=2)])
    assert best(case)["shortfall"] == 0
    # 2 of 6 is a third: with half small-scale the large one must stay closed
    assert best(case, small_scale_min_share=0.5)["shortfall"] == 4


def test_no_plan_at_all_has_no_values():
    large = [offer(f"H{number}", A, places=4, status="existing", present={"regular": 4}) for number in (1, 2)]
    assert best(tiny_case([town(A, indicative=8)], large), large_max=1) is None


def test_a_case_with_too_many_plans_is_refused():
    case = tiny_case([town(A, indicative=8)], [small(f"L{number}", places=(0, 20)) for number in range(4)])
    # 22 possibilities each: closed, or 0 to 20 places
    assert count_plans(case, scenario()) == 22**4 > LARGEST
    with pytest.raises(TooLargeError):
        best(case)


def test_random_cases_are_varied_and_small_enough():
    made = [make(seed) for make in (random_case, random_cluster_case, random_durable_case) for seed in range(30)]
    assert max(count_plans(*one) for one in made) <= LARGEST
    assert {len(case.municipalities) for case, _ in made} == {1, 2, 3}
    assert {len(case.moments) for case, _ in made} == {1, 2}
    assert {item.form for case, _ in made for item in case.locations} == {"large", "small_scale", "satellite", "other"}
    assert random_case(7) == random_case(7)
