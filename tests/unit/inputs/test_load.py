"""From the word CASE to a case: what it means, what is filled in, and that order never matters."""

import random
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regietafel.inputs.built_in import EXAMPLE, built_in_names, built_in_tables
from regietafel.inputs.csv_folder import write_folder
from regietafel.inputs.findings import MESSAGES
from regietafel.inputs.load import case_from_tables, check_case, load_case
from regietafel.inputs.source import variant_for
from regietafel.model.case import Case, Figure, HousingTarget, Location
from regietafel.model.errors import UsageError
from regietafel.model.hosts import find_hosts
from regietafel.model.scenario import Scenario
from regietafel.model.shares import find_shares
from support.small_tables import Rows, small_tables

Tables = dict[str, Rows]


def with_location(**cells: str) -> Location:
    """Read one row of *locaties*, in Bôsdorp, beside the others of the small case."""
    tables = small_tables()
    tables["locaties"].append({"locatie_id": "X", "gemeente": "Bôsdorp", "locatietype": "azc"} | cells)
    return case_from_tables(tables).location_of["X"]


def codes_of(case: Case, level: str = "assumption") -> set[str]:
    return {item.code for item in case.messages if item.level == level}


@pytest.mark.parametrize("word", ["voorbeeld:gelderland", "gelderland", "Gelderland", "voorbeeld:Gelderland"])
def test_a_built_in_case_goes_by_its_name(word: str) -> None:
    case = load_case(word)
    assert (case.province, case.cycle, case.built_in, len(case.municipalities)) == ("Gelderland", 2, "gelderland", 51)


@pytest.mark.parametrize("word", ["friesland", "fryslan", "Fryslân", "voorbeeld:Friesland"])
def test_fryslan_goes_by_both_its_names(word: str) -> None:
    assert load_case(word).province == "Fryslân"


@pytest.mark.parametrize("variant", ["basis", "krap"])
@pytest.mark.parametrize("cycle", [1, 2])
@pytest.mark.parametrize("name", [name for name in built_in_names() if name != EXAMPLE])
def test_every_built_in_case_is_sound_and_survives_a_folder(
    name: str, cycle: int, variant: str, tmp_path: Path
) -> None:
    case, findings = check_case(f"voorbeeld:{name}", cycle=cycle, variant=variant)
    assert [item for item in findings if item.level == "error"] == []
    write_folder(built_in_tables(name, cycle, variant), tmp_path / "map")  # type: ignore[arg-type]
    assert case is not None
    assert load_case(tmp_path / "map") == case
    assert case.built_in == (name if variant == "basis" else f"{name}:krap")


def test_the_fictional_province_is_sound_and_survives_a_folder(tmp_path: Path) -> None:
    write_folder(built_in_tables(EXAMPLE), tmp_path / "map")
    case = load_case(tmp_path / "map")
    assert case == load_case("voorbeeld:voorbeeldland")
    assert case.built_in == EXAMPLE
    assert usage("voorbeeldland", cycle=1)[0] == "built_in_cycle"
    assert usage("voorbeeldland", variant="krap")[0] == "built_in_variant"


def test_a_changed_cell_makes_it_another_case(tmp_path: Path) -> None:
    tables = built_in_tables("zeeland")
    tables["gemeenten"][0]["inwoners"] = "1"
    write_folder(tables, tmp_path / "map")
    case = load_case(tmp_path / "map")
    assert case.built_in is None
    changed = {item.table for item, old in zip(case.inputs, load_case("zeeland").inputs, strict=True) if item != old}
    assert changed == {"gemeenten"}


def usage(word: str | Path, **about: object) -> tuple[str, dict[str, object]]:
    with pytest.raises(UsageError) as refused:
        load_case(word, **about)  # type: ignore[arg-type]
    found = refused.value.findings[0]
    return found.code, found.params


def test_a_folder_with_the_name_of_a_built_in_case_must_be_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_folder(built_in_tables("zeeland"), tmp_path / "gelderland")
    assert usage("gelderland") == ("case_ambiguous", {"built_in": "voorbeeld:gelderland"})
    assert load_case("./gelderland").province == "Zeeland"
    assert load_case("voorbeeld:gelderland").province == "Gelderland"


def test_words_that_name_no_case_are_refused_with_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_text("{}")
    (tmp_path / "leeg").mkdir()
    assert usage("voorbeeld:gelderlnd")[0] == "built_in_unknown"
    assert usage("voorbeeld:gelderlnd")[1]["nearest"] == "gelderland"
    assert usage("gelderlnd") == ("case_unknown", {"nearest": "gelderland"})
    assert usage(tmp_path / "plan.json")[0] == "case_not_folder"
    assert usage("gelderland", cycle=3)[0] == "built_in_cycle"
    assert usage("gelderland", variant="ruim")[0] == "built_in_variant"
    assert usage(tmp_path / "leeg", cycle=1)[0] == "only_built_in"
    assert [item.code for item in check_case(tmp_path / "leeg")[1]] == ["folder_without_tables"]


