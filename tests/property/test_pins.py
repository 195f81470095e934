"""Whatever is typed as a pin gives a pin or a finding; a pin that is written is read again as itself."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from regietafel.inputs.pins import FORMS, MOST_PLACES, RELATIONS, STREAMS, Pin, PinError, parse_pin

NAMES = st.text(st.sampled_from("abcdeéÚ' -.()0129"), min_size=1, max_size=20).map(lambda text: " ".join(text.split()))
TOWNS = NAMES.filter(lambda name: any(sign.isalpha() for sign in name)).filter(
    lambda name: name.split()[0].casefold() not in ("locatie", "location", "provincie", "province")
)
DAYS = st.none() | st.dates(date(1000, 1, 1), date(9999, 12, 31))
AMOUNTS = st.integers(0, MOST_PLACES)
VALID = [
    "Voorbeeldstad: geen groot",
    "Voorbeeldstad: regulier <= 200",
    "Voorbeeldstad: totaal = 350 op 1-7-2027",
    "locatie VB-GM9001-G1: open",
    "Voorbeeldstad + Modeldorp: asiel >= 400",
    "'s-Hertogenbosch: kleinschalig oekraïne ten minste 1.000 plekken op 2027-07-01",
]


@st.composite
def pins(draw):
    """Make any pin that can be said."""
    location = draw(st.none() | NAMES.filter(bool))
    names = () if location else tuple(draw(st.lists(TOWNS, max_size=3)))
    day = draw(DAYS)
    demand = draw(st.sampled_from([*sorted(set(RELATIONS.values())), "state", "no_form"]))
    if demand == "state":
        state = draw(st.sampled_from(["location_open", "location_closed"]))
        return Pin(location=location or "L1", demand=state, day=day)
    only_new, form = draw(st.booleans()), draw(st.sampled_from(sorted(set(FORMS.values()))))
    if demand == "no_form":
        return Pin(names=names, demand=demand, form=form, only_new=only_new, day=day)
    return Pin(
        names=names,
        location=location,
        demand=demand,
        form=None if location else draw(st.sampled_from([None, form])),
        stream=draw(st.sampled_from(sorted(set(STREAMS.values())))),
        places=draw(AMOUNTS),
        day=day,
        only_new=only_new,
    )


def pin_or_finding(line):
    """Read a line: the pin, or the finding about it."""
    try:
        return parse_pin(line)
    except PinError as error:
        return error.finding


def check(line):
    """Check that a line is a pin that is read again as itself, or has a finding that says where."""
    found = pin_or_finding(line)
    if isinstance(found, Pin):
        assert parse_pin(str(found)) == found
        return
    assert found.code.startswith("pin_")
    assert 1 <= found.params["at"] <= len(line) + 2


@settings(max_examples=300, deadline=None)
@given(pins())
def test_a_pin_that_is_written_is_read_as_itself(pin):
    assert parse_pin(str(pin)) == pin


@settings(max_examples=400, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_a_pin_or_a_finding(line):
    check(line)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(VALID), st.lists(st.tuples(st.integers(0, 80), st.text(max_size=3), st.booleans()), max_size=3))
def test_a_valid_pin_with_mistakes_is_a_pin_or_a_finding(line, mistakes):
    for at, typed, instead in mistakes:
        line = line[:at] + typed + line[at + len(typed) if instead else at :]
    check(line)
