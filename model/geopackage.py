"""What a GeoPackage is: the statements that make one, how a shape stands in it, and how to take it out again.

Works on an open SQLite connection that somebody else made; a file made twice from the same rows has the same bytes.

References
----------
OGC 12-128r18, GeoPackage Encoding Standard 1.3.1: requirement 2 (application id), 10-18 (tables), 19 (shapes).
"""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

APPLICATION_ID = 0x47504B47  # "GPKG"
USER_VERSION = 10301
RD, WGS84 = 28992, 4326
DAY = "2000-01-01T00:00:00.000Z"
"""What stands where a GeoPackage wants to know when it was changed: the same plan gives the same bytes."""
LIBRARY_AT, LIBRARY = slice(96, 100), (3_040_000).to_bytes(4, "big")
"""Where SQLite writes its own version, and what stands there instead, so that no machine shows in the bytes."""

RD_WKT = (
    'PROJCS["Amersfoort / RD New",GEOGCS["Amersfoort",DATUM["Amersfoort",SPHEROID["Bessel 1841",6377397.155,'
    '299.1528128,AUTHORITY["EPSG","7004"]],AUTHORITY["EPSG","6289"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],'
    'UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4289"]],'
    'PROJECTION["Oblique_Stereographic"],PARAMETER["latitude_of_origin",52.1561605555556],'
    'PARAMETER["central_meridian",5.38763888888889],PARAMETER["scale_factor",0.9999079],'
    'PARAMETER["false_easting",155000],PARAMETER["false_northing",463000],UNIT["metre",1,AUTHORITY["EPSG","9001"]],'
    'AXIS["Easting",EAST],AXIS["Northing",NORTH],AUTHORITY["EPSG","28992"]]'
)
WGS84_WKT = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],'
    'AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],'
    'UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],'
    'AUTHORITY["EPSG","4326"]]'
)
SYSTEMS = (
    ("Undefined cartesian SRS", -1, "NONE", -1, "undefined", "undefined cartesian coordinate reference system"),
    ("Undefined geographic SRS", 0, "NONE", 0, "undefined", "undefined geographic coordinate reference system"),
    ("WGS 84 geodetic", WGS84, "EPSG", WGS84, WGS84_WKT, "longitude and latitude in degrees"),
    ("Amersfoort / RD New", RD, "EPSG", RD, RD_WKT, "Dutch national grid in metres"),
)
TABLES = """
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY,
 organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
 description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
 min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
 CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL,
 geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
 CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name),
 CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
 CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
"""
SIZES_OF_ENVELOPE = (0, 32, 48, 48, 64)

Box = tuple[float, float, float, float]


@dataclass(frozen=True, kw_only=True)
class Layer:
    """A table of a GeoPackage.

    Parameters
    ----------
    name, about : str
        Name of the table, and a sentence about it.
    columns : sequence of str
        Names of the columns, shape and row number aside.
    rows : sequence of sequence
        Values by column: text, whole number, number, yes or no, date, or None.
    shapes : sequence of (bytes, box) or None, optional
        Per row its shape as well-known binary and its box (west, south, east, north), or None; left out: a table
        without shapes.
    kind : str
        ``POINT``, ``LINESTRING``, ``MULTIPOLYGON`` or ``GEOMETRY``.
    """

    name: str
    about: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]
    shapes: Sequence[tuple[bytes, Box] | None] | None = None
    kind: str = "GEOMETRY"


def fill(connection: Any, layers: Sequence[Layer]) -> None:
    """Make a GeoPackage in RD New (EPSG:28992) of an empty database.

    Parameters
    ----------
    connection : sqlite3.Connection
        Empty; the caller closes it.
    layers : sequence of Layer
        In the order in which they are listed.
    """
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {USER_VERSION}")
    connection.executescript(TABLES)
    connection.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)", SYSTEMS)
    for layer in layers:
        _add(connection, layer)
    connection.commit()


