"""The program of a trade-off as plain rows and columns, so that it can go to any process."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import highspy


@dataclass(frozen=True)
class Fraction:
    """Where a fraction stands: the columns above and below the line, and the row that keeps its limit."""

    above: int
    below: int
    row: int


@dataclass(frozen=True)
class AimColumn:
    """Where an aim stands in the program.

    Parameters
    ----------
    column : int
        What is made small; -1 of a fraction.
    scale : float
        What one unit of the column is worth, in the unit of the aim.
    fractions : tuple of Fraction
        Of an aim that is a fraction: one, or one per moment, of which the largest counts.
    """

    column: int
    scale: float
    fractions: tuple[Fraction, ...] = ()


@dataclass(frozen=True)
class Matrix:
    """The numbers of a program, as HiGHS has them, column by column or row by row."""

    format: int
    start: list[int]
    index: list[int]
    value: list[float]


@dataclass(frozen=True)
class FrontierProgram:
    """Rows and columns of a program without an aim, and where its aims stand.

    Parameters
    ----------
    columns, rows : pair of list of float
        Lower and upper bounds.
    whole : list of bool
        Whether a column is a whole number.
    matrix : Matrix
    amounts, counts : list of int
        Columns of places and persons, and whole columns of openings and of yes or no.
    aims : tuple of AimColumn
    options : mapping
        Handed to HiGHS as they are.
    """

    columns: tuple[list[float], list[float]]
    rows: tuple[list[float], list[float]]
    whole: list[bool]
    matrix: Matrix
    amounts: list[int]
    counts: list[int]
    aims: tuple[AimColumn, ...]
    options: Mapping[str, Any]

    def as_lp(self) -> Any:
        """Return the program as HiGHS takes it."""
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.whole), len(self.rows[0])
        lp.col_cost_ = [0.0] * len(self.whole)
        lp.col_lower_, lp.col_upper_ = self.columns
        lp.row_lower_, lp.row_upper_ = self.rows
        lp.a_matrix_.format_ = highspy.MatrixFormat(self.matrix.format)
        lp.a_matrix_.num_col_, lp.a_matrix_.num_row_ = lp.num_col_, lp.num_row_
        lp.a_matrix_.start_, lp.a_matrix_.index_ = self.matrix.start, self.matrix.index
        lp.a_matrix_.value_ = self.matrix.value
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        lp.integrality_ = [kinds[whole] for whole in self.whole]
        return lp
