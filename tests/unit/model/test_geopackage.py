"""GeoPackage: shapes go in and come out, another program reads it, and the bytes tell nothing of a machine."""

import sqlite3
from contextlib import closing
from datetime import date

import pyogrio
import pytest
import shapely

from regietafel.model import geopackage

SQUARE = shapely.box(100_000, 400_000, 110_000, 420_000)
LAYER = geopackage.Layer(
    name='vreemde "naam"',
    about="een laag",
    columns=["tekst", "aantal", "maat", "ja", "dag"],
    rows=[["a", 1, 1.5, True, date(2027, 7, 1)], [None, None, None, None, None]],
    shapes=[(shapely.to_wkb(SQUARE, byte_order=1), SQUARE.bounds), None],
    kind="POLYGON",
)


def made(*layers):
    with closing(sqlite3.connect(":memory:")) as connection:
        geopackage.fill(connection, layers)
        return geopackage.plain_bytes(connection.serialize())


def test_another_program_reads_rows_and_shapes(tmp_path):
    (tmp_path / "x.gpkg").write_bytes(made(LAYER))
    meta, _, shapes, values = pyogrio.raw.read(tmp_path / "x.gpkg", layer='vreemde "naam"')
    assert meta["crs"] == "EPSG:28992"
    assert meta["geometry_type"] == "Polygon"
    assert shapely.from_wkb(shapes[0]).equals(SQUARE)
    assert shapes[1] is None
    first = {name: column[0] for name, column in zip(meta["fields"], values, strict=True)}
    assert str(first.pop("dag")) == "2027-07-01"
    assert first == {"tekst": "a", "aantal": 1, "maat": 1.5, "ja": True}


def test_the_same_rows_give_the_same_bytes_and_no_version_of_a_library():
    content = made(LAYER)
    assert content == made(LAYER)
    assert content[:16] == b"SQLite format 3\x00"
    assert content[68:72] == b"GPKG"
    assert content[96:100] == geopackage.LIBRARY


def test_it_is_still_a_whole_database():
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(made(LAYER))
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        contents = connection.execute("SELECT data_type, min_x, min_y, max_x, max_y, srs_id FROM gpkg_contents")
        assert contents.fetchall() == [("features", 100_000, 400_000, 110_000, 420_000, 28992)]


def test_a_shape_goes_in_and_comes_out():
    blob = geopackage.to_blob(shapely.to_wkb(SQUARE), SQUARE.bounds)
    srs, wkb = geopackage.from_blob(blob)
    assert srs == 28992
    assert shapely.from_wkb(wkb).equals(SQUARE)


def test_a_shape_without_envelope_and_one_written_the_other_way_round():
    point = shapely.to_wkb(shapely.Point(1, 2))
    assert geopackage.from_blob(b"GP\x00\x01\x40\x71\x00\x00" + point) == (28992, point)
    assert geopackage.from_blob(b"GP\x00\x00\x00\x00\x71\x40" + point) == (28992, point)
    assert geopackage.from_blob(b"GP\x00\x11\x40\x71\x00\x00") == (28992, b"")


@pytest.mark.parametrize("blob", [b"", b"GP", b"XX\x00\x01\x00\x00\x00\x00", b"GP\x00\x0f\x00\x00\x00\x00"])
def test_what_is_no_shape_is_refused(blob):
    with pytest.raises(ValueError, match="not a GeoPackage shape"):
        geopackage.from_blob(blob)
