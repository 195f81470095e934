"""The two command files for Windows, read line by line: they cannot run here, so usual mistakes are looked for."""

import itertools
import re
from collections.abc import Iterator

import pytest

from offline.targets import WINDOWS_PYTHONS
from support.checkout import PROJECT
from support.programs import program

FILES = PROJECT / "bundle" / "files"
NAMES = ("installeer.cmd", "regietafel.cmd")
# Words of a command, all arguments as they came, and numbers: whoever quotes these breaks them.
UNQUOTED = {"%PYTHON%", "%PROEF%", "%*", "%CODE%", "%ERRORLEVEL%"}
ENDS = re.compile(r"(goto :\w+|exit /b \S+)", re.IGNORECASE)


def lines(text: str) -> list[str]:
    """Give the lines that do something, labels too."""
    kept = (line.strip() for line in text.split("\n"))
    return [line for line in kept if line and not line.lower().startswith("rem ")]


def outside_quotes(line: str) -> str:
    """Give what stands outside double quotes."""
    return "".join(line.split('"')[::2])


def faults(text: str) -> Iterator[str]:
    """Find what makes the command interpreter of Windows go astray."""
    body = lines(text)
    labels = [line[1:].lower() for line in body if line.startswith(":")]
    jumps = [name.lower() for name in re.findall(r"\b(?:goto|call) :(\w+)", "\n".join(body), re.IGNORECASE)]
    if body[:2] != ["@echo off", "setlocal EnableExtensions DisableDelayedExpansion"]:
        yield "does not begin by switching off echo and the expansion of exclamation marks"
    yield from (
        f"label {name} stands there {labels.count(name)} times" for name in set(jumps) if labels.count(name) != 1
    )
    yield from (f"nobody goes to label {name}" for name in set(labels) - set(jumps))
    yield from (
        f"runs on into label {line}"
        for before, line in itertools.pairwise(body)
        if line.startswith(":") and not ENDS.fullmatch(before)
    )
    if not ENDS.fullmatch(body[-1]):
        yield "ends without an exit code"
    for line in body:
        yield from (f"{fault}: {line}" for fault in faults_of_line(line))


def faults_of_line(line: str) -> Iterator[str]:
    """Find the faults that one line shows."""
    bare = outside_quotes(line)
    if line.count('"') % 2:
        yield "a quote is not closed"
    yield from (f"{name} is not quoted" for name in re.findall(r"%~?\w+%?|%\*", bare) if name not in UNQUOTED)
    if re.search(r"[&|<>^!]", bare.replace(">nul", "").replace("2>nul", "")):
        yield "a sign that means something else"
    if line.endswith("(") or line.startswith(")"):
        yield "a block: its variables are filled in too early"
    if re.match(r"set (?!\")", line, re.IGNORECASE):
        yield "a value that is set without quotes keeps its spaces"
    if re.match(r"exit(?! /b \S)", line, re.IGNORECASE):
        yield "exit without /b closes the window of whoever called"
    if re.match(r"(goto|call) [^:]", line, re.IGNORECASE):
        yield "leaves for good, or goes to a label that is not marked"


@pytest.mark.parametrize("name", NAMES)
def test_a_command_file_has_no_fault(name):
    content = (FILES / name).read_bytes()
    assert content.isascii(), "the code page of the computer is not known"
    assert list(faults(content.decode("ascii").replace("\r\n", "\n"))) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_command_file_has_the_line_ends_of_windows(name):
    content = (FILES / name).read_bytes()
    assert content.endswith(b"\r\n")
    assert content.count(b"\r\n") == content.count(b"\n") == content.count(b"\r")
    assert "*.cmd text eol=crlf" in (PROJECT / ".gitattributes").read_text(encoding="utf-8").splitlines()


HEAD = "@echo off\nsetlocal EnableExtensions DisableDelayedExpansion\n"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("@echo off\nexit /b 0", "does not begin"),
        (HEAD + "goto :weg\nexit /b 0", "label weg stands there 0 times"),
        (HEAD + "exit /b 0\n:weg\nexit /b 0", "nobody goes to label weg"),
        (HEAD + "goto :a\nexit /b 0\n:a\necho a\n:b\nexit /b 0\ngoto :b\nexit /b 1", "runs on into label :b"),
        (HEAD + "echo klaar", "ends without an exit code"),
        (HEAD + 'if exist "a goto :b\nexit /b 0', "a quote is not closed"),
        (HEAD + "pushd %~dp0\nexit /b 0", "%~dp0 is not quoted"),
        (HEAD + "type %BESTAND%\nexit /b 0", "%BESTAND% is not quoted"),
        (HEAD + "echo a & b\nexit /b 0", "a sign that means something else"),
        (HEAD + "if defined A (\nexit /b 0", "a block"),
        (HEAD + "set A=1\nexit /b 0", "keeps its spaces"),
        (HEAD + "exit 1\nexit /b 0", "exit without /b"),
        (HEAD + "call ander.cmd\nexit /b 0", "leaves for good"),
    ],
)
def test_a_planted_fault_is_found(text, fault):
    assert any(fault in found for found in faults(text))


def test_the_newest_python_of_the_archive_is_tried_first():
    tried = re.findall(r'call :probeer "py -([\d.]+)"', (FILES / "installeer.cmd").read_text(encoding="ascii"))
    assert tried == list(reversed(WINDOWS_PYTHONS))


def test_another_kind_of_python_is_told_apart_by_the_code_that_the_program_gives():
    text = (FILES / "installeer.cmd").read_text(encoding="ascii")
    assert f'if "%ERRORLEVEL%"=="{program("install").WRONG_SYSTEM}" set "ONGESCHIKT=1"' in text
    assert f'if "%ERRORLEVEL%"=="{program("install").SUITS}" set "PYTHON=%PROEF%"' in text


@pytest.mark.parametrize("name", NAMES)
def test_files_that_a_command_file_names_are_in_the_archive(name):
    text = (FILES / name).read_text(encoding="ascii")
    named = set(re.findall(r"programma\\[\w.]+", text))
    assert named
    assert {path for path in named if not (FILES / path.replace("\\", "/")).is_file()} == set()


def test_the_python_that_is_started_is_the_one_that_the_installation_makes():
    text = (FILES / "regietafel.cmd").read_text(encoding="ascii")
    assert f"%~dp0{program('install').ENVIRONMENT}\\Scripts\\python.exe" in text
