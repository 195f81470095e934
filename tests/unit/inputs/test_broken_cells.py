"""What people type in the wrong cell, in workbooks and in CSV: a finding at the cell, or exactly the number it says."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from regietafel.inputs.csv_folder import write_folder
from regietafel.inputs.header import letter_of
from regietafel.inputs.load import check_case
from regietafel.inputs.records import read_book
from regietafel.inputs.source import read_tables
from regietafel.model.errors import Finding
from support.small_tables import Rows, small_tables
from support.workbooks import Formula, Xml, sheets_of, styled, write_sheets
from support.wrong_cells import BROKEN, COLUMNS, Cell


def full_tables() -> dict[str, Rows]:
    """Return the small tables with every kind of column filled somewhere."""
    tables = small_tables()
    tables["opgave"].append({"naam": "vergaderdatum", "waarde": "1-9-2027"})
    tables["gemeenten"][0]["sleutel_banen"] = "100"
    position = {"standpunt_id": "S1", "partij": "Centrum", "eis": "ten_hoogste", "plekken": "100"}
    tables["standpunten"] = [position | {"gemeenten": "Centrum", "ononderhandelbaar": "ja"}]
    return tables


def groups(wanted: type) -> list[Any]:
    """List groups of values of a type, with their kind of column and code."""
    return [
        pytest.param(kind, kept, code, id=f"{kind}: {code} {number}")
        for kind, found in BROKEN.items()
        for number, (values, code) in enumerate(found)
        if (kept := [value for value in values if isinstance(value, wanted)])
    ]


def letter(table: str, header: str) -> str:
    headers = sheets_of({table: full_tables()[table]})[table].cells[0]
    return letter_of(headers.index(header))


def places(findings: list[Finding], code: str) -> set[tuple[str, int, str, str]]:
    return {
        (item.place.sheet, item.place.row, item.place.column, item.place.letter)
        for item in findings
        if item.code == code
    }


def wrong_rows(kind: str, values: Sequence[Any]) -> tuple[dict[str, list[tuple[int, str, Any]]], set[Any]]:
    """Give each wrong value a row of its own, a copy of an ordinary one: source row, header and value by table."""
    tables = full_tables()
    added: dict[str, list[tuple[int, str, Any]]] = {table: [] for table, _, _ in COLUMNS[kind]}
    places = set()
    for table, row, header in COLUMNS[kind]:
        for value in values:
            added[table].append((row, header, value))
            number = len(tables[table]) + 1 + len(added[table])
            places.add((table, number, header, letter(table, header)))
    return added, places


@pytest.mark.parametrize(("kind", "values", "code"), groups(object))
def test_a_wrong_cell_of_a_workbook_is_named_at_its_place(
    tmp_path: Path, kind: str, values: Sequence[Any], code: str
) -> None:
    sheets = sheets_of(full_tables())
    added, expected = wrong_rows(kind, values)
    for table, rows in added.items():
        cells = sheets[table].cells
        for row, header, value in rows:
            copy = list(cells[row - 1])
            copy[cells[0].index(header)] = escaped(value) if isinstance(value, str) else value
            cells.append(copy)
    case, findings = check_case(write_sheets(tmp_path / "boek.xlsx", sheets))
    assert case is None
    assert expected - places(findings, code) == set()


@pytest.mark.parametrize(("kind", "values", "code"), groups(str))
def test_a_wrong_cell_of_a_csv_is_named_at_its_place(
    tmp_path: Path, kind: str, values: Sequence[Any], code: str
) -> None:
    # A file with an empty byte is no text at all; that is another finding.
    texts = [value for value in values if "\0" not in value]
    tables = full_tables()
    added, expected = wrong_rows(kind, texts)
    for table, rows in added.items():
        tables[table] += [tables[table][row - 2] | {header: value} for row, header, value in rows]
    write_folder(tables, tmp_path / "map")
    _, findings = check_case(tmp_path / "map")
    assert expected - places(findings, code) == set()


def escaped(text: str) -> str:
    """Write signs that XML does not have as a spreadsheet does."""
    return "".join(f"_x{ord(sign):04X}_" if ord(sign) < 32 and sign != "\n" else sign for sign in text)


def test_there_are_hundreds_of_wrong_cells() -> None:
    kinds = {kind: sum(len(values) for values, _ in groups) * len(COLUMNS[kind]) for kind, groups in BROKEN.items()}
    assert kinds["whole number"] > 1000
    assert sum(kinds.values()) > 1400


# What is read, and as what.
READ: list[tuple[Cell, Any, Any]] = [
    (("gemeenten", 2, "inwoners"), 29400, 29_400),
    (("gemeenten", 2, "inwoners"), 29400.0, 29_400),
    (("gemeenten", 2, "inwoners"), "29.400", 29_400),
    (("gemeenten", 2, "inwoners"), "29400", 29_400),
    (("gemeenten", 2, "inwoners"), "0141", 141),
    (("gemeenten", 2, "inwoners"), "\u00a012\u2003", 12),
    (("gemeenten", 2, "inwoners"), "12,0", 12),
    (("gemeenten", 2, "inwoners"), styled(1e5, "euro"), 100_000),
    (("gemeenten", 2, "inwoners"), Xml("", "<v>2.94E4</v>"), 29_400),
    (("gemeenten", 2, "inwoners"), Formula("14700*2", 29400), 29_400),
    (("gemeenten", 2, "inwoners"), Formula('"29.400"', "29.400"), 29_400),
    (("gemeenten", 2, "ses_woa"), 0.1, Fraction(1, 10)),
    (("gemeenten", 2, "ses_woa"), 0.1 + 0.2, Fraction(3, 10)),
    (("gemeenten", 2, "ses_woa"), 1.1 * 1.1, Fraction(121, 100)),
    (("gemeenten", 2, "ses_woa"), -0.056, Fraction(-56, 1000)),
    (("gemeenten", 2, "ses_woa"), styled(0.3, "percent"), Fraction(3, 10)),
    (("gemeenten", 2, "ses_woa"), 1e-7, Fraction(1, 10_000_000)),
    (("gemeenten", 2, "ses_woa"), "0,10", Fraction(1, 10)),
    (("gemeenten", 2, "ses_woa"), -0.0, 0),
    (("gemeenten", 2, "sleutel_banen"), 123456789.125, Fraction(987654313, 8)),
    (("gemeenten", 2, "sleutel_banen"), "1.200,5", Fraction(2401, 2)),
    (("gemeenten", 2, "vrijgesteld_restopgave"), True, True),
    (("gemeenten", 2, "vrijgesteld_restopgave"), False, False),
    (("gemeenten", 2, "vrijgesteld_restopgave"), 1, True),
    (("gemeenten", 2, "vrijgesteld_restopgave"), "WAAR", True),
    (("gemeenten", 2, "toelichting"), "=niet rekenen", "=niet rekenen"),
    (("gemeenten", 2, "toelichting"), "'0141", "'0141"),
    (("gemeenten", 2, "toelichting"), "twee\nregels; en een puntkomma", "twee\nregels; en een puntkomma"),
    (("gemeenten", 2, "toelichting"), 12.5, "12,5"),
    (("gemeenten", 2, "toelichting"), date(2027, 7, 1), "01-07-2027"),
    (("gemeenten", 2, "toelichting"), "1.5", "1.5"),
    (("gemeenten", 2, "toelichting"), "cafe\u0301", "café"),
    (("gemeenten", 2, "gm_code"), 9001, "9001"),
    (("gemeenten", 2, "gemeente"), "ACHTERVELD  AAN ZEE ", "GM9001"),
    (("locaties", 3, "gemeente"), "Bosdorp", "GM9002"),
    (("locaties", 3, "gemeente"), "BO\u0302SDORP", "GM9002"),
    (("locaties", 3, "gemeente"), 9002, "GM9002"),
    (("locaties", 3, "locatie_id"), 12, "12"),
    (("locaties", 3, "locatie_id"), 12.0, "12"),
    (("locaties", 3, "locatie_id"), "0012", "0012"),
    (("locaties", 3, "locatie_id"), "1-2", "1-2"),
    (("locaties", 2, "beschikbaar_vanaf"), date(2027, 7, 1), date(2027, 7, 1)),
    (("locaties", 2, "beschikbaar_vanaf"), styled(46569, "datetime"), date(2027, 7, 1)),
    (("locaties", 2, "beschikbaar_vanaf"), "1-7-2027", date(2027, 7, 1)),
    (("locaties", 2, "beschikbaar_vanaf"), Xml('t="d"', "<v>2027-07-01</v>"), date(2027, 7, 1)),
    (("locaties", 2, "beschikbaar_vanaf"), Formula("TODAY()", "1-7-2027"), date(2027, 7, 1)),
    (("locaties", 2, "lat"), 52.123456789, 52.123456789),
    (("locaties", 3, "doelgroepen"), "Oekraïne + regulier", ("regular", "ukraine")),
    (("locaties", 3, "status"), "VERKENNING ", "explored"),
    (("taakstelling", 3, "halfjaar"), "2027-ii", "2027-II"),
]


def value_read(path: Path, cell: Cell) -> Any:
    source = read_tables(path)
    book, findings = read_book(source.name, source.tables)
    assert [item for item in [*source.findings, *findings] if item.level == "error"] == []
    table, row, header = cell
    record = next(item for item in book[table] if item.row.number == row)
    return (
        next(record[item.name] for item in record.raw.table.all_columns() if item.header == header)
        if (not header.startswith("sleutel_"))
        else record[header]
    )


@pytest.mark.parametrize(("cell", "value", "meaning"), READ)
def test_a_cell_of_a_workbook_says_exactly_what_it_shows(tmp_path: Path, cell: Cell, value: Any, meaning: Any) -> None:
    sheets = sheets_of(full_tables())
    table, row, header = cell
    cells = sheets[table].cells
    cells[row - 1][cells[0].index(header)] = value
    assert value_read(write_sheets(tmp_path / "boek.xlsx", sheets), cell) == meaning


@pytest.mark.parametrize(("cell", "value", "meaning"), [item for item in READ if isinstance(item[1], str)])
def test_a_cell_of_a_csv_says_the_same_as_the_text_of_a_workbook(
    tmp_path: Path, cell: Cell, value: str, meaning: Any
) -> None:
    tables = full_tables()
    table, row, header = cell
    tables[table][row - 2][header] = value
    write_folder(tables, tmp_path / "map")
    assert value_read(tmp_path / "map", cell) == meaning
