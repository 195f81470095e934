"""Who receives whom: a proven, audited reception plan for a Dutch province under the Spreidingswet."""

from importlib import import_module
from typing import Any

__version__ = "0.1.0"
__all__ = ["load_case", "read_plan", "solve"]

_HOME = {
    "load_case": "regietafel.inputs.load",
    "solve": "regietafel.solver.run",
    "read_plan": "regietafel.outputs.run_folder",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that ``--help`` stays fast."""
    if name not in _HOME:
        raise AttributeError(f"module 'regietafel' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)
