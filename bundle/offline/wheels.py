"""The wheels of an archive: what each needs on a target, where a pin says which, and what would be missing."""

import subprocess
import sys
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from email.message import Message
from email.parser import Parser
from functools import cached_property
from pathlib import Path

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name, parse_wheel_filename

from offline.targets import Target

METADATA = ".dist-info/METADATA"

# The sentence by which a licence text is known, for a distribution that ships its text and names nothing.
GRANTS = {
    "MIT": (
        "Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated "
        'documentation files (the "Software"), to deal in the Software without restriction'
    ),
}


class IncompleteBundleError(Exception):
    """The archive cannot be made, or would not be complete."""


@dataclass(frozen=True)
class Wheel:
    """One wheel file."""

    path: Path

    @cached_property
    def name(self) -> str:
        """Give the name of the distribution, spelled in the one canonical way."""
        return parse_wheel_filename(self.path.name)[0]

    @cached_property
    def version(self) -> str:
        """Give the version of the distribution."""
        return str(parse_wheel_filename(self.path.name)[1])

    @cached_property
    def metadata(self) -> Message:
        """Read what the distribution says of itself."""
        with zipfile.ZipFile(self.path) as opened:
            file = next(name for name in opened.namelist() if name.endswith(METADATA) and name.count("/") == 1)
            return Parser().parsestr(opened.read(file).decode("utf-8"))

    @property
    def licence(self) -> str:
        """Give the licence as the distribution names it, else by a text it ships that is known, else nothing."""
        classified = (
            line.split(" :: ")[-1]
            for line in self.metadata.get_all("Classifier", [])
            if line.startswith("License :: OSI Approved :: ")
        )
        older = str(self.metadata["License"] or "")
        named = str(self.metadata["License-Expression"] or next(classified, "" if "\n" in older else older))
        return named or next((name for name, grant in GRANTS.items() if grant in self._licence_texts), "")

    @cached_property
    def _licence_texts(self) -> str:
        """Read the licence texts that the distribution ships, on one line with single spaces."""
        with zipfile.ZipFile(self.path) as opened:
            names = [name for name in opened.namelist() if ".dist-info/" in name and "licen" in name.lower()]
            texts = [opened.read(name).decode("utf-8", "replace") for name in names if not name.endswith("/")]
        return " ".join(" ".join(texts).split())

    def fits(self, target: Target) -> bool:
        """Say whether pip would install this file on the target."""
        tags = parse_wheel_filename(self.path.name)[3]
        python = SpecifierSet(self.metadata["Requires-Python"] or "")
        return not tags.isdisjoint(target.tags) and python.contains(f"{target.python}.0")

    def requirements(self, target: Target, extras: frozenset[str] = frozenset()) -> Iterator[Requirement]:
        """Give what the distribution needs on the target, with these extras of it."""
        for line in self.metadata.get_all("Requires-Dist", []):
            asked = Requirement(line)
            environments = [{**target.environment, "extra": extra} for extra in ("", *extras)]
            if asked.marker is None or any(asked.marker.evaluate(environment) for environment in environments):
                yield asked


def read_pins(lines: Iterable[str], target: Target) -> dict[str, str]:
    """Read which version of each distribution the target gets: name -> version."""
    pins = (Requirement(line) for line in lines if line.strip() and not line.startswith("#"))
    return {
        canonicalize_name(pin.name): next(iter(pin.specifier)).version
        for pin in pins
        if pin.marker is None or pin.marker.evaluate(dict(target.environment))
    }


def fetch(ours: Path, target: Target, pins: Mapping[str, str], folder: Path) -> None:
    """Download into an empty folder whatever our wheel needs on the target, directly or through another.

    Pip itself cannot do this: it chooses files for another computer, but reads markers as if that were this one.
    """
    found: dict[tuple[str, frozenset[str]], Wheel] = {}
    asked = list(Wheel(ours).requirements(target))
    while asked:
        missing = {(canonicalize_name(one.name), frozenset(one.extras)) for one in asked} - set(found)
        download(sorted({name for name, _ in missing} - {name for name, _ in found}), target, pins, folder)
        here = {wheel.name: wheel for wheel in wheels_in(folder)}
        found |= {(name, extras): here[name] for name, extras in missing}
        asked = [need for name, extras in missing for need in here[name].requirements(target, extras)]


def download(names: list[str], target: Target, pins: Mapping[str, str], folder: Path) -> None:
    """Download the pinned wheels of these distributions for the target, and nothing that they need."""
    unpinned = [name for name in names if name not in pins]
    if unpinned:
        raise IncompleteBundleError(f"constraints.txt has no version of: {', '.join(unpinned)}")
    if not names:
        return
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command += ["--only-binary", ":all:", "--dest", str(folder), *target.download_options]
    command += [f"{name}=={pins[name]}" for name in names]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        raise IncompleteBundleError(f"pip could not download for Python {target.python}:\n{done.stderr}")


def wheels_in(folder: Path) -> list[Wheel]:
    """List the wheels of a folder."""
    return [Wheel(path) for path in sorted(folder.glob("*.whl"))]


def gaps(wheels: Iterable[Wheel], target: Target, start: str = "regietafel") -> list[str]:
    """Say what an installation on the target from these wheels alone would miss, and which choice it would have."""
    fitting: dict[str, list[Wheel]] = {}
    for wheel in wheels:
        if wheel.fits(target):
            fitting.setdefault(wheel.name, []).append(wheel)
    found, needed, asked = [], {start: frozenset[str]()}, [Requirement(start)]
    while asked:
        one = asked.pop()
        name = canonicalize_name(one.name)
        good = [wheel for wheel in fitting.get(name, []) if one.specifier.contains(wheel.version)]
        if len(good) != 1:
            found.append(f"Python {target.python}: {len(good)} wheels for {one.name}{one.specifier}")
        extras = needed.get(name, frozenset()) | one.extras
        if one.name == start or extras != needed.get(name):
            needed[name] = extras
            asked += [need for wheel in good for need in wheel.requirements(target, extras)]
    return found + [f"Python {target.python}: nothing needs {name}" for name in sorted(set(fitting) - set(needed))]
