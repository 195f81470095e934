"""What may still be asked of the solver about a case, and until when."""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from regietafel.model.given import Given
from regietafel.model.objectives import shortfall
from regietafel.solver.highs import Limits, LivingSolver, Outcome

Amounts = dict[tuple[str, str], int]
"""Places, or persons, that are missing per (task, moment)."""


@dataclass(frozen=True)
class Questions:
    """What may still be asked of the solver: until `deadline` [s, monotonic], or until someone sets `stop`."""

    given: Given
    options: Mapping[str, Any]
    deadline: float
    stop: threading.Event

    def seconds_left(self) -> float:
        """Return how long may still be searched [s]; 0 once someone asked to stop."""
        return 0.0 if self.stop.is_set() else max(0.0, self.deadline - time.monotonic())

    def limits(self, label: str = "causes") -> Limits:
        """Return the limits of one more solve, to less than one place."""
        seconds = max(0.0, self.deadline - time.monotonic())
        return Limits(gap=0.0, absolute_gap=shortfall.ABSOLUTE_GAP, seconds=seconds, label=label)

    def answer(self, m: Any) -> Outcome:
        """Solve a program to less than one place."""
        return LivingSolver(self.options, None, self.stop).optimise(m, self.limits())


def missing(m: Any) -> dict[tuple[str, str], list[Any]]:
    """Return the variables that make each shortfall."""
    found = {(task, t): [m.shortfall[task, t]] for task in m.TASKS for t in m.MOMENTS}
    found |= {("housing", t): [m.unhoused[g, t] for g in m.MUNICIPALITIES] for t in m.MOMENTS}
    if m.vessels_share > 0:
        found |= {("asylum_need", t): [m.need_shortfall[t]] for t in m.MOMENTS}
    return found
