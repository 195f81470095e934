"""The pictures with a bar per municipality: what its burden is made of, and all burdens from high to low."""

from typing import Any

from regietafel.model.scenario import STREAMS
from regietafel.outputs import picture_frame as frame
from regietafel.outputs import report_sorted
from regietafel.outputs.picture_frame import BAR, EDGE, INK, NAMES, ROW, WIDTH, Sheet
from regietafel.outputs.report_view import View, at_moment, plain

LEFT = EDGE + NAMES
AFTER = 62
"""Room behind the longest bar for its number."""
HEAD = 20
LONGEST = 3.0
"""A burden above this is drawn as a bar that breaks off, so that one municipality does not make all others short."""
PROOF_FILLS = {
    "proven": ("#2f6fae", ""),
    "plain": ("#2f6fae", ""),
    "open": ("#ffffff", '<path d="M-1 6L6-1M1 8L8 1" stroke="#2f6fae" stroke-width="1.2"/>'),
}


def duties(view: View) -> Sheet:
    """Draw per municipality, by name, of which duties its burden at the last moment is made, against the line at 1."""
    members = sorted(
        (member for member in view.document["municipalities"] if at_moment(member, view.last)),
        key=lambda member: (plain(member["name"]), member["gm_code"]),
    )
    ratios = [at_moment(member, view.last)["burden_ratio"]["joint"] for member in members]
    scale = _scale([ratio for ratio in ratios if ratio is not None])
    rows = [
        _duty_row(view, member, HEAD + ROW * number, scale) for number, member in enumerate(members)
    ]  # fmt: skip
    return Sheet(
        name="plichten",
        title=view.say("picture.duties_title", date=view.day(view.last)),
        alternative=_duties_told(view, members),
        height=HEAD + ROW * len(members) + 4,
        body=frame.patterns("s", frame.STREAM_FILLS) + _body(rows, _line_at_one(view, len(members), scale)),
        legend=[*((frame.swatch("s", k), view.say(f"picture.duty_{k}")) for k in STREAMS), *_cut(view, ratios)],
    )


def burdens(view: View, kind: str) -> Sheet | None:
    """Draw the burdens of the last moment from high to low against the line at 1; None when nobody is compared.

    Parameters
    ----------
    view : View
        Words and notation.
    kind : str
        ``joint`` or ``asylum``.
    """
    ranked = view.document["fairness"]["sorted"].get(kind) or []
    if not ranked:
        return None
    scale = _scale([ratio for ratio, _ in ranked])
    proofs = [_proof(view, kind, place) for place in range(1, len(ranked) + 1)]
    rows = [
        _bar_row(
            view.say("burdens.place", place=place, name=view.municipality(code)),
            HEAD + ROW * (place - 1),
            [(_pattern("b", proof), min(ratio, LONGEST) * scale)],
            (view.ratio(ratio), ratio > LONGEST),
        )
        for place, ((ratio, code), proof) in enumerate(zip(ranked, proofs, strict=True), start=1)
    ]
    (top, most), (low, least) = ranked[0], ranked[-1]
    numbers = {"count": len(ranked), "top": view.ratio(top), "low": view.ratio(low)}
    return Sheet(
        name="lasten" if kind == "joint" else "lasten-asiel",
        title=view.say(f"picture.burdens_{kind}_title", date=view.day(view.last)),
        alternative=view.say(
            f"picture.burdens_{kind}_about", **numbers, most=view.municipality(most), least=view.municipality(least)
        ),
        height=HEAD + ROW * len(ranked) + 4,
        body=frame.patterns("b", PROOF_FILLS) + _body(rows, _line_at_one(view, len(ranked), scale)),
        legend=[
            (frame.swatch("b", proof), view.say(f"picture.place_{proof}"))
            for proof in ("proven", "open")
            if proof in proofs
        ]
        + _cut(view, [ratio for ratio, _ in ranked]),
    )


