"""The search of a trade-off: the same with any number of workers, after a break, and when a worker dies."""

import os
import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from fractions import Fraction

import pytest

from regietafel.model.audit import audit
from regietafel.model.decisions import Decisions
from regietafel.model.figures.aims import Aim, read_aim
from regietafel.model.given import Given
from regietafel.solver import frontier_workers
from regietafel.solver.frontier import find_frontier
from regietafel.solver.frontier_merge import merge_points
from regietafel.solver.frontier_parts import How, Memory, Point
from regietafel.solver.frontier_points import Points, find_knee, frontier_document
from regietafel.solver.frontier_workers import Workers
from support.random_cases import random_case

WORDS = ("minimax", "cost", "disturbance")


@pytest.fixture(scope="module")
def given():
    return Given(*random_case(13))


def searched(given, workers, **how):
    aims = [read_aim(word, given.scenario) for word in WORDS]
    with workers:
        return find_frontier(given, aims, How(workers, **how))


@pytest.fixture(scope="module")
def alone(given):
    return searched(given, Workers(1, threading.Event()))


def test_there_is_something_to_weigh(alone):
    assert len(alone.points) >= 3
    assert alone.stop == ""


def test_two_processes_find_the_same_plans(given, alone):
    assert searched(given, Workers(2, threading.Event())).points == alone.points


def test_an_executor_of_the_caller_finds_the_same_plans(given, alone):
    with ThreadPoolExecutor(2) as executor:
        assert searched(given, Workers(1, threading.Event(), executor=executor)).points == alone.points


class Cut(Memory):
    """A journal of a search that is broken off: it takes a few answers and then someone asks to stop."""

    def __init__(self, stop, most):
        super().__init__()
        self.stop, self.most = stop, most

    def put(self, key, answer):
        super().put(key, answer)
        if len(self.answers) >= self.most:
            self.stop.set()


def test_a_search_that_goes_on_finds_the_same_plans(given, alone):
    stop = threading.Event()
    journal = Cut(stop, 5)
    broken = searched(given, Workers(1, stop), journal=journal)
    assert broken.stop == "interrupt"
    assert broken.open > 0
    again = Memory()
    again.answers = dict(journal.answers)
    assert searched(given, Workers(1, threading.Event()), journal=again).points == alone.points


def test_it_stops_at_the_asked_number_of_points_and_says_so(given):
    found = searched(given, Workers(1, threading.Event()), most_points=2)
    assert found.stop == "points"
    assert found.open > 0


