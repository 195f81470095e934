"""The pages of a what-if and of a counter-proposal in a browser: wide, narrow, on paper, with names that mean harm."""

import pytest

from regietafel.model.assessment import Assessment, Broken
from regietafel.model.plan import Plan
from regietafel.outputs.assessment_documents import Assessed, make_assessment
from regietafel.outputs.difference_documents import make_difference
from support.browser import NARROW, WIDE, is_wider_than_the_window, opened, violations
from support.hostile import hostile_plan
from support.plan_document import plan_document

DAY = "2028-02-01"
TIER = {"name": "change", "value": 35.0, "bound": 35.0, "gap": 0.0, "abs_gap": 0.0, "tolerance": 0.0, "stop": "proven"}
PAGES = ("verschil.html", "beoordeling.html")


def changed(document):
    """Let the first and the last location close, and fix something with a name that means harm."""
    for row in (document["locations"][0], document["locations"][-1]):
        for at in row["moments"]:
            at |= {"opened": 0, "places": dict.fromkeys(at["places"], 0), "hubs": {}}
    pin = "Aakerk: <script>document.title='kaap'</script> <= 3"
    document["scenario"]["pins"] = [*document["scenario"]["pins"], pin]
    document["case"]["parent"] = {"plan_sha256": "ab" * 32, "pins": [pin]}
    return Plan.from_dict(document)


def pages_of(before, after, lang="nl"):
    """Make both pages of two plans: the second as answer, and as counter-proposal with the first as the nearest."""
    rows = after.document["locations"][:3]
    broken = [
        Broken("places_fit_location", "places", 12, "2028-02-01", row["gm_code"], row["location_id"]) for row in rows
    ]
    found = Assessment(tuple(broken), (), after)
    nearest = before.to_dict()
    nearest["outcome"]["tiers"] = [TIER]
    about = Assessed(before, found, Plan.from_dict(nearest), {"file": "<b>v.csv", "sha256": "ab" * 32})
    return make_difference(before, after, lang) | make_assessment(about, lang)


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """Write the pages of the small plan in both languages, and of the hostile one."""
    hostile = hostile_plan()
    made = {
        "nl": pages_of(Plan.from_dict(plan_document()), changed(plan_document())),
        "en": pages_of(Plan.from_dict(plan_document()), changed(plan_document()), "en"),
        "hostile": pages_of(hostile, changed(hostile.to_dict())),
    }
    place = tmp_path_factory.mktemp("watals")
    for name, contents in made.items():
        (place / name).mkdir()
        for page in PAGES:
            (place / name / page).write_bytes(contents[page])
    return place


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("name", ["nl", "en", "hostile"])
def test_the_page_is_for_everyone_and_asks_nothing_of_the_network(browser, folders, name, width, page):
    with opened(browser, folders / name / page, width=width) as found:
        assert found.page.title() not in ("", "kaap")
        assert violations(found.page) == []
        assert not is_wider_than_the_window(found.page)
        assert found.page.locator("table").count() > 3
        assert found.page.locator(".marks").inner_text().startswith(("CONCEPT", "DRAFT"))


@pytest.mark.parametrize("page", PAGES)
def test_without_script_and_on_paper_every_table_is_there(browser, folders, page):
    with opened(browser, folders / "nl" / page, script=False) as found:
        shown = found.page
        assert not shown.locator("th [role=button]").count()
        shown.emulate_media(media="print")
        assert shown.locator("nav").first.is_hidden()
        seen = "all => all.every(one => one.getBoundingClientRect().height > 20)"
        assert shown.locator("table").evaluate_all(seen)
        wide = "all => all.filter(one => one.scrollWidth > one.clientWidth + 1).length"
        shown.set_viewport_size({"width": 1000, "height": 1400})
        assert shown.locator(".scroll").evaluate_all(wide) == 0


def test_a_table_of_the_difference_is_sorted_by_its_numbers(browser, folders):
    with opened(browser, folders / "nl" / "verschil.html") as found:
        table = found.page.locator("table[data-sortable]").first
        before = table.locator("tbody th").all_inner_texts()
        table.locator("thead th").nth(4).locator("[role=button], button").first.click()
        assert sorted(table.locator("tbody th").all_inner_texts()) == sorted(before)
        keys = table.locator("tbody tr > :nth-child(5)").all_inner_texts()
        assert keys == sorted(keys, key=lambda text: int(text.replace("+", "").replace("\u2212", "-").replace(".", "")))
