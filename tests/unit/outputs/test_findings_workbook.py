"""`bevindingen.xlsx` read back: words, links to the cells, nothing that a spreadsheet would run."""

import io
from pathlib import Path

import openpyxl
import pytest

from regietafel.model.errors import Finding, Place, UsageError
from regietafel.model.meeting import for_meeting
from regietafel.outputs import findings_workbook as written
from regietafel.outputs.findings_list import Checked

UNFIT = for_meeting(
    [
        {"level": "assumption", "code": "about_missing", "params": {"figures": ["versie"]}, "where": ""},
        {"level": "assumption", "code": "numbers_computed", "params": {"count": 47, "total": 51}, "where": ""},
    ]
)


def cell(row: int = 14, value: str = "veel", file: str = "invoer.xlsx", **more) -> Finding:
    """Make a finding about column K of the table locaties."""
    sheet = more.pop("sheet", "locaties")
    return Finding("number_none", place=Place(file, sheet, row, "plekken_bijzonder", "K"), value=value, **more)


def opened(findings, link_to="invoer.xlsx", unfit=UNFIT, lang="nl"):
    """Make the workbook and open it again."""
    content = written.findings_workbook(Checked("invoer.xlsx", findings, unfit), lang, link_to)
    return openpyxl.load_workbook(io.BytesIO(content))


