"""Chapters of the written report on what it rests on: summary, conflict, assumptions, locations, method, versions."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from regietafel.model.option_labels import VALUE_WORDS
from regietafel.outputs import (
    method_page,
    report_locations,
    report_notes,
    report_positions,
    report_summary,
    report_view,
)
from regietafel.outputs.conflict_text import conflict_told
from regietafel.outputs.pictures import Picture
from regietafel.outputs.report_blocks import Block, Column, Heading, PictureBlock, Table, listed, said
from regietafel.outputs.report_content_tables import from_view
from regietafel.outputs.report_view import View, words

PICTURE_SHARE = 0.5
OPENED = 4
"""The cell of a location that says how many are open."""


def summary(view: View) -> Iterator[Block]:
    """Tell the outcome, the key figures, and what is not yet fit for a decision."""
    head = report_summary.head(view)
    yield said(f"{head['outcome']}. {head['outcome_meaning']}", "lead")
    if head["illustration"]:
        yield said(view.say("report_summary.illustration"), "warning")
    if head["start"]:
        yield said(head["start"])
    if view.plan.has_places:
        yield _tasks(view)
        yield _key_figures(view)
    said_of_positions = report_positions.summary(view) if view.plan.has_places else []
    if said_of_positions:
        yield listed(said_of_positions)
    yield Heading(view.say("report_summary.unfit"))
    yield from _unfit(view)


def _tasks(view: View) -> Table:
    """Return the tasks at the last moment: asked, counted, and whether that is enough."""
    columns = [
        report_view.Column(view.say("page.col_task")),
        report_view.Column(view.say("page.col_required"), numeric=True),
        report_view.Column(view.say("page.counts"), numeric=True, origin="computed"),
        report_view.Column(view.say("report_summary.col_verdict")),
    ]
    rows = [
        [
            words(card["task"]),
            report_view.Cell(card["required"], origin=card["required_origin"]),
            report_view.Cell(card["counted"]),
            words(card["verdict"]),
        ]
        for card in report_summary.task_cards(view)
    ]
    caption = view.say("page.tasks", date=view.last)
    return from_view(view, report_view.Table(caption=caption, columns=columns, rows=rows))


def _key_figures(view: View) -> Table:
    columns = tuple(
        Column(view.say(f"report_summary.col_{name}"), numeric=name == "value")
        for name in ("figure", "value", "note", "origin")
    )
    rows = tuple(
        (card["label"], card["value"], card["note"], view.say(f"origin.{card['origin']}"))
        for card in report_summary.cards(view)
    )
    return Table(view.say("report_summary.figures"), columns, rows)


def _unfit(view: View) -> Iterator[Block]:
    items = report_notes.unfit(view)
    if not items:
        yield said(view.say("report_summary.fit"))
        return
    yield said(view.say("report_summary.unfit_lead", number=len(items)), "lead")
    yield listed([item["message"] for item in items])
    yield said(view.say("report_summary.unfit_where"))


def conflict(view: View) -> Iterator[Block]:
    """Tell why there is no plan, or why a task is not met, and the ways out; nothing when neither is so."""
    told = conflict_told(view)
    if told is None:
        return
    if told.reasons:
        yield listed(told.reasons)
    for about, parts in told.together:
        yield said(about)
        yield listed(parts)
    if told.ways_out or told.without_ways:
        yield Heading(told.ways_title)
    for number, way in enumerate(told.ways_out, 1):
        yield Heading(view.say("report_conflict.way", number=number), 3)
        yield listed(way)
    for reason in told.without_ways:
        yield said(reason)


def assumptions(view: View) -> Iterator[Block]:
    """Tell assumptions, estimates, waivers and warnings, and which options were changed."""
    items = report_notes.unfit(view)
    if items:
        yield Heading(view.say("page.meeting", number=len(items)))
        names = ("what", "where", "do", "who")
        columns = tuple(Column(view.say(f"report_assumptions.col_{name}")) for name in names)
        rows = tuple((item["message"], item["where"], item["what_to_do"], item["who"]) for item in items)
        yield Table(view.say("report_assumptions.table"), columns, rows)
    for group in report_notes.messages(view):
        yield Heading(group["title"])
        yield listed([_with_places(item) for item in group["sentences"]])
    changed = _in_dutch_words(view, report_notes.options(view, changed=True))
    yield Heading(view.say("page.options_title"))
    yield from_view(view, changed) if changed.rows else said(view.say("page.options_default"))
    yield said(view.say("report_assumptions.origins"))
    yield listed([f"{view.say(f'origin.{o}')}: {view.say(f'origin_meaning.{o}')}" for o in report_view.ORIGINS])


def _in_dutch_words(view: View, table: report_view.Table) -> report_view.Table:
    """Return the table of options without their keys, and with the Dutch words of values that are words."""
    rows = []
    for label, setting, *others in table.rows:
        words_of = {value: word for word, value in VALUE_WORDS.get(label.more, {}).items()}
        said_as = words_of.get(setting.shown, setting.shown)
        if label.more == "fairness":
            # "none" is a value of other options too, and there it is no norm.
            said_as = view.maybe(f"norm.{setting.shown}.title", said_as)
        shown = said_as if label.more in VALUE_WORDS else setting.shown
        rows.append([label._replace(more=""), setting._replace(shown=shown), *others])
    return replace(table, rows=rows)


def _with_places(item: dict[str, str]) -> str:
    return f"{item['said']} ({item['places']})" if item["places"] else item["said"]


def locations(view: View) -> Iterator[Block]:
    """Tell every location that is open at some moment, in one table."""
    yield said(view.say("report_locations.lead"))
    yield from_view(view, _open_locations(view))
    opened = [any(at["opened"] for at in offer["moments"]) for offer in view.document["locations"]]
    if not all(opened):
        yield said(view.say("report_locations.unused", number=opened.count(False)))


def _open_locations(view: View) -> report_view.Table:
    """Return the locations of all hosts as one table: the type under the name, the hub among the remarks."""
    found = [(host.name, cells) for host in report_locations.hosts(view) for cells in host.rows]
    heads = report_locations.location_columns(view)
    several = any(float(cells[OPENED].key) > 1 for _, cells in found)
    kept = [place for place in range(2, len(heads)) if place != OPENED or several]
    rows = [
        [
            words(title),
            cells[0]._replace(more=cells[1].shown),
            *(cells[place] for place in kept),
            words(cells[0].more),
        ]
        for title, cells in found
    ]
    columns = [
        report_view.Column(view.say("page.col_municipality")),
        heads[0],
        *(heads[place] for place in kept),
        report_view.Column(view.say("page.col_remark")),
    ]
    return report_view.Table(caption=view.say("report_locations.table"), columns=columns, rows=rows)


def method(view: View, pictures: Mapping[str, Picture]) -> Iterator[Block]:
    """Explain the method: the method page, its own sections as headings of this chapter."""
    for part in method_page.method_parts(view.lang, alone=True):
        yield _part(part, pictures)


def _part(part: method_page.Part, pictures: Mapping[str, Picture]) -> Block:
    """Return one part of the method page as a block of the report."""
    if isinstance(part, method_page.Heading):
        return Heading(part.words)
    if isinstance(part, method_page.Paragraph):
        return said(part.words)
    if isinstance(part, method_page.Points):
        return listed(part.items)
    if isinstance(part, method_page.Grid):
        first = len(part.columns) - part.numeric
        columns = tuple(Column(label, n >= first) for n, label in enumerate(part.columns))
        return Table(part.caption, columns, part.rows)
    name = f"methode-{part.number}"
    drawn = pictures.get(name) or Picture(name, part.title, part.alternative, part.svg)
    return PictureBlock(drawn, f"{part.title}. {part.caption}", PICTURE_SHARE)


def versions(view: View) -> Iterator[Block]:
    """Tell versions and the hashes of what was read."""
    yield said(view.say("report_versions.lead"))
    yield from_view(view, report_notes.versions(view))
    parts: list[tuple[str, Any]] = [("reference", view.document["case"]["reference"])]
    parts.append(("parent", view.document["case"]["parent"]))
    known = [(name, about["plan_sha256"]) for name, about in parts if about]
    if known:
        yield listed([view.say(f"report_versions.{name}", sha256=digest) for name, digest in known])
    yield said(view.say("page.footer"), "note")
