"""The method page: complete in both languages, short plain sentences, pictures that stand alone."""

import re
from xml.etree import ElementTree as ET

import pytest

from regietafel.outputs import method_example as example
from regietafel.outputs.method_docs import method_files
from regietafel.outputs.method_page import NORMS, Grid, Heading, Paragraph, Picture, Points, method_groups, method_parts
from regietafel.outputs.report_html import render
from regietafel.outputs.texts_catalogue import LANGUAGES, catalogue, has_text
from support.plan_document import example_plan

SVG = "{http://www.w3.org/2000/svg}"
# What only programmers and mathematicians say. The page names leximin and minimax beside words that explain them.
PROGRAM_WORDS = {
    "nl": "solver|gap|bound|constraint|mip|lp|vector|lexicografisch|variabele|parameter|optimaliseren|algoritme|norm",
    "en": "solver|gap|constraint|mip|lp|vector|lexicographic|variable|parameter|optimise|algorithm",
}
# Gini and Theil are also their titles in both languages, deviation and regret are ordinary English words.
NAMES_OF_NORMS = "leximin|minimax"


def words_of(lang):
    """Give every text of the page, one per paragraph, item, cell and caption."""
    for part in method_parts(lang):
        if isinstance(part, Points):
            yield from part.items
        elif isinstance(part, Grid):
            yield from (part.caption, *part.columns, *(cell for row in part.rows for cell in row))
        elif isinstance(part, Picture):
            yield from (part.title, part.caption)
        else:
            yield part.words


def pictures(lang, **how):
    return [part for part in method_parts(lang, **how) if isinstance(part, Picture)]


def test_both_languages_have_the_same_parts():
    kinds = [[type(part) for part in method_parts(lang)] for lang in LANGUAGES]
    assert kinds[0] == kinds[1]
    anchors = [[part.anchor for part in method_parts(lang) if isinstance(part, Heading)] for lang in LANGUAGES]
    assert anchors[0] == anchors[1] == list(dict.fromkeys(anchors[0]))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_text_is_filled_in_and_every_text_of_the_catalogue_is_used(lang):
    told = list(words_of(lang))
    assert [words for words in told if not words.strip() or "{" in words] == []
    inside = " ".join(told) + " ".join(part.svg for part in pictures(lang)) + method_files()["methode.md"]
    inside += method_files()["method.md"] + render(example_plan(), lang)
    texts = {code: said for code, said in catalogue(lang).items() if code.startswith("method")}
    # A text without placeholders must stand in it whole, of another one its longest piece.
    pieces = {code: max(re.split(r"\{[^}]*\}", said), key=len) for code, said in texts.items()}
    assert [code for code, piece in pieces.items() if piece not in inside.replace("&#39;", "'")] == []


def test_every_norm_is_explained():
    known = {code.split(".")[1] for code in catalogue("nl") if code.startswith("norm.") and code.endswith(".meaning")}
    # "none" is the name of a plan that follows no norm, not of a norm.
    assert set(NORMS) == known - {"none"}
    assert all(has_text(f"method_norms.{norm}", lang) for norm in NORMS for lang in LANGUAGES)


def test_a_norm_is_a_question_with_its_value_on_two_plans():
    grid = next(part for part in method_parts("nl") if isinstance(part, Grid))
    assert grid.columns == ("Maat", "Waar zij op let", "Plaatje 1", "Plaatje 4")
    values = {row[0]: row[2:] for row in grid.rows}
    assert values["Kleinste hoogste last (minimax)"] == ("2,00", "1,40")
    assert values["Kleinste hoogste last, steeds de volgende (leximin)"] == (
        "2,00 · 1,40 · 0,80 · 0,00 · 0,00",
        "1,40 · 1,20 · 0,93 · 0,92 · 0,48",
    )
    assert values["Gini"] == ("0,41", "0,16")


def test_numbers_are_written_in_the_language_of_the_reader():
    dutch, english = (" ".join(words_of(lang)).replace("\u00a0", " ") for lang in LANGUAGES)
    assert "kost samen € 13.340.000 per jaar, plaatje 4 € 14.624.000. De prijs is hier dus € 1.284.000" in dutch
    assert "costs €13,340,000 a year together, picture 4 €14,624,000. So here the price is €1,284,000" in english
    assert "moet een andere gemeente naar 1,88 of hoger" in dutch


