"""Conditions on runs, as typed with `--where` and `--sort`, turned into questions with parameters for the index.

``NAME SIGN VALUE``: a key figure (Dutch or English, ``@moment`` for one moment), ``places:MUNICIPALITY`` or
``burden:MUNICIPALITY`` at the last moment, ``location:ID`` (how many of it are open), an option of the scenario by its
key or Dutch label, or a property of the run (scenario, title, status, norm, version, folder). Nothing that is typed is
ever written into a question: it is looked up in a closed list, or handed over as a value.
"""

import difflib
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from regietafel.model.errors import Finding, UsageError
from regietafel.model.figures.key_figures import ALIASES, AT, FIGURES
from regietafel.model.option_labels import OPTION_LABELS, VALUE_WORDS
from regietafel.outputs.run_index import Index

SIGNS: Final[Mapping[str, str]] = {
    **{sign: sign for sign in ("<=", ">=", "<", ">", "=")},
    "!=": "<>",
    "<>": "<>",
    "==": "=",
    "≤": "<=",
    "≥": ">=",
}
SPLIT: Final = re.compile(r"([^<>=!≤≥]+?)\s*(<=|>=|!=|<>|==|≤|≥|<|>|=)\s*(.*)", re.DOTALL)
TIMES: Final[Mapping[str, int]] = {
    **dict.fromkeys(("mln", "miljoen", "million", "m"), 1_000_000),
    **dict.fromkeys(("mld", "miljard", "billion"), 1_000_000_000),
    **dict.fromkeys(("euro", "keer", "times", "plekken", "places", "personen", "persons"), 1),
}
NUMBER: Final = re.compile(r"€?\s*(-?[\d.]*\d(?:,\d+)?|-?\d+\.\d+)\s*(%|[^\W\d_]+)?", re.ASCII)
PROPERTIES: Final[Mapping[str, str]] = {
    "scenario": "scenario",
    **dict.fromkeys(("title", "titel"), "title"),
    **dict.fromkeys(("status", "uitkomst", "outcome"), "status"),
    **dict.fromkeys(("norm", "maat"), "norm"),
    **dict.fromkeys(("version", "versie"), "version"),
    **dict.fromkeys(("folder", "map"), "folder"),
}
STATUS_WORDS: Final[Mapping[str, str]] = {
    "bewezen": "proven",
    "binnen marge": "within_gap",
    "gestopt": "stopped",
    "onmogelijk": "infeasible",
    "geen plan": "no_plan",
    "uitgevallen": "lost",
}
KINDS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("places", "plekken"), "places"),
    **dict.fromkeys(("burden", "last"), "burden"),
    **dict.fromkeys(("location", "locatie"), "location"),
}
FROM_RUNS: Final[Mapping[str, str]] = {
    "figure": "select run, value from figures where name = ?",
    "places": "select p.run, p.regular + p.special + p.ukraine + p.status_holder as value from places as p "
    "join runs as r on r.run = p.run where p.gm_code = ? and p.moment = substr(r.moments, -10)",
    "burden": "select p.run, p.ratio_joint as value from places as p join runs as r on r.run = p.run "
    "where p.gm_code = ? and p.moment = substr(r.moments, -10)",
    "location": "select r.run, coalesce(o.opened, 0) as value from runs as r left join opened as o "
    "on o.run = r.run and o.location_id = ? and o.moment = substr(r.moments, -10) where r.norm <> ''",
    "option": "select run, value from options where key = ?",
}
"""What a run has of each kind of subject, as a question with one parameter."""
IS_NUMBER: Final = "value glob '[-0-9]*'"
"""Options are kept as JSON: true, null and words are no numbers."""


@dataclass(frozen=True)
class Subject:
    """What a condition or an order is about.

    Parameters
    ----------
    kind : str
        ``figure``, ``places``, ``burden``, ``location``, ``option`` or ``property``.
    name : str
        Figure, code of a municipality, location, option, or column of the runs.
    """

    kind: str
    name: str


@dataclass(frozen=True)
class Condition:
    """A condition: what it is about, a sign, and a value."""

    subject: Subject
    sign: str
    value: Any
    typed: str

    @property
    def question(self) -> tuple[str, list[Any]]:
        """The part of a question that a run must meet, and its values."""
        if self.subject.kind == "property":
            return _of_property(self)
        inner = f"select run from ({FROM_RUNS[self.subject.kind]}) where "
        if self.subject.kind == "option":
            negated, sign = ("not ", "=") if self.sign == "<>" else ("", self.sign)
            same = f"{IS_NUMBER} and cast(value as real) {sign} ?" if isinstance(self.value, float) else "value = ?"
            return f"run {negated}in ({inner}{same})", [self.subject.name, self.value]
        return f"run in ({inner}value {self.sign} ?)", [self.subject.name, self.value]


def _of_property(condition: Condition) -> tuple[str, list[Any]]:
    """Compare a property of a run: whatever the capitals, and a star stands for anything."""
    negated = "not " if condition.sign == "<>" else ""
    pattern = re.sub(r"([\[?])", r"[\1]", str(condition.value).lower())
    return f"{negated}lower({condition.subject.name}) glob ?", [pattern]


@dataclass(frozen=True)
class Order:
    """By what runs are ranked."""

    subject: Subject
    largest_first: bool


