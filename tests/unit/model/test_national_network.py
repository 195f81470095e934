"""The packaged network of Dutch municipalities, province by province, as the clusters see it."""

import csv
from collections import Counter
from importlib.resources import files

import networkx as nx
import pytest

from regietafel.model.clusters import distance_km, municipal_graph
from support.cases import link, tiny_case, town

WADDEN = {"GM0060": "Ameland", "GM0088": "Schiermonnikoog", "GM0093": "Terschelling", "GM0096": "Vlieland"}
TEXEL, BORSELE, TERNEUZEN = "GM0448", "GM0654", "GM0715"


def rows(table):
    text = files("regietafel.inputs.reference").joinpath(table).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


MUNICIPALITIES = rows("municipalities.csv")
PROVINCES = sorted({row["province"] for row in MUNICIPALITIES})


def province_case(province):
    """One province with the links inside it."""
    towns = [
        town(row["gm_code"], name=row["name"], lat=float(row["lat"]), lon=float(row["lon"]))
        for row in MUNICIPALITIES
        if row["province"] == province
    ]
    codes = {item.code for item in towns}
    links = [
        link(row["gm_code_a"], row["gm_code_b"], row["link"])
        for row in rows("neighbours.csv")
        if {row["gm_code_a"], row["gm_code_b"]} <= codes
    ]
    return tiny_case(towns, links=links)


def components(province, ferries):
    """Return the connected parts of a province, largest first."""
    graph = municipal_graph(province_case(province), ferries)
    return sorted(nx.connected_components(graph), key=len, reverse=True)


def test_twelve_provinces_hold_342_municipalities():
    assert len(PROVINCES) == 12
    assert len(MUNICIPALITIES) == 342


@pytest.mark.parametrize("province", PROVINCES)
def test_a_province_is_one_block_but_for_its_islands(province):
    islands = set(WADDEN) | {TEXEL}
    first, *others = components(province, ferries=False)
    assert not first & islands
    assert all(len(part) == 1 and part <= islands for part in others)


def test_every_wadden_island_of_fryslan_stands_alone_without_ferries():
    assert {code for part in components("Fryslân", ferries=False)[1:] for code in part} == set(WADDEN)


def test_ferries_reach_the_islands_but_schiermonnikoog_sails_from_another_province():
    assert components("Fryslân", ferries=True)[1:] == [{"GM0088"}]
    assert len(components("Noord-Holland", ferries=True)) == 1


def test_zeeland_hangs_together_by_the_tunnel_under_the_westerschelde():
    case = province_case("Zeeland")
    graph = municipal_graph(case, ferries=False)
    assert graph.edges[BORSELE, TERNEUZEN]["kind"] == "road"
    assert nx.is_connected(graph)
    graph.remove_edge(BORSELE, TERNEUZEN)
    assert sorted(map(len, nx.connected_components(graph))) == [3, 10]


def test_neighbours_are_near_each_other_but_for_the_two_ends_of_the_afsluitdijk():
    point = {row["gm_code"]: (float(row["lat"]), float(row["lon"])) for row in MUNICIPALITIES}
    far = [
        (row["gm_code_a"], row["gm_code_b"])
        for row in rows("neighbours.csv")
        if row["link"] == "border" and distance_km(point[row["gm_code_a"]], point[row["gm_code_b"]]) > 45
    ]
    assert far == [("GM1900", "GM1911")]


def test_no_pair_is_linked_twice():
    pairs = Counter(frozenset((row["gm_code_a"], row["gm_code_b"])) for row in rows("neighbours.csv"))
    assert max(pairs.values()) == 1
