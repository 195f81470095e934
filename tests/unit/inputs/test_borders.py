"""Borders: read from every kind of file that people have, refused with a reason, kept so that nothing changes."""

import json
import sqlite3
from contextlib import closing

import pytest
import shapely

from regietafel.inputs.border_files import code_of
from regietafel.inputs.borders import border_warnings, borders_copy, find_borders, read_borders
from regietafel.model.errors import DataError
from support.borders import cells, feature, in_degrees, write_geojson, write_geopackage

POINTS = {"GM9001": (53.20, 3.75), "GM9002": (53.29, 3.70), "GM9003": (53.29, 3.84), "GM9004": (53.20, 3.90)}
NAMES = {"GM9001": "Grootstad", "GM9002": "Havenmonde", "GM9003": "Kerkwolde", "GM9004": "Heidebeek"}
CELLS = cells(POINTS)


def in_rd(field="statcode", code=lambda given: given):
    return [feature(code(given), shape, field) for given, shape in CELLS.items()]


def refused(path, names=NAMES):
    """Return the findings with which a file is refused: code by code, with the names they give."""
    with pytest.raises(DataError) as error:
        read_borders(path, names)
    return {finding.code: finding.params.get("names") for finding in error.value.findings}


def areas(borders):
    return {code: shapely.from_wkb(wkb) for code, wkb in borders.shapes.items()}


def test_the_grid_is_read_from_geojson(tmp_path):
    found = areas(read_borders(write_geojson(tmp_path / "grenzen.geojson", in_rd(), "rd"), NAMES))
    assert list(found) == sorted(NAMES)
    assert all(found[code].equals(CELLS[code]) for code in NAMES)


@pytest.mark.parametrize("crs", ["wgs84", ""])
def test_longitude_and_latitude_are_known_by_name_or_by_size(tmp_path, crs):
    features = [feature(code, in_degrees(shape)) for code, shape in CELLS.items()]
    found = areas(read_borders(write_geojson(tmp_path / "x.json", features, crs), NAMES))
    # In whole metres again, there and back.
    assert all(shapely.hausdorff_distance(found[code], CELLS[code]) <= 1.5 for code in NAMES)


def test_metres_without_a_name_are_the_grid(tmp_path):
    found = areas(read_borders(write_geojson(tmp_path / "x.geojson", in_rd()), NAMES))
    assert found["GM9001"].equals(CELLS["GM9001"])


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ("statcode", lambda given: given),
        ("GM_CODE", lambda given: given.lower()),
        ("gemeentecode", lambda given: given.removeprefix("GM")),
        ("identificatie", lambda given: int(given.removeprefix("GM"))),
        ("Code", lambda given: f" {given} "),
    ],
)
def test_the_field_with_codes_is_recognised(tmp_path, field, code):
    found = read_borders(write_geojson(tmp_path / "x.geojson", in_rd(field, code), "rd"), NAMES)
    assert list(found.shapes) == sorted(NAMES)


def test_a_code_is_a_code_however_it_is_written():
    assert [code_of(given) for given in ("GM0014", "0014", 14, "gm0014 ", "14")] == ["GM0014"] * 5
    assert [code_of(given) for given in ("PV20", "", None, "GM00140", "veertien", "²")] == [""] * 6


@pytest.mark.parametrize("field", ["statcode", "gemeentecode"])
def test_a_geopackage_gives_the_same_as_geojson(tmp_path, field):
    path = write_geopackage(tmp_path / "grenzen.gpkg", CELLS, field)
    assert areas(read_borders(path, NAMES)) == areas(
        read_borders(write_geojson(tmp_path / "x.geojson", in_rd()), NAMES)
    )


def test_the_layer_with_most_of_the_municipalities_is_taken(tmp_path):
    path = write_geopackage(tmp_path / "grenzen.gpkg", CELLS)
    with closing(sqlite3.connect(path)) as connection:
        rest = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'gemeenten'").fetchone()[0]
        connection.execute(rest.replace("gemeenten", "a_provincies"))
        connection.execute("INSERT INTO a_provincies SELECT fid, geom, 'PV20' FROM gemeenten LIMIT 1")
        connection.execute("INSERT INTO gpkg_contents (table_name, data_type) VALUES ('a_provincies', 'features')")
        connection.execute("INSERT INTO gpkg_geometry_columns VALUES ('a_provincies', 'geom', 'POLYGON', 28992, 0, 0)")
        connection.commit()
    assert len(read_borders(path, NAMES).shapes) == 4


