"""The repository as others find it: no traces of a machine, documents that agree with what is there."""

import re
import tomllib

from regietafel.model import errors
from support.checkout import PROJECT, project_files

TEXT = {"", ".cfg", ".cmd", ".csv", ".html", ".j2", ".json", ".lp", ".md", ".py", ".svg", ".toml", ".txt", ".yml"}

# None of these patterns matches its own spelling.
TRACES = {
    "a path of one machine": r"(?:^|[\s\"'=(`,])(?:file://)?/(?:work|root|home|tmp|opt|Users)/",
    "a package index": r"pypi\.org|pythonhosted\.org|registry\.npmjs|\bindex-url|find-link[s]",
    "working material": r"(?:\.\./|(?<![\w/-]))shared/(?:data|design|domain|geo)",
}


def text_files() -> dict[str, str]:
    """Read every text file of the project by its path."""
    return {
        path.as_posix(): (PROJECT / path).read_text(encoding="utf-8", errors="replace")
        for path in project_files()
        if path.suffix in TEXT
    }


def test_no_file_names_a_machine_an_index_or_working_material():
    found = [
        f"{path}:{number} has {what}"
        for path, text in text_files().items()
        for number, line in enumerate(text.splitlines(), start=1)
        for what, pattern in TRACES.items()
        if re.search(pattern, line)
    ]
    assert found == []


def test_planted_traces_are_found():
    planted = [
        "see " + "/tm" + "p/x",
        "'" + "/wo" + "rk/main'",
        "pypi" + ".org",
        "--find" + "-links x",
        "../sha" + "red/data",
    ]
    assert [any(re.search(pattern, line) for pattern in TRACES.values()) for line in planted] == [True] * len(planted)


def test_a_web_address_is_no_machine_path():
    assert not any(re.search(pattern, "https://www.example.nl/home/opvang") for pattern in TRACES.values())


def test_make_targets_in_documents_exist():
    targets = set(re.findall(r"^([a-z-]+):", (PROJECT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    named = {
        (path, target)
        for path, text in text_files().items()
        if path.endswith(".md")
        for target in re.findall(r"`make ([a-z-]+)|^make ([a-z-]+)", text, flags=re.MULTILINE)
        for target in target
        if target
    }
    assert ("README.md", "plan") in named
    assert ("README.md", "test") in named
    assert {f"{path}: make {target}" for path, target in named if target not in targets} == set()


def test_links_between_documents_lead_somewhere():
    broken = [
        f"{path}: {target}"
        for path, text in text_files().items()
        if path.endswith(".md")
        for target in re.findall(r"\]\(([^)#\s]+)", text)
        if "://" not in target and not (PROJECT / path).parent.joinpath(target).exists()
    ]
    assert broken == []


def test_every_decision_is_in_the_index_with_its_own_number():
    decisions = sorted(path.name for path in project_files() if path.as_posix().startswith("docs/decisions/0"))
    index = (PROJECT / "docs/decisions/README.md").read_text(encoding="utf-8")
    assert decisions, "no decisions were found"
    assert re.findall(r"\]\((0[^)]+)\)", index) == decisions
    assert len({name[:4] for name in decisions}) == len(decisions)


def test_the_licence_is_the_same_everywhere():
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    publiccode = (PROJECT / "publiccode.yml").read_text(encoding="utf-8")
    assert project["license"] == "EUPL-1.2"
    assert re.search(r"^  license: EUPL-1\.2$", publiccode, flags=re.MULTILINE)
    assert (PROJECT / "LICENSE").read_text(encoding="utf-8").startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")


def test_the_version_is_the_same_everywhere():
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    root = (PROJECT / "__init__.py").read_text(encoding="utf-8")
    publiccode = (PROJECT / "publiccode.yml").read_text(encoding="utf-8")
    assert re.search(r'^__version__ = "(.+)"$', root, flags=re.MULTILINE)[1] == project["version"]
    assert re.search(r'^softwareVersion: "(.+)"$', publiccode, flags=re.MULTILINE)[1] == project["version"]


def test_the_readme_explains_every_exit_code():
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    explained = [int(code) for code in re.findall(r"^\| (\d) \|", readme, flags=re.MULTILINE)]
    raised = {kind.exit_code for kind in vars(errors).values() if hasattr(kind, "exit_code")}
    assert explained == list(range(9))
    assert raised <= set(explained)


def test_all_tests_of_documents_share_one_browser():
    # Two at a time cannot run in one process, and which files share a process differs from day to day.
    starts = [
        path.name for path in (PROJECT / "tests" / "documents").glob("*.py") if "started()" in path.read_text("utf-8")
    ]
    assert starts == ["conftest.py"]
