"""The page in a real browser: sorting, map and table, filters, choices and the keyboard, and nothing untoward."""

import re

import pytest

from regietafel.outputs.report_duties import duties
from regietafel.outputs.report_tables import municipalities
from regietafel.outputs.report_view import plain
from support.browser import opened
from support.pages import choices, legend, names_in, town, view_of


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
        # The second position says of L-01 at most 490; it has 540, so 50 were given up.
        assert "council S02 (S02): " in said
        assert "Het plan geeft: 540. Gevolgd: losgelaten met 50 plekken." in said
        assert "council S01" not in said
        assert (
            "Van: Aakerk; Naar: Beekdal; Geeft over: 20 Oekraïne; In ruil voor: 10 Regulier; Stand: afgesproken."
            in said
        )
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
        assert page.evaluate("document.activeElement.textContent") == "Aakerk"


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
