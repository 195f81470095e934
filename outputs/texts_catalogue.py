"""Every sentence, title, label and help text by code, in the language of the reader."""

import re
import string
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any

from regietafel.model.errors import Finding, Place

LANGUAGES = ("nl", "en")
DEFAULT_LANGUAGE = "nl"
WORDS = {
    "rule": "rule.{}.title",
    "rules": "rule.{}.title",
    "option": "option.{}.label",
    "unit": "unit.{}",
    "reason": "finding_reason.{}",
    "origin": "origin.{}",
    "assumes": "scenario.{}.assumes",
    "policy": "scenario.{}.source",
}
PARTS = ("wrong", "do")
"""What a finding says: what is wrong, and what to do."""
ABOUT_OPTIONS = (
    "emergency_list_length",
    "emergency_option_low",
    "large_max_low",
    "large_min_high",
    "large_town_low",
    "regions_none",
    "regret_scores_missing",
    "shortfall_not_first",
)
"""Findings whose value is the key of an option: people read its label."""
ISO_DATE = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d)")


@cache
def catalogue(lang: str) -> Mapping[str, str]:
    """Return all texts of a language by dotted code, from every file ``*.<lang>.toml`` and ``<lang>.toml``.

    Raises
    ------
    ValueError
        If the language is unknown, or two files have the same code.
    """
    if lang not in LANGUAGES:
        raise ValueError(f"no texts in language {lang!r}")
    found: dict[str, str] = {}
    for source in sorted(files("regietafel.outputs.texts").iterdir(), key=lambda item: item.name):
        if source.name.split(".")[-2:] != [lang, "toml"]:
            continue
        texts = _flat(tomllib.loads(source.read_text(encoding="utf-8")))
        if double := sorted(found.keys() & texts.keys()):
            raise ValueError(f"{source.name} has codes of another file: {double}")
        found |= texts
    return found


def has_text(code: str, lang: str = DEFAULT_LANGUAGE) -> bool:
    """Whether a code has a text."""
    return code in catalogue(lang)


def text(code: str, lang: str = DEFAULT_LANGUAGE, /, **params: Any) -> str:
    """Return a text with its parameters filled in, numbers and dates in the notation of the language.

    Parameters
    ----------
    code : str
        Dotted code, such as ``option.gap.label``.
    lang : str
        ``nl`` or ``en``.
    **params
        Values for the placeholders. Numbers that are names (a year, a row) are given as text.

    Raises
    ------
    KeyError
        If the code or a parameter is missing.
    """
    return catalogue(lang)[code].format_map({name: shown(value, lang) for name, value in params.items()})


def placeholders(template: str) -> set[str]:
    """Return the names of the parameters that a text needs."""
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def shown(value: Any, lang: str) -> str:
    """Write a value as people read it: yes or no, a number, a date, a list."""
    from regietafel.outputs import notation

    if isinstance(value, bool):
        return text("word.yes" if value else "word.no", lang)
    if value is None or value == "":
        return text("word.nothing", lang)
    if isinstance(value, int | float | Fraction):
        return notation.number(value, lang, 6)
    if isinstance(value, date):
        return notation.day(value, lang)
    if isinstance(value, str) and ISO_DATE.fullmatch(value):
        return notation.day(value, lang)
    if isinstance(value, list | tuple):
        return notation.listed([shown(part, lang) for part in value], lang)
    return str(value)


def sentence(finding: Finding, lang: str = DEFAULT_LANGUAGE) -> str:
    """Return a finding as one sentence: where, which value, what is wrong and what to do.

    A finding without a text of its own, or whose parameters do not fit it, gives a general sentence that shows its
    code and parameters.
    """
    where = place(finding.place, lang)
    quoted = f'"{finding.value}": ' if finding.value and not names_value(finding, lang) else ""
    words = said(finding, lang) if where or quoted else spoken(finding, lang)
    return f"{where}: {quoted}{' '.join(words)}" if where else f"{quoted}{' '.join(words)}"


def said(finding: Finding, lang: str = DEFAULT_LANGUAGE) -> tuple[str, str]:
    """Return what is wrong, as it goes on after a place, and what to do about it."""
    params = {"value": finding.value, **in_words(finding.params, lang)}
    if finding.code in ABOUT_OPTIONS:
        params["value"] = _option_label(finding.value, lang)
    if not _fits(finding.code, params, lang):
        details = _details(params, lang)
        wrong = text("finding.without_text.wrong", lang, code=finding.code, details=details)
        return wrong, text("finding.without_text.do", lang)
    wrong, what_to_do = (text(f"finding.{finding.code}.{part}", lang, **params) for part in PARTS)
    nearest = text("finding_nearest.nearest", lang, **params) if finding.params.get("nearest") else ""
    return wrong, " ".join(filter(None, (what_to_do, nearest)))


