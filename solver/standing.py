"""A program as rows and columns that stands still: asked again and again with some of its rows left out.

Pyomo keeps a program up to date row by row, which costs more than solving it when the questions are small. Here the
program is handed to HiGHS as a whole at every question, with the rows of what is left out made free. So an answer does
not depend on the questions before it.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal

import highspy
import numpy as np
from numpy.typing import NDArray

from regietafel.model.errors import Finding, SolverError
from regietafel.solver.highs import INFEASIBLE, STOPPED, LivingSolver

Numbers = NDArray[np.float64]
Places = NDArray[np.int_]
State = Literal["solved", "infeasible", "nothing"]
ACCURACY = 1e-6
"""Relative accuracy of a row: what a solver keeps."""
LOOSE_GAP = 0.2
"""A plan that serves to find members that can be kept need not be the best one."""


class StandingProgram:
    """Rows and columns of a program, and the questions to them.

    Parameters
    ----------
    m : pyomo.environ.ConcreteModel
        With an aim; changes to it after this are not seen.
    options : mapping
        Handed to HiGHS as they are.
    """

    def __init__(self, m: Any, options: Mapping[str, Any]) -> None:
        solver = LivingSolver(options)
        program, self._columns, self._rows = solver.handed_over(m)
        self._program, self._options = program, dict(options)
        self.lower: Numbers = np.array(program.row_lower_)
        self.upper: Numbers = np.array(program.row_upper_)
        self.least: Numbers = np.array(program.col_lower_)
        self.most: Numbers = np.array(program.col_upper_)
        whole = highspy.HighsVarType.kInteger
        self._whole = np.array([kind == whole for kind in program.integrality_], dtype=bool)
        self._at_row, self._at_column, self._values = _entries(program.a_matrix_)

    def rows_of(self, constraints: Iterable[Any]) -> list[int]:
        """Return where constraints of the program stand."""
        return [self._rows[constraint] for constraint in constraints]

    def column_of(self, variable: Any) -> int | None:
        """Return where a variable stands; None when no row has it."""
        return self._columns.get(id(variable))

    def activity(self, values: Numbers) -> Numbers:
        """Return what every row comes to."""
        terms = self._values * values[self._at_column]
        return np.bincount(self._at_row, weights=terms, minlength=len(self.lower))

    def solve(
        self, bounds: tuple[Numbers, Numbers, Numbers], seconds: Callable[[], float]
    ) -> tuple[State, Numbers | None]:
        """Find whole numbers that keep the rows.

        Parameters
        ----------
        bounds : tuple of arrays
            Lower and upper bound of every row, and upper bound of every column.
        seconds : callable
            Says how much time is left.

        Returns
        -------
        tuple
            ``solved`` with the values, ``infeasible``, or ``nothing``: no answer in time. An answer that there is none is
            asked for again without presolve, and values that do not keep the rows are too.
        """
        state, values = self._run(bounds, seconds(), "choose")
        if state == "solved" and values is not None and self._keeps(bounds, values):
            return state, values
        if state == "nothing":
            return state, None
        state, values = self._run(bounds, seconds(), "off")
        if state == "solved" and (values is None or not self._keeps(bounds, values)):
            return "nothing", None
        return state, values

    def _run(
        self, bounds: tuple[Numbers, Numbers, Numbers], seconds: float, presolve: str
    ) -> tuple[State, Numbers | None]:
        highs = highspy.Highs()
        options = {"output_flag": False, "presolve": presolve, "time_limit": max(0.0, seconds)}
        for key, value in (options | {"mip_rel_gap": LOOSE_GAP} | self._options).items():
            highs.setOptionValue(key, value)
        self._program.row_lower_, self._program.row_upper_, self._program.col_upper_ = bounds
        highs.passModel(self._program)
        highs.run()
        status, info = highs.getModelStatus(), highs.getInfo()
        if info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
            return "solved", self._rounded(np.array(highs.getSolution().col_value))
        if status in INFEASIBLE:
            return "infeasible", None
        if status in STOPPED:
            return "nothing", None
        raise SolverError(Finding("solver_trouble", value=str(status), params={"log": ""}))

    def _rounded(self, values: Numbers) -> Numbers:
        return np.where(self._whole, np.round(values), values)

    def _keeps(self, bounds: tuple[Numbers, Numbers, Numbers], values: Numbers) -> bool:
        lower, upper, most = bounds
        inside = np.all(values >= self.least - ACCURACY) and np.all(values <= most + ACCURACY)
        return bool(inside and np.all(keeping(self.activity(values), lower, upper)))


def _entries(matrix: Any) -> tuple[Places, Places, Numbers]:
    """Return row, column and value of every number in the matrix."""
    starts, index = np.array(matrix.start_), np.array(matrix.index_)
    along = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    rows, columns = (along, index) if matrix.format_ == highspy.MatrixFormat.kRowwise else (index, along)
    return rows, columns, np.array(matrix.value_)


def keeping(activity: Numbers, lower: Numbers, upper: Numbers) -> NDArray[np.bool_]:
    """Say of every row whether it is kept, as accurately as a solver can."""
    finite_low, finite_high = np.where(np.isfinite(lower), lower, 0.0), np.where(np.isfinite(upper), upper, 0.0)
    hair = ACCURACY * np.maximum(1.0, np.maximum(np.abs(finite_low), np.abs(finite_high)))
    kept: NDArray[np.bool_] = (activity >= lower - hair) & (activity <= upper + hair)
    return kept
