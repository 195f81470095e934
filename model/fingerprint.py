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
    return _digest(_without_versions(document), {}).hex()


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
    return _find(_without_versions(document), [], expected, {})


def _without_versions(document: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in document.items() if key != "versions"}


def _digest(value: Any, known: dict[int, bytes]) -> bytes:
    if not isinstance(value, dict | list | tuple):
        return _of_text(value) if isinstance(value, float) else _leaf(value)
    if id(value) not in known:
        if isinstance(value, dict):
            known[id(value)] = _branch("{", [_leaf(key) + _digest(value[key], known) for key in sorted(value)])
        else:
            known[id(value)] = _branch("[", [_digest(item, known) for item in value])
    return known[id(value)]


@lru_cache(maxsize=1 << 14, typed=True)
def _leaf(value: Any) -> bytes:
    """Return the digest of a name or a whole number: most come back many times."""
    return _of_text(value)


def _of_text(value: Any) -> bytes:
    return sha256(json.dumps(value, ensure_ascii=False).encode()).digest()


def _branch(kind: str, parts: list[bytes]) -> bytes:
    return sha256(kind.encode() + b"".join(parts)).digest()


# A branch on the way down: what is hashed before and after the digest of the part that is entered.
_Step = tuple[bytes, bytes]


def _find(value: Any, way: list[_Step], expected: str, known: dict[int, bytes]) -> str | None:
    """Look below a value for the number that was changed; `known` keeps digests of branches by identity."""
    if not isinstance(value, dict | list | tuple):
        return "" if any(_top(was, way) == expected for was in _by_one(value)) else None
    for name, item, step in _below(value, known):
        found = _find(item, [*way, step], expected, known)
        if found is not None:
            return (name + found).removeprefix("" if way else ".")
    return None


def _below(branch: Any, known: dict[int, bytes]) -> Iterator[tuple[str, Any, _Step]]:
    """Yield the name of each part of a branch, the part, and what is hashed before and after it."""
    if isinstance(branch, dict):
        parts = [(f".{key}", branch[key], _leaf(key)) for key in sorted(branch)]
    else:
        parts = [(f"[{i}]", item, b"") for i, item in enumerate(branch)]
    digests = [lead + _digest(item, known) for _, item, lead in parts]
    whole = (b"{" if isinstance(branch, dict) else b"[") + b"".join(digests)
    position = 1
    for (name, item, lead), digest in zip(parts, digests, strict=True):
        end = position + len(digest)
        yield name, item, (whole[: position + len(lead)], whole[end:])
        position = end


def _by_one(value: Any) -> set[tuple[type, int | float]]:
    """Return what a number may have been before it was changed by one; a plan writes six decimals."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return set()
    found = {value - 1, value + 1} | {round(value - 1.0, 6), round(value + 1.0, 6)}
    kinds = (int, float) if isinstance(value, float) else (int,)
    return {(kind, kind(was)) for was in found for kind in kinds if kind(was) == was}


def _top(leaf: tuple[type, Any], way: list[_Step]) -> str:
    """Return the digest of the whole with another number at the end of the way."""
    digest = _of_text(leaf[1])
    for before, after in reversed(way):
        digest = sha256(before + digest + after).digest()
    return digest.hex()
