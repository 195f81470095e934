"""Letters and the PDF on paper: one page each, and the words that were put in come out."""

import re
import shutil
import subprocess

import pytest

from regietafel.outputs.documents import Material
from regietafel.outputs.letters import make_letters
from regietafel.outputs.public_plan import public_plan
from regietafel.outputs.report_pdf import render
from regietafel.outputs.run_folder import read_plan
from support.hostile import SECRETS, TOWNS, hostile_plan, secret_plan
from support.office import all_saved_by_office
from support.plan_document import example_plan
from support.secret_search import found_in


def pages_of(file):
    """Count the pages of a PDF."""
    return int(re.search(r"Pages:\s+(\d+)", run("pdfinfo", file)).group(1))


def run(program, *words):
    found = shutil.which(program)
    assert found is not None, f"{program} is missing. Run: make test-documents"
    return subprocess.run([found, *map(str, words)], capture_output=True, text=True, check=True, timeout=60).stdout


def letters_on_paper(plan, folder, wanted=None):
    """Print the longest letters, or those asked for; give them as PDF."""
    letters = {name: content for name, content in make_letters(plan).items() if name.endswith("docx")}
    names = wanted or sorted(letters, key=lambda name: -len(letters[name]))[:3]
    for name in names:
        (folder / name).write_bytes(letters[name])
    return all_saved_by_office([folder / name for name in names], "pdf", folder)


@pytest.mark.parametrize("make", [example_plan, secret_plan, lambda: hostile_plan("tafel")])
def test_the_longest_letters_fit_on_one_page(make, tmp_path):
    for file in letters_on_paper(make(), tmp_path):
        assert pages_of(file) == 1, file.name


def test_the_longest_letters_of_a_large_province_fit_on_one_page(planned_province, tmp_path):
    for file in letters_on_paper(read_plan(planned_province), tmp_path):
        assert pages_of(file) == 1, file.name


@pytest.fixture(scope="module")
def planned_province(tmp_path_factory):
    """Plan a large province once, quickly: the letters need a plan, not the best one."""
    from click.testing import CliRunner

    from regietafel.cli import main

    out = tmp_path_factory.mktemp("province") / "plan"
    words = ["plan", "voorbeeld:zuid-holland", "--scenario", "krap", "--out", str(out), "--no-documents"]
    words += ["--set", "fairness=minimax", "--set", "fairness_prices=none", "--time-limit", "10"]
    assert CliRunner().invoke(main, words).exit_code == 0
    return out


def test_a_letter_on_paper_says_its_marks_and_numbers(tmp_path):
    (file,) = letters_on_paper(example_plan(), tmp_path, ["GM0002-beekdal.docx"])
    words = run("pdftotext", "-layout", file, "-")
    assert "CONCEPT · VERTROUWELIJK · versie 0.3 · vergadering van 27 november 2026" in words
    assert re.search(r"Uw gemeente\s+440\s+547\s+\+107\s+1,24", words)


def test_the_pdf_shows_marks_on_every_page_and_hostile_names_literally(tmp_path):
    file = tmp_path / "verslag.pdf"
    file.write_bytes(render(Material(hostile_plan("tafel"))))
    pages = run("pdftotext", file, "-").split("\f")[:-1]
    assert len(pages) == pages_of(file) > 10
    assert all("VERTROUWELIJK" in page for page in pages)
    assert all(f"pagina {number} van {len(pages)}" in page for number, page in enumerate(pages, start=1))
    words = re.sub(r"[\s\u200b\u00ad]+", "", "".join(pages))
    for name in TOWNS[:5]:
        assert re.sub(r"\s+", "", name) in words


def test_the_pdf_is_tagged(tmp_path):
    file = tmp_path / "verslag.pdf"
    file.write_bytes(render(Material(example_plan())))
    about = run("pdfinfo", file)
    assert re.search(r"Tagged:\s+yes", about)
    assert re.search(r"Title:\s+Opvangplan Voorbeeldland", about)


def test_the_public_report_as_pdf_holds_no_secret(tmp_path):
    words = []
    for plan in (secret_plan(), public_plan(secret_plan()).plan):
        file = tmp_path / "verslag.pdf"
        file.write_bytes(render(Material(plan)))
        words.append(re.sub(r"[\s\u200b\u00ad]+", "", run("pdftotext", file, "-")).encode())
    table, public = words
    assert found_in({"pdf": public}, SECRETS) == []
    assert "geheimnaamzwijg" in {word for _, word in found_in({"pdf": table}, SECRETS)}
