"""``regietafel frontier``: a folder with the trade-off and a plan per point, told honestly, and gone on with later."""

import csv
import json
import shutil
from importlib.resources import files
from itertools import pairwise

import jsonschema
import pytest
from click.testing import CliRunner

from regietafel.cli import main
from regietafel.inputs.csv_folder import write_folder
from regietafel.outputs.frontier_folder import JOURNAL_FILE
from regietafel.outputs.frontier_html import render_frontier
from regietafel.outputs.frontier_words import FrontierWords
from regietafel.outputs.report_html import policy
from regietafel.outputs.run_folder import read_plan
from support.small_tables import small_tables

QUICK = ("--set", "hub_max_km=14", "--jobs", "1")
AIMS = ("--aim", "minimax", "--aim", "kosten")


@pytest.fixture(scope="session")
def weighed(tmp_path_factory):
    """Weigh fairness against cost on the small case, once."""
    place = tmp_path_factory.mktemp("weighed")
    write_folder(small_tables(), place / "mijn")
    words = ["frontier", place / "mijn", *AIMS, *QUICK, "--out", place / "uit"]
    return place / "uit", CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def tradeoff(weighed, own_folder):
    """Give the folder of a trade-off of its own."""
    return shutil.copytree(weighed[0], own_folder / "uit")


def read(folder):
    return json.loads((folder / "afweging.json").read_text(encoding="utf-8"))


def test_it_says_what_is_proven_and_names_every_point(weighed):
    folder, said = weighed
    document = read(folder)
    assert said.exit_code == 0, said.stderr
    assert said.stdout.startswith("Volledig: alle punten zijn gevonden. Bewezen: voor elk plan dat mogelijk is")
    assert "Deze doelen gaan voor, zoals in een gewoon plan: Tekort en Overschot." in said.stdout
    assert all(f"Punt {point['number']}: hoogste last" in said.stdout for point in document["points"])
    assert "Afweging:" in said.stderr


def test_the_document_keeps_its_schema(tradeoff):
    schema = json.loads((files("regietafel.outputs.schema") / "frontier-1.json").read_text(encoding="utf-8"))
    document = read(tradeoff)
    jsonschema.validate(document, schema)
    assert [aim["key"] for aim in document["aims"]] == ["minimax:joint", "cost"]


def test_no_point_beats_another_and_they_go_from_fair_to_cheap(tradeoff):
    values = [(p["values"]["minimax:joint"], p["values"]["cost"]) for p in read(tradeoff)["points"]]
    assert values == sorted(values)
    assert all(later[1] < earlier[1] for earlier, later in pairwise(values))


def test_every_point_is_a_run_folder_that_audit_accepts(command, tradeoff):
    for point in read(tradeoff)["points"]:
        said = command("audit", tradeoff / point["folder"])
        assert said.exit_code == 0, said.stderr
        page = (tradeoff / point["folder"] / "rapport.html").read_text(encoding="utf-8")
        assert f"Punt {point['number']} van een afweging" in page


