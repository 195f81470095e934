import time
from datetime import date
from itertools import combinations

import networkx as nx
import pytest

from regietafel.model.clusters import (
    Reached,
    distance_km,
    existing_satellites_without_hub,
    layers,
    location_point,
    measure_cluster,
    moments_without_hub,
    municipal_graph,
    reach,
    stepping_stones,
    units_near,
    unreached,
)
from regietafel.model.scenario import Scenario
from support.cases import FIRST_DAY, SECOND_DAY, A, B, C, D, E, link, offer, tiny_case, town

BASIS = Scenario()
# One tenth of a degree of longitude at 52 degrees north: 0.1 x pi / 180 x 6371.0088 x cos(52) = 11.11951 x 0.6156615
STEP_KM = 6.8459


def row_of_five(*locations, **about):
    """Towns A to E in a row, 6.846 km apart, each bordering on the next."""
    return tiny_case(5, locations, **about)


def test_a_quarter_meridian_is_a_quarter_of_the_circle():
    # 6371.0088 x pi / 2
    assert distance_km((0.0, 0.0), (90.0, 0.0)) == pytest.approx(10007.5572, abs=1e-3)


def test_opposite_points_are_half_the_circle_apart():
    # 6371.0088 x pi
    assert distance_km((0.0, 0.0), (0.0, 180.0)) == pytest.approx(20015.1144, abs=1e-3)


def test_distance_is_the_same_both_ways_and_zero_at_home():
    utrecht, arnhem = (52.0907, 5.1214), (51.9851, 5.8987)
    assert distance_km(utrecht, arnhem) == distance_km(arnhem, utrecht)
    assert distance_km(utrecht, utrecht) == 0.0


def test_a_tenth_of_a_degree_of_longitude_shrinks_to_the_north():
    assert distance_km((52.0, 5.0), (52.0, 5.1)) == pytest.approx(STEP_KM, abs=1e-3)


def test_graph_has_every_municipality_even_one_that_no_link_names():
    graph = municipal_graph(tiny_case(3, links=[link(A, B)]), ferries=False)
    assert list(graph.nodes) == [A, B, C]
    assert list(graph.edges) == [(A, B)]


def test_graph_takes_the_foreign_municipalities_that_links_name():
    graph = municipal_graph(tiny_case(1, links=[link(A, "GM0001", "road")]), ferries=False)
    assert list(graph.nodes) == [A, "GM0001"]
    assert graph.edges[A, "GM0001"]["kind"] == "road"


@pytest.mark.parametrize(("ferries", "edges"), [(False, []), (True, [(A, B)])])
def test_a_ferry_connects_only_when_asked(ferries, edges):
    assert list(municipal_graph(tiny_case(2, links=[link(A, B, "ferry")]), ferries).edges) == edges


def test_a_border_is_not_replaced_by_a_ferry_on_the_same_pair():
    case = tiny_case(2, links=[link(A, B, "ferry"), link(A, B, "border")])
    assert municipal_graph(case, ferries=True).edges[A, B]["kind"] == "border"


def test_location_point_is_its_own_else_that_of_its_municipality():
    case = tiny_case([town(A, lat=52.0, lon=5.0), town(B, lat=None, lon=None)])
    assert location_point(case, offer("L1", A, lat=52.3, lon=5.4)) == (52.3, 5.4)
    assert location_point(case, offer("L1", A)) == (52.0, 5.0)
    assert location_point(case, offer("L1", B)) is None
    assert location_point(case, offer("L1", "GM0001")) is None


def test_satellites_in_reach_are_at_most_two_steps_and_fifteen_km_away():
    case = row_of_five(offer("H", A), *(offer(f"S{code[-1]}", code, "satellite") for code in (A, B, C, D)))
    found = reach(case, BASIS)
    # D is three steps from A, and 3 x 6.846 = 20.5 km
    assert list(found) == [("S1", "H"), ("S2", "H"), ("S3", "H")]
    assert found["S1", "H"] == Reached(0.0, 0)
    assert found["S3", "H"].steps == 2
    assert found["S3", "H"].km == pytest.approx(2 * STEP_KM, abs=1e-3)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"hub_max_steps": 0}, ["S1"]),
        ({"hub_max_steps": 1}, ["S1", "S2"]),
        ({"hub_max_km": 13.0}, ["S1", "S2"]),
        ({"hub_max_km": 6.0}, ["S1"]),
    ],
)
def test_reach_is_limited_by_both_steps_and_kilometres(options, expected):
    case = row_of_five(offer("H", A), *(offer(f"S{code[-1]}", code, "satellite") for code in (A, B, C)))
    assert [satellite for satellite, _ in reach(case, Scenario(**options))] == expected


