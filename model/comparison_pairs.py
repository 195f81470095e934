"""What differs between two of the compared plans, and which two are worth telling apart."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from regietafel.model.comparison_places import by_name
from regietafel.model.figures.key_figures import FIGURES, key_figures
from regietafel.model.plan import Plan
from regietafel.model.plan_difference import Difference, MunicipalityAt, MunicipalityChange, Number, plan_difference

if TYPE_CHECKING:
    from regietafel.model.comparison import Option

PREVIOUS = "previous"
"""The name of the plan that --since gives."""
Named = tuple[str, Plan, str]


def pair_rows(options: "Sequence[Option]", letters: str, since: "Option | None") -> list[dict[str, Any]]:
    """Return what differs between the pairs that a reader will ask about, each once.

    In this order: every option and the plan given with --since; an option and the one it was made from (what-if); two
    versions of one scenario, the older first; and the first option with every other. Options without places have no
    pair.

    Parameters
    ----------
    options : sequence of Option
    letters : str
        A name per option.
    since : Option or None
        The plan of before.

    Returns
    -------
    list of dict
        ``from``, ``to``: letters (or ``previous``); ``why``: since, parent, version or first; ``same``: both decide the
        same; ``inputs``: tables of the case that are not the same; ``options``, ``figures``, ``municipalities``,
        ``locations``, ``positions``: what differs, places and burdens at the last moment.
    """
    named = [
        (letter, option.plan, option.plan_sha256)
        for letter, option in zip(letters, options, strict=False)
        if option.plan and option.has_places
    ]
    before = (PREVIOUS, since.plan, since.plan_sha256) if since and since.plan and since.has_places else None
    rows, seen = [], set[tuple[str, str]]()
    for old, new, why in _pairs(named, before):
        if (old[0], new[0]) not in seen and (new[0], old[0]) not in seen:
            seen.add((old[0], new[0]))
            rows.append({"from": old[0], "to": new[0], "why": why, **_difference(old[1], new[1])})
    return rows


def _pairs(named: Sequence[Named], before: Named | None) -> Iterator[tuple[Named, Named, str]]:
    yield from ((before, item, "since") for item in named if before)
    for item in named:
        parent = item[1].document["case"]["parent"] or {}
        yield from ((old, item, "parent") for old in named if old[2] and old[2] == parent.get("plan_sha256"))
    for number, item in enumerate(named):
        for other in named[number + 1 :]:
            old, new = sorted((item, other), key=_version)
            if _scenario(old) == _scenario(new) and _version(old) != _version(new):
                yield old, new, "version"
    yield from ((named[0], item, "first") for item in named[1:])


def _scenario(item: Named) -> str:
    return item[1].document["scenario"]["name"]


def _version(item: Named) -> tuple[Any, ...]:
    """Return a version as it is ordered: the numbers in it as numbers."""
    written = item[1].document["case"]["version"] or ""
    parts = "".join(sign if sign.isalnum() else " " for sign in written).split()
    return tuple((0, int(part), "") if part.isascii() and part.isdecimal() else (1, 0, part) for part in parts)


def _difference(before: Plan, after: Plan) -> dict[str, Any]:
    found = plan_difference(before.document, after.document)
    return {
        "same": found.same_plan,
        "inputs": list(found.inputs),
        "options": [{"key": item.key, "before": item.before, "after": item.after} for item in found.options],
        "figures": list(_figures(before, after)),
        "municipalities": sorted(
            (_municipality(item) for item in found.municipalities if item.touched),
            key=lambda row: (by_name(row["name"]), row["gm_code"]),
        ),
        "locations": [_location(item) for item in found.locations],
        "positions": _positions(found),
    }


def _figures(before: Plan, after: Plan) -> Iterator[dict[str, Any]]:
    """Yield the key figures that are not the same."""
    old, new = key_figures(before), key_figures(after)
    for name in FIGURES:
        if old[name] != new[name]:
            yield {"name": name, "unit": FIGURES[name].unit, "before": old[name], "after": new[name]}


def _municipality(item: MunicipalityChange) -> dict[str, Any]:
    at = max(item.moments, key=lambda entry: entry.moment)
    ratio = at.ratio["joint"]
    return {
        "gm_code": item.gm_code,
        "name": item.name,
        "places": _with_homes(at),
        "ratio": list(ratio),
    }


def _with_homes(at: MunicipalityAt) -> list[Number]:
    """Return places in locations and persons in homes together, before and after, as the table of places has them."""
    both = zip(at.total, at.housed, strict=True)
    return [None if places is None else places + (homes or 0) for places, homes in both]


def _location(item: Any) -> dict[str, Any]:
    at = max(item.moments, key=lambda entry: entry.moment)
    return {
        "location_id": item.location_id,
        "gm_code": item.gm_code,
        "name": item.name,
        "kinds": list(item.kinds),
        "opened": list(at.opened),
        "places": list(at.total),
    }


def _positions(found: Difference) -> list[dict[str, Any]]:
    return [
        {
            "id": item.position_id,
            "party": item.party,
            "given_up": list(item.given_up),
            "added": item.added,
            "dropped": item.dropped,
        }
        for item in found.positions
    ]
