"""Every option of a plan, declared once: key, default, unit, range, choices and source."""

import difflib
import re
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields, replace
from functools import cached_property
from typing import Any, Literal

from regietafel.model.errors import Finding, ScenarioError
from regietafel.model.positions import Position

TIER_NAMES = ("shortfall", "surplus", "fairness", "positions", "cost", "disturbance")
TASKS = ("asylum", "special", "ukraine", "housing")
STREAMS = ("regular", "special", "ukraine", "status_holder")
ASYLUM_STREAMS = ("regular", "special")
STATUSES = ("existing", "decided", "intended", "explored")
FORMS = ("large", "small_scale", "satellite", "other")
CHOICE = "our choice, no source"

Kind = Literal["bool", "int", "float", "text", "list", "int_list"]
Unit = Literal[
    "", "ratio", "places", "persons", "locations", "km", "steps", "euro", "share", "seconds", "threads", "weight"
]


@dataclass(frozen=True, kw_only=True)
class Option:
    """What is known of one option.

    `low` and `high` are inclusive. `optional` options may be empty (None), which switches their rule off.
    """

    key: str = ""
    kind: Kind = "float"
    default: Any = None
    unit: Unit = ""
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    optional: bool = False
    political: bool = False
    source: str = CHOICE


def option(default: Any, kind: Kind, **about: Any) -> Any:
    """Declare one option as a field of `Scenario`; see `Option` for the keywords."""
    return field(default=default, metadata={"option": Option(kind=kind, default=default, **about)})


def weight(default: int, **about: Any) -> Any:
    """Declare an integer weight of 0 or more."""
    return option(default, "int", unit="weight", low=0, high=1000, **about)


