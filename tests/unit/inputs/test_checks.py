"""Each check: change this cell of a sound case, and this code stands at this place."""

import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regietafel.inputs.findings import FINDINGS
from regietafel.inputs.load import check_source
from regietafel.inputs.raw import raw_tables
from regietafel.inputs.source import Source
from regietafel.model.errors import Finding
from support.small_tables import Rows, small_tables

Tables = dict[str, Rows]
Change = Callable[[Tables], Any]


def findings_after(change: Change) -> list[Finding]:
    tables = small_tables()
    change(tables)
    raw, findings = raw_tables("klein", tables)
    return check_source(Source("klein", raw, tuple(findings)))[1]


def put(table: str, row: int, **cells: str) -> Change:
    """Fill cells of a row, counted as the user does: the header is row 1."""
    return lambda tables: tables[table][row - 2].update(cells)


def add(table: str, **cells: str) -> Change:
    return lambda tables: tables.setdefault(table, []).append(cells)


def figure(name: str, value: str) -> Change:
    """Give a figure of *opgave* another value, or add it."""

    def change(tables: Tables) -> None:
        tables["opgave"] = [row for row in tables["opgave"] if row["naam"] != name] + [{"naam": name, "waarde": value}]

    return change


def drop(table: str, row: int) -> Change:
    return lambda tables: tables[table].pop(row - 2)


def both(*changes: Change) -> Change:
    return lambda tables: [change(tables) for change in changes]


SATELLITE = {"gemeente": "Bôsdorp", "locatietype": "satelliet", "status": "verkenning"}
HOTEL = {"locatie_id": "H1", "gemeente": "Bôsdorp", "locatietype": "noodopvang", "status": "bestaand"}
ABROAD = {"gemeente": "Apeldoorn", "locatietype": "azc", "status": "bestaand", "plekken_regulier": "200"}

CLOSED = {
    "standpunt_id": "S1",
    "partij": "P",
    "eis": "locatie_niet",
    "locatie_id": "L2",
    "ononderhandelbaar": "ja",
}

