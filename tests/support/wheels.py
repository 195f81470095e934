"""Small wheels without code, to make archives from."""

import zipfile
from collections.abc import Sequence
from pathlib import Path


def write_wheel(folder: Path, name: str, needs: Sequence[str] = (), lines: Sequence[str] = ()) -> Path:
    """Write a wheel under a full file name, with what it needs and further lines of metadata."""
    distribution, version, *_ = name.split("-")
    metadata = ["Metadata-Version: 2.4", f"Name: {distribution}", f"Version: {version}", *lines]
    metadata += [f"Requires-Dist: {need}" for need in needs]
    file = folder / f"{name}.whl"
    with zipfile.ZipFile(file, "w") as opened:
        opened.writestr(f"{distribution}/__init__.py", "")
        opened.writestr(f"{distribution}-{version}.dist-info/METADATA", "\n".join(metadata) + "\n\nText.\n")
    return file
