"""The tables of what differs between two plans, as the page draws them."""

from collections.abc import Iterator

from regietafel.model.plan_difference import MunicipalityAt, Pair
from regietafel.outputs.difference_words import DifferenceWords
from regietafel.outputs.report_view import Cell, Column, Table, words
from regietafel.outputs.table_words import rule_text

NORMS_SHOWN = ("joint", "asylum")


def tables(found: DifferenceWords) -> list[Table]:
    """Return every table that has a row: municipalities, locations, tasks, fairness, money, rules."""
    made = (municipalities(found), locations(found), totals(found), norms(found), money(found), rules(found))
    return [table for table in made if table.rows]


def municipalities(found: DifferenceWords) -> Table:
    """Return every municipality that is touched, at every moment: places, homes and ratio before and after."""
    view, say = found.after, found.say
    columns = [
        Column(say("col_municipality")),
        Column(say("col_moment"), tight=True),
        Column(say("col_places_before"), True, "computed"),
        Column(say("col_places_after"), True, "computed"),
        Column(say("col_by"), True, "computed"),
        Column(say("col_housed_before"), True, "computed"),
        Column(say("col_housed_after"), True, "computed"),
        Column(say("col_ratio_before"), True, "computed"),
        Column(say("col_ratio_after"), True, "computed"),
        Column(say("col_picture")),
    ]
    touched = [item for item in found.difference.municipalities if item.touched]
    ratios = [n for item in touched for at in item.moments for n in at.ratio["joint"] if n is not None]
    scale = max([1.25, *ratios])
    rows = [
        [
            words(item.name),
            view.moment(at.moment),
            *_numbers(found, at.total),
            view.count(at.housed.before),
            view.count(at.housed.after),
            *(_ratio(found, ratio) for ratio in at.ratio["joint"]),
            Cell("", drawing=change_bar(found, at, scale)),
        ]
        for item in touched
        for at in item.moments
    ]
    return Table(
        caption=say("table_municipalities"), columns=columns, rows=rows, sortable=True, note=say("picture_note")
    )


def locations(found: DifferenceWords) -> Table:
    """Return every location that differs at a moment."""
    view, say = found.after, found.say
    columns = [
        Column(say("col_location")),
        Column(say("col_municipality")),
        Column(say("col_moment"), tight=True),
        Column(say("col_what")),
        Column(say("col_places_before"), True, "computed"),
        Column(say("col_places_after"), True, "computed"),
        Column(say("col_by"), True, "computed"),
    ]
    origins = {
        row["location_id"]: row["origin"] for row in (*found.before.document["locations"], *view.document["locations"])
    }
    rows = [
        [
            words(item.name)._replace(origin=_soft(origins.get(item.location_id))),
            words(view.municipality(item.gm_code)),
            view.moment(at.moment),
            words(say(f"kind_{at.kind}_short")),
            *_numbers(found, at.total),
        ]
        for item in found.difference.locations
        for at in item.moments
        if at.kind is not None
    ]
    return Table(caption=say("table_locations"), columns=columns, rows=rows, sortable=True)


def totals(found: DifferenceWords) -> Table:
    """Return every task at every moment: what is short and what is more than needed."""
    view, say = found.after, found.say
    columns = [Column(say("col_task")), Column(say("col_moment"), tight=True), Column(say("col_required"), True)]
    columns += [
        Column(say(f"col_{name}_{when}"), True, "computed")
        for name in ("shortfall", "surplus")
        for when in ("before", "after")
    ]
    rows = [
        [
            words(view.say(f"task.{row.task}")),
            view.moment(row.moment),
            view.count(row.required.after if row.required.after is not None else row.required.before),
            *(view.count(number) for pair in (row.shortfall, row.surplus) for number in pair),
        ]
        for row in found.difference.totals
    ]
    return Table(caption=say("table_totals"), columns=columns, rows=rows)


