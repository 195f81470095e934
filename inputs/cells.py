"""One cell, strictly: text in, a typed value or a reason out; a value is never changed in silence.

Spaces around a value, non-breaking ones too, do not count. A number is read as Dutch (`29.400` is 29400, `1,5` is
one and a half); what is ambiguous or badly grouped (`1.5`) is refused with what it may have meant.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from babel.numbers import NumberFormatError, parse_decimal

from regietafel.inputs.names import Gazetteer, nearest, plain
from regietafel.model.cycle import HalfYear
from regietafel.model.tables import YES_NO_WORDS, Column

SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
INVISIBLE = "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd\ufffe\uffff\ud800-\udfff]")
LONGEST_NUMBER = 305
"""Signs that a number may have: one that is longer cannot be a binary number, and in the end not a Python one."""
PLAIN_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:,[0-9]+)?")
ENGLISH_THOUSANDS = re.compile(r"-?[0-9]{1,3},000")
NUMBER_SIGNS = re.compile(r"-?[0-9][0-9.,]*")
DUTCH_DATE = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})", re.ASCII)
ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
DATE_AND_TIME = re.compile(r"(?:\d{1,2}-\d{1,2}-\d{4}|\d{4}-\d{2}-\d{2})[T ]\d{1,2}:\d\d(?::\d\d)?(?:\.\d+)?", re.ASCII)
MONTHS = "jan|feb|mrt|mar|apr|mei|may|jun|jul|aug|sep|okt|oct|nov|dec"
LOOKS_LIKE_DATE = re.compile(
    rf"\d{{1,2}}-(?:\d{{1,2}}-\d{{4}}|(?:{MONTHS})(?:-\d{{2,4}})?)|(?:{MONTHS})-\d{{2,4}}|\d{{4}}-\d{{2}}-\d{{2}}|"
    rf"{DATE_AND_TIME.pattern}|-?\d+:\d\d(?::\d\d)?(?:\.\d+)?",
    re.IGNORECASE | re.ASCII,
)
"""What a spreadsheet makes of `1-2`, `3:30` and the like."""
HALF_YEAR = re.compile(r"\d{4}-I{1,2}", re.IGNORECASE | re.ASCII)
SIGNS_OF_LISTS = re.compile(r"[:=,;+]")
ERROR_CELL = re.compile(r"#(?:N/?A|N/?B|[A-Z][A-Z0-9/_]*[!?]|#+)|(?:Err|Fout):\d{3}")


class CellError(ValueError):
    """A cell cannot be read; carries the code of the finding and its parameters."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


def trim(text: str) -> str:
    """Take away spaces around a value, non-breaking and invisible ones too."""
    return text.strip(SPACES + INVISIBLE + " \t\r\n\v\f")


def clean(text: str) -> str:
    """Trim a cell and write its accents one way, so that equal cells are equal text."""
    return unicodedata.normalize("NFC", trim(text))


def read_cell(column: Column, text: str, gazetteer: Gazetteer) -> Any:
    """Read a filled cell as its column says.

    Parameters
    ----------
    column : Column
        What is allowed.
    text : str
        The trimmed text of the cell; not empty.
    gazetteer : Gazetteer
        Where municipalities are looked up.

    Returns
    -------
    object
        int, Fraction, float (degrees), date, bool, str, or a tuple of str, by the kind of the column.

    Raises
    ------
    CellError
        If the text is not of the column's kind, or out of its range.
    """
    if ERROR_CELL.fullmatch(text):
        raise CellError("cell_error_value")
    if sign := CONTROL.search(text):
        raise CellError("cell_control_sign", sign=f"U+{ord(sign[0]):04X}")
    if column.kind in ("municipality", "municipalities"):
        return _READ_PLACE[column.kind](text, gazetteer)
    return _READ[column.kind](column, text)


@lru_cache(maxsize=4096)
def read_decimal(text: str) -> Fraction:
    """Read a Dutch number exactly.

    Raises
    ------
    CellError
        ``number_format`` with what it may have meant, or ``number_none`` when it is no number at all.
    """
    if len(text) > LONGEST_NUMBER:
        raise CellError("number_none")
    if PLAIN_NUMBER.fullmatch(text):
        return Fraction(text.replace(",", "."))
    if not NUMBER_SIGNS.fullmatch(text):
        raise CellError("number_is_date" if LOOKS_LIKE_DATE.fullmatch(text) else "number_none")
    try:
        value: Decimal = parse_decimal(text, locale="nl_NL", strict=True)
    except NumberFormatError as error:
        raise CellError("number_format", suggestions=" / ".join(_suggestions(text, error))) from None
    if text.endswith((",", ".")):
        raise CellError("number_format", suggestions=text[:-1])
    return Fraction(value)


