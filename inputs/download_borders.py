"""Borders of all municipalities of one year, as PDOK gives them: fetched, counted, compared, written as GeoPackage."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from regietafel.inputs.download import Client, digest, listed
from regietafel.model import geopackage, rd
from regietafel.model.errors import DataError, Finding, OutputError, Place, UsageError

ADDRESS = "https://api.pdok.nl/cbs/gebiedsindelingen/ogc/v1/collections/gemeente_gegeneraliseerd/items"
BY_HAND = "https://service.pdok.nl/cbs/gebiedsindelingen/atom/v1_0/downloads/cbsgebiedsindelingen{year}.gpkg"
PAGE = 100
"""Municipalities per page; the service may give less, and never more."""
YEAR = 2026
COUNTS = {2021: 352, 2022: 345, 2023: 342, 2024: 342, 2025: 342, 2026: 342}
"""How many municipalities there were on 1 January, by year."""
ANSWERS = "opgehaald"
"""Folder beside the file with the raw answers, and where they came from."""
LAYER = "gemeenten"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is fetched, and where it goes.

    Parameters
    ----------
    file : Path
        GeoPackage to make.
    year : int
        Year of the borders, 1 January.
    count : int, optional
        How many municipalities there must be; without it the known number of the year.
    today : date
        Day of today, for the record.
    address : str
        Where the collection stands.
    """

    file: Path
    year: int = YEAR
    count: int | None = None
    today: date
    address: str = ADDRESS

    @property
    def first(self) -> str:
        """Address of the first page."""
        return f"{self.address}?f=json&jaarcode={self.year}&limit={PAGE}"

    @property
    def record(self) -> Path:
        """File that says what was fetched, when and from where."""
        return self.file.parent / ANSWERS / f"grenzen-{self.year}.json"


def fetch_borders(asked: Asked, client: Client | None = None) -> tuple[int, list[Finding]]:
    """Fetch the borders of a year and write them; nothing is written unless everything is right.

    Returns
    -------
    tuple
        Number of municipalities, and what there is to say: changed since the last time, or not known before.

    Raises
    ------
    UsageError
        If the file exists.
    DataError
        If the answer cannot be had, is broken, or has another number of municipalities.
    OutputError
        If the files cannot be written.
    """
    if asked.file.exists():
        raise UsageError(Finding("file_exists", value=str(asked.file)))
    client = client or Client(by_hand=BY_HAND.format(year=asked.year))
    pages = list(client.documents(asked.first, _next))
    features = _of_year([item for _, _, page in pages for item in listed(page, "features")], asked)
    content = digest(json.dumps([features[code]["geometry"] for code in sorted(features)]).encode())
    said = _compared(asked, content)
    layer = _layer(features, asked)
    record = {
        "what": f"CBS Gebiedsindelingen {asked.year}, gemeente_gegeneraliseerd",
        "date": asked.today.isoformat(),
        "municipalities": len(features),
        "content_sha256": content,
        "pages": [
            {"address": address, "sha256": digest(raw), "file": f"grenzen-{asked.year}-{number}.json"}
            for number, (address, raw, _) in enumerate(pages, start=1)
        ],
    }
    _write(asked, layer, record, [raw for _, raw, _ in pages])
    return len(features), said


def _next(page: Mapping[str, Any]) -> str:
    """Return the address of the next page, as the page gives it."""
    links = [link for link in listed(page, "links") if isinstance(link, dict) and link.get("rel") == "next"]
    return next((str(link.get("href", "")) for link in links), "")


def _of_year(features: Sequence[Any], asked: Asked) -> dict[str, Any]:
    """Return the feature of every municipality of the year, by code.

    Raises
    ------
    DataError
        If there is none of the year, one is there twice, or the number is not what it must be.
    """
    found: dict[str, Any] = {}
    double = 0
    for item in features:
        about = (item.get("properties") if isinstance(item, dict) else None) or {}
        code = str(about.get("statcode", "")).strip()
        if str(about.get("jaarcode", asked.year)) != str(asked.year) or not code.startswith("GM"):
            continue
        double += code in found
        found[code] = item
    expected = asked.count or COUNTS.get(asked.year) or len(found)
    if not found or double or len(found) != expected:
        params = {"year": str(asked.year), "found": len(found) + double, "expected": expected or 1}
        raise DataError(Finding("download_count", params=params))
    return found


def _compared(asked: Asked, content: str) -> list[Finding]:
    """Say whether the borders are those of the last time."""
    known = _known(asked.record)
    if not known:
        params = {"year": str(asked.year), "now": content}
        return [Finding("download_not_known", "warning", params=params)]
    if known["content_sha256"] == content:
        return []
    params = {
        "year": str(asked.year),
        "date": known["date"],
        "before": known["content_sha256"][:12],
        "now": content[:12],
    }
    return [Finding("download_changed", "warning", params=params)]


def _known(record: Path) -> dict[str, str]:
    """Read the record of an earlier time; empty when there is none that can be read."""
    try:
        document = json.loads(record.read_text(encoding="utf-8"))
        return {key: str(document[key]) for key in ("content_sha256", "date")}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _layer(features: Mapping[str, Any], asked: Asked) -> geopackage.Layer:
    """Make the layer of the file, in RD New, to the centimetre.

    Raises
    ------
    DataError
        If a shape cannot be read.
    """
    import shapely
    from shapely.geometry import shape

    codes, shapes = sorted(features), []
    for code in codes:
        try:
            area = shapely.transform(shape(features[code]["geometry"]), _to_rd, interleaved=False)
            area = shapely.MultiPolygon(getattr(area, "geoms", [area]))
            if area.is_empty:
                raise ValueError(area.geom_type)
        except (KeyError, TypeError, ValueError, AttributeError, shapely.errors.ShapelyError) as error:
            params = {"address": asked.address, "reason": f"{code}: {type(error).__name__}"}
            raise DataError(Finding("download_broken", params=params)) from error
        west, south, east, north = area.bounds
        shapes.append((shapely.to_wkb(area, byte_order=1), (west, south, east, north)))
    names = [str(features[code]["properties"].get("statnaam", "")) for code in codes]
    return geopackage.Layer(
        name=LAYER,
        about=f"CBS Gebiedsindelingen {asked.year} (PDOK, CC BY 4.0), opgehaald op {asked.today:%d-%m-%Y}",
        columns=["statcode", "statnaam", "jaarcode"],
        rows=[[code, name, asked.year] for code, name in zip(codes, names, strict=True)],
        shapes=shapes,
        kind="MULTIPOLYGON",
    )


def _to_rd(lon: Any, lat: Any) -> tuple[Any, Any]:
    x, y = rd.to_rd(lat, lon)
    return x.round(2), y.round(2)


def _write(asked: Asked, layer: geopackage.Layer, record: Mapping[str, Any], pages: Sequence[bytes]) -> None:
    """Write the raw answers, what they are, and last the file itself.

    Raises
    ------
    OutputError
        If that cannot be done.
    """
    with closing(sqlite3.connect(":memory:")) as connection:
        geopackage.fill(connection, [layer])
        content = geopackage.plain_bytes(connection.serialize())
    try:
        asked.record.parent.mkdir(parents=True, exist_ok=True)
        for page, raw in zip(record["pages"], pages, strict=True):
            (asked.record.parent / page["file"]).write_bytes(raw)
        asked.record.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
        asked.file.write_bytes(content)
    except OSError as error:
        place = Place(str(asked.file))
        raise OutputError(Finding("cannot_write", place=place, value=error.strerror or str(error))) from error
