"""An aim of the trade-off: how many locations are open at the last moment."""

from typing import Any

NAME = "locations"
UNIT = "locations"


def expression(m: Any) -> Any:
    r"""Count the open locations of the province at the last moment.

    .. math:: \sum_{l \in L} y_{l\bar t}

    y ``opened`` [locations]; locations outside the province aside
    """
    return m.nothing + sum(m.opened[loc, m.last] for loc in m.own_locations)
