"""The tables of a plan, and how they are written as CSV."""

import csv
import io
from datetime import date

import pandas as pd
import pytest

from regietafel.model.plan import Plan
from regietafel.outputs import csv_tables, results
from support.plan_document import example_plan, plan_document


def read(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def rows(name: str, plan: Plan | None = None) -> list[dict[str, str]]:
    return read(csv_tables.to_csv(results.tables(plan or example_plan())[name]))


def test_tables_have_dutch_names_in_a_fixed_order():
    assert list(results.tables(example_plan())) == [
        *("gemeenten", "locaties", "plekken", "clusters", "totalen", "eerlijkheid"),
        *(
            "prijzen",
            "maten",
            "winst_en_verlies",
            "kosten",
            "uitkeringen",
            "standpunten",
            "regels",
            "meldingen",
            "instellingen",
        ),
    ]


def test_municipalities_have_one_row_per_municipality_and_moment():
    found = rows("gemeenten")
    assert len(found) == 6 * 2
    assert found[1]["gemeente"] == "Aakerk"
    assert found[1]["moment"] == "01-02-2028"
    assert found[1]["indicatief_aantal"] == "540"
    assert found[1]["indicatief_herkomst"] == "gepubliceerd"
    # Aakerk: 500 + 40 asylum, 450 Ukraine, 54 housed of 60 -> 1044 over a share of 500 + 40 + 300 + 60 = 900.
    assert found[1]["last"] == "1044"
    assert found[1]["lastverhouding_samen"] == "1,16"
    assert found[-1]["buiten_de_maat"] == "klein_aandeel"


def test_what_is_measured_at_the_last_moment_stands_in_its_row_only():
    document = plan_document()
    document["municipalities"][0] |= {"above_indicative": 30, "residual_task": 7}
    first, last = [row for row in rows("gemeenten", Plan.from_dict(document)) if row["gemeente"] == "Aakerk"]
    assert (first["boven_indicatief"], first["restopgave_inschatting"]) == ("", "")
    assert (last["boven_indicatief"], last["restopgave_inschatting"]) == ("30", "7")


def test_locations_and_placements_name_places_and_hubs():
    by_id = {row["locatie_id"]: row for row in rows("locaties")}
    assert by_id["L-01"]["status"] == "bestaand"
    assert by_id["L-01"]["plekken_nu"] == "540"
    assert by_id["L-01"]["openbaar"] == "ja"
    assert by_id["L-08"]["koppelgemeente"] == "Aakerk"
    placed = [row for row in rows("plekken") if row["locatie_id"] == "L-05"]
    assert [(row["moment"], row["plekken_regulier"], row["regionale_locatie"]) for row in placed] == [
        ("01-07-2027", "80", "L-02"),
        ("01-02-2028", "80", "L-02"),
    ]


def test_closed_offers_are_in_no_placement():
    document = plan_document()
    document["locations"][0]["moments"][0]["opened"] = 0
    found = rows("plekken", Plan.from_dict(document))
    assert [row["moment"] for row in found if row["locatie_id"] == "L-01"] == ["01-02-2028"]


def test_totals_show_both_ways_of_counting_and_the_causes():
    asylum = next(row for row in rows("totalen") if row["opgave"] == "asiel")
    # 500 + 300 + 120 + 60 + 80 regular and 40 + 20 + 10 special = 1130 of 1214: 84 short.
    assert (asylum["gevraagd"], asylum["telt_plan"], asylum["telt_duurzaam"], asylum["tekort"]) == (
        "1214",
        "1130",
        "1130",
        "84",
    )
    assert (asylum["door_keuze"], asylum["oorzaken"]) == ("84", "Minst vaste status")


def test_fairness_is_ranked_per_ratio():
    found = rows("eerlijkheid")
    assert [row["rang"] for row in found] == ["1", "2", "3", "4", "5"] * 2
    assert found[0]["gemeente"] == "Beekdal"


def test_costs_grants_rules_and_messages_are_words_and_amounts():
    assert {"soort": "openen, eenmalig", "bedrag_euro": "1200000"}.items() <= rows("kosten")[2].items()
    assert rows("uitkeringen")[1]["ontvanger"] == "provincie"
    assert rows("uitkeringen")[1]["voorlopig"] == "ja"
    assert rows("regels")[0]["titel"] == "Plekken passen in de locatie"
    assert rows("meldingen")[1]["waar"] == "Cromveld"
    assert rows("meldingen")[1]["melding"] == "Melding not_in_any_catalogue (floor = 0,8)."


def test_settings_say_where_a_value_comes_from():
    found = {row["instelling"]: row for row in rows("instellingen")}
    assert (found["burden_ceiling"]["waarde"], found["burden_ceiling"]["bron_waarde"]) == (
        "1,2",
        "opgegeven bij de opdracht",
    )
    assert found["gap"]["bron_waarde"] == "standaard"


def test_headers_of_a_table_are_unique_in_both_languages():
    for lang in ("nl", "en"):
        for name, table in results.tables(example_plan(), lang).items():
            assert table.columns.is_unique, name


def test_units_belong_to_columns_of_the_table():
    for table in results.tables(example_plan()).values():
        assert set(table.attrs["units"]) <= set(table.columns)
    assert results.clusters(example_plan()).attrs["units"]["afstand_km"] == "km"


def test_plan_without_places_gives_tables_without_rows():
    empty = {"municipalities": [], "locations": [], "clusters": [], "totals": [], "rules": [], "messages": []}
    plan = example_plan(**empty, outcome={"status": "no_plan", "tiers": [], "conflict": None})
    assert len(results.municipalities(plan)) == 0
    assert list(results.totals(plan).columns) == list(results.totals(example_plan()).columns)


@pytest.mark.parametrize("dangerous", ["=1+1", "+31", "-x", "@sum", "\tx", "\rx"])
def test_text_that_looks_like_a_formula_gets_an_apostrophe(dangerous):
    assert csv_tables.cell(dangerous) == f"'{dangerous}"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, ""),
        (float("nan"), ""),
        (-3, "-3"),
        (1234567, "1234567"),
        (0.1 + 0.2, "0,3"),
        (1e-9, "0"),
        (-1e-9, "0"),
        (True, "ja"),
        (False, "nee"),
        (date(2027, 12, 31), "31-12-2027"),
        ("Súdwest-Fryslân", "Súdwest-Fryslân"),
    ],
)
def test_cell(value, expected):
    assert csv_tables.cell(value) == expected


def test_csv_opens_in_a_dutch_spreadsheet():
    content = csv_tables.to_csv(pd.DataFrame({"naam": ['a;"b"'], "plekken": [1.5]}))
    assert content == b'\xef\xbb\xbfnaam;plekken\r\n"a;""b""";1,5\r\n'


def test_user_text_of_a_plan_is_guarded_in_the_table():
    by_id = {row["locatie_id"]: row for row in rows("locaties")}
    assert by_id["L-06"]["knelpunt"] == "'=wacht op vergunning"
    assert by_id["L-07"]["voorwaarde"] == "'+ alleen met steun van de raad"


def test_same_plan_gives_the_same_bytes():
    first = {name: csv_tables.to_csv(table) for name, table in results.tables(example_plan()).items()}
    second = {name: csv_tables.to_csv(table) for name, table in results.tables(example_plan()).items()}
    assert first == second
