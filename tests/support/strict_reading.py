"""A second opinion on what a cell says, for the tests: written from the contract alone, nothing of the inputs.

What it cannot read, the program must refuse at that very cell; what it reads, the program may only read the same.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, Final

from regietafel.model.tables import FIGURES, TABLES, Column

UNREADABLE: Final = object()
AROUND = " \t\r\n\v\f\u00a0\u1680\u2028\u2029\u202f\u205f\u3000\u200b\u200e\u200f\u2060\ufeff" + "".join(
    chr(sign) for span in ((0x2000, 0x200B), (0x202A, 0x202F), (0x2066, 0x206A)) for sign in range(*span)
)
UNSEEN = "\u200b\u200e\u200f\u2060\ufeff" + "".join(
    chr(sign) for span in ((0x202A, 0x202F), (0x2066, 0x206A)) for sign in range(*span)
)
NUMBER = re.compile(r"-?([0-9]+|[0-9]{1,3}(\.[0-9]{3})+)(,[0-9]+)?")
DAY = re.compile(r"([0-9]{1,2})-([0-9]{1,2})-([0-9]{4})|([0-9]{4})-([0-9]{2})-([0-9]{2})")
ERROR = re.compile(r"#(N/?[AB]|[A-Z][A-Z0-9/_]*[!?]|#+)|(Err|Fout):[0-9]{3}")
LIKE_A_DAY = re.compile(
    r"[0-9]{1,2}-[a-z]{3}(-[0-9]{2,4})?|[a-z]{3}-[0-9]{2,4}|[0-9]{1,2}-[0-9]{1,2}-[0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2}",
    re.IGNORECASE,
)
MONTHS = ("jan", "feb", "mrt", "mar", "apr", "mei", "may", "jun", "jul", "aug", "sep", "okt", "oct", "nov", "dec")
FIGURE_OF = {item.header: item for item in FIGURES}


def bare(text: str) -> str:
    """Take away what stands around a value, and write accents one way."""
    return unicodedata.normalize("NFC", text.strip(AROUND))


def fold(text: str) -> str:
    """Keep letters and digits, without capitals and accents."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if sign.isalnum())


def is_example(row: Mapping[str, str]) -> bool:
    """Whether a row is marked as an example, and so not read."""
    first = next(filter(None, map(bare, row.values())), "")
    return re.match(r"voorbeeld\s*:", first, re.IGNORECASE) is not None


def number(text: str) -> Any:
    """Read a Dutch number."""
    if not NUMBER.fullmatch(text) or len(text) > 305:
        return UNREADABLE
    return Fraction(text.replace(".", "").replace(",", "."))


def whole(text: str) -> Any:
    """Read a whole number; `20,000` may be English and is refused."""
    found = UNREADABLE if re.fullmatch(r"-?[0-9]{1,3},000", text) else number(text)
    return int(found) if isinstance(found, Fraction) and found.denominator == 1 else UNREADABLE


def day(text: str) -> Any:
    """Read a date."""
    found = DAY.fullmatch(text)
    if not found:
        return UNREADABLE
    parts = [int(part) for part in found.groups() if part]
    try:
        return date(*(parts if found[4] else reversed(parts)))
    except ValueError:
        return UNREADABLE


def yes(text: str) -> Any:
    """Read yes or no."""
    return {"ja": True, "x": True, "1": True, "waar": True, "nee": False, "0": False, "onwaar": False}.get(
        text.casefold(), UNREADABLE
    )


def word(words: Mapping[str, str], text: str) -> Any:
    """Read a word of a list."""
    return {fold(dutch): machine for dutch, machine in words.items()}.get(fold(text), UNREADABLE)


def streams(words: Mapping[str, str], text: str) -> Any:
    """Read a list of streams, in the order of the contract."""
    found = [word(words, bare(part)) for part in text.split("+")]
    if UNREADABLE in found or len(set(found)) < len(found):
        return UNREADABLE
    return tuple(machine for machine in words.values() if machine in found)


def code(text: str) -> Any:
    """Read a code: no signs of lists, nothing unseen, nothing like a date."""
    like = LIKE_A_DAY.fullmatch(text)
    named = [part for part in text.casefold().split("-") if part.isalpha()]
    dated = bool(like) and all(part in MONTHS for part in named)
    return UNREADABLE if dated or any(sign in ":=,;+" or sign in UNSEEN for sign in text) else text


def half_year(text: str) -> Any:
    """Read a half-year."""
    return text.upper() if re.fullmatch(r"[0-9]{4}-(I|II)", text.upper()) else UNREADABLE


def says(table: str, header: str, row: Mapping[str, str]) -> Any:
    """Return what a cell says; None when it is empty, `UNREADABLE` when it says nothing that belongs there."""
    text = bare(row.get(header, ""))
    column = column_of(table, header, row)
    if not text:
        return None
    if ERROR.fullmatch(text) or any(unicodedata.category(sign) == "Cc" and sign not in "\t\n\r" for sign in text):
        return UNREADABLE
    if any(sign in "\ufffd\ufffe\uffff" for sign in text):
        return UNREADABLE
    return READ[column.kind](column.words, text) if column else number(text)


def column_of(table: str, header: str, row: Mapping[str, str]) -> Column | None:
    """Return the column of a cell, by the name of the figure in *opgave*; None for a key of *gemeenten*."""
    if (table, header) == ("opgave", "waarde"):
        found = {fold(name): item for name, item in FIGURE_OF.items()}.get(fold(row["naam"]))
        return found or Column(header, header)
    if table == "scenarios" and header not in ("instelling", "herkomst", "bron"):
        return Column(header, header)
    return next((item for item in TABLES[table].all_columns() if item.header == header), None)


READ: Mapping[str, Callable[[Mapping[str, str], str], Any]] = {
    "text": lambda _, text: text,
    "any": lambda _, text: text,
    "municipality": lambda _, text: text,
    "municipalities": lambda _, text: text,
    "code": lambda _, text: code(text),
    "int": lambda _, text: whole(text),
    "decimal": lambda _, text: number(text),
    "degrees": lambda _, text: number(text),
    "date": lambda _, text: day(text),
    "yes_no": lambda _, text: yes(text),
    "choice": word,
    "streams": streams,
    "half_year": lambda _, text: half_year(text),
}


def written(table: str, header: str, row: Mapping[str, str]) -> str:
    """Write what a cell says in the plainest way, if it can be read: no thousands, ISO dates, words in lower case."""
    found, column = says(table, header, row), column_of(table, header, row)
    if found is None or found is UNREADABLE:
        return bare(row.get(header, ""))
    if isinstance(found, bool):
        return "ja" if found else "nee"
    if isinstance(found, date):
        return found.isoformat()
    if isinstance(found, int | Fraction):
        return plain_number(Fraction(found))
    dutch = {machine: said for said, machine in column.words.items()} if column else {}
    if isinstance(found, tuple):
        return "+".join(dutch[part] for part in found)
    return dutch.get(found, str(found))


def plain_number(value: Fraction) -> str:
    """Write a number with a decimal comma and nothing else."""
    sign, value, digits = "-" if value < 0 else "", abs(value), 0
    while (value * 10**digits).denominator != 1:
        digits += 1
    text = str(int(value * 10**digits)).rjust(digits + 1, "0")
    return sign + (f"{text[:-digits]},{text[-digits:]}" if digits else text)
