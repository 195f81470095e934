"""The schematic map: a circle per municipality, a mark per open location, a line from each hub to its satellites."""

import math
from collections import defaultdict
from html import escape
from typing import Any

from regietafel.model.borders import Borders
from regietafel.outputs.map_layout import WIDTH, Circle, height_of, inside, lay_out
from regietafel.outputs.report_view import View, at_moment

# Upper ends of the classes of the burden ratio; the last class has none.
CLASSES = (("low", 0.9), ("even", 1.1), ("high", 1.5), ("top", math.inf))
LETTER = 6.3
LINE = 13.0

# What lies over the colour of a class, so that colour is not the only difference.
OVERLAYS = {
    "low": '<circle class="ink" cx="2" cy="2" r="1"/>',
    "even": "",
    "high": '<path class="hatch" d="M0 7L7 0"/>',
    "top": '<path class="hatch" d="M0 7L7 0M0 0L7 7"/>',
    "none": '<path class="hatch pale" d="M0 3.5H7"/>',
}


def draw_map(view: View, borders: Borders | None = None) -> str:  # noqa: ARG001
    """Return the map at the last moment as inline SVG; empty when no municipality has a point.

    Each municipality is a link to its row in the table, so that the map works with a keyboard and without script.
    """
    members = [
        member
        for member in view.document["municipalities"]
        if member["lat"] is not None and at_moment(member, view.last)
    ]
    if not members:
        return ""
    guests = _foreign_hubs(view)
    circles = lay_out(
        [(place["lat"] or 0.0, place["lon"] or 0.0) for place in (*members, *guests)],
        [*(member["inhabitants"] for member in members), *(0 for _ in guests)],
    )
    of = dict(zip([place["gm_code"] for place in (*members, *guests)], circles, strict=True))
    spots = _spots(view, of)
    parts = [_municipality(view, member, of[member["gm_code"]]) for member in members]
    title, about = view.say("page.map_title", date=view.day(view.last)), view.say("page.map_about")
    return (
        f'<svg class="map" viewBox="0 0 {WIDTH:.0f} {height_of(circles):.0f}" role="group" '
        'aria-labelledby="map-title map-about">'
        f'<title id="map-title">{escape(title)}</title><desc id="map-about">{escape(about)}</desc>'
        f"<defs>{_hatches()}</defs>{''.join(parts)}{_lines(view, spots)}{_marks(view, spots)}"
        f"{_names([*members, *guests], of)}</svg>"
    )


def _foreign_hubs(view: View) -> list[dict[str, Any]]:
    """Return the hubs outside the province that have a point, one per municipality, as places with a name."""
    found = {}
    for name in sorted(hubs_at(view)):
        offer = view.offers[name]
        if offer["gm_code"] not in view.names and offer["lat"] is not None:
            found[offer["gm_code"]] = {key: offer[key] for key in ("gm_code", "lat", "lon", "name")} | {
                "inhabitants": 0
            }
    return list(found.values())


def hubs_at(view: View) -> set[str]:
    """Return the hubs that have satellites at the last moment, by id."""
    return {cluster["hub"] for cluster in view.document["clusters"] if cluster["moment"] == view.last}


def ratio_class(ratio: float | None) -> str:
    """Return the class of a burden ratio: low, even, high, top, or none."""
    return "none" if ratio is None else next(name for name, end in CLASSES if ratio < end)


def legend(view: View) -> list[dict[str, str]]:
    """Return the classes with their label and a sample."""
    return [
        {
            "sample": _sample(f'<circle class="edge" cx="9" cy="9" r="8" fill="url(#h-{name})"/>'),
            "label": view.say(f"page.class_{name}"),
        }
        for name in OVERLAYS
    ]


def _hatches() -> str:
    return "".join(
        f'<pattern id="h-{name}" width="7" height="7" patternUnits="userSpaceOnUse">'
        f'<rect class="c-{name}" width="7" height="7"/>{overlay}</pattern>'
        for name, overlay in OVERLAYS.items()
    )


def _sample(drawn: str) -> str:
    return f'<svg class="sample" width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">{drawn}</svg>'


def mark_legend(view: View) -> list[dict[str, str]]:
    """Return the marks of the forms of location with their label."""
    forms = ("hub", "large", "small_scale", "satellite", "other")
    return [
        {
            "sample": _sample(_shape(form, 9, 9, 5.5)),
            "label": view.say("page.mark_hub") if form == "hub" else view.say(f"form.{form}"),
        }
        for form in forms
    ]


def class_of(view: View, member: Any) -> str:
    """Return the class of the burden of a municipality at the last moment."""
    at = at_moment(member, view.last)
    if at is None or member["left_out"] in ("no_entitlement", "small_entitlement"):
        return "none"
    return ratio_class(at["burden_ratio"]["joint"])


