"""The list of what stands before the table: one list for the check, the page and the workbook."""

from regietafel.model.meeting import FOR_MEETING, for_meeting
from regietafel.model.tables import TABLES


def message(code: str, where: str = "", **params) -> dict:
    """Make a message as plan.json has it."""
    return {"level": "assumption", "code": code, "params": params, "where": where}


def test_items_stand_in_the_order_of_reading_whatever_the_order_of_messages():
    messages = [message("about_missing", figures=["versie"]), message("numbers_computed"), message("task_computed")]
    assert [item.code for item in for_meeting(messages)] == ["task_computed", "numbers_computed", "about_missing"]


def test_a_message_that_a_decision_can_live_with_is_no_item():
    assert for_meeting([message("links_packaged", count=3), message("floor_lowered")]) == []


def test_every_message_is_an_item_of_its_own():
    # Two numbers that differ are two things to mend, though they have one code.
    where = "gemeenten.indicatief_aantal"
    messages = [message("published_number_differs", where, name=name) for name in ("Ede", "Rheden")]
    assert [item.params["name"] for item in for_meeting(messages)] == ["Ede", "Rheden"]


def test_an_item_is_mended_in_the_columns_of_its_code():
    (item,) = for_meeting([message("numbers_computed", count=47, total=51)])
    assert (item.table, item.columns) == ("gemeenten", ("indicatief_aantal", "indicatief_herkomst"))


def test_an_item_about_one_column_is_mended_there():
    (item,) = for_meeting([message("number_not_as_published", "gemeenten.waarvan_bijzonder", name="Heumen")])
    assert item.columns == ("waarvan_bijzonder",)


def test_an_item_about_the_table_opgave_names_its_rows():
    listed, single = for_meeting(
        [
            message("about_missing", figures=["versie", "stand"]),
            message("figure_not_as_published", "opgave.waarde", figure="capaciteitsraming"),
        ][::-1]
    )[::-1]
    assert (listed.table, listed.columns) == ("opgave", ("versie", "stand"))
    assert single.columns == ("capaciteitsraming",)


def test_every_code_is_mended_in_a_table_of_the_contract_and_columns_it_has():
    for mend in FOR_MEETING.values():
        assert mend.table in TABLES
        assert len(mend.headers) == len(mend.fields)
