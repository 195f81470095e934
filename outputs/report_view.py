"""What the parts of the report share: words and numbers of one language, and tables as the page draws them."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from regietafel.model.plan import MunicipalityDocument, Plan, PlanDocument
from regietafel.outputs import notation
from regietafel.outputs.texts_catalogue import has_text, shown, text

# From the firmest to the softest: a sum is as soft as its softest part.
ORIGINS = ("published", "reported", "computed", "estimate", "illustration")

UNDISCLOSED = "undisclosed"
"""Form and status of places whose location is not public, and the cause of a shortfall that not everybody may know."""

# Codes that no real municipality can have.
FICTIONAL = "GM9"


def locations_told(offer: Mapping[str, Any], number: int) -> int | None:
    """Return how many locations an offer is; None for places whose locations are not public, however many."""
    return None if offer["form"] == UNDISCLOSED else number


class Cell(NamedTuple):
    """One cell: what is shown, what it is sorted by, where the figure comes from, a drawing, and words under it."""

    shown: str
    key: float | str = ""
    origin: str | None = None
    drawing: str = ""
    more: str = ""

    @property
    def sorted_by(self) -> str:
        """What the page sorts by; whole numbers without decimals."""
        if isinstance(self.key, str):
            return self.key
        return str(int(self.key) if self.key == int(self.key) else round(self.key, 6))


class Column(NamedTuple):
    """One column: label, whether it holds numbers, the origin of its figures, whether it stays on one line or is drawn.

    A cell of another origin has a mark of its own. A drawn column is not sorted: its numbers stand beside it.
    """

    label: str
    numeric: bool = False
    origin: str | None = None
    tight: bool = False
    drawn: bool = False


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table of the page.

    `anchors` gives an id per row, `sortable` lets the reader sort it, `name` is the id of the table itself, and
    `groups` divides the rows under headings: id, heading and remark, with the number of rows under it.
    """

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    anchors: Sequence[str] = ()
    sortable: bool = False
    note: str = ""
    name: str = ""
    groups: Sequence[tuple[str, str, str, int]] = ()

    @property
    def mostly_numbers(self) -> bool:
        """Whether most columns hold numbers: then those need no mark of their own on the page."""
        return 2 * sum(column.numeric for column in self.columns) > len(self.columns)

    def grouped(self) -> Iterator[tuple[tuple[str, str, str, int] | None, Sequence[tuple[int, Sequence[Cell]]]]]:
        """Give the rows with their place, under the heading they belong to; without groups all at once."""
        rows = list(enumerate(self.rows))
        if not self.groups:
            yield None, rows
        start = 0
        for group in self.groups:
            yield group, rows[start : start + group[3]]
            start += group[3]


