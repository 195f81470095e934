"""The map: real borders that stay shared, points only where the input gives them, neighbours, and names that fit."""

import math
import re

import pytest
import shapely

from regietafel.model.borders import Borders
from regietafel.model.plan import Plan
from regietafel.outputs.map_borders import areas, frame_of
from regietafel.outputs.map_labels import Named, place_names
from regietafel.outputs.map_layout import Circle
from regietafel.outputs.map_svg import draw_map, line_legend, map_told
from regietafel.outputs.report_view import View
from support.borders import borders_of, points_of
from support.drawings import elements, outlines, words
from support.plan_document import NAMES, code, plan_document

CODES = [code(number) for number in range(6)]


def view_of(document=None):
    return View(Plan.from_dict(document or plan_document()), "nl")


def paths(borders):
    return {name: path for name, (path, _) in areas(borders, CODES, frame_of(borders, CODES)).items()}


def test_every_municipality_is_one_area_that_leads_to_its_row():
    drawing = draw_map(view_of(), borders_of(plan_document()))
    towns = elements(drawing, "a", "town")
    assert [town.get("href") for town in towns] == [f"#m-{name}" for name in CODES]
    assert all(town.get("aria-label").startswith(name) for town, name in zip(towns, NAMES, strict=True))
    assert len(elements(drawing, "path", "edge")) == 6
    assert elements(drawing, "circle", "edge") == []
    assert all(re.fullmatch(r"url\(#h-\w+\)", item.get("fill")) for item in elements(drawing, "path", "edge"))


def test_neighbours_keep_the_same_border_on_the_drawing():
    shapes = [shapely.Polygon(outlines(path)[0]) for path in paths(borders_of(plan_document())).values()]
    assert all(shape.is_valid for shape in shapes)
    assert shapely.coverage_is_valid(shapes)
    assert shapely.union_all(shapes).geom_type == "Polygon"


def test_north_is_up_and_east_is_right_with_borders():
    document = plan_document()
    frame = frame_of(borders_of(document), CODES)
    points = points_of(document)
    north, south = (frame.of(*points[name]) for name in (code(3), code(4)))
    west, east = (frame.of(*points[name]) for name in (code(4), code(5)))
    assert north[1] < south[1]
    assert west[0] < east[0]


def test_specks_are_left_out_but_never_the_whole_municipality():
    island = shapely.box(150_000, 450_000, 150_010, 450_010)
    shapes = {"A": shapely.MultiPolygon([shapely.box(100_000, 400_000, 150_000, 450_000), island]), "B": island}
    borders = Borders({name: shapely.to_wkb(shape) for name, shape in shapes.items()})
    found = areas(borders, ["A"], frame_of(borders, ["A"]))
    assert found["A"][0].count("M") == 1
    assert areas(borders, ["B"], frame_of(borders, ["A"]))["B"][0].count("M") == 1


def test_a_hole_stays_a_hole():
    ring = shapely.box(100_000, 400_000, 150_000, 450_000).difference(shapely.box(110_000, 410_000, 130_000, 430_000))
    borders = Borders({"A": shapely.to_wkb(ring)})
    assert areas(borders, ["A"], frame_of(borders, ["A"]))["A"][0].count("M") == 2


def test_an_enclave_too_small_to_see_is_left_out_and_the_path_stays_whole():
    # 50 kilometres fill 716 pixels, a pixel is 70 metres: holes of 40 and 100 metres are specks, 9 kilometres is not.
    land = shapely.box(100_000, 400_000, 150_000, 450_000)
    holes = [shapely.box(110_000, 410_000 + side, 110_000 + side, 410_000 + 2 * side) for side in (40, 100, 9_000)]
    borders = Borders({"A": shapely.to_wkb(land.difference(shapely.union_all(holes)))})
    path = areas(borders, ["A"], frame_of(borders, ["A"]))["A"][0]
    assert path.count("M") == 2
    assert re.fullmatch(r"(M-?\d+[ -]\d+l-?\d+( \d+|-\d+)+z)+", path)


def test_a_municipality_smaller_than_a_pixel_is_a_point_and_still_path_data():
    speck = shapely.box(100_000, 400_000, 100_001, 400_001)
    borders = Borders(
        {"A": shapely.to_wkb(speck), "B": shapely.to_wkb(shapely.box(110_000, 400_000, 190_000, 480_000))}
    )
    assert re.fullmatch(r"M\d+ \d+z", areas(borders, ["A"], frame_of(borders, ["A", "B"]))["A"][0])


def test_a_municipality_without_a_point_is_named_beside_the_map():
    document = plan_document()
    document["municipalities"][1] |= {"lat": None, "lon": None}
    assert f"geen punt: {NAMES[1]}." in map_told(view_of(document))
    assert "geen punt" not in map_told(view_of(document), borders_of(plan_document()))
    assert "geen punt" not in map_told(view_of())


def test_one_municipality_without_borders_makes_the_whole_map_schematic():
    borders = borders_of(plan_document())
    partly = Borders({name: shape for name, shape in borders.shapes.items() if name != CODES[2]})
    assert draw_map(view_of(), partly) == draw_map(view_of())


def mark_at(drawing, name):
    """Return where the mark of a location lies: the first point of its path, or its middle."""
    group = next(item for item in elements(drawing, "g") if name in "".join(item.itertext()))
    mark = group[-1]
    if mark.get("cx"):
        return float(mark.get("cx")), float(mark.get("cy"))
    return tuple(float(part) for part in re.match(r"M(-?[\d.]+) (-?[\d.]+)", mark.get("d")).groups())


