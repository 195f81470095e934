"""Pins: one line is read as it is meant, written again, and everything that is wrong has its place and an example."""

from datetime import date

import pytest

from regietafel.inputs.pin_positions import read_pins, with_pins
from regietafel.inputs.pins import Pin, PinError, parse_pin
from regietafel.model.errors import ScenarioError
from regietafel.model.scenario import Scenario
from support.cases import A, B, moment, offer, position, tiny_case, town

DAY = date(2027, 7, 1)


@pytest.mark.parametrize(
    ("line", "pin"),
    [
        ("Voorbeeldstad: geen groot", Pin(names=("Voorbeeldstad",), demand="no_form", form="large")),
        ("Voorbeeldstad: geen grote locatie", Pin(names=("Voorbeeldstad",), demand="no_form", form="large")),
        ("X: no small-scale", Pin(names=("X",), demand="no_form", form="small_scale")),
        ("X: geen nieuwe satelliet", Pin(names=("X",), demand="no_form", form="satellite", only_new=True)),
        ("X: regulier <= 200", Pin(names=("X",), demand="at_most", stream="regular", places=200)),
        ("X: regular at most 1.200 places", Pin(names=("X",), demand="at_most", stream="regular", places=1200)),
        ("X: ten hoogste 5", Pin(names=("X",), demand="at_most", places=5)),
        ("X: hoogstens 5 plekken", Pin(names=("X",), demand="at_most", places=5)),
        ("X: ≤5", Pin(names=("X",), demand="at_most", places=5)),
        ("X: Oekraïne ≥ 5", Pin(names=("X",), demand="at_least", stream="ukraine", places=5)),
        ("X: statushouders ten minste 0", Pin(names=("X",), demand="at_least", stream="status_holder", places=0)),
        ("X: status-holders at least 7", Pin(names=("X",), demand="at_least", stream="status_holder", places=7)),
        ("X: totaal = 350 op 1-7-2027", Pin(names=("X",), demand="exactly", places=350, day=DAY)),
        ("X: total exactly 350 on 2027-07-01", Pin(names=("X",), demand="exactly", places=350, day=DAY)),
        ("X: groot asiel <= 300", Pin(names=("X",), demand="at_most", form="large", stream="asylum", places=300)),
        ("X: nieuw bijzonder = 16", Pin(names=("X",), demand="exactly", stream="special", places=16, only_new=True)),
        (
            "'s-Gravenhage + Den Bosch: asiel >= 4",
            Pin(names=("'s-Gravenhage", "Den Bosch"), demand="at_least", stream="asylum", places=4),
        ),
        ("PROVINCIE: geen groot", Pin(demand="no_form", form="large")),
        ("locatie VB-GM9001-G1: open", Pin(location="VB-GM9001-G1", demand="location_open")),
        ("Location a:b c: closed", Pin(location="a:b c", demand="location_closed")),
        ("locatie L1: dicht op 1-7-2027", Pin(location="L1", demand="location_closed", day=DAY)),
        ("locatie L1: <= 100", Pin(location="L1", demand="at_most", places=100)),
    ],
)
def test_a_pin_is_read_and_written_again(line, pin):
    assert parse_pin(line) == pin
    assert parse_pin(str(pin)) == pin


