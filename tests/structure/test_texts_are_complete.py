"""Every finding and message that the source makes has its sentence; the text files are read, all of them."""

import ast
from pathlib import Path

import pytest

from regietafel.outputs.texts_catalogue import LANGUAGES, has_text
from support.checkout import PROJECT, package_sources, syntax


def makers(tree: ast.Module, kind: str) -> dict[str, int]:
    """Give the functions of a module that make a finding or message, with the position of their parameter `code`."""
    found = {"Finding": {"Finding": 0, "finding": 0}, "Message": {"Message": 1}}[kind]
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and kind in ast.unparse(node.returns or ast.Constant("")):
            names = [argument.arg for argument in (*node.args.posonlyargs, *node.args.args) if argument.arg != "self"]
            found |= {node.name: names.index("code")} if "code" in names else {}
    return found


def used_codes(kind: str) -> list[tuple[Path, str]]:
    """Find every code of a finding or message that the package makes, where it is written as a text."""
    found = []
    for path in package_sources():
        positions = makers(syntax(path), kind)
        for node in ast.walk(syntax(path)):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                position = positions.get(name, len(node.args))
                code = node.args[position] if position < len(node.args) else None
                if isinstance(code, ast.Constant):
                    found.append((path, code.value))
    return found


@pytest.mark.parametrize("kind", ["Finding", "Message"])
def test_every_finding_and_message_of_the_package_has_its_own_sentence(kind):
    # A finding says in two texts what is wrong and what to do.
    parts = {"Finding": ("finding.{}.wrong", "finding.{}.do"), "Message": ("message.{}",)}[kind]
    missing = [
        f"{path}: {code}" for path, code in used_codes(kind) for part in parts if not has_text(part.format(code))
    ]
    assert missing == []


def test_codes_are_found_wherever_the_package_makes_them():
    assert {"output_exists", "option_range", "cell_empty", "rule_broken"} <= {code for _, code in used_codes("Finding")}
    assert {"floor_lowered", "no_offer_to_contribute"} <= {code for _, code in used_codes("Message")}


def test_text_files_are_read_by_language_and_all_of_them():
    stems = {path.name for path in (PROJECT / "outputs" / "texts").glob("*.toml")}
    assert {"nl.toml", "en.toml"} <= stems
    assert {name.split(".")[-2] for name in stems} == set(LANGUAGES)
