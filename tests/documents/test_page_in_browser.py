"""The page in a real browser: sorting, map and table, filters, keyboard, print, and nothing that should not happen."""

import json
import re

import pytest
from click.testing import CliRunner

from regietafel.cli import main
from regietafel.inputs.csv_folder import write_folder
from regietafel.model.plan import Plan
from regietafel.outputs.report_duties import duties
from regietafel.outputs.report_html import render, render_view
from regietafel.outputs.report_tables import municipalities
from regietafel.outputs.report_view import View, plain
from support.browser import NARROW, WIDE, is_wider_than_the_window, opened, started, violations
from support.hostile import TOWNS, hostile_plan
from support.plan_document import plan_document
from support.small_tables import small_tables

# Quick and coarse: what counts here is a page of the right size, not the plan.
QUICK = ("fairness=minimax", "fairness_prices=none", "position_prices=none", "gap=0.05", "gap_disturbance=0.5")
LARGEST = ("noord-brabant", "gelderland", "zuid-holland")
LIMIT = 400_000


@pytest.fixture(scope="module")
def browser():
    with started() as found:
        yield found


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """Write the page of the small plan in both languages; give the file by language."""
    folder = tmp_path_factory.mktemp("klein")
    document = plan_document()
    document["municipalities"][2]["name"] = "Súdwest-Ameland"
    document["municipalities"][3]["safety_region"] = "Noord"
    return {lang: written(folder / f"{lang}.html", render(Plan.from_dict(document), lang)) for lang in ("nl", "en")}


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """Plan the largest province, about three seconds: give its folder."""
    return planned("noord-brabant", tmp_path_factory.mktemp("groot") / "plan")


def written(file, text):
    file.write_text(text, encoding="utf-8", newline="\n")
    return file


def planned(province, folder):
    options = [part for option in QUICK for part in ("--set", option)]
    done = CliRunner().invoke(
        main, ["plan", f"voorbeeld:{province}", "--scenario", "krap", *options, "--out", str(folder)]
    )
    assert done.exit_code == 0, done.output
    return folder


def view_of(folder, lang="nl"):
    return View(Plan.from_dict(json.loads((folder / "plan.json").read_text("utf-8"))), lang)


def names_in(page, table="towns"):
    """Give the first cell of every visible row, without the sign of a chosen one."""
    rows = page.locator(f"#{table} tbody tr:not([hidden]) > th")
    return [name.strip() for name in rows.all_inner_texts()]


def town(page, name):
    return page.locator(f'a.town[aria-label^="{name}:"]')


def choices(page):
    return page.locator("#choices select")


def legend(page):
    return page.locator("#legend li").all_inner_texts()


@pytest.mark.parametrize("table", ["towns", "duties"])
def test_every_column_sorts_like_its_exact_values(browser, large, table):
    shown = view_of(large)
    made = municipalities(shown, shown.last) if table == "towns" else duties(shown)
    with opened(browser, large / "rapport.html") as found:
        for number, column in enumerate(made.columns):
            if not column.numeric:
                continue
            head = found.page.locator(f"#{table} thead th").nth(number)
            keys = {row[0].shown: row[number].key for row in made.rows}
            head.locator("[role=button]").click()
            assert [keys[name] for name in names_in(found.page, table)] == sorted(keys.values())
            assert head.get_attribute("aria-sort") == "ascending"
            head.locator("[role=button]").click()
            assert [keys[name] for name in names_in(found.page, table)] == sorted(keys.values(), reverse=True)
            assert found.page.locator(f"#{table} [aria-sort]").count() == 1


def test_dutch_names_sort_without_apostrophes_and_accents(browser, large, small):
    with opened(browser, large / "rapport.html") as found:
        names = names_in(found.page)
        found.page.locator("#towns thead th").nth(1).locator("[role=button]").click()
        assert names_in(found.page) != names
        found.page.locator("#towns thead th").nth(0).locator("[role=button]").click()
        assert names_in(found.page) == names == sorted(names, key=plain)
        assert names.index("'s-Hertogenbosch") == names.index("Rucphen") + 1
    with opened(browser, small["nl"]) as found:
        # Only the accents differ from what the alphabet of a computer would do: Fortveen, Súdwest-Ameland.
        assert names_in(found.page) == [
            "Aakerk",
            "Beekdal",
            "Duinhoek",
            "Elsloo aan Zee",
            "Fortveen",
            "Súdwest-Ameland",
        ]


