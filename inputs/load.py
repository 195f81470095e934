"""The front door: from a built-in name, a folder or tables of text to a checked Case."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from regietafel.inputs import packaged
from regietafel.inputs.assemble import assemble
from regietafel.inputs.built_in import CYCLES, EXAMPLE, OFFERS, built_in_names
from regietafel.inputs.checks import check_book, check_case_sense
from regietafel.inputs.names import slug
from regietafel.inputs.notices import find_messages
from regietafel.inputs.raw import raw_tables
from regietafel.inputs.records import Book, read_book
from regietafel.inputs.source import BASIS, DEFAULT_CYCLE, Source, read_built_in, read_tables
from regietafel.model.case import Case
from regietafel.model.errors import DataError, Finding

Rows = Sequence[Mapping[str, str]]

ECHOES: Mapping[str, str] = {"gemeenten": "municipality_unknown", "locaties": "position_location_unknown"}
"""Tables of which every name would be unknown elsewhere, were the table missing."""


def load_case(source: str | Path, *, cycle: int | None = None, variant: str = BASIS) -> Case:
    """Read and check a case.

    Parameters
    ----------
    source : str or Path
        A workbook, a folder of CSV tables, ``voorbeeld:<name>``, or the bare name of a built-in case.
    cycle : int, optional
        Cycle of a built-in case; 2 when left out.
    variant : str
        Variant of a built-in case: ``basis`` or ``krap``.

    Raises
    ------
    UsageError
        If the words do not name a case.
    DataError
        With everything that is wrong in it.
    """
    return _or_raise(*check_source(read_tables(source, cycle=cycle, variant=variant)))


def check_case(
    source: str | Path, *, cycle: int | None = None, variant: str = BASIS
) -> tuple[Case | None, list[Finding]]:
    """Read and check a case; return the case, unless there are errors, and all findings.

    Raises
    ------
    UsageError
        If the words do not name a case.
    """
    return check_source(read_tables(source, cycle=cycle, variant=variant))


def case_from_tables(tables: Mapping[str, Rows], name: str = "") -> Case:
    """Make a case of tables of rows, each a mapping of header to text.

    Raises
    ------
    DataError
        With everything that is wrong.
    """
    raw, findings = raw_tables(name, tables)
    return _or_raise(*check_source(Source(name, raw, tuple(findings))))


def check_source(source: Source) -> tuple[Case | None, list[Finding]]:
    """Check tables of text; return the case, unless there are errors, and all findings."""
    book, findings = read_book(source.name, source.tables)
    findings = [*source.findings, *_without_echoes(source, [*findings, *check_book(book)])]
    if _errors(findings):
        return None, _in_order(findings)
    case = assemble(book)
    findings += check_case_sense(book, case)
    if _errors(findings):
        return None, _in_order(findings)
    messages = find_messages(book, case, findings)
    return replace(case, messages=messages, built_in=_built_in(case, book)), _in_order(findings)


def _without_echoes(source: Source, findings: Iterable[Finding]) -> list[Finding]:
    """Leave out that names are unknown when the whole table of those names is missing: that is one finding."""
    silent = {code for table, code in ECHOES.items() if table not in source.tables}
    return [item for item in findings if item.code not in silent]


def _or_raise(case: Case | None, findings: Iterable[Finding]) -> Case:
    if case is None:
        raise DataError(_errors(findings))
    return case


def _errors(findings: Iterable[Finding]) -> list[Finding]:
    return [item for item in findings if item.level == "error"]


def _in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Order findings by table and row, each once."""
    unique = {(item.level, item.code, item.place, item.value, str(item.params)): item for item in findings}
    return sorted(unique.values(), key=lambda item: (item.place, item.code, item.value))


def _built_in(case: Case, book: Book) -> str | None:
    """Name the built-in case whose tables say the same: what nobody changed is the case it was made from."""
    name = EXAMPLE if packaged.is_fictional(book) else slug(case.province)
    cycles = (DEFAULT_CYCLE,) if name == EXAMPLE else CYCLES
    if name not in built_in_names() or case.cycle not in cycles or slug(case.province) != name:
        return None
    own = {item.table: item.sha256 for item in case.inputs}
    variants = (BASIS,) if name == EXAMPLE else tuple(OFFERS)
    for variant in variants:
        if own == _built_in_hashes(name, case.cycle, variant):
            return name if variant == BASIS else f"{name}:{variant}"
    return None


@cache
def _built_in_hashes(name: str, cycle: int, variant: str) -> Mapping[str, str]:
    tables = read_built_in(name, cycle, variant).tables
    return {table: raw.content_hash() for table, raw in tables.items() if raw.rows}
