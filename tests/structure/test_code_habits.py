"""Sizes and habits that a linter does not know: house rules about every Python file."""

import ast
import io
import re
import tokenize
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from support.checkout import PROJECT, package_sources, python_files, syntax

FILE_LINES = 400
BODY_LINES = 40
PARAMETERS = 5
VAGUE_NAMES = {"utils", "util", "misc", "common", "helper", "helpers"}

Function = ast.FunctionDef | ast.AsyncFunctionDef
CLI = Path("cli.py")


def functions(tree: ast.AST) -> Iterator[Function]:
    """Give every function and method, nested ones too."""
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def body_lines(function: Function) -> int:
    """Count the lines from the first statement after the docstring to the end."""
    statements = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return statements[-1].end_lineno - statements[0].lineno + 1 if statements else 0


def parameters(function: Function) -> list[str]:
    """Name the parameters, without the instance or class a method gets by itself."""
    arguments = function.args
    named = [argument.arg for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]
    return [name for name in named if name not in {"self", "cls"}]


def long_bodies(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Find functions whose body is too long."""
    for function in functions(tree):
        if body_lines(function) > BODY_LINES:
            yield function.lineno, f"{function.name} has {body_lines(function)} lines"


def crowded_signatures(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Find functions with too many parameters."""
    for function in functions(tree):
        if len(parameters(function)) > PARAMETERS:
            yield function.lineno, f"{function.name} has {len(parameters(function))} parameters"


def broad_excepts(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Find handlers that catch everything."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler):
            caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            if any(kind is None or ast.unparse(kind) in {"Exception", "BaseException"} for kind in caught):
                yield node.lineno, "catches everything"


def talk_and_exits(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Find printing, leaving the process and reading its environment: cli.py alone does that."""
    names = {"print", "input", "exit", "quit", "SystemExit"}
    attributes = {"sys.exit", "sys.stdout", "sys.stderr", "sys.argv", "os.environ", "os.getenv", "os._exit"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in names:
            yield node.lineno, node.id
        elif isinstance(node, ast.Attribute) and ast.unparse(node) in attributes:
            yield node.lineno, ast.unparse(node)


def stubs(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Find work that was put off."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id == "NotImplementedError":
            yield node.lineno, node.id


def skipped_tests(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Find tests that may not run, or may fail."""
    marks = {"skip", "skipif", "xfail", "importorskip"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in marks and ast.unparse(node).startswith("pytest."):
            yield node.lineno, ast.unparse(node)


def undocumented(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Find public modules, classes, functions and methods without a docstring."""
    if ast.get_docstring(tree) is None:
        yield 1, "the module has no docstring"
    scopes: list[ast.AST] = [tree]
    while scopes:
        for node in ast.iter_child_nodes(scopes.pop()):
            if isinstance(node, ast.ClassDef | Function) and not node.name.startswith("_"):
                if ast.get_docstring(node) is None:
                    yield node.lineno, f"{node.name} has no docstring"
                if isinstance(node, ast.ClassDef):
                    scopes.append(node)


@dataclass(frozen=True)
class Rule:
    """A check, the files it holds for, and a piece of code in which it must find exactly one breach."""

    check: Callable[[ast.Module], Iterator[tuple[int, str]]]
    paths: list[Path]
    planted: str


EVERYWHERE = python_files()
IN_PACKAGE = package_sources()
IN_LIBRARY = [path for path in IN_PACKAGE if path != CLI]
RULES = {
    "bodies of at most 40 lines": Rule(
        long_bodies, EVERYWHERE, "def f():\n    '''Docstring.\n\n    Longer.\n    '''\n" + "    a = 1\n" * 41
    ),
    "at most 5 parameters": Rule(crowded_signatures, IN_LIBRARY, "def f(self, a, b, c, d, /, e, *, g): return 1"),
    "no broad except": Rule(broad_excepts, IN_PACKAGE, "try: f()\nexcept (OSError, Exception): g()"),
    "printing and exits only in cli": Rule(talk_and_exits, IN_LIBRARY, "def f(): return os.environ['HOME']"),
    "no stubs": Rule(stubs, IN_PACKAGE, "def f(): raise NotImplementedError"),
    "no skipped tests": Rule(skipped_tests, EVERYWHERE, "@pytest.mark.skipif(True)\ndef f(): pass"),
    "public names have a docstring": Rule(
        undocumented, IN_PACKAGE, "'''M.'''\nclass A:\n    '''A.'''\n    def f(self): pass"
    ),
}


@pytest.mark.parametrize("rule", RULES)
def test_code_keeps_the_rule(rule):
    kept = RULES[rule]
    assert [f"{path}:{line} {what}" for path in kept.paths for line, what in kept.check(syntax(path))] == []


@pytest.mark.parametrize("rule", RULES)
def test_a_planted_breach_is_found(rule):
    kept = RULES[rule]
    assert len(list(kept.check(ast.parse(kept.planted)))) == 1


def test_files_are_at_most_400_lines():
    lengths = {path: len((PROJECT / path).read_text(encoding="utf-8").splitlines()) for path in python_files()}
    assert {str(path): n for path, n in lengths.items() if n > FILE_LINES and path != CLI} == {}


def test_no_file_has_a_vague_name():
    assert [str(path) for path in python_files() if path.stem in VAGUE_NAMES] == []


def test_comments_put_nothing_off():
    marker = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XXX|HACK)\b")
    found = []
    for path in python_files():
        text = io.StringIO((PROJECT / path).read_text(encoding="utf-8"))
        comments = (token for token in tokenize.generate_tokens(text.readline) if token.type == tokenize.COMMENT)
        found += [f"{path}:{token.start[0]} {token.string}" for token in comments if marker.search(token.string)]
    assert found == []
