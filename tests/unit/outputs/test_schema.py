"""The JSON Schema of plan.json: it takes a complete plan and nothing else."""

import copy
import json
from importlib.resources import files
from typing import get_type_hints

import jsonschema
import pytest

from regietafel.model import plan as documents
from support.plan_document import plan_document

SCHEMA = json.loads((files("regietafel.outputs.schema") / "plan-1.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def described(node, path="plan"):
    """Give the path of every property without a description, its own or that of what it refers to."""
    for name, item in node.get("properties", {}).items():
        target = SCHEMA["$defs"][item["$ref"].rsplit("/", 1)[1]] if "$ref" in item else item
        if "description" not in item and "description" not in target and "anyOf" not in item:
            yield f"{path}.{name}"
        yield from described(item, f"{path}.{name}")
        yield from described(item.get("items", {}), f"{path}.{name}[]")


def objects(node):
    """Give every object schema that names its properties."""
    if isinstance(node, dict):
        if "properties" in node and node.get("type") == "object":
            yield node
        for part in node.values():
            yield from objects(part)
    if isinstance(node, list):
        for part in node:
            yield from objects(part)


def test_schema_itself_is_valid():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_complete_plan_is_valid():
    assert [error.message for error in VALIDATOR.iter_errors(plan_document())] == []


def test_every_key_of_the_typed_plan_is_in_the_schema():
    def keys(name):
        return set(get_type_hints(getattr(documents, name)))

    defs = SCHEMA["$defs"]
    assert set(SCHEMA["properties"]) == keys("PlanDocument")
    assert set(SCHEMA["properties"]["case"]["properties"]) == keys("CaseDocument")
    assert set(SCHEMA["properties"]["scenario"]["properties"]) == keys("ScenarioDocument")
    assert set(SCHEMA["properties"]["outcome"]["properties"]) == keys("OutcomeDocument")
    pairs = {
        "tier": "TierDocument",
        "total": "TotalDocument",
        "municipality": "MunicipalityDocument",
        "municipality_moment": "MunicipalityMoment",
        "location": "LocationDocument",
        "cluster": "ClusterDocument",
        "rule": "RuleDocument",
    }
    assert {name: set(defs[name]["properties"]) for name in pairs} == {name: keys(pairs[name]) for name in pairs}


def test_every_object_refuses_unknown_keys():
    assert [node["description"] for node in objects(SCHEMA) if node.get("additionalProperties") is not False] == []


def test_every_key_is_described():
    missing = list(described(SCHEMA))
    for name, node in SCHEMA["$defs"].items():
        missing += described(node, name)
    assert missing == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("schema",), "regietafel.plan/2"),
        (("unheard_of",), 1),
        (("outcome", "status"), "optimal"),
        (("municipalities", 0, "gm_code"), "9001"),
        (("municipalities", 0, "inhabitants"), 1.5),
        (("locations", 0, "moments", 0, "places", "asylum"), 3),
        (("totals", 0, "shortfall"), -1),
        (("costs", "by_municipality", "Aakerk"), 5),
        (("rules", 0, "unit"), "beds"),
        (("case", "meeting_date"), "27-11-2026"),
    ],
)
def test_wrong_value_is_refused(path, value):
    document = copy.deepcopy(plan_document())
    holder = document
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = value
    assert not VALIDATOR.is_valid(document)


def test_missing_key_is_refused():
    document = plan_document()
    del document["totals"][0]["surplus"]
    assert not VALIDATOR.is_valid(document)
