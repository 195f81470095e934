"""Each rule says what its golden file says: a change of the formulation shows as a difference in a file."""

from pathlib import Path

import pytest
from golden.rule_cases import RULE_CASES

from regietafel.model.formulation import NORMS, RULES
from regietafel.model.scenario import Scenario
from support.lp import differing_lines, rule_as_lp

FOLDER = Path(__file__).parent / "rules"
OF_NORMS = dict.fromkeys(rule for norm in NORMS.values() for rule in norm.CONSTRAINTS)
NAMES = [rule.__name__ for rule in (*RULES, *OF_NORMS)]


def file_of(name: str) -> Path:
    return FOLDER / f"{name}.lp"


def test_every_rule_has_a_case():
    assert sorted(RULE_CASES) == sorted(NAMES)


def test_every_rule_has_a_golden_file_and_every_file_a_rule(rewrite_golden):
    if rewrite_golden:
        for path in FOLDER.glob("*.lp"):
            if path.stem not in NAMES:
                path.unlink()
        for name in NAMES:
            file_of(name).touch()
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted(f"{name}.lp" for name in NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_the_rule_says_what_its_golden_file_says(name, rewrite_golden):
    case, options, reference = RULE_CASES[name]
    actual = rule_as_lp(case, Scenario(**options), name, reference)
    if rewrite_golden:
        file_of(name).write_text(actual, encoding="utf-8", newline="\n")
    assert differing_lines(file_of(name).read_text(encoding="utf-8"), actual) == []