def test_the_table_has_a_row_per_point(tradeoff):
    with (tradeoff / "afweging.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert [row["map"] for row in rows] == [point["folder"] for point in read(tradeoff)["points"]]
    gaps = {"hoogste last (alles samen): kan hoogstens beter", "kosten: kan hoogstens beter"}
    assert {"punt", "hoogste last (alles samen)", "kosten", "knik", "bewezen", "map"} | gaps == set(rows[0])


def test_the_page_has_a_picture_and_keeps_the_strict_policy(tradeoff):
    page = (tradeoff / "afweging.html").read_text(encoding="utf-8")
    style = page.split("<style>")[1].split("</style>")[0]
    script = page.split("<script>")[1].split("</script>")[0]
    assert policy(style, script).replace("'", "&#39;") in page
    assert page.count('class="dot"') + page.count('class="knee"') >= len(read(tradeoff)["points"])
    assert "style=" not in page
    assert "http://" not in page
    assert "https://" not in page


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_hostile_names_stay_names_on_the_page(tradeoff, lang):
    document, hostile = read(tradeoff), '<script>alert("1")</script>'
    document["case"]["province"] = document["scenario"]["title"] = hostile
    page = render_frontier(document, read_plan(tradeoff / "punt-01"), lang)
    assert hostile not in page
    assert page.count("<script>") == 1
    assert "&lt;script&gt;alert" in page


def test_going_on_with_what_was_kept_gives_the_same_document(command, tradeoff, own_folder, weighed):
    whole = read(tradeoff)
    lines = (tradeoff / JOURNAL_FILE).read_text(encoding="utf-8").splitlines()
    (tradeoff / JOURNAL_FILE).write_text("\n".join(lines[:4]) + '\n{"key": "cut', encoding="utf-8")
    said = command("frontier", weighed[0].parent / "mijn", *AIMS, *QUICK, "--out", tradeoff, "--resume")
    assert said.exit_code == 0, said.stderr
    assert read(tradeoff) == whole
    kept = (tradeoff / JOURNAL_FILE).read_text(encoding="utf-8").splitlines()
    assert sorted(kept) == sorted(lines)


def test_another_trade_off_is_not_gone_on_with(command, tradeoff, weighed):
    case = weighed[0].parent / "mijn"
    said = command("frontier", case, "--aim", "minimax", "--aim", "locaties", *QUICK, "--out", tradeoff, "--resume")
    assert said.exit_code == 2
    assert "gemaakt met andere invoer, andere doelen of een andere versie" in said.stderr
    assert "gewone plan" not in said.stderr  # before the search


def test_an_existing_folder_is_never_written_into(command, tradeoff, weighed):
    said = command("frontier", weighed[0].parent / "mijn", *AIMS, *QUICK, "--out", tradeoff)
    assert said.exit_code == 2
    assert "bestaat al" in said.stderr


def test_a_number_of_points_stops_honestly_and_json_is_one_document(command, case_folder):
    said = command("frontier", case_folder, *AIMS, *QUICK, "--out", "uit", "--points", "1", "--json", "--no-documents")
    document = json.loads(said.stdout)
    assert said.exit_code == 0
    assert document["outcome"]["status"] in ("stopped", "complete")
    assert document["folder"] == "uit"


def test_english_words_and_three_aims(command, case_folder):
    words = ("--aim", "minimax:asylum", "--aim", "locations", "--aim", "small_scale", "--lang", "en")
    said = command("frontier", case_folder, *words, *QUICK, "--out", "uit", "--no-documents")
    assert said.exit_code == 0, said.stderr
    assert "highest burden (asylum only)" in said.stdout


def test_the_plan_on_the_table_is_the_present_plan(command, case_folder, run_folder):
    said = command("frontier", case_folder, *AIMS, *QUICK, "--out", "uit", "--reference", run_folder)
    assert said.exit_code == 0, said.stderr
    assert "Het plan op tafel heeft hoogste last" in said.stdout
    assert command("audit", "uit/punt-01").exit_code == 0


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--aim", "minimax"), "een afweging gaat over twee of drie doelen, en hier staan er 1"),
        (("--aim", "minimax", "--aim", "geluk"), "het doel geluk is niet bekend. Kies uit tekort"),
        (("--aim", "cost", "--aim", "kosten"), "Het doel kosten is twee keer opgegeven"),
        (("--aim", "minimax", "--aim", "leximin"), "Het doel leximin is twee keer opgegeven"),
        ((*AIMS, "--points", "0"), "bij --points hoort een heel getal van 1 of meer, en niet 0"),
        ((*AIMS, "--jobs", "0"), "bij --jobs hoort een heel getal van 1 of meer, en niet 0"),
        ((*AIMS, "--resume"), "bij --resume hoort de map"),
    ],
)
def test_mistakes_in_the_call_are_said(command, case_folder, words, sentence):
    said = command("frontier", case_folder, *words)
    assert said.exit_code == 2
    assert sentence.lower() in said.stderr.lower()
    assert "gewone plan" not in said.stderr


def test_an_unknown_aim_is_said_in_english_with_english_words(command, case_folder):
    said = command("frontier", case_folder, *AIMS, "--aim", "luck", "--lang", "en")
    assert said.exit_code == 2
    assert "Choose from shortfall, surplus, cost," in said.stderr


def test_a_search_that_is_not_finished_promises_nothing_on_its_page(tradeoff):
    document = read(tradeoff)
    plan, done = read_plan(tradeoff / "punt-01"), render_frontier(document, read_plan(tradeoff / "punt-01"), "nl")
    document["outcome"] = {"status": "stopped", "stop": "points", "open": 2}
    page = render_frontier(document, plan, "nl")
    assert "grens van wat mogelijk is" in done
    assert "grens van wat mogelijk is" not in page
    assert "grens van wat tot nu toe is gevonden" in page
    assert "Er kunnen er meer zijn" in page


def test_a_difference_of_a_share_is_in_percentage_points(tradeoff):
    document = read(tradeoff)
    share = {"key": "small_scale", "name": "small_scale", "on": None, "unit": "share", "sense": "most"}
    words = FrontierWords({**document, "aims": [share]}, "nl")
    assert words.difference(share, 0.000387) == "0,04 procentpunt"
    assert words.difference(share, 0.0224) == "2,24 procentpunt"
