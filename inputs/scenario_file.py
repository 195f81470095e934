"""From the table *scenarios*, a TOML file and ``--set`` to a Scenario; unknown keys are refused with the nearest name.

What is later wins: default, then the scenario that is built upon (*extends*), then the scenario, then ``--set``.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from regietafel.inputs.cells import CellError, read_decimal, trim
from regietafel.inputs.names import nearest, plain
from regietafel.inputs.pin_positions import known_of_tables, make_positions
from regietafel.inputs.raw import RawTable
from regietafel.inputs.scenario_positions import positions_of_file
from regietafel.inputs.source import BASIS, Source, read_tables, variant_for
from regietafel.model.errors import Finding, Place, ScenarioError
from regietafel.model.option_labels import OPTION_LABELS, VALUE_WORDS
from regietafel.model.positions import Position
from regietafel.model.scenario import OPTIONS, Scenario

SETTING, TITLE, EXTENDS, PINS = "instelling", "titel", "bouwt_voort_op", "vastgezet"
TOML_KEYS = ("name", "title", "extends", "options", "positions", "pins")

BETWEEN = re.compile(r"[;\n]")
"""Between the pins in one cell."""

_KEYS = {plain(name): key for key, label in OPTION_LABELS.items() for name in (key, label)}


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


def load_scenario(
    source: Source | str | Path | None = None,
    name_or_file: str | None = None,
    sets: Mapping[str, str] | None = None,
    pins: Sequence[str] = (),
) -> Scenario:
    """Read a scenario.

    Parameters
    ----------
    source : Source, str, Path or None
        The tables of the case, or the word that names it; None for a case without the table *scenarios*.
    name_or_file : str or None
        Name of a column of that table, or a TOML file; None means ``basis``.
    sets : mapping of str to str
        Values of ``--set`` by option.
    pins : sequence of str
        Lines of ``--pin``; they come after those of the scenario.

    Raises
    ------
    ScenarioError
        With everything that is wrong: unknown scenario or option, a value that cannot be read or is out of range.
    """
    if isinstance(source, str | Path):
        tables: Source | None = read_tables(source, variant=variant_for(source, name_or_file))
    else:
        tables = source
    drafts = read_drafts(tables.tables.get("scenarios")) if tables else {}
    chain = _chain(drafts, name_or_file or BASIS)
    findings: list[Finding] = []
    positions = [item for draft in chain for item in _positions(tables, draft, findings)]
    lineage = tuple(draft.name for draft in chain[:-1])
    scenario = Scenario(name=chain[-1].name, title=chain[-1].title, lineage=lineage, positions=tuple(positions))
    for draft in chain:
        scenario = _apply(scenario, draft, "scenario" if draft is chain[-1] else "extends", findings)
    scenario = _apply(scenario, Draft("--set", options=dict(sets or {})), "set", findings)
    findings += check_options(scenario)
    lines = [*(pin for draft in chain for pin in draft.pins), *((line, Place()) for line in pins)]
    scenario = _with_pins(scenario, tables, lines, findings)
    if findings:
        raise ScenarioError(findings)
    return scenario


def with_sets(scenario: Scenario, sets: Mapping[str, str]) -> Scenario:
    """Return a scenario with values of ``--set``.

    Raises
    ------
    ScenarioError
        With everything that is wrong with them.
    """
    findings: list[Finding] = []
    found = _apply(scenario, Draft("--set", options=dict(sets)), "set", findings)
    findings += check_options(found)
    if findings:
        raise ScenarioError(findings)
    return found


def _with_pins(
    scenario: Scenario, tables: Source | None, lines: Sequence[tuple[str, Place]], findings: list[Finding]
) -> Scenario:
    """Add what was fixed at the table; what is wrong with it becomes findings."""
    if not lines:
        return scenario
    specs = tuple(line for line, _ in lines)
    known = known_of_tables(tables.tables if tables else {}, scenario.positions)
    positions, wrong = make_positions(specs, known, [place for _, place in lines])
    findings += wrong
    return replace(scenario, pins=specs, positions=(*scenario.positions, *positions))


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
    drafts = _chain(read_drafts(source.tables.get("scenarios")), name_or_file or BASIS)
    return [draft.path for draft in drafts if draft.path is not None]


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
            load_scenario(source, name)
        except ScenarioError as error:
            findings |= {repr(item): item for item in error.findings}
    return list(findings.values())


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
            title = text
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


def _chain(drafts: Mapping[str, Draft], name: str) -> list[Draft]:
    """List the scenarios that are built upon, the first one first.

    Raises
    ------
    ScenarioError
        If one is unknown, or is built upon itself.
    """
    chain: list[Draft] = []
    wanted, place, folder = name, Place(), Path()
    while True:
        draft, folder = _find(drafts, wanted, place, folder)
        if any(plain(draft.name) == plain(item.name) for item in chain):
            names = " > ".join([*(item.name for item in chain), draft.name])
            raise ScenarioError(Finding("scenario_circle", place=place, value=draft.name, params={"names": names}))
        chain.append(draft)
        if not draft.extends:
            return chain[::-1]
        wanted, place = draft.extends, draft.extends_place


def _find(drafts: Mapping[str, Draft], name: str, place: Place, folder: Path) -> tuple[Draft, Path]:
    """Return a scenario by the name of its column or by its file, and the folder its own files are named from."""
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
    names = [BASIS, *drafts]
    params = {"nearest": nearest(name, names), "names": list(dict.fromkeys(names))}
    raise ScenarioError(Finding("scenario_unknown", place=place, value=name, params=params))


def _is_file(path: Path) -> bool:
    """Whether a word names a file; a word that can be no name of a file names none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _apply(scenario: Scenario, draft: Draft, origin: str, findings: list[Finding]) -> Scenario:
    """Fill in the options of one draft; what cannot be filled in becomes a finding at its place."""
    typed: dict[str, Any] = {}
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
            typed[key] = _value(key, value, place, findings)
    kept = {key: value for key, value in typed.items() if value is not _REFUSED}
    return scenario.with_values(kept, origin) if kept else scenario


