"""The audit of conflicts and ways out: a planted error of each kind is found."""

import copy

import pytest

from regietafel.model.conflict_checks import conflict_findings
from regietafel.model.scenario import Scenario
from regietafel.solver.run import solve
from support.cases import A, offer, position, tiny_case, town

SCENARIO = Scenario(threads=1, large_max=0, emergency_max=(0,))
SITE = offer("SITE", A, "small_scale", places=(20, 50))
POSITIONS = (
    position("P1", "at_most", places=10, hard=True),
    position("P2", "at_least", places=30, hard=True, reluctance=1),
)
CASE = tiny_case([town(A, indicative=50)], [SITE], positions=POSITIONS)
SHORT = tiny_case([town(A, indicative=50)], [SITE], positions=(position("P1", "at_most", places=30, hard=True),))


@pytest.fixture(scope="module")
def infeasible():
    return solve(CASE, SCENARIO).document


@pytest.fixture(scope="module")
def short():
    return solve(SHORT, SCENARIO).document


def found(document, case=CASE):
    return [(item.code, item.params["path"]) for item in conflict_findings(case, SCENARIO, *of(document))]


def of(document):
    return document["outcome"], document["totals"]


def test_what_the_search_says_passes(infeasible, short):
    assert [way["weight"] for way in infeasible["outcome"]["conflict"]["ways_out"]] == sorted(
        way["weight"] for way in infeasible["outcome"]["conflict"]["ways_out"]
    )
    assert found(infeasible) == []
    assert found(short, SHORT) == []


def way(document):
    return document["outcome"]["conflict"]["ways_out"][0]


def other_start(document):
    way(document)["changes"][0]["from"] += 1


def other_unit(document):
    way(document)["changes"][0]["unit"] = "euro"


def other_weight(document):
    way(document)["weight"] -= 0.01


def stranger(document):
    way(document)["changes"][0]["id"] = "P9"


def further_than_it_can(document):
    way(document)["changes"][0]["to"] = 10_000


def twice(document):
    ways = document["outcome"]["conflict"]["ways_out"]
    ways.insert(1, copy.deepcopy(ways[0]))


def out_of_order(document):
    document["outcome"]["conflict"]["ways_out"].reverse()


def nothing_moved(document):
    way(document)["changes"], way(document)["weight"] = [], 0.0


def strange_rule(document):
    document["outcome"]["conflict"]["reasons"][-1]["params"]["rules"] = ["no_such_rule"]


def strange_position(document):
    document["outcome"]["conflict"]["reasons"][-1]["params"]["positions"] = ["P9"]


def other_sum(document):
    document["outcome"]["conflict"]["reasons"][0]["params"]["least"] += 1


def misshapen(document):
    document["outcome"]["conflict"]["ways_out"] = [{"weight": 1.0}]


PATH = "outcome.conflict"
BROKEN = {
    other_start: ("conflict_change", f"{PATH}.ways_out[0].changes[0]"),
    other_unit: ("conflict_change", f"{PATH}.ways_out[0].changes[0]"),
    other_weight: ("conflict_number", f"{PATH}.ways_out[0].weight"),
    stranger: ("conflict_unknown", f"{PATH}.ways_out[0].changes[0]"),
    further_than_it_can: ("conflict_change", f"{PATH}.ways_out[0].changes[0]"),
    twice: ("conflict_order", f"{PATH}.ways_out[1].changes"),
    out_of_order: ("conflict_order", f"{PATH}.ways_out"),
    nothing_moved: ("conflict_order", f"{PATH}.ways_out[0].changes"),
    strange_rule: ("conflict_unknown", f"{PATH}.reasons[1].rules"),
    strange_position: ("conflict_unknown", f"{PATH}.reasons[1].positions"),
    other_sum: ("conflict_number", f"{PATH}.reasons[0]"),
    misshapen: ("document_shape", PATH),
}


@pytest.mark.parametrize("break_it", BROKEN, ids=lambda made: made.__name__)
def test_a_planted_error_is_found(infeasible, break_it):
    document = copy.deepcopy(infeasible)
    break_it(document)
    assert BROKEN[break_it] in found(document)


def test_places_by_choice_are_those_of_the_totals(short):
    document = copy.deepcopy(short)
    document["outcome"]["conflict"]["reasons"][0]["params"]["places"] += 1
    assert ("conflict_number", f"{PATH}.reasons") in found(document, SHORT)


def test_a_plan_that_misses_nothing_by_choice_has_no_conflict(short):
    document = copy.deepcopy(short)
    for row in document["totals"]:
        row["by_choice"] = []
    assert ("outcome_status", PATH) in found(document, SHORT)
