"""The part of the report on positions: a table, and what positions and fairness cost each other."""

from typing import Any

from regietafel.outputs import notation
from regietafel.outputs.position_sentences import demand_sentence, kept_sentence, planned_sentence
from regietafel.outputs.report_view import Cell, Column, Table, View, words

DIGITS = 4


def positions(view: View) -> Table | None:
    """Return what was said and what becomes of it; None when nobody said anything."""
    said = view.document["positions"]
    if not said:
        return None
    costs = any(item["cost"] is not None for item in said)
    columns = [
        Column(view.say("position.col_party")),
        Column(view.say("position.col_said")),
        Column(view.say("position.col_planned"), origin="computed"),
        Column(view.say("position.col_kept"), origin="computed"),
        *([Column(view.say("position.col_cost"), True, "computed")] if costs else []),
    ]
    rows = [_position(view, item, costs=costs) for item in said]
    note = view.say("position.cost_note") if costs else ""
    anchors = [f"p-{place}" for place in range(len(rows))]
    caption = view.say("position.caption")
    return Table(caption=caption, columns=columns, rows=rows, anchors=anchors, sortable=True, note=note)


def _position(view: View, item: dict[str, Any], *, costs: bool) -> list[Cell]:
    hard = view.say("position.hard") if item["non_negotiable"] else ""
    cost = Cell(view.number(item["cost"], DIGITS), -1.0 if item["cost"] is None else item["cost"])
    return [
        words(f"{item['party']} ({item['id']})"),
        words(demand_sentence(view, item))._replace(more=hard),
        words(planned_sentence(view, item)),
        Cell(kept_sentence(view, item), float(item["given_up"] or 0)),
        *([cost] if costs else []),
    ]


def prices(view: View) -> list[str]:
    """Say what the positions cost in fairness, and fairness in positions, as far as it was worked out."""
    found = {(item["of"], item["in"]): item for item in view.document["fairness"].get("price", [])}
    said = []
    if ("positions", "fairness") in found:
        said.append(_of_positions(view, found["positions", "fairness"]))
    if ("fairness", "places") in found:
        said.append(_of_fairness(view, found["fairness", "places"], found["positions_first", "fairness"]))
    return said


def _of_positions(view: View, price: dict[str, Any]) -> str:
    if price["amount"] is None:
        return view.say("price.positions_unknown")
    kind = "positions" if price["amount"] > price["gap"] else "positions_free"
    numbers = {name: _measured(view, price[name]) for name in ("with", "without", "amount", "gap")}
    return view.say(f"price.{kind}", **numbers)


def _of_fairness(view: View, places: dict[str, Any], fairness: dict[str, Any]) -> str:
    if places["amount"] is None:
        return view.say("price.fairness_unknown")
    if places["with"] == places["without"]:
        return view.say("price.fairness_free")
    return view.say(
        "price.fairness",
        given_up=places["with"],
        given_up_first=places["without"],
        fair=_measured(view, fairness["without"]),
        unfair=_measured(view, fairness["with"]),
    )


def _measured(view: View, value: float | None) -> str:
    """Write a value of the measure of fairness."""
    return "–" if value is None else notation.fixed(value, view.lang, DIGITS)


def summary(view: View) -> list[str]:
    """Say in one line how many positions the plan follows; nothing when nobody said anything."""
    said = view.document["positions"]
    if not said:
        return []
    kept = sum(item["honoured"] for item in said)
    places = sum(item["given_up"] for item in said)
    return [view.say("position.summary", kept=kept, total=len(said), places=places)]
