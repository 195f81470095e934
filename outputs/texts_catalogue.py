"""Every sentence, title, label and help text by code, in the language of the reader."""

import re
import string
import tomllib
from collections.abc import Mapping
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
}
ABOUT_OPTIONS = (
    "emergency_list_length",
    "emergency_option_low",
    "large_max_low",
    "large_min_high",
    "large_town_low",
    "regions_none",
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
    said = by_code("finding", finding.code, {"value": finding.value, **in_words(finding.params, lang)}, lang)
    template = catalogue(lang).get(f"finding.{finding.code}", "")
    quoted = f'"{finding.value}": ' if template and finding.value and "value" not in placeholders(template) else ""
    whole = f"{quoted}{said}"
    return f"{where}: {whole}" if where else whole[:1].upper() + whole[1:]


def by_code(kind: str, code: str, params: Mapping[str, Any], lang: str) -> str:
    """Return the text of a code made elsewhere (a finding, a message); a general one when it does not fit."""
    if code in ABOUT_OPTIONS and has_text(label := WORDS["option"].format(params.get("value")), lang):
        params = {**params, "value": text(label, lang)}
    template = catalogue(lang).get(f"{kind}.{code}")
    if template is not None and placeholders(template) <= params.keys():
        return text(f"{kind}.{code}", lang, **params)
    details = "; ".join(f"{name} = {shown(value, lang)}" for name, value in params.items() if value not in ("", None))
    return text(f"{kind}.without_text", lang, code=code, details=details or text("word.nothing", lang))


def in_words(params: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """Replace codes in parameters that have a text of their own: rules, units and reasons."""
    return {name: _in_words(name, value, lang) for name, value in params.items()}


def _in_words(name: str, value: Any, lang: str) -> Any:
    if isinstance(value, list | tuple):
        return [_in_words(name, part, lang) for part in value]
    code = WORDS.get(name, "{}").format(value)
    return text(code, lang) if name in WORDS and has_text(code, lang) else value


def place(where: Place, lang: str = DEFAULT_LANGUAGE) -> str:
    """Return where a cell stands: file, sheet, row, column letter and header; empty when nothing is known."""
    parts = [where.file] if where.file else []
    if where.sheet and where.sheet not in (where.file, where.file.removesuffix(".csv")):
        parts.append(text("place.sheet", lang, sheet=where.sheet))
    if where.row:
        parts.append(text("place.row", lang, row=str(where.row)))
    if where.column and where.letter:
        parts.append(text("place.column_letter", lang, letter=where.letter, column=where.column))
    elif where.column:
        parts.append(text("place.column", lang, column=where.column))
    return ", ".join(parts)


def _flat(tables: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    """Turn nested tables into dotted codes."""
    found: dict[str, str] = {}
    for name, value in tables.items():
        found |= _flat(value, f"{prefix}{name}.") if isinstance(value, dict) else {f"{prefix}{name}": value}
    return found
