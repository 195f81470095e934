"""The borders of municipalities as they were read: shapes, and where they come from."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Borders:
    """The borders of municipalities.

    Parameters
    ----------
    shapes : mapping of str to bytes
        By municipality code its area as well-known binary, in RD New (EPSG:28992) [metres].
    source : str
        What the reader may know of where they come from: the name of the file, and its source if it says so.
    """

    shapes: Mapping[str, bytes]
    source: str = ""
