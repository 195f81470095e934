"""From the variables of a solved program to the decided integers."""

from typing import Any

from regietafel.model.decisions import Decisions


def extract(m: Any) -> Decisions:
    """Read the decided integers out of the program; zeros are left out.

    Places of satellites under a hub follow from the attachments: an offer under one hub brings all its places; one
    under several divides them as evenly as its sizes allow, hubs in order.
    """
    attached = _whole(m.attached)
    placed = _whole(m.placed)
    places = _whole(m.attached_places) if m.component("attached_places") is not None else _divided(m, attached, placed)
    return Decisions(
        opened=_whole(m.opened), placed=placed, attached=attached, attached_places=places, housed=_whole(m.housed)
    )


def _whole(variable: Any) -> dict[Any, int]:
    return {
        index: round(data.value) for index, data in variable.items() if data.value is not None and round(data.value)
    }


def _divided(m: Any, attached: dict[Any, int], placed: dict[Any, int]) -> dict[Any, int]:
    found: dict[Any, int] = {}
    for sat in m.SATELLITES:
        for t in m.MOMENTS:
            hubs = {hub: attached[sat, hub, t] for hub in m.hubs_of[sat] if (sat, hub, t) in attached}
            rest, count = sum(placed.get((sat, k, t), 0) for k in m.streams_of[sat]), sum(hubs.values())
            for hub, number in hubs.items():
                share = rest if number == count else rest * number // count
                found[sat, hub, t] = share
                rest, count = rest - share, count - number
    return {index: places for index, places in found.items() if places}
