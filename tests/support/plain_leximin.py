"""Leximin in the plain way: one program per place of the vector, each handed to a solver as it is.

The k-th largest point is made as small as it can be, while for every earlier place j no more than j - 1 municipalities
stand above what was reached there. Written from the definition, apart from the search of the package; only the program
itself, up to the earlier aims, is shared.
"""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyomo.environ as pyo

from regietafel.model.build import build
from regietafel.model.case import Case
from regietafel.model.given import Given
from regietafel.model.scenario import Scenario
from regietafel.solver.highs import Limits, LivingSolver
from regietafel.solver.tiers import search
from support.scip import solve_apart

GRID = 10_000
Solve = Callable[[Any], float]


class PlainLeximin:
    """The program of a case with the earlier aims kept, and a point of the grid for every municipality."""

    def __init__(self, case: Case, scenario: Scenario, on: str) -> None:
        given = Given(case, replace(scenario, tier_order=("shortfall", "surplus"), fairness="leximin"))
        self.m, self.on = build(given), on
        options = {"threads": scenario.threads, "random_seed": scenario.seed}
        self.solver = LivingSolver(options, None, threading.Event())
        assert search(self.m, given, self.solver).state == "solved"
        self.codes = [g for ratio, g in self.m.WITH_SHARE if ratio == on]
        self._declare_points()

    def _declare_points(self) -> None:
        m, on = self.m, self.on
        m.point = pyo.Var(self.codes, domain=pyo.NonNegativeIntegers, bounds=lambda _m, g: (0, self._highest(g)))
        m.pointed = pyo.ConstraintList()
        for g in self.codes:
            for t in m.BURDEN_MOMENTS:
                host = (on, g) in m.HOSTS
                carried = m.fixed_carried[on, g] * m.grows[on, g] + m.growth[on, g] if host else m.carried[on, g, t]
                m.pointed.add(carried * GRID <= m.denominator[on, g] * m.point[g])
        m.higher = pyo.Var(range(len(self.codes)), self.codes, domain=pyo.Binary)
        m.placed_so = pyo.ConstraintList()
        m.kth = pyo.Var(domain=pyo.NonNegativeIntegers)

    def _highest(self, g: str) -> int:
        m = self.m
        places = sum(
            m.largest_size[loc] * m.available_count[loc] * max(m.stream_weight.values()) for loc in m.locations_in[g]
        )
        more = m.stream_weight["status_holder"] * m.obligation[g, m.last] + 2 * m.denominator[self.on, g]
        return int(GRID * (places + more) // m.denominator[self.on, g] + 3 * GRID)

    def vector(self, solve: Solve) -> Iterator[int]:
        """Give place after place of the sorted vector, hosts that do not grow as 0."""
        m, codes = self.m, self.codes
        for k in range(len(codes)):
            rows = [m.placed_so.add(m.point[g] - self._highest(g) * m.higher[k, g] <= m.kth) for g in codes]
            rows.append(m.placed_so.add(sum(m.higher[k, g] for g in codes) <= k))
            m.aim.set_value(m.kth)
            value = round(solve(m))
            yield value
            for row in rows[:-1]:
                row.deactivate()
            for g in codes:
                m.placed_so.add(m.point[g] - self._highest(g) * m.higher[k, g] <= value)

    def with_highs(self, seconds: float) -> Solve:
        """Return a solve by HiGHS that gives up when time is over."""
        deadline = time.monotonic() + seconds

        def solve(m: Any) -> float:
            left = max(0.0, deadline - time.monotonic())
            outcome = self.solver.optimise(m, Limits(gap=0.0, absolute_gap=0.9, seconds=left))
            if outcome.state != "solved" or outcome.stop == "time":
                raise TimeoutError
            return outcome.value

        return solve


def with_scip(folder: Path) -> Solve:
    """Return a solve by SCIP, on the written program and in a process of its own."""

    def solve(m: Any) -> float:
        m.write(str(folder / "level.mps"))
        found = solve_apart(folder / "level.mps", 0.0, 0.0)
        assert found["status"] == "optimal", found
        return float(found["value"])

    return solve
