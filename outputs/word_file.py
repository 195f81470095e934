"""A Word document that somebody gives: opened, or refused with what is wrong with it."""

import io
import zipfile
import zlib
from typing import Any

import docx
from docx.opc.exceptions import PackageNotFoundError

from regietafel.model.errors import DataError, Finding, Place
from regietafel.outputs.zip_files import with_fixed_dates

OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
LARGEST = 100_000_000
MEGABYTE = 1_000_000
TYPES_PART = "[Content_Types].xml"
DOCUMENT_TYPE = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TEMPLATE_TYPE = b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
MACROS = b"macroEnabled"
DAMAGED = (
    *(zipfile.BadZipFile, PackageNotFoundError, zlib.error, KeyError, ValueError, SyntaxError, EOFError, OSError),
    # A packed file that asks for a password, or that is packed in a way that we do not have.
    RuntimeError,
)


def open_word(content: bytes, file: str) -> Any:
    """Open a Word document.

    Parameters
    ----------
    content : bytes
        The file.
    file : str
        Its name, for the finding.

    Returns
    -------
    docx.document.Document

    Raises
    ------
    DataError
        If it is an old or locked document, one that may hold macros, no document at all, or unpacks to more than
        100 MB.
    """
    packed = as_document(content, file)
    try:
        return docx.Document(io.BytesIO(packed))
    except DAMAGED as error:
        raise DataError(Finding("word_file_unreadable", place=Place(file), value=file)) from error


def as_document(content: bytes, file: str) -> bytes:
    """Return a Word file as a document: a template of Word (.dotx) is one but for its type.

    Raises
    ------
    DataError
        If it is an old or locked document, one that may hold macros, no packed file at all, or unpacks to more than
        100 MB.
    """
    if content.startswith(OLD_OR_LOCKED):
        raise DataError(Finding("word_file_locked", place=Place(file), value=file))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            size = sum(item.file_size for item in packed.infolist())
            types = packed.read(TYPES_PART) if size <= LARGEST else b""
    except DAMAGED as error:
        raise DataError(Finding("word_file_unreadable", place=Place(file), value=file)) from error
    if size > LARGEST:
        params = {"megabytes": LARGEST // MEGABYTE}
        raise DataError(Finding("word_file_large", place=Place(file), value=file, params=params))
    if MACROS in types:
        raise DataError(Finding("word_file_macros", place=Place(file), value=file))
    if TEMPLATE_TYPE not in types:
        return content
    return with_fixed_dates(content, {TYPES_PART: types.replace(TEMPLATE_TYPE, DOCUMENT_TYPE)})
