"""`regietafel compare`: plans by their folders, the best of an index, and what is refused."""

import json
import shutil

import pytest
from openpyxl import load_workbook

from regietafel.model.plan import Plan
from regietafel.outputs.run_index import add_run, open_index
from regietafel.outputs.texts_catalogue import LANGUAGES, text
from support.plan_document import plan_document


def small(title: str, cost: int = 80_000_000, **about) -> Plan:
    """Make a small plan by hand."""
    document = plan_document()
    document["scenario"] |= {"name": title.lower(), "title": title}
    document["costs"]["over_cycle"] = cost
    document["case"] |= about.get("case", {})
    document["outcome"]["status"] = about.get("status", "within_gap")
    return Plan.from_dict(document)


@pytest.fixture
def plans(own_folder):
    """Write three plans and one that is not possible under ``nacht``, with an index that also names a lost run."""
    made = {
        "basis": small("Basis", 80_000_000),
        "krap": small("Krap", 70_000_000),
        "ruim": small("Ruim", 95_000_000),
        "dicht": small("Dicht", status="infeasible"),
    }
    folder = own_folder / "nacht"
    with open_index_after(folder) as index:
        for name, plan in made.items():
            (folder / name).mkdir()
            (folder / name / "plan.json").write_text(plan.to_json(), encoding="utf-8")
            add_run(index, plan, folder / name, {"fingerprint": name})
        add_run(
            index, None, folder / "weg", {"fingerprint": "weg", "scenario": "weg", "error": "De computer viel uit."}
        )
    return folder


def open_index_after(folder):
    folder.mkdir()
    return open_index(folder, write=True)


def test_two_plans_are_compared_on_screen_and_in_documents(command, plans, own_folder):
    said = command("compare", "nacht/basis", "nacht/krap/plan.json", "--out", "uit")
    assert said.exit_code == 0, said.output
    assert "Plannen naast elkaar voor Voorbeeldland" in said.stdout
    assert "Plan A is daarop nergens beter dan plan B, en duidelijk slechter op kosten" in said.stdout.replace(
        "\n", " "
    )
    files = sorted(file.name for file in (own_folder / "uit").iterdir())
    assert files == ["run.json", "vergelijking.html", "vergelijking.json", "vergelijking.xlsx"]
    document = json.loads((own_folder / "uit" / "vergelijking.json").read_text("utf-8"))
    assert [item["folder"] for item in document["options"]] == ["nacht/basis", "nacht/krap"]


def test_without_a_folder_the_comparison_goes_under_runs_and_nothing_is_overwritten(command, plans, own_folder):
    assert command("compare", "nacht/basis", "nacht/krap").exit_code == 0
    (made,) = (own_folder / "runs").iterdir()
    assert made.name.endswith("-vergelijking")
    again = command("compare", "nacht/basis", "nacht/krap", "--out", made)
    assert again.exit_code == 2
    assert "bestaat al" in again.stderr
    assert command("compare", "nacht/basis", "nacht/krap", "--out", made, "--force").exit_code == 0
    assert command("compare", "nacht/basis", "nacht/krap", "--out", plans, "--force").exit_code == 2


def test_json_is_one_document_and_nothing_else(command, plans):
    said = command("compare", "nacht/basis", "nacht/krap", "--json", "--no-documents")
    document = json.loads(said.stdout)
    assert (document["schema"], document["folder"], document["exit_code"]) == ("regietafel.comparison/1", None, 0)
    assert document["dominated"] == [
        {"option": "A", "by": "B", "better": [{"aim": "cost", "value": 80_000_000, "other": 70_000_000}]}
    ]


def test_the_best_of_an_index_are_ranked_and_compared(command, plans, own_folder):
    words = ("compare", "nacht", "--where", "kosten<=80 mln", "--sort", "kosten", "--top", "12", "--out", "uit")
    said = command(*words)
    assert said.exit_code == 0, said.output
    assert said.stdout.startswith("Ranglijst: 2 van 2 plannen die voldoen, uit 5\n")
    assert "- weg: Uitgevallen. De computer viel uit." in said.stdout
    document = json.loads((own_folder / "uit" / "vergelijking.json").read_text("utf-8"))
    assert [item["scenario"] for item in document["options"]] == ["krap", "basis"]
    assert [item["scenario"] for item in document["ranking"]["without"]] == ["dicht", "weg"]
    assert "De computer viel uit." in (own_folder / "uit" / "vergelijking.html").read_text("utf-8")
    assert load_workbook(own_folder / "uit" / "vergelijking.xlsx")["Ranglijst"]["B5"].value == "krap"


