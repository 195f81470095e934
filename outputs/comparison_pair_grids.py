"""The tables of a comparison about pairs of plans, and the ranking of an index."""

from collections.abc import Iterator

from regietafel.model.figures.key_figures import AT, FIGURES
from regietafel.outputs import notation
from regietafel.outputs.comparison_grids import Cells, Document, Grid, Head
from regietafel.outputs.comparison_words import ComparisonWords, Datum, sentence_case


def pair_grids(words: ComparisonWords, item: Document) -> Iterator[Grid]:
    """Yield what differs between two plans: key figures, municipalities, locations."""
    ends = [Head(words.plan(item[end]), True, end) for end in ("from", "to")]
    rows: list[Cells] = [
        [Datum(words.figure(row["name"])), Datum(row["before"], row["unit"]), Datum(row["after"], row["unit"])]
        for row in item["figures"]
    ]
    title = words.say("pair_figures_table")
    yield Grid(name="pair_figures", title=title, heads=[Head(words.say("col_figure")), *ends], rows=rows)
    rows = [
        [
            Datum(row["name"]),
            *(Datum(value, "places") for value in row["places"]),
            *(Datum(value, "burden") for value in row["ratio"]),
        ]
        for row in item["municipalities"]
    ]
    both = [
        Head(words.say(f"col_{kind}", plan=words.plan(item[end])), True, f"{kind}_{end}")
        for kind in ("places_of", "burden_of")
        for end in ("from", "to")
    ]
    heads, title = [Head(words.say("col_municipality")), *both], words.say("pair_municipalities")
    yield Grid(name="pair_municipalities", title=title, heads=heads, rows=rows)
    names = {row["gm_code"]: row["name"] for row in words.document["municipalities"]}
    rows = [
        [
            Datum(row["name"]),
            Datum(names.get(row["gm_code"], row["gm_code"])),
            Datum(notation.listed([words.say(f"kind_{kind}") for kind in row["kinds"]], words.lang)),
            *(Datum(value, "places") for value in row["places"]),
        ]
        for row in item["locations"]
    ]
    heads = [Head(words.say(f"col_{name}")) for name in ("location", "municipality", "what")]
    yield Grid(name="pair_locations", title=words.say("pair_locations"), heads=[*heads, *ends], rows=rows)


def difference_grids(words: ComparisonWords) -> Iterator[Grid]:
    """Yield what differs between pairs of plans in three tables of all pairs: figures, municipalities, locations."""
    found: dict[str, tuple[Grid, list[Cells]]] = {}
    for item in words.document["differences"]:
        pair = f"{words.plan(item['from'])} - {words.plan(item['to'])}"
        for grid in pair_grids(words, item):
            _, rows = found.setdefault(grid.name, (grid, []))
            rows += [[Datum(pair), *cells] for cells in grid.rows]
    for name, (grid, rows) in found.items():
        heads = [Head(words.say("col_pair")), *(_general(words, head) for head in grid.heads)]
        yield Grid(name=name, title=grid.title, heads=heads, rows=rows)


def _general(words: ComparisonWords, head: Head) -> Head:
    """Return a head that fits every pair: the plan of before, and the one of after."""
    return head._replace(label=words.say(f"col_{head.kind}")) if head.kind else head


def ranking(words: ComparisonWords, found: Document) -> Grid:
    """Return a ranking as a table; `found` as `ranking_document` gives it."""
    rows = [
        [
            Datum(str(number)),
            Datum(row["scenario"]),
            Datum(row["folder"]),
            *(Datum(row["values"][name], FIGURES[name.partition(AT)[0]].unit) for name in found["columns"]),
            Datum(words.status(row)),
        ]
        for number, row in enumerate(found["rows"], 1)
    ]
    heads = [Head(words.say(f"col_{name}")) for name in ("rank", "scenario", "folder")]
    heads += [Head(_column(words, name), True) for name in found["columns"]]
    heads.append(Head(words.say("col_status")))
    return Grid(name="ranking", title=words.say("ranking"), heads=heads, rows=rows)


def _column(words: ComparisonWords, name: str) -> str:
    """Name a column in few signs: the short word of a figure, and its moment."""
    figure, _, moment = name.partition(AT)
    return f"{sentence_case(words.aim(figure))} {notation.short_day(moment, words.lang) if moment else ''}".strip()
