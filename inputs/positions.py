"""From rows of *standpunten* to positions."""

from collections.abc import Mapping
from typing import Any

from regietafel.inputs.checks_positions import scenario_columns
from regietafel.inputs.names import plain
from regietafel.inputs.offers import location_ids
from regietafel.inputs.records import Book, Record
from regietafel.model.positions import MOST_RELUCTANT, Position

TABLE = "standpunten"
NUMBERS = ("places", "moment", "other_municipality", "other_places", "form", "room")


def read_positions(book: Book) -> tuple[Position, ...]:
    """Make the positions of a book, in the order of their ids."""
    ids = {name.casefold(): name for name in location_ids(book["locaties"]).values()}
    found = (_position(book, row, ids) for row in book[TABLE])
    return tuple(sorted(found, key=lambda item: item.position_id))


def _position(book: Book, row: Record, ids: Mapping[str, Any]) -> Position:
    typed = {name: row[name] for name in ("location_id", "other_location_id")}
    return Position(
        position_id=row["position_id"],
        party=row["party"],
        demand=row["demand"],
        scenario=_scenario(book, row["scenario"]),
        municipalities=row["municipalities"] or (),
        stream=row["stream"] or "total",
        non_negotiable=bool(row["non_negotiable"]),
        reluctance=row["reluctance"] or MOST_RELUCTANT,
        also_existing=bool(row["also_existing"]),
        remark=row["remark"] or "",
        origin=row["origin"] or "reported",
        **{name: ids.get(text.casefold()) if text else None for name, text in typed.items()},
        **{name: row[name] for name in NUMBERS},
    )


def _scenario(book: Book, name: str | None) -> str | None:
    """Return the name of a scenario as its column has it; one that is no column may be that of a file."""
    return {plain(known): known for known in scenario_columns(book)}.get(plain(name), name) if name else None
