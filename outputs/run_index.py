"""The index of many runs: one SQLite file beside their folders, from which a comparison is asked.

One process writes, run by run; others may read meanwhile. It keeps a rollback journal and no write-ahead log: that log
needs memory shared between readers and does not work on a file share. See docs/decisions/0028.
"""

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any, TypedDict

from regietafel.model.errors import DataError, Finding, OutputError, UsageError
from regietafel.model.figures.key_figures import key_figures, moment_figures
from regietafel.model.fingerprint import NAME, fingerprint
from regietafel.model.plan import Plan
from regietafel.model.scenario import STREAMS

INDEX_FILE = "index.sqlite"
BUSY_FILE = "bezig.lock"
"""Held by the batch that works in a folder."""
VERSION = 1
APPLICATION = 0x52_54_46_4C
"""Marks the file as ours, in its header: RTFL."""
WAIT = 30.0
"""How long a reader or the writer waits for the other [s]."""
LOST = "lost"
"""Status of a run that did not end: a crash, an error in its input."""

TABLES = """
create table runs (
  run integer primary key, fingerprint text not null unique, scenario text not null, title text not null,
  folder text not null, status text not null, exit_code integer not null, started text not null, seconds real not null,
  error text not null, province text not null, cycle integer, version text not null, stage text not null,
  norm text not null, ratios text not null, moments text not null, case_sha256 text not null,
  plan_sha256 text not null, reference_sha256 text not null, made_with text not null
);
create table figures (
  name text not null, run integer not null references runs on delete cascade, value real not null,
  primary key (name, run)
) without rowid;
create table municipalities (gm_code text primary key, name text not null) without rowid;
create table places (
  run integer not null references runs on delete cascade, gm_code text not null, moment text not null,
  regular integer not null, special integer not null, ukraine integer not null, status_holder integer not null,
  ratio_joint real, ratio_asylum real, primary key (run, gm_code, moment)
) without rowid;
create table locations (location_id text primary key, gm_code text not null, name text not null) without rowid;
create table opened (
  run integer not null references runs on delete cascade, location_id text not null, moment text not null,
  opened integer not null, places integer not null, primary key (run, location_id, moment)
) without rowid;
create table options (
  key text not null, run integer not null references runs on delete cascade, value text not null, origin text not null,
  primary key (key, run)
) without rowid;
create index figures_of on figures (run);
create index options_of on options (run);
"""


class Facts(TypedDict, total=False):
    """What is known of a run besides its plan.

    ``fingerprint`` (required): one text for the same case, scenario and version. ``scenario``, ``title``: its name and
    title, needed when there is no plan. ``exit_code``, ``started`` (ISO), ``seconds`` [s], ``error``: a sentence when
    the run did not end.
    """

    fingerprint: str
    scenario: str
    title: str
    exit_code: int
    started: str
    seconds: float
    error: str


class Index(AbstractContextManager["Index"]):
    """An open index.

    Parameters
    ----------
    file : Path
    connection : sqlite3.Connection
    """

    def __init__(self, file: Path, connection: sqlite3.Connection) -> None:
        self.file, self.connection = file, connection

    def __exit__(self, *error: object) -> None:
        """Close it."""
        self.connection.close()

    def rows(self, question: str, values: Iterable[Any] = ()) -> list[sqlite3.Row]:
        """Ask a question; values are never written into its words.

        Raises
        ------
        DataError
            If the file is damaged, or the writer keeps it too long.
        """
        try:
            with closing(self.connection.execute(question, tuple(values))) as found:
                return found.fetchall()
        except sqlite3.Error as error:
            raise DataError(Finding("index_unreadable", value=str(self.file), params={"reason": str(error)})) from error

    def folder(self, written: str) -> Path:
        """Return the folder of a run from how the index wrote it."""
        return self.file.parent / written


