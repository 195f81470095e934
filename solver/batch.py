"""Any picklable work on processes beside this one: a job that crashes or takes too long loses only itself.

The processes are those of a pool of our own or of any `concurrent.futures.Executor`, such as that of a Dask cluster.
Only a few jobs are handed out at a time, so that thousands need no more memory than a few.
"""

import math
import multiprocessing
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from pebble import ProcessExpired, ProcessPool

State = Literal["done", "failed", "crashed", "late", "stopped"]
Work = Callable[[Any], Any]
TICK = 0.2
"""How often is looked whether someone asked to stop [s]."""
TASKS_PER_PROCESS = 50
"""After so many jobs a process makes place for a new one, so that what a library keeps does not add up."""
AHEAD = 2
"""Jobs handed out per process: one that runs and one that waits."""
LOST_ON_CLUSTER = "KilledWorker"
"""What Dask calls a job whose workers died again and again."""


@dataclass(frozen=True)
class Job:
    """One piece of work: its name, what the work is given, and the wall time after which it is broken off [s]."""

    name: str
    given: Any
    seconds: float = math.inf


@dataclass(frozen=True)
class Ended:
    """How a job ended: ``done`` with a value, else why not, in the words of the system."""

    name: str
    state: State
    value: Any = None
    said: str = ""


class Pool(Protocol):
    """Who does the work.

    `width` jobs run side by side. A pool that keeps the time itself breaks a late job off; for another one `run_many`
    stops waiting.
    """

    width: int
    keeps_time: bool

    def submit(self, work: Work, job: Job) -> "Future[Any]":
        """Hand out a job."""
        ...

    def break_off(self) -> None:
        """End what runs, now."""
        ...


class LocalPool(AbstractContextManager["LocalPool"]):
    """Processes of our own, started afresh and replaced when they die.

    Parameters
    ----------
    width : int
        Processes.
    tasks : int
        Jobs after which a process makes place for a new one.
    """

    keeps_time = True

    def __init__(self, width: int, tasks: int = TASKS_PER_PROCESS) -> None:
        self.width = width
        context = multiprocessing.get_context("spawn")
        self._pool = ProcessPool(max_workers=width, max_tasks=tasks, initializer=_begin, context=context)

    def submit(self, work: Work, job: Job) -> "Future[Any]":
        """Hand out a job; its time runs from when a process takes it up."""
        timeout = job.seconds if math.isfinite(job.seconds) else None
        future: Future[Any] = self._pool.schedule(work, args=[job.given], timeout=timeout)
        return future

    def break_off(self) -> None:
        """End the processes."""
        self._pool.stop()
        self._pool.join()

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        """Let the processes go; when something went wrong, at once."""
        if error is not None:
            self._pool.stop()
        self._pool.close()
        self._pool.join()


class ClusterPool:
    """The workers of a cluster that is there already; whoever made the executor closes it.

    Parameters
    ----------
    executor : concurrent.futures.Executor
    width : int
        Jobs that the cluster runs side by side.
    """

    keeps_time = False

    def __init__(self, executor: Executor, width: int) -> None:
        self.width, self._executor = width, executor

    def submit(self, work: Work, job: Job) -> "Future[Any]":
        """Hand out a job."""
        return self._executor.submit(work, job.given)

    def break_off(self) -> None:
        """Take back what has not begun; what runs on a cluster ends by itself."""
        self._executor.shutdown(wait=False, cancel_futures=True)


def run_many(jobs: Iterable[Job], work: Work, pool: Pool, stop: threading.Event) -> Iterator[Ended]:
    """Do every job; yield how each ended, in the order in which they end.

    Parameters
    ----------
    jobs : iterable of Job
        Asked one by one, when there is room for the next.
    work : callable
        Picklable; is given what the job has.
    pool : Pool
        Who does it.
    stop : threading.Event
        Set when someone asks to stop: what is not done by then ends as ``stopped``, or is never asked.
    """
    todo, running = iter(jobs), dict[Future[Any], tuple[Job, float]]()
    while not stop.is_set():
        for job in _taken(todo, AHEAD * pool.width - len(running)):
            limit = math.inf if pool.keeps_time else time.monotonic() + AHEAD * job.seconds
            running[pool.submit(work, job)] = job, limit
        if not running:
            return
        wait(running, timeout=TICK, return_when=FIRST_COMPLETED)
        yield from _ended(running)
    done = list(_ended(running))
    pool.break_off()
    yield from [*done, *(Ended(job.name, "stopped") for job, _ in running.values())]


def _taken(todo: Iterator[Job], count: int) -> Iterator[Job]:
    for _, job in zip(range(count), todo, strict=False):
        yield job


def _ended(running: dict[Future[Any], tuple[Job, float]]) -> Iterator[Ended]:
    """Take the jobs that ended out of those that run, and those for which the time is over."""
    for future, (job, limit) in list(running.items()):
        if future.done():
            del running[future]
            yield _how(job, future)
        elif time.monotonic() > limit:
            del running[future]
            future.cancel()
            yield Ended(job.name, "late")


def _how(job: Job, future: "Future[Any]") -> Ended:
    try:
        error = future.exception()
    except CancelledError:
        return Ended(job.name, "stopped")
    if error is None:
        return Ended(job.name, "done", future.result())
    if isinstance(error, TimeoutError):
        return Ended(job.name, "late")
    if isinstance(error, ProcessExpired) or type(error).__name__ == LOST_ON_CLUSTER:
        return Ended(job.name, "crashed", said=str(error))
    return Ended(job.name, "failed", said=f"{type(error).__name__}: {error}")


def _begin() -> None:
    """Prepare a process: Ctrl-C is for the one that asked, which ends it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
