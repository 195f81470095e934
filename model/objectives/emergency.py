"""An aim of the trade-off: emergency places for asylum seekers, at the moment at which there are most."""

from typing import Any

from regietafel.model.scenario import ASYLUM_STREAMS

NAME = "emergency"
UNIT = "places"


def expressions(m: Any) -> list[Any]:
    r"""Sum the emergency places of each moment; the largest sum counts.

    .. math:: \max_t \sum_{l \in \text{emergency}} \sum_{k \in \text{asylum}} x_{lkt}

    x ``placed`` [places], as in the rule ``emergency_is_phased_down``
    """
    return [
        m.nothing
        + sum(m.placed[loc, k, t] for loc in m.emergency_locations for k in m.streams_of[loc] if k in ASYLUM_STREAMS)
        for t in m.MOMENTS
    ]
