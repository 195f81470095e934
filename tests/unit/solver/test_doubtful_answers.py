"""An answer of HiGHS that another run contradicts is not passed on: small programs that its presolve gets wrong."""

import math
import time

import highspy
import pyomo.environ as pyo
import pytest

from regietafel.solver.highs import Limits, LivingSolver

LIMITS = Limits(gap=0.0, absolute_gap=0.0, seconds=60.0)


def program() -> pyo.ConcreteModel:
    """Make a program of two offers at two moments that presolve of HiGHS 1.15.1 calls infeasible.

    The first offer has 0 or 2 places, the second up to 3 a location in up to two locations. 3 and 5 places are asked,
    at most 2 are there at the second moment, and together no more than 3 may be missing.
    """
    m = pyo.ConcreteModel()
    m.T = pyo.Set(initialize=[0, 1])
    m.open = pyo.Var(m.T, domain=pyo.Integers, bounds=(0, 1))
    m.seats = pyo.Var(m.T, domain=pyo.Integers, bounds=(0, 2))
    m.new = pyo.Var(m.T, domain=pyo.Integers, bounds=(0, 2))
    m.rooms = pyo.Var(m.T, domain=pyo.Integers, bounds=(0, 6))
    m.short = pyo.Var(m.T, domain=pyo.Integers, bounds=lambda _, t: (0, (3, 5)[t]))
    m.switch = pyo.Var(domain=pyo.NonNegativeIntegers)
    m.touched = pyo.Var(m.T, domain=pyo.Integers, bounds=(0, 1))
    m.small = pyo.Var(domain=pyo.NonNegativeIntegers)
    m.rows = pyo.ConstraintList()
    for t in m.T:
        m.rows.add(m.seats[t] <= 2 * m.open[t])
    m.rows.add(m.rooms[0] <= 3 * m.new[0])
    for t in m.T:
        m.rows.add(2 * m.open[t] <= m.seats[t])
    m.rows.add(m.new[1] <= m.rooms[1])
    m.rows.add(m.new[0] <= m.new[1])
    for t, asked in enumerate((3, 5)):
        m.rows.add(m.seats[t] + m.rooms[t] + m.short[t] >= asked)
    m.rows.add(m.seats[1] + m.rooms[1] <= 2)
    m.rows.add(m.open[0] + m.switch >= 1)
    m.rows.add(m.switch <= m.touched[0])
    m.rows.add(m.new[1] <= 2 * m.touched[1])
    m.rows.add(2 * m.new[0] - m.rooms[0] <= 2 * m.small)
    m.rows.add(2 * m.short[0] + 2 * m.short[1] <= 6)
    return m


@pytest.fixture
def model() -> pyo.ConcreteModel:
    m = program()
    m.aim = pyo.Objective(expr=m.rooms[0] + m.rooms[1])
    return m


def test_presolve_still_calls_it_infeasible(model, tmp_path):
    """When this fails, HiGHS has mended it: the second run can go when no supported version needs it."""
    model.write(str(tmp_path / "program.mps"))
    answers = []
    for presolve in ("on", "off"):
        highs = highspy.Highs()
        highs.setOptionValue("output_flag", False)
        highs.setOptionValue("presolve", presolve)
        highs.readModel(str(tmp_path / "program.mps"))
        highs.run()
        answers.append(highs.getModelStatus())
    assert answers == [highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kOptimal]


def test_a_program_with_a_plan_is_not_called_infeasible(model):
    # 3 are missing at the second moment, so none at the first: 2 seats and 1 room. Its location stays and so does not
    # leave 2 seats of the 2 places then: 2 rooms. Together 3.
    outcome = LivingSolver({"threads": 1}).optimise(model, LIMITS)
    assert (outcome.state, outcome.stop) == ("solved", "proven")
    assert (outcome.value, outcome.bound) == pytest.approx((3.0, 3.0))


def test_a_start_is_not_called_the_best_plan(model):
    # 3 rooms at the first moment and no seats: 5 rooms together.
    for t, (rooms, short) in enumerate(((3, 0), (2, 3))):
        model.open[t], model.seats[t], model.new[t], model.touched[t] = 0, 0, 1, 1
        model.rooms[t], model.short[t] = rooms, short
    model.switch, model.small = 1, 0
    start = list(model.component_data_objects(pyo.Var))
    outcome = LivingSolver({"threads": 1}).optimise(model, LIMITS, start)
    assert outcome.state == "solved"
    assert (outcome.value, outcome.bound) == pytest.approx((3.0, 3.0))


def test_a_program_without_a_plan_is_called_infeasible(model):
    model.rows.add(model.short[0] + model.short[1] <= 2)
    began = time.perf_counter()
    outcome = LivingSolver({"threads": 1}).optimise(model, LIMITS)
    assert (outcome.state, outcome.value) == ("infeasible", math.inf)
    assert time.perf_counter() - began < LIMITS.seconds


def apart() -> pyo.ConcreteModel:
    """Make a program whose aim hangs on one real variable that nothing else touches: the least is 100 / 110."""
    m = pyo.ConcreteModel()
    m.one = pyo.Var(domain=pyo.Integers, bounds=(0, 40), initialize=0)
    m.other = pyo.Var(domain=pyo.Integers, bounds=(0, 60), initialize=0)
    m.worst = pyo.Var(domain=pyo.NonNegativeReals, initialize=1.5)
    m.share = pyo.Constraint(expr=pyo.inequality(-100, 40 * m.other - 60 * m.one, 100))
    m.compared = pyo.Constraint(expr=110 * m.worst >= 100)
    m.aim = pyo.Objective(expr=m.worst)
    return m


def test_a_start_is_not_called_the_best_plan_when_presolve_takes_the_aim_away():
    m = apart()
    outcome = LivingSolver({"threads": 1}).optimise(m, LIMITS, [m.one, m.other, m.worst])
    assert outcome.stop == "proven"
    assert (outcome.value, outcome.bound) == pytest.approx((100 / 110, 100 / 110))
    assert m.worst.value == pytest.approx(100 / 110)


def test_a_start_that_is_the_best_plan_is_proven():
    m = apart()
    m.worst = 100 / 110
    outcome = LivingSolver({"threads": 1}).optimise(m, LIMITS, [m.one, m.other, m.worst])
    assert (outcome.value, outcome.bound, outcome.stop) == (
        pytest.approx(100 / 110),
        pytest.approx(100 / 110),
        "proven",
    )
