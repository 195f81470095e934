"""A comparison as page, workbook and text: the same figures as the document, safe and the same every time."""

import io
import re
import zipfile
from html import unescape

import pytest
from openpyxl import load_workbook

from regietafel.model.comparison import Option, compare
from regietafel.model.plan import Plan
from regietafel.outputs import comparison_grids as grids
from regietafel.outputs.comparison_folder import comparison_documents
from regietafel.outputs.comparison_html import render_comparison
from regietafel.outputs.comparison_marks import Marks
from regietafel.outputs.comparison_text import comparison_text
from regietafel.outputs.comparison_words import ComparisonWords
from regietafel.outputs.comparison_workbook import comparison_workbook
from support.hostile import TITLE, TOWNS, hostile_plan
from support.plan_document import plan_document


def plan(**about) -> Plan:
    """Make a plan; `about`: title, cost, closed (a location), stage, status."""
    document = plan_document()
    document["scenario"]["title"] = about.get("title", "Basis")
    document["costs"]["over_cycle"] = about.get("cost", 80_000_000)
    document["case"]["stage"] = about.get("stage", "concept")
    document["outcome"]["status"] = about.get("status", "within_gap")
    for offer in document["locations"]:
        for at in offer["moments"] if offer["location_id"] == about.get("closed") else ():
            at |= {"opened": 0, "places": dict.fromkeys(at["places"], 0)}
    about.get("change", lambda _: None)(document)
    return Plan.from_dict(document)


def compared(*plans: Plan, lang: str = "nl") -> tuple[ComparisonWords, Marks]:
    """Put plans side by side in a language."""
    options = [Option(folder=f"runs/{number}", plan=item) for number, item in enumerate(plans, 1)]
    marks = Marks.of(dict(zip("ABCDEFGHIJKL", plans, strict=False)), lang)
    return ComparisonWords(compare(options) | {"ranking": None}, lang), marks


@pytest.fixture(scope="module")
def pair():
    return compared(plan(title="Basis"), plan(title="Krap", cost=70_000_000, closed="L-03"))


@pytest.fixture(scope="module")
def hostile():
    first, second = hostile_plan("tafel"), hostile_plan("basis")
    return compared(first, second)


def sheets(content: bytes):
    return load_workbook(io.BytesIO(content))


def rows_of(book, name: str) -> dict[str, list]:
    """Give the rows of a sheet by their first cell."""
    return {row[0]: list(row[1:]) for row in book[name].iter_rows(min_row=5, values_only=True) if row[0]}


def shown(page: str) -> str:
    """Give the text of a page as a reader sees it."""
    return unescape(re.sub(r"<[^>]+>", " ", re.sub(r"(?s)<(style|script)>.*?</\1>", "", page)))


def test_the_same_comparison_gives_the_same_bytes(pair):
    assert comparison_documents(*pair) == comparison_documents(*pair)


def test_figures_of_the_workbook_are_those_of_the_document(pair):
    words, _ = pair
    book = sheets(comparison_workbook(*pair))
    rows = rows_of(book, "Kerncijfers")
    assert rows["Kosten over de hele periode"] == [80_000_000, 70_000_000, "berekend"]
    for row in words.document["figures"]:
        assert rows[words.figure(row["name"])][:2] == row["values"]
    burdens = rows_of(book, "Last")
    for row in words.document["municipalities"]:
        assert burdens[row["name"]][:3] == [*row["ratio"]["joint"], row["ratio_spread"]]
    places = rows_of(book, "Plekken regulier")
    assert places["Aakerk"] == [500, 500, 0]


def test_every_sheet_says_what_it_is_on_screen_and_on_paper(pair):
    book = sheets(comparison_workbook(*pair))
    assert book.sheetnames[:4] == ["Overzicht", "Kerncijfers", "Per moment", "Maten"]
    for sheet in book:
        assert sheet["A2"].value.startswith("CONCEPT · VERTROUWELIJK · Rekenvoorbeeld: geen bestuurlijk voorstel")
        assert "CONCEPT · VERTROUWELIJK · Rekenvoorbeeld" in sheet.oddFooter.left.text
        assert sheet.page_setup.orientation == "landscape"
    for sheet in book.worksheets[1:-1]:
        assert sheet.freeze_panes == "B5"
        (table,) = sheet.tables.values()
        assert table.autoFilter is not None


def test_charts_have_words_for_who_does_not_see_them(pair):
    with zipfile.ZipFile(io.BytesIO(comparison_workbook(*pair))) as parts:
        drawing = parts.read("xl/drawings/drawing1.xml").decode()
    said = unescape(drawing).replace("\u00a0", " ")
    assert 'descr="Kosten over de hele periode: plan A € 80,0 miljoen; plan B € 70,0 miljoen"' in said
    assert 'descr="Hoogste last, alles samen: plan A 1,243; plan B 1,243"' in said


def test_the_page_shows_every_figure_of_the_document(pair):
    words, marks = pair
    said = " ".join(shown(render_comparison(words, marks)).split())
    for row in (*words.document["figures"], *words.document["figures_per_moment"]):
        values = [words.written(grids.Datum(value, row["unit"])) for value in row["values"]]
        assert all(" ".join(value.split()) in said for value in values)
        assert words.figure(row["name"]) in said
    for row in words.document["municipalities"]:
        assert row["name"] in said
    assert "Open in een deel van de plannen: 1" in said
    assert "Plan A is daarop nergens beter dan plan B, en duidelijk slechter op kosten" in said


