"""HiGHS keeps one scheduler per thread of the process: another number of threads must still be possible."""

from regietafel.inputs.load import case_from_tables
from regietafel.model.scenario import Scenario
from regietafel.solver.run import solve
from support.rule_effects import asked, site
from support.small_tables import small_tables


def test_one_process_can_solve_with_different_numbers_of_threads():
    case = asked(50, [site()])
    assert [solve(case, Scenario(threads=number)).status for number in (2, 1, 2)] == ["proven"] * 3


def test_the_number_of_threads_changes_nothing_in_a_plan_but_that_option():
    # So that a batch may leave it as the scenario has it, and a plan of a batch is the plan of its scenario alone.
    case, found = case_from_tables(small_tables()), []
    for number in (1, 2):
        document = solve(case, Scenario(fairness="minimax", fairness_prices="none", threads=number)).to_dict()
        assert document["scenario"]["options"].pop("threads")["value"] == number
        document.pop("versions")
        found.append(document)
    assert found[0] == found[1]
