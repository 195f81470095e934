"""The plan as GeoPackage in RD New (EPSG:28992) for the map programs of a province."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from typing import Any

from regietafel.model import geopackage
from regietafel.model.geopackage import Box, Layer
from regietafel.outputs.geo_rows import GeoTable
from regietafel.outputs.report_view import View

KINDS = {"locations": "POINT", "clusters": "LINESTRING"}


def to_geopackage(view: View, tables: Sequence[GeoTable], about: Sequence[tuple[str, str]]) -> bytes:
    """Return a plan as the bytes of a GeoPackage; the same plan gives the same bytes, on any machine.

    Parameters
    ----------
    view : View
        The plan, in the language of the names.
    tables : sequence of GeoTable
        As `geo_tables` gives them; each becomes a table, with shapes a layer.
    about : sequence of (str, str)
        What the plan is; becomes a table of names and values.
    """
    layers = [_layer(view, table) for table in tables if table.rows]
    names = [view.say("geo.name"), view.say("geo.value")]
    layers.append(Layer(name=view.say("geo.table_marks"), about=view.say("geo.marks"), columns=names, rows=about))
    with closing(sqlite3.connect(":memory:")) as connection:
        geopackage.fill(connection, layers)
        return geopackage.plain_bytes(connection.serialize())


def _layer(view: View, table: GeoTable) -> Layer:
    names = geopackage.names_of(table.rows)
    return Layer(
        name=view.say(f"geo.table_{table.kind}"),
        about=view.say(f"geo.{table.kind}"),
        columns=names,
        rows=[[row.get(name) for name in names] for row in table.rows],
        shapes=None if table.shapes is None else [shape if shape is None else _stored(shape) for shape in table.shapes],
        kind=KINDS.get(table.kind) or _kind(table.shapes or ()),
    )


def _kind(shapes: Sequence[Any]) -> str:
    """Return the one kind of shape of a layer: municipalities are points, or areas of one or more parts."""
    kinds = {shape.geom_type.upper() for shape in shapes if shape is not None}
    return kinds.pop() if len(kinds) == 1 else "GEOMETRY"


def _stored(shape: Any) -> tuple[bytes, Box]:
    """Return the well-known binary of a shape, and its box."""
    import shapely

    west, south, east, north = shape.bounds
    return shapely.to_wkb(shape, byte_order=1), (west, south, east, north)
