"""The fields of a Word template: single figures and words, lists to repeat a row for, and places for whole chapters."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from regietafel.model.scenario import STREAMS, TASKS
from regietafel.outputs import notation, report_notes, report_positions, report_summary, report_tables
from regietafel.outputs.report_content import CHAPTERS
from regietafel.outputs.report_content_plan import members
from regietafel.outputs.report_view import View, at_moment
from regietafel.outputs.texts_catalogue import text
from regietafel.outputs.word_xml import xml_text

if TYPE_CHECKING:
    from regietafel.outputs.documents import Material

MARK = "regietafel "
"""How the place of a chapter is written in a document: no words of a case can look like it."""
ALL, CONTENTS, CHAPTER = "verslag", "inhoud", "hoofdstuk"
WHOLE = {"whole": ALL, "contents": CONTENTS}


class Plain(str):
    """Words that stay words in a template, whatever they hold."""

    __slots__ = ()

    def __html__(self) -> str:
        """Return the words as text in XML, so that nothing in them is taken for a part of the template."""
        return xml_text(self).replace("{", "&#123;").replace("}", "&#125;")


class Spot(str):
    """The place of a chapter; it is not true when the plan has nothing for it."""

    there: bool = True

    def __html__(self) -> str:
        """Return the place as it is: it was made here."""
        return str(self)

    def __bool__(self) -> bool:
        """Whether something comes here."""
        return self.there


def spot(code: str, *, there: bool) -> Spot:
    """Make the place of a chapter, of all chapters or of the table of contents."""
    made = Spot(f'</w:t><w:instrText xml:space="preserve">{MARK}{code}</w:instrText><w:t xml:space="preserve">')
    made.there = there
    return made


def fields_of(material: "Material") -> dict[str, Any]:
    """Return everything that a template may show, by the name of its field.

    Parameters
    ----------
    material : Material
        A plan, also one that says that there is none.

    Returns
    -------
    dict
        Words by field, rows (dicts of words) by list, and places of chapters under ``hoofdstuk``.
    """
    view = material.dutch
    there = {chapter.code for chapter in material.report.chapters}
    found: dict[str, Any] = {name(code): Plain(make(view)) for code, make in SINGLE.items()}
    for kind, rows in LISTS.items():
        found[list_name(kind)] = [
            {row_name(kind, code): Plain(words) for code, words in row.items()} for row in rows(view)
        ]
    found[CHAPTER] = {chapter_name(code): spot(f"chapter {code}", there=code in there) for code in CHAPTERS}
    return found | {word: spot(code, there=True) for code, word in WHOLE.items()}


def sample_fields(marks: str, illustration: str) -> dict[str, Any]:
    """Return a value for everything that a template may show, to try it before there is a plan.

    Words are ``1``, and lists have one row.

    Parameters
    ----------
    marks, illustration : str
        What the two fields with the marks show.
    """
    found: dict[str, Any] = {name(code): Plain("1") for code in SINGLE}
    found |= {name("marks"): Plain(marks), name("illustration"): Plain(illustration)}
    found |= {list_name(kind): [dict.fromkeys(row_names(kind), Plain("1"))] for kind in LISTS}
    found[CHAPTER] = {chapter_name(code): spot(f"chapter {code}", there=True) for code in CHAPTERS}
    return found | {word: spot(code, there=True) for code, word in WHOLE.items()}


def name(code: str) -> str:
    """Return the name of a single field in a template."""
    return text(f"template_field.{code}.name")


def list_name(kind: str) -> str:
    """Return the name of a list in a template."""
    return text(f"template_list.{kind}.name")


def row_name(kind: str, code: str) -> str:
    """Return the name of a field in the rows of a list."""
    own = f"template_row.{kind}_{code}"
    from regietafel.outputs.texts_catalogue import has_text

    return text(own if has_text(own) else f"template_row.{code}")


def chapter_name(code: str) -> str:
    """Return the name of a chapter in a template."""
    return text(f"template_chapter.{code}")


def row_names(kind: str) -> list[str]:
    """Return the names of the fields in the rows of a list."""
    return [row_name(kind, code) for code in ROWS[kind]]


def known_names() -> Mapping[str, Sequence[str] | None]:
    """Return every name that a template may use, and for lists and chapters the names inside them."""
    known: dict[str, Sequence[str] | None] = {name(code): None for code in SINGLE}
    known |= dict.fromkeys(WHOLE.values())
    known |= {list_name(kind): row_names(kind) for kind in LISTS}
    return known | {CHAPTER: [chapter_name(code) for code in CHAPTERS]}


def _total(task: str, what: str) -> Callable[[View], str]:
    """Make what shows a figure of a task at the last moment."""

    def shown(view: View) -> str:
        rows = [row for row in view.document["totals"] if row["task"] == task and row["moment"] == view.last]
        if not rows:
            return view.number(None)
        row = rows[0]
        return view.number(
            {"asked": row["required"], "counts": row["counted"][view.counting]}.get(what, row["shortfall"])
        )

    return shown


def _card(place: int) -> Callable[[View], str]:
    """Make what shows a key figure."""

    def shown(view: View) -> str:
        cards = report_summary.cards(view)
        return str(cards[place]["value"]) if cards else view.number(None)

    return shown


def _of_head(key: str) -> Callable[[View], str]:
    return lambda view: str(report_summary.head(view)[key])


def _marks(view: View) -> str:
    head = report_summary.head(view)
    return " · ".join([*head["marks"], *head["facts"]])


SINGLE: dict[str, Callable[[View], str]] = {
    "title": _of_head("title"),
    "subtitle": _of_head("subtitle"),
    "province": lambda view: view.document["case"]["province"],
    "cycle": lambda view: str(view.document["case"]["cycle"]),
    "scenario": lambda view: view.document["scenario"]["title"] or view.document["scenario"]["name"],
    "version": lambda view: view.document["case"]["version"],
    "stage": lambda view: view.say(f"mark.{view.document['case']['stage']}"),
    "meeting_date": lambda view: view.day(view.document["case"]["meeting_date"]),
    "marks": _marks,
    "illustration": _of_head("illustration"),
    "outcome": _of_head("outcome"),
    "outcome_meaning": _of_head("outcome_meaning"),
    "unfit": _of_head("unfit"),
    "moment": lambda view: view.day(view.last),
    **{f"{what}_{task}": _total(task, what) for task in TASKS for what in ("asked", "counts", "short")},
    "highest_burden": _card(0),
    "cost": _card(1),
    "open_locations": _card(2),
    "people": _card(3),
    "plan_sha256": lambda view: view.document["versions"].get("document_sha256", view.number(None)),
}
"""What shows each single field, by code; its Dutch name stands in the texts."""


def _municipality_rows(view: View) -> Iterator[dict[str, str]]:
    """Give a row per municipality at the last moment."""
    for member in members(view):
        at = at_moment(member, view.last)
        if at:
            yield _municipality(view, member, at)


def _municipality(view: View, member: Any, at: Any) -> dict[str, str]:
    streams = {k: view.number(at["provided"].get(k, 0)) for k in STREAMS}
    return {
        "name": member["name"],
        "code": member["gm_code"],
        "region": member["region"] or view.number(None),
        "inhabitants": view.number(member["inhabitants"]),
        "indicative": view.number(member["indicative"]["value"]),
        "indicative_origin": view.say(f"origin.{member['indicative']['origin']}"),
        "indicative_special": view.number(member["indicative"]["special"]),
        **streams,
        "unhoused": view.number(at["unhoused"]),
        "ratio": view.ratio(at["burden_ratio"]["joint"]),
        "ratio_asylum": view.ratio(at["burden_ratio"]["asylum"]),
        "above": view.number(member["above_indicative"]),
        "residual": view.number(member["residual_task"]),
    }


def _moment_rows(view: View) -> Iterator[dict[str, str]]:
    """Give a row per municipality and moment."""
    for member in members(view):
        for at in member["moments"]:
            streams = {k: view.number(at["provided"].get(k, 0)) for k in STREAMS}
            row = {"name": member["name"], "moment": view.day(at["moment"]), **streams}
            yield row | {"unhoused": view.number(at["unhoused"]), "ratio": view.ratio(at["burden_ratio"]["joint"])}


def _region_rows(view: View) -> Iterator[dict[str, str]]:
    """Give a row per sub-region at the last moment."""
    for region in view.document["regions"]:
        at = at_moment(region, view.last)
        if at:
            streams = {k: view.number(at["provided"].get(k, 0)) for k in STREAMS}
            row = {"name": region["region"], "indicative": view.number(region["indicative"]["value"]), **streams}
            yield row | {"ratio": view.ratio(at["burden_ratio"]["joint"])}


def _task_rows(view: View) -> Iterator[dict[str, str]]:
    """Give a row per task and moment."""
    for row in sorted(view.document["totals"], key=report_summary.task_order):
        yield {
            "task": view.say(f"task.{row['task']}"),
            "moment": view.day(row["moment"]),
            "asked": view.number(row["required"]),
            "placed": view.number(row["placed"]),
            "counts_plan": view.number(row["counted"]["plan"]),
            "counts_durable": view.number(row["counted"]["durable"]),
            "short": view.number(row["shortfall"]),
        }


def _location_rows(view: View) -> Iterator[dict[str, str]]:
    """Give a row per open location and moment."""
    for offer in view.document["locations"]:
        for at in offer["moments"]:
            if at["opened"]:
                yield {
                    "municipality": view.municipality(offer["gm_code"]),
                    "name": offer["name"],
                    "type": offer["type"],
                    "status": view.say(f"status.{offer['status']}"),
                    "moment": view.day(at["moment"]),
                    **{k: view.number(at["places"].get(k, 0)) for k in STREAMS},
                }


def _of_table(make: Callable[[View], Any], codes: Sequence[str]) -> Callable[[View], list[dict[str, str]]]:
    """Make what gives the rows of a table of the page, its first columns by these codes."""

    def rows(view: View) -> list[dict[str, str]]:
        table = make(view)
        found = [] if table is None else table.rows
        return [{code: cell.shown for code, cell in zip(codes, row, strict=False)} for row in found]

    return rows


def _message_rows(view: View) -> Iterator[dict[str, str]]:
    """Give a row per thing that stands before a decision."""
    for item in report_notes.unfit(view):
        yield {"what": item["message"], "where": item["where"], "do": item["what_to_do"], "who": item["who"]}


def _grant_rows(view: View) -> list[dict[str, str]]:
    return _of_table(report_tables.grants, ("grant", "article", "receiver", "amount"))(view)


def _cost_rows(view: View) -> Iterator[dict[str, str]]:
    """Give a row per municipality with its cost over the cycle."""
    for code, amount in view.document["costs"].get("by_municipality", {}).items():
        yield {"municipality": view.municipality(code), "amount": notation.money(amount, view.lang)}


ROWS: dict[str, tuple[str, ...]] = {
    "municipalities": (
        *("name", "code", "region", "inhabitants", "indicative", "indicative_origin", "indicative_special", *STREAMS),
        *("unhoused", "ratio", "ratio_asylum", "above", "residual"),
    ),
    "municipality_moments": ("name", "moment", *STREAMS, "unhoused", "ratio"),
    "regions": ("name", "indicative", *STREAMS, "ratio"),
    "tasks": ("task", "moment", "asked", "placed", "counts_plan", "counts_durable", "short"),
    "locations": ("municipality", "name", "type", "status", "moment", *STREAMS),
    "exchanges": ("from", "to", "exchanged", "against", "stage"),
    "positions": ("party", "position", "planned", "kept"),
    "costs": ("municipality", "amount"),
    "grants": ("grant", "article", "receiver", "amount"),
    "unfit_items": ("what", "where", "do", "who"),
}
"""The fields of the rows of each list, by code."""

LISTS: dict[str, Callable[[View], Any]] = {
    "municipalities": _municipality_rows,
    "municipality_moments": _moment_rows,
    "regions": _region_rows,
    "tasks": _task_rows,
    "locations": _location_rows,
    "exchanges": _of_table(report_tables.exchanges, ROWS["exchanges"]),
    "positions": _of_table(report_positions.positions, ROWS["positions"]),
    "costs": _cost_rows,
    "grants": _grant_rows,
    "unfit_items": _message_rows,
}
