"""What a rule of positions measures: room stays secret, and of two sides the nearer one is measured."""

from regietafel.model.rule_checks.measure import RULE_CHECKS, broken_rules
from regietafel.model.scenario import Scenario
from support.broken_positions import said
from support.cases import position
from support.decisions import decided, quantities


def slacks(name, case, decisions):
    return [instance.slack for instance in RULE_CHECKS[name].instances(quantities(case, decisions))]


def test_the_slack_of_a_position_does_not_tell_its_room():
    case = said(position(places=80, room=30))
    assert slacks("subject_stays_below_position", case, decided({"L1": 79})) == [1]
    assert slacks("subject_stays_below_position", case, decided({"L1": 81})) == [0]
    assert slacks("subject_stays_below_position", case, decided({"L1": 110})) == [0]
    free = said(position(places=80))
    assert slacks("subject_stays_below_position", free, decided({"L1": 300})) == [0]


def test_a_side_that_keeps_its_position_leaves_the_other_free():
    case = said(position(demand="not_both", location_id="L1", other_location_id="L2", hard=True))
    only_other = decided({"L2": 50})
    assert slacks("subject_waits_for_other_side", case, only_other) == [0]
    assert slacks("other_side_stays_empty", case, only_other) == [0]
    assert broken_rules(case, Scenario(), only_other) == []


def test_a_broken_position_is_named():
    case = said(position("S7", places=80, hard=True))
    (found,) = broken_rules(case, Scenario(), decided({"L1": 100}))
    assert (found.code, found.params["position"], found.value) == ("position_broken", "S7", "-20")
