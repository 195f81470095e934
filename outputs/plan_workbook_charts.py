"""The pictures of the workbook of a plan: the map as an image, and charts over the cells of its tables."""

import io
from collections.abc import Mapping
from typing import Any, Final

from xlsxwriter.chart import Chart

from regietafel.outputs.pictures import Picture
from regietafel.outputs.plan_workbook_page import Page
from regietafel.outputs.plan_workbook_table import Placed

DUTIES: Final = {"carried_regular": "#1F4E79", "carried_ukraine": "#E3A72F", "carried_housing": "#7FA67A"}
HARDNESS: Final = {
    "status_existing": "#1F3864",
    "status_decided": "#4F79B7",
    "status_intended": "#9DB7D9",
    "status_explored": "#E1E7F0",
}
EDGE = {"color": "#404040", "width": 0.5}
WIDE, HIGH, ROW_PIXELS = 1000, 420, 18
MAP_WIDTH, MAP_HEIGHT = 980, 700
PRINT_SCALE = 75


def put_charts(page: Page, placed: Mapping[str, Placed], pictures: Mapping[str, Picture]) -> None:
    """Put the map and the charts under each other, each with its title and what it shows in words, each on paper apart.

    Parameters
    ----------
    page : Page
        Empty.
    placed : mapping of str to Placed
        The tables of the workbook by name.
    pictures : mapping of str to Picture
        The pictures of the plan by name; without ``kaart`` there is no map.
    """
    breaks = []
    if "kaart" in pictures:
        _put_map(page, pictures["kaart"])
        breaks.append(page.row)
    _put_burdens(page, placed["burdens"])
    breaks.append(page.row)
    _put_stacked(page, placed["burdens"], "duties", DUTIES, "municipality")
    breaks.append(page.row)
    if placed["hardness"].grid.rows:
        _put_stacked(page, placed["hardness"], "hardness", HARDNESS, "task_moment")
        breaks.append(page.row)
    _put_costs(page, placed["costs"])
    page.break_before(breaks, PRINT_SCALE)


def _put_map(page: Page, picture: Picture) -> None:
    page.heading(picture.title)
    page.line(picture.alternative)
    wide, high = _size_of(picture.png)
    scale = min(MAP_WIDTH / wide, MAP_HEIGHT / high)
    options = {"image_data": io.BytesIO(picture.png), "description": picture.alternative, "object_position": 1}
    page.sheet.insert_image(page.row, 0, f"{picture.name}.png", {**options, "x_scale": scale, "y_scale": scale})
    page.row += int(high * scale / ROW_PIXELS) + 3


def _size_of(png: bytes) -> tuple[int, int]:
    """Read width and height from the head of a PNG [pixels]."""
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")


def _put_burdens(page: Page, table: Placed) -> None:
    """Draw the burdens in order, with a line where everyone carries exactly its share."""
    first = str(page.view.document["fairness"]["on"]).split(",")[0]
    chart, line = (page.looks.book.add_chart({"type": kind}) for kind in ("column", "line"))
    chart.add_series(_series(page, table, (f"ratio_{first}", "municipality"), "#4F79B7"))
    even = _series(page, table, ("even", "municipality"), "#A61B1B")
    line.add_series({**even, "line": {"color": "#A61B1B", "width": 1.5, "dash_type": "dash"}})
    chart.combine(line)
    _put(page, chart, "burdens", _longest(table, "municipality"))


def _put_stacked(page: Page, table: Placed, name: str, parts: Mapping[str, str], label: str) -> None:
    """Draw columns that are stacked of parts, each with its colour."""
    chart = page.looks.book.add_chart({"type": "column", "subtype": "stacked"})
    for part, colour in parts.items():
        chart.add_series(_series(page, table, (part, label), colour))
    _put(page, chart, name, _longest(table, label))


def _put_costs(page: Page, table: Placed) -> None:
    """Draw the cost by kind as bars with the amount beside each."""
    chart = page.looks.book.add_chart({"type": "bar"})
    chart.add_series({**_series(page, table, ("amount", "cost_kind"), "#4F79B7"), "data_labels": {"value": True}})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True, "num_font": {"size": 9}})
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    _put(page, chart, "costs", 0)


def _series(page: Page, table: Placed, fields: tuple[str, str], colour: str) -> dict[str, Any]:
    """Return a series over the cells of a column, with the column of its labels."""
    values, labels = fields
    return {
        "name": page.view.say(f"workbook.series.{values}"),
        "categories": f"={table.area(labels)}",
        "values": f"={table.area(values)}",
        "fill": {"color": colour},
        "border": EDGE,
        "gap": 40,
    }


def _longest(table: Placed, label: str) -> int:
    return max((len(str(row[label])) for row in table.grid.rows), default=0)


def _put(page: Page, chart: Chart, name: str, longest: int) -> None:
    """Set a chart on the page; what it shows in words stands above it and in the chart itself."""
    shown = page.view.say(f"workbook.shows.{name}", date=page.view.day(page.view.last))
    page.heading(page.view.say(f"workbook.chart.{name}"))
    page.line(shown)
    high = HIGH + min(160, 5 * longest)
    chart.set_size({"width": WIDE, "height": high})
    chart.set_title({"none": True})
    if name != "costs":
        turned = {} if name == "hardness" else {"rotation": -90}
        chart.set_x_axis({"num_font": {"size": 8, **turned}, "interval_unit": 1})
        chart.set_y_axis({"num_font": {"size": 8}, "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}})
        chart.set_legend({"position": "top"})
    page.sheet.insert_chart(page.row, 0, chart, {"description": shown, "object_position": 1})
    page.row += high // ROW_PIXELS + 3
