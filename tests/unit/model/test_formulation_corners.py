"""Corners of the program where a rule, left as it reads, would say too much."""

import pytest

from regietafel.model.audit import audit
from regietafel.model.decisions import Decisions
from regietafel.model.scenario import Scenario
from regietafel.solver.run import run
from support.cases import FIRST_DAY, A, B, moment, offer, tiny_case, town
from support.rule_effects import asked, existing, pair, satellite, site
from support.solve import EXACT, solve_without


def planned(case, **options):
    scenario = Scenario(**options)
    plan = run(case, scenario).plan
    assert audit(case, scenario, plan) == []
    return plan


def test_existing_satellite_without_a_hub_keeps_its_places_under_a_cap_on_satellite_places():
    case = asked(50, [satellite(status="existing", present={"regular": 30})])
    plan = planned(case, hub_max_satellite_places=60)
    assert plan.status == "proven"
    assert plan.document["locations"][0]["moments"][0]["places"]["regular"] == 50  # nothing speaks of its hub


def test_shortfall_for_want_of_a_hub_in_reach_is_by_choice():
    total = planned(asked(50, [satellite()])).document["totals"][0]
    assert (total["shortfall"], total["unavoidable"]) == (50, 0)
    assert total["by_choice"] == [{"cause": "hub_is_in_reach", "places": 50}]


def test_more_locations_in_the_plan_on_the_table_than_there_are_now_can_still_close():
    # The plan on the table opened two of an offer of which one is left: 50 for closing one of them, 50 places x 1, 25.
    reference = Decisions(opened={("L1", FIRST_DAY): 2}, placed={("L1", "regular", FIRST_DAY): 100})
    found = solve_without(asked(50, [site(places=50)]), Scenario(**EXACT), reference=reference)
    assert found.claimed["disturbance"] == found.measured["disturbance"] == 50 + 50 + 25


def test_growth_of_a_host_goes_no_further_than_its_offers():
    # A keeps 100 of its 75 and can get 50 more: 150 / 75 = 2.
    case = pair([existing("L1", A, present={"regular": 100}, places=100), site("L2", A, 50)], 75)
    found = solve_without(case, Scenario(**EXACT))
    assert found.claimed["fairness"] == found.measured["fairness"] == 2


@pytest.mark.parametrize(
    ("options", "about"),
    [
        ({"large_max": 0}, {}),
        ({"large_max_per_municipality": 0}, {}),
        ({"small_scale_min_share": 0.5}, {}),
        ({"emergency_max": (0,)}, {}),
        ({"cost_max": 0.0}, {}),
        ({"all_contribute": True, "burden_floor": 1.0, "region_floor": 1.0}, {}),
        ({"burden_ceiling": 0.0, "region_ceiling": 0.0}, {}),
        ({"minor_units_apart": True, "clusters_connected": True, "hub_max_satellite_places": 1}, {}),
        ({"counting": "durable", "vessels_share": 1.0, "fairness": "deviation"}, {}),
        ({}, {"moments": [moment(FIRST_DAY, emergency_max=0)]}),
    ],
)
def test_a_rule_about_offers_that_are_not_there_does_no_harm(options, about):
    plan = planned(tiny_case([town(A, indicative=10, region="east"), town(B)], **about), **options)
    assert plan.document["totals"][0]["shortfall"] == 10


def test_large_locations_asked_where_none_are_offered_is_a_conflict_by_name():
    plan = planned(asked(50, [site()]), large_min=1)
    assert plan.status == "infeasible"
    reasons = plan.document["outcome"]["conflict"]["reasons"]
    assert reasons[0] == {"code": "large_min_above_offers", "params": {"asked": 1, "possible": 0, "positions": []}}
    assert reasons[1]["code"] == "cannot_be_kept_together"
    assert reasons[1]["params"]["rules"] == ["large_locations_are_enough"]


def test_decided_satellite_without_a_hub_in_reach_is_waived_and_named():
    plan = planned(asked(50, [satellite(status="decided", present={"regular": 30})]))
    assert plan.status == "proven"
    assert plan.document["locations"][0]["moments"][0]["places"]["regular"] == 50
    waivers = [(item["code"], item["where"]) for item in plan.document["messages"] if item["level"] == "waiver"]
    assert waivers == [("existing_satellite_without_hub", plan.document["locations"][0]["location_id"])]


def test_hub_outside_the_province_serves_a_satellite_and_its_places_count_nowhere():
    hub = offer("H1", B, places=100, foreign=True)
    case = tiny_case([town(A, indicative=50), town(B)], [hub, satellite()])
    assert planned(case).document["totals"][0]["shortfall"] == 0
