"""The files of a plan for map programs: ``kaart.geojson`` and ``plan.gpkg``."""

from typing import TYPE_CHECKING

from regietafel.outputs.geo_json import to_geojson
from regietafel.outputs.geo_package import to_geopackage
from regietafel.outputs.geo_rows import about, geo_tables

if TYPE_CHECKING:
    from regietafel.outputs.documents import Material

GEOJSON_FILE = "kaart.geojson"
GEOPACKAGE_FILE = "plan.gpkg"


def geo_files(material: "Material") -> dict[str, bytes]:
    """Return both files by file name inside the run folder; none without places.

    Names and columns are Dutch. Both are made of the same tables, so that they cannot differ.
    """
    if not material.plan.has_places:
        return {}
    view, borders = material.dutch, material.choices.borders
    tables, told = geo_tables(view, borders), about(view, borders)
    return {GEOJSON_FILE: to_geojson(view, tables, told), GEOPACKAGE_FILE: to_geopackage(view, tables, told)}
