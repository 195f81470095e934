"""Built-in cases: every province builds, follows the contract, and labels every figure."""

import time
from collections import Counter
from fractions import Fraction

import pytest

from regietafel.inputs import estimates
from regietafel.inputs import reference_figures as reference
from regietafel.inputs.built_in import Row, Variant, built_in_names, built_in_tables
from regietafel.inputs.illustration import Site, number_of_large
from regietafel.inputs.illustration_tight import TightRule, roles
from regietafel.model.tables import FIGURES, TABLES

PROVINCES = [
    "drenthe",
    "flevoland",
    "fryslan",
    "gelderland",
    "groningen",
    "limburg",
    "noord-brabant",
    "noord-holland",
    "overijssel",
    "utrecht",
    "zeeland",
    "zuid-holland",
]
ORIGINS = {"gepubliceerd", "opgegeven", "berekend", "schatting", "rekenvoorbeeld"}
FIGURE_TABLES = ("opgave", "momenten", "gemeenten", "taakstelling", "locatietypen", "locaties", "buren")
ASYLUM_TYPES = {"azc", "kleinschalig", "satelliet", "amv-woonvoorziening"}

every_case = pytest.mark.parametrize("name", PROVINCES)
every_cycle = pytest.mark.parametrize("cycle", [1, 2])
every_variant = pytest.mark.parametrize("variant", ["basis", "krap"])


def figures(tables: dict[str, list[Row]]) -> dict[str, str]:
    return {row["naam"]: row["waarde"] for row in tables["opgave"]}


def offers(tables: dict[str, list[Row]], mark: str) -> dict[str, Row]:
    """Rows of one kind by CBS code."""
    rows = (row for row in tables["locaties"] if row["locatie_id"].split("-")[2] == mark)
    return {row["locatie_id"].split("-")[1]: row for row in rows}


def test_all_twelve_provinces_are_built_in() -> None:
    assert set(PROVINCES) <= set(built_in_names())


@every_case
@every_cycle
@every_variant
def test_columns_are_those_of_the_contract(name: str, cycle: int, variant: Variant) -> None:
    tables = built_in_tables(name, cycle, variant)
    assert list(tables) == list(TABLES)
    for table, declared in TABLES.items():
        if table != "scenarios":
            headers = [column.header for column in declared.all_columns()]
            assert all(list(row) == headers for row in tables[table]), table


@every_case
@every_cycle
@every_variant
def test_every_row_with_a_figure_has_origin_and_source(name: str, cycle: int, variant: Variant) -> None:
    tables = built_in_tables(name, cycle, variant)
    for table in FIGURE_TABLES:
        filled = [row for row in tables[table] if table != "opgave" or row["waarde"]]
        assert filled, table
        assert [row for row in filled if row["herkomst"] not in ORIGINS or not row["bron"]] == [], table


@every_case
@every_cycle
def test_every_figure_of_the_task_has_a_row_also_when_nothing_is_known(name: str, cycle: int) -> None:
    rows = built_in_tables(name, cycle)["opgave"]
    assert [row["naam"] for row in rows] == [item.header for item in FIGURES]
    assert [row for row in rows if not row["waarde"] and (row["herkomst"] or row["bron"])] == []


@every_case
@every_variant
def test_every_location_is_an_illustration_and_says_so(name: str, variant: Variant) -> None:
    for row in built_in_tables(name, variant=variant)["locaties"]:
        assert row["locatie_id"].startswith("VB-GM")
        assert row["naam"].startswith("Rekenvoorbeeld ")
        assert (row["herkomst"], row["openbaar"]) == ("rekenvoorbeeld", "nee")


@every_case
def test_basis_holds_explored_locations_only(name: str) -> None:
    assert {row["status"] for row in built_in_tables(name)["locaties"]} == {"verkenning"}


