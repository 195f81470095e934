"""The word CASE of a command: a workbook, a folder of CSV tables, or the name of a built-in case."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from regietafel.inputs.built_in import CYCLES, EXAMPLE, OFFERS, built_in_names, built_in_tables
from regietafel.inputs.csv_folder import read_folder
from regietafel.inputs.names import nearest, slug
from regietafel.inputs.raw import RawTable, raw_tables
from regietafel.inputs.workbook import read_workbook, workbook_bytes
from regietafel.inputs.workbook_file import is_other_workbook, is_workbook
from regietafel.model.errors import Finding, Place, UsageError
from regietafel.model.tables import TABLES

PREFIX = "voorbeeld:"
DEFAULT_CYCLE = 2
BASIS = "basis"


@dataclass(frozen=True)
class Source:
    """The tables of a case as text.

    Parameters
    ----------
    name : str
        The built-in name, the folder or the workbook.
    tables : mapping of table name to RawTable
    findings : tuple of Finding
        What is wrong with the files and their headers.
    workbook : mapping of file name to bytes
        The workbook that was read, exactly as it was when it was read; empty for the others.
    """

    name: str
    tables: Mapping[str, RawTable]
    findings: tuple[Finding, ...] = ()
    workbook: Mapping[str, bytes] = field(default_factory=dict)


def built_in_name(source: str | Path) -> str | None:
    """Return the built-in case that a word means, or None when it means a path.

    Raises
    ------
    UsageError
        If the word means both, or is not the name of a built-in case.
    """
    if isinstance(source, Path):
        return None
    bare = source.removeprefix(PREFIX)
    name = {"friesland": "fryslan"}.get(slug(bare), slug(bare))
    if source.startswith(PREFIX):
        if name not in built_in_names():
            params = {"nearest": nearest(bare, built_in_names()), "names": built_in_names()}
            raise UsageError(Finding("built_in_unknown", value=bare, params=params))
        return name
    if name not in built_in_names() or "/" in bare or "\\" in bare:
        return None
    if Path(source).exists():
        raise UsageError(Finding("case_ambiguous", value=source, params={"built_in": PREFIX + name}))
    return name


def variant_for(source: str | Path, scenario: str | None) -> str:
    """Return the variant of the tables that a scenario of a built-in case needs: its own, or ``basis``.

    The packaged scenario ``krap`` of a built-in case has other tables, not other options; so have the scenarios that
    build upon it, and those that its lists of values make (``krap#krap-seed-1``, ``krap-seed-1``).
    """
    if scenario is None or built_in_name(source) in (None, EXAMPLE):
        return BASIS
    words = [name.partition("#")[0].strip().casefold() for name in built_upon(scenario)]
    return next((name for word in words if not word.endswith(".toml") for name in _other_tables(word)), BASIS)


def _other_tables(word: str) -> list[str]:
    """Return the packaged scenario with tables of its own that a word means, or the list of which it means one."""
    return [name for name in OFFERS if name != BASIS and (word == name or word.startswith(f"{name}-"))]


def built_upon(scenario: str) -> list[str]:
    """List the names in a scenario and in what it builds upon, as far as those are words and files; no checks."""
    found: list[str] = []
    todo = _parts(scenario, Path())
    while todo:
        name, folder = todo.pop(0)
        path = folder / name.partition("#")[0]
        if name in found or path.suffix.casefold() != ".toml":
            found += [name] if name not in found else []
            continue
        found.append(name)
        todo += _parts(_extends(path), path.parent)
    return found


def _parts(scenario: str, folder: Path) -> list[tuple[str, Path]]:
    """Divide a word in the scenarios that it joins, each with the folder its file is named from."""
    whole = _is_there(folder, scenario)
    return [(part.strip(), folder) for part in ([scenario] if whole else scenario.split("+"))]


def _is_there(folder: Path, scenario: str) -> bool:
    try:
        return (folder / scenario.partition("#")[0]).is_file()
    except (OSError, ValueError):
        return False


def _extends(path: Path) -> str:
    """Read what a scenario file builds upon; nothing when it cannot be read, which is said where it is read."""
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8-sig")).get("extends", "")
    except (OSError, ValueError):
        return ""
    return said if isinstance(said, str) else ""


def read_tables(source: str | Path, *, cycle: int | None = None, variant: str = BASIS) -> Source:
    """Read the tables of a case as text.

    Parameters
    ----------
    source : str or Path
        A workbook, a folder of CSV tables, ``voorbeeld:<name>``, or the bare name of a built-in case.
    cycle : int, optional
        Cycle of a built-in case; 2 when left out.
    variant : str
        Variant of a built-in case: ``basis`` or ``krap``.

    Raises
    ------
    UsageError
        If the words do not name a case.
    """
    name = built_in_name(source)
    if name is not None:
        return read_built_in(name, cycle or DEFAULT_CYCLE, variant)
    if cycle is not None or variant != BASIS:
        raise UsageError(Finding("only_built_in", value=str(source)))
    return _read_path(Path(source))


def read_built_in(name: str, cycle: int, variant: str = BASIS) -> Source:
    """Read the tables of a built-in case.

    Raises
    ------
    UsageError
        If the case does not have this cycle or variant.
    """
    cycles = (DEFAULT_CYCLE,) if name == EXAMPLE else CYCLES
    if cycle not in cycles:
        params = {"name": name, "cycles": [str(item) for item in cycles]}
        raise UsageError(Finding("built_in_cycle", value=str(cycle), params=params))
    if variant not in OFFERS or (name == EXAMPLE and variant != BASIS):
        params = {"name": name, "nearest": nearest(variant, OFFERS)}
        raise UsageError(Finding("built_in_variant", value=variant, params=params))
    tables, findings = raw_tables(PREFIX + name, built_in_tables(name, cycle, variant))  # type: ignore[arg-type]
    return Source(name, tables, tuple(findings))


def _read_path(path: Path) -> Source:
    if not path.exists():
        params = {"nearest": nearest(path.name, built_in_names())}
        raise UsageError(Finding("case_unknown", value=str(path), params=params))
    if path.is_file():
        return _read_file(path)
    tables, findings = read_folder(path)
    if not tables:
        findings.append(Finding("folder_without_tables", place=Place(path.name), value=str(path)))
        return Source(str(path), tables, tuple(findings))
    missing = [name for name, table in TABLES.items() if table.required and name not in tables]
    broken = {found.place.sheet for found in findings if found.level == "error"}
    findings += [
        Finding("table_missing", place=Place(f"{name}.csv", name), value=name) for name in missing if name not in broken
    ]
    return Source(str(path), tables, tuple(findings))


def _read_file(path: Path) -> Source:
    """Read a workbook.

    Raises
    ------
    UsageError
        If the file is no workbook by its name.
    """
    if not is_workbook(path.name) and not is_other_workbook(path.name):
        raise UsageError(Finding("case_not_folder", place=Place(path.name), value=str(path)))
    content = workbook_bytes(path)
    tables, findings = read_workbook(path, content)
    return Source(str(path), tables, tuple(findings), {path.name: content})
