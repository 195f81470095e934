"""The index of many runs: what is written of a run, what is read back, and what is refused."""

import sqlite3
from pathlib import Path

import pytest

from regietafel.model.errors import DataError, OutputError
from regietafel.model.plan import Plan
from regietafel.outputs.run_index import INDEX_FILE, VERSION, add_run, finished, open_index
from support.plan_document import example_plan, plan_document


def infeasible() -> Plan:
    document = plan_document()
    document["outcome"] |= {"status": "infeasible", "tiers": []}
    return Plan.from_dict(document)


def content(folder: Path) -> list[tuple[str, list[tuple]]]:
    """Read every table of an index, sorted."""
    connection = sqlite3.connect(folder / INDEX_FILE)
    names = [name for (name,) in connection.execute("select name from sqlite_master where type = 'table' order by 1")]
    found = [(name, sorted(connection.execute(f"select * from {name}"))) for name in names]
    connection.close()
    return found


def test_a_run_is_read_back_with_its_figures(tmp_path):
    facts = {"fingerprint": "f1", "exit_code": 0, "started": "2026-11-30T20:00:00", "seconds": 1.5}
    with open_index(tmp_path, write=True) as index:
        add_run(index, example_plan(), tmp_path / "runs" / "basis", facts)
    with open_index(tmp_path) as index:
        (run,) = index.rows("select * from runs")
        cost = index.rows("select value from figures where name = 'cost'")
        places = index.rows("select * from places where gm_code = 'GM0002' and moment = '2028-02-01'")
        opened = index.rows("select count(*) from opened where moment = '2028-02-01'")
    assert (run["scenario"], run["folder"], run["status"]) == ("basis", "runs/basis", "within_gap")
    assert (run["province"], run["cycle"], run["seconds"]) == ("Voorbeeldland", 2, 1.5)
    assert cost[0]["value"] == 83_456_789
    # Beekdal: 300 + 20 of L-02, 200 Ukraine of L-07, and 27 = 30 x 9 // 10 persons housed.
    assert tuple(places[0])[3:7] == (300, 20, 200, 27)
    assert places[0]["ratio_joint"] == round(547 / 440, 6)
    assert opened[0][0] == 8


def test_finished_runs_are_those_with_an_answer(tmp_path):
    with open_index(tmp_path, write=True) as index:
        add_run(index, example_plan(), tmp_path / "a", {"fingerprint": "a"})
        add_run(index, infeasible(), tmp_path / "b", {"fingerprint": "b", "exit_code": 4})
        add_run(index, None, tmp_path / "c", {"fingerprint": "c", "scenario": "krap", "error": "gestopt"})
        assert finished(index) == {"a": "a", "b": "b"}
        lost = index.rows("select scenario, status, error from runs where fingerprint = 'c'")
    assert tuple(lost[0]) == ("krap", "lost", "gestopt")


def test_a_run_that_is_added_again_replaces_the_one_before(tmp_path):
    with open_index(tmp_path, write=True) as index:
        add_run(index, None, tmp_path / "a", {"fingerprint": "a", "error": "gestopt"})
        add_run(index, example_plan(), tmp_path / "a", {"fingerprint": "a"})
        before = content(tmp_path)
        add_run(index, example_plan(), tmp_path / "a", {"fingerprint": "a"})
        assert index.rows("select count(*) from runs")[0][0] == 1
    assert content(tmp_path) == before


def test_an_infeasible_run_that_comes_in_the_place_of_a_plan_leaves_no_figures(tmp_path):
    with open_index(tmp_path, write=True) as index:
        add_run(index, example_plan(), tmp_path / "a", {"fingerprint": "a"})
        add_run(index, infeasible(), tmp_path / "a", {"fingerprint": "a"})
        tables = ("figures", "places", "opened")
        assert [index.rows(f"select count(*) from {name}")[0][0] for name in tables] == [0, 0, 0]


def test_the_order_in_which_runs_come_in_does_not_matter(tmp_path):
    for folder, names in ((tmp_path / "x", "ab"), (tmp_path / "y", "ba")):
        folder.mkdir()
        with open_index(folder, write=True) as index:
            for name in names:
                add_run(index, example_plan(), folder / name, {"fingerprint": name})
    assert content(tmp_path / "x") == content(tmp_path / "y")


def test_a_folder_without_index_is_refused_and_nothing_is_made(tmp_path):
    with pytest.raises(DataError) as error:
        open_index(tmp_path)
    assert error.value.findings[0].code == "index_not_found"
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_index_is_refused_and_left_alone(tmp_path):
    (tmp_path / INDEX_FILE).write_bytes(b"niets")
    with pytest.raises(DataError) as error:
        open_index(tmp_path)
    assert error.value.findings[0].code == "index_unreadable"
    other = sqlite3.connect(tmp_path / "ander.sqlite")
    other.execute("create table t (a)")
    other.commit()
    other.close()
    for write in (False, True):
        with pytest.raises(DataError) as error:
            open_index(tmp_path / "ander.sqlite", write=write)
        assert error.value.findings[0].code == "index_not_ours"


def test_an_index_of_a_later_version_says_so(tmp_path):
    with open_index(tmp_path, write=True) as index:
        index.connection.execute(f"pragma user_version = {VERSION + 1}")
    with pytest.raises(DataError) as error:
        open_index(tmp_path)
    assert error.value.findings[0].code == "index_of_later_version"
    assert error.value.findings[0].params == {"found": "2", "known": "1"}


def test_a_reader_writes_nothing_and_finds_the_index_of_before_the_next_run(tmp_path):
    with open_index(tmp_path, write=True) as writer:
        add_run(writer, example_plan(), tmp_path / "a", {"fingerprint": "a"})
        with open_index(tmp_path) as reader:
            add_run(writer, example_plan(), tmp_path / "b", {"fingerprint": "b"})
            assert reader.rows("select count(*) from runs")[0][0] == 2
            with pytest.raises(OutputError) as error:
                add_run(reader, None, tmp_path / "c", {"fingerprint": "c"})
    assert error.value.findings[0].code == "file_not_written"
    # A rollback journal is gone when nothing is being written: no files that a share cannot hold.
    assert [file.name for file in tmp_path.iterdir()] == [INDEX_FILE]


def test_one_file_holds_names_that_try_to_be_questions(tmp_path):
    document = plan_document()
    document["municipalities"][0]["name"] = "'); drop table runs; --"
    document["scenario"]["name"] = "\"'; delete from runs"
    with open_index(tmp_path, write=True) as index:
        add_run(index, Plan.from_dict(document), tmp_path / "a", {"fingerprint": "'; --"})
        names = index.rows("select name from municipalities where gm_code = 'GM0001'")
        assert names[0]["name"] == "'); drop table runs; --"
        assert list(finished(index)) == ["'; --"]
