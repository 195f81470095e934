"""What is fixed at the table in one line, such as ``Voorbeeldstad: regulier <= 200``: reading it and writing it.

The grammar stands in docs/pins.md. Here a line becomes a `Pin` without looking at a case; `inputs.pin_positions` finds
the municipality, the location and the moment it names.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from regietafel.inputs.names import nearest, plain
from regietafel.model.errors import Finding

EXAMPLE = "Voorbeeldstad: regulier <= 200"
MOST_PLACES = 1_000_000
SEPARATOR, PLUS = ":", "+"
PROVINCE = ("provincie", "province")
LOCATION = ("locatie", "location")

AT_MOST, AT_LEAST, EXACTLY = "at_most", "at_least", "exactly"
NO_FORM, OPEN, CLOSED = "no_form", "location_open", "location_closed"

RELATIONS: Mapping[str, str] = {
    **dict.fromkeys(("<=", "=<", "≤"), AT_MOST),
    **dict.fromkeys((">=", "=>", "≥"), AT_LEAST),
    "=": EXACTLY,
    **dict.fromkeys(("hoogstens", "ten hoogste", "maximaal", "at most"), AT_MOST),
    **dict.fromkeys(("ten minste", "minstens", "minimaal", "at least"), AT_LEAST),
    **dict.fromkeys(("precies", "exactly"), EXACTLY),
}
STREAMS: Mapping[str, str] = {
    **dict.fromkeys(("regulier", "regular"), "regular"),
    **dict.fromkeys(("bijzonder", "special"), "special"),
    **dict.fromkeys(("oekraine", "ukraine"), "ukraine"),
    **dict.fromkeys(("statushouder", "statushouders", "status holder", "status holders"), "status_holder"),
    **dict.fromkeys(("asiel", "asylum"), "asylum"),
    **dict.fromkeys(("totaal", "total"), "total"),
}
FORMS: Mapping[str, str] = {
    **dict.fromkeys(("groot", "grote", "large"), "large"),
    **dict.fromkeys(("kleinschalig", "kleinschalige", "small scale"), "small_scale"),
    **dict.fromkeys(("satelliet", "satellite"), "satellite"),
    **dict.fromkeys(("overig", "overige", "other"), "other"),
}
STATES: Mapping[str, str] = {
    "open": OPEN,
    **dict.fromkeys(("dicht", "gesloten", "closed"), CLOSED),
}
NONE, NEW = ("geen", "no"), ("nieuw", "nieuwe", "new")
PLACES = ("plek", "plekken", "plaats", "plaatsen", "place", "places")
SITES = ("locatie", "locaties", "location", "locations")
AT = ("op", "per", "on", "at")

WORDS: Mapping[str, tuple[str, str]] = {
    plain(word) or word: (kind, meaning)
    for kind, words in (
        ("relation", RELATIONS),
        ("stream", STREAMS),
        ("form", FORMS),
        ("state", STATES),
        ("none", dict.fromkeys(NONE, "")),
        ("new", dict.fromkeys(NEW, "")),
        ("places", dict.fromkeys(PLACES, "")),
        ("sites", dict.fromkeys(SITES, "")),
        ("at", dict.fromkeys(AT, "")),
    )
    for word, meaning in words.items()
}
SPOKEN = [word for group in (RELATIONS, STREAMS, FORMS, STATES) for word in group if plain(word)]
TOKEN = re.compile(r"\d+(?:[-./,]\d+)*|<=|>=|=<|=>|[^\W\d_]+(?:-[^\W\d_]+)?|\S")
DUTCH_DATE = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})", re.ASCII)
ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
WHOLE = re.compile(r"\d{1,9}|[1-9]\d{0,2}(?:\.\d{3})+", re.ASCII)
LONGEST = 2
"""Words of the longest phrase, such as *ten minste*."""


@dataclass(frozen=True, kw_only=True)
class Pin:
    """A pin as it is said: names as they were typed.

    Parameters
    ----------
    demand : str
        ``at_most``, ``at_least``, ``exactly``, ``no_form``, ``location_open`` or ``location_closed``.
    names : tuple of str
        Municipalities that are taken together; empty: the whole province, or what the location says.
    location : str or None
        One offer.
    form, stream, places, day
        As a position has them; `places` [places].
    only_new : bool
        Whether what is there already does not count.
    """

    demand: str
    names: tuple[str, ...] = ()
    location: str | None = None
    form: str | None = None
    stream: str = "total"
    places: int | None = None
    day: date | None = None
    only_new: bool = False

    def __str__(self) -> str:
        """Write the pin in the Dutch grammar; reading it gives an equal one."""
        parts = [_subject_words(self), *_demand_words(self)]
        when = f" op {self.day.day}-{self.day.month}-{self.day.year:04d}" if self.day else ""
        return f"{parts[0]}: {' '.join(parts[1:])}{when}"


class PinError(ValueError):
    """A line that is no pin: the finding says what is wrong, from which sign, and shows an example."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(finding.code)


