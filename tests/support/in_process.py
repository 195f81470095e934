"""A batch in this process, for what has nothing to do with processes: no time is lost with starting them."""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from typing import Any

import pytest

from regietafel.solver.batch import ClusterPool


class AtOnce(Executor):
    """Does what it is handed before it gives the future."""

    def submit(self, work: Callable[..., Any], /, *given: Any, **named: Any) -> "Future[Any]":
        """Do the work; what it raises is kept, as by any executor."""
        future: Future[Any] = Future()
        try:
            future.set_result(work(*given, **named))
        except Exception as error:
            future.set_exception(error)
        return future


@contextmanager
def here(_: Any) -> Iterator[ClusterPool]:
    """Give a pool that is this process."""
    yield ClusterPool(AtOnce(), 1)


def in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let ``batch`` work in this process."""
    monkeypatch.setattr("regietafel.cli.pool_of", here)
