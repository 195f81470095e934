"""What options give each municipality, and which locations they open."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from regietafel.model.scenario import STREAMS

if TYPE_CHECKING:
    from regietafel.model.comparison import Option

DECIMALS = 2
"""Burdens are compared as they are shown, so that a reader can check who likes what best."""


def municipality_rows(options: "Sequence[Option]", letters: str) -> list[dict[str, Any]]:
    """Return one row per municipality, by name.

    Returns
    -------
    list of dict
        ``places``: per stream the places (status holders: with homes) at the last moment of each option;
        ``per_moment``: the same per moment; ``total``: their sum; ``spread``: largest less smallest total [places];
        ``ratio``: burden ratio per kind; ``ratio_spread``: of the joint one; ``cost`` over the cycle [euro];
        ``best`` and ``by``: the letters of the options it would like best on its own burden, and how that is told:
        by the lowest burden ratio, else the fewest places; ``same``: whether all are as good.
    """
    members: dict[str, Mapping[str, Any]] = {}
    for option in options:
        for row in option.document["municipalities"] if option.has_places else ():
            members.setdefault(row["gm_code"], row)
    found = [_by_code(option) for option in options]
    rows = [_municipality(row, [item.get(code) for item in found], letters) for code, row in members.items()]
    for row in rows:
        row["cost"] = [_cost(option, row["gm_code"]) for option in options]
    return sorted(rows, key=lambda row: (row["name"].casefold(), row["gm_code"]))


def _by_code(option: "Option") -> dict[str, Mapping[str, Any]]:
    return {row["gm_code"]: row for row in option.document["municipalities"]} if option.has_places else {}


def _cost(option: "Option", code: str) -> int | None:
    return int(option.document["costs"]["by_municipality"].get(code, 0)) if option.has_places else None


def _municipality(about: Mapping[str, Any], found: Sequence[Mapping[str, Any] | None], letters: str) -> dict[str, Any]:
    last = [row["moments"][-1] if row else None for row in found]
    total = [sum(at["provided"].values()) if at else None for at in last]
    ratio = {on: [at["burden_ratio"][on] if at else None for at in last] for on in ("joint", "asylum")}
    by = "burden" if any(value is not None for value in ratio["joint"]) else "places"
    measured = [_shown(value) for value in ratio["joint"]] if by == "burden" else list(total)
    known = [value for value in measured if value is not None]
    best = [letter for letter, value in zip(letters, measured, strict=False) if known and value == min(known)]
    return {
        "gm_code": about["gm_code"],
        "name": about["name"],
        "inhabitants": about["inhabitants"],
        "places": {stream: [at["provided"].get(stream, 0) if at else None for at in last] for stream in STREAMS},
        "per_moment": _per_moment(found),
        "total": total,
        "spread": _spread(total),
        "ratio": ratio,
        "ratio_spread": _spread(ratio["joint"]),
        "best": best,
        "by": by,
        "same": len(best) == len(known),
        "left_out": [row["left_out"] if row else None for row in found],
    }


def _per_moment(found: Sequence[Mapping[str, Any] | None]) -> list[dict[str, Any]]:
    """Return the places per stream at every moment of any option."""
    at = [{entry["moment"]: entry for entry in row["moments"]} if row else {} for row in found]
    return [
        {
            "moment": moment,
            "places": {k: [e[moment]["provided"].get(k, 0) if moment in e else None for e in at] for k in STREAMS},
        }
        for moment in sorted({moment for entries in at for moment in entries})
    ]


def _shown(value: float | None) -> float | None:
    return None if value is None else round(value, DECIMALS)


def _spread(values: Sequence[float | None]) -> float | None:
    """Return the largest less the smallest of what is known."""
    known = [value for value in values if value is not None]
    return round(max(known) - min(known), 6) if known else None


def location_rows(options: "Sequence[Option]") -> list[dict[str, Any]]:
    """Return one row per location that any option knows, by municipality and id.

    Returns
    -------
    list of dict
        ``opened``: how many of it are open at the last moment of each option, None when the option does not know it;
        ``places`` likewise; ``in``: all, some or none of the options that have places.
    """
    asked = [option for option in options if option.has_places]
    about: dict[str, Mapping[str, Any]] = {}
    names: dict[str, str] = {}
    for option in asked:
        names |= {row["gm_code"]: row["name"] for row in option.document["municipalities"]}
        for offer in option.document["locations"]:
            about.setdefault(offer["location_id"], offer)
    found = [_offers(option) for option in options]
    rows = [_location(offer, [item.get(name) for item in found], names) for name, offer in about.items()]
    for row in rows:
        count = sum(bool(number) for number in row["opened"])
        row["in"] = "none" if not count else "all" if count == len(asked) else "some"
    return sorted(rows, key=lambda row: (row["municipality"].casefold(), row["location_id"]))


def _offers(option: "Option") -> dict[str, Mapping[str, Any]]:
    return {row["location_id"]: row for row in option.document["locations"]} if option.has_places else {}


def _location(
    about: Mapping[str, Any], found: Sequence[Mapping[str, Any] | None], names: Mapping[str, str]
) -> dict[str, Any]:
    last = [offer["moments"][-1] if offer else None for offer in found]
    return {
        **{key: about[key] for key in ("location_id", "gm_code", "name", "type", "form", "status", "public", "origin")},
        "municipality": names.get(about["gm_code"], about["gm_code"]),
        "opened": [at["opened"] if at else None for at in last],
        "places": [sum(at["places"].values()) if at else None for at in last],
    }
