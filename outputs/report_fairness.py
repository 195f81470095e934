"""The part of the report on fairness: what it costs, the norm table, and who carries more or less than the key."""

from collections import Counter
from typing import Any

from regietafel.outputs import notation, report_drawing
from regietafel.outputs.fairness_tables import verdict
from regietafel.outputs.report_view import Cell, Column, Table, View, plain, words

DIGITS = 4
NO_NORM = "none"
VALUE_FORMS = {"minimax": "times", "leximin": "times", "regret": "above"}
SIGNS = {"more": "▲ +", "less": "▽ -", "equal": ""}

Row = dict[str, Any]


def section(view: View) -> dict[str, Any]:
    """Return everything the section on fairness shows."""
    norm = view.document["fairness"]["norm"]
    aimed = "fairness" in view.document["scenario"]["tier_order"]
    title = view.say(f"norm.{norm}.title")
    return {
        "lead": view.say("fair.lead", norm=title) if aimed else view.say("fair.lead_none"),
        "prices": [*prices(view), *_own_cost(view)] if aimed else [],
        "norms": norms(view),
        "counts": counts(view),
        "gains": gains(view),
    }


def norm_value(view: View, norm: str, value: float | None) -> str:
    """Write a value of a norm as people read it: times the share, a percentage above the best, or a bare number."""
    if value is None:
        return "–"
    return view.say(f"fair_value.{VALUE_FORMS.get(norm, 'plain')}", number=_number(view, norm, value))


def _number(view: View, norm: str, value: float) -> str:
    """Write a value of a norm without its unit."""
    if VALUE_FORMS.get(norm) == "above":
        return notation.percentage(value, view.lang, 2)
    return notation.fixed(value, view.lang, DIGITS)


def prices(view: View) -> list[str]:
    """Say what the norm of the plan costs in money, and what its last step costs."""
    found = {item["of"]: item for item in view.document["fairness"]["price"] if item["in"] == "cost"}
    order = view.document["scenario"]["tier_order"]
    if "cost" not in order[order.index("fairness") :]:
        return [view.say("fair.no_cost")]
    if "norm" not in found:
        return [view.say("fair.norm_unknown")]
    return [*_norm_price(view, found["norm"]), *_last_step(view, found["last_step"])]


def _own_cost(view: View) -> list[str]:
    """Say that the plan itself costs something else than the cheapest plan with its norm, when that can be seen."""
    found = [item for item in view.document["fairness"]["price"] if (item["of"], item["in"]) == ("norm", "cost")]
    if not found or found[0]["amount"] is None:
        return []
    plan = notation.large_money(view.document["costs"]["over_cycle"], view.lang)
    cheapest = _amounts(view, found[0])["with"]
    return [view.say("fair.plan_cost", plan=plan, **{"with": cheapest})] if plan != cheapest else []


def _norm_price(view: View, price: Row) -> list[str]:
    if price["amount"] is None:
        return [view.say("fair.norm_unknown")]
    form = "fair.norm" if price["amount"] > price["gap"] else "fair.norm_free"
    said = [view.say(form, **_amounts(view, price))]
    free, own = _row(view, NO_NORM), _own(view)
    if free and own and free["value"] is not None:
        values = {"without": norm_value(view, own["norm"], free["value"]), "value": _value(view, own)}
        said.append(view.say("fair.unfair", **values))
    return said


def _last_step(view: View, price: Row) -> list[str]:
    own = _own(view)
    if own is None or own["best"] is None:
        return []
    ends = _ends(view, own)
    if ends["value"] == _number(view, own["norm"], own["best"]):
        return [view.say("fair.no_last_step", best=ends["best"])]
    if price["amount"] is None:
        form = "last_step_unknown" if price["without"] is None else "last_step_impossible"
        return [view.say(f"fair.{form}", **ends)]
    form = "fair.last_step" if price["amount"] > price["gap"] else "fair.last_step_free"
    return [view.say(form, **ends, **_amounts(view, price))]


