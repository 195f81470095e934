"""From rows of *locaties* to the offers of a case; ids that are made do not depend on the order of the rows."""

from collections.abc import Iterable
from typing import Any

from regietafel.inputs import reference_figures
from regietafel.inputs.names import slug
from regietafel.inputs.records import Book, Record
from regietafel.model.case import Location, LocationId, MunicipalityCode
from regietafel.model.scenario import STREAMS

KEPT = ("existing", "decided")
SMALL_FORMS = ("small_scale", "satellite")


def read_locations(book: Book) -> tuple[Location, ...]:
    """Make the offers, in the order of their ids."""
    ids = location_ids(book["locaties"])
    made = [_location(book, row, ids[row.row.number]) for row in book["locaties"]]
    return tuple(sorted(made, key=lambda item: item.location_id))


def location_ids(rows: Iterable[Record]) -> dict[int, LocationId]:
    """Give each row of *locaties* an id, by row number: the typed one, else municipality and name (else type).

    Rows come in the order of their content; a number is added where two would be called the same.
    """
    rows = list(rows)
    ids = {row.row.number: LocationId(row["location_id"]) for row in rows if row["location_id"]}
    taken = set(ids.values())
    for row in rows:
        if row.row.number not in ids:
            stem = "-".join(filter(None, (row["municipality"], slug(row["name"] or row["type_name"] or ""))))
            made = next(name for name in _candidates(stem) if name not in taken)
            ids[row.row.number] = made
            taken.add(made)
    return ids


def _candidates(stem: str) -> Iterable[LocationId]:
    yield LocationId(stem)
    number = 2
    while True:
        yield LocationId(f"{stem}-{number}")
        number += 1


def present_places(row: Record) -> dict[str, int]:
    """Return the places a row has now [places], by stream, without zeros."""
    found = {stream: row[f"present_{stream}"] for stream in STREAMS}
    return {stream: places for stream, places in found.items() if places}


def smallest_size(row: Record, kind: Record | None) -> int | None:
    """Return the smallest size of one location [places], or None when it cannot be read."""
    if row["places"] is not None:
        return int(row["places"])
    if row["min_places"] is not None:
        return int(row["min_places"])
    if size_is_present(row) and not row["may_shrink"]:
        return sum(present_places(row).values())
    return kind["min_places"] if kind else None


def largest_size(row: Record, kind: Record | None) -> int | None:
    """Return the largest size of one location [places], or None when it cannot be read."""
    if row["places"] is not None:
        return int(row["places"])
    if row["max_places"] is not None:
        return int(row["max_places"])
    if size_is_present(row):
        return sum(present_places(row).values())
    return kind["max_places"] if kind else None


def size_is_present(row: Record) -> bool:
    """Say whether the places that are there are all that is known of the size of a row."""
    sizes = (row["places"], row["min_places"], row["max_places"])
    return row["status"] in KEPT and sizes == (None, None, None) and bool(present_places(row))


def streams_of(row: Record, kind: Record | None) -> tuple[str, ...]:
    """Return the streams a row may receive: its own, else those of its type."""
    return row["streams"] or (kind["streams"] if kind else None) or ()


def is_durable(row: Record, kind: Record | None) -> bool:
    """Say whether a row is durable: as it says, else as its type says."""
    return bool(row["durable"] if row["durable"] is not None or kind is None else kind["durable"])


def _location(book: Book, row: Record, location_id: LocationId) -> Location:
    kind = _known_type(book, row)
    foreign = row["municipality"] not in book.gazetteer.own
    return Location(
        location_id=location_id,
        code=row["municipality"],
        name=row["name"] or "",
        type_name=kind["type_name"],
        form=kind["form"],
        status=row["status"],
        streams=streams_of(row, kind),
        min_places=smallest_size(row, kind) or 0,
        max_places=largest_size(row, kind) or 0,
        count=row["count"] or 1,
        present=present_places(row),
        may_be_hub=bool(kind["may_be_hub"]),
        durable=is_durable(row, kind),
        emergency=bool(kind["emergency"]),
        counts_for_housing=bool(kind["counts_for_housing"]),
        public=row["status"] == "existing" if row["public"] is None else row["public"],
        foreign=foreign,
        **_rights(row),
        **_costs(row, kind),
        **_background(row),
        **_point(row, foreign=foreign),
    )


def _known_type(book: Book, row: Record) -> Record:
    kind = book.type_of(row)
    if kind is None:
        raise KeyError(row["type_name"])
    return kind


def _rights(row: Record) -> dict[str, Any]:
    names = ("first_day", "last_day", "link", "group", "group_rule")
    return {
        "may_close": bool(row["may_close"]),
        "may_shrink": bool(row["may_shrink"]),
        **{name: row[name] for name in names},
    }


def _costs(row: Record, kind: Record) -> dict[str, Any]:
    own = row["cost_per_place"] is not None
    return {
        "opening_cost": (kind["opening_cost"] if row["opening_cost"] is None else row["opening_cost"]) or 0,
        "cost_per_place": row["cost_per_place"] if own else kind["cost_per_place"],
        "surcharge": not own and kind["form"] in SMALL_FORMS,
    }


def _background(row: Record) -> dict[str, Any]:
    texts = ("decision_by", "condition", "bottleneck", "operator", "remark")
    return {
        **{name: row[name] or "" for name in texts},
        "decision_date": row["decision_date"],
        "longer_term": bool(row["longer_term"]),
        "origin": row["origin"] or "reported",
    }


def _point(row: Record, *, foreign: bool) -> dict[str, Any]:
    """Return the point of a row; outside the province the municipality is not in the case, so its point is taken."""
    lat, lon = row["lat"], row["lon"]
    if foreign and (lat is None or lon is None):
        home = reference_figures.municipalities()[MunicipalityCode(row["municipality"])]
        return {"lat": home.lat, "lon": home.lon}
    return {"lat": lat, "lon": lon}
