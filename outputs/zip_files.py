"""Packed files (Word, Excel) that have the same bytes whenever and wherever they are written."""

import io
import zipfile
from collections.abc import Mapping

EARLIEST = (1980, 1, 1, 0, 0, 0)
UNIX = 3
READABLE = 0o644 << 16


def with_fixed_dates(content: bytes, instead: Mapping[str, bytes] | None = None) -> bytes:
    """Pack a packed file again: the same parts in the same order, every date the earliest there is.

    Parameters
    ----------
    content : bytes
        A zip file.
    instead : mapping of str to bytes, optional
        What some parts become, by their name.

    Returns
    -------
    bytes
        Equal for equal parts.
    """
    packed, changed = io.BytesIO(), instead or {}
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w") as new:
        for item in old.infolist():
            fixed = zipfile.ZipInfo(item.filename, EARLIEST)
            fixed.compress_type, fixed.create_system, fixed.external_attr = zipfile.ZIP_DEFLATED, UNIX, READABLE
            new.writestr(fixed, changed.get(item.filename) or old.read(item.filename))
    return packed.getvalue()
