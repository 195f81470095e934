"""What the files for map programs hold: the tables of a plan with a shape per row, and what the plan is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from regietafel.model import rd
from regietafel.model.borders import Borders
from regietafel.outputs import map_svg, report_summary, results
from regietafel.outputs.report_view import View
from regietafel.outputs.texts_catalogue import text

Row = dict[str, Any]


@dataclass(frozen=True)
class GeoTable:
    """A table for a map program.

    Parameters
    ----------
    kind : str
        ``municipalities``, ``municipalities_per_moment``, ``locations``, ``placements`` or ``clusters``.
    rows : list of dict
        Values by column, in the words of the tables.
    shapes : list, optional
        Per row a shape in RD New [metres], or None; left out for a table without shapes.
    """

    kind: str
    rows: list[Row]
    shapes: list[Any] | None = None


def geo_tables(view: View, borders: Borders | None = None) -> list[GeoTable]:
    """Return the tables of a plan with their shapes.

    Parameters
    ----------
    view : View
        The plan, in the language of the columns.
    borders : Borders, optional
        Areas of the municipalities; without them they are points.

    Returns
    -------
    list of GeoTable
        Municipalities at the last moment and per moment, locations, placements, clusters; every row says in its last
        column whether the plan is a draft, confidential, or an example.
    """
    per_moment = _rows(results.municipalities(view.plan, view.lang))
    moment, code = _column(view, "moment"), _column(view, "gm_code")
    members = {member["gm_code"]: member for member in view.document["municipalities"]}
    at_last = [row for row in per_moment if _day(row[moment]) == view.last]
    placements = _rows(results.placements(view.plan, view.lang))
    clusters = _rows(results.clusters(view.plan, view.lang))
    tables = [
        GeoTable("municipalities", at_last, _town_shapes([members[row[code]] for row in at_last], borders)),
        GeoTable("municipalities_per_moment", per_moment),
        GeoTable("locations", _locations(view, placements), [_point(item) for item in view.document["locations"]]),
        GeoTable("placements", placements),
        GeoTable("clusters", clusters, [_line(view, row) for row in clusters]),
    ]
    mark = {view.say("geo.mark"): " · ".join(marks(view))}
    return [GeoTable(table.kind, [row | mark for row in table.rows], table.shapes) for table in tables]


def marks(view: View) -> list[str]:
    """Return what every page says of the plan: draft or adopted, confidential, version, date, made up or not."""
    head = report_summary.head(view)
    return [*head["marks"], *head["facts"], *([head["illustration"]] if head["illustration"] else [])]


def about(view: View, borders: Borders | None = None) -> list[tuple[str, str]]:
    """Return what the plan is and where it comes from, as names and values."""
    case, scenario = view.document["case"], view.document["scenario"]
    return [
        (view.say("geo.province"), case["province"]),
        (view.say("geo.cycle"), str(case["cycle"])),
        (view.say("geo.scenario"), scenario["title"] or scenario["name"]),
        (view.say("geo.mark"), " · ".join(marks(view))),
        (view.say("geo.borders"), borders.source if borders else view.say("geo.without_borders")),
        (view.say("geo.fingerprint"), view.document["versions"].get("document_sha256", "")),
    ]


def _rows(table: pd.DataFrame) -> list[Row]:
    """Return the rows of a table as plain values; an unknown one is None."""
    names = list(table.columns)
    return [
        {name: _known(value) for name, value in zip(names, values, strict=True)}
        for values in zip(*(table[name].tolist() for name in names), strict=True)
    ]


def _known(value: Any) -> Any:
    return None if isinstance(value, float) and value != value else value


def _day(value: Any) -> str:
    return str(value.isoformat())


def _column(view: View, code: str) -> str:
    return text(f"column.{code}", view.lang)


def _town_shapes(members: Sequence[Mapping[str, Any]], borders: Borders | None) -> list[Any]:
    """Return the area of every municipality, else its point."""
    import shapely

    if borders is not None and all(member["gm_code"] in borders.shapes for member in members):
        areas = shapely.from_wkb([borders.shapes[member["gm_code"]] for member in members])
        return [shapely.MultiPolygon(getattr(area, "geoms", [area])) for area in areas]
    return [None if member["lat"] is None else _at(member["lat"], member["lon"]) for member in members]


def _at(lat: float, lon: float) -> Any:
    """Return a point of the grid, to the millimetre, so that its degrees come back as they were typed."""
    import shapely

    east, north = rd.to_rd(lat, lon)
    return shapely.Point(round(east, 3), round(north, 3))


def _point(offer: Any) -> Any:
    """Return the point of a location, if the input gives one and the location is not made up."""
    if offer["lat"] is None or offer["lon"] is None or not map_svg.is_real(offer):
        return None
    return _at(offer["lat"], offer["lon"])


def _locations(view: View, placements: list[Row]) -> list[Row]:
    """Return every location with its places at the last moment; one that is not open has none."""
    name, moment = _column(view, "location_id"), _column(view, "moment")
    streams = [column for column in results.COLUMNS["placements"] if column.startswith("places_")]
    wanted = [_column(view, code) for code in ("opened", *streams)]
    at_last = {row[name]: row for row in placements if _day(row[moment]) == view.last}
    hubs = _column(view, "hubs")
    return [
        row
        | {column: at_last.get(row[name], {}).get(column, 0) for column in wanted}
        | {hubs: at_last.get(row[name], {}).get(hubs, "")}
        for row in _rows(results.locations(view.plan, view.lang))
    ]


def _line(view: View, row: Row) -> Any:
    """Return the line between a hub and its satellite, if both have a point."""
    import shapely

    ends = [_point(view.offers[row[_column(view, code)]]) for code in ("hub", "location_id")]
    return shapely.LineString(ends) if None not in ends and ends[0] != ends[1] else None
