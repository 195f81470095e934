"""Files with borders as they come: which municipality has which shape, in which coordinates; GeoJSON or GeoPackage."""

import json
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from regietafel.model import geopackage, rd
from regietafel.model.errors import DataError, Finding, Place

CODE_FIELDS = ("statcode", "gm_code", "gemeentecode", "identificatie", "gemcode", "code")
"""Fields that hold the CBS code of a municipality, the surest first; capitals do not matter."""
GEOJSON, GEOPACKAGE = (".geojson", ".json"), (".gpkg",)
AREAS = ("POLYGON", "MULTIPOLYGON", "GEOMETRY", "SURFACE", "MULTISURFACE", "CURVEPOLYGON")
FINEST_KEY = "vereenvoudigd_m"
"""Member of our own copy: how far its borders were simplified [metres]."""


@dataclass(frozen=True)
class Found:
    """What a file holds of some municipalities.

    Parameters
    ----------
    shapes : mapping of str to list
        Per code its shapes, as many as the file has, as the file gives them.
    srs : int
        Their coordinates: 28992 (RD New) or 4326 (WGS84, longitude first).
    simplified : bool
        Whether the file is a copy that was simplified before.
    source : str
        What the file says of its source.
    """

    shapes: Mapping[str, list[Any]]
    srs: int
    simplified: bool = False
    source: str = ""


def read_file(path: Path, codes: Collection[str]) -> Found:
    """Read the shapes of some municipalities.

    Raises
    ------
    DataError
        If there is no such file, it is of another kind or broken, or has no field with codes of municipalities.
    """
    if not path.is_file():
        raise DataError(Finding("borders_not_found", value=str(path)))
    kind = path.suffix.casefold()
    if kind in GEOPACKAGE:
        return _of_geopackage(path, codes)
    if kind in GEOJSON:
        return _of_geojson(path, codes)
    raise DataError(Finding("borders_kind", place=Place(path.name), value=path.suffix or path.name))


def code_of(value: Any) -> str:
    """Return the CBS code that a field holds: ``GM0363``, ``0363`` and 363 are the same; empty when it is none."""
    text = str(value or "").strip().upper().removeprefix("GM")
    return f"GM{text:0>4}" if text.isascii() and text.isdecimal() and len(text) <= 4 else ""


def _of_geojson(path: Path, codes: Collection[str]) -> Found:
    import shapely.errors
    from shapely.geometry import shape

    document = _json(path)
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or not all(isinstance(item, dict) for item in features):
        raise _broken(path, "FeatureCollection")
    fields = {str(name) for item in features for name in _properties(item)}
    field = _code_field(path, fields, features)
    shapes: dict[str, list[Any]] = {}
    for item in features:
        code = code_of(_properties(item).get(field))
        if code not in codes:
            continue
        try:
            shapes.setdefault(code, []).append(shape(item["geometry"]) if item.get("geometry") else None)
        except (KeyError, TypeError, ValueError, AttributeError, shapely.errors.ShapelyError) as error:
            raise _broken(path, f"{code}: {type(error).__name__}") from error
    source = document.get("bron")
    return Found(
        shapes, _srs_of(path, document, shapes), FINEST_KEY in document, source if isinstance(source, str) else ""
    )


