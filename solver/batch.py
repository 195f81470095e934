"""Any picklable work on processes beside this one: a job that crashes or takes too long loses only itself.

The processes are those of a pool of our own or of any `concurrent.futures.Executor`, such as that of a Dask cluster.
Only a few jobs are handed out at a time, so that thousands need no more memory than a few.
"""

import math
import multiprocessing
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from itertools import chain, islice
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
TRIES = 2
"""How often a job is handed out whose pool broke down: it may not be the one that broke it."""
SPARE_SECONDS = 60.0
"""A pool that keeps the time is trusted that much longer [s]."""
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

    `width` jobs run side by side. A pool that keeps the time itself breaks a late job off; `run_many` stops waiting for
    it in any case.
    """

    width: int
    keeps_time: bool

    def submit(self, work: Work, job: Job) -> "Future[Any]":
        """Hand out a job."""
        ...

    def break_off(self) -> None:
        """End what runs, now."""
        ...

    def renew(self) -> None:
        """Begin anew after the pool as a whole broke down."""
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
        self.width, self._tasks = width, tasks
        self._pool = self._new()

    def _new(self) -> Any:
        context = multiprocessing.get_context("spawn")
        return ProcessPool(max_workers=self.width, max_tasks=self._tasks, initializer=_begin, context=context)

    def submit(self, work: Work, job: Job) -> "Future[Any]":
        """Hand out a job; its time runs from when a process takes it up."""
        timeout = job.seconds if math.isfinite(job.seconds) else None
        future: Future[Any] = self._pool.schedule(work, args=[job.given], timeout=timeout)
        return future

    def break_off(self) -> None:
        """End the processes."""
        self._pool.stop()
        self._pool.join()

    def renew(self) -> None:
        """End what is left of the processes and begin with new ones."""
        self.break_off()
        self._pool = self._new()

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
        self._executor.shutdown(wait=False)

    def renew(self) -> None:
        """Do nothing: a cluster replaces its workers itself."""


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
    queue = _Queue(iter(jobs), work, pool)
    while not stop.is_set():
        queue.hand_out()
        if not queue.running:
            return
        wait(queue.running, timeout=TICK, return_when=FIRST_COMPLETED)
        yield from queue.ended()
    done = list(queue.ended())
    queue.take_back()
    pool.break_off()
    yield from [*done, *(Ended(job.name, "stopped") for job, _ in queue.running.values())]


class _Queue:
    """The jobs that are handed out, with the moment at which waiting for each ends."""

    def __init__(self, jobs: Iterator[Job], work: Work, pool: Pool) -> None:
        self.running: dict[Future[Any], tuple[Job, float]] = {}
        self._jobs, self._work, self._pool = jobs, work, pool
        self._again: list[Job] = []
        self._broken: Counter[str] = Counter()

    def hand_out(self) -> None:
        """Hand out jobs while there is room; first those whose pool broke down."""
        if self._again:
            self._pool.renew()
            self._jobs, self._again = chain(self._again, self._jobs), []
        for job in islice(self._jobs, max(0, AHEAD * self._pool.width - len(self.running))):
            spare = SPARE_SECONDS if self._pool.keeps_time else 0.0
            limit = time.monotonic() + AHEAD * (job.seconds + spare)
            self.running[self._pool.submit(self._work, job)] = job, limit

    def take_back(self) -> None:
        """Ask for jobs that have not begun; a pool that ends its processes needs no asking."""
        for future in self.running if not self._pool.keeps_time else ():
            future.cancel()

    def ended(self) -> Iterator[Ended]:
        """Take the jobs that ended out of those that run, and those for which the time is over."""
        for future, (job, limit) in list(self.running.items()):
            if not future.done() and time.monotonic() <= limit:
                continue
            del self.running[future]
            ended = _how(job, future) if future.done() else Ended(job.name, "late")
            if ended.state == "crashed" and ended.value is BROKEN and self._broken[job.name] < TRIES - 1:
                self._broken[job.name] += 1
                self._again.append(job)
            else:
                yield replace(ended, value=None) if ended.value is BROKEN else ended


BROKEN = object()
"""Value of a job that was lost with its whole pool."""


def _how(job: Job, future: "Future[Any]") -> Ended:
    """Say how a future ended."""
    try:
        error = future.exception()
    except CancelledError:
        return Ended(job.name, "stopped")
    if error is None:
        return Ended(job.name, "done", future.result())
    if isinstance(error, BrokenProcessPool):
        return Ended(job.name, "crashed", BROKEN, str(error))
    if isinstance(error, TimeoutError):
        return Ended(job.name, "late")
    if isinstance(error, ProcessExpired) or type(error).__name__ == LOST_ON_CLUSTER:
        return Ended(job.name, "crashed", said=str(error))
    return Ended(job.name, "failed", said=f"{type(error).__name__}: {error}")


def quiet_leftovers() -> None:
    """Let the system clear up in silence what ended processes leave behind.

    A process that is ended cannot give back the locks of its libraries. The helper of `multiprocessing` does so for
    it, and would say so on standard error. To be called before anything makes a lock; without effect on Windows, which
    has no such helper.
    """
    if sys.platform == "win32":
        return
    from multiprocessing import resource_tracker

    sys.warnoptions.append("ignore:resource_tracker:UserWarning")
    resource_tracker.ensure_running()
    sys.warnoptions.pop()


def _begin() -> None:
    """Prepare a process: Ctrl-C is for the one that asked, which ends it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
