"""The reader of the other tests here: it must see a difference, and refuse what is broken."""

import openpyxl
import pytest

from support.office import cells_of, differences, saved_by_office


def test_a_broken_workbook_is_not_opened(tmp_path):
    file = tmp_path / "heel" / "map.xlsx"
    file.parent.mkdir()
    book = openpyxl.Workbook()
    book.active["A1"] = 12.5
    book.save(file)
    assert differences(cells_of(file), cells_of(saved_by_office(file, "xlsx", tmp_path))) == []
    file.write_bytes(file.read_bytes()[:-400])
    (tmp_path / "map.xlsx").unlink()
    with pytest.raises(AssertionError):
        saved_by_office(file, "xlsx", tmp_path)


def test_every_kind_of_difference_is_named():
    before = {("a", "A1"): 1, ("a", "A2"): "1", ("a", "A3"): True, ("a", "A4"): 0.1, ("a", "A5"): "weg"}
    after = {("a", "A1"): 1.0, ("a", "A2"): 1, ("a", "A3"): 1, ("a", "A4"): 0.1 + 1e-17, ("a", "A6"): "nieuw"}
    assert differences(before, after) == [
        "a!A2: '1' became 1",
        "a!A3: True became 1",
        "a!A5: 'weg' became None",
        "a!A6: None became 'nieuw'",
    ]
