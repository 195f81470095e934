"""Leximin by hand: whole places, ties, hosts, what may change afterwards, and a search that is stopped."""

import math
import threading
from dataclasses import replace

import pytest

from regietafel.model.audit import audit
from regietafel.model.fairness import leximin
from regietafel.model.scenario import Scenario
from regietafel.solver import level_program
from regietafel.solver.highs import LivingSolver
from regietafel.solver.run import run
from support.cases import A, B, C, D, offer, position, tiny_case, town
from support.levels import ORDER, points_of, search_levels

EXACT = {"fairness": "leximin", "smallest_entitlement": 1, "tolerance_fairness_abs": 0.0}


def points(case, **options):
    found, _ = search_levels(case, Scenario(**EXACT, **options))
    return points_of(found["joint"])


def towns(*shares):
    return [town(code, indicative=share) for code, share in zip((A, B, C, D), shares, strict=False)]


def test_what_the_largest_cannot_use_goes_to_the_others_from_the_top_down():
    # 30 asked. A has room for 2 places, B only a location of 12 (12/10), C and D divide the 16 that are left: 8 and 8.
    rows = [offer("a", A, places=(1, 2)), offer("b", B, places=12), offer("c", C, places=(1, 20))]
    case = tiny_case(towns(10, 10, 5, 5), [*rows, offer("d", D, places=(1, 20))])
    assert points(case) == (16_000, 16_000, 12_000, 2_000)


def test_with_whole_places_not_everyone_at_the_highest_level_is_settled_there():
    # 7 asked of three equal ones: one carries 3, two carry 2; settling all three at 3 would be no plan of 7.
    rows = [offer(name, code, places=(1, 9)) for name, code in zip("abc", (A, B, C), strict=True)]
    case = tiny_case(towns(4, 4, 4), rows, national={"provincial_task": 7})
    assert points(case) == (7_500, 5_000, 5_000)


def test_who_takes_the_odd_place_is_decided_by_the_levels_below():
    # 6 asked. A or B carries 4 of 5 (the sizes are 4 or nothing); the other one nothing, and C the 2 that are left.
    rows = [offer("a", A, places=4), offer("b", B, places=4), offer("c", C, places=(1, 3))]
    case = tiny_case(towns(5, 5, 10), rows, national={"provincial_task": 6})
    assert points(case) == (8_000, 2_000, 0)


def test_a_host_that_need_not_grow_stands_in_no_vector():
    # A has 22 for a share of 10 and stays out; 8 of the 30 are left for B and C with shares of 10: 4 and 4.
    there = {"status": "existing", "present": {"regular": 22}, "places": (22, 30)}
    rows = [offer("a", A, **there), offer("b", B, places=(1, 9)), offer("c", C, places=(1, 9))]
    assert points(tiny_case(towns(10, 10, 10), rows)) == (4_000, 4_000)


def test_a_host_that_has_to_grow_is_first_in_the_vector():
    # B and C have room for 3 each, so A takes 2 more than its 22: 24/10.
    there = {"status": "existing", "present": {"regular": 22}, "places": (22, 30)}
    rows = [offer("a", A, **there), offer("b", B, places=(1, 3)), offer("c", C, places=(1, 3))]
    assert points(tiny_case(towns(10, 10, 10), rows)) == (24_000, 3_000, 3_000)


def test_ratios_within_a_point_of_the_grid_are_equal():
    # 10,001 and 10,002 places for one of 30,000: 0.33337 and 0.3334 are both 0.3334.
    rows = [offer("a", A, places=10_001), offer("b", B, places=10_002), offer("c", C, places=(1, 3))]
    case = tiny_case(towns(30_000, 30_000), rows[:2], national={"provincial_task": 20_003})
    assert points(case) == (3334, 3334)


def test_the_plan_may_still_change_places_between_equals():
    """A position against A's place is honoured: B carries it, at the same vector."""
    rows = [offer("a", A, places=(1, 9)), offer("b", B, places=(1, 9)), offer("c", C, places=(1, 9))]
    case = tiny_case(towns(4, 4, 4), rows, national={"provincial_task": 7})
    for code in (A, B, C):
        against = position(municipalities=(code,), places=2, stream="regular")
        done = run(
            tiny_case(towns(4, 4, 4), rows, national={"provincial_task": 7}, positions=(against,)), Scenario(**EXACT)
        )
        assert done.plan.document["positions"][0]["honoured"], code
        assert [ratio for ratio, _ in done.plan.document["fairness"]["sorted"]["joint"]] == [0.75, 0.5, 0.5]
    assert case.codes == (A, B, C)


