"""One solve: options are checked, the end of a run is put in plain words, and a run leaves the program as it was."""

from dataclasses import replace

import highspy
import pyomo.environ as pyo
import pytest

from regietafel.model.errors import SolverError
from regietafel.solver.highs import NEIGHBOURS, Ease, Limits, LivingSolver

EXACT = Limits(gap=0.0, absolute_gap=0.0, seconds=30.0)
OPTIONS = {"threads": 2, "random_seed": 0}


def program(low=None):
    """Give 3x + 2y at least `low` (7 when left out), x at most 1, both whole; their sum is as small as can be."""
    m = pyo.ConcreteModel()
    m.x = pyo.Var(domain=pyo.NonNegativeIntegers, bounds=(0, 1))
    m.y = pyo.Var(domain=pyo.NonNegativeIntegers, bounds=(0, 10))
    m.enough = pyo.Constraint(expr=3 * m.x + 2 * m.y >= (7 if low is None else low))
    m.aim = pyo.Objective(expr=m.x + m.y)
    return m


def test_an_unknown_option_is_refused_by_name():
    with pytest.raises(SolverError) as refused:
        LivingSolver({**OPTIONS, "mip_rel_gapp": 0.1})
    assert [finding.value for finding in refused.value.findings] == ["mip_rel_gapp"]


def test_a_value_an_option_does_not_take_is_refused():
    with pytest.raises(SolverError) as refused:
        LivingSolver({"presolve": "perhaps"})
    assert refused.value.findings[0].params["value"] == "perhaps"


def test_a_solved_program_is_proven_and_its_variables_hold_the_plan():
    m = program()
    outcome = LivingSolver(OPTIONS).optimise(m, EXACT)
    # x = 1 leaves 2y >= 4, so y = 2: together 3. Without x, y = 4.
    assert (outcome.state, outcome.stop, outcome.value, outcome.bound) == ("solved", "proven", 3.0, 3.0)
    assert (round(m.x.value), round(m.y.value)) == (1, 2)


def test_a_program_without_a_plan_is_infeasible():
    # At most 3 + 20 = 23.
    assert LivingSolver(OPTIONS).optimise(program(low=24), EXACT).state == "infeasible"


def test_a_run_with_real_numbers_leaves_whole_ones_for_the_next():
    m, solver = program(low=8), LivingSolver(OPTIONS)
    # x = 1 leaves 2y >= 5: as a real number 2.5, as a whole one 3.
    eased = solver.optimise(m, EXACT, ease=Ease(real=[m.y]))
    assert eased.value == pytest.approx(3.5)
    assert solver.optimise(m, EXACT).value == pytest.approx(4.0)


def test_a_held_variable_is_free_again_in_the_next_run():
    m, solver = program(), LivingSolver(OPTIONS)
    m.x.set_value(0)
    # Without x: 2y >= 7 takes y = 4.
    assert solver.optimise(m, EXACT, ease=Ease(held=[m.x])).value == pytest.approx(4.0)
    assert solver.optimise(m, EXACT).value == pytest.approx(3.0)


def test_the_options_of_an_ordinary_solve_are_those_of_highs_itself():
    plain = highspy.Highs()
    plain.setOptionValue("output_flag", False)
    options = LivingSolver({})._options(0.0)
    for key in (*NEIGHBOURS, "objective_target"):
        assert options[key] == plain.getOptionValue(key)[1], key


def test_that_there_is_no_plan_is_asked_again_without_presolve_unless_it_need_not_be_sure():
    asked = []

    class Counting(LivingSolver):
        def _attempt(self, model, deadline, presolve):
            asked.append(presolve)
            return super()._attempt(model, deadline, presolve)

    for sure in (True, False):
        found = Counting(OPTIONS).optimise(program(low=24), replace(EXACT, sure=sure))
        assert found.state == "infeasible"
    assert asked == ["choose", "off", "choose"]
