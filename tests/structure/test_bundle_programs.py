"""The two programs that run on the user's computer: installing from the archive, and what a dropped workbook does."""

import ast
import hashlib
import os
import string
import subprocess
import sys
import tomllib
from datetime import datetime

import pytest

from support.programs import PROGRAMS, program

FACTS = {"pythons": ["3.11", "3.12", "3.13"], "system": "win-amd64"}
NOW = datetime(2026, 11, 21, 14, 5, 9)
NAME = "invoer-2026-11-21-140509"


@pytest.fixture
def install():
    """Load the program that installs."""
    return program("install")


@pytest.mark.parametrize(
    ("python", "system", "code"),
    [
        ("3.11", "win-amd64", 0),
        ("3.13", "win-amd64", 0),
        ("3.10", "win-amd64", 3),
        ("3.14", "win-amd64", 3),
        ("3.13t", "win-amd64", 3),
        ("3.13", "win32", 4),
        ("3.13", "win-arm64", 4),
    ],
)
def test_only_a_python_for_which_there_are_wheels_suits(install, python, system, code):
    assert install.suitability(FACTS, python, system) == code


@pytest.fixture
def unpacked(tmp_path):
    """Lay out an unpacked archive for a Python that is not this one."""
    for name in ("install.py", "texts.toml"):
        (tmp_path / "programma").mkdir(exist_ok=True)
        (tmp_path / "programma" / name).write_bytes((PROGRAMS / name).read_bytes())
    facts = '{"pythons": ["2.7"], "system": "win-amd64", "version": "1", "longest_path": 9}'
    (tmp_path / "programma" / "bundel.json").write_text(facts, encoding="utf-8")
    return tmp_path


def test_the_probe_says_by_its_exit_code_that_this_python_does_not_suit(unpacked):
    command = [sys.executable, "-I", "programma/install.py", "--probe"]
    done = subprocess.run(command, cwd=unpacked, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (3, "", "")
    assert sorted(path.name for path in unpacked.iterdir()) == ["programma"]


def test_missing_and_changed_files_are_named_all_at_once(install, tmp_path):
    (tmp_path / "a.txt").write_text("a", encoding="utf-8")
    (tmp_path / "b c.txt").write_text("b", encoding="utf-8")
    rows = [f"{hashlib.sha256(text).hexdigest()}  {name}" for text, name in [(b"a", "a.txt"), (b"x", "b c.txt")]]
    (tmp_path / "INHOUD.txt").write_text("\r\n".join([*rows, f"{'0' * 64}  weg.txt", ""]), encoding="utf-8", newline="")
    with pytest.raises(install.InstallError) as caught:
        install.check_files(tmp_path)
    assert "- b c.txt is anders dan in het origineel\n- weg.txt ontbreekt\n" in str(caught.value)
    assert "a.txt is" not in str(caught.value)


def test_a_folder_with_too_long_a_name_is_refused_with_how_much(install, tmp_path):
    # 259 is the most: a folder of 100 and a slash leave 158.
    root = tmp_path / ("x" * (99 - len(str(tmp_path))))
    install.check_place(root, 158, windows=True)
    install.check_place(root, 999, windows=False)
    with pytest.raises(install.InstallError, match="2 tekens te veel"):
        install.check_place(root, 160, windows=True)


def test_an_earlier_environment_is_replaced_and_another_folder_is_not(install, tmp_path):
    ours, other = tmp_path / "omgeving", tmp_path / "ander"
    for folder in (ours, other):
        folder.mkdir()
    (ours / "pyvenv.cfg").write_text("", encoding="utf-8")
    install.clear(ours)
    assert not ours.exists()
    with pytest.raises(install.InstallError, match="niet door Regietafel gemaakt"):
        install.clear(other)
    assert other.exists()


def test_settings_of_the_user_do_not_reach_a_step(install, tmp_path, monkeypatch):
    monkeypatch.setenv("PIP_INDEX_URL", "https://example.nl/")
    monkeypatch.setenv("PYTHONHOME", "nowhere")
    log = tmp_path / "log"
    told = "import os; print([n for n in os.environ if n.startswith(('PIP', 'PYTHON'))], os.environ['PIP_CONFIG_FILE'])"
    install.run([sys.executable, "-c", told], log)
    assert f"['PIP_CONFIG_FILE'] {os.devnull}" in log.read_text(encoding="utf-8")


def test_a_step_that_fails_leaves_what_it_said_in_the_log(install, tmp_path):
    log = tmp_path / "installatie.log"
    with pytest.raises(install.InstallError, match=r"code 7.*installatie\.log"):
        install.run([sys.executable, "-c", "print('reden'); raise SystemExit(7)"], log)
    assert "reden" in log.read_text(encoding="utf-8")


@pytest.fixture
def drop(monkeypatch, tmp_path):
    """Drop a workbook on the program, with given exit codes of `check` and `plan`; tell what was done and said."""

    def run(check: int, plan: int = 0, *, files: tuple[str, ...] = ()):
        start, did = program("start"), []
        case = tmp_path / "invoer.xlsx"
        case.touch()

        def command(*words):
            did.append(" ".join(str(word).removeprefix(f"{tmp_path}{os.sep}") for word in words))
            for name in files:
                if name.startswith(f"{NAME}-bevindingen") or words[0] == "plan":
                    (tmp_path / name).parent.mkdir(exist_ok=True)
                    (tmp_path / name).touch()
            return {"check": check, "plan": plan}[words[0]]

        monkeypatch.setattr(start, "regietafel", command)
        monkeypatch.setattr(start, "show", lambda file: did.append(f"open {file.relative_to(tmp_path).as_posix()}"))
        return start.plan_dropped(case, NOW), did

    return run


CHECK = f"check invoer.xlsx --findings {NAME}-bevindingen.xlsx"
PLAN = f"plan invoer.xlsx --out {NAME}-plan"


def test_a_good_workbook_is_checked_planned_and_its_report_opened(drop):
    report = f"{NAME}-plan/rapport.html"
    assert drop(0, files=(report,)) == (0, [CHECK, PLAN, f"open {report}"])


def test_a_wrong_workbook_gets_its_findings_opened_and_no_plan(drop, capsys):
    findings = f"{NAME}-bevindingen.xlsx"
    assert drop(3, files=(findings,)) == (3, [CHECK, f"open {findings}"])
    assert "Verbeter het werkboek" in capsys.readouterr().out


def test_findings_that_could_not_be_written_stop_with_the_code_of_the_command(drop, capsys):
    assert drop(8) == (8, [CHECK])
    assert "code 8" in capsys.readouterr().out


def test_a_plan_that_cannot_be_still_shows_its_report_and_says_so(drop, capsys):
    report = f"{NAME}-plan/rapport.html"
    assert drop(0, 4, files=(report,)) == (4, [CHECK, PLAN, f"open {report}"])
    assert "lees eerst wat hierboven staat (code 4)" in capsys.readouterr().out


def test_a_plan_without_a_report_is_no_success(drop, capsys):
    assert drop(0, 5) == (5, [CHECK, PLAN])
    assert "Er is geen plan gemaakt (code 5)" in capsys.readouterr().out


def test_a_name_that_windows_cut_off_is_explained(tmp_path, capsys):
    assert program("start").plan_dropped(tmp_path / "R", NOW) == 2
    assert "Staat er een & of ^ in de naam?" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "dropped"),
    [
        ([], False),
        (["plan", "invoer.xlsx"], False),
        (["--help"], False),
        (["invoer.xlsx"], True),
        (["INVOER.XLSX"], True),
        ([os.path.abspath("map")], True),  # noqa: PTH100  # the words are texts
    ],
)
def test_a_command_is_told_from_something_dropped(words, dropped):
    assert program("start").is_dropped(words) is dropped


