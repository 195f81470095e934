"""What is decided: the integers that make a plan, without anything that follows from them."""

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Decisions:
    """The decided integers; a missing key means 0.

    Parameters
    ----------
    opened : dict of (location, moment) to int
        Open locations of the offer [locations].
    placed : dict of (location, stream, moment) to int
        Places given to the stream [places].
    attached, attached_places : dict of (satellite, hub, moment) to int
        Satellites of the offer under the hub [locations], and their places [places].
    housed : dict of (municipality, moment) to int
        Status holders in ordinary homes because of this cycle, cumulative [persons].
    """

    opened: dict[tuple[str, str], int] = field(default_factory=dict)
    placed: dict[tuple[str, str, str], int] = field(default_factory=dict)
    attached: dict[tuple[str, str, str], int] = field(default_factory=dict)
    attached_places: dict[tuple[str, str, str], int] = field(default_factory=dict)
    housed: dict[tuple[str, str], int] = field(default_factory=dict)