def test_levels_stand_in_the_plan_and_pass_the_audit():
    rows = [offer("a", A, places=(1, 9)), offer("b", B, places=(1, 9)), offer("c", C, places=(1, 9))]
    case = tiny_case(towns(4, 4, 4), rows, national={"provincial_task": 7})
    done = run(case, Scenario(**EXACT))
    assert done.plan.document["fairness"]["levels"] == [
        {"on": "joint", "k": 1, "value": 0.75, "bound": 0.75},
        {"on": "joint", "k": 2, "value": 0.5, "bound": 0.5},
        {"on": "joint", "k": 3, "value": 0.5, "bound": 0.5},
    ]
    assert audit(case, Scenario(**EXACT), done.plan) == []


def test_nobody_to_compare_gives_an_empty_vector():
    case = tiny_case([town(A), town(B)], [offer("a", A, places=(1, 9))])
    found, _ = search_levels(case, Scenario(**EXACT))
    assert found["joint"].levels == ()
    assert (found["joint"].outcome.value, found["joint"].outcome.stop) == (0.0, "proven")


@pytest.mark.parametrize("asked", [0, 1, 2])
def test_a_search_that_is_stopped_says_what_was_proven(asked, monkeypatch):
    rows = [offer(name, code, places=(1, 9)) for name, code in zip("abcd", (A, B, C, D), strict=True)]
    case = tiny_case(towns(3, 4, 5, 7), rows, national={"provincial_task": 15})
    whole = run(case, Scenario(**EXACT))
    ask, stop, count = level_program.LevelProgram.ask, threading.Event(), iter(range(1000))

    def stopped(self, *words, **more):
        if next(count) == asked:
            stop.set()
        return ask(self, *words, **more)

    monkeypatch.setattr(level_program.LevelProgram, "ask", stopped)
    done = run(case, Scenario(**EXACT), stop=stop)
    document, best = done.plan.document, [item["value"] for item in whole.plan.document["fairness"]["levels"]]
    assert done.plan.status == "stopped"
    assert document["outcome"]["tiers"][-1]["stop"] == "interrupt"
    levels = document["fairness"]["levels"]
    assert [item["value"] for item in levels] >= best
    proven = [item["bound"] for item in levels if item["bound"] > 0]
    assert proven == best[: len(proven)]
    assert len(proven) < len(levels)
    assert audit(case, Scenario(**EXACT), done.plan) == []


def test_a_start_that_is_stopped_without_any_bound_is_still_a_plan(monkeypatch):
    rows = [offer(name, code, places=(1, 9)) for name, code in zip("abc", (A, B, C), strict=True)]
    case = tiny_case(towns(4, 4, 4), rows, national={"provincial_task": 7})
    optimise = LivingSolver.optimise

    def stopped(solver, m, limits, *more):
        found = optimise(solver, m, limits, *more)
        return replace(found, bound=-math.inf, stop="time") if limits.label == "fairness" else found

    monkeypatch.setattr(LivingSolver, "optimise", stopped)
    assert points(case) == (7_500, 5_000, 5_000)


def test_a_host_that_did_not_grow_counts_when_later_aims_let_it_grow():
    # A has 11 for a share of 10, B and C divide the other 20. A is cheap, and 13/10 is within the tolerance of 0.3, but
    # 1.3 + 1.3 + 0.5 is more than 1 + 1 + 0 with three times the tolerance.
    there = {"status": "existing", "present": {"regular": 11}, "places": (11, 30), "cost_per_place": 1_000}
    rows = [offer("a", A, **there), offer("b", B, places=(1, 20)), offer("c", C, places=(1, 20))]
    case = tiny_case(towns(10, 10, 10), rows, national={"provincial_task": 31})
    scenario = Scenario(**EXACT | {"tolerance_fairness_abs": 0.3}, tier_order=(*ORDER, "cost"))
    assert points(case) == (10_000, 10_000)
    done = run(case, scenario)
    assert len(done.plan.document["fairness"]["sorted"]["joint"]) == 2
    assert audit(case, scenario, done.plan) == []


def test_a_plan_that_gives_more_of_its_vector_away_than_the_tolerance_is_named(monkeypatch):
    # Without the rows that keep the vector only the largest ratio is kept: cost fills B up to it.
    rows = [
        offer("a", A, places=6),
        offer("b", B, places=(1, 4), cost_per_place=1_000),
        offer("c", C, places=(1, 4), cost_per_place=9_000),
    ]
    case = tiny_case(towns(4, 4, 4), rows, national={"provincial_task": 10})
    scenario = Scenario(**EXACT, tier_order=(*ORDER, "cost"))
    keep = leximin.keep
    monkeypatch.setattr(
        leximin, "keep", lambda m, given, on, ratios, allowed: keep(m, given, on, ratios[:1] * 3, allowed)
    )
    loose = run(case, scenario)
    sorted_now = [ratio for ratio, _ in loose.plan.document["fairness"]["sorted"]["joint"]]
    assert sorted_now == [1.5, 1.0, 0.0]
    found = audit(case, scenario, loose.plan)
    assert [item.params["path"] for item in found] == ["fairness.levels[1].value"]
