"""The list of findings: LibreOffice opens it as it is, and its links lead to the cells."""

from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from regietafel.cli import main
from support.office import cells_of, differences, saved_by_office


@pytest.fixture(scope="module")
def findings(tmp_path_factory):
    """Break a workbook in two cells; make the list of findings, and save it in LibreOffice: ours, theirs, the cells."""
    folder = tmp_path_factory.mktemp("findings")
    case, ours = folder / "invoer.xlsx", folder / "bevindingen.xlsx"
    assert CliRunner().invoke(main, ["new", "voorbeeldland", str(case)]).exit_code == 0
    book, broken = openpyxl.load_workbook(case), set()
    for sheet, header in (("gemeenten", "inwoners"), ("locaties", "max_plekken")):
        column = next(cell.column for cell in book[sheet][1] if cell.value == header)
        wrong = book[sheet].cell(book[sheet].max_row, column, "veel")
        broken.add(f"{sheet}!{wrong.coordinate}")
    book.save(case)
    done = CliRunner().invoke(main, ["check", str(case), "--findings", str(ours)])
    assert done.exit_code == 3, done.output
    (folder / "saved").mkdir()
    return ours, saved_by_office(ours, "xlsx", folder / "saved"), broken


def test_libreoffice_shows_every_finding_as_it_was_written(findings):
    ours, theirs, _ = findings
    written = cells_of(ours)
    assert sum("veel" in str(value) for value in written.values()) >= 2
    assert differences(written, cells_of(theirs)) == []


def test_the_links_to_the_cells_survive(findings):
    ours, theirs, broken = findings
    before = links(ours)
    assert {place for _, place in before.values()} >= broken
    assert {file for file, _ in before.values()} == {ours.with_name("invoer.xlsx")}
    assert links(theirs) == before


def links(file) -> dict[str, tuple[Path, str]]:
    """Give where every linked cell of a workbook leads: to which file, and where in it."""
    book = openpyxl.load_workbook(file)
    return {
        f"{sheet.title}!{cell.coordinate}": (
            file.parent.joinpath(str(cell.hyperlink.target)).resolve(),
            str(cell.hyperlink.location).replace("'", ""),
        )
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.hyperlink
    }
