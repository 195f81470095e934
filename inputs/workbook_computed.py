"""What the grey columns of the workbook show: per table and row, the value that a plan would work with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from regietafel.inputs.load import check_source
from regietafel.inputs.offers import location_ids
from regietafel.inputs.records import Book, Record, read_book
from regietafel.inputs.source import Source
from regietafel.inputs.workbook_texts import dutch_words, yes_no
from regietafel.inputs.workbook_values import Value, as_number, cell_value
from regietafel.model import law
from regietafel.model.case import Case, Location, Municipality
from regietafel.model.errors import DataError
from regietafel.model.scenario import Scenario
from regietafel.model.shares import Shares, find_shares
from regietafel.model.tables import FIGURES, STREAM_WORDS


@dataclass(frozen=True)
class Worked:
    """A case with everything the grey columns show.

    Parameters
    ----------
    book : Book
        Its typed tables.
    case : Case
    """

    book: Book
    case: Case

    def record(self, table: str, row: int) -> Record:
        """Return a typed row by its number."""
        return self._records[table, row]

    @cached_property
    def _records(self) -> Mapping[tuple[str, int], Record]:
        return {(name, row.row.number): row for name, rows in self.book.tables.items() for row in rows}

    @cached_property
    def shares(self) -> Shares:
        """What is asked of each municipality."""
        return find_shares(self.case)

    @cached_property
    def municipalities(self) -> Mapping[str, Municipality]:
        """Municipalities by code."""
        return {item.code: item for item in self.case.municipalities}

    @cached_property
    def locations(self) -> Mapping[int, Location]:
        """Locations by the number of their row."""
        known = {item.location_id: item for item in self.case.locations}
        return {row: known[name] for row, name in location_ids(self.book["locaties"]).items()}


def work_out(source: Source) -> Worked:
    """Work out a case for the grey columns.

    Raises
    ------
    DataError
        If the case has errors.
    """
    case, findings = check_source(source)
    if case is None:
        raise DataError([item for item in findings if item.level == "error"])
    return Worked(read_book(source.name, source.tables)[0], case)


def computed_value(worked: Worked, table: str, shows: str, row: int) -> Value | None:
    """Return what a grey column shows in a row; None for nothing."""
    return _SHOWN[table](worked, shows, worked.record(table, row))


def _figure(worked: Worked, _shows: str, row: Record) -> Value | None:
    """Return the value of a figure: typed, known to the case, or nothing."""
    column = next((item for item in FIGURES if item.header == row["name"]), None)
    if column is None:
        return None
    if row["value"] is not None:
        return cell_value(column, row["value"])
    return _filled_figure(worked, column.name)


def _filled_figure(worked: Worked, name: str) -> Value | None:
    """Return what an empty figure becomes."""
    case, shares = worked.case, worked.shares
    if name in case.national:
        return as_number(case.national[name].value)
    becomes: dict[str, Value] = {
        "begin": case.begin,
        "end": case.end,
        "stage": case.stage,
        "provincial_task": shares.provincial_task,
        "provincial_task_special": shares.provincial_task_special,
        "ukraine_asked": sum(found["ukraine"] for found in shares.entitlement.values()),
        "reference_backlog": 0,
    }
    return becomes.get(name)


def _moment(worked: Worked, shows: str, row: Record) -> Value | None:
    day: date = row["day"]
    key = next(item.key for item in worked.case.moments if item.day == day)
    if shows == "housing":
        return sum(worked.shares.obligation_before[code, key] for code in worked.case.codes)
    return worked.shares.required[shows, key]


def _municipality(worked: Worked, shows: str, row: Record) -> Value | None:
    code, shares = row["municipality"], worked.shares
    item, last = worked.municipalities[code], worked.case.moment_keys[-1]
    weights = Scenario().weights
    score = item.ses_woa.value if item.ses_woa else Fraction(0)
    values: dict[str, Callable[[], Value | None]] = {
        "weight": lambda: law.round_half_up(law.weight(item.inhabitants, score)),
        "indicative": lambda: shares.indicative[code].value,
        "indicative_special": lambda: shares.indicative[code].special,
        "ukraine": lambda: shares.entitlement[code]["ukraine"],
        "housing": lambda: shares.obligation_before[code, last],
        "homes": lambda: shares.houseable_until[code, last],
        "entitlement": lambda: sum(weights[stream] * asked for stream, asked in shares.entitlement[code].items()),
        "lat": lambda: item.lat,
        "lon": lambda: item.lon,
    }
    return values[shows]()


def _location(worked: Worked, shows: str, row: Record) -> Value | None:
    found = getattr(worked.locations[row.row.number], shows)
    if shows == "streams":
        return dutch_words(STREAM_WORDS, found)
    return yes_no(found) if isinstance(found, bool) else found


_SHOWN: Mapping[str, Callable[[Worked, str, Record], Value | None]] = {
    "opgave": _figure,
    "momenten": _moment,
    "gemeenten": _municipality,
    "locaties": _location,
}
