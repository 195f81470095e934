"""A folder of CSV tables: the traps of real files, and writing what reads back the same."""

from pathlib import Path

import pytest

from regietafel.inputs.built_in import built_in_tables
from regietafel.inputs.csv_folder import guard, read_csv, read_folder, unguard, write_folder
from regietafel.inputs.load import case_from_tables, check_case, load_case
from regietafel.inputs.raw import RawTable
from regietafel.model.errors import DataError, Finding, UsageError
from regietafel.model.tables import MOMENTS, TABLES
from support.small_tables import small_tables

HEADER = "moment;opgave_aandeel;noodopvang_hoogstens;toelichting"


def read(tmp_path: Path, content: bytes) -> tuple[RawTable | None, list[Finding]]:
    path = tmp_path / "momenten.csv"
    path.write_bytes(content)
    return read_csv(path, MOMENTS)


def codes(findings: list[Finding]) -> list[str]:
    return [item.code for item in findings]


@pytest.mark.parametrize(
    ("content", "note"),
    [
        (f"\ufeff{HEADER}\r\n1-7-2027;1;;één €\r\n".encode(), []),
        (f"{HEADER}\n1-7-2027;1;;één €\n".encode(), []),
        (f"{HEADER}\n1-7-2027;1;;één €\n".encode("cp1252"), ["Windows-1252"]),
        (f"{HEADER}\n1-7-2027;1;;één €\n".encode("utf-16"), ["utf-16"]),
        (f"{HEADER}\n1-7-2027;1;;één €\n".replace(";", "\t").encode(), []),
        (f"{HEADER}\n1-7-2027;1;;één €\n".replace(";", ",").encode(), []),
        (f"sep=;\r\n{HEADER}\r\n1-7-2027;1;;één €\r\n".encode(), []),
        (f"{HEADER}\r1-7-2027;1;;één €\r".encode(), []),
        (f"{HEADER};;\n 1-7-2027 ;1; ;één €;;\n;;;;;\n".encode(), []),
        (f'"moment";{HEADER[7:]}\n"1-7-2027";"1";"";"één €"\n'.encode(), []),
    ],
    ids=["bom", "utf-8", "cp1252", "utf-16", "tab", "comma", "sep line", "old mac", "empty cells", "quotes"],
)
def test_the_same_table_however_it_was_saved(tmp_path: Path, content: bytes, note: list[str]) -> None:
    table, findings = read(tmp_path, content)
    assert table is not None
    assert [row.cells for row in table.rows] == [{"moment": "1-7-2027", "opgave_aandeel": "1", "toelichting": "één €"}]
    assert [item.value for item in findings] == note
    assert {item.level for item in findings} <= {"note"}


def test_a_decimal_comma_does_not_make_the_comma_the_separator(tmp_path: Path) -> None:
    table, _ = read(tmp_path, b"moment;opgave_aandeel\n1-7-2027;0,5\n1-2-2028;0,75\n")
    assert table is not None
    assert [row.cells["opgave_aandeel"] for row in table.rows] == ["0,5", "0,75"]


def test_rows_are_counted_as_a_spreadsheet_does(tmp_path: Path) -> None:
    text = f'{HEADER}\n1-7-2027;1;;"twee\nregels"\n;;;\n\n1-2-2028;1;;\n'
    table, _ = read(tmp_path, text.encode())
    assert table is not None
    assert [row.number for row in table.rows] == [2, 5]


def test_a_quotation_mark_that_is_not_closed_swallows_no_rows(tmp_path: Path) -> None:
    table, findings = read(tmp_path, f'{HEADER}\n1-7-2027;1;;"open\n1-2-2028;1;;\n'.encode())
    assert table is None
    assert codes(findings) == ["csv_broken"]


@pytest.mark.parametrize(
    ("content", "code"), [(b"PK\x03\x04\0\0", "file_not_text"), (b"", "file_empty"), (b"\x81\x8d", "file_not_text")]
)
def test_what_is_no_csv_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    table, findings = read(tmp_path, content)
    assert table is None
    assert codes(findings) == [code]


def test_columns_unknown_double_and_missing_are_named(tmp_path: Path) -> None:
    table, findings = read(tmp_path, b"momment;opgave_aandeel;Opgave aandeel\n1-7-2027;1;1\n")
    assert table is not None
    assert [(item.code, item.level, item.place.letter, item.value) for item in findings] == [
        ("column_unknown", "error", "A", "momment"),
        ("column_double", "error", "C", "Opgave aandeel"),
        ("column_missing", "error", "", "moment"),
    ]
    assert findings[0].params == {"nearest": "moment"}


def test_a_row_longer_than_the_header_is_named(tmp_path: Path) -> None:
    _, findings = read(tmp_path, f"{HEADER}\n1-7-2027;1;;noot;nog een noot\n".encode())
    assert [(item.code, item.place.row) for item in findings] == [("row_too_long", 2)]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+31 6", "'+31 6"),
        ("-buiten gebruik", "'-buiten gebruik"),
        ("@naam", "'@naam"),
        ("'=x", "''=x"),
        ("-0,056", "-0,056"),
        ("-12", "-12"),
        ("'s-Gravenhage", "'s-Gravenhage"),
        ("1-7-2027", "1-7-2027"),
    ],
)
def test_text_that_looks_like_a_formula_is_guarded_and_reads_back(text: str, written: str) -> None:
    assert guard(text) == written
    assert unguard(written) == text