def test_a_real_location_stands_on_its_own_point_and_another_in_its_municipality():
    document, borders = plan_document(), borders_of(plan_document())
    frame = frame_of(borders, CODES)
    # L-03 is small-scale, reported, and has a point (51.95, 5.70): it stands there to the pixel.
    at = mark_at(draw_map(view_of(document), borders), "Locatie L-03")
    assert at == pytest.approx(frame.of(51.95, 5.70), abs=0.5)
    # On the schematic map no location has an address.
    assert mark_at(draw_map(view_of(document)), "Locatie L-03") != pytest.approx(frame.of(51.95, 5.70), abs=0.5)


def test_a_made_up_location_has_no_point_of_its_own_even_if_the_input_gives_one():
    document, borders = plan_document(), borders_of(plan_document())
    before = mark_at(draw_map(view_of(document), borders), "Locatie L-02")
    document["locations"][1] |= {"lat": 52.2, "lon": 5.5}
    assert document["locations"][1]["origin"] == "illustration"
    assert mark_at(draw_map(view_of(document), borders), "Locatie L-02") == before


def test_neighbours_are_thin_lines_between_circles_and_not_drawn_on_borders():
    document = plan_document()
    (lines,) = elements(draw_map(view_of(document)), "path", "near")
    assert lines.get("d").count("M") == len(document["neighbours"]) == 4
    assert elements(draw_map(view_of(document), borders_of(document)), "path", "near") == []


def test_a_plan_from_before_this_key_has_a_map_without_lines():
    document = plan_document()
    del document["neighbours"]
    drawing = draw_map(view_of(document))
    assert elements(drawing, "path", "near") == []
    assert len(elements(drawing, "a", "town")) == 6
    assert "Dunne lijnen" not in drawing


def test_the_legend_names_only_lines_that_are_there():
    document = plan_document()
    labels = [item["label"] for item in line_legend(view_of(document))]
    assert labels == ["satelliet hoort bij regionale locatie", "buurgemeenten"]
    assert [item["label"] for item in line_legend(view_of(document), borders_of(document))] == labels[:1]
    document |= {"clusters": [], "neighbours": []}
    assert line_legend(view_of(document)) == []


def test_a_hub_outside_the_province_is_seen_on_the_real_map():
    document, borders = plan_document(), borders_of(plan_document())
    outside = {
        **document["locations"][0],
        "location_id": "B-01",
        "gm_code": "GM1999",
        "name": "Buiten",
        "lat": 52.5,
        "lon": 6.2,
    }
    document["locations"].append(outside)
    document["clusters"][1]["hub"] = "B-01"
    drawing = draw_map(view_of(document), borders)
    assert "Buiten" in words(drawing)
    box = [float(part) for part in re.search(r'viewBox="([^"]+)"', drawing)[1].split()]
    x, y = mark_at(drawing, "Buiten")
    assert 0 < x < box[2]
    assert 0 < y < box[3]


def test_the_real_map_costs_few_bytes():
    document = plan_document()
    real, schematic = draw_map(view_of(document), borders_of(document)), draw_map(view_of(document))
    assert len(real) < len(schematic) + 1500


def test_names_never_cover_each_other():
    towns = [Named("Plaatsnaam", Circle(100 + 30 * (i % 6), 100 + 25 * (i // 6), 12), 100 - i) for i in range(30)]
    found = place_names(towns, [], 700)
    boxes = [(label.x - 30, label.y - 9, label.x + 30, label.y + 2) for label in found]
    assert len(found) > 15
    for i, one in enumerate(boxes):
        for other in boxes[i + 1 :]:
            assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def test_a_name_goes_inside_a_large_circle_and_under_a_small_one():
    inside, under = place_names(
        [Named("Groot", Circle(200, 200, 90), 2), Named("Klein", Circle(500, 200, 12), 1)], [], 700
    )
    assert math.dist((inside.x, inside.y), (200, 200)) < 90
    assert under.y > 212


def test_a_name_moves_away_from_a_mark():
    town = Named("Klein", Circle(500, 200, 12), 1)
    (free,) = place_names([town], [], 700)
    (moved,) = place_names([town], [(free.x - 15, free.y - 10, free.x + 15, free.y + 3)], 700)
    assert (moved.x, moved.y) != (free.x, free.y)


def test_a_name_stays_on_the_drawing():
    (label,) = place_names([Named("Aan de rand", Circle(4, 4, 3), 1)], [], 700)
    assert label.x - 5.5 * 6 >= 0
    assert label.y > 9


def away(label, circle):
    """Return how far a name lies from the edge of a circle [pixels]; a letter is 6.1 wide."""
    half = 6.1 * len(label.name) / 2
    x = min(max(circle.x, label.x - half), label.x + half)
    y = min(max(circle.y, label.y - 9), label.y + 2)
    return math.dist((x, y), (circle.x, circle.y)) - circle.radius


def test_a_name_that_could_be_taken_for_that_of_a_neighbour_points_at_its_own_municipality():
    towns = [Named(f"Plaats {i:02}", Circle(100 + 44 * (i % 6), 100 + 40 * (i // 6), 20), 100 - i) for i in range(30)]
    circle_of = {town.name: town.circle for town in towns}
    found = place_names(towns, [], 700)
    pointed = [label for label in found if label.pointer]
    assert pointed
    assert len(pointed) < len(found) / 2
    for label in found:
        own = circle_of[label.name]
        mistaken = [name for name, circle in circle_of.items() if away(label, circle) < away(label, own) - 1e-9]
        assert bool(label.pointer) or not mistaken, (label, mistaken)
    for label in pointed:
        own = circle_of[label.name]
        assert math.dist(label.pointer[2:], (own.x, own.y)) < own.radius


def test_a_name_on_its_own_needs_no_pointer():
    (label,) = place_names([Named("Klein", Circle(500, 200, 12), 1)], [], 700)
    assert label.pointer is None
