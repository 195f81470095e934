"""What keeps the page small: a key to sort by only where it is needed, the common origin in the heading."""

import pytest

from regietafel.outputs.report_view import Cell, Column, Table, common_origin, sort_key


@pytest.mark.parametrize(
    ("shown", "key", "lang"),
    [
        ("1.234", 1234, "nl"),
        ("1,234", 1234, "en"),
        ("0,50", 0.5, "nl"),
        ("€\u00a01.234.567", 1_234_567, "nl"),
        ("▽ -12", -12, "nl"),
        ("▲ +1.200", 1200, "nl"),
        ("–", -1, "nl"),
        ("'s-Hertogenbosch", "'s-hertogenbosch", "nl"),
    ],
)
def test_a_key_that_can_be_read_from_the_cell_is_left_out(shown, key, lang):
    assert sort_key(Cell(shown, key), lang) is None


@pytest.mark.parametrize(
    ("shown", "key", "written"),
    [
        ("0,84", 0.837838, "0.837838"),
        ("1.234", 1.234, "1.234"),
        ("1-7-2027", "2027-07-01", "2027-07-01"),
        ("–", 0, "0"),
        ("3 plekken", 3.0, "3"),
    ],
)
def test_a_key_that_cannot_be_read_from_the_cell_stands_beside_it(shown, key, written):
    assert sort_key(Cell(shown, key), "nl") == written


def test_the_origin_of_most_cells_stands_in_the_heading_and_the_others_keep_theirs():
    rows = [[Cell("a"), Cell("1", 1, "computed")], [Cell("b"), Cell("2", 2, "published")]]
    columns, cells = common_origin([Column("x"), Column("y", True)], [*rows, [Cell("c"), Cell("3", 3, "computed")]])
    assert [column.origin for column in columns] == [None, "computed"]
    assert [row[1].origin for row in cells] == [None, "published", None]


def test_a_heading_does_not_speak_for_a_cell_of_unknown_origin():
    rows = [[Cell("1", 1, "computed")], [Cell("2", 2, "computed")], [Cell("3", 3)]]
    columns, cells = common_origin([Column("x", True)], rows)
    assert columns[0].origin is None
    assert [row[0].origin for row in cells] == ["computed", "computed", None]


def test_rows_stand_under_the_groups_they_belong_to():
    rows = [[Cell(name)] for name in "abc"]
    groups = [("l-1", "een", "", 2), ("l-2", "twee", "", 0), ("l-3", "drie", "", 1)]
    table = Table(caption="", columns=[Column("x")], rows=rows, groups=groups)
    found = [(group[0], [place for place, _ in own]) for group, own in table.grouped()]
    assert found == [("l-1", [0, 1]), ("l-2", []), ("l-3", [2])]
    assert [place for _, own in Table(caption="", columns=[], rows=rows).grouped() for place, _ in own] == [0, 1, 2]