def test_the_scenario_krap_of_a_built_in_case_has_tables_of_its_own(tmp_path: Path) -> None:
    assert variant_for("gelderland", "krap") == "krap"
    assert variant_for("gelderland", "basis") == variant_for("gelderland", None) == "basis"
    assert variant_for(str(tmp_path), "krap") == "basis"


@given(seed=st.integers(0, 10_000))
@settings(max_examples=20, deadline=None)
def test_the_order_of_rows_and_columns_changes_nothing(seed: int) -> None:
    tables, shuffled = small_tables(), random.Random(seed)
    tables["locaties"] += [{"gemeente": "GM9001", "locatietype": "satelliet", "status": "verkenning"}] * 2
    mixed = {name: [_mixed(row, shuffled) for row in rows] for name, rows in tables.items()}
    for rows in mixed.values():
        shuffled.shuffle(rows)
    assert case_from_tables(mixed) == case_from_tables(tables)


def _mixed(row: dict[str, str], shuffled: random.Random) -> dict[str, str]:
    names = list(row)
    shuffled.shuffle(names)
    return {name: row[name] for name in names}


def test_ids_are_made_of_municipality_and_name_in_any_order() -> None:
    tables = small_tables()
    tables["locaties"] += [
        {"gemeente": "Bôsdorp", "naam": "Hôtel 't Wapen", "locatietype": "noodopvang", "status": "verkenning"},
        {"gemeente": "Bôsdorp", "locatietype": "noodopvang", "status": "verkenning", "max_plekken": "20"},
        {"gemeente": "Bôsdorp", "locatietype": "noodopvang", "status": "verkenning", "max_plekken": "30"},
    ]
    first = case_from_tables(tables)
    tables["locaties"].reverse()
    assert case_from_tables(tables) == first
    made = {item.location_id: item.max_places for item in first.locations if item.location_id.startswith("GM9002")}
    assert made == {"GM9002-hotel-t-wapen": 200, "GM9002-noodopvang": 20, "GM9002-noodopvang-2": 30}


def test_an_id_that_is_made_avoids_one_that_was_typed() -> None:
    tables = small_tables()
    tables["locaties"][0]["locatie_id"] = "GM9001-oude-school"
    assert "GM9001-oude-school-2" in case_from_tables(tables).location_of


def test_an_empty_cell_takes_what_the_type_says() -> None:
    found = with_location(status="verkenning")
    assert (found.min_places, found.max_places, found.streams) == (100, 600, ("regular", "special", "ukraine"))
    assert (found.durable, found.emergency, found.may_be_hub, found.public) == (True, False, True, False)
    assert (found.opening_cost, found.cost_per_place, found.surcharge, found.count) == (100_000, 30_400, False, 1)


def test_a_filled_cell_goes_before_the_type() -> None:
    found = with_location(
        locatietype="kleinschalig",
        status="voornemen",
        plekken="60",
        doelgroepen="oekraine",
        duurzaam="nee",
        openbaar="ja",
        kosten_per_plek_jaar="0",
        openingskosten="5.000",
        beschikbaar_tot="31-12-2027",
    )
    assert (found.min_places, found.max_places, found.streams) == (60, 60, ("ukraine",))
    assert (found.durable, found.public, found.last_day) == (False, True, date(2027, 12, 31))
    assert (found.opening_cost, found.cost_per_place, found.surcharge) == (5_000, 0, False)


def test_the_surcharge_is_for_small_scale_that_takes_its_cost_from_the_type() -> None:
    assert with_location(locatietype="satelliet", status="verkenning").surcharge
    assert not with_location(locatietype="satelliet", status="verkenning", kosten_per_plek_jaar="9").surcharge


def test_existing_places_without_a_size_are_their_own_size_and_the_plan_says_so() -> None:
    tables = small_tables()
    tables["locaties"][0] |= {"min_plekken": "", "max_plekken": ""}
    case = case_from_tables(tables)
    # 150 regular and 20 special places are there.
    assert (case.location_of["L1"].min_places, case.location_of["L1"].max_places) == (170, 170)
    said = next(item for item in case.messages if item.code == "size_from_present")
    assert said.params == {"locations": ["L1"]}


def test_existing_places_are_public_unless_the_row_says_otherwise() -> None:
    assert with_location(status="bestaand", plekken_regulier="200").public
    assert not with_location(status="bestaand", plekken_regulier="200", openbaar="nee").public


def test_a_hub_outside_the_province_has_the_point_of_its_municipality_and_packaged_neighbours() -> None:
    tables = built_in_tables("flevoland")
    tables["locaties"].append(
        {"gemeente": "Harderwijk", "naam": "Hub", "locatietype": "azc", "status": "bestaand", "plekken_regulier": "300"}
    )
    tables["buren"] = []
    case = case_from_tables(tables)
    hub = case.location_of["GM0243-hub"]
    assert hub.foreign
    assert (round(hub.lat or 0, 1), round(hub.lon or 0, 1)) == (52.3, 5.6)
    assert "GM0243" not in case.codes
    abroad = {(link.code_a, link.code_b) for link in case.links if "GM0243" in (link.code_a, link.code_b)}
    assert abroad == {("GM0050", "GM0243")}
    assert "links_packaged" in codes_of(case)