def test_reach_is_inclusive_at_exactly_the_largest_distance():
    case = row_of_five(offer("H", A), offer("S", C, "satellite"))
    exactly = reach(case, BASIS)["S", "H"].km
    assert reach(case, Scenario(hub_max_km=exactly))
    assert not reach(case, Scenario(hub_max_km=exactly - 1e-9))


def test_distance_is_measured_between_the_locations_when_they_have_points():
    near = row_of_five(offer("H", A, lat=52.0, lon=5.09), offer("S", B, "satellite"))
    assert reach(near, BASIS)["S", "H"].km == pytest.approx(STEP_KM / 10, abs=1e-3)


def test_a_pair_without_a_known_distance_is_not_in_reach():
    towns = [town(A, lat=None, lon=None), town(B)]
    case = tiny_case(towns, [offer("H", A), offer("S", B, "satellite"), offer("T", A, "satellite")])
    # T and H both stand for the point of A: 0 km, wherever that point is
    assert reach(case, BASIS) == {("T", "H"): Reached(0.0, 0)}


def test_only_satellites_hang_under_hubs_that_may_be_one():
    case = row_of_five(
        offer("H", A), offer("N", A, may_be_hub=False), offer("K", A, "small_scale"), offer("S", A, "satellite")
    )
    assert list(reach(case, BASIS)) == [("S", "H")]


def test_a_satellite_that_may_be_a_hub_does_not_hang_under_itself():
    case = row_of_five(offer("S", A, "satellite", may_be_hub=True), offer("T", A, "satellite"))
    assert list(reach(case, BASIS)) == [("T", "S")]


def test_a_pair_needs_a_moment_at_which_both_are_available():
    early = offer("H", A, last_day="2027-12-31")
    late = offer("S", A, "satellite", first_day="2028-01-01")
    assert reach(row_of_five(early, late, moments=[FIRST_DAY, SECOND_DAY]), BASIS) == {}
    # available to and including the second moment itself
    longer = offer("H", A, last_day=SECOND_DAY)
    assert list(reach(row_of_five(longer, late, moments=[FIRST_DAY, SECOND_DAY]), BASIS)) == [("S", "H")]


def test_rows_under_the_status_floor_are_in_no_cluster():
    case = row_of_five(offer("H", A, status="intended"), offer("S", A, "satellite", status="explored"))
    assert list(reach(case, BASIS)) == [("S", "H")]
    assert reach(case, Scenario(status_floor="intended")) == {}
    assert layers(case, Scenario(status_floor="decided")) == {}


def test_a_hub_outside_the_province_reaches_over_the_links_that_are_given():
    outside = offer("H", "GM0001", foreign=True, lat=52.0, lon=4.95)
    satellites = [offer("SA", A, "satellite"), offer("SB", B, "satellite")]
    linked = tiny_case(2, [outside, *satellites], links=[link(A, B), link("GM0001", A)])
    assert {pair: near.steps for pair, near in reach(linked, BASIS).items()} == {("SA", "H"): 1, ("SB", "H"): 2}
    assert reach(tiny_case(2, [outside, *satellites]), BASIS) == {}


def test_layers_count_steps_from_the_municipality_of_the_hub():
    case = row_of_five(offer("H", B))
    assert layers(case, BASIS) == {"H": {A: 1, B: 0, C: 1, D: 2, E: 3}}


def test_layers_leave_out_what_cannot_be_reached():
    case = tiny_case(3, [offer("H", A)], links=[link(A, B), link(B, C, "ferry")])
    assert layers(case, BASIS) == {"H": {A: 0, B: 1}}
    assert layers(case, Scenario(ferries_connect=True)) == {"H": {A: 0, B: 1, C: 2}}


