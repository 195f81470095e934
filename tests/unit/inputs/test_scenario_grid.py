"""Scenarios that compose: packaged ones, one built upon another, and lists of values."""

from pathlib import Path

import pytest

from regietafel.inputs.checks_scenario import check_scenario
from regietafel.inputs.load import case_from_tables, load_case
from regietafel.inputs.notices import with_warnings
from regietafel.inputs.packaged_scenarios import packaged_names
from regietafel.inputs.raw import raw_tables
from regietafel.inputs.scenario_file import check_scenarios, load_scenario, load_scenarios, some_scenarios
from regietafel.inputs.scenario_grid import MOST
from regietafel.inputs.source import Source, read_tables, variant_for
from regietafel.model.errors import ScenarioError
from regietafel.model.position_subjects import find_subjects
from regietafel.model.scenario import Scenario
from regietafel.outputs.texts_catalogue import LANGUAGES, catalogue, text
from support.small_tables import Rows, small_tables

OPTION_SCENARIOS = [name for name in packaged_names() if name not in ("basis", "krap")]


def source(rows: Rows) -> Source:
    return Source("klein", raw_tables("klein", {**small_tables(), "scenarios": rows})[0])


GRID = source(
    [
        {"instelling": "titel", "proef": "Proef"},
        {"instelling": "bouwt_voort_op", "dieper": "proef"},
        {"instelling": "Grootste afstand tot regionale locatie (km)", "proef": "10 | 12,5 | 15"},
        {"instelling": "Wijze van tellen", "proef": "plan | duurzaam"},
        {"instelling": "Plafond voor de last", "dieper": "1,5"},
    ]
)


def test_a_list_of_values_makes_a_scenario_for_every_combination_named_after_its_values() -> None:
    found = load_scenarios(GRID, "proef")
    # Three distances times two ways of counting, in the order of the list of options.
    assert [item.name for item in found] == [
        f"proef-counting-{counting}-hub_max_km-{km}" for counting in ("plan", "durable") for km in ("10", "12.5", "15")
    ]
    last = found[-1]
    assert (last.hub_max_km, last.counting, last.origins["hub_max_km"]) == (15.0, "durable", "scenario")
    assert last.title == ("Proef (Wijze van tellen: duurzaam; Grootste afstand tot regionale locatie (km): 15)")
    assert last.lineage == ("proef",)


def test_what_builds_upon_a_list_has_the_list_too_and_knows_who_gave_it() -> None:
    found = load_scenarios(GRID, "dieper")
    assert len(found) == 6
    assert {item.burden_ceiling for item in found} == {1.5}
    assert found[0].lineage == ("proef", "dieper")
    assert (found[0].origins["counting"], found[0].givers["counting"]) == ("extends", "proef")
    assert (found[0].origins["burden_ceiling"], "burden_ceiling" in found[0].givers) == ("scenario", False)


def test_one_value_later_on_takes_the_place_of_a_list() -> None:
    assert [item.name for item in load_scenarios(GRID, "proef", {"hub_max_km": "12"})] == [
        "proef-counting-plan",
        "proef-counting-durable",
    ]
    assert load_scenario(GRID, "proef", {"hub_max_km": "12", "counting": "plan"}).name == "proef"


def test_the_command_line_takes_a_list_too() -> None:
    found = load_scenarios(GRID, "basis", {"hub_max_km": "10|15", "emergency_max": "500+0|300+0"})
    assert [(item.hub_max_km, item.emergency_max) for item in found] == [
        (10.0, (500, 0)),
        (10.0, (300, 0)),
        (15.0, (500, 0)),
        (15.0, (300, 0)),
    ]
    assert found[0].name == "basis-hub_max_km-10-emergency_max-500+0"
    assert found[0].origins["emergency_max"] == "set"


def test_a_plan_is_made_of_one_scenario_so_a_list_says_which_there_are() -> None:
    with pytest.raises(ScenarioError) as raised:
        load_scenario(GRID, "proef")
    (found,) = raised.value.findings
    assert found.code == "scenario_is_grid"
    assert found.params == {
        "count": 6,
        "first": "proef-counting-plan-hub_max_km-10",
        "last": "proef-counting-durable-hub_max_km-15",
    }


@pytest.mark.parametrize("sign", ["", "proef#"])
def test_one_of_a_list_is_named_by_its_own_name(sign: str) -> None:
    found = load_scenario(GRID, f"{sign}proef-counting-durable-hub_max_km-12.5", {"gap": "0,01"})
    assert (found.name, found.hub_max_km, found.counting) == (
        "proef-counting-durable-hub_max_km-12.5",
        12.5,
        "durable",
    )
    with pytest.raises(ScenarioError) as raised:
        load_scenario(GRID, f"{sign}proef-counting-durable-hub_max_km-13")
    assert raised.value.findings[0].code == "scenario_unknown"


