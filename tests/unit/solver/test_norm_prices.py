"""What fairness costs in money, by hand.

A is asked 60 places and B 40, each in one offer of 10 to 60 places; a place in A costs 30,000 a year and one in B
20,000. From 1 July 2027 to the end of 2028 is 550 days, so moving a place from A to B saves 10,000 x 550 / 365.25 =
15,058.18 euros. The cheapest plan has 60 in B: a ratio of 1.5. With a tolerance of 0.05 minimax allows 42 in B.
"""

import time

import pytest

from regietafel.model.audit import audit
from regietafel.model.plan import Plan
from regietafel.model.scenario import Scenario
from regietafel.solver.norm_prices import NormMarket
from regietafel.solver.questions import Questions
from regietafel.solver.run import solve
from support.cases import A, B, offer, position, tiny_case, town

STEP = 10_000 * 550 / 365.25
EXACT = {
    "fairness": "minimax",
    "position_prices": "none",
    "tolerance_fairness_abs": 0.05,
    "tolerance_surplus_rel": 0.0,
    "tolerance_cost_rel": 0.0,
    "gap": 0.0,
}
CHEAP_IN_B, CHEAP_IN_A = (30_000, 20_000), (20_000, 30_000)
"""Cost of a place in A and in B."""


def case_with(*positions, costs=CHEAP_IN_B):
    rows = [
        offer("L1", A, places=(10, 60), cost_per_place=costs[0]),
        offer("L2", B, places=(10, 60), cost_per_place=costs[1]),
    ]
    return tiny_case([town(A, indicative=60), town(B, indicative=40)], rows, positions=positions)


def planned(*positions, costs=CHEAP_IN_B, **options):
    case, scenario = case_with(*positions, costs=costs), Scenario(**{**EXACT, **options})
    plan = solve(case, scenario)
    assert audit(case, scenario, plan) == []
    return plan.document["fairness"]


def price(fair, of):
    (found,) = [item for item in fair["price"] if item["of"] == of]
    assert (found["in"], found["unit"]) == ("cost", "euro")
    return found


def row(fair, norm):
    (found,) = [item for item in fair["norms"] if item["norm"] == norm]
    return found


def carried(fair, kind):
    return {item["gm_code"]: item[kind] for item in fair["against_key"] if item["on"] == "joint"}


def test_sharing_fairly_costs_the_places_that_the_norm_moves_to_the_dearer_municipality():
    fair = planned()
    assert carried(fair, "carried") == {A: 58, B: 42}
    assert carried(fair, "without_norm") == {A: 40, B: 60}
    assert price(fair, "norm")["amount"] == pytest.approx(18 * STEP)
    assert row(fair, "none")["value"] == 1.5


def test_the_last_step_costs_the_places_within_the_tolerance():
    # kept exactly: 60 and 40
    assert price(planned(), "last_step")["amount"] == pytest.approx(2 * STEP)


def test_the_legal_key_is_held_against_what_is_carried():
    fair = planned()
    assert carried(fair, "key") == {A: 60, B: 40}
    assert carried(fair, "difference") == {A: -2, B: 2}


def test_every_norm_is_measured_beside_its_own_best():
    fair = planned(fairness_prices="norms")
    # 58 and 42: a largest ratio of 42 / 40 and (2 + 2) / 100 off the share; both norms can be met in full.
    largest, deviation = row(fair, "minimax"), row(fair, "deviation")
    assert (largest["value"], largest["best"], largest["distance"]) == (1.05, 1.0, 0.05)
    assert (deviation["value"], deviation["best"], deviation["distance"]) == (0.04, 0.0, 0.04)
    # A deviation of 0.05 allows 5 of 100 places: two places moved count twice, three are too many.
    assert deviation["cost"] == pytest.approx(largest["cost"])
    assert largest["cost"] - row(fair, "none")["cost"] == pytest.approx(18 * STEP)