def test_files_and_tables_that_do_not_belong_are_named(tmp_path: Path) -> None:
    write_folder(small_tables(), tmp_path / "map")
    (tmp_path / "map" / "buren.csv").unlink()
    (tmp_path / "map" / "lokaties.csv").write_text("a;b\n")
    (tmp_path / "map" / "LEESMIJ.txt").write_text("hallo")
    (tmp_path / "map" / ".~lock.locaties.csv#").write_text("")
    (tmp_path / "map" / "GEMEENTEN.CSV").write_text("gemeente;inwoners\n")
    _, findings = read_folder(tmp_path / "map")
    assert [(item.code, item.value, item.level) for item in findings] == [
        ("file_ignored", "LEESMIJ.txt", "note"),
        ("table_double", "gemeenten.csv", "error"),
        ("file_unknown", "lokaties.csv", "warning"),
    ]
    assert findings[2].params == {"nearest": "locaties"}


def test_a_missing_table_is_an_error_and_a_broken_one_is_not_missing_too(tmp_path: Path) -> None:
    write_folder(small_tables(), tmp_path / "map")
    (tmp_path / "map" / "momenten.csv").unlink()
    (tmp_path / "map" / "locaties.csv").write_bytes(b"")
    case, findings = check_case(tmp_path / "map")
    assert case is None
    assert [(item.code, item.place.sheet) for item in findings] == [
        ("file_empty", "locaties"),
        ("table_missing", "momenten"),
    ]


def test_a_folder_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "vol").mkdir()
    (tmp_path / "vol" / "notitie.txt").write_text("van mij")
    (tmp_path / "bestand").write_text("van mij")
    for name in ("vol", "bestand"):
        with pytest.raises(UsageError) as refused:
            write_folder(small_tables(), tmp_path / name)
        assert [item.code for item in refused.value.findings] == ["folder_in_use"]
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["bestand", "notitie.txt", "vol"]


def test_a_written_folder_has_every_column_and_opens_in_a_dutch_spreadsheet(tmp_path: Path) -> None:
    written = write_folder({"locaties": small_tables()["locaties"]}, tmp_path / "nieuw")
    content = written[0].read_bytes()
    assert content.startswith(b"\xef\xbb\xbflocatie_id;gemeente;naam;")
    assert content.count(b"\r\n") == content.count(b"\n") == 6
    assert content.split(b"\r\n")[0].decode("utf-8-sig").split(";") == [
        item.header for item in TABLES["locaties"].all_columns()
    ]


def test_a_written_case_reads_back_as_the_same_case(tmp_path: Path) -> None:
    tables = small_tables()
    tables["gemeenten"][0] |= {"sleutel_banen": "1.200,5", "toelichting": '=niet rekenen; "wel" lezen\nop twee regels'}
    write_folder(tables, tmp_path / "map")
    case = load_case(tmp_path / "map")
    assert case == case_from_tables(tables)
    assert case.municipalities[0].remark == '=niet rekenen; "wel" lezen\nop twee regels'
    assert {key: float(value) for key, value in case.municipalities[0].keys.items()} == {"banen": 1200.5}


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_a_built_in_case_saved_again_by_a_spreadsheet_is_the_same_case(tmp_path: Path, encoding: str) -> None:
    for path in write_folder(built_in_tables("flevoland"), tmp_path / "map"):
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        path.write_bytes(text.encode(encoding))
    assert load_case(tmp_path / "map") == load_case("voorbeeld:flevoland")


def test_every_finding_of_a_folder_is_raised_at_once(tmp_path: Path) -> None:
    tables = small_tables()
    tables["gemeenten"][0]["inwoners"] = "1.5"
    tables["locaties"][1]["gemeente"] = "Nergenshuizen"
    write_folder(tables, tmp_path / "map")
    with pytest.raises(DataError) as raised:
        load_case(tmp_path / "map")
    assert [(item.place.file, item.place.row, item.place.letter) for item in raised.value.findings] == [
        ("gemeenten.csv", 2, "E"),
        ("locaties.csv", 3, "B"),
    ]


def test_what_was_read_writes_a_copy_that_is_the_same_case(tmp_path: Path) -> None:
    tables = small_tables()
    tables["gemeenten"][0]["mijn kolom"] = "eigen notitie"
    write_folder(tables, tmp_path / "map")
    read_again, findings = read_folder(tmp_path / "map")
    write_folder({name: [row.cells for row in raw.rows] for name, raw in read_again.items()}, tmp_path / "kopie")
    assert codes(findings) == ["column_unknown"]
    assert load_case(tmp_path / "kopie") == load_case(tmp_path / "map")


def test_a_misspelt_column_that_is_missing_is_an_error(tmp_path):
    # 'aantal plekken' is nearly 'plekken', which the table lacks then: its sizes would be lost in silence.
    folder = tmp_path / "tabellen"
    write_folder(built_in_tables("voorbeeldland", 2, "basis"), folder)
    places = folder / "locaties.csv"
    text = places.read_text(encoding="utf-8-sig")
    places.write_text(text.replace(";plekken;", ";aantal plekken;", 1), encoding="utf-8")
    _, findings = read_folder(folder)
    assert [(item.code, item.level, item.params) for item in findings] == [
        ("column_unknown", "error", {"nearest": "plekken"})
    ]
