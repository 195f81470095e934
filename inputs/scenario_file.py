"""From the table *scenarios*, a TOML file and ``--set`` to a Scenario; unknown keys are refused with the nearest name.

What is later wins: default, then the scenario that is built upon (*extends*), then the scenario, then ``--set``. A name
is that of a column, of a file or of a packaged scenario, in that order. ``a+b`` is b built upon a. An option with
several values makes one scenario for each of them; one of these is named by its own name, in a file
``file.toml#name``.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from regietafel.inputs.cells import CONTROL, trim
from regietafel.inputs.names import nearest, plain
from regietafel.inputs.packaged_scenarios import OTHER_TABLES, packaged_names, packaged_scenario
from regietafel.inputs.raw import RawTable
from regietafel.inputs.scenario_grid import Merged
from regietafel.inputs.scenario_positions import positions_of_file
from regietafel.inputs.scenario_values import REFUSED, check_options, read_option
from regietafel.inputs.source import BASIS, Source, read_tables, variant_for
from regietafel.model.errors import Finding, Place, ScenarioError
from regietafel.model.option_labels import OPTION_LABELS
from regietafel.model.positions import Position
from regietafel.model.scenario import Scenario

SETTING, TITLE, EXTENDS = "instelling", "titel", "bouwt_voort_op"
TOGETHER = "+"
"""Stands between scenarios of which each is built upon the one before."""
MEMBER = "#"
"""Stands between a scenario with lists of values and one of those that the lists make."""
NOWHERE, HERE = Place(), Path()
TOML_KEYS = ("name", "title", "extends", "options", "positions")

_KEYS = {plain(name): key for key, label in OPTION_LABELS.items() for name in (key, label)}


@dataclass(frozen=True)
class Draft:
    """A scenario as it was written down: texts or typed values by the name that was typed, each with its place.

    `named_at` says where the name of an option stands in a table, apart from its value. `positions` are those of a
    file, as it has them; the table *standpunten* holds the others.
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


def load_scenario(
    source: Source | str | Path | None = None,
    name_or_file: str | None = None,
    sets: Mapping[str, str] | None = None,
) -> Scenario:
    """Read a scenario.

    Parameters
    ----------
    source : Source, str, Path or None
        The tables of the case, or the word that names it; None for a case without the table *scenarios*.
    name_or_file : str or None
        Name of a column of that table, a TOML file, or a packaged scenario; None means ``basis``.
    sets : mapping of str to str
        Values of ``--set`` by option.

    Raises
    ------
    ScenarioError
        With everything that is wrong: unknown scenario or option, a value that cannot be read or is out of range, or
        an option with several values.
    """
    found = load_scenarios(source, name_or_file, sets)
    if len(found) > 1:
        names = [scenario.name for scenario in found]
        params = {"count": len(found), "first": names[0], "last": names[-1]}
        raise ScenarioError(Finding("scenario_is_grid", value=name_or_file or BASIS, params=params))
    return found[0]


def load_scenarios(
    source: Source | str | Path | None = None,
    name_or_file: str | None = None,
    sets: Mapping[str, str] | None = None,
) -> list[Scenario]:
    """Read a scenario, or all that its lists of values make; see `load_scenario`.

    Raises
    ------
    ScenarioError
        With everything that is wrong.
    """
    tables, name = _tables(source, name_or_file), name_or_file or BASIS
    base, member = _base_and_member(_drafts(tables), name)
    found = merge_scenario(tables, base, sets).scenarios()
    if member:
        found = [scenario for scenario in found if plain(scenario.name) == plain(member)]
        if not found:
            raise ScenarioError(_unknown(_drafts(tables), name, Place()))
    return _or_raise(found)


def _or_raise(scenarios: list[Scenario]) -> list[Scenario]:
    """Return scenarios, unless options of one contradict each other."""
    if findings := [finding for scenario in scenarios for finding in check_options(scenario)]:
        raise ScenarioError(list({repr(item): item for item in findings}.values()))
    return scenarios


