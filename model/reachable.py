"""How large a weighted burden the offers and homes of one municipality can make, without passing a ceiling.

Sets of reachable burdens are whole numbers used as bit sets: bit `n` is set when a burden of `n` can be made. The sizes
of offers leave holes (closed, or at least the smallest size), so the largest burden under a ceiling is not the ceiling.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby

from regietafel.model.case import STREAMS, Location
from regietafel.model.scenario import Scenario


def largest_burden(rows: Iterable[Location], homes: int, scenario: Scenario, ceiling: int | None) -> int:
    """Return the largest weighted burden that offers and homes allow.

    Parameters
    ----------
    rows : iterable of Location
        Offers of the municipality that can be open at the moment.
    homes : int
        Status holders that ordinary homes can take by then [persons].
    scenario : Scenario
        `weight_*`.
    ceiling : int or None
        Largest burden allowed [weighted places]; None: no ceiling.

    Returns
    -------
    int
        Weighted places. Rows of one joint location that may not be open together count once.
    """
    weights = scenario.weights
    choices = list(_choices(rows))
    home_weight = weights["status_holder"]
    whole = sum(max(_most(loc, weights) for loc in choice) for choice in choices) + home_weight * homes
    if ceiling is None or whole <= ceiling:
        return whole
    reached = _progression(home_weight, 0, homes, ceiling)
    for choice in choices:
        reached = _sums(reached, _burdens_of_choice(choice, weights, ceiling), ceiling)
    return max(reached.bit_length() - 1, 0)


def _choices(rows: Iterable[Location]) -> Iterator[list[Location]]:
    """Group rows of which at most one may be open; every other row stands alone."""
    for _, members in groupby(sorted(rows, key=_choice_key), key=_choice_key):
        yield list(members)


def _choice_key(loc: Location) -> tuple[str, str]:
    exclusive = loc.group is not None and loc.group_rule in ("not_together", "one_after_other")
    return (loc.group or "", "") if exclusive else ("", loc.location_id)


def _most(loc: Location, weights: dict[str, int]) -> int:
    """Largest weighted burden of one offer: what must stay where it is, the rest in the heaviest stream."""
    kept = _kept(loc)
    heaviest = max((weights[k] for k in loc.streams), default=0)
    free = loc.max_places * loc.count - sum(kept.values())
    return sum(weights[k] * places for k, places in kept.items()) + heaviest * max(0, free)


def _kept(loc: Location) -> dict[str, int]:
    """Places per stream that an open row keeps."""
    if not loc.present_is_kept or loc.may_shrink:
        return {}
    return {k: loc.present.get(k, 0) for k in STREAMS}


def _burdens_of_choice(choice: list[Location], weights: dict[str, int], ceiling: int) -> int:
    """Burdens that one offer, or one of several, can make."""
    stays = any(loc.present_is_kept and not loc.may_close for loc in choice)
    found = 0 if stays else 1
    for loc in choice:
        for opened in range(1, loc.count + 1):
            found |= _burdens_when_open(loc, opened, weights, ceiling)
    return found


def _burdens_when_open(loc: Location, opened: int, weights: dict[str, int], ceiling: int) -> int:
    kept = _kept(loc)
    already = sum(kept.values())
    low, high = max(0, loc.min_places * opened - already), loc.max_places * opened - already
    if high < low:
        return 0
    base = sum(weights[k] * places for k, places in kept.items())
    extra = _weighted(sorted({weights[k] for k in loc.streams}), low, high, ceiling)
    return (extra << base) & _mask(ceiling)


def _weighted(each: list[int], low: int, high: int, ceiling: int) -> int:
    """Burdens of `low` to `high` places, each of one of the given weights."""
    if len(each) == 1:
        return _progression(each[0], low, high, ceiling)
    reached, found = 1, 0
    for places in range(high + 1):
        found |= reached if places >= low else 0
        following = 0
        for weight in each:
            following |= reached << weight
        reached = following & _mask(ceiling)
    return found


def _progression(step: int, low: int, high: int, ceiling: int) -> int:
    """Mark the multiples of `step` from `low` to `high` times it, up to the ceiling."""
    if step == 0:
        return 1
    top = min(high, ceiling // step)
    return sum(1 << (step * times) for times in range(low, top + 1)) if step > 1 else _run(low, top)


def _run(low: int, high: int) -> int:
    return ((1 << (high - low + 1)) - 1) << low if high >= low else 0


def _sums(one: int, other: int, ceiling: int) -> int:
    """Every sum of a burden of the one and a burden of the other, run by run."""
    found = 0
    for start, length in _runs(other):
        spread, width = one, 1
        while width < length:
            shift = min(width, length - width)
            spread |= spread << shift
            width += shift
        found |= spread << start
    return found & _mask(ceiling)


def _runs(bits: int) -> Iterator[tuple[int, int]]:
    """Start and length of each unbroken run of set bits."""
    position = 0
    while bits:
        skip = (bits & -bits).bit_length() - 1
        bits >>= skip
        length = (~bits & (bits + 1)).bit_length() - 1
        yield position + skip, length
        bits >>= length
        position += skip + length


def _mask(ceiling: int) -> int:
    return (1 << (ceiling + 1)) - 1
