"""The layout of the schematic map: north up, no overlap, inside the drawing."""

import math

import pytest

from regietafel.outputs.map_layout import WIDTH, Circle, height_of, inside, lay_out


def test_north_is_up_and_east_is_right():
    north, south, east = lay_out([(53.0, 5.0), (52.0, 5.0), (52.0, 6.5)], [100, 100, 100])
    assert north.y < south.y
    assert south.x < east.x


def test_areas_follow_inhabitants():
    points = [(52.0, 4.0), (52.0, 7.0), (53.0, 5.0), (53.5, 6.0), (51.5, 5.0), (51.5, 6.0), (52.5, 5.5), (53.5, 4.5)]
    circles = lay_out(points, [40_000, 10_000, *[20_000] * 6])
    # Four times the inhabitants: twice the radius.
    assert circles[0].radius / circles[1].radius == pytest.approx(2)


def test_no_two_municipalities_overlap_not_even_on_one_point():
    circles = lay_out([(52.0, 5.0), (52.0, 5.0), (52.001, 5.001), (52.3, 5.4)], [90_000, 60_000, 30_000, 20_000])
    for i, one in enumerate(circles):
        for other in circles[i + 1 :]:
            assert math.dist(one[:2], other[:2]) >= one.radius + other.radius


def test_everything_lies_inside_the_drawing():
    circles = lay_out([(52 + i / 10, 5 + i % 3) for i in range(20)], [1000 * (i + 1) for i in range(20)])
    assert all(c.radius <= c.x <= WIDTH - c.radius for c in circles)
    assert all(c.radius <= c.y <= height_of(circles) - c.radius for c in circles)


def test_one_municipality_and_none_at_all():
    assert len(lay_out([(52.0, 5.0)], [1000])) == 1
    assert lay_out([], []) == []


def test_markers_spread_inside_their_circle():
    circle = Circle(100.0, 100.0, 30.0)
    spots = [inside(circle, number, 7) for number in range(7)]
    assert len(set(spots)) == 7
    assert all(math.dist(spot, circle[:2]) < circle.radius for spot in spots)
    assert inside(circle, 0, 1) == (100.0, 100.0)
