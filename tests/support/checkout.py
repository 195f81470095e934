"""The checkout as files: what belongs to the project, what belongs to the package."""

import ast
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
LAYERS = ("model", "solver", "inputs", "outputs")


@cache
def configuration() -> dict:
    """Read pyproject.toml."""
    return tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))


@cache
def project_files() -> tuple[Path, ...]:
    """List every file of the project, relative to its root: what is on disk less what .gitignore names."""
    ignored = [".git", *(line.strip("/") for line in (PROJECT / ".gitignore").read_text(encoding="utf-8").split())]
    return tuple(sorted(path.relative_to(PROJECT) for path in _walk(PROJECT, ignored)))


def _walk(folder: Path, ignored: list[str]) -> Iterator[Path]:
    for path in folder.iterdir():
        if any(fnmatch(path.name, pattern) for pattern in ignored) or (path / "pyvenv.cfg").exists():
            continue
        if path.is_dir():
            yield from _walk(path, ignored)
        else:
            yield path


def package_sources() -> list[Path]:
    """List the modules of the package `regietafel`, relative to the root."""
    return [path for path in python_files() if path.parts[0] in LAYERS or len(path.parts) == 1]


def python_files() -> list[Path]:
    """List every Python file, tests included, relative to the root."""
    return [path for path in project_files() if path.suffix == ".py"]


@cache
def syntax(path: Path) -> ast.Module:
    """Parse one file of the project."""
    return ast.parse((PROJECT / path).read_text(encoding="utf-8"), filename=str(path))


def module_name(path: Path) -> str:
    """Name the module of a package file, without the root: `model.case`, `model` for its `__init__`, and so on."""
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