def test_in_a_file_a_list_is_a_list_and_of_an_option_that_is_a_list_a_list_of_lists(tmp_path: Path) -> None:
    file = tmp_path / "nacht.toml"
    file.write_text(
        'extends = "proef"\n[options]\ncounting = "plan"\nhub_max_km = [10, 20]\n'
        "emergency_max = [[400, 0], [200, 0]]\nregret_keys = ['inhabitants', 'ses_woa']\n",
        encoding="utf-8",
    )
    found = load_scenarios(GRID, str(file))
    assert [(item.hub_max_km, item.emergency_max) for item in found] == [
        (10.0, (400, 0)),
        (10.0, (200, 0)),
        (20.0, (400, 0)),
        (20.0, (200, 0)),
    ]
    assert {item.regret_keys for item in found} == {("inhabitants", "ses_woa")}
    name = "nacht-hub_max_km-20-emergency_max-200+0"
    assert load_scenario(GRID, f"{file}#{name}") == found[-1]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ("hub_max_km = []", "grid_empty"),
        ("hub_max_km = [10, 10.0]", "grid_value_double"),
        ("hub_max_km = [10, 500]", "option_range"),
        ("hub_max_km = [10, 'ver']", "option_value"),
        (f"seed = [{', '.join(map(str, range(MOST + 1)))}]", "grid_too_large"),
    ],
)
def test_what_is_wrong_in_a_list_is_named(tmp_path: Path, values: str, code: str) -> None:
    file = tmp_path / "fout.toml"
    file.write_text(f"[options]\n{values}\n", encoding="utf-8")
    with pytest.raises(ScenarioError) as raised:
        load_scenarios(GRID, str(file))
    assert raised.value.findings[0].code == code


def test_a_check_meets_every_value_once_and_not_every_combination() -> None:
    assert check_scenarios(GRID) == []
    # The first of each list, then two other distances and one other way of counting.
    assert len(some_scenarios(GRID, "proef")) == 4
    wrong = source([{"instelling": "hub_max_km", "proef": "10 | 500"}])
    assert [item.code for item in check_scenarios(wrong)] == ["option_range"]


def test_scenarios_joined_by_a_plus_are_built_upon_each_other_in_that_order() -> None:
    found = load_scenario(GRID, "kleinschalig + communicerende-vaten", {"vessels_share": "0,5"})
    assert found.name == "kleinschalig+communicerende-vaten"
    assert found.lineage == ("kleinschalig", "communicerende-vaten")
    assert (found.small_scale_min_share, found.givers["small_scale_min_share"]) == (0.3, "kleinschalig")
    assert (found.vessels_share, found.origins["vessels_share"]) == (0.5, "set")
    # What comes later wins: alleen-asiel and zonder-oekraine agree, so both orders say the same.
    both = [load_scenario(GRID, name) for name in ("alleen-asiel+zonder-oekraine", "zonder-oekraine+alleen-asiel")]
    assert [item.weight_ukraine for item in both] == [0, 0]


def test_the_plan_says_which_scenario_gave_a_value() -> None:
    about = load_scenario(GRID, "basis+kleinschalig").as_document()
    assert about["small_scale_min_share"] == {
        "value": 0.3,
        "unit": "share",
        "origin": "extends",
        "of": "kleinschalig",
    }
    assert "of" not in about["gap"]


@pytest.mark.parametrize("name", OPTION_SCENARIOS)
def test_a_packaged_scenario_serves_any_case_and_says_what_it_assumes(name: str) -> None:
    scenario, case = load_scenario(GRID, name.upper()), case_from_tables(small_tables())
    assert scenario.name == name
    assert set(scenario.origins.values()) == {"scenario"}
    (found,) = [item for item in check_scenario(case, scenario) if item.code == "scenario_packaged"]
    (message,) = [item for item in with_warnings(case, [found]).messages if item.code == "scenario_packaged"]
    assert message.level == "assumption"
    assert message.params["value"] == name


def test_a_scenario_that_changed_all_that_was_packaged_assumes_it_no_longer() -> None:
    case = case_from_tables(small_tables())

    def assumed(name: str, sets: dict[str, str]) -> list[str]:
        found = check_scenario(case, load_scenario(GRID, name, sets))
        return [item.value for item in found if item.code == "scenario_packaged"]

    assert assumed("kleinschalig", {"small_scale_min_share": "0,5"}) == []
    assert assumed("zonder-oekraine", {"weight_ukraine": "1"}) == ["zonder-oekraine"]
    assert assumed("kleinschalig+duurzaam-geteld", {}) == ["kleinschalig", "duurzaam-geteld"]
    assert assumed("basis", {}) == []


