"""The pictures of a plan: complete, in words too, with the marks of the plan, and the same bytes every time."""

import re

import pytest

from regietafel.model.plan import Plan
from regietafel.outputs import map_picture, picture_png, report_html
from regietafel.outputs.pictures import Picture, draw_pictures, picture_files
from regietafel.outputs.report_view import View
from support.borders import borders_of
from support.drawings import elements, size_of_png, words
from support.hostile import SECRET_NUMBERS, hostile_plan, secret_plan
from support.plan_document import NAMES, code, example_plan, plan_document

OF_PLAN = ["kaart", "plichten", "lasten", "lasten-asiel", "hardheid"]


def drawn(plan=None, borders=None, lang="nl"):
    return draw_pictures(View(plan or example_plan(), lang), borders)


def rows(drawing):
    """Return what stands right before the bars: the names."""
    return [item.text for item in elements(drawing, "text") if item.get("text-anchor") == "end"]


def widths(drawing, pattern):
    """Return the widths of the parts of bars with a fill; the sample in the legend stands at 1."""
    bars = [item for item in elements(drawing, "rect") if item.get("fill") == f"url(#{pattern})"]
    return [float(item.get("width")) for item in bars if item.get("x") != "1"]


def test_every_picture_is_there_in_the_order_of_a_report():
    assert list(drawn()) == [*OF_PLAN, *(f"methode-{number}" for number in range(1, 5))]


def test_without_places_there_are_none():
    assert (
        draw_pictures(
            View(
                Plan.from_dict(plan_document() | {"outcome": {"status": "infeasible", "conflict": None, "tiers": []}}),
                "nl",
            )
        )
        == {}
    )


def test_every_picture_has_a_title_and_says_in_words_what_it_shows():
    for name, picture in drawn().items():
        assert (picture.name, bool(picture.title), len(picture.alternative) > 60) == (name, True, True)
        (title,) = elements(picture.drawing, "title")[:1]
        assert title.text in picture.title
        (about,) = elements(picture.drawing, "desc")[:1]
        assert about.text == picture.alternative


def test_a_picture_of_the_plan_keeps_its_marks_when_it_is_copied_out():
    for name in OF_PLAN:
        foot = " ".join(words(drawn()[name].drawing)[-2:])
        for mark in ("CONCEPT", "VERTROUWELIJK", "versie 0.3", "27 november 2026", "Rekenvoorbeeld: geen bestuurlijk"):
            assert mark in foot, (name, mark)


def test_the_legend_of_the_map_says_what_its_classes_measure():
    said = words(drawn()["kaart"].drawing)
    assert said.index("Last ten opzichte van het aandeel:") + 1 == said.index("onder 0,90")
    assert said.index("Open locaties:") < said.index("groot")


def test_a_picture_of_the_plan_says_where_its_figures_come_from():
    for name in OF_PLAN:
        assert "berekend met de invoer van dit plan" in " ".join(words(drawn()[name].drawing)), name


def test_the_duties_are_stacked_against_the_line_at_one():
    drawing = drawn()["plichten"].drawing
    assert rows(drawing) == sorted(NAMES)
    # Aakerk carries 500 + 40 + 450 + 54 = 1,044 of its share of 900: 1.16. Parts as its streams.
    regular, special, ukraine = (widths(drawing, f"s-{k}")[0] for k in ("regular", "special", "ukraine"))
    assert regular / special == pytest.approx(500 / 40, rel=0.02)
    assert regular / ukraine == pytest.approx(500 / 450, rel=0.02)
    assert "1,16" in words(drawing)


