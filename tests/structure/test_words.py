"""The Dutch that officials read: short sentences, terms of the law kept apart, no word of the program."""

import re

import pytest

from regietafel.outputs.texts_catalogue import catalogue

LONGEST_SENTENCE = 27
"""Words. B1 asks for short sentences; a list of names in one is filled in later and does not count."""

# Words of the program, of mathematics and of computers that have no place outside the method page.
OF_THE_PROGRAM = (
    r"solver|constraints?|objective|doelfunctie|lower bound|upper bound|mip|integer|infeasible|onoplosbaar\w*|binair\w*"
    r"|variabelen?|restricties?|heuristiek\w*|slack|algoritm\w*|iterati\w*|parameters?|default|dictionary|string"
    r"|schaduwprij\w*|dual\w*|lexicografisch\w*|relaxatie\w*|optimum|optimaal|suboptimaal|feasible|hash\w*"
    r"|multi-?processing|executor|scheduler"
)
# A person is never called by these, and a reader never addressed so.
OF_PEOPLE = r"vluchteling\w*|gelukszoeker\w*|illegal\w*|oekra[iï]ners?|asielanten?|jij|jouw|jullie"
# One law, one word: a housing target is no reception task, and the other way round.
MIXED_UP = (
    r"opvangtaakstelling\w*|asieltaakstelling\w*|taakstelling (voor|van) (de )?(opvang|asiel)\w*|huisvestingsopgave"
    r"|opvangopgave (voor|van) (de )?statushouders?|taakstelling\w* (van|in|onder) de spreidingswet"
)
# One thing, one word: what stands before the arrow is called what stands behind it.
OTHER_WORDS = {
    r"kerngetal\w*": "kerncijfer",
    r"vingerafdruk\w*": "controlegetal",
    r"handboek\w*": "handleiding",
    r"cyclus|cycli": "ronde",
    r"deelregio\w*": "subregio",
    r"asielmigrant\w*": "asielzoeker",
    r"vergunninghouders?": "statushouder",
}
# Stiff words for which there is a plain one.
STIFF = (
    r"teneinde|middels|alsmede|derhalve|dient te|dienen te|ten behoeve van|inzake|omtrent|conform|onderhavige?|indien"
    r"|tevens|geschiedt|alvorens|reeds|hetgeen|desbetreffende?|voornoemde?|echter|welke is|aangaande"
)
# The same in English: the glossary has "status holder", "housing target" and "reception task".
MIXED_UP_ENGLISH = (
    r"reception target\w*|asylum target\w*|housing task\w*|housing quota\w*|reception quota\w*|permit holders?"
    r"|refugees?|illegals?|illegal migrants?|distribution decision"
)
# Texts that name a file, a command or a setting by the word that stands there.
NAMES = ("flag.", "example.", "command.", "argument.")


def dutch() -> list[tuple[str, str]]:
    """Give every Dutch text that officials read, with its code: all but the method page, which explains its terms."""
    return [(code, said) for code, said in catalogue("nl").items() if not code.startswith("method")]


def without_fields(said: str) -> str:
    """Write a text without the names of its fields and of files."""
    return re.sub(r"\b[\w-]+\.(log|json|toml|xlsx|docx|html)\b", "x", re.sub(r"\{[^{}]*\}", "x", said))


def sentences(said: str) -> list[str]:
    """Split a text into sentences."""
    return re.split(r"(?<=[.!?:;])\s+", without_fields(said))


def found(pattern: str, texts: list[tuple[str, str]]) -> list[str]:
    """List the texts that have a word of the pattern."""
    wanted = re.compile(rf"\b({pattern})\b", re.IGNORECASE)
    return [f"{code}: {match[0]}" for code, said in texts if (match := wanted.search(without_fields(said)))]


def test_sentences_are_short():
    long = [
        f"{code}: {sentence}"
        for code, said in dutch()
        for sentence in sentences(said)
        if len(re.findall(r"[\w'’-]+", sentence)) > LONGEST_SENTENCE
    ]
    assert long == []


def test_no_word_of_the_program_stands_outside_the_method_page():
    assert found(OF_THE_PROGRAM, [item for item in dutch() if not item[0].startswith(NAMES)]) == []


def test_people_and_readers_are_named_with_respect():
    assert found(OF_PEOPLE, dutch()) == []


def test_the_two_laws_never_share_a_name():
    assert (
        found(MIXED_UP, [*dutch(), *(item for item in catalogue("nl").items() if item[0].startswith("method"))]) == []
    )


def test_one_thing_has_one_word():
    assert {word: texts for other, word in OTHER_WORDS.items() if (texts := found(other, dutch()))} == {}


def test_plain_words_are_used_and_no_stiff_ones():
    assert found(STIFF, dutch()) == []


def test_english_keeps_the_two_laws_apart_too():
    assert found(MIXED_UP_ENGLISH, list(catalogue("en").items())) == []


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        (STIFF, "Indien dit zo is, vult u het in."),
        (MIXED_UP_ENGLISH, "The housing task is 40."),
        (OF_THE_PROGRAM, "Er is geen feasible plan."),
        (OF_PEOPLE, "De vluchtelingen krijgen een plek."),
        (MIXED_UP, "De taakstelling van de Spreidingswet is 400."),
    ],
)
def test_such_words_are_found(pattern, said):
    assert found(pattern, [("x", said)])
