"""`plan.xlsx` in LibreOffice: it opens as it is, every formula comes to the value that was saved, and it prints."""

import pytest

from support.hostile import secret_plan
from support.office import cells_of, differences, saved_by_office, words_of_pages
from support.plan_workbooks import every_municipality, opened, real_plan, rendered, without_values

# The plan of Voorbeeldland has formulas, markup and turned writing for names; the other has none.
PLANS = {"hostile": real_plan, "plain": secret_plan}


@pytest.fixture(scope="module", params=PLANS)
def computed(request, tmp_path_factory):
    """Take the saved values of all formulas away and let LibreOffice compute them: ours, theirs, both as files."""
    folder = tmp_path_factory.mktemp("workbook")
    content = every_municipality(PLANS[request.param]())
    ours = folder / "ours.xlsx"
    ours.write_bytes(content)
    bare = without_values(content, folder / "bare.xlsx")
    (folder / "saved").mkdir()
    return ours, bare, saved_by_office(bare, "xlsx", folder / "saved")


def formulas(file) -> list[tuple[str, str]]:
    """Name every cell with a formula."""
    return [
        (sheet.title, cell.coordinate)
        for sheet in opened(file.read_bytes(), values=False)
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]


def test_every_formula_comes_to_the_value_that_was_saved_for_every_municipality(computed):
    ours, bare, theirs = computed
    before, without, after = (cells_of(file) for file in (ours, bare, theirs))
    places = formulas(ours)
    assert len(places) > 600
    assert [place for place in places if place in without] == []
    only = [{place: cells.get(place) for place in places} for cells in (before, after)]
    assert differences(*only) == []


def test_libreoffice_shows_every_cell_as_it_was_written(computed):
    ours, _, theirs = computed
    assert differences(cells_of(ours), cells_of(theirs)) == []


def test_the_workbook_prints_with_its_marks_on_every_page(tmp_path):
    file = tmp_path / "plan.xlsx"
    file.write_bytes(rendered(real_plan()))
    pages = words_of_pages(saved_by_office(file, "pdf", tmp_path))
    assert len(pages) > 20
    assert [
        number for number, page in enumerate(pages, 1) if "CONCEPT" not in page or "VERTROUWELIJK" not in page
    ] == []
