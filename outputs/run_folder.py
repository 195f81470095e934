"""A run on disk: writing the folder of a plan, and reading a plan back."""

import json
import re
import shutil
import stat
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypedDict, Unpack

from regietafel.model.errors import DataError, Finding, OutputError, Place, UsageError
from regietafel.model.plan import SCHEMA, Plan, PlanDocument
from regietafel.outputs.documents import Choices, make_documents, make_tables
from regietafel.outputs.notation import NOT_XML

PLAN_FILE = "plan.json"
ESCAPED_CONTROL = re.compile(r"(?<!\\)(?:\\\\)*\\u(00[01][0-9a-f])")
RUN_FILE = "run.json"
LOG_FILE = "solver.log"
INPUT_FOLDER = "invoer"
ASSESSMENT_FILE = "beoordeling.json"
WORKBOOK_SUFFIXES = (".xlsx", ".xlsm", ".xltx", ".xltm")
COPIED_SUFFIXES = (".csv", ".docx", ".toml", ".json", ".geojson", *WORKBOOK_SUFFIXES)


class How(TypedDict, total=False):
    """How a run folder is written: replace one that is there, documents or not, the office's choices, more files."""

    force: bool
    extra: Mapping[str, bytes]
    choices: Choices
    documents: bool


def write_run(
    folder: Path,
    plan: Plan,
    run: Mapping[str, Any],
    inputs: Mapping[str, bytes | Path],
    log: str,
    **how: Unpack[How],
) -> list[Path]:
    """Write a whole run folder, or nothing.

    Parameters
    ----------
    folder : Path
        Folder to make.
    plan : Plan
        What was decided.
    run : mapping
        What is not reproducible: when it started, wall times, platform, command; becomes ``run.json``.
    inputs : mapping of name to bytes or Path
        What was read: tables as CSV, by name, and files by file name, a workbook too; copied to ``invoer/``.
    log : str
        Log of the solver.
    **how
        ``force`` (default no): replace `folder` if it is a run folder. ``choices``: what the office chose about its
        documents. ``documents`` (yes): write the documents. ``extra``: more files by name, such as what a what-if
        changes.

    Returns
    -------
    list of Path
        The files, in the order of the contract.

    Raises
    ------
    UsageError
        If `folder` exists, or with `force` is no run folder.
    OutputError
        If a file cannot be written or replaced.
    """
    refuse_existing(folder, how.get("force", False))
    contents: dict[str, bytes] = {
        PLAN_FILE: plan.to_json().encode(),
        RUN_FILE: (json.dumps(run, ensure_ascii=False, indent=1) + "\n").encode(),
    }
    contents |= make_tables(plan)
    if how.get("documents", True):
        contents |= make_documents(plan, how.get("choices"))
    contents |= how.get("extra", {})
    for name, given in inputs.items():
        contents[f"{INPUT_FOLDER}/{_input_name(name)}"] = given if isinstance(given, bytes) else _read(given)
    contents[LOG_FILE] = log.encode()
    write_all(folder, contents)
    return [folder / name for name in contents]


def read_plan(path: str | Path) -> Plan:
    """Read a plan back from a run folder, or from its ``plan.json``.

    Raises
    ------
    DataError
        If there is no plan, or the file is not one that this version can read.
    """
    file = Path(path)
    if file.is_dir():
        file = file / PLAN_FILE
    try:
        written = file.read_text(encoding="utf-8")
        document = json.loads(written)
    except OSError as error:
        raise DataError(Finding("plan_not_found", value=str(file))) from error
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        row = error.lineno if isinstance(error, json.JSONDecodeError) else 0
        raise DataError(Finding("plan_not_json", place=Place(file=str(file), row=row))) from error
    if found := _not_a_plan(document):
        raise DataError(Finding(found[0], place=Place(file=str(file)), value=found[1], params={"known": SCHEMA}))
    if sign := _not_for_files(written, document):
        raise DataError(Finding("plan_control_sign", place=Place(file=str(file)), value=sign))
    return Plan.from_dict(document)


def inputs_of(folder: Path, plan: Plan) -> Path:
    """Return where a run keeps what its plan was made from: its workbook, else its folder of tables."""
    names = {Path(item["file"].replace("\\", "/")).name for item in plan.document["case"]["inputs"]}
    workbooks = sorted(name for name in names if Path(name).suffix.casefold() in WORKBOOK_SUFFIXES)
    return folder / INPUT_FOLDER / workbooks[0] if workbooks else folder / INPUT_FOLDER


