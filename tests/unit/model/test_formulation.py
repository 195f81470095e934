"""The program as a whole: names that never meet, docstrings in five parts, a meaning for every component."""

import re

import pyomo.environ as pyo
import pytest
from golden.rule_cases import RULE_CASES

from regietafel.model.build import build
from regietafel.model.figures.ratios import MEASURES, NORM_ERRORS
from regietafel.model.formulation import NORMS, POLITICAL, RULES, TIERS
from regietafel.model.given import Given
from regietafel.model.rule_checks.measure import RULE_CHECKS
from regietafel.model.scenario import OPTIONS, Scenario
from regietafel.outputs.texts_catalogue import catalogue
from support.rule_effects import EFFECTS

ALL_RULES = {rule.__name__: rule for rule in (*RULES, *(rule for norm in NORMS.values() for rule in norm.CONSTRAINTS))}
REPORTED = {name: rule for name, rule in ALL_RULES.items() if rule.group not in ("definition", "norm")}
EVERYTHING = {
    "counting": "durable",
    "vessels_share": 0.5,
    "hub_max_satellite_places": 60,
    "clusters_connected": True,
    "minor_units_apart": True,
}


@pytest.fixture(scope="module", params=NORMS)
def program(request):
    case = RULE_CASES["satellite_has_hub"][0]
    return build(Given(case, Scenario(**EVERYTHING, fairness=request.param)))


def components(program, *kinds):
    """Give the components declared by name; Pyomo makes sets of its own for indices."""
    found = (item for kind in kinds for item in program.component_objects(kind, descend_into=False))
    return [item for item in found if not item.local_name.endswith(("_index", "_domain"))]


def test_no_name_is_used_twice():
    shared = {rule for norm in NORMS.values() for rule in norm.CONSTRAINTS}
    names = [rule.__name__ for rule in (*RULES, *shared)]
    assert len(names) == len(set(names))


def test_rules_options_and_what_a_program_is_made_of_have_different_names(program):
    parts = {item.local_name for item in components(program, pyo.Set, pyo.Param, pyo.Var, pyo.Expression)}
    assert ALL_RULES.keys() & parts == set()
    assert OPTIONS.keys() & parts == set()
    assert ALL_RULES.keys() & OPTIONS.keys() == set()
    assert len(parts) > 50


def test_every_component_says_what_it_is(program):
    kinds = (pyo.Set, pyo.Param, pyo.Var, pyo.Expression, pyo.Constraint)
    assert [item.local_name for item in components(program, *kinds) if not item.doc] == []


def test_every_number_and_variable_has_a_unit_or_is_a_yes_or_no(program):
    silent = [
        item.local_name
        for item in components(program, pyo.Param, pyo.Var)
        if not re.search(r"\[.+\]$|^1 if |^weight of |^nothing: ", item.doc)
    ]
    assert silent == []


@pytest.mark.parametrize("name", ALL_RULES)
def test_the_docstring_of_a_rule_has_five_parts(name):
    sentence, math, symbols, rest = re.split(r"\n\s*\n", ALL_RULES[name].__doc__.strip(), maxsplit=3)
    assert re.fullmatch(r"[A-Z][^\n]+\.", sentence)
    assert math.strip().startswith(".. math:: ")
    assert "``" in symbols
    active, source = rest.split("Source: ")
    assert active.strip().removeprefix("Active: ").endswith(".") or active.strip().removeprefix("Norm: ").endswith(".")
    assert source.strip().endswith(".")


@pytest.mark.parametrize("name", ALL_RULES)
def test_symbols_in_a_docstring_exist(name):
    case, options, reference = RULE_CASES[name]
    program = build(Given(case, Scenario(**options), reference))
    symbols = re.split(r"\n\s*\n", ALL_RULES[name].__doc__.strip(), maxsplit=3)[2]
    named = [word for word in re.findall(r"``(\w+)``", symbols) if not hasattr(program, word)]
    assert [word for word in named if word not in OPTIONS] == []


def test_every_name_is_a_sentence_of_lower_case_words():
    assert [name for name in ALL_RULES if not re.fullmatch(r"[a-z]+(_[a-z]+){2,}", name)] == []


def test_rules_of_choice_are_rules():
    assert set(POLITICAL) <= ALL_RULES.keys()
    assert [name for name in POLITICAL if name not in REPORTED] == []


def test_the_checks_of_the_audit_are_the_reported_rules_in_the_same_order():
    told = [(rule.__name__, rule.group, rule.unit, rule.article) for rule in REPORTED.values()]
    assert [(item.name, item.group, item.unit, item.article) for item in RULE_CHECKS.values()] == told


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_texts_speak_of_no_other_rule_than_the_reported_ones(lang):
    spoken = {code.split(".")[1] for code in catalogue(lang) if code.startswith("rule.")}
    assert spoken == REPORTED.keys()


def test_every_aim_has_its_own_name_and_unit():
    assert len({tier.NAME for tier in TIERS}) == len(TIERS)
    assert all(tier.UNIT and tier.ABSOLUTE_GAP > 0 for tier in TIERS)


def test_a_rule_added_twice_is_refused():
    case, options, _ = RULE_CASES["places_fit_location"]
    program = build(Given(case, Scenario(**options)))
    with pytest.raises(RuntimeError, match="places_fit_location"):
        program.add_component("places_fit_location", pyo.Constraint(rule=lambda m: m.nothing <= 0))


def test_every_rule_has_a_golden_case_and_a_case_in_which_it_decides():
    assert RULE_CASES.keys() == EFFECTS.keys() == ALL_RULES.keys()


def test_a_norm_is_measured_the_same_with_and_without_its_program():
    assert {name: norm.measure for name, norm in NORMS.items()} == dict(MEASURES)
    assert {name: norm.ERROR for name, norm in NORMS.items()} == NORM_ERRORS