def test_a_municipality_chosen_on_the_map_is_marked_and_in_sight_in_every_table(browser, large):
    with opened(browser, large / "rapport.html") as found:
        page = found.page
        town(page, "Zundert").click()
        assert town(page, "Zundert").get_attribute("aria-current") == "true"
        row = page.locator("#towns tr.on")
        assert row.locator("th").inner_text().strip().endswith("Zundert")
        assert row.locator("button").get_attribute("aria-pressed") == "true"
        # Zundert is the last of 56: the table has scrolled, the page has not left the map.
        assert page.evaluate("document.querySelector('#towns').closest('.scroll').scrollTop") > 500
        inside = "(e) => { const s = e.closest('.scroll').getBoundingClientRect(), r = e.getBoundingClientRect();"
        assert row.evaluate(f"{inside} return r.top >= s.top && r.bottom <= s.bottom + 1; }}")
        assert page.locator("#duties tr.on th").inner_text() == "Zundert"
        assert page.locator("#places tbody.on th.g").inner_text().startswith("Zundert")
        assert page.locator(".halo").count() == 1
        town(page, "Breda").click()
        assert page.locator("[aria-current], #towns tr.on").count() == 2
        town(page, "Breda").click()
        assert page.locator("[aria-current], #towns tr.on, .halo").count() == 0
        assert page.locator("#chosen").is_hidden()


def test_a_municipality_chosen_in_the_table_is_marked_on_the_map_and_shown_with_all_about_it(browser, small):
    with opened(browser, small["nl"]) as found:
        page = found.page
        page.locator("#towns").get_by_role("button", name="Aakerk").click()
        assert town(page, "Aakerk").get_attribute("aria-current") == "true"
        panel = page.locator("#chosen")
        said = re.sub(r"\s+", " ", panel.inner_text())
        assert "Aakerk · Veiligheidsregio: Midden" in said
        # Asked 540, 40, 300 and 60; carried 540, 40, 450 and 54.
        assert "Asiel 540 berekend 540 1,00 Waarvan bijzonder 40 berekend 40 Oekraïne 300 berekend 450 1,50" in said
        assert "Statushouders 60 berekend 54 0,90" in said
        assert "Locatie L-01" in said
        assert "Locatie L-06" in said
        assert "Locatie L-02" not in said
        assert "Plekken passen in de locatie" in said
        assert "council S02 (S02)" in said
        assert "council S01" not in said
        assert "€ 1.000.000" in said
        # In the row of burdens and against the legal key it is marked as well: 2. Aakerk, in both rows.
        marked = page.locator(".ranks tr.on th").all_inner_texts()
        assert marked == ["2. Aakerk", "2. Aakerk"]
        assert page.locator("#g-GM0001.on").count() == 1
        assert page.locator(".strip").inner_text().startswith("Aakerk")
        page.locator(".strip").get_by_role("link", name="Naar de kaart").click()
        assert page.url.endswith("#map")
        page.locator("#chosen").get_by_role("button", name="Keuze wissen").click()
        assert panel.is_hidden()


def test_pointing_at_a_row_lights_up_its_place_on_the_map_and_the_other_way_round(browser, small):
    with opened(browser, small["nl"]) as found:
        page = found.page
        page.locator("#m-GM0002").hover()
        assert "lit" in town(page, "Beekdal").get_attribute("class")
        # In the middle of Duinhoek lies the mark of its satellite: pointing at that points at Duinhoek too.
        town(page, "Duinhoek").hover(force=True)
        assert page.locator("tr.lit").evaluate_all("rows => rows.map(row => row.id)") == ["m-GM0004", "d-GM0004"]
        assert page.locator("a.town.lit").count() == 1
        town(page, "Duinhoek").click(force=True)
        assert page.locator("#chosen h3").inner_text().startswith("Duinhoek")


def test_the_map_shows_what_is_chosen_and_its_legend_says_the_classes(browser, small):
    with opened(browser, small["nl"]) as found:
        page = found.page
        # Of the six 1.16, 1.24, 0.47, 0.53, 0.47 and one too small to compare.
        assert legend(page)[0] == "onder 0,90 (gemeenten: 3)"
        assert legend(page)[2] == "1,10 tot 1,50 (gemeenten: 2)"
        assert legend(page)[-1] == "geen of te klein aandeel (gemeenten: 1)"
        choices(page).nth(0).select_option("places")
        choices(page).nth(1).select_option("ukraine")
        # Aakerk 450 and Beekdal 200 places for Ukraine, the others none; a class ends at a round number or at the most.
        assert legend(page) == [
            "geen (gemeenten: 4)",
            "1 tot en met 200 (gemeenten: 1)",
            "201 tot en met 450 (gemeenten: 1)",
        ]
        fills = {
            name: town(page, name).locator(".edge").get_attribute("fill") for name in ("Aakerk", "Beekdal", "Duinhoek")
        }
        assert fills == {"Aakerk": "url(#h-n2)", "Beekdal": "url(#h-n1)", "Duinhoek": "url(#h-n0)"}
        assert town(page, "Aakerk").get_attribute("aria-label").startswith("Aakerk: 450 (Opvang en huisvesting")
        assert page.locator("#legend-title").inner_text() == "Opvang en huisvesting: aantal"
        assert page.locator("#map-says").inner_text().endswith("Oekraïne, op 1 februari 2028")