def read_condition(typed: str, index: Index) -> Condition:
    """Read a condition.

    Raises
    ------
    UsageError
        If it is no condition, or names what no run has; with the nearest name.
    """
    parts = SPLIT.fullmatch(typed.strip())
    if not parts or not parts[3].strip():
        raise UsageError(Finding("condition_form", value=typed))
    subject, sign = read_subject(parts[1], index), SIGNS[parts[2]]
    written = parts[3].strip().strip("\"'")
    if subject.kind == "property":
        _only_equal(sign, typed)
        known = STATUS_WORDS.get(written.casefold(), written) if subject.name == "status" else written
        return Condition(subject, sign, known, typed)
    if subject.kind == "option":
        return Condition(subject, sign, _option_value(subject.name, written, sign), typed)
    if subject.kind == "location" and written.casefold() in ("open", "dicht", "closed"):
        _only_equal(sign, typed)
        is_open = (written.casefold() == "open") == (sign == "=")
        return Condition(subject, ">=" if is_open else "<", 1.0, typed)
    return Condition(subject, sign, read_number(written), typed)


def read_order(typed: str, index: Index) -> Order:
    """Read an order: a name; with a minus sign before it the largest first.

    Raises
    ------
    UsageError
        If it names what no run has.
    """
    word = typed.strip()
    return Order(read_subject(word.removeprefix("-"), index), word.startswith("-"))


def read_subject(typed: str, index: Index) -> Subject:
    """Read what a condition is about.

    Raises
    ------
    UsageError
        If no run has it; with the nearest name.
    """
    word, _, moment = typed.strip().partition(AT)
    name = _plain(word)
    kind, sign, about = word.partition(":")
    if sign and _plain(kind) in KINDS:
        return _place(KINDS[_plain(kind)], about.strip(), index)
    if name in FIGURES or name in ALIASES:
        figure = ALIASES.get(name, name)
        if moment and not FIGURES[figure].per_moment:
            raise UsageError(Finding("condition_name", value=typed))
        return Subject("figure", f"{figure}{AT}{_day(moment, typed)}" if moment else figure)
    if name in PROPERTIES:
        return Subject("property", PROPERTIES[name])
    labels = {_plain(label): key for key, label in OPTION_LABELS.items()} | {key: key for key in OPTION_LABELS}
    if name in labels:
        return Subject("option", labels[name])
    known = [*FIGURES, *ALIASES, *PROPERTIES, *OPTION_LABELS, *KINDS]
    params = {"nearest": _nearest(name, known)}
    raise UsageError(Finding("condition_name", value=typed.strip(), params=params))


def read_number(written: str) -> float:
    """Read a number as people type it: ``1.200``, ``1,25``, ``30%``, ``250 miljoen``.

    Raises
    ------
    UsageError
        If it is no number, or a point may be for thousands or for decimals.
    """
    found = NUMBER.fullmatch(written.strip())
    unit = (found[2] or "").casefold() if found else ""
    if not found or (unit and unit != "%" and unit not in TIMES):
        raise UsageError(Finding("condition_number", value=written))
    digits = found[1]
    if re.fullmatch(r"-?[1-9]\d{0,2}(\.\d{3}){2,}(,\d+)?|-?[1-9]\d{0,2}\.\d{3},\d+", digits):
        digits = digits.replace(".", "")
    elif re.fullmatch(r"-?[1-9]\d{0,2}\.\d{3}", digits):
        both = {"whole": digits.replace(".", ""), "decimal": digits.replace(".", ",")}
        raise UsageError(Finding("condition_ambiguous", value=written, params=both))
    elif not re.fullmatch(r"-?\d+([.,]\d+)?", digits):
        raise UsageError(Finding("condition_number", value=written))
    value = float(digits.replace(",", "."))
    return value / 100 if unit == "%" else value * TIMES.get(unit, 1)


def _only_equal(sign: str, typed: str) -> None:
    if sign not in ("=", "<>"):
        raise UsageError(Finding("condition_sign", value=typed))


def _option_value(key: str, written: str, sign: str) -> Any:
    """Return the value of an option as the index writes it: a number where the sign compares, else JSON."""
    if sign not in ("=", "<>"):
        return read_number(written)
    words = {"ja": "true", "nee": "false", "yes": "true", "no": "false", "true": "true", "false": "false"}
    if written.casefold() in words:
        return words[written.casefold()]
    if written.casefold() in ("uit", "off", "geen"):
        return "null" if key not in VALUE_WORDS else json.dumps(VALUE_WORDS[key].get(written, written))
    if NUMBER.fullmatch(written):
        return read_number(written)
    return json.dumps(VALUE_WORDS.get(key, {}).get(written.casefold(), written), ensure_ascii=False)


def _place(kind: str, about: str, index: Index) -> Subject:
    """Find the municipality or location that is meant, without regard for accents and capitals."""
    question = {
        "location": "select location_id as code, name from locations order by 1",
    }.get(kind, "select gm_code as code, name from municipalities order by 1")
    rows = index.rows(question)
    known = {_plain(row["name"]): str(row["code"]) for row in rows} | {_plain(row["code"]): row["code"] for row in rows}
    if _plain(about) in known:
        return Subject(kind, known[_plain(about)])
    near = _nearest(_plain(about), list(known))
    names = {_plain(row["name"]): row["name"] for row in rows}
    code = "condition_location" if kind == "location" else "condition_municipality"
    raise UsageError(Finding(code, value=about, params={"nearest": names.get(near, near)}))


def _day(written: str, typed: str) -> str:
    """Read a moment: 2027-07-01 or 1-7-2027."""
    for form in ("%Y-%m-%d", "%d-%m-%Y"):
        try:
            return datetime.strptime(written.strip(), form).date().isoformat()
        except ValueError:
            continue
    raise UsageError(Finding("condition_name", value=typed))


def _nearest(name: str, known: list[str]) -> str:
    found = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    return found[0] if found else ""


def _plain(word: str) -> str:
    """Return a name without accents and capitals, spaces and hyphens as one low line."""
    letters = unicodedata.normalize("NFKD", word.strip().casefold())
    kept = "".join(sign for sign in letters if not unicodedata.combining(sign))
    return re.sub(r"[\s_-]+", "_", kept)
