"""The public plan: what goes out is listed key by key, what is confidential stays, and the numbers are the same."""

import io
import json
import zipfile
import zlib
from functools import cache
from importlib.resources import files

import pytest

from regietafel.model.plan import Plan
from regietafel.outputs import report_summary, results
from regietafel.outputs.documents import Choices, make_documents, make_tables
from regietafel.outputs.map_svg import draw_map
from regietafel.outputs.public_plan import SHOWN_RULES, public_plan
from regietafel.outputs.public_set import LEFT_OUT_FILE, left_out_page, make_public_set
from regietafel.outputs.public_spec import GOES_OUT, GONE, KEEP, Each, Gone, Keep, Left, Rows, Words, taken_out
from regietafel.outputs.report_view import UNDISCLOSED, View
from support.borders import borders_of
from support.hostile import PUBLIC, SECRETS, hostile_plan, secret_plan
from support.plan_document import MOMENTS, code, example_plan, plan_document
from support.secret_search import forms, found_in, parts

SCHEMA = json.loads((files("regietafel.outputs.schema") / "plan-1.json").read_text(encoding="utf-8"))
BESIDE_THE_SCHEMA = {"extra.public", "outcome.kept", "scenario.options.of"}


@cache
def public_set_in(lang):
    """Make the public set of the secret plan, once."""
    return make_public_set(secret_plan(), Choices(lang=lang))


def rows_of(plan, table):
    return table(plan).to_dict("records")


def keys_of(schema, where="", passed=()):
    """Give every key that the schema allows, with the path to it; `[]` and `{}` stand for a list and a mapping."""
    schema = SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    found = set()
    for choice in schema.get("anyOf", ()):
        found |= keys_of(choice, where)
    for key, inside in schema.get("properties", {}).items():
        deeper = keys_of(inside, f"{where}.{key}" if where else key)
        found |= deeper or {f"{where}.{key}" if where else key}
    if isinstance(schema.get("items"), dict):
        found |= keys_of(schema["items"], where)
    if isinstance(schema.get("additionalProperties"), dict):
        found |= keys_of(schema["additionalProperties"], where)
    return found


def decided(part, where=""):
    """Give every key about which the list says something, and whether it covers all that is inside."""
    if isinstance(part, Keep | Left | Words | Gone):
        return {where: part}
    if isinstance(part, Rows | Each):
        return decided(part.part, where)
    return {
        key: what for name in part for key, what in decided(part[name], f"{where}.{name}" if where else name).items()
    }


def without_a_decision(keys, list_of_all):
    known = decided(list_of_all)
    whole = tuple(f"{key}." for key, what in known.items() if isinstance(what, Left | Words | Gone))
    opened = {key.rpartition(".")[0] for key in known}
    return {key for key in keys if key not in known | dict.fromkeys(opened) and not key.startswith(whole)}


def test_somebody_decided_about_every_key_of_a_plan():
    # A new key of plan.json does not go out until it is in the list; this test asks for the decision.
    assert without_a_decision(keys_of(SCHEMA), GOES_OUT) == set()
    assert len(keys_of(SCHEMA)) > 200


def test_a_key_that_nobody_decided_on_is_named():
    less = {key: part for key, part in GOES_OUT.items() if key != "unreached"}
    assert without_a_decision(keys_of(SCHEMA), less) == {"unreached.moment", "unreached.gm_code"}


def test_the_list_names_no_key_that_a_plan_does_not_have():
    keys = keys_of(SCHEMA) | BESIDE_THE_SCHEMA
    assert [
        key for key in decided(GOES_OUT) if key not in keys and not any(k.startswith(f"{key}.") for k in keys)
    ] == []


def test_what_has_keys_of_its_own_never_goes_out_whole():
    with pytest.raises(TypeError, match="secret"):
        taken_out({"a": [{"secret": 1}]}, {"a": KEEP})
    assert taken_out({"a": {"b": 1, "c": 2}, "d": 3}, {"a": {"b": KEEP}, "e": Left(0), "d": GONE}) == {
        "a": {"b": 1},
        "e": 0,
    }


