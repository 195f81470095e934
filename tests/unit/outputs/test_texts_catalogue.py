"""The catalogue: complete in both languages, and a finding becomes one sentence with its place."""

import re
from datetime import date

import pytest

from regietafel.model.errors import Finding, Place
from regietafel.model.formulation import NORMS, RULES, TIERS
from regietafel.model.meeting import FOR_MEETING
from regietafel.model.scenario import CHOICE, OPTIONS, STREAMS, TASKS, TIER_NAMES
from regietafel.outputs.texts_catalogue import (
    LANGUAGES,
    by_code,
    catalogue,
    has_text,
    place,
    placeholders,
    runs,
    said,
    sentence,
    shown,
    spoken,
    text,
)

BOOKKEEPING = ("definition", "norm")


def test_both_languages_have_the_same_codes():
    assert sorted(catalogue("nl")) == sorted(catalogue("en"))


def test_both_languages_have_the_same_parameters():
    differing = [
        code for code, said in catalogue("nl").items() if placeholders(said) != placeholders(catalogue("en")[code])
    ]
    assert differing == []


def test_no_text_is_empty():
    assert [(lang, code) for lang in LANGUAGES for code, said in catalogue(lang).items() if not said.strip()] == []


@pytest.mark.parametrize("part", ["label", "help"])
def test_every_option_has_a_label_and_help(part):
    assert [key for key in OPTIONS if not has_text(f"option.{key}.{part}")] == []


def test_every_stated_source_of_an_option_is_in_the_catalogue():
    stated = [key for key, about in OPTIONS.items() if about.source != CHOICE]
    assert [key for key in stated if not has_text(f"option.{key}.source")] == []


def test_labels_of_options_are_unique():
    labels = [text(f"option.{key}.label") for key in OPTIONS]
    assert len(labels) == len(set(labels)) == len(OPTIONS)


@pytest.mark.parametrize("part", ["title", "meaning"])
def test_every_reported_rule_has_a_title_and_a_meaning(part):
    reported = [rule.__name__ for rule in RULES if rule.group not in BOOKKEEPING]
    assert [name for name in reported if not has_text(f"rule.{name}.{part}")] == []


def test_every_group_of_rules_has_a_title():
    assert {rule.group for rule in RULES} - {"definition", "norm"} <= {
        code.removeprefix("group.") for code in catalogue("nl") if code.startswith("group.")
    }


def test_every_tier_norm_stream_and_task_has_a_title():
    assert all(has_text(f"tier.{name}.title") for name in TIER_NAMES)
    assert all(has_text(f"tier.{tier.NAME}.unit") for tier in TIERS)
    assert all(has_text(f"norm.{name}.meaning") for name in NORMS)
    assert all(has_text(f"stream.{name}") for name in STREAMS)
    assert all(has_text(f"task.{name}") for name in (*TASKS, "asylum_need"))


def test_every_unit_of_an_option_and_of_a_rule_has_a_word():
    units = {about.unit for about in OPTIONS.values()} | {rule.unit for rule in RULES} - {""}
    assert [unit for unit in units if unit and not has_text(f"unit.{unit}")] == []


def test_unknown_language_is_refused():
    with pytest.raises(ValueError, match="de"):
        catalogue("de")


def test_numbers_dates_and_lists_are_written_in_the_language_of_the_reader():
    assert (
        text("page.to_realise", "nl", places=4900)
        == "Volgens het Rijk moet deze provincie nog 4.900 plekken realiseren (gepubliceerd)."
    )
    assert text("page.to_realise", "en", places=4900).endswith("still has to realise 4,900 places (published).")
    assert shown(date(2027, 7, 1), "nl") == "1 juli 2027"
    assert shown([1234, 0.5, "x"], "nl") == "1.234, 0,5 en x"
    assert shown(True, "nl") == "ja"
    assert shown(None, "en") == "none"


def test_finding_says_where_value_and_what_to_do():
    place = Place("gemeenten.csv", "gemeenten", 14, "inwoners", "E")
    finding = Finding(
        "plan_of_later_version", place=place, value="regietafel.plan/9", params={"known": "regietafel.plan/1"}
    )
    assert sentence(finding) == (
        "gemeenten.csv, rij 14, kolom E (inwoners): dit plan is gemaakt met een nieuwere versie "
        "(regietafel.plan/9; deze versie leest regietafel.plan/1). Werk regietafel bij."
    )


def test_value_is_quoted_when_the_sentence_does_not_name_it():
    finding = Finding("plan_not_json", place=Place("plan.json", row=3), value="{")
    assert sentence(finding).startswith('plan.json, rij 3: "{": dit bestand is geen leesbaar plan.')


