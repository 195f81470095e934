"""What is given: one province and cycle, its municipalities, offers, targets and exchanges, in a fixed order."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Literal, NewType

from regietafel.model.positions import Position
from regietafel.model.scenario import ASYLUM_STREAMS, STREAMS, TASKS

MunicipalityCode = NewType("MunicipalityCode", str)
LocationId = NewType("LocationId", str)
Origin = Literal["published", "reported", "computed", "estimate", "illustration"]
Status = Literal["existing", "decided", "intended", "explored"]
Form = Literal["large", "small_scale", "satellite", "other"]

__all__ = ["ASYLUM_STREAMS", "STREAMS", "TASKS", "Case"]


@dataclass(frozen=True)
class Figure:
    """A number with where it comes from.

    Parameters
    ----------
    value : Fraction
        Exact value, in the unit of the row.
    origin : Origin
        ``published``, ``reported`` (typed by the user), ``computed``, ``estimate`` or ``illustration``.
    source : str
        Where a reader finds it; empty when not stated.
    """

    value: Fraction
    origin: Origin
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class Moment:
    """A reporting date: `task_share` of the task is due; `emergency_max` caps emergency places (None: no cap)."""

    day: date
    task_share: Fraction = Fraction(1)
    emergency_max: int | None = None

    @property
    def key(self) -> str:
        """The date as ISO text: the index t of the program."""
        return self.day.isoformat()


@dataclass(frozen=True, kw_only=True)
class Municipality:
    """One municipality of the province, by CBS code.

    Parameters
    ----------
    inhabitants : int
        Inhabitants [persons] used for the indicative number and the Ukraine share.
    indicative, indicative_special : int or None
        Number given in the input, special included [places]; None means: compute it.
    ukraine_asked : int or None
        Places for displaced persons asked of this municipality; None means: its share by inhabitants.
    houseable_per_half_year : int or None
        Status holders that ordinary homes can take per half-year [persons]; None means: as many as its targets ask.
    credit : mapping of stream to int
        Places carried in earlier cycles [places]: ``regular``, ``ukraine``, ``status_holder``; only for the burden.
    keys : mapping of str to Fraction
        Other distribution keys, columns ``sleutel_<name>``.
    """

    code: MunicipalityCode
    name: str
    inhabitants: int
    region: str | None = None
    safety_region: str | None = None
    inhabitants_housing: int | None = None
    area_km2: Fraction | None = None
    ses_woa: Figure | None = None
    indicative: int | None = None
    indicative_special: int | None = None
    indicative_origin: Origin | None = None
    allocation_decision: int | None = None
    ukraine_asked: int | None = None
    ukraine_origin: Origin | None = None
    houseable_per_half_year: int | None = None
    houseable_origin: Origin | None = None
    credit: Mapping[str, int] = field(default_factory=dict)
    exempt_residual: bool = False
    lat: float | None = None
    lon: float | None = None
    keys: Mapping[str, Fraction] = field(default_factory=dict)
    remark: str = ""
    origin: Origin = "reported"


@dataclass(frozen=True, kw_only=True)
class HousingTarget:
    """Status holders to be housed in a half-year [persons]; `backlog` only at the start, lead negative."""

    code: MunicipalityCode
    half_year: str
    persons: int
    backlog: int = 0
    origin: Origin = "reported"


@dataclass(frozen=True, kw_only=True)
class Location:
    """An offer: one location, or `count` identical explored ones.

    Parameters
    ----------
    min_places, max_places : int
        Smallest and largest size of one location [places].
    present : mapping of stream to int
        Places there now (existing) or decided; empty for the others.
    first_day, last_day : date or None
        Available from and until, inclusive; None means unbounded.
    foreign : bool
        Outside the province: may be a hub, its places count nowhere here.
    link : MunicipalityCode or None
        Linked municipality whose housing target a transition place counts for; None means the host.
    opening_cost : int
        Once per location [euro].  cost_per_place : int
        Per place per year [euro], before the small-scale surcharge.
    surcharge : bool
        Whether the small-scale surcharge applies: small-scale or satellite, and the cost comes from the type.
    """

    location_id: LocationId
    code: MunicipalityCode
    name: str
    type_name: str
    form: Form
    status: Status
    streams: tuple[str, ...]
    min_places: int
    max_places: int
    count: int = 1
    present: Mapping[str, int] = field(default_factory=dict)
    may_be_hub: bool = False
    durable: bool = False
    emergency: bool = False
    counts_for_housing: bool = False
    may_close: bool = False
    may_shrink: bool = False
    public: bool = False
    first_day: date | None = None
    last_day: date | None = None
    link: MunicipalityCode | None = None
    group: str | None = None
    group_rule: Literal["not_together", "one_after_other", "shared"] | None = None
    opening_cost: int = 0
    cost_per_place: int = 0
    surcharge: bool = False
    decision_by: str = ""
    decision_date: date | None = None
    longer_term: bool = False
    condition: str = ""
    bottleneck: str = ""
    operator: str = ""
    remark: str = ""
    lat: float | None = None
    lon: float | None = None
    foreign: bool = False
    origin: Origin = "reported"

    @property
    def present_is_kept(self) -> bool:
        """Whether the row has places now, or places that are decided."""
        return self.status in ("existing", "decided")

    def available(self, day: date) -> bool:
        """Whether the location may be open on a day (both ends inclusive)."""
        return (self.first_day is None or self.first_day <= day) and (self.last_day is None or day <= self.last_day)


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """An exchange between two municipalities: `giver` hands over a part of its task in `stream`, `taker` takes it.

    `half_year` is set for the housing target, `moment` for places (None: every moment).
    Only ``agreed`` exchanges move a task.
    """

    exchange_id: str
    giver: MunicipalityCode
    taker: MunicipalityCode
    stream: str
    places: int
    against_stream: str | None = None
    against_places: int = 0
    moment: date | None = None
    half_year: str | None = None
    stage: Literal["agreed", "discussed"] = "agreed"
    decision_date: date | None = None
    remark: str = ""


@dataclass(frozen=True, kw_only=True)
class Link:
    """A connection between two municipalities: ``border``, ``road`` or ``ferry``."""

    code_a: MunicipalityCode
    code_b: MunicipalityCode
    kind: Literal["border", "road", "ferry"]


@dataclass(frozen=True)
class InputTable:
    """A table as it was read: name in the contract, file name, hash of its content (independent of row order)."""

    table: str
    file: str
    sha256: str


@dataclass(frozen=True)
class Message:
    """An assumption, waiver or warning; the sentence is made from `code` and `params` in the reader's language."""

    level: Literal["assumption", "waiver", "warning"]
    code: str
    params: Mapping[str, object] = field(default_factory=dict)
    where: str = ""


