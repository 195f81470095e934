"""The workbook of a built-in case: what stands in it, that it reads back as the case, that nothing is overwritten."""

import io
import math
import os
import re
import subprocess
import sys
import zipfile
from datetime import date, datetime
from hashlib import sha256
from xml.etree import ElementTree as ET

import pytest

from regietafel.inputs.built_in import built_in_names, built_in_tables
from regietafel.inputs.load import check_source
from regietafel.inputs.raw import raw_tables
from regietafel.inputs.source import Source, read_built_in
from regietafel.inputs.workbook_layout import COMPUTED, EXPLANATION, LISTS
from regietafel.inputs.workbook_texts import FIGURES_OF, example_rows, header_note, meaning, texts
from regietafel.inputs.workbook_writer import make_workbook, write_workbook
from regietafel.model.errors import OutputError, UsageError
from regietafel.model.tables import FIGURES, TABLES
from support.written_workbooks import FILE, filled_rows, fresh, headers, opened, read_back, source_of, written

VARIANTS = [(name, 2, "basis") for name in built_in_names()]
VARIANTS += [("gelderland", 2, "krap"), ("zeeland", 1, "krap"), ("drenthe", 1, "basis"), ("utrecht", 1, "basis")]
EVERY_COLUMN = [(table.name, item) for table in TABLES.values() for item in table.all_columns()]


@pytest.mark.parametrize(("name", "cycle", "variant"), VARIANTS)
def test_untouched_it_reads_back_as_the_built_in_case(name, cycle, variant):
    tables, own = read_back(written(name, cycle, variant)), read_built_in(name, cycle, variant).tables
    assert {key: raw.content_hash() for key, raw in tables.items()} == {
        key: raw.content_hash() for key, raw in own.items()
    }
    case, findings = check_source(source_of(tables))
    assert [item for item in findings if item.level == "error"] == []
    assert case.built_in == (name if variant == "basis" else f"{name}:{variant}")


@pytest.mark.parametrize("table", ["locaties", "standpunten", "uitruil"])
def test_an_example_stays_ours_in_a_table_without_its_optional_columns(table):
    first, *others = TABLES[table].columns
    kept = [first.header, *(item.header for item in others if item.required)]
    rows = [{name: row[name] for name in kept if name in row} for row in example_rows(table)]
    assert rows
    found, findings = raw_tables("boek", {table: rows})
    assert found[table].rows == ()
    assert [item.code for item in findings] == []


def test_the_explanation_comes_first_then_the_tables_of_the_contract_then_the_hidden_lists():
    book = opened()
    assert book.sheetnames == [EXPLANATION, *TABLES, LISTS]
    assert [sheet.title for sheet in book if sheet.sheet_state != "visible"] == [LISTS]


@pytest.mark.parametrize("name", ["voorbeeldland", "zeeland"])
@pytest.mark.parametrize("table", TABLES)
def test_headers_are_those_of_the_contract_in_its_order(name, table):
    shown = [header for header in headers(opened(name)[table]) if not header.startswith(COMPUTED)]
    raw = read_built_in(name, 2).tables[table]
    declared = [item.header for item in TABLES[table].columns]
    free = [header for header in raw.letters if header not in {item.header for item in TABLES[table].all_columns()}]
    assert shown == [*declared, *free, "herkomst", "bron"]


@pytest.mark.parametrize("table", TABLES)
def test_every_header_has_a_note(table):
    assert [cell.coordinate for cell in opened()[table][1] if cell.comment is None] == []


def test_every_note_is_large_enough_for_its_text():
    with zipfile.ZipFile(io.BytesIO(written("voorbeeldland"))) as archive:
        for number in range(1, len(TABLES) + 1):
            shapes = archive.read(f"xl/drawings/vmlDrawing{number}.vml").decode()
            notes = ET.fromstring(archive.read(f"xl/comments{number}.xml")).findall(".//{*}comment")
            sizes = re.findall(r"width:([\d.]+)pt;height:([\d.]+)pt", shapes)
            assert len(sizes) == len(notes) > 0
            for (width, height), note in zip(sizes, notes, strict=True):
                # A sign of 9 points is about 5 points wide, a line 11 points high; every paragraph ends a line.
                paragraphs = "".join(note.itertext()).split("\n")
                lines = sum(max(1, math.ceil(len(part) * 5 / float(width))) for part in paragraphs)
                assert lines * 11 <= float(height) < 400


