"""The numbers of a document: where they stand, and how to change one for a moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

Way = tuple[str | int, ...]


def number_ways(value: Any, way: Way = ()) -> Iterator[Way]:
    """Yield the way to every number of a document, its versions aside."""
    if isinstance(value, dict | list):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            if (*way, key) != ("versions",):
                yield from number_ways(item, (*way, key))
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield way


def path_of(way: Way) -> str:
    """Write a way as the audit does."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in way).removeprefix(".")


@contextmanager
def with_one_more(document: Any, way: Way) -> Iterator[Any]:
    """Change one number by one for a moment."""
    branch = document
    for step in way[:-1]:
        branch = branch[step]
    before = branch[way[-1]]
    branch[way[-1]] = before + 1
    yield document
    branch[way[-1]] = before
