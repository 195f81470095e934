"""Work for processes that do not end as they should: importable by name, as a process needs it."""

import os
import signal
import time
from pathlib import Path
from typing import Any

from regietafel.cli import BatchTask, work_out


def double(number: int) -> int:
    """Give a number twice."""
    return 2 * number


def die(number: int) -> int:
    """Kill the own process for one number, after it was taken up; else give the number."""
    if number == 3:
        time.sleep(0.5)
        os.kill(os.getpid(), signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    return number


def sleep(seconds: float) -> float:
    """Sleep so long."""
    time.sleep(seconds)
    return seconds


def complain(word: str) -> None:
    """Raise."""
    raise ValueError(word)


def own_process(_: Any) -> int:
    """Tell which process this is."""
    return os.getpid()


def die_once(task: BatchTask) -> Any:
    """Kill the own process for one scenario, and work the others out; what was killed once is done the next time."""
    mark = Path(str(task.order.out)).parent / "mark"
    if task.name == "midden" and not mark.exists():
        mark.write_text("x", encoding="utf-8")
        time.sleep(0.5)
        os.kill(os.getpid(), signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    return work_out(task)
