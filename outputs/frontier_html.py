"""The page of a trade-off, `afweging.html`: self-contained, under the same strict content policy as the report."""

from functools import partial
from typing import Any

from regietafel.model.plan import Plan
from regietafel.outputs.frontier_drawing import draw_frontier, legend
from regietafel.outputs.frontier_words import Document, FrontierWords
from regietafel.outputs.report_html import asset, environment, on_every_sheet, policy, say
from regietafel.outputs.report_summary import head
from regietafel.outputs.report_view import Cell, Column, Table, View

NUMBERS = ("best", "bound", "step", "merged")


def render_frontier(document: Document, plan: Plan, lang: str) -> str:
    """Return the page of a trade-off as the text of one HTML file.

    Parameters
    ----------
    document : mapping
        As `afweging.json`.
    plan : Plan
        Any plan of the same case, from which stage, version and origins are known.
    lang : str
        Language of the page.
    """
    words, view = FrontierWords(document, lang), View(plan, lang)
    style = asset("rapport.css") + asset("afweging.css") + on_every_sheet(view)
    script = asset("rapport.js")
    about = {"lang": lang, "t": partial(say, lang), "style": style, "script": script, "policy": policy(style, script)}
    page = environment().get_template("afweging.html.j2")
    return page.render(**about, **_parts(words, view)) + "\n"


def _parts(words: FrontierWords, view: View) -> dict[str, Any]:
    document, aims = words.document, words.aims
    marks, (outcome, meaning) = head(view), words.outcome()
    scenario = document["scenario"]
    title = words.say("title", province=document["case"]["province"])
    subtitle = words.say(
        "subtitle",
        cycle=str(document["case"]["cycle"]),
        scenario=scenario["title"] or scenario["name"],
        aims=[words.aim(aim) for aim in aims],
    )
    pairs = [(aims[0], other) for other in aims[1:]]
    return {
        "head": {key: marks[key] for key in ("marks", "facts", "illustration", "unfit")},
        "title": title,
        "subtitle": subtitle,
        "complete": document["outcome"]["status"] == "complete",
        "outcome": outcome,
        "meaning": meaning,
        "kept": words.kept(),
        "about": _about(words),
        "pictures": [draw_frontier(words, x, y) for x, y in pairs if document["points"]],
        "legend": legend(words),
        "sentences": [words.point(point["number"]) for point in document["points"]],
        "present": words.present(),
        "aims": _aims(words),
        "points": _points(words),
    }


def _about(words: FrontierWords) -> str:
    """Say how a picture is read; nothing is promised of a search that is not finished."""
    if words.is_stopped:
        return words.say("picture_about_stopped")
    return words.say("picture_about" if len(words.aims) == 2 else "picture_about_three")


def _aims(words: FrontierWords) -> Table:
    """Return the table of the aims: best by itself, proven limit, step, and what merging adds."""
    columns = [
        Column(words.say("col_aim")),
        *(Column(words.say(f"col_{name}"), True) for name in NUMBERS),
    ]
    rows = [
        [
            Cell(words.aim(aim)),
            *(Cell("" if aim[name] is None else _exact(words, aim, aim[name])) for name in NUMBERS),
        ]
        for aim in words.aims
    ]
    return Table(caption=words.say("aims_table"), columns=columns, rows=rows)


def _exact(words: FrontierWords, aim: Document, value: float) -> str:
    """Write a value in full: a step is smaller than what a value is rounded to."""
    from regietafel.outputs import notation

    if aim["unit"] == "euro":
        return notation.money(value, words.lang)
    return notation.number(value, words.lang, 4)


def _points(words: FrontierWords) -> Table:
    """Return the table of all points."""
    columns = [Column(words.say("col_point")), *(Column(words.aim(aim), True) for aim in words.aims)]
    columns += [Column(words.say("col_mark")), Column(words.say("col_folder"))]
    rows = []
    for point in words.document["points"]:
        values = [
            Cell(_exact(words, aim, point["values"][aim["key"]]), point["values"][aim["key"]]) for aim in words.aims
        ]
        mark = words.say("mark_knee") if words.document["knee"] == point["number"] else ""
        star = "" if point["proven"] else " *"
        rows.append([Cell(f"{point['number']}{star}", point["number"]), *values, Cell(mark), Cell(point["folder"])])
    return Table(caption=words.say("table"), columns=columns, rows=rows, sortable=True, note=words.say("table_note"))
