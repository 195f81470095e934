"""A counter-proposal as it stands: which rules it breaks, where and by how much, by hand and by a second opinion."""

import json
from random import Random

import pytest

from regietafel.inputs.load import load_case
from regietafel.model.assessment import assess, rules_broken
from regietafel.model.clusters import reach
from regietafel.model.decisions import Decisions
from regietafel.model.scenario import Scenario
from support.case_folders import folder_of
from support.cases import A, B, offer, position, tiny_case, town
from support.recompute import SecondOpinion

DAY = "2027-07-01"


@pytest.fixture
def case():
    towns = [town(A, indicative=150), town(B, indicative=150)]
    return tiny_case(
        towns, [offer("LA", A), offer("LB", B)], positions=[position("S1", places=80, municipalities=(B,), hard=True)]
    )


def proposal(**placed):
    return Decisions(
        opened={(loc, DAY): 1 for loc in placed}, placed={(loc, "regular", DAY): n for loc, n in placed.items()}
    )


def test_a_proposal_that_is_too_small_and_one_that_is_too_large_is_off_by_so_much(case):
    found = assess(case, Scenario(), proposal(LA=310, LB=80))
    told = [(item.rule, item.location_id, item.by) for item in found.broken]
    # At most 300 and at least 100 places.
    assert told == [("places_fit_location", "LA", 10), ("opened_location_is_large_enough", "LB", 20)]
    assert rules_broken(found.broken) == ["places_fit_location", "opened_location_is_large_enough"]
    assert not found.breaks_nothing


def test_a_position_that_must_be_kept_is_named(case):
    found = assess(case, Scenario(), proposal(LA=150, LB=150))
    assert [(item.position, item.by) for item in found.broken] == [("S1", 70)]


def test_what_cannot_be_at_all_is_told_apart(case):
    decisions = proposal(LA=150)
    decisions.opened["LA", DAY] = 2
    found = assess(case, Scenario(), decisions)
    assert [item.params["reason"] for item in found.impossible] == ["more_than_there_are"]
    assert not found.breaks_nothing


def test_a_shortfall_breaks_no_rule_and_nobody_searched_why(case):
    found = assess(case, Scenario(), proposal(LA=150))
    assert found.breaks_nothing
    total = next(row for row in found.plan.document["totals"] if row["task"] == "asylum")
    assert (total["shortfall"], total["by_choice"]) == (150, [{"cause": "not_examined", "places": 150}])


@pytest.fixture(scope="module")
def voorbeeldland(tmp_path_factory):
    """Give the folder of the example province and its case."""
    folder = folder_of(tmp_path_factory.mktemp("case") / "invoer", "voorbeeldland")
    return folder, load_case(folder)


def random_proposal(case, seed):
    """Open any offers with any places, and hang satellites under any hub in reach."""
    draw, found = Random(seed), Decisions()
    near = reach(case, Scenario())
    for loc in case.locations:
        for t in case.moment_keys:
            if draw.random() < 0.5:
                continue
            opened = draw.randint(1, loc.count)
            found.opened[loc.location_id, t] = opened
            places = {k: draw.randint(0, loc.max_places) for k in loc.streams}
            found.placed.update({(loc.location_id, k, t): n for k, n in places.items() if n})
            hubs = [hub for satellite, hub in near if satellite == loc.location_id]
            if hubs and draw.random() < 0.7:
                hub = draw.choice(hubs)
                found.attached[loc.location_id, hub, t] = opened
                found.attached_places[loc.location_id, hub, t] = sum(places.values())
    return found


@pytest.mark.parametrize("seed", range(6))
def test_a_second_opinion_names_the_same_rules_and_amounts(voorbeeldland, seed):
    folder, case = voorbeeldland
    found = assess(case, Scenario(), random_proposal(case, seed))
    opinion = SecondOpinion(folder, json.loads(found.plan.to_json()))
    expected = sorted((row.rule, round(float(-row.slack), 6)) for row in opinion.rules.rows() if row.slack < 0)
    assert sorted((item.rule, round(float(item.by), 6)) for item in found.broken) == expected
    assert len({rule for rule, _ in expected}) > 5
