"""The layout of the schematic map: north up, no overlap, inside the drawing."""

import math

import pytest

from regietafel.inputs.reference_figures import municipalities_of, provinces
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


def places_on_the_map(slug):
    """Return the municipalities of a province with their circles."""
    members = municipalities_of(slug)
    newest = [member.inhabitants[2025] for member in members]
    return members, lay_out([(member.lat, member.lon) for member in members], newest)


def ranks(values):
    order = sorted(range(len(values)), key=lambda i: values[i])
    return {i: rank for rank, i in enumerate(order)}


def rank_correlation(one, other):
    """Return the correlation of Spearman; no values are equal here."""
    first, second, n = ranks(one), ranks(other), len(one)
    return 1 - 6 * sum((first[i] - second[i]) ** 2 for i in range(n)) / (n * (n * n - 1))


@pytest.mark.parametrize("slug", sorted(provinces()))
def test_no_province_has_circles_that_overlap_or_leave_the_drawing(slug):
    _, circles = places_on_the_map(slug)
    # Drawn in whole pixels, the radius rounded down: a pixel and a half of room is enough.
    for i, one in enumerate(circles):
        for other in circles[i + 1 :]:
            assert math.dist(one[:2], other[:2]) >= one.radius + other.radius + 1.5
    assert all(c.radius <= c.x <= WIDTH - c.radius for c in circles)
    assert all(c.radius <= c.y <= height_of(circles) - c.radius for c in circles)


@pytest.mark.parametrize("slug", sorted(provinces()))
def test_every_province_is_recognisable(slug):
    members, circles = places_on_the_map(slug)
    # Measured: never below 0.961 (Limburg, which is narrow) from west to east, and 0.981 from north to south.
    assert rank_correlation([member.lon for member in members], [c.x for c in circles]) > 0.95
    assert rank_correlation([-member.lat for member in members], [c.y for c in circles]) > 0.97
