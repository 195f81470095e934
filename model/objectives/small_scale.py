"""An aim of the trade-off: which share of the asylum places is small-scale or satellite, at the last moment."""

from typing import Any

from regietafel.model.scenario import ASYLUM_STREAMS

NAME = "small_scale"
UNIT = "share"
FORMS = ("small_scale", "satellite")


def expression(m: Any) -> Any:
    r"""Sum the asylum places that are not small-scale: what is to be little, relative to the divisor.

    .. math:: \sum_{l \notin \text{small}} \sum_{k \in \text{asylum}} x_{lk\bar t}

    x ``placed`` [places], as in the rule ``small_scale_is_enough``
    """
    return _asylum_places(m, [loc for loc in m.own_locations if m.location_of[loc].form not in FORMS])


def divisor(m: Any) -> Any:
    r"""Sum all asylum places.

    .. math:: \sum_{l \in L} \sum_{k \in \text{asylum}} x_{lk\bar t}

    x ``placed`` [places]
    """
    return _asylum_places(m, m.own_locations)


def _asylum_places(m: Any, rows: list[str]) -> Any:
    return m.nothing + sum(m.placed[loc, k, m.last] for loc in rows for k in m.streams_of[loc] if k in ASYLUM_STREAMS)