@dataclass(frozen=True)
class View:
    """A plan with the words and notation of one language."""

    plan: Plan
    lang: str
    extra: dict[str, Any] = field(default_factory=dict, compare=False)

    @property
    def document(self) -> PlanDocument:
        """The document of the plan."""
        return self.plan.document

    @cached_property
    def names(self) -> dict[str, str]:
        """Name of each municipality by code."""
        return {member["gm_code"]: member["name"] for member in self.document["municipalities"]}

    @cached_property
    def offers(self) -> dict[str, Any]:
        """Offer by id."""
        return {offer["location_id"]: offer for offer in self.document["locations"]}

    @cached_property
    def named(self) -> dict[str, str]:
        """Name of the municipalities and locations that a conflict speaks of: without places no other list has them."""
        conflict = self.document["outcome"]["conflict"] or {}
        return {str(code): str(name) for code, name in conflict.get("names", {}).items()}

    @property
    def last(self) -> str:
        """The last moment; empty when there is none."""
        return self.document["moments"][-1] if self.document["moments"] else ""

    @cached_property
    def counting(self) -> str:
        """The chosen way of counting: plan or durable."""
        about = self.document["scenario"]["options"].get("counting", {"value": "plan"})
        return str(about["value"])

    @cached_property
    def uses_illustration(self) -> bool:
        """Whether a figure or location that was made up takes part in the plan, or in the search for one."""
        open_rows = (
            offer["origin"] == "illustration"
            for offer in self.document["locations"]
            if any(at["opened"] for at in offer["moments"])
        )
        figures = (
            about.get("origin") == "illustration"
            for member in self.document["municipalities"]
            for about in (member["indicative"], member["ses_woa"], *member["entitlement"].values())
        )
        if not self.plan.has_places:
            return any(message["code"] == "illustration_present" for message in self.document["messages"])
        return any(open_rows) or any(figures) or self.is_fictional

    @property
    def is_public(self) -> bool:
        """Whether this is the plan that everybody may see, see `public_plan`."""
        return bool(self.document.get("extra", {}).get("public"))

    @cached_property
    def is_fictional(self) -> bool:
        """Whether the province was made up."""
        return any(member["gm_code"].startswith(FICTIONAL) for member in self.document["municipalities"])

    @cached_property
    def cost_origin(self) -> str:
        """Origin of the amounts: as soft as the sizes and costs of the types of location."""
        guessed = any(message["code"] == "types_estimated" for message in self.document["messages"])
        return "estimate" if guessed else "computed"

    def say(self, code: str, /, **params: Any) -> str:
        """Return a text of the catalogue."""
        return text(code, self.lang, **params)

    def maybe(self, code: str, otherwise: str) -> str:
        """Return a text of the catalogue, or something else when there is none."""
        return text(code, self.lang) if has_text(code, self.lang) else otherwise

    def number(self, value: float | None, decimals: int = 0) -> str:
        """Write a number; a dash when it is unknown."""
        return "–" if value is None else notation.number(value, self.lang, decimals)

    def ratio(self, value: float | None) -> str:
        """Write a ratio with two decimals; a dash when there is none."""
        return "–" if value is None else notation.fixed(value, self.lang, 2)

    def money(self, value: float) -> str:
        """Write an amount."""
        return notation.money(value, self.lang)

    def day(self, written: str | None) -> str:
        """Write a date; a dash when there is none."""
        return notation.day(written, self.lang) if written else "–"

    def moment(self, written: str) -> "Cell":
        """Make a cell of a moment, on one line."""
        return Cell(notation.short_day(written, self.lang).replace(" ", notation.GAP), written)

    def municipality(self, code: str | None) -> str:
        """Name a municipality; its code when it lies outside the province."""
        return self.names.get(code or "") or self.named.get(code or "", code or "–")

    def location(self, code: str) -> str:
        """Name a location."""
        return self.offers[code]["name"] if code in self.offers else self.named.get(code, code)

    def spoken(self, params: dict[str, Any]) -> dict[str, Any]:
        """Replace names of rules, options, municipalities and locations in parameters by what people call them."""
        return {key: self._spoken(value) for key, value in params.items()}

    def _spoken(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._spoken(part) for part in value]
        if not isinstance(value, str):
            return value
        if value in self.names or value in self.offers or value in self.named:
            return self.names.get(value) or self.location(value)
        for code in (f"rule.{value}.title", f"option.{value}.label", f"stream.{value}"):
            if has_text(code, self.lang):
                return text(code, self.lang)
        return value

    def softest(self, origins: Iterable[str | None]) -> str | None:
        """Return the softest of some origins; None when there are none."""
        known = [ORIGINS.index(origin) for origin in origins if origin]
        return ORIGINS[max(known)] if known else None

    def count(self, value: float | None, origin: str | None = None) -> Cell:
        """Make a cell of a whole number."""
        return Cell(self.number(value), -1.0 if value is None else float(value), origin)

    def value(self, value: Any) -> str:
        """Write the value of an option."""
        return shown(value, self.lang)


def sort_key(cell: Cell, lang: str) -> str | None:
    """Return what a cell is sorted by, or None when the page finds it in what the cell shows (`rapport.js`)."""
    if isinstance(cell.key, str):
        return None if plain(cell.key) == plain(cell.shown) else cell.key
    found = _shown_number(cell.shown, lang)
    return None if found is not None and abs(found - cell.key) < 1e-9 else cell.sorted_by


def _shown_number(shown_text: str, lang: str) -> float | None:
    """Read a shown number back; a dash is an unknown number, which is sorted before zero."""
    bare = re.sub(r"[▲▽+€\s]", "", shown_text)
    if bare == "–":
        return -1.0
    if not re.fullmatch(r"-?[\d.,]*\d", bare):
        return None
    return float(bare.replace(".", "").replace(",", ".") if lang == "nl" else bare.replace(",", ""))


def common_origin(
    columns: Sequence[Column], rows: Sequence[Sequence[Cell]]
) -> tuple[list[Column], list[Sequence[Cell]]]:
    """Put the origin that most cells of a column have in its heading, and leave it out of those cells.

    A column with a cell of unknown origin stays as it is: its heading would speak for that cell too.
    """
    found = []
    for number, column in enumerate(columns):
        known = Counter(row[number].origin for row in rows)
        hoisted = known.most_common(1)[0][0] if known and None not in known else None
        found.append(column.origin or hoisted)
    heads = [column._replace(origin=origin) for column, origin in zip(columns, found, strict=True)]
    cells = [[_bare(cell, origin) for cell, origin in zip(row, found, strict=True)] for row in rows]
    return heads, list(cells)


def _bare(cell: Cell, origin: str | None) -> Cell:
    return cell._replace(origin=None) if cell.origin == origin else cell


def words(shown_text: str | None, key: str = "") -> Cell:
    """Make a cell of words."""
    return Cell(shown_text or "–", key or (shown_text or "").casefold())


def at_moment(member: MunicipalityDocument | dict[str, Any], moment: str) -> Any:
    """Return what a municipality does at a moment, or None."""
    return next((entry for entry in member["moments"] if entry["moment"] == moment), None)


def plain(name: str) -> str:
    """Return a name as it is sorted: without accents, capitals and the apostrophe of 's-Hertogenbosch."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if letter.isalnum() or letter == " ")
