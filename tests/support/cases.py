"""Small cases by hand: every field has a default that asks nothing, so a test names only what it is about.

>>> tiny_case([town(A, indicative=60), town(B, indicative=40)], [offer("L1", A, places=(10, 60))])

Defaults: municipalities in a row from west to east, each 0.1 degree of longitude (6.846 km at 52 degrees north) from
the next and sharing a border with it; 10,000 inhabitants, no indicative number, no ask; one moment; cycle 2.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any

from regietafel.model.case import (
    Case,
    Exchange,
    Figure,
    HousingTarget,
    Link,
    Location,
    Moment,
    Municipality,
    MunicipalityCode,
)
from regietafel.model.positions import Position

A, B, C, D, E = (MunicipalityCode(f"GM900{number}") for number in range(1, 6))
FIRST_DAY, SECOND_DAY = "2027-07-01", "2028-02-01"
LATITUDE, LONGITUDE, SPACING = 52.0, 5.0, 0.1

FORM_DEFAULTS: dict[str, dict[str, Any]] = {
    "large": {"places": (100, 300), "may_be_hub": True, "durable": True},
    "small_scale": {"places": (20, 50), "durable": True},
    "satellite": {"places": (10, 50), "durable": True},
    "other": {"places": (0, 50)},
}


def town(code: str = A, **changes: Any) -> Municipality:
    """Make a municipality that asks nothing: no indicative number, no displaced persons, no housing."""
    fields = {
        "code": MunicipalityCode(code),
        "name": f"Town {code}",
        "inhabitants": 10_000,
        "indicative": 0,
        "indicative_special": 0,
        "ukraine_asked": 0,
        "lat": LATITUDE,
        "lon": round(LONGITUDE + SPACING * (int(code[-2:]) - 1), 6),
    }
    return Municipality(**{**fields, **changes})


def offer(location_id: str, code: str = A, form: str = "large", **changes: Any) -> Location:
    """Make an explored offer; `places` is its size: a number, or the smallest and the largest."""
    fields = {
        "location_id": location_id,
        "code": MunicipalityCode(code),
        "name": location_id,
        "type_name": form,
        "form": form,
        "status": "explored",
        "streams": ("regular",),
        **FORM_DEFAULTS[form],
        **changes,
    }
    size = fields.pop("places")
    low, high = (size, size) if isinstance(size, int) else size
    for name in ("first_day", "last_day"):
        fields[name] = _day(fields.get(name))
    return Location(**{"min_places": low, "max_places": high, **fields})


def moment(day: str | date = FIRST_DAY, **changes: Any) -> Moment:
    """Make a reporting date."""
    return Moment(day=_day(day), **changes)


def target(code: str = A, half_year: str = "2027-I", persons: int = 0, backlog: int = 0) -> HousingTarget:
    """Make a housing target."""
    return HousingTarget(code=MunicipalityCode(code), half_year=half_year, persons=persons, backlog=backlog)


def swap(giver: str, taker: str, places: int, stream: str = "regular", **changes: Any) -> Exchange:
    """Make an agreed exchange: `giver` hands over `places` of its task, `taker` takes them."""
    fields = {
        "exchange_id": f"X-{giver}-{taker}-{stream}",
        "giver": MunicipalityCode(giver),
        "taker": MunicipalityCode(taker),
        "stream": stream,
        "places": places,
        **changes,
    }
    fields["moment"] = _day(fields.get("moment"))
    return Exchange(**fields)


def position(position_id: str = "S1", demand: str = "at_most", **changes: Any) -> Position:
    """Make a position of the council of A, soft and without room; `hard=True` makes it one that must be kept."""
    fields = {"position_id": position_id, "party": "council of A", "demand": demand, **changes}
    fields["non_negotiable"] = fields.pop("hard", False)
    fields["moment"] = _day(fields.get("moment"))
    return Position(**fields)


def link(code_a: str, code_b: str, kind: str = "border") -> Link:
    """Make a link between two municipalities."""
    return Link(code_a=MunicipalityCode(code_a), code_b=MunicipalityCode(code_b), kind=kind)


def tiny_case(
    municipalities: int | Sequence[Municipality] = 2,
    locations: Iterable[Location] = (),
    moments: Sequence[str | date | Moment] = (FIRST_DAY,),
    links: Sequence[Link] | None = None,
    **about: Any,
) -> Case:
    """Make a small case.

    Parameters
    ----------
    municipalities : int or sequence of Municipality
        How many default towns (codes A, B, C, ...), or the towns themselves.
    locations : iterable of Location
        Offers, in any order.
    moments : sequence of str, date or Moment
        Reporting dates, in any order.
    links : sequence of Link or None
        None: each town borders on the next one by code.
    about : object
        Any other field of `Case`: `targets`, `exchanges`, `begin`, `end`, ...; `national` may hold plain numbers.
    """
    towns = _towns(municipalities)
    fields = {
        "province": "Tinyland",
        "cycle": 2,
        "begin": date(2027, 1, 1),
        "end": date(2028, 12, 31),
        "version": "",
        "stage": "concept",
        "meeting_date": None,
        "built_in": None,
        **about,
    }
    fields["national"] = _figures(fields.get("national", {}))
    fields["targets"] = tuple(sorted(fields.get("targets", ()), key=lambda item: (item.code, item.half_year)))
    fields["positions"] = tuple(sorted(fields.get("positions", ()), key=lambda item: item.position_id))
    fields["exchanges"] = tuple(sorted(fields.get("exchanges", ()), key=lambda item: item.exchange_id))
    return Case(
        municipalities=towns,
        locations=tuple(sorted(locations, key=lambda item: item.location_id)),
        moments=tuple(sorted(map(_moment, moments), key=lambda item: item.day)),
        links=tuple(links) if links is not None else _borders(towns),
        **fields,
    )


def _towns(municipalities: int | Sequence[Municipality]) -> tuple[Municipality, ...]:
    if isinstance(municipalities, int):
        municipalities = [town(f"GM90{number:02d}") for number in range(1, municipalities + 1)]
    return tuple(sorted(municipalities, key=lambda item: item.code))


def _borders(towns: Sequence[Municipality]) -> tuple[Link, ...]:
    return tuple(link(one.code, other.code) for one, other in pairwise(towns))


def _figures(values: Mapping[str, Any]) -> dict[str, Figure]:
    return {
        key: value if isinstance(value, Figure) else Figure(Fraction(value), "reported")
        for key, value in values.items()
    }


def _moment(item: str | date | Moment) -> Moment:
    return item if isinstance(item, Moment) else moment(item)


def _day(value: str | date | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value