def test_figures_that_a_real_province_leaves_out_are_packaged_and_named() -> None:
    tables = built_in_tables("zeeland")
    left_out = ("capaciteitsraming", "capaciteitsraming_bijzonder", "som_weging_landelijk", "oekraine_landelijk")
    tables["opgave"] = [row for row in tables["opgave"] if row["naam"] not in left_out]
    case = case_from_tables(tables)
    whole = load_case("zeeland")
    assert {key: figure.value for key, figure in case.national.items() if key != "weight_sum"} == {
        key: figure.value for key, figure in whole.national.items() if key != "weight_sum"
    }
    # The table has the sum of weights with four decimals.
    assert abs(case.national["weight_sum"].value - whole.national["weight_sum"].value) < Fraction(1, 10_000)
    said = next(item for item in case.messages if item.code == "figures_packaged")
    assert said.params["figures"] == list(left_out)


def test_housing_targets_that_are_left_out_follow_from_the_law() -> None:
    tables = built_in_tables("zeeland")
    tables["taakstelling"] = []
    case, whole = case_from_tables(tables), load_case("zeeland")
    assert [(item.code, item.half_year, item.persons) for item in case.targets] == [
        (item.code, item.half_year, item.persons) for item in whole.targets
    ]
    assert {item.backlog for item in case.targets} == {0}
    assert {"targets_computed"} <= codes_of(case) - codes_of(whole)


def test_a_fictional_province_without_targets_has_none_and_says_so() -> None:
    tables = small_tables()
    tables["taakstelling"] = []
    case = case_from_tables(tables)
    assert case.targets == ()
    assert "targets_none" in codes_of(case)


def test_origin_stays_with_the_number() -> None:
    tables = small_tables()
    tables["opgave"][4] |= {"herkomst": "gepubliceerd", "bron": "brief van 27-2-2026"}
    tables["gemeenten"][0] |= {"herkomst": "gepubliceerd", "indicatief_herkomst": "gepubliceerd", "ses_woa": "-0,056"}
    tables["gemeenten"][0] |= {"ses_woa_herkomst": "schatting", "te_huisvesten_per_halfjaar": "8"}
    tables["taakstelling"][0]["herkomst"] = "berekend"
    case = case_from_tables(tables)
    assert case.national["provincial_task"] == Figure(Fraction(500), "published", "brief van 27-2-2026")
    town = case.municipalities[0]
    assert (town.origin, town.indicative_origin) == ("published", "published")
    assert town.ses_woa == Figure(Fraction(-7, 125), "estimate")
    # herkomst of the row is that of the inhabitants: homes were typed.
    assert town.houseable_origin == "reported"
    assert case.targets[0] == HousingTarget(
        code=town.code, half_year="2027-I", persons=10, backlog=5, origin="computed"
    )


def test_the_built_in_cases_say_what_they_assume() -> None:
    case = load_case("flevoland")
    assert all(set(item.params) == set(MESSAGES[item.code]) for item in case.messages)
    # Flevoland already meets its task: 0 still to realise.
    assert codes_of(case) >= {
        "starts_from_nothing_net",
        "task_met_already",
        "illustration_present",
        "ukraine_assumed",
        "scores_estimated",
        "homes_estimated",
        "targets_estimated",
        "moments_assumed",
    }


def test_a_warning_reaches_the_plan_without_file_or_row() -> None:
    tables = small_tables()
    tables["locaties"][1]["aantal_locaties"] = "21"
    case = case_from_tables(tables)
    said = next(item for item in case.messages if item.code == "count_many")
    assert (said.level, said.where) == ("warning", "locaties.aantal_locaties")
    assert said.params == {"value": "21", "most": 20, "id": "L2"}


@pytest.mark.parametrize("status", ["bestaand", "vastgesteld"])
def test_existing_and_decided_satellites_in_a_case_without_hubs_are_waived(status: str) -> None:
    tables = small_tables()
    tables["locatietypen"][0]["mag_regionale_locatie_zijn"] = "nee"
    tables["locaties"][2] |= {"status": status, "plekken": "", "plekken_regulier": "40"}
    case = case_from_tables(tables)
    assert "satellite_without_hub" not in [item.code for item in case.messages]
    waivers = find_hosts(case, Scenario(), find_shares(case)).waivers
    assert [item.code for item in waivers] == ["existing_satellite_without_hub"]


def test_an_empty_table_is_no_input() -> None:
    tables = small_tables()
    tables["standpunten"] = []
    assert case_from_tables(tables).inputs == case_from_tables(small_tables()).inputs