def test_every_choice_of_measure_group_and_moment_gives_each_municipality_a_class(browser, large):
    with opened(browser, large / "rapport.html") as found:
        page = found.page
        seen = set()
        for measure in choices(page).nth(0).locator("option").evaluate_all("all => all.map(one => one.value)"):
            choices(page).nth(0).select_option(measure)
            groups = choices(page).nth(1).locator("option").evaluate_all("all => all.map(one => one.value)")
            for group in groups:
                if len(groups) > 1:
                    choices(page).nth(1).select_option(group)
                counted = [int(number) for line in legend(page) for number in re.findall(r"gemeenten: (\d+)", line)]
                assert sum(counted) == 56, (measure, group)
                fills = page.locator("a.town .edge").evaluate_all("all => all.map(one => one.getAttribute('fill'))")
                known = page.locator("pattern").evaluate_all("all => all.map(one => `url(#${one.id})`)")
                assert set(fills) <= set(known)
                seen.add(tuple(fills))
        assert len(seen) >= 10
        choices(page).nth(0).select_option("ratio")
        before = page.locator("a.town").evaluate_all("all => all.map(one => one.getAttribute('aria-label'))")
        choices(page).nth(2).select_option("0")
        assert page.locator("a.town").evaluate_all("all => all.map(one => one.getAttribute('aria-label'))") != before


def test_ratios_on_the_map_are_written_as_in_the_table(browser, large):
    shown = view_of(large)
    with opened(browser, large / "rapport.html") as found:
        page = found.page
        column = [cell.label for cell in municipalities(shown, shown.last).columns].index("Last")
        ratios = {row[0].shown: row[column].shown for row in municipalities(shown, shown.last).rows}
        choices(page).nth(0).select_option("places")
        choices(page).nth(0).select_option("ratio")
        choices(page).nth(1).select_option("joint")
        labels = page.locator("a.town").evaluate_all("all => all.map(one => one.getAttribute('aria-label'))")
        assert {label.split(": ")[0]: label.split(": ")[1].split(" (")[0] for label in labels} == ratios


def test_filters_keep_what_fits_in_tables_and_map_with_a_count(browser, small):
    with opened(browser, small["nl"]) as found:
        page = found.page
        count = page.locator("#filter output")
        assert count.inner_text() == "6 van 6 gemeenten"
        assert count.get_attribute("aria-live") == "polite"
        page.get_by_label("Zoek op naam").fill("SUDWEST ame")
        assert names_in(page) == names_in(page, "duties") == []
        page.get_by_label("Zoek op naam").fill("sudwestam")
        assert names_in(page) == names_in(page, "duties") == ["Súdwest-Ameland"]
        assert count.inner_text() == "1 van 6 gemeenten"
        assert page.locator("a.town.dim").count() == 5
        assert page.locator("#places tbody:visible").count() == 1
        page.get_by_label("Zoek op naam").fill("")
        page.get_by_label("Veiligheidsregio").select_option(label="Noord")
        assert names_in(page) == ["Duinhoek"]
        page.get_by_label("Veiligheidsregio").select_option(label="alle")
        page.locator("#filter select").nth(1).select_option(label="gemeenten buiten de maat")
        assert names_in(page) == ["Fortveen"]


def test_everything_works_with_the_keyboard_alone(browser, small):
    with opened(browser, small["nl"]) as found:
        page = found.page
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        reached = []
        for _ in range(60):
            page.keyboard.press("Tab")
            reached.append(
                page.evaluate("document.activeElement.getAttribute('href') ?? document.activeElement.tagName")
            )
        # In reading order: what the map shows, the map, the filter, the table.
        assert [reached.count("SELECT"), reached.count("#m-GM0001")] == [4 + 1, 1]
        town(page, "Beekdal").focus()
        page.keyboard.press("Enter")
        assert page.locator("#chosen h3").inner_text().startswith("Beekdal")
        page.keyboard.press("Escape")
        assert page.locator("#chosen").is_hidden()
        page.locator("#towns").get_by_role("button", name="Duinhoek").focus()
        page.keyboard.press("Space")
        assert page.locator("#chosen h3").inner_text().startswith("Duinhoek")
        head = page.locator("#towns thead th").nth(1)
        head.locator("[role=button]").focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Space")
        assert head.get_attribute("aria-sort") == "descending"
        assert names_in(page)[0] == "Aakerk"


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
        assert violations(page) == []
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


@pytest.mark.parametrize("province", LARGEST)
def test_the_page_of_the_largest_provinces_stays_under_its_limit(province, large, tmp_path):
    folder = large if province == "noord-brabant" else planned(province, tmp_path / "plan")
    document = json.loads((folder / "plan.json").read_text("utf-8"))
    # Leximin, the default, has a level for every place of the row; this quick plan has none.
    ranked = document["fairness"]["sorted"]["joint"]
    levels = [{"on": "joint", "k": k, "value": ratio, "bound": 0.9999} for k, (ratio, _) in enumerate(ranked, start=1)]
    document["fairness"]["levels"] = levels
    files = tuple(path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if path.is_file())
    assert len(render_view(View(Plan.from_dict(document), "nl"), files).encode()) < LIMIT


def test_the_page_links_to_files_that_are_there(browser, large):
    with opened(browser, large / "rapport.html") as found:
        names = found.page.locator("#beside ~ ul a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
        assert "tabellen/" in names
        assert [name for name in names if not (large / name).exists()] == []
