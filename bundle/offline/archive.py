"""The archive itself: which files, under which names, with which fingerprints, the same bytes every time."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePosixPath

from offline.handbook import handbook_page
from offline.libraries import absent_libraries
from offline.targets import Target
from offline.wheels import IncompleteBundleError, Wheel, fetch, gaps, read_pins, wheels_in

PROJECT = Path(__file__).resolve().parents[2]
FILES = PROJECT / "bundle" / "files"
CONTENTS = "INHOUD.txt"
FACTS = "programma/bundel.json"
WHEELS = "programma/wheels"
# Of text that Windows opens: its own line ends, and for sentences the mark by which an old Notepad knows the encoding.
WINDOWS_LINES = {".cmd", ".txt"}
MARKED = {".txt"}
INSTALLED_IN = "omgeving/Lib/site-packages/"
DATE = (1980, 1, 1, 0, 0, 0)
EPOCH = "315532800"
# What pip and Python add to the name of a file while they write it.
ROOM = 24


def build_wheel(folder: Path) -> Path:
    """Build our wheel from a copy of the sources, without network; the same sources give the same bytes."""
    source, built = folder / "source", folder / "built"
    source.mkdir()
    built.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE", "__init__.py", "cli.py", "py.typed"):
        shutil.copyfile(PROJECT / name, source / name)
    for name in ("model", "inputs", "solver", "outputs"):
        shutil.copytree(PROJECT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for path in source.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    build = "import sys; from setuptools import build_meta; build_meta.build_wheel(sys.argv[1])"
    done = subprocess.run(
        [sys.executable, "-c", build, str(built)],
        check=False,
        cwd=source,
        env={**os.environ, "SOURCE_DATE_EPOCH": EPOCH},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise IncompleteBundleError(f"Our own wheel could not be built:\n{done.stderr}")
    return next(built.glob("*.whl"))


def collect_wheels(ours: Path, chosen: Sequence[Target], folder: Path) -> list[Wheel]:
    """Bring together our wheel and what it needs on every target; fail when one would miss something."""
    wheels = folder / "wheels"
    wheels.mkdir()
    shutil.copyfile(ours, wheels / ours.name)
    lines = (PROJECT / "constraints.txt").read_text(encoding="utf-8").splitlines()

    def fetch_for(target: Target) -> list[Wheel]:
        downloads = folder / f"for-{target.python}"
        downloads.mkdir()
        fetch(ours, target, read_pins(lines, target), downloads)
        return wheels_in(downloads)

    # Most of it is waiting for the index: all targets at once.
    with ThreadPoolExecutor() as pool:
        for fetched in pool.map(fetch_for, chosen):
            for wheel in fetched:
                shutil.copyfile(wheel.path, wheels / wheel.path.name)
    found = wheels_in(wheels)
    refuse([gap for target in chosen for gap in gaps(found, target)])
    if any(target.environment["sys_platform"] == "win32" for target in chosen):
        refuse(list(absent_libraries(found)))
    return found


def refuse(problems: Sequence[str]) -> None:
    """Fail when there is a problem."""
    if problems:
        raise IncompleteBundleError("The archive would not be complete:\n" + "\n".join(problems))


def contents(wheels: Sequence[Wheel], chosen: Sequence[Target], handbook: Path) -> dict[str, bytes]:
    """Give every file of the archive by its name in it, the list of contents last."""
    files = {
        path.relative_to(FILES).as_posix(): path.read_bytes()
        for path in FILES.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    files["LICENSE.txt"] = (PROJECT / "LICENSE").read_bytes()
    files["handleiding.html"] = handbook_page(handbook).encode("utf-8")
    files["sjabloon.html"] = handbook_page(PROJECT / "docs" / "sjabloon.md").encode("utf-8")
    files |= {f"{WHEELS}/{wheel.path.name}": wheel.path.read_bytes() for wheel in wheels}
    files[FACTS] = (json.dumps(facts(wheels, chosen), indent=2, ensure_ascii=False) + "\n").encode("utf-8")
    files = {name: as_windows_reads(name, content) for name, content in sorted(files.items())}
    return files | {CONTENTS: as_windows_reads(CONTENTS, list_of_contents(files))}


def as_windows_reads(name: str, content: bytes) -> bytes:
    """Give a text the line ends and the mark that Windows programs look for."""
    kind = PurePosixPath(name).suffix
    if kind in WINDOWS_LINES:
        content = content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    # The list of contents stays plain, for programs that check it.
    if kind in MARKED and name != CONTENTS:
        content = b"\xef\xbb\xbf" + content
    return content


def list_of_contents(files: Mapping[str, bytes]) -> bytes:
    """List every file with the SHA-256 of its content, as programs that check such lists expect it."""
    return "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in files.items()).encode(
        "utf-8"
    )


def facts(wheels: Sequence[Wheel], chosen: Sequence[Target]) -> dict[str, object]:
    """Say what the archive is for, what is in it, and how long the longest name becomes once installed."""
    return {
        "version": next(wheel.version for wheel in wheels if wheel.name == "regietafel"),
        "system": chosen[0].system,
        "pythons": [target.python for target in chosen],
        "longest_path": max(longest_path(wheel) for wheel in wheels),
        "packages": [
            dict(item)
            for item in sorted(
                {(("name", wheel.name), ("version", wheel.version), ("licence", wheel.licence)) for wheel in wheels}
            )
        ],
    }


def longest_path(wheel: Wheel) -> int:
    """Give the length of the longest name that installing a wheel makes under the folder of the archive."""
    with zipfile.ZipFile(wheel.path) as opened:
        paths = [PurePosixPath(name) for name in opened.namelist()]
    compiled = [path.parent / "__pycache__" / f"{path.stem}.cpython-313.pyc" for path in paths if path.suffix == ".py"]
    return max(len(INSTALLED_IN + path.as_posix()) for path in (*paths, *compiled)) + ROOM


def write_archive(files: Mapping[str, bytes], file: Path) -> None:
    """Write the archive: sorted, with one fixed date, so that the same files give the same bytes."""
    with zipfile.ZipFile(file, "w") as opened:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, DATE)
            entry.create_system = 0
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(".whl") else zipfile.ZIP_DEFLATED
            opened.writestr(entry, files[name])
