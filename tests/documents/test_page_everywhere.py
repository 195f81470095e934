"""The page on paper, on a narrow screen, without script, for a screen reader, and with names that mean harm."""

import json

import pytest
from click.testing import CliRunner

from regietafel.cli import main
from regietafel.inputs.csv_folder import write_folder
from regietafel.inputs.reference_figures import municipalities_of, provinces
from regietafel.model.plan import Plan
from regietafel.outputs.report_html import render, render_view
from regietafel.outputs.report_view import View
from support.borders import borders_of
from support.browser import NARROW, WIDE, is_wider_than_the_window, opened, violations
from support.hostile import TOWNS, hostile_plan
from support.pages import choices, names_in, town, view_of, written
from support.plan_document import plan_document
from support.small_tables import small_tables

LIMIT = 400_000


def test_on_paper_everything_is_unfolded_with_script_and_without(browser, small):
    for script in (True, False):
        with opened(browser, small["nl"], script=script) as found:
            page = found.page
            seen = "all => all.map(one => one.checkVisibility() && one.getBoundingClientRect().height > 20)"
            tables = page.locator("details:not([open]) table")
            assert tables.count() > 5
            assert not any(tables.evaluate_all(seen))
            page.emulate_media(media="print")
            assert all(tables.evaluate_all(seen))
            assert page.locator("nav").first.is_hidden()
            assert page.locator("svg.map").is_visible()
            repeated = "one => getComputedStyle(one).display"
            assert page.locator("#towns thead").evaluate(repeated) == "table-header-group"
            # No name of a municipality and no heading stands alone at the foot of a sheet.
            after = "all => all.map(one => getComputedStyle(one).breakAfter)"
            for kind in ("tr:has(> th.g)", "summary", "h2"):
                assert set(page.locator(kind).evaluate_all(after)) == {"avoid"}, kind


def test_printing_unfolds_and_folds_back(browser, small):
    with opened(browser, small["nl"]) as found:
        page = found.page
        before = page.locator("details[open]").count()
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert page.locator("details:not([open])").count() == 0
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert page.locator("details[open]").count() == before
        assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


def test_a_table_can_be_saved_as_it_is_shown(browser, small, tmp_path):
    with opened(browser, small["nl"]) as found:
        page = found.page
        page.get_by_label("Zoek op naam").fill("aa")
        page.locator("#towns thead th").nth(1).locator("[role=button]").click()
        with page.expect_download() as download:
            page.get_by_role("group", name="Deze tabel: Gemeenten op 1 februari 2028").get_by_text("CSV").click()
        assert download.value.suggested_filename == "gemeenten-op-1-februari-2028.csv"
        download.value.save_as(tmp_path / "tabel.csv")
        lines = (tmp_path / "tabel.csv").read_bytes().decode("utf-8-sig").split("\r\n")
        assert lines[0].startswith("Gemeente;Inwoners")
        # Elsloo aan Zee has fewer inhabitants than Aakerk; numbers have no thousands separator and all their decimals.
        assert lines[1].startswith("Elsloo aan Zee;30000;130;80;10;0;13;2;0,468182;0,692308")
        assert lines[2].startswith("Aakerk;120000;540;500;40;450;54;0;1,16;1")
        assert lines[3:] == [""]


def test_a_table_can_be_copied_and_a_browser_that_refuses_is_told(browser, small):
    with opened(browser, small["nl"]) as found:
        page = found.page
        page.evaluate("() => { navigator.clipboard.writeText = async (text) => { window.copied = text; }; }")
        tools = page.get_by_role("group", name="Deze tabel: Kosten over de hele periode, per gemeente")
        page.get_by_text("Kosten over de hele periode, per gemeente").first.click()
        tools.get_by_text("Kopieer tabel").click()
        # The costs of the small plan are a million for the first municipality, two for the second, and so on.
        assert page.evaluate("window.copied").split("\n")[:3] == [
            "Gemeente\tBedrag",
            "Aakerk\t1000000",
            "Beekdal\t2000000",
        ]
        assert tools.locator("button").first.inner_text() == "Gekopieerd"
        page.evaluate("() => { navigator.clipboard.writeText = async () => { throw new Error('nee'); }; }")
        tools.locator("button").first.click()
        assert tools.locator("button").first.inner_text() == "Kopiëren mag hier niet: bewaar als CSV"


