"""A counter-proposal: a table of what should be otherwise than in the plan on the table, read against the case."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from regietafel.inputs.cells import CellError, read_cell
from regietafel.inputs.csv_folder import read_csv
from regietafel.inputs.names import Gazetteer, nearest, plain
from regietafel.inputs.raw import RawRow, RawTable
from regietafel.inputs.workbook import read_one_sheet
from regietafel.inputs.workbook_file import is_workbook
from regietafel.model.case import Case, Location
from regietafel.model.decisions import Decisions
from regietafel.model.errors import Finding
from regietafel.model.tables import STREAM_WORDS, Column, Table

HOMES = "housing"
PROPOSAL = Table(
    "tegenvoorstel",
    (
        Column("gemeente", "municipality", "municipality"),
        Column("locatie_id", "location_id", "text"),
        Column("moment", "moment", "date"),
        Column("doelgroep", "stream", "choice", words={**STREAM_WORDS, "huisvesting": HOMES}),
        Column("plekken", "places", "int", "places", low=0, high=100_000),
        Column("open", "opened", "text"),
        Column("regionale_locatie", "hub", "text"),
        Column("toelichting", "remark", "text"),
    ),
    required=True,
)
YES, NO = ("ja", "x", "waar", "yes", "true", "open"), ("nee", "onwaar", "no", "false", "dicht")

Key = tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """One row: typed values by field, where it stands, and whether every cell could be read."""

    raw: RawTable
    row: RawRow
    values: Mapping[str, Any]
    readable: bool = True

    def __getitem__(self, name: str) -> Any:
        return self.values.get(name)

    def finding(self, code: str, header: str = "", **params: Any) -> Finding:
        """Make a finding about a cell, or about the row."""
        place = self.raw.place(self.row.number, header)
        return Finding(code, place=place, value=self.row.cells.get(header, ""), params=params)


@dataclass
class Wishes:
    """What a proposal asks, by location and moment; a place for everything that can be asked once."""

    places: dict[Key, int] = field(default_factory=dict)
    opened: dict[Key, int] = field(default_factory=dict)
    hubs: dict[Key, str] = field(default_factory=dict)
    housed: dict[Key, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def ask(self, table: dict[Key, Any], key: Key, value: Any, row: Row) -> None:
        """Note a wish; another wish about the same is a finding."""
        twice = row.finding("proposal_twice")
        if table.setdefault(key, value) != value and twice not in self.findings:
            self.findings.append(twice)


def read_proposal(path: Path, case: Case, table: Decisions) -> tuple[Decisions | None, list[Finding]]:
    """Read a counter-proposal.

    Parameters
    ----------
    path : Path
        A CSV file or a workbook with the table ``tegenvoorstel``.
    case : Case
        What it is about.
    table : Decisions
        The plan on the table: what a proposal does not name stays as it is there.

    Returns
    -------
    tuple
        What is decided under the proposal, None when there is an error, and the findings.

    Raises
    ------
    UsageError
        If the file cannot be opened.
    """
    raw, findings = read_one_sheet(path, PROPOSAL) if is_workbook(path.name) else read_csv(path, PROPOSAL)
    rows = list(_rows(raw, case, findings)) if raw is not None else []
    if raw is not None and not raw.rows:
        findings.append(Finding("proposal_empty", place=raw.place(), value=path.name))
    wishes = Wishes(findings=findings)
    for row in rows:
        _read_row(row, case, wishes)
    if any(item.level == "error" for item in findings):
        return None, findings
    found = _decide(case, table, wishes)
    return (None if any(item.level == "error" for item in findings) else found), findings


def _rows(raw: RawTable, case: Case, findings: list[Finding]) -> Iterator[Row]:
    """Type every row; what cannot be read becomes findings."""
    gazetteer = Gazetteer({item.code: item.name for item in case.municipalities})
    columns = {item.header: item for item in PROPOSAL.columns}
    for row in raw.rows:
        values, readable = dict[str, Any](), True
        for header, text in row.cells.items():
            column = columns.get(header)
            try:
                if column is not None:
                    values[column.name] = read_cell(column, text, gazetteer)
            except CellError as error:
                readable = False
                findings.append(
                    Finding(error.code, place=raw.place(row.number, header), value=text, params=error.params)
                )
        yield Row(raw, row, values, readable)


def _read_row(row: Row, case: Case, wishes: Wishes) -> None:
    """Turn a row into wishes."""
    moments = _moments(row, case, wishes)
    if row["stream"] == HOMES:
        _read_homes(row, moments, case, wishes)
        return
    location = _location(row, case, wishes)
    if location is None:
        return
    opened, stream = _opened(row, wishes), _stream(row, location, wishes)
    hub = _hub(row, case, wishes)
    if row.readable and row["places"] is None and row["opened"] is None and hub is None:
        wishes.findings.append(row.finding("proposal_nothing_asked"))
    for t in moments:
        key = (location.location_id, t)
        if row["places"] is not None and stream is not None:
            wishes.ask(wishes.places, (location.location_id, stream, t), row["places"], row)
        if opened is not None:
            wishes.ask(wishes.opened, key, opened, row)
        if hub is not None:
            wishes.ask(wishes.hubs, key, hub, row)
    if opened == 0 and row["places"]:
        wishes.findings.append(row.finding("proposal_closed_with_places", "open"))


def _moments(row: Row, case: Case, wishes: Wishes) -> Sequence[str]:
    """Return the moments a row is about: all, when it names none."""
    if row["moment"] is None:
        return case.moment_keys
    if row["moment"].isoformat() not in case.moment_keys:
        wishes.findings.append(row.finding("moment_unknown", "moment", moments=list(case.moment_keys)))
        return ()
    return (row["moment"].isoformat(),)


def _read_homes(row: Row, moments: Sequence[str], case: Case, wishes: Wishes) -> None:
    """Read persons that get an ordinary home in a municipality."""
    if row["municipality"] not in case.codes or row["places"] is None or row["location_id"]:
        wishes.findings.append(row.finding("proposal_homes", "doelgroep"))
        return
    for t in moments:
        wishes.ask(wishes.housed, (row["municipality"], t), row["places"], row)


def _location(row: Row, case: Case, wishes: Wishes) -> Location | None:
    """Find the offer of a row: by its id, else the only one of the municipality for the stream."""
    ids = {name.casefold(): name for name in case.location_of}
    if row["location_id"]:
        found = ids.get(row["location_id"].casefold())
        if found is None:
            near = nearest(row["location_id"], case.location_of)
            wishes.findings.append(row.finding("proposal_location_unknown", "locatie_id", nearest=near))
            return None
        location = case.location_of[found]
        if row["municipality"] not in (None, location.code):
            wishes.findings.append(row.finding("proposal_location_elsewhere", "gemeente", id=found))
        return location
    if row["municipality"] is None:
        wishes.findings.append(row.finding("proposal_nothing_named"))
        return None
    rows = [loc for loc in case.locations if loc.code == row["municipality"]]
    rows = [loc for loc in rows if row["stream"] is None or row["stream"] in loc.streams]
    if len(rows) == 1:
        return rows[0]
    ids_there = [loc.location_id for loc in rows]
    wishes.findings.append(row.finding("proposal_location_needed", "gemeente", ids=ids_there))
    return None


def _stream(row: Row, location: Location, wishes: Wishes) -> str | None:
    """Return the stream of the places: as typed, else the only one of the offer."""
    if row["stream"] is not None:
        if row["stream"] not in location.streams:
            wishes.findings.append(row.finding("proposal_stream_unknown", "doelgroep", id=location.location_id))
        elif row.readable and row["places"] is None:
            wishes.findings.append(row.finding("proposal_places_needed", "plekken"))
        return str(row["stream"])
    if row["places"] is None:
        return None
    if len(location.streams) > 1:
        wishes.findings.append(row.finding("proposal_stream_needed", "doelgroep", id=location.location_id))
        return None
    return str(location.streams[0])


def _opened(row: Row, wishes: Wishes) -> int | None:
    """Read yes, no or a number of open locations; -1 stands for yes."""
    if row["opened"] is None:
        return None
    text = plain(row["opened"])
    if text in YES or text in NO:
        return -1 if text in YES else 0
    if text.isascii() and text.isdecimal() and len(text) < 4:
        return int(text)
    wishes.findings.append(row.finding("proposal_open_unclear", "open"))
    return None


def _hub(row: Row, case: Case, wishes: Wishes) -> str | None:
    """Find the hub under which the satellites of a row hang."""
    if not row["hub"]:
        return None
    found = {name.casefold(): name for name in case.location_of}.get(row["hub"].casefold())
    if found is None:
        near = nearest(row["hub"], case.location_of)
        wishes.findings.append(row.finding("proposal_location_unknown", "regionale_locatie", nearest=near))
    return found


def _decide(case: Case, table: Decisions, wishes: Wishes) -> Decisions:
    """Put the wishes over the plan on the table; nothing else changes but what follows at the same location."""
    opened: dict[Any, int] = dict(table.opened)
    placed: dict[Any, int] = dict(table.placed) | wishes.places
    attached: dict[Any, int] = dict(table.attached)
    housed: dict[Any, int] = dict(table.housed) | wishes.housed
    named = {(key[0], key[-1]) for key in (*wishes.places, *wishes.opened, *wishes.hubs)}
    for loc, t in sorted(named):
        asked, offer = wishes.opened.get((loc, t)), case.location_of[loc]
        if asked == 0:
            placed |= {(loc, k, t): 0 for k in offer.streams}
        total = sum(placed.get((loc, k, t), 0) for k in offer.streams)
        opened[loc, t] = _open_count(asked, total, opened.get((loc, t), 0), offer)
        _hang(attached, (loc, t), opened[loc, t], wishes.hubs.get((loc, t)))
    found = Decisions(
        opened=_filled(opened), placed=_filled(placed), attached=_filled(attached), housed=_filled(housed)
    )
    return Decisions(**{**vars(found), "attached_places": _divided(case, found)})


def _open_count(asked: int | None, total: int, before: int, offer: Location) -> int:
    """Return how many locations are open: as asked, else as before; where places come or go as few as hold them."""
    if asked is not None:
        return max(1, before) if asked < 0 else asked
    if not total:
        return 0
    return before or min(offer.count, -(-total // max(1, offer.max_places)))


def _hang(attached: dict[Any, int], at: Key, opened: int, hub: str | None) -> None:
    """Hang satellites under the hub that is asked; those that close leave theirs."""
    own = [key for key in attached if (key[0], key[2]) == at]
    if hub is not None or not opened:
        for key in own:
            del attached[key]
    if hub is not None and opened:
        attached[at[0], hub, at[1]] = opened


def _divided(case: Case, found: Decisions) -> dict[tuple[str, str, str], int]:
    """Divide the places of satellites over their hubs, as a plan does: as evenly as can be, hubs in order."""
    places: dict[tuple[str, str, str], int] = {}
    for sat, t in sorted({(key[0], key[2]) for key in found.attached}):
        hubs = {key[1]: n for key, n in sorted(found.attached.items()) if (key[0], key[2]) == (sat, t)}
        rest, count = sum(found.placed.get((sat, k, t), 0) for k in case.location_of[sat].streams), sum(hubs.values())
        for hub, number in hubs.items():
            share = rest if number == count else rest * number // count
            places[sat, hub, t] = share
            rest, count = rest - share, count - number
    return {key: n for key, n in places.items() if n}


def _filled(table: Mapping[Any, int]) -> dict[Any, int]:
    return {key: value for key, value in table.items() if value}
