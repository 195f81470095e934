"""Checks of the table *standpunten*: each demand has the columns it needs, and names what is there."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from regietafel.inputs.names import nearest, plain
from regietafel.inputs.offers import location_ids
from regietafel.inputs.records import Book, Record
from regietafel.model.errors import Finding
from regietafel.model.positions import MOST_RELUCTANT
from regietafel.model.tables import POSITIONS, SCENARIOS

TABLE = "standpunten"
BASIS = "basis"
ANYWHERE = ("municipalities", "location_id", "form", "stream")
OTHER_SIDE = ("other_municipality", "other_location_id")
ABOUT_PLACES = (*ANYWHERE, *OTHER_SIDE, "places", "other_places")


@dataclass(frozen=True)
class Needs:
    """The columns a demand must have, of which one must be filled, and which it may have besides."""

    all_of: tuple[str, ...] = ()
    one_of: tuple[tuple[str, ...], ...] = ()
    besides: tuple[str, ...] = ()

    @property
    def used(self) -> set[str]:
        """Every column that means something in this demand."""
        return {*self.all_of, *(name for names in self.one_of for name in names), *self.besides}


_NUMBER = Needs(all_of=("places",), besides=ANYWHERE)
_SIDES = (("municipalities", "location_id"), OTHER_SIDE)
NEEDS: dict[str, Needs] = {
    "no_form": Needs(all_of=("form",), besides=("municipalities",)),
    "at_most": _NUMBER,
    "at_least": _NUMBER,
    "exactly": _NUMBER,
    "location_open": Needs(all_of=("location_id",), besides=("municipalities", "places")),
    "location_closed": Needs(all_of=("location_id",), besides=("municipalities",)),
    "location_at_most": Needs(all_of=("location_id", "places"), besides=("municipalities", "stream")),
    "not_both": Needs(one_of=_SIDES, besides=("form", "stream")),
    "only_if": Needs(one_of=_SIDES, besides=("form", "stream", "places", "other_places")),
}

Check = Callable[[Book], list[Finding]]


def check_positions(book: Book, *, of_file: bool = False) -> list[Finding]:
    """Run every check of positions.

    Parameters
    ----------
    book : Book
        Of the case.
    of_file : bool
        Whether the positions are those of a scenario file, which belong to its scenario.
    """
    checks = (*POSITION_CHECKS, check_no_scenario if of_file else check_scenarios)
    return [found for check in checks for found in check(book)]


def check_columns(book: Book) -> list[Finding]:
    """Name columns that a demand needs and that are empty, and columns that mean nothing in it."""
    return [found for row in book[TABLE] if row["demand"] for found in _columns(row, NEEDS[row["demand"]])]


def _columns(row: Record, needs: Needs) -> list[Finding]:
    demand = row.text("demand")
    findings = [
        row.finding("position_column_needed", name, demand=demand)
        for name in needs.all_of
        if row[name] is None and name not in row.unreadable
    ]
    findings += [
        row.finding("position_side_needed", names[0], demand=demand, columns=_headers(names))
        for names in needs.one_of
        if all(row[name] is None and name not in row.unreadable for name in names)
    ]
    unused = [name for name in ABOUT_PLACES if row[name] is not None and name not in needs.used]
    findings += [row.finding("position_column_unused", name, demand=demand) for name in unused]
    return findings + _other_side(row)


def _other_side(row: Record) -> list[Finding]:
    """Name another side that is given twice, or is the same as the first."""
    town, location = row["other_municipality"], row["other_location_id"]
    if town and location:
        return [row.finding("position_side_double", "other_municipality")]
    same_town = town is not None and (row["municipalities"] or ()) == (town,) and not row["location_id"]
    if same_town or (location is not None and location == row["location_id"]):
        return [row.finding("position_side_same", "other_location_id" if location else "other_municipality")]
    return []


def _headers(names: Iterable[str]) -> list[str]:
    return [POSITIONS.column(name).header for name in names]


def check_locations(book: Book) -> list[Finding]:
    """Name locations that are not there, exist already, or are elsewhere or of another form than the row says."""
    ids = location_ids(book["locaties"]) if book[TABLE] else {}
    offers = {name.casefold(): name for name in ids.values()}
    rows = {ids[row.row.number]: row for row in book["locaties"]} if ids else {}
    findings = []
    for row in book[TABLE]:
        for name in ("location_id", "other_location_id"):
            if row[name] is None:
                continue
            known = offers.get(row[name].casefold())
            if known is None:
                near = nearest(row[name], offers.values())
                findings.append(row.finding("position_location_unknown", name, nearest=near))
            else:
                findings += _location(book, row, name, rows[known])
    return findings


def _location(book: Book, row: Record, name: str, offer: Record) -> list[Finding]:
    if offer["status"] == "existing" and not row["also_existing"]:
        return [row.finding("position_location_exists", name)]
    if name != "location_id":
        return []
    if row["municipalities"] and offer["municipality"] and offer["municipality"] not in row["municipalities"]:
        town = book.gazetteer.name(offer["municipality"])
        return [row.finding("position_location_elsewhere", "municipalities", id=row[name], name=town)]
    kind = book.type_of(offer)
    if row["form"] and kind and kind["form"] != row["form"]:
        return [row.finding("position_form_differs", "form", id=row[name], form=kind.text("form"))]
    return []


def check_municipalities(book: Book) -> list[Finding]:
    """Name municipalities outside the province: only a location there can be named."""
    own = set(book.gazetteer.own)
    return [
        row.finding("positions_municipality_outside", name)
        for row in book[TABLE]
        for name in ("municipalities", "other_municipality")
        if row[name] and set(_towns(row[name])) - own
    ]


def _towns(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value


def check_moments(book: Book) -> list[Finding]:
    """Name moments that the case does not have."""
    days = sorted(row["day"] for row in book["momenten"] if row["day"])
    return [
        row.finding("moment_unknown", "moment", moments=days)
        for row in book[TABLE]
        if row["moment"] and days and row["moment"] not in days
    ]


def check_reluctance(book: Book) -> list[Finding]:
    """Say which soft positions are taken as the most reluctant because nothing is filled in."""
    return [
        row.finding("position_reluctance_none", "reluctance", "note", id=row["position_id"], most=MOST_RELUCTANT)
        for row in book[TABLE]
        if row["non_negotiable"] is False and row["reluctance"] is None and "reluctance" not in row.unreadable
    ]


def check_scenarios(book: Book) -> list[Finding]:
    """Name scenarios that are no column of *scenarios*: the position then counts only for a file of that name."""
    names = scenario_columns(book)
    known = {plain(name) for name in names}
    return [
        row.finding("position_scenario_unknown", "scenario", "warning", id=row["position_id"], nearest=near)
        for row in book[TABLE]
        if row["scenario"] and plain(row["scenario"]) not in known
        for near in [nearest(row["scenario"], names)]
    ]


def check_no_scenario(book: Book) -> list[Finding]:
    """Name positions of a scenario file that say which scenario they belong to."""
    return [row.finding("position_scenario_of_file", "scenario") for row in book[TABLE] if row["scenario"]]


def scenario_columns(book: Book) -> list[str]:
    """List the scenarios of a book, ``basis`` first."""
    typed = book.raw["scenarios"].letters if "scenarios" in book.raw else {}
    reserved = {item.header for item in SCENARIOS.all_columns()}
    return list(dict.fromkeys([BASIS, *(name for name in typed if name not in reserved)]))


POSITION_CHECKS: tuple[Check, ...] = (
    check_columns,
    check_locations,
    check_municipalities,
    check_moments,
    check_reluctance,
)
