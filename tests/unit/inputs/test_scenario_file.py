"""Scenarios: from a column, a file and the command line, with precedence, nearest names and places."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from regietafel.inputs import checks_scenario
from regietafel.inputs.checks_scenario import check_scenario
from regietafel.inputs.load import case_from_tables, load_case
from regietafel.inputs.notices import with_warnings
from regietafel.inputs.raw import raw_tables
from regietafel.inputs.scenario_file import check_scenarios, load_scenario, scenario_names
from regietafel.inputs.source import Source
from regietafel.model.case import Case
from regietafel.model.errors import Finding, ScenarioError
from regietafel.model.scenario import Scenario
from regietafel.outputs.texts_catalogue import ABOUT_OPTIONS, sentence
from support.small_tables import Rows, small_tables


def source(rows: Rows) -> Source:
    return Source("klein", raw_tables("klein", {"scenarios": rows})[0])


TABLE = source(
    [
        {"instelling": "titel", "basis": "Zoals het is", "streng": "Streng"},
        {"instelling": "bouwt_voort_op", "streng": "midden"},
        {"instelling": "Plafond voor de last", "midden": "1,5", "streng": "1,2"},
        {"instelling": "hub_max_satellites", "midden": "geen"},
        {"instelling": "hub_max_steps", "midden": "3"},
        {"instelling": "Wijze van tellen", "streng": "duurzaam"},
        {"instelling": "all_contribute", "streng": "ja"},
        {"instelling": "emergency_max", "streng": "1.200 + 0"},
        {"instelling": "cost_max", "streng": "1.500.000"},
    ]
)


def refused(*args: Any, **about: Any) -> list[Finding]:
    with pytest.raises(ScenarioError) as raised:
        load_scenario(*args, **about)
    return list(raised.value.findings)


def test_without_a_name_it_is_the_column_basis_or_the_defaults() -> None:
    assert load_scenario() == Scenario()
    assert load_scenario(TABLE) == Scenario(title="Zoals het is")


def test_what_is_later_wins_and_every_value_knows_where_it_came_from() -> None:
    found = load_scenario(TABLE, "Streng", {"hub_max_km": "12,5", "all_contribute": "nee"})
    assert (found.name, found.title) == ("streng", "Streng")
    assert (found.burden_ceiling, found.origins["burden_ceiling"]) == (1.2, "scenario")
    assert (found.hub_max_steps, found.origins["hub_max_steps"]) == (3, "extends")
    assert (found.hub_max_satellites, found.origins["hub_max_satellites"]) == (None, "extends")
    assert (found.hub_max_km, found.origins["hub_max_km"]) == (12.5, "set")
    assert (found.all_contribute, found.origins["all_contribute"]) == (False, "set")
    assert "gap" not in found.origins


def test_a_table_speaks_dutch() -> None:
    found = load_scenario(TABLE, "streng")
    assert (found.counting, found.all_contribute) == ("durable", True)
    assert (found.emergency_max, found.cost_max) == ((1_200, 0), 1_500_000.0)


@pytest.mark.parametrize(
    ("value", "order"),
    [
        ("asiel, gezamenlijk", "asylum,joint"),
        ("joint", "joint"),
        ("Gezamenlijk + asiel", "joint,asylum"),
    ],
)
def test_words_may_be_dutch_or_the_key(value: str, order: str) -> None:
    assert load_scenario(None, None, {"fairness_on": value}).fairness_on == order


def test_an_unknown_scenario_names_the_nearest() -> None:
    found = refused(TABLE, "strng")[0]
    assert (found.code, found.params["nearest"]) == ("scenario_unknown", "streng")
    assert found.params["names"][:4] == ["basis", "midden", "streng", "een-grote-locatie"]


@pytest.mark.parametrize("name", ["A" * 5000, "a\0b"])
def test_what_can_be_no_name_of_a_file_is_an_unknown_scenario(name: str) -> None:
    assert [item.code for item in refused(TABLE, name)] == ["scenario_unknown"]


def test_everything_wrong_in_a_scenario_comes_at_once_at_its_place() -> None:
    wrong = source(
        [
            {"instelling": "hub_max_kms", "basis": "10"},
            {"instelling": "hub_max_km", "basis": "1.5"},
            {"instelling": "hub_max_steps", "basis": "2,5"},
            {"instelling": "gap", "basis": "2"},
            {"instelling": "burden_ceiling", "basis": "9" * 400},
            {"instelling": "wijze van tellen", "basis": "grof"},
            {"instelling": "burden_floor", "basis": "0,5"},
            {"instelling": "Bodem voor de last", "basis": "0,6"},
        ]
    )
    found = {(item.place.row, item.place.column, item.code) for item in refused(wrong)}
    assert found == {
        (2, "instelling", "option_unknown"),
        (3, "basis", "number_format"),
        (4, "basis", "number_not_whole"),
        (5, "basis", "option_range"),
        (6, "basis", "number_none"),
        (7, "basis", "option_choice"),
        (8, "instelling", "option_double"),
    }


def test_an_unknown_option_is_named_once_at_its_own_cell_whatever_builds_upon_it() -> None:
    rows = [{"instelling": "bouwt_voort_op", "basis": "", "ruim": "basis"}, {"instelling": "Grens", "basis": "3"}]
    found = check_scenarios(source(rows))
    assert [(item.code, item.value, item.place.row, item.place.column) for item in found] == [
        ("option_unknown", "Grens", 3, "instelling")
    ]


def test_an_unknown_option_names_the_nearest_label_or_key() -> None:
    assert refused(None, None, sets={"hub_max_kms": "10"})[0].params == {"nearest": "hub_max_km"}
    assert refused(None, None, sets={"plafond op last": "1"})[0].params == {"nearest": "Plafond voor de last"}


def test_a_floor_above_its_ceiling_is_refused() -> None:
    found = refused(TABLE, "midden", sets={"burden_floor": "1", "burden_ceiling": "0.9"})[0]
    assert (found.code, found.value) == ("option_floor_above_ceiling", "1.0")


def test_a_scenario_that_builds_upon_itself_is_refused() -> None:
    circle = source([{"instelling": "bouwt_voort_op", "a": "b", "b": "c", "c": "a"}])
    found = refused(circle, "a")[0]
    assert (found.code, found.params) == ("scenario_circle", {"names": "a > b > c > a"})


def toml(tmp_path: Path, text: str, name: str = "proef.toml") -> str:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return str(tmp_path / name)


def test_a_toml_file_is_a_scenario_too(tmp_path: Path) -> None:
    toml(tmp_path, 'extends = "midden"\n[options]\nseed = 7\n', "onder.toml")
    path = toml(
        tmp_path,
        'title = "Proef"\nextends = "onder.toml"\n[options]\nhub_max_km = 12\nlarge_max = 3\nemergency_max = [5, 0]\n',
    )
    found = load_scenario(TABLE, path)
    assert (found.name, found.title, found.hub_max_km, found.seed) == ("proef", "Proef", 12.0, 7)
    assert (found.large_max, found.emergency_max, found.burden_ceiling) == (3, (5, 0), 1.5)
    assert (found.origins["hub_max_km"], found.origins["seed"]) == ("scenario", "extends")


@pytest.mark.parametrize(
    ("text", "code", "value"),
    [
        ("[optoins]\n", "scenario_key_unknown", "optoins"),
        ("positions = 3\n", "scenario_not_tables", "positions"),
        ("title = 3\n", "scenario_not_text", "title"),
        ("options = 3\n", "scenario_not_table", "options"),
        ("[options]\nhub_max = 3\n", "option_unknown", "hub_max"),
        ("[options]\nhub_max_km = true\n", "option_value", "True"),
        ("[options]\nfairness = 'gini+'\n", "option_choice", "gini+"),
    ],
)
def test_what_is_wrong_in_a_toml_file_is_named(tmp_path: Path, text: str, code: str, value: str) -> None:
    found = refused(None, toml(tmp_path, text))
    assert [(item.code, item.value, item.place.file) for item in found] == [(code, value, "proef.toml")]


@pytest.mark.parametrize("key", ["name", "title"])
def test_a_sign_that_no_document_can_show_is_refused_in_name_and_title(tmp_path: Path, key: str) -> None:
    (found,) = refused(None, toml(tmp_path, f'{key} = "a\\u0001b"\n'))
    assert (found.code, found.params, found.place.file) == ("cell_control_sign", {"sign": "U+0001"}, "proef.toml")


@pytest.mark.parametrize("text", ["[options]\nhub_max_km = 1,5\n", "[options]\ngap = 1\ngap = 2\n", "seed = 0141\n"])
def test_what_is_no_toml_is_refused_with_line_and_column(tmp_path: Path, text: str) -> None:
    found = refused(None, toml(tmp_path, text))[0]
    assert found.code == "toml_broken"
    assert "line" in found.value


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert refused(None, str(tmp_path / "weg.toml"))[0].code == "scenario_file_missing"


def test_all_scenarios_of_a_case_are_checked_in_their_order() -> None:
    assert scenario_names(TABLE) == ["basis", "midden", "streng"]
    assert check_scenarios(TABLE) == []
    wrong = source([{"instelling": "gap", "a": "veel", "b": "0,01", "c": "9"}])
    assert [(item.code, item.place.column) for item in check_scenarios(wrong)] == [
        ("number_none", "a"),
        ("option_range", "c"),
    ]


def small_case(**cells: str) -> Case:
    tables = small_tables()
    tables["locaties"][0] |= cells
    return case_from_tables(tables)


EXISTING = {"locatietype": "noodopvang", "min_plekken": "50", "plekken_bijzonder": "", "max_plekken": "200"}


@pytest.mark.parametrize(
    ("options", "cells", "code", "params"),
    [
        ({"emergency_max": (50,)}, {}, "emergency_list_length", {"given": 1, "moments": 2}),
        ({"large_max": 0}, {}, "large_max_low", {"high": 0, "staying": 1}),
        ({"large_min": 2}, {}, "large_min_high", {"low": 2, "offered": 1}),
        (
            {"large_max_per_municipality": 0},
            {},
            "large_town_low",
            {"high": 0, "staying": 1, "name": "Centrum"},
        ),
        ({"region_floor": 0.5}, {}, "regions_none", {}),
        ({"tier_order": ("cost", "shortfall")}, {}, "shortfall_not_first", {}),
        ({"tier_order": ("fairness", "cost")}, {}, "shortfall_not_first", {}),
    ],
)
def test_an_option_that_contradicts_the_case_is_found_before_solving(
    options: dict[str, Any], cells: dict[str, str], code: str, params: dict[str, Any]
) -> None:
    found = check_scenario(small_case(**cells), Scenario(**options))
    assert [(item.code, item.params) for item in found] == [(code, params)]


@pytest.mark.parametrize(("text", "value"), [("0,5", 0.5), ("0.5", 0.5), ("1500.5", 1500.5), ("900000", 900_000.0)])
def test_a_number_on_the_command_line_may_have_a_comma_or_a_point(text: str, value: float) -> None:
    assert Scenario().with_values({"cost_max": text}, "set").cost_max == value


@pytest.mark.parametrize("text", ["900.000", "900,000", "1.500.000"])
def test_a_grouped_number_on_the_command_line_is_refused_not_read_as_a_thousandth(text: str) -> None:
    assert [item.code for item in refused(None, None, {"cost_max": text})] == ["option_value"]


def test_a_cap_below_emergency_places_that_stay_is_found() -> None:
    tables = small_tables()
    tables["momenten"][1]["noodopvang_hoogstens"] = ""
    tables["locaties"][0] |= EXISTING
    case = case_from_tables(tables)
    found = check_scenario(case, Scenario(emergency_max=(150, 149)))
    assert [(item.code, item.params) for item in found] == [
        ("emergency_option_low", {"moment": "2028-02-01", "cap": 149, "places": 150})
    ]


def test_options_that_fit_the_case_give_no_findings() -> None:
    fitting = Scenario(emergency_max=(0, 0), large_max=1, large_min=1, large_max_per_municipality=1)
    assert check_scenario(small_case(), fitting) == []
    assert check_scenario(small_case(mag_sluiten="ja"), Scenario(large_max=0)) == []


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("nl", '"Meeste grote locaties" staat op 0. Grote locaties die bestaan en niet mogen sluiten: 1.'),
        ("en", '"Most large locations" is 0. Large locations that exist and may not close: 1.'),
    ],
)
def test_a_contradiction_is_said_with_the_label_of_the_option(lang: str, expected: str) -> None:
    (found,) = check_scenario(small_case(), Scenario(large_max=0))
    assert sentence(found, lang).startswith(expected)


def test_every_finding_about_an_option_is_said_with_its_label() -> None:
    source = Path(checks_scenario.__file__).read_text(encoding="utf-8")
    assert set(re.findall(r'_finding\(\s*"([a-z_]+)"', source)) == set(ABOUT_OPTIONS)


def test_warnings_of_a_scenario_become_messages_in_one_order() -> None:
    case = small_case()
    warnings = check_scenario(case, Scenario(region_floor=0.5, tier_order=("cost",)))
    shown = with_warnings(case, warnings).messages
    assert [item.code for item in shown if item not in case.messages] == ["regions_none", "shortfall_not_first"]
    assert shown == with_warnings(with_warnings(case, warnings), warnings[::-1]).messages


def test_a_key_of_regret_that_the_case_does_not_know_names_the_nearest():
    case = load_case("voorbeeld:voorbeeldland")
    (found,) = check_scenario(case, Scenario(fairness="regret", regret_keys=("inhabitants", "aera")))
    assert (found.code, found.level, found.value) == ("regret_key_unknown", "error", "aera")
    assert found.params["nearest"] == "area"


def test_a_key_of_regret_without_numbers_for_all_names_who_lacks_one():
    case = load_case("voorbeeld:voorbeeldland")
    first, *others = case.municipalities
    lacking = replace(case, municipalities=(replace(first, area_km2=None), *others))
    (found,) = check_scenario(lacking, Scenario(fairness="regret", regret_keys=("area",)))
    assert (found.code, found.params["municipality"]) == ("regret_key_without_data", first.name)


def test_keys_are_tested_only_when_regret_is_searched():
    case, wrong = load_case("voorbeeld:voorbeeldland"), {"regret_keys": ("aera",)}
    assert check_scenario(case, Scenario(**wrong)) == []
    (found,) = check_scenario(case, Scenario(fairness_prices="norms", **wrong))
    assert (found.code, found.level) == ("regret_key_unknown", "warning")


def test_a_score_that_is_missing_is_said_when_a_key_of_regret_needs_it():
    case = load_case("voorbeeld:voorbeeldland")
    first, *others = case.municipalities
    lacking = replace(case, municipalities=(replace(first, ses_woa=None), *others))
    (found,) = check_scenario(lacking, Scenario(fairness="regret"))
    assert (found.code, found.level, found.params) == ("regret_scores_missing", "warning", {"count": 1})
    assert check_scenario(lacking, Scenario(fairness="regret", regret_keys=("inhabitants",))) == []


@pytest.mark.parametrize("keys", [(), ("area", "area"), ("",)])
def test_keys_that_say_nothing_or_the_same_twice_are_refused(keys):
    with pytest.raises(ScenarioError):
        Scenario(regret_keys=keys)


def test_in_a_table_a_wrong_word_is_answered_with_the_words_of_the_table() -> None:
    wrong = source([{"instelling": "Maat voor eerlijkheid", "basis": "hoogste last"}])
    (found,) = refused(wrong)
    assert (found.params["key"], found.params["choices"]) == (
        "Maat voor eerlijkheid",
        ["minimax", "leximin", "afwijking", "gini", "theil", "spijt"],
    )
    assert refused(None, None, sets={"fairness": "hoogste last"})[0].params["key"] == "fairness"


def test_two_columns_that_differ_in_capitals_or_signs_only_are_two_scenarios() -> None:
    rows = [{"instelling": "hub_max_km", "Ruim": "10", "ruim": "20", "???": "30", "!!!": "40"}]
    names = ("Ruim", "ruim", "???", "!!!")
    assert [load_scenario(source(rows), name).hub_max_km for name in names] == [10, 20, 30, 40]
