"""The files for map programs: another program reads them, and every figure read back is that of the plan."""

import json

import pyogrio
import pytest
import shapely

from regietafel.model import rd
from regietafel.model.plan import Plan
from regietafel.outputs import results
from regietafel.outputs.documents import Choices, Material
from regietafel.outputs.geo_files import GEOJSON_FILE, GEOPACKAGE_FILE, geo_files
from support.borders import borders_of, cells, points_of
from support.hostile import SECRET_NUMBERS, hostile_plan, secret_plan
from support.plan_document import MOMENTS, NAMES, code, example_plan, plan_document

STREAMS = {
    "regular": "plekken_regulier",
    "special": "plekken_bijzonder",
    "ukraine": "plekken_oekraine",
    "status_holder": "plekken_statushouder",
}


def files(document=None, borders=None):
    plan = Plan.from_dict(document) if document else example_plan()
    return geo_files(Material(plan, Choices(borders=borders)))


def features(made):
    found = {}
    for item in json.loads(made[GEOJSON_FILE])["features"]:
        found.setdefault(item["properties"]["soort"], []).append(item)
    return found


@pytest.fixture
def layer(tmp_path):
    """Read a layer as another program does: rows as dicts, and shapes."""

    def read(made, name):
        path = tmp_path / "plan.gpkg"
        path.write_bytes(made[GEOPACKAGE_FILE])
        meta, _, shapes, columns = pyogrio.raw.read(path, layer=name)
        rows = [dict(zip(meta["fields"], row, strict=True)) for row in zip(*columns, strict=True)]
        found = [None if shape is None else shapely.from_wkb(shape) for shape in (shapes if shapes is not None else [])]
        return meta, rows, found

    return read


def test_every_figure_of_the_package_is_that_of_the_plan(layer):
    document = plan_document()
    _, rows, _ = layer(files(), "gemeenten_per_moment")
    assert [(row["gm_code"], str(row["moment"])) for row in rows] == [(code(n), t) for n in range(6) for t in MOMENTS]
    for row, (member, at) in zip(
        rows, [(m, at) for m in document["municipalities"] for at in m["moments"]], strict=True
    ):
        assert {k: row[column] for k, column in STREAMS.items()} == at["provided"]
        assert (row["inwoners"], row["indicatief_aantal"]) == (member["inhabitants"], member["indicative"]["value"])
        assert row["lastverhouding_samen"] == at["burden_ratio"]["joint"]
        assert row["lastverhouding_asiel"] == at["burden_ratio"]["asylum"]
        assert (row["gehuisvest"], row["niet_gehuisvest"]) == (at["housed"], at["unhoused"])
        assert row["last"] == at["burden"]


def test_the_layer_of_municipalities_has_the_last_moment(layer):
    meta, rows, shapes = layer(files(), "gemeenten")
    assert meta["crs"] == "EPSG:28992"
    assert [row["gemeente"] for row in rows] == list(NAMES)
    assert {str(row["moment"]) for row in rows} == {MOMENTS[-1]}
    assert shapes[0].geom_type == "Point"
    assert (shapes[0].x, shapes[0].y) == pytest.approx(rd.to_rd(52.00, 5.50), abs=0.06)


def test_with_borders_the_municipalities_are_areas(layer):
    meta, _, shapes = layer(files(borders=borders_of(plan_document())), "gemeenten")
    assert meta["geometry_type"] == "MultiPolygon"
    for shape, expected in zip(shapes, cells(points_of(plan_document())).values(), strict=True):
        assert shape.equals(expected)


def test_every_location_is_listed_with_its_places_and_only_a_real_one_with_a_point_is_drawn(layer):
    document = plan_document()
    document["locations"][1] |= {"lat": 52.0, "lon": 5.6}
    assert document["locations"][1]["origin"] == "illustration"
    _, rows, shapes = layer(files(document), "locaties")
    assert [row["locatie_id"] for row in rows] == [offer["location_id"] for offer in document["locations"]]
    for row, offer in zip(rows, document["locations"], strict=True):
        assert {k: row[column] for k, column in STREAMS.items()} == offer["moments"][-1]["places"]
        assert row["open_locaties"] == offer["moments"][-1]["opened"]
    assert [row["locatie_id"] for row, shape in zip(rows, shapes, strict=True) if shape is not None] == ["L-03"]


def test_a_location_that_is_not_open_has_no_places(layer):
    document = plan_document()
    document["locations"][2]["moments"][-1] |= {"opened": 0, "places": dict.fromkeys(STREAMS, 0)}
    _, rows, _ = layer(files(document), "locaties")
    assert (rows[2]["open_locaties"], rows[2]["plekken_regulier"]) == (0, 0)


def test_a_cluster_is_a_line_only_between_two_points_of_the_input(layer):
    document = plan_document()
    _, rows, shapes = layer(files(document), "clusters")
    assert [row["locatie_id"] for row in rows] == ["L-04", "L-04", "L-05", "L-05"]
    assert shapes == [None] * 4
    document["locations"][0] |= {"lat": 52.0, "lon": 5.5}
    document["locations"][3] |= {"lat": 52.15, "lon": 5.4}
    _, rows, shapes = layer(files(document), "clusters")
    assert [shape is not None for shape in shapes] == [True, True, False, False]
    assert shapes[0].coords[0] == pytest.approx(rd.to_rd(52.0, 5.5), abs=0.06)
    assert (rows[0]["afstand_km"], rows[0]["plekken"]) == (18.1, 60)