def _suggestions(text: str, error: NumberFormatError) -> list[str]:
    """Return what a badly grouped number may have meant; a single point is most often a decimal point."""
    found = [str(item) for item in error.suggestions or ()]
    pointed = text.replace(".", ",")
    if text.count(".") == 1 and "," not in text and pointed.rstrip("0") not in found:
        found.append(pointed)
    return found


def _decimal(column: Column, text: str) -> Fraction:
    value = read_decimal(text)
    if (column.low is not None and value < column.low) or (column.high is not None and value > column.high):
        raise CellError("number_range", low=_number(column.low), high=_number(column.high))
    return value


def _number(value: float | None) -> int | float | None:
    return int(value) if value is not None and value == int(value) else value


def _int(column: Column, text: str) -> int:
    if ENGLISH_THOUSANDS.fullmatch(text):
        # Read as Dutch it would be a thousand times too small, and still whole.
        raise CellError("number_format", suggestions=f"{text.replace(',', '.')} / {text.partition(',')[0]}")
    value = _decimal(column, text)
    if value.denominator != 1:
        raise CellError("number_not_whole")
    return int(value)


def _degrees(column: Column, text: str) -> float:
    return float(_decimal(column, text))


def _date(_column: Column, text: str) -> date:
    dutch, iso = DUTCH_DATE.fullmatch(text), ISO_DATE.fullmatch(text)
    if dutch:
        day, month, year = (int(part) for part in dutch.groups())
    elif iso:
        year, month, day = (int(part) for part in iso.groups())
    else:
        raise CellError("date_with_time" if DATE_AND_TIME.fullmatch(text) else "date_format")
    try:
        value = date(year, month, day)
    except ValueError:
        raise CellError("date_none") from None
    if not 1990 <= value.year <= 2100:
        raise CellError("date_range", low="1990", high="2100")
    return value


def _yes_no(_column: Column, text: str) -> bool:
    value = YES_NO_WORDS.get(text.casefold())
    if value is None:
        raise CellError("yes_no_unknown")
    return value


def _word(words: Mapping[str, str], text: str) -> str:
    known = {plain(word): machine for word, machine in words.items()}
    if plain(text) not in known:
        raise CellError("word_unknown", words=list(words), nearest=nearest(text, words))
    return known[plain(text)]


def _choice(column: Column, text: str) -> str:
    return _word(column.words, text)


def _streams(column: Column, text: str) -> tuple[str, ...]:
    found = [_word(column.words, trim(part)) for part in text.split("+")]
    if len(set(found)) < len(found):
        raise CellError("list_double")
    return tuple(machine for machine in column.words.values() if machine in found)


def _half_year(_column: Column, text: str) -> str:
    if not HALF_YEAR.fullmatch(text):
        raise CellError("half_year_format")
    return str(HalfYear.parse(text))


def _text(_column: Column, text: str) -> str:
    return text


def _code(_column: Column, text: str) -> str:
    if SIGNS_OF_LISTS.search(text):
        raise CellError("code_signs")
    if LOOKS_LIKE_DATE.fullmatch(text):
        raise CellError("code_is_date")
    if any(sign in INVISIBLE for sign in text):
        raise CellError("cell_control_sign", sign=f"U+{ord(next(sign for sign in text if sign in INVISIBLE)):04X}")
    return text


def read_municipality(text: str, gazetteer: Gazetteer) -> str:
    """Read a municipality by name or CBS code.

    Raises
    ------
    CellError
        ``municipality_unknown`` with the nearest name, ``municipality_total`` for a row of totals.
    """
    code = gazetteer.find(text)
    if code is None:
        if plain(text) in ("totaal", "som", "provincie", "eindtotaal"):
            raise CellError("municipality_total")
        raise CellError("municipality_unknown", nearest=gazetteer.nearest(text))
    return code


def _municipalities(text: str, gazetteer: Gazetteer) -> tuple[str, ...]:
    found = [read_municipality(trim(part), gazetteer) for part in text.split("+")]
    if len(set(found)) < len(found):
        raise CellError("list_double")
    return tuple(sorted(found))


_READ = {
    "text": _text,
    "code": _code,
    "any": _text,
    "int": _int,
    "decimal": _decimal,
    "degrees": _degrees,
    "date": _date,
    "yes_no": _yes_no,
    "choice": _choice,
    "streams": _streams,
    "half_year": _half_year,
}
_READ_PLACE = {"municipality": read_municipality, "municipalities": _municipalities}