def test_the_places_of_every_municipality_are_the_same():
    document, public = secret_plan().document, public_plan(secret_plan()).plan.document
    for before, after in zip(document["municipalities"], public["municipalities"], strict=True):
        assert after["moments"] == before["moments"]
        assert (after["indicative"], after["name"]) == (before["indicative"], before["name"])
        for moment in document["moments"]:
            assert places_at(public, after["gm_code"], moment) == places_at(document, before["gm_code"], moment)
    assert [row["shortfall"] for row in public["totals"]] == [row["shortfall"] for row in document["totals"]]


def places_at(document, gm_code, moment):
    """Add up the places of the locations of a municipality, per stream."""
    rows = [
        at["places"]
        for offer in document["locations"]
        if offer["gm_code"] == gm_code
        for at in offer["moments"]
        if at["moment"] == moment
    ]
    return {stream: sum(row[stream] for row in rows) for stream in ("regular", "special", "ukraine", "status_holder")}


def test_locations_that_are_not_public_become_one_row_without_anything_but_places():
    public = public_plan(example_plan())
    rows = [offer for offer in public.plan.document["locations"] if offer["gm_code"] == code(1)]
    # Beekdal has L-02 (300 regular, 20 special) and L-07 (200 for Ukraine), both not public.
    assert len(rows) == 1
    row = rows[0]
    assert row["moments"][1]["places"] == {"regular": 300, "special": 20, "ukraine": 200, "status_holder": 0}
    # How many locations they are is not told: one row, open or not.
    assert [at["opened"] for at in row["moments"]] == [1, 1]
    assert (row["form"], row["status"], row["lat"], row["durable"]) == (UNDISCLOSED, UNDISCLOSED, None, None)
    assert (row["name"], row["location_id"]) == ("locatie nader te bepalen", f"{code(1)}-nader-te-bepalen")
    assert (row["condition"], row["operator"], row["group"]) == ("", "", None)
    assert [(item.gm_code, item.places) for item in public.left_out if item.gm_code == code(1)] == [
        (code(1), (520, 520))
    ]


def test_a_public_location_keeps_its_name_but_not_the_notes_about_it():
    document = plan_document()
    first = document["locations"][0]
    first |= {"condition": "alleen met bushalte", "bottleneck": "bezwaar", "group": "keuze", "operator": "Jansen BV"}
    shown = public_plan(Plan.from_dict(document)).plan.document["locations"]
    kept = next(offer for offer in shown if offer["location_id"] == "L-01")
    assert (kept["name"], kept["form"], kept["public"]) == ("Locatie L-01", "large", True)
    assert (kept["condition"], kept["bottleneck"], kept["group"], kept["operator"]) == ("", "", None, "")


def test_a_cluster_goes_out_only_when_all_of_it_is_public():
    document = plan_document()
    assert public_plan(Plan.from_dict(document)).plan.document["clusters"] == []
    for offer in document["locations"]:
        offer["public"] = offer["location_id"] in ("L-01", "L-04")
    kept = public_plan(Plan.from_dict(document)).plan.document["clusters"]
    assert [(item["hub"], item["moment"]) for item in kept] == [("L-01", moment) for moment in MOMENTS]


def test_positions_leave_no_trace():
    document = plan_document()
    document["totals"][0]["by_choice"] = [
        {"cause": "status_floor", "places": 3},
        {"cause": "position:S01", "places": 4},
        {"cause": "position:S02", "places": 5},
    ]
    document["outcome"]["tiers"].append(document["outcome"]["tiers"][0] | {"name": "positions"})
    document["fairness"]["price"] = [{"of": "positions", "in": "fairness"}, {"of": "norm", "in": "cost", "amount": 2}]
    public = public_plan(Plan.from_dict(document)).plan.document
    assert public["positions"] == []
    # 4 + 5 places of two positions become 9 of one cause.
    assert public["totals"][0]["by_choice"] == [
        {"cause": "status_floor", "places": 3},
        {"cause": UNDISCLOSED, "places": 9},
    ]
    assert "positions" not in [tier["name"] for tier in public["outcome"]["tiers"]]
    assert [item["of"] for item in public["fairness"]["price"]] == ["norm"]


