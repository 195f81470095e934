"""The search of a trade-off: the same with any number of workers, after a break, and when a worker dies."""

import os
import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import pytest

from regietafel.model.audit import audit
from regietafel.model.figures.aims import read_aim
from regietafel.model.given import Given
from regietafel.solver import frontier_workers
from regietafel.solver.frontier import find_frontier
from regietafel.solver.frontier_parts import How, Memory
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
