"""What a plan is: the document `plan.json`, typed key by key, and how to read it back."""

import copy
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NotRequired, TypedDict

SCHEMA = "regietafel.plan/1"

Streams = dict[str, int]


class InputDocument(TypedDict):
    """A table that was read."""

    table: str
    file: str
    sha256: str


class CaseDocument(TypedDict):
    """Which case the plan is for."""

    province: str
    cycle: int
    version: str
    stage: str
    meeting_date: str | None
    built_in: str | None
    inputs: list[InputDocument]
    reference: dict[str, str] | None
    parent: dict[str, Any] | None


class ScenarioDocument(TypedDict):
    """Which options it was made with."""

    name: str
    title: str
    tier_order: list[str]
    options: dict[str, dict[str, Any]]
    lineage: list[str]
    pins: list[str]


class TierDocument(TypedDict):
    """One tier as solved: value and proven bound in its own unit."""

    name: str
    value: float
    bound: float
    gap: float
    abs_gap: float
    tolerance: float
    stop: str


class KeptDocument(TypedDict):
    """An aim that a what-if keeps near the plan on the table, in its own unit; see docs/decisions/0024."""

    name: str
    on_table: float
    base: float
    best: float | None
    bound: float | None
    limit: float
    value: float


class OutcomeDocument(TypedDict):
    """How the search ended."""

    status: str
    tiers: list[TierDocument]
    conflict: dict[str, Any] | None
    point: NotRequired[dict[str, Any]]
    kept: NotRequired[list[KeptDocument]]


class TotalDocument(TypedDict):
    """One task at one moment [places, persons]."""

    moment: str
    task: str
    required: int
    net_published: int | None
    placed: int
    counted: dict[str, int]
    shortfall: int
    unavoidable: int
    by_choice: list[dict[str, Any]]
    surplus: int
    by_status: dict[str, int]


class MunicipalityMoment(TypedDict):
    """One municipality at one moment [places, persons; ratios without unit]."""

    moment: str
    provided: Streams
    counted: dict[str, Streams]
    carried: Streams
    housed: int
    unhoused: int
    credited: int
    burden: float
    burden_ratio: dict[str, float | None]
    ratio_before_exchange: dict[str, float | None]
    composition: dict[str, float]


class MunicipalityDocument(TypedDict):
    """One municipality (or sub-region) over all moments."""

    gm_code: str
    name: str
    region: str | None
    safety_region: str | None
    inhabitants: int
    ses_woa: dict[str, Any]
    lat: float | None
    lon: float | None
    indicative: dict[str, Any]
    above_indicative: int
    residual_task: int
    entitlement: dict[str, dict[str, Any]]
    entitlement_after_exchange: Streams
    fixed: int
    left_out: str | None
    moments: list[MunicipalityMoment]


class LocationMoment(TypedDict):
    """One offer at one moment; `hubs` gives number and places of a satellite under each hub."""

    moment: str
    opened: int
    places: Streams
    hubs: dict[str, dict[str, int]]


class LocationDocument(TypedDict):
    """One offer."""

    location_id: str
    gm_code: str
    name: str
    public: bool
    type: str
    form: str
    status: str
    durable: bool
    emergency: bool
    origin: str
    lat: float | None
    lon: float | None
    count: int
    decision: dict[str, str | None]
    condition: str
    bottleneck: str
    operator: str
    group: str | None
    link_gm_code: str | None
    present: Streams
    moments: list[LocationMoment]


class ClusterDocument(TypedDict):
    """A hub with its satellites at one moment [km, steps, places]."""

    moment: str
    hub: str
    satellites: list[dict[str, Any]]
    places: int
    farthest_km: float
    diameter_km: float
    cut_municipalities: list[str]


class NeighbourDocument(TypedDict):
    """Two municipalities of the province that the plan sees as connected: by border, road or ferry."""

    gm_code_a: str
    gm_code_b: str
    link: str


class RuleDocument(TypedDict):
    """A rule, where it binds and its smallest slack."""

    name: str
    group: str
    article: str
    instances: int
    binding: list[dict[str, Any]]
    smallest_slack: float | None
    unit: str


class PlanDocument(TypedDict):
    """The whole of `plan.json`; see the JSON Schema for units and meaning."""

    schema: str
    case: CaseDocument
    scenario: ScenarioDocument
    outcome: OutcomeDocument
    moments: list[str]
    totals: list[TotalDocument]
    municipalities: list[MunicipalityDocument]
    regions: list[dict[str, Any]]
    locations: list[LocationDocument]
    clusters: list[ClusterDocument]
    unreached: list[dict[str, str]]
    neighbours: NotRequired[list[NeighbourDocument]]
    exchanges: list[dict[str, Any]]
    costs: dict[str, Any]
    fairness: dict[str, Any]
    rules: list[RuleDocument]
    positions: list[dict[str, Any]]
    messages: list[dict[str, Any]]
    versions: dict[str, str]
    extra: NotRequired[dict[str, Any]]


@dataclass(frozen=True)
class Plan:
    """A plan: its document, and how it is written.

    Parameters
    ----------
    document : PlanDocument
        As in `plan.json`; not to be changed after construction.
    """

    document: PlanDocument

    @property
    def status(self) -> str:
        """How the search ended: proven, within_gap, stopped, infeasible or no_plan."""
        return self.document["outcome"]["status"]

    @property
    def has_places(self) -> bool:
        """Whether there is a plan at all."""
        return self.status in ("proven", "within_gap", "stopped")

    def to_dict(self) -> dict[str, Any]:
        """Return a deep copy of the document."""
        return copy.deepcopy(dict(self.document))

    def to_json(self) -> str:
        """Return the text of `plan.json`, newline at the end; the same plan gives the same text."""
        return json.dumps(self.document, ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> "Plan":
        """Read a document of any schema version so far.

        Raises
        ------
        ValueError
            If the document is not a plan, or of a later version.
        """
        if document.get("schema") != SCHEMA:
            raise ValueError(document.get("schema"))
        return cls(copy.deepcopy(dict(document)))  # type: ignore[arg-type]
