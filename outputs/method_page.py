"""The method page for lay readers, as parts that the report, a document or a file places each in its own way."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import Any, ClassVar

from regietafel.outputs import method_example as example
from regietafel.outputs import method_picture, notation
from regietafel.outputs.texts_catalogue import DEFAULT_LANGUAGE, text

NORMS = ("minimax", "leximin", "deviation", "gini", "theil", "regret")


@dataclass(frozen=True)
class Heading:
    """A heading; `anchor` is the name a link leads to."""

    kind: ClassVar[str] = "heading"
    words: str
    anchor: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph."""

    kind: ClassVar[str] = "paragraph"
    words: str


@dataclass(frozen=True)
class Points:
    """A list of short sentences."""

    kind: ClassVar[str] = "points"
    items: tuple[str, ...]


@dataclass(frozen=True)
class Grid:
    """A table; the first column names the row, the last `numeric` columns hold numbers."""

    kind: ClassVar[str] = "grid"
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: int


@dataclass(frozen=True)
class Picture:
    """A picture: title, words that say all it shows, a caption, and the drawing as SVG without outside parts."""

    kind: ClassVar[str] = "picture"
    number: int
    title: str
    alternative: str
    caption: str
    svg: str


Part = Heading | Paragraph | Points | Grid | Picture


def method_title(lang: str = DEFAULT_LANGUAGE) -> str:
    """Return the title of the page."""
    return text("method.title", lang)


def method_parts(lang: str = DEFAULT_LANGUAGE, *, alone: bool = False) -> tuple[Part, ...]:
    """Return the method page in reading order.

    Parameters
    ----------
    lang : str
        ``nl`` or ``en``.
    alone : bool
        Whether the pictures become files of their own.

    Returns
    -------
    tuple of Part
        Headings, paragraphs, lists, tables and pictures; texts without any markup. The four pictures follow each other.
    """
    told = {**_written(example.numbers(), lang), **_money(lang)}
    return (
        *_words(told, lang),
        *_norms(told, lang),
        *_leximin(told, lang, alone=alone),
        *_said("proof", ("meaning", "example", "levels", "limits"), told, lang),
        *_weights(lang),
        *_said("price", ("meaning", "example", "worth"), told, lang),
        *_said("decision", ("meaning", "again"), told, lang),
    )


def method_groups(lang: str = DEFAULT_LANGUAGE) -> list[dict[str, Any]]:
    """Return the parts of the page with pictures that follow each other taken together, as they stand side by side."""
    return [
        {"pictures": pictures, "parts": list(parts)}
        for pictures, parts in groupby(method_parts(lang), key=lambda part: isinstance(part, Picture))
    ]


def _written(numbers: dict[str, Any], lang: str) -> dict[str, Any]:
    """Write burdens with two decimals; leave whole numbers as they are."""
    return {
        name: notation.fixed(value, lang, 2) if isinstance(value, Fraction) else value
        for name, value in numbers.items()
    }


def _money(lang: str) -> dict[str, str]:
    return {name: notation.money(value, lang) for name, value in example.amounts().items()}


def _said(section: str, names: tuple[str, ...], told: dict[str, Any], lang: str) -> Iterator[Part]:
    """Give a section of a heading and paragraphs."""
    yield Heading(text(f"method_{section}.title", lang), f"method-{section}")
    for name in names:
        yield Paragraph(text(f"method_{section}.{name}", lang, **told))


def _words(told: dict[str, Any], lang: str) -> Iterator[Part]:
    yield Paragraph(text("method.lead", lang))
    yield Heading(text("method_words.title", lang), "method-words")
    yield Points(tuple(text(f"method_words.{name}", lang, **told) for name in ("share", "burden", "norm")))


def _norms(told: dict[str, Any], lang: str) -> Iterator[Part]:
    """Explain the six norms, and measure the first and the last plan of the example with each."""
    yield from _said("norms", ("meaning",), told, lang)
    columns = tuple(text(f"method_norms.{name}", lang) for name in ("col_norm", "col_meaning", "col_first", "col_last"))
    rows = tuple(
        (
            text("method_norms.name", lang, title=text(f"norm.{norm}.title", lang), term=norm)
            if norm not in ("gini", "theil")
            else text(f"norm.{norm}.title", lang),
            f"{text(f'norm.{norm}.meaning', lang)} {text(f'method_norms.{norm}', lang, **told)}",
            *_measured(norm, lang),
        )
        for norm in NORMS
    )
    yield Grid(text("method_norms.caption", lang), columns, rows, 2)


def _measured(norm: str, lang: str) -> tuple[str, str]:
    """Write what a norm measures on the first and on the last plan; leximin has a row of numbers."""
    if norm == "leximin":
        return _row(0, lang), _row(3, lang)
    first, last = example.MEASURED[norm]
    return notation.fixed(first, lang, 2), notation.fixed(last, lang, 2)


def _row(plan: int, lang: str) -> str:
    """Write the burdens of a plan from high to low."""
    return " · ".join(notation.fixed(burden, lang, 2) for burden in example.in_order(plan))


def _leximin(told: dict[str, Any], lang: str, *, alone: bool) -> Iterator[Part]:
    yield from _said("leximin", ("meaning", "limits"), told, lang)
    limits = ("kerkwolde", "havenmonde", "others")
    yield Points(tuple(text(f"method_leximin.limit_{name}", lang, **told) for name in limits))
    yield Paragraph(text("method_leximin.reading", lang))
    for number in range(1, len(example.PLANS) + 1):
        yield Picture(
            number,
            method_picture.title(number, lang),
            method_picture.alternative(number, lang),
            text(f"method_picture.caption_{number}", lang, **told),
            method_picture.draw(number, lang, alone=alone),
        )
    yield Paragraph(text("method_leximin.end", lang, row=_row(3, lang)))


def _weights(lang: str) -> Iterator[Part]:
    """Weigh one plan in two ways."""
    yield from _said("weights", ("meaning",), {}, lang)
    names = ("col_municipality", "col_share", "col_carried", "col_equal", "col_half")
    half = notation.fixed(example.HALF, lang, 1)
    columns = tuple(text(f"method_weights.{name}", lang, half=half) for name in names)
    rows = tuple(
        (
            town.name,
            text("method_weights.both", lang, asylum=town.asylum_share, ukraine=town.ukraine_share),
            text("method_weights.both", lang, asylum=town.asylum, ukraine=town.ukraine),
            notation.fixed(town.burden(Fraction(1)), lang, 2),
            notation.fixed(town.burden(example.HALF), lang, 2),
        )
        for town in example.WEIGHED
    )
    yield Grid(text("method_weights.caption", lang), columns, rows, 2)
    yield Paragraph(text("method_weights.choice", lang))