def tolerance(default: float, unit: Unit, high: float) -> Any:
    """Declare how much of an earlier tier a later one may give away."""
    return option(default, "float", unit=unit, low=0.0, high=high)


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """All options of one plan, with where each value came from.

    Parameters
    ----------
    name, title : str
        Machine name and title for people.
    origins : mapping of str to str
        Per option that is not at its default: ``scenario``, ``extends`` or ``set``.
    givers : mapping of str to str
        Per option with origin ``extends``: name of the scenario it builds on that gave the value.
    lineage : tuple of str
        Names of the scenarios it builds on, the first one first; it has their positions.
    positions : tuple of Position
        Those of its own file and of the files it builds on, and of its pins; the table *standpunten* holds the others.
    pins : tuple of str
        What was fixed at the table, a line each; their positions stand in `positions`.
    """

    name: str = "basis"
    title: str = ""
    origins: Mapping[str, str] = field(default_factory=dict)
    givers: Mapping[str, str] = field(default_factory=dict)
    lineage: tuple[str, ...] = ()
    positions: tuple[Position, ...] = ()
    pins: tuple[str, ...] = ()

    # The aims and their order
    tier_order: tuple[str, ...] = option(
        ("shortfall", "surplus", "fairness", "positions", "cost", "disturbance"), "list", choices=TIER_NAMES
    )
    tolerance_shortfall_abs: float = tolerance(0.0, "places", 10_000)
    tolerance_shortfall_rel: float = tolerance(0.0, "share", 1)
    tolerance_surplus_abs: float = tolerance(0.0, "places", 10_000)
    tolerance_surplus_rel: float = option(
        0.01, "float", unit="share", low=0, high=1, source="our choice: 1 % of the sum of the tasks, not of the surplus"
    )
    tolerance_fairness_abs: float = tolerance(0.01, "ratio", 10)
    tolerance_fairness_rel: float = tolerance(0.0, "share", 1)
    tolerance_positions_abs: float = tolerance(0.0, "weight", 10_000)
    tolerance_positions_rel: float = tolerance(0.0, "share", 1)
    tolerance_cost_abs: float = tolerance(0.0, "euro", 1e9)
    tolerance_cost_rel: float = tolerance(0.005, "share", 1)
    tolerance_disturbance_abs: float = tolerance(0.0, "weight", 1e6)
    tolerance_disturbance_rel: float = tolerance(0.0, "share", 1)
    shortfall_weight_asylum: int = weight(1)
    shortfall_weight_special: int = weight(1)
    shortfall_weight_ukraine: int = weight(1)
    shortfall_weight_housing: int = weight(1)

    # Fairness
    fairness: str = option("leximin", "text", choices=("minimax", "leximin", "deviation", "gini", "theil", "regret"))
    fairness_on: str = option("joint", "text", choices=("joint", "asylum", "joint,asylum", "asylum,joint"))
    regret_keys: tuple[str, ...] = option(("inhabitants", "ses_woa"), "list", political=True)
    burden_moment: str = option("last", "text", choices=("last", "all"))
    weight_regular: int = weight(1, political=True)
    weight_special: int = weight(1, political=True)
    weight_ukraine: int = weight(1, political=True)
    weight_status_holder: int = weight(1, political=True)
    smallest_entitlement: int = option(
        16, "int", unit="places", low=1, high=1000, source="our choice: the legal minimum of special places"
    )

    position_prices: str = option("together", "text", choices=("none", "together", "each"))
    fairness_prices: str = option("own", "text", choices=("none", "own", "norms"))

    # What counts
    counting: str = option(
        "plan", "text", choices=("plan", "durable"), source="Besluit art. 3.1; sources conflict, so both are reported"
    )
    emergency_counts: bool = option(False, "bool", source="sources conflict for cycle 1")
    status_floor: str = option("explored", "text", choices=STATUSES, political=True)
    vessels_share: float = option(0.0, "float", unit="share", low=0, high=1, political=True)

    # Clusters
    hub_max_km: float = option(
        15.0, "float", unit="km", low=1, high=50, source="estimate; COA works with about 7 km for a dependance"
    )
    hub_max_steps: int = option(2, "int", unit="steps", low=0, high=10)
    hub_max_satellites: int | None = option(5, "int", unit="locations", low=1, high=50, optional=True)
    hub_max_satellite_places: int | None = option(None, "int", unit="places", low=1, high=5000, optional=True)
    clusters_connected: bool = option(False, "bool", political=True)
    ferries_connect: bool = option(False, "bool")
    minor_units_apart: bool = option(
        False,
        "bool",
        political=True,
        source="COA: small units for minors together at most 100 places within about 15 km",
    )

    # Fair shares
    burden_ceiling: float | None = option(None, "float", unit="ratio", low=0, high=100, optional=True, political=True)
    burden_floor: float | None = option(None, "float", unit="ratio", low=0, high=1, optional=True, political=True)
    all_contribute: bool = option(False, "bool", political=True)
    region_ceiling: float | None = option(None, "float", unit="ratio", low=0, high=100, optional=True, political=True)
    region_floor: float | None = option(None, "float", unit="ratio", low=0, high=1, optional=True, political=True)

    # Policy
    large_min: int | None = option(None, "int", unit="locations", low=0, high=500, optional=True, political=True)
    large_max: int | None = option(None, "int", unit="locations", low=0, high=500, optional=True, political=True)
    large_max_per_municipality: int | None = option(
        None, "int", unit="locations", low=0, high=50, optional=True, political=True
    )
    small_scale_min_share: float | None = option(
        None, "float", unit="share", low=0, high=1, optional=True, political=True
    )
    emergency_max: tuple[int, ...] | None = option(
        None, "int_list", unit="places", low=0, high=100_000, optional=True, political=True
    )
    cost_max: float | None = option(None, "float", unit="euro", low=0, high=1e11, optional=True, political=True)
    small_scale_surcharge: float = option(
        0.10, "float", unit="share", low=0, high=2, source="estimate; COA says small-scale is dearer, no amount found"
    )
    change_weight_place: int = weight(1)
    change_weight_location: int = weight(50)
    change_weight_municipality: int = weight(25)
    change_weight_small: int = weight(10)
    small_location_places: int = option(
        50, "int", unit="places", low=1, high=1000, source="COA prefers 50 places or more"
    )

    # Solving
    gap: float = option(0.001, "float", unit="share", low=0, high=0.5)
    gap_disturbance: float = option(
        0.005, "float", unit="share", low=0, high=0.5, source="our choice: its points are weights without a source"
    )
    time_limit: float = option(300.0, "float", unit="seconds", low=0.1, high=86_400)
    threads: int = option(2, "int", unit="threads", low=1, high=64)
    seed: int = option(0, "int", low=0, high=2_147_483_647)

    def __post_init__(self) -> None:
        """Check every value; raise all findings at once."""
        findings = [found for key, about in OPTIONS.items() for found in _wrong(about, getattr(self, key))]
        if findings:
            raise ScenarioError(findings)

    @cached_property
    def weights(self) -> dict[str, int]:
        """Weight of each stream in the joint burden."""
        return {stream: getattr(self, f"weight_{stream}") for stream in STREAMS}

    @cached_property
    def norms_on(self) -> tuple[str, ...]:
        """The ratios that fairness looks at, in their declared order: ``joint``, ``asylum``."""
        return tuple(self.fairness_on.split(","))

    def relative_gap(self, tier: str) -> float:
        """Return the relative gap at which a tier counts as reached; a shortfall is solved to less than one place."""
        return {"shortfall": 0.0, "disturbance": self.gap_disturbance, "change": self.gap_disturbance}.get(
            tier, self.gap
        )

    def with_values(self, values: Mapping[str, Any], origin: str, giver: str = "") -> "Scenario":
        """Return a copy with other values.

        Parameters
        ----------
        values : mapping of str to object
            Typed values, or the text a person typed; per option key.
        origin : str
            ``extends``, ``scenario`` or ``set``; kept per option.
        giver : str
            With ``extends``: name of the scenario that gives the values.

        Raises
        ------
        ScenarioError
            For each unknown option (with the nearest name) and each value out of range.
        """
        findings, typed = [], {}
        for key, value in values.items():
            if key not in OPTIONS:
                findings.append(unknown_option(key))
                continue
            try:
                typed[key] = read_value(OPTIONS[key], value)
            except ValueError:
                findings.append(_finding("option_value", OPTIONS[key], value))
        if findings:
            raise ScenarioError(findings)
        givers = {key: name for key, name in self.givers.items() if key not in typed}
        givers |= dict.fromkeys(typed, giver) if giver else {}
        return replace(self, **typed, origins={**self.origins, **dict.fromkeys(typed, origin)}, givers=givers)

    def as_document(self) -> dict[str, dict[str, Any]]:
        """Return ``{key: {value, unit, origin}}`` for every option, as `plan.json` has it; with `of`: who gave it."""
        return {
            key: {"value": _plain(getattr(self, key)), "unit": about.unit, "origin": self.origins.get(key, "default")}
            | ({"of": self.givers[key]} if key in self.givers else {})
            for key, about in OPTIONS.items()
        }


