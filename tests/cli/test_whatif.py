"""``plan --pin``, ``whatif`` and ``assess``: from a run folder, with its history, and audited again."""

import json

import pytest


@pytest.fixture
def answer(command, run_folder, own_folder):
    """Ask a first what-if: no displaced persons in Bôsdorp."""
    said = command("whatif", run_folder, "--pin", "Bosdorp: oekraine = 0", "--out", "een", "--no-documents")
    assert said.exit_code == 0, said.output
    return own_folder / "een", said


def plan_of(folder):
    return json.loads((folder / "plan.json").read_text(encoding="utf-8"))


def test_a_pinned_plan_keeps_its_pins_and_its_audit_reads_them_again(command, case_folder):
    said = command("plan", case_folder, "--pin", "Centrum: regulier <= 180", "--out", "p", "--no-documents")
    assert said.exit_code == 0
    document = plan_of(case_folder.parent / "p")
    assert document["scenario"]["pins"] == ["Centrum: regulier <= 180"]
    (pin,) = [item for item in document["positions"] if item["id"] == "PIN-1"]
    assert (pin["party"], pin["non_negotiable"], pin["honoured"]) == ("aan tafel vastgezet", True, True)
    assert command("audit", "p").exit_code == 0
    assert command("report", "p").exit_code == 0


def test_a_pin_that_is_wrong_names_the_nearest_and_an_example(command, case_folder):
    said = command("plan", case_folder, "--pin", "Centrumm: geen groot")
    assert said.exit_code == 3
    assert "Lijkt het meest op: Centrum" in " ".join(said.stderr.split())


def test_a_scenario_file_may_have_pins(command, case_folder, own_folder):
    (own_folder / "s.toml").write_text('name = "vast"\npins = ["Centrum: regulier <= 180"]\n', encoding="utf-8")
    said = command(
        "plan",
        case_folder,
        "--scenario",
        "s.toml",
        "--pin",
        "provincie: geen nieuwe satelliet",
        "--out",
        "p",
        "--no-documents",
    )
    assert said.exit_code == 0
    assert plan_of(own_folder / "p")["scenario"]["pins"] == [
        "Centrum: regulier <= 180",
        "provincie: geen nieuwe satelliet",
    ]
    assert command("audit", "p").exit_code == 0


def test_the_sheet_scenarios_may_have_pins(command, case_folder, own_folder):
    table = 'instelling;streng\nvastgezet;"Centrum: regulier <= 180; Bôsdorp: geen groot"\n'
    (case_folder / "scenarios.csv").write_text(table, encoding="utf-8")
    assert command("plan", case_folder, "--scenario", "streng", "--out", "p", "--no-documents").exit_code == 0
    assert plan_of(own_folder / "p")["scenario"]["pins"] == ["Centrum: regulier <= 180", "Bôsdorp: geen groot"]


def test_a_what_if_says_what_changes_and_is_audited(command, answer):
    folder, said = answer
    first, *rest = said.stdout.splitlines()
    assert first.startswith("Plan op tafel: ")
    assert rest[:2] == ["Wat verandert er", "- Nu vastgezet: Bosdorp: oekraine = 0"]
    assert "Geraakt:" in said.stdout
    assert command("audit", folder).exit_code == 0
    found = json.loads((folder / "verschil.json").read_text(encoding="utf-8"))
    assert found["schema"] == "regietafel.difference/1"
    assert found["pins"] == ["Bosdorp: oekraine = 0"]
    assert not (folder / "verschil.html").exists()


def test_a_chain_keeps_its_history(command, answer, own_folder):
    folder, _ = answer
    said = command("whatif", folder, "--pin", "Centrum: regulier <= 200", "--out", "twee")
    assert said.exit_code == 0, said.output
    assert "- Eerder vastgezet: Bosdorp: oekraine = 0" in said.stdout
    document = plan_of(own_folder / "twee")
    assert document["scenario"]["pins"] == ["Bosdorp: oekraine = 0", "Centrum: regulier <= 200"]
    assert document["case"]["parent"]["pins"] == ["Centrum: regulier <= 200"]
    inputs = own_folder / "twee" / "invoer"
    assert json.loads((inputs / "referentie.json").read_text(encoding="utf-8")) == plan_of(folder)
    first = json.loads((inputs / "stap-0.json").read_text(encoding="utf-8"))
    assert first["case"]["parent"] is None
    assert command("audit", "twee").exit_code == 0
    page = (own_folder / "twee" / "verschil.html").read_bytes()
    assert command("report", "twee").exit_code == 0
    assert (own_folder / "twee" / "verschil.html").read_bytes() == page


def test_free_makes_a_new_plan_with_the_pin(command, run_folder, own_folder):
    said = command("whatif", run_folder, "--pin", "Bosdorp: oekraine = 0", "--free", "--out", "vrij", "--no-documents")
    assert said.exit_code == 0
    outcome = plan_of(own_folder / "vrij")["outcome"]
    assert "kept" not in outcome
    assert outcome["tiers"][0]["name"] == "shortfall"
    assert command("audit", "vrij").exit_code == 0


def test_json_has_the_difference_and_nothing_else_on_the_screen(command, run_folder):
    said = command("whatif", run_folder, "--pin", "Bosdorp: oekraine = 0", "--json", "--no-documents")
    found = json.loads(said.stdout)
    assert found["pins"] == ["Bosdorp: oekraine = 0"]
    assert {"kept", "difference", "parent", "tiers"} <= found.keys()


def test_an_option_can_be_what_if_too(command, run_folder, own_folder):
    said = command("whatif", run_folder, "--set", "tolerance_fairness_abs=0.2", "--out", "o", "--no-documents")
    assert said.exit_code == 0
    assert plan_of(own_folder / "o")["scenario"]["options"]["tolerance_fairness_abs"]["value"] == 0.2


