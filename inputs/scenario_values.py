"""The values of options as people write them: Dutch words and numbers in a table, typed values in a file."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from regietafel.inputs.cells import CellError, read_decimal, trim
from regietafel.inputs.names import plain
from regietafel.inputs.scenario_grid import Several, grid_findings, several_of
from regietafel.model.errors import Finding, Place, ScenarioError
from regietafel.model.option_labels import OPTION_LABELS, VALUE_WORDS
from regietafel.model.scenario import OPTIONS, Scenario

REFUSED = object()
"""Stands for a value that could not be read."""


def read_option(key: str, value: Any, place: Place, findings: list[Finding]) -> Any:
    """Read the value of an option, or each of a list of them; what is wrong becomes a finding, and `REFUSED`."""
    parts = several_of(key, value)
    if parts is None:
        return _value(key, value, place, findings)
    values = [_value(key, part, place, findings) for part in parts]
    if REFUSED in values:
        return REFUSED
    findings += grid_findings(values, Finding("grid_empty", place=place, value=key, params={"key": key}))
    return Several(tuple(values)) if len(values) != 1 else values[0]


def _value(key: str, value: Any, place: Place, findings: list[Finding]) -> Any:
    """Read one value on its own, so that its findings get its place; the typed value, or `REFUSED`."""
    try:
        readable = _readable(key, value, dutch=_is_dutch(place))
        return getattr(Scenario().with_values({key: readable}, "set"), key)
    except CellError as error:
        findings.append(Finding(error.code, place=place, value=str(value), params=error.params))
    except ScenarioError as error:
        findings.extend(replace(_in_dutch(item, key, place), place=place, value=str(value)) for item in error.findings)
    return REFUSED


def _in_dutch(finding: Finding, key: str, place: Place) -> Finding:
    """Name in a table the words that a table has: the label of the option, and its values in Dutch."""
    if not _is_dutch(place) or finding.code != "option_choice":
        return finding
    words = {machine: word for word, machine in VALUE_WORDS.get(key, {}).items()}
    choices = [words.get(choice, choice) for choice in finding.params["choices"]]
    return replace(finding, params={**finding.params, "key": OPTION_LABELS[key], "choices": choices})


def _is_dutch(place: Place) -> bool:
    """Whether a value stands in a table, and not in a file of options."""
    return bool(place.sheet) and place.sheet != "options"


def _readable(key: str, value: Any, *, dutch: bool) -> Any:
    """Turn Dutch words into machine words and, in a table, Dutch numbers into numbers.

    Raises
    ------
    CellError
        If a number in a table is not written as Dutch.
    """
    if not isinstance(value, str):
        return value
    text, words = trim(value), {plain(word): machine for word, machine in VALUE_WORDS.get(key, {}).items()}
    if words:
        parts = [trim(part) for part in text.replace("+", ",").split(",")]
        return ",".join(words.get(plain(part), part) for part in parts)
    about = OPTIONS[key]
    if not dutch or (about.optional and text.casefold() in ("geen", "none")):
        return text.casefold() if text.casefold() in ("geen", "none") else text
    if about.kind == "int_list":
        return tuple(_whole(part) for part in text.split("+"))
    if about.kind == "int":
        return _whole(text)
    return float(read_decimal(text)) if about.kind == "float" else text


def _whole(text: str) -> int:
    value = read_decimal(trim(text))
    if value.denominator != 1:
        raise CellError("number_not_whole")
    return int(value)


BOUNDS: Sequence[tuple[str, str]] = (
    ("burden_floor", "burden_ceiling"),
    ("region_floor", "region_ceiling"),
    ("large_min", "large_max"),
)


def check_options(scenario: Scenario) -> list[Finding]:
    """Name options that contradict each other: a floor above its ceiling."""
    pairs = [(low, high, getattr(scenario, low), getattr(scenario, high)) for low, high in BOUNDS]
    return [
        Finding(
            "option_floor_above_ceiling", value=str(low), params={"floor": low_key, "ceiling": high_key, "high": high}
        )
        for low_key, high_key, low, high in pairs
        if low is not None and high is not None and low > high
    ]