@dataclass(frozen=True)
class Token:
    """A word, number or sign of a line, and where it begins, counted from 1."""

    text: str
    at: int


def parse_pin(line: str) -> Pin:
    """Read a pin.

    Parameters
    ----------
    line : str
        Such as ``Voorbeeldstad: totaal = 350 op 1-7-2027``; Dutch and English words, capitals and accents are free.

    Raises
    ------
    PinError
        If it is none.
    """
    subject, colon, demand = line.rpartition(SEPARATOR)
    if not colon:
        raise _error("pin_without_colon", line, line.strip(), 1)
    names, location = _subject(line, subject)
    tokens = [Token(found[0], found.start() + len(subject) + 2) for found in TOKEN.finditer(demand)]
    return _Reader(line, tokens, names, location).read()


def _subject(line: str, subject: str) -> tuple[tuple[str, ...], str | None]:
    """Read what stands before the colon: municipalities, the province, or one location."""
    words = " ".join(subject.split())
    first, _, rest = words.partition(" ")
    if plain(words) in PROVINCE:
        return (), None
    if plain(first) in LOCATION:
        if not rest:
            raise _error("pin_subject_empty", line, words, 1)
        return (), rest
    names = tuple(part.strip() for part in words.split(PLUS))
    if not all(plain(name) for name in names):
        raise _error("pin_subject_empty", line, words, 1)
    return names, None


class _Reader:
    """Reads the words after the colon, from left to right."""

    def __init__(self, line: str, tokens: list[Token], names: tuple[str, ...], location: str | None) -> None:
        self.line, self.names, self.location = line, names, location
        self.parts = list(_phrases(line, tokens))
        self.end = tokens[-1].at + len(tokens[-1].text) if tokens else len(line) + 1

    def read(self) -> Pin:
        """Return the pin."""
        if not self.parts:
            raise self._error("pin_demand_missing", "", self.end)
        found = self._nothing() or self._state() or self._amount()
        day = self._day()
        if self.parts:
            raise self._error("pin_too_much", self.parts[0][2].text, self.parts[0][2].at)
        return Pin(names=self.names, location=self.location, day=day, **found)

    def _nothing(self) -> dict[str, Any] | None:
        """Read ``geen [nieuwe] FORM [locatie]``."""
        if self._take("none") is None:
            return None
        if self.location is not None:
            raise self._error("pin_location_form", self.location, 1)
        only_new = self._take("new") is not None
        form = self._need("form", "pin_form_missing")
        self._take("sites")
        return {"demand": NO_FORM, "form": form, "only_new": only_new}

    def _state(self) -> dict[str, Any] | None:
        """Read ``open`` or ``dicht``."""
        state = self._take("state")
        if state is None:
            return None
        if self.location is None:
            raise self._error("pin_state_of_location", state, 1)
        return {"demand": state}

    def _amount(self) -> dict[str, Any]:
        """Read ``[nieuw] [FORM] [STREAM] RELATION NUMBER [plekken]``."""
        only_new = self._take("new") is not None
        form = self._take("form")
        if form is not None and self.location is not None:
            raise self._error("pin_location_form", self.location, 1)
        stream = self._take("stream") or "total"
        demand = self._need("relation", "pin_relation_missing")
        places = int(self._need("number", "pin_number_missing").replace(".", ""))
        if places > MOST_PLACES:
            raise self._error("pin_number_large", str(places), self.end)
        self._take("places")
        return {"demand": demand, "form": form, "stream": stream, "places": places, "only_new": only_new}

    def _day(self) -> date | None:
        if self._take("at") is None:
            return None
        return date.fromisoformat(self._need("date", "pin_date_missing"))

    def _take(self, kind: str) -> str | None:
        """Take the next part if it is of a kind; give what it means."""
        if not self.parts or self.parts[0][0] != kind:
            return None
        return self.parts.pop(0)[1]

    def _need(self, kind: str, code: str) -> str:
        found = self._take(kind)
        if found is None:
            token = self.parts[0][2] if self.parts else Token("", self.end)
            raise self._error(code, token.text, token.at)
        return found

    def _error(self, code: str, part: str, at: int) -> PinError:
        return _error(code, self.line, part, at)