def test_rules_about_single_locations_stay_in_and_places_of_the_others_lose_their_name():
    document = plan_document()
    task = document["rules"][1]
    task["binding"] = [
        {"moment": MOMENTS[0], "gm_code": None, "location_id": "L-02", "slack": 0},
        {"moment": MOMENTS[0], "gm_code": code(1), "location_id": None, "slack": 0},
    ]
    rules = public_plan(Plan.from_dict(document)).plan.document["rules"]
    assert [rule["name"] for rule in rules] == ["asylum_task_is_met"]
    assert [(entry["gm_code"], entry["location_id"]) for entry in rules[0]["binding"]] == [
        (None, None),
        (code(1), None),
    ]


def test_rules_that_go_out_are_rules_of_the_program_and_not_about_locations_or_positions():
    from regietafel.model.formulation import RULES

    groups = {rule.__name__: rule.group for rule in RULES}
    assert {groups[name] for name in SHOWN_RULES} == {"task", "shares", "policy"}
    assert not [name for name in SHOWN_RULES if "location" in name]


def test_a_message_goes_out_only_if_every_word_in_it_is_public():
    document = plan_document()
    document["messages"] = [
        {"level": "assumption", "code": "numbers_computed", "params": {"count": 2, "total": 6}, "where": ""},
        {"level": "assumption", "code": "types_estimated", "params": {"types": ["geheim type"]}, "where": ""},
        {"level": "assumption", "code": "size_from_present", "params": {"locations": ["L-02"]}, "where": ""},
        {"level": "warning", "code": "sum_differs", "params": {"value": "geheim", "sum": 3}, "where": ""},
        {"level": "waiver", "code": "floor_lowered", "params": {"asked": 9, "possible": 3}, "where": code(2)},
    ]
    shown = public_plan(Plan.from_dict(document)).plan.document["messages"]
    assert [item["code"] for item in shown] == ["numbers_computed", "types_estimated"]
    assert "geheim" not in json.dumps(shown)


def test_options_show_only_words_of_ours():
    document = plan_document()
    options = document["scenario"]["options"]
    options["regret_keys"]["value"] = ["inhabitants", "sleutel_geheim"]
    options["van_iemand"] = {"value": 1, "unit": "", "origin": "set"}
    shown = public_plan(Plan.from_dict(document)).plan.document["scenario"]["options"]
    assert shown["regret_keys"]["value"] == ["inhabitants"]
    assert "van_iemand" not in shown
    assert shown["burden_ceiling"] == options["burden_ceiling"]
    assert shown["fairness"]["value"] == options["fairness"]["value"]


def test_only_agreed_exchanges_go_out_and_without_their_id():
    agreed, discussed = (
        {"id": f"geheim {n}", "from": code(0), "to": code(1), "stage": n} for n in ("agreed", "discussed")
    )
    plan = example_plan(exchanges=[agreed, discussed])
    assert public_plan(plan).plan.document["exchanges"] == [
        {"id": "1", "from": code(0), "to": code(1), "stage": "agreed"}
    ]


def test_no_public_document_holds_a_secret():
    found = public_set_in("nl")
    assert {"rapport.html", "verslag.docx", "plan.xlsx", "plan.gpkg", "kaart.geojson"} <= found.keys()
    assert found_in(found, SECRETS) == []


def test_the_same_search_finds_the_secrets_in_the_documents_of_the_table():
    plan = secret_plan()
    confidential = make_documents(plan) | make_tables(plan) | {"plan.json": plan.to_json().encode()}
    told = {word for _, word in found_in(confidential, SECRETS)}
    parts_told = ("naam", "loc", "groep", "door", "voorwaarde", "knelpunt", "standpunt", "partij", "uitruil")
    assert {f"geheim{part}zwijg" for part in parts_told} <= told
    assert {"61949", "73877", "52.137159"} <= told


def test_the_public_set_says_what_it_is_and_names_what_is_public():
    files_found = public_set_in("nl")
    page, left_out = files_found["rapport.html"].decode(), files_found[LEFT_OUT_FILE].decode()
    assert all(word in page for word in PUBLIC)
    assert "OPENBARE VERSIE" in page
    assert "OPENBARE VERSIE" in left_out
    assert not [name for name, content in files_found.items() if b"VERTROUWELIJK" in content]
    assert not [name for name in files_found if name.startswith(("invoer", "plan.json", "run.json"))]