@pytest.mark.parametrize(
    ("line", "code", "part", "at"),
    [
        ("Voorbeeldstad", "pin_without_colon", "Voorbeeldstad", 1),
        ("", "pin_without_colon", "", 1),
        (": geen groot", "pin_subject_empty", "", 1),
        ("A + : geen groot", "pin_subject_empty", "A +", 1),
        ("locatie: open", "pin_subject_empty", "locatie", 1),
        ("A:", "pin_demand_missing", "", 3),
        ("A: regulir <= 2", "pin_word_unknown", "regulir", 4),
        ("A: regulier < 2", "pin_sign_strict", "<", 13),
        ("A: geen", "pin_form_missing", "", 8),
        ("A: geen 5", "pin_form_missing", "5", 9),
        ("A: open", "pin_state_of_location", "location_open", 1),
        ("locatie L: geen groot", "pin_location_form", "L", 1),
        ("locatie L: groot <= 5", "pin_location_form", "L", 1),
        ("A: regulier 200", "pin_relation_missing", "200", 13),
        ("A: regulier <=", "pin_number_missing", "", 15),
        ("A: <= 1,5", "pin_number_wrong", "1,5", 7),
        ("A: <= 1.50", "pin_number_wrong", "1.50", 7),
        ("A: <= 99999999", "pin_number_large", "99999999", 15),
        ("A: <= 5 op", "pin_date_missing", "", 11),
        ("A: <= 5 op 31-2-2027", "pin_date_wrong", "31-2-2027", 12),
        ("A: <= 5 op 1/7/2027", "pin_date_wrong", "1/7/2027", 12),
        ("A: <= 5 6", "pin_too_much", "6", 9),
    ],
)
def test_what_is_wrong_in_a_pin_has_a_place_and_an_example(line, code, part, at):
    with pytest.raises(PinError) as caught:
        parse_pin(line)
    found = caught.value.finding
    assert (found.code, found.value, found.params["at"]) == (code, part, at)
    assert parse_pin(found.params["example"]).places == 200


def test_an_unknown_word_names_the_nearest():
    with pytest.raises(PinError) as caught:
        parse_pin("A: klienschalig <= 2")
    assert caught.value.finding.params["nearest"] == "kleinschalig"


@pytest.fixture
def case():
    towns = [town(A, name="Súdwest-Voorbeeld"), town(B, name="'s-Modeldorp")]
    rows = [offer("L1", A), offer("L2", B, form="small_scale")]
    return tiny_case(towns, rows, [moment(DAY)], positions=[position("PIN-2")])


def test_names_are_matched_without_accents_and_capitals(case):
    (found,), findings = read_pins(["sudwest voorbeeld + S MODELDORP: asiel >= 400"], case)
    assert findings == []
    assert (found.municipalities, found.demand, found.stream, found.places) == ((A, B), "at_least", "asylum", 400)


def test_a_pin_is_an_ordinary_hard_position_that_says_where_it_was_fixed(case):
    (first, second), _ = read_pins(["locatie l1: <= 100", "GM9001: geen groot op 1-7-2027"], case)
    assert (first.position_id, second.position_id) == ("PIN-1", "PIN-3")  # PIN-2 stands in the table already
    assert first.party == "aan tafel vastgezet"
    assert (first.location_id, first.demand, first.places) == ("L1", "location_at_most", 100)
    assert (second.form, second.moment, second.non_negotiable, second.also_existing) == ("large", DAY, True, True)


def test_new_leaves_out_what_is_there_already(case):
    (found,), _ = read_pins(["GM9001: nieuw totaal <= 5"], case)
    assert not found.also_existing


@pytest.mark.parametrize(
    ("line", "code", "near"),
    [
        ("Modeldorf: geen groot", "pin_municipality_unknown", "'s-Modeldorp"),
        ("Utrecht: geen groot", "pin_municipality_outside", None),
        ("GM9001 + Súdwest-Voorbeeld: <= 5", "pin_municipality_twice", None),
        ("locatie L11: open", "pin_location_unknown", "L1"),
        ("GM9001: <= 5 op 1-8-2027", "pin_moment_unknown", None),
    ],
)
def test_what_the_case_does_not_have_is_named(case, line, code, near):
    positions, (found,) = read_pins([line], case)
    assert positions == ()
    assert found.code == code
    assert found.params.get("nearest", None) == near


def test_a_moment_that_is_not_there_is_named_as_it_was_typed(case):
    _, (found,) = read_pins(["GM9001: totaal = 5 op 01-8-2027 "], case)
    assert (found.value, found.params["at"]) == ("01-8-2027", 23)


def test_more_pins_come_after_those_of_before_and_keep_their_ids(case):
    first = with_pins(case, Scenario(), ["GM9001: <= 5"])
    second = with_pins(case, first, ["GM9002: <= 6"])
    assert second.pins == ("GM9001: <= 5", "GM9002: <= 6")
    assert [item.position_id for item in second.positions] == ["PIN-1", "PIN-3"]
    assert second.positions[:1] == first.positions
    with pytest.raises(ScenarioError):
        with_pins(case, second, ["X"])