def test_with_own_prices_the_best_of_other_norms_is_not_searched():
    fair = planned(fairness_prices="own")
    assert row(fair, "deviation")["value"] == 0.04
    assert [row(fair, "deviation")[name] for name in ("best", "bound", "distance", "cost")] == [None, 0.0, None, None]
    assert [row(fair, "regret")[name] for name in ("value", "best", "bound", "distance", "cost")] == [None] * 5
    assert row(fair, "minimax")["best"] == 1.0


@pytest.mark.parametrize(("own", "other"), [("minimax", "leximin"), ("leximin", "minimax")])
def test_minimax_and_leximin_tell_each_others_best_without_a_search(own, other):
    fair = planned(fairness=own)
    assert (row(fair, other)["best"], row(fair, other)["distance"]) == (1.0, 0.05)
    assert (row(fair, other)["cost"], row(fair, other)["first_difference"]) == (None, None)


def test_a_plan_by_another_norm_has_a_bound_on_the_largest_ratio():
    # 100 places and 60 + 40: the largest ratio is 1 at best, also with places as real numbers
    fair = planned(fairness="gini")
    for norm in ("minimax", "leximin"):
        assert (row(fair, norm)["best"], row(fair, norm)["bound"]) == (None, pytest.approx(1.0, abs=1e-5))
        assert row(fair, norm)["bound"] <= row(fair, norm)["value"]


def test_leximin_says_the_first_place_where_the_plan_differs_from_the_fairest():
    # The fairest has 1 and 1; the plan 42 of 40 in B and 58 of 60 in A.
    fair = planned(fairness="leximin")
    assert row(fair, "leximin")["first_difference"] == {"k": 1, "value": 1.05, "best": 1.0}
    assert [(level["k"], level["value"]) for level in fair["levels"]] == [(1, 1.0), (2, 1.0)]
    assert price(fair, "last_step")["amount"] == pytest.approx(2 * STEP)


@pytest.mark.parametrize(("place", "change"), [(0, {"bound": 1.2}), (1, {"value": 1.1}), (1, {"k": 3})])
def test_levels_that_do_not_hang_together_are_found(place, change):
    case, scenario = case_with(), Scenario(**EXACT | {"fairness": "leximin"})
    document = solve(case, scenario).to_dict()
    document["fairness"]["levels"][place] |= change
    paths = {item.params.get("path", "") for item in audit(case, scenario, Plan(document))}
    assert any(path.startswith(f"fairness.levels[{place}]") for path in paths)


def test_without_prices_every_norm_is_still_measured():
    fair = planned(fairness_prices="none")
    assert fair["price"] == []
    assert row(fair, "none")["cost"] is None
    assert row(fair, "deviation")["value"] == 0.04
    assert set(carried(fair, "without_norm").values()) == {None}


def test_positions_are_kept_as_in_the_plan_when_the_norm_is_dropped():
    # B at most 50 is followed, at 42; without a norm B could have 60, with this position 50: 8 places are saved.
    fair = planned(position(municipalities=(B,), places=50))
    assert carried(fair, "without_norm") == {A: 50, B: 50}
    assert price(fair, "norm")["amount"] == pytest.approx(8 * STEP)


def test_a_last_step_that_needs_a_position_to_be_given_up_is_not_possible():
    # B at least 42 is followed within the tolerance; the fairest plan has 40 there.
    step = price(planned(position("S1", "at_least", municipalities=(B,), places=42)), "last_step")
    assert (step["amount"], step["with"], step["gap"]) == (None, None, None)
    assert step["without"] is not None


def test_the_best_of_another_norm_does_not_mind_positions_that_come_after_fairness():
    # B at least 42: the plan follows it, and a deviation of 0.04 is the least with it. Without it, it is 0.
    said = position("S1", "at_least", municipalities=(B,), places=42)
    deviation = row(planned(said, fairness_prices="norms"), "deviation")
    assert (deviation["value"], deviation["best"]) == (0.04, 0.0)
    assert deviation["cost"] is not None


def test_positions_that_come_before_fairness_hold_for_every_norm():
    order = ("shortfall", "surplus", "positions", "fairness", "cost")
    said = position("S1", "at_least", municipalities=(B,), places=50)
    deviation = row(planned(said, fairness_prices="norms", tier_order=order), "deviation")
    assert deviation["best"] == 0.2  # 50 and 50: 10 below and 10 above, of 100