def _ends(view: View, own: Row) -> dict[str, str]:
    """Write where the last step begins and ends, the unit once."""
    return {"value": _number(view, own["norm"], own["value"]), "best": norm_value(view, own["norm"], own["best"])}


def _amounts(view: View, price: Row) -> dict[str, str]:
    written = {name: notation.large_money(price[name], view.lang) for name in ("with", "without", "amount", "gap")}
    certain = view.say("fair.certain", gap=written["gap"]) if round(price["gap"]) else view.say("fair.exact")
    return {**written, "certain": certain}


def _value(view: View, row: Row) -> str:
    return norm_value(view, row["norm"], row["value"])


def _row(view: View, norm: str) -> Row | None:
    rows: list[Row] = view.document["fairness"]["norms"]
    return next((row for row in rows if row["norm"] == norm), None)


def _own(view: View) -> Row | None:
    """Return the row of the plan's own norm on its first ratio."""
    return _row(view, view.document["fairness"]["norm"])


def norms(view: View) -> Table:
    """Return every norm measured on this plan, beside its own best and what it costs."""
    rows: list[Row] = view.document["fairness"]["norms"]
    costs = any(row["cost"] is not None for row in rows)
    columns = [
        Column(view.say("fair.col_norm")),
        *(Column(view.say(f"fair.col_{name}"), True, "computed") for name in ("value", "best", "distance")),
        *(Column(view.say(f"fair.col_{name}"), True, view.cost_origin) for name in ("cost", "more") if costs),
    ]
    shown = [row for row in rows if row["norm"] != NO_NORM or row["cost"] is not None]
    cells = [_norm(view, row, costs=costs) for row in shown]
    return Table(caption=view.say("fair.norms"), columns=columns, rows=cells, note=_norms_note(view, rows))


def _norm(view: View, row: Row, *, costs: bool) -> list[Cell]:
    free = _row(view, NO_NORM)
    more = None
    if free and free["cost"] is not None and row["cost"] is not None and row is not free:
        more = max(0.0, row["cost"] - free["cost"])
    about = [view.say(f"norm.{row['norm']}.meaning")]
    about += [_first_difference(view, row)] if row["first_difference"] else []
    about = [view.say("fair.own"), *about] if _is_own(view, row) else about
    name = view.say(f"norm.{row['norm']}.title")
    several = row["on"] and "," in view.document["fairness"]["on"]
    name = f"{name} ({view.say('fair.on_' + row['on'])})" if several else name
    value = "–" if row is free else _value(view, row)
    return [
        words(name)._replace(more=" · ".join(about)),
        Cell(value, row["value"] or 0.0),
        Cell(_best(view, row), row["best"] or row["bound"] or 0.0),
        Cell(_distance(view, row), row["distance"] or 0.0),
        *([_money(view, row["cost"]), _money(view, more)] if costs else []),
    ]


def _is_own(view: View, row: Row) -> bool:
    own: bool = row["norm"] == view.document["fairness"]["norm"]
    return own and "fairness" in view.document["scenario"]["tier_order"]


def _distance(view: View, row: Row) -> str:
    if row["distance"] is None and row["bound"] is not None and row["value"] is not None:
        most = _number(view, row["norm"], row["value"] - row["bound"])
        return view.say("fair.at_most", number=most)
    return "–" if row["distance"] is None else _number(view, row["norm"], row["distance"])


def _best(view: View, row: Row) -> str:
    if row["best"] is None and row["bound"] is not None:
        return view.say("fair.at_least", number=_number(view, row["norm"], row["bound"]))
    return norm_value(view, row["norm"], row["best"])


def _first_difference(view: View, row: Row) -> str:
    first = row["first_difference"]
    value, best = (notation.fixed(first[name], view.lang, DIGITS) for name in ("value", "best"))
    return view.say("fair.first_difference", k=first["k"], value=value, best=best)


def _money(view: View, amount: float | None) -> Cell:
    return Cell("–" if amount is None else notation.large_money(amount, view.lang), amount or 0.0)


