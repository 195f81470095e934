"""Every way to fail, its exit code, and the finding that says where, what and what to do.

RegietafelError                     1   never raised itself
├── UsageError                      2   the call's words are off
├── DataError                       3   one or many findings in the input
│   └── ScenarioError               3   an unknown option, a value out of range
├── SolverError                     6   the solver failed or does not know an option
├── AuditError                      7   the plan does not follow from its inputs
└── OutputError                     8   a file cannot be written

Infeasible (4) and no plan within the limit (5) are outcomes of a plan, not exceptions.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

Level = Literal["error", "warning", "note"]


@dataclass(frozen=True, order=True)
class Place:
    """Where a cell stands: file or table, row as the user counts it, column.

    Parameters
    ----------
    file : str
        File name, or the name of a built-in case.
    sheet : str
        Name of the sheet as it stands in the workbook; for the other sources the table of the contract.
    row : int
        Row number in the file, the header being row 1; 0 when the finding is about the whole table.
    column : str
        Header of the column; empty when the finding is about the whole row.
    letter : str
        Column letter in the file; empty when there is none.
    """

    file: str = ""
    sheet: str = ""
    row: int = 0
    column: str = ""
    letter: str = ""


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong or remarkable; the sentence is made by the catalogue from `code` and `params`."""

    code: str
    level: Level = "error"
    place: Place = field(default_factory=Place)
    value: str = ""
    params: dict[str, Any] = field(default_factory=dict)


class RegietafelError(Exception):
    """Base of all errors that a user can cause or meet.

    Parameters
    ----------
    findings : sequence of Finding
        What is wrong; at least one.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, findings: Sequence[Finding] | Finding) -> None:
        self.findings: tuple[Finding, ...] = (findings,) if isinstance(findings, Finding) else tuple(findings)
        super().__init__("; ".join(f"{finding.code} {finding.value} {finding.params}" for finding in self.findings))

    def __reduce__(self) -> tuple[Any, ...]:
        """Keep the error picklable, so that a worker process can hand it over."""
        return type(self), (self.findings,)


class UsageError(RegietafelError):
    """The words of the call are off: an unknown case, an output folder that exists."""

    exit_code = 2


class DataError(RegietafelError):
    """The input has errors; all of them are in `findings`."""

    exit_code = 3


class ScenarioError(DataError):
    """An option is unknown, or its value is not allowed."""


class SolverError(RegietafelError):
    """The solver failed, or was given an option it does not know."""

    exit_code = 6


class AuditError(RegietafelError):
    """A rule or a reported figure of a plan does not follow from its inputs."""

    exit_code = 7


class OutputError(RegietafelError):
    """A file cannot be written."""

    exit_code = 8
