"""From a program with its kept tiers to rows and columns, with one column per aim.

Every aim is a column that is at least what the plan comes to, so a limit is a bound of a column and a sum of aims is an
objective. A fraction has two columns, for what is above and below the line, and one row whose number is the limit; of a
norm at several moments there are as many fractions, and the largest counts.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import highspy
import pyomo.environ as pyo

from regietafel.model.figures.aims import Aim
from regietafel.model.formulation import NORMS
from regietafel.model.objectives import cost, disturbance, emergency, locations, shortfall, small_scale, surplus
from regietafel.solver.frontier_program import AimColumn, Fraction, FrontierProgram, Matrix
from regietafel.solver.highs import LivingSolver
from regietafel.solver.norms import kept
from regietafel.solver.whole import parts_of

SCALES = {"euro": 10_000.0, "ratio": 1e-3, "share": 1e-3}
"""What one unit of the column of an aim is worth, so that the numbers of the program lie close together."""
SINGLE = {module.NAME: module.expression for module in (shortfall, surplus, cost, disturbance, locations, small_scale)}


def hand_over(m: Any, aims: Sequence[Aim], options: Mapping[str, Any]) -> tuple[FrontierProgram, list[Any]]:
    """Add the columns of the aims to a program, and return it as rows and columns.

    Parameters
    ----------
    m : pyomo.environ.ConcreteModel
        As built, with the kept tiers.
    aims : sequence of Aim
    options : mapping
        Handed to HiGHS as they are.

    Returns
    -------
    tuple
        The program, and the variable of each of its columns.
    """
    attach_aims(m, aims)
    m.aim.set_value(0.0)
    lp, columns, rows = LivingSolver(options).handed_over(m)
    parts = parts_of(m)
    whole = [kind == highspy.HighsVarType.kInteger for kind in lp.integrality_]
    program = FrontierProgram(
        columns=(list(lp.col_lower_), list(lp.col_upper_)),
        rows=(list(lp.row_lower_), list(lp.row_upper_)),
        whole=whole,
        matrix=_matrix(lp.a_matrix_),
        amounts=sorted(columns[id(item)] for item in parts.amounts if id(item) in columns),
        counts=sorted(columns[id(item)] for item in parts.counts if id(item) in columns and whole[columns[id(item)]]),
        aims=tuple(_stands(m, i, aim, columns, rows) for i, aim in enumerate(aims)),
        options=dict(options),
    )
    variables = {columns[id(item)]: item for item in parts.all if id(item) in columns}
    return program, [variables[i] for i in range(len(whole))]


def attach_aims(m: Any, aims: Sequence[Aim]) -> None:
    """Add the column of every aim, and the rows that keep it at or above what the plan comes to."""
    index = list(range(len(aims)))
    m.aim_is_at_most = pyo.Var(index, domain=pyo.NonNegativeReals, initialize=0)
    m.aim_above = pyo.Var(pyo.Any, dense=False, domain=pyo.NonNegativeReals)
    m.aim_below = pyo.Var(pyo.Any, dense=False, domain=pyo.NonNegativeReals)
    m.aim_is_counted = pyo.Constraint(pyo.Any)
    m.aim_below_is_counted = pyo.Constraint(pyo.Any)
    m.aim_fraction_is_kept = pyo.Constraint(pyo.Any)
    m.aim_is_kept = pyo.Constraint(pyo.Any)
    for i, aim in enumerate(aims):
        fractions = _fractions(m, aim)
        for number, (above, below) in enumerate(fractions):
            m.aim_is_counted[i, number] = above - m.aim_above[i, number] <= 0
            m.aim_below_is_counted[i, number] = m.aim_below[i, number] - below == 0
            m.aim_fraction_is_kept[i, number] = (None, m.aim_above[i, number] - m.aim_below[i, number], 1e30)
        for number, expression in enumerate([] if fractions else _expressions(m, aim)):
            m.aim_is_counted[i, number] = expression / scale_of(aim) - m.aim_is_at_most[i] <= 0


def limit_aims(m: Any, aims: Sequence[Aim], losses: Sequence[float]) -> None:
    """Let no aim come to more than it does at a point, and a hair for the arithmetic.

    A limit is a row: a solver that is kept alive does not see another bound of a column.
    """
    for i, (aim, loss) in enumerate(zip(aims, losses, strict=True)):
        limit = kept(loss / scale_of(aim))
        numbers = [number for index, number in m.aim_fraction_is_kept if index == i]
        if not numbers:
            m.aim_is_kept[i] = m.aim_is_at_most[i] <= limit
        for number in numbers:
            m.aim_fraction_is_kept[i, number] = m.aim_above[i, number] - kept(loss) * m.aim_below[i, number] <= 0


def scale_of(aim: Aim) -> float:
    """Return what one unit of the column of an aim is worth, in the unit of the aim."""
    return SCALES.get(aim.kind.unit, 1.0)


def _expressions(m: Any, aim: Aim) -> list[Any]:
    """Return what an aim is at least: one expression, or one per moment."""
    if aim.on:
        return [NORMS[aim.name].objective(m, aim.on)]
    return emergency.expressions(m) if aim.name == emergency.NAME else [SINGLE[aim.name](m)]


def _fractions(m: Any, aim: Aim) -> list[tuple[Any, Any]]:
    """Return what is above and below the line of an aim, one per moment of a norm; nothing when it is no fraction."""
    if aim.name == small_scale.NAME:
        return [(small_scale.expression(m), small_scale.divisor(m))]
    norm = NORMS.get(aim.name)
    if norm is None or norm.divisor(m, aim.on) is None:
        return []
    return [(norm.objective(m, aim.on, t), norm.divisor(m, aim.on, t)) for t in m.BURDEN_MOMENTS]


def _stands(m: Any, i: int, aim: Aim, columns: Mapping[int, int], rows: Mapping[Any, int]) -> AimColumn:
    keys = [key for key in m.aim_fraction_is_kept if key[0] == i]
    if not keys:
        return AimColumn(columns[id(m.aim_is_at_most[i])], scale_of(aim))
    fractions = [
        Fraction(columns[id(m.aim_above[key])], columns[id(m.aim_below[key])], rows[m.aim_fraction_is_kept[key]])
        for key in keys
    ]
    return AimColumn(-1, 1.0, tuple(fractions))


def _matrix(matrix: Any) -> Matrix:
    return Matrix(int(matrix.format_), list(matrix.start_), list(matrix.index_), list(matrix.value_))
