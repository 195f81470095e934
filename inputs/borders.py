"""Borders of the municipalities of a plan: found, read, checked and kept with the run; nothing is repaired unseen."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from regietafel.inputs.border_files import FINEST_KEY, Found, in_grid, read_file
from regietafel.model import geopackage, rd
from regietafel.model.borders import Borders
from regietafel.model.errors import DataError, Finding, Place

FILES = ("grenzen.gpkg", "grenzen.geojson")
"""What is found by itself beside a case, the first first."""
COPY = "grenzen.geojson"
"""What a run folder keeps: the borders that its documents have."""
FINEST = 25
"""Bends of a border smaller than about this are left out: a triangle smaller than its square [metres]."""
MOST_NAMED = 12


def read_borders(path: Path, names: Mapping[str, str]) -> Borders:
    """Read the borders of municipalities from GeoJSON or GeoPackage, in RD New or WGS84.

    Parameters
    ----------
    path : Path
        The file; which field holds the codes is recognised.
    names : mapping of str to str
        Name of every municipality that is needed, by code.

    Returns
    -------
    Borders
        Bends smaller than about 25 metres left out, shared borders kept, in whole metres of the grid. A copy that was
        simplified before is left as it is.

    Raises
    ------
    DataError
        If the file cannot be used: not there, broken, without codes, a municipality missing or there twice, a shape
        that is no area or not valid, or coordinates outside the Netherlands. All findings at once.
    """
    found = read_file(path, names)
    findings = [*_missing(path, found, names), *_wrong_shapes(path, found, names)]
    if findings:
        raise DataError(findings)
    codes = sorted(names)
    shapes = _in_rd(found, codes)
    outside = [names[code] for code, shape in zip(codes, shapes, strict=True) if not in_grid(shape)]
    if outside:
        raise DataError(_about("borders_coordinates", path, outside))
    return Borders(dict(zip(codes, _plain(shapes, found.simplified), strict=True)), _source(path, found))


def find_borders(case: str | Path, is_built_in: bool) -> Path | None:
    """Return the file with borders that lies beside a case: in its folder, or for a built-in case in this folder."""
    path = Path() if is_built_in else Path(case)
    folders = [path, path.parent] if path.is_dir() and not is_built_in else [path if is_built_in else path.parent]
    return borders_among(folders)


def borders_among(folders: Iterable[Path]) -> Path | None:
    """Return the file with borders in the first of some folders that has one, if any."""
    return next((folder / name for folder in folders for name in FILES if (folder / name).is_file()), None)


def border_warnings(path: Path, borders: Borders, names: Mapping[str, str]) -> list[Finding]:
    """Find municipalities whose borders do not fit together: on the map a gap or an overlap may show."""
    import shapely

    codes = sorted(borders.shapes)
    edges = shapely.coverage_invalid_edges(shapely.from_wkb([borders.shapes[code] for code in codes]))
    apart = [names.get(code, code) for code, edge in zip(codes, edges, strict=True) if not edge.is_empty]
    return [_about("borders_apart", path, apart, "warning")] if apart else []


def borders_copy(borders: Borders) -> bytes:
    """Return borders as GeoJSON in RD New, to be kept with a run: the same borders give the same bytes."""
    from shapely import from_wkb
    from shapely.geometry import mapping

    features = [
        {
            "type": "Feature",
            "properties": {"gm_code": code},
            "geometry": _whole(mapping(from_wkb(borders.shapes[code]))),
        }
        for code in sorted(borders.shapes)
    ]
    document = {
        "type": "FeatureCollection",
        "crs": {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{geopackage.RD}"}},
        "bron": borders.source,
        FINEST_KEY: FINEST,
        "features": features,
    }
    return (json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _missing(path: Path, found: Found, names: Mapping[str, str]) -> list[Finding]:
    """Find municipalities that the file does not have, or has twice."""
    missing = [name for code, name in names.items() if code not in found.shapes]
    double = [names[code] for code, shapes in found.shapes.items() if len(shapes) > 1]
    if len(missing) == len(names):
        return [Finding("borders_of_others", place=Place(path.name), params={"count": len(names)})]
    return [
        *([_about("borders_missing", path, missing)] if missing else []),
        *([_about("borders_double", path, double)] if double else []),
    ]


def _wrong_shapes(path: Path, found: Found, names: Mapping[str, str]) -> list[Finding]:
    """Find shapes that are no area, or not a valid one."""
    none, invalid = [], []
    for code, shapes in found.shapes.items():
        for shape in shapes:
            if shape is None or shape.is_empty or shape.geom_type not in ("Polygon", "MultiPolygon"):
                none.append(names[code])
            elif not shape.is_valid:
                invalid.append(names[code])
    return [
        *([_about("borders_no_area", path, none)] if none else []),
        *([_about("borders_invalid", path, invalid)] if invalid else []),
    ]


def _in_rd(found: Found, codes: list[str]) -> list[Any]:
    """Return the shapes in coordinates of the grid, without heights."""
    import shapely

    shapes = [shapely.force_2d(found.shapes[code][0]) for code in codes]
    if found.srs == geopackage.RD:
        return shapes
    return [shapely.transform(shape, lambda lon, lat: rd.to_rd(lat, lon), interleaved=False) for shape in shapes]


def _plain(shapes: list[Any], simplified: bool) -> list[bytes]:
    """Simplify shapes together and write them in whole metres; what was simplified before only in whole metres."""
    import shapely

    kept = shapes if simplified else shapely.coverage_simplify(shapes, FINEST)
    return [
        shapely.to_wkb(shape, byte_order=1) for shape in (shapely.transform(one, lambda at: at.round()) for one in kept)
    ]


def _whole(geometry: Mapping[str, Any]) -> dict[str, Any]:
    """Write whole metres as whole numbers."""

    def whole(part: Any) -> Any:
        return [whole(item) for item in part] if isinstance(part, list | tuple) else int(part)

    return {"type": geometry["type"], "coordinates": whole(geometry["coordinates"])}


def _source(path: Path, found: Found) -> str:
    """Return where borders come from: what a copy or a downloaded file says itself, else the name of the file."""
    return found.source or path.name


def _about(code: str, path: Path, names: list[str], level: Any = "error") -> Finding:
    """Make a finding about municipalities, the first twelve by name."""
    params = {"names": names[:MOST_NAMED], "count": len(names)}
    return Finding(code, level, place=Place(path.name), params=params)
