"""Looks of the workbook: few colours, neutral number formats, one place for all of them."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from regietafel.model.tables import Column

Look = Literal["open", "filled", "computed", "example"]

FILLS = {"missing": "#FFE699", "filled": "#E2EFDA", "computed": "#E7E6E6", "open": "#FFFFFF", "example": "#FFFFFF"}
LINES = "#BFBFBF"
DARK, LIGHT = "#1F3864", "#D6DCE5"
EXAMPLE_TEXT, COMPUTED_TEXT = "#1F4E9E", "#404040"

# A spreadsheet with Dutch settings shows these as 73.949 and 31-12-2027.
WHOLE, DAY, AS_TYPED, TEXT = "#,##0", "dd-mm-yyyy", "General", "@"
NUMBER_FORMATS = {"int": WHOLE, "date": DAY, "decimal": AS_TYPED, "degrees": AS_TYPED, "any": AS_TYPED}


def number_format(column: Column) -> str:
    """Return the number format of a column; text stays text, so that 1-2 does not become a date."""
    if column.unit == "persons":
        return WHOLE
    return NUMBER_FORMATS.get(column.kind, TEXT)


@dataclass
class Styles:
    """The formats of one workbook, each made once.

    Parameters
    ----------
    book : Workbook
    """

    book: Workbook
    _made: dict[tuple[tuple[str, Any], ...], Format] = field(default_factory=dict)

    def style(self, **properties: Any) -> Format:
        """Return a format with these properties."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self.book.add_format({"valign": "top", "font_size": 10, **properties})
        return self._made[key]

    def header(self, *, required: bool, computed: bool = False) -> Format:
        """Return the look of a header: dark and bold when required, grey when only shown, else light."""
        colours: dict[str, Any] = {"bg_color": LIGHT, "font_color": "#000000", "bold": False}
        if computed:
            colours = {"bg_color": FILLS["computed"], "font_color": COMPUTED_TEXT, "italic": True}
        elif required:
            colours = {"bg_color": DARK, "font_color": "#FFFFFF", "bold": True}
        return self.style(**colours, **self._lines, text_wrap=True)

    def cell(self, look: Look, numbers: str, **more: Any) -> Format:
        """Return the look of a cell; more properties come on top."""
        fonts: dict[str, dict[str, Any]] = {
            "example": {"font_color": EXAMPLE_TEXT, "italic": True},
            "computed": {"font_color": COMPUTED_TEXT},
        }
        fill = {"bg_color": FILLS[look]} if look not in ("open", "example") else {}
        return self.style(**fonts.get(look, {}), **fill, **self._lines, num_format=numbers, **more)

    @cached_property
    def missing(self) -> Format:
        """What a required cell looks like as long as it is empty."""
        return self.book.add_format({"bg_color": FILLS["missing"]})

    @property
    def _lines(self) -> dict[str, Any]:
        return {"border": 1, "border_color": LINES}
