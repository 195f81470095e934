"""Numbers, money and dates as people write them: ``1.234,5``, ``€ 1.234`` and ``1 juli 2027`` in Dutch."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from babel.dates import format_date
from babel.numbers import format_decimal

LOCALES = {"nl": "nl_NL", "en": "en_GB"}
MINUS = "-"  # also in the code page of a Windows console
GAP = "\u00a0"
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Signs that no XML file may hold, and so no document."""


def number(value: float | Fraction, lang: str, decimals: int = 3) -> str:
    """Write a number with at most `decimals` decimals.

    Examples
    --------
    >>> number(1234.5, "nl")
    '1.234,5'
    """
    pattern = "#,##0" + (("." + "#" * decimals) if decimals else "")
    return _written(value, pattern, lang)


def fixed(value: float | Fraction, lang: str, decimals: int = 2) -> str:
    """Write a number with exactly `decimals` decimals.

    Examples
    --------
    >>> fixed(1.1, "nl")
    '1,10'
    """
    return _written(value, "#,##0." + "0" * decimals if decimals else "#,##0", lang)


def money(amount: float | Fraction, lang: str) -> str:
    """Write an amount in whole euros.

    Examples
    --------
    >>> money(1234, "nl").replace(GAP, " ")
    '€ 1.234'
    """
    written = _written(amount, "#,##0", lang)
    return f"€{GAP}{written}" if lang == "nl" else _english_money(written)


def large_money(amount: float, lang: str) -> str:
    """Write an amount in millions of euros with one decimal, from ten million up; smaller ones in full."""
    if abs(amount) < 10_000_000:
        return money(amount, lang)
    millions = fixed(amount / 1_000_000, lang, 1)
    word = "miljoen" if lang == "nl" else "million"
    return f"€{GAP}{millions}{GAP}{word}" if lang == "nl" else f"€{millions}{GAP}{word}"


def percentage(share: float, lang: str, decimals: int = 1) -> str:
    """Write a share as a percentage.

    Examples
    --------
    >>> percentage(0.125, "nl").replace(GAP, " ")
    '12,5 %'
    """
    written = number(share * 100, lang, decimals)
    return f"{written}{GAP}%" if lang == "nl" else f"{written}%"


def day(value: date | str, lang: str) -> str:
    """Write a date in full: ``1 juli 2027``; takes ISO text too."""
    when = date.fromisoformat(value) if isinstance(value, str) else value
    return format_date(when, "long", locale=LOCALES[lang])


def short_day(value: date | str, lang: str) -> str:
    """Write a date for a narrow column: ``1-7-2027`` in Dutch, ``1 Jul 2027`` in English."""
    when = date.fromisoformat(value) if isinstance(value, str) else value
    return format_date(when, "d-M-y" if lang == "nl" else "d MMM y", locale=LOCALES[lang])


def table_day(value: date | str) -> str:
    """Write a date as the tables have it: ``01-07-2027``."""
    when = date.fromisoformat(value) if isinstance(value, str) else value
    return when.strftime("%d-%m-%Y")


def listed(parts: Sequence[str], lang: str) -> str:
    """Write a list as in a sentence: ``a, b en c``."""
    if len(parts) < 2:
        return "".join(parts)
    word = "en" if lang == "nl" else "and"
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"


def _english_money(written: str) -> str:
    """Put the euro sign after the minus, as English does."""
    return f"{MINUS}€{written[1:]}" if written.startswith(MINUS) else f"€{written}"


def _written(value: float | Fraction, pattern: str, lang: str) -> str:
    exact = (
        Decimal(value.numerator) / Decimal(value.denominator) if isinstance(value, Fraction) else Decimal(str(value))
    )
    written: str = format_decimal(exact, pattern, locale=LOCALES[lang])
    return written.replace("-", MINUS) if written not in ("-0",) else "0"