ERRORS: list[tuple[Change, str, str, int, str]] = [
    (put("gemeenten", 2, inwoners=""), "cell_empty", "gemeenten", 2, "inwoners"),
    (put("gemeenten", 3, inwoners="1.5"), "number_format", "gemeenten", 3, "inwoners"),
    (put("locaties", 3, gemeente="Bosdrop"), "municipality_unknown", "locaties", 3, "gemeente"),
    (put("gemeenten", 3, gemeente="Centrum", gm_code="GM9003"), "row_double", "gemeenten", 4, "gemeente"),
    (put("locaties", 3, locatie_id="l1"), "row_double", "locaties", 3, "locatie_id"),
    (put("locaties", 3, locatie_id="L:2"), "code_signs", "locaties", 3, "locatie_id"),
    (add("opgave", naam="Cyclus", waarde="2"), "row_double", "opgave", 11, "naam"),
    (add("momenten", moment="1-7-2027"), "row_double", "momenten", 4, "moment"),
    (add("opgave", naam="provinciale opgaaf", waarde="5"), "figure_unknown", "opgave", 11, "naam"),
    (drop("opgave", 3), "figure_missing", "opgave", 0, ""),
    (lambda tables: tables.update(momenten=[]), "table_empty", "momenten", 0, ""),
    (add("momenten", moment="1-1-2029"), "moment_outside_cycle", "momenten", 4, "moment"),
    (figure("cyclus_begin", "1-1-2029"), "dates_order", "opgave", 11, "waarde"),
    (figure("provinciale_opgave_bijzonder", "501"), "special_above_total", "opgave", 10, "waarde"),
    (put("gemeenten", 2, waarvan_bijzonder="101"), "special_above_total", "gemeenten", 2, "waarvan_bijzonder"),
    (put("gemeenten", 2, gm_code="X1"), "code_format", "gemeenten", 2, "gm_code"),
    (add("gemeenten", gemeente="Arnhem", gm_code="GM0200", inwoners="9"), "code_differs", "gemeenten", 5, "gm_code"),
    (put("gemeenten", 2, lat="", lon="6,0"), "point_half", "gemeenten", 2, "lat"),
    (put("gemeenten", 2, lat="", lon=""), "point_missing", "gemeenten", 2, "lat"),
    (put("gemeenten", 2, indicatief_aantal=""), "estimate_needed", "opgave", 0, ""),
    (
        both(put("gemeenten", 2, indicatief_aantal=""), put("gemeenten", 4, indicatief_aantal="400")),
        "given_above_task",
        "opgave",
        6,
        "waarde",
    ),
    (put("taakstelling", 2, halfjaar="2026-II"), "half_year_outside", "taakstelling", 2, "halfjaar"),
    (put("taakstelling", 3, achterstand_personen="4"), "backlog_not_first", "taakstelling", 3, "achterstand_personen"),
    (drop("taakstelling", 3), "target_missing", "taakstelling", 0, ""),
    (put("taakstelling", 2, gemeente="Apeldoorn"), "municipality_outside", "taakstelling", 2, "gemeente"),
    (put("uitruil", 2, naar="Apeldoorn"), "municipality_outside", "uitruil", 2, "naar"),
    (put("buren", 2, gemeente_b="GM9001"), "link_self", "buren", 2, "gemeente_b"),
    (put("locatietypen", 2, min_plekken="700"), "size_order", "locatietypen", 2, "min_plekken"),
    (
        put("locatietypen", 4, mag_regionale_locatie_zijn="ja"),
        "satellite_is_hub",
        "locatietypen",
        4,
        "mag_regionale_locatie_zijn",
    ),
    (put("locaties", 3, locatietype="kleinschalg"), "type_unknown", "locaties", 3, "locatietype"),
    (put("locaties", 2, min_plekken="301"), "size_order", "locaties", 2, "min_plekken"),
    (put("locaties", 4, max_plekken="50"), "size_double", "locaties", 4, "plekken"),
    (put("locaties", 4, aantal_locaties="2"), "count_only_explored", "locaties", 4, "aantal_locaties"),
    (add("locaties", **SATELLITE, aantal_locaties="2", groep="A"), "count_in_group", "locaties", 7, "aantal_locaties"),
    (
        put("locaties", 3, locatietype="azc", aantal_locaties="2"),
        "count_large",
        "locaties",
        3,
        "aantal_locaties",
    ),
    (put("locaties", 3, plekken_regulier="20"), "present_only_kept", "locaties", 3, "plekken_regulier"),
    (put("locaties", 2, plekken_statushouder="5"), "present_stream", "locaties", 2, "plekken_statushouder"),
    (put("locaties", 2, plekken_regulier="290"), "present_above_size", "locaties", 2, "plekken_regulier"),
    (put("locaties", 3, doelgroepen="bijzonder"), "streams_not_in_type", "locaties", 3, "doelgroepen"),
    (
        put("locaties", 3, beschikbaar_vanaf="1-1-2028", beschikbaar_tot="31-12-2027"),
        "dates_order",
        "locaties",
        3,
        "beschikbaar_tot",
    ),
    (put("locaties", 3, koppelgemeente="Centrum"), "link_without_status_holder", "locaties", 3, "koppelgemeente"),
    (put("locaties", 6, koppelgemeente="Apeldoorn"), "municipality_outside", "locaties", 6, "koppelgemeente"),
    (put("locaties", 3, groep="A"), "group_without_rule", "locaties", 3, "groep_regel"),
    (put("locaties", 3, groep_regel="samen"), "rule_without_group", "locaties", 3, "groep"),
    (
        both(
            put("locaties", 3, groep="A", groep_regel="samen"), put("locaties", 4, groep="A", groep_regel="na_elkaar")
        ),
        "group_rules_differ",
        "locaties",
        4,
        "groep_regel",
    ),
    (
        both(put("locaties", 3, groep="A", groep_regel="samen"), put("locaties", 4, groep="A", groep_regel="samen")),
        "shared_without_size",
        "locaties",
        3,
        "plekken",
    ),
    (
        both(
            put("locaties", 2, groep="A", groep_regel="niet_tegelijk"),
            add("locaties", **HOTEL, plekken_regulier="50", groep="A", groep_regel="niet_tegelijk"),
        ),
        "group_impossible",
        "locaties",
        0,
        "",
    ),
    (
        add("locaties", **{**ABROAD, "status": "voornemen", "plekken_regulier": ""}),
        "foreign_not_hub",
        "locaties",
        7,
        "gemeente",
    ),
    (add("locaties", **{**ABROAD, "locatietype": "satelliet"}), "foreign_not_hub", "locaties", 7, "gemeente"),
    (add("locaties", **{**ABROAD, "gemeente": "GM9101"}), "point_missing", "locaties", 7, "lat"),
    (add("locaties", **HOTEL, plekken_regulier="60"), "emergency_cap_low", "momenten", 3, "noodopvang_hoogstens"),
    (put("uitruil", 2, naar="GM9001"), "exchange_same", "uitruil", 2, "naar"),
    (put("uitruil", 2, tegen_doelgroep="oekraine"), "exchange_half", "uitruil", 2, "tegen_plekken"),
    (put("uitruil", 2, tegen_plekken="5"), "exchange_half", "uitruil", 2, "tegen_doelgroep"),
    (put("uitruil", 2, moment="1-7-2027", halfjaar="2027-I"), "exchange_two_times", "uitruil", 2, "halfjaar"),
    (put("uitruil", 2, halfjaar="2027-I"), "exchange_half_year", "uitruil", 2, "halfjaar"),
    (put("uitruil", 2, doelgroep="statushouder", moment="1-7-2027"), "exchange_moment", "uitruil", 2, "moment"),
    (put("uitruil", 2, moment="2-7-2027"), "moment_unknown", "uitruil", 2, "moment"),
    (put("uitruil", 2, doelgroep="statushouder", halfjaar="2028-I"), "half_year_unknown", "uitruil", 2, "halfjaar"),
]

