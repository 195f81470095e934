"""The map: an area or circle per municipality, a mark per open location, a line from each hub to its satellites."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, NamedTuple

from regietafel.model.borders import Borders
from regietafel.outputs.map_borders import Frame, areas, frame_of
from regietafel.outputs.map_labels import Box, Named, place_names
from regietafel.outputs.map_layout import SMALLEST_RADIUS, WIDTH, Circle, height_of, inside, lay_out
from regietafel.outputs.report_view import UNDISCLOSED, View, at_moment

# Upper ends of the classes of the burden ratio; the last class has none.
CLASSES = (("low", 0.9), ("even", 1.1), ("high", 1.5), ("top", math.inf))

# What lies over the colour of a class, so that colour is not the only difference.
OVERLAYS = {
    "low": '<circle class="ink" cx="2" cy="2" r="1"/>',
    "even": "",
    "high": '<path class="hatch" d="M0 7L7 0"/>',
    "top": '<path class="hatch" d="M0 7L7 0M0 0L7 7"/>',
    "none": '<path class="hatch pale" d="M0 3.5H7"/>',
}


class Ground(NamedTuple):
    """A municipality on the map: the element that draws its area, without fill, and the circle its marks lie in."""

    shape: str
    circle: Circle


def draw_map(view: View, borders: Borders | None = None) -> str:
    """Return the map at the last moment as inline SVG; empty when there is nothing to draw.

    Each municipality is a link to its row in the table, so that the map works with a keyboard and without script.

    Parameters
    ----------
    view : View
        Words and notation.
    borders : Borders, optional
        Real borders. Without them, or when a municipality is missing in them, the map is schematic: a circle per
        municipality that has a point, its area by inhabitants, and thin lines between neighbours.
    """
    real = has_borders(view, borders)
    members = [
        member
        for member in view.document["municipalities"]
        if (real or member["lat"] is not None) and at_moment(member, view.last)
    ]
    if not members:
        return ""
    guests = _foreign_hubs(view)
    places = [*members, *guests]
    grounds, frame, height = _real_ground(places, borders) if real and borders else _schematic_ground(places)
    spots = _spots(view, {code: item.circle for code, item in grounds.items()}, frame)
    parts = [_municipality(view, member, grounds[member["gm_code"]].shape) for member in members]
    title = view.say("map.real_title" if real else "page.map_title", date=view.day(view.last))
    near = "" if real else _near(view, grounds)
    return (
        f'<svg class="map" viewBox="0 0 {WIDTH:.0f} {height:.0f}" role="group" aria-labelledby="map-title map-about">'
        f'<title id="map-title">{escape(title)}</title>'
        f'<desc id="map-about">{escape(map_told(view, borders))}</desc>'
        f"<defs>{_hatches()}</defs>{near}{''.join(parts)}{_lines(view, spots)}{_marks(view, spots)}"
        f"{_names([*members, *guests], grounds, _boxes(view, spots), height)}</svg>"
    )


def has_borders(view: View, borders: Borders | None) -> bool:
    """Whether the map of a plan has real borders: they are there for every municipality."""
    return borders is not None and all(
        member["gm_code"] in borders.shapes for member in view.document["municipalities"]
    )


def map_told(view: View, borders: Borders | None = None) -> str:
    """Say how the map is read, and where its borders come from."""
    if borders is None or not has_borders(view, borders):
        near = [view.say("map.near_about")] if view.document.get("neighbours") else []
        pointless = [member["name"] for member in view.document["municipalities"] if member["lat"] is None]
        missing = [view.say("map.without_point", names=pointless)] if pointless else []
        return " ".join([view.say("page.map_about"), *near, *missing])
    source = [view.say("map.source", source=borders.source)] if borders.source else []
    return " ".join([view.say("map.real_about"), *source])


def _schematic_ground(places: Sequence[Any]) -> tuple[dict[str, Ground], Frame | None, float]:
    """Return a circle per municipality, pushed apart, and the height of the drawing."""
    circles = lay_out(
        [(place["lat"] or 0.0, place["lon"] or 0.0) for place in places], [place["inhabitants"] for place in places]
    )
    found = {
        place["gm_code"]: Ground(f'<circle class="edge" cx="{c.x:.0f}" cy="{c.y:.0f}" r="{math.floor(c.radius)}"', c)
        for place, c in zip(places, circles, strict=True)
    }
    return found, None, height_of(circles)


def _real_ground(places: Sequence[Any], borders: Borders) -> tuple[dict[str, Ground], Frame | None, float]:
    """Return the area of every municipality and the point of every hub outside, how the grid lies, and the height."""
    inside = [place["gm_code"] for place in places if place["gm_code"] in borders.shapes]
    guests = [place for place in places if place["gm_code"] not in borders.shapes]
    frame = frame_of(borders, inside, [(place["lat"], place["lon"]) for place in guests])
    found = {
        code: Ground(f'<path class="edge" d="{path}"', circle)
        for code, (path, circle) in areas(borders, inside, frame).items()
    }
    for place in guests:
        x, y = frame.of(place["lat"], place["lon"])
        found[place["gm_code"]] = Ground("", Circle(x, y, SMALLEST_RADIUS))
    return found, frame, frame.height


def _near(view: View, grounds: Mapping[str, Ground]) -> str:
    """Draw a thin line between neighbours, under the circles."""
    drawn = []
    for row in view.document.get("neighbours", []):
        if row["gm_code_a"] in grounds and row["gm_code_b"] in grounds:
            one, other = grounds[row["gm_code_a"]].circle, grounds[row["gm_code_b"]].circle
            drawn.append(f"M{one.x:.0f} {one.y:.0f}L{other.x:.0f} {other.y:.0f}")
    return f'<path class="near" d="{"".join(drawn)}"/>' if drawn else ""


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


def _hubs(view: View) -> set[str]:
    """Return the hubs of the last moment, looked up once per view."""
    found: set[str] = view.extra.setdefault("hubs at the last moment", hubs_at(view))
    return found


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


def line_legend(view: View, borders: Borders | None = None) -> list[dict[str, str]]:
    """Return the lines that this map has with their label: dashes to satellites, thin lines between neighbours."""
    lines = [("link", "page.mark_link")] if hubs_at(view) else []
    if view.document.get("neighbours") and not has_borders(view, borders):
        lines.append(("near", "map.near"))
    return [
        {"sample": _sample(f'<path class="{name}" d="M0 9H18"/>'), "label": view.say(label)} for name, label in lines
    ]


def _municipality(view: View, member: Any, shape: str) -> str:
    at = at_moment(member, view.last)
    places = sum(at["provided"].values())
    burden = view.ratio(at["burden_ratio"]["joint"])
    label = escape(view.say("page.map_label", municipality=member["name"], places=places, ratio=burden))
    return (
        f'<a class="town" href="#m-{escape(member["gm_code"])}" aria-label="{label}"><title>{label}</title>'
        f'{shape} fill="url(#h-{class_of(view, member)})"/></a>'
    )


def _spots(view: View, of: Mapping[str, Circle], frame: Frame | None) -> dict[str, tuple[float, float]]:
    """Give every open location a spot: its own point on real borders if it has one, else inside the circle of its host.

    Hubs come first, so that they lie in the middle. A made-up location has no point, and one that is not public no spot
    on the map that everybody may see.
    """
    hubs = hubs_at(view)
    rows: dict[str, list[str]] = defaultdict(list)
    found = {}
    for offer in view.document["locations"]:
        at = at_moment(offer, view.last)  # type: ignore[arg-type]
        if not at or not at["opened"] or offer["gm_code"] not in of or offer["form"] == UNDISCLOSED:
            continue
        if frame is not None and offer["lat"] is not None and offer["lon"] is not None and is_real(offer):
            found[offer["location_id"]] = frame.of(offer["lat"], offer["lon"])
        else:
            rows[offer["gm_code"]].append(offer["location_id"])
    for host, ids in rows.items():
        ordered = sorted(ids, key=lambda name: (name not in hubs, name))
        for number, name in enumerate(ordered):
            found[name] = inside(of[host], number, len(ordered))
    return found


def is_real(offer: Any) -> bool:
    """Whether a location is one that somebody named, and not made up for an example."""
    return bool(offer["origin"] != "illustration")


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
                drawn.append(f'<line class="link" x1="{x:.0f}" y1="{y:.0f}" x2="{to_x:.0f}" y2="{to_y:.0f}"/>')
    return "".join(drawn)


def _marks(view: View, spots: dict[str, tuple[float, float]]) -> str:
    """Draw a mark per open location, its area by its places."""
    drawn = []
    # The largest first, so that a small mark never disappears behind a large one.
    for name, (x, y) in sorted(spots.items(), key=lambda spot: (-_mark(view, spot[0])[1], spot[0])):
        form, size, places = _mark(view, name)
        label = view.say("page.mark_label", name=view.offers[name]["name"], places=places)
        drawn.append(f"<g><title>{escape(label)}</title>{_shape(form, x, y, size)}</g>")
    return "".join(drawn)


def _mark(view: View, name: str) -> tuple[str, float, int]:
    """Return form, size [pixels] and places of an open location."""
    offer = view.offers[name]
    places = sum(at_moment(offer, view.last)["places"].values())
    return "hub" if name in _hubs(view) else offer["form"], min(9.0, 2.2 + 0.24 * math.sqrt(places)), places


def _boxes(view: View, spots: dict[str, tuple[float, float]]) -> list[Box]:
    """Return the boxes that the marks cover."""
    sizes = {name: 1.1 * _mark(view, name)[1] for name in spots}
    return [(x - sizes[name], y - sizes[name], x + sizes[name], y + sizes[name]) for name, (x, y) in spots.items()]


def _shape(form: str, x: float, y: float, size: float) -> str:
    """Draw the mark of a form: a square, a disc, a triangle or a diamond; as few signs as will do."""
    if form == "small_scale":
        return f'<circle class="k-{form}" cx="{x:.0f}" cy="{y:.0f}" r="{size:.3g}"/>'
    if form in ("hub", "large"):
        path = f"M{x - 0.9 * size:.0f} {y - 0.9 * size:.0f}h{1.8 * size:.3g}v{1.8 * size:.3g}h-{1.8 * size:.3g}z"
    elif form == "satellite":
        path = f"M{x:.0f} {y - 1.25 * size:.0f}l{1.08 * size:.3g} {1.88 * size:.3g}h-{2.16 * size:.3g}z"
    else:
        side = f"{1.25 * size:.3g}"
        path = f"M{x:.0f} {y - 1.25 * size:.0f}l{side} {side}-{side} {side}-{side}-{side}z"
    return f'<path class="k-{form}" d="{path}"/>'


def _names(places: Sequence[Any], grounds: Mapping[str, Ground], marks: Sequence[Box], height: float) -> str:
    """Write the names where they hide least, with a thin line to their own municipality where one could be mistaken."""
    towns = [Named(place["name"], grounds[place["gm_code"]].circle, place["inhabitants"]) for place in places]
    labels = place_names(towns, marks, height)
    steps = [label.pointer for label in labels if label.pointer]
    pointers = "".join(f"M{x:.0f} {y:.0f}L{to_x:.0f} {to_y:.0f}" for x, y, to_x, to_y in steps)
    lines = f'<path class="pointer" d="{pointers}"/>' if pointers else ""
    return lines + "".join(
        f'<text class="name" x="{label.x:.0f}" y="{label.y:.0f}">{escape(label.name)}</text>' for label in labels
    )
