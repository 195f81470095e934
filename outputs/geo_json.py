"""The plan as GeoJSON for any map program: municipalities, locations and clusters (RFC 7946, WGS84)."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from regietafel.model import rd
from regietafel.outputs.geo_rows import GeoTable, Row
from regietafel.outputs.report_view import View

DECIMALS = 6
"""Of a degree: a tenth of a metre."""


def to_geojson(view: View, tables: Sequence[GeoTable], about: Sequence[tuple[str, str]]) -> bytes:
    """Return a plan as one collection of features.

    Parameters
    ----------
    view : View
        The plan, in the language of the names.
    tables : sequence of GeoTable
        As `geo_tables` gives them.
    about : sequence of (str, str)
        What the plan is; becomes members of the collection.

    Returns
    -------
    bytes
        Municipalities with their figures at the last moment and a list per moment; locations, of which only real ones
        with a point have a geometry; clusters of the last moment. Longitude first, six decimals, areas turned as the
        standard asks.
    """
    of = {table.kind: table for table in tables}
    code, moment = view.say("column.gm_code"), view.say("column.moment")
    every: dict[str, list[Row]] = {}
    for row in of["municipalities_per_moment"].rows:
        every.setdefault(row[code], []).append(row)
    towns, places, clusters = of["municipalities"], of["locations"], of["clusters"]
    moments = view.say("geo.moments")
    features = [
        _feature(view, "municipality", row | {moments: every[row[code]]}, shape)
        for row, shape in zip(towns.rows, towns.shapes or (), strict=True)
    ]
    features += [
        _feature(view, "location", row, shape) for row, shape in zip(places.rows, places.shapes or (), strict=True)
    ]
    features += [
        _feature(view, "cluster", row, shape)
        for row, shape in zip(clusters.rows, clusters.shapes or (), strict=True)
        if row[moment].isoformat() == view.last
    ]
    document = {"type": "FeatureCollection", **dict(about), "features": features}
    return (json.dumps(document, ensure_ascii=False, separators=(",", ":"), default=_day) + "\n").encode()


def _feature(view: View, kind: str, row: Row, shape: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {view.say("geo.kind"): view.say(f"geo.kind_{kind}"), **row},
        "geometry": None if shape is None else _geometry(shape),
    }


def _geometry(shape: Any) -> dict[str, Any]:
    """Write a shape of the grid in degrees, longitude first, outer rings turning left."""
    import shapely
    from shapely.geometry import mapping

    def turned(x: Any, y: Any) -> tuple[Any, Any]:
        lat, lon = rd.to_wgs84(x, y)
        return lon.round(DECIMALS), lat.round(DECIMALS)

    return dict(mapping(shapely.transform(shapely.orient_polygons(shape), turned, interleaved=False)))


def _day(value: Any) -> str:
    """Write a date as the standard for dates asks."""
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no JSON for {type(value).__name__}")
