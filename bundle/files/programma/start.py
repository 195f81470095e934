"""What `regietafel.cmd` does: a dropped workbook is checked, planned and shown; a command is passed on.

Uses nothing but Python itself and the command `regietafel`, and speaks through `texts.toml`.
"""

import os
import signal
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CASES = {".xlsx", ".xlsm"}
DONE, USAGE, DATA_WRONG = 0, 2, 3
TEXTS = tomllib.loads((Path(__file__).parent / "texts.toml").read_text(encoding="utf-8"))["start"]


def say(code: str, /, **params: object) -> None:
    """Tell the user."""
    print("\n" + TEXTS[code].format(**params), flush=True)


def ask(code: str) -> str:
    """Ask the user; nobody there is an empty answer."""
    try:
        return input("\n" + TEXTS[code])
    except EOFError:
        return ""


def regietafel(*words: object) -> int:
    """Run a command of Regietafel in this window; return its exit code."""
    command = [sys.executable, "-I", "-X", "utf8", __file__, *(str(word) for word in words)]
    return subprocess.run(command, check=False).returncode


def show(file: Path) -> None:
    """Open a file in the program that Windows has for it; without one, say where the file is."""
    try:
        getattr(os, "startfile")(file)  # noqa: B009  # it exists on Windows only
    except (AttributeError, OSError):
        say("open_yourself", file=file)


def is_dropped(words: Sequence[str]) -> bool:
    """Say whether these words come from dropping something: Windows gives full names, a command is none."""
    return bool(words) and (Path(words[0]).is_absolute() or Path(words[0]).suffix.lower() in CASES)


def plan_dropped(case: Path, now: datetime) -> int:
    """Check a case; show what is wrong, or plan it into a new folder beside it and show the report."""
    if not (case.exists() and case.name):
        say("not_found", case=case)
        return USAGE
    name = f"{case.name if case.is_dir() else case.stem}-{now:%Y-%m-%d-%H%M%S}"
    findings, results = case.with_name(f"{name}-bevindingen.xlsx"), case.with_name(f"{name}-plan")
    say("check", case=case)
    code = regietafel("check", case, "--findings", findings)
    if code == DATA_WRONG and findings.exists():
        show(findings)
        say("wrong", findings=findings)
    if code != DONE:
        say("stopped", code=code)
        return code
    say("plan", findings=findings)
    code = regietafel("plan", case, "--out", results)
    report = results / "rapport.html"
    if report.exists():
        show(report)
        say("planned" if code == DONE else "planned_with_code", folder=results, code=code)
    else:
        say("stopped", code=code)
    return code


def offer_new() -> int:
    """Explain how the window is used, and make a workbook to fill in for whoever names a province."""
    os.chdir(ROOT)
    say("explain")
    province = ask("which_province").strip()
    if not province:
        return DONE
    code = regietafel("new", province)
    say("new_done" if code == DONE else "no_workbook", folder=ROOT, code=code)
    return code


def main(words: Sequence[str]) -> int:
    """Do what the words ask, and keep the window open where it would close by itself."""
    if words and not is_dropped(words):
        from regietafel.cli import main as command

        sys.exit(command(list(words), prog_name="regietafel"))
    # Ctrl-C is for the command that runs: it ends the search, and the plan so far is still shown.
    signal.signal(signal.SIGINT, lambda *_: None)
    if len(words) > 1:
        say("one_at_a_time")
        code = USAGE
    else:
        code = plan_dropped(Path(words[0]), datetime.now()) if words else offer_new()
    ask("close")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
