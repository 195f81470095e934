"""Reading drawings back: elements, their classes and where they lie."""

import re
import struct
from typing import Any
from xml.etree import ElementTree as ET

SVG = "{http://www.w3.org/2000/svg}"


def elements(drawing: str, tag: str, kind: str = "") -> list[Any]:
    """Return the elements of a tag, of one class if asked, in the order in which they are drawn."""
    found = ET.fromstring(drawing if "xmlns" in drawing else drawing.replace("<svg", f'<svg xmlns="{SVG[1:-1]}"', 1))
    return [item for item in found.iter(f"{SVG}{tag}") if not kind or item.get("class") == kind]


def words(drawing: str) -> list[str]:
    """Return what is written in a drawing, line by line."""
    return ["".join(item.itertext()) for item in elements(drawing, "text")]


def outlines(path: str) -> list[list[tuple[float, float]]]:
    """Return the corners of every ring of path data that has only ``M``, ``l`` and ``z``."""
    rings = []
    for ring in path.removesuffix("z").split("z"):
        start, steps = ring.removeprefix("M").split("l")
        at = tuple(numbers(start))
        corners, moves = [at], numbers(steps)
        for dx, dy in zip(moves[::2], moves[1::2], strict=True):
            at = (at[0] + dx, at[1] + dy)
            corners.append(at)
        rings.append(corners)
    return rings


def numbers(written: str) -> list[float]:
    """Return the numbers of path data, also those that only a minus parts."""
    return [float(number) for number in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", written)]


def size_of_png(content: bytes) -> tuple[int, int]:
    """Return width and height of an image [pixels]."""
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    return struct.unpack(">II", content[16:24])