def merge_scenario(tables: Source | None, name: str, sets: Mapping[str, str] | None = None) -> Merged:
    """Lay a scenario over those it builds upon, and ``--set`` over that; lists of values are kept as they are.

    Raises
    ------
    ScenarioError
        With everything that is wrong.
    """
    chain = _chain(tables, name)
    findings: list[Finding] = []
    positions = [item for draft in chain for item in _positions(tables, draft, findings)]
    lineage = tuple(draft.name for draft in chain[:-1])
    start = Scenario(name=chain[-1].name, title=chain[-1].title, lineage=lineage, positions=tuple(positions))
    merged = Merged(start)
    for draft in chain:
        _apply(merged, draft, "scenario" if draft is chain[-1] else "extends", findings)
    _apply(merged, Draft("--set", options=dict(sets or {})), "set", findings)
    if findings:
        raise ScenarioError(findings)
    return merged


def _tables(source: Source | str | Path | None, name_or_file: str | None) -> Source | None:
    if isinstance(source, str | Path):
        return read_tables(source, variant=variant_for(source, name_or_file))
    return source


def _drafts(tables: Source | None) -> dict[str, Draft]:
    return read_drafts(tables.tables.get("scenarios")) if tables else {}


def _base_and_member(drafts: Mapping[str, Draft], name: str) -> tuple[str, str]:
    """Return the scenario that a name stands in, and the name itself if it is one that its lists make; else nothing."""
    base, sign, member = name.rpartition(MEMBER)
    if sign and plain(name) not in map(plain, drafts):
        return base, member
    known = [*drafts, *packaged_names()]
    if Path(name).suffix.casefold() == ".toml" or any(plain(name) == plain(item) for item in known):
        return name, ""
    bases = [item for item in known if name.casefold().startswith(f"{item.casefold()}-")]
    return (max(bases, key=len), name) if bases else (name, "")


def _positions(tables: Source | None, draft: Draft, findings: list[Finding]) -> tuple[Position, ...]:
    """Read the positions of one draft; what is wrong with them becomes findings."""
    if not draft.positions:
        return ()
    found, wrong = positions_of_file(tables.tables if tables else {}, draft.extends_place.file, draft.positions)
    findings += [item for item in wrong if item.level == "error"]
    return found


def scenario_files(source: Source, name_or_file: str | None) -> list[Path]:
    """List the files a scenario is read from: its own and those it builds upon.

    Raises
    ------
    ScenarioError
        If one is unknown or cannot be read.
    """
    base, _ = _base_and_member(_drafts(source), name_or_file or BASIS)
    return [draft.path for draft in _chain(source, base) if draft.path is not None]


def stored_positions(folder: Path, case: Path, scenario: Scenario) -> tuple[Position, ...]:
    """Read the positions of a scenario again from the copies of its files.

    Parameters
    ----------
    folder : Path
        Where the copies are.
    case : Path
        The tables of the case: a folder or a workbook.
    scenario : Scenario
        Its name and those of the scenarios it builds on.

    Raises
    ------
    ScenarioError
        With everything that is wrong with them.
    """
    files = sorted(folder.glob("*.toml"))
    tables, findings = read_tables(case) if files else None, list[Finding]()
    drafts = {draft.name: draft for draft in map(read_toml, files)}
    chain = [drafts[name] for name in (*scenario.lineage, scenario.name) if name in drafts]
    found = tuple(item for draft in chain for item in _positions(tables, draft, findings))
    if findings:
        raise ScenarioError(findings)
    return found


def scenario_names(source: Source) -> list[str]:
    """List the scenarios of a case, ``basis`` first."""
    return list(dict.fromkeys([BASIS, *read_drafts(source.tables.get("scenarios"))]))


def check_scenarios(source: Source) -> list[Finding]:
    """Find what is wrong in any scenario of a case, each finding once."""
    findings: dict[str, Finding] = {}
    for name in scenario_names(source):
        try:
            some_scenarios(source, name)
        except ScenarioError as error:
            findings |= {repr(item): item for item in error.findings}
    return list(findings.values())


