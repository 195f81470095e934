"""The key figures of a plan, worked out by hand on the small plan document."""

import pytest

from regietafel.model.figures.key_figures import ALIASES, FIGURES, figures_at, key_figures, margins, moment_figures
from regietafel.model.plan import Plan
from support.plan_document import MOMENTS, example_plan, plan_document


def changed(**parts) -> Plan:
    document = plan_document()
    for path, value in parts.items():
        document[path] = value
    return Plan.from_dict(document)


def test_shortfalls_are_the_largest_of_the_moments_and_their_sum_counts_all():
    document = plan_document()
    for row in document["totals"]:
        first, last = {"asylum": (84, 40), "special": (0, 7)}.get(row["task"], (0, 0))
        row["shortfall"] = first if row["moment"] == MOMENTS[0] else last
    found = key_figures(Plan.from_dict(document))
    assert (found["shortfall_asylum"], found["shortfall_special"], found["shortfall_ukraine"]) == (84, 7, 0)
    assert found["shortfall"] == 84 + 40 + 7
    assert found["shortfall_asylum_need"] is None


def test_money_is_read_and_grants_are_added_up_per_receiver():
    found = key_figures(example_plan())
    assert (found["cost"], found["opening_once"], found["operation_per_year"]) == (83_456_789, 1_200_000, 54_321_000)
    # Two grants: 80,000 to a municipality, 45,000 to the province.
    assert (found["grants"], found["grants_municipality"], found["grants_province"]) == (125_000, 80_000, 45_000)


def test_locations_are_counted_by_form_at_the_last_moment():
    found = key_figures(example_plan())
    # Eight offers, one of each open: two large, one small-scale, two satellites, three others; two hubs.
    names = ("locations", "large_locations", "hubs", "satellites")
    assert [found[name] for name in names] == [8, 2, 2, 2]
    # Asylum places: 540 + 320 large, 120 small-scale, 60 + 90 satellite: 270 of 1130 are small.
    assert found["small_scale"] == round(270 / 1130, 6)
    assert found["places_asylum"] == 1130
    # Of six municipalities the last, Fortveen, has no asylum places.
    assert found["hosts"] == 5


def test_homes_above_the_indicative_number_and_what_is_left_are_added_up():
    found = key_figures(example_plan())
    # 90 % of 60, 30, 20, 9, 15 and 4 persons, each rounded down: 54 + 27 + 18 + 8 + 13 + 3.
    assert found["housed"] == 123
    assert (found["above_indicative"], found["residual_task"], found["positions_missed"]) == (60, 28, 1)


def test_emergency_places_are_those_of_the_moment_with_most():
    document = plan_document()
    row = document["locations"][2]
    row["emergency"] = True
    row["moments"][1]["places"]["regular"] = 20
    found = key_figures(Plan.from_dict(document))
    assert found["emergency"] == 120
    assert figures_at(Plan.from_dict(document), MOMENTS[1])["emergency"] == 20


def test_a_location_outside_the_province_counts_nowhere():
    document = plan_document()
    document["locations"][1]["gm_code"] = "GM9999"
    assert key_figures(Plan.from_dict(document))["locations"] == 7


def test_norms_that_are_not_measured_are_unknown():
    found = key_figures(example_plan())
    assert (found["deviation"], found["deviation_asylum"]) == (0.21, 0.18)
    assert (found["gini"], found["regret"]) == (None, None)


def test_the_gap_is_the_largest_of_the_proofs_and_disturbance_its_aim():
    found = key_figures(example_plan())
    assert found["gap"] == 0.000681
    assert found["disturbance"] is None


def test_what_a_longer_search_could_better_is_read_per_aim():
    found = margins(example_plan())
    # Cost: 83,456,789 less its bound of 83,400,000; the norm minimax is proven.
    assert found == {"shortfall": 0, "surplus": 0, "cost": 56_789, "minimax": 0}
    document = plan_document()
    document["fairness"] |= {"norm": "leximin", "on": "asylum,joint"}
    tiers = document["outcome"]["tiers"]
    tiers += [dict(tiers[2], name="fairness_joint", abs_gap=0.02)]
    assert margins(Plan.from_dict(document)) == {
        "shortfall": 0,
        "surplus": 0,
        "cost": 56_789,
        "minimax_asylum": 0,
        "minimax": 0.02,
    }


def test_a_plan_without_places_has_no_figures():
    document = plan_document()
    document["outcome"]["status"] = "infeasible"
    assert (key_figures(Plan.from_dict(document)), moment_figures(Plan.from_dict(document))) == ({}, {})


def test_every_figure_is_given_in_the_order_of_the_list_and_has_a_dutch_word_of_its_own():
    assert list(key_figures(example_plan())) == list(FIGURES)
    words = [about.dutch for about in FIGURES.values()]
    assert len(words) == len(set(words))
    assert set(ALIASES.values()) <= set(FIGURES)
    assert not set(FIGURES) & (set(ALIASES) - {"gini", "theil", *FIGURES})


@pytest.mark.parametrize("name", [name for name, about in FIGURES.items() if about.per_moment])
def test_what_is_said_to_be_known_per_moment_is(name):
    assert f"{name}@{MOMENTS[0]}" in moment_figures(example_plan())


def test_without_asylum_places_there_is_no_share_of_them():
    document = plan_document()
    for offer in document["locations"]:
        for at in offer["moments"]:
            at["places"] = dict.fromkeys(at["places"], 0)
    assert key_figures(Plan.from_dict(document))["small_scale"] is None
