"""CSV files the way people and programs break them: each break is named at its place, or changes nothing."""

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from regietafel.inputs.csv_folder import write_folder
from regietafel.inputs.load import check_case, load_case
from regietafel.model.case import Case
from regietafel.model.errors import Finding
from support.small_tables import small_tables

Change = Callable[[bytes], bytes]
Expected = list[tuple[str, int, str]]
"""Code, row and column letter of every finding that the untouched table does not have."""

BOM = b"\xef\xbb\xbf"


def case_of(folder: Path, change: Change) -> tuple[Case | None, list[Finding]]:
    """Write the small case, with the bytes of *gemeenten* changed, and read it."""
    write_folder(small_tables(), folder)
    path = folder / "gemeenten.csv"
    path.write_bytes(change(path.read_bytes()))
    case, findings = check_case(folder)
    return case, [item for item in findings if not item.code.endswith("_above_places")]


def where(findings: list[Finding]) -> Expected:
    """Say what is said of the changed table: other tables may no longer know its municipalities."""
    here = [item for item in findings if item.place.file == "gemeenten.csv"]
    return [(item.code, item.place.row, item.place.letter) for item in here]


def text(change: Callable[[str], str], encoding: str = "utf-8-sig") -> Change:
    """Change the text of a file."""
    return lambda content: change(content.decode("utf-8-sig")).encode(encoding)


def lines(change: Callable[[list[str]], object], end: str = "\r\n") -> Change:
    """Change the lines of a file."""

    def changed(said: str) -> str:
        found = said.removesuffix("\r\n").split("\r\n")
        change(found)
        return end.join(found) + end

    return text(changed)


def swap(old: str, new: str, count: int = 1) -> Change:
    """Put one text for another, which must be there."""

    def changed(said: str) -> str:
        assert old in said
        return said.replace(old, new, count)

    return text(changed)


def each(change: Callable[[int, str], str]) -> Change:
    """Change every line of a file, knowing its index."""
    return lines(lambda found: found.__setitem__(slice(None), [change(n, line) for n, line in enumerate(found)]))


def is_now(content: bytes) -> Change:
    """Put something else in the file."""
    return lambda _: content


def table_of(separator: str) -> Change:
    """Write the table with another separator; cells that have it get quotation marks."""

    def changed(said: str) -> str:
        rows = [line.split(";") for line in said.split("\r\n")]
        return "\r\n".join(separator.join(f'"{cell}"' if separator in cell else cell for cell in row) for row in rows)

    return text(changed)


SAME: dict[str, tuple[Change, Expected]] = {
    "nothing": (lambda content: content, []),
    "no byte order mark": (lambda content: content.removeprefix(BOM), []),
    "two byte order marks": (lambda content: BOM + content, []),
    "Windows-1252": (text(lambda said: said, "cp1252"), [("encoding_used", 0, "")]),
    "UTF-16": (text(lambda said: said, "utf-16"), [("encoding_used", 0, "")]),
    "big-endian UTF-16": (
        lambda content: b"\xfe\xff" + content.decode("utf-8-sig").encode("utf-16-be"),
        [("encoding_used", 0, "")],
    ),
    "commas": (table_of(","), []),
    "tabs": (table_of("\t"), []),
    "a line that names the separator": (text(lambda said: f"sep=;\r\n{said}"), []),
    "a line that names the separator in quotes": (text(lambda said: f'"sep=;"\r\n{said}'), []),
    "a line that names the separator, in capitals": (text(lambda said: f"SEP=;\r\n{said}"), []),
    "lines of Unix": (lines(lambda _: None, "\n"), []),
    "lines of an old Mac": (lines(lambda _: None, "\r"), []),
    "no end of line at the end": (lambda content: content.removesuffix(b"\r\n"), []),
    "empty lines everywhere": (lines(lambda found: (found.insert(2, ""), found.extend(["", ";;;", " ; "]))), []),
    "every cell in quotes": (
        each(lambda _, line: '"' + line.replace(";", '";"') + '"'),
        [],
    ),
    "separators at the end": (each(lambda _, line: f"{line};;;"), []),
    "separators at the end dropped": (
        lines(lambda found: found.__setitem__(2, found[2].rstrip(";"))),
        [("rows_uneven", 0, "")],
    ),
    "spaces around": (swap("20.000", " \u00a020.000\u00a0 "), []),
    "header in capitals": (swap("inwoners;", "INWONERS ;"), []),
    "header with a star": (swap("inwoners;", "inwoners *;"), []),
    "accents in two signs": (swap("Bôsdorp", "Bo\u0302sdorp"), []),
    "a title above": (text(lambda said: f"Gemeenten in Voorbeeldland\r\n\r\n{said}"), [("header_row_used", 3, "")]),
    "an example row": (
        lines(lambda found: found.insert(1, "voorbeeld: Arnhem;;;;zoveel")),
        [("example_rows_changed", 0, ""), ("rows_uneven", 0, "")],
    ),
    "a column of computed values": (
        each(lambda n, line: f"{line};{'#N/B' if n else 'berekend: x'}"),
        [],
    ),
    "a column that is not known": (
        each(lambda n, line: f"{line};{'1.5' if n else 'notitie'}"),
        [("column_unknown", 1, "Y")],
    ),
    "values under no header": (
        each(lambda n, line: f"{line};{'' if n < 2 else 'bellen'}"),
        [("column_without_header", 3, "")],
    ),
}