def test_more_municipalities_than_needed_are_left_aside(tmp_path):
    path = write_geojson(tmp_path / "x.geojson", in_rd(), "rd")
    assert list(read_borders(path, {"GM9002": "Havenmonde"}).shapes) == ["GM9002"]


def test_shared_borders_stay_shared_when_they_are_simplified(tmp_path):
    # A point every 20 metres on each border, up to 10 metres beside it, the same for both neighbours.
    wavy = {code: shapely.segmentize(shape, 20) for code, shape in CELLS.items()}
    wavy = {
        code: shapely.transform(shape, lambda at: at.round() + 10 * (at.round().sum(axis=1) % 2)[:, None])
        for code, shape in wavy.items()
    }
    path = write_geojson(tmp_path / "x.geojson", [feature(*item) for item in wavy.items()], "rd")
    found = read_borders(path, NAMES)
    shapes = list(areas(found).values())
    before, after = (sum(shapely.get_num_coordinates(list(items))) for items in (wavy.values(), shapes))
    assert after < before / 4
    assert shapely.coverage_is_valid(shapes)
    assert all(shape.is_valid for shape in shapes)
    assert border_warnings(path, found, NAMES) == []


def test_what_a_run_keeps_gives_the_same_borders_again(tmp_path):
    first = read_borders(write_geojson(tmp_path / "x.geojson", in_rd(), "rd"), NAMES)
    (tmp_path / "grenzen.geojson").write_bytes(borders_copy(first))
    again = read_borders(tmp_path / "grenzen.geojson", NAMES)
    assert again == first
    assert again.source == "x.geojson"
    assert borders_copy(again) == borders_copy(first)


def test_a_missing_municipality_is_named(tmp_path):
    path = write_geojson(tmp_path / "x.geojson", in_rd()[1:], "rd")
    assert refused(path) == {"borders_missing": ["Grootstad"]}


def test_borders_of_other_provinces_are_named_as_such(tmp_path):
    path = write_geojson(tmp_path / "x.geojson", in_rd(), "rd")
    assert refused(path, {"GM0014": "Groningen"}) == {"borders_of_others": None}


def test_a_municipality_that_is_there_twice_is_named(tmp_path):
    path = write_geojson(tmp_path / "x.geojson", [*in_rd(), in_rd()[2]], "rd")
    assert refused(path) == {"borders_double": ["Kerkwolde"]}


def test_shapes_that_are_no_area_or_cross_themselves_are_named_together(tmp_path):
    features = in_rd()
    features[0]["geometry"] = None
    features[1] = feature("GM9002", CELLS["GM9002"].centroid)
    bow = shapely.Polygon([(40_000, 590_000), (50_000, 600_000), (50_000, 590_000), (40_000, 600_000)])
    features[2] = feature("GM9003", bow)
    path = write_geojson(tmp_path / "x.geojson", features, "rd")
    assert refused(path) == {"borders_no_area": ["Grootstad", "Havenmonde"], "borders_invalid": ["Kerkwolde"]}


def test_latitude_before_longitude_is_seen(tmp_path):
    turned = [
        feature(code, shapely.transform(in_degrees(shape), lambda at: at[:, ::-1])) for code, shape in CELLS.items()
    ]
    assert set(refused(write_geojson(tmp_path / "x.geojson", turned, "wgs84"))) == {"borders_coordinates"}


