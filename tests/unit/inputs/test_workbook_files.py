"""Files that are no workbook, or are damaged: one clear finding, never a traceback."""

from pathlib import Path
from random import Random

import pytest

from regietafel.inputs.csv_folder import csv_text
from regietafel.inputs.load import check_case, load_case
from regietafel.model.errors import UsageError
from regietafel.model.tables import TABLES
from support.small_tables import small_tables
from support.small_workbook import GOOD, OVERRIDE, TOWNS, changed, without, zipped
from support.workbooks import MAIN, Sheet, case_workbook, parts_of, write_parts

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def locked(content: bytes) -> bytes:
    """Set the mark of encryption on every part of a zip file."""
    marked = bytearray(content)
    for start, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = marked.find(start)
        while place >= 0:
            marked[place + offset] |= 1
            place = marked.find(start, place + 1)
    return bytes(marked)


ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
BOMB = (
    f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "lol">{ENTITIES}]>'
    "<worksheet><sheetData><row><c><v>&e11;</v></c></row></sheetData></worksheet>"
)
STRICT = 'xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"'
FILES: dict[str, tuple[str, bytes, str]] = {
    "empty file": ("boek.xlsx", b"", "workbook_empty"),
    "lock file of Excel": ("~$boek.xlsx", b"\x05Jan" + bytes(160), "workbook_lock_file"),
    "CSV with another name": ("boek.xlsx", b"gemeente;inwoners\r\nArnhem;167.000\r\n", "workbook_no_zip"),
    "web page with another name": ("boek.xlsx", b"<html><table><tr><td>gemeente", "workbook_no_zip"),
    "with a password": ("boek.xlsx", OLE + "EncryptedPackage".encode("utf-16-le") + bytes(90), "workbook_password"),
    "zip with a password": ("boek.xlsx", locked(zipped(GOOD)), "workbook_password"),
    "old Excel with another name": ("boek.xlsx", OLE + "Workbook".encode("utf-16-le"), "workbook_kind"),
    "old Excel": ("boek.xls", OLE, "workbook_kind"),
    "LibreOffice": (
        "boek.ods",
        zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
        "workbook_kind",
    ),
    "LibreOffice with another name": ("boek.xlsx", zipped({"mimetype": "x", "content.xml": "<x/>"}), "workbook_kind"),
    "binary Excel": ("boek.xlsb", zipped({"[Content_Types].xml": "<x/>", "xl/workbook.bin": b"1"}), "workbook_kind"),
    "binary Excel with another name": (
        "boek.xlsx",
        zipped({"[Content_Types].xml": "", "xl/workbook.bin": b""}),
        "workbook_kind",
    ),
    "Numbers": ("boek.numbers", zipped({"Index/Document.iwa": b""}), "workbook_kind"),
    "Word with another name": (
        "boek.xlsx",
        zipped({"[Content_Types].xml": "", "word/document.xml": ""}),
        "workbook_kind",
    ),
    "zip of something else": ("boek.xlsx", zipped({"foto.jpg": b"1"}), "workbook_no_zip"),
    "zip cut off": ("boek.xlsx", zipped(GOOD)[:-300], "workbook_broken"),
    "only the first bytes": ("boek.xlsx", b"PK\x03\x04", "workbook_broken"),
    "strict": ("boek.xlsx", zipped(changed("xl/workbook.xml", MAIN, STRICT)), "workbook_strict"),
    "no list of sheets": ("boek.xlsx", zipped(without("xl/workbook.xml")), "workbook_broken"),
    "no relations": ("boek.xlsx", zipped(without("_rels/.rels")), "workbook_broken"),
    "a sheet away": ("boek.xlsx", zipped(without(TOWNS)), "workbook_broken"),
    "styles broken": ("boek.xlsx", zipped(changed("xl/styles.xml", "<patternFill/>", "")), "workbook_broken"),
    "sheet cut off": ("boek.xlsx", zipped({**GOOD, TOWNS: GOOD[TOWNS][: len(GOOD[TOWNS]) // 2]}), "workbook_broken"),
    "rows out of order": ("boek.xlsx", zipped(changed(TOWNS, '<row r="3">', '<row r="9">')), "workbook_broken"),
    "a row twice": ("boek.xlsx", zipped(changed(TOWNS, '<row r="3">', '<row r="2">')), "workbook_broken"),
    "a cell twice": ("boek.xlsx", zipped(changed(TOWNS, '<c r="B2"', '<c r="A2"')), "workbook_broken"),
    "a number that is none": ("boek.xlsx", zipped(changed(TOWNS, "<v>20000</v>", "<v>NaN</v>")), "workbook_broken"),
    "a text that is not there": (
        "boek.xlsx",
        zipped(changed(TOWNS, '<c r="E2"><v>20000</v>', '<c r="E2" t="s"><v>7</v>')),
        "workbook_broken",
    ),
    "entities": ("boek.xlsx", zipped({**GOOD, TOWNS: BOMB}), "workbook_broken"),
    "a sheet of 101 MB that does not say how large it is": (
        "boek.xlsx",
        zipped({**GOOD, TOWNS: b" " * 101_000_000}),
        "workbook_too_large",
    ),
    "strings of 200 MB": (
        "boek.xlsx",
        zipped({**changed("[Content_Types].xml", "</Types>", OVERRIDE), "xl/sharedStrings.xml": bytes(200_000_000)}),
        "workbook_too_large",
    ),
    "no sheet of ours": (
        "boek.xlsx",
        zipped(parts_of({"Blad1": Sheet([["a", 1]]), "Blad2": Sheet([])})),
        "workbook_without_tables",
    ),
    "no sheets": ("boek.xlsx", zipped(parts_of({})), "workbook_without_tables"),
}


@pytest.mark.parametrize("what", FILES)
def test_a_file_that_cannot_be_read_has_one_finding(tmp_path: Path, what: str) -> None:
    name, content, code = FILES[what]
    path = tmp_path / name
    path.write_bytes(content)
    case, findings = check_case(path)
    assert case is None
    errors = [item for item in findings if item.level == "error"]
    assert [(item.code, item.place.file) for item in errors] == [(code, name)]


def test_a_file_that_is_no_workbook_by_its_name_is_a_wrong_word(tmp_path: Path) -> None:
    (tmp_path / "gemeenten.csv").write_text("gemeente\n")
    with pytest.raises(UsageError) as refused:
        check_case(tmp_path / "gemeenten.csv")
    assert [item.code for item in refused.value.findings] == ["case_not_folder"]


# Damage.


def test_a_damaged_file_is_never_a_traceback_and_never_another_number(tmp_path: Path) -> None:
    """Two hundred times some bytes of the file are lost or changed: the check of the zip format must see it."""
    good, draw = zipped(GOOD), Random(1)
    path = tmp_path / "boek.xlsx"
    path.write_bytes(good)
    case = load_case(path)
    for _ in range(200):
        content = bytearray(good)
        for _ in range(draw.choice((1, 1, 2, 20))):
            content[draw.randrange(len(content))] = draw.randrange(256)
        if draw.random() < 0.3:
            del content[draw.randrange(len(content)) :]
        path.write_bytes(bytes(content))
        found, findings = check_case(path)
        assert found == case or [item for item in findings if item.level == "error"]


def test_a_damaged_sheet_is_never_a_traceback(tmp_path: Path) -> None:
    """Two hundred times the text of a part is damaged, as by a faulty program, inside a sound zip file."""
    draw, path = Random(2), tmp_path / "boek.xlsx"
    for _ in range(200):
        part = draw.choice(
            [TOWNS, TOWNS, "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels"]
        )
        text = GOOD[part]
        start = draw.randrange(len(text))
        junk = draw.choice(("", "<", '"', "&", "x", "9", "<c/>", "\x00", "</row>", "é"))
        damaged = text[:start] + junk + text[start + draw.choice((0, 1, 3, 40)) :]
        case, findings = check_case(write_parts(path, {**GOOD, part: damaged}))
        assert case is not None or [item for item in findings if item.level == "error"]


def test_a_workbook_in_a_folder_of_tables_is_named(tmp_path: Path) -> None:
    for name, rows in small_tables().items():
        (tmp_path / f"{name}.csv").write_text(csv_text(TABLES[name], rows), encoding="utf-8")
    case_workbook(tmp_path / "nieuwste.xlsx", small_tables())
    case, findings = check_case(tmp_path)
    assert case is not None
    assert [(item.code, item.value) for item in findings if item.code.startswith("workbook")] == [
        ("workbook_in_folder", "nieuwste.xlsx")
    ]
