"""The rules of the test run itself: every test is run by a target, and in CI a skipped test fails."""

import os
import subprocess
import sys

import pytest

from support.checkout import PROJECT, configuration, project_files

MARKED = (
    "import pytest\n\n@pytest.mark.skip(reason='no reason')\ndef test_one():\n    pass\n\ndef test_two():\n    pass\n"
)
WHOLE_FILE = "import pytest\n\npytest.importorskip('a_library_that_does_not_exist')\n\ndef test_one():\n    pass\n"


@pytest.fixture
def run_tests(tmp_path):
    """Run pytest on one test file, with our conftest, in CI or not; give exit code and text."""

    def run(text: str, *, ci: bool) -> tuple[int, str]:
        (tmp_path / "conftest.py").write_bytes((PROJECT / "tests/conftest.py").read_bytes())
        (tmp_path / "test_planted.py").write_text(text, encoding="utf-8")
        (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
        environment = {name: value for name, value in os.environ.items() if name != "CI"} | (
            {"CI": "true"} if ci else {}
        )
        command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "test_planted.py"]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
        return done.returncode, done.stdout

    return run


@pytest.mark.parametrize("text", [MARKED, WHOLE_FILE])
def test_a_skip_fails_in_ci(run_tests, text):
    code, output = run_tests(text, ci=True)
    assert code in {1, 2}
    assert "in CI nothing may be skipped" in output


def test_a_skip_is_only_reported_elsewhere(run_tests):
    code, output = run_tests(MARKED, ci=False)
    assert code == 0
    assert "1 passed, 1 skipped" in output


def test_every_folder_with_tests_is_run_by_make_test_or_make_test_documents():
    folders = {path.parts[1] for path in project_files() if path.parts[0] == "tests" and path.name.startswith("test_")}
    listed = {path.removeprefix("tests/") for path in configuration()["tool"]["pytest"]["ini_options"]["testpaths"]}
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    assert "pytest -n 2 --dist loadfile tests/documents $(ARGS)" in makefile
    assert folders == listed | {"documents"}


def test_ci_runs_both_targets():
    ci = (PROJECT / ".ci/run").read_text(encoding="utf-8")
    assert [target for target in ("test", "test-documents") if f"make --no-print-directory {target} " not in ci] == []


def test_a_program_that_is_missing_and_may_not_be_installed_is_named(tmp_path):
    # With an empty search path there is no program, and no way to install one.
    command = ["/bin/bash", str(PROJECT / ".ci/need"), "soffice", "libreoffice-calc-nogui"]
    done = subprocess.run(command, env={"PATH": str(tmp_path)}, capture_output=True, text=True)
    assert done.returncode == 1
    assert "The program 'soffice' is missing. Install it, on Debian: apt-get install" in done.stderr
