"""Which signs the packaged font has: a document that must show every sign replaces the others, so that all see it."""

import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

FONTS = ("DejaVuSansCondensed.ttf", "DejaVuSansCondensed-Bold.ttf")
UNKNOWN = "\ufffd"
"""The sign for a sign that cannot be shown; the font has it."""
INVISIBLE = ("Cf", "Cc", "Mn")
"""Kinds of signs that show nothing by themselves."""
KEPT = "\n\t"
GROUPED = 12


def as_shown(words: str) -> str:
    """Return a text with only signs that the font has.

    Parameters
    ----------
    words : str
        Any text.

    Returns
    -------
    str
        A sign that the font does not have becomes one that says so; one that would show nothing is left out.
    """
    if words.isascii() and words.isprintable():
        return words
    known = font_signs()
    return "".join(sign if ord(sign) in known or sign in KEPT else _instead(sign) for sign in words)


def _instead(sign: str) -> str:
    return "" if unicodedata.category(sign) in INVISIBLE else UNKNOWN


@cache
def font_signs() -> frozenset[int]:
    """Return the numbers of the signs that every weight of the font has."""
    folder = files("regietafel.outputs.fonts")
    found = [frozenset(_signs((folder / name).read_bytes())) for name in FONTS]
    return frozenset.intersection(*found)


def _signs(font: bytes) -> Iterator[int]:
    """Read the table *cmap* of a TrueType font; the signs of all its groups.

    References
    ----------
    OpenType specification, *cmap - Character to Glyph Index Mapping Table*, format 12.
    """
    table = _table(font, b"cmap")
    (count,) = struct.unpack_from(">H", font, table + 2)
    for n in range(count):
        (offset,) = struct.unpack_from(">I", font, table + 4 + 8 * n + 4)
        (form,) = struct.unpack_from(">H", font, table + offset)
        if form == GROUPED:
            (groups,) = struct.unpack_from(">I", font, table + offset + 12)
            for group in range(groups):
                first, last, _ = struct.unpack_from(">III", font, table + offset + 16 + 12 * group)
                yield from range(first, last + 1)


def _table(font: bytes, name: bytes) -> int:
    """Return where a table of a font begins."""
    (count,) = struct.unpack_from(">H", font, 4)
    for n in range(count):
        tag, _, offset, _ = struct.unpack_from(">4sIII", font, 12 + 16 * n)
        if tag == name:
            return int(offset)
    raise ValueError(name)
