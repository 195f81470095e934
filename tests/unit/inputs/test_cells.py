"""One cell, strictly."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from regietafel.inputs.cells import CellError, read_cell, read_decimal, trim
from regietafel.inputs.names import Gazetteer
from regietafel.model.case import MunicipalityCode
from regietafel.model.tables import LOCATIONS, MUNICIPALITIES, TARGETS, TYPES, Column

TOWNS = Gazetteer({MunicipalityCode("GM9002"): "Bôsdorp"})


def read(column: Column, text: str) -> Any:
    return read_cell(column, text, TOWNS)


def refusal(column: Column, text: str) -> CellError:
    with pytest.raises(CellError) as refused:
        read(column, text)
    return refused.value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("29.400", 29_400),
        ("29400", 29_400),
        ("1.234,50", Fraction(2469, 2)),
        ("-0,056", Fraction(-7, 125)),
        ("0", 0),
        ("007", 7),
        ("3,0", 3),
    ],
)
def test_a_number_is_read_as_dutch(text: str, value: Fraction) -> None:
    assert read_decimal(text) == value


@pytest.mark.parametrize(
    ("text", "suggestions"),
    [("1.5", "15 / 1,5"), ("52.10", "5.210 / 52,1"), ("1.000.00", "100.000"), ("1,", "1")],
)
def test_a_badly_grouped_number_is_refused_with_what_it_may_have_meant(text: str, suggestions: str) -> None:
    with pytest.raises(CellError) as refused:
        read_decimal(text)
    assert (refused.value.code, refused.value.params) == ("number_format", {"suggestions": suggestions})


@pytest.mark.parametrize("text", ["abc", "1e3", "nan", "inf", "1_000", "29 400", "5%", "€ 5", "+5", "٣"])
def test_what_is_no_number_is_refused(text: str) -> None:
    assert refusal(LOCATIONS.column("places"), text).code == "number_none"


def test_a_point_meant_as_decimal_point_falls_out_of_range() -> None:
    # 0.123 is not Dutch at all; 52.123 is 52,123 thousand and so no latitude between 50 and 54.
    assert refusal(MUNICIPALITIES.column("ses_woa"), "0.123").code == "number_format"
    assert refusal(MUNICIPALITIES.column("lat"), "52.123").code == "number_range"


def test_places_are_whole_and_in_range() -> None:
    places = LOCATIONS.column("places")
    assert read(places, "150") == 150
    assert refusal(places, "150,5").code == "number_not_whole"
    assert refusal(places, "-3").params == {"low": 1, "high": 20_000}


@pytest.mark.parametrize("text", ["31-12-2027", "2027-12-31"])
def test_a_date_is_dutch_or_iso(text: str) -> None:
    assert read(LOCATIONS.column("first_day"), text) == date(2027, 12, 31)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("31-11-2027", "date_none"),
        ("31/12/2027", "date_format"),
        ("31-12-27", "date_format"),
        ("46387", "date_format"),
        ("1-1-0202", "date_range"),
    ],
)
def test_a_doubtful_date_is_refused(text: str, code: str) -> None:
    assert refusal(LOCATIONS.column("first_day"), text).code == code


@pytest.mark.parametrize(
    ("text", "value"), [("ja", True), ("X", True), ("1", True), ("WAAR", True), ("nee", False), ("0", False)]
)
def test_yes_and_no_have_their_words(text: str, value: bool) -> None:
    assert read(LOCATIONS.column("durable"), text) is value
    assert refusal(LOCATIONS.column("durable"), "misschien").code == "yes_no_unknown"


def test_a_word_is_found_without_accents_and_capitals() -> None:
    assert read(LOCATIONS.column("status"), "Verkenning") == "explored"
    assert read(TYPES.column("streams"), "Oekraïne + regulier") == ("regular", "ukraine")


def test_an_unknown_word_names_the_nearest() -> None:
    refused = refusal(LOCATIONS.column("status"), "bestaande")
    assert refused.code == "word_unknown"
    assert refused.params["nearest"] == "bestaand"
    assert refused.params["words"] == ["bestaand", "vastgesteld", "voornemen", "verkenning"]


def test_a_stream_twice_in_a_list_is_refused() -> None:
    assert refusal(TYPES.column("streams"), "regulier+Regulier").code == "list_double"


@pytest.mark.parametrize("text", ["2027-I", "2027-i"])
def test_a_half_year_is_roman(text: str) -> None:
    assert read(TARGETS.column("half_year"), text) == "2027-I"
    assert refusal(TARGETS.column("half_year"), "2027-3").code == "half_year_format"


@pytest.mark.parametrize("text", ["Bôsdorp", "bosdorp", "BOSDORP", "GM9002", "9002", "gm9002"])
def test_a_municipality_is_known_by_name_or_code(text: str) -> None:
    assert read(LOCATIONS.column("municipality"), text) == "GM9002"


@pytest.mark.parametrize(
    ("text", "code"),
    [("Den Haag", "GM0518"), ("'s-Gravenhage", "GM0518"), ("Súdwest Fryslan", "GM1900"), ("518", "GM0518")],
)
def test_every_dutch_municipality_is_known(text: str, code: str) -> None:
    assert read(LOCATIONS.column("municipality"), text) == code


def test_an_unknown_municipality_names_the_nearest_of_the_case_first() -> None:
    refused = refusal(LOCATIONS.column("municipality"), "Bosdrop")
    assert (refused.code, refused.params) == ("municipality_unknown", {"nearest": "Bôsdorp"})
    assert refusal(LOCATIONS.column("municipality"), "Apeldorn").params == {"nearest": "Apeldoorn"}


def test_a_row_of_totals_is_named_so() -> None:
    assert refusal(LOCATIONS.column("municipality"), "Totaal").code == "municipality_total"


@pytest.mark.parametrize("text", ["#N/B", "#DIV/0!", "#WAARDE!", "#REF!", "#####"])
def test_an_error_of_a_spreadsheet_is_never_an_empty_cell(text: str) -> None:
    assert refusal(LOCATIONS.column("places"), text).code == "cell_error_value"
    assert refusal(LOCATIONS.column("name"), text).code == "cell_error_value"


def test_spaces_around_a_value_do_not_count() -> None:
    assert trim("\u00a0 29.400\u202f\t") == "29.400"
