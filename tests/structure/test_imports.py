"""Who may import whom: a star with `model` in the middle, and each library in its own place."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.checkout import LAYERS, configuration, module_name, package_sources, python_files, syntax

# The layers each layer may import, itself included; cli and the root's lazy names meet all.
STAR = {
    "model": {"model"},
    "inputs": {"inputs", "model"},
    "solver": {"solver", "model"},
    "outputs": {"outputs", "model"},
}
BARE = {*LAYERS, "cli"}

# Library: pattern of the modules that may import it.
HOMES = {
    "pyomo": r"model\.((\w+_)?components|rules|build|(constraints|objectives|fairness)(\..+)?)|solver(\..+)?",
    "highspy": r"solver(\..+)?",
    "click": r"cli",
    "docx": r"outputs(\..+)?",
    "docxtpl": r"outputs(\..+)?",
    "lxml": r"outputs(\..+)?",
    "xlsxwriter": r"(inputs|outputs)(\..+)?",
    "shapely": r"(inputs|outputs)(\..+)?",
    "resvg_py": r"outputs(\..+)?",
    "typst": r"outputs(\..+)?",
    "pebble": r"solver(\..+)?|cli",
    "distributed": r"solver(\..+)?|cli",
    **dict.fromkeys(("urllib", "http", "socket", "ssl"), r"inputs\.download"),
}
FILE_ACCESS = {"pathlib", "os", "io", "csv", "shutil", "tempfile", "subprocess", "sqlite3"}


def imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Give the line and full dotted name of everything a module imports, wherever in the file."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            prefix = "." * node.level + (node.module or "")
            yield from ((node.lineno, f"{prefix}.{alias.name}") for alias in node.names)


def breaches(path: Path, tree: ast.Module) -> list[str]:
    """List the imports that a module of the package may not have."""
    name = module_name(path)
    found = []
    for line, imported in imports(tree):
        library, *rest = imported.split(".")
        if library == "regietafel":
            wrong = not own_import_is_allowed(name, rest)
        elif library in BARE or imported.startswith("."):
            wrong = True
        else:
            wrong = not library_is_allowed(name, library)
        if wrong:
            found.append(f"{path}:{line} imports {imported}")
    return found


def own_import_is_allowed(name: str, rest: list[str]) -> bool:
    """Say whether module `name` may import `regietafel.<rest>`."""
    layer = name.split(".")[0]
    if layer not in STAR:
        return True
    return rest == ["__version__"] or (bool(rest) and rest[0] in STAR[layer])


def library_is_allowed(name: str, library: str) -> bool:
    """Say whether module `name` may import a library that is not ours."""
    if library in HOMES and not re.fullmatch(HOMES[library], name):
        return False
    return not (name.split(".")[0] == "model" and library in FILE_ACCESS)


def test_imports_follow_the_star():
    assert [breach for path in package_sources() for breach in breaches(path, syntax(path))] == []


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("model/case.py", "from regietafel.inputs.load import load_case"),
        ("model/case.py", "from regietafel import solve"),
        ("model/case.py", "import regietafel"),
        ("model/case.py", "from pathlib import Path"),
        ("model/case.py", "def f():\n    import os.path"),
        ("inputs/load.py", "import regietafel.solver.run"),
        ("solver/run.py", "from regietafel import outputs"),
        ("outputs/results.py", "from regietafel.inputs import cells"),
        ("solver/run.py", "from model.case import Case"),
        ("solver/run.py", "from . import highs"),
        ("model/audit.py", "import pyomo.environ as pyo"),
        ("model/law.py", "import highspy"),
        ("outputs/results.py", "from click import echo"),
        ("inputs/load.py", "from urllib.request import urlopen"),
    ],
)
def test_a_planted_import_is_found(path, line):
    assert len(breaches(Path(path), ast.parse(line))) == 1


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("cli.py", "from regietafel.solver.run import solve"),
        ("model/constraints/task.py", "import pyomo.environ as pyo"),
        ("model/audit.py", "from regietafel.model import law"),
        ("outputs/run_folder.py", "from regietafel import __version__"),
        ("inputs/download.py", "from urllib.request import urlopen"),
    ],
)
def test_a_proper_import_is_left_alone(path, line):
    assert breaches(Path(path), ast.parse(line)) == []


def test_tests_import_the_package_by_its_full_name():
    bare = [
        f"{path}:{line} imports {name}"
        for path in python_files()
        for line, name in imports(syntax(path))
        if name.split(".")[0] in BARE
    ]
    assert bare == []


def test_only_the_lazy_root_and_cli_import_by_string():
    dynamic = [
        f"{path}:{node.lineno}"
        for path in package_sources()
        if len(path.parts) > 1
        for node in ast.walk(syntax(path))
        if isinstance(node, (ast.Name, ast.Attribute))
        and getattr(node, "id", getattr(node, "attr", "")) in {"import_module", "__import__"}
    ]
    assert dynamic == []


def test_every_imported_library_is_a_declared_dependency():
    declared = {re.match(r"[\w-]+", line)[0].replace("-", "_") for line in configuration()["project"]["dependencies"]}
    modules = {"docx"} if "python_docx" in declared else set()
    known = declared | modules | set(sys.stdlib_module_names) | {"regietafel"}
    undeclared = {
        f"{path} imports {name}"
        for path in package_sources()
        for line, name in imports(syntax(path))
        if name.split(".")[0] not in known and not (name.split(".")[0] in extras() and is_lazy(syntax(path), line))
    }
    assert undeclared == set()


def extras() -> set[str]:
    """Name the libraries that only an extra installs, the one for developers aside; `a[b]` brings both."""
    groups = configuration()["project"]["optional-dependencies"]
    asked = [line for name, lines in groups.items() if name != "dev" for line in lines]
    return {name for line in asked for name in re.findall(r"[\w-]+", re.match(r"[\w-]+(\[[\w-]+\])?", line)[0])}


def is_lazy(tree: ast.Module, line: int) -> bool:
    """Say whether an import stands inside a function, so that the rest works without the library."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return any(node.lineno <= line <= (node.end_lineno or 0) for node in functions)


def test_the_library_of_an_extra_is_imported_where_it_is_used():
    tree = ast.parse("import typst\n\n\ndef render():\n    import typst\n")
    assert [is_lazy(tree, line) for line, _ in imports(tree)] == [False, True]
    assert {"typst", "dask", "distributed"} <= extras()