def rows(sheet) -> list[list[object]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def link(book, row: int = 2) -> str | None:
    """Return where the link of a finding goes: file and place in it."""
    found = book.worksheets[0].cell(row, 5).hyperlink
    return None if found is None else f"{found.target}#{found.location}" if found.location else found.target


def test_a_finding_is_a_row_with_its_place_its_value_and_both_sentences():
    head, row = rows(opened([cell()])["bevindingen"])
    assert head == ["Soort", "Blad of bestand", "Rij", "Kolom", "Cel", "Wat er staat", "Wat er mis is", "Wat te doen"]
    assert row == [
        "Fout",
        "locaties",
        14,
        "K (plekken_bijzonder)",
        "K14",
        "veel",
        "Dit is geen getal.",
        "Typ alleen cijfers, met een komma voor decimalen.",
    ]


def test_every_finding_has_a_row_of_its_own_in_order():
    book = opened([cell(row) for row in (30, 4, 7)])
    assert [row[2] for row in rows(book.worksheets[0])[1:]] == [4, 7, 30]


def test_the_link_goes_to_the_cell_of_the_workbook():
    assert link(opened([cell()])) == "invoer.xlsx#'locaties'!K14"
    assert link(opened([cell()], link_to="../invoer.xlsx")) == "..\\invoer.xlsx#'locaties'!K14"


def test_the_link_of_a_whole_row_or_sheet_goes_to_its_first_cell():
    whole = [Finding("table_empty", place=Place("invoer.xlsx", "momenten"), value="momenten")]
    row = [Finding("row_too_long", place=Place("invoer.xlsx", "buren", 9))]
    assert link(opened(whole)) == "invoer.xlsx#'momenten'!A1"
    assert link(opened(row)) == "invoer.xlsx#'buren'!A9"


def test_an_apostrophe_in_the_name_of_a_sheet_does_not_break_the_link():
    assert link(opened([cell(sheet="'s-Hertogenbosch")])) == "invoer.xlsx#'''s-Hertogenbosch'!K14"


def test_the_link_of_a_csv_table_goes_to_its_file():
    book = opened([cell(file="locaties.csv")], link_to="mijn")
    assert link(book) == "mijn\\locaties.csv"
    assert book.worksheets[0]["E2"].value == "K14"


def test_there_is_no_link_without_a_file_or_behind_a_hash_sign():
    assert link(opened([cell(file="voorbeeld:drenthe")], link_to="")) is None
    assert link(opened([Finding("option_empty", params={"key": "gap"})])) is None
    assert link(opened([cell()], link_to="map#2/invoer.xlsx")) is None


@pytest.mark.parametrize("typed", ["=1+1", "+31", "-2+3", "@SUM(A1)", '=HYPERLINK("http://x")', "http://x", "\t=1"])
def test_what_was_typed_never_becomes_a_formula_or_a_link(typed):
    found = opened([cell(value=typed)]).worksheets[0]["F2"]
    assert (found.data_type, found.value, found.hyperlink) == ("s", typed, None)


def test_a_very_long_value_is_cut_where_a_cell_ends():
    assert len(opened([cell(value="x" * 40_000)]).worksheets[0]["F2"].value) == 32_767


def test_the_same_findings_give_the_same_bytes():
    first, second = ([cell(2), cell(3)], [cell(3), cell(2)])
    made = {written.findings_workbook(Checked("a", found, UNFIT), "nl", "a.xlsx") for found in (first, second)}
    assert len(made) == 1


def test_the_sheet_can_be_filtered_and_printed_and_its_header_stays():
    sheet = opened([cell(2), cell(3)]).worksheets[0]
    assert sheet.auto_filter.ref == "A1:H3"
    assert sheet.freeze_panes == "A2"
    assert sheet.print_title_rows == "$1:$1"
    # One page wide, as many pages high as it takes.
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert all(cell.alignment.wrap_text for cell in sheet[2])


def test_a_row_is_high_enough_for_its_longest_text():
    long = Finding("word_unknown", params={"words": ["vastgesteld"] * 20, "nearest": ""}, value="x")
    sheet = opened([cell(), long]).worksheets[0]
    # Without a place the long one comes first: 20 words of 11 letters with commas, at least 260 signs of 42 a line.
    assert sheet.row_dimensions[2].height > 6 * 15
    assert sheet.row_dimensions[3].height < 3 * 15


def test_each_level_has_a_word_and_a_colour_of_its_own():
    sheet = opened([cell(level=level) for level in ("error", "warning", "note")]).worksheets[0]
    found = [(sheet.cell(row, 1).value, sheet.cell(row, 1).fill.fgColor.rgb) for row in (2, 3, 4)]
    assert [word for word, _ in found] == ["Fout", "Let op", "Ter informatie"]
    assert len({colour for _, colour in found}) == 3


def test_the_summary_counts_and_lists_what_stands_before_the_table():
    found = rows(opened([cell(2), cell(3, level="note")])["samenvatting"])
    assert [row[0] for row in found[:4]] == [
        "Bevindingen bij invoer.xlsx",
        "Fouten: 1",
        "Let op: 0",
        "Ter informatie: 1",
    ]
    assert found[5][0] == "Nog niet geschikt voor een besluit (2)"
    assert [row[1] for row in found[7:]] == [
        "47 van de 51 indicatieve aantallen: berekend, niet gepubliceerd.",
        "Niet ingevuld in de tabel opgave: versie.",
    ]
    assert found[8][2] == "tabel opgave, rij versie"


def test_the_summary_says_when_errors_leave_that_unknown():
    assert "pas bekend als er geen fouten" in rows(opened([cell()], unfit=None)["samenvatting"])[5][0]


def test_the_workbook_is_in_the_language_of_the_reader():
    book = opened([cell()], lang="en")
    assert book.sheetnames == ["findings", "summary"]
    assert book.worksheets[0]["A2"].value == "Error"


def test_without_findings_the_sheet_has_its_header_only():
    assert len(rows(opened([]).worksheets[0])) == 1


def test_the_path_goes_from_where_the_workbook_stands(tmp_path):
    assert Path(written.path_between(tmp_path / "uit" / "b.xlsx", tmp_path / "invoer.xlsx")) == Path("../invoer.xlsx")


def test_a_workbook_of_ours_may_be_replaced_with_force_and_nothing_else(tmp_path):
    ours, other, strange = tmp_path / "a.xlsx", tmp_path / "b.xlsx", tmp_path / "c.xlsx"
    ours.write_bytes(written.findings_workbook(Checked("x", []), "nl"))
    openpyxl.Workbook().save(other)
    strange.write_text("geen werkboek")
    written.refuse_existing(ours, force=True)
    written.refuse_existing(tmp_path / "nieuw.xlsx", force=False)
    for file, force, code in (
        (ours, False, "findings_file_exists"),
        (other, True, "findings_file_not_ours"),
        (strange, True, "findings_file_not_ours"),
        (tmp_path, True, "findings_file_kind"),
        (tmp_path / "b.csv", False, "findings_file_kind"),
    ):
        with pytest.raises(UsageError) as refused:
            written.refuse_existing(file, force=force)
        assert refused.value.findings[0].code == code
