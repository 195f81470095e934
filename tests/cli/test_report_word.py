"""``report`` and ``plan`` with a Word template and own words: found by themselves, kept with the run."""

import os

import pytest

from support.word_files import template, word_file
from support.word_reading import all_text, headings

OWN = "Eigen begin van {{ provincie }}"
WORDS = [("Heading 1", "Samenvatting"), ("", "Woorden van de provincie.")]


def text_of(file) -> str:
    return "\n".join(all_text(file.read_bytes()))


def test_report_makes_the_word_report_again_byte_for_byte(command, run_folder):
    first = (run_folder / "verslag.docx").read_bytes()
    assert command("report", run_folder).exit_code == 0
    assert (run_folder / "verslag.docx").read_bytes() == first
    assert headings(first)[0] == "Samenvatting"


def test_a_template_that_is_asked_for_is_used_and_kept_with_the_run(command, run_folder, own_folder):
    (own_folder / "huis.docx").write_bytes(template(OWN, "{{ hoofdstuk.geld }}"))
    assert command("report", run_folder, "--template", "huis.docx").exit_code == 0
    assert headings((run_folder / "verslag.docx").read_bytes()) == ["Kosten en uitkeringen"]
    assert (run_folder / "invoer" / "sjabloon.docx").read_bytes() == (own_folder / "huis.docx").read_bytes()
    assert command("report", run_folder).exit_code == 0
    assert "Eigen begin van" in text_of(run_folder / "verslag.docx")
    assert command("audit", run_folder).exit_code == 0


def test_a_wrong_field_is_exit_3_with_the_nearest_name_and_nothing_is_written(command, run_folder, own_folder):
    before = {file: file.read_bytes() for file in run_folder.rglob("*") if file.is_file()}
    (own_folder / "huis.docx").write_bytes(template("{{ provincei }}"))
    said = command("report", run_folder, "--template", "huis.docx")
    assert said.exit_code == 3
    assert "huis.docx: het veld provincei bestaat niet" in said.stderr
    assert "provincie" in said.stderr
    assert {file: file.read_bytes() for file in run_folder.rglob("*") if file.is_file()} == before


def test_a_file_that_is_not_there_is_exit_3(command, run_folder):
    said = command("report", run_folder, "--texts", "weg.docx")
    assert said.exit_code == 3
    assert "weg.docx" in said.stderr


def test_our_template_and_an_empty_file_for_words_are_written_and_never_over_another(command, run_folder, own_folder):
    assert command("report", "--write-template", "sjabloon.docx").exit_code == 0
    assert command("report", run_folder, "--write-texts", "teksten.docx").exit_code == 0
    assert "Samenvatting" in headings((own_folder / "teksten.docx").read_bytes())
    made = (run_folder / "verslag.docx").read_bytes()
    said = command("report", run_folder, "--template", "sjabloon.docx", "--texts", "teksten.docx")
    assert (said.exit_code, said.stderr) == (0, "")
    assert (run_folder / "verslag.docx").read_bytes() == made
    for option in ("--write-template", "--write-texts"):
        again = command("report", run_folder, option, f"{'sjabloon' if 'template' in option else 'teksten'}.docx")
        assert again.exit_code == 2
        assert "bestaat al" in again.stderr


def test_plan_finds_template_and_words_beside_the_case_and_report_sees_newer_words(command, case_folder, own_folder):
    (own_folder / "sjabloon.docx").write_bytes(template(OWN, "{{ hoofdstuk.samenvatting }}"))
    (case_folder / "teksten.docx").write_bytes(word_file([*WORDS, ("Heading 1", "Samenvating"), ("", "kwijt")]))
    said = command("plan", case_folder, "--out", "uit", "--set", "fairness=minimax", "--set", "fairness_prices=none")
    assert said.exit_code == 0
    assert 'de kop "Samenvating" is geen hoofdstuk' in said.stderr
    report, kept = own_folder / "uit" / "verslag.docx", own_folder / "uit" / "invoer" / "teksten.docx"
    assert "Eigen begin van" in text_of(report)
    assert "Woorden van de provincie." in text_of(report)
    assert kept.read_bytes() == (case_folder / "teksten.docx").read_bytes()
    assert command("audit", "uit").exit_code == 0
    newer = word_file([("Heading 1", "Samenvatting"), ("", "Nieuwe woorden.")])
    (case_folder / "teksten.docx").write_bytes(newer)
    os.utime(case_folder / "teksten.docx", ns=(kept.stat().st_mtime_ns + 10**9,) * 2)
    again = command("report", "uit")
    assert "teksten.docx, die later is veranderd" in again.stderr
    assert "Nieuwe woorden." in text_of(report)
    assert kept.read_bytes() == newer


def test_a_wrong_template_stops_a_plan_before_the_search(command, case_folder, own_folder):
    (case_folder / "sjabloon.docx").write_bytes(template("{% if %}"))
    said = command("plan", case_folder, "--out", "uit")
    assert said.exit_code == 3
    assert "wat tussen accolades staat, klopt niet" in said.stderr
    assert not (own_folder / "uit").exists()


def test_a_mistake_that_only_shows_with_this_plan_does_not_cost_the_plan(command, case_folder, own_folder):
    # With ones this is right; the real number of asylum places has a dot or is no number of one sign.
    content = template("{{ 1 // (opgave_totaal | length - 3) }} {{ [1][opgave_totaal | length - 1] }}")
    (case_folder / "sjabloon.docx").write_bytes(content)
    said = command("plan", case_folder, "--out", "uit", "--set", "fairness=minimax", "--set", "fairness_prices=none")
    assert said.exit_code == 0
    assert "met ons eigen sjabloon gemaakt" in said.stderr
    assert headings((own_folder / "uit" / "verslag.docx").read_bytes())[0] == "Samenvatting"


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_help_says_what_the_options_are(command, lang):
    said = command("report", "--help", "--lang", lang).output
    for option in ("--template", "--texts", "--write-template", "--write-texts"):
        assert option in said
