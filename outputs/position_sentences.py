"""A position as a sentence: what was said, and what the plan gives."""

from collections.abc import Mapping
from typing import Any

from regietafel.outputs import notation
from regietafel.outputs.report_view import View

Said = Mapping[str, Any]


def demand_sentence(view: View, position: Said) -> str:
    """Say what a position asks: ``gemeente Havenmonde: ten hoogste 450 plekken voor asiel``."""
    subject, demand = position["subject"], position["demand"]
    kind = "only_if_none" if demand == "only_if" and not position["places"] else demand
    form = subject["form"]
    said = view.say(
        f"position_said.{kind}",
        where=_where(view, subject["location_id"], subject["gm_codes"], None if demand == "no_form" else form),
        other=_where(view, subject["other_location_id"], _codes(subject["other_gm_code"]), form),
        places=view.number(position["places"]),
        other_places=view.number(subject["other_places"]),
        what=view.say(f"position_stream.{subject['stream']}"),
        form=view.say(f"position_form.{form}") if form else "",
    )
    if subject["moment"]:
        said = view.say("position_where.at", said=said, moment=view.day(subject["moment"]))
    return view.say("position_where.with_existing", said=said) if subject["also_existing"] else said


def _codes(code: str | None) -> list[str]:
    return [code] if code else []


def _where(view: View, location_id: str | None, codes: list[str], form: str | None) -> str:
    """Name a side: its location, else its municipalities or the province, and the form of the locations meant."""
    if location_id:
        return _location(view, location_id)
    kind = "province" if not codes else "municipality" if len(codes) == 1 else "municipalities"
    names = notation.listed([view.municipality(code) for code in codes], view.lang)
    where = view.say(f"position_where.{kind}", names=names)
    return view.say("position_where.form", where=where, form=view.say(f"position_form.{form}")) if form else where


def _location(view: View, location_id: str) -> str:
    """Name a location with its municipality; by its id where there is no plan that describes it."""
    if location_id not in view.offers:
        return view.location(location_id)
    town = view.municipality(view.offers[location_id]["gm_code"])
    return view.say("position_where.location", name=view.location(location_id) or location_id, municipality=town)


def planned_sentence(view: View, position: Said) -> str:
    """Say what the plan gives: one number, or one per moment where they differ."""
    numbers = {at["moment"]: _number(view, position["demand"], at) for at in position["planned"]}
    if len(set(numbers.values())) <= 1:
        return next(iter(numbers.values()), "–")
    parts = [view.say("position_planned.at", number=n, moment=view.day(t)) for t, n in numbers.items()]
    return notation.listed(parts, view.lang)


def _number(view: View, demand: str, at: Said) -> str:
    places = view.number(at["places"])
    if at["other_places"] is not None:
        return view.say("position_planned.sides", places=places, other_places=view.number(at["other_places"]))
    if demand in ("no_form", "location_closed") and at["opened"]:
        return view.say("position_planned.open", places=places, opened=view.number(at["opened"]))
    return view.say("position_planned.number", places=places)


def kept_sentence(view: View, position: Said) -> str:
    """Say whether the plan follows a position, or by how much it is given up; a dash without a plan."""
    if position["honoured"] is None:
        return "–"
    given_up = view.say("position.given_up", places=position["given_up"])
    return view.say("position.kept") if position["honoured"] else given_up