def test_a_ranking_alone_may_be_long(command, plans):
    said = command("compare", "nacht", "--top", "500", "--no-documents", "--sort", "-cost", "--lang", "en")
    assert said.exit_code == 0
    assert said.stdout.index("ruim") < said.stdout.index("basis") < said.stdout.index("krap")
    refused = command("compare", "nacht", "--top", "500")
    assert refused.exit_code == 2
    assert "--no-documents" in refused.stderr


def test_an_index_of_which_nothing_has_a_plan_still_says_why(command, plans):
    said = command("compare", "nacht", "--where", "scenario=weg")
    assert said.exit_code == 0
    assert "De computer viel uit." in said.stdout
    assert not (plans.parent / "runs").exists()


def test_a_folder_of_run_folders_stands_for_all_of_them(command, plans):
    (plans / "index.sqlite").unlink()
    said = command("compare", "nacht", "--no-documents", "--json")
    assert [item["scenario"] for item in json.loads(said.stdout)["options"]] == ["basis", "dicht", "krap", "ruim"]


def test_what_changed_since_the_version_before_is_told(command, plans):
    old = small("Krap", 90_000_000, case={"version": "0.2"})
    (plans / "vorige.json").write_text(old.to_json(), encoding="utf-8")
    said = command("compare", "nacht/krap", "--since", "nacht/vorige.json", "--no-documents")
    assert said.exit_code == 0, said.output
    assert "Van het plan van toen naar plan A" in said.stdout
    assert "kosten van € 90,0 miljoen naar € 70,0 miljoen" in said.stdout.replace("\u00a0", " ")


def test_a_plan_that_was_made_from_another_is_compared_with_that_one_by_itself(command, plans):
    child = small("Krap", 60_000_000, case={"parent": {"plan_sha256": "x", "pins": ["Aakerk: geen groot"]}})
    (plans / "wat-als" / "invoer").mkdir(parents=True)
    (plans / "wat-als" / "plan.json").write_text(child.to_json(), encoding="utf-8")
    (plans / "wat-als" / "invoer" / "referentie.json").write_text(small("Krap").to_json(), encoding="utf-8")
    said = command("compare", "nacht/wat-als", "--no-documents")
    assert said.exit_code == 0, said.output
    assert "kosten van € 80,0 miljoen naar € 60,0 miljoen" in said.stdout.replace("\u00a0", " ")


def test_the_reader_chooses_what_plans_are_weighed_by(command, plans):
    said = command("compare", "nacht/basis", "nacht/krap", "--by", "tekort", "--no-documents", "--json")
    document = json.loads(said.stdout)
    assert (document["aims"], document["dominated"]) == (["shortfall"], [])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nacht/basis",), "maar één plan"),
        (("nacht/basis", "nacht/basis/plan.json"), "twee keer"),
        (("nacht/basis", "nacht/krap", "--sort", "kosten"), "--sort werkt alleen op de map van regietafel batch"),
        (("nacht", "nacht/krap"), "staat naast andere mappen"),
        (("nacht", "--where", "kostn<=4"), "Lijkt het meest op: kosten"),
        (("nacht", "--where", "kosten<=1.200"), "Schrijf 1200 of 1,200"),
        (("nacht", "--where", "scenario=niets"), "Geen van de 5 plannen"),
        (("nacht", "--top", "nul"), "--top"),
        (("nacht/basis", "nacht/krap", "--by", "plekken_asiel"), "geen doel"),
        ((), "RUN_DIRS"),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do(command, plans, words, said):
    answer = command("compare", *words)
    assert answer.exit_code == 2
    assert said in " ".join(answer.stderr.split())
    assert not (plans.parent / "runs").exists()


def test_a_folder_without_a_plan_is_no_plan(command, plans, own_folder):
    (own_folder / "leeg").mkdir()
    answer = command("compare", "nacht/basis", "leeg")
    assert answer.exit_code == 3
    assert "leeg" in answer.stderr


def test_plans_of_two_provinces_are_refused(command, plans):
    other = small("Elders", case={"province": "Anderland"})
    (plans / "elders.json").write_text(other.to_json(), encoding="utf-8")
    answer = command("compare", "nacht/basis", "nacht/elders.json")
    assert answer.exit_code == 2
    assert "Voorbeeldland en Anderland" in answer.stderr


def test_a_batch_folder_that_was_moved_still_finds_its_plans(command, plans):
    shutil.move(plans, plans.parent / "elders")
    said = command("compare", "elders", "--no-documents", "--json")
    assert said.exit_code == 0, said.output
    assert json.loads(said.stdout)["options"][0]["folder"] == "elders/krap"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_help_explains_every_word_of_a_call_with_an_example(command, lang):
    said = " ".join(command("compare", "--help", "--lang", lang).stdout.split())
    for code in ("command.compare", "argument.run_dirs", "example.compare"):
        assert text(code, lang) in said
    for flag in ("since", "by", "where", "sort", "top"):
        assert f"--{flag}" in said
        assert text(f"flag.{flag}", lang) in said