def inner(drawing: str) -> str:
    """Return what stands inside a drawing, without its outer element."""
    return drawing.partition(">")[2].removesuffix("</svg>")


def height_in(drawing: str) -> int:
    """Return how high a drawing says it is [units of the drawing]."""
    return int(drawing.partition('viewBox="')[2].partition('"')[0].split()[3])


def _municipality(view: View, member: Any, circle: Circle) -> str:
    at = at_moment(member, view.last)
    places = sum(at["provided"].values())
    burden = view.ratio(at["burden_ratio"]["joint"])
    label = escape(view.say("page.map_label", municipality=member["name"], places=places, ratio=burden))
    spot = f'cx="{circle.x:.1f}" cy="{circle.y:.1f}" r="{circle.radius:.1f}"'
    return (
        f'<a class="town" href="#m-{escape(member["gm_code"])}" aria-label="{label}"><title>{label}</title>'
        f'<circle class="edge" {spot} fill="url(#h-{class_of(view, member)})"/></a>'
    )


def _spots(view: View, of: dict[str, Circle]) -> dict[str, tuple[float, float]]:
    """Give every open location a spot inside the circle of its host; hubs first, so that they come in the middle."""
    hubs = hubs_at(view)
    rows: dict[str, list[str]] = defaultdict(list)
    for offer in view.document["locations"]:
        at = at_moment(offer, view.last)  # type: ignore[arg-type]
        if at and at["opened"] and offer["gm_code"] in of:
            rows[offer["gm_code"]].append(offer["location_id"])
    found = {}
    for host, ids in rows.items():
        ordered = sorted(ids, key=lambda name: (name not in hubs, name))
        for number, name in enumerate(ordered):
            found[name] = inside(of[host], number, len(ordered))
    return found


def _lines(view: View, spots: dict[str, tuple[float, float]]) -> str:
    """Draw a line from each hub to each of its satellites."""
    drawn = []
    for cluster in view.document["clusters"]:
        if cluster["moment"] != view.last or cluster["hub"] not in spots:
            continue
        x, y = spots[cluster["hub"]]
        for member in cluster["satellites"]:
            if member["location_id"] in spots:
                to_x, to_y = spots[member["location_id"]]
                drawn.append(f'<line class="link" x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}"/>')
    return "".join(drawn)


def _marks(view: View, spots: dict[str, tuple[float, float]]) -> str:
    """Draw a mark per open location, its area by its places."""
    hubs = hubs_at(view)
    drawn = []
    for name, (x, y) in spots.items():
        offer = view.offers[name]
        places = sum(at_moment(offer, view.last)["places"].values())
        size = min(9.0, 2.2 + 0.24 * math.sqrt(places))
        form = "hub" if name in hubs else offer["form"]
        label = view.say("page.mark_label", name=offer["name"], places=places)
        drawn.append(f"<g><title>{escape(label)}</title>{_shape(form, x, y, size)}</g>")
    return "".join(drawn)


def _shape(form: str, x: float, y: float, size: float) -> str:
    """Draw the mark of a form: a square, a disc, a triangle or a diamond."""
    if form in ("hub", "large"):
        half = 0.9 * size
        corner, side = f'x="{x - half:.1f}" y="{y - half:.1f}"', f"{2 * half:.1f}"
        return f'<rect class="k-{form}" {corner} width="{side}" height="{side}"/>'
    if form == "small_scale":
        return f'<circle class="k-{form}" cx="{x:.1f}" cy="{y:.1f}" r="{size:.1f}"/>'
    corners = 3 if form == "satellite" else 4
    turned = [(-math.pi / 2 + 2 * math.pi * n / corners) for n in range(corners)]
    points = " ".join(f"{x + 1.25 * size * math.cos(a):.1f},{y + 1.25 * size * math.sin(a):.1f}" for a in turned)
    return f'<polygon class="k-{form}" points="{points}"/>'


def _names(members: list[Any], of: dict[str, Circle]) -> str:
    """Write the names under their circles, the largest first; a name that would cover another is left out."""
    taken: list[tuple[float, float, float, float]] = []
    drawn = []
    for member in sorted(members, key=lambda item: (-item["inhabitants"], item["gm_code"])):
        circle, half = of[member["gm_code"]], len(member["name"]) * LETTER / 2
        for y in (circle.y + circle.radius + LINE - 2, circle.y - circle.radius - 4):
            x = min(max(circle.x, half + 2), WIDTH - half - 2)
            box = (x - half, y - LINE + 3, x + half, y + 3)
            if not any(_overlap(box, other) for other in taken):
                taken.append(box)
                drawn.append(f'<text class="name" x="{x:.1f}" y="{y:.1f}">{escape(member["name"])}</text>')
                break
    return "".join(drawn)


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