def test_stepping_stones_are_one_layer_nearer_and_adjacent():
    # A - B - D and A - C, all points within 15 km: C is in layer 1 too but no neighbour of D
    links = [link(A, B), link(A, C), link(B, D)]
    case = tiny_case(
        [town(code, lon=5.0) for code in (A, B, C, D)],
        [
            offer("H", A),
            *(offer(f"S{code[-1]}", code, "satellite") for code in (A, B, C, D)),
            offer("T2", B, "satellite"),
        ],
        links=links,
    )
    assert stepping_stones(case, BASIS) == {("S4", "H"): ("S2", "T2")}


def test_stepping_stones_must_be_in_reach_of_the_same_hub():
    # the satellite in B lies 0.2 degrees north of its town: 22 km from the hub
    stone = offer("S2", B, "satellite", lat=52.2, lon=5.1)
    case = row_of_five(offer("H", A), stone, offer("S3", C, "satellite"))
    assert stepping_stones(case, BASIS) == {("S3", "H"): ()}


def test_a_chain_of_three_layers_steps_from_stone_to_stone():
    case = row_of_five(offer("H", A), *(offer(f"S{code[-1]}", code, "satellite") for code in (B, C, D)))
    assert stepping_stones(case, Scenario(hub_max_steps=3, hub_max_km=50)) == {
        ("S3", "H"): ("S2",),
        ("S4", "H"): ("S3",),
    }


def test_cluster_of_a_hub_alone_measures_zero():
    assert measure_cluster(row_of_five(offer("H", A)), BASIS, "H", []) == {
        "farthest_km": 0.0,
        "diameter_km": 0.0,
        "cut_municipalities": [],
    }


def test_cluster_measures_distances_and_the_municipality_that_cuts_it():
    case = row_of_five(offer("H", B), offer("S1", A, "satellite"), offer("S3", C, "satellite"))
    # A - B - C in a row: without B the others fall apart; A to C is twice the distance
    assert measure_cluster(case, BASIS, "H", ["S1", "S3"]) == {
        "farthest_km": pytest.approx(6.846, abs=0.0005),
        "diameter_km": pytest.approx(13.692, abs=0.0005),
        "cut_municipalities": [B],
    }


def test_a_ring_of_municipalities_is_cut_by_none():
    case = row_of_five(
        offer("H", B),
        offer("S1", A, "satellite"),
        offer("S3", C, "satellite"),
        links=[link(A, B), link(B, C), link(A, C)],
    )
    assert measure_cluster(case, BASIS, "H", ["S1", "S3"])["cut_municipalities"] == []


def test_only_municipalities_of_members_count_in_a_cluster():
    # A and C touch through B, which has no member
    case = row_of_five(offer("H", A), offer("S3", C, "satellite"))
    assert measure_cluster(case, BASIS, "H", ["S3"])["cut_municipalities"] == []


def test_unreached_municipalities_are_measured_from_their_own_point():
    case = row_of_five(offer("H", A))
    day = date.fromisoformat(FIRST_DAY)
    assert unreached(case, BASIS, ["H"], day) == [D, E]
    assert unreached(case, Scenario(hub_max_km=13.0), ["H"], day) == [C, D, E]
    assert unreached(case, BASIS, [], day) == [A, B, C, D, E]


def test_a_location_that_may_be_no_hub_or_is_not_available_reaches_nobody():
    case = row_of_five(offer("N", A, may_be_hub=False), offer("H", E, last_day=FIRST_DAY))
    assert unreached(case, BASIS, ["N", "H"], date.fromisoformat(FIRST_DAY)) == [A, B]
    assert unreached(case, BASIS, ["N", "H"], date.fromisoformat(SECOND_DAY)) == [A, B, C, D, E]


def test_a_municipality_without_a_point_is_reached_by_a_hub_of_its_own_only():
    case = tiny_case([town(A, lat=None, lon=None), town(B)], [offer("H1", A), offer("H2", B)])
    day = date.fromisoformat(FIRST_DAY)
    assert unreached(case, BASIS, ["H2"], day) == [A]
    assert unreached(case, BASIS, ["H1"], day) == [B]


def unit(location_id, code, **changes):
    return offer(location_id, code, "other", **{"streams": ("special",), "places": (0, 20), **changes})


