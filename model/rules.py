"""How a rule function becomes a component of the program: one function, one name everywhere."""

from collections.abc import Callable, Iterable
from typing import Any, Literal

from regietafel.model.scenario import Scenario

Group = Literal["capacity", "task", "clusters", "shares", "policy", "positions", "definition", "norm", "tightening"]
Rule = Callable[..., Any]


def always(_scenario: Scenario) -> bool:
    """Whether the rule belongs to every program."""
    return True


def total(m: Any, terms: Iterable[Any]) -> Any:
    """Sum terms; an empty sum is the variable `nothing`, so that a rule never becomes a plain truth value."""
    found = list(terms)
    return sum(found) if found else m.nothing


def over(
    *index_sets: str,
    group: Group,
    unit: str = "places",
    article: str = "",
    active: Callable[[Scenario], bool] = always,
) -> Callable[[Rule], Rule]:
    """Record the index set of a rule; nothing is built here.

    Parameters
    ----------
    *index_sets : str
        Names of the sets of the program that the rule runs over; none for a single row.
    group : str
        Chapter of the formulation; ``definition``, ``norm`` and ``tightening`` are not reported as rules.
    unit : str
        Unit of both sides.
    article : str
        Where the law says so; empty for policy and arithmetic.
    active : callable
        Whether a scenario has the rule.
    """

    def record(rule: Rule) -> Rule:
        about: Any = rule
        about.over, about.group, about.unit, about.article, about.active = index_sets, group, unit, article, active
        return rule

    return record
