"""Typed readers of the packaged public figures, each table read once, and the version of the whole set."""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files

from regietafel.model.cycle import CycleDates, HalfYear
from regietafel.model.law import add_months

Row = dict[str, str]

LATEST_POPULATION_YEAR = 2025
"""Year of the newest packaged number of inhabitants, 1 January."""


@dataclass(frozen=True, kw_only=True)
class ReferenceMunicipality:
    """One of the 342 municipalities.

    Attributes
    ----------
    inhabitants
        Inhabitants on 1 January by year [inhabitants].
    ses_official
        Official CBS score of the municipality, None where it was not found.
    ses_postcode
        Estimate rolled up from the CBS scores per postcode of 2021; too high in student cities.
    """

    gm_code: str
    name: str
    province: str
    safety_region: str
    inhabitants: dict[int, int]
    lat: float
    lon: float
    area_km2: Decimal
    ses_official: Decimal | None
    ses_postcode: Decimal


@dataclass(frozen=True, kw_only=True)
class ReferenceProvince:
    """One of the twelve provinces, with what was published about its task; None where it was not found [places]."""

    code: str
    name: str
    slug: str
    task: dict[int, int | None]
    special: int | None
    special_origin: str
    still_to_realise: int | None
    source: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class PublishedNumber:
    """One published indicative number [places]; `certain` is False where its source is in doubt (`note` says why)."""

    cycle: int
    gm_code: str
    places: int
    special: int | None
    certain: bool
    note: str
    source: str


@dataclass(frozen=True, kw_only=True)
class NationalFigure:
    """One national figure with its source; None where it was not found."""

    value: int | None
    source: str
    note: str = ""