def open_index(path: Path, *, write: bool = False) -> Index:
    """Open the index of a batch folder, to be closed by `with`.

    Parameters
    ----------
    path : Path
        The batch folder, or the file itself.
    write : bool
        Whether runs will be added; then a missing index is made.

    Raises
    ------
    DataError
        If there is none to read, the file is not an index, or a later version made it.
    OutputError
        If it cannot be made.
    """
    file = path if path.suffix == ".sqlite" else path / INDEX_FILE
    if not write and not file.is_file():
        raise DataError(Finding("index_not_found", value=str(file)))
    try:
        index = Index(file, _connect(file, write=write))
    except sqlite3.Error as error:
        raise OutputError(Finding("file_not_written", value=str(file), params={"reason": str(error)})) from error
    try:
        _make_or_refuse(index, write=write)
    except DataError:
        index.connection.close()
        raise
    return index


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Keep other batches out of a folder as long as this one works there; the system lets go when a process dies.

    Raises
    ------
    UsageError
        If another one works there.
    OutputError
        If nothing can be written there.
    """
    file = folder / BUSY_FILE
    try:
        connection = sqlite3.connect(file, timeout=0.0, isolation_level=None)
        connection.execute("begin exclusive")
    except sqlite3.Error as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            raise UsageError(Finding("batch_busy", value=str(folder))) from error
        reason = {"reason": str(error)}
        raise OutputError(Finding("file_not_written", value=str(file), params=reason)) from error
    try:
        yield
    finally:
        connection.close()
        file.unlink(missing_ok=True)


def add_run(index: Index, plan: Plan | None, folder: Path, facts: Facts) -> None:
    """Write a run, or write it again; all of it or nothing.

    Parameters
    ----------
    index : Index
        Opened to write.
    plan : Plan or None
        What the run gave, also a plan that says that there is none; None when the run did not end.
    folder : Path
        Its run folder; kept as a path from the index, so that the whole can be moved.
    facts : Facts

    Raises
    ------
    OutputError
        If it cannot be written: no room, a reader that holds on, no rights.
    """
    run, connection = number_of(facts["fingerprint"]), index.connection
    try:
        with connection:
            connection.execute("delete from runs where run = ?", (run,))
            row = _run_row(plan, _between(index.file, folder), facts)
            names, marks = ", ".join(row), ", ".join("?" * len(row))
            connection.execute(f"insert into runs (run, {names}) values (?, {marks})", (run, *row.values()))
            if plan is not None:
                _write_options(connection, run, plan)
                _write_plan(connection, run, plan)
    except sqlite3.Error as error:
        reason = {"reason": str(error)}
        raise OutputError(Finding("file_not_written", value=str(index.file), params=reason)) from error


def finished(index: Index) -> dict[str, str]:
    """Return the folder, from the index, of every run that has an answer, by fingerprint; a lost run has none."""
    rows = index.rows("select fingerprint, folder from runs where status <> ? order by fingerprint", (LOST,))
    return {row["fingerprint"]: row["folder"] for row in rows}


def number_of(run_fingerprint: str) -> int:
    """Return the number of a run: the same whenever and in whatever order runs are added."""
    return int(sha256(run_fingerprint.encode()).hexdigest()[:15], 16)


def case_fingerprint(plan: Plan) -> str:
    """Return one digest of the tables that a plan was made from, whatever their files are called."""
    inputs = sorted([item["table"], item["sha256"]] for item in plan.document["case"]["inputs"])
    return sha256(json.dumps(inputs).encode()).hexdigest()


def plan_fingerprint(plan: Plan) -> str:
    """Return the digest of a plan document: as written in it, else worked out."""
    return plan.document["versions"].get(NAME) or fingerprint(plan.document)


def _connect(file: Path, *, write: bool) -> sqlite3.Connection:
    """Open the file.

    Not by an address with ``mode=ro``: a path on a share has no address that SQLite takes, and a reader must be able to
    undo what a writer that was killed left half done. A folder without rights to write will do.
    """
    connection = sqlite3.connect(file, timeout=WAIT)
    connection.row_factory = sqlite3.Row
    if not write:
        connection.execute("pragma query_only = on")
    return connection


def _make_or_refuse(index: Index, *, write: bool) -> None:
    """Make the tables of a new file; refuse one that is not ours or of a later version."""
    mark = index.rows("pragma application_id")[0][0]
    version, tables = index.rows("pragma user_version")[0][0], index.rows("select name from sqlite_master")
    if write and not tables and not mark:
        index.connection.executescript(
            f"pragma journal_mode = delete; begin; {TABLES} pragma application_id = {APPLICATION}; "
            f"pragma user_version = {VERSION}; commit;"
        )
    elif mark != APPLICATION:
        raise DataError(Finding("index_not_ours", value=str(index.file)))
    elif version > VERSION:
        params = {"found": str(version), "known": str(VERSION)}
        raise DataError(Finding("index_of_later_version", value=str(index.file), params=params))
    index.connection.execute("pragma foreign_keys = on")


def _between(file: Path, folder: Path) -> str:
    """Write a folder as seen from the index, with forward slashes; in full on another drive."""
    try:
        return Path(os.path.relpath(folder.absolute(), file.absolute().parent)).as_posix()
    except ValueError:
        return str(folder.absolute())


def _run_row(plan: Plan | None, folder: str, facts: Facts) -> dict[str, Any]:
    """Return the row of a run."""
    about: Mapping[str, Any] = plan.document if plan else {}
    case, scenario, fair = about.get("case", {}), about.get("scenario", {}), about.get("fairness", {})
    has_places = plan is not None and plan.has_places
    return {
        "fingerprint": facts["fingerprint"],
        "scenario": scenario.get("name") or facts.get("scenario", ""),
        "title": scenario.get("title") or facts.get("title", ""),
        "folder": folder,
        "status": plan.status if plan else LOST,
        "exit_code": facts.get("exit_code", 0),
        "started": facts.get("started", ""),
        "seconds": facts.get("seconds", 0.0),
        "error": facts.get("error", ""),
        "province": case.get("province", ""),
        "cycle": case.get("cycle"),
        "version": case.get("version", ""),
        "stage": case.get("stage", ""),
        "norm": fair.get("norm", "") if has_places else "",
        "ratios": fair.get("on", "") if has_places else "",
        "moments": " ".join(about.get("moments", [])),
        "case_sha256": case_fingerprint(plan) if plan else "",
        "plan_sha256": plan_fingerprint(plan) if plan else "",
        "reference_sha256": (case.get("reference") or {}).get("plan_sha256", ""),
        "made_with": about.get("versions", {}).get("regietafel", ""),
    }


def _write_options(connection: sqlite3.Connection, run: int, plan: Plan) -> None:
    """Write every option of a run, as JSON, so that two runs can be compared by their settings."""
    rows = [
        (key, run, json.dumps(about["value"], ensure_ascii=False), about["origin"])
        for key, about in plan.document["scenario"]["options"].items()
    ]
    connection.executemany("insert into options values (?, ?, ?, ?)", rows)


def _write_plan(connection: sqlite3.Connection, run: int, plan: Plan) -> None:
    """Write the key figures of a plan, the places of each municipality, and which locations are open."""
    if not plan.has_places:
        return
    figures = {**key_figures(plan), **moment_figures(plan)}
    known = [(name, run, float(value)) for name, value in figures.items() if value is not None]
    connection.executemany("insert into figures values (?, ?, ?)", known)
    members, offers = plan.document["municipalities"], plan.document["locations"]
    names = [(row["gm_code"], row["name"]) for row in members]
    connection.executemany("insert or ignore into municipalities values (?, ?)", names)
    places = [
        (
            *(run, row["gm_code"], at["moment"]),
            *(at["provided"].get(stream, 0) for stream in STREAMS),
            *(at["burden_ratio"][on] for on in ("joint", "asylum")),
        )
        for row in members
        for at in row["moments"]
    ]
    connection.executemany("insert into places values (?, ?, ?, ?, ?, ?, ?, ?, ?)", places)
    rows = [(row["location_id"], row["gm_code"], row["name"]) for row in offers]
    connection.executemany("insert or ignore into locations values (?, ?, ?)", rows)
    opened = [
        (run, row["location_id"], at["moment"], at["opened"], sum(at["places"].values()))
        for row in offers
        for at in row["moments"]
        if at["opened"]
    ]
    connection.executemany("insert into opened values (?, ?, ?, ?, ?)", opened)
