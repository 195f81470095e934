"""Who answers the questions of a trade-off: this process, or several beside it; a worker that dies is replaced once."""

import multiprocessing
import signal
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager
from typing import Any

from regietafel.solver.frontier_program import FrontierProgram
from regietafel.solver.frontier_solve import Answer, Question, Stop, answer

TRIES = 2
_stop: Any = threading.Event()


class Workers(AbstractContextManager["Workers"]):
    """Answers questions side by side, in the order in which they were asked.

    Parameters
    ----------
    jobs : int
        Processes; 1 answers in this process.
    stop : threading.Event
        Set when someone asks to stop; the processes are told.
    lost : callable
        Told when a process died.
    executor : concurrent.futures.Executor, optional
        Takes the place of processes of our own; whoever gives it closes it.
    """

    def __init__(
        self,
        jobs: int,
        stop: threading.Event,
        lost: Callable[[], None] = lambda: None,
        executor: Executor | None = None,
    ) -> None:
        self.jobs, self.stop, self.lost, self._given = jobs, stop, lost, executor
        self._pool: ProcessPoolExecutor | None = None
        self._stop_all: Any = None

    def ask(self, program: FrontierProgram, questions: Sequence[Question]) -> list[Answer]:
        """Answer every question; one whose worker died twice has the answer ``nothing``."""
        answers: dict[int, Answer] = {}
        for _ in range(TRIES):
            left = [i for i in range(len(questions)) if i not in answers]
            answers |= self._round(program, [(i, questions[i]) for i in left])
        return [answers.get(i, Answer("nothing")) for i in range(len(questions))]

    def _round(self, program: FrontierProgram, asked: Sequence[tuple[int, Question]]) -> dict[int, Answer]:
        if self.jobs == 1 and self._given is None:
            return {i: answer(program, question, self.stop) for i, question in asked}
        futures: dict[int, Future[Answer]] = {}
        answers: dict[int, Answer] = {}
        try:
            executor = self._given or self._own() if asked else None
            futures = {i: self.submit(executor, program, question) for i, question in asked} if executor else {}
            for i, future in futures.items():
                answers[i] = self._wait(future)
        except BrokenProcessPool:
            answers |= {i: item.result() for i, item in futures.items() if item.done() and item.exception() is None}
            self._close()
            self.lost()
        return answers

    def submit(self, executor: Executor, program: FrontierProgram, question: Question) -> Future[Answer]:
        """Hand a question to an executor."""
        return executor.submit(_work, program, question)

    def _wait(self, future: Future[Answer]) -> Answer:
        """Wait for an answer, and pass on that someone asked to stop."""
        while True:
            try:
                return future.result(timeout=0.1)
            except TimeoutError:
                if future.done():
                    return future.result()
                if self.stop.is_set() and self._stop_all is not None:
                    self._stop_all.set()

    def _own(self) -> ProcessPoolExecutor:
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            self._stop_all = context.Event()
            self._pool = ProcessPoolExecutor(self.jobs, context, initializer=_begin, initargs=(self._stop_all,))
        return self._pool

    def _close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def __exit__(self, *error: object) -> None:
        """Let the processes go."""
        if self._stop_all is not None and self.stop.is_set():
            self._stop_all.set()
        self._close()


def _begin(stop: Stop) -> None:
    """Prepare a process: Ctrl-C is for the one that asked, which passes it on."""
    global _stop  # noqa: PLW0603
    _stop = stop
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _work(program: FrontierProgram, question: Question) -> Answer:
    return answer(program, question, _stop)
