"""Put Regietafel in an environment beside the archive's files, from those files alone; `installeer.cmd` calls this.

Uses nothing but Python itself, and speaks through `texts.toml`. Nothing is fetched, and nothing is written outside
the folder.
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import tomllib
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONTENTS = "INHOUD.txt"
ENVIRONMENT = "omgeving"
LOG = "installatie.log"
SUITS, FAILED, WRONG_VERSION, WRONG_SYSTEM = 0, 1, 3, 4
# Longer names do not open in every Windows program.
LONGEST_NAME = 259
TEXTS = tomllib.loads((Path(__file__).parent / "texts.toml").read_text(encoding="utf-8"))["install"]


class InstallError(Exception):
    """The installation cannot go on; the message says why and what to do."""

    def __init__(self, code: str, /, **params: object) -> None:
        super().__init__(TEXTS[code].format(**params))


def say(code: str, /, **params: object) -> None:
    """Tell the user."""
    print(TEXTS[code].format(**params), flush=True)


def read_facts(root: Path) -> dict:
    """Read what the archive is for."""
    facts: dict = json.loads((root / "programma" / "bundel.json").read_text(encoding="utf-8"))
    return facts


def suitability(facts: dict, python: str, system: str) -> int:
    """Say whether a Python suits the archive: 0, or which of two reasons it has not to."""
    if python not in facts["pythons"]:
        return WRONG_VERSION
    return SUITS if system == facts["system"] else WRONG_SYSTEM


def this_python() -> tuple[str, str]:
    """Give version and kind of the Python that runs now; one without its global lock needs other files."""
    unlocked = "t" if sysconfig.get_config_var("Py_GIL_DISABLED") else ""
    return "{}.{}".format(*sys.version_info[:2]) + unlocked, sysconfig.get_platform()


def check_place(root: Path, longest: int, windows: bool) -> None:
    """Refuse a folder in which the names of files would get too long for Windows."""
    too_many = len(str(root)) + 1 + longest - LONGEST_NAME
    if windows and too_many > 0:
        raise InstallError("path_too_long", folder=root, count=too_many)


def check_files(root: Path) -> None:
    """Compare every file with the list of contents."""
    wrong = []
    for line in (root / CONTENTS).read_text(encoding="utf-8").splitlines():
        expected, name = line.split("  ", 1)
        file = root / name
        if not file.is_file():
            wrong.append(TEXTS["file_missing"].format(name=name))
        elif hashlib.sha256(file.read_bytes()).hexdigest() != expected:
            wrong.append(TEXTS["file_changed"].format(name=name))
    if wrong:
        raise InstallError("files_wrong", files="\n".join(wrong))


def clear(environment: Path) -> None:
    """Remove an earlier environment, and only that."""
    if not environment.exists():
        return
    if not (environment / "pyvenv.cfg").is_file():
        raise InstallError("not_ours", folder=environment)
    try:
        shutil.rmtree(environment)
    except OSError as error:
        raise InstallError("in_use", folder=environment, error=error) from error


def python_of(environment: Path) -> Path:
    """Give the Python of an environment."""
    return environment / "Scripts" / "python.exe" if os.name == "nt" else environment / "bin" / "python"


def run(command: list[object], log: Path, folder: Path | None = None) -> None:
    """Run a command with its output in the log; the user's own settings of Python and pip do not count."""
    settings = {name: value for name, value in os.environ.items() if not name.upper().startswith(("PYTHON", "PIP_"))}
    words = [str(word) for word in command]
    with log.open("a", encoding="utf-8") as written:
        written.write(f"\n{datetime.now().isoformat(timespec='seconds')} {words}\n")
        written.flush()
        done = subprocess.run(
            words,
            check=False,
            env={**settings, "PIP_CONFIG_FILE": os.devnull},
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=subprocess.STDOUT,
            cwd=folder,
        )
    if done.returncode:
        raise InstallError("step_failed", code=done.returncode, log=log)


def install(root: Path, facts: dict) -> None:
    """Make the environment, install from the wheels alone, and compute a small plan to see that it works."""
    environment, log = root / ENVIRONMENT, root / LOG
    python = [python_of(environment), "-I", "-X", "utf8", "-m"]
    say("environment")
    clear(environment)
    run([sys.executable, "-I", "-X", "utf8", "-m", "venv", environment], log)
    say("packages")
    pip = ["pip", "install", "--isolated", "--no-index", "--only-binary", ":all:", "--no-input", "--no-color"]
    wheels = ["--disable-pip-version-check", "-f", root / "programma" / "wheels"]
    run([*python, *pip, *wheels, f"regietafel=={facts['version']}"], log)
    say("trial")
    with tempfile.TemporaryDirectory() as scratch:
        trial = ["regietafel.cli", "plan", "voorbeeld:voorbeeldland", "--out", Path(scratch) / "plan"]
        run([*python, "regietafel.cli", "--version"], log)
        run([*python, *trial], log, Path(scratch))


def main() -> int:
    """Install, and tell how it went."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--probe", action="store_true", help="only say, by the exit code, whether this Python suits")
    probe = parser.parse_args().probe
    facts = read_facts(ROOT)
    suits = suitability(facts, *this_python())
    if probe or suits != SUITS:
        return suits
    (ROOT / LOG).unlink(missing_ok=True)
    say("start", version=facts["version"], python=this_python()[0], folder=ROOT)
    try:
        check_place(ROOT, facts["longest_path"], windows=os.name == "nt")
        say("files")
        check_files(ROOT)
        install(ROOT, facts)
    except InstallError as error:
        print(f"\n{error}", flush=True)
        return FAILED
    except OSError as error:
        say("no_write", error=error)
        return FAILED
    say("done")
    return SUITS


if __name__ == "__main__":
    sys.exit(main())
