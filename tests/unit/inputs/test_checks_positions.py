"""Each check of positions: this row gives this code at this place, and what is sound is read as it stands."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from regietafel.inputs.checks_position_sense import check_positions
from regietafel.inputs.checks_scenario import check_scenario
from regietafel.inputs.findings import FINDINGS
from regietafel.inputs.load import check_source
from regietafel.inputs.raw import raw_tables
from regietafel.inputs.scenario_file import load_scenario, stored_positions
from regietafel.inputs.source import Source, read_tables
from regietafel.model.case import Case
from regietafel.model.errors import Finding, ScenarioError
from regietafel.model.positions import MOST_RELUCTANT, Position
from regietafel.model.scenario import Scenario
from support.case_folders import folder_of
from support.cases import FIRST_DAY, SECOND_DAY, A, B, offer, position, tiny_case, town
from support.small_tables import Rows, small_tables

# In the small tables: L1 in Centrum exists (azc, 150 + 20 places); L2 and L4 in Bôsdorp, and L5 in Centrum, do not.
SOUND = {
    "standpunt_id": "S1",
    "partij": "college Bôsdorp",
    "eis": "ten_hoogste",
    "gemeenten": "Bôsdorp",
    "plekken": "50",
    "ononderhandelbaar": "nee",
    "weerstand": "2",
}
SCENARIOS = [{"instelling": "titel", "tafel": "Aan tafel", "streng": "Streng"}]


def tables(*rows: dict[str, str], scenarios: Rows | None = None) -> dict[str, Rows]:
    found = small_tables()
    found["standpunten"] = [SOUND | row for row in rows]
    found["scenarios"] = SCENARIOS if scenarios is None else scenarios
    return found


def read(*rows: dict[str, str]) -> tuple[Case | None, list[Finding]]:
    raw, findings = raw_tables("klein", tables(*rows))
    return check_source(Source("klein", raw, tuple(findings)))


def about(row: dict[str, str]) -> list[tuple[str, str, int, str]]:
    found = [item for item in read(row)[1] if item.place.sheet == "standpunten"]
    assert all(set(item.params) == set(FINDINGS[item.code]) for item in found)
    return [(item.code, item.level, item.place.row, item.place.column) for item in found]


def test_a_sound_row_is_read_as_it_stands():
    case, findings = read(
        {
            "scenario": "TAFEL",
            "eis": "alleen_als",
            "doelgroep": "asiel",
            "andere_gemeente": "Centrum",
            "andere_plekken": "20",
            "moment": "1-2-2028",
            "ruimte_plekken": "30",
            "ook_bestaand": "ja",
            "toelichting": "samen uit",
        }
    )
    assert [item for item in findings if item.place.sheet == "standpunten"] == []
    assert case is not None
    assert case.positions == (
        Position(
            position_id="S1",
            party="college Bôsdorp",
            demand="only_if",
            scenario="tafel",
            municipalities=("GM9002",),
            stream="asylum",
            places=50,
            moment=date(2028, 2, 1),
            other_municipality="GM9003",
            other_places=20,
            reluctance=2,
            room=30,
            also_existing=True,
            remark="samen uit",
        ),
    )


def test_positions_stand_in_the_order_of_their_ids_and_locations_by_their_own_name():
    case, _ = read({"standpunt_id": "S2"}, {"eis": "locatie_niet", "plekken": "", "locatie_id": "l2"})
    assert [(item.position_id, item.location_id) for item in case.positions] == [("S1", "L2"), ("S2", None)]


WITHOUT = {"gemeenten": "", "plekken": ""}
ERRORS: list[tuple[dict[str, str], str, str]] = [
    ({"plekken": ""}, "position_column_needed", "plekken"),
    ({"eis": "ten_minste", "plekken": ""}, "position_column_needed", "plekken"),
    ({"eis": "precies", "plekken": ""}, "position_column_needed", "plekken"),
    ({"eis": "geen_locatievorm", "plekken": ""}, "position_column_needed", "locatievorm"),
    ({"eis": "locatie_wel"}, "position_column_needed", "locatie_id"),
    ({"eis": "locatie_niet", "plekken": ""}, "position_column_needed", "locatie_id"),
    ({"eis": "locatie_ten_hoogste", "locatie_id": "L2", "plekken": ""}, "position_column_needed", "plekken"),
    ({"eis": "alleen_als"}, "position_side_needed", "andere_gemeente"),
    ({"eis": "niet_beide", **WITHOUT, "andere_gemeente": "Centrum"}, "position_side_needed", "gemeenten"),
    ({"andere_plekken": "3"}, "position_column_unused", "andere_plekken"),
    ({"eis": "geen_locatievorm", "locatievorm": "groot"}, "position_column_unused", "plekken"),
    (
        {"eis": "locatie_niet", "locatie_id": "L2", "plekken": "", "doelgroep": "asiel"},
        "position_column_unused",
        "doelgroep",
    ),
    (
        {"eis": "niet_beide", "plekken": "", "andere_gemeente": "Centrum", "andere_locatie_id": "L5"},
        "position_side_double",
        "andere_gemeente",
    ),
    ({"eis": "niet_beide", "plekken": "", "andere_gemeente": "Bôsdorp"}, "position_side_same", "andere_gemeente"),
    (
        {"eis": "niet_beide", **WITHOUT, "locatie_id": "L2", "andere_locatie_id": "L2"},
        "position_side_same",
        "andere_locatie_id",
    ),
    ({"eis": "locatie_wel", "locatie_id": "L9"}, "position_location_unknown", "locatie_id"),
    ({"gemeenten": "", "locatie_id": "L1"}, "position_location_exists", "locatie_id"),
    (
        {"eis": "niet_beide", **WITHOUT, "locatie_id": "L2", "andere_locatie_id": "L1"},
        "position_location_exists",
        "andere_locatie_id",
    ),
    ({"locatie_id": "L5"}, "position_location_elsewhere", "gemeenten"),
    ({"locatie_id": "L2", "locatievorm": "groot"}, "position_form_differs", "locatievorm"),
    ({"gemeenten": "Bôsdorp+Apeldoorn"}, "positions_municipality_outside", "gemeenten"),
    (
        {"eis": "niet_beide", "plekken": "", "andere_gemeente": "Apeldoorn"},
        "positions_municipality_outside",
        "andere_gemeente",
    ),
    ({"moment": "1-3-2028"}, "moment_unknown", "moment"),
    ({"eis": "hoogstens"}, "word_unknown", "eis"),
    ({"weerstand": "4"}, "number_range", "weerstand"),
    ({"plekken": "1.5"}, "number_format", "plekken"),
    ({"ononderhandelbaar": ""}, "cell_empty", "ononderhandelbaar"),
]


@pytest.mark.parametrize(("row", "code", "column"), ERRORS, ids=[f"{code} {column}" for _, code, column in ERRORS])
def test_what_a_demand_cannot_have_is_found_at_its_place(row, code, column):
    assert about(row) == [(code, "error", 2, column)]
    assert read(row)[0] is None


def test_the_nearest_location_is_named():
    found = [item for item in read({"eis": "locatie_wel", "locatie_id": "L-2"})[1] if item.level == "error"]
    assert [item.params for item in found] == [{"nearest": "L2"}]


def test_an_existing_location_may_be_meant_when_the_row_says_so():
    assert about({"gemeenten": "", "locatie_id": "L1", "ook_bestaand": "ja"}) == []


def test_a_position_without_reluctance_is_the_most_reluctant_and_that_is_said_to_the_secretary_only():
    case, _ = read({"weerstand": ""})
    assert about({"weerstand": ""}) == [("position_reluctance_none", "note", 2, "weerstand")]
    assert case.positions[0].reluctance == MOST_RELUCTANT
    assert not any("reluctance" in message.code for message in case.messages)
    assert about({"weerstand": "", "ononderhandelbaar": "ja"}) == []


def test_a_scenario_that_is_no_column_gives_a_warning_that_the_plan_shows():
    assert about({"scenario": "tafle"}) == [("position_scenario_unknown", "warning", 2, "scenario")]
    case, findings = read({"scenario": "tafle"})
    assert case.positions[0].scenario == "tafle"
    assert [item.params for item in findings if item.code == "position_scenario_unknown"] == [
        {"id": "S1", "nearest": "tafel"}
    ]
    assert "position_scenario_unknown" in {message.code for message in case.messages}
    assert about({"scenario": "basis"}) == []


def test_a_doubled_id_is_an_error():
    assert "row_double" in {item.code for item in read({}, {"standpunt_id": "s1"})[1]}


ROWS = (
    offer("L1", A, places=(10, 60)),
    offer("L2", B, places=(10, 40), status="decided", present={"regular": 30}),
    offer("L3", A, "small_scale", places=(5, 20), first_day="2028-01-01"),
)


def sense(*positions: Position, **options: Any) -> list[tuple[str, str, str]]:
    case = tiny_case([town(A), town(B)], ROWS, (FIRST_DAY, SECOND_DAY), positions=positions)
    found = check_positions(case, Scenario(**options))
    assert all(set(item.params) == set(FINDINGS[item.code]) for item in found)
    assert [item for item in check_scenario(case, Scenario(**options)) if item in found] == found
    return [(item.code, item.level, item.value) for item in found]


def test_sound_positions_give_no_finding():
    assert sense(position("S1", places=40, municipalities=(A,)), position("S2", places=50, municipalities=(A, B))) == []


def test_more_than_the_offers_can_have_is_named_with_the_moment():
    case = tiny_case(
        [town(A), town(B)],
        ROWS,
        (FIRST_DAY, SECOND_DAY),
        positions=[position(demand="at_least", municipalities=(A,), places=70)],
    )
    (found,) = check_positions(case, Scenario())
    # 60 in L1; L3 opens after the first moment only
    assert (found.code, found.params) == (
        "position_above_offers",
        {"moment": FIRST_DAY, "asked": 70, "offered": 60},
    )
    assert sense(position(demand="at_least", municipalities=(A,), places=70, moment=SECOND_DAY)) == []
    assert sense(position(demand="location_open", location_id="L3")) == [("position_above_offers", "warning", "S1")]


def test_what_must_stay_is_not_below_a_position():
    assert sense(position(municipalities=(B,), places=29)) == [("position_below_staying", "warning", "S1")]
    assert sense(position(municipalities=(B,), places=30)) == []
    assert sense(position(demand="location_closed", location_id="L2")) == [("position_below_staying", "warning", "S1")]


def test_positions_about_nothing_are_noted():
    assert sense(position(demand="no_form", form="satellite")) == [("position_without_offers", "note", "S1")]
    assert sense(position(demand="location_closed", location_id="L1"), status_floor="decided") == [
        ("position_without_offers", "note", "S1")
    ]


def test_two_that_say_the_same_or_contradict_are_named():
    most = position("S1", municipalities=(A,), places=40)
    assert sense(most, position("S2", municipalities=(A,), places=40)) == [("position_same", "warning", "S2")]
    assert sense(most, position("S2", "at_least", location_id="L1", places=41)) == [
        ("position_contradicts", "warning", "S2")
    ]
    # of another moment, of more municipalities, or below it: no contradiction
    assert sense(most, position("S2", "at_least", municipalities=(A, B), places=41)) == []
    assert sense(most, position("S2", "at_least", location_id="L1", places=40)) == []
    one_day = position("S1", municipalities=(A,), places=40, moment=FIRST_DAY)
    assert sense(one_day, position("S2", "at_least", location_id="L1", places=41, moment=SECOND_DAY)) == []


def test_soft_positions_without_an_aim_are_named():
    order = ("shortfall", "fairness", "cost")
    found = sense(position(municipalities=(A,), places=40), tier_order=order)
    assert found == [("positions_no_aim", "warning", "tier_order")]
    assert sense(position(municipalities=(A,), places=40, hard=True), tier_order=order) == []


def test_an_id_of_the_table_and_a_file_is_an_error():
    case = tiny_case(2, ROWS, positions=[position("S1", municipalities=(A,), places=40)])
    own = (position("s1", municipalities=(B,), places=40),)
    found = check_positions(case, Scenario(positions=own))
    assert [(item.code, item.level, item.value) for item in found] == [("position_double", "error", "s1")]


TOML = """
extends = "tafel"
[[positions]]
standpunt_id = "E1"
partij = "raad Havenmonde"
eis = "ten_hoogste"
gemeenten = ["Havenmonde", "Kerkwolde"]
doelgroep = "asiel"
plekken = 700
moment = 2028-02-01
ononderhandelbaar = false
weerstand = 2
"""


def scenario_from(tmp_path: Path, text: str) -> Scenario:
    (tmp_path / "eigen.toml").write_text(text, encoding="utf-8")
    return load_scenario("voorbeeldland", str(tmp_path / "eigen.toml"))


def test_a_scenario_file_has_positions_with_the_names_of_the_table(tmp_path):
    found = scenario_from(tmp_path, TOML)
    assert (found.name, found.lineage) == ("eigen", ("basis", "tafel"))
    assert found.positions == (
        Position(
            position_id="E1",
            party="raad Havenmonde",
            demand="at_most",
            municipalities=("GM9002", "GM9003"),
            stream="asylum",
            places=700,
            moment=date(2028, 2, 1),
            reluctance=2,
        ),
    )


def refused(tmp_path: Path, text: str) -> list[tuple[str, str, int, str]]:
    with pytest.raises(ScenarioError) as caught:
        scenario_from(tmp_path, text)
    return [(item.code, item.place.file, item.place.row, item.place.column) for item in caught.value.findings]


@pytest.mark.parametrize(
    ("old", "new", "code", "column"),
    [
        ("plekken = 700", "plekken = 1.5", "number_not_whole", "plekken"),
        ("plekken = 700", "plek = 700", "column_unknown", "plek"),
        ("plekken = 700", "andere_plekken = 7\nplekken = 7", "position_column_unused", "andere_plekken"),
        ("moment = 2028-02-01", 'moment = "2028-02-02"', "moment_unknown", "moment"),
        ('"Havenmonde", "Kerkwolde"', '"Havenmnde"', "municipality_unknown", "gemeenten"),
        ("weerstand = 2", 'weerstand = 2\nscenario = "tafel"', "position_scenario_of_file", "scenario"),
        ("ononderhandelbaar = false", "", "cell_empty", "ononderhandelbaar"),
    ],
)
def test_what_is_wrong_in_a_file_is_named_by_key(tmp_path, old, new, code, column):
    found = refused(tmp_path, TOML.replace(old, new))
    assert code in {item[0] for item in found}
    assert all(item[1] == "eigen.toml" for item in found)
    assert column in {item[3] for item in found}


def test_the_number_of_the_position_is_named_and_an_id_stands_once(tmp_path):
    twice = TOML + TOML.split("tafel")[1][1:]
    assert refused(tmp_path, twice) == [("row_double", "eigen.toml", 2, "standpunt_id")]


def test_positions_that_are_no_tables_are_refused(tmp_path):
    assert refused(tmp_path, "positions = 3\n")[0][0] == "scenario_not_tables"


def test_the_positions_of_a_file_are_read_again_from_its_copy(tmp_path):
    made = scenario_from(tmp_path, TOML)
    copies = folder_of(tmp_path / "invoer", "voorbeeldland")
    (copies / "eigen.toml").write_text(TOML, encoding="utf-8")
    again = Scenario(name="eigen", lineage=("basis", "tafel"))
    assert stored_positions(copies, copies, again) == made.positions
    assert stored_positions(copies, copies, Scenario(name="basis")) == ()
    assert {item.level for item in read_tables(copies).findings} <= {"note"}
