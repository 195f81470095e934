"""A trade-off on disk: what was worked out while the search runs, and the documents when it ends."""

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Unpack

from regietafel.model.errors import Finding, OutputError, UsageError
from regietafel.model.plan import Plan
from regietafel.outputs.frontier_html import render_frontier
from regietafel.outputs.frontier_table import frontier_csv
from regietafel.outputs.frontier_words import Document
from regietafel.outputs.run_folder import RUN_FILE, How, refuse_existing, write_run

JOURNAL_FILE = "punten.jsonl"
DOCUMENT_FILE = "afweging.json"
TABLE_FILE = "afweging.csv"
PAGE_FILE = "afweging.html"
JOURNAL_SCHEMA = "regietafel.frontier-journal/1"
POINT_FOLDERS = "punt-*"


class JournalFile:
    """Answers of a search, each written at once as one line, so that nothing is lost when the search ends.

    Parameters
    ----------
    file : Path
    identity : str
        Of case, scenario, aims and versions: answers to other questions are of no use.
    """

    def __init__(self, file: Path, identity: str) -> None:
        self.file, self._answers = file, _read_answers(file, identity)
        if self._answers is None:
            self._answers = {}
            self._write({"schema": JOURNAL_SCHEMA, "identity": identity}, "w")

    def get(self, key: str) -> Mapping[str, Any] | None:
        """Return the answer to a question, if it is known."""
        return None if self._answers is None else self._answers.get(key)

    def put(self, key: str, answer: Mapping[str, Any]) -> None:
        """Keep an answer, on disk before anything else happens."""
        if self._answers is not None:
            self._answers[key] = answer
        self._write({"key": key, "answer": answer}, "a")

    def _write(self, line: Mapping[str, Any], mode: str) -> None:
        try:
            with self.file.open(mode, encoding="utf-8", newline="\n") as file:
                file.write(json.dumps(line) + "\n")
        except OSError as error:
            params = {"reason": error.strerror or str(error)}
            raise OutputError(Finding("file_not_written", value=str(self.file), params=params)) from error


def _read_answers(file: Path, identity: str) -> dict[str, Mapping[str, Any]] | None:
    """Read what was kept; a last line that was cut off is taken off the file. None when there is nothing yet."""
    if not file.exists():
        return None
    content = file.read_bytes()
    whole, line_end, cut = content.rpartition(b"\n")
    if cut:
        file.write_bytes(whole + line_end)
    if not whole:
        return None
    head, *lines = whole.decode("utf-8").split("\n")
    about = json.loads(head)
    if about.get("schema") != JOURNAL_SCHEMA or about.get("identity") != identity:
        raise UsageError(Finding("resume_other", value=str(file.parent)))
    return {item["key"]: item["answer"] for item in map(json.loads, lines)}


def begin_frontier(folder: Path, identity: str, *, resume: bool, force: bool) -> JournalFile:
    """Make the folder of a trade-off, or take up one that is not finished.

    Raises
    ------
    UsageError
        If the folder exists and is not to be gone on with, or is one of another trade-off.
    """
    if resume:
        if not (folder / JOURNAL_FILE).is_file():
            raise UsageError(Finding("resume_nothing", value=str(folder)))
        return JournalFile(folder / JOURNAL_FILE, identity)
    refuse_existing(folder, force)
    try:
        if folder.exists():
            shutil.rmtree(folder)
        folder.mkdir(parents=True)
        (folder / RUN_FILE).write_text("{}\n", encoding="utf-8")
    except OSError as error:
        params = {"reason": error.strerror or str(error)}
        raise OutputError(Finding("file_not_written", value=str(folder), params=params)) from error
    return JournalFile(folder / JOURNAL_FILE, identity)


def write_points(
    folder: Path, plans: Sequence[Plan], facts: Mapping[str, Any], inputs: Mapping[str, bytes], **how: Unpack[How]
) -> None:
    """Write a run folder per point; those of an earlier search in this folder go first."""
    for old in sorted(folder.glob(POINT_FOLDERS)):
        shutil.rmtree(old)
    for number, plan in enumerate(plans, start=1):
        write_run(folder / f"punt-{number:02d}", plan, facts, inputs, "", **how)


def write_frontier(folder: Path, document: Document, plan: Plan | None, facts: Mapping[str, Any], lang: str) -> Path:
    """Write the documents of a trade-off; return the page, or the folder when no plan is given for a page."""
    contents = {
        DOCUMENT_FILE: json.dumps(document, ensure_ascii=False, indent=1) + "\n",
        RUN_FILE: json.dumps(facts, ensure_ascii=False, indent=1) + "\n",
    }
    if plan is not None:
        contents[PAGE_FILE] = render_frontier(document, plan, lang)
    try:
        for name, content in contents.items():
            (folder / name).write_text(content, encoding="utf-8", newline="\n")
        (folder / TABLE_FILE).write_bytes(frontier_csv(document))
    except OSError as error:
        params = {"reason": error.strerror or str(error)}
        raise OutputError(Finding("file_not_written", value=str(error.filename), params=params)) from error
    return folder / PAGE_FILE if plan is not None else folder
