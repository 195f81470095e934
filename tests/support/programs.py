"""The two programs of the archive for Windows, which are no part of the package, as modules."""

import importlib.util
from types import ModuleType

from support.checkout import PROJECT

PROGRAMS = PROJECT / "bundle" / "files" / "programma"


def program(name: str) -> ModuleType:
    """Load `install` or `start`, without running it."""
    spec = importlib.util.spec_from_file_location(f"program_{name}", PROGRAMS / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
