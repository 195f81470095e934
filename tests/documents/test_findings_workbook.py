"""The list of findings: LibreOffice opens it as it is, and its links lead to the cells."""

import openpyxl
import pytest
from click.testing import CliRunner

from regietafel.cli import main
from support.office import cells_of, differences, saved_by_office


@pytest.fixture(scope="module")
def findings(tmp_path_factory):
    """Break a workbook in two cells; make the list of findings, and save it in LibreOffice: ours, theirs."""
    folder = tmp_path_factory.mktemp("findings")
    case, ours = folder / "invoer.xlsx", folder / "bevindingen.xlsx"
    assert CliRunner().invoke(main, ["new", "voorbeeldland", str(case)]).exit_code == 0
    book = openpyxl.load_workbook(case)
    for sheet, header in (("gemeenten", "inwoners"), ("locaties", "max_plekken")):
        column = next(cell.column for cell in book[sheet][1] if cell.value == header)
        book[sheet].cell(book[sheet].max_row, column).value = "veel"
    book.save(case)
    done = CliRunner().invoke(main, ["check", str(case), "--findings", str(ours)])
    assert done.exit_code == 3, done.output
    (folder / "saved").mkdir()
    return ours, saved_by_office(ours, "xlsx", folder / "saved")


def test_libreoffice_shows_every_finding_as_it_was_written(findings):
    ours, theirs = findings
    written = cells_of(ours)
    assert sum("veel" in str(value) for value in written.values()) >= 2
    assert differences(written, cells_of(theirs)) == []


def test_the_links_to_the_cells_survive(findings):
    before, after = (links(file) for file in findings)
    assert len(before) >= 2
    assert after == before


def links(file) -> dict[str, str]:
    """Give where every linked cell of a workbook leads."""
    book = openpyxl.load_workbook(file)
    return {
        f"{sheet.title}!{cell.coordinate}": str(cell.hyperlink.target or cell.hyperlink.location)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.hyperlink
    }
