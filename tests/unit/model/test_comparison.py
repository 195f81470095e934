"""Plans side by side: what each gives a municipality, what is open where, what differs, and who is beaten."""

import json
import random
from importlib.resources import files

import jsonschema
import pytest

from regietafel.model.comparison import LETTERS, Option, compare
from regietafel.model.domination import dominated, usual_aims
from regietafel.model.errors import UsageError
from regietafel.model.figures.key_figures import key_figures, margins
from regietafel.model.plan import Plan
from support.plan_document import MOMENTS, code, plan_document


def option(name: str = "a", **about) -> Option:
    """Make an option from the small plan; `about` changes cost, burden, shortfall, version, status and the like."""
    document = plan_document()
    document["scenario"]["title"] = name
    if "cost" in about:
        document["costs"]["over_cycle"] = about["cost"]
    if "burden" in about:
        document["fairness"]["measures"]["minimax"]["joint"] = about["burden"]
    for row in document["totals"]:
        row["shortfall"] = about.get("short", 0) if (row["task"], row["moment"]) == ("asylum", MOMENTS[1]) else 0
    for tier in document["outcome"]["tiers"]:
        tier["abs_gap"] = about.get("gap", 0.0) if tier["name"] == "cost" else 0.0
    document["case"]["version"] = about.get("version", "0.3")
    document["outcome"]["status"] = about.get("status", "within_gap")
    about.get("change", lambda _: None)(document)
    return Option(folder=f"runs/{name}", plan=Plan.from_dict(document))


def codes(error: pytest.ExceptionInfo) -> list[str]:
    return [finding.code for finding in error.value.findings]


def burdens(*values: float | None):
    """Give the municipalities these joint burdens at the last moment."""

    def change(document):
        for row, value in zip(document["municipalities"], values, strict=False):
            row["moments"][-1]["burden_ratio"]["joint"] = value

    return change


def closed(name: str):
    """Close a location."""

    def change(document):
        for offer in document["locations"]:
            for at in offer["moments"] if offer["location_id"] == name else ():
                at |= {"opened": 0, "places": dict.fromkeys(at["places"], 0)}

    return change


def test_figures_stand_in_columns_per_option_and_those_nobody_knows_are_left_out():
    found = compare([option("a", cost=80), option("b", cost=70), option("c", status="infeasible")])
    rows = {row["name"]: row for row in found["figures"]}
    assert rows["cost"]["values"] == [80, 70, None]
    assert "regret" not in rows
    assert [item["letter"] for item in found["options"]] == ["A", "B", "C"]
    assert [item["status"] for item in found["options"]] == ["within_gap", "within_gap", "infeasible"]


def test_a_municipality_likes_the_lowest_burden_best_as_it_is_shown():
    found = compare(
        [
            option("a", change=burdens(1.204, 0.5, None, 1.0, 0.9)),
            option("b", change=burdens(1.196, 0.7, None, 1.0, 0.904)),
        ]
    )
    rows = {row["gm_code"]: row for row in found["municipalities"]}
    # 1.204 and 1.196 are both shown as 1.20: no preference is invented.
    assert (rows[code(0)]["best"], rows[code(0)]["same"]) == (["A", "B"], True)
    assert (rows[code(1)]["best"], rows[code(1)]["same"], rows[code(1)]["by"]) == (["A"], False, "burden")
    assert rows[code(1)]["ratio_spread"] == 0.2
    assert (rows[code(4)]["best"], rows[code(4)]["same"]) == (["A", "B"], True)
    # Without a burden the fewest places count: 120 and 18 persons housed in both.
    assert (rows[code(2)]["by"], rows[code(2)]["total"], rows[code(2)]["same"]) == ("places", [138, 138], True)


def test_places_of_a_municipality_are_given_per_stream_and_together():
    def change(document):
        document["municipalities"][1]["moments"][-1]["provided"]["regular"] = 200

    found = compare([option("a"), option("b", change=change), option("c", status="no_plan")])
    row = next(row for row in found["municipalities"] if row["gm_code"] == code(1))
    # Beekdal: 300 + 20 asylum, 200 Ukraine, 27 homes; in the other plan 100 regular places less.
    assert row["places"]["regular"] == [300, 200, None]
    assert (row["total"], row["spread"]) == ([547, 447, None], 100)
    assert row["cost"] == [2_000_000, 2_000_000, None]
    at = row["per_moment"][0]
    assert (at["moment"], at["places"]["regular"]) == (MOMENTS[0], [300, 300, None])