_REFUSED = object()


def _value(key: str, value: Any, place: Place, findings: list[Finding]) -> Any:
    """Read one value on its own, so that its findings get its place; the typed value, or `_REFUSED`."""
    try:
        readable = _readable(key, value, dutch=bool(place.sheet) and place.sheet != "options")
        return getattr(Scenario().with_values({key: readable}, "set"), key)
    except CellError as error:
        findings.append(Finding(error.code, place=place, value=str(value), params=error.params))
    except ScenarioError as error:
        findings.extend(replace(item, place=place, value=str(value)) for item in error.findings)
    return _REFUSED


def _readable(key: str, value: Any, *, dutch: bool) -> Any:
    """Turn Dutch words into machine words and, in a table, Dutch numbers into numbers.

    Raises
    ------
    CellError
        If a number in a table is not written as Dutch.
    """
    if not isinstance(value, str):
        return value
    text, words = trim(value), {plain(word): machine for word, machine in VALUE_WORDS.get(key, {}).items()}
    if words:
        parts = [trim(part) for part in text.replace("+", ",").split(",")]
        return ",".join(words.get(plain(part), part) for part in parts)
    about = OPTIONS[key]
    if not dutch or (about.optional and text.casefold() in ("geen", "none")):
        return text.casefold() if text.casefold() in ("geen", "none") else text
    if about.kind == "int_list":
        return tuple(_whole(part) for part in text.split("+"))
    if about.kind == "int":
        return _whole(text)
    return float(read_decimal(text)) if about.kind == "float" else text


def _whole(text: str) -> int:
    value = read_decimal(trim(text))
    if value.denominator != 1:
        raise CellError("number_not_whole")
    return int(value)


BOUNDS: Sequence[tuple[str, str]] = (
    ("burden_floor", "burden_ceiling"),
    ("region_floor", "region_ceiling"),
    ("large_min", "large_max"),
)


def check_options(scenario: Scenario) -> list[Finding]:
    """Name options that contradict each other: a floor above its ceiling."""
    pairs = [(low, high, getattr(scenario, low), getattr(scenario, high)) for low, high in BOUNDS]
    return [
        Finding(
            "option_floor_above_ceiling", value=str(low), params={"floor": low_key, "ceiling": high_key, "high": high}
        )
        for low_key, high_key, low, high in pairs
        if low is not None and high is not None and low > high
    ]
