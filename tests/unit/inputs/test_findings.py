"""Every finding and message has its code declared, and a sentence in both languages that its parameters fill."""

import ast
import re
import string
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from regietafel.inputs import load
from regietafel.inputs.findings import FINDINGS, MESSAGES
from regietafel.inputs.notices import ABOUT_FILES

MAKERS = {"Finding", "CellError", "finding", "_finding"}


def catalogue(lang: str) -> dict[str, dict[str, dict[str, str] | str]]:
    text = files("regietafel.outputs.texts").joinpath(f"findings.{lang}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def whole(words: dict[str, str] | str) -> str:
    """Return the words of a finding, in parts, or of a message as one text."""
    return words if isinstance(words, str) else " ".join(words.values())


def needed(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def calls(makers: set[str]) -> list[ast.Call]:
    """List the calls in the inputs of functions by name."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in Path(load.__file__).parent.glob("*.py")]
    nodes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [node for node in nodes if getattr(node.func, "id", getattr(node.func, "attr", "")) in makers]


def said(makers: set[str]) -> set[str]:
    """Return the codes that stand as a word of their own in such calls, or in a choice between two."""
    words: set[str] = set()
    for call in calls(makers):
        first = [*call.args[:2]] if getattr(call.func, "id", "") in ("_finding", "Message") else [*call.args[:1]]
        for part in first:
            words |= {str(node.value) for node in ast.walk(part) if isinstance(node, ast.Constant)}
    return words


def test_every_code_that_is_made_is_declared() -> None:
    made = said(MAKERS) - {"", "error", "warning", "note"}
    keys_of_options = {"emergency_max", "large_max", "large_min", "large_max_per_municipality", "tier_order"}
    assert made - keys_of_options - set(FINDINGS) <= {"_above_places"}
    assert said({"_assumption", "Message"}) - {"warning", "assumption", "waiver"} <= set(MESSAGES)


def test_every_code_that_is_declared_is_made() -> None:
    source = "".join(
        path.read_text(encoding="utf-8")
        for folder in (Path(load.__file__).parent, Path(load.__file__).parent.parent / "model")
        for path in folder.glob("*.py")
        if path.name != "findings.py"
    )
    words = set(re.findall(r'"([a-z_]+)"', source))
    by_task = {f"{task}_above_places" for task in ("asylum", "special", "ukraine")}
    assert (set(FINDINGS) | set(MESSAGES)) - words == by_task


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_finding_has_a_sentence_that_its_parameters_fill(lang: str) -> None:
    sentences = catalogue(lang)["finding"]
    assert set(sentences) == set(FINDINGS)
    for code, parts in sentences.items():
        assert set(parts) == {"wrong", "do"}, code
        assert needed(" ".join(parts.values())) <= {"value", *FINDINGS[code]}, code


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_message_has_a_sentence_that_its_parameters_fill(lang: str) -> None:
    sentences = catalogue(lang)["message"]
    for code, params in MESSAGES.items():
        assert needed(sentences[code]) <= set(params), code
    for code in set(sentences) - set(MESSAGES):
        # A warning keeps the code of its finding, without the number of a row.
        assert needed(sentences[code]) <= {"value", *FINDINGS[code]} - {"first_row"}, code


def test_every_warning_has_a_sentence_of_its_own_as_a_message() -> None:
    levels = {
        node.args[0].value
        for node in calls({"finding", "Finding"})
        if any(isinstance(part, ast.Constant) and part.value == "warning" for part in node.args)
        and isinstance(node.args[0], ast.Constant)
    }
    assert levels - set(ABOUT_FILES) <= set(catalogue("nl")["message"])


def test_both_languages_say_the_same_things() -> None:
    dutch, english = catalogue("nl"), catalogue("en")
    for part in ("finding", "message"):
        assert list(dutch[part]) == list(english[part])
        for code in dutch[part]:
            assert needed(whole(dutch[part][code])) == needed(whole(english[part][code])), code


def test_every_sentence_is_one_that_ends() -> None:
    for lang in ("nl", "en"):
        for part in ("finding", "message"):
            sentences = [whole(words) for words in catalogue(lang)[part].values()]
            assert [words for words in sentences if words.rstrip("?.") == words] == []


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_nearest_word_is_said_once_and_only_when_there_is_one(lang: str) -> None:
    sentences = catalogue(lang)["finding"]
    assert [code for code, parts in sentences.items() if "nearest" in needed(whole(parts))] == []
