"""The scenarios that come with the program: a wish or a rule from policy as options, for any case."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from regietafel.inputs.names import plain
from regietafel.model.scenario import Scenario

OTHER_TABLES = "krap"
"""The packaged scenario that has other tables instead of other options: of a built-in case only."""


def packaged_names() -> list[str]:
    """List the packaged scenarios; that with other tables comes second."""
    first, *others = _content()
    return [first, OTHER_TABLES, *others]


def packaged_scenario(name: str, moments: int) -> tuple[str, str, Mapping[str, Any]] | None:
    """Return a packaged scenario: its name, its title in Dutch and its options; None when there is none.

    Parameters
    ----------
    name : str
        As typed.
    moments : int
        How many moments the case has: some options have a number for each.
    """
    found = {plain(known): known for known in _content()}.get(plain(name))
    if found is None:
        return None
    about = _content()[found]
    options = {key: _per_moment(value, moments) for key, value in about.get("options", {}).items()}
    return found, str(about["title"]), options


def assumed(scenario: Scenario, moments: int) -> list[str]:
    """List the packaged scenarios whose options a scenario still has, all or some, and none of them otherwise.

    Parameters
    ----------
    scenario : Scenario
        Any; a scenario of a case that happens to have the name and the values of a packaged one is that one.
    moments : int
        Of the case.
    """
    names = (*scenario.lineage, *(() if scenario.lineage else (scenario.name,)))
    return [name for name in dict.fromkeys(names) if _is_assumed(scenario, name, moments)]


def _is_assumed(scenario: Scenario, name: str, moments: int) -> bool:
    found = packaged_scenario(name, moments)
    if found is None:
        return False
    own = "scenario" if name == scenario.name else "extends"
    given = [key for key, origin in scenario.origins.items() if origin == own and _giver(scenario, key) == name]
    return bool(given) and all(key in found[2] and getattr(scenario, key) == found[2][key] for key in given)


def _giver(scenario: Scenario, key: str) -> str:
    return scenario.givers.get(key, scenario.name)


def _per_moment(value: Any, moments: int) -> Any:
    if not isinstance(value, dict):
        return value
    return (*[value["before"]] * (moments - 1), value["last"])


@cache
def _content() -> Mapping[str, Mapping[str, Any]]:
    text = files("regietafel.inputs.example").joinpath("scenarios.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