def test_a_position_of_a_list_holds_for_every_scenario_of_it() -> None:
    tables = small_tables()
    tables["scenarios"] = [{"instelling": "hub_max_km", "proef": "10 | 15"}]
    position = {"partij": "raad", "eis": "ten_hoogste", "gemeenten": "Centrum", "doelgroep": "asiel", "plekken": "400"}
    tables["standpunten"] = [
        {"standpunt_id": "S1", "scenario": "proef", "ononderhandelbaar": "ja", **position},
        {"standpunt_id": "S2", "scenario": "ander", "ononderhandelbaar": "ja", **position},
    ]
    case = case_from_tables(tables)
    members = load_scenarios(Source("klein", raw_tables("klein", tables)[0]), "proef")
    assert [list(find_subjects(case, member)) for member in members] == [["S1"], ["S1"]]


def test_a_column_of_the_case_goes_before_a_packaged_scenario_of_that_name() -> None:
    own = source([{"instelling": "small_scale_min_share", "kleinschalig": "0,45"}])
    assert load_scenario(own, "kleinschalig").small_scale_min_share == 0.45


def test_emergency_reception_ends_at_the_last_moment_of_the_case() -> None:
    # The small case has two moments.
    assert load_scenario(GRID, "afbouw-noodopvang").emergency_max == (100_000, 0)


def test_the_tight_case_is_of_built_in_provinces_also_when_something_builds_upon_it(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as raised:
        load_scenario(GRID, "krap")
    assert raised.value.findings[0].code == "scenario_of_built_in"
    (tmp_path / "midden.toml").write_text('extends = "krap+kleinschalig"\n', encoding="utf-8")
    (tmp_path / "eigen.toml").write_text('extends = "midden.toml"\n[options]\ngap = [0.01, 0.02]\n', encoding="utf-8")
    file = str(tmp_path / "eigen.toml")
    lists = ("krap#krap-gap-0.01", "krap-gap-0.01", "Krap")
    for name in ("krap", "krap+kleinschalig", file, f"{file}#eigen-gap-0.01", *lists):
        assert variant_for("voorbeeld:flevoland", name) == "krap"
    assert variant_for("voorbeeld:flevoland", "kleinschalig") == "basis"
    assert variant_for(tmp_path, "krap") == "basis"
    found = load_scenario(read_tables("voorbeeld:flevoland", variant="krap"), f"{file}#eigen-gap-0.02")
    assert found.lineage == ("krap", "kleinschalig", "midden", "eigen")
    assert (found.gap, found.small_scale_min_share) == (0.02, 0.3)


def test_a_plus_in_the_name_of_a_folder_is_no_plus_between_scenarios(tmp_path: Path) -> None:
    file = tmp_path / "tafel+kaart" / "eigen.toml"
    file.parent.mkdir()
    file.write_text('extends = "krap"\n[options]\ngap = [0.01, 0.02]\n', encoding="utf-8")
    assert variant_for("voorbeeld:flevoland", str(file)) == "krap"
    assert variant_for("voorbeeld:flevoland", f"{file}#eigen-gap-0.01") == "krap"
    tables = read_tables("voorbeeld:flevoland", variant="krap")
    assert [item.name for item in load_scenarios(tables, str(file))] == ["eigen-gap-0.01", "eigen-gap-0.02"]
    assert load_scenario(tables, f"{file}#eigen-gap-0.02").gap == 0.02


def test_every_packaged_scenario_has_its_words_in_both_languages_and_one_dutch_title() -> None:
    for lang in LANGUAGES:
        told = {code.split(".")[1] for code in catalogue(lang) if code.startswith("scenario.")}
        assert told == set(packaged_names())
        for name in packaged_names():
            for part in ("title", "assumes", "source"):
                assert text(f"scenario.{name}.{part}", lang)
    for name in OPTION_SCENARIOS:
        assert load_scenario(GRID, name).title == text(f"scenario.{name}.title", "nl")
    tight = load_scenario(read_tables("voorbeeld:flevoland", variant="krap"), "krap")
    assert tight.title == text("scenario.krap.title", "nl")


def test_the_case_of_a_built_in_province_takes_every_packaged_scenario() -> None:
    case = load_case("voorbeeld:gelderland")
    for name in OPTION_SCENARIOS:
        scenario = load_scenario("voorbeeld:gelderland", name)
        assert isinstance(scenario, Scenario)
        assert [item for item in check_scenario(case, scenario) if item.level == "error"] == []