def test_locations_are_open_in_all_some_or_no_options():
    none = closed("L-08")

    def both(document):
        none(document)
        closed("L-03")(document)

    found = compare([option("a", change=none), option("b", change=both), option("c", status="infeasible")])
    groups = {row["location_id"]: (row["in"], row["opened"], row["places"]) for row in found["locations"]}
    assert groups["L-01"] == ("all", [1, 1, None], [540, 540, None])
    assert groups["L-03"] == ("some", [1, 0, None], [120, 0, None])
    assert groups["L-08"] == ("none", [0, 0, None], [0, 0, None])


def test_options_that_decide_the_same_are_named():
    found = compare([option("a", cost=80), option("b", change=closed("L-03")), option("c", cost=90)])
    assert found["same"] == [["A", "C"]]


def test_only_settings_that_differ_are_listed():
    def change(document):
        document["scenario"]["options"]["hub_max_km"]["value"] = 10.0

    found = compare([option("a"), option("b", change=change)])
    assert [(row["key"], row["values"]) for row in found["settings"]] == [("hub_max_km", [15.0, 10.0])]


def test_norms_name_the_fairest_option():
    found = compare([option("a", burden=1.3), option("b", burden=1.2), option("c", burden=1.2)])
    joint = next(row for row in found["norms"] if (row["norm"], row["on"]) == ("minimax", "joint"))
    assert (joint["values"], joint["fairest"]) == ([1.3, 1.2, 1.2], ["B", "C"])


def test_positions_say_what_each_option_does_with_them():
    def change(document):
        del document["positions"][1]
        document["positions"][0] |= {"honoured": False, "given_up": 12}

    found = compare([option("a"), option("b", change=change)])
    assert [(row["id"], row["honoured"], row["given_up"]) for row in found["positions"]] == [
        ("S01", [True, False], [0, 12]),
        ("S02", [False, None], [50, None]),
    ]


def test_options_of_two_provinces_or_more_than_twelve_are_refused():
    def elsewhere(document):
        document["case"]["province"] = "Anderland"

    with pytest.raises(UsageError) as error:
        compare([option("a"), option("b", change=elsewhere)])
    assert codes(error) == ["compare_provinces"]
    for number in (0, 13):
        with pytest.raises(UsageError) as error:
            compare([option()] * number)
        assert codes(error) == ["compare_count"]
    with pytest.raises(UsageError) as error:
        compare([option("a")], since=option("b", change=elsewhere))
    assert codes(error) == ["compare_provinces"]


def test_options_with_the_same_title_are_told_apart_by_their_folder():
    found = compare(
        [Option(folder="runs/een", plan=option().plan), Option(folder="C:\\runs\\twee", plan=option().plan)]
    )
    assert [item["title"] for item in found["options"]] == ["a (een)", "a (twee)"]


def test_a_run_that_did_not_end_stays_in_the_list_with_its_error():
    found = compare([option("a"), Option(folder="runs/kapot", scenario="krap", error="gestopt")])
    assert (found["options"][1]["status"], found["options"][1]["error"]) == ("lost", "gestopt")
    assert found["municipalities"][0]["total"][1] is None