def die_once(program, question, file):
    """Answer a question, but end the process without a word the first time."""
    try:
        os.close(os.open(file, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return frontier_workers._work(program, question)
    os._exit(3)


class Dying(Workers):
    """Workers of which one process dies during its first question."""

    def __init__(self, file, lost):
        super().__init__(2, threading.Event(), lost)
        self.file = file

    def submit(self, executor, program, question):
        return executor.submit(die_once, program, question, self.file)


def test_a_process_that_dies_is_told_and_its_question_is_asked_again(given, alone, tmp_path):
    told = []
    workers = Dying(str(tmp_path / "died"), lambda: told.append("lost"))
    assert searched(given, workers).points == alone.points
    assert told == ["lost"]


def test_a_question_whose_process_dies_twice_leaves_the_search_open(given, tmp_path):
    class Deadly(Workers):
        def submit(self, executor, *_question):
            return executor.submit(os._exit, 3)

    found = searched(given, Deadly(2, threading.Event()))
    assert found.stop == "worker"
    assert found.points == []


def test_every_point_is_a_plan_that_can_be_worked_out_again(given, alone):
    points = Points(given, alone, threading.Event())
    for number, point in enumerate(alone.points, start=1):
        plan = points.plan(number, point)
        assert audit(given.case, points.scenario, plan) == []
        assert plan.document["scenario"]["tier_order"] == ["shortfall", "surplus"]


def test_another_value_of_an_aim_is_found_by_the_audit(given, alone):
    points = Points(given, alone, threading.Event())
    plan = points.plan(1, alone.points[0])
    plan.document["outcome"]["point"]["aims"][1]["value"] += 1
    paths = [item.params["path"] for item in audit(given.case, points.scenario, plan)]
    assert "outcome.point.aims[1].value" in paths


def test_the_document_names_the_knee_and_what_beats_the_present_plan(given, alone):
    plans = [Points(given, alone, threading.Event()).plan(i, p) for i, p in enumerate(alone.points, start=1)]
    document = frontier_document(given, alone, plans, ("plan", alone.points[0].decisions))
    knee = find_knee(alone.aims, alone.points)
    assert document["knee"] == knee + 1
    assert document["present"]["dominated_by"] == []
    assert document["outcome"] == {"status": "complete", "stop": None, "open": 0}


def test_a_pool_of_processes_is_picklable_work(given):
    with ProcessPoolExecutor(1) as executor:
        found = searched(given, Workers(1, threading.Event(), executor=executor), most_points=1)
    assert len(found.points) >= 1


COST, RATIO = Aim("cost"), Aim("minimax", "joint")


def told(*rows):
    """Make points of (cost, gap) and (ratio, gap); return what is left of them, and what merging gave away."""
    points = [Point((Fraction(c), Fraction(str(r))), Decisions(), (gap, spread)) for c, gap, r, spread in rows]
    left, merged = merge_points((COST, RATIO), points)
    return [tuple(map(float, point.values)) for point in left], merged


def test_points_within_both_gaps_in_every_aim_become_the_first_one():
    # 50 euro apart, both known to 30: 60 together; ratios 0.0001 apart, each known to 0.0001: 0.0002 together.
    left, merged = told((1000, 30.0, 1.2002, 1e-4), (1050, 30.0, 1.2001, 1e-4))
    assert left == [(1000, 1.2002)]
    assert merged == (0.0, pytest.approx(1e-4))


def test_a_point_that_is_better_only_within_the_gaps_goes_for_one_that_is_shown_to_be_better():
    # The second is 40 euro cheaper, less than the 60 that is not known, and 0.1 worse in the ratio.
    left, merged = told((1040, 30.0, 1.2, 1e-4), (1000, 30.0, 1.3, 1e-4))
    assert left == [(1040, 1.2)]
    assert merged == (40.0, 0.0)


def test_points_that_differ_by_more_than_both_gaps_stay():
    # 61 euro is more than 30 + 30.
    assert told((1061, 30.0, 1.2, 1e-4), (1000, 30.0, 1.3, 1e-4))[0] == [(1000, 1.3), (1061, 1.2)]


def test_without_gaps_only_what_is_nowhere_better_goes():
    rows = [(1000, 0.0, 1.3, 0.0), (1001, 0.0, 1.29, 0.0), (1001, 0.0, 1.3, 0.0)]
    assert told(*rows) == ([(1000, 1.3), (1001, 1.29)], (0.0, 0.0))


def test_merging_is_not_passed_on_from_one_to_the_next():
    # 50 apart each, 60 not known: the first takes the second, and the third is 100 away.
    left, _ = told((1000, 30.0, 1.3, 0.0), (1050, 30.0, 1.3, 0.0), (1100, 30.0, 1.2, 0.0))
    assert left == [(1000, 1.3), (1100, 1.2)]


def weighed(words, **options):
    case, scenario = random_case(13)
    asked = Given(case, scenario.with_values(options, "set"))
    with Workers(1, threading.Event()) as workers:
        found = find_frontier(asked, [read_aim(word, asked.scenario) for word in words], How(workers))
    return asked, found, Points(asked, found, threading.Event())


@pytest.mark.parametrize("words", [("regret:asylum", "disturbance"), ("leximin:asylum", "disturbance")])
def test_a_point_with_a_norm_of_its_own_search_can_be_worked_out_again(words):
    asked, found, points = weighed(words)
    plans = [points.plan(number, point) for number, point in enumerate(found.points, start=1)]
    assert plans
    for plan in plans:
        assert audit(asked.case, points.scenario, plan) == []
        fair = plan.document["fairness"]
        assert (fair["norm"], fair["on"].split(",")[0]) == tuple(words[0].split(":"))
        assert fair["keys" if fair["norm"] == "regret" else "levels"]
    document = frontier_document(asked, found, plans, None)
    assert [row["key"] for row in document["keys"]] == (["inhabitants", "ses_woa"] if "regret" in words[0] else [])
    assert all((point["leximin"] is None) == ("regret" in words[0]) for point in document["points"])


def test_regret_is_measured_against_the_bests_that_the_plan_tells():
    asked, found, points = weighed(("regret:asylum", "disturbance"))
    plan = points.plan(1, found.points[-1])
    plan.document["fairness"]["keys"][0]["best"] *= 0.5
    assert "outcome.point.aims[0].value" in [
        item.params["path"] for item in audit(asked.case, points.scenario, plan) if "path" in item.params
    ]


def test_a_search_with_leximin_that_goes_on_finds_the_same_plans():
    case, scenario = random_case(13)
    asked, journal = Given(case, scenario), Memory()
    aims = [read_aim(word, scenario) for word in ("leximin", "disturbance")]
    with Workers(1, threading.Event()) as workers:
        first = find_frontier(asked, aims, How(workers, journal))
        kept = dict(journal.answers)
        assert find_frontier(asked, aims, How(workers, journal)).points == first.points
    assert journal.answers == kept
    assert any(key.startswith("leximin") for key in kept)