@dataclass(frozen=True, kw_only=True)
class Case:
    """Everything that is given, in a fixed order: municipalities by code, offers and positions by id, moments by date.

    `national` holds the figures of the table *opgave* by English key: ``capacity_estimate``,
    ``capacity_estimate_special``, ``provincial_task``, ``provincial_task_special``, ``to_realise``, ``weight_sum``,
    ``inhabitants``, ``ukraine``, ``ukraine_asked``, ``reference_backlog``. A missing key means unknown.
    """

    province: str
    cycle: int
    begin: date
    end: date
    version: str
    stage: Literal["concept", "adopted"]
    meeting_date: date | None
    built_in: str | None
    national: Mapping[str, Figure]
    moments: tuple[Moment, ...]
    municipalities: tuple[Municipality, ...]
    targets: tuple[HousingTarget, ...]
    locations: tuple[Location, ...]
    exchanges: tuple[Exchange, ...] = ()
    positions: tuple[Position, ...] = ()
    links: tuple[Link, ...] = ()
    inputs: tuple[InputTable, ...] = ()
    messages: tuple[Message, ...] = ()
    reference_version: str = ""

    @cached_property
    def municipality_of(self) -> dict[str, Municipality]:
        """Municipality by CBS code."""
        return {item.code: item for item in self.municipalities}

    @cached_property
    def location_of(self) -> dict[str, Location]:
        """Location by id."""
        return {item.location_id: item for item in self.locations}

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """CBS codes in order."""
        return tuple(item.code for item in self.municipalities)

    @cached_property
    def moment_keys(self) -> tuple[str, ...]:
        """Moments as ISO dates, in order."""
        return tuple(item.key for item in self.moments)

    @cached_property
    def half_years(self) -> tuple[str, ...]:
        """Half-years with a housing target, in order."""
        return tuple(sorted({item.half_year for item in self.targets}))

    @cached_property
    def regions(self) -> tuple[str, ...]:
        """Names of the sub-regions, in order; empty when there are none."""
        return tuple(sorted({item.region for item in self.municipalities if item.region}))

    @cached_property
    def agreed(self) -> tuple[Exchange, ...]:
        """Exchanges that move a task."""
        return tuple(item for item in self.exchanges if item.stage == "agreed")

    def number(self, key: str) -> int | None:
        """Return a whole figure of the table *opgave* [its unit], or None when unknown."""
        figure = self.national.get(key)
        return None if figure is None else int(figure.value)