def test_sheet_is_named_when_it_is_not_the_file():
    finding = Finding("plan_not_json", place=Place("invoer.xlsx", "locaties", 2, "plekken"))
    assert sentence(finding, "en").startswith("invoer.xlsx, sheet locaties, row 2, column plekken: this file")


def test_a_cell_of_a_workbook_is_named_as_a_spreadsheet_does():
    where = Place("invoer.xlsx", "locaties", 14, "plekken_bijzonder", "K")
    assert place(where) == "invoer.xlsx, blad locaties, cel K14 (plekken_bijzonder)"
    assert place(where, "en", with_book=False) == "sheet locaties, cell K14 (plekken_bijzonder)"


def test_a_table_of_a_built_in_case_is_no_sheet():
    where = Place("voorbeeld:gelderland", "opgave", 4, "waarde", "B")
    assert place(where) == "voorbeeld:gelderland, tabel opgave, rij 4, kolom B (waarde)"


def test_rows_of_a_column_are_listed_with_long_runs_as_a_range():
    where = Place("locaties.csv", "locaties", 4, "plekken", "F")
    rows = (4, 7, 8, *range(12, 31))
    assert place(where, "nl", rows) == "locaties.csv, kolom F (plekken), rijen 4, 7, 8 en 12-30"
    assert runs([9, 7, 8, 7]) == ["7-9"]


def test_the_nearest_word_is_added_when_there_is_one():
    near, far = (Finding("type_unknown", value="azk", params={"nearest": word}) for word in ("azc", ""))
    assert said(near)[1] == "Verbeter de naam of voeg het type toe. Lijkt het meest op: azc."
    assert said(far)[1] == "Verbeter de naam of voeg het type toe."


def test_a_sentence_of_its_own_has_a_capital_unless_a_name_stands_first():
    assert spoken(Finding("number_none"))[0] == "Dit is geen getal."
    assert spoken(Finding("file_empty", value="momenten.csv"))[0] == "momenten.csv is leeg."


IMPERATIVES = {
    "nl": re.compile(
        "(Bewaar|Controleer|Gebruik|Geef|Haal|Herstel|Houd|Kies|Laat|Maak|Meld|Neem|Noem|Open|Kopieer|Probeer|Rond|Schrijf|Sla|Sluit|Splits"
        "|Typ|Verbeter|Vergelijk|Verhoog|Verlaag|Voeg|Vul|Wacht|Werk|Zet) "
    ),
    "en": re.compile(
        "(Add|Check|Choose|Close|Compare|Copy|Correct|Do not|Empty|Fill|Give|Keep|Leave|Let|Lower|Make|Move|Name|Open"
        "|Put|Raise|Remove|Repair|Report|Round|Save|Set|Split|Take|Try|Type|Update|Use|Wait|Write) "
    ),
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_finding_tells_the_reader_to_do_something(lang):
    codes = {code.split(".")[1] for code in catalogue(lang) if code.startswith("finding.")}
    told = {code: catalogue(lang).get(f"finding.{code}.do", "") for code in codes}
    assert {code: words for code, words in told.items() if not IMPERATIVES[lang].match(words)} == {}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_item_before_the_table_says_what_to_do_and_who_gives_it(lang):
    assert [code for code in FOR_MEETING if not has_text(f"message.{code}", lang)] == []
    assert [code for code in FOR_MEETING if not has_text(f"meeting.{code}.who", lang)] == []
    told = {code: catalogue(lang)[f"meeting.{code}.do"] for code in FOR_MEETING}
    assert {code: words for code, words in told.items() if not IMPERATIVES[lang].match(words)} == {}


def test_rules_units_and_reasons_in_a_finding_are_words():
    params = {
        "rule": "hub_is_open",
        "unit": "locations",
        "moment": "2027-07-01",
        "gm_code": "GM9001",
        "location_id": None,
    }
    assert sentence(Finding("rule_broken", value="-1", params=params)).startswith(
        "De regel 'De regionale locatie is open' is gebroken met -1 locaties (moment 1 juli 2027, gemeente GM9001, "
    )


def test_finding_without_a_place_starts_with_a_capital():
    assert sentence(Finding("plan_not_json")).startswith("Dit bestand is geen leesbaar plan.")
    # A name that stands first keeps its letters.
    assert sentence(Finding("file_exists", value="invoer-drenthe.xlsx")).startswith("invoer-drenthe.xlsx bestaat al.")


def test_unknown_code_shows_itself_and_its_parameters():
    assert sentence(Finding("never_heard_of", params={"low": 1, "high": 2000})) == (
        "Melding never_heard_of (low = 1; high = 2.000). Meld deze code aan de makers, met de tabel erbij."
    )


def test_known_code_without_its_parameters_falls_back_to_the_general_sentence():
    assert by_code("conflict", "rule_cannot_be_kept", {}, "nl") == "Reden rule_cannot_be_kept (geen)."
