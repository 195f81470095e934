"""What differs between two plans: only what is not the same, with both numbers."""

import json

import pytest

from regietafel.model.plan_difference import plan_difference
from support.plan_document import plan_document


@pytest.fixture
def before():
    return plan_document()


@pytest.fixture
def after():
    return plan_document()


def test_a_plan_does_not_differ_from_itself(before, after):
    found = plan_difference(before, after)
    assert found.same_plan
    assert (found.touched, found.locations, found.rules, found.positions, found.options, found.inputs) == ((),) * 6
    assert not any(item.differs for item in found.totals)


def change_small_scale_location(document):
    """Give L-03 of Cromveld 150 places instead of 120 at the second moment."""
    document["locations"][2]["moments"][1]["places"]["regular"] = 150
    document["municipalities"][2]["moments"][1]["provided"]["regular"] = 150


def test_a_location_with_more_places_touches_its_municipality_only(before, after):
    change_small_scale_location(after)
    found = plan_difference(before, after)
    assert found.touched == ("GM0003",)
    assert [(item.location_id, item.kinds) for item in found.locations] == [("L-03", ("larger",))]
    at = found.locations[0].moments
    assert [item.total for item in at] == [(120, 120), (120, 150)]
    assert at[1].places["regular"].by == 30
    town = next(item for item in found.municipalities if item.touched)
    assert town.moments[1].provided["regular"] == (120, 150)
    assert "GM0001" in found.untouched


def test_a_location_that_closes_is_called_closed_and_the_other_way_round_opened(before, after):
    for at in after["locations"][4]["moments"]:
        at |= {"opened": 0, "places": dict.fromkeys(at["places"], 0), "hubs": {}}
    assert plan_difference(before, after).locations[0].kinds == ("closed",)
    assert plan_difference(after, before).locations[0].kinds == ("opened",)


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (lambda at: at.update(opened=2), "more_open"),
        (lambda at: at.update(places={**at["places"], "regular": 50}), "smaller"),
        (lambda at: at.update(places={**at["places"], "regular": 50, "special": 10}), "other_streams"),
        (lambda at: at.update(hubs={"L-02": {"n": 1, "places": 60}}), "other_hub"),
    ],
)
def test_each_way_in_which_an_offer_differs_has_a_name(before, after, change, kind):
    change(after["locations"][3]["moments"][0])
    assert plan_difference(before, after).locations[0].kinds == (kind,)


def test_fewer_open_locations_are_named_so(before, after):
    before["locations"][3]["moments"][0]["opened"] = 3
    assert plan_difference(before, after).locations[0].kinds == ("fewer_open",)


def test_persons_housed_otherwise_touch_a_municipality(before, after):
    after["municipalities"][1]["moments"][0]["housed"] += 4
    found = plan_difference(before, after)
    assert found.touched == ("GM0002",)
    assert not found.same_plan


def test_a_rule_starts_and_stops_binding_by_place_and_not_by_how_much_room_is_left(before, after):
    after["rules"][0]["binding"][0]["slack"] = 1
    assert plan_difference(before, after).rules == ()
    after["rules"][0]["binding"][0]["location_id"] = "L-02"
    (rule,) = plan_difference(before, after).rules
    assert rule.name == "places_fit_location"
    assert [item["location_id"] for item in rule.started] == ["L-02"]
    assert [item["location_id"] for item in rule.stopped] == ["L-01"]


def test_totals_costs_and_fairness_have_both_numbers(before, after):
    after["totals"][0] |= {"shortfall": 130}
    after["costs"] = {**after["costs"], "over_cycle": 84_000_000, "by_municipality": {"GM0001": 5, "GM0002": 2_000_000}}
    after["costs"]["grants"] = after["costs"]["grants"][:1]
    after["fairness"]["sorted"]["joint"].insert(0, [2.5, "GM0006"])
    after["fairness"]["measures"]["minimax"]["joint"] = 2.5
    found = plan_difference(before, after)
    was = before["totals"][0]["shortfall"]
    assert found.totals[0].shortfall == (was, 130)
    assert found.totals[0].differs
    assert found.costs.over_cycle.by == 543_211
    assert found.costs.by_municipality["GM0001"] == (1_000_000, 5)
    assert "GM0002" not in found.costs.by_municipality
    assert found.costs.by_municipality["GM0003"] == (3_000_000, None)
    assert found.costs.by_municipality["GM0003"].by is None
    assert found.costs.grants == (125_000, 80_000)
    assert found.fairness.measures["minimax"]["joint"].after == 2.5
    assert found.fairness.largest["joint"].after == 2.5
    assert found.fairness.largest_of["joint"][1] == "GM0006"
    assert found.fairness.same_norm


def test_positions_options_and_inputs_that_differ_are_named(before, after):
    after["positions"] = [{**after["positions"][0], "given_up": 10}, {**after["positions"][0], "id": "PIN-1"}]
    after["scenario"]["options"]["burden_ceiling"]["value"] = 1.5
    after["case"]["inputs"][0]["sha256"] = "cd" * 32
    found = plan_difference(before, after)
    assert [(item.position_id, item.added, item.dropped) for item in found.positions] == [
        ("S01", False, False),
        ("PIN-1", True, False),
        ("S02", False, True),
    ]
    assert [(item.key, item.before, item.after) for item in found.options] == [("burden_ceiling", 1.2, 1.5)]
    assert found.inputs == ("gemeenten",)


def test_what_only_one_plan_has_is_none_in_the_other(before, after):
    after["municipalities"].pop()
    after["locations"].pop()
    found = plan_difference(before, after)
    assert found.municipalities[-1].gm_code == "GM0006"
    assert found.municipalities[-1].moments[0].total.after is None
    assert found.locations[-1].kinds == ("closed",)


def test_a_plan_without_places_can_be_compared(before, after):
    without = {key: [] for key in ("totals", "municipalities", "locations", "rules")}
    empty = {"operation_per_year": [], "opening_once": 0, "over_cycle": 0, "by_municipality": {}, "grants": []}
    after |= without | {"costs": empty, "fairness": {**after["fairness"], "measures": {}, "sorted": {}}}
    found = plan_difference(before, after)
    assert found.fairness.largest["joint"].after is None
    assert {item.kinds for item in found.locations} == {("closed",)}


def test_the_difference_is_plain_data(before, after):
    change_small_scale_location(after)
    found = json.loads(json.dumps(plan_difference(before, after).to_dict()))
    assert found["touched"] == ["GM0003"]
    assert found["locations"][0]["moments"][1]["total"] == [120, 150]


def test_the_places_of_a_municipality_are_those_in_locations_and_not_the_homes(before, after):
    # 90 % of the status holders of a municipality are housed: what is left of the sum are places.
    at = after["municipalities"][0]["moments"][1]
    at["provided"]["status_holder"] += 5
    at["housed"] += 5
    found = plan_difference(before, after).municipalities[0].moments[1]
    places = sum(at["provided"].values()) - at["housed"]
    assert at["housed"] > 5
    assert found.total == (places, places)
    assert found.housed.by == 5
