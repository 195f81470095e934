"""What-ifs on a case of two towns, worked out by hand: what changes, what is kept, and what cannot be."""

import math

import pytest

from regietafel.inputs.pin_positions import with_pins, without_pins
from regietafel.model.audit import audit
from regietafel.model.decisions import Decisions
from regietafel.model.scenario import Scenario
from regietafel.solver.highs import LivingSolver, Outcome
from regietafel.solver.run import solve
from regietafel.solver.whatif import WhatIf
from support.cases import A, B, offer, tiny_case, town

DAY = "2027-07-01"
SCENARIO = Scenario(
    gap=0.0,
    gap_disturbance=0.0,
    tolerance_surplus_rel=0.0,
    tolerance_fairness_abs=0.0,
    fairness_prices="none",
    position_prices="none",
    threads=1,
)
ROOMY = SCENARIO.with_values({"tolerance_fairness_abs": 0.01}, "set")


@pytest.fixture(scope="module")
def case():
    """Two towns with a share of 150 each; each may have 100 to 300 places, B also 20 to 50 small-scale ones."""
    towns = [town(A, indicative=150), town(B, indicative=150)]
    return tiny_case(towns, [offer("LA", A), offer("LB", B), offer("SB", B, "small_scale")])


@pytest.fixture(scope="module")
def plan(case):
    """150 places each, all in the large locations: the fairest and cheapest."""
    found = solve(case, SCENARIO)
    places = {row["location_id"]: row["moments"][0]["places"]["regular"] for row in found.document["locations"]}
    assert places == {"LA": 150, "LB": 150, "SB": 0}
    return found


def ask(case, plan, *pins, scenario=SCENARIO, examine=False):
    pinned = with_pins(case, scenario, pins)
    whatif = WhatIf(case, plan, examine=examine)
    answer = whatif.ask(pinned)
    assert audit(case, pinned, answer.run.plan, whatif.decisions) == []
    return answer


def places(answer):
    rows = answer.run.plan.document["locations"]
    return {row["location_id"]: row["moments"][0]["places"]["regular"] for row in rows}


def change(answer):
    return answer.run.plan.document["outcome"]["tiers"][0]["value"]


def kept(answer, name):
    return next(row for row in answer.run.plan.document["outcome"]["kept"] if row["name"] == name)


@pytest.mark.parametrize(
    ("pin", "expected", "weight"),
    [
        # 30 places from A to B, both touched.
        ("GM9001: regulier <= 120", {"LA": 120, "LB": 180, "SB": 0}, 30 + 30 + 2 * 25),
        ("locatie LA: <= 120", {"LA": 120, "LB": 180, "SB": 0}, 30 + 30 + 2 * 25),
        ("GM9001: totaal >= 200", {"LA": 200, "LB": 100, "SB": 0}, 50 + 50 + 2 * 25),
        ("GM9001: asiel = 130 op 1-7-2027", {"LA": 130, "LB": 170, "SB": 0}, 20 + 20 + 2 * 25),
        # LA closes, and LB takes all: its largest size.
        ("GM9001: geen groot", {"LA": 0, "LB": 300, "SB": 0}, 150 + 150 + 50 + 2 * 25),
        ("locatie LA: dicht", {"LA": 0, "LB": 300, "SB": 0}, 150 + 150 + 50 + 2 * 25),
        # SB opens with its smallest size, and LB gives as many away: only B is touched.
        ("locatie SB: open", {"LA": 150, "LB": 130, "SB": 20}, 20 + 50 + 20 + 25),
        ("GM9002: kleinschalig >= 30", {"LA": 150, "LB": 120, "SB": 30}, 30 + 50 + 30 + 25),
    ],
)
def test_each_kind_of_pin_binds_and_changes_as_little_as_it_can(case, plan, pin, expected, weight):
    answer = ask(case, plan, pin)
    assert places(answer) == expected
    assert change(answer) == weight
    assert answer.run.plan.document["positions"][0]["honoured"]


def test_a_pin_that_the_plan_keeps_already_changes_nothing(case, plan):
    answer = ask(case, plan, "GM9001: regulier <= 150")
    assert change(answer) == 0
    assert answer.difference.same_plan


def test_two_municipalities_are_taken_together(case, plan):
    answer = ask(case, plan, "GM9001 + GM9002: regulier <= 290")
    assert sum(places(answer).values()) == 290
    assert change(answer) == 10 + 25  # one of the two gives all ten


def test_what_is_kept_lies_within_the_tolerance_of_the_plan_on_the_table(case, plan):
    answer = ask(case, plan, "locatie SB: open", scenario=ROOMY)
    # The fairest ratio is 1; a plan with the option's tolerance of 0.01 may have 1.01.
    assert (kept(answer, "fairness")["on_table"], kept(answer, "fairness")["limit"]) == (1.0, 1.01)
    assert kept(answer, "fairness")["best"] is None
    assert kept(answer, "shortfall")["limit"] == 0


def test_what_a_pin_makes_impossible_is_as_good_as_it_can_be(case, plan):
    answer = ask(case, plan, "GM9001: regulier <= 120")
    row = kept(answer, "fairness")
    assert row["best"] == pytest.approx(180 / 150)
    assert row["limit"] == pytest.approx(1.2)
    assert kept(answer, "shortfall")["best"] is None


def test_a_shortfall_that_a_pin_brings_is_as_small_as_it_can_be_and_not_examined_in_haste(case, plan):
    answer = ask(case, plan, "provincie: regulier <= 250")
    assert kept(answer, "shortfall")["best"] == 50
    total = next(row for row in answer.run.plan.document["totals"] if row["task"] == "asylum")
    assert total["by_choice"] == [{"cause": "not_examined", "places": 50}]


