"""The map as a picture of its own: the drawing of the page with its legend, title and marks."""

from collections import Counter

from regietafel.model.borders import Borders
from regietafel.outputs import map_svg
from regietafel.outputs.map_layout import WIDTH
from regietafel.outputs.picture_frame import Sheet
from regietafel.outputs.report_view import View, at_moment

# What the style sheet of the page says of the same classes; a test compares the two.
STYLE = (
    ".edge{stroke:#5d6b79;stroke-width:1}"
    ".c-low{fill:#cfe2f3}.c-even{fill:#eef0f2}.c-high{fill:#f8d9b0}.c-top{fill:#eb9c5c}.c-none{fill:#fff}"
    ".ink{fill:#3f7fb8}.hatch{stroke:#8a4a10;stroke-width:1;fill:none;opacity:.75}.pale{stroke:#b9c2cb;opacity:1}"
    ".near{stroke:#b9c2cb;stroke-width:1;fill:none}"
    ".link{stroke:#17406d;stroke-width:1.5;stroke-dasharray:5 3}"
    ".pointer{stroke:#16202c;stroke-width:1;fill:none}"
    ".k-hub{fill:#17406d;stroke:#fff;stroke-width:1}.k-large{fill:#fff;stroke:#17406d;stroke-width:1.8}"
    ".k-small_scale{fill:#2f6fae;stroke:#fff;stroke-width:1}.k-satellite{fill:#b4530a;stroke:#fff;stroke-width:1}"
    ".k-other{fill:#7d8a97;stroke:#fff;stroke-width:1}"
    ".name{font-size:11.5px;text-anchor:middle;fill:#16202c;paint-order:stroke;stroke:#f3f6f9;stroke-width:3px}"
)


def map_sheet(view: View, borders: Borders | None = None) -> Sheet | None:
    """Return the map of the last moment as a sheet; None when there is nothing to draw.

    Parameters
    ----------
    view : View
        Words and notation.
    borders : Borders, optional
        Real borders; without them the map is schematic.
    """
    drawing = map_svg.draw_map(view, borders)
    if not drawing:
        return None
    height, day = map_svg.height_in(drawing), view.day(view.last)
    ground = f'<rect width="{WIDTH:.0f}" height="{height}" fill="#f3f6f9"/>'
    return Sheet(
        name="kaart",
        title=view.say("map.real_title" if map_svg.has_borders(view, borders) else "page.map_title", date=day),
        alternative=_told(view, borders),
        height=height,
        body=ground + map_svg.inner(drawing),
        legend=_legend(view, borders),
        style=STYLE,
    )


def _legend(view: View, borders: Borders | None) -> list[tuple[str, str]]:
    """Return what the fills mean, and what the marks and lines, each under its heading."""
    fills = map_svg.legend(view)
    marks = [*map_svg.mark_legend(view), *map_svg.line_legend(view, borders)]
    return [
        ("", f"{view.say('page.legend_ratio')}:"),
        *((item["sample"], item["label"]) for item in fills),
        ("", f"{view.say('page.legend_marks')}:"),
        *((item["sample"], item["label"]) for item in marks),
    ]


def _told(view: View, borders: Borders | None) -> str:
    """Say in words what the map shows: how many municipalities carry how much, and how many locations are open."""
    counted = Counter(map_svg.class_of(view, member) for member in view.document["municipalities"])
    classes = [
        view.say("picture.map_class", range=view.say(f"page.class_{name}"), count=counted[name])
        for name in map_svg.OVERLAYS
        if counted[name]
    ]
    opened = sum(
        bool((at := at_moment(offer, view.last)) and at["opened"])  # type: ignore[arg-type]
        for offer in view.document["locations"]
    )
    counts = {"locations": opened, "hubs": len(map_svg.hubs_at(view))}
    said = view.say("picture.map_counts", count=sum(counted.values()), classes=classes, **counts)
    return f"{map_svg.map_told(view, borders)} {said}"
