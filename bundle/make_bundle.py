"""Make the archive with which a Windows computer without internet gets Regietafel: `make bundle`."""

import argparse
import hashlib
import sys
import tempfile
from pathlib import Path

from offline.archive import PROJECT, build_wheel, collect_wheels, contents, write_archive
from offline.targets import archive_name, targets
from offline.wheels import IncompleteBundleError, Wheel


def make_archive(kind: str, handbook: Path, folder: Path) -> Path:
    """Make the archive of this kind in a folder, checked; return its file."""
    chosen = targets(kind)
    with tempfile.TemporaryDirectory() as scratch:
        ours = build_wheel(Path(scratch))
        files = contents(collect_wheels(ours, chosen, Path(scratch)), chosen, handbook)
        folder.mkdir(parents=True, exist_ok=True)
        made = folder / archive_name(Wheel(ours).version, kind)
        write_archive(files, made)
    return made


def main() -> int:
    """Make the archive that the command line asks for, and say where it is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--for", dest="kind", choices=("windows", "here"), default="windows", help="which computer")
    parser.add_argument("--out", type=Path, default=PROJECT / "dist", help="folder for the archive")
    parser.add_argument(
        "--handbook", type=Path, default=PROJECT / "docs" / "handleiding.md", help="the handbook's text"
    )
    given = parser.parse_args()
    try:
        made = make_archive(given.kind, given.handbook, given.out)
    except IncompleteBundleError as error:
        print(error, file=sys.stderr)
        return 1
    content = made.read_bytes()
    print(f"{made.name}: {len(content) / 1e6:.0f} MB, SHA-256 {hashlib.sha256(content).hexdigest()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
