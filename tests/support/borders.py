"""Borders that nobody has: cells around the points of municipalities, that fit together and fill a box."""

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import mapping

from regietafel.model import geopackage, rd
from regietafel.model.borders import Borders

Points = Mapping[str, tuple[float, float]]
CRS = {
    "rd": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}},
    "wgs84": {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}},
}


def cells(points: Points) -> dict[str, Any]:
    """Return by code the cell around its point [RD New, whole metres]; every border is shared to the metre."""
    spots = shapely.MultiPoint([rd.to_rd(*point) for point in points.values()])
    box = shapely.box(*spots.buffer(12_000).bounds)
    found = shapely.voronoi_polygons(spots, extend_to=box, ordered=True).geoms
    return {
        code: shapely.transform(shapely.intersection(cell, box), lambda at: at.round())
        for code, cell in zip(points, found, strict=True)
    }


def points_of(document: Mapping[str, Any]) -> Points:
    """Return the points of the municipalities of a plan, by code."""
    return {member["gm_code"]: (member["lat"], member["lon"]) for member in document["municipalities"]}


def borders_of(document: Mapping[str, Any], source: str = "grenzen.gpkg") -> Borders:
    """Return made-up borders for a plan."""
    shapes = cells(points_of(document))
    return Borders({code: shapely.to_wkb(shape, byte_order=1) for code, shape in sorted(shapes.items())}, source)


def in_degrees(shape: Any) -> Any:
    """Return a shape with longitude and latitude."""
    return shapely.transform(shape, lambda x, y: rd.to_wgs84(x, y)[::-1], interleaved=False)


def feature(code: str, shape: Any, field: str = "statcode") -> dict[str, Any]:
    """Return a feature of GeoJSON."""
    return {"type": "Feature", "properties": {field: code}, "geometry": None if shape is None else mapping(shape)}


def write_geojson(path: Path, features: list[dict[str, Any]], crs: str = "") -> Path:
    """Write features as a file."""
    about = {"crs": CRS[crs]} if crs else {}
    path.write_text(json.dumps({"type": "FeatureCollection", **about, "features": features}), encoding="utf-8")
    return path


def write_geopackage(path: Path, shapes: Mapping[str, Any], field: str = "statcode", table: str = "gemeenten") -> Path:
    """Write shapes as a GeoPackage in RD New, beside a layer of points that has the same codes."""
    rows = [[code] for code in shapes]
    about: dict[str, Any] = {"about": "", "columns": [field], "rows": rows}
    layers = [
        geopackage.Layer(name="middelpunten", shapes=_stored(shapes, points=True), kind="POINT", **about),
        geopackage.Layer(name=table, shapes=_stored(shapes), kind="POLYGON", **about),
    ]
    with closing(sqlite3.connect(path)) as connection:
        geopackage.fill(connection, layers)
    return path


def _stored(shapes: Mapping[str, Any], *, points: bool = False) -> list[Any]:
    drawn = [shape.centroid if points else shape for shape in shapes.values()]
    return [(shapely.to_wkb(shape, byte_order=1), shape.bounds) for shape in drawn]