def _proof(view: View, kind: str, place: int) -> str:
    """Return whether a place in the row cannot be lower, may be lower, or nothing is known of it."""
    first = view.document["fairness"]["on"].split(",")[0]
    for level in view.document["fairness"]["levels"]:
        if level["k"] == place and level.get("on", first) == kind:
            return "proven" if report_sorted.is_proven(level) else "open"
    return "plain"


def _cut(view: View, ratios: list[float | None]) -> list[tuple[str, str]]:
    """Explain the point at the end of a bar, if one has it."""
    if all(ratio is None or ratio <= LONGEST for ratio in ratios):
        return []
    return [(f'<path d="M5 3l7 6-7 6z" fill="{INK}"/>', view.say("picture.cut", number=view.ratio(LONGEST)))]


def _scale(ratios: list[float]) -> float:
    """Return the width of a burden of 1 [units of the drawing]."""
    largest = max([report_sorted.SMALLEST_SCALE, *(min(ratio, LONGEST) for ratio in ratios)])
    return (WIDTH - EDGE - LEFT - AFTER) / largest


def _body(rows: list[tuple[str, str]], line: str) -> str:
    """Put the line over the bars, and the numbers, with a white edge, over the line."""
    bars, numbers = ("".join(part) for part in zip(*rows, strict=True)) if rows else ("", "")
    edge = 'stroke="#ffffff" stroke-width="3" paint-order="stroke"'
    return f"{bars}{line}<g {edge}>{numbers}</g>"


def _duty_row(view: View, member: Any, y: float, scale: float) -> tuple[str, str]:
    at = at_moment(member, view.last)
    ratio = at["burden_ratio"]["joint"]
    if ratio is None:
        return _bar_row(member["name"], y, [], (view.say("picture.no_share"), False))
    full = min(ratio, LONGEST) * scale
    parts = [(_pattern("s", k), at["composition"].get(k, 0.0) * full) for k in STREAMS]
    return _bar_row(member["name"], y, parts, (view.ratio(ratio), ratio > LONGEST))


def _bar_row(name: str, y: float, parts: list[tuple[str, float]], end: tuple[str, bool]) -> tuple[str, str]:
    """Draw one row: a name with a bar of parts, and the number behind it; a bar that was cut off ends in a point."""
    drawn, x = [frame.name_at(y, name)], float(LEFT)
    for fill, wide in parts:
        if wide > 0:
            drawn.append(
                f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{BAR}" fill="{fill}" '
                f'stroke="{INK}" stroke-width=".5"/>'
            )
        x += wide
    number, cut = end
    if cut:
        drawn.append(f'<path class="cut" d="M{x:.1f} {y:.1f}l7 {BAR / 2:.0f}-7 {BAR / 2:.0f}z" fill="{INK}"/>')
        x += 7
    return "".join(drawn), frame.words_at(x + 6, y + BAR - 2, number)


def _pattern(prefix: str, name: str) -> str:
    return f"url(#{prefix}-{name})"


def _line_at_one(view: View, count: int, scale: float) -> str:
    """Draw the line where a municipality carries exactly its share, and say so above it."""
    x = LEFT + scale
    line = frame.upright(x, HEAD - 4, HEAD + ROW * count, 'stroke="#a3281f" stroke-width="1.5"')
    said = view.say("picture.line", number=view.ratio(1))
    return line + frame.words_at(x, HEAD - 8, said, 'font-size="11" text-anchor="middle"')


def _duties_told(view: View, members: list[Any]) -> str:
    """Say in words what the picture of the duties shows: how it reads, and its extremes."""
    known = [
        (ratio, member["name"])
        for member in members
        if (ratio := at_moment(member, view.last)["burden_ratio"]["joint"]) is not None
    ]
    if not known:
        return view.say("picture.duties_none")
    (top, most), (low, least) = max(known), min(known)
    return view.say(
        "picture.duties_about", count=len(known), top=view.ratio(top), most=most, low=view.ratio(low), least=least
    )