def plain_bytes(content: bytes) -> bytes:
    """Return a database without the version of the library that wrote it, which nobody needs to read it."""
    return content[: LIBRARY_AT.start] + LIBRARY + content[LIBRARY_AT.stop :]


def to_blob(shape: bytes, box: Box, srs: int = RD) -> bytes:
    """Return a shape as a GeoPackage keeps it: a header with its box, then the well-known binary."""
    west, south, east, north = box
    # Flags: version 1 binary, an envelope of two dimensions, little endian.
    return struct.pack("<2sBBi4d", b"GP", 0, 0b0000_0011, srs, west, east, south, north) + shape


def from_blob(blob: bytes) -> tuple[int, bytes]:
    """Return the coordinate system and the well-known binary of a shape; no bytes for an empty one.

    Raises
    ------
    ValueError
        If it is no shape of a GeoPackage.
    """
    if len(blob) < 8 or blob[:2] != b"GP" or blob[3] >> 1 & 7 >= len(SIZES_OF_ENVELOPE):
        raise ValueError("not a GeoPackage shape")
    flags = blob[3]
    (srs,) = struct.unpack("<i" if flags & 1 else ">i", blob[4:8])
    start = 8 + SIZES_OF_ENVELOPE[flags >> 1 & 7]
    return srs, b"" if flags & 0b0001_0000 else blob[start:]


def quoted(name: str) -> str:
    """Return the name of a table or column as SQL wants it."""
    return '"' + name.replace('"', '""') + '"'


def _add(connection: Any, layer: Layer) -> None:
    """Make the table of a layer and list it."""
    shaped = layer.shapes is not None
    boxes = [item[1] for item in layer.shapes or () if item is not None]
    box: Sequence[float | None] = _around(boxes) if boxes else (None,) * 4
    about = (layer.name, "features" if shaped else "attributes", layer.name, layer.about, DAY, *box)
    connection.execute(
        "INSERT INTO gpkg_contents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (*about, RD if shaped else None)
    )
    columns = [f"{quoted(name)} {_kind([row[i] for row in layer.rows])}" for i, name in enumerate(layer.columns)]
    geometry = [f"geom {layer.kind}"] if shaped else []
    connection.execute(
        f"CREATE TABLE {quoted(layer.name)} "
        f"({', '.join(['fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL', *geometry, *columns])})"
    )
    if shaped:
        row = (layer.name, "geom", layer.kind, RD, 0, 0)
        connection.execute("INSERT INTO gpkg_geometry_columns VALUES (?, ?, ?, ?, ?, ?)", row)
    shapes = (
        [[item and to_blob(*item)] for item in layer.shapes] if layer.shapes is not None else [[]] * len(layer.rows)
    )
    rows = [
        (number, *shape, *map(_stored, values))
        for number, (shape, values) in enumerate(zip(shapes, layer.rows, strict=True), start=1)
    ]
    places = ", ".join("?" * (1 + shaped + len(layer.columns)))
    connection.executemany(f"INSERT INTO {quoted(layer.name)} VALUES ({places})", rows)


def _around(boxes: Sequence[Box]) -> Box:
    """Return the box around boxes."""
    west, south, east, north = zip(*boxes, strict=True)
    return min(west), min(south), max(east), max(north)


def _kind(values: Sequence[Any]) -> str:
    """Return the type of a column by the values in it."""
    kinds = {type(value) for value in values if value is not None}
    for kind, name in ((bool, "BOOLEAN"), (int, "INTEGER"), (date, "DATE")):
        if kinds == {kind}:
            return name
    return "REAL" if kinds and kinds <= {int, float} else "TEXT"


def _stored(value: Any) -> Any:
    """Return a value as SQLite keeps it."""
    return value.isoformat() if isinstance(value, date) else int(value) if isinstance(value, bool) else value


def names_of(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the keys of rows, each once, in the order in which they come."""
    return list(dict.fromkeys(key for row in rows for key in row))