@pytest.mark.parametrize("what", SAME)
def test_what_can_be_read_is_the_same_case(tmp_path: Path, what: str) -> None:
    change, expected = SAME[what]
    write_folder(small_tables(), tmp_path / "goed")
    case, findings = case_of(tmp_path / "map", change)
    assert where(findings) == expected
    assert case == load_case(tmp_path / "goed")


NO_TEXT = [("file_not_text", 0, "")]
WRONG: dict[str, tuple[Change, Expected]] = {
    "empty": (is_now(b""), [("file_empty", 0, "")]),
    "only spaces": (is_now(b" \r\n \r\n"), [("file_empty", 0, "")]),
    "only a byte order mark": (is_now(BOM), [("file_empty", 0, "")]),
    "a workbook with another name": (is_now(b"PK\x03\x04\x14\0"), NO_TEXT),
    "an old workbook with another name": (is_now(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0"), NO_TEXT),
    "UTF-16 without its mark": (text(lambda said: said, "utf-16-le"), NO_TEXT),
    "UTF-16 cut in half": (
        lambda content: content.decode("utf-8-sig").encode("utf-16")[:-1],
        NO_TEXT,
    ),
    "an empty byte": (lambda content: content.replace(b"20.000", b"20\0000"), NO_TEXT),
    "another code page": (text(lambda said: said.replace("Bôsdorp", "\x81"), "latin-1"), NO_TEXT),
    "no header": (lines(lambda found: found.pop(0)), [("header_missing", 1, "")]),
    "a web page": (is_now(b"<html><body><table>"), [("header_missing", 1, "")]),
    "JSON": (is_now(b'[{"gemeente": "Centrum"}]'), [("header_missing", 1, "")]),
    "only the header": (lines(lambda found: [found.pop() for _ in range(3)]), [("table_empty", 0, "")]),
    "a quotation mark not closed": (swap("Centrum", '"Centrum'), [("csv_broken", 0, "")]),
    "text after a quotation mark": (swap("Centrum", '"Centrum" x'), [("csv_broken", 0, "")]),
    "a separator too many": (swap("20.000", "20.000;", 1), [("rows_uneven", 0, ""), ("number_range", 2, "U")]),
    "a separator lost": (
        swap("GM9001;", "GM9001", 1),
        [("rows_uneven", 0, ""), ("cell_empty", 2, "E")],
    ),
    "a row with commas": (
        lines(lambda found: found.__setitem__(2, found[2].replace(";", ","))),
        [("municipality_unknown", 3, "A"), ("cell_empty", 3, "E"), ("rows_uneven", 0, "")],
    ),
    "decimal commas and commas between": (
        text(lambda said: said.replace(";", ",")),
        [("rows_uneven", 0, ""), ("number_range", 2, "U")],
    ),
    "a decimal point": (swap("20.000", "20000.5"), [("number_format", 2, "E")]),
    "thousands as in English": (swap("20.000", "20,000"), [("number_format", 2, "E")]),
    "a number with a unit": (swap("20.000", "20.000 inw."), [("number_none", 2, "E")]),
    "a formula": (swap("20.000", "=10000*2"), [("number_none", 2, "E")]),
    "an error value": (swap("20.000", "#VERW!"), [("cell_error_value", 2, "E")]),
    "a row of totals": (
        lines(lambda found: found.append("Totaal;;;;100.000")),
        [("municipality_total", 5, "A"), ("rows_uneven", 0, "")],
    ),
    "a row twice": (lines(lambda found: found.append(found[1])), [("row_double", 5, "A")]),
    "the header twice": (lines(lambda found: found.insert(2, found[0])), [("header_again", 3, "")]),
    "a column twice": (swap("subregio", "inwoners"), [("column_double", 1, "E")]),
    "a required column away": (swap("inwoners;", "notitie;"), [("column_missing", 0, ""), ("column_unknown", 1, "E")]),
    "an invisible sign in a number": (swap("20.000", "20\u200b000"), [("number_none", 2, "E")]),
    "a bell": (swap("GM9001", "GM9001\x07"), [("cell_control_sign", 2, "B")]),
    "Windows-1252 under the mark of UTF-8": (
        lambda content: BOM + content.decode("utf-8-sig").encode("cp1252"),
        NO_TEXT,
    ),
    "UTF-8 read as Windows and saved again": (
        lambda content: content.decode("cp1252").encode("utf-8"),
        [("column_missing", 0, ""), ("column_unknown", 1, "A")],
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_named_at_its_place(tmp_path: Path, what: str) -> None:
    change, expected = WRONG[what]
    case, findings = case_of(tmp_path / "map", change)
    found = where(findings)
    assert [item for item in expected if item not in found] == []
    assert case is None


def test_a_damaged_file_is_never_a_traceback(tmp_path: Path) -> None:
    """Three hundred times some bytes of a file are lost, changed or doubled."""
    write_folder(small_tables(), tmp_path / "map")
    draw, names = Random(3), sorted(small_tables())
    for _ in range(300):
        path = tmp_path / "map" / f"{draw.choice(names)}.csv"
        good = path.read_bytes()
        content = bytearray(good)
        for _ in range(draw.choice((1, 1, 3, 30))):
            start = draw.randrange(len(content))
            content[start : start + draw.choice((0, 1, 1, 7))] = draw.randbytes(draw.choice((0, 1, 1, 5)))
        path.write_bytes(bytes(content))
        case, findings = check_case(tmp_path / "map")
        assert case is not None or [item for item in findings if item.level == "error"]
        path.write_bytes(good)
