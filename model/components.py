"""How a set, a number or a variable of the program is declared: with its meaning and unit."""

from collections.abc import Iterable, Mapping
from typing import Any

import pyomo.environ as pyo


def declare_set(m: Any, name: str, members: Iterable[Any], doc: str) -> None:
    """Declare an ordered set with its meaning."""
    m.add_component(name, pyo.Set(initialize=list(members), ordered=True, doc=doc))


def declare_parameter(m: Any, name: str, values: Mapping[Any, Any], doc: str, domain: Any = pyo.Integers) -> None:
    """Declare numbers by index, with their meaning and unit."""
    m.add_component(name, pyo.Param(list(values), initialize=dict(values), within=domain, doc=doc))


def declare_variable(m: Any, name: str, index: tuple[Any, ...], doc: str, bounds: Any) -> None:
    """Declare a whole number of 0 or more, with its meaning and unit."""
    m.add_component(name, pyo.Var(*index, domain=pyo.NonNegativeIntegers, bounds=bounds, initialize=0, doc=doc))
