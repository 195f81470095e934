"""What the report says about a plan: what stands before the table, assumptions and warnings, options, versions."""

from typing import Any

from regietafel.model.meeting import FOR_MEETING, for_meeting
from regietafel.outputs.meeting_text import meeting_words
from regietafel.outputs.report_view import Column, Table, View, words
from regietafel.outputs.table_words import where
from regietafel.outputs.texts_catalogue import by_code


def unfit_mark(view: View) -> str:
    """Say how many things stand between the case and the table, as `check --for-meeting` counts them; or nothing."""
    count = len(for_meeting(view.document["messages"]))
    return view.say("page.unfit", number=count) if count else ""


def unfit(view: View) -> list[dict[str, str]]:
    """Return in words what stands between the case and the table, and who can mend it."""
    items = for_meeting(view.document["messages"])
    return [meeting_words(item, view.spoken(dict(item.params)), view.lang) for item in items]


def messages(view: View) -> list[dict[str, Any]]:
    """Return assumptions, waivers and warnings that a decision can live with; the same sentence about places once."""
    found: dict[str, dict[str, list[str]]] = {level: {} for level in ("warning", "waiver", "assumption")}
    for message in (item for item in view.document["messages"] if item["code"] not in FOR_MEETING):
        said = by_code("message", message["code"], view.spoken(message["params"]), view.lang)
        place = where(message["where"], view.document)
        places = found[message["level"]].setdefault(said, [])
        if place and place not in places:
            places.append(place)
    return [
        {
            "title": view.say(f"page.{level}s", number=len(sentences)),
            "sentences": [{"said": said, "places": ", ".join(places)} for said, places in sentences.items()],
        }
        for level, sentences in found.items()
        if sentences
    ]


def options(view: View, changed: bool) -> Table:
    """Return the options that differ from their default, or all."""
    columns = [
        Column(view.say(f"page.col_{name}")) for name in ("option", "setting", "unit", "meaning", "value_origin")
    ]
    rows = [
        [
            words(view.maybe(f"option.{key}.label", key))._replace(more=key),
            words(option_value(view, key, about["value"])),
            words(view.say(f"unit.{about['unit']}") if about["unit"] else " "),
            words(view.maybe(f"option.{key}.help", " ")),
            words(view.say(f"value_origin.{about['origin']}")),
        ]
        for key, about in view.document["scenario"]["options"].items()
        if not changed or about["origin"] != "default"
    ]
    return Table(caption=view.say("page.options_changed" if changed else "page.options"), columns=columns, rows=rows)


def option_value(view: View, key: str, value: Any) -> str:
    """Write a value in words: of a list of aims or keys each by its name."""
    if value is None:
        return view.say("page.off")
    if isinstance(value, list):
        name = "distribution_key.{}" if key == "regret_keys" else "tier.{}.title"
        return view.value([view.maybe(name.format(part), view.value(part)) for part in value])
    return view.value(value)


def versions(view: View) -> Table:
    """Return versions, and the tables that were read with their hashes."""
    columns = [Column(view.say("page.col_what")), Column(view.say("page.col_version"))]
    rows = [[words(name), words(written)] for name, written in view.document["versions"].items()]
    rows += [
        [words(f"{item['table']} ({item['file']})"), words(item["sha256"])] for item in view.document["case"]["inputs"]
    ]
    return Table(caption=view.say("page.versions"), columns=columns, rows=rows)
