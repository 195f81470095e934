"""LibreOffice as a reader of our documents, without a window and with a profile of its own."""

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import openpyxl

FILTERS = {
    ".xlsx": {"xlsx": "xlsx:Calc MS Excel 2007 XML", "pdf": "pdf:calc_pdf_Export"},
    ".docx": {"docx": "docx:MS Word 2007 XML", "pdf": "pdf:writer_pdf_Export"},
}
SECONDS = 120
Cells = dict[tuple[str, str], object]


@cache
def profile() -> tempfile.TemporaryDirectory:
    """Make the folder for LibreOffice's own settings: one for each process, since two cannot share one."""
    return tempfile.TemporaryDirectory(prefix="office-")


def saved_by_office(file: Path, kind: str, folder: Path) -> Path:
    """Open a file in LibreOffice and save it in a folder as another kind; an unreadable file is an AssertionError.

    In this mode LibreOffice repairs nothing: what is not whole is not opened.
    """
    (saved,) = all_saved_by_office([file], kind, folder)
    return saved


def all_saved_by_office(files: Sequence[Path], kind: str, folder: Path) -> list[Path]:
    """Save files of one kind as another kind, with one start of LibreOffice; see `saved_by_office`."""
    office = shutil.which("soffice")
    assert office is not None, "LibreOffice is missing. Run: make test-documents"
    command = [office, "--headless", "--norestore", f"-env:UserInstallation={Path(profile().name).as_uri()}"]
    command += ["--convert-to", FILTERS[files[0].suffix][kind], "--outdir", str(folder), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS)
    saved = [folder / f"{file.stem}.{kind}" for file in files]
    assert (done.returncode, [file for file in saved if not file.exists()]) == (0, []), done.stdout + done.stderr
    return saved


def cells_of(file: Path) -> Cells:
    """Read what every filled cell of a workbook shows, by sheet and place."""
    opened = openpyxl.load_workbook(file, data_only=True)
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in opened.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value not in {None, ""}
    }


def differences(before: Cells, after: Cells) -> list[str]:
    """Say which cells show something else; numbers may differ in the last of fifteen digits."""
    return [
        f"{sheet}!{place}: {before.get((sheet, place))!r} became {after.get((sheet, place))!r}"
        for sheet, place in sorted(before.keys() | after.keys())
        if not same(before.get((sheet, place)), after.get((sheet, place)))
    ]


def same(one: object, other: object) -> bool:
    """Say whether two cells show the same: the same kind of value too."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) <= 1e-14 * max(abs(one), abs(other))
    return one == other


def words_of_pages(file: Path) -> list[str]:
    """Give the words of each page of a PDF."""
    reader = shutil.which("pdftotext")
    assert reader is not None, "pdftotext is missing. Run: make test-documents"
    done = subprocess.run([reader, "-layout", str(file), "-"], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout.split("\f")[:-1]
