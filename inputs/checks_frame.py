"""Checks of the frame of a case: tables, doubles, figures, moments, municipalities and their numbers."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from regietafel.inputs import packaged, reference_figures
from regietafel.inputs.assemble import read_national
from regietafel.inputs.names import FICTIONAL, Gazetteer, plain, read_code
from regietafel.inputs.records import Book, Record
from regietafel.model import law
from regietafel.model.case import Figure
from regietafel.model.cycle import HalfYear, statutory_dates
from regietafel.model.errors import Finding
from regietafel.model.shares import CERTAIN
from regietafel.model.tables import MUNICIPALITIES, TABLES

Check = Callable[[Book], list[Finding]]


def check_rows_present(book: Book) -> list[Finding]:
    """Name required tables without rows."""
    return [
        Finding("table_empty", place=raw.place(), value=name)
        for name, raw in book.raw.items()
        if raw.table.required and not raw.table.may_be_empty and not raw.rows
    ]


def check_doubles(book: Book) -> list[Finding]:
    """Name rows with the key of an earlier row."""
    return [found for name in book.tables for found in _doubles(book[name], TABLES[name].key)]


def _doubles(rows: Iterable[Record], key: tuple[str, ...]) -> list[Finding]:
    first: dict[tuple[Any, ...], Record] = {}
    findings = []
    for row in sorted(rows, key=lambda item: item.row.number):
        values = tuple(_comparable(row, name) for name in key)
        if not key or None in values:
            continue
        if values in first:
            findings.append(row.finding("row_double", key[-1], first_row=str(first[values].row.number)))
        first.setdefault(values, row)
    return findings


def _comparable(row: Record, name: str) -> Any:
    """Return a key without what does not count: capitals in a code, also accents and punctuation in a name."""
    value, kind = row[name], row.raw.table.column(name).kind
    if not isinstance(value, str):
        return value
    return value.casefold() if kind == "code" else plain(value)


def check_province(book: Book) -> list[Finding]:
    """Name a province that is not one of the twelve, unless all its municipalities are fictional."""
    name = book.figure("province")
    if name is None or packaged.find_province(name) is not None or packaged.is_fictional(book):
        return []
    near = packaged.nearest_province(name)
    return [book.figures["province"].finding("province_unknown", "value", "warning", nearest=near)]


def check_cycle(book: Book) -> list[Finding]:
    """Test the first and last day of the cycle: in order, and those of the law."""
    days = cycle_days(book)
    if days is None:
        return []
    if days[0] >= days[1]:
        row = book.figures["end" if "end" in book.figures else "begin"]
        return [row.finding("dates_order", "value", first=days[0], last=days[1])]
    legal = statutory_dates(book.figure("cycle"))
    return [
        book.figures[key].finding("cycle_dates_differ", "value", "warning", law=day, cycle=str(book.figure("cycle")))
        for key, day in (("begin", legal.begin), ("end", legal.end))
        if key in book.figures and book.figure(key) != day
    ]


def cycle_days(book: Book) -> tuple[date, date] | None:
    """Return the first and last day of the cycle, typed or by law; None when the cycle is unknown."""
    if book.figure("cycle") is None:
        return None
    legal = statutory_dates(book.figure("cycle"))
    return book.figure("begin") or legal.begin, book.figure("end") or legal.end


def check_moments(book: Book) -> list[Finding]:
    """Name moments outside the cycle."""
    days = cycle_days(book)
    return [
        row.finding("moment_outside_cycle", "day", begin=days[0], end=days[1])
        for row in book["momenten"]
        if days and row["day"] and not days[0] <= row["day"] <= days[1]
    ]


def check_special_part(book: Book) -> list[Finding]:
    """Name special parts that are above their total."""
    findings = []
    for total, part in (
        ("capacity_estimate", "capacity_estimate_special"),
        ("provincial_task", "provincial_task_special"),
    ):
        whole, special = book.figure(total), book.figure(part)
        if whole is not None and special is not None and special > whole:
            findings.append(book.figures[part].finding("special_above_total", "value", total=whole))
    return findings + [
        row.finding("special_above_total", "indicative_special", total=row["indicative"])
        for row in book["gemeenten"]
        if None not in (row["indicative"], row["indicative_special"]) and row["indicative_special"] > row["indicative"]
    ]


def check_municipality_codes(book: Book) -> list[Finding]:
    """Test the code of each municipality against its name and against the province."""
    known, findings = reference_figures.municipalities(), []
    province = packaged.find_province(book.figure("province") or "")
    for row in book["gemeenten"]:
        code, typed = row["municipality"], row["code"]
        if typed and read_code(typed) is None:
            findings.append(row.finding("code_format", "code"))
        elif code is None:
            continue
        elif code in known and Gazetteer().find(row.text("municipality")) not in (code, None):
            findings.append(row.finding("code_differs", "code", name=known[code].name))
        elif code in known and province and known[code].province != province.name:
            findings.append(row.finding("municipality_other_province", "municipality", province=known[code].province))
        elif code not in known and not code.startswith(FICTIONAL):
            findings.append(row.finding("code_unknown", "code", "warning"))
        elif code in known and Gazetteer().find(row.text("municipality")) is None:
            findings.append(row.finding("name_differs", "municipality", "warning", name=known[code].name))
    return findings


def check_province_complete(book: Book) -> list[Finding]:
    """Name the municipalities of the province that are not in the case."""
    province = packaged.find_province(book.figure("province") or "")
    if province is None or not book["gemeenten"]:
        return []
    members = reference_figures.municipalities_of(province.slug)
    missing = [item.name for item in members if item.gm_code not in book.gazetteer.own]
    place = book.raw["gemeenten"].place()
    return [Finding("municipalities_left_out", "warning", place, "", {"names": missing})] if missing else []


def check_points(book: Book) -> list[Finding]:
    """Name half a point, and municipalities without a point where clusters need one."""
    findings = [
        row.finding("point_half", "lat" if row["lat"] is None else "lon")
        for name in ("gemeenten", "locaties")
        for row in book[name]
        if (row["lat"] is None) != (row["lon"] is None) and not {"lat", "lon"} & row.unreadable
    ]
    if any((kind := book.type_of(row)) and kind["form"] == "satellite" for row in book["locaties"]):
        findings += [
            row.finding("point_missing", "lat")
            for row in book["gemeenten"]
            if row["municipality"] and not row.unreadable and packaged.municipality_point(row) == (None, None)
        ]
    return findings


def check_numbers_sum(book: Book) -> list[Finding]:
    """Test the indicative numbers that are given against the provincial task that is given."""
    return [
        *_sum_findings(book, "indicative", "provincial_task"),
        *_sum_findings(book, "indicative_special", "provincial_task_special"),
    ]


def _sum_findings(book: Book, name: str, key: str) -> list[Finding]:
    task, rows = book.figure(key), book["gemeenten"]
    if task is None or not rows or any(name in row.unreadable for row in rows):
        return []
    given = [row[name] for row in rows if row[name] is not None]
    params = {"sum": sum(given), "task": task, "column": MUNICIPALITIES.column(name).header}
    origin = book.figures[key]["origin"] or "reported"
    if len(given) < len(rows) and sum(given) > task and origin in CERTAIN:
        return [book.figures[key].finding("given_above_task", "value", **params)]
    if len(given) == len(rows) and sum(given) != task:
        return [book.figures[key].finding("sum_differs", "value", "warning", **params)]
    return []


def check_numbers_computable(book: Book) -> list[Finding]:
    """Name national figures without which indicative numbers cannot be computed."""
    if not book["gemeenten"] or book.figure("cycle") is None:
        return []
    return [
        *_computable(book, "indicative", "capacity_estimate", "provincial_task"),
        *_computable(book, "indicative_special", "capacity_estimate_special", "provincial_task_special"),
    ]


def _computable(book: Book, name: str, estimate: str, key: str) -> list[Finding]:
    """Test whether numbers that are not given can be computed; the special part may be unknown, the total may not."""
    rows, national = book["gemeenten"], read_national(book)
    open_rows = [row for row in rows if row[name] is None and name not in row.unreadable]
    given = sum(row[name] or 0 for row in rows)
    left = (book.figure(key) or 0) > given
    if not open_rows or _computed_sum(open_rows, national, estimate) > (0 if left else -1):
        return []
    if name == "indicative" or left:
        place, params = book.raw["opgave"].place(), {"count": len(open_rows), "figure": _header(estimate)}
        return [Finding("estimate_needed", place=place, value="", params=params)]
    if given == 0:
        return [Finding("special_unknown", "warning", book.raw["opgave"].place())]
    return []


def _computed_sum(rows: Iterable[Record], national: Mapping[str, Figure], estimate: str) -> int:
    """Add up the numbers that the formula gives to some rows [places]; -1 when a figure is missing."""
    if estimate not in national or "weight_sum" not in national:
        return -1
    weights = {str(row.row.number): law.weight(row["inhabitants"] or 0, row["ses_woa"] or Fraction(0)) for row in rows}
    total = int(national[estimate].value)
    return sum(law.indicative_numbers(total, weights, national["weight_sum"].value).values())


def _header(key: str) -> str:
    return {"capacity_estimate": "capaciteitsraming", "capacity_estimate_special": "capaciteitsraming_bijzonder"}[key]


def check_scores(book: Book) -> list[Finding]:
    """Name municipalities whose number is computed without a SES-WOA score."""
    return [
        row.finding("ses_woa_missing", "ses_woa", "warning", name=row.text("municipality"))
        for row in book["gemeenten"]
        if row["indicative"] is None and row["ses_woa"] is None and not {"indicative", "ses_woa"} & row.unreadable
    ]


def check_ukraine(book: Book) -> list[Finding]:
    """Test the places asked for displaced persons: known, and the typed ones not above the sum."""
    rows, asked = book["gemeenten"], book.figure("ukraine_asked")
    typed = [row["ukraine_asked"] for row in rows if row["ukraine_asked"] is not None]
    if asked is not None and sum(typed) > asked:
        return [book.figures["ukraine_asked"].finding("ukraine_above_ask", "value", "warning", sum=sum(typed))]
    if not rows or asked is not None or len(typed) == len(rows) or book.figure("cycle") is None:
        return []
    if {"ukraine", "inhabitants"} <= set(read_national(book)):
        return []
    return [Finding("ukraine_unknown", "warning", book.raw["opgave"].place())] if "opgave" in book.raw else []


def check_targets(book: Book) -> list[Finding]:
    """Test the housing targets: half-years in the cycle, backlog in the first one only, nothing left out."""
    days, rows = cycle_days(book), book["taakstelling"]
    if days is None or not rows:
        return []
    first = min((row["half_year"] for row in rows if row["half_year"]), default="")
    findings = []
    for row in rows:
        half_year = row["half_year"]
        if half_year and not _within(half_year, days):
            findings.append(row.finding("half_year_outside", "half_year", begin=days[0], end=days[1]))
        elif half_year and row["backlog"] and half_year != first:
            findings.append(row.finding("backlog_not_first", "backlog", first=first))
    return findings + _missing_targets(book, rows)


def _within(half_year: str, days: tuple[date, date]) -> bool:
    found = HalfYear.parse(half_year)
    return days[0] <= found.begin and found.end <= days[1]


def _missing_targets(book: Book, rows: Iterable[Record]) -> list[Finding]:
    """Name municipalities without a row in a half-year that others have: a target of nought must be said."""
    there = {(row["municipality"], row["half_year"]) for row in rows}
    half_years = sorted({half_year for _, half_year in there if half_year})
    place = book.raw["taakstelling"].place()
    gaps = {
        code: [half_year for half_year in half_years if (code, half_year) not in there] for code in book.gazetteer.own
    }
    return [
        Finding("target_missing", place=place, value=book.gazetteer.name(code), params={"half_years": gap})
        for code, gap in sorted(gaps.items())
        if gap
    ]


def check_places_known(book: Book) -> list[Finding]:
    """Name municipalities outside the province where only its own can stand."""
    own = book.gazetteer.own
    columns = (("taakstelling", ("municipality",)), ("uitruil", ("giver", "taker")), ("locaties", ("link",)))
    return [
        row.finding("municipality_outside", name)
        for table, names in columns
        for row in book[table]
        for name in names
        if row[name] and row[name] not in own
    ]


def check_links(book: Book) -> list[Finding]:
    """Name connections of a municipality with itself, doubled, or wholly outside the province."""
    findings, seen = [], set()
    for row in sorted(book["buren"], key=lambda item: item.row.number):
        pair = frozenset((row["municipality_a"], row["municipality_b"]))
        if None in pair:
            continue
        if len(pair) == 1:
            findings.append(row.finding("link_self", "municipality_b"))
        elif (pair, row["kind"]) in seen:
            findings.append(row.finding("link_double", "municipality_b", "warning", other=row.text("municipality_a")))
        elif not pair & set(book.gazetteer.own):
            findings.append(row.finding("link_outside", "municipality_a", "warning", other=row.text("municipality_b")))
        seen.add((pair, row["kind"]))
    return findings


FRAME_CHECKS: tuple[Check, ...] = (
    check_rows_present,
    check_doubles,
    check_province,
    check_cycle,
    check_moments,
    check_special_part,
    check_municipality_codes,
    check_province_complete,
    check_points,
    check_numbers_sum,
    check_numbers_computable,
    check_scores,
    check_ukraine,
    check_targets,
    check_places_known,
    check_links,
)
