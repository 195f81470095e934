"""What holds for every test: the package must be installed, and in CI nothing may be skipped."""

import importlib.util
import os
from collections.abc import Iterator

import pytest

if importlib.util.find_spec("regietafel") is None:
    raise pytest.UsageError("regietafel is not installed. Run: pip install -e '.[dev]'")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `make golden` rewrite what the golden tests compare with, and say how much is tried at random."""
    parser.addoption("--rewrite-golden", action="store_true", help="write the golden files anew instead of comparing")
    parser.addoption("--mutations", type=int, default=200, help="how many random changes of cells are tried")


@pytest.fixture(scope="session")
def rewrite_golden(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are written anew in this run."""
    return bool(request.config.getoption("--rewrite-golden"))


@pytest.fixture(scope="session")
def mutations(request: pytest.FixtureRequest) -> int:
    """How many random changes of cells are tried."""
    return int(request.config.getoption("--mutations"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo) -> Iterator[None]:
    """Turn a skipped test into a failed one when this is CI."""
    report = yield
    return _refuse_skip(report, item.nodeid)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[None]:
    """Turn a skipped test file into a failed one when this is CI."""
    report = yield
    return _refuse_skip(report, collector.nodeid)


def _refuse_skip(report, nodeid: str):
    if report.skipped and os.environ.get("CI"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{nodeid}: in CI nothing may be skipped ({reason})"
    return report