def test_fairness_that_costs_nothing_costs_nothing():
    # Dear in B: the cheapest plan has 60 in A, which is the fairest one too.
    fair = planned(costs=CHEAP_IN_A)
    assert [price(fair, of)["amount"] for of in ("norm", "last_step")] == [0, 0]


def count_searches(monkeypatch):
    opened, step = [], NormMarket.step

    def counting(market, norms):
        opened.append(tuple(norms))
        return step(market, norms)

    monkeypatch.setattr(NormMarket, "step", counting)
    return opened


def test_what_the_plan_tells_is_not_searched_again(monkeypatch):
    opened = count_searches(monkeypatch)
    planned(costs=CHEAP_IN_A)
    bounds = [("deviation",), ("gini",), ("theil",)]
    assert [norms for norms in opened if norms not in bounds] == [()]  # the plan takes the last step already
    planned(tolerance_fairness_abs=0.0)
    assert [norms for norms in opened if norms not in bounds] == [(), ()]  # there is no tolerance, so no last step
    planned()
    assert [norms for norms in opened if norms not in bounds] == [(), (), (), ("minimax",)]


def test_cost_before_fairness_leaves_no_price_in_money():
    order = ("shortfall", "cost", "fairness")
    fair = planned(fairness_prices="norms", tier_order=order, tolerance_cost_rel=0.0)
    assert fair["price"] == []
    assert (row(fair, "none")["cost"], row(fair, "minimax")["cost"], row(fair, "deviation")["cost"]) == (None,) * 3
    assert row(fair, "deviation")["best"] == 0.4  # cost is kept: 40 and 60


def test_without_an_aim_of_fairness_nothing_is_searched_but_all_is_measured():
    fair = planned(fairness_prices="norms", tier_order=("shortfall", "surplus", "cost"))
    assert fair["price"] == []
    assert (row(fair, "minimax")["value"], row(fair, "minimax")["best"]) == (1.5, None)


def test_two_ratios_give_a_row_each_with_one_cost():
    fair = planned(fairness_on="joint,asylum", fairness_prices="norms")
    rows = [item for item in fair["norms"] if item["norm"] == "deviation"]
    assert [item["on"] for item in rows] == ["joint", "asylum"]
    assert len({item["cost"] for item in rows}) == 1


def test_what_there_was_no_time_for_is_unknown(monkeypatch):
    def out_of_time(given, options, _deadline, stop):
        return Questions(given, options, time.monotonic() - 1.0, stop)

    monkeypatch.setattr("regietafel.solver.run.Questions", out_of_time)
    fair = planned(fairness_prices="norms")
    assert [price(fair, of)["amount"] for of in ("norm", "last_step")] == [None, None]
    assert row(fair, "none")["cost"] is None
    assert (row(fair, "deviation")["value"], row(fair, "deviation")["best"]) == (0.04, None)


@pytest.mark.parametrize(
    ("kind", "norm", "change"),
    [
        ("best", "deviation", 0.5),  # above the value of the plan
        ("bound", "deviation", 0.5),  # above the best
        ("cost", "deviation", -1e6),  # below what was proven without a norm
        ("cost", "deviation", 1e6),  # too far above its bound
        ("cost_bound", "deviation", 1e6),  # above what this plan costs
        ("cost", "none", 1.0),  # no longer what the price says
        ("cost_bound", "none", 1e6),
        ("value", "none", 0.1),  # no longer what its burdens give
        ("cost", "minimax", 1.0),  # no longer what the aims of the plan say
        ("distance", "minimax", 1.0),
    ],
)
def test_a_norm_table_that_does_not_hang_together_is_found(kind, norm, change):
    case, scenario = case_with(), Scenario(**EXACT, fairness_prices="norms")
    document = solve(case, scenario).to_dict()
    row(document["fairness"], norm)[kind] += change
    paths = {item.params.get("path", "") for item in audit(case, scenario, Plan(document))}
    assert any(path.startswith(("fairness.norms", "fairness.price")) for path in paths)


