"""The tables of a comparison, once: page, workbook and screen show the same."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from regietafel.model.scenario import STREAMS
from regietafel.outputs import notation
from regietafel.outputs.comparison_words import ComparisonWords, Datum
from regietafel.outputs.table_words import grant_title
from regietafel.outputs.texts_catalogue import text

LOCATION_GROUPS = ("some", "all", "none")
SPREAD = "spread"
"""What the head of a spread stands for, so that a workbook can draw it."""
Document = Mapping[str, Any]
Cells = list[Datum]


class Head(NamedTuple):
    """Head of a column: label, whether it holds numbers, what kind it is, the name of its plan, whether it is drawn."""

    label: str
    numeric: bool = False
    kind: str = ""
    plan: str = ""
    drawn: bool = False


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A table.

    Parameters
    ----------
    name : str
        Its code; also that of its sheet.
    title : str
    heads : sequence of Head
    rows : sequence of sequence of Datum
    note : str
        What is said under it.
    folded : bool
        Whether a page may keep it shut until somebody asks.
    strips : sequence of sequence
        Per row the numbers that a page draws in the last column; empty: no such column.
    origins : sequence
        Per row the origin of its figures, or empty.
    """

    name: str
    title: str
    heads: Sequence[Head]
    rows: Sequence[Cells]
    note: str = ""
    folded: bool = False
    strips: Sequence[Sequence[float | None]] = field(default_factory=tuple)
    origins: Sequence[str] = field(default_factory=tuple)


def compact(words: ComparisonWords, grid: Grid) -> Grid:
    """Return a table whose amounts fit narrow columns: in millions, said in title, head or first cell of the row."""
    columns = [_units(cells) for cells in zip(*grid.rows, strict=True)]
    if not any("euro" in found for found in columns):
        return grid
    heads = [
        head._replace(label=words.in_millions(head.label)) if found == {"euro"} else head
        for head, found in zip(grid.heads, columns, strict=True)
    ]
    rows = [[_narrow(words, item) for item in row] for row in grid.rows]
    numbers = [found for found in columns if found]
    if all(found == {"euro"} for found in numbers):
        return replace(grid, rows=rows, title=words.in_millions(grid.title))
    if any(found == {"euro"} for found in numbers):
        return replace(grid, rows=rows, heads=heads)
    named = [
        [Datum(words.in_millions(str(row[0].value))), *row[1:]] if "euro" in _units(old) else row
        for row, old in zip(rows, grid.rows, strict=True)
    ]
    return replace(grid, rows=named)


def _units(cells: Sequence[Datum]) -> set[str]:
    """Return the units of the numbers in a row or column."""
    return {item.unit for item in cells if isinstance(item.value, int | float)}


def _narrow(words: ComparisonWords, item: Datum) -> Datum:
    is_amount = item.unit == "euro" and isinstance(item.value, int | float)
    return item._replace(value=words.narrow(item)) if is_amount else item


def plans(words: ComparisonWords) -> Grid:
    """Return what each plan is."""
    names = ("letter", "title", "status", "norm", "version", "folder")
    rows = [
        [
            Datum(option["letter"]),
            Datum(option["title"]),
            Datum(words.status(option)),
            Datum(text(f"norm.{option['norm']}.title", words.lang) if option["norm"] else "–"),
            Datum(option["version"] or "–"),
            Datum(option["folder"]),
        ]
        for option in (*words.document["options"], words.document["previous"])
        if option
    ]
    for row, option in zip(rows[len(words.letters) :], [words.document["previous"]], strict=False):
        row[0] = Datum(words.plan(option["letter"]))
    heads = [Head(words.say(f"col_{name}")) for name in names]
    return Grid(name="plans", title=words.say("plans"), heads=heads, rows=rows)


def figures(words: ComparisonWords, cost_origin: str) -> Grid:
    """Return the key figures, a star at the best of a row."""
    found = words.document["figures"]
    rows = [[Datum(words.figure(row["name"])), *_values(words, row)] for row in found]
    origins = [cost_origin if row["unit"] == "euro" and "grants" not in row["name"] else "computed" for row in found]
    heads = [Head(words.say("col_figure")), *_plan_heads(words)]
    note = words.say("star_note")
    return Grid(name="figures", title=words.say("figures"), heads=heads, rows=rows, note=note, origins=origins)


def moments(words: ComparisonWords) -> Grid:
    """Return the key figures per moment."""
    rows = [
        [Datum(words.figure(row["name"])), Datum(notation.table_day(row["moment"])), *_values(words, row)]
        for row in words.document["figures_per_moment"]
    ]
    heads = [Head(words.say("col_figure")), Head(words.say("col_moment")), *_plan_heads(words)]
    return Grid(name="moments", title=words.say("moments"), heads=heads, rows=rows, folded=True)


