"""A fingerprint of a document that can also say which single figure was changed.

It is a tree of SHA-256 digests: a leaf is hashed with its kind, a branch is hashed from the digests below it. Changing
one leaf changes only the digests on its way up, so it is quick to try whether undoing one change gives the old digest.
"""

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from hashlib import sha256
from typing import Any

NAME = "document_sha256"


def fingerprint(document: Mapping[str, Any]) -> str:
    """Return the digest of a plan document, its versions aside.

    Parameters
    ----------
    document : mapping
        As `plan.json`.

    Returns
    -------
    str
        64 hexadecimal digits; the order of keys in an object does not matter, that of a list does.
    """
    return _digest(_without_versions(document)).hex()


def changed_by_one(document: Mapping[str, Any], expected: str) -> str | None:
    """Find the one number that differs by one from what it was when the fingerprint was taken.

    Parameters
    ----------
    document : mapping
        As it is now.
    expected : str
        Its fingerprint as it was.

    Returns
    -------
    str or None
        Path of the number, such as ``totals[3].placed``; None when no single change by one explains the difference.
    """
    return _find(_without_versions(document), [], expected)


def _without_versions(document: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in document.items() if key != "versions"}


def _digest(value: Any) -> bytes:
    if isinstance(value, dict):
        return _branch("{", [_leaf(key) + _digest(value[key]) for key in sorted(value)])
    if isinstance(value, list | tuple):
        return _branch("[", [_digest(item) for item in value])
    return _of_text(value) if isinstance(value, float) else _leaf(value)


@lru_cache(maxsize=1 << 14, typed=True)
def _leaf(value: Any) -> bytes:
    """Return the digest of a name or a whole number: most come back many times."""
    return _of_text(value)


def _of_text(value: Any) -> bytes:
    return sha256(json.dumps(value, ensure_ascii=False).encode()).digest()


def _branch(kind: str, parts: list[bytes]) -> bytes:
    return sha256(kind.encode() + b"".join(parts)).digest()


# A branch on the way down: its kind, the digests of its parts, the part that is entered, and what precedes its digest.
_Step = tuple[str, list[bytes], int, bytes]


def _find(value: Any, way: list[_Step], expected: str) -> str | None:
    """Look below a value for the number that was changed."""
    if isinstance(value, dict):
        keys = sorted(value)
        parts = [_leaf(key) + _digest(value[key]) for key in keys]
        below = ((f".{key}", value[key], ("{", parts, i, _leaf(key))) for i, key in enumerate(keys))
    elif isinstance(value, list | tuple):
        parts = [_digest(item) for item in value]
        below = ((f"[{i}]", item, ("[", parts, i, b"")) for i, item in enumerate(value))
    else:
        return "" if any(_top(was, way) == expected for was in _by_one(value)) else None
    for name, item, step in below:
        found = _find(item, [*way, step], expected)
        if found is not None:
            return (name + found).removeprefix("." if not way else "")
    return None


def _by_one(value: Any) -> Iterator[int | float]:
    """Yield what a number was if it was changed by one; decimals are taken back to what is written in a plan."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return
    for was in (value - 1, value + 1):
        yield was
        if isinstance(was, float):
            yield round(was, 6)
            yield int(was) if was.is_integer() else round(was, 9)


def _top(leaf: Any, way: list[_Step]) -> str:
    """Return the digest of the whole with another leaf at the end of the way."""
    digest = _digest(leaf)
    for kind, parts, position, lead in reversed(way):
        digest = _branch(kind, [*parts[:position], lead + digest, *parts[position + 1 :]])
    return digest.hex()
