"""The list of all options beside the sheet *scenarios*: name, key, default, what is allowed, unit; in Dutch."""

from collections.abc import Iterator, Mapping
from typing import Any

from regietafel.inputs.workbook_texts import number, texts, yes_no
from regietafel.inputs.workbook_values import Value
from regietafel.model.option_labels import OPTION_LABELS, VALUE_WORDS
from regietafel.model.scenario import OPTIONS, Option


def option_cells() -> Iterator[Mapping[str, Value]]:
    """Yield what the list says of each option, by the keys of its columns."""
    for key, label in OPTION_LABELS.items():
        about = OPTIONS[key]
        unit = texts()["units"][about.unit] if about.unit else ""
        yield {
            "label": label,
            "key": key,
            "default": _default(about),
            "allowed": _allowed(about),
            "unit": unit,
        }


def _default(about: Option) -> Value:
    if about.default is None:
        return str(texts()["options"]["none"])
    if isinstance(about.default, int | float) and not isinstance(about.default, bool):
        return about.default
    return _in_words(about, about.default)


def _in_words(about: Option, value: Any) -> str:
    """Write the value of an option in the words that the table takes."""
    if isinstance(value, bool):
        return yes_no(value)
    words = {machine: word for word, machine in VALUE_WORDS.get(about.key, {}).items()}
    parts = value if isinstance(value, tuple) else value.split(",")
    return "+".join(str(words.get(part, part)) for part in parts)


def _allowed(about: Option) -> str:
    """Say which words or numbers an option takes."""
    words = texts()["options"]
    if about.kind == "bool":
        return f"{yes_no(True)}, {yes_no(False)}"
    if about.choices:
        return ", ".join(_in_words(about, choice) for choice in about.choices)
    if about.kind == "int_list":
        return str(words["int_list"])
    return str(words["range"].format(low=number(about.low), high=number(about.high)))
