"""The files beside the page: only what was made, the best known first, a folder once."""

from regietafel.outputs.report_files import files_beside
from regietafel.outputs.report_html import render, render_view
from regietafel.outputs.report_view import View
from support.plan_document import example_plan


def found(*names):
    return files_beside(View(example_plan(), "nl"), names)


def test_files_stand_in_a_fixed_order_with_what_they_are():
    said = found("plan.json", "tabellen/", "kaart.geojson", "verslag.docx")
    assert [item.name for item in said] == ["verslag.docx", "kaart.geojson", "plan.json", "tabellen/"]
    assert said[0].about == "Het verslag als Word-document, om verder te bewerken."


def test_a_folder_stands_once_and_a_file_that_is_not_known_by_its_name():
    said = found("tabellen/totalen.csv", "tabellen/kosten.csv", "plaatjes/kaart.png", "anders.txt")
    assert [(item.name, bool(item.about)) for item in said] == [
        ("tabellen/", True),
        ("anders.txt", False),
        ("plaatjes/", True),
    ]


def test_the_page_links_to_nothing_that_was_not_made():
    view = View(example_plan(), "nl")
    page = render_view(view, ("plan.json", "plan.xlsx"))
    assert 'href="plan.xlsx"' in page
    assert 'href="verslag.docx"' not in page
    assert '<a href="#beside">Bestanden</a>' in page
    assert "Bestanden bij dit verslag" not in render(example_plan())