def test_a_what_if_without_anything_fixed_is_refused(command, run_folder):
    said = command("whatif", run_folder)
    assert said.exit_code == 2
    assert "niets vastgezet" in said.stderr


def test_pins_that_cannot_be_kept_give_the_conflict(command, run_folder, own_folder):
    said = command("whatif", run_folder, "--pin", "Centrum: regulier >= 5000", "--out", "n", "--no-documents")
    assert said.exit_code == 4
    assert "PIN-1" in said.stdout
    assert not (own_folder / "n" / "verschil.json").exists()
    assert command("audit", "n").exit_code == 0


def test_a_proposal_is_checked_as_it_stands(command, run_folder, own_folder):
    (own_folder / "v.csv").write_text("locatie_id;doelgroep;plekken\nL1;regulier;20\n", encoding="utf-8")
    said = command("assess", run_folder, "--proposal", "v.csv", "--out", "b")
    assert said.exit_code == 0, said.output
    assert said.stdout.splitlines()[1].startswith("Aantal regels dat dit tegenvoorstel breekt:")
    assert "Het dichtstbijzijnde plan dat klopt:" in said.stdout
    found = json.loads((own_folder / "b" / "beoordeling.json").read_text(encoding="utf-8"))
    assert not found["breaks_nothing"]
    # L1 has 150 regular places that must stay: 130 too few, at both moments.
    short = [(item["moment"], item["by"]) for item in found["broken"] if item["rule"] == "present_places_stay"]
    assert short == [("2027-07-01", 130), ("2028-02-01", 130)]
    assert (own_folder / "b" / "tegenvoorstel.csv").exists()
    assert (own_folder / "b" / "beoordeling.html").exists()
    assert command("audit", "b").exit_code == 0


def test_another_plan_that_keeps_the_rules_is_its_own_nearest_plan(command, run_folder, own_folder):
    said = command("assess", run_folder, "--proposal", run_folder, "--out", "b", "--no-documents")
    assert said.exit_code == 0
    assert said.stdout.splitlines()[1] == "Dit tegenvoorstel breekt geen enkele regel."
    assert "Er hoeft niets te veranderen" in said.stdout
    assert plan_of(own_folder / "b")["outcome"]["tiers"][0] == {
        "name": "change",
        "value": 0.0,
        "bound": 0.0,
        "gap": 0.0,
        "abs_gap": 0.0,
        "tolerance": 0.0,
        "stop": "proven",
    }


def test_a_proposal_with_a_mistake_names_the_cell(command, run_folder, own_folder):
    (own_folder / "v.csv").write_text("locatie_id;doelgroep;plekken\nL7;regulier;20\n", encoding="utf-8")
    said = command("assess", run_folder, "--proposal", "v.csv")
    assert said.exit_code == 3
    assert "rij 2, kolom A (locatie_id)" in said.stderr


def test_what_is_fixed_can_be_taken_away_again_by_number_or_by_line(command, answer, own_folder):
    folder, _ = answer
    said = command("whatif", folder, "--pin", "Centrum: regulier <= 180", "--out", "twee", "--no-documents")
    assert said.exit_code == 0, said.output
    said = command("whatif", "twee", "--unpin", "pin-1", "--out", "drie", "--no-documents")
    assert said.exit_code == 0, said.output
    assert "- Niet meer vastgezet: Bosdorp: oekraine = 0" in said.stdout
    assert "- Eerder vastgezet: Centrum: regulier <= 180" in said.stdout
    document = plan_of(own_folder / "drie")
    assert document["scenario"]["pins"] == ["Centrum: regulier <= 180"]
    assert [item["id"] for item in document["positions"] if item["party"] == "aan tafel vastgezet"] == ["PIN-1"]
    assert command("audit", "drie").exit_code == 0
    said = command("whatif", "drie", "--unpin", "centrum: regulier <= 180", "--out", "vier", "--no-documents")
    assert said.exit_code == 0, said.output
    assert plan_of(own_folder / "vier")["scenario"]["pins"] == []
    assert command("audit", "vier").exit_code == 0


def test_what_is_not_fixed_cannot_be_taken_away(command, answer):
    folder, _ = answer
    said = command("whatif", folder, "--unpin", "PIN-9")
    assert said.exit_code == 3
    assert (
        '"PIN-9": dit staat niet vast in het plan op tafel. Vast staat: PIN-1 (Bosdorp: oekraine = 0).' in said.stderr
    )


def test_an_answer_without_plan_and_a_proposal_are_not_the_plan_on_the_table(command, run_folder, own_folder):
    assert command("whatif", "--pin", "Centrum: regulier >= 5000", "--no-documents").exit_code == 4
    (own_folder / "v.csv").write_text("locatie_id;doelgroep;plekken\nL1;regulier;20\n", encoding="utf-8")
    assert command("assess", "--proposal", "v.csv", "--no-documents").exit_code == 0
    said = command("whatif", "--pin", "Centrum: regulier <= 200", "--no-documents")
    assert said.exit_code == 0, said.output
    assert said.stdout.startswith(f"Plan op tafel: {run_folder.relative_to(own_folder)}\n")


def test_a_setting_that_differs_is_said(command, run_folder):
    said = command("whatif", run_folder, "--set", "tolerance_fairness_abs=0.2", "--no-documents")
    assert "- Instelling anders: Speling eerlijkheid (verhouding), van 0,01 naar 0,2\n" in said.stdout, said.stdout


@pytest.mark.parametrize("name", ["whatif", "assess"])
def test_help_explains_the_words(command, name):
    said = command(name, "--help")
    assert said.exit_code == 0
    assert "Voorbeeld" in said.stdout
