"""A counter-proposal is read over the plan on the table; everything that is wrong has its place."""

import openpyxl
import pytest

from regietafel.inputs.proposal import read_proposal
from regietafel.model.decisions import Decisions
from support.cases import A, B, C, link, offer, tiny_case, town

FIRST, SECOND = "2027-07-01", "2028-02-01"


@pytest.fixture
def case():
    rows = [
        offer("L1", A, streams=("regular", "special"), may_be_hub=True),
        offer("L2", B, "small_scale", count=3, places=(20, 50)),
        offer("S1", C, "satellite"),
    ]
    return tiny_case([town(A), town(B), town(C)], rows, [FIRST, SECOND], [link(A, B), link(B, C)])


@pytest.fixture
def table():
    """Put L1 open with 200 regular places on the table, and S1 under it from the second moment."""
    return Decisions(
        opened={("L1", FIRST): 1, ("L1", SECOND): 1, ("S1", SECOND): 1},
        placed={("L1", "regular", FIRST): 200, ("L1", "regular", SECOND): 200, ("S1", "regular", SECOND): 30},
        attached={("S1", "L1", SECOND): 1},
        attached_places={("S1", "L1", SECOND): 30},
        housed={(A, SECOND): 4},
    )


@pytest.fixture
def read(tmp_path, case, table):
    def reading(*rows, header="gemeente;locatie_id;moment;doelgroep;plekken;open;regionale_locatie"):
        file = tmp_path / "voorstel.csv"
        file.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        return read_proposal(file, case, table)

    return reading


def test_what_is_not_named_stays_as_on_the_table(read, table):
    found, findings = read(";L1;1-7-2027;regulier;150;;")
    assert findings == []
    assert found == Decisions(**{**vars(table), "placed": {**table.placed, ("L1", "regular", FIRST): 150}})


def test_without_a_moment_a_row_is_about_every_moment(read):
    found, _ = read(";l1;;bijzonder;20;;")
    assert [found.placed["L1", "special", t] for t in (FIRST, SECOND)] == [20, 20]


def test_a_municipality_with_one_location_needs_no_id_and_one_stream_no_name(read):
    found, findings = read("Town GM9002;;1-7-2027;;45;;")
    assert findings == []
    assert (found.opened["L2", FIRST], found.placed["L2", "regular", FIRST]) == (1, 45)


def test_places_that_come_open_as_many_locations_as_they_need(read):
    found, _ = read(";L2;1-7-2027;regulier;120;;")
    assert found.opened["L2", FIRST] == 3  # 120 places of at most 50


def test_no_more_locations_open_than_there_are(read):
    found, _ = read(";L2;1-7-2027;regulier;400;;")
    assert found.opened["L2", FIRST] == 3  # the places do not fit, and that is for the rules to say


def test_closing_takes_places_and_hubs_away(read):
    found, _ = read(";S1;;;;nee;")
    assert ("S1", SECOND) not in found.opened
    assert (found.attached, found.attached_places) == ({}, {})
    assert ("S1", "regular", SECOND) not in found.placed


def test_a_number_of_open_locations_is_taken_as_it_stands(read):
    found, _ = read(";L2;1-7-2027;regulier;60;2;")
    assert found.opened["L2", FIRST] == 2


def test_a_satellite_that_opens_hangs_where_the_row_says(read):
    found, _ = read(";S1;1-7-2027;regulier;25;ja;L1")
    assert found.attached["S1", "L1", FIRST] == 1
    assert found.attached_places["S1", "L1", FIRST] == 25


def test_a_satellite_without_a_hub_is_left_without_one(read):
    found, findings = read(";S1;1-7-2027;regulier;25;ja;")
    assert findings == []
    assert ("S1", "L1", FIRST) not in found.attached


def test_homes_are_asked_of_a_municipality(read):
    found, _ = read("GM9001;;1-2-2028;huisvesting;9;;")
    assert found.housed == {(A, SECOND): 9}


@pytest.mark.parametrize(
    ("rows", "code", "column"),
    [
        ((";L9;;regulier;5;;",), "proposal_location_unknown", "locatie_id"),
        (("GM9002;L1;;regulier;5;;",), "proposal_location_elsewhere", "gemeente"),
        ((";;;regulier;5;;",), "proposal_nothing_named", ""),
        ((";L1;;;;;",), "proposal_nothing_asked", ""),
        (("GM9001;;;oekraine;5;;",), "proposal_location_needed", "gemeente"),
        ((";L1;;;5;;",), "proposal_stream_needed", "doelgroep"),
        ((";L2;;oekraine;5;;",), "proposal_stream_unknown", "doelgroep"),
        ((";L2;;regulier;;ja;",), "proposal_places_needed", "plekken"),
        ((";L2;;;;misschien;",), "proposal_open_unclear", "open"),
        ((";L2;;;5;nee;",), "proposal_closed_with_places", "open"),
        ((";L2;1-8-2027;;5;;",), "moment_unknown", "moment"),
        ((";S1;;;5;;L9",), "proposal_location_unknown", "regionale_locatie"),
        (("GM9001;L1;;huisvesting;5;;",), "proposal_homes", "doelgroep"),
        ((";L2;;;5;;", ";L2;1-7-2027;;6;;"), "proposal_twice", ""),
        ((";L2;;;vijf;;",), "number_none", "plekken"),
        (("Utrechtt;;;;5;;",), "municipality_unknown", "gemeente"),
        ((), "proposal_empty", ""),
    ],
)
def test_what_is_wrong_is_named_at_its_place_and_nothing_is_repaired(read, rows, code, column):
    found, findings = read(*rows)
    assert found is None
    named = [(item.code, item.place.column) for item in findings if item.level == "error"]
    assert (code, column) in named


def test_a_workbook_is_read_by_the_sheet_of_that_name(tmp_path, case, table):
    book = openpyxl.Workbook()
    book.active.title = "Toelichting"
    sheet = book.create_sheet("tegenvoorstel")
    sheet.append(["locatie_id", "plekken", "doelgroep"])
    sheet.append(["L1", 150, "regulier"])
    book.save(tmp_path / "voorstel.xlsx")
    found, findings = read_proposal(tmp_path / "voorstel.xlsx", case, table)
    assert [item for item in findings if item.level == "error"] == []
    assert found.placed["L1", "regular", FIRST] == 150


def test_a_workbook_that_is_none_is_said(tmp_path, case, table):
    (tmp_path / "voorstel.xlsx").write_bytes(b"nothing")
    found, findings = read_proposal(tmp_path / "voorstel.xlsx", case, table)
    assert found is None
    assert findings[0].level == "error"


def test_a_cell_that_cannot_be_read_is_said_once_and_nothing_is_made_of_the_rest_of_its_row(read):
    found, findings = read(";L1;;regular;-3;;", ";L1;;bijzonder;1e9;;")
    assert found is None
    codes = [(item.code, item.place.row, item.place.column) for item in findings]
    assert len(codes) == 3, codes


def test_two_wishes_about_the_same_are_said_once_for_all_moments(read):
    _, findings = read(";L1;;regulier;100;;", ";L1;;regulier;120;;")
    assert [item.code for item in findings] == ["proposal_twice"]
