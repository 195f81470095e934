"""The steps of the sheet *narekenen*: from the indicative number of a municipality to its place in the norm."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from regietafel.model.scenario import STREAMS
from regietafel.outputs.plan_workbook_page import Formula, Page
from regietafel.outputs.plan_workbook_table import Placed, header_of
from regietafel.outputs.plan_workbook_trace import Trace, put_trace, put_verdict, rounded

ASYLUM: Final = ("regular", "special")
HOSTS_ASIDE: Final = ("minimax", "leximin")
DASH: Final = "–"
STREAMS_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "asylum": ASYLUM,
    "asylum_need": ASYLUM,
    "special": ("special",),
    "ukraine": ("ukraine",),
}


def put_steps(page: Page, placed: Mapping[str, Placed], chosen: int) -> None:
    """Write the whole sheet: one municipality step by step, then the totals of the province.

    Parameters
    ----------
    page : Page
        Empty.
    placed : mapping of str to Placed
        The tables of the workbook by name.
    chosen : int
        Which municipality is chosen, from 0.
    """
    trace = put_trace(page, placed, chosen)
    _indicative(trace)
    _shares(trace)
    _places(trace)
    _burden(trace)
    _housing(trace)
    _counted(trace)
    _norm(trace)
    _province(trace)
    put_verdict(trace)


def _stream(trace: Trace, k: str) -> tuple[str, str]:
    """Return the word of a stream as a formula says it and as the tables have it; it is ours, so it has no signs."""
    word = trace.view.say(f"stream.{k}")
    return f'"{word}"', word


def _code(trace: Trace) -> tuple[str, str]:
    return trace.at["code"], str(trace.member["gm_code"])


def _moment(trace: Trace) -> tuple[str, str]:
    return trace.at["moment"], trace.view.last


def _yes(trace: Trace) -> tuple[str, bool]:
    return f'"{trace.view.say("word.yes")}"', True


def _indicative(trace: Trace) -> None:
    """Follow the indicative number: the weight of the law, and what the plan took for it."""
    trace.begin("indicative")
    trace.step("inhabitants", trace.own("inhabitants"))
    trace.step("ses_woa", trace.own("ses_woa"), kind="decimal")
    at, value = trace.at, trace.value
    weight = float((1 + Fraction(str(value["ses_woa"]))) * value["inhabitants"])
    trace.step("weight", Formula(f"(1+{at['ses_woa']})*{at['inhabitants']}", weight), kind="decimal")
    rows = trace.placed["municipalities"].grid.rows
    total = float(sum((1 + Fraction(str(row["ses_woa"] or 0))) * row["inhabitants"] for row in rows))
    scores, people = (trace.name("municipalities", name) for name in ("ses_woa", "inhabitants"))
    whole = f"SUMPRODUCT((1+{scores})*{people})"
    trace.step("weight_share", Formula(f"{at['weight']}/{whole}", weight / total), kind="percent")
    numbers = trace.name("municipalities", "indicative")
    all_numbers = sum(row["indicative"] for row in rows)
    by_weight = Formula(f"{at['weight_share']}*SUM({numbers})", weight / total * all_numbers)
    trace.step("by_weight", by_weight, kind="tenth")
    trace.step("indicative", trace.own("indicative"))
    trace.step("indicative_special", trace.own("indicative_special"))


def _shares(trace: Trace) -> None:
    """Follow the share per stream, and what exchanges make of it."""
    trace.begin("shares")
    at, value = trace.at, trace.value
    regular = Formula(
        f"{at['indicative']}-{at['indicative_special']}", value["indicative"] - value["indicative_special"]
    )
    trace.step("share__regular", regular, trace.own("share_regular"))
    special = Formula(at["indicative_special"], value["indicative_special"])
    trace.step("share__special", special, trace.own("share_special"))
    for k in ("ukraine", "status_holder"):
        trace.rest_on(k)
        trace.step(f"share__{k}", trace.own(f"share_{k}"))
    trace.begin("exchanges")
    for k in STREAMS:
        trace.rest_on("exchanges" if k != "status_holder" else "exchanges_housing")
        taken, given = (_exchanged(trace, k, side) for side in ("taker_code", "giver_code"))
        after = max(0, value[f"share__{k}"] + taken.value - given.value)
        formula = Formula(f"MAX(0,{at[f'share__{k}']}+{taken.text}-{given.text})", after)
        trace.step(f"after__{k}", formula, trace.own(f"after_{k}"))


def _exchanged(trace: Trace, k: str, side: str) -> Formula:
    """Add up what the municipality takes over or hands over of a stream."""
    return trace.added(
        "exchanges", "exchanged", {side: _code(trace), "stream": _stream(trace, k), "applies": _yes(trace)}
    )


def _places(trace: Trace) -> None:
    """Follow the places that the plan gives: from the locations, and homes for status holders."""
    trace.begin("places")
    for k in STREAMS:
        where = {"gm_code": _code(trace), "moment": _moment(trace)}
        found = trace.added("placements", f"places_{k}", where)
        if k == "status_holder":
            homes = trace.done("housed")
            found = Formula(f"{found.text}+{homes.text}", found.value + homes.value)
        trace.step(f"provided__{k}", found, trace.done(f"provided_{k}"))


def _burden(trace: Trace) -> None:
    """Follow the burden: what is carried times its weight, over the share."""
    trace.begin("burden")
    at, value = trace.at, trace.value
    for k in STREAMS:
        trace.step(f"carried__{k}", _of_stream(trace, k, "carried"))
    trace.step("burden", _weighted(trace, "carried"), trace.done("burden"))
    trace.step("share_total", _weighted(trace, "after"))
    trace.step("share_before", _weighted(trace, "share"))
    for code, below in (("ratio_joint", "share_total"), ("before_joint", "share_before")):
        trace.step(code, _ratio((at["burden"], value["burden"]), (at[below], value[below])), trace.done(code), "ratio")
    carried, due = (_plus(trace, part) for part in ("carried", "after"))
    trace.step(
        "ratio_asylum",
        _ratio(carried, due),
        trace.done("ratio_asylum"),
        "ratio",
    )


def _of_stream(trace: Trace, k: str, column: str) -> Formula:
    """Look up a figure of the municipality and a stream at the last moment."""
    return trace.added(
        "streams", column, {"gm_code": _code(trace), "moment": _moment(trace), "stream": _stream(trace, k)}
    )


def _weighted(trace: Trace, part: str) -> Formula:
    """Add up a figure over the streams, each times the weight that the options give it."""
    options, terms, total = trace.placed["options"], [], 0
    places = {row["option"]: number for number, row in enumerate(options.grid.rows)}
    for k in STREAMS:
        number = places[f"weight_{k}"]
        terms.append(f"{options.cell(number, 'option_value')}*{trace.at[f'{part}__{k}']}")
        total += options.grid.rows[number]["option_value"] * trace.value[f"{part}__{k}"]
    return Formula("+".join(terms), total)


def _plus(trace: Trace, part: str) -> Formula:
    """Add the two streams of asylum."""
    text = "+".join(trace.at[f"{part}__{k}"] for k in ASYLUM)
    return Formula(f"({text})", sum(trace.value[f"{part}__{k}"] for k in ASYLUM))


def _ratio(above: tuple[str, int], below: tuple[str, int]) -> Formula:
    """Divide with six decimals; a dash when nothing is asked."""
    value = rounded(Fraction(above[1]) / Fraction(below[1])) if below[1] else DASH
    return Formula(f'IF({below[0]}=0,"{DASH}",ROUND({above[0]}/{below[0]},6))', value)


def _housing(trace: Trace) -> None:
    """Follow the housing target: what is due, housed, and not housed."""
    trace.begin("housing")
    trace.step("due", trace.own("after_status_holder"))
    for code in ("housed", "credited"):
        trace.step(code, trace.done(code))
    at, value = trace.at, trace.value
    left = max(0, value["due"] - value["housed"] - value["credited"])
    formula = Formula(f"MAX(0,{at['due']}-{at['housed']}-{at['credited']})", left)
    trace.step("unhoused", formula, trace.done("unhoused"))


def _counted(trace: Trace) -> None:
    """Follow what counts for the task, and what lies above the indicative number."""
    trace.begin("counted")
    parts = [_of_stream(trace, k, f"counted_{trace.view.counting}") for k in ASYLUM]
    trace.step("counted", Formula("+".join(part.text for part in parts), sum(part.value for part in parts)))
    at, value = trace.at, trace.value
    above = Formula(f"MAX(0,{at['counted']}-{at['indicative']})", max(0, value["counted"] - value["indicative"]))
    trace.step("above_indicative", above, trace.own("above_indicative"))
    trace.step("residual_task", trace.own("residual_task"))


def _norm(trace: Trace) -> None:
    """Follow the place of the municipality among the burdens that the norm compares."""
    trace.begin("norm")
    table, code = trace.placed["burdens"], trace.member["gm_code"]
    codes, ranks, ratios = (trace.name("burdens", name) for name in ("gm_code", "rank_joint", "ratio_joint"))
    compared = [row for row in table.grid.rows if row["rank_joint"] is not None]
    largest = max((row["ratio_joint"] for row in compared), default=0)
    plan = _largest_of_the_plan(trace)
    trace.step("largest", Formula(f'SUMPRODUCT(MAX(({ranks}<>"")*{ratios}))', largest), plan, "ratio")
    own = trace.at["ratio_joint"]
    place = next((row["rank_joint"] for row in compared if row["gm_code"] == code), None)
    rank = f"SUMIFS({ranks},{codes},{trace.at['code']})"
    before = f'SUMPRODUCT(({ranks}<>"")*(({ratios}>{own})+({ratios}={own})*({codes}<{trace.at["code"]})))+1'
    trace.step(
        "rank",
        Formula(f'IF({rank}=0,"{DASH}",{before})', DASH if place is None else place),
        Formula(f'IF({rank}=0,"{DASH}",{rank})', DASH if place is None else place),
    )


def _largest_of_the_plan(trace: Trace) -> Formula | None:
    """Look up the highest burden as the plan has it.

    None when it may be that of another moment, or of other municipalities: other norms compare hosts too.
    """
    fairness = trace.view.document["fairness"]
    if fairness["moment"] != "last" or fairness["norm"] not in HOSTS_ASIDE:
        return None
    table = trace.placed["measures"]
    number = next(place for place, row in enumerate(table.grid.rows) if row["norm"] == "minimax")
    return Formula(f"0+{table.cell(number, 'measure_joint')}", table.grid.rows[number]["measure_joint"] or 0)


def _province(trace: Trace) -> None:
    """Follow the totals of the province: places from the locations, what counts from the municipalities."""
    trace.begin("province")
    table = trace.placed["totals"]
    for number, row in enumerate(table.grid.rows):
        task, moment = row["task_code"], (table.cell(number, "moment"), row["moment"])
        if task == "housing":
            homes = [trace.added("at_moments", name, {"moment": moment}) for name in ("housed", "credited")]
            _province_line(trace, number, "placed", homes)
            continue
        inside = {"moment": moment, "inside": _yes(trace)}
        placed = [trace.added("placements", f"places_{k}", inside) for k in STREAMS_OF[task]]
        _province_line(trace, number, "placed", placed)
        for column in ("counted_plan", "counted_durable"):
            parts = [
                trace.added("streams", column, {"moment": moment, "stream": _stream(trace, k)})
                for k in STREAMS_OF[task]
            ]
            _province_line(trace, number, column, parts)


def _province_line(trace: Trace, number: int, column: str, parts: list[Formula]) -> None:
    """Write a sum beside the total of the plan."""
    table, view = trace.placed["totals"], trace.view
    row = table.grid.rows[number]
    found = Formula("+".join(part.text for part in parts), sum(part.value for part in parts))
    homes = row["task_code"] == "housing"
    words = {"task": row["task"], "date": view.day(row["moment"]), "column": header_of(table.page, column).lower()}
    said = (
        view.say("workbook.trace.province.what", **words),
        view.say(f"workbook.trace.province_{'homes' if homes else column}.how"),
    )
    trace.step(f"province_{number}_{column}", found, Formula(table.cell(number, column), row[column]), said=said)