def test_the_list_is_the_same_whether_there_was_something_or_not():
    with_positions = [item.what for item in public_plan(example_plan()).left_out if not item.gm_code]
    without = [item.what for item in public_plan(example_plan(positions=[], clusters=[])).left_out if not item.gm_code]
    assert with_positions == without


def test_the_same_plan_gives_the_same_public_plan_and_the_same_list():
    one, other = public_plan(example_plan()), public_plan(example_plan())
    assert one == other
    assert left_out_page(one, "nl") == left_out_page(other, "nl")


def test_a_plan_is_not_changed_by_making_it_public():
    plan = example_plan()
    before = plan.to_json()
    public_plan(plan)
    assert plan.to_json() == before


def test_hostile_names_arrive_as_text_in_the_list():
    page = left_out_page(public_plan(hostile_plan("basis")), "nl")
    assert "<script>" not in page
    assert "&lt;script&gt;document.title=&#39;kaap&#39;&lt;/script&gt;burg" in page


@pytest.mark.parametrize(
    "content",
    [
        b"een GEHEIM & plein",
        "een geheim & plein".encode("utf-16-le"),
        b"geheim &amp; plein",
        b"geheim%20%26%20plein",
        b"geheim-plein",
    ],
)
def test_the_search_finds_a_word_however_it_is_written(content):
    assert set(found_in({"f": content}, ["Geheim & plein"])) == {("f", "Geheim & plein")}


def test_the_search_opens_what_is_packed():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("deel.xml", "geheim")
    chunk = b"naam\0\0" + zlib.compress(b"geheim")
    image = b"\x89PNG\r\n\x1a\n" + len(chunk).to_bytes(4, "big") + b"zTXt" + chunk + b"\0\0\0\0"
    inline = b'<img src="data:image/png;base64,Z2VoZWlt">'
    found = found_in({"a": packed.getvalue(), "b": image, "d": inline, "e": b"niets"}, ["geheim"])
    assert [place for place, _ in found] == ["a/deel.xml", "b#zTXt", "d#data0"]
    assert list(parts("e", b"niets")) == [("e", b"e\0niets")]
    assert b"geheim" in forms("Geheim")


def test_how_many_locations_are_not_public_is_not_told():
    document = plan_document()
    hidden = [offer for offer in document["locations"] if not offer["public"] and offer["gm_code"] == code(1)]
    several = plan_document()
    for offer in several["locations"]:
        if offer["location_id"] == hidden[0]["location_id"]:
            offer["count"] = 5
            for at in offer["moments"]:
                at["opened"] *= 5
    one, other = (make_public_set(Plan.from_dict(item), Choices()) for item in (document, several))
    assert make_tables(Plan.from_dict(document)) != make_tables(Plan.from_dict(several))
    assert one == other


def test_a_row_of_places_whose_location_is_not_public_has_no_number_of_locations():
    plan = public_plan(example_plan()).plan
    hidden = [row for row in rows_of(plan, results.placements) if "nader-te-bepalen" in row["locatie_id"]]
    assert hidden
    assert {row["open_locaties"] for row in hidden} == {None}
    assert {row["aantal_locaties"] for row in rows_of(plan, results.locations) if row["openbaar"] is False} == {None}
    # L-01 alone is public and open.
    assert report_summary.open_counts(View(plan, "nl"))[0] == 1


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("geheimkaartzwijg.gpkg", False),
        ("map/geheimkaartzwijg.GeoJSON", False),
        ("Bestuurlijke grenzen geheimkaartzwijg, PDOK", True),
    ],
)
def test_the_name_of_a_file_with_borders_stays_in_and_the_source_that_it_names_goes_out(source, told):
    plan = example_plan()
    found = make_public_set(plan, Choices(borders=borders_of(plan.document, source)))
    assert bool(found_in(found, ["geheimkaartzwijg"])) is told


def test_the_public_map_has_no_mark_for_a_location_that_is_not_public():
    table, public = (draw_map(View(plan, "nl")) for plan in (example_plan(), public_plan(example_plan()).plan))
    # L-01 alone is public; of the eight open locations seven lose their mark.
    assert (table.count("<title>Locatie L-"), public.count("<title>Locatie L-")) == (8, 1)
