"""What stands between a case and the table: the messages that make it unfit for a decision, in one list for all.

`check --for-meeting`, page 1 of every document and the workbook with findings count this list and no other.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from regietafel.model.tables import FIGURES, TABLES, Column


@dataclass(frozen=True)
class Mend:
    """Where an item is mended.

    Parameters
    ----------
    table : str
        Table of the contract.
    fields : tuple of str
        English fields: columns of the table, or names of rows of *opgave*.
    """

    table: str
    fields: tuple[str, ...] = ()

    @property
    def headers(self) -> tuple[str, ...]:
        """Dutch headers of the columns, or names of the rows of *opgave*."""
        columns: Iterable[Column] = FIGURES if self.table == "opgave" else TABLES[self.table].all_columns()
        known = {item.name: item.header for item in columns}
        return tuple(known[name] for name in self.fields)


NUMBERS = Mend("gemeenten", ("indicative", "indicative_special"))

FOR_MEETING: Mapping[str, Mend] = {
    "illustration_present": Mend("locaties"),
    "existing_missing": Mend("locaties", ("status",)),
    "present_missing": Mend(
        "locaties", ("present_regular", "present_special", "present_ukraine", "present_status_holder")
    ),
    "task_computed": Mend("opgave", ("provincial_task",)),
    "figure_not_as_published": Mend("opgave"),
    "figures_packaged": Mend("opgave"),
    "numbers_computed": Mend("gemeenten", ("indicative", "indicative_origin")),
    "numbers_not_published": Mend("gemeenten", ("indicative_origin",)),
    "published_number_differs": NUMBERS,
    "number_not_as_published": NUMBERS,
    "sum_differs": NUMBERS,
    "used_sum_differs": NUMBERS,
    "special_estimated": Mend("opgave", ("capacity_estimate_special",)),
    "special_parts_computed": Mend("gemeenten", ("indicative_special",)),
    "special_unknown": Mend("opgave", ("capacity_estimate_special",)),
    "national_sum_differs": Mend("opgave", ("weight_sum",)),
    "decisions_sum_differs": Mend("gemeenten", ("allocation_decision",)),
    "decision_not_as_published": Mend("gemeenten", ("allocation_decision",)),
    "municipalities_left_out": Mend("gemeenten", ("municipality",)),
    "inhabitants_not_as_published": Mend("gemeenten", ("inhabitants",)),
    "scores_estimated": Mend("gemeenten", ("ses_woa", "ses_woa_origin")),
    "ses_woa_missing": Mend("gemeenten", ("ses_woa",)),
    "ukraine_assumed": Mend("opgave", ("ukraine_asked",)),
    "ukraine_by_inhabitants": Mend("gemeenten", ("ukraine_asked",)),
    "ukraine_above_ask": Mend("gemeenten", ("ukraine_asked",)),
    "ukraine_unknown": Mend("opgave", ("ukraine_asked",)),
    "targets_none": Mend("taakstelling"),
    "targets_computed": Mend("taakstelling"),
    "targets_estimated": Mend("taakstelling", ("persons", "backlog", "origin")),
    "targets_beyond": Mend("taakstelling", ("half_year",)),
    "homes_estimated": Mend("gemeenten", ("houseable",)),
    "homes_unlimited": Mend("gemeenten", ("houseable",)),
    "types_estimated": Mend("locatietypen", ("min_places", "max_places", "opening_cost", "cost_per_place")),
    "moments_assumed": Mend("momenten", ("day", "origin")),
    "about_missing": Mend("opgave"),
}
"""Codes of messages by where they are mended, in the order in which people read them."""

NOTICED_ON: Mapping[str, str] = {
    "figure_not_as_published": "figure",
    "figures_packaged": "figures",
    "about_missing": "figures",
}
"""Parameter that names the rows of *opgave* of a code that may be about any of them."""


@dataclass(frozen=True)
class Item:
    """One thing that stands between a case and the table.

    Parameters
    ----------
    level, code, params, where
        As in the message.
    table : str
        Table in which it is mended.
    columns : tuple of str
        Its columns, or names of rows of *opgave*; empty when the whole table is meant.
    """

    level: str
    code: str
    params: Mapping[str, Any]
    where: str
    table: str
    columns: tuple[str, ...]


def for_meeting(messages: Iterable[Mapping[str, Any]]) -> list[Item]:
    """List what of a case is not fit for a decision, each message once.

    Parameters
    ----------
    messages : iterable of mapping
        Messages of a case or of ``plan.json``: ``level``, ``code``, ``params``, ``where``.
    """
    found = [item for item in messages if item["code"] in FOR_MEETING]
    order = list(FOR_MEETING)
    return [_item(item) for item in sorted(found, key=lambda item: order.index(item["code"]))]


def _item(message: Mapping[str, Any]) -> Item:
    mend = FOR_MEETING[message["code"]]
    return Item(**_parts(message), table=mend.table, columns=_columns(message, mend))


def _parts(message: Mapping[str, Any]) -> dict[str, Any]:
    return {name: message[name] for name in ("level", "code", "params", "where")}


def _columns(message: Mapping[str, Any], mend: Mend) -> tuple[str, ...]:
    """Return the columns to mend: those of the message itself where it knows them."""
    if (name := NOTICED_ON.get(message["code"])) is not None:
        named = message["params"].get(name, [])
        return (named,) if isinstance(named, str) else tuple(named)
    table, _, column = message["where"].partition(".")
    return (column,) if table == mend.table != "opgave" and column else mend.headers
