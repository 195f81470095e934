"""The file of a workbook: what kind it really is, and its parts; opened only when nothing speaks against it."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath, PurePosixPath
from typing import Final
from xml.etree import ElementTree as ET
from xml.parsers.expat import ExpatError

from regietafel.model.errors import Finding, Place

SUFFIXES: Final = (".xlsx", ".xlsm", ".xltx", ".xltm")
OTHER_SUFFIXES: Final = (".xls", ".xlsb", ".xlt", ".ods", ".fods", ".ots", ".numbers")
LOCK: Final = "~$"
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PASSWORD: Final = "EncryptedPackage".encode("utf-16-le")
MEGABYTE: Final = 1_000_000
LARGEST_PART: Final = 100
"""Size that a part may have unpacked [MB]: strings, styles, the list of sheets; they are held in memory."""
LARGEST_SHEET: Final = 1_000
"""Size that a sheet may have unpacked [MB]: one formatted down to its last row has some hundreds."""
SIZE_STATED: Final = b"dimension"
"""A large sheet must start with its size, as that of every spreadsheet does: openpyxl reads on until it finds one."""
STRICT: Final = "purl.oclc.org/ooxml"

UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    SyntaxError,
    ExpatError,
    ArithmeticError,
    AttributeError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    EOFError,
)
"""What openpyxl and zipfile raise at a workbook that is damaged; it has no error of its own.

Of the two readers of XML that openpyxl may use, each has its own kind of SyntaxError.
"""


class WorkbookError(Exception):
    """A file cannot be read as a workbook; carries the finding."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


@dataclass(frozen=True)
class SheetPart:
    """A sheet as the workbook lists it: title, whether it is hidden, and the part of the file that holds it."""

    title: str
    hidden: bool
    part: str


@dataclass(frozen=True)
class Package:
    """The parts of a workbook.

    Parameters
    ----------
    name : str
        File name.
    content : bytes
        The whole file.
    sheets : tuple of SheetPart
        Sheets with cells, in the order of the workbook.
    computed : bool
        Whether the values of formulas are those of a program that computes; False after a program that only writes.
    """

    name: str
    content: bytes
    sheets: tuple[SheetPart, ...]
    computed: bool


def is_workbook(name: str) -> bool:
    """Whether a file is one that can be read as a workbook, by its name."""
    return PurePath(name).suffix.casefold() in SUFFIXES


def is_other_workbook(name: str) -> bool:
    """Whether a file is a workbook of a kind that is not read, by its name."""
    return PurePath(name).suffix.casefold() in OTHER_SUFFIXES


def open_package(name: str, content: bytes) -> Package:
    """Look into a file that should be a workbook.

    Raises
    ------
    WorkbookError
        If it is empty, locked, of another kind, too large or broken.
    """
    refused = _refuse(name, content)
    if refused is not None:
        raise WorkbookError(refused)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            finding = _refuse_parts(name, archive)
            if finding is None:
                return _package(name, content, archive)
    except UNREADABLE as error:
        finding = broken(name, error)
    raise WorkbookError(finding)


def broken(name: str, error: Exception) -> Finding:
    """Say that a workbook is damaged."""
    return Finding("workbook_broken", place=Place(name), value=name, params={"reason": str(error).split("\n")[0][:200]})


def _refuse(name: str, content: bytes) -> Finding | None:
    """Say why a file is no workbook, from its name and first bytes."""

    def found(code: str) -> Finding:
        return Finding(code, place=Place(name), value=name)

    if name.startswith(LOCK):
        return found("workbook_lock_file")
    if not content:
        return found("workbook_empty")
    if content.startswith(OLE):
        return found("workbook_password" if PASSWORD in content else "workbook_kind")
    if is_other_workbook(name):
        return found("workbook_kind")
    if not content.startswith(b"PK"):
        return found("workbook_no_zip")
    return None


def _refuse_parts(name: str, archive: zipfile.ZipFile) -> Finding | None:
    """Say why a zip file is no workbook that can be read, from the list of its parts."""
    parts = {item.filename: item.file_size / MEGABYTE for item in archive.infolist()}
    other = ("mimetype", "xl/workbook.bin", "word/document.xml", "ppt/presentation.xml", "Index/Document.iwa")
    if "[Content_Types].xml" not in parts or any(part in parts for part in other):
        known = any(part in parts for part in other)
        return Finding("workbook_kind" if known else "workbook_no_zip", place=Place(name), value=name)
    if any(item.flag_bits & 1 for item in archive.infolist()):
        return Finding("workbook_password", place=Place(name), value=name)
    for part, size in parts.items():
        if part.startswith(("xl/", "[")) and _too_large(archive, part, size):
            params = {"part": part, "megabytes": round(size)}
            return Finding("workbook_too_large", place=Place(name), value=name, params=params)
    return None


def _too_large(archive: zipfile.ZipFile, part: str, size: float) -> bool:
    """Whether a part of some size [MB] would take too long, or too much memory."""
    if size <= LARGEST_PART or "/worksheets/" not in part:
        return size > LARGEST_PART
    with archive.open(part) as stream:
        return size > LARGEST_SHEET or SIZE_STATED not in stream.read(5_000)


def _package(name: str, content: bytes, archive: zipfile.ZipFile) -> Package:
    main = next(target for kind, target in _relations(archive, "").values() if kind == "officeDocument")
    root = ET.fromstring(archive.read(main))
    if STRICT in root.tag:
        raise WorkbookError(Finding("workbook_strict", place=Place(name), value=name))
    targets = _relations(archive, main)
    sheets = [
        SheetPart(item.get("name", ""), item.get("state", "visible") != "visible", target)
        for item in _tagged(root, "sheet")
        for kind, target in [targets[next(value for key, value in item.items() if key.endswith("}id"))]]
        if kind == "worksheet"
    ]
    for sheet in sheets:
        archive.getinfo(sheet.part)
    computed = not any(item.get("fullCalcOnLoad", "0") in ("1", "true") for item in _tagged(root, "calcPr"))
    return Package(name, content, tuple(sheets), computed)


def _tagged(root: ET.Element, name: str) -> Iterator[ET.Element]:
    return (item for item in root.iter() if item.tag.rpartition("}")[2] == name)


def _relations(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Return kind and target of what a part refers to, by id; an empty part is the whole file."""
    path = PurePosixPath(part)
    root = ET.fromstring(archive.read(str(path.parent / "_rels" / f"{path.name}.rels")))
    found = {}
    for item in _tagged(root, "Relationship"):
        target = item.get("Target", "")
        whole = target.lstrip("/") if target.startswith("/") else str(path.parent / target)
        found[item.get("Id", "")] = item.get("Type", "").rpartition("/")[2], _without_dots(whole)
    return found


def _without_dots(path: str) -> str:
    """Resolve `..` in the path of a part."""
    kept: list[str] = []
    for step in path.split("/"):
        if step == ".." and kept:
            kept.pop()
        elif step not in (".", ""):
            kept.append(step)
    return "/".join(kept)