def spoken(finding: Finding, lang: str = DEFAULT_LANGUAGE) -> tuple[str, str]:
    """Return what is wrong as a sentence of its own, and what to do about it."""
    wrong, what_to_do = said(finding, lang)
    template = catalogue(lang).get(f"finding.{finding.code}.wrong", "")
    # A name or a typed value that stands first keeps its letters.
    return (wrong if template.startswith("{") else wrong[:1].upper() + wrong[1:]), what_to_do


def names_value(finding: Finding, lang: str = DEFAULT_LANGUAGE) -> bool:
    """Whether the words about a finding show the value as typed, so that it need not be quoted before them."""
    texts = [catalogue(lang).get(f"finding.{finding.code}.{part}") for part in PARTS]
    return None in texts or any("value" in placeholders(item) for item in texts if item)


def _fits(code: str, params: Mapping[str, Any], lang: str) -> bool:
    """Whether a finding has words of its own, and every parameter they need."""
    texts = [catalogue(lang).get(f"finding.{code}.{part}") for part in PARTS]
    return all(item is not None and placeholders(item) <= params.keys() for item in texts)


def _option_label(value: str, lang: str) -> str:
    """Return the label of an option, or its key when it has none."""
    label = WORDS["option"].format(value)
    return text(label, lang) if has_text(label, lang) else value


def _details(params: Mapping[str, Any], lang: str) -> str:
    """Write parameters that have no sentence around them."""
    filled = [f"{name} = {shown(value, lang)}" for name, value in params.items() if value not in ("", None)]
    return "; ".join(filled) or text("word.nothing", lang)


def by_code(kind: str, code: str, params: Mapping[str, Any], lang: str) -> str:
    """Return the text of a code made elsewhere (a message, a reason); a general one when it does not fit."""
    if code in ABOUT_OPTIONS and "value" in params:
        params = {**params, "value": _option_label(str(params["value"]), lang)}
    params = in_words(params, lang)
    template = catalogue(lang).get(f"{kind}.{code}")
    if template is not None and placeholders(template) <= params.keys():
        return text(f"{kind}.{code}", lang, **params)
    return text(f"{kind}.without_text", lang, code=code, details=_details(params, lang))


def in_words(params: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """Replace codes in parameters that have a text of their own: rules, units and reasons."""
    return {name: _in_words(name, value, lang) for name, value in params.items()}


def _in_words(name: str, value: Any, lang: str) -> Any:
    if isinstance(value, list | tuple):
        return [_in_words(name, part, lang) for part in value]
    code = WORDS.get(name, "{}").format(value)
    return text(code, lang) if name in WORDS and has_text(code, lang) else value


def place(where: Place, lang: str = DEFAULT_LANGUAGE, rows: Sequence[int] = (), *, with_book: bool = True) -> str:
    """Return where a cell stands: file, sheet, row, column letter and header; empty when nothing is known.

    Parameters
    ----------
    where : Place
        In a workbook a cell is named as a spreadsheet does: ``cel K14 (plekken)``.
    lang : str
        Language of the words.
    rows : sequence of int
        Several rows of the same column, instead of the row of the place.
    with_book : bool
        Whether the file name of a workbook is named; a reader who has one workbook knows it.
    """
    book = is_workbook(where.file)
    parts = [where.file] if where.file and (with_book or not book) else []
    if where.sheet and where.sheet not in (where.file, where.file.removesuffix(".csv")):
        parts.append(text("place.sheet" if book else "place.table", lang, sheet=where.sheet))
    return ", ".join([*parts, *_cell(where, lang, rows or ([where.row] if where.row else []), book)])


def is_workbook(file: str) -> bool:
    """Whether a file is a workbook, by its name."""
    return file.casefold().endswith((".xlsx", ".xlsm"))


def _cell(where: Place, lang: str, rows: Sequence[int], book: bool) -> list[str]:
    """Return the row or rows and the column; in a workbook one cell by its name."""
    if book and len(rows) == 1 and where.column and where.letter:
        return [text("place.cell", lang, cell=f"{where.letter}{rows[0]}", column=where.column)]
    column = []
    if where.column and where.letter:
        column = [text("place.column_letter", lang, letter=where.letter, column=where.column)]
    elif where.column:
        column = [text("place.column", lang, column=where.column)]
    if len(rows) > 1:
        return [*column, text("place.rows", lang, rows=runs(rows))]
    return [*(text("place.row", lang, row=str(row)) for row in rows), *column]


def runs(rows: Sequence[int]) -> list[str]:
    """Write row numbers with three or more in a row as a range: ``4``, ``7``, ``12-30``."""
    found: list[list[int]] = []
    for row in sorted(set(rows)):
        if found and found[-1][-1] == row - 1:
            found[-1].append(row)
        else:
            found.append([row])
    return [item for run in found for item in ([f"{run[0]}-{run[-1]}"] if len(run) > 2 else map(str, run))]


def _flat(tables: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    """Turn nested tables into dotted codes."""
    found: dict[str, str] = {}
    for name, value in tables.items():
        found |= _flat(value, f"{prefix}{name}.") if isinstance(value, dict) else {f"{prefix}{name}": value}
    return found
