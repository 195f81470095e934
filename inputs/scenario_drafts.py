"""Scenarios as they were written down, in columns and files, and which of them are built upon each other."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from regietafel.inputs.cells import trim
from regietafel.inputs.names import nearest, plain
from regietafel.inputs.packaged_scenarios import OTHER_TABLES, packaged_names, packaged_scenario
from regietafel.inputs.raw import RawTable
from regietafel.inputs.source import BASIS, Source
from regietafel.model.errors import Finding, Place, ScenarioError

SETTING, TITLE, EXTENDS, PINS = "instelling", "titel", "bouwt_voort_op", "vastgezet"
TOGETHER = "+"
"""Stands between scenarios of which each is built upon the one before."""
MEMBER = "#"
"""Stands between a scenario with lists of values and one of those that the lists make."""
NOWHERE, HERE = Place(), Path()
TOML_KEYS = ("name", "title", "extends", "options", "positions", "pins")

BETWEEN = re.compile(r"[;\n]")
"""Between the pins in one cell."""


@dataclass(frozen=True)
class Draft:
    """A scenario as it was written down: texts or typed values by the name that was typed, each with its place.

    `named_at` says where the name of an option stands in a table, apart from its value. `positions` are those of a
    file, as it has them; the table *standpunten* holds the others. `pins` are lines, each with its place.
    """

    name: str
    title: str = ""
    extends: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)
    named_at: Mapping[str, Place] = field(default_factory=dict)
    extends_place: Place = field(default_factory=Place)
    positions: Sequence[Mapping[str, Any]] = ()
    path: Path | None = None
    pins: Sequence[tuple[str, Place]] = ()


def read_drafts(table: RawTable | None) -> dict[str, Draft]:
    """Read the columns of the table *scenarios*, each a scenario, in the order of their names."""
    if table is None:
        return {}
    reserved = {item.header for item in table.table.all_columns()}
    return {name: _column(table, name) for name in sorted(table.letters) if name not in reserved}


def _column(table: RawTable, name: str) -> Draft:
    options: dict[str, str] = {}
    pins: list[tuple[str, Place]] = []
    places: dict[str, Place] = {}
    named_at: dict[str, Place] = {}
    title, extends, extends_place = "", "", Place()
    for row in sorted(table.rows, key=lambda item: item.number):
        setting, text = row.cells.get(SETTING, ""), row.cells.get(name, "")
        if not text or name in row.unread:
            continue
        if plain(setting) == plain(TITLE):
            title, places[TITLE] = text, table.place(row.number, name)
        elif plain(setting) == plain(EXTENDS):
            extends, extends_place = text, table.place(row.number, name)
        elif plain(setting) == plain(PINS):
            pins += [(line.strip(), table.place(row.number, name)) for line in BETWEEN.split(text) if line.strip()]
        else:
            options[setting], places[setting] = text, table.place(row.number, name)
            named_at[setting] = table.place(row.number, SETTING)
    return Draft(name, title, extends, options, places, named_at, extends_place, pins=pins)


def read_toml(path: Path) -> Draft:
    """Read a scenario from a TOML file.

    Raises
    ------
    ScenarioError
        If the file is not TOML, or has keys that a scenario does not have.
    """
    place = Place(path.name)
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ScenarioError(Finding("scenario_unreadable", place=place, value=str(error.strerror))) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ScenarioError(Finding("toml_broken", place=place, value=str(error))) from error
    findings = [_unknown_key(place, key) for key in content if key not in TOML_KEYS]
    texts = {key: content.get(key, "") for key in ("name", "title", "extends")}
    findings += [
        Finding("scenario_not_text", place=place, value=key) for key, text in texts.items() if not isinstance(text, str)
    ]
    options = content.get("options", {})
    if not isinstance(options, dict):
        findings.append(Finding("scenario_not_table", place=place, value="options"))
    positions = content.get("positions", [])
    if not isinstance(positions, list) or not all(isinstance(item, dict) for item in positions):
        findings.append(Finding("scenario_not_tables", place=place, value="positions"))
    pins = content.get("pins", [])
    if not isinstance(pins, list) or not all(isinstance(item, str) for item in pins):
        findings.append(Finding("scenario_not_texts", place=place, value="pins"))
    if findings:
        raise ScenarioError(findings)
    places = {key: Place(path.name, "options", 0, key) for key in options}
    name = texts["name"] or path.stem
    lines = [(line, Place(path.name, "pins", number)) for number, line in enumerate(pins, start=1)]
    return Draft(name, texts["title"], texts["extends"], options, places, {}, place, positions, path, lines)


def _unknown_key(place: Place, key: str) -> Finding:
    return Finding("scenario_key_unknown", place=place, value=key, params={"nearest": nearest(key, TOML_KEYS)})


def chain_of(
    tables: Source | None, name: str, place: Place = NOWHERE, folder: Path = HERE, above: tuple[str, ...] = ()
) -> list[Draft]:
    """List the scenarios that are built upon, the first one first; `above` are those that lead here.

    Raises
    ------
    ScenarioError
        If one is unknown, or is built upon itself.
    """
    drafts = drafts_of(tables)
    parts = [trim(part) for part in name.split(TOGETHER)]
    if len(parts) > 1 and all(parts) and plain(name) not in map(plain, drafts) and not _is_file(folder / name):
        chains = [chain_of(tables, part, place, folder, above) for part in parts]
        titles = [chain[-1].title for chain in chains if chain[-1].title]
        found = {plain(draft.name): draft for chain in reversed(chains) for draft in reversed(chain)}
        together = Draft(TOGETHER.join(chain[-1].name for chain in chains), f" {TOGETHER} ".join(titles))
        return [*reversed(found.values()), *([] if above else [together])]
    draft, folder = _find(tables, name, place, folder)
    if any(plain(draft.name) == plain(item) for item in above):
        names = " > ".join([*above, draft.name])
        raise ScenarioError(Finding("scenario_circle", place=place, value=draft.name, params={"names": names}))
    if not draft.extends:
        return [draft]
    return [*chain_of(tables, draft.extends, draft.extends_place, folder, (*above, draft.name)), draft]


def _find(tables: Source | None, name: str, place: Place, folder: Path) -> tuple[Draft, Path]:
    """Return a scenario by its column, its file or as packaged, and the folder its own files are named from."""
    drafts = drafts_of(tables)
    # Two names may differ in capitals or signs only; what is typed exactly is meant exactly.
    found = drafts.get(name) or {plain(item): draft for item, draft in drafts.items()}.get(plain(name))
    if found is not None:
        return found, folder
    path = folder / name
    if path.suffix.casefold() == ".toml" or _is_file(path):
        if not _is_file(path):
            raise ScenarioError(Finding("scenario_file_missing", place=place, value=str(path)))
        return read_toml(path), path.parent
    if plain(name) == BASIS:
        return Draft(BASIS), folder
    moments = tables.tables.get("momenten") if tables else None
    packaged = packaged_scenario(name, len(moments.rows) if moments else 1)
    if packaged is None:
        raise ScenarioError(unknown_scenario(drafts, name, place))
    return Draft(packaged[0], packaged[1], options=packaged[2]), folder


def unknown_scenario(drafts: Mapping[str, Draft], name: str, place: Place) -> Finding:
    """Name an unknown scenario, and the ones there are."""
    if plain(name) == OTHER_TABLES:
        return Finding("scenario_of_built_in", place=place, value=name)
    names = list(dict.fromkeys([BASIS, *drafts, *(item for item in packaged_names() if item != OTHER_TABLES)]))
    return Finding(
        "scenario_unknown", place=place, value=name, params={"nearest": nearest(name, names), "names": names}
    )


def _is_file(path: Path) -> bool:
    """Whether a word names a file; a word that can be no name of a file names none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def base_and_member(drafts: Mapping[str, Draft], name: str) -> tuple[str, str]:
    """Return the scenario that a name stands in, and the name itself if it is one that its lists make; else nothing."""
    base, sign, member = name.rpartition(MEMBER)
    if sign and plain(name) not in map(plain, drafts):
        return base, member
    known = [*drafts, *packaged_names()]
    if Path(name).suffix.casefold() == ".toml" or any(plain(name) == plain(item) for item in known):
        return name, ""
    bases = [item for item in known if name.casefold().startswith(f"{item.casefold()}-")]
    return (max(bases, key=len), name) if bases else (name, "")


def drafts_of(tables: Source | None) -> dict[str, Draft]:
    """Read the columns of the table *scenarios* of a case, if it has that table."""
    return read_drafts(tables.tables.get("scenarios")) if tables else {}