def _norms_note(view: View, rows: list[Row]) -> str:
    others = [row for row in rows if row["norm"] != NO_NORM and not _is_own(view, row)]
    said = [view.say("fair.norms_note")]
    if any(row["best"] is None for row in others):
        said.append(view.say("fair.norms_own"))
    if any(row["cost"] is not None for row in others) and any(
        not item["non_negotiable"] for item in view.document["positions"]
    ):
        said.append(view.say("fair.norms_positions"))
    return " ".join(said)


def counts(view: View) -> str:
    """Say how many municipalities carry more than the legal key, less, or exactly that."""
    found = Counter(verdict(row["difference"]) for row in _burdens(view))
    return view.say("fair.gains_more", **{name: found[name] for name in ("more", "less", "equal")})


def gains(view: View) -> Table:
    """Return per municipality the legal key, what it carries and the difference, most above the key first."""
    rows = sorted(_burdens(view), key=lambda row: (-row["difference"], plain(view.municipality(row["gm_code"]))))
    searched = any(row["without_norm"] is not None for row in rows)
    largest = max((abs(_relative(row) or 0.0) for row in rows), default=0.0)
    columns = [
        Column(view.say("fair.col_municipality")),
        *(Column(view.say(f"fair.col_{name}"), True, "computed") for name in ("key", "carried", "difference")),
        Column(view.say("fair.col_bar")),
        *(Column(view.say(f"fair.col_{name}"), True, "computed") for name in ("without", "effect") if searched),
    ]
    cells = [_gain(view, row, largest, searched=searched) for row in rows]
    on = view.document["fairness"]["on"].split(",")[0]
    caption = view.say("fair.gains", date=view.day(view.last))
    anchors = [f"g-{row['gm_code']}" for row in rows]
    note = view.say(f"fair.gains_note_{on}")
    return Table(caption=caption, columns=columns, rows=cells, anchors=anchors, sortable=True, note=note)


def _burdens(view: View) -> list[Row]:
    """Return the burdens against the key for the first ratio that fairness looks at."""
    found = view.document["fairness"]
    return [row for row in found["against_key"] if row["on"] == found["on"].split(",")[0]]


def _relative(row: Row) -> float | None:
    """Return the difference as a share of the key; None when nothing is asked."""
    return row["difference"] / row["key"] if row["key"] else None


def _gain(view: View, row: Row, largest: float, *, searched: bool) -> list[Cell]:
    difference, kind, relative = row["difference"], verdict(row["difference"]), _relative(row)
    bar = ""
    if relative is not None:
        label = view.say(f"fair.bar_{kind}", number=notation.percentage(abs(relative), view.lang))
        bar = report_drawing.difference_bar(label, relative, largest)
    signed = f"{SIGNS[kind]}{view.number(abs(difference))}"
    cells = [
        words(view.municipality(row["gm_code"]), plain(view.municipality(row["gm_code"]))),
        view.count(row["key"]),
        view.count(row["carried"]),
        Cell(signed, float(difference)),
        Cell("" if bar else "–", relative or 0.0, drawing=bar),
    ]
    if not searched:
        return cells
    effect = row["carried"] - row["without_norm"]
    shown = f"{'+' if effect > 0 else ''}{view.number(effect)}"
    return [*cells, view.count(row["without_norm"]), Cell(shown, float(effect))]


def summary(view: View) -> list[str]:
    """Say on the screen, in at most two lines, what sharing fairly costs; nothing when it was not worked out."""
    found = {item["of"]: item for item in view.document["fairness"]["price"] if item["in"] == "cost"}
    own, said = _own(view), []
    norm, step = found.get("norm"), found.get("last_step")
    if norm and norm["amount"] is not None:
        form = "norm" if norm["amount"] > norm["gap"] else "norm_free"
        said.append(view.say(f"fair.screen_{form}", **_amounts(view, norm)))
    if step and step["amount"] is not None and own and own["best"] is not None and step["amount"] > step["gap"]:
        said.append(view.say("fair.screen_last_step", **_ends(view, own), amount=_amounts(view, step)["amount"]))
    return said
