"""The front door: from a built-in name, a folder or tables of text to a checked Case."""

from collections.abc import Mapping, Sequence

from regietafel.inputs.assemble import assemble
from regietafel.inputs.raw import RawTable, raw_tables
from regietafel.inputs.records import read_book
from regietafel.model.case import Case
from regietafel.model.errors import DataError, Finding

Rows = Sequence[Mapping[str, str]]


def case_from_tables(tables: Mapping[str, Rows], name: str = "") -> Case:
    """Make a case of tables of rows, each a mapping of header to text.

    Raises
    ------
    DataError
        With everything that is wrong.
    """
    raw, findings = raw_tables(name, tables)
    case, more = check_tables(raw, name)
    if case is None:
        raise DataError([item for item in findings + more if item.level == "error"])
    return case


def check_tables(raw: Mapping[str, RawTable], name: str = "") -> tuple[Case | None, list[Finding]]:
    """Check the tables of a case; return the case, unless there are errors, and all findings."""
    book, findings = read_book(name, raw)
    if any(item.level == "error" for item in findings):
        return None, findings
    return assemble(book), findings