def test_small_units_are_counted_around_each_municipality_point():
    case = row_of_five(unit("U1", A), unit("U2", B), unit("U4", D))
    assert units_near(case, BASIS) == {A: ("U1", "U2"), B: ("U1", "U2"), C: ("U2", "U4"), D: ("U4",), E: ("U4",)}
    assert units_near(case, BASIS, km=6.0) == {A: ("U1",), B: ("U2",), C: (), D: ("U4",), E: ()}


def test_only_small_units_for_minors_in_the_province_are_counted():
    case = row_of_five(
        unit("BIG", A, places=(0, 21)),
        unit("MIXED", A, streams=("regular", "special")),
        unit("ABROAD", A, foreign=True),
        unit("FLOOR", A, status="explored"),
        unit("YES", A, status="intended"),
    )
    assert units_near(case, Scenario(status_floor="intended"))[A] == ("YES",)
    assert units_near(case, BASIS, places=21)[A] == ("BIG", "FLOOR", "YES")


def test_an_existing_satellite_without_a_hub_in_reach_is_named():
    case = row_of_five(
        offer("H", A),
        offer("NEAR", B, "satellite", status="existing"),
        offer("FAR", E, "satellite", status="existing"),
        offer("PLAN", E, "satellite", status="explored"),
        offer("SOON", E, "satellite", status="decided"),
    )
    assert existing_satellites_without_hub(case, BASIS) == ("FAR", "SOON")


def test_an_existing_satellite_is_without_hub_until_one_is_available():
    case = row_of_five(
        offer("H", A, first_day="2028-01-01"),
        offer("S", A, "satellite", status="existing"),
        moments=[FIRST_DAY, SECOND_DAY],
    )
    assert moments_without_hub(case, BASIS) == {"S": (FIRST_DAY,)}
    assert existing_satellites_without_hub(case, BASIS) == ("S",)


def large_province():
    """56 towns in a grid of 7 by 8 with 400 offers: 112 hubs, 112 satellites, 176 small-scale locations."""
    codes = [f"GM90{number:02d}" for number in range(56)]
    towns = [
        town(code, lat=51.7 + 0.06 * (number // 8), lon=4.3 + 0.09 * (number % 8)) for number, code in enumerate(codes)
    ]
    links = [link(codes[n], codes[n + 1]) for n in range(56) if n % 8 < 7]
    links += [link(codes[n], codes[n + 8]) for n in range(48)]
    offers = [offer(f"H{n}", codes[n % 56]) for n in range(112)]
    offers += [offer(f"S{n}", codes[n % 56], "satellite") for n in range(112)]
    offers += [offer(f"K{n}", codes[n % 56], "small_scale") for n in range(176)]
    return tiny_case(towns, offers, links=links)


def test_the_largest_province_is_quick():
    case = large_province()
    started = time.process_time()
    found = reach(case, BASIS)
    stepping_stones(case, BASIS)
    assert time.process_time() - started < 0.4
    # every grid point has itself; the layers of networkx agree with a plain count of grid steps
    assert len(found) >= 4 * 56
    for (satellite, hub), near in found.items():
        one, other = (int(case.location_of[item].code[-2:]) for item in (satellite, hub))
        assert near.steps == abs(one // 8 - other // 8) + abs(one % 8 - other % 8)


def test_reach_agrees_with_all_pairs_of_networkx():
    case = large_province()
    steps = dict(nx.all_pairs_shortest_path_length(municipal_graph(case, ferries=False), cutoff=BASIS.hub_max_steps))
    expected = {
        (satellite.location_id, hub.location_id)
        for satellite in case.locations
        for hub in case.locations
        if satellite.form == "satellite" and hub.may_be_hub
        if hub.code in steps[satellite.code]
        if distance_km(location_point(case, satellite), location_point(case, hub)) <= BASIS.hub_max_km
    }
    assert set(reach(case, BASIS)) == expected


def test_the_diameter_is_the_largest_of_all_pairs():
    case = large_province()
    members = ["H9", "S1", "S8", "S10", "S17"]
    points = [location_point(case, case.location_of[item]) for item in members]
    largest = max(distance_km(one, other) for one, other in combinations(points, 2))
    assert measure_cluster(case, BASIS, members[0], members[1:])["diameter_km"] == round(largest, 3)
