"""A column, sheet or file whose name is nearly that of one that is missing: what it says would be lost, so an error."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from regietafel.inputs.names import nearest
from regietafel.model.errors import Finding

UNKNOWN = ("column_unknown", "sheet_unknown", "file_unknown")
NEAR = 0.65
"""Likeness from which a name is too near to be something of one's own: *aantal plekken* and *plekken* have 0.7."""


def graver_when_lost(findings: Iterable[Finding], known: Collection[str], there: Collection[str]) -> list[Finding]:
    """Make a warning of an unknown name an error when it is most likely meant for a known one that is not there.

    Parameters
    ----------
    findings : iterable of Finding
        Those of other codes are left as they are.
    known : collection of str
        Names of the contract.
    there : collection of str
        Those that were found.
    """
    missing = set(known) - set(there)
    return [
        replace(item, level="error")
        if item.code in UNKNOWN and nearest(item.value.removesuffix(".csv"), known, NEAR) in missing
        else item
        for item in findings
    ]
