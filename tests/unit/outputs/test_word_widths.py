"""Widths of columns: together the page, no word broken, and a small table is not stretched across it."""

from regietafel.outputs.report_blocks import Column, Table
from regietafel.outputs.word_widths import BOLD, MARGINS, fit_columns

PAGE = 9639


def made(*columns: str, rows: int = 3, cells: tuple[str, ...] = ()) -> Table:
    filled = cells or tuple("1.234" for _ in columns)
    return Table("t", tuple(Column(label, n > 0) for n, label in enumerate(columns)), (filled,) * rows)


def test_the_longest_word_of_a_column_fits_in_it():
    table = made("Gemeente", *"abcdefghij", cells=("Haaksbergen", *("1",) * 10))
    widths = fit_columns(table, PAGE).widths
    # H a a k s b e r g e n in Arial: 722+556+556+500+500+556+556+333+556+556+556 thousandths, at 8 points.
    assert widths[0] >= 5.947 * 8 * 20 + 120
    assert sum(widths) <= PAGE


def test_a_wide_table_fills_the_page_exactly():
    table = made(*("Kolom met een lange naam " + "x" * n for n in range(9)), cells=("woord " * 20,) * 9)
    assert sum(fit_columns(table, PAGE).widths) == PAGE


def test_a_small_table_is_not_stretched_over_the_page():
    widths = fit_columns(made("Gemeente", "Bedrag"), PAGE).widths
    assert sum(widths) == round(PAGE * 0.5)


def test_who_has_most_to_say_gets_most_room():
    table = made("Regel", "Artikel", "Knelt", cells=("een lange zin over een regel " * 6, "art. 5 en verder", "3"))
    wide, middle, narrow = fit_columns(table, PAGE).widths
    assert wide > middle > narrow


def test_many_columns_get_a_smaller_letter():
    assert fit_columns(made("Gemeente", "Regulier"), PAGE).half_points == 0
    assert fit_columns(made(*("Statushouders" for _ in range(9))), PAGE).half_points == 13


def test_a_date_is_one_word():
    # Eight signs of 556 or 333 thousandths: 6 digits and 2 hyphens.
    table = made("M", *"bcdefghijklmnop", cells=("1-7-2027", *("1",) * 15))
    assert fit_columns(table, PAGE).widths[0] >= (6 * 0.556 + 2 * 0.333) * 8 * 20 + MARGINS
    assert BOLD > 1


def test_a_word_that_is_longer_than_a_page_does_not_push_the_others_off():
    widths = fit_columns(made("Naam", "Getal", cells=("X" * 400, "12")), PAGE).widths
    assert sum(widths) == PAGE
    assert widths[1] > 400
