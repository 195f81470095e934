"""Tables of the written report: the tables of the page without their drawings, and where their figures come from."""

from collections.abc import Sequence

from regietafel.outputs import report_view
from regietafel.outputs.notation import GAP
from regietafel.outputs.report_blocks import Column, Table
from regietafel.outputs.report_view import ORIGINS, Cell, View

EMPTY = "–"


def from_view(view: View, table: report_view.Table, *, total: bool = False) -> Table:
    """Return a table of the page as plain words: no drawings, words under a cell on a line of their own.

    Parameters
    ----------
    view : View
        The plan in words.
    table : report_view.Table
        A table of the page.
    total : bool
        Whether its last row is the sum of the others.
    """
    kept = [n for n in range(len(table.columns)) if not _is_drawn(table, n)]
    marked = {n for n in kept if len(_origins(table, n)) > 1}
    rows = tuple(tuple(_words(view, row[n], marked=n in marked) for n in kept) for row in table.rows)
    columns = tuple(Column(table.columns[n].label, table.columns[n].numeric) for n in kept)
    note = " ".join(filter(None, (origin_note(view, table), table.note)))
    return Table(table.caption, columns, rows, note, with_total=total)


def origin_note(view: View, table: report_view.Table) -> str:
    """Say where the figures of a table come from: once if they all come from one place, else per column."""
    found = [(table.columns[n].label, _origins(table, n)) for n in range(len(table.columns))]
    known = [origin for _, origins in found for origin in origins]
    if not known:
        return ""
    if len(set(known)) == 1:
        return view.say(f"report_origin.all_{known[0]}")
    by_origin: dict[str, list[str]] = {origin: [] for origin in ORIGINS}
    for label, origins in found:
        if len(origins) == 1:
            by_origin[next(iter(origins))].append(label)
    parts = [
        view.say("report_origin.columns", origin=view.say(f"origin.{origin}").capitalize(), columns=labels)
        for origin, labels in by_origin.items()
        if labels
    ]
    marks = sorted({origin for _, origins in found if len(origins) > 1 for origin in origins}, key=ORIGINS.index)
    if marks:
        parts.append(view.say("report_origin.marks", marks=[_legend(view, origin) for origin in marks]))
    return view.say("report_origin.lead", parts=". ".join(parts))


def _legend(view: View, origin: str) -> str:
    return f"{view.say(f'report_origin.mark_{origin}')} = {view.say(f'origin.{origin}')}"


def _is_drawn(table: report_view.Table, n: int) -> bool:
    """Whether a column holds drawings only."""
    return any(row[n].drawing for row in table.rows) and not any(row[n].shown not in ("", EMPTY) for row in table.rows)


def _origins(table: report_view.Table, n: int) -> set[str]:
    """Return the origins of the figures of a column: those of its cells, else that of the column."""
    own = table.columns[n].origin
    return {origin for row in table.rows if (origin := row[n].origin or own) and row[n].shown != EMPTY}


def _words(view: View, cell: Cell, *, marked: bool) -> str:
    shown = cell.shown.strip() or EMPTY
    if marked and cell.origin:
        shown = f"{shown}{GAP}{view.say(f'report_origin.mark_{cell.origin}')}"
    return f"{shown}\n{cell.more}" if cell.more else shown


def summed(view: View, label: str, rows: Sequence[Sequence[Cell]], columns: Sequence[int]) -> list[Cell]:
    """Make the last row of a table: the sum of some of its columns, the others empty.

    Parameters
    ----------
    view : View
        The plan in words.
    label : str
        Words of the first cell.
    rows : sequence of rows
        The rows that are added up.
    columns : sequence of int
        Which columns are added up.
    """
    if not rows:
        return []
    cells = [Cell(label), *(Cell(" ") for _ in rows[0][1:])]
    for n in columns:
        known = [row[n] for row in rows if row[n].shown != EMPTY]
        total = sum(cell.key for cell in known if not isinstance(cell.key, str))
        cells[n] = view.count(total, view.softest(cell.origin for cell in known))
    return cells