def test_the_line_lies_where_a_bar_of_one_ends():
    drawing = drawn()["lasten"].drawing
    line = next(item for item in elements(drawing, "path") if item.get("stroke") == "#a3281f")
    at_one = float(re.match(r"M([\d.]+) ", line.get("d"))[1])
    bars = widths(drawing, "b-plain")
    ratios = [ratio for ratio, _ in plan_document()["fairness"]["sorted"]["joint"]]
    assert len(bars) == len(ratios) == 5
    start = float(next(item for item in elements(drawing, "rect") if item.get("fill") == "url(#b-plain)").get("x"))
    for wide, ratio in zip(bars, ratios, strict=True):
        assert wide / ratio == pytest.approx(at_one - start, rel=0.01)


def test_the_burdens_stand_from_high_to_low_with_their_number():
    drawing = drawn()["lasten"].drawing
    ranked = plan_document()["fairness"]["sorted"]["joint"]
    names = dict(zip(map(code, range(6)), NAMES, strict=True))
    assert rows(drawing) == [f"{place}. {names[who]}" for place, (_, who) in enumerate(ranked, start=1)]


def test_a_place_that_is_not_proven_is_hatched_and_explained():
    document = plan_document()
    document["fairness"]["levels"] = [{"k": 1, "value": 1.2, "bound": 1.2}, {"k": 2, "value": 1.1, "bound": 1.0}]
    drawing = drawn(Plan.from_dict(document))["lasten"].drawing
    assert [len(widths(drawing, f"b-{kind}")) for kind in ("proven", "open", "plain")] == [1, 1, 3]
    assert {"nog niet bewezen", "bewezen: in het eerlijkste plan kan deze plaats niet lager"} <= set(words(drawing))


def test_one_enormous_burden_does_not_make_all_others_short():
    document = plan_document()
    document["municipalities"][0]["moments"][-1]["burden_ratio"]["joint"] = 30.0
    drawing = drawn(Plan.from_dict(document))["plichten"].drawing
    assert {"30,00", "de balk loopt verder dan 3,00"} <= set(words(drawing))
    assert len(elements(drawing, "path", "cut")) == 1
    assert sum(widths(drawing, f"s-{k}")[0] for k in ("regular", "special", "ukraine")) < 560


def test_a_municipality_without_share_says_so_instead_of_a_bar():
    document = plan_document()
    document["municipalities"][5]["moments"][-1]["burden_ratio"]["joint"] = None
    assert "geen aandeel" in words(drawn(Plan.from_dict(document))["plichten"].drawing)


def test_hardness_shows_places_by_status_and_the_task():
    document = plan_document()
    for total in document["totals"]:
        if total["task"] == "asylum":
            total["by_status"] = {"existing": 540, "decided": 320, "intended": 0, "explored": 270}
    picture = drawn(Plan.from_dict(document))["hardheid"]
    bars = [widths(picture.drawing, f"t-{status}") for status in ("existing", "decided", "explored")]
    # Twice 540, 320 and 270 of one task; Ukraine and special are all explored.
    assert [len(bar) for bar in bars] == [2, 2, 6]
    assert bars[0][0] / bars[1][0] == pytest.approx(540 / 320, rel=0.01)
    # 540 + 320 + 270 = 1,130 of 1,214.
    assert "1.130 plekken, nodig 1.214" in words(picture.drawing)
    assert "bestaand 540, vastgesteld 320 en verkenning 270; nodig 1.214." in picture.alternative


def test_text_of_a_user_arrives_as_plain_text():
    document = plan_document()
    hostile = '<script>alert(1)</script> & "=cmd" \u202e😀'
    document["municipalities"][0]["name"] = hostile
    for picture in drawn(Plan.from_dict(document)).values():
        assert "<script" not in picture.drawing
        assert not elements(picture.drawing, "script")
    made = drawn(Plan.from_dict(document))["kaart"]
    assert hostile in words(made.drawing)
    assert made.png[:4] == b"\x89PNG"


def test_a_very_long_name_is_cut_in_the_picture():
    document = plan_document()
    document["municipalities"][0]["name"] = "Z" * 200
    names = rows(drawn(Plan.from_dict(document))["plichten"].drawing)
    assert names[-1] == "Z" * 29 + "…"