def norms(words: ComparisonWords) -> Grid:
    """Return every norm on both ratios, and which plan it finds fairest."""
    units = {"regret": "share"}
    rows = []
    for row in words.document["norms"]:
        unit, title = units.get(row["norm"], "number"), text(f"norm.{row['norm']}.title", words.lang)
        on = words.say(f"on_{row['on']}")
        best = [letter in row["fairest"] and not _all_same(row["values"]) for letter in words.letters]
        values = [Datum(value, unit, star) for value, star in zip(row["values"], best, strict=True)]
        rows.append([Datum(title), Datum(on), *values, Datum(words.plans(row["fairest"]))])
    heads = [
        Head(words.say("col_norm")),
        Head(words.say("col_on")),
        *_plan_heads(words),
        Head(words.say("col_fairest")),
    ]
    return Grid(name="norms", title=words.say("norms"), heads=heads, rows=rows, note=words.say("norms_note"))


def grants(words: ComparisonWords) -> Grid:
    """Return the grants per rule and receiver [euro]."""
    rows = [
        [
            Datum(grant_title(row["rule"], words.lang)),
            Datum(row["article"].replace(" and ", f" {text('word.and', words.lang)} ")),
            Datum(words.say(f"receiver_{row['receiver']}")),
            *(Datum(value, "euro") for value in row["values"]),
        ]
        for row in words.document["grants"]
    ]
    heads = [Head(words.say(f"col_{name}")) for name in ("grant", "article", "receiver")]
    note = text("page.grants_note", words.lang)
    return Grid(
        name="grants", title=words.say("grants"), heads=[*heads, *_plan_heads(words)], rows=rows, note=note, folded=True
    )


def burdens(words: ComparisonWords) -> Grid:
    """Return the burden of each municipality in every plan, how far they lie apart, and what it would like best."""
    rows, strips = [], []
    for row in words.document["municipalities"]:
        liked = words.say("no_difference") if row["same"] else words.plans(row["best"])
        liked = f"{liked} ({words.say('by_places')})" if row["by"] == "places" and not row["same"] else liked
        best = [letter in row["best"] and not row["same"] and row["by"] == "burden" for letter in words.letters]
        values = [Datum(value, "burden", star) for value, star in zip(row["ratio"]["joint"], best, strict=True)]
        rows.append([Datum(row["name"]), *values, Datum(row["ratio_spread"], "burden"), Datum(liked)])
        strips.append(row["ratio"]["joint"])
    heads = [Head(words.say("col_municipality")), *_plan_heads(words), Head(words.say("col_spread"), True, SPREAD)]
    heads.append(Head(words.say("col_liked")))
    title, note = words.say("burdens"), words.say("burdens_note")
    return Grid(name="burdens", title=title, heads=heads, rows=rows, note=note, strips=strips)


def places(words: ComparisonWords) -> Iterator[Grid]:
    """Yield the places of each municipality: all together, and per stream."""
    rows = words.document["municipalities"]
    heads = [Head(words.say("col_municipality")), *_plan_heads(words), Head(words.say("col_spread"), True, SPREAD)]
    whole = [
        [Datum(row["name"]), *(Datum(value, "places") for value in row["total"]), Datum(row["spread"], "places")]
        for row in rows
    ]
    title, note = words.say("places_total"), words.say("places_note")
    yield Grid(name="places", title=title, heads=heads, rows=whole, note=note, folded=True)
    for stream in STREAMS:
        of_stream = []
        for row in rows:
            values = row["places"][stream]
            known = [value for value in values if value is not None]
            spread = max(known) - min(known) if known else None
            of_stream.append(
                [Datum(row["name"]), *(Datum(value, "places") for value in values), Datum(spread, "places")]
            )
        title = words.say("places_stream", stream=text(f"stream.{stream}", words.lang))
        yield Grid(name=f"places_{stream}", title=title, heads=heads, rows=of_stream, folded=True)


def placements(words: ComparisonWords) -> Grid:
    """Return the places of every municipality, moment and stream."""
    rows = [
        [
            Datum(row["name"]),
            Datum(notation.table_day(at["moment"])),
            Datum(text(f"stream.{stream}", words.lang)),
            *(Datum(value, "places") for value in at["places"][stream]),
        ]
        for row in words.document["municipalities"]
        for at in row["per_moment"]
        for stream in STREAMS
    ]
    heads = [Head(words.say(f"col_{name}")) for name in ("municipality", "moment", "stream")]
    title, note = words.say("placements"), words.say("places_note")
    heads += _plan_heads(words)
    return Grid(name="placements", title=title, heads=heads, rows=rows, note=note, folded=True)


