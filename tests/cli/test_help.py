"""What the command says of itself: everything in the language of the reader, nothing forgotten."""

import os
import shlex
import subprocess
import sys

import click
import pytest

from regietafel import __version__
from regietafel.cli import main
from regietafel.outputs.texts_catalogue import LANGUAGES, catalogue, text

COMMANDS = [
    *(
        "new",
        "check",
        "plan",
        "whatif",
        "assess",
        "frontier",
        "batch",
        "audit",
        "compare",
        "report",
        "letters",
        "publish",
    ),
    *("options", "model-card", "data"),
]
# Words that click writes itself, in English.
OF_CLICK = ("Usage:", "Options:", "Show this message", "[OPTIONS]", "COMMAND [ARGS]")


def test_the_commands_stand_in_the_order_of_the_work(command):
    said = command("--help")
    assert said.exit_code == 0
    assert [
        line.split()[0] for line in said.stdout.splitlines() if line.startswith("  ") and line.split()[0] in COMMANDS
    ] == COMMANDS


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_help_says_what_a_command_does_with_an_example(command, name, lang):
    said = command(name, "--help", "--lang", lang)
    words = " ".join(said.stdout.split())
    assert said.exit_code == 0
    assert text(f"command.{name}", lang) in words
    assert text(f"example.{name}", lang) in words


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_explained(command, name):
    said = " ".join(command(name, "-h").stdout.split())
    for param in main.commands[name].params:
        if isinstance(param, click.Option):
            assert max(param.opts, key=len) in said
    assert not [words for words in OF_CLICK if words in said]


def test_an_example_is_a_call_that_the_command_understands():
    for lang in LANGUAGES:
        for name in COMMANDS:
            words = shlex.split(text(f"example.{name}", lang))
            assert words[:2] == ["regietafel", name]
            main.commands[name].make_context(name, words[2:])


@pytest.mark.parametrize(
    "words", [["--lang", "en", "plan", "-h"], ["plan", "--lang=en", "-h"], ["plan", "-h", "--lang", "en"]]
)
def test_the_language_may_stand_anywhere(command, words):
    assert "Makes the plan" in command(*words).stdout


def test_the_environment_gives_the_language_and_the_call_goes_before(command, monkeypatch):
    monkeypatch.setenv("REGIETAFEL_LANG", "en")
    assert "Commands:" in command("--help").stdout
    assert "Opdrachten:" in command("--help", "--lang", "nl").stdout


def test_an_unknown_language_in_the_environment_is_refused(command, monkeypatch):
    monkeypatch.setenv("REGIETAFEL_LANG", "fr")
    said = command("options")
    assert said.exit_code == 2
    assert "REGIETAFEL_LANG" in said.stderr
    assert "Kies uit nl en en" in said.stderr


def test_without_a_command_the_help_is_shown(command):
    said = command()
    assert said.exit_code == 2
    assert "Opdrachten:" in said.output


def test_version(command):
    assert command("--version").stdout == f"regietafel {__version__}\n"


def test_screen_texts_can_be_written_in_the_code_page_of_a_windows_console():
    wrong = [
        (lang, code)
        for lang in LANGUAGES
        for code, words in catalogue(lang).items()
        if code.split(".")[0] in {"cli", "screen", "summary", "command", "flag", "argument", "example", "finding"}
        if words.encode("cp1252", errors="replace").decode("cp1252") != words
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "words",
    [["--help"], ["options"], ["options", "--json"], ["model-card"], ["check", "voorbeeld:fryslan", "--for-meeting"]],
)
def test_a_windows_code_page_stops_nothing(words):
    surroundings = {**os.environ, "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}
    done = subprocess.run([sys.executable, "-m", "regietafel.cli", *words], capture_output=True, env=surroundings)
    assert done.returncode == 0, done.stderr
    assert done.stdout.decode("cp1252")
    assert b"Traceback" not in done.stderr
