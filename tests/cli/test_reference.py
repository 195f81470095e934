"""``plan --reference`` and the warnings of a scenario: what does not fit is said, on the screen and in the plan."""

from regietafel.inputs.csv_folder import write_folder
from regietafel.outputs.run_folder import read_plan
from support.small_tables import small_tables

QUICK = ("--no-documents", "--set", "hub_max_km=14")


def warnings(folder):
    return [item["code"] for item in read_plan(folder).document["messages"] if item["level"] == "warning"]


def test_a_reference_with_other_moments_is_exit_code_3(command, run_folder, own_folder):
    tables = small_tables()
    tables["momenten"][0]["moment"] = "2-7-2027"
    write_folder(tables, own_folder / "later")
    said = command("plan", "later", "--reference", run_folder, "--out", "weer", *QUICK)
    assert said.exit_code == 3
    assert "andere momenten (1 juli 2027 en 1 februari 2028)" in said.stderr.replace("\xa0", " ")
    assert not (own_folder / "weer").exists()


def test_offers_of_the_reference_that_are_gone_are_said_and_stand_in_the_plan(command, run_folder, own_folder):
    opened = [row for row in read_plan(run_folder).document["locations"] if any(at["opened"] for at in row["moments"])]
    tables = small_tables()
    gone = next(row for row in tables["locaties"] if row["locatie_id"] == opened[-1]["location_id"])
    tables["locaties"].remove(gone)
    write_folder(tables, own_folder / "minder")
    said = command("plan", "minder", "--reference", run_folder, "--out", "weer", *QUICK)
    assert said.exit_code == 0
    assert "Let op: Het plan op tafel noemt locaties of gemeenten" in said.stderr
    assert f"({gone['locatie_id']})" in said.stderr
    assert "reference_offers_gone" in warnings("weer")
    assert command("audit", "weer").exit_code == 0


def test_a_warning_about_the_scenario_stands_in_the_plan_and_is_audited(command, case_folder, own_folder):
    said = command("plan", case_folder, "--set", "region_ceiling=2", "--out", "plan", "--set", "hub_max_km=14")
    assert said.exit_code == 0
    assert 'Let op: "Plafond per subregio" doet niets' in said.stderr
    assert "regions_none" in warnings("plan")
    for file in ("rapport.html", "tabellen/meldingen.csv"):
        content = (own_folder / "plan" / file).read_text(encoding="utf-8-sig")
        assert "Plafond per subregio" in content.split("doet niets: er zijn geen subregio")[0][-40:]
    assert command("audit", "plan").exit_code == 0