def test_geojson_has_the_same_figures_and_every_moment():
    document = plan_document()
    towns = features(files())["gemeente"]
    for town, member in zip(towns, document["municipalities"], strict=True):
        about = town["properties"]
        assert {k: about[column] for k, column in STREAMS.items()} == member["moments"][-1]["provided"]
        assert [at["moment"] for at in about["momenten"]] == list(MOMENTS)
        for told, at in zip(about["momenten"], member["moments"], strict=True):
            assert told["lastverhouding_samen"] == at["burden_ratio"]["joint"]
            assert {k: told[column] for k, column in STREAMS.items()} == at["provided"]


def test_geojson_is_in_degrees_longitude_first_and_turns_left():
    made = features(files(borders=borders_of(plan_document())))
    for town, member in zip(made["gemeente"], plan_document()["municipalities"], strict=True):
        area = shapely.geometry.shape(town["geometry"])
        assert area.contains(shapely.Point(member["lon"], member["lat"]))
        assert all(shapely.is_ccw(part.exterior) for part in area.geoms)
    numbers = str(made["gemeente"][0]["geometry"]["coordinates"])
    assert (
        max(
            len(number.split(".")[1])
            for number in numbers.replace(")", "").replace("]", "").split(",")
            if "." in number
        )
        <= 6
    )


def test_geojson_has_no_geometry_for_what_has_no_point():
    made = features(files())
    assert [place["geometry"] is None for place in made["locatie"]] == [True, True, False, *[True] * 5]
    assert made["locatie"][2]["geometry"]["coordinates"] == [5.7, 51.95]
    assert [item["geometry"] for item in made["cluster"]] == [None, None]


def test_geojson_has_no_coordinate_system_of_its_own():
    # RFC 7946, section 4: always WGS84, and "crs" is no longer a member.
    assert "crs" not in json.loads(files()[GEOJSON_FILE])


def test_both_say_what_the_plan_is_and_every_row_keeps_its_mark(layer):
    made = files()
    _, rows, _ = layer(made, "kenmerken")
    told = {row["naam"]: row["waarde"] for row in rows}
    whole = json.loads(made[GEOJSON_FILE])
    meeting, example = "vergadering van 27 november 2026", "Rekenvoorbeeld: geen bestuurlijk voorstel"
    mark = f"CONCEPT · VERTROUWELIJK · versie 0.3 · {meeting} · {example}"
    assert told == {key: whole[key] for key in told}
    assert told["status_plan"] == mark
    assert told["bron_grenzen"] == "geen grenzen: gemeenten zijn punten"
    for name in ("gemeenten", "gemeenten_per_moment", "locaties", "plekken", "clusters"):
        _, rows, _ = layer(made, name)
        assert {row["status_plan"] for row in rows} == {mark}
    assert {item["properties"]["status_plan"] for item in whole["features"]} == {mark}


def test_columns_are_those_of_the_tables(layer):
    meta, _, _ = layer(files(), "gemeenten_per_moment")
    assert list(meta["fields"]) == [*results.municipalities(example_plan()).columns, "status_plan"]


def test_the_same_plan_gives_the_same_bytes():
    borders = borders_of(plan_document())
    assert files(borders=borders) == files(borders=borders)


def test_without_places_there_are_no_files():
    outcome = {"status": "infeasible", "tiers": [], "conflict": None}
    assert files(plan_document() | {"outcome": outcome}) == {}


def test_names_with_signs_of_sql_and_json_arrive_whole(layer):
    document = plan_document()
    name = '\'; DROP TABLE gemeenten; -- "x" \u202e😀'
    document["municipalities"][0]["name"] = name
    made = files(document)
    assert layer(made, "gemeenten")[1][0]["gemeente"] == name
    assert features(made)["gemeente"][0]["properties"]["gemeente"] == name


def test_nothing_confidential_of_positions_is_in_the_files():
    document = plan_document()
    document["positions"][0]["party"] = "GEHEIME PARTIJ"
    made = files(document)
    assert all(b"GEHEIME PARTIJ" not in content and b"weerstand" not in content for content in made.values())


def test_every_hostile_text_arrives_literally(layer):
    plan = hostile_plan()
    made = geo_files(Material(plan))
    for name, key in (("gemeenten", "gemeente"), ("locaties", "naam")):
        _, rows, _ = layer(made, name)
        source = "municipalities" if name == "gemeenten" else "locations"
        assert [row[key] for row in rows] == [item["name"] for item in plan.document[source]]
        kind = {"gemeenten": "gemeente", "locaties": "locatie"}[name]
        assert [item["properties"][key] for item in features(made)[kind]] == [row[key] for row in rows]


def test_no_secret_of_a_position_is_in_the_files():
    made = geo_files(Material(secret_plan()))
    for number in SECRET_NUMBERS:
        assert all(str(number).encode() not in content for content in made.values()), number