def test_what_makes_plans_hard_to_compare_is_said():
    def change(document):
        document["case"] |= {"cycle": 1, "inputs": [{"table": "locaties", "file": "x", "sha256": "1"}]}
        document["versions"]["reference_figures"] = "2.0"
        document["scenario"]["options"]["counting"]["value"] = "durable"
        document["fairness"]["norm"] = "gini"
        document["case"]["reference"] = {"plan_sha256": "1"}
        document["outcome"]["status"] = "stopped"

    found = compare([option("a"), option("b", version="0.4", short=5, change=change)])
    assert [item["code"] for item in found["warnings"]] == [
        *("other_cycle", "other_version", "other_tables", "other_figures", "other_yardstick", "other_norm"),
        *("other_reference", "stopped", "more_shortfall"),
    ]
    said = {item["code"]: item["params"] for item in found["warnings"]}
    assert said["other_version"]["groups"] == [{"value": "0.3", "options": ["A"]}, {"value": "0.4", "options": ["B"]}]
    assert said["other_tables"] == {"tables": ["gemeenten", "locaties"]}
    assert said["other_yardstick"] == {"options": ["counting"]}
    assert said["more_shortfall"] == {"option": "B", "places": 5, "least": 0}
    assert compare([option("a"), option("b")])["warnings"] == []


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ({"cost": 80, "burden": 1.2}, {"cost": 90, "burden": 1.2}, [("B", "A", ["cost"])]),
        ({"cost": 80, "burden": 1.2}, {"cost": 90, "burden": 1.1}, []),
        ({"cost": 80, "burden": 1.1}, {"cost": 90, "burden": 1.2}, [("B", "A", ["minimax", "cost"])]),
        # The same in all: nobody is beaten.
        ({"cost": 80, "burden": 1.2}, {"cost": 80, "burden": 1.2}, []),
        # 10 cheaper, but the proofs leave 4 + 6 open: not more than that.
        ({"cost": 80, "burden": 1.2, "gap": 4}, {"cost": 90, "burden": 1.2, "gap": 6}, []),
        ({"cost": 80, "burden": 1.2, "gap": 4}, {"cost": 90, "burden": 1.2, "gap": 5}, [("B", "A", ["cost"])]),
        # Less than a step fairer is not clearly fairer, and half a step less fair is still worse.
        ({"cost": 80, "burden": 1.19995}, {"cost": 80, "burden": 1.2}, []),
        ({"cost": 80, "burden": 1.20005}, {"cost": 90, "burden": 1.2}, []),
        ({"cost": 80, "burden": 1.2, "short": 1}, {"cost": 90, "burden": 1.3}, []),
    ],
)
def test_an_option_is_beaten_when_it_is_nowhere_better_and_somewhere_clearly_worse(first, second, expected):
    found = compare([option("a", **first), option("b", **second)])
    assert found["aims"] == ["shortfall", "surplus", "minimax", "cost"]
    assert [(i["option"], i["by"], [b["aim"] for b in i["better"]]) for i in found["dominated"]] == expected


def test_options_that_count_in_another_way_are_not_weighed_against_each_other():
    def durable(document):
        document["scenario"]["options"]["counting"]["value"] = "durable"

    found = compare([option("a", cost=80), option("b", cost=90), option("c", cost=70, change=durable)])
    assert [(item["option"], item["by"]) for item in found["dominated"]] == [("B", "A")]


def test_aims_can_be_chosen_and_more_can_be_better():
    found = compare([option("a", cost=80, burden=1.3), option("b", cost=90, burden=1.2)], ["cost"])
    assert [(item["option"], item["by"]) for item in found["dominated"]] == [("B", "A")]


def test_the_norm_that_counts_is_that_of_the_plans_when_they_agree():
    def gini(document):
        document["fairness"] |= {"norm": "gini", "on": "asylum,joint"}

    plans = [option("a", change=gini).plan, option("b", change=gini).plan]
    assert usual_aims(plans)[2] == "gini_asylum"
    assert usual_aims([*plans, option("c").plan])[2] == "minimax"


def test_who_is_beaten_equals_a_plain_recount_on_random_options():
    draw = random.Random(28)
    for _ in range(25):
        options = [
            option(
                name,
                cost=draw.choice([80, 82, 90]),
                burden=draw.choice([1.1, 1.10005, 1.2]),
                short=draw.choice([0, 0, 3]),
                gap=draw.choice([0, 1, 2]),
            )
            for name in "abcde"
        ]
        aims = ("shortfall", "minimax", "cost")
        found = {(item["option"], item["by"]) for item in dominated([o.plan for o in options], aims, LETTERS)}
        assert found == recount([o.plan for o in options], aims)
        # Nobody is beaten by somebody he beats, and somebody is always left.
        assert not {(by, loser) for loser, by in found} & found
        assert {loser for loser, _ in found} < set("ABCDE")


def recount(plans, aims):
    """Compare all pairs in another way: as vectors of differences."""
    steps = {"shortfall": 1, "minimax": 1e-4, "cost": 1}
    found = set()
    for i, mine in enumerate(plans):
        for j, other in enumerate(plans):
            gains = [key_figures(mine)[aim] - key_figures(other)[aim] for aim in aims]
            clear = [
                gain > margins(mine).get(aim, 0) + margins(other).get(aim, 0) and gain >= steps[aim] - 1e-9
                for gain, aim in zip(gains, aims, strict=True)
            ]
            if i != j and min(gains) > -1e-9 and any(clear):
                found.add((LETTERS[i], LETTERS[j]))
    return found


def test_the_document_is_as_its_schema_says():
    schema = json.loads((files("regietafel.outputs.schema") / "comparison-1.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    options = [option("a"), option("b", cost=70, change=closed("L-03")), option("c", status="infeasible")]
    found = compare([*options, Option(folder="x", scenario="y", error="z")], since=option("d", version="0.1"))
    assert [error.message for error in validator.iter_errors(json.loads(json.dumps(found)))] == []
    assert list(validator.iter_errors({**found, "surprise": 1}))