WARNINGS: list[tuple[Change, str, str, int, str]] = [
    (put("gemeenten", 2, inwoonertal="5"), "column_unknown", "gemeenten", 1, "inwoonertal"),
    (figure("cyclus_eind", "30-6-2028"), "cycle_dates_differ", "opgave", 11, "waarde"),
    (put("gemeenten", 2, gm_code="GM3999"), "code_unknown", "gemeenten", 2, "gm_code"),
    (put("gemeenten", 2, gm_code="GM0200"), "name_differs", "gemeenten", 2, "gemeente"),
    (put("gemeenten", 2, indicatief_aantal="101"), "sum_differs", "opgave", 6, "waarde"),
    (
        both(figure("capaciteitsraming", "88000"), put("gemeenten", 2, indicatief_aantal="", inwoners="200.000")),
        "ses_woa_missing",
        "gemeenten",
        2,
        "ses_woa",
    ),
    (
        both(figure("oekraine_gevraagd", "50"), put("gemeenten", 2, gevraagde_plekken_oekraine="51")),
        "ukraine_above_ask",
        "opgave",
        11,
        "waarde",
    ),
    (drop("opgave", 10), "ukraine_unknown", "opgave", 0, ""),
    (
        add("buren", gemeente_a="GM9002", gemeente_b="GM9001", verbinding="grens"),
        "link_double",
        "buren",
        4,
        "gemeente_b",
    ),
    (add("buren", gemeente_a="Arnhem", gemeente_b="Ede", verbinding="grens"), "link_outside", "buren", 4, "gemeente_a"),
    (
        add("standpunten", **CLOSED, scenario="tafel"),
        "position_scenario_unknown",
        "standpunten",
        2,
        "scenario",
    ),
    (
        put("locatietypen", 6, mag_regionale_locatie_zijn="ja"),
        "hub_without_asylum",
        "locatietypen",
        6,
        "mag_regionale_locatie_zijn",
    ),
    (
        put("locatietypen", 3, telt_voor_taakstelling="ja"),
        "housing_without_stream",
        "locatietypen",
        3,
        "telt_voor_taakstelling",
    ),
    (put("locatietypen", 5, duurzaam="ja"), "durable_emergency", "locatietypen", 5, "duurzaam"),
    (put("locaties", 3, aantal_locaties="21"), "count_many", "locaties", 3, "aantal_locaties"),
    (put("locaties", 2, plekken_regulier="", plekken_bijzonder=""), "present_missing", "locaties", 2, ""),
    (put("locaties", 2, plekken_regulier="50"), "present_below_size", "locaties", 2, "plekken_regulier"),
    (put("locaties", 3, beschikbaar_vanaf="2-2-2028"), "never_available", "locaties", 3, "beschikbaar_vanaf"),
    (put("locaties", 3, beschikbaar_tot="30-6-2027"), "never_available", "locaties", 3, "beschikbaar_tot"),
    (put("locaties", 3, groep="A", groep_regel="samen"), "group_single", "locaties", 3, "groep"),
    (
        both(
            put("locaties", 4, groep="A", groep_regel="samen"),
            put("locaties", 3, groep="A", groep_regel="samen", plekken="50", beschikbaar_vanaf="1-1-2028"),
        ),
        "shared_apart",
        "locaties",
        0,
        "",
    ),
    (add("locaties", **ABROAD), "foreign_without_neighbour", "locaties", 7, "gemeente"),
    (
        put("locatietypen", 2, mag_regionale_locatie_zijn="nee"),
        "satellite_without_hub",
        "locaties",
        4,
        "locatietype",
    ),
    (put("locaties", 2, lat="53,2", lon="6,0"), "point_far", "locaties", 2, "lat"),
    (both(add("locaties", **SATELLITE), add("locaties", **SATELLITE)), "row_identical", "locaties", 8, "locatie_id"),
    (drop("locaties", 2), "special_above_places", "locaties", 0, ""),
    (put("uitruil", 2, plekken="93"), "exchange_above_task", "uitruil", 2, "plekken"),
    (
        both(
            put("uitruil", 2, doelgroep="statushouder", halfjaar="2028-I"),
            *(
                add("taakstelling", gemeente=name, halfjaar="2028-I", taakstelling_personen="25")
                for name in ("Achterveld aan Zee", "Bôsdorp", "Centrum")
            ),
        ),
        "exchange_too_late",
        "uitruil",
        2,
        "halfjaar",
    ),
    (
        put("uitruil", 2, tegen_doelgroep="regulier", tegen_plekken="5"),
        "exchange_same_stream",
        "uitruil",
        2,
        "tegen_doelgroep",
    ),
]


