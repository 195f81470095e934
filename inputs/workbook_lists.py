"""The words of the drop-down lists: on a hidden sheet where they are fixed, else the cells of another sheet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from xlsxwriter import Workbook

from regietafel.inputs.header import letter_of
from regietafel.inputs.scenario_drafts import EXTENDS, PINS, TITLE
from regietafel.inputs.workbook_columns import HEADER_ROW, Layout
from regietafel.inputs.workbook_layout import LISTS
from regietafel.inputs.workbook_texts import yes_no
from regietafel.model.option_labels import OPTION_LABELS
from regietafel.model.tables import FIGURES, Column

# Kind of list: the column that it consists of, so that what the user adds there is in the list.
FROM_SHEETS = {
    "gemeenten": ("gemeenten", "gemeente"),
    "locatietypen": ("locatietypen", "locatietype"),
    "locaties": ("locaties", "locatie_id"),
    "momenten": ("momenten", "moment"),
}
OF_COLUMNS = {
    ("locaties", "locatietype"): "locatietypen",
    ("standpunten", "locatie_id"): "locaties",
    ("standpunten", "andere_locatie_id"): "locaties",
    ("standpunten", "moment"): "momenten",
    ("uitruil", "moment"): "momenten",
    ("standpunten", "scenario"): "scenarios",
    ("scenarios", "instelling"): "instellingen",
    ("opgave", "naam"): "cijfers",
}
OF_KINDS = {
    "municipality": "gemeenten",
    "municipalities": "gemeenten",
    "half_year": "halfjaren",
    "yes_no": "ja_nee",
}


@dataclass
class Lists:
    """The lists of one workbook by what is in them; each has a defined name.

    Parameters
    ----------
    half_years : sequence of str
        Those of the cycle.
    """

    half_years: Sequence[str]
    fixed: dict[str, Sequence[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Make the lists that every case has."""
        self.fixed |= {
            "ja_nee": [yes_no(True), yes_no(False)],
            "cijfers": [item.header for item in FIGURES],
            "halfjaren": list(self.half_years),
            "instellingen": [TITLE, EXTENDS, PINS, *OPTION_LABELS.values()],
        }

    def name_for(self, table: str, column: Column) -> str | None:
        """Return the defined name of the list of a column, or None when it has none."""
        if (table, column.header) in FROM_SHEETS.values():
            return None
        known = OF_COLUMNS.get((table, column.header)) or OF_KINDS.get(column.kind)
        if known is None and column.words:
            words = joined(list(column.words)) if column.kind == "streams" else list(column.words)
            known = self._named(column.header, table, words)
        return None if known is None else f"lijst_{known}"

    def _named(self, header: str, table: str, words: Sequence[str]) -> str:
        """Name a list of words after its column; with the table when another list has that name."""
        name = header if self.fixed.setdefault(header, words) == words else f"{header}_{table}"
        self.fixed[name] = words
        return name

    def write(self, book: Workbook, layouts: Mapping[str, Layout]) -> None:
        """Write the hidden sheet and define the names; when all columns have asked for their list."""
        sheet = book.add_worksheet(LISTS)
        sheet.hide()
        for place, (name, words) in enumerate(self.fixed.items()):
            sheet.write_string(0, place, name)
            sheet.write_column(1, place, list(words))
            letter = letter_of(place)
            book.define_name(f"lijst_{name}", f"={LISTS}!${letter}$2:${letter}${len(words) + 1}")
        for name, (table, header) in FROM_SHEETS.items():
            book.define_name(f"lijst_{name}", f"={_filled_part(layouts[table], header)}")
        book.define_name("lijst_scenarios", f"={_scenario_names(layouts['scenarios'])}")


def joined(words: Sequence[str]) -> list[str]:
    """Return all ways to join words with a plus, the single ones first."""
    return ["+".join(some) for size in range(1, len(words) + 1) for some in combinations(words, size)]


def _filled_part(layout: Layout, header: str) -> str:
    """Return a formula for the cells of a column down to the last filled one: a list has no empty lines at its end."""
    cells, first = layout.cells(header), layout.first_row
    last = f'SUMPRODUCT(MAX(({cells}<>"")*(ROW({cells})-{first})))'
    return f"{cells.partition(':')[0]}:INDEX({cells},MAX(1,{last}))"


def _scenario_names(layout: Layout) -> str:
    """Return a formula for the headers of the scenarios, to the last one that has a name."""
    places = [place for place, column in layout.read_columns() if column.kind == "any"]
    row = HEADER_ROW + 1
    first, last = (f"{layout.table.name}!${letter_of(place)}${row}" for place in (places[0], places[-1]))
    return f"{first}:INDEX({first}:{last.partition('!')[2]},MAX(1,COUNTA({first}:{last.partition('!')[2]})))"
