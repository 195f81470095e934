"""The archive for computers without internet: complete for Windows, and the same installation done for real here."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest
from make_bundle import make_archive

from offline.archive import build_wheel
from offline.targets import WINDOWS_PYTHONS, windows
from offline.wheels import gaps, wheels_in
from support.checkout import PROJECT


@pytest.fixture(scope="module")
def handbook(tmp_path_factory) -> Path:
    """Write a handbook of one line, for the archive that is only installed."""
    file = tmp_path_factory.mktemp("handbook") / "handleiding.md"
    file.write_text("# Handleiding\n", encoding="utf-8")
    return file


def unpack(archive: Path, folder: Path) -> Path:
    """Unpack an archive as a user would."""
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(folder)
    return folder


@pytest.fixture(scope="module")
def for_windows(tmp_path_factory) -> Path:
    """Make the archive for Windows as `make bundle` does, and unpack it."""
    folder = tmp_path_factory.mktemp("windows")
    command = [sys.executable, "bundle/make_bundle.py", "--out", str(folder)]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (archive,) = folder.glob("regietafel-*-windows.zip")
    assert archive.name in done.stdout
    return unpack(archive, folder / "uitgepakt")


@pytest.mark.parametrize("python", WINDOWS_PYTHONS)
def test_every_windows_python_finds_all_it_needs(for_windows, python):
    wheels = wheels_in(for_windows / "programma" / "wheels")
    assert gaps(wheels, windows(python)) == []
    fitting = {wheel.name for wheel in wheels if wheel.fits(windows(python))}
    assert {"regietafel", "highspy", "pyomo", "pandas", "numpy", "tzdata"} <= fitting


@pytest.mark.parametrize("python", WINDOWS_PYTHONS)
def test_pip_itself_needs_nothing_else(for_windows, python, tmp_path):
    # Pip reads markers as of this computer, so what Windows alone needs is left to the test above.
    command = [sys.executable, "-m", "pip", "download", "--isolated", "--no-index", "--disable-pip-version-check"]
    command += ["-f", str(for_windows / "programma" / "wheels"), "--only-binary", ":all:", "--dest", str(tmp_path)]
    command += ["--platform", "win_amd64", "--implementation", "cp", "--python-version", python, "regietafel"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert any(path.name.startswith("highspy") and "win_amd64" in path.name for path in tmp_path.iterdir())


def test_the_handbook_in_the_archive_is_the_one_of_the_project(for_windows):
    page = (for_windows / "handleiding.html").read_text(encoding="utf-8")
    title = (PROJECT / "docs/handleiding.md").read_text(encoding="utf-8").splitlines()[0]
    assert f"<title>{title.removeprefix('# ')}</title>" in page


def test_no_development_tool_is_in_the_archive(for_windows):
    named = {
        item["name"] for item in json.loads((for_windows / "programma/bundel.json").read_text("utf-8"))["packages"]
    }
    assert named & {"pytest", "ruff", "mypy", "hypothesis", "pyscipopt", "pip", "setuptools"} == set()


def test_every_part_names_its_licence(for_windows):
    parts = json.loads((for_windows / "programma/bundel.json").read_text(encoding="utf-8"))["packages"]
    assert [item["name"] for item in parts if not item["licence"]] == []


def test_a_common_folder_is_short_enough(for_windows):
    longest = json.loads((for_windows / "programma/bundel.json").read_text(encoding="utf-8"))["longest_path"]
    folder = r"C:\Users\voornaam.achternaam\Downloads\regietafel-0.1.0-windows"
    assert len(folder) + 1 + longest <= 259


@pytest.fixture(scope="module")
def archive_for_here(tmp_path_factory, handbook) -> Path:
    """Make the archive for this computer."""
    return make_archive("here", handbook, tmp_path_factory.mktemp("here"))


def test_the_same_sources_give_the_same_wheel(archive_for_here, tmp_path):
    # All other wheels are pinned, and the archive itself is compared in tests/structure.
    again = build_wheel(tmp_path)
    with zipfile.ZipFile(archive_for_here) as opened:
        assert opened.read(f"programma/wheels/{again.name}") == again.read_bytes()


def test_no_file_of_the_archive_knows_where_it_was_made(archive_for_here):
    with zipfile.ZipFile(archive_for_here) as opened:
        ours = [name for name in opened.namelist() if not name.endswith(".whl")]
        assert [name for name in ours if str(PROJECT).encode() in opened.read(name)] == []


@pytest.fixture(scope="module")
def installed(tmp_path_factory, archive_for_here) -> tuple[Path, subprocess.CompletedProcess]:
    """Install from the archive, in a folder with spaces, accents and an ampersand, with an index that is not there."""
    folder = unpack(archive_for_here, tmp_path_factory.mktemp("Eén map & méér") / "Regie tafel")
    command = [sys.executable, "-I", "-X", "utf8", "programma/install.py"]
    unreachable = {"PIP_INDEX_URL": "http://127.0.0.1:9/", "HTTPS_PROXY": "http://127.0.0.1:9/"}
    done = subprocess.run(
        command, cwd=folder, env=os.environ | unreachable, capture_output=True, text=True, encoding="utf-8"
    )
    return folder, done


def test_the_installation_works_from_the_archive_alone(installed):
    folder, done = installed
    assert (done.returncode, done.stderr) == (0, ""), (folder / "installatie.log").read_text(encoding="utf-8")
    assert "Klaar. Sleep nu" in done.stdout
    log = (folder / "installatie.log").read_text(encoding="utf-8")
    assert "Looking in links" in log
    assert "Looking in indexes" not in log
    assert "regietafel 0" in log


def test_the_installation_writes_nothing_but_its_environment_and_a_log(installed, archive_for_here):
    folder, _ = installed
    with zipfile.ZipFile(archive_for_here) as opened:
        packed = {Path(name).parts[0] for name in opened.namelist()}
    assert {path.name for path in folder.iterdir()} - packed == {"omgeving", "installatie.log"}


def use(folder: Path, *words: str, typed: str = "") -> subprocess.CompletedProcess:
    """Call what the command file calls, with what the user types."""
    command = [str(folder / "omgeving/bin/python"), "-I", "-X", "utf8", str(folder / "programma/start.py"), *words]
    return subprocess.run(command, input=typed, capture_output=True, text=True, encoding="utf-8", cwd=folder.parent)


def test_a_new_workbook_is_planned_when_it_is_dropped(installed):
    folder, _ = installed
    made = use(folder, typed="voorbeeldland\n")
    case = folder / "invoer-voorbeeldland.xlsx"
    assert (made.returncode, case.is_file()) == (0, True), made.stderr
    planned = use(folder, str(case))
    assert planned.returncode == 0, planned.stdout + planned.stderr
    (report,) = folder.glob("invoer-voorbeeldland-*-plan/rapport.html")
    assert f"Open zelf dit bestand: {report}" in planned.stdout


def test_a_broken_workbook_gets_its_list_of_findings(installed, tmp_path):
    folder, _ = installed
    case = tmp_path / "mijn invoer.xlsx"
    assert use(folder, "new", "voorbeeldland", str(case)).returncode == 0
    book = openpyxl.load_workbook(case)
    column = next(cell.column for cell in book["gemeenten"][1] if cell.value == "inwoners")
    book["gemeenten"].cell(3, column).value = "veel"
    book.save(case)
    done = use(folder, str(case))
    assert done.returncode == 3
    (findings,) = tmp_path.glob("mijn invoer-*-bevindingen.xlsx")
    assert f"Open zelf dit bestand: {findings}" in done.stdout
    assert not list(tmp_path.glob("*-plan"))
