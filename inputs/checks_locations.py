"""Checks of the offers: types, sizes, present places, streams, dates, groups and hubs outside the province."""

from collections.abc import Callable
from itertools import groupby

from regietafel.inputs import packaged, reference_figures
from regietafel.inputs.names import nearest
from regietafel.inputs.offers import KEPT, largest_size, present_places, smallest_size, streams_of
from regietafel.inputs.records import Book, Record
from regietafel.model.clusters import distance_km
from regietafel.model.errors import Finding
from regietafel.model.scenario import ASYLUM_STREAMS, STREAMS
from regietafel.model.tables import LOCATIONS, STREAM_WORDS

MANY = 20
DUTCH_STREAMS = {machine: word for word, machine in STREAM_WORDS.items()}
FAR_KM = 40.0

Check = Callable[[Book], list[Finding]]


def check_types(book: Book) -> list[Finding]:
    """Test the location types: sizes in order, and what they may be against what they receive."""
    return [found for row in book["locatietypen"] for found in _type_findings(row)]


def _type_findings(row: Record) -> list[Finding]:
    streams, findings = row["streams"], []
    low, high = row["min_places"], row["max_places"]
    if low is not None and high is not None and low > high:
        findings.append(row.finding("size_order", "min_places", low=low, high=high))
    if row["may_be_hub"] and row["form"] == "satellite":
        findings.append(row.finding("satellite_is_hub", "may_be_hub"))
    elif row["may_be_hub"] and streams and not set(streams) & set(ASYLUM_STREAMS):
        findings.append(row.finding("hub_without_asylum", "may_be_hub", "warning", type=row["type_name"]))
    if row["counts_for_housing"] and streams and "status_holder" not in streams:
        findings.append(row.finding("housing_without_stream", "counts_for_housing", "warning", type=row["type_name"]))
    if row["durable"] and row["emergency"]:
        findings.append(row.finding("durable_emergency", "durable", "warning", type=row["type_name"]))
    return findings


def check_type_known(book: Book) -> list[Finding]:
    """Name location types that the table *locatietypen* does not have."""
    known = [row["type_name"] for row in book["locatietypen"] if row["type_name"]]
    return [
        row.finding("type_unknown", "type_name", nearest=nearest(row["type_name"], known))
        for row in book["locaties"]
        if row["type_name"] and book.type_of(row) is None
    ]


def check_sizes(book: Book) -> list[Finding]:
    """Name sizes that are given twice, or of which the smallest is above the largest."""
    findings = []
    for row in book["locaties"]:
        low, high = smallest_size(row, book.type_of(row)), largest_size(row, book.type_of(row))
        if row["places"] is not None and (row["min_places"] is not None or row["max_places"] is not None):
            findings.append(row.finding("size_double", "places"))
        elif low is not None and high is not None and low > high:
            name = "min_places" if row["min_places"] is not None else "max_places"
            findings.append(row.finding("size_order", name, low=low, high=high))
    return findings


def check_counts(book: Book) -> list[Finding]:
    """Test rows that stand for several locations: only explored ones, not large, not in a group, not too many."""
    findings = []
    for row in book["locaties"]:
        count, kind = row["count"] or 1, book.type_of(row)
        if count == 1:
            continue
        if row["status"] not in (None, "explored"):
            findings.append(row.finding("count_only_explored", "count"))
        elif kind and kind["form"] == "large":
            findings.append(row.finding("count_large", "count"))
        elif row["group"]:
            findings.append(row.finding("count_in_group", "count"))
        elif count > MANY and row["origin"] != "illustration":
            findings.append(row.finding("count_many", "count", "warning", most=MANY, id=row_name(row)))
    return findings


def check_present(book: Book) -> list[Finding]:
    """Test the places that are there now: only where there are, within the size, in streams that are allowed."""
    return [found for row in book["locaties"] for found in _present_findings(row, book.type_of(row))]


def _present_findings(row: Record, kind: Record | None) -> list[Finding]:
    present = present_places(row)
    if row["status"] in (None, *KEPT):
        return [*_wrong_streams(row, kind, present), *_wrong_sum(row, kind, sum(present.values()))]
    return [row.finding("present_only_kept", f"present_{stream}") for stream in present]


def _wrong_streams(row: Record, kind: Record | None, present: dict[str, int]) -> list[Finding]:
    allowed = streams_of(row, kind)
    params = {"streams": [DUTCH_STREAMS[stream] for stream in allowed]}
    return [
        row.finding("present_stream", f"present_{stream}", **params)
        for stream in present
        if allowed and stream not in allowed
    ]


def _wrong_sum(row: Record, kind: Record | None, total: int) -> list[Finding]:
    if {"places", "min_places", "max_places", *(f"present_{stream}" for stream in STREAMS)} & row.unreadable:
        return []
    low, high = smallest_size(row, kind), largest_size(row, kind)
    if total == 0:
        return [row.finding("present_missing", "", "warning", id=row_name(row))] if row["status"] else []
    if high is not None and total > high:
        return [row.finding("present_above_size", _present_column(row), total=total, high=high)]
    if low is not None and total < low:
        return [
            row.finding("present_below_size", _present_column(row), "warning", total=total, low=low, id=row_name(row))
        ]
    return []


def _present_column(row: Record) -> str:
    return next(f"present_{stream}" for stream in STREAMS if row[f"present_{stream}"])


def row_name(row: Record) -> str:
    """Return what people call a row of *locaties*: its id, else its name, else its type."""
    return str(row["location_id"] or row["name"] or row["type_name"] or "")


