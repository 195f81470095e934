"""What differs between two plans of a comparison, and which pairs are told."""

from regietafel.model.comparison import Option, compare
from regietafel.model.plan import Plan
from support.plan_document import MOMENTS, code, plan_document


def option(name: str, change=lambda _: None, sha256: str = "", **case) -> Option:
    document = plan_document()
    document["scenario"] |= {"name": name, "title": name}
    document["case"] |= case
    change(document)
    return Option(folder=name, plan=Plan.from_dict(document), plan_sha256=sha256)


def fewer_places(document):
    """Give Beekdal 100 places less at the last moment, with 10 million less cost."""
    places = document["locations"][1]["moments"][1]["places"]
    places["regular"] -= 100
    document["municipalities"][1]["moments"][1]["provided"]["regular"] -= 100
    document["municipalities"][1]["moments"][1]["burden_ratio"]["joint"] = 1.015909
    document["costs"]["over_cycle"] -= 10_000_000


def pairs(found):
    return [(item["from"], item["to"], item["why"]) for item in found["differences"]]


def test_the_first_plan_is_told_apart_from_every_other():
    found = compare([option("a"), option("b", fewer_places), option("c")])
    assert pairs(found) == [("A", "B", "first"), ("A", "C", "first")]
    changed, same = found["differences"]
    assert (same["same"], same["municipalities"], same["figures"]) == (True, [], [])
    assert changed["same"] is False
    assert changed["municipalities"] == [
        {"gm_code": code(1), "name": "Beekdal", "places": [547, 447], "ratio": [1.243182, 1.015909]}
    ]
    (place,) = changed["locations"]
    assert (place["location_id"], place["kinds"], place["places"]) == ("L-02", ["smaller"], [320, 220])
    figures = {row["name"]: (row["before"], row["after"]) for row in changed["figures"]}
    assert figures["cost"] == (83_456_789, 73_456_789)
    assert "minimax" not in figures


def test_the_plan_of_before_is_told_apart_from_every_option():
    before = option("a", version="0.2", inputs=[{"table": "gemeenten", "file": "x", "sha256": "1"}])
    found = compare([option("a", fewer_places), option("b")], since=before)
    assert pairs(found)[:2] == [("previous", "A", "since"), ("previous", "B", "since")]
    assert found["previous"]["version"] == "0.2"
    assert found["differences"][0]["inputs"] == ["gemeenten"]


def test_a_plan_that_was_made_from_another_is_told_with_it():
    child = option("b", fewer_places, parent={"plan_sha256": "moeder", "pins": []})
    found = compare([option("c"), child, option("a", sha256="moeder")])
    assert pairs(found) == [("C", "B", "parent"), ("A", "B", "first"), ("A", "C", "first")]


def test_two_versions_of_a_scenario_are_told_from_old_to_new():
    found = compare([option("a", version="0.10"), option("b"), option("a", version="0.9")])
    assert pairs(found)[0] == ("C", "A", "version")
    # The same pair is not told twice.
    assert pairs(found)[1:] == [("A", "B", "first")]


def test_an_option_without_places_has_no_pair():
    def infeasible(document):
        document["outcome"]["status"] = "infeasible"

    assert pairs(compare([option("a", infeasible), option("b"), option("c")])) == [("B", "C", "first")]


def test_positions_and_settings_that_differ_are_told():
    def change(document):
        document["positions"][0]["given_up"] = 5
        document["scenario"]["options"]["hub_max_km"]["value"] = 8.0
        document["moments"] = list(MOMENTS)

    (found,) = compare([option("a"), option("b", change)])["differences"]
    assert found["options"] == [{"key": "hub_max_km", "before": 15.0, "after": 8.0}]
    assert [(row["id"], row["given_up"]) for row in found["positions"]] == [("S01", [0, 5])]
