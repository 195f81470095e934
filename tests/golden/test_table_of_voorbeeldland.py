"""Did the answer at the table change? Voorbeeldland in the scenario `tafel`, with its ten positions.

Every number has the date and the reason of its last change. An aim is compared within its gap, a price within its own.
"""

import pytest

from regietafel.inputs.load import load_case
from regietafel.inputs.scenario_file import load_scenario
from regietafel.model.audit import audit
from regietafel.solver.run import solve

# 2026-11-21, first: value and how far it may be off. Positions are weighed after a fairness that may be off by its gap.
AIMS = {
    "shortfall": (0, 0),
    "surplus": (100, 0),
    "fairness": (1.0401, 0.0011),
    "positions": (8.8125, 0.01),
    "cost": (201_000_000, 600_000),
}

# 2026-11-21, first: places given up. What is hard is kept; S02, S04 and S07 are given up as far as there is room.
GIVEN_UP = {"S02": 100, "S04": 40, "S05": 300, "S07": 20, "S08": 29}
HARD = ("S01", "S09", "S10")

# 2026-11-21, first: with, without, and how far each may be off.
PRICES = {
    ("positions", "fairness"): (1.0401, 1.0175, 0.0011),
    ("fairness", "positions"): (8.8125, 4.56, 0.01),
    ("fairness", "places"): (489, 374, 0),
    ("positions_first", "fairness"): (1.3358, 1.0401, 0.0014),
}


@pytest.fixture(scope="module")
def given():
    return load_case("voorbeeld:voorbeeldland"), load_scenario("voorbeeldland", "tafel")


@pytest.fixture(scope="module")
def plan(given):
    return solve(*given)


def test_the_aims_are_what_they_were(plan):
    found = {tier["name"]: tier["value"] for tier in plan.document["outcome"]["tiers"]}
    assert list(found) == [*AIMS, "disturbance"]
    assert {name: found[name] for name in AIMS} == {
        name: pytest.approx(value, rel=0, abs=off) for name, (value, off) in AIMS.items()
    }


def test_what_is_given_up_is_what_it_was(plan):
    found = {item["id"]: item["given_up"] for item in plan.document["positions"]}
    assert {name: places for name, places in found.items() if places} == GIVEN_UP
    assert [found[name] for name in HARD] == [0, 0, 0]
    assert len(found) == 10


def test_the_prices_are_what_they_were(plan):
    found = {(item["of"], item["in"]): (item["with"], item["without"]) for item in plan.document["fairness"]["price"]}
    assert {key: pair for key, pair in found.items() if key[1] != "cost"} == {
        key: (pytest.approx(dearer, rel=0, abs=off), pytest.approx(cheaper, rel=0, abs=off))
        for key, (dearer, cheaper, off) in PRICES.items()
    }


def test_what_sharing_fairly_costs_is_what_it_was(plan):
    # 2026-11-30: 2.2 million. The last step, to 1.0401, cannot be taken with the positions that the plan follows.
    found = {item["of"]: item for item in plan.document["fairness"]["price"] if item["in"] == "cost"}
    dearer, cheaper = (found["norm"][name] for name in ("with", "without"))
    assert (dearer, cheaper) == (pytest.approx(201_003_997, abs=400_000), pytest.approx(198_795_044, abs=400_000))
    assert (found["last_step"]["with"], found["last_step"]["without"]) == (None, dearer)


def test_the_plan_passes_its_audit(given, plan):
    assert audit(*given, plan) == []


def keys_of(value):
    """Give every key of a document."""
    if isinstance(value, dict):
        yield from value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from keys_of(part)


def test_reluctance_and_room_are_no_part_of_the_document(plan):
    keys = {key.casefold() for key in keys_of(plan.document)}
    assert "non_negotiable" in keys
    assert not {"reluctance", "weerstand", "room", "ruimte_plekken", "scale", "limit"} & keys