def where(found: Finding) -> tuple[str, str, int, str]:
    return found.code, found.place.sheet, found.place.row, found.place.column


def estimate_needed(change: Change) -> Change:
    """Also take away the figure from which a number would be computed."""
    return both(change, lambda tables: tables["opgave"].pop(3))


@pytest.mark.parametrize(("change", "code", "table", "row", "column"), ERRORS, ids=[item[1] for item in ERRORS])
def test_an_error_is_found_at_its_place(change: Change, code: str, table: str, row: int, column: str) -> None:
    found = findings_after(estimate_needed(change) if code == "estimate_needed" else change)
    assert (code, table, row, column) in [where(item) for item in found if item.level == "error"]
    assert all(set(item.params) == set(FINDINGS[item.code]) for item in found)


@pytest.mark.parametrize(("change", "code", "table", "row", "column"), WARNINGS, ids=[item[1] for item in WARNINGS])
def test_a_warning_is_found_at_its_place(change: Change, code: str, table: str, row: int, column: str) -> None:
    found = findings_after(change)
    assert (code, table, row, column) in [where(item) for item in found if item.level == "warning"]
    assert all(set(item.params) == set(FINDINGS[item.code]) for item in found)
    assert [item.code for item in found if item.level == "error"] == []


def test_a_sound_case_has_only_the_warning_that_places_are_few() -> None:
    # Asylum: 300 + 100 + 40 places against 500; Ukraine: 100.000 x 100.000 / 18.000.000 = 556 against 300 + 100.
    found = findings_after(both())
    assert {item.code for item in found} == {"asylum_above_places", "ukraine_above_places"}
    asylum = next(item for item in found if item.code == "asylum_above_places")
    assert asylum.params == {"moment": "2027-07-01", "required": 500, "offered": 440, "missing": 60}


