"""The part of the report that shows the burdens in order: a bar per municipality, the line at 1, what is proven."""

from math import ceil
from typing import Any

from regietafel.outputs import notation
from regietafel.outputs.report_view import Cell, Column, Table, View, words

GRID = 1e-4
"""Burdens are compared in steps of this size; a level is proven when its bound lies within one step."""
NOISE = 1e-9
SMALLEST_SCALE = 1.2
KINDS = ("joint", "asylum")


def burdens(view: View) -> dict[str, Any]:
    """Return the burdens of the last moment in order, first those that the norm looks at first.

    Returns
    -------
    dict
        ``tables``: one per ratio that has municipalities; ``left_out``: who is not compared and why; ``levels``:
        whether something is known of what the fairest plan reaches at each place.
    """
    kinds = [kind for kind in _kinds(view) if view.document["fairness"]["sorted"].get(kind)]
    scale = max([SMALLEST_SCALE, *(view.document["fairness"]["sorted"][kind][0][0] for kind in kinds)])
    return {
        "tables": [_table(view, kind, scale) for kind in kinds],
        "left_out": left_out(view),
        "levels": any(_levels(view, kind) for kind in kinds),
    }


def is_proven(level: dict[str, Any]) -> bool:
    """Whether the place of a level in the row cannot be lower: its bound lies within one step of the grid."""
    return bool(level["value"] - level["bound"] <= GRID + NOISE)


def left_out(view: View) -> list[str]:
    """Say of every municipality that the norm does not compare why it does not."""
    option = view.say("option.smallest_entitlement.label")
    return [
        view.say(
            "burdens.without",
            name=view.municipality(item["gm_code"]),
            reason=view.say(f"burdens.reason_{item['reason']}", option=option)
            if item["reason"] == "small_entitlement"
            else view.say(f"burdens.reason_{item['reason']}"),
        )
        for item in view.document["fairness"]["left_out"]
    ]


def _kinds(view: View) -> list[str]:
    """Return the two ratios, first those of the norm in their declared order."""
    declared = view.document["fairness"]["on"].split(",")
    return [*declared, *(kind for kind in KINDS if kind not in declared)]


def _levels(view: View, kind: str) -> dict[int, dict[str, Any]]:
    """Return what the fairest plan reaches at each place of the row, by place from 1; empty when that is not known."""
    first = _kinds(view)[0]
    return {level["k"]: level for level in view.document["fairness"]["levels"] if level.get("on", first) == kind}


def _table(view: View, kind: str, scale: float) -> Table:
    levels = _levels(view, kind)
    ranked = view.document["fairness"]["sorted"][kind]
    columns = [
        Column(view.say("burdens.col_municipality")),
        Column(view.say("burdens.col_ratio"), True, "computed"),
        Column(view.say("burdens.col_bar")),
    ]
    if levels:
        columns.append(Column(view.say("burdens.col_level"), origin="computed"))
    rows = [_row(view, place, pair, levels, scale) for place, pair in enumerate(ranked, start=1)]
    caption = view.say(f"burdens.caption_{kind}")
    if kind == _kinds(view)[0]:
        caption += " " + view.say("burdens.first")
    anchors = [f"{kind}-{code}" for _, code in ranked]
    return Table(caption=caption, columns=columns, rows=rows, anchors=anchors, note=_missing(view, kind))


def _row(
    view: View, place: int, pair: tuple[float, str], levels: dict[int, dict[str, Any]], scale: float
) -> list[Cell]:
    """Make one place of the row: who, the burden, its bar, and what is known of this place in the fairest plan."""
    ratio, code = pair
    level = levels.get(place)
    name = view.say("burdens.place", place=place, name=view.municipality(code))
    kind = "plain" if level is None else "proven" if is_proven(level) else "open"
    shown = notation.fixed(_on_grid(ratio), view.lang, 4) if levels else view.ratio(ratio)
    cells = [words(name), Cell(shown, ratio), Cell("", drawing=bar(ratio, scale, kind))]
    return [*cells, _level_cell(view, level)] if levels else cells


def _on_grid(ratio: float) -> float:
    """Round a burden up to the grid, as the levels beside it are: else the same burden would look lower."""
    return ceil(ratio / GRID - NOISE / GRID) * GRID


def _level_cell(view: View, level: dict[str, Any] | None) -> Cell:
    """Say what the fairest plan reaches at a place, and whether lower is proven to be impossible."""
    if level is None:
        return Cell("–")
    form = "proven" if is_proven(level) else "bounded" if level["bound"] > 0 else "unproven"
    value, bound = (notation.fixed(level[name], view.lang, 4) for name in ("value", "bound"))
    return Cell(view.say(f"burdens.{form}", value=value, bound=bound))


def bar(ratio: float, scale: float, kind: str) -> str:
    """Draw a burden as a bar that fills its cell, with a line at 1; the table beside it has the number.

    Parameters
    ----------
    ratio : float
        The burden.
    scale : float
        Burden at which the bar is full.
    kind : str
        ``proven``, ``open`` (not proven yet) or ``plain`` (nothing to prove).
    """
    wide, line = 98 * ratio / scale, 98 / scale
    return (
        f'<svg class="rank" aria-hidden="true"><rect class="r-{kind}" width="{wide:.1f}%" height="100%"/>'
        f'<line class="at-one" x1="{line:.1f}%" x2="{line:.1f}%" y2="100%"/></svg>'
    )


def _missing(view: View, kind: str) -> str:
    """Name who is missing in a row for a reason of this row only; the reasons of the first row stand in the list."""
    if kind == _kinds(view)[0]:
        return ""
    known = {item["gm_code"] for item in view.document["fairness"]["left_out"]}
    there = {code for _, code in view.document["fairness"]["sorted"][kind]}
    names = [name for code, name in view.names.items() if code not in there and code not in known]
    return view.say("burdens.missing", names=names) if names else ""
