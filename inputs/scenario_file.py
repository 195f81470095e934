"""From the table *scenarios*, a TOML file and ``--set`` to a Scenario; unknown keys are refused with the nearest name.

What is later wins: default, then the scenario that is built upon (*extends*), then the scenario, then ``--set``. A name
is that of a column, of a file or of a packaged scenario, in that order. ``a+b`` is b built upon a. An option with
several values makes one scenario for each of them; one of these is named by its own name, in a file
``file.toml#name``.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from regietafel.inputs.cells import CONTROL
from regietafel.inputs.names import nearest, plain
from regietafel.inputs.pin_positions import known_of_tables, make_positions
from regietafel.inputs.scenario_drafts import (
    TITLE,
    Draft,
    base_and_member,
    chain_of,
    drafts_of,
    read_toml,
    unknown_scenario,
)
from regietafel.inputs.scenario_grid import Merged
from regietafel.inputs.scenario_positions import positions_of_file
from regietafel.inputs.scenario_values import REFUSED, check_options, read_option
from regietafel.inputs.source import BASIS, Source, read_tables, variant_for
from regietafel.model.errors import Finding, Place, ScenarioError
from regietafel.model.option_labels import OPTION_LABELS
from regietafel.model.positions import Position
from regietafel.model.scenario import Scenario

_KEYS = {plain(name): key for key, label in OPTION_LABELS.items() for name in (key, label)}


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
        Name of a column of that table, a TOML file, or a packaged scenario; None means ``basis``.
    sets : mapping of str to str
        Values of ``--set`` by option.
    pins : sequence of str
        Lines of ``--pin``; they come after those of the scenario.

    Raises
    ------
    ScenarioError
        With everything that is wrong: unknown scenario or option, a value that cannot be read or is out of range, or
        an option with several values.
    """
    return _only(load_scenarios(source, name_or_file, sets, pins), name_or_file or BASIS)


def _only(found: list[Scenario], name: str) -> Scenario:
    """Return the one scenario there is; of a list say which there are."""
    if len(found) > 1:
        params = {"count": len(found), "first": found[0].name, "last": found[-1].name}
        raise ScenarioError(Finding("scenario_is_grid", value=name, params=params))
    return found[0]


def load_scenarios(
    source: Source | str | Path | None = None,
    name_or_file: str | None = None,
    sets: Mapping[str, str] | None = None,
    pins: Sequence[str] = (),
) -> list[Scenario]:
    """Read a scenario, or all that its lists of values make; see `load_scenario`.

    Raises
    ------
    ScenarioError
        With everything that is wrong.
    """
    tables, name = _tables(source, name_or_file), name_or_file or BASIS
    base, member = base_and_member(drafts_of(tables), name)
    found = merge_scenario(tables, base, sets, pins).scenarios()
    if member:
        found = [scenario for scenario in found if plain(scenario.name) == plain(member)]
        if not found:
            raise ScenarioError(unknown_scenario(drafts_of(tables), name, Place()))
    return _or_raise(found)


def _or_raise(scenarios: list[Scenario]) -> list[Scenario]:
    """Return scenarios, unless options of one contradict each other."""
    if findings := [finding for scenario in scenarios for finding in check_options(scenario)]:
        raise ScenarioError(list({repr(item): item for item in findings}.values()))
    return scenarios


def merge_scenario(
    tables: Source | None, name: str, sets: Mapping[str, str] | None = None, pins: Sequence[str] = ()
) -> Merged:
    """Lay a scenario over those it builds upon, and ``--set`` over that; lists of values are kept as they are.

    Raises
    ------
    ScenarioError
        With everything that is wrong.
    """
    chain = chain_of(tables, name)
    findings: list[Finding] = []
    positions = [item for draft in chain for item in _positions(tables, draft, findings)]
    lineage = tuple(draft.name for draft in chain[:-1])
    start = Scenario(name=chain[-1].name, title=chain[-1].title, lineage=lineage, positions=tuple(positions))
    merged = Merged(start)
    for draft in chain:
        _apply(merged, draft, "scenario" if draft is chain[-1] else "extends", findings)
    _apply(merged, Draft("--set", options=dict(sets or {})), "set", findings)
    lines = [*(pin for draft in chain for pin in draft.pins), *((line, Place()) for line in pins)]
    merged.scenario = _with_pins(merged.scenario, tables, lines, findings)
    if findings:
        raise ScenarioError(findings)
    return merged


def _tables(source: Source | str | Path | None, name_or_file: str | None) -> Source | None:
    if isinstance(source, str | Path):
        return read_tables(source, variant=variant_for(source, name_or_file))
    return source


def with_sets(scenario: Scenario, sets: Mapping[str, str]) -> Scenario:
    """Return a scenario with values of ``--set``.

    Raises
    ------
    ScenarioError
        With everything that is wrong with them.
    """
    findings: list[Finding] = []
    merged = Merged(scenario)
    _apply(merged, Draft("--set", options=dict(sets)), "set", findings)
    if findings:
        raise ScenarioError(findings)
    return _only(_or_raise(merged.scenarios()), scenario.name)


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
    base, _ = base_and_member(drafts_of(source), name_or_file or BASIS)
    return [draft.path for draft in chain_of(source, base) if draft.path is not None]


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
    return list(dict.fromkeys([BASIS, *drafts_of(source)]))


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