@pytest.mark.parametrize("change", [{"without_norm": 61}, {"without_norm": -1}, {"key": 41}, {"carried": 43}])
def test_a_burden_against_the_key_that_is_changed_is_found(change):
    case, scenario = case_with(), Scenario(**EXACT)
    document = solve(case, scenario).to_dict()
    document["fairness"]["against_key"][1] |= change  # B, joint
    paths = {item.params.get("path", "") for item in audit(case, scenario, Plan(document))}
    assert any(path.startswith(("fairness.against_key[1]", "fairness.norms[0]")) for path in paths)


def changed(**changes):
    """Change a plan with every price, row by row of a section: section=(row, values)."""
    case, scenario = case_with(), Scenario(**EXACT | {"fairness_prices": "norms"})
    document = solve(case, scenario).to_dict()
    for section, (place, values) in changes.items():
        for row_of in document["fairness"][section] if place is None else [document["fairness"][section][place]]:
            row_of.update(values)
    return case, scenario, document


NEITHER = {"cost": None, "cost_bound": None, "value": None}


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"norms": (0, {"value": None})}, "fairness.norms[0].value"),
        ({"norms": (0, NEITHER)}, "fairness.against_key[0].without_norm"),
        ({"norms": (0, NEITHER), "against_key": (None, {"without_norm": None})}, "fairness.price[0].without"),
        ({"norms": (3, {"bound": None})}, "fairness.norms[3].bound"),
        ({"keys": (0, {"bound": 2.0})}, "fairness.keys[0].bound"),
        ({"price": (0, {"gap": 5.0})}, "fairness.price[0].gap"),
        ({"price": (1, {"without": 1.0})}, "fairness.price[1].without"),
    ],
)
def test_what_searches_found_is_complete_and_agrees(changes, path):
    case, scenario, document = changed(**changes)
    assert path in {item.params.get("path") for item in audit(case, scenario, Plan(document))}


def test_a_price_in_money_without_an_aim_of_cost_is_found():
    case, scenario, document = changed()
    document["outcome"]["tiers"] = [tier for tier in document["outcome"]["tiers"] if tier["name"] != "cost"]
    assert "fairness.price[1].without" in {item.params.get("path") for item in audit(case, scenario, Plan(document))}


@pytest.mark.parametrize(
    ("section", "change"),
    [
        ("norms", {"value": "1.05"}),
        ("norms", {"norm": "envy"}),
        ("norms", {"on": "housing"}),
        ("against_key", {"carried": None}),
        ("against_key", {"gm_code": "GM9999"}),
    ],
)
def test_something_that_is_no_norm_table_is_refused_or_named(section, change):
    case, scenario = case_with(), Scenario(**EXACT)
    document = solve(case, scenario).to_dict()
    document["fairness"][section][1] |= change
    assert len(audit(case, scenario, Plan(document))) > 1  # the fingerprint, and what is wrong


@pytest.mark.parametrize("norm", ["deviation", "gini", "theil"])
def test_a_norm_that_was_not_searched_has_a_bound_that_its_best_keeps(norm):
    told, searched = row(planned(), norm), row(planned(fairness_prices="norms"), norm)
    assert (told["best"], told["distance"], told["cost"]) == (None, None, None)
    assert 0 <= told["bound"] <= searched["best"] <= told["value"]


def test_the_bound_of_a_norm_comes_near_its_best():
    # A and B can carry exactly their shares: the best deviation is 0, and with one place of 100 left out 0.01.
    assert row(planned(), "deviation")["bound"] == 0.0
    halves = solve(*tight())
    assert row(halves.document["fairness"], "deviation")["bound"] == pytest.approx(0.5, abs=1e-5)


def tight():
    """Make a case in which A has room for 35 of the 60 places it is asked, and B for 65: 25 + 25 off, of 100."""
    rows = [offer("L1", A, places=(10, 35)), offer("L2", B, places=(10, 65))]
    return tiny_case([town(A, indicative=60), town(B, indicative=40)], rows), Scenario(**EXACT)
