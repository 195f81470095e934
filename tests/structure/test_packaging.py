"""The wheel holds exactly the package: what is listed, what is on disk and what is installed agree."""

import configparser
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement

from support.checkout import LAYERS, PROJECT, configuration, project_files

METADATA = ".dist-info/"


def listed_packages() -> set[str]:
    """Name the packages of pyproject.toml."""
    return set(configuration()["tool"]["setuptools"]["packages"])


def package_files() -> set[str]:
    """List what must be installed: the root's three files and everything in the four layers."""
    root = {"__init__.py", "cli.py", "py.typed"}
    return {path.as_posix() for path in project_files() if path.parts[0] in LAYERS or path.as_posix() in root}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> zipfile.ZipFile:
    """Build the wheel from a copy of the project's files, without network and without traces in the checkout."""
    source, built = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for path in project_files():
        (source / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(PROJECT / path, source / path)
    build = "import sys; from setuptools import build_meta; build_meta.build_wheel(sys.argv[1])"
    done = subprocess.run([sys.executable, "-c", build, built], cwd=source, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(next(built.glob("*.whl"))) as opened:
        yield opened


def test_listed_packages_are_the_folders_on_disk():
    folders = {path.parent for path in project_files() if path.parts[0] in LAYERS}
    assert listed_packages() == {"regietafel"} | {".".join(("regietafel", *folder.parts)) for folder in folders}


def test_every_package_has_an_init():
    folders = {Path(*name.split(".")[1:]) for name in listed_packages()}
    assert [str(folder) for folder in folders if not (PROJECT / folder / "__init__.py").exists()] == []


def test_the_root_holds_no_other_module():
    # Every *.py in the root would land in the wheel as regietafel.<name>.
    modules = {path.name for path in project_files() if path.suffix == ".py" and len(path.parts) == 1}
    assert modules <= {"__init__.py", "cli.py"}


def test_the_wheel_holds_the_package_and_nothing_else(wheel):
    installed = {name for name in wheel.namelist() if METADATA not in name}
    assert installed == {f"regietafel/{name}" for name in package_files()}


def test_the_wheel_carries_licence_and_command(wheel):
    metadata = {name.split(METADATA)[1]: name for name in wheel.namelist() if METADATA in name}
    assert wheel.read(metadata["licenses/LICENSE"]) == (PROJECT / "LICENSE").read_bytes()
    entry_points = configparser.ConfigParser()
    entry_points.read_string(wheel.read(metadata["entry_points.txt"]).decode())
    assert entry_points["console_scripts"]["regietafel"] == "regietafel.cli:main"
    assert "License-Expression: EUPL-1.2" in wheel.read(metadata["METADATA"]).decode()


def constraints() -> dict[str, list[Requirement]]:
    """Read constraints.txt: the pins of every distribution, by name."""
    pins: dict[str, list[Requirement]] = {}
    for line in (PROJECT / "constraints.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            pin = Requirement(line)
            pins.setdefault(pin.name.lower().replace("_", "-"), []).append(pin)
    return pins


def test_constraints_are_names_and_versions_only():
    pins = [pin for group in constraints().values() for pin in group]
    assert [str(pin) for pin in pins if pin.url or pin.extras] == []
    assert [str(pin) for pin in pins if [part.operator for part in pin.specifier] != ["=="]] == []


@pytest.mark.parametrize("python", ["3.11", "3.13"])
def test_every_dependency_is_pinned_within_its_range(python):
    project = configuration()["project"]
    asked = [*project["dependencies"], *(line for extra in project["optional-dependencies"].values() for line in extra)]
    for requirement in map(Requirement, asked):
        group = constraints().get(requirement.name.lower(), [])
        valid = [
            pin for pin in group if (pin.marker or Marker("python_version>'3'")).evaluate({"python_version": python})
        ]
        assert len(valid) == 1, f"{requirement.name}: {len(valid)} pins on Python {python}"
        assert requirement.specifier.contains(next(iter(valid[0].specifier)).version), str(valid[0])