def run_start(*words: str, typed: str = "", cwd=None) -> subprocess.CompletedProcess:
    """Run the program as the command file does, with what the user types."""
    command = [sys.executable, "-X", "utf8", str(PROGRAMS / "start.py"), *words]
    return subprocess.run(command, input=typed, capture_output=True, text=True, encoding="utf-8", cwd=cwd)


def test_a_command_is_passed_on_with_its_exit_code():
    done = run_start("--version")
    assert (done.returncode, done.stdout.split()[0]) == (0, "regietafel")
    wrong = run_start("plaan")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "plan" in wrong.stderr


def test_two_dropped_workbooks_are_refused(tmp_path):
    done = run_start(str(tmp_path / "a.xlsx"), str(tmp_path / "b.xlsx"))
    assert done.returncode == 2
    assert "Sleep één werkboek of map tegelijk" in done.stdout


def test_a_double_click_explains_and_stops_when_nothing_is_typed():
    done = run_start(typed="\n")
    assert done.returncode == 0
    assert "sleep uw werkboek op regietafel.cmd" in done.stdout


def test_a_province_that_is_not_known_gives_no_workbook_and_says_so():
    done = run_start(typed="atlantis\n")
    assert done.returncode == 2
    assert "Er is geen werkboek gemaakt (code 2)" in done.stdout


def used_texts(name: str) -> dict[str, set[str]]:
    """Give the texts that a program uses, with the names that it fills in."""
    found: dict[str, set[str]] = {}
    for node in ast.walk(ast.parse((PROGRAMS / f"{name}.py").read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"say", "ask", "InstallError"}:
            codes = [leaf.value for leaf in ast.walk(node.args[0]) if isinstance(leaf, ast.Constant)]
            codes = [code for code in codes if isinstance(code, str)]
            found |= {code: found.get(code, set()) | {word.arg for word in node.keywords} for code in codes}
        elif isinstance(node, ast.Subscript) and ast.unparse(node.value) == "TEXTS":
            found |= {leaf.value: {"name"} for leaf in [node.slice] if isinstance(leaf, ast.Constant)}
    return found


@pytest.mark.parametrize("name", ["install", "start"])
def test_every_sentence_is_used_and_every_used_sentence_is_there(name):
    texts = tomllib.loads((PROGRAMS / "texts.toml").read_text(encoding="utf-8"))[name]
    used = used_texts(name)
    assert set(used) == set(texts)
    for code, text in texts.items():
        blanks = {field for _, field, _, _ in string.Formatter().parse(text) if field}
        assert blanks <= used[code], code
