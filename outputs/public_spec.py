"""Which keys of a plan may leave the table: a list of what goes out; a key that is not in it stays in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from regietafel.model.scenario import STREAMS
from regietafel.outputs.texts_catalogue import text

STATUSES = ("existing", "decided", "intended", "explored")


class Keep:
    """Goes out as it is: a number, a word of a fixed list, a name that is public, or a list of those."""


class Gone:
    """Stays in; renderers do not even find the key."""


@dataclass(frozen=True)
class Left:
    """Stays in; renderers find this value instead."""

    value: Any = None


@dataclass(frozen=True)
class Words:
    """Stays in; renderers find this text of the catalogue instead."""

    code: str


@dataclass(frozen=True)
class Rows:
    """A list of which each row goes out by this part."""

    part: Any


@dataclass(frozen=True)
class Each:
    """A mapping of which each value goes out by this part, and each key as it is."""

    part: Any


KEEP, GONE = Keep(), Gone()

_STREAMS = dict.fromkeys(STREAMS, KEEP)
_ORIGIN = {"value": KEEP, "origin": KEEP}
_RATIOS = {"joint": KEEP, "asylum": KEEP}

_MUNICIPALITY_MOMENT = {
    "moment": KEEP,
    "provided": _STREAMS,
    "counted": {"plan": _STREAMS, "durable": _STREAMS},
    "carried": _STREAMS,
    "housed": KEEP,
    "unhoused": KEEP,
    "credited": KEEP,
    "burden": KEEP,
    "burden_ratio": _RATIOS,
    "ratio_before_exchange": _RATIOS,
    "composition": _STREAMS,
}
_TOGETHER = {
    "inhabitants": KEEP,
    "indicative": {"value": KEEP, "special": KEEP, "origin": KEEP},
    "above_indicative": KEEP,
    "residual_task": KEEP,
    "entitlement": dict.fromkeys(STREAMS, _ORIGIN),
    "entitlement_after_exchange": _STREAMS,
    # What must stay of each location, added up: with one location it is what its college decided.
    "fixed": Left(),
    "moments": Rows(_MUNICIPALITY_MOMENT),
}
_LOCATION = {
    **dict.fromkeys(("location_id", "gm_code", "name", "public", "type", "form", "status", "durable"), KEEP),
    **dict.fromkeys(("emergency", "origin", "lat", "lon", "count", "operator", "link_gm_code"), KEEP),
    "decision": {"by": KEEP, "date": KEEP},
    "condition": Left(""),
    "bottleneck": Left(""),
    "group": Left(),
    "present": _STREAMS,
    "moments": Rows(
        {"moment": KEEP, "opened": KEEP, "places": _STREAMS, "hubs": Each({"n": KEEP, "places": KEEP})},
    ),
}
_FAIRNESS = {
    "norm": KEEP,
    "on": KEEP,
    "moment": KEEP,
    "left_out": Rows({"gm_code": KEEP, "reason": KEEP}),
    "measures": Each(_RATIOS),
    "sorted": _RATIOS,
    "levels": Rows(dict.fromkeys(("on", "k", "value", "bound"), KEEP)),
    "price": Rows(dict.fromkeys(("of", "in", "amount", "unit", "with", "without", "gap"), KEEP)),
    "norms": Rows(
        {
            **dict.fromkeys(("norm", "on", "value", "best", "bound", "distance", "cost", "cost_bound"), KEEP),
            "first_difference": dict.fromkeys(("k", "value", "best"), KEEP),
        }
    ),
    "keys": Rows(
        {
            **dict.fromkeys(("key", "on", "best", "bound", "value"), KEEP),
            "left_out": Rows({"gm_code": KEEP, "reason": KEEP}),
        }
    ),
    "against_key": Rows(
        dict.fromkeys(("gm_code", "on", "key", "carried", "difference", "without_norm"), KEEP),
    ),
}

GOES_OUT: Mapping[str, Any] = {
    "schema": KEEP,
    "case": {
        **dict.fromkeys(("province", "cycle", "version", "stage", "meeting_date", "built_in"), KEEP),
        "inputs": Left([]),
        "reference": Left(),
        "parent": Left(),
    },
    "scenario": {
        "name": Words("public.scenario"),
        "title": Words("public.scenario"),
        "tier_order": KEEP,
        "options": Each({**dict.fromkeys(("value", "unit", "origin"), KEEP), "of": GONE}),
        "lineage": Left([]),
        "pins": Left([]),
    },
    "outcome": {
        "status": KEEP,
        "tiers": Rows(dict.fromkeys(("name", "value", "bound", "gap", "abs_gap", "tolerance", "stop"), KEEP)),
        "conflict": Left(),
        # Which plan on the table a what-if keeps near is for the table.
        "kept": GONE,
        "point": {
            "number": KEEP,
            "proven": KEEP,
            "aims": Rows(dict.fromkeys(("name", "on", "unit", "value", "gap", "step"), KEEP)),
        },
    },
    "moments": KEEP,
    "totals": Rows(
        {
            **dict.fromkeys(("moment", "task", "required", "net_published", "placed"), KEEP),
            "counted": {"plan": KEEP, "durable": KEEP},
            **dict.fromkeys(("shortfall", "unavoidable", "surplus"), KEEP),
            "by_choice": Rows({"cause": KEEP, "places": KEEP}),
            "by_status": dict.fromkeys(STATUSES, KEEP),
        }
    ),
    "municipalities": Rows(
        {
            **dict.fromkeys(("gm_code", "name", "region", "safety_region", "lat", "lon", "left_out"), KEEP),
            "ses_woa": _ORIGIN,
            **_TOGETHER,
        }
    ),
    "regions": Rows({"region": KEEP, "municipalities": KEEP, **_TOGETHER}),
    "locations": Rows(_LOCATION),
    "clusters": Rows(
        {
            **dict.fromkeys(("moment", "hub", "places", "farthest_km", "diameter_km", "cut_municipalities"), KEEP),
            "satellites": Rows(dict.fromkeys(("location_id", "n", "places", "km", "steps"), KEEP)),
        }
    ),
    "neighbours": Rows(dict.fromkeys(("gm_code_a", "gm_code_b", "link"), KEEP)),
    # Who has a hub in reach tells where the hubs are.
    "unreached": Left([]),
    "exchanges": Rows(
        dict.fromkeys(
            ("id", "from", "to", "stream", "places", "against_stream", "against_places", "moment", "stage"), KEEP
        )
    ),
    "costs": {
        "operation_per_year": Rows({"moment": KEEP, "amount": KEEP}),
        "opening_once": KEEP,
        "over_cycle": KEEP,
        # With one location in a municipality this is the cost of that location.
        "by_municipality": Left({}),
        "grants": Rows(
            dict.fromkeys(("rule", "article", "amount", "basis", "receiver", "gm_code", "provisional"), KEEP)
        ),
    },
    "fairness": _FAIRNESS,
    "rules": Rows(
        {
            **dict.fromkeys(("name", "group", "article", "instances", "smallest_slack", "unit"), KEEP),
            "binding": Rows(
                {"moment": KEEP, "gm_code": KEEP, "location_id": KEEP, "slack": KEEP, "position": GONE},
            ),
        }
    ),
    "positions": Left([]),
    "messages": Rows({"level": KEEP, "code": KEEP, "params": Each(KEEP), "where": KEEP}),
    "versions": {
        **dict.fromkeys(("regietafel", "python", "pyomo", "highs", "reference_figures"), KEEP),
        # Whoever guesses the confidential plan could test the guess.
        "document_sha256": GONE,
    },
    "extra": {"public": KEEP},
}
"""What becomes of each key of `plan.json`; `public_plan` decides first which rows and which words go out."""


def taken_out(value: Any, part: Any) -> Any:
    """Return of a value only what the list lets out.

    Parameters
    ----------
    value : object
        Part of a plan document.
    part : object
        The part of `GOES_OUT` about it.

    Raises
    ------
    TypeError
        If something with keys of its own would go out whole.
    """
    if isinstance(part, Keep):
        return _as_it_is(value)
    if isinstance(part, Left):
        return part.value
    if isinstance(part, Words):
        return text(part.code)
    if value is None:
        return None
    if isinstance(part, Rows):
        return [taken_out(row, part.part) for row in value]
    if isinstance(part, Each):
        return {key: taken_out(inside, part.part) for key, inside in value.items()}
    return {key: taken_out(value.get(key), part[key]) for key in part if _stands_in(key, value, part[key])}


def _stands_in(key: str, value: Mapping[str, Any], part: Any) -> bool:
    """Whether a key is there in what goes out: never one that is gone, always one that has something in its place."""
    return isinstance(part, Left | Words) or (key in value and not isinstance(part, Gone))


def _as_it_is(value: Any) -> Any:
    """Return a value without keys."""
    if isinstance(value, Mapping):
        raise TypeError(f"would go out whole: {sorted(value)}")
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_as_it_is(part) for part in value]
    return value