def test_the_page_is_about_two_printed_pages_of_short_sentences():
    for lang in LANGUAGES:
        told = list(words_of(lang))
        assert 700 < sum(len(words.split()) for words in told) < 1250
        sentences = [sentence.split() for words in told for sentence in re.split(r"(?<=[.?:;])\s", words)]
        assert max(map(len, sentences)) <= 30
        assert sum(map(len, sentences)) / len(sentences) < 14


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_word_of_programmers_stands_on_the_page(lang):
    told = " ".join(words_of(lang)).casefold()
    assert re.findall(rf"\b({PROGRAM_WORDS[lang]})\b", told) == []


def test_the_reception_task_is_never_called_the_housing_target():
    texts = [said for code, said in catalogue("nl").items() if code.startswith(("method", "burdens"))]
    assert [said for said in texts if "taakstelling" in said.casefold()] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_rest_of_the_report_does_without_the_names_of_the_norms(lang):
    page = re.sub(r"<style>.*?</style>|<script>.*?</script>", "", render(example_plan(), lang), flags=re.DOTALL)
    before = page[: page.index('<section id="method"')]
    # The list of options shows values as they are typed.
    shown = re.sub(r'<section aria-labelledby="options">.*?</section>', "", before, flags=re.DOTALL)
    assert re.findall(rf"\b({NAMES_OF_NORMS})\b", re.sub(r"<[^>]*>", " ", shown).casefold()) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_picture_is_a_drawing_with_title_and_description_that_says_all_it_shows(lang):
    drawn = pictures(lang, alone=True)
    assert [part.number for part in drawn] == [1, 2, 3, 4]
    for part in drawn:
        root = ET.fromstring(part.svg)
        assert root.tag == f"{SVG}svg"
        assert root.get("role") == "img"
        title, about = (root.find(f"{SVG}{name}") for name in ("title", "desc"))
        assert root.get("aria-labelledby") == f"{title.get('id')} {about.get('id')}"
        assert (title.text, about.text) == (part.title, part.alternative)
        plan = example.PLANS[part.number - 1]
        assert all(
            f"{town.name} {places} " in part.alternative for town, places in zip(example.TOWNS, plan, strict=True)
        )


def test_a_picture_asks_nothing_of_outside_and_needs_no_style_sheet():
    for part in pictures("nl"):
        assert not re.search(r"href|url\(|style=|<image|http", part.svg)
        assert "xmlns" not in part.svg
        assert 'fill="#17406d"' in part.svg or part.number == 1


def test_bars_are_as_high_as_their_burden():
    # Floor at 214, 88 for a burden of 1: Havenmonde 300 / 150 = 2 is 176 high and starts at 38.
    first, last = (pictures("nl")[number].svg for number in (0, 3))
    assert '<rect x="80" y="38.0" width="40" height="176.0" fill="#7fb0dc"/>' in first
    # Heidebeek 48 / 100 = 0.48: 42.24 high. In the picture before it had 30 places: an outline of 26.4.
    assert '<rect x="278" y="171.8" width="40" height="42.2" fill="#17406d"/>' in last
    assert '<rect x="278" y="187.6" width="40" height="26.4" fill="none"' in last


def test_a_lock_and_words_say_what_colour_says():
    # Five bars are held in the last picture, one in the second, none in the first: one path per lock.
    assert [part.svg.count("<path") for part in pictures("nl")] == [0, 1, 2, 5]
    assert [part.alternative.rsplit(". ", 1)[-1] for part in pictures("nl")[:2]] == [
        "Nog geen balk staat vast.",
        "Kan niet lager: Kerkwolde.",
    ]


def test_pictures_that_follow_each_other_stand_together():
    groups = method_groups("nl")
    assert [group["pictures"] for group in groups] == [False, True, False]
    assert len(groups[1]["parts"]) == 4
    assert isinstance(groups[2]["parts"][0], Paragraph)