def costs(words: ComparisonWords, cost_origin: str) -> Grid:
    """Return the cost of each municipality over the cycle [euro]."""
    rows = [
        [Datum(row["name"]), *(Datum(value, "euro") for value in row["cost"])]
        for row in words.document["municipalities"]
    ]
    heads = [Head(words.say("col_municipality")), *_plan_heads(words)]
    origins = [cost_origin] * len(rows)
    return Grid(name="costs", title=words.say("costs"), heads=heads, rows=rows, folded=True, origins=origins)


def all_locations(words: ComparisonWords) -> Grid:
    """Return every location in one table, with how many plans open it."""
    found = list(locations(words))
    rows = [
        [*cells, Datum(words.say(f"in_{group}"))]
        for group, grid in zip(LOCATION_GROUPS, found, strict=True)
        for cells in grid.rows
    ]
    origins = [origin for grid in found for origin in grid.origins]
    heads = [*found[0].heads, Head(words.say("col_open_in"))]
    title, note = words.say("locations"), found[0].note
    return Grid(name="locations", title=title, heads=heads, rows=rows, note=note, origins=origins)


def locations(words: ComparisonWords) -> Iterator[Grid]:
    """Yield the locations that some plans open, those that all open, and those that none opens."""
    heads = [Head(words.say(f"col_{name}")) for name in ("location", "municipality", "type", "hardness")]
    for group in LOCATION_GROUPS:
        rows = [
            [
                Datum(row["name"]),
                Datum(row["municipality"]),
                Datum(row["type"]),
                Datum(text(f"status.{row['status']}", words.lang)),
                *(_opened(words, *pair) for pair in zip(row["opened"], row["places"], strict=True)),
            ]
            for row in words.document["locations"]
            if row["in"] == group
        ]
        found = [row for row in words.document["locations"] if row["in"] == group]
        title = words.say(f"locations_{group}", count=len(found))
        name, note = f"locations_{group}", words.say("locations_note") if group == "some" else ""
        origins = [row["origin"] if row["origin"] == "illustration" else "" for row in found]
        yield Grid(
            name=name,
            title=title,
            heads=[*heads, *_plan_heads(words)],
            rows=rows,
            note=note,
            folded=group != "some",
            origins=origins,
        )


def _opened(words: ComparisonWords, opened: int | None, number: int | None) -> Datum:
    """Return the places of a location that is open; in words when it is closed or not offered."""
    if opened is None:
        return Datum(words.say("not_offered"))
    return Datum(number, "places") if opened else Datum(words.say("closed"))


def settings(words: ComparisonWords) -> Grid:
    """Return the settings that are not the same everywhere."""
    rows = [
        [Datum(words.setting_name(row["key"])), *(Datum(words.setting(row["key"], value)) for value in row["values"])]
        for row in words.document["settings"]
    ]
    pins = [option["pins"] for option in words.document["options"]]
    if any(pinned != pins[0] for pinned in pins):
        rows.append([Datum(words.say("pins")), *(Datum("; ".join(map(str, pinned)) or "–") for pinned in pins)])
    heads = [Head(words.say("col_setting")), *(head._replace(numeric=False) for head in _plan_heads(words))]
    note = "" if rows else words.say("settings_same")
    return Grid(name="settings", title=words.say("settings"), heads=heads, rows=rows, note=note)


def positions(words: ComparisonWords, said: Mapping[str, str]) -> Grid:
    """Return what was said at the table and what each plan does with it; `said`: the sentence of each by id."""
    rows = []
    for row in words.document["positions"]:
        cells = [Datum(_honoured(words, *pair)) for pair in zip(row["honoured"], row["given_up"], strict=True)]
        rows.append([Datum(row["party"]), Datum(said.get(row["id"], row["id"])), *cells])
    heads = [Head(words.say("col_party")), Head(words.say("col_said"))]
    heads += [head._replace(numeric=False) for head in _plan_heads(words)]
    return Grid(name="positions", title=words.say("positions"), heads=heads, rows=rows)


def _honoured(words: ComparisonWords, honoured: bool | None, given_up: float | None) -> str:
    if honoured is None:
        return "–"
    return words.say("honoured") if honoured else words.say("missed", amount=given_up or 0)


def _plan_heads(words: ComparisonWords) -> list[Head]:
    return [Head(letter, True, plan=words.option(letter)["title"]) for letter in words.letters]


def _values(words: ComparisonWords, row: Document) -> Cells:
    """Return the values of a row, a star at what is shown as the best unless all are shown the same."""
    shown = [Datum(value, row["unit"]) for value in row["values"]]
    known = [item for item in shown if item.value is not None]
    best = {"least": min, "most": max}.get(row["better"])
    if not best or _all_same([words.written(item) for item in known]):
        return shown
    top = words.written(best(known, key=lambda item: float(item.value or 0)))
    return [item._replace(best=item.value is not None and words.written(item) == top) for item in shown]


def _all_same(values: Sequence[Any]) -> bool:
    return len({value for value in values if value is not None}) < 2