@cache
def rows(table: str) -> tuple[Row, ...]:
    """Read a reference table by name (without ``.csv``), one mapping of column to text per row."""
    text = files("regietafel.inputs.reference").joinpath(f"{table}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(io.StringIO(text)))


@cache
def municipalities() -> dict[str, ReferenceMunicipality]:
    """Give all municipalities by CBS code, in the order of the codes."""
    scores = {row["gm_code"]: row for row in rows("ses_woa_scores")}
    return {row["gm_code"]: _municipality(row, scores[row["gm_code"]]) for row in rows("municipalities")}


@cache
def provinces() -> dict[str, ReferenceProvince]:
    """Give the twelve provinces by slug, such as ``noord-holland``, in the order of their codes."""
    return {row["slug"]: _province(row) for row in rows("provinces")}


@cache
def municipalities_of(slug: str) -> tuple[ReferenceMunicipality, ...]:
    """Give the municipalities of a province in the order of their codes."""
    name = provinces()[slug].name
    return tuple(found for found in municipalities().values() if found.province == name)


@cache
def inhabitants_nl(year: int) -> int:
    """Add up the inhabitants of the Netherlands on 1 January of a year [inhabitants]."""
    return sum(found.inhabitants[year] for found in municipalities().values())


@cache
def published_numbers(cycle: int) -> dict[str, PublishedNumber]:
    """Give the published indicative numbers of a cycle by CBS code."""
    found = [row for row in rows("indicative_numbers") if row["cycle"] == str(cycle)]
    return {
        row["gm_code"]: PublishedNumber(
            cycle=cycle,
            gm_code=row["gm_code"],
            places=int(row["places"]),
            special=_whole(row["special_places"]),
            certain=row["certain"] == "yes",
            note=row["note"],
            source=row["source"],
        )
        for row in found
    }


@cache
def allocation_decisions() -> dict[str, NationalFigure]:
    """Give the allocation decisions of December 2024 that were found, by CBS code [places]."""
    found = [row for row in rows("allocation_decisions_2024") if row["gm_code"] and row["places"]]
    return {row["gm_code"]: NationalFigure(value=int(row["places"]), source=row["source"]) for row in found}


@cache
def capacity_estimate(cycle: int) -> NationalFigure:
    """Give the national estimate of a cycle [places]."""
    row = _estimate_row(cycle)
    return NationalFigure(value=int(row["places"]), source=row["source"])


@cache
def capacity_estimate_special(cycle: int) -> NationalFigure:
    """Give the special part of the national estimate of a cycle [places]; None where it was not found."""
    row = _estimate_row(cycle)
    return NationalFigure(value=_whole(row["special_places"]), source=row["source"], note=row["note"])


@cache
def housing_target(half_year: str) -> NationalFigure:
    """Give the national housing target of a half-year [persons], or the last known one before it.

    The note is empty for the target of the half-year itself and else the half-year that was taken.
    """
    wanted = HalfYear.parse(half_year)
    known = [row for row in rows("housing_targets") if row["target"] and HalfYear.parse(row["half_year"]) <= wanted]
    last = max(known, key=lambda row: HalfYear.parse(row["half_year"]))
    note = "" if last["half_year"] == half_year else last["half_year"]
    return NationalFigure(value=int(last["target"]), source=last["source"], note=note)


@cache
def housing_balance() -> NationalFigure:
    """Give the last known national balance of the housing targets [persons]: backlog negative; the note is its day."""
    known = [row for row in rows("housing_targets") if row["balance_end"]]
    last = max(known, key=lambda row: HalfYear.parse(row["half_year"]))
    day = HalfYear.parse(last["half_year"]).end
    return NationalFigure(value=int(last["balance_end"]), source=last["source"], note=day.isoformat())


@cache
def ukraine_asked() -> NationalFigure:
    """Give the places last asked for displaced persons from Ukraine [places]; the note is the date."""
    last = max(rows("ukraine_places"), key=lambda row: row["date"])
    return NationalFigure(value=int(last["asked"]), source=last["source"], note=last["date"])


@cache
def neighbours() -> tuple[tuple[str, str, str, str], ...]:
    """Give the pairs of adjacent municipalities: two CBS codes, the link (border, road, ferry), the source."""
    return tuple((row["gm_code_a"], row["gm_code_b"], row["link"], row["source"]) for row in rows("neighbours"))


@cache
def cycle_dates(cycle: int) -> CycleDates:
    """Give what happened, or is known, in a cycle; a step without a known day falls back on its statutory last day."""
    steps = {row["step"]: row for row in rows("cycle_dates") if row["cycle"] == str(cycle)}
    days = {step: _day(row["actual"]) or _day(row["statutory"]) for step, row in steps.items()}
    begin, end, decision = days["begin"], days["end"], days["decision"]
    if begin is None or end is None or decision is None:
        raise ValueError(f"cycle {cycle} has no begin, end or decision in cycle_dates.csv")
    moments = tuple(day for step, day in sorted(days.items()) if step.startswith("moment_") and day is not None)
    return CycleDates(
        cycle=cycle,
        estimate=days["estimate"],
        report=days["report"],
        decision=decision,
        available=add_months(decision, 6),
        begin=begin,
        end=end,
        moments=moments,
    )


@cache
def moment_origins(cycle: int) -> dict[date, tuple[str, str]]:
    """Give origin and source of each reporting date of a cycle."""
    found = [row for row in rows("cycle_dates") if row["cycle"] == str(cycle) and row["step"].startswith("moment_")]
    return {date.fromisoformat(row["actual"]): (row["origin"], row["source"]) for row in found}


@cache
def reference_version() -> str:
    """Name the packaged figures by their content: the first twelve digits of a SHA-256 over all tables."""
    digest = hashlib.sha256()
    tables = (item for item in files("regietafel.inputs.reference").iterdir() if item.name.endswith(".csv"))
    for item in sorted(tables, key=lambda found: found.name):
        # A checkout on Windows may have other line ends; the figures are the same.
        content = item.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{item.name}:{len(content)}:".encode())
        digest.update(content)
    return digest.hexdigest()[:12]


def _municipality(row: Row, score: Row) -> ReferenceMunicipality:
    """Read one municipality and its scores."""
    years = [column.removeprefix("inhabitants_") for column in row if column.startswith("inhabitants_")]
    return ReferenceMunicipality(
        gm_code=row["gm_code"],
        name=row["name"],
        province=row["province"],
        safety_region=row["safety_region"],
        inhabitants={int(year): int(row[f"inhabitants_{year}"]) for year in years},
        lat=float(row["lat"]),
        lon=float(row["lon"]),
        area_km2=Decimal(row["area_km2"]),
        ses_official=Decimal(score["official"]) if score["official"] else None,
        ses_postcode=Decimal(score["postcode_2021"]),
    )


def _province(row: Row) -> ReferenceProvince:
    """Read one province."""
    kinds = ("task_2024", "plan_2024", "task_2026", "still_to_realise_2026")
    return ReferenceProvince(
        code=row["province_code"],
        name=row["name"],
        slug=row["slug"],
        task={1: _whole(row["task_2024"]), 2: _whole(row["task_2026"])},
        special=_whole(row["special_2024"]),
        special_origin=row["special_2024_origin"],
        still_to_realise=_whole(row["still_to_realise_2026"]),
        source={kind: row[f"source_{kind}"] for kind in kinds},
    )


def _estimate_row(cycle: int) -> Row:
    """Find the row of a cycle's national estimate."""
    return next(row for row in rows("capacity_estimates") if row["cycle"] == str(cycle))


def _whole(text: str) -> int | None:
    """Read a whole number; empty means not found."""
    return int(text) if text else None


def _day(text: str) -> date | None:
    """Read an ISO date; empty means not known."""
    return date.fromisoformat(text) if text else None
