"""``letters``, ``publish`` and ``report --pdf``: from a run folder alone, only of a plan that is fit for it."""

import json
import shutil
from pathlib import Path

import pytest

from regietafel.outputs import report_pdf
from support.hostile import QUICK, SECRETS, write_secret_case
from support.secret_search import found_in


@pytest.fixture(scope="module")
def real_run(tmp_path_factory):
    """Plan the secret case, which is no illustration, once."""
    from click.testing import CliRunner

    from regietafel.cli import main

    place = tmp_path_factory.mktemp("secret")
    words = ["plan", str(write_secret_case(place)), "--out", str(place / "plan"), "--no-documents"]
    for key, value in QUICK.items():
        words += ["--set", f"{key}={value}"]
    assert CliRunner().invoke(main, words).exit_code == 0
    return place / "plan"


@pytest.fixture
def real_folder(real_run, own_folder):
    """Give a run folder of its own."""
    return Path(shutil.copytree(real_run, own_folder / "runs" / "plan"))


def contents_of(folder):
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_letters_writes_two_files_per_municipality(command, real_folder):
    said = command("letters", real_folder)
    assert said.exit_code == 0
    assert said.stdout.startswith("Brieven: 4 gemeenten")
    names = sorted(file.name for file in (real_folder / "brieven").iterdir())
    assert names[:2] == ["GM0001-aakerk.docx", "GM0001-aakerk.html"]
    assert len(names) == 8


def test_without_a_folder_the_newest_run_is_taken(command, real_folder):
    assert command("letters").exit_code == 0
    assert (real_folder / "brieven").is_dir()


def test_publish_writes_the_public_set_and_nothing_else(command, real_folder):
    said = command("publish", real_folder)
    assert said.exit_code == 0
    assert "weggelaten.html" in said.stdout
    found = contents_of(real_folder / "openbaar")
    assert {"weggelaten.html", "rapport.html", "tabellen/gemeenten.csv"} <= found.keys()
    assert not {"plan.json", "run.json", "solver.log"} & found.keys()
    assert not any(name.startswith("invoer") for name in found)
    assert found_in(found, SECRETS) == []


def test_the_run_folder_itself_does_hold_the_secrets(command, real_folder):
    assert command("report", real_folder).exit_code == 0
    told = {word for _, word in found_in(contents_of(real_folder), SECRETS)}
    assert len(told) > 20


@pytest.mark.parametrize(("words", "folder"), [("letters", "brieven"), ("publish", "openbaar")])
def test_nothing_is_overwritten_without_force_and_no_file_of_somebody_else_ever(command, real_folder, words, folder):
    assert command(words, real_folder).exit_code == 0
    before = contents_of(real_folder / folder)
    said = command(words, real_folder)
    assert said.exit_code == 2
    assert f"De map {real_folder / folder} bestaat al" in said.stderr
    (real_folder / folder / "aantekeningen.docx").write_text("van mij")
    said = command(words, real_folder, "--force")
    assert said.exit_code == 2
    assert "aantekeningen.docx" in said.stderr
    assert contents_of(real_folder / folder) == before | {"aantekeningen.docx": b"van mij"}


def test_force_replaces_what_was_made_before(command, real_folder):
    assert command("letters", real_folder).exit_code == 0
    before = contents_of(real_folder / "brieven")
    next((real_folder / "brieven").iterdir()).write_text("veranderd")
    assert command("letters", real_folder, "--force").exit_code == 0
    assert contents_of(real_folder / "brieven") == before


def test_the_words_of_the_province_stand_in_the_letters_and_not_in_the_public_set(command, real_folder):
    from docx import Document

    words = Document()
    words.add_heading("Beekdal", 1)
    words.add_paragraph("Dank voor uw inzet.")
    words.save(real_folder / "invoer" / "teksten.docx")
    assert command("letters", real_folder).exit_code == 0
    letters = contents_of(real_folder / "brieven")
    assert "Dank voor uw inzet." in letters["GM0002-beekdal.html"].decode()
    assert [word for _, word in found_in(letters, ["Dank voor uw inzet."])] == ["Dank voor uw inzet."] * 2
    assert command("publish", real_folder).exit_code == 0
    assert found_in(contents_of(real_folder / "openbaar"), ["Dank voor uw inzet."]) == []


@pytest.mark.parametrize("words", ["letters", "publish"])
def test_an_illustration_is_refused(command, run_folder, words):
    # The small case has codes that no real municipality can have.
    said = command(words, run_folder)
    assert said.exit_code == 3
    assert "rekenvoorbeeld" in said.stderr
    assert not {"brieven", "openbaar"} & {item.name for item in run_folder.iterdir()}


@pytest.mark.parametrize("words", ["letters", "publish"])
def test_a_plan_that_fails_the_audit_is_refused(command, real_folder, words):
    file = real_folder / "plan.json"
    document = json.loads(file.read_text(encoding="utf-8"))
    document["totals"][0]["placed"] += 1
    file.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    said = command(words, real_folder)
    assert said.exit_code == 7
    assert "totals[0].placed" in said.stderr
    assert not {"brieven", "openbaar"} & {item.name for item in real_folder.iterdir()}


@pytest.mark.parametrize("words", ["letters", "publish"])
def test_an_outcome_without_a_plan_is_refused(command, real_folder, words):
    file = real_folder / "plan.json"
    document = json.loads(file.read_text(encoding="utf-8"))
    document["outcome"]["status"] = "infeasible"
    file.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    said = command(words, real_folder)
    assert said.exit_code == 3
    assert "zonder plan" in said.stderr


@pytest.mark.parametrize("words", ["letters", "publish"])
def test_a_folder_that_cannot_be_written_is_exit_code_8(command, real_folder, words):
    (real_folder / ("brieven" if words == "letters" else "openbaar")).write_text("een bestand")
    assert command(words, real_folder, "--force").exit_code == 8


def test_report_makes_a_pdf_when_asked(command, run_folder):
    assert command("report", run_folder, "--pdf").exit_code == 0
    assert (run_folder / "verslag.pdf").read_bytes().startswith(b"%PDF")


def test_without_the_extra_a_pdf_is_refused_before_anything_is_written(command, run_folder, monkeypatch):
    monkeypatch.setattr(report_pdf, "find_spec", lambda _: None)
    before = contents_of(run_folder)
    said = command("report", run_folder, "--pdf")
    assert said.exit_code == 2
    assert "pip install regietafel[pdf]" in said.stderr
    assert contents_of(run_folder) == before


def test_of_a_what_if_nothing_that_was_fixed_becomes_public(command, real_run, own_folder):
    pin = "Aakerk: totaal <= 301"
    said = command("whatif", real_run, "--pin", pin, "--out", "watals")
    assert said.exit_code == 0, said.output
    assert "verschil.html" in contents_of(own_folder / "watals")
    assert command("letters", "watals").exit_code == 0
    assert command("publish", "watals").exit_code == 0
    public = contents_of(own_folder / "watals" / "openbaar")
    assert [name for name in public if "verschil" in name or "beoordeling" in name] == []
    assert found_in(public, ["PIN-1", pin, "ten hoogste 301", "aan tafel vastgezet", *SECRETS]) == []
    shown = contents_of(own_folder / "watals")
    for name in ("rapport.html", "verslag.docx", "plan.xlsx"):
        assert found_in({name: shown[name]}, ["PIN-1"]), name
