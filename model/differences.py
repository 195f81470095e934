"""Where two documents differ, leaf by leaf."""

from collections.abc import Iterator, Mapping
from typing import Any

from regietafel.model.errors import Finding

NAMES = ("gm_code", "location_id", "region", "hub", "task", "name", "id", "rule", "moment")


def differences(recomputed: Any, reported: Any, path: str = "", about: str = "") -> Iterator[Finding]:
    """Yield every leaf that is not what it should be.

    Parameters
    ----------
    recomputed, reported
        What follows from the inputs, and what the document says.
    path : str
        Where both stand in the document, such as ``totals[3].placed``.
    about : str
        What the branch is about, for people: codes, ids and dates on the way down.

    Yields
    ------
    Finding
        ``figure_differs``, ``key_missing``, ``key_unknown`` or ``list_differs``; `params` has `path`, `about`,
        `reported` and `recomputed`.
    """
    if isinstance(recomputed, Mapping) and isinstance(reported, Mapping):
        yield from _of_objects(recomputed, reported, path, _name(recomputed, about))
    elif isinstance(recomputed, list | tuple) and isinstance(reported, list | tuple):
        yield from _of_lists(recomputed, reported, path, about)
    elif not _same(recomputed, reported):
        yield _finding("figure_differs", path, about, reported, recomputed)


def _of_objects(recomputed: Mapping[str, Any], reported: Mapping[str, Any], path: str, about: str) -> Iterator[Finding]:
    for key, value in recomputed.items():
        below = f"{path}.{key}".removeprefix(".")
        if key in reported:
            yield from differences(value, reported[key], below, about)
        else:
            yield _finding("key_missing", below, about, None, value)
    for key in reported:
        if key not in recomputed:
            yield _finding("key_unknown", f"{path}.{key}".removeprefix("."), about, reported[key], None)


def _of_lists(recomputed: Any, reported: Any, path: str, about: str) -> Iterator[Finding]:
    if len(recomputed) != len(reported):
        yield _finding("list_differs", path, about, len(reported), len(recomputed))
        return
    for i, (ours, theirs) in enumerate(zip(recomputed, reported, strict=True)):
        yield from differences(ours, theirs, f"{path}[{i}]", about)


def _same(one: Any, other: Any) -> bool:
    """Whether two leaves are equal to the last digit: figures are worked out exactly and rounded once."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    return bool(one == other)


def _name(branch: Mapping[str, Any], about: str) -> str:
    own = [branch[key] for key in NAMES if isinstance(branch.get(key), str)]
    return " ".join([about, *own]).strip()


def _finding(code: str, path: str, about: str, reported: Any, recomputed: Any) -> Finding:
    params = {"path": path, "about": about, "reported": reported, "recomputed": recomputed}
    return Finding(code, value=str(reported), params=params)
