"""Why there is no plan, or why a task is not met, and the ways out, in sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from regietafel.outputs import notation
from regietafel.outputs.position_sentences import demand_sentence
from regietafel.outputs.report_view import View
from regietafel.outputs.texts_catalogue import by_code

Document = Mapping[str, Any]
TOGETHER = ("cannot_be_kept_together", "cannot_all_be_kept")
AS_MONEY, AS_SHARE = ("budget_below_staying",), ("small_share_above_possible",)
MONEY, EMERGENCY = "euro", "emergency_max "


@dataclass(frozen=True)
class Told:
    """What is said of a conflict.

    Parameters
    ----------
    title : str
        What the section is about.
    reasons : list of str
        Sentences with the numbers that cannot both hold, and what else is to say.
    together : list of tuple
        Per group that cannot be kept together: what it is, and its members.
    ways_title : str
    ways_out : list of list of str
        Per way out its changes.
    """

    title: str
    reasons: list[str]
    together: list[tuple[str, list[str]]]
    ways_title: str
    ways_out: list[list[str]]


def conflict_told(view: View) -> Told | None:
    """Tell the conflict of a plan; None when it has none."""
    found = view.document["outcome"]["conflict"]
    if not found:
        return None
    kind = "shortfall" if view.plan.has_places else "conflict"
    return Told(
        title=view.say(f"page.{kind}"),
        reasons=[_reason(view, part) for part in found["reasons"] if part["code"] not in TOGETHER],
        together=[_together(view, part) for part in found["reasons"] if part["code"] in TOGETHER],
        ways_title=view.say(f"page.{kind}_ways_out"),
        ways_out=[[_change(view, change) for change in way["changes"]] for way in found["ways_out"]],
    )


def _reason(view: View, part: Document) -> str:
    """Say one reason, its numbers in the notation of what they count."""
    code, params = part["code"], dict(part["params"])
    positions = params.pop("positions", None)
    if code in AS_MONEY:
        params = {name: view.money(value) for name, value in params.items()}
    if code in AS_SHARE:
        params |= {name: notation.percentage(params[name], view.lang, 2) for name in ("asked", "possible")}
    if "task" in params:
        params["task"] = view.say(f"task.{params['task']}")
    if positions is not None:
        params["positions"] = notation.listed([_said(view, name) for name in positions], view.lang)
    if positions and code == "large_min_above_offers":
        code = "large_min_above_offers_left"
    if code == "data_contradict" and "about" in params:
        code = "data_contradict_about"
    return by_code("conflict", code, view.spoken(params), view.lang)


def _together(view: View, part: Document) -> tuple[str, list[str]]:
    """Say what cannot be kept together: positions first, then rules."""
    params = part["params"]
    members = [_said(view, name) for name in params["positions"]]
    members += [view.say("conflict.rule", rule=view.spoken({"rule": name})["rule"]) for name in params["rules"]]
    kind = part["code"]
    if kind == "cannot_be_kept_together" and len(members) == 1:
        kind = "cannot_be_kept"
    said = view.say(f"conflict.{kind}")
    if kind == "cannot_be_kept_together" and params["smallest"]:
        said += " " + view.say("conflict.smallest")
    if params.get("about"):
        said += " " + view.say("conflict.about", about=view.spoken({"about": params["about"]})["about"])
    return said, members


def _said(view: View, name: str) -> str:
    """Name a position with its party and its demand; its id alone when the plan does not hold it."""
    position = _position(view, name)
    if position is None:
        return name
    return view.say("conflict.position", id=name, party=position["party"], said=demand_sentence(view, position))


def _position(view: View, name: str) -> Document | None:
    return next((item for item in view.document["positions"] if item["id"] == name), None)


def _change(view: View, change: Document) -> str:
    return _change_of_position(view, change) if change["kind"] == "position" else _change_of_option(view, change)


def _change_of_position(view: View, change: Document) -> str:
    position = _position(view, change["id"])
    demand = position["demand"] if position else "other"
    kind = demand if demand in ("at_most", "location_at_most", "at_least", "location_open") else "other"
    if kind == "location_open" and not change["to"]:
        kind = "location_may_stay_closed"
    said = _said(view, change["id"])
    return view.say(
        f"conflict.change_{kind}", said=said, then=view.number(change["to"]), now=view.number(change["from"])
    )


def _change_of_option(view: View, change: Document) -> str:
    key, _, moment = change["id"].partition(" ")
    what = view.maybe(f"option.{key}.label", key)
    if moment:
        what = view.say("conflict.at", what=what, moment=view.day(moment))
    if isinstance(change["to"], bool):
        return view.say("conflict.change_off", what=what)
    numbers = {name: _number(view, change[value], change["unit"]) for name, value in (("then", "to"), ("now", "from"))}
    unit = "" if change["unit"] == MONEY else view.maybe(f"unit.{change['unit']}", change["unit"])
    if not unit:
        return view.say("conflict.change_number", what=what, **numbers)
    return view.say("conflict.change_option", what=what, unit=unit, **numbers)


def _number(view: View, value: Any, unit: str) -> str:
    return view.money(value) if unit == MONEY else view.value(value)


def ways_as_lines(ways_out: Sequence[Sequence[str]]) -> list[str]:
    """Write ways out as numbered lines of plain text."""
    return [f"{number}. {'; '.join(way)}" for number, way in enumerate(ways_out, 1)]