def unknown_option(key: str) -> Finding:
    """Name an unknown option and the nearest known one."""
    near = difflib.get_close_matches(key, list(OPTIONS), n=1, cutoff=0.4)
    return Finding("option_unknown", value=key, params={"nearest": near[0] if near else ""})


def read_value(about: Option, value: Any) -> Any:
    """Turn typed text into the option's kind; leave a typed value as it is.

    Raises
    ------
    ValueError
        If the text is not of the option's kind.
    """
    if isinstance(value, str):
        return _from_text(about, value.strip())
    if isinstance(value, list):
        return tuple(value)
    if about.kind == "float" and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return value


def _from_text(about: Option, text: str) -> Any:
    if text in {"", "none", "geen"} and about.optional:
        return None
    if about.kind == "bool":
        return _BOOLS[text.lower()] if text.lower() in _BOOLS else _refuse(text)
    if about.kind == "int":
        return int(text)
    if about.kind == "float":
        return _refuse(text) if _GROUPED.fullmatch(text) else float(_with_point(text))
    if about.kind == "int_list":
        return tuple(int(part) for part in text.replace(";", "+").replace(",", "+").split("+"))
    if about.kind == "list":
        return tuple(part.strip() for part in text.replace("+", ",").split(","))
    return text


# A Dutch reader means 900000 by 900.000, Python reads 900: a number that is grouped like that is refused.
_GROUPED = re.compile(r"-?[1-9]\d{0,2}([.,]\d{3})+")


def _with_point(text: str) -> str:
    return text.replace(",", ".") if text.count(",") == 1 and "." not in text else text


_BOOLS = dict.fromkeys(("true", "ja", "yes", "1", "x", "waar"), True) | dict.fromkeys(
    ("false", "nee", "no", "0", "onwaar"), False
)


def _refuse(text: str) -> Any:
    raise ValueError(text)


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _finding(code: str, about: Option, value: Any) -> Finding:
    params = {
        "key": about.key,
        "kind": about.kind,
        "low": about.low,
        "high": about.high,
        "choices": list(about.choices),
    }
    return Finding(code, value=str(value), params=params)


_TYPES: dict[str, tuple[type, ...]] = {
    "bool": (bool,),
    "int": (int,),
    "float": (float, int),
    "text": (str,),
    "list": (tuple,),
    "int_list": (tuple,),
}


def _wrong(about: Option, value: Any) -> list[Finding]:
    """Find what is wrong with one value."""
    if value is None:
        return [] if about.optional else [_finding("option_empty", about, value)]
    if not isinstance(value, _TYPES[about.kind]) or (isinstance(value, bool) and about.kind != "bool"):
        return [_finding("option_value", about, value)]
    parts = value if isinstance(value, tuple) else (value,)
    if about.kind == "list" and (not all(parts) or len(set(parts)) < len(parts) or (not parts and not about.choices)):
        return [_finding("option_value", about, value)]
    if about.kind == "int_list" and not all(isinstance(part, int) and not isinstance(part, bool) for part in parts):
        return [_finding("option_value", about, value)]
    if about.choices and (set(parts) - set(about.choices) or len(set(parts)) < len(parts)):
        return [_finding("option_choice", about, value)]
    if about.low is not None and any(not about.low <= part <= (about.high or float("inf")) for part in parts):
        return [_finding("option_range", about, value)]
    return []


def _declared() -> dict[str, Option]:
    found = {}
    for item in fields(Scenario):
        if "option" in item.metadata:
            about: Option = item.metadata["option"]
            found[item.name] = replace(about, key=item.name, default=None if item.default is MISSING else item.default)
    return found


OPTIONS: dict[str, Option] = _declared()