def newest_run(root: Path = Path("runs")) -> Path:
    """Return the run folder that started last; of equals the last by name.

    Raises
    ------
    UsageError
        If there is no run folder.
    """
    runs = [file.parent for file in root.glob(f"*/{PLAN_FILE}")]
    if not runs:
        raise UsageError(Finding("no_run_found", value=str(root)))
    return max(runs, key=lambda folder: (_started(folder), folder.name))


def newest_with_places(root: Path = Path("runs")) -> Path:
    """Return the newest run folder that has a plan to go on with: with places, and not the answer to a proposal.

    Raises
    ------
    UsageError
        If there is no run folder.
    """
    runs = [file.parent for file in root.glob(f"*/{PLAN_FILE}") if not (file.parent / ASSESSMENT_FILE).exists()]
    for folder in sorted(runs, key=lambda folder: (_started(folder), folder.name), reverse=True):
        if read_plan(folder).has_places:
            return folder
    return newest_run(root)


def is_run_folder(folder: Path) -> bool:
    """Whether a folder was made by `write_run`."""
    return (folder / PLAN_FILE).is_file() or (folder / RUN_FILE).is_file()


def _not_a_plan(document: Any) -> tuple[str, str] | None:
    """Say what is wrong with a document that should be a plan: code of the finding, and value."""
    if not isinstance(document, dict) or not isinstance(document.get("schema"), str):
        return "plan_not_a_plan", ""
    name, _, version = document["schema"].partition("/")
    known_name, _, known = SCHEMA.partition("/")
    if name != known_name or not version.isdecimal():
        return "plan_not_a_plan", document["schema"]
    if int(version) > int(known):
        return "plan_of_later_version", document["schema"]
    missing = sorted(PlanDocument.__required_keys__ - document.keys())
    return ("plan_incomplete", ", ".join(missing)) if missing else None


def _not_for_files(written: str, document: Any) -> str:
    """Name the first sign in a plan that no document can hold; only who changes a plan by hand gets it there.

    In JSON such a sign is always escaped, so that a plan without escapes needs no second look.
    """
    plain = json.dumps(document, ensure_ascii=False) if "\\u" in written else written
    escaped, other = ESCAPED_CONTROL.search(plain), NOT_XML.search(plain)
    if escaped:
        return f"U+{escaped[1].upper()}"
    return f"U+{ord(other[0]):04X}" if other else ""


def _started(folder: Path) -> str:
    """Read when a run started; empty when unknown."""
    try:
        return str(json.loads((folder / RUN_FILE).read_text(encoding="utf-8")).get("started", ""))
    except (OSError, ValueError, AttributeError):
        return ""


def refuse_existing(folder: Path, force: bool) -> None:
    """Refuse to write where something stands, save a run folder with force and no read-only file in it.

    Raises
    ------
    UsageError
        If something stands there.
    OutputError
        If a file in a folder that may be replaced is read-only.
    """
    if not folder.exists():
        return
    if not is_run_folder(folder):
        raise UsageError(Finding("output_is_no_run", value=str(folder)))
    if not force:
        raise UsageError(Finding("output_exists", value=str(folder)))
    locked = [file for file in sorted(folder.rglob("*")) if file.is_file() and not file.stat().st_mode & stat.S_IWUSR]
    if locked:
        raise OutputError([_cannot_write(file, "read-only") for file in locked])


def _input_name(name: str) -> str:
    """Name the copy of a file that was read: no folders, and .csv for a table given by its bare name."""
    bare = Path(name.replace("\\", "/")).name
    return bare if Path(bare).suffix.casefold() in COPIED_SUFFIXES else f"{bare}.csv"


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise OutputError(_cannot_write(file, error.strerror or str(error))) from error


def write_all(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write everything beside the folder first and then move it, so that a folder is complete or not there."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise OutputError(_cannot_write(folder, error.strerror or str(error))) from error
    try:
        for name, content in contents.items():
            target = draft / "new" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        if folder.exists():
            folder.rename(draft / "old")
        (draft / "new").rename(folder)
    except OSError as error:
        # A folder that was moved away and could not be replaced goes back where it stood.
        if (draft / "old").exists() and not folder.exists():
            (draft / "old").rename(folder)
        raise OutputError(_cannot_write(Path(error.filename or folder), error.strerror or str(error))) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _cannot_write(file: Path, reason: str) -> Finding:
    return Finding("file_not_written", value=str(file), params={"reason": reason})
