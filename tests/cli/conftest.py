"""Calling the command inside this process, and one run folder of a small case that the tests may copy."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from regietafel.cli import main
from regietafel.inputs.csv_folder import write_folder
from support.small_tables import small_tables
from support.workbooks import case_workbook

Command = Callable[..., Result]


def run_command(*words: str | Path) -> Result:
    """Call the command as a user would type it."""
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder, in Dutch."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("REGIETAFEL_LANG", raising=False)
    return tmp_path


@pytest.fixture
def command() -> Command:
    """Give the command."""
    return run_command


@pytest.fixture
def case_folder(own_folder: Path) -> Path:
    """Write the small case of three municipalities as CSV tables in the folder ``mijn``."""
    write_folder(small_tables(), own_folder / "mijn")
    return own_folder / "mijn"


@pytest.fixture(scope="session")
def planned(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """Plan the small case once, by its folder of tables."""
    place = tmp_path_factory.mktemp("planned")
    write_folder(small_tables(), place / "mijn")
    return place / "plan", run_command("plan", place / "mijn", "--out", place / "plan", "--set", "hub_max_km=14")


@pytest.fixture(scope="session")
def planned_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Plan the small case once as a workbook and once as CSV tables: ``uit-boek`` and ``uit-map`` in one folder."""
    place = tmp_path_factory.mktemp("book")
    case_workbook(place / "Mijn case (2).xlsx", small_tables())
    write_folder(small_tables(), place / "map")
    for case, out in (("Mijn case (2).xlsx", "uit-boek"), ("map", "uit-map")):
        words = ("plan", place / case, "--out", place / out, "--set", "hub_max_km=14", "--no-documents")
        assert run_command(*words).exit_code == 0
    return place


@pytest.fixture
def run_folder(planned: tuple[Path, Result], own_folder: Path) -> Path:
    """Give a run folder of its own, under ``runs``."""
    return Path(shutil.copytree(planned[0], own_folder / "runs" / "plan"))