def test_a_map_with_real_borders_is_chosen_from_and_coloured_alike(browser, large, tmp_path):
    shown = view_of(large)
    page_text = render_view(shown, ("plan.json",), borders_of(shown.document))
    assert len(page_text.encode()) < LIMIT
    with opened(browser, written(tmp_path / "grenzen.html", page_text)) as found:
        page = found.page
        town(page, "Breda").click(force=True)
        assert page.locator("#chosen h3").inner_text().startswith("Breda")
        assert page.locator("path.halo").count() == 1
        # Under the names, which stay readable.
        assert page.locator("path.halo ~ text.name").count() == page.locator("text.name").count() == 56
        choices(page).nth(0).select_option("places")
        fill = town(page, "Breda").locator("path.edge").get_attribute("fill")
        assert fill == "url(#h-n4)"
        assert page.locator("#legend li").count() == 4


def test_without_a_map_the_tables_still_show_a_municipality(browser, tmp_path):
    document = plan_document()
    for member in document["municipalities"]:
        member |= {"lat": None, "lon": None}
    file = written(tmp_path / "zonder-kaart.html", render(Plan.from_dict(document)))
    with opened(browser, file) as found:
        page = found.page
        page.locator("#towns").get_by_role("button", name="Beekdal").click()
        assert page.locator("#chosen h3").inner_text().startswith("Beekdal")
        assert violations(page) == []


def test_without_script_the_page_says_everything_in_its_tables(browser, small):
    with opened(browser, small["nl"], script=False) as found:
        page = found.page
        assert names_in(page, "towns") == names_in(page, "duties")
        assert page.locator("#choices, #filter, #chosen").evaluate_all("all => all.every(one => one.hidden)")
        assert town(page, "Aakerk").get_attribute("href") == "#m-GM0001"


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_axe_finds_nothing_wrong(browser, small, width, lang):
    with opened(browser, small[lang], width=width) as found:
        page = found.page
        town(page, "Aakerk").press("Enter")
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        choices(page).nth(0).select_option("places")
        assert violations(page) == []


def test_axe_finds_nothing_wrong_with_the_largest_province(browser, large):
    with opened(browser, large / "rapport.html", width=NARROW) as found:
        town(found.page, "Breda").press("Enter")
        assert violations(found.page) == []


def test_a_narrow_screen_never_scrolls_sideways(browser, small, large):
    for file in (*small.values(), large / "rapport.html"):
        with opened(browser, file, width=NARROW) as found:
            page = found.page
            assert not is_wider_than_the_window(page)
            page.locator("a.town").first.press("Enter")
            page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
            assert not is_wider_than_the_window(page)


def test_names_on_the_map_can_be_read_on_a_narrow_screen(browser, large):
    with opened(browser, large / "rapport.html", width=NARROW) as found:
        page = found.page
        heights = page.locator("svg.map text.name").evaluate_all("all => all.map(one => one.getBBox().height)")
        scale = page.locator("svg.map").evaluate("one => one.getBoundingClientRect().width / one.viewBox.baseVal.width")
        assert len(heights) == 56
        assert min(heights) * scale > 9
        # Whoever goes through the map with the keyboard sees where she is.
        town(page, "Land van Cuijk").focus()
        box = town(page, "Land van Cuijk").locator(".edge").bounding_box()
        assert 0 <= box["x"] < NARROW


