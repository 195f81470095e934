"""What a measured rule is: instances with a slack, and where the rule comes from."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

from regietafel.model.figures.quantities import Quantities


@dataclass(frozen=True)
class Instance:
    """One instance of a rule: where, and how much room is left.

    Parameters
    ----------
    moment, gm_code, location_id : str or None
        Where; None where it does not apply.
    slack : int or Fraction
        Room left [unit of the rule]; below 0 the rule is broken.
    idle : bool
        Whether both sides are 0, so that a slack of 0 says nothing.
    position_id : str or None
        The position it is about, for rules of positions.
    """

    moment: str | None
    gm_code: str | None
    location_id: str | None
    slack: int | Fraction
    idle: bool = False
    position_id: str | None = None


Measured = Iterable[Instance]


@dataclass(frozen=True)
class Check:
    """A rule that can be measured: name, chapter, unit of its slack, article, and the measuring itself."""

    name: str
    group: str
    unit: str
    article: str
    instances: Callable[[Quantities], Measured]


def check(group: str, unit: str = "places", article: str = "") -> Callable[[Callable[[Quantities], Measured]], Check]:
    """Make a check of a function that yields every instance of the rule of that name.

    Parameters
    ----------
    group : str
        ``capacity``, ``task``, ``clusters``, ``shares``, ``policy`` or ``positions``.
    unit : str
        Unit of the slack.
    article : str
        Where the law says so; empty for policy and arithmetic.
    """

    def named(instances: Callable[[Quantities], Measured]) -> Check:
        return Check(instances.__name__, group, unit, article, instances)

    return named
