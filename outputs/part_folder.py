"""Folders that are added to a run: letters and the public set, of plans that are fit for it."""

from collections.abc import Mapping
from pathlib import Path

from regietafel.model.errors import DataError, Finding, OutputError, UsageError
from regietafel.model.plan import Plan
from regietafel.outputs.report_view import View
from regietafel.outputs.run_folder import write_all

MOST_NAMED = 5


def refuse_unfit(folder: Path, plan: Plan) -> None:
    """Refuse to make letters or a public set of a plan that is none, or that counts something made up.

    Raises
    ------
    DataError
        If the plan has no places, or counts an illustration.
    """
    if not plan.has_places:
        raise DataError(Finding("run_without_places", value=str(folder)))
    if View(plan, "nl").uses_illustration:
        raise DataError(Finding("illustration_is_counted", value=str(folder)))


def refuse_existing_part(folder: Path, *, force: bool) -> None:
    """Refuse to write where something stands, before any work is done.

    Raises
    ------
    UsageError
        If something stands there, and `force` does not say that it may be replaced.
    OutputError
        If a file stands where the folder must come.
    """
    if folder.exists() and not force:
        raise UsageError(Finding("folder_is_there", value=str(folder)))
    if folder.is_file():
        raise OutputError(Finding("file_not_written", value=str(folder), params={"reason": "not a folder"}))


def write_part(folder: Path, contents: Mapping[str, bytes], *, force: bool) -> None:
    """Write a whole folder, or nothing.

    Parameters
    ----------
    folder : Path
        Folder to make.
    contents : mapping of str to bytes
        Content by file name inside the folder.
    force : bool
        Replace a folder that is there, if it has no other files than these.

    Raises
    ------
    UsageError
        If something stands there that may not be replaced.
    OutputError
        If a file cannot be written.
    """
    refuse_existing_part(folder, force=force)
    found = sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())
    if others := [name for name in found if name not in contents]:
        raise UsageError(Finding("folder_has_other_files", value=str(folder), params={"names": others[:MOST_NAMED]}))
    write_all(folder, contents)
