"""What a case looks like as a workbook: agreed between who writes it and who reads it.

A sheet per table, under the name of the table, headers in row 1 as the contract spells them. Beside that:

* a row whose first filled cell starts with `EXAMPLE` shows how a row is filled and is not read;
* a column whose header starts with `COMPUTED` shows what the program works out and is not read;
* the sheet `EXPLANATION` is for people, the hidden sheet `LISTS` holds the words of the drop-down lists.
"""

import re
from typing import Final

EXAMPLE: Final = "voorbeeld:"
"""Start of the first filled cell of an example row."""

COMPUTED: Final = "berekend:"
"""Start of the header of a column that shows a computed value."""

EXPLANATION: Final = "uitleg"
LISTS: Final = "lijsten"
OWN_SHEETS: Final = (EXPLANATION, LISTS)
"""Sheets of ours without a table; every other sheet that is no table is named to the user."""

_EXAMPLE = re.compile(r"\s*voorbeeld\s*:", re.IGNORECASE)
_COMPUTED = re.compile(r"\s*berekend\s*:", re.IGNORECASE)


def is_example(first_cell: str) -> bool:
    """Whether a row is an example, by its first filled cell; capitals and spaces do not matter."""
    return _EXAMPLE.match(first_cell) is not None


def is_computed(header: str) -> bool:
    """Whether a column only shows what the program works out, by its header."""
    return _COMPUTED.match(header) is not None