def test_all_findings_come_at_once_in_the_order_of_the_tables() -> None:
    found = findings_after(
        both(
            put("locaties", 3, status="plan"), put("gemeenten", 2, inwoners="veel"), put("buren", 2, verbinding="pont")
        )
    )
    assert [where(item) for item in found] == [
        ("word_unknown", "buren", 2, "verbinding"),
        ("number_none", "gemeenten", 2, "inwoners"),
        ("word_unknown", "locaties", 3, "status"),
    ]


def test_one_wrong_cell_is_reported_once() -> None:
    found = findings_after(put("locaties", 2, min_plekken="honderd"))
    assert [where(item) for item in found] == [("number_none", "locaties", 2, "min_plekken")]


def test_a_finding_knows_the_letter_of_its_column() -> None:
    found = findings_after(put("momenten", 3, noodopvang_hoogstens="veel"))
    assert [(item.place.letter, item.value) for item in found] == [("B", "veel")]


def test_missing_municipalities_of_a_real_province_are_named() -> None:
    def change(tables: Tables) -> None:
        figure("provincie", "Flevoland")(tables)
        add("gemeenten", gemeente="Almere", inwoners="229.574", indicatief_aantal="5")(tables)
        add("gemeenten", gemeente="Arnhem", inwoners="160.000", indicatief_aantal="5")(tables)

    found = findings_after(change)
    missing = next(item for item in found if item.code == "municipalities_left_out")
    assert missing.params == {"names": ["Zeewolde", "Noordoostpolder", "Urk", "Dronten", "Lelystad"]}
    assert ("municipality_other_province", "gemeenten", 6, "gemeente") in [where(item) for item in found]


def test_an_unknown_province_names_the_nearest() -> None:
    def change(tables: Tables) -> None:
        figure("provincie", "Gelderlnd")(tables)
        add("gemeenten", gemeente="Arnhem", inwoners="160.000", indicatief_aantal="5")(tables)

    found = next(item for item in findings_after(change) if item.code == "province_unknown")
    assert (found.level, found.params) == ("warning", {"nearest": "Gelderland"})


def test_illustrations_may_stand_for_many_locations() -> None:
    found = findings_after(put("locaties", 3, aantal_locaties="45", herkomst="rekenvoorbeeld"))
    assert "count_many" not in {item.code for item in found}


def test_ids_that_differ_in_punctuation_only_are_two_ids() -> None:
    found = findings_after(both(put("locaties", 2, locatie_id="L-1-1"), put("locaties", 3, locatie_id="L-11")))
    assert "row_double" not in {item.code for item in found}


ODD = ["", "x", "-1", "0", "999999", "1.5", "ja", "31-12-2027", "2027-II", "Arnhem", "bestaand", "samen", "azc", "L1"]


@given(seed=st.integers(0, 100_000))
@settings(max_examples=60, deadline=None)
def test_odd_cells_give_findings_and_never_a_crash(seed: int) -> None:
    chosen, tables = random.Random(seed), small_tables()
    cells = [(row, name) for rows in tables.values() for row in rows for name in row]
    for row, name in chosen.sample(cells, 3):
        row[name] = chosen.choice(ODD)
    raw, findings = raw_tables("klein", tables)
    case, findings = check_source(Source("klein", raw, tuple(findings)))
    assert (case is None) == any(item.level == "error" for item in findings)
    assert all(set(item.params) == set(FINDINGS[item.code]) for item in findings)
