"""The public Python names work as the README says."""

import pytest

import regietafel


def test_public_names_are_there_and_no_others():
    assert sorted(regietafel.__all__) == ["load_case", "read_plan", "solve"]
    assert all(callable(getattr(regietafel, name)) for name in regietafel.__all__)


def test_unknown_name_raises():
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = regietafel.no_such_name


def test_solve_and_read_plan_go_together(tmp_path):
    case = regietafel.load_case("voorbeeld:zeeland", variant="krap")
    plan = regietafel.solve(case)
    file = tmp_path / "plan.json"
    file.write_text(plan.to_json(), encoding="utf-8")
    assert regietafel.read_plan(file).to_json() == plan.to_json()