@every_case
def test_an_indicative_number_stands_only_where_one_was_published(name: str) -> None:
    for cycle in (1, 2):
        published = reference.published_numbers(cycle)
        for row in built_in_tables(name, cycle)["gemeenten"]:
            number = published.get(row["gm_code"])
            certain = number is not None and number.certain
            assert (row["indicatief_aantal"] != "") == certain, row["gemeente"]
            assert row["indicatief_herkomst"] == ("gepubliceerd" if certain else "")


def test_a_doubtful_number_is_named_and_not_used() -> None:
    (row,) = [row for row in built_in_tables("overijssel", 1)["gemeenten"] if row["gemeente"] == "Haaksbergen"]
    assert row["indicatief_aantal"] == ""
    assert "129" in row["toelichting"]


def test_scores_are_labelled_by_how_they_came_about() -> None:
    rows = {row["gemeente"]: row for row in built_in_tables("noord-holland")["gemeenten"]}
    assert (rows["Amsterdam"]["ses_woa"], rows["Amsterdam"]["ses_woa_herkomst"]) == ("-0,073", "gepubliceerd")
    assert rows["Bloemendaal"]["ses_woa_herkomst"] == "berekend"
    assert rows["Texel"]["ses_woa_herkomst"] == "schatting"


@every_case
def test_task_of_cycle_one_is_the_published_one(name: str) -> None:
    assert figures(built_in_tables(name, 1))["provinciale_opgave"] == str(reference.provinces()[name].task[1])


def test_task_of_cycle_two_is_known_for_one_province_only() -> None:
    known = {name: figures(built_in_tables(name)).get("provinciale_opgave") for name in PROVINCES}
    assert {name: task for name, task in known.items() if task} == {"zuid-holland": "18175"}


def test_what_is_still_to_be_realised_is_known_for_six_provinces() -> None:
    known = {name: figures(built_in_tables(name))["nog_te_realiseren"] for name in PROVINCES}
    assert {name: number for name, number in known.items() if number} == {
        "zuid-holland": "11400",
        "noord-holland": "7700",
        "noord-brabant": "7200",
        "gelderland": "4900",
        "groningen": "0",
        "flevoland": "0",
    }


def test_special_part_of_cycle_two_is_an_estimate_by_the_share_of_cycle_one() -> None:
    # 88,000 x 8,140 / 96,000 = 7,461.67
    (row,) = [row for row in built_in_tables("zeeland")["opgave"] if row["naam"] == "capaciteitsraming_bijzonder"]
    assert (row["waarde"], row["herkomst"]) == ("7462", "schatting")


def test_moments_follow_the_cycle() -> None:
    days = {cycle: [row["moment"] for row in built_in_tables("drenthe", cycle)["momenten"]] for cycle in (1, 2)}
    assert days == {1: ["01-07-2025", "01-02-2026"], 2: ["01-07-2027", "01-02-2028"]}


def test_housing_target_is_the_rounded_up_share_of_the_last_known_number() -> None:
    # Ede: 13,000 x 124,214 / 18,044,027 = 89.49 -> 90.
    rows = [row for row in built_in_tables("gelderland")["taakstelling"] if row["gemeente"] == "Ede"]
    assert [row["halfjaar"] for row in rows] == ["2027-I", "2027-II", "2028-I", "2028-II"]
    assert {row["taakstelling_personen"] for row in rows} == {"90"}
    assert {row["herkomst"] for row in rows} == {"schatting"}


def test_a_target_with_a_known_national_number_is_computed() -> None:
    rows = [row for row in built_in_tables("gelderland", 1)["taakstelling"] if row["halfjaar"] == "2025-II"]
    assert {row["herkomst"] for row in rows} == {"berekend"}


def test_backlogs_of_all_provinces_add_up_to_the_national_backlog() -> None:
    total = 0
    for name in PROVINCES:
        rows = built_in_tables(name)["taakstelling"]
        assert all((row["achterstand_personen"] != "") == (row["halfjaar"] == "2027-I") for row in rows)
        total += sum(int(row["achterstand_personen"] or 0) for row in rows)
    assert total == 12_105


