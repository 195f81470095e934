"""The page of a comparison in a real browser: sorting, narrow windows, paper, and nothing that should not be."""

import pytest

from regietafel.model.comparison import Option, compare
from regietafel.model.plan import Plan
from regietafel.outputs.comparison_folder import comparison_documents
from regietafel.outputs.comparison_marks import Marks
from regietafel.outputs.comparison_words import ComparisonWords
from support.browser import NARROW, WIDE, is_wider_than_the_window, opened, violations
from support.hostile import hostile_plan
from support.office import cells_of, differences, saved_by_office
from support.plan_document import plan_document

LETTERS = "ABCDEFGHIJKL"


def variant(number: int) -> Plan:
    """Make a plan with its own cost, burdens and closed location."""
    document = plan_document()
    document["scenario"] |= {"name": f"plan-{number}", "title": f"Plan nummer {number}"}
    document["costs"]["over_cycle"] = 80_000_000 + 1_500_000 * (number * 5 % 12)
    document["fairness"]["measures"]["minimax"]["joint"] = 1.1 + 0.03 * number
    for place, row in enumerate(document["municipalities"]):
        row["moments"][-1]["burden_ratio"]["joint"] = round(0.7 + 0.1 * ((place + number) % 6), 6)
    offer = document["locations"][number % 8]
    for at in offer["moments"]:
        at |= {"opened": 0, "places": dict.fromkeys(at["places"], 0)}
    return Plan.from_dict(document)


def documents(folder, plans, lang="nl"):
    """Write the documents of a comparison; give the page."""
    options = [Option(folder=f"runs/{number}", plan=plan) for number, plan in enumerate(plans, 1)]
    words = ComparisonWords(compare(options) | {"ranking": None}, lang)
    contents = comparison_documents(words, Marks.of(dict(zip(LETTERS, plans, strict=False)), lang))
    folder.mkdir()
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return folder / "vergelijking.html"


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Write the pages of three plans in both languages, of twelve plans, and of two hostile ones."""
    root = tmp_path_factory.mktemp("pages")
    three = [variant(number) for number in range(3)]
    return {
        "nl": documents(root / "nl", three),
        "en": documents(root / "en", three, "en"),
        "twelve": documents(root / "twelve", [variant(number) for number in range(12)]),
        "hostile": documents(root / "hostile", [hostile_plan("tafel"), hostile_plan("basis")]),
    }


@pytest.mark.parametrize("name", ["nl", "en", "twelve", "hostile"])
def test_axe_finds_nothing_wrong(browser, pages, name):
    for width in (WIDE, NARROW):
        with opened(browser, pages[name], width=width) as found:
            assert violations(found.page) == []


def test_axe_finds_nothing_wrong_in_what_is_folded(browser, pages):
    with opened(browser, pages["nl"]) as found:
        found.page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
        assert violations(found.page) == []


@pytest.mark.parametrize("name", ["nl", "twelve", "hostile"])
def test_a_narrow_window_scrolls_tables_and_not_the_page(browser, pages, name):
    with opened(browser, pages[name], width=NARROW) as found:
        assert not is_wider_than_the_window(found.page)


def test_twelve_plans_fit_on_a_laptop(browser, pages):
    with opened(browser, pages["twelve"], width=1366) as found:
        table = found.page.locator("section[aria-labelledby=figures] table").first
        assert table.evaluate("table => table.scrollWidth - table.closest('.scroll').clientWidth") <= 0


def test_a_table_is_sorted_by_what_its_numbers_are_worth(browser, pages):
    with opened(browser, pages["nl"]) as found:
        table = found.page.locator("section[aria-labelledby=municipalities] table").first
        head = table.locator("thead th").nth(1)
        head.locator("[role=button]").click()
        values = [
            text.strip("★ ").replace(",", ".") for text in table.locator("tbody td:nth-child(2)").all_inner_texts()
        ]
        assert values == sorted(values, key=float)
        assert head.get_attribute("aria-sort") == "ascending"
        head.locator("[role=button]").press("Enter")
        names = table.locator("tbody th").all_inner_texts()
        # Plan A gives the sixth municipality 0.7 + 0.5, more than any other.
        assert names[0] == "Fortveen"


def test_costs_are_sorted_by_amount(browser, pages):
    with opened(browser, pages["twelve"]) as found:
        found.page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
        table = found.page.locator("section[aria-labelledby=money] table").first
        table.locator("thead th").nth(1).locator("[role=button]").click()
        values = [float(text.replace(",", ".")) for text in table.locator("tbody td:nth-child(2)").all_inner_texts()]
        assert values == sorted(values)


def test_a_link_in_the_contents_leads_to_its_section(browser, pages):
    with opened(browser, pages["nl"]) as found:
        links = found.page.locator("nav a")
        targets = [link.get_attribute("href") for link in links.all()]
        assert targets
        assert all(found.page.locator(target).count() == 1 for target in targets)


def test_the_best_of_a_row_has_a_sign_and_not_only_a_colour(browser, pages):
    with opened(browser, pages["nl"]) as found:
        best = found.page.locator("td.best").first
        assert best.evaluate("cell => getComputedStyle(cell, '::before').content") == '"★ "'


def test_paper_says_confidential_on_every_sheet(browser, pages, tmp_path):
    with opened(browser, pages["nl"]) as found:
        found.page.emulate_media(media="print")
        file = tmp_path / "papier.pdf"
        found.page.pdf(path=file)
        assert file.stat().st_size > 10_000
        assert "CONCEPT" in found.page.locator(".marks").inner_text()


def test_the_workbook_opens_and_is_saved_again_without_a_change(pages, tmp_path):
    workbook = pages["hostile"].with_name("vergelijking.xlsx")
    again = saved_by_office(workbook, "xlsx", tmp_path)
    assert differences(cells_of(workbook), cells_of(again)) == []