def test_a_shortfall_that_a_pin_brings_is_put_down_to_the_pin(case, plan):
    answer = ask(case, plan, "provincie: regulier <= 250", examine=True)
    total = next(row for row in answer.run.plan.document["totals"] if row["task"] == "asylum")
    assert total["by_choice"] == [{"cause": "position:PIN-1", "places": 50}]
    assert answer.run.plan.document["outcome"]["conflict"]["ways_out"]


def test_weights_of_change_are_options(case, plan):
    dear = SCENARIO.with_values({"change_weight_municipality": 1000}, "set")
    answer = ask(case, plan, "GM9002: kleinschalig >= 30", scenario=dear)
    assert change(answer) == 30 + 50 + 30 + 1000


def test_a_chain_keeps_earlier_pins_and_the_base_it_began_with(case, plan):
    first = with_pins(case, ROOMY, ["locatie SB: open"])
    one = WhatIf(case, plan).ask(first).run.plan
    second = with_pins(case, first, ["GM9001: regulier <= 149"])
    whatif = WhatIf(case, one)
    two = whatif.ask(second)
    assert audit(case, second, two.run.plan, whatif.decisions) == []
    assert two.run.plan.document["scenario"]["pins"] == ["locatie SB: open", "GM9001: regulier <= 149"]
    assert places(two)["SB"] >= 20
    assert places(two)["LA"] == 149
    # 151/150 lies within 1 + 0.01, counted from the first plan and not from the second.
    assert kept(two, "fairness")["base"] == 1.0


def test_a_base_that_was_impossible_moves_to_the_best_there_was(case, plan):
    first = with_pins(case, SCENARIO, ["GM9001: regulier <= 120"])
    one = WhatIf(case, plan).ask(first).run.plan
    bases = WhatIf(case, one).bases(with_pins(case, first, ["locatie SB: open"]))
    assert bases["fairness"] == pytest.approx(1.2)


def test_a_base_moves_back_when_a_pin_is_taken_away(case, plan):
    first = with_pins(case, SCENARIO, ["GM9001: regulier <= 120"])
    one = WhatIf(case, plan).ask(first).run.plan
    less = without_pins(case, first, ["PIN-1"])
    assert (less.pins, less.positions) == ((), ())
    assert WhatIf(case, one).bases(less)["fairness"] == 1.0
    back = WhatIf(case, one).ask(less)
    # The best was 150 and 150 places; with 120 and 180, moving 30 places in both towns is the way back to a ratio of 1.
    assert places(back) == {"LA": 150, "LB": 150, "SB": 0}
    assert audit(case, less, back.run.plan, WhatIf(case, one).decisions) == []


def test_a_hasty_no_of_presolve_is_mended_aim_by_aim(case, plan, monkeypatch):
    ask_once = LivingSolver.optimise

    def hasty(self, model, limits, start=None, ease=None):
        if limits.sure:
            return ask_once(self, model, limits, start, ease)
        return Outcome("infeasible", math.inf, math.inf, "proven", 0.0, "")

    expected = ask(case, plan, "locatie SB: open", scenario=ROOMY)
    monkeypatch.setattr(LivingSolver, "optimise", hasty)
    found = ask(case, plan, "locatie SB: open", scenario=ROOMY)
    assert change(found) == change(expected)
    assert found.run.plan.document["outcome"]["kept"] == expected.run.plan.document["outcome"]["kept"]


def test_pins_that_cannot_be_kept_give_the_conflict_and_a_way_out(case, plan):
    pinned = with_pins(case, SCENARIO, ["GM9001: regulier >= 400"])
    answer = WhatIf(case, plan).ask(pinned)
    outcome = answer.run.plan.document["outcome"]
    assert (outcome["status"], answer.difference) == ("infeasible", None)
    assert outcome["conflict"]["ways_out"][0]["changes"][0]["id"] == "PIN-1"
    assert audit(case, pinned, answer.run.plan) == []


def test_in_haste_a_conflict_has_no_reasons(case, plan):
    pinned = with_pins(case, SCENARIO, ["GM9001: regulier >= 400"])
    outcome = WhatIf(case, plan, examine=False).ask(pinned).run.plan.document["outcome"]
    assert [reason["code"] for reason in outcome["conflict"]["reasons"]] == ["conflict_not_examined"]


@pytest.mark.parametrize("norm", ["minimax", "leximin", "deviation", "gini", "theil", "regret"])
def test_every_norm_can_be_kept(case, norm):
    scenario = SCENARIO.with_values({"fairness": norm, "regret_keys": ("inhabitants",)}, "set")
    table = solve(case, scenario)
    answer = ask(case, table, "GM9001: regulier <= 120", scenario=scenario)
    assert places(answer) == {"LA": 120, "LB": 180, "SB": 0}


def test_the_nearest_plan_to_a_proposal_keeps_the_rules_and_no_aim(case, plan):
    proposal = Decisions(
        opened={("LA", DAY): 1, ("LB", DAY): 1}, placed={("LA", "regular", DAY): 90, ("LB", "regular", DAY): 150}
    )
    answer = WhatIf(case, plan).nearest(SCENARIO, proposal)
    # LA needs at least 100 places: ten more, one municipality touched; the shortfall of 50 is no matter.
    assert places(answer) == {"LA": 100, "LB": 150, "SB": 0}
    assert change(answer) == 10 + 25
    assert answer.run.plan.document["outcome"]["kept"] == []
    assert audit(case, SCENARIO, answer.run.plan, proposal) == []