def _properties(item: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the properties of a feature or of coordinates; one without, or with something else, has none."""
    found = item.get("properties")
    return found if isinstance(found, dict) else {}


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise DataError(Finding("borders_not_found", value=str(path))) from error
    except (ValueError, RecursionError) as error:
        raise _broken(path, str(error)) from error


def _code_field(path: Path, fields: Collection[str], features: list[dict[str, Any]]) -> str:
    """Return the field with codes of municipalities.

    Raises
    ------
    DataError
        If there is none.
    """
    by_name = {name.casefold(): name for name in sorted(fields)}
    for known in CODE_FIELDS:
        name = by_name.get(known)
        if name and any(code_of(_properties(item).get(name)) for item in features):
            return name
    params = {"fields": sorted(fields)[:12], "known": list(CODE_FIELDS)}
    raise DataError(Finding("borders_no_code", place=Place(path.name), params=params))


def _srs_of(path: Path, document: Mapping[str, Any], shapes: Mapping[str, list[Any]]) -> int:
    """Return the coordinates that a file says it has, or that its numbers show.

    Raises
    ------
    DataError
        If it says that they are something else.
    """
    about = document.get("crs")
    named = str(_properties(about).get("name", "")) if isinstance(about, dict) else ""
    if not named:
        return geopackage.WGS84 if _in_degrees(shapes) else geopackage.RD
    if "28992" in named:
        return geopackage.RD
    if "CRS84" in named or "4326" in named:
        return geopackage.WGS84
    raise DataError(Finding("borders_srs", place=Place(path.name), value=named))


def _in_degrees(shapes: Mapping[str, list[Any]]) -> bool:
    """Whether all numbers are so small that they are degrees."""
    boxes = [item.bounds for row in shapes.values() for item in row if item is not None and not item.is_empty]
    return all(max(map(abs, box)) <= 180 for box in boxes)


def _of_geopackage(path: Path, codes: Collection[str]) -> Found:
    import shapely

    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            table, column, field, srs = _layer(path, connection, codes)
            wanted = connection.execute(
                f"SELECT {geopackage.quoted(field)}, {geopackage.quoted(column)} FROM {geopackage.quoted(table)}"
            )
            shapes: dict[str, list[Any]] = {}
            for value, blob in wanted:
                if (code := code_of(value)) in codes:
                    wkb = geopackage.from_blob(blob)[1] if blob else b""
                    shapes.setdefault(code, []).append(shapely.from_wkb(wkb) if wkb else None)
            source = _source_in(connection, table)
    except (sqlite3.Error, ValueError, shapely.errors.ShapelyError) as error:
        raise _broken(path, str(error)) from error
    return Found(shapes, srs, False, source)


def _layer(path: Path, connection: sqlite3.Connection, codes: Collection[str]) -> tuple[str, str, str, int]:
    """Return the table, its shape column, its code field and its coordinates: the layer that has most of the codes.

    Raises
    ------
    DataError
        If no layer has areas with codes of municipalities, or they have other coordinates.
    """
    layers = []
    fields: set[str] = set()
    for table, column, kind, srs in connection.execute(
        "SELECT table_name, column_name, geometry_type_name, srs_id FROM gpkg_geometry_columns"
    ).fetchall():
        names = [row[1] for row in connection.execute(f"PRAGMA table_info({geopackage.quoted(table)})")]
        fields |= set(names) - {column}
        if str(kind).upper() in AREAS:
            layers += [(table, column, field, srs) for field in _known_fields(names)]
    counted = [(-_count(connection, layer, codes), "niet" in layer[0], i, layer) for i, layer in enumerate(layers)]
    if not any(_has_codes(connection, layer) for layer in layers):
        params = {"fields": sorted(fields)[:12], "known": list(CODE_FIELDS)}
        raise DataError(Finding("borders_no_code", place=Place(path.name), params=params))
    layer = min(counted)[3]
    if layer[3] not in (geopackage.RD, geopackage.WGS84):
        raise DataError(Finding("borders_srs", place=Place(path.name), value=f"EPSG:{layer[3]}"))
    return layer


def _known_fields(names: Collection[str]) -> list[str]:
    by_name = {name.casefold(): name for name in names}
    return [by_name[known] for known in CODE_FIELDS if known in by_name]


def _codes_in(connection: sqlite3.Connection, layer: tuple[str, str, str, int]) -> Iterator[str]:
    rows = connection.execute(f"SELECT {geopackage.quoted(layer[2])} FROM {geopackage.quoted(layer[0])}")
    return (code_of(row[0]) for row in rows)


def _count(connection: sqlite3.Connection, layer: tuple[str, str, str, int], codes: Collection[str]) -> int:
    return len({code for code in _codes_in(connection, layer) if code in codes})


def _has_codes(connection: sqlite3.Connection, layer: tuple[str, str, str, int]) -> bool:
    return any(_codes_in(connection, layer))


def _source_in(connection: sqlite3.Connection, table: str) -> str:
    """Return what the list of contents says of a layer that this program wrote."""
    row = connection.execute("SELECT description FROM gpkg_contents WHERE table_name = ?", (table,)).fetchone()
    return str(row[0] or "")[:200] if row else ""


def _broken(path: Path, reason: str) -> DataError:
    return DataError(Finding("borders_broken", place=Place(path.name), params={"reason": reason[:200]}))


def in_grid(shape: Any) -> bool:
    """Whether a shape lies where coordinates of the grid lie."""
    west, south, east, north = shape.bounds
    return bool(rd.BOX[0] <= west and rd.BOX[1] <= south and east <= rd.BOX[2] and north <= rd.BOX[3])
