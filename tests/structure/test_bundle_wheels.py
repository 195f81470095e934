"""Which wheels the archive for Windows needs: markers and tags as they are there, not here."""

import subprocess
import zipfile

import pytest

from offline import wheels as wheels_module
from offline.targets import WINDOWS_PYTHONS, windows
from offline.wheels import IncompleteBundleError, fetch, gaps, read_pins, wheels_in
from support.checkout import PROJECT, configuration
from support.wheels import write_wheel

OURS = "regietafel-1-py3-none-any"


def test_an_archive_with_one_wheel_for_everything_needed_has_no_gap(tmp_path):
    write_wheel(tmp_path, OURS, ["grids>=2", "mice; extra == 'dev'", "forks; sys_platform != 'win32'"])
    write_wheel(tmp_path, "grids-2.1-cp312-cp312-win_amd64", ["colours; platform_system == 'Windows'"])
    write_wheel(tmp_path, "colours-0.4-py2.py3-none-any")
    assert gaps(wheels_in(tmp_path), windows("3.12")) == []


@pytest.mark.parametrize(
    ("file", "gap"),
    [
        ("grids-2.1-cp312-cp312-win32", "0 wheels for grids>=2"),
        ("grids-2.1-cp312-cp312-win_arm64", "0 wheels for grids>=2"),
        ("grids-2.1-cp312-cp312-manylinux_2_28_x86_64", "0 wheels for grids>=2"),
        ("grids-2.1-cp313-cp313-win_amd64", "0 wheels for grids>=2"),
        ("grids-2.1-cp312-cp312t-win_amd64", "0 wheels for grids>=2"),
        ("grids-1.9-cp312-cp312-win_amd64", "0 wheels for grids>=2"),
    ],
)
def test_a_wheel_that_does_not_fit_is_a_gap(tmp_path, file, gap):
    write_wheel(tmp_path, OURS, ["grids>=2"])
    write_wheel(tmp_path, file)
    assert f"Python 3.12: {gap}" in gaps(wheels_in(tmp_path), windows("3.12"))


def test_a_wheel_that_asks_for_a_newer_python_is_a_gap(tmp_path):
    write_wheel(tmp_path, OURS, ["grids"])
    write_wheel(tmp_path, "grids-2.1-py3-none-any", lines=["Requires-Python: >=3.12"])
    found = wheels_in(tmp_path)
    assert gaps(found, windows("3.11")) == ["Python 3.11: 0 wheels for grids"]
    assert gaps(found, windows("3.12")) == []


def test_a_choice_between_two_versions_and_a_needless_wheel_are_named(tmp_path):
    write_wheel(tmp_path, OURS, ["grids"])
    for file in ("grids-2.1-py3-none-any", "grids-2.2-py3-none-any", "mice-1-py3-none-any"):
        write_wheel(tmp_path, file)
    assert gaps(wheels_in(tmp_path), windows("3.13")) == [
        "Python 3.13: 2 wheels for grids",
        "Python 3.13: nothing needs mice",
    ]


def test_what_only_an_extra_needs_is_needed_when_that_extra_is_asked_for_later(tmp_path):
    # The first mention of grids asks for no extra, the second, through maps, asks for one.
    write_wheel(tmp_path, OURS, ["grids", "maps"])
    write_wheel(tmp_path, "maps-1-py3-none-any", ["grids[colour]>=2"])
    write_wheel(tmp_path, "grids-2.1-py3-none-any", ["paint; extra == 'colour'"])
    assert gaps(wheels_in(tmp_path), windows("3.11")) == ["Python 3.11: 0 wheels for paint"]


def test_later_demands_on_a_wheel_count_too(tmp_path):
    write_wheel(tmp_path, OURS, ["maps", "grids>=2"])
    write_wheel(tmp_path, "grids-2.1-py3-none-any")
    write_wheel(tmp_path, "maps-1-py3-none-any", ["grids<2"])
    assert gaps(wheels_in(tmp_path), windows("3.11")) == ["Python 3.11: 0 wheels for grids<2"]


@pytest.fixture
def index(tmp_path, monkeypatch):
    """Stand in for the package index: a folder from which `pip download` copies; the commands are kept."""
    shelf, commands = tmp_path / "shelf", []
    shelf.mkdir()

    def copy(command, **_):
        commands.append(command)
        folder = next(word for word, before in zip(command[1:], command, strict=False) if before == "--dest")
        for name, version in (word.split("==") for word in command if "==" in word):
            for file in shelf.glob(f"{name}-{version}-*.whl"):
                (tmp_path / folder / file.name).write_bytes(file.read_bytes())
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(wheels_module.subprocess, "run", copy)
    return shelf, commands


def test_all_that_windows_needs_is_fetched_level_by_level(tmp_path, index):
    shelf, commands = index
    ours = write_wheel(tmp_path, OURS, ["grids", "forks; sys_platform == 'linux'"])
    write_wheel(shelf, "grids-2-py3-none-any", ["colours; sys_platform == 'win32'"])
    write_wheel(shelf, "colours-4-py3-none-any")
    folder = tmp_path / "for"
    folder.mkdir()
    fetch(ours, windows("3.12"), {"grids": "2", "colours": "4"}, folder)
    assert [wheel.name for wheel in wheels_in(folder)] == ["colours", "grids"]
    assert [command[-1] for command in commands] == ["grids==2", "colours==4"]
    assert all({"--no-deps", "win_amd64", "3.12", ":all:"} <= set(command) for command in commands)


def test_what_is_not_pinned_is_not_fetched_but_named(tmp_path, index):
    ours = write_wheel(tmp_path, OURS, ["grids", "mice"])
    with pytest.raises(IncompleteBundleError, match=r"constraints\.txt has no version of: grids, mice"):
        fetch(ours, windows("3.12"), {}, tmp_path)


def test_a_pin_can_differ_by_python():
    lines = ["# a remark", "grids==1; python_version < '3.12'", "grids==2; python_version >= '3.12'", "mice==3"]
    assert read_pins(lines, windows("3.11")) == {"grids": "1", "mice": "3"}
    assert read_pins(lines, windows("3.13")) == {"grids": "2", "mice": "3"}


def test_the_pythons_of_the_archive_are_those_that_the_package_names():
    named = [line.split(" :: ")[-1] for line in configuration()["project"]["classifiers"]]
    assert set(WINDOWS_PYTHONS) <= set(named)


def test_the_pins_of_the_project_cover_what_windows_alone_needs():
    lines = (PROJECT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    # pandas on Windows needs tzdata: that computer has no list of time zones of its own.
    assert "tzdata" in read_pins(lines, windows("3.11"))


@pytest.mark.parametrize(
    ("text", "licence"),
    [
        (
            (
                "Copyright (C) somebody\n\nPermission is hereby granted, free of charge, to any person obtaining a\n"
                'copy of this software and associated documentation files\n(the "Software"), to deal in the Software '
                "without restriction, including ..."
            ),
            "MIT",
        ),
        ("All rights reserved.", ""),
    ],
)
def test_a_licence_that_is_not_named_is_known_by_its_text(tmp_path, text, licence):
    write_wheel(tmp_path, "grids-2.1-py3-none-any")
    with zipfile.ZipFile(tmp_path / "grids-2.1-py3-none-any.whl", "a") as opened:
        opened.writestr("grids-2.1.dist-info/licenses/LICENSE", text)
    assert next(iter(wheels_in(tmp_path))).licence == licence
