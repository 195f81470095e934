"""The grey columns: what a plan would work with, beside the cell, and never read."""

from datetime import datetime

import pytest

from regietafel.inputs.built_in import built_in_tables
from regietafel.inputs.load import check_source, load_case
from regietafel.inputs.raw import raw_tables
from regietafel.inputs.source import read_built_in
from regietafel.inputs.workbook_options import option_cells
from regietafel.inputs.workbook_writer import make_workbook
from regietafel.model.scenario import OPTIONS
from regietafel.model.shares import find_shares
from support.written_workbooks import column, filled_rows, fresh, headers, opened, read_back, source_of, written

GREY = "FFE7E6E6"


def grey(table: str, title: str, name: str = "voorbeeldland") -> dict[str, object]:
    """Return a grey column by the first cell of its row."""
    sheet = opened(name)[table]
    return dict(zip(column(sheet, next(iter(headers(sheet)))), column(sheet, f"berekend: {title}"), strict=True))


def test_indicative_numbers_are_given_or_computed_and_fitted_to_the_task():
    # Computed: 90,000 x weight / 18,000,000. Havenmonde 400, Kerkwolde 315; all without a given number 1,680.
    # The task is 2,430, given are 540 and 200, so 1,690 is left: 400 x 1,690 / 1,680 = 402.4, 315 x ... = 316.9.
    numbers = grey("gemeenten", "indicatief_aantal")
    assert (numbers["Grootstad"], numbers["Havenmonde"], numbers["Kerkwolde"]) == (540, 402, 317)
    assert sum(numbers.values()) == 2430


def test_weights_are_inhabitants_times_one_plus_the_score():
    # Grootstad: 120,000 x (1 - 0.1); Heidebeek: 45,000 x 1.2.
    weights = grey("gemeenten", "gewogen inwoners")
    assert (weights["Grootstad"], weights["Heidebeek"]) == (108_000, 54_000)


@pytest.mark.parametrize("name", ["voorbeeldland", "gelderland"])
def test_grey_columns_of_municipalities_equal_the_shares_of_the_case(name):
    case = load_case(f"voorbeeld:{name}")
    shares, last = find_shares(case), case.moment_keys[-1]
    for item in case.municipalities:
        said = {
            title: grey("gemeenten", title, name)[item.name]
            for title in (
                "waarvan_bijzonder",
                "gevraagde_plekken_oekraine",
                "taakstelling tot laatste moment",
                "in woningen tot laatste moment",
                "alle taken samen",
                "lat",
            )
        }
        assert list(said.values()) == [
            shares.indicative[item.code].special,
            shares.entitlement[item.code]["ukraine"],
            shares.obligation_before[item.code, last],
            shares.houseable_until[item.code, last],
            sum(shares.entitlement[item.code].values()),
            item.lat,
        ]


def test_the_task_of_each_moment_is_shown():
    # 90 % of 2,430 = 2,187 and of 195 = 175.5, rounded up; of 2,850 = 2,565.
    first = next(filled_rows(opened()["momenten"]))
    titles = ("opgave asiel", "waarvan bijzonder", "opgave Oekraïne")
    assert [first[f"berekend: {title}"].value for title in titles] == [2187, 176, 2565]


def test_an_empty_figure_shows_what_is_taken_instead():
    case = load_case("voorbeeld:zeeland")
    shares = find_shares(case)
    typed = {row["naam"].value: row["waarde"].value for row in filled_rows(opened("zeeland")["opgave"])}
    shown = grey("opgave", "waarde", "zeeland")
    assert typed["provinciale_opgave"] is None
    assert shown["provinciale_opgave"] == shares.provincial_task
    assert shown["provinciale_opgave_bijzonder"] == shares.provincial_task_special
    assert shown["capaciteitsraming"] == typed["capaciteitsraming"] == 88_000


def test_an_empty_national_figure_shows_the_packaged_one():
    tables = built_in_tables("zeeland")
    for row in tables["opgave"]:
        if row["naam"] in ("inwoners_landelijk", "cyclus_eind", "stand"):
            row["waarde"] = ""
    sheet = fresh(make_workbook(source_of(raw_tables("", tables)[0]), "x.xlsx"))["opgave"]
    shown = {row["naam"].value: row["berekend: waarde"].value for row in filled_rows(sheet)}
    assert shown["inwoners_landelijk"] == grey("opgave", "waarde", "zeeland")["inwoners_landelijk"] > 18_000_000
    assert (shown["cyclus_eind"], shown["stand"]) == (datetime(2028, 12, 31), "concept")


def test_a_location_shows_what_its_type_says_where_it_says_nothing():
    rows = {row["locatie_id"].value: row for row in filled_rows(opened()["locaties"])}
    fixed, open_size = rows["KE-1"], rows["GR-2"]
    assert [fixed[f"berekend: {side}_plekken"].value for side in ("min", "max")] == [300, 300]
    assert open_size["berekend: doelgroepen"].value == "regulier+bijzonder"
    assert (open_size["duurzaam"].value, open_size["berekend: duurzaam"].value) == (None, "ja")
    assert open_size["berekend: kosten_per_plek_jaar"].value == 30_000


@pytest.mark.parametrize("table", ["opgave", "momenten", "gemeenten", "locaties", "scenarios"])
def test_a_grey_column_is_grey_has_a_note_and_says_that_it_is_not_read(table):
    sheet = opened()[table]
    shown = {header: place for header, place in headers(sheet).items() if header.startswith("berekend:")}
    assert shown
    for place in shown.values():
        assert sheet.cell(1, place).fill.fgColor.rgb == GREY
        assert "wordt niet gelezen" in sheet.cell(1, place).comment.text


def test_what_is_typed_in_a_grey_column_changes_nothing(tmp_path):
    book = fresh(written("voorbeeldland"))
    for sheet in book:
        for header, place in headers(sheet).items():
            if str(header).startswith("berekend:"):
                for row in range(2, sheet.max_row + 1):
                    sheet.cell(row, place).value = 999
    book.save(tmp_path / "anders.xlsx")
    tables = read_back((tmp_path / "anders.xlsx").read_bytes())
    own = read_built_in("voorbeeldland", 2).tables
    assert {name: raw.content_hash() for name, raw in tables.items()} == {
        name: raw.content_hash() for name, raw in own.items()
    }


def test_what_is_typed_in_the_cell_beside_it_counts(tmp_path):
    book = fresh(written("voorbeeldland"))
    row = next(row for row in filled_rows(book["gemeenten"]) if row["gemeente"].value == "Havenmonde")
    row["indicatief_aantal"].value = 500
    book.save(tmp_path / "anders.xlsx")
    case, _ = check_source(source_of(read_back((tmp_path / "anders.xlsx").read_bytes())))
    assert find_shares(case).indicative["GM9002"].value == 500
    assert case.built_in is None


def test_every_option_stands_beside_the_scenarios_with_its_default():
    sheet = opened()["scenarios"]
    place = headers(sheet)["berekend: korte naam"]
    listed = [sheet.cell(row, place).value for row in range(2, sheet.max_row + 1) if sheet.cell(row, place).value]
    assert sorted(listed) == sorted(OPTIONS)
    cells = {row["key"]: row for row in option_cells()}
    assert cells["hub_max_km"]["default"] == 15
    assert cells["status_floor"]["default"] == "verkenning"
    assert (cells["burden_ceiling"]["default"], cells["burden_ceiling"]["unit"]) == ("geen", "verhouding")
