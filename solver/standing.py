"""A program as rows and columns that stands still: asked again and again with some of its rows left out.

Pyomo keeps a program up to date row by row, which costs more than solving it when the questions are small. Here the
program is handed to HiGHS as a whole at every question, with the rows of what is left out made free. So an answer does
not depend on the questions before it.
"""

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from math import isfinite
from typing import Any, Literal

import highspy

from regietafel.model.errors import Finding, SolverError
from regietafel.solver.highs import INFEASIBLE, STOPPED, LivingSolver, run_beside

Values = list[float]
State = Literal["solved", "infeasible", "nothing"]
ACCURACY = 1e-6
"""Relative accuracy of a row: what a solver keeps."""
SMALL = 1000
"""Columns; a program of fewer is asked without presolve in a moment."""
LOOSE_GAP = 0.2
"""A plan that serves to find members that can be kept need not be the best one."""


@dataclass(frozen=True)
class Bounds:
    """Lower and upper bound of every row, and upper bound of every column."""

    lower: Values
    upper: Values
    most: Values

    def copy(self) -> "Bounds":
        """Return bounds that can be changed without changing these."""
        return replace(self, lower=list(self.lower), upper=list(self.upper), most=list(self.most))


class StandingProgram:
    """Rows and columns of a program, and the questions to them.

    Parameters
    ----------
    m : pyomo.environ.ConcreteModel
        With an aim; changes to it after this are not seen.
    options : mapping
        Handed to HiGHS as they are.
    stop : threading.Event
        Set when someone asks to stop.
    """

    def __init__(self, m: Any, options: Mapping[str, Any], stop: threading.Event) -> None:
        self._stop, self.runs = stop, 0
        program, self._columns, self._rows = LivingSolver(options).handed_over(m)
        self._program, self._options = program, dict(options)
        self.bounds = Bounds(list(program.row_lower_), list(program.row_upper_), list(program.col_upper_))
        self._least = list(program.col_lower_)
        whole = highspy.HighsVarType.kInteger
        self._whole = [kind == whole for kind in program.integrality_]
        self._eased: list[int] = []
        self._entries = list(_entries(program.a_matrix_))
        self._places = {(row, column): place for place, (row, column, _) in enumerate(self._entries)}

    def rows_of(self, constraints: Iterable[Any]) -> list[int]:
        """Return where constraints of the program stand."""
        return [self._rows[constraint] for constraint in constraints]

    def column_of(self, variable: Any) -> int | None:
        """Return where a variable stands; None when no row has it."""
        return self._columns.get(id(variable))

    def set_coefficients(self, values: Mapping[tuple[int, int], float]) -> None:
        """Change coefficients (row, column) that are not 0, for the questions to come."""
        if not values:
            return
        for (row, column), value in values.items():
            self._entries[self._places[row, column]] = (row, column, value)
        self._program.a_matrix_.value_ = [value for _, _, value in self._entries]

    def ease(self, variables: Iterable[Any]) -> None:
        """Have a second opinion that there is no plan be asked first with some whole variables as real numbers.

        Where even then there is none, the answer holds, and HiGHS finds it sooner.
        """
        columns = (self._columns.get(id(variable)) for variable in variables)
        self._eased = [column for column in columns if column is not None]

    def solve(self, bounds: Bounds, seconds: Callable[[], float], *, sure: bool = True) -> tuple[State, Values]:
        """Find whole numbers that keep the rows.

        Parameters
        ----------
        bounds : Bounds
            Of this question.
        seconds : callable
            Says how much time is left.
        sure : bool
            Whether an answer that there is none is asked for again.

        Returns
        -------
        tuple
            ``solved`` with the values, ``infeasible``, or ``nothing``: no answer in time. An answer that there is none
            is asked for again without presolve, and so are values that do not keep the rows.
        """
        state, values = self._run(bounds, seconds(), "choose")
        if state == "nothing" or (state == "solved" and self._keeps(bounds, values)):
            return state, values
        if state == "infeasible" and not sure:
            return state, values
        if state == "infeasible" and self._eased and self._relaxed_state(bounds, seconds) == state:
            return state, []
        state, values = self._run(bounds, seconds(), "off")
        if state == "solved" and not self._keeps(bounds, values):
            return "nothing", []
        return state, values

    def _relaxed_state(self, bounds: Bounds, seconds: Callable[[], float]) -> State:
        """Ask with some whole variables as real numbers: another program for presolve; a small one without presolve."""
        presolve = "off" if len(self._least) < SMALL else "choose"
        return self._run(bounds, seconds(), presolve, eased=True)[0]

    def _run(self, bounds: Bounds, seconds: float, presolve: str, *, eased: bool = False) -> tuple[State, Values]:
        highs = highspy.Highs()
        options: dict[str, Any] = {
            "output_flag": False,
            "presolve": presolve,
            "time_limit": seconds,
            "mip_rel_gap": LOOSE_GAP,
        }
        for key, value in (options | self._options).items():
            highs.setOptionValue(key, value)
        program = self._program
        program.row_lower_, program.row_upper_, program.col_upper_ = bounds.lower, bounds.upper, bounds.most
        highs.passModel(program)
        for column in self._eased if eased else ():
            highs.changeColIntegrality(column, highspy.HighsVarType.kContinuous)
        self.runs += 1
        run_beside(highs, self._stop)
        status, info = highs.getModelStatus(), highs.getInfo()
        if info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
            found = zip(self._whole, highs.getSolution().col_value, strict=True)
            return "solved", [float(round(value)) if whole else value for whole, value in found]
        if status in INFEASIBLE:
            return "infeasible", []
        if status in STOPPED:
            return "nothing", []
        raise SolverError(Finding("solver_trouble", value=str(status), params={"log": ""}))

    def _keeps(self, bounds: Bounds, values: Values) -> bool:
        """Say whether values keep every row and every column of a question."""
        columns = zip(self._least, values, bounds.most, strict=True)
        inside = all(least - ACCURACY <= value <= most + ACCURACY for least, value, most in columns)
        return inside and all(self.kept_rows(values, bounds))

    def kept_rows(self, values: Values, bounds: Bounds | None = None) -> list[bool]:
        """Say of every row whether values keep it, as accurately as a solver can."""
        asked, activity = bounds or self.bounds, [0.0] * len(self.bounds.lower)
        for row, column, value in self._entries:
            activity[row] += value * values[column]
        return [_lies_in(*row) for row in zip(asked.lower, activity, asked.upper, strict=True)]


def _lies_in(lower: float, value: float, upper: float) -> bool:
    size = max([1.0, *(abs(bound) for bound in (lower, upper) if isfinite(bound))])
    return lower - ACCURACY * size <= value <= upper + ACCURACY * size


def _entries(matrix: Any) -> Iterable[tuple[int, int, float]]:
    """Give row, column and value of every number in the matrix."""
    starts, index, values = list(matrix.start_), list(matrix.index_), list(matrix.value_)
    by_row = matrix.format_ == highspy.MatrixFormat.kRowwise
    for along, (begin, end) in enumerate(pairwise(starts)):
        for place in range(begin, end):
            row, column = (along, index[place]) if by_row else (index[place], along)
            yield row, column, values[place]
