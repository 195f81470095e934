"""A Word document that somebody gives: opened, or refused with what is wrong with it."""

import io
import zipfile
from typing import Any

import docx
from docx.opc.exceptions import PackageNotFoundError

from regietafel.model.errors import DataError, Finding, Place

OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
LARGEST = 100_000_000
MEGABYTE = 1_000_000


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
        If it is an old or locked document, no document at all, or unpacks to more than 100 MB.
    """
    if content.startswith(OLD_OR_LOCKED):
        raise DataError(Finding("word_file_locked", place=Place(file), value=file))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            size = sum(item.file_size for item in packed.infolist())
        if size > LARGEST:
            params = {"megabytes": LARGEST // MEGABYTE}
            raise DataError(Finding("word_file_large", place=Place(file), value=file, params=params))
        return docx.Document(io.BytesIO(content))
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError, SyntaxError) as error:
        raise DataError(Finding("word_file_unreadable", place=Place(file), value=file)) from error
