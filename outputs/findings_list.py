"""What a check of a case found: in one order, counted, folded, and as data for other programs."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from regietafel.model.errors import Finding, Level, Place
from regietafel.model.meeting import Item
from regietafel.model.tables import TABLES
from regietafel.outputs.meeting_text import meeting_row
from regietafel.outputs.texts_catalogue import spoken

SCHEMA = "regietafel.findings/1"
LEVELS: tuple[Level, ...] = ("error", "warning", "note")


@dataclass(frozen=True)
class Checked:
    """What a check of a case found.

    Parameters
    ----------
    case : str
        The case as the user named it.
    findings : sequence of Finding
        In any order.
    unfit : sequence of Item or None
        What is not fit for a decision; None when errors leave that unknown.
    built_in : str
        Name of the built-in case; empty when it is the user's own.
    """

    case: str
    findings: Sequence[Finding]
    unfit: Sequence[Item] | None = None
    built_in: str = ""

    @property
    def counts(self) -> dict[str, int]:
        """Number of findings by level, each once: as many as are listed."""
        listed = in_order(self.findings)
        return {level: sum(item.level == level for item in listed) for level in LEVELS}

    @property
    def errors(self) -> int:
        """Number of errors."""
        return self.counts["error"]


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Order findings by level, table of the contract, row and column, each once."""
    unique = {repr(item): item for item in findings}
    return sorted(unique.values(), key=_rank)


def _rank(item: Finding) -> tuple[Any, ...]:
    where, tables = item.place, list(TABLES)
    # A sheet is named as its owner spelled it.
    name = where.sheet.strip().casefold()
    table = tables.index(name) if name in tables else -1
    # A column AA comes after Z.
    column = (len(where.letter), where.letter, where.column)
    return LEVELS.index(item.level), table, where.file, where.sheet, where.row, column, item.code, item.value


@dataclass(frozen=True)
class Fold:
    """The same finding in one or more rows of a column."""

    finding: Finding
    rows: tuple[int, ...] = ()


@dataclass(frozen=True)
class Group:
    """Folded findings of one level about one table; `count` counts them unfolded."""

    place: Place
    folds: tuple[Fold, ...]
    count: int


def groups(findings: Iterable[Finding]) -> list[Group]:
    """Group findings of one level by table, and fold those that differ in their row only.

    Parameters
    ----------
    findings : iterable of Finding
        In order, see `in_order`.
    """
    found: dict[tuple[str, str], dict[str, list[Finding]]] = {}
    for item in findings:
        table = found.setdefault((item.place.file, item.place.sheet), {})
        table.setdefault(_without_row(item), []).append(item)
    return [
        Group(Place(file, sheet), tuple(_fold(same) for same in table.values()), sum(map(len, table.values())))
        for (file, sheet), table in found.items()
    ]


def _without_row(item: Finding) -> str:
    return repr((item.level, item.code, item.place.column, item.place.letter, item.value, item.params))


def _fold(same: Sequence[Finding]) -> Fold:
    return Fold(same[0], tuple(item.place.row for item in same if item.place.row))


def finding_row(finding: Finding, lang: str) -> dict[str, Any]:
    """Return a finding for a machine: its parts, what is wrong and what to do.

    Returns
    -------
    dict
        As in ``outputs/schema/findings-1.json``.
    """
    where, (wrong, what_to_do) = finding.place, spoken(finding, lang)
    return {
        "level": finding.level,
        "code": finding.code,
        "file": where.file,
        "sheet": where.sheet,
        "row": where.row,
        "column": where.column,
        "letter": where.letter,
        "cell": cell_name(where),
        "value": finding.value,
        "params": plain(finding.params),
        "message": wrong,
        "what_to_do": what_to_do,
    }


def cell_name(where: Place) -> str:
    """Name a cell as a spreadsheet does, ``K14``; empty when it is not one cell."""
    return f"{where.letter}{where.row}" if where.letter and where.row else ""


def plain(params: Mapping[str, Any]) -> Any:
    """Return parameters as JSON has them: dates and exact numbers as text."""
    return json.loads(json.dumps(dict(params), default=str))


def findings_document(checked: Checked, lang: str, *, for_meeting: bool) -> dict[str, Any]:
    """Return what a check found for a machine.

    Parameters
    ----------
    checked : Checked
    lang : str
        Language of the sentences.
    for_meeting : bool
        Whether what is not fit for a decision is listed too; None is written when it was not asked, or is unknown.
    """
    unfit = checked.unfit if for_meeting else None
    return {
        "schema": SCHEMA,
        "case": checked.case,
        "ok": not checked.errors,
        "counts": checked.counts,
        "findings": [finding_row(item, lang) for item in in_order(checked.findings)],
        "not_for_meeting": None if unfit is None else [meeting_row(item, lang) for item in unfit],
    }