def norms(found: DifferenceWords) -> Table:
    """Return every norm on both ratios."""
    view, say = found.after, found.say
    columns = [Column(say("col_norm"))]
    columns += [
        Column(f"{view.say(f'fair.on_{on}')}, {say(when)}", True, "computed")
        for on in NORMS_SHOWN
        for when in ("before", "after")
    ]
    rows = [
        [
            words(view.say(f"norm.{norm}.title")),
            *(_fine(found, n) for on in NORMS_SHOWN for n in pairs.get(on, Pair(None, None))),
        ]
        for norm, pairs in found.difference.fairness.measures.items()
    ]
    return Table(caption=say("table_norms"), columns=columns, rows=rows, note=say("norms_note"))


def money(found: DifferenceWords) -> Table:
    """Return the money: over the cycle, opening, per year, grants."""
    view, say, costs = found.after, found.say, found.difference.costs
    named = [(say("cost_over_cycle"), costs.over_cycle), (say("cost_opening"), costs.opening_once)]
    named += [(say("cost_yearly", moment=view.day(t)), pair) for t, pair in costs.operation_per_year.items()]
    named += [(say("cost_grants"), costs.grants)]
    origin = view.cost_origin
    columns = [Column(say("col_money")), *(Column(say(name), True, origin) for name in ("before", "after", "col_by"))]
    rows = [[words(name), *(_money(found, n) for n in (*pair, pair.by))] for name, pair in named]
    return Table(caption=say("table_money"), columns=columns, rows=rows)


def rules(found: DifferenceWords) -> Table:
    """Return the rules that started or stopped binding, with where."""
    say = found.say
    columns = [Column(say("col_rule")), Column(say("col_started")), Column(say("col_stopped"))]
    groups = {row["name"]: row["group"] for row in found.after.document["rules"]}
    rows = [
        [
            words(rule_text(item.name, "title", found.lang)),
            words(found.where(item.started, 12) or "–"),
            words(found.where(item.stopped, 12) or "–"),
        ]
        for item in found.difference.rules
        if groups.get(item.name, "") not in ("definition", "norm")
    ]
    return Table(caption=say("table_rules"), columns=columns, rows=rows, note=say("rules_note"))


def change_bar(found: DifferenceWords, at: MunicipalityAt, scale: float) -> str:
    """Draw a ratio before (open) and after (full) on one bar, with a line at 1."""
    was, now = at.ratio["joint"]
    if was is None or now is None:
        return ""
    label = found.say("picture_label", was=found.after.ratio(was), now=found.after.ratio(now))
    width, at_one = 120 / scale, 120 / scale
    return (
        f'<svg class="bar" role="img"><title>{label}</title>'
        f'<path class="r-plain" d="M0 7h{now * width:.1f}v6h-{now * width:.1f}z"/>'
        f'<path class="f-less" d="M0.5 1h{max(0.0, was * width - 0.5):.1f}v5h-{max(0.0, was * width - 0.5):.1f}z"/>'
        f'<path class="one" d="M{at_one:.1f} 0v14"/></svg>'
    )


def _numbers(found: DifferenceWords, pair: Pair) -> Iterator[Cell]:
    view = found.after
    yield from (view.count(pair.before), view.count(pair.after))
    by = pair.by
    yield Cell("–" if by is None else _signed(view.number(by), by), -1e9 if by is None else float(by))


def _signed(written: str, by: float) -> str:
    return f"+{written}" if by > 0 else written


def _ratio(found: DifferenceWords, ratio: float | None) -> Cell:
    return Cell(found.after.ratio(ratio), -1.0 if ratio is None else ratio)


def _fine(found: DifferenceWords, value: float | None) -> Cell:
    return Cell(found.after.number(value, 4), -1.0 if value is None else value)


def _money(found: DifferenceWords, amount: float | None) -> Cell:
    return Cell("–" if amount is None else found.after.money(amount), amount or 0.0)


def _soft(origin: str | None) -> str | None:
    """Return the origin of a location where the reader must know that it is not real."""
    return origin if origin in ("estimate", "illustration") else None
