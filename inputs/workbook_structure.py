"""What stands in a sheet beside its values: formulas, merged cells, hidden rows and columns, and where it ends.

openpyxl does not tell these when it reads for values only, and opening a workbook in its other way fails on drawings
that nobody needs. So the sheet is read once more here, as far as its last cell with a content: a sheet may be formatted
down to row 1,048,576.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO, Final
from xml.parsers import expat

from openpyxl.utils.cell import column_index_from_string, range_boundaries

CHUNK: Final = 1 << 20
OVERLAP: Final = 400
"""Bytes of a chunk that are looked at again with the next one, so that nothing is cut in two."""
CONTENT = ((b"v", (b"v>",)), (b"f", (b"f>", b"<f ", b":f ")), (b"S", (b"is>",)))
"""A cell with a content has one of these after the sign before them; one that is only formatted has not even the sign.

A single sign is found far faster than two; the S is that of inlineStr.
"""
MERGED = re.compile(rb"mergeCell\s[^>]*?ref=[\"']([A-Za-z0-9:]+)[\"']")
WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
COLUMNS: Final = 16_384
REFERENCE = re.compile(r"([A-Za-z]+)\d+")

Area = tuple[int, int, int, int]


@dataclass
class Structure:
    """What stands in a sheet beside its values; columns are counted from 0.

    Parameters
    ----------
    last_row : int
        Last row with a content; 0 for an empty sheet.
    formulas : mapping of (row, column) to text
        Every formula, as it is typed.
    without_value : set of (row, column)
        Formulas that were never worked out.
    hidden_rows : set of int
    hidden_columns : set of int
    merged : list of (first row, first column, last row, last column)
    """

    last_row: int = 0
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    without_value: set[tuple[int, int]] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[Area] = field(default_factory=list)


def read_structure(opened: Callable[[], IO[bytes]]) -> Structure:
    """Read what stands in a sheet beside its values.

    Parameters
    ----------
    opened : function
        Opens the sheet from its start.

    Raises
    ------
    xml.parsers.expat.ExpatError
        If the sheet is not well-formed as far as its last content.
    ValueError
        If rows or cells stand out of order: openpyxl would pass over them in silence.
    """
    end, merged = _skim(opened)
    reader = _Reader()
    with opened() as stream:
        reader.read(stream, end)
    reader.found.merged = merged
    return reader.found


def _skim(opened: Callable[[], IO[bytes]]) -> tuple[int, list[Area]]:
    """Find how many bytes reach to the last content, and the merged cells, which stand after all cells."""
    end = position = 0
    areas: dict[bytes, None] = {}
    kept = b""
    with opened() as stream:
        while chunk := stream.read(CHUNK):
            if not position and chunk.startswith(WIDE_MARKS):
                return 1 << 62, []
            seen, position = kept + chunk, position + len(chunk)
            if any(sign in seen and any(mark in seen for mark in marks) for sign, marks in CONTENT):
                end = position
            if b"mergeCell" in seen:
                areas |= dict.fromkeys(MERGED.findall(seen))
            kept = seen[-OVERLAP:]
    return end, [_area(item.decode()) for item in areas]


def _area(reference: str) -> Area:
    left, top, right, bottom = range_boundaries(reference)
    return int(top or 1), int(left or 1) - 1, int(bottom or 1), int(right or 1) - 1


class _Reader:
    """Follows the XML of a sheet; names of elements may have a prefix."""

    def __init__(self) -> None:
        self.found = Structure()
        self.row = self.column = 0
        self.kind = "n"
        self.formula: str | None = None
        self.has_value = False
        self.text: list[str] | None = None
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters

    def read(self, stream: IO[bytes], end: int) -> None:
        """Read the sheet, but nothing after the chunk in which it ends."""
        position = 0
        while position < end and (chunk := stream.read(CHUNK)):
            self.parser.Parse(chunk, False)
            position += len(chunk)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take note of an element."""
        tag = name.rpartition(":")[2]
        if tag == "c":
            self._start_cell(attributes)
        elif tag in ("v", "f", "is"):
            self.text = []
        elif tag == "row":
            self._start_row(int(attributes.get("r", self.row + 1)))
            if attributes.get("hidden") in ("1", "true") or attributes.get("ht") == "0":
                self.found.hidden_rows.add(self.row)
        elif tag == "col" and (attributes.get("hidden") in ("1", "true") or attributes.get("width") == "0"):
            self.found.hidden_columns |= set(range(int(attributes["min"]) - 1, min(int(attributes["max"]), COLUMNS)))

    def _start_row(self, number: int) -> None:
        if number <= self.row:
            raise ValueError(f"row {number} stands after row {self.row}")
        self.row, self.column = number, -1

    def _start_cell(self, attributes: dict[str, str]) -> None:
        match = REFERENCE.fullmatch(attributes.get("r", ""))
        column = column_index_from_string(match[1]) - 1 if match else self.column + 1
        if column <= self.column:
            raise ValueError(f"two cells in the same column, or out of order, in row {self.row}")
        self.column, self.kind = column, attributes.get("t", "n")
        self.formula, self.has_value = None, False

    def characters(self, text: str) -> None:
        """Gather the text of a value or formula."""
        if self.text is not None:
            self.text.append(text)

    def end(self, name: str) -> None:
        """Close an element."""
        tag = name.rpartition(":")[2]
        if tag == "f":
            self.formula, self.text = f"={''.join(self.text or ())}", None
        elif tag in ("v", "is"):
            # An empty value of the kind text is a value: a formula that gives nothing.
            self.has_value, self.text = self.kind == "str" or bool("".join(self.text or ())), None
        elif tag == "c" and (self.has_value or self.formula is not None):
            self.found.last_row = max(self.found.last_row, self.row)
            if self.formula is not None:
                self.found.formulas[self.row, self.column] = self.formula
                if not self.has_value:
                    self.found.without_value.add((self.row, self.column))
