"""Every rule decides somewhere: without it a better plan seems possible, and that plan breaks the rule."""

from functools import cache

import pytest

from regietafel.model.figures.ratios import NORM_ERRORS
from regietafel.model.formulation import NORMS, RULES
from regietafel.model.scenario import Scenario
from support.rule_effects import EFFECTS
from support.solve import EXACT, solve_without

OF_NORMS = dict.fromkeys(rule for norm in NORMS.values() for rule in norm.CONSTRAINTS)
NAMES = [rule.__name__ for rule in (*RULES, *OF_NORMS)]
NOISE = {"fairness": 1e-3, "cost": 1000.0}  # gaps that a proven aim may keep; each effect here is larger
HAIR = 1e-5


def test_every_rule_has_a_case_in_which_it_decides():
    assert sorted(EFFECTS) == sorted(NAMES)


@cache
def solved(name, *without):
    effect = EFFECTS[name]
    found = solve_without(effect.case, Scenario(**{**EXACT, **effect.options}), without, effect.reference)
    assert found.state == "solved"
    return found


def first_difference(kept, dropped):
    """Return the first aim that differs, and by how much the plan without the rule is better."""
    for aim, value in kept.items():
        if abs(value - dropped[aim]) > NOISE.get(aim, 0.5):
            return aim, value - dropped[aim]
    return "", 0.0


@pytest.mark.parametrize("name", NAMES)
def test_with_every_rule_the_plan_keeps_them_and_is_what_the_program_claims(name):
    found = solved(name)
    assert found.broken == frozenset()
    error = NORM_ERRORS[EFFECTS[name].options.get("fairness", "minimax")]
    allowed = {"fairness": HAIR + error}
    assert {
        aim: value for aim, value in found.measured.items() if abs(value - found.claimed[aim]) > allowed.get(aim, HAIR)
    } == {}


@pytest.mark.parametrize("name", NAMES)
def test_the_optimum_changes_when_the_rule_is_dropped(name):
    aim, better = first_difference(solved(name).claimed, solved(name, name).claimed)
    assert better > 0, aim


@pytest.mark.parametrize("name", NAMES)
def test_the_plan_without_the_rule_breaks_it(name):
    wrong, found = EFFECTS[name].wrong or name, solved(name, name)
    if wrong.startswith("tier:"):
        aim = wrong.removeprefix("tier:")
        assert found.measured[aim] > found.claimed[aim] + NOISE.get(aim, 0.5)
    else:
        assert wrong in found.broken
