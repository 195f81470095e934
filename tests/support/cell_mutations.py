"""What happens to cells in an office: one random change of a table, by seed, as text or as a spreadsheet holds it."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any

from support.strict_reading import bare, plain_number
from support.workbooks import Formula, error

Tables = dict[str, list[dict[str, str]]]

WORDS = (
    "?",
    "-",
    "n.v.t.",
    "onbekend",
    "PM",
    "zie mail",
    "Totaal",
    "ja",
    "nee",
    "x",
    "WAAR",
    "abc",
    "😀",
    "#N/B",
    "#DIV/0!",
    "NaN",
    "inf",
    "1e3",
    "0",
    "1",
    "-1",
    "12",
    "1.5",
    "0,5",
    "1.000.000",
    "999999999",
    "29.400",
    "2027",
    "2027-I",
    "01-07-2027",
    "1-7-2027 9:00",
    "2027-07-01",
    "31/12/2027",
    "1-feb",
    "46569",
    "bestaand",
    "groot",
    "regulier",
    "Grootstad",
    "GM9001",
    "Arnhem",
    "voorbeeld: Grootstad",
    "berekend: 5",
    "=1+1",
    "'12",
    "\x07",
    "\x00",
    "\ufeff",
    "\u202e12",
    "　",
    "12\n13",
    "A" * 5000,
    "9" * 400,
    "9" * 5000,
)
NUMBERS = (
    lambda text: f"{text} plekken",
    lambda text: f"€ {text}",
    lambda text: f"€ {text},00",
    lambda text: f"ca. {text}",
    lambda text: f"{text}-{text}",
    lambda text: f"{text},00",
    lambda text: f"{text}.00",
    lambda text: f"{text},000",
    lambda text: f"{text}.000",
    lambda text: f"{text},5",
    lambda text: f"0{text}",
    lambda text: f"00{text}",
    lambda text: f"-{text}",
    lambda text: f"+{text}",
    lambda text: f"({text})",
    lambda text: f"{text}%",
    lambda text: f"{text}e0",
    lambda text: f"{text}*",
    lambda text: f"{text}{text}",
    lambda text: text.replace(",", "."),
    lambda text: text.replace("0", "O", 1),
    lambda text: text.translate({48 + n: 0x660 + n for n in range(10)}),
    lambda text: text.translate({48 + n: 0xFF10 + n for n in range(10)}),
    lambda text: text[:1] + "." + text[1:],
    lambda text: text[:1] + "," + text[1:],
    lambda text: text[:1] + " " + text[1:],
    lambda text: text[:-3] + "." + text[-3:],
    lambda text: text[:-3] + "\u00a0" + text[-3:],
    lambda text: text[:-1] + "²",
)
TEXTS = (
    lambda text: f" {text} ",
    lambda text: f"\u00a0{text}\u2009\t",
    lambda text: f"\u200b{text}\u200e",
    lambda text: text.upper(),
    lambda text: text.swapcase(),
    lambda text: unicodedata.normalize("NFD", text),
    lambda text: f"'{text}",
    lambda text: f'"{text}"',
    lambda text: f"{text};{text}",
    lambda text: f"{text}+{text}",
    lambda text: f"{text}\n{text}",
    lambda text: text[::-1],
    lambda text: text[:-1],
    lambda text: text[1:],
    lambda text: text + "\x1f",
    lambda text: text[:1] + "\u200b" + text[1:],
    lambda text: text.replace("e", "ë"),
    lambda text: f"{text} (oud)",
    lambda _: "",
)


@dataclass(frozen=True)
class Mutation:
    """One change of a table.

    Parameters
    ----------
    kind : str
        What was done.
    table : str
    row : int
        Index of the row that was changed.
    header : str
        Column that was changed; empty for a whole row.
    typed : object
        What a spreadsheet holds in the cell; None when it is the text.
    """

    kind: str
    table: str
    row: int
    header: str = ""
    typed: Any = None


def mutate(tables: Tables, draw: Random) -> Mutation:
    """Change the tables of a case in place."""
    table = draw.choice([name for name, rows in tables.items() if rows])
    row = draw.randrange(len(tables[table]))
    return draw.choices(KINDS, WEIGHTS)[0](tables, table, row, draw)


def _cell(tables: Tables, table: str, row: int, draw: Random) -> str:
    """Choose a column, filled ones more often."""
    found = tables[table][row]
    filled = [header for header, text in found.items() if text]
    return draw.choice(filled if filled and draw.random() < 0.7 else list(found))


def _word(tables: Tables, table: str, row: int, draw: Random) -> Mutation:
    header = _cell(tables, table, row, draw)
    tables[table][row][header] = draw.choice(WORDS)
    return Mutation("word", table, row, header)


def _number(tables: Tables, table: str, row: int, draw: Random) -> Mutation:
    found = tables[table][row]
    numbers = [header for header, text in found.items() if text and text[-1].isdigit()]
    header = draw.choice(numbers) if numbers else _cell(tables, table, row, draw)
    found[header] = draw.choice(NUMBERS)(found[header])
    return Mutation("number", table, row, header)


def _text(tables: Tables, table: str, row: int, draw: Random) -> Mutation:
    header, found = _cell(tables, table, row, draw), tables[table][row]
    found[header] = draw.choice(TEXTS)(found[header])
    return Mutation("text", table, row, header)


def _other(tables: Tables, table: str, row: int, draw: Random) -> Mutation:
    """Copy another cell over it: of the same column, or of any."""
    header, donor = _cell(tables, table, row, draw), draw.choice(tables[table])
    tables[table][row][header] = donor[header if draw.random() < 0.5 else draw.choice(list(donor))]
    return Mutation("other", table, row, header)


def _swap(tables: Tables, table: str, row: int, draw: Random) -> Mutation:
    found = tables[table][row]
    one, two = draw.sample(list(found), 2)
    found[one], found[two] = found[two], found[one]
    return Mutation("swap", table, row)


def _shift(tables: Tables, table: str, row: int, draw: Random) -> Mutation:
    """Move cells one to the right or left, from some column on."""
    found = tables[table][row]
    headers, start = list(found), draw.randrange(len(found))
    values = [found[header] for header in headers]
    moved = (
        [*values[:start], "", *values[start:-1]] if draw.random() < 0.5 else [*values[:start], *values[start + 1 :], ""]
    )
    tables[table][row] = dict(zip(headers, moved, strict=True))
    return Mutation("shift", table, row)


def _double(tables: Tables, table: str, row: int, draw: Random) -> Mutation:
    tables[table].insert(draw.randrange(len(tables[table]) + 1), dict(tables[table][row]))
    return Mutation("double", table, row)


def _delete(tables: Tables, table: str, row: int, _draw: Random) -> Mutation:
    del tables[table][row]
    return Mutation("delete", table, min(row, len(tables[table]) - 1))


def _signs(tables: Tables, table: str, row: int, draw: Random) -> Mutation:
    """Put signs from anywhere in a cell."""
    header, found = _cell(tables, table, row, draw), tables[table][row]
    signs = [
        chr(draw.choice((draw.randrange(1, 128), draw.randrange(128, 0xD800), draw.randrange(0xE000, 0x1F700))))
        for _ in range(3)
    ]
    place = draw.randrange(len(found[header]) + 1)
    found[header] = found[header][:place] + "".join(signs[: draw.randint(1, 3)]) + found[header][place:]
    return Mutation("signs", table, row, header)


def _typed(tables: Tables, table: str, row: int, draw: Random) -> Mutation:
    """Let a spreadsheet hold something else than text; the text says what that is."""
    header = _cell(tables, table, row, draw)
    value, text = draw.choice(TYPED)(draw)
    tables[table][row][header] = text
    return Mutation("typed", table, row, header, value)


def _some_number(draw: Random) -> tuple[Any, str]:
    value = draw.choice(
        (draw.randrange(1000), draw.randrange(10**7), draw.uniform(0, 60), round(draw.uniform(0, 2), 3), -draw.random())
    )
    return value, plain_number(Fraction(format(value, ".15g")))


def _some_day(draw: Random) -> tuple[Any, str]:
    value = date(2026, 1, 1) + timedelta(days=draw.randrange(1200))
    return value, value.strftime("%d-%m-%Y")


TYPED: tuple[Callable[[Random], tuple[Any, str]], ...] = (
    _some_number,
    _some_number,
    _some_day,
    lambda draw: draw.choice(((True, "ja"), (False, "nee"))),
    lambda _: (error("#REF!"), "#REF!"),
    lambda _: (Formula("A1*2", 12), "12"),
    lambda _: (Formula("A1&B1", "Grootstad"), "Grootstad"),
)
KINDS = (_word, _number, _text, _other, _swap, _shift, _double, _delete, _signs, _typed)
WEIGHTS = (6, 8, 6, 3, 2, 2, 1, 1, 4, 5)


def has_text(rows: list[Mapping[str, str]]) -> bool:
    """Whether a table still says something."""
    return any(bare(text) for row in rows for text in row.values())
