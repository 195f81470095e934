"""Voorbeeldland: fictional, complete in kinds of rows, and read without a finding."""

from collections import Counter

import pytest

from regietafel.inputs import reference_figures as reference
from regietafel.inputs.built_in import Row, built_in_names, built_in_tables
from regietafel.inputs.load import case_from_tables
from regietafel.model.case import Case
from regietafel.model.errors import DataError
from regietafel.model.shares import find_shares
from regietafel.model.tables import TABLES


@pytest.fixture(scope="module")
def tables() -> dict[str, list[Row]]:
    return built_in_tables("voorbeeldland")


@pytest.fixture(scope="module")
def case(tables: dict[str, list[Row]]) -> Case:
    return case_from_tables(tables, "voorbeeld:voorbeeldland")


def values(tables: dict[str, list[Row]], table: str, column: str) -> set[str]:
    return {row[column] for row in tables[table]} - {""}


def test_the_fictional_province_is_built_in() -> None:
    assert built_in_names()[-1] == "voorbeeldland"


def test_columns_are_within_the_contract(tables: dict[str, list[Row]]) -> None:
    assert list(tables) == list(TABLES)
    for name, table in TABLES.items():
        headers = {column.header for column in table.all_columns()}
        for row in tables[name]:
            free = {header for header in row if table.prefix and header.startswith(table.prefix.rstrip("*"))}
            assert set(row) <= headers | free, name


def test_no_municipality_exists(tables: dict[str, list[Row]]) -> None:
    real = {found.name for found in reference.municipalities().values()}
    assert not values(tables, "gemeenten", "gemeente") & real
    assert all(code.startswith("GM90") for code in values(tables, "gemeenten", "gm_code"))
    assert len(tables["gemeenten"]) == 12


def test_no_point_lies_on_land(tables: dict[str, list[Row]]) -> None:
    # The North Sea, west of 4.3 degrees east and north of 53 degrees; Texel begins at 4.7.
    for row in tables["gemeenten"]:
        assert float(row["lat"].replace(",", ".")) >= 53
        assert float(row["lon"].replace(",", ".")) <= 4.3


def test_numbers_are_round(tables: dict[str, list[Row]]) -> None:
    assert all(int(row["inwoners"]) % 1_000 == 0 for row in tables["gemeenten"])


def test_every_kind_of_row_occurs(tables: dict[str, list[Row]]) -> None:
    assert values(tables, "locaties", "status") == {"bestaand", "vastgesteld", "voornemen", "verkenning"}
    forms = {row["locatietype"]: row["locatievorm"] for row in tables["locatietypen"]}
    assert {forms[name] for name in values(tables, "locaties", "locatietype")} == set(forms.values())
    assert set(forms.values()) == {"groot", "kleinschalig", "satelliet", "overig"}
    assert values(tables, "locaties", "groep_regel") == {"niet_tegelijk", "na_elkaar", "samen"}
    for column in ("koppelgemeente", "beschikbaar_tot", "mag_sluiten", "mag_krimpen", "aantal_locaties", "voorwaarde"):
        assert values(tables, "locaties", column), column
    assert values(tables, "locaties", "openbaar") == {"ja", "nee"}
    assert values(tables, "buren", "verbinding") == {"grens", "weg", "veer"}
    assert values(tables, "gemeenten", "subregio") == {"Noord", "Midden", "Zuid"}
    assert values(tables, "momenten", "noodopvang_hoogstens")


def test_backlogs_and_a_lead_occur(tables: dict[str, list[Row]]) -> None:
    balances = [int(row["achterstand_personen"]) for row in tables["taakstelling"] if row["achterstand_personen"]]
    assert min(balances) < 0 < max(balances)
    assert sum(balances) == 85


def test_positions_use_every_demand_once(tables: dict[str, list[Row]]) -> None:
    demands = Counter(row["eis"] for row in tables["standpunten"])
    assert len(demands) == 9
    assert values(tables, "standpunten", "scenario") == {"tafel"}
    assert values(tables, "standpunten", "ononderhandelbaar") == {"ja", "nee"}


def test_exchanges_are_agreed_and_discussed(tables: dict[str, list[Row]]) -> None:
    assert values(tables, "uitruil", "stand") == {"afgesproken", "besproken"}


def test_the_hub_outside_the_province_is_foreign(case: Case) -> None:
    assert [found.location_id for found in case.locations if found.foreign] == ["BU-1"]


def test_the_case_is_read_with_the_published_task(case: Case) -> None:
    shares = find_shares(case)
    assert (shares.provincial_task, shares.provincial_task_special) == (2_430, 195)
    assert sum(found.value for found in shares.indicative.values()) == 2_430
    # 90,000 x 1.1 x 15,000 / 18,000,000 = 82.5 -> 83; scaled 83 x 1,690 / 1,680 = 83.49: six others have a
    # larger remainder for the six places left, so 83.
    assert shares.indicative["GM9010"].value == 83
    assert (shares.indicative["GM9001"].value, shares.indicative["GM9001"].origin) == (540, "reported")


def test_an_unknown_fictional_code_is_refused_in_a_real_province() -> None:
    tables = built_in_tables("zeeland")
    tables["locaties"][0]["gemeente"] = "GM9101"
    with pytest.raises(DataError, match="GM9101"):
        case_from_tables(tables, "zeeland")
