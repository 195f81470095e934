"""What of the plan on the table cannot be compared with a case."""

from regietafel.inputs.checks_reference import check_reference
from regietafel.model.errors import Finding
from support.cases import FIRST_DAY, SECOND_DAY, offer, tiny_case
from support.decisions import decided, joined

CASE = tiny_case(2, [offer("L1", places=(10, 100))])
DAYS = list(CASE.moment_keys)


def test_a_plan_of_the_same_offers_fits() -> None:
    assert check_reference(CASE, decided({"L1": 50}), DAYS, {"L1": "Hal"}, "runs/een") == []


def test_offers_that_are_gone_are_named_once() -> None:
    # L0 has no name in the plan on the table, L9 has.
    decisions = joined(decided({"L1": 50, "L9": 40}), decided({"L0": 30}))
    found = check_reference(CASE, decisions, DAYS, {"L1": "Hal", "L9": "Hotel"}, "runs/een")
    assert found == [Finding("reference_offers_gone", "warning", params={"offers": ["L0", "Hotel (L9)"]})]


def test_other_moments_are_an_error_with_both_lists() -> None:
    moments = sorted(str(day) for day in (FIRST_DAY, SECOND_DAY))
    (found,) = check_reference(CASE, decided({"L1": 50}), moments, {}, "runs/een")
    assert (found.code, found.level, found.value) == ("reference_other_moments", "error", "runs/een")
    assert found.params == {"moments": moments, "asked": DAYS}
