"""The small case as the parts of a workbook, to change and to pack."""

import io
import zipfile
from collections.abc import Mapping

from support.small_tables import small_tables
from support.workbooks import parts_of, sheets_of

GOOD = parts_of(sheets_of(small_tables()))
TOWNS = "xl/worksheets/sheet3.xml"
SHARED = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
OVERRIDE = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{SHARED}"/></Types>'


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def without(*names: str) -> dict[str, str | bytes]:
    return {name: content for name, content in GOOD.items() if name not in names}


def changed(part: str, old: str, new: str, **more: str | bytes) -> dict[str, str | bytes]:
    assert old in GOOD[part]
    return {**GOOD, part: GOOD[part].replace(old, new), **more}
