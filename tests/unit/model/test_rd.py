"""The Dutch grid: known towers, there and back, and far corners."""

import math

import pytest

from regietafel.model import rd

# Published with the polynomials: the same tower in both systems.
TOWERS = {
    "Our Lady, Amersfoort": ((155_000.0, 463_000.0), (52.15517440, 5.38720621)),
    "Westertoren, Amsterdam": ((120_700.723, 487_525.502), (52.37453253, 4.88352559)),
    "Martinitoren, Groningen": ((233_883.131, 582_065.167), (53.21938317, 6.56820053)),
}
METRES_PER_DEGREE = (111_300.0, 68_000.0)


@pytest.mark.parametrize("tower", TOWERS)
def test_known_towers_stand_where_they_stand(tower):
    grid, degrees = TOWERS[tower]
    assert rd.to_rd(*degrees) == pytest.approx(grid, abs=0.01)
    assert rd.to_wgs84(*grid) == pytest.approx(degrees, abs=1e-7)


def test_there_and_back_is_within_a_centimetre_in_the_whole_country():
    worst = 0.0
    for x in range(20_000, 280_001, 20_000):
        for y in range(310_000, 620_001, 10_000):
            back = rd.to_rd(*rd.to_wgs84(x, y))
            worst = max(worst, math.dist(back, (x, y)))
    assert worst < 0.01


def test_there_and_back_is_within_a_centimetre_of_every_municipality():
    from regietafel.inputs.reference_figures import municipalities

    def off(lat, lon):
        back = rd.to_wgs84(*rd.to_rd(lat, lon))
        return math.hypot((back[0] - lat) * METRES_PER_DEGREE[0], (back[1] - lon) * METRES_PER_DEGREE[1])

    assert max(off(item.lat, item.lon) for item in municipalities().values()) < 0.01


def test_every_municipality_lies_inside_the_box_of_the_grid():
    from regietafel.inputs.reference_figures import municipalities

    west, south, east, north = rd.BOX
    for item in municipalities().values():
        x, y = rd.to_rd(item.lat, item.lon)
        assert west < x < east
        assert south < y < north
