"""HiGHS keeps one scheduler per thread of the process: another number of threads must still be possible."""

from regietafel.model.scenario import Scenario
from regietafel.solver.run import solve
from support.rule_effects import asked, site


def test_one_process_can_solve_with_different_numbers_of_threads():
    case = asked(50, [site()])
    assert [solve(case, Scenario(threads=number)).status for number in (2, 1, 2)] == ["proven"] * 3
