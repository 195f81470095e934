"""A run folder: written whole or not at all, and read back."""

import json

import pytest

from regietafel.model.errors import DataError, OutputError, UsageError
from regietafel.outputs.documents import Choices
from regietafel.outputs.run_folder import is_run_folder, newest_run, read_plan, write_run
from support.plan_document import example_plan, plan_document

INPUTS = {"gemeenten": b"gemeente;inwoners\r\nAakerk;120000\r\n"}


def write(folder, **how):
    return write_run(folder, example_plan(), {"started": "2026-11-21T09:00:00"}, INPUTS, "log of the solver\n", **how)


def code_of(error) -> str:
    return error.value.findings[0].code


def test_run_folder_has_the_files_of_the_contract(tmp_path):
    files = write(tmp_path / "runs" / "een")
    names = [file.relative_to(tmp_path / "runs" / "een").as_posix() for file in files]
    assert names[:3] == ["plan.json", "run.json", "tabellen/gemeenten.csv"]
    assert names[-2:] == ["invoer/gemeenten.csv", "solver.log"]
    assert {"rapport.html", "kaart.geojson", "plan.gpkg", "afbeeldingen/kaart.png"} <= set(names)
    assert all(file.is_file() for file in files)
    assert sorted(path.name for path in (tmp_path / "runs").iterdir()) == ["een"]


def test_contents_are_written_byte_for_byte(tmp_path):
    write(tmp_path / "een")
    assert (tmp_path / "een" / "plan.json").read_bytes() == example_plan().to_json().encode()
    assert (tmp_path / "een" / "invoer" / "gemeenten.csv").read_bytes() == INPUTS["gemeenten"]
    assert json.loads((tmp_path / "een" / "run.json").read_text("utf-8")) == {"started": "2026-11-21T09:00:00"}
    assert (tmp_path / "een" / "solver.log").read_text("utf-8") == "log of the solver\n"


def test_input_given_as_a_file_is_copied(tmp_path):
    source = tmp_path / "locaties.csv"
    source.write_bytes(b"x")
    write_run(tmp_path / "een", example_plan(), {}, {"../locaties.csv": source}, "")
    assert (tmp_path / "een" / "invoer" / "locaties.csv").read_bytes() == b"x"


def test_documents_can_be_left_out(tmp_path):
    assert not any(file.name == "rapport.html" for file in write(tmp_path / "een", documents=False))


def test_page_can_be_in_english(tmp_path):
    write(tmp_path / "een", choices=Choices(lang="en"))
    assert "Reception plan Voorbeeldland" in (tmp_path / "een" / "rapport.html").read_text("utf-8")


def test_existing_folder_is_never_written_into(tmp_path):
    before = sorted(write(tmp_path / "een"))
    with pytest.raises(UsageError) as error:
        write(tmp_path / "een")
    assert code_of(error) == "output_exists"
    assert {path for path in (tmp_path / "een").rglob("*") if path.is_file()} >= set(before)


@pytest.mark.parametrize("force", [False, True])
def test_a_folder_without_a_plan_is_never_offered_for_replacement(tmp_path, force):
    (tmp_path / "runs").mkdir()
    with pytest.raises(UsageError) as error:
        write(tmp_path / "runs", force=force)
    assert code_of(error) == "output_is_no_run"
    assert list((tmp_path / "runs").iterdir()) == []


def test_force_replaces_a_run_folder_as_a_whole(tmp_path):
    write(tmp_path / "een")
    (tmp_path / "een" / "oud.txt").write_text("old")
    write(tmp_path / "een", force=True)
    assert not (tmp_path / "een" / "oud.txt").exists()
    assert is_run_folder(tmp_path / "een")
    assert [path.name for path in tmp_path.iterdir()] == ["een"]


def test_force_replaces_nothing_but_a_run_folder(tmp_path):
    (tmp_path / "thuis").mkdir()
    (tmp_path / "thuis" / "brief.docx").write_text("mine")
    with pytest.raises(UsageError) as error:
        write(tmp_path / "thuis", force=True)
    assert code_of(error) == "output_is_no_run"
    assert (tmp_path / "thuis" / "brief.docx").read_text() == "mine"


def test_read_only_file_is_named_and_nothing_is_lost(tmp_path):
    write(tmp_path / "een")
    locked = tmp_path / "een" / "tabellen" / "gemeenten.csv"
    locked.chmod(0o444)
    with pytest.raises(OutputError) as error:
        write(tmp_path / "een", force=True)
    assert error.value.exit_code == 8
    assert error.value.findings[0].value == str(locked)
    assert locked.is_file()


