"""`regietafel options`: every option with default, unit, range, source and explanation."""

from typing import Any

from regietafel.model.scenario import CHOICE, OPTIONS, Option
from regietafel.outputs.texts_catalogue import DEFAULT_LANGUAGE, has_text, shown, text


def option_rows(lang: str = DEFAULT_LANGUAGE) -> list[dict[str, Any]]:
    """Return one row per option, in the order of declaration: machine values, with label and help in words.

    Returns
    -------
    list of dict
        ``key``, ``label``, ``help``, ``kind``, ``default``, ``unit``, ``low``, ``high``, ``choices``, ``optional``,
        ``political``, ``source``.
    """
    return [
        {
            "key": key,
            "label": text(f"option.{key}.label", lang),
            "help": text(f"option.{key}.help", lang),
            "kind": about.kind,
            "default": list(about.default) if isinstance(about.default, tuple) else about.default,
            "unit": about.unit,
            "low": about.low,
            "high": about.high,
            "choices": list(about.choices),
            "optional": about.optional,
            "political": about.political,
            "source": source_words(about, lang),
        }
        for key, about in OPTIONS.items()
    ]


def options_table(lang: str = DEFAULT_LANGUAGE) -> str:
    """Return the options as text for a terminal, two lines each: the value and its range, then what it does."""
    lines = []
    for row in option_rows(lang):
        about = OPTIONS[row["key"]]
        unit = text(f"unit.{about.unit}", lang) if about.unit else ""
        facts = " · ".join(part for part in (default_value(about, lang), unit, allowed(about, lang)) if part)
        political = f" {text('options.political', lang)}" if about.political else ""
        lines += [f"{row['key']} = {facts}", f"    {row['label']}. {row['help']}{political} {source(about, lang)}"]
    return "\n".join(lines) + "\n"


def default_value(about: Option, lang: str) -> str:
    """Write the default of an option, as it is typed in ``--set``."""
    if about.default is None:
        return text("options.off", lang)
    if isinstance(about.default, tuple):
        return "+".join(str(part) for part in about.default)
    return shown(about.default, lang)


def allowed(about: Option, lang: str) -> str:
    """Write which values an option may have."""
    parts = [" | ".join(about.choices)] if about.choices else []
    if about.low is not None and about.high is not None:
        parts.append(text("options.range", lang, low=about.low, high=about.high))
    if about.optional:
        parts.append(text("options.optional", lang))
    return ", ".join(parts)


def source(about: Option, lang: str) -> str:
    """Write where the default comes from."""
    return text("options.source", lang, source=source_words(about, lang))


def source_words(about: Option, lang: str) -> str:
    """Return the source of a default in words; as declared when the catalogue has none."""
    if about.source == CHOICE:
        return text("options.our_choice", lang)
    return text(f"option.{about.key}.source", lang) if has_text(f"option.{about.key}.source", lang) else about.source
