"""Numbers, money and dates as people write them."""

from fractions import Fraction

import pytest

from regietafel.outputs import notation


def plain(written: str) -> str:
    return written.replace(notation.GAP, " ")


@pytest.mark.parametrize(
    ("value", "lang", "expected"),
    [
        (1234.5, "nl", "1.234,5"),
        (1234.5, "en", "1,234.5"),
        (-7, "nl", "-7"),
        (Fraction(1, 3), "nl", "0,333"),
        (0, "nl", "0"),
    ],
)
def test_number(value, lang, expected):
    assert notation.number(value, lang) == expected


def test_fixed_keeps_its_decimals():
    assert notation.fixed(1.1, "nl", 2) == "1,10"
    assert notation.fixed(0.125, "en", 4) == "0.1250"


@pytest.mark.parametrize(
    ("amount", "lang", "expected"),
    [(1234, "nl", "€ 1.234"), (1234, "en", "€1,234"), (-1234, "nl", "€ -1.234"), (-1234, "en", "-€1,234")],
)
def test_money(amount, lang, expected):
    assert plain(notation.money(amount, lang)) == expected


def test_large_money_is_in_millions_from_ten_million():
    assert plain(notation.large_money(83_456_789, "nl")) == "€ 83,5 miljoen"
    assert plain(notation.large_money(83_456_789, "en")) == "€83.5 million"
    assert plain(notation.large_money(9_999_999, "nl")) == "€ 9.999.999"


def test_percentage_and_dates():
    assert plain(notation.percentage(0.125, "nl")) == "12,5 %"
    assert notation.percentage(0.125, "en") == "12.5%"
    assert notation.day("2027-07-01", "nl") == "1 juli 2027"
    assert notation.day("2027-07-01", "en") == "1 July 2027"
    assert notation.short_day("2027-07-01", "nl") == "1-7-2027"
    assert notation.table_day("2027-07-01") == "01-07-2027"


@pytest.mark.parametrize(
    ("parts", "expected"), [([], ""), (["a"], "a"), (["a", "b"], "a en b"), (["a", "b", "c"], "a, b en c")]
)
def test_list_reads_as_a_sentence(parts, expected):
    assert notation.listed(parts, "nl") == expected


def test_notation_fits_the_code_page_of_a_windows_console():
    written = (
        notation.large_money(-83_456_789, "nl") + notation.percentage(-0.1, "nl") + notation.day("2027-07-01", "nl")
    )
    assert written.encode("cp1252").decode("cp1252") == written