def test_place_that_cannot_hold_a_folder_is_named(tmp_path):
    (tmp_path / "bestand").write_text("a file, not a folder")
    with pytest.raises(OutputError) as error:
        write(tmp_path / "bestand" / "een")
    assert code_of(error) == "file_not_written"
    assert str(tmp_path / "bestand") in error.value.findings[0].value


def test_failed_write_leaves_the_old_run_and_no_draft(tmp_path):
    write(tmp_path / "een")
    with pytest.raises(OutputError):
        write_run(tmp_path / "een", example_plan(), {}, {"x" * 300: b""}, "", force=True)
    assert is_run_folder(tmp_path / "een")
    assert [path.name for path in tmp_path.iterdir()] == ["een"]


def test_missing_input_is_named(tmp_path):
    with pytest.raises(OutputError) as error:
        write_run(tmp_path / "een", example_plan(), {}, {"locaties": tmp_path / "weg.csv"}, "")
    assert error.value.findings[0].value == str(tmp_path / "weg.csv")
    assert list(tmp_path.iterdir()) == []


def test_plan_is_read_back_from_folder_and_from_file(tmp_path):
    write(tmp_path / "een")
    assert read_plan(tmp_path / "een") == example_plan()
    assert read_plan(str(tmp_path / "een" / "plan.json")).to_json() == example_plan().to_json()


@pytest.mark.parametrize(
    ("sign", "named"), [("\x00", "U+0000"), ("\x1b", "U+001B"), ("\ud800", "U+D800"), ("\uffff", "U+FFFF")]
)
def test_a_plan_with_a_sign_that_no_document_can_hold_is_refused(tmp_path, sign, named):
    document = plan_document()
    document["locations"][0]["name"] = f"azc{sign}"
    (tmp_path / "plan.json").write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(DataError) as error:
        read_plan(tmp_path)
    assert (code_of(error), error.value.findings[0].value) == ("plan_control_sign", named)


def test_signs_of_every_script_may_stand_in_a_plan_also_escaped(tmp_path):
    document = plan_document()
    document["locations"][0]["name"] = "Zuid\u202f\u05d0\U0001f3e0\t"
    (tmp_path / "plan.json").write_text(json.dumps(document), encoding="utf-8")
    assert read_plan(tmp_path).document["locations"][0]["name"] == "Zuid\u202f\u05d0\U0001f3e0\t"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"{", "plan_not_json"),
        (b"\xff\xfe", "plan_not_json"),
        (b"[]", "plan_not_a_plan"),
        (b"{}", "plan_not_a_plan"),
        (b'{"schema": "somebody.else/1"}', "plan_not_a_plan"),
        (b'{"schema": "regietafel.plan/2"}', "plan_of_later_version"),
        (b'{"schema": "regietafel.plan/1"}', "plan_incomplete"),
    ],
)
def test_what_is_not_a_plan_is_refused_with_a_reason(tmp_path, content, code):
    (tmp_path / "plan.json").write_bytes(content)
    with pytest.raises(DataError) as error:
        read_plan(tmp_path)
    assert code_of(error) == code
    assert error.value.findings[0].place.file == str(tmp_path / "plan.json")


def test_missing_part_of_a_plan_is_named(tmp_path):
    document = plan_document()
    del document["rules"]
    (tmp_path / "plan.json").write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(DataError) as error:
        read_plan(tmp_path)
    assert error.value.findings[0].value == "rules"


def test_missing_plan_is_a_finding(tmp_path):
    with pytest.raises(DataError) as error:
        read_plan(tmp_path / "weg")
    assert code_of(error) == "plan_not_found"


def test_newest_run_is_the_one_that_started_last(tmp_path):
    for name, started in (("b", "2026-11-20T10:00"), ("a", "2026-11-21T08:00"), ("c", "2026-11-19T23:00")):
        write_run(tmp_path / name, example_plan(), {"started": started}, {}, "", documents=False)
    assert newest_run(tmp_path).name == "a"


def test_run_without_a_start_is_the_oldest(tmp_path):
    write_run(tmp_path / "a", example_plan(), {"started": "2026"}, {}, "", documents=False)
    write_run(tmp_path / "z", example_plan(), {}, {}, "", documents=False)
    (tmp_path / "z" / "run.json").write_text("no json")
    assert newest_run(tmp_path).name == "a"


def test_no_run_at_all_is_a_usage_error(tmp_path):
    with pytest.raises(UsageError) as error:
        newest_run(tmp_path / "runs")
    assert code_of(error) == "no_run_found"
