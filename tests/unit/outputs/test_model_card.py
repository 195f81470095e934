"""The model card and the table of options are generated from the code."""

import re

from regietafel.model.formulation import NORMS, RULES, TIERS
from regietafel.model.scenario import OPTIONS
from regietafel.outputs.model_card import declared, markdown, model_card
from regietafel.outputs.options_table import option_rows, options_table

CARD = model_card()


def headings(level: str) -> list[str]:
    return re.findall(rf"^{level} (\S.*)$", CARD, re.MULTILINE)


def test_every_rule_stands_under_its_own_heading_once():
    found = headings("###")
    assert [found.count(rule.__name__) for rule in RULES] == [1] * len(RULES)


def test_rules_of_a_group_keep_their_reading_order():
    order = [name for name in headings("###") if name in {rule.__name__ for rule in RULES}]
    for group in {rule.group for rule in RULES}:
        names = [rule.__name__ for rule in RULES if rule.group == group]
        assert [name for name in order if name in names] == names


def test_every_aim_norm_and_rule_of_a_norm_is_there():
    assert {tier.NAME for tier in TIERS} | set(NORMS) <= set(headings("###"))
    assert [rule.__name__ for norm in NORMS.values() for rule in norm.CONSTRAINTS] == headings("####")


def test_math_is_in_blocks_and_no_markup_of_docstrings_is_left():
    assert CARD.count("$$") == 2 * sum(
        ".. math::" in (about.__doc__ or "")
        for about in (*RULES, *(t.expression for t in TIERS), *(r for n in NORMS.values() for r in n.CONSTRAINTS))
    )
    assert ".. math::" not in CARD
    assert "``" not in CARD


def test_rule_shows_sentence_math_symbols_sets_and_unit():
    part = CARD.split("### places_fit_location\n")[1].split("###")[0]
    assert "Give no location more places than its largest size." in part
    assert r"\sum_k x_{lkt} \le u_l\, y_{lt}" in part
    assert "y `opened` [locations]" in part
    assert "Over: `LOCATIONS` × `MOMENTS` · unit: places" in part


def test_sets_parameters_and_variables_come_with_their_meaning():
    variables = {row.name: row for row in declared("declare_variable")}
    assert variables["opened"].over == "`LOCATIONS` × `MOMENTS`"
    assert variables["opened"].meaning.endswith("[locations]")
    assert variables["worst"].meaning.endswith("[ratio]")
    assert {"MUNICIPALITIES", "MOMENTS", "STREAMS"} <= {row.name for row in declared("declare_set")}
    assert "required" in {row.name for row in declared("declare_parameter")}
    assert all(row.meaning for kind in ("declare_set", "declare_parameter") for row in declared(kind))


def test_math_on_lines_of_its_own_becomes_one_block():
    doc = "Sum.\n\n.. math::\n\n   a = b\n   c = d\n\nx ``placed``"
    assert markdown(doc) == "Sum.\n\n$$\na = b\nc = d\n$$\n\nx `placed`" or markdown(doc).startswith(
        "Sum.\n\n$$\na = b\nc = d\n$$"
    )


def test_every_option_is_in_the_card_and_in_the_table():
    table = options_table("nl")
    assert all(f"| `{key}` |" in CARD for key in OPTIONS)
    assert all(f"\n{key} = " in f"\n{table}" for key in OPTIONS)


def test_option_rows_are_machine_values_with_words():
    row = {row["key"]: row for row in option_rows("nl")}["hub_max_km"]
    assert (row["default"], row["unit"], row["low"], row["high"]) == (15.0, "km", 1, 50)
    assert row["label"] == "Grootste afstand tot regionale locatie (km)"
    assert row["source"].startswith("schatting")


def test_options_table_shows_range_choices_and_what_is_political():
    table = options_table("en")
    assert "hub_max_km = 15 · km · from 1 to 50" in table
    assert "fairness = leximin · minimax | leximin | deviation | gini | theil | regret" in table
    assert "burden_ceiling = off · ratio · from 0 to 100, empty is off" in table
    political = next(line for line in table.splitlines() if line.strip().startswith("Ceiling of the burden"))
    assert "Political choice." in political
