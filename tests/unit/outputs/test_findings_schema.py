"""The JSON Schema of `check --json`: it takes what a check writes and nothing else."""

import copy
import json
from importlib.resources import files

import jsonschema
import pytest

from regietafel.model.errors import Finding, Place
from regietafel.model.meeting import for_meeting
from regietafel.outputs.findings_list import SCHEMA as VERSION
from regietafel.outputs.findings_list import Checked, findings_document

SCHEMA = json.loads((files("regietafel.outputs.schema") / "findings-1.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
FINDINGS = [
    Finding("number_none", place=Place("invoer.xlsx", "locaties", 14, "plekken", "AA"), value="veel"),
    Finding("table_empty", place=Place("momenten.csv", "momenten"), value="momenten"),
    Finding("option_empty", "warning", params={"key": "gap"}),
]
UNFIT = for_meeting(
    [
        {"level": "assumption", "code": "numbers_computed", "params": {"count": 47, "total": 51}, "where": ""},
        {
            "level": "warning",
            "code": "used_sum_differs",
            "params": {"column": "indicatief_aantal", "sum": 9, "task": 10, "difference": 1},
            "where": "gemeenten.indicatief_aantal",
        },
    ]
)


def document(lang: str = "nl") -> dict:
    """Make a document with every kind of part."""
    return findings_document(Checked("mijn", FINDINGS, UNFIT), lang, for_meeting=True)


def objects(node):
    """Give every object schema that names its properties."""
    if isinstance(node, dict):
        if "properties" in node and node.get("type") == "object":
            yield node
        for part in node.values():
            yield from objects(part)


def test_schema_itself_is_valid_and_of_the_version_that_is_written():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["properties"]["schema"]["const"] == VERSION


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_what_a_check_writes_is_valid(lang):
    assert [error.message for error in VALIDATOR.iter_errors(document(lang))] == []


def test_only_sentences_depend_on_the_language():
    said = {"message", "what_to_do", "where", "who"}

    def facts(lang):
        found = document(lang)
        for part in ("findings", "not_for_meeting"):
            found[part] = [{key: value for key, value in row.items() if key not in said} for row in found[part]]
        return found

    assert facts("nl") == facts("en")


def test_every_key_is_required_and_described_and_unknown_ones_are_refused():
    for node in objects(SCHEMA):
        assert node["additionalProperties"] is False
        assert sorted(node["required"]) == sorted(node["properties"])
        assert [name for name, item in node["properties"].items() if not item.get("description")] == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("schema",), "regietafel.findings/2"),
        (("ok",), 1),
        (("counts", "error"), -1),
        (("findings", 0, "level"), "fatal"),
        (("findings", 0, "cell"), "14K"),
        (("findings", 0, "row"), "14"),
        (("findings", 0, "message"), ""),
        (("not_for_meeting", 0, "count"), 0),
        (("not_for_meeting", 0, "unheard_of"), 1),
    ],
)
def test_wrong_value_is_refused(path, value):
    wrong = copy.deepcopy(document())
    holder = wrong
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = value
    assert not VALIDATOR.is_valid(wrong)