@pytest.mark.parametrize(("table", "about"), EVERY_COLUMN, ids=lambda item: getattr(item, "header", item))
def test_a_note_says_what_a_column_is_and_what_empty_means(table, about):
    said, note = meaning(table, about.header), header_note(table, about)
    assert said.what.endswith(".")
    assert bool(said.empty) != about.required
    assert ("Leeg:" in note) != about.required
    assert note.startswith(f"{said.what}\n\n{'Verplicht.' if about.required else 'Niet verplicht.'}")


@pytest.mark.parametrize("figure", FIGURES, ids=lambda item: item.header)
def test_every_figure_of_the_task_has_a_note_at_its_name(figure):
    (row,) = [row for row in filled_rows(opened("zeeland")["opgave"]) if row["naam"].value == figure.header]
    assert row["naam"].comment.text == header_note(FIGURES_OF, figure)


def test_a_note_names_unit_words_and_range():
    column = TABLES["locaties"].column("present_special")
    assert header_note("locaties", column) == (
        "Plekken voor alleenstaande minderjarigen (amv) die er nu zijn.\n\n"
        "Niet verplicht. Eenheid: plekken. Heel getal van 0 tot en met 20.000.\n\nLeeg: 0."
    )
    assert "Kies uit: grens, weg, veer." in header_note("buren", TABLES["buren"].column("kind"))


def test_numbers_are_numbers_dates_are_dates_and_text_is_text():
    book = opened()
    town = next(filled_rows(book["gemeenten"]))
    assert (town["inwoners"].value, town["ses_woa"].value, town["sleutel_banen"].value) == (120_000, -0.1, 90_000)
    moment = next(filled_rows(book["momenten"]))
    assert moment["moment"].value == datetime(2027, 7, 1)
    assert moment["moment"].number_format == "dd-mm-yyyy"
    figures = {row["naam"].value: row["waarde"].value for row in filled_rows(book["opgave"])}
    assert figures["vergaderdatum"] == datetime(2026, 12, 10)
    assert (figures["versie"], figures["cyclus"], figures["provinciale_opgave"]) == ("1", 2, 2430)


def test_number_formats_leave_points_and_commas_to_the_spreadsheet():
    formats = {cell.number_format for sheet in opened() for row in sheet.iter_rows() for cell in row}
    assert formats == {"General", "@", "#,##0", "dd-mm-yyyy"}


