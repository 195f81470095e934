"""What the parts of the report share: words and numbers of one language, and tables as the page draws them."""

import unicodedata
from collections.abc import Iterable, Sequence
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


class Cell(NamedTuple):
    """One cell: what is shown, what it is sorted by, where the figure comes from, a drawing, and words under it."""

    shown: str
    key: float | str = ""
    origin: str | None = None
    drawing: str = ""
    more: str = ""

    @property
    def sorted_by(self) -> str:
        """What the page sorts by; whole numbers without decimals, so that it is often just what is shown."""
        if isinstance(self.key, str):
            return self.key
        return str(int(self.key) if self.key == int(self.key) else round(self.key, 6))


class Column(NamedTuple):
    """One column: label, whether it holds numbers, the origin of all its figures, and whether it stays on one line."""

    label: str
    numeric: bool = False
    origin: str | None = None
    tight: bool = False


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table of the page; `anchors` gives an id per row, `sortable` lets the reader sort it."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    anchors: Sequence[str] = ()
    sortable: bool = False
    note: str = ""


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
