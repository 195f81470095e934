"""What a check says on the screen: every finding, readable in a narrow console, and what to do next last."""

import pytest

from regietafel.model.errors import Finding, Place
from regietafel.model.meeting import for_meeting
from regietafel.outputs.findings_list import Checked
from regietafel.outputs.findings_text import Shown, check_lines

UNFIT = for_meeting(
    [{"level": "assumption", "code": "numbers_computed", "params": {"count": 47, "total": 51}, "where": ""}]
)


def cell(row: int, value: str = "veel", code: str = "number_none", **more) -> Finding:
    """Make a finding about column K of the sheet locaties."""
    place = Place(more.pop("file", "invoer.xlsx"), "locaties", row, "plekken_bijzonder", "K")
    return Finding(code, place=place, value=value, **more)


def screen(checked: Checked, lang: str = "nl", **how) -> str:
    """Return what the screen shows."""
    return "\n".join(line.text for line in check_lines(checked, Shown(lang, **how)))


def test_a_finding_in_a_workbook_names_sheet_and_cell_what_was_typed_what_is_wrong_and_what_to_do():
    assert screen(Checked("invoer.xlsx", [cell(14)])).startswith(
        "Fouten (1)\n"
        "\n"
        "blad locaties (1)\n"
        '- blad locaties, cel K14 (plekken_bijzonder): "veel"\n'
        "  Dit is geen getal.\n"
        "  Wat te doen: Typ alleen cijfers, met een komma voor decimalen.\n"
    )


def test_a_finding_in_a_csv_file_names_file_row_and_column():
    shown = screen(Checked("mijn", [cell(14, file="locaties.csv")]), "en")
    assert '- locaties.csv, row 14, column K (plekken_bijzonder): "veel"\n  This is not a number.' in shown


def test_many_equal_findings_are_one_line_with_their_rows_and_count():
    shown = screen(Checked("mijn", [cell(row, file="locaties.csv") for row in (4, 7, *range(12, 31))]))
    folded = '- locaties.csv, kolom K (plekken_bijzonder), rijen 4, 7 en 12-30 (21 keer): "veel"'
    assert folded in shown
    assert "Fouten (21)" in shown
    assert shown.count("Dit is geen getal.") == 1


def test_hundreds_of_findings_are_all_shown_and_the_counts_come_last():
    checked = Checked("mijn", [cell(row, f"{row} of zo") for row in range(2, 502)])
    lines = screen(checked).splitlines()
    assert sum(line.startswith("- blad locaties, cel K") for line in lines) == 500
    assert lines[-4:-2] == ["Fouten: 500.", "Er zijn fouten in mijn. Verbeter ze in uw invoer."]


@pytest.mark.parametrize("width", [60, 80, 100])
def test_no_line_but_a_command_is_wider_than_the_screen(width):
    long = cell(14, "x", "word_unknown", params={"words": ["bestaand", "vastgesteld", "voornemen"] * 6, "nearest": ""})
    shown = screen(Checked("mijn", [long], UNFIT), width=width, for_meeting=True)
    assert [line for line in shown.splitlines() if len(line) > width and "regietafel check" not in line] == []


def test_a_value_that_the_sentence_names_is_not_said_twice():
    item = Finding("file_empty", place=Place("momenten.csv", "momenten"), value="momenten.csv")
    assert screen(Checked("mijn", [item])).count('"momenten.csv"') == 0


def test_a_finding_without_a_place_has_a_group_of_its_own():
    item = Finding("option_empty", params={"key": "gap"})
    assert "Over de instellingen of de hele case (1)\n- gap mag niet leeg zijn.\n" in screen(Checked("mijn", [item]))


def test_levels_have_a_heading_each_with_their_count():
    checked = Checked("mijn", [cell(2), cell(3, level="warning"), cell(4, level="warning"), cell(5, level="note")])
    headings = [line for line in screen(checked).splitlines() if line.endswith(")") and line[0] in "FLT"]
    assert headings == ["Fouten (1)", "Let op (2)", "Ter informatie (1)"]
    assert "Fouten: 1.  Let op: 2.  Ter informatie: 1." in screen(checked)


def test_colour_is_never_what_tells_the_level():
    lines = check_lines(Checked("mijn", [cell(2)]), Shown("nl"))
    assert {line.text for line in lines if line.level == "error"} == {
        "Fouten (1)",
        '- blad locaties, cel K2 (plekken_bijzonder): "veel"',
        "Fouten: 1.",
        "Er zijn fouten in mijn. Verbeter ze in uw invoer.",
    }


def test_the_next_step_after_errors_is_to_correct_and_check_again():
    steps = screen(Checked("mijn map", [cell(2)])).splitlines()[-2:]
    assert steps == [
        'Alles in Excel, met een link naar elke cel: regietafel check "mijn map" --findings bevindingen.xlsx',
        'Controleer opnieuw als u ze hebt verbeterd: regietafel check "mijn map"',
    ]


def test_a_workbook_that_was_written_is_named_instead_of_offered():
    shown = screen(Checked("mijn", [cell(2)]), workbook="b.xlsx")
    assert "Geschreven: b.xlsx\nControleer opnieuw" in shown
    assert "--findings" not in shown


def test_without_errors_the_next_step_is_the_plan():
    assert screen(Checked("mijn", [], [])) == "Geen fouten in mijn.\nMaak het plan: regietafel plan mijn"


def test_what_is_unfit_is_counted_even_when_it_is_not_listed():
    assert screen(Checked("mijn", [], UNFIT)).endswith(
        "Punten die nog niet geschikt zijn voor een besluit: 1. Zie ze met: regietafel check mijn --for-meeting"
    )


def test_an_item_before_the_table_says_what_where_what_to_do_and_from_whom():
    assert screen(Checked("mijn", [], UNFIT), "en", for_meeting=True).startswith(
        "Not yet fit for a decision (1)\n"
        "\n"
        " 1. 47 of the 51 indicative numbers: computed, not published.\n"
        "    Where: table gemeenten, columns indicatief_aantal and indicatief_herkomst\n"
        "    What to do: Fill in the published number of each municipality and set indicatief_herkomst to\n"
        "    gepubliceerd.\n"
        "    From whom: The minister: the publication of the indicative distribution"
    )


def test_errors_leave_unknown_what_is_unfit():
    shown = screen(Checked("mijn", [cell(2)], None), for_meeting=True)
    assert "is pas bekend als er geen fouten meer zijn." in shown


def test_a_fit_case_is_said_to_be_fit():
    shown = screen(Checked("mijn", [], []), for_meeting=True)
    assert shown.startswith("Er is niets gevonden dat nog niet geschikt is voor een besluit.")


def test_a_built_in_case_points_to_a_case_of_ones_own():
    shown = screen(Checked("voorbeeld:drenthe", [], UNFIT, "drenthe"), for_meeting=True)
    assert shown.endswith("Maak een eigen case om in te vullen: regietafel new drenthe")
