"""For which computers the archive is: what a marker says there, and which wheels fit."""

import platform
import sys
import sysconfig
from collections.abc import Mapping
from dataclasses import dataclass

from packaging.markers import default_environment
from packaging.tags import Tag, compatible_tags, cpython_tags, sys_tags

WINDOWS_PYTHONS = ("3.11", "3.12", "3.13")


@dataclass(frozen=True)
class Target:
    """One Python on one kind of computer.

    Attributes
    ----------
    system
        What ``sysconfig.get_platform()`` says there.
    python
        Version of Python, as in ``3.13``.
    environment
        Value of every marker variable there.
    tags
        Tags of the wheels that fit, best first.
    download_options
        What pip needs to choose as if it ran there.
    """

    system: str
    python: str
    environment: Mapping[str, str]
    tags: tuple[Tag, ...]
    download_options: tuple[str, ...]


def windows(python: str) -> Target:
    """Describe a 64-bit Windows computer with this Python."""
    version = tuple(int(part) for part in python.split("."))
    interpreter, platforms = f"cp{version[0]}{version[1]}", ["win_amd64"]
    environment = {
        "implementation_name": "cpython",
        "implementation_version": f"{python}.0",
        "os_name": "nt",
        "platform_machine": "AMD64",
        "platform_python_implementation": "CPython",
        "platform_release": "10",
        "platform_system": "Windows",
        "platform_version": "10.0.19045",
        "python_full_version": f"{python}.0",
        "python_version": python,
        "sys_platform": "win32",
    }
    return Target(
        system="win-amd64",
        python=python,
        environment=environment,
        tags=(
            *cpython_tags(version, abis=[interpreter], platforms=platforms),
            *compatible_tags(version, interpreter, platforms),
        ),
        download_options=("--platform", "win_amd64", "--implementation", "cp", "--python-version", python),
    )


def this_computer() -> Target:
    """Describe the computer and the Python that run now: an archive for it can be installed in a test."""
    return Target(
        system=sysconfig.get_platform(),
        python="{}.{}".format(*sys.version_info[:2]),
        environment={name: str(value) for name, value in default_environment().items()},
        tags=tuple(sys_tags()),
        download_options=(),
    )


def targets(kind: str) -> list[Target]:
    """Give the targets of an archive of this kind: ``windows``, or ``here`` for a test."""
    return [windows(python) for python in WINDOWS_PYTHONS] if kind == "windows" else [this_computer()]


def archive_name(version: str, kind: str) -> str:
    """Name the archive of this version and kind."""
    return f"regietafel-{version}-{kind if kind == 'windows' else platform.system().lower()}.zip"