def test_the_page_is_under_a_strict_content_policy_and_asks_for_nothing(pair):
    page = unescape(render_comparison(*pair))
    assert "default-src 'none'; style-src 'sha256-" in page
    assert not re.search(r'(?:src|href)="(?!#)', page)
    assert 'style="' not in page


def test_the_screen_fits_its_width(pair):
    for width in (80, 100, 120):
        said = comparison_text(*pair, width)
        tables = [line for line in said.splitlines() if re.search(r"\S {2,}\S", line)]
        assert tables
        assert max(map(len, tables)) <= width


def test_twelve_plans_go_on_below_on_a_narrow_screen():
    words, marks = compared(*(plan(title=f"Plan {number}") for number in range(12)))
    said = comparison_text(words, marks, 80)
    tables = [line for line in said.splitlines() if re.search(r"\S {2,}\S", line)]
    assert max(map(len, tables)) <= 80
    heads = [line.split()[1:] for line in said.splitlines() if line.startswith("Kerncijfer ")]
    assert [letter for line in heads for letter in line] == list("ABCDEFGHIJKL")


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_everything_has_words_in_both_languages(lang):
    def everything(document):
        document["case"] |= {"cycle": 1, "version": "9", "reference": {"plan_sha256": "1"}}
        document["versions"] |= {"reference_figures": "2", "regietafel": "2"}
        document["scenario"] |= {"pins": ["Aakerk: geen groot"]}
        document["scenario"]["options"]["counting"]["value"] = "durable"
        document["fairness"]["norm"] = "gini"
        document["outcome"]["status"] = "stopped"
        document["positions"][0]["honoured"] = False

    plans = [plan(), plan(change=everything, cost=90_000_000), plan(status="infeasible"), plan(status="no_plan")]
    words, marks = compared(*plans, lang=lang)
    documents = comparison_documents(words, marks)
    assert set(documents) == {"vergelijking.html", "vergelijking.xlsx", "vergelijking.json"}
    said = comparison_text(words, marks, 100) + shown(documents["vergelijking.html"].decode())
    assert "Aakerk: geen groot" in said
    assert not re.search(r"\b(compare|figure|outcome)\.\w+", said)


def test_the_marks_are_the_strictest_of_all_plans():
    adopted = plan(stage="adopted", change=lambda document: document["case"].update(version="1.0"))
    assert compared(adopted, adopted)[1].marks == ["VASTGESTELD", "VERTROUWELIJK"]
    both = compared(adopted, plan())[1]
    assert both.marks == ["CONCEPT", "VERTROUWELIJK"]
    assert both.facts == ["versie 1.0", "vergadering van 27 november 2026", "versie 0.3"]
    assert Marks.of({}, "nl").marks == ["CONCEPT", "VERTROUWELIJK"]


def test_a_plan_that_is_not_possible_is_named_with_its_reason():
    def conflict(document):
        reason = {"code": "no_way_out", "params": {}}
        document["outcome"] |= {"status": "infeasible", "conflict": {"reasons": [reason], "ways_out": [], "names": {}}}

    words, marks = compared(plan(), plan(title="Te krap", change=conflict))
    assert any(
        said.startswith("Zonder plekken: plan B (Te krap). Geen plan mogelijk")
        for said in words.without_plan(marks.reasons)
    )


def test_hostile_names_arrive_as_plain_text_on_the_page(hostile):
    page = render_comparison(*hostile)
    assert "<script>document" not in page
    assert page.count("<script>") == 1
    said = shown(page)
    for name in TOWNS:
        assert name in said
    assert TITLE in said


def test_hostile_names_arrive_as_plain_text_in_the_workbook(hostile):
    words, _ = hostile
    book = sheets(comparison_workbook(*hostile))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    values = {str(cell.value) for cell in cells}
    for name in TOWNS:
        assert name in values
    for row in words.document["locations"]:
        assert row["name"] in values


def test_hostile_names_do_not_break_the_screen(hostile):
    said = comparison_text(*hostile, 80)
    assert "Plannen naast elkaar voor" in said


def test_what_a_council_keeps_to_itself_is_nowhere(pair):
    for content in comparison_documents(*pair).values():
        assert b"weerstand" not in content
        assert b"ruimte_plekken" not in content


def test_a_small_difference_looks_small_in_the_picture_and_no_two_values_along_it_are_the_same():
    def with_burden(of: float):
        def change(document):
            for member in document["municipalities"]:
                member["moments"][-1]["burden_ratio"]["joint"] = of
            document["fairness"]["measures"]["minimax"] = {"joint": of, "asylum": of}

        return change

    one, other = plan(change=with_burden(1.0099)), plan(change=with_burden(1.0097), cost=80_100_000)
    page = render_comparison(*compared(one, other))
    picture = page[page.index('<svg class="tradeoff"') : page.index("</svg>", page.index('<svg class="tradeoff"'))]
    across = re.findall(r'text-anchor="middle">(\d+,\d+)</text>', picture)
    assert len(across) >= 2
    assert len(set(across)) == len(across)
    dots = [float(x) for x in re.findall(r'cx="([\d.]+)"', picture)]
    # 0.0002 on a side of 0.02: a hundredth of its 570 points, not all of them.
    assert abs(dots[0] - dots[1]) < 10
