"""What a plan says on the screen."""

from pathlib import Path

from regietafel.model.plan import Plan
from regietafel.outputs.plan_summary import plan_summary
from support.plan_document import example_plan, plan_document


def lines(plan: Plan, **how) -> list[str]:
    return plan_summary(plan, **how).replace("\u00a0", " ").splitlines()


def test_summary_says_outcome_tasks_burden_cost_and_where_the_report_is():
    found = lines(example_plan(), report=Path("runs/een/rapport.html"))
    assert found[0] == "Plan voor Voorbeeldland, ronde 2, scenario Basis"
    assert found[1] == "Uitkomst: Beste plan binnen de marge."
    assert "Rekenvoorbeeld: geen bestuurlijk voorstel." in found
    assert "Hoogste last: 1,24 keer het aandeel (Beekdal). Aantal gemeenten buiten de maat: 1." in found
    assert "Kosten over de hele periode: € 83,5 miljoen." in found
    assert (
        "Open locaties op 1 februari 2028: 8. Regionale locaties met satellieten: 2. Satellieten daaronder: 2." in found
    )
    assert "Aannames: 1. Ontheffingen: 1. Waarschuwingen: 1." in found
    assert found[-1].startswith("Rapport: ")
    assert (
        "Goedkoopste plan zonder een maat voor eerlijkheid: € 80,5 miljoen; met de maat: € 83,5 miljoen. "
        "Eerlijk verdelen kost € 3.000.000 meer." in found
    )
    assert "De laatste stap, van 1,2432 naar 1,1250 keer het aandeel, kost € 500.000." in found
    assert 12 <= len(found) <= 23


def test_tasks_stand_under_each_other_with_a_line_per_moment():
    found = [line for line in lines(example_plan()) if line.startswith("Asiel")]
    assert [" ".join(line.split()) for line in found] == [
        "Asiel 1 juli 2027 1.214 1.130 84",
        "Asiel 1 februari 2028 1.214 1.130 84",
    ]
    assert len({line.rindex("84") for line in found}) == 1


def test_task_that_is_met_says_so():
    document = plan_document()
    document["totals"][0]["shortfall"] = 0
    assert any(line.startswith("Asiel") and line.endswith("gehaald") for line in lines(Plan.from_dict(document)))


def test_conflict_is_told_with_its_reasons_and_ways_out():
    changes = [{"kind": "option", "id": "large_max", "from": 2, "to": 3, "unit": "locations"}]
    conflict = {
        "reasons": [{"code": "rule_cannot_be_kept", "params": {"rule": "large_locations_are_enough"}}],
        "ways_out": [{"weight": 1.0, "changes": changes}],
    }
    plan = example_plan(outcome={"status": "infeasible", "tiers": [], "conflict": conflict})
    found = lines(plan)
    assert "- Zonder deze regel is er wel een plan: Er zijn genoeg grote locaties." in found
    assert "1. Meeste grote locaties: 3 in plaats van 2 locaties" in found
    assert not any("Kosten" in line for line in found)


def test_no_plan_in_time_says_what_that_means():
    found = lines(example_plan(outcome={"status": "no_plan", "tiers": [], "conflict": None}))
    assert any("Geef meer tijd" in line for line in found)


def test_summary_fits_the_code_page_of_a_windows_console_in_both_languages():
    for lang in ("nl", "en"):
        written = plan_summary(example_plan(), lang)
        assert written.encode("cp1252").decode("cp1252") == written


def test_nobody_to_compare_is_said():
    document = plan_document()
    document["fairness"]["sorted"]["joint"] = []
    assert "Geen gemeente heeft een aandeel dat groot genoeg is om te vergelijken." in lines(Plan.from_dict(document))