def _phrases(line: str, tokens: list[Token]) -> Iterator[tuple[str, str, Token]]:
    """Give kind, meaning and place of every phrase; longest first, so that *ten minste* is one."""
    i = 0
    while i < len(tokens):
        token = tokens[i]
        if token.text[0].isdigit():
            yield _number(line, token)
            i += 1
            continue
        for length in range(min(LONGEST, len(tokens) - i), 0, -1):
            key = "".join(plain(part.text) or part.text for part in tokens[i : i + length])
            if key in WORDS:
                yield (*WORDS[key], token)
                i += length
                break
        else:
            raise _unknown(line, token)


def _number(line: str, token: Token) -> tuple[str, str, Token]:
    """Read a whole number or a date."""
    if WHOLE.fullmatch(token.text):
        return "number", token.text, token
    dutch, iso = DUTCH_DATE.fullmatch(token.text), ISO_DATE.fullmatch(token.text)
    numbers = dutch.groups()[::-1] if dutch else iso.groups() if iso else None
    if numbers is None:
        code = "pin_date_wrong" if token.text.count("-") + token.text.count("/") > 1 else "pin_number_wrong"
        raise _error(code, line, token.text, token.at)
    try:
        return "date", date(*map(int, numbers)).isoformat(), token
    except ValueError as error:
        raise _error("pin_date_wrong", line, token.text, token.at) from error


def _unknown(line: str, token: Token) -> PinError:
    code = "pin_sign_strict" if token.text in ("<", ">") else "pin_word_unknown"
    return _error(code, line, token.text, token.at, near=nearest(token.text, SPOKEN))


def _error(code: str, line: str, part: str, at: int, near: str = "") -> PinError:
    params = {"pin": line, "at": at, "nearest": near, "example": EXAMPLE}
    return PinError(Finding(code, value=part, params=params))


DUTCH: Mapping[str, str] = {
    meaning: word
    for group in (FORMS, STREAMS, STATES)
    for word, meaning in reversed(list(group.items()))
    if word not in ("grote", "kleinschalige", "overige")
} | {AT_MOST: "<=", AT_LEAST: ">=", EXACTLY: "=", "ukraine": "oekraïne"}


def _subject_words(pin: Pin) -> str:
    if pin.location is not None:
        return f"locatie {pin.location}"
    return " + ".join(pin.names) or "provincie"


def _demand_words(pin: Pin) -> Iterator[str]:
    """Give the words of a demand in order."""
    if pin.demand == NO_FORM:
        yield "geen"
    if pin.only_new:
        yield "nieuw"
    if pin.form:
        yield DUTCH[pin.form]
    if pin.places is None:
        if pin.demand != NO_FORM:
            yield DUTCH[pin.demand]
        return
    yield from (DUTCH[pin.stream], DUTCH[pin.demand], str(pin.places))