def some_scenarios(source: Source, name: str) -> list[Scenario]:
    """Read a scenario; of one with lists of values enough to meet each value once.

    Raises
    ------
    ScenarioError
        With everything that is wrong.
    """
    return _or_raise(merge_scenario(source, name).one_at_a_time())


def read_drafts(table: RawTable | None) -> dict[str, Draft]:
    """Read the columns of the table *scenarios*, each a scenario, in the order of their names."""
    if table is None:
        return {}
    reserved = {item.header for item in table.table.all_columns()}
    return {name: _column(table, name) for name in sorted(table.letters) if name not in reserved}


def _column(table: RawTable, name: str) -> Draft:
    options: dict[str, str] = {}
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
        else:
            options[setting], places[setting] = text, table.place(row.number, name)
            named_at[setting] = table.place(row.number, SETTING)
    return Draft(name, title, extends, options, places, named_at, extends_place)


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
    if findings:
        raise ScenarioError(findings)
    places = {key: Place(path.name, "options", 0, key) for key in options}
    name = texts["name"] or path.stem
    return Draft(name, texts["title"], texts["extends"], options, places, {}, place, positions, path)


def _unknown_key(place: Place, key: str) -> Finding:
    return Finding("scenario_key_unknown", place=place, value=key, params={"nearest": nearest(key, TOML_KEYS)})


def _chain(
    tables: Source | None, name: str, place: Place = NOWHERE, folder: Path = HERE, above: tuple[str, ...] = ()
) -> list[Draft]:
    """List the scenarios that are built upon, the first one first; `above` are those that lead here.

    Raises
    ------
    ScenarioError
        If one is unknown, or is built upon itself.
    """
    drafts = _drafts(tables)
    parts = [trim(part) for part in name.split(TOGETHER)]
    if len(parts) > 1 and all(parts) and plain(name) not in map(plain, drafts) and not _is_file(folder / name):
        chains = [_chain(tables, part, place, folder, above) for part in parts]
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
    return [*_chain(tables, draft.extends, draft.extends_place, folder, (*above, draft.name)), draft]


def _find(tables: Source | None, name: str, place: Place, folder: Path) -> tuple[Draft, Path]:
    """Return a scenario by its column, its file or as packaged, and the folder its own files are named from."""
    drafts = _drafts(tables)
    known = {plain(item): draft for item, draft in drafts.items()}
    if plain(name) in known:
        return known[plain(name)], folder
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
        raise ScenarioError(_unknown(drafts, name, place))
    return Draft(packaged[0], packaged[1], options=packaged[2]), folder


def _unknown(drafts: Mapping[str, Draft], name: str, place: Place) -> Finding:
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


def _control_signs(draft: Draft) -> Iterator[Finding]:
    """Give the signs in the name and the title of a draft that no document can show."""
    for text in (draft.name, draft.title):
        if sign := CONTROL.search(text):
            params = {"sign": f"U+{ord(sign[0]):04X}"}
            yield Finding("cell_control_sign", place=draft.places.get(TITLE, draft.extends_place), params=params)


def _apply(merged: Merged, draft: Draft, origin: str, findings: list[Finding]) -> None:
    """Lay the options of one draft over what is there; what cannot be read becomes a finding at its place."""
    typed: dict[str, Any] = {}
    findings += _control_signs(draft)
    for name in sorted(draft.options):
        place, value = draft.places.get(name, Place(draft.name)), draft.options[name]
        key = _KEYS.get(plain(name))
        if key is None:
            near = nearest(name, [*OPTION_LABELS, *OPTION_LABELS.values()], cutoff=0.4)
            at = draft.named_at.get(name, place)
            findings.append(Finding("option_unknown", place=at, value=name, params={"nearest": near}))
        elif key in typed:
            at = draft.named_at.get(name, place)
            findings.append(Finding("option_double", place=at, value=name, params={"key": key}))
        else:
            typed[key] = read_option(key, value, place, findings)
    kept = {key: value for key, value in typed.items() if value is not REFUSED}
    merged.take(kept, origin, draft.name if origin == "extends" else "")
