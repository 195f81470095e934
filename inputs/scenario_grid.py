"""Lists of values in a scenario: one scenario for every combination, each with a name made from its values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from math import prod
from typing import Any

from regietafel.inputs.workbook_texts import number, texts, yes_no
from regietafel.model.errors import Finding, ScenarioError
from regietafel.model.option_labels import OPTION_LABELS, VALUE_WORDS
from regietafel.model.scenario import OPTIONS, Scenario

BETWEEN = "|"
"""Stands between the values of a cell or of ``--set``: ``10 | 15 | 20``."""
MOST = 5_000
"""Scenarios that one grid may become."""
LISTS = ("list", "int_list")


@dataclass(frozen=True)
class Several:
    """The values of an option that has more than one, in the order they were written."""

    values: tuple[Any, ...]
    origin: str = ""
    giver: str = ""


@dataclass
class Merged:
    """A scenario while its parts are laid over each other: what has one value, and what has several."""

    scenario: Scenario
    several: dict[str, Several] = field(default_factory=dict)

    def take(self, values: Mapping[str, Any], origin: str, giver: str = "") -> None:
        """Lay values over what is there; a list of values is kept as it is, one value takes its place."""
        single = {key: value for key, value in values.items() if not isinstance(value, Several)}
        self.scenario = self.scenario.with_values(single, origin, giver) if single else self.scenario
        self.several = {key: found for key, found in self.several.items() if key not in single}
        lists = {key: value for key, value in values.items() if isinstance(value, Several)}
        self.several |= {key: replace(found, origin=origin, giver=giver) for key, found in lists.items()}

    def scenarios(self) -> list[Scenario]:
        """Return the scenario, or one for every combination of the lists; the last list changes fastest.

        Raises
        ------
        ScenarioError
            If there are more than `MOST`.
        """
        if not self.several:
            return [self.scenario]
        keys = [key for key in OPTIONS if key in self.several]
        count = prod(len(self.several[key].values) for key in keys)
        if count > MOST:
            params = {"count": count, "most": MOST}
            raise ScenarioError(Finding("grid_too_large", value=self.scenario.name, params=params))
        choices = product(*(self.several[key].values for key in keys))
        return [self._member(dict(zip(keys, values, strict=True))) for values in choices]

    def one_at_a_time(self) -> list[Scenario]:
        """Return enough scenarios to meet every value of every list once: the first of each, then each other value."""
        firsts = {key: found.values[0] for key, found in self.several.items()}
        others = [{**firsts, key: value} for key, found in self.several.items() for value in found.values[1:]]
        return [self._member(values) for values in (firsts, *others)] if firsts else [self.scenario]

    def _member(self, values: Mapping[str, Any]) -> Scenario:
        """Return the scenario with one value of each list."""
        base = self.scenario
        parts = [f"{key}-{in_name(value)}" for key, value in values.items()]
        words = [f"{OPTION_LABELS[key]}: {in_words(key, value)}" for key, value in values.items()]
        member = replace(
            base,
            name="-".join([base.name, *parts]),
            title=f"{base.title or base.name} ({'; '.join(words)})",
            lineage=(*base.lineage, base.name),
        )
        for key, value in values.items():
            member = member.with_values({key: value}, self.several[key].origin, self.several[key].giver)
        return member


def several_of(key: str, value: Any) -> Sequence[Any] | None:
    """Return the values of an option that was given a list of them; None when it was given one.

    In a cell and on the command line they stand between bars; in a file they are a list, of lists for an option that
    is a list itself.
    """
    if isinstance(value, str):
        return [part.strip() for part in value.split(BETWEEN)] if BETWEEN in value else None
    if not isinstance(value, list):
        return None
    if OPTIONS[key].kind in LISTS:
        return value if value and all(isinstance(part, list) for part in value) else None
    return value


def grid_findings(values: Sequence[Any], finding: Finding) -> list[Finding]:
    """Name a list of values that has none, or has one twice; `finding` says where it stands."""
    if not values:
        return [replace(finding, code="grid_empty")]
    doubles = [value for i, value in enumerate(values) if value in values[:i]]
    return [replace(finding, code="grid_value_double", value=in_name(value)) for value in doubles[:1]]


def in_name(value: Any) -> str:
    """Write a value as a part of a name: whole numbers without a point, lists with a plus."""
    if isinstance(value, tuple):
        return "+".join(in_name(part) for part in value)
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return "none" if value is None else str(value).lower()


def in_words(key: str, value: Any) -> str:
    """Write a value as Dutch readers do."""
    if value is None:
        return str(texts()["options"]["none"])
    if isinstance(value, bool):
        return yes_no(value)
    if isinstance(value, int | float):
        return number(value)
    words = {machine: word for word, machine in VALUE_WORDS.get(key, {}).items()}
    parts = value if isinstance(value, tuple) else value.split(",")
    return "+".join(words.get(part, str(part)) for part in parts)
