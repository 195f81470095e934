"""``verslag.docx`` in LibreOffice: opened without repair, laid out on pages, and saved with the same words."""

import re

import pytest
from click.testing import CliRunner

from regietafel.cli import main
from regietafel.outputs.documents import Material
from regietafel.outputs.report_docx import render
from regietafel.outputs.run_folder import read_plan
from support.large_plan import large_plan
from support.office import saved_by_office, words_of_pages
from support.plan_document import example_plan
from support.word_reading import headings, tables_of

PLANS = {"small": example_plan, "large": large_plan}


@pytest.fixture(scope="module", params=PLANS)
def report(request, tmp_path_factory):
    """Write the report of a plan of six and of fifty-six municipalities."""
    file = tmp_path_factory.mktemp(request.param) / "verslag.docx"
    file.write_bytes(render(Material(PLANS[request.param]())))
    return file


def test_libreoffice_opens_it_as_it_is_and_keeps_every_word_of_every_table(report, tmp_path):
    saved = saved_by_office(report, "docx", tmp_path)
    ours, theirs = report.read_bytes(), saved.read_bytes()
    assert [words.strip() for words in headings(theirs)] == headings(ours)
    read = [(item.caption, item.header, item.rows) for item in tables_of(ours)]
    assert [(item.caption, item.header, item.rows) for item in tables_of(theirs)] == read
    assert len(read) > 20


def test_its_pages_have_their_marks_and_number_and_no_word_is_broken(report, tmp_path):
    saved = saved_by_office(report, "pdf", tmp_path)
    pages = words_of_pages(saved)
    assert len(pages) > 15
    for number, page in enumerate(pages, 1):
        assert "CONCEPT" in page, number
        assert "VERTROUWELIJK" in page, number
        assert "Rekenvoorbeeld: geen bestuurlijk voorstel" in page, number
        assert f"pagina {number} van {len(pages)}" in page, number
    everything = "\n".join(pages)
    for word in ("Haaksbergen",) if "large" in str(report) else ("Statushouders", "Beekdal"):
        assert re.search(rf"\b{word}\b", everything)


def test_the_report_of_voorbeeldland_opens(tmp_path, voorbeeldland):
    file = tmp_path / "verslag.docx"
    file.write_bytes(render(Material(read_plan(voorbeeldland))))
    assert len(words_of_pages(saved_by_office(file, "pdf", tmp_path))) > 15


@pytest.fixture(scope="module")
def voorbeeldland(tmp_path_factory):
    """Plan the fictional province, quickly."""
    out = tmp_path_factory.mktemp("plan") / "uit"
    quick = ("fairness=minimax", "fairness_prices=none", "position_prices=none")
    words = ["plan", "voorbeeld:voorbeeldland", "--out", str(out), "--no-documents"]
    done = CliRunner().invoke(main, [*words, *(part for value in quick for part in ("--set", value))])
    assert done.exit_code == 0, done.output
    return out