def check_streams(book: Book) -> list[Finding]:
    """Name streams that the type of a location does not receive."""
    findings = []
    for row in book["locaties"]:
        kind = book.type_of(row)
        extra = set(row["streams"] or ()) - set(kind["streams"] or row["streams"] or ()) if kind else set()
        if extra and kind:
            words = [DUTCH_STREAMS[stream] for stream in kind["streams"]]
            findings.append(row.finding("streams_not_in_type", "streams", streams=words, type=kind["type_name"]))
    return findings


def check_availability(book: Book) -> list[Finding]:
    """Test the dates of a location: in order, and available at one of the moments at least."""
    days = sorted(row["day"] for row in book["momenten"] if row["day"])
    findings = []
    for row in book["locaties"]:
        first, last = row["first_day"], row["last_day"]
        if first and last and first > last:
            findings.append(row.finding("dates_order", "last_day", first=first, last=last))
        elif days and not any((first is None or first <= day) and (last is None or day <= last) for day in days):
            name = "first_day" if first and first > days[-1] else "last_day"
            findings.append(row.finding("never_available", name, "warning", id=row_name(row)))
    return findings


def check_linked(book: Book) -> list[Finding]:
    """Name linked municipalities of places that are not for status holders."""
    return [
        row.finding("link_without_status_holder", "link")
        for row in book["locaties"]
        if row["link"] and (kind := book.type_of(row)) and "status_holder" not in streams_of(row, kind)
    ]


def check_groups(book: Book) -> list[Finding]:
    """Test groups of rows: a rule, the same one for all, more than one row, sizes where a location is shared."""
    findings = []
    grouped = [row for row in book["locaties"] if row["group"]]
    for row in book["locaties"]:
        readable = not {"group", "group_rule"} & row.unreadable
        if readable and row["group"] and not row["group_rule"]:
            findings.append(row.finding("group_without_rule", "group_rule"))
        elif readable and row["group_rule"] and not row["group"]:
            findings.append(row.finding("rule_without_group", "group"))
    for name, members in groupby(sorted(grouped, key=lambda row: str(row["group"])), lambda row: str(row["group"])):
        findings += _group_findings(name, list(members))
    return findings


def _group_findings(name: str, rows: list[Record]) -> list[Finding]:
    if len(rows) == 1:
        return [rows[0].finding("group_single", "group", "warning", group=name)]
    ruled = [row for row in rows if row["group_rule"]]
    rules = {row["group_rule"] for row in ruled}
    if len(rules) > 1:
        return [row.finding("group_rules_differ", "group_rule", group=name) for row in ruled]
    if rules == {"shared"}:
        return [row.finding("shared_without_size", "places", group=name) for row in rows if not _has_size(row)]
    return []


def _has_size(row: Record) -> bool:
    return bool({"places", "min_places", "max_places"} & row.unreadable) or any(
        row[name] is not None for name in ("places", "max_places")
    )


def check_foreign(book: Book) -> list[Finding]:
    """Test rows outside the province: only existing or decided hubs, reached by a neighbour."""
    own, findings = set(book.gazetteer.own), []
    reached = {row[name] for row in book["buren"] for name in ("municipality_a", "municipality_b")}
    for row in book["locaties"]:
        code, kind = row["municipality"], book.type_of(row)
        if code is None or code in own or not own:
            continue
        if (kind and not kind["may_be_hub"]) or row["status"] not in (None, *KEPT):
            findings.append(row.finding("foreign_not_hub", "municipality", name=book.gazetteer.name(code)))
        elif row["lat"] is None and code not in reference_figures.municipalities():
            findings.append(row.finding("point_missing", "lat"))
        elif book["buren"] and code not in reached:
            findings.append(row.finding("foreign_without_neighbour", "municipality", "warning"))
    return findings


def check_satellites(book: Book) -> list[Finding]:
    """Name satellites in a case where nothing may be a hub; existing and decided ones are waived by a message."""
    kinds = [(row, book.type_of(row)) for row in book["locaties"]]
    if any(kind and kind["may_be_hub"] for _, kind in kinds):
        return []
    return [
        row.finding("satellite_without_hub", "type_name", "warning", id=row_name(row))
        for row, kind in kinds
        if kind and kind["form"] == "satellite" and row["status"] not in ("existing", "decided")
    ]


def check_place_of_location(book: Book) -> list[Finding]:
    """Name locations whose point lies far from their municipality."""
    towns = {row["municipality"]: packaged.municipality_point(row) for row in book["gemeenten"]}
    findings = []
    for row in book["locaties"]:
        lat, lon = towns.get(row["municipality"], (None, None))
        if None in (lat, lon, row["lat"], row["lon"]) or lat is None or lon is None:
            continue
        km = distance_km((lat, lon), (row["lat"], row["lon"]))
        if km > FAR_KM:
            findings.append(row.finding("point_far", "lat", "warning", km=round(km), id=row_name(row)))
    return findings


def check_identical(book: Book) -> list[Finding]:
    """Name rows without an id that say the same as an earlier row."""
    first: dict[tuple[tuple[str, str], ...], int] = {}
    findings = []
    for row in sorted(book["locaties"], key=lambda item: item.row.number):
        if row["location_id"]:
            continue
        if row.content() in first:
            number = first[row.content()]
            findings.append(
                row.finding(
                    "row_identical", LOCATIONS.columns[0].name, "warning", first_row=str(number), id=row_name(row)
                )
            )
        first.setdefault(row.content(), row.row.number)
    return findings


LOCATION_CHECKS: tuple[Check, ...] = (
    check_types,
    check_type_known,
    check_sizes,
    check_counts,
    check_present,
    check_streams,
    check_availability,
    check_linked,
    check_groups,
    check_foreign,
    check_satellites,
    check_place_of_location,
    check_identical,
)