def test_a_page_without_a_plan_is_well_formed_and_works(browser, tmp_path):
    document = plan_document()
    empty = {"municipalities": [], "locations": [], "clusters": [], "totals": [], "moments": []}
    outcome = {"status": "infeasible", "tiers": [], "conflict": {"reasons": [], "ways_out": []}}
    file = written(tmp_path / "zonder.html", render(Plan.from_dict(document | empty | {"outcome": outcome})))
    for width in (WIDE, NARROW):
        with opened(browser, file, width=width) as found:
            assert "Geen plan mogelijk" in found.page.locator("header").inner_text()
            assert violations(found.page) == []
            assert not is_wider_than_the_window(found.page)


def test_the_page_of_a_trade_off_works_too(browser, tmp_path):
    write_folder(small_tables(), tmp_path / "mijn")
    aims = ["--aim", "minimax", "--aim", "cost", "--set", "fairness_prices=none"]
    done = CliRunner().invoke(main, ["frontier", str(tmp_path / "mijn"), *aims, "--out", str(tmp_path / "uit")])
    assert done.exit_code == 0, done.output
    for width in (WIDE, NARROW):
        with opened(browser, tmp_path / "uit" / "afweging.html", width=width) as found:
            page = found.page
            assert violations(page) == []
            assert not is_wider_than_the_window(page)
            head = page.locator("table[data-sortable] thead th").nth(1)
            head.locator("[role=button]").click()
            assert head.get_attribute("aria-sort") == "ascending"


def test_hostile_text_stays_text_wherever_the_script_puts_it(browser, tmp_path):
    plan = hostile_plan()
    file = written(tmp_path / "vijandig.html", render_view(View(plan, "nl"), ("plan.json",)))
    with opened(browser, file, width=NARROW) as found:
        page = found.page
        title = page.title()
        assert not is_wider_than_the_window(page)
        shown = page.locator("#towns tbody th").evaluate_all("all => all.map(one => one.textContent)")
        assert sorted(shown) == sorted(TOWNS)
        for code in page.locator("#towns tbody tr").evaluate_all("all => all.map(one => one.id)"):
            name = page.locator(f"#{code} th").evaluate("one => one.textContent")
            page.locator(f"#{code} button").evaluate("one => one.click()")
            assert page.locator("#chosen h3").evaluate("one => one.textContent").startswith(name)
            assert not is_wider_than_the_window(page)
        choices(page).nth(0).select_option("places")
        assert page.title() == title
        assert page.locator("img, iframe, object, main script").count() == 0
        with page.expect_download() as download:
            page.get_by_role("button", name="Bewaar als CSV").first.click()
        download.value.save_as(tmp_path / "tabel.csv")
        lines = (tmp_path / "tabel.csv").read_bytes().decode("utf-8-sig").splitlines()[1:]
        assert len(lines) == 12
        assert [line for line in lines if line.lstrip('"')[:1] in "=+-@"] == []


def test_the_page_of_the_largest_province_stays_under_its_limit(large):
    document = json.loads((large / "plan.json").read_text("utf-8"))
    assert len(document["municipalities"]) == max(map(len, map(municipalities_of, provinces()))) == 56
    # Leximin, the default, has a level for every place of the row; this quick plan has none.
    ranked = document["fairness"]["sorted"]["joint"]
    levels = [{"on": "joint", "k": k, "value": ratio, "bound": 0.9999} for k, (ratio, _) in enumerate(ranked, start=1)]
    document["fairness"]["levels"] = levels
    files = tuple(path.relative_to(large).as_posix() for path in sorted(large.rglob("*")) if path.is_file())
    assert len(render_view(View(Plan.from_dict(document), "nl"), files, borders_of(document)).encode()) < LIMIT


def test_the_page_links_to_files_that_are_there(browser, large):
    with opened(browser, large / "rapport.html") as found:
        names = found.page.locator("#beside ~ ul a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
        assert "tabellen/" in names
        assert [name for name in names if not (large / name).exists()] == []