def test_an_overlap_is_told_and_not_mended(tmp_path):
    shapes = {**CELLS, "GM9001": CELLS["GM9001"].buffer(500, join_style="mitre")}
    path = write_geojson(tmp_path / "x.geojson", [feature(*item) for item in shapes.items()], "rd")
    found = read_borders(path, NAMES)
    (warning,) = border_warnings(path, found, NAMES)
    assert warning.code == "borders_apart"
    assert warning.level == "warning"
    assert "Grootstad" in warning.params["names"]
    assert areas(found)["GM9001"].area > CELLS["GM9001"].area


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("x.shp", b"", "borders_kind"),
        ("x.geojson", b"{", "borders_broken"),
        ("x.geojson", b"\xff\xfe\x00", "borders_broken"),
        ("x.geojson", b"[]", "borders_broken"),
        ("x.geojson", b'{"features": [1]}', "borders_broken"),
        ("x.geojson", b'{"features": [{"properties": {"naam": "Grootstad"}}]}', "borders_no_code"),
        ("x.geojson", b'{"features": [{"properties": null, "geometry": null}]}', "borders_no_code"),
        ("x.geojson", b'{"features": [{"properties": [1], "geometry": null}]}', "borders_no_code"),
        ("x.geojson", b'{"features": ' + b"9" * 5000 + b"}", "borders_broken"),
        (
            "x.geojson",
            b'{"features": [{"properties": {"statcode": "GM9001"}, "geometry": {"type": "X"}}]}',
            "borders_broken",
        ),
        ("x.gpkg", b"no database at all, but long enough to look at", "borders_broken"),
        ("x.gpkg", b"", "borders_broken"),
    ],
)
def test_a_file_of_another_kind_is_refused_with_a_reason(tmp_path, name, content, code):
    (tmp_path / name).write_bytes(content)
    assert list(refused(tmp_path / name)) == [code]


def test_coordinates_that_are_named_in_a_way_nobody_knows_are_seen_by_their_size(tmp_path):
    path = write_geojson(tmp_path / "x.geojson", in_rd())
    document = json.loads(path.read_text("utf-8")) | {"crs": {"properties": ["RD"]}}
    path.write_text(json.dumps(document), "utf-8")
    assert areas(read_borders(path, NAMES)).keys() == NAMES.keys()


def test_a_file_that_is_not_there_is_refused(tmp_path):
    assert list(refused(tmp_path / "grenzen.gpkg")) == ["borders_not_found"]


def test_other_coordinates_are_refused_by_their_name(tmp_path):
    path = write_geojson(tmp_path / "x.geojson", in_rd(), "rd")
    path.write_text(path.read_text("utf-8").replace("28992", "3857"), "utf-8")
    assert list(refused(path)) == ["borders_srs"]


def test_a_geopackage_without_codes_names_the_fields_it_has(tmp_path):
    path = write_geopackage(tmp_path / "x.gpkg", CELLS, field="plaats")
    with pytest.raises(DataError) as error:
        read_borders(path, NAMES)
    assert error.value.findings[0].code == "borders_no_code"
    assert error.value.findings[0].params["fields"] == ["fid", "plaats"]


def test_borders_are_found_beside_a_case(tmp_path):
    workbook, folder = tmp_path / "invoer.xlsx", tmp_path / "invoer"
    folder.mkdir()
    assert find_borders(workbook, is_built_in=False) is None
    (tmp_path / "grenzen.geojson").write_text("{}", "utf-8")
    assert find_borders(workbook, is_built_in=False) == tmp_path / "grenzen.geojson"
    assert find_borders(folder, is_built_in=False) == tmp_path / "grenzen.geojson"
    (tmp_path / "grenzen.gpkg").write_bytes(b"")
    assert find_borders(workbook, is_built_in=False) == tmp_path / "grenzen.gpkg"
    (folder / "grenzen.geojson").write_text("{}", "utf-8")
    assert find_borders(folder, is_built_in=False) == folder / "grenzen.geojson"


def test_for_a_built_in_case_this_folder_counts(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert find_borders("voorbeeld:flevoland", is_built_in=True) is None
    (tmp_path / "grenzen.gpkg").write_bytes(b"")
    assert find_borders("voorbeeld:flevoland", is_built_in=True).resolve() == tmp_path / "grenzen.gpkg"


def test_the_copy_is_small_and_says_what_it_is(tmp_path):
    copy = borders_copy(read_borders(write_geojson(tmp_path / "x.geojson", in_rd(), "rd"), NAMES))
    document = json.loads(copy)
    assert document["crs"]["properties"]["name"].endswith("28992")
    assert [item["properties"]["gm_code"] for item in document["features"]] == sorted(NAMES)
    first = document["features"][0]["geometry"]["coordinates"][0][0]
    assert [type(number) for number in first] == [int, int]