@every_case
def test_large_locations_follow_the_number_of_inhabitants(name: str) -> None:
    tables = built_in_tables(name)
    large = Counter(row["gemeente"] for row in tables["locaties"] if row["locatietype"] == "azc")
    for row in tables["gemeenten"]:
        inhabitants = int(row["inwoners"])
        expected = 0 if inhabitants < 30_000 else 1 if inhabitants <= 90_000 else 2 if inhabitants <= 200_000 else 3
        assert large[row["gemeente"]] == expected, row["gemeente"]


@pytest.mark.parametrize(
    ("inhabitants", "count"),
    [(29_999, 0), (30_000, 1), (90_000, 1), (90_001, 2), (200_000, 2), (200_001, 3)],
)
def test_bounds_of_the_size_rule(inhabitants: int, count: int) -> None:
    assert number_of_large(inhabitants) == count


@every_case
def test_other_offers_follow_the_size_rule(name: str) -> None:
    tables = built_in_tables(name)
    small, satellites, transition = offers(tables, "K"), offers(tables, "S"), offers(tables, "D")
    for row in tables["gemeenten"]:
        code, inhabitants = row["gm_code"], int(row["inwoners"])
        assert int(small[code]["aantal_locaties"]) == max(1, inhabitants // 20_000)
        expected = ("16", "50") if inhabitants < 10_000 else ("50", "150")
        assert (small[code]["min_plekken"], small[code]["max_plekken"]) == expected
        assert (code in transition) == (inhabitants >= 50_000)
        if code in satellites:
            assert satellites[code]["aantal_locaties"] == ("1" if inhabitants < 60_000 else "2")
    assert set(offers(tables, "A")) == set(offers(tables, "O")) == {row["gm_code"] for row in tables["gemeenten"]}


def test_a_satellite_is_offered_only_near_a_possible_hub() -> None:
    # Assen has a large location itself; Texel and the Frisian islands have none, and only a ferry.
    assert "GM0448" not in offers(built_in_tables("noord-holland"), "S")
    assert "GM0106" in offers(built_in_tables("drenthe"), "S")
    assert not set(offers(built_in_tables("fryslan"), "S")) & {"GM0060", "GM0088", "GM0093", "GM0096"}


@every_case
def test_displaced_persons_are_offered_thirteen_tenths_of_the_share(name: str) -> None:
    shares = estimates.ukraine_shares(name, 2)
    for code, row in offers(built_in_tables(name), "O").items():
        most, number = max(1, int(shares[code] * Fraction(13, 10))), int(row["aantal_locaties"])
        assert int(row["max_plekken"]) <= 1_000
        assert most - number < number * int(row["max_plekken"]) <= most


def test_homes_are_seventy_six_percent_of_the_target() -> None:
    tables = built_in_tables("utrecht")
    targets = {
        row["gemeente"]: int(row["taakstelling_personen"])
        for row in tables["taakstelling"]
        if row["halfjaar"] == "2027-I"
    }
    for row in tables["gemeenten"]:
        exact = Fraction(76, 100) * targets[row["gemeente"]]
        assert abs(int(row["te_huisvesten_per_halfjaar"]) - exact) <= Fraction(1, 2)
        assert row["herkomst"] == "schatting"


@every_case
def test_neighbours_are_inside_the_province(name: str) -> None:
    tables = built_in_tables(name)
    own = {row["gemeente"] for row in tables["gemeenten"]}
    assert all({row["gemeente_a"], row["gemeente_b"]} <= own for row in tables["buren"])


def test_sub_regions_stand_only_where_the_figures_support_them() -> None:
    regions = {name: {row["subregio"] for row in built_in_tables(name)["gemeenten"]} for name in PROVINCES}
    assert regions.pop("overijssel") == {"Twente", "IJsselland"}
    assert all(found == {""} for found in regions.values())


def most_places(row: Row) -> int:
    return int(row["plekken"] or row["max_plekken"]) * int(row["aantal_locaties"])


@every_case
@every_cycle
def test_krap_offers_at_most_seven_fifths_of_the_asylum_task(name: str, cycle: int) -> None:
    rows = built_in_tables(name, cycle, "krap")["locaties"]
    offered = sum(most_places(row) for row in rows if row["locatietype"] in ASYLUM_TYPES)
    task = sum(estimates.indicative_numbers(name, cycle).values())
    assert task <= offered <= Fraction(14, 10) * task


@every_case
def test_krap_has_hosts_with_a_large_existing_location(name: str) -> None:
    rows = [row for row in built_in_tables(name, variant="krap")["locaties"] if row["status"] == "bestaand"]
    numbers = estimates.indicative_numbers(name, 2)
    assert rows
    for row in rows:
        assert row["plekken"] == row["plekken_regulier"]
        assert (row["mag_sluiten"], row["mag_krimpen"]) == ("nee", "nee")
        # 2.2 x the indicative number, rounded up to 50, at most 1,500.
        number = numbers[row["locatie_id"].split("-")[1]]
        assert min(1_500, Fraction(22, 10) * number) <= int(row["plekken"]) <= Fraction(22, 10) * number + 50


@every_case
def test_krap_sizes_skip_fair_shares(name: str) -> None:
    for row in built_in_tables(name, variant="krap")["locaties"]:
        if row["locatietype"] in {"kleinschalig", "satelliet"}:
            assert row["plekken"] in {"50", "100"}
        if row["locatietype"] == "azc" and row["status"] == "verkenning":
            assert int(row["max_plekken"]) - int(row["min_plekken"]) == 50


@every_case
def test_krap_has_homes_for_half_of_the_target(name: str) -> None:
    homes = {
        variant: sum(int(row["te_huisvesten_per_halfjaar"]) for row in built_in_tables(name, 2, variant)["gemeenten"])
        for variant in ("basis", "krap")
    }
    assert homes["krap"] / homes["basis"] == pytest.approx(50 / 76, rel=0.05)


def test_roles_follow_the_rank_by_inhabitants() -> None:
    sites = [
        Site(
            gm_code=f"GM{number:04d}",
            name="",
            inhabitants=100_000 - number,
            indicative=1,
            special=0,
            ukraine_share=1,
            point=(52.0, 5.0),
        )
        for number in range(1, 15)
    ]
    found = list(roles(sites, TightRule()).values())
    assert found[:6] == ["wide", "narrow", "wide", "narrow", "host", "narrow"]
    assert [position for position, role in enumerate(found, start=1) if role == "host"] == [5, 13]


def test_numbers_have_a_decimal_comma() -> None:
    (row,) = [row for row in built_in_tables("groningen")["gemeenten"] if row["gemeente"] == "Veendam"]
    assert (row["lat"], row["lon"], row["oppervlakte_km2"]) == ("53,0953", "6,86979", "78,68")


def test_the_same_case_is_made_twice_and_the_caller_may_change_it() -> None:
    first = built_in_tables("zeeland")
    first["locatietypen"][0]["locatietype"] = "anders"
    assert built_in_tables("zeeland")["locatietypen"][0]["locatietype"] == "azc"
    assert built_in_tables("zeeland") == built_in_tables("zeeland")


def test_a_case_is_made_in_a_moment() -> None:
    built_in_tables("zuid-holland")
    started = time.process_time()
    built_in_tables("zuid-holland")
    assert time.process_time() - started < 0.3


@pytest.mark.parametrize(
    ("name", "cycle", "variant", "message"),
    [
        ("holland", 2, "basis", "no built-in case 'holland'"),
        ("utrecht", 3, "basis", "no built-in cycle 3"),
        ("utrecht", 2, "ruim", "no variant 'ruim'"),
    ],
)
def test_an_unknown_case_is_refused_by_name(name: str, cycle: int, variant: Variant, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        built_in_tables(name, cycle, variant)
