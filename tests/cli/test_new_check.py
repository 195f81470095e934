"""``new`` and ``check``: a case of one's own from the real figures, and everything that is wrong with it at once."""

import json

import pytest


def test_new_writes_the_tables_and_says_what_comes_next(command, own_folder):
    said = command("new", "Friesland", "--csv", "fr")
    assert said.exit_code == 0
    assert "regietafel check fr" in said.stdout
    assert "provincie;Fryslân" in (own_folder / "fr" / "opgave.csv").read_text(encoding="utf-8-sig")


def test_new_writes_a_workbook_and_says_what_comes_next(command, own_folder):
    said = command("new", "Friesland")
    assert said.exit_code == 0
    assert "regietafel check invoer-fryslan.xlsx" in said.stdout
    assert (own_folder / "invoer-fryslan.xlsx").read_bytes().startswith(b"PK")
    assert command("check", "invoer-fryslan.xlsx").exit_code == 0


def test_new_writes_the_fictional_province_under_a_name_of_choice(command, own_folder):
    said = command("new", "voorbeeldland", "mijn invoer.xlsx")
    assert said.exit_code == 0
    assert 'regietafel check "mijn invoer.xlsx"' in said.stdout
    assert (own_folder / "mijn invoer.xlsx").exists()


def test_new_never_overwrites_a_workbook(command, own_folder):
    (own_folder / "invoer-utrecht.xlsx").write_text("van mij")
    said = command("new", "utrecht")
    assert said.exit_code == 2
    assert "bestaat al" in said.stderr
    assert (own_folder / "invoer-utrecht.xlsx").read_text() == "van mij"


def test_new_cannot_write_where_there_is_no_folder(command, own_folder):
    said = command("new", "utrecht", "nergens/invoer.xlsx")
    assert said.exit_code == 8
    assert "niet worden geschreven" in said.stderr


def test_new_makes_a_workbook_or_a_folder_but_not_both(command, own_folder):
    said = command("new", "utrecht", "invoer.xlsx", "--csv", "ut")
    assert said.exit_code == 2
    assert "niet allebei" in said.stderr
    assert list(own_folder.iterdir()) == []


def test_new_never_overwrites(command, own_folder):
    (own_folder / "ut").mkdir()
    (own_folder / "ut" / "opgave.csv").write_text("van mij")
    said = command("new", "utrecht", "--csv", "ut")
    assert said.exit_code == 2
    assert "niet leeg" in said.stderr
    assert (own_folder / "ut" / "opgave.csv").read_text() == "van mij"


@pytest.mark.parametrize(("cycle", "last_day"), [("1", "2026"), ("2", "2028")])
def test_new_takes_the_cycle(command, own_folder, cycle, last_day):
    assert command("new", "zeeland", "--csv", "z", "--cycle", cycle).exit_code == 0
    assert last_day in (own_folder / "z" / "momenten.csv").read_text(encoding="utf-8-sig")


def test_new_takes_the_tight_variant(command, own_folder):
    command("new", "zeeland", "--csv", "z")
    command("new", "zeeland", "--csv", "zk", "--scenario", "krap")
    tables = [(own_folder / name / "locaties.csv").read_bytes() for name in ("z", "zk")]
    assert tables[0] != tables[1]


def test_a_new_case_has_no_errors(command):
    command("new", "zeeland", "--csv", "z")
    said = command("check", "z")
    assert said.exit_code == 0
    assert "Geen fouten in z.\nMaak het plan: regietafel plan z\n" in said.stdout


def test_check_names_all_errors_at_once_with_their_place(command, case_folder):
    table = case_folder / "gemeenten.csv"
    spoiled = table.read_text(encoding="utf-8-sig").replace("20.000", "veel").replace("50.000", "-5")
    table.write_text(spoiled, encoding="utf-8-sig")
    said = command("check", case_folder)
    assert said.exit_code == 3
    assert "Fouten (2)" in said.stdout
    assert '- gemeenten.csv, rij 2, kolom E (inwoners): "veel"\n  Dit is geen getal.\n' in said.stdout
    assert "gemeenten.csv, rij 4, kolom E (inwoners)" in said.stdout


def test_check_also_tries_every_scenario(command, case_folder):
    (case_folder / "scenarios.csv").write_text(
        "instelling;ruim;streng\ngap;0,01;0,01\nhub_max_kn;12;\n", encoding="utf-8"
    )
    said = command("check", case_folder)
    assert said.exit_code == 3
    assert "hub_max_km" in said.stdout


def test_check_for_a_meeting_also_names_what_is_no_ground_for_a_decision(command):
    plain, meeting = command("check", "voorbeeld:drenthe"), command("check", "voorbeeld:drenthe", "--for-meeting")
    assert (plain.exit_code, meeting.exit_code) == (0, 0)
    assert "Rekenvoorbeeld" not in plain.stdout
    assert "Nog niet geschikt voor een besluit" in meeting.stdout
    assert "Rekenvoorbeeld" in meeting.stdout


def test_check_as_json_is_one_document(command, case_folder):
    table = case_folder / "gemeenten.csv"
    table.write_text(table.read_text(encoding="utf-8-sig").replace("20.000", "veel"), encoding="utf-8-sig")
    said = command("check", case_folder, "--json", "--lang", "en")
    found = json.loads(said.stdout)
    errors = [row for row in found["findings"] if row["level"] == "error"]
    assert said.exit_code == 3
    assert not found["ok"]
    assert [(row["file"], row["row"], row["column"], row["cell"], row["value"]) for row in errors] == [
        ("gemeenten.csv", 2, "inwoners", "E2", "veel")
    ]
    assert errors[0]["message"] == "This is not a number."
    assert errors[0]["what_to_do"] == "Type digits only, with a comma for decimals."


def test_options_name_every_option_with_default_and_source(command):
    said = command("options")
    assert said.exit_code == 0
    assert "hub_max_km = 15 · km · van 1 tot en met 50" in said.stdout
    rows = json.loads(command("options", "--json").stdout)
    assert {"key": "hub_max_km", "default": 15.0, "unit": "km"}.items() <= next(
        row for row in rows if row["key"] == "hub_max_km"
    ).items()


def test_model_card_has_every_rule(command):
    from regietafel.model.formulation import RULES

    said = command("model-card")
    assert said.exit_code == 0
    assert [rule.__name__ for rule in RULES if f"### {rule.__name__}\n" not in said.stdout] == []


def test_one_error_is_counted_without_a_plural(command, case_folder):
    table = case_folder / "gemeenten.csv"
    table.write_text(table.read_text(encoding="utf-8-sig").replace("20.000", "veel"), encoding="utf-8-sig")
    said = command("check", case_folder)
    assert said.exit_code == 3
    assert "Fouten: 1." in said.stdout