@pytest.mark.parametrize("typed", ["=1+1", '=HYPERLINK("http://x")', "@SUM(A1)", "http://x.nl", "007", "+31"])
def test_text_stays_text_whatever_it_looks_like(typed):
    tables = built_in_tables("voorbeeldland")
    tables["gemeenten"][0]["toelichting"] = typed
    content = make_workbook(Source("", raw_tables("", tables)[0]), FILE)
    cell = next(filled_rows(fresh(content)["gemeenten"]))["toelichting"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (typed, "s", None)
    assert typed in {row.cells.get("toelichting") for row in read_back(content)["gemeenten"].rows}


def test_nothing_in_it_is_a_formula():
    cells = (cell for sheet in opened("gelderland") for row in sheet.iter_rows() for cell in row)
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []


@pytest.mark.parametrize("table", [*texts()["examples"]])
def test_example_rows_stand_below_the_header_and_are_not_read(table):
    rows = example_rows(table)
    sheet = opened()[table]
    assert [str(sheet.cell(place, 1).value).startswith("voorbeeld:") for place in range(2, len(rows) + 3)] == (
        [True] * len(rows) + [False]
    )
    assert not any(
        "voorbeeld:" in text for row in read_back(written("voorbeeldland"))[table].rows for text in row.cells.values()
    )


def test_examples_are_rows_that_could_be_read():
    towns = {"Gemeente A": "Grootstad", "Gemeente B": "Havenmonde", "Gemeente C": "Kerkwolde"}
    tables = built_in_tables("voorbeeldland")
    tables["taakstelling"] = [
        row for row in tables["taakstelling"] if (row["gemeente"], row["halfjaar"]) != ("Grootstad", "2027-I")
    ]
    for table, rows in texts()["examples"].items():
        for row in rows:
            said = {
                key.replace("scenario", "basis") if table == "scenarios" else key: text for key, text in row.items()
            }
            first = next(iter(said))
            said[first] = said[first].removeprefix("voorbeeld:").strip()
            for name, town in towns.items():
                said = {key: text.replace(name, town) if key != "naam" else text for key, text in said.items()}
            tables[table] = [*tables[table], said]
    case, findings = check_source(Source("", raw_tables("", tables)[0]))
    assert [item for item in findings if item.level == "error"] == []
    (centre,) = [item for item in case.locations if item.location_id == "A-1"]
    assert centre.present == {"regular": 400, "special": 50}
    assert (centre.min_places, centre.max_places) == (450, 450)


def test_required_columns_are_bold_and_others_are_not():
    for name, table in TABLES.items():
        places = headers(opened()[name])
        bold = {header for header, place in places.items() if opened()[name].cell(1, place).font.bold}
        assert bold == {item.header for item in table.columns if item.required}


@pytest.mark.parametrize("table", TABLES)
def test_headers_stay_in_sight_on_screen_and_on_paper(table):
    sheet = opened()[table]
    assert sheet.freeze_panes is not None
    assert sheet.freeze_panes.endswith("2")
    assert (sheet.print_title_rows, sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == (
        "$1:$1",
        "landscape",
        0,
    )
    assert "&P" in sheet.oddFooter.right.text


def test_the_explanation_says_what_a_reader_must_know_and_links_to_every_table():
    sheet = opened("zeeland")[EXPLANATION]
    said = "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value)
    for part in (
        "Zeeland",
        "begint bij niets",
        "rekenvoorbeeld",
        "verbergt",
        ".xlsx",
        f"regietafel check {FILE}",
        "plekken",
    ):
        assert part in said
    links = {cell.hyperlink.location for row in sheet.iter_rows() for cell in row if cell.hyperlink}
    assert links == {f"'{name}'!A1" for name in TABLES}


def test_the_explanation_lists_every_column_with_its_unit():
    sheet = opened()[EXPLANATION]
    listed = {(row[0].value, row[1].value): row[3].value for row in sheet.iter_rows(max_col=6)}
    assert {(table, item.header) for table, item in EVERY_COLUMN} <= set(listed)
    assert listed["gemeenten", "oppervlakte_km2"] == "vierkante kilometer"
    assert listed["opgave", "waarde van oekraine_gevraagd"] == "plekken"


def test_the_fictional_province_says_that_it_is():
    said = [cell.value for row in opened()[EXPLANATION].iter_rows(max_row=5) for cell in row if cell.value]
    assert any("verzonnen" in text for text in said)


def test_two_runs_give_the_same_bytes():
    script = (
        "import sys; from hashlib import sha256; from regietafel.inputs.source import read_built_in; "
        "from regietafel.inputs.workbook_writer import make_workbook; "
        "print(sha256(make_workbook(read_built_in('zeeland', 2), 'invoer.xlsx')).hexdigest())"
    )
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo"}
        said = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, env=environment, check=True
        )
        assert said.stdout.strip() == sha256(written("zeeland")).hexdigest()


def test_no_part_of_it_has_a_date_of_today():
    with zipfile.ZipFile(io.BytesIO(written("zeeland"))) as archive:
        assert {item.date_time[0] for item in archive.infolist()} == {1980}
        assert f"{date.today().year}-{date.today().month:02d}" not in archive.read("docProps/core.xml").decode()


def test_an_existing_file_is_never_overwritten(tmp_path):
    path = tmp_path / FILE
    path.write_text("van mij")
    with pytest.raises(UsageError) as refused:
        write_workbook(read_built_in("zeeland", 2), path)
    assert [item.code for item in refused.value.findings] == ["file_exists"]
    assert path.read_text() == "van mij"


def test_a_file_with_another_kind_of_name_is_refused(tmp_path):
    with pytest.raises(UsageError) as refused:
        write_workbook(read_built_in("zeeland", 2), tmp_path / "invoer.xls")
    assert [item.code for item in refused.value.findings] == ["workbook_name"]


def test_a_folder_that_is_not_there_cannot_be_written_to(tmp_path):
    with pytest.raises(OutputError) as refused:
        write_workbook(read_built_in("zeeland", 2), tmp_path / "nergens" / FILE)
    assert [item.code for item in refused.value.findings] == ["cannot_write"]