def test_the_words_in_english():
    pictures = drawn(lang="en")
    assert pictures["hardheid"].title == "How firm the places are"
    assert "1.00 = exactly the share" in words(pictures["plichten"].drawing)


def test_images_have_their_size_and_the_same_bytes_every_time():
    first, again = drawn(), drawn()
    assert all(picture.png == again[name].png for name, picture in first.items())
    for name in OF_PLAN:
        wide, high = size_of_png(first[name].png)
        box = re.search(r'viewBox="0 0 (\d+) (\d+)"', first[name].drawing)
        assert wide == pytest.approx(int(box[1]) * picture_png.DENSITY, abs=1)
        assert high == pytest.approx(int(box[2]) * picture_png.DENSITY, abs=1)


def test_an_image_is_made_once():
    picture = drawn()["hardheid"]
    assert picture.png is picture.png


def test_words_do_not_disappear_when_a_computer_has_no_font():
    page = '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="20">{}</svg>'
    empty = picture_png.as_png(page.format(""))
    for font in ("Segoe UI, sans-serif", "No Such Font, sans-serif"):
        written = picture_png.as_png(page.format(f'<text y="15" font-family="{font}">Súdwest</text>'))
        assert len(written) > len(empty) + 100
    # A sign that the font does not have is a box, not a gap.
    unknown = picture_png.as_png(page.format('<text y="15" font-family="sans-serif">漢字</text>'))
    assert len(unknown) > len(empty) + 40


def test_files_of_the_pictures_lie_in_their_folder():
    pictures = {"kaart": Picture("kaart", "", "", drawn()["hardheid"].drawing)}
    assert list(picture_files(pictures)) == ["afbeeldingen/kaart.png"]


def test_the_map_has_the_colours_of_the_page():
    page = report_html.asset("rapport.css")
    for name, style in re.findall(r"\.([\w-]+)\{([^}]*)\}", map_picture.STYLE):
        fill = re.search(r"fill:(#\w+)", style)
        if fill and name.startswith(("c-", "k-")):
            assert re.search(rf"\.{name}\{{[^}}]*fill:{fill[1]}", page), name


def test_the_map_tells_how_many_carry_how_much():
    told = drawn()["kaart"].alternative
    assert "6 gemeenten:" in told
    # Fortveen has too small a share; eight locations are open, two of them hubs.
    assert "geen of te klein aandeel: 1" in told
    assert "Open locaties: 8. Regionale locaties met satellieten: 2." in told


def test_the_map_with_borders_has_another_title_and_names_its_source():
    picture = drawn(borders=borders_of(plan_document(), "Voorbeeldbron 2026"))["kaart"]
    assert picture.title == "Kaart van de provincie op 1 februari 2028"
    assert "Bron van de grenzen: Voorbeeldbron 2026." in picture.alternative
    assert drawn()["kaart"].title == "Schematische kaart van de provincie op 1 februari 2028"


@pytest.mark.parametrize("with_borders", [False, True])
def test_a_case_full_of_trouble_gives_whole_drawings(with_borders):
    plan = hostile_plan()
    borders = borders_of(plan.document) if with_borders else None
    for picture in drawn(plan, borders).values():
        assert elements(picture.drawing, "svg") is not None
        assert not elements(picture.drawing, "script") + elements(picture.drawing, "image")
        assert "{{7*7}}" in picture.drawing or "7*7" not in picture.drawing
        assert size_of_png(picture.png)[0] > 100
    names = {member["name"] for member in plan.document["municipalities"]}
    shown = set(words(drawn(plan, borders)["kaart"].drawing))
    # Only a name of hundreds of letters has no room.
    assert {name for name in names if len(name) < 60} <= shown


def test_no_number_that_only_a_position_knows_is_in_a_picture():
    for picture in drawn(secret_plan()).values():
        for number in SECRET_NUMBERS:
            assert str(number) not in picture.drawing + picture.alternative
