"""Jobs on processes of their own: one that dies, is late or raises loses only itself."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import groupby

from regietafel.solver.batch import AHEAD, ClusterPool, Ended, Job, LocalPool, run_many
from support.batch_work import complain, die, double, own_process, sleep


def by_name(ended: Iterator[Ended]) -> dict[str, tuple[str, object]]:
    return {item.name: (item.state, item.value) for item in ended}


def test_a_process_that_is_killed_loses_only_its_own_job():
    with LocalPool(2) as pool:
        ended = by_name(run_many((Job(str(i), i) for i in range(8)), die, pool, threading.Event()))
    assert ended.pop("3") == ("crashed", None)
    assert ended == {str(i): ("done", i) for i in (0, 1, 2, 4, 5, 6, 7)}


def test_a_job_that_takes_too_long_is_broken_off_and_the_others_go_on():
    jobs = [Job("lang", 60.0, seconds=1.0), Job("kort", 0.0, seconds=30.0), Job("ook kort", 0.1, seconds=30.0)]
    began = time.monotonic()
    with LocalPool(1) as pool:
        ended = by_name(run_many(jobs, sleep, pool, threading.Event()))
    assert ended == {"lang": ("late", None), "kort": ("done", 0.0), "ook kort": ("done", 0.1)}
    assert time.monotonic() - began < 30


def test_an_error_of_the_work_is_said_with_its_name():
    with LocalPool(1) as pool:
        (ended,) = run_many([Job("x", "oei")], complain, pool, threading.Event())
    assert (ended.state, ended.said) == ("failed", "ValueError: oei")


def test_after_so_many_jobs_another_process_takes_over():
    with LocalPool(1, tasks=2) as pool:
        found = list(run_many((Job(str(i), i) for i in range(5)), own_process, pool, threading.Event()))
    # Five jobs, two per process: two, two and one.
    assert [len(list(same)) for _, same in groupby(item.value for item in found)] == [2, 2, 1]


class Counted(ClusterPool):
    """Counts how many jobs are asked for and not yet done."""

    most = 0
    out = 0

    def submit(self, work, job):
        self.out += 1
        self.most = max(self.most, self.out)
        future = super().submit(work, job)
        future.add_done_callback(lambda _: setattr(self, "out", self.out - 1))
        return future


def test_only_a_few_of_many_jobs_are_handed_out_at_a_time():
    asked = []

    def jobs():
        for i in range(500):
            asked.append(i)
            yield Job(str(i), i)

    with ThreadPoolExecutor(2) as executor:
        pool = Counted(executor, 2)
        total = 0
        for number, ended in enumerate(run_many(jobs(), double, pool, threading.Event()), start=1):
            total += ended.value
            assert len(asked) <= number + 2 * AHEAD
    # 2 x (0 + 1 + ... + 499) = 499 x 500.
    assert total == 249_500
    assert pool.most <= 2 * AHEAD


def test_when_someone_asks_to_stop_what_is_done_is_kept_and_what_runs_is_ended():
    stop = threading.Event()
    jobs = [Job("eerst", 0.0), *(Job(f"lang {i}", 60.0) for i in range(5))]
    began, ended = time.monotonic(), []
    with LocalPool(1) as pool:
        for item in run_many(jobs, sleep, pool, stop):
            ended.append(item)
            stop.set()
    assert (ended[0].name, ended[0].state) == ("eerst", "done")
    # One process with one job waiting behind it: what was handed out is stopped, the others were never asked.
    assert {item.state for item in ended[1:]} == {"stopped"}
    assert len(ended) <= 1 + AHEAD
    assert time.monotonic() - began < 30


def test_on_a_cluster_waiting_ends_when_the_time_is_over():
    with ThreadPoolExecutor(1) as executor:
        pool = ClusterPool(executor, 1)
        found = by_name(run_many([Job("lang", 1.5, seconds=0.2), Job("kort", 0.0)], sleep, pool, threading.Event()))
    assert found["lang"] == ("late", None)
    assert found["kort"] == ("done", 0.0)


def test_a_cluster_is_asked_back_what_has_not_begun():
    stop, done = threading.Event(), []

    def work(seconds):
        done.append(seconds)
        return sleep(seconds)

    with ThreadPoolExecutor(1) as executor:
        ended = []
        for item in run_many((Job(str(i), 0.3) for i in range(50)), work, ClusterPool(executor, 1), stop):
            ended.append(item.state)
            stop.set()
    assert ended[0] == "done"
    assert set(ended[1:]) == {"stopped"}
    # One was done, and the one behind it may have begun.
    assert len(done) <= 2


class Breaking:
    """A pool that breaks down as a whole with its first jobs, as often as asked."""

    width, keeps_time = 2, True

    def __init__(self, times: int) -> None:
        self.times, self.renewed = times, 0

    def submit(self, work, job):
        future: Future = Future()
        if self.renewed < self.times:
            future.set_exception(BrokenProcessPool("weg"))
        else:
            future.set_result(work(job.given))
        return future

    def break_off(self):
        raise AssertionError("nobody asked to stop")

    def renew(self):
        self.renewed += 1


def test_jobs_lost_with_their_whole_pool_are_handed_out_again_once():
    pool = Breaking(1)
    found = by_name(run_many([Job(str(i), i) for i in range(6)], double, pool, threading.Event()))
    assert found == {str(i): ("done", 2 * i) for i in range(6)}
    assert pool.renewed == 1


def test_jobs_that_break_every_pool_are_lost_and_no_others():
    pool = Breaking(2)
    found = by_name(run_many([Job(str(i), i) for i in range(6)], double, pool, threading.Event()))
    # Four jobs were out when the pool broke down twice; the two behind them met the third pool.
    assert [found[str(i)][0] for i in range(6)] == ["crashed"] * 4 + ["done"] * 2
