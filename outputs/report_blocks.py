"""What a written report is made of, as plain data: every document that tells it places the same parts its own way."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from regietafel.outputs.pictures import Picture


@dataclass(frozen=True)
class Span:
    """A piece of text in one way of writing."""

    words: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True)
class Heading:
    """A heading inside a chapter; the title of the chapter itself is level 1."""

    kind: ClassVar[str] = "heading"
    words: str
    level: int = 2


@dataclass(frozen=True)
class Paragraph:
    """A paragraph.

    Parameters
    ----------
    spans : tuple of Span
        The text.
    form : str
        ``text``, ``lead`` (what the reader must take away), ``warning`` or ``note`` (small).
    """

    kind: ClassVar[str] = "paragraph"
    spans: tuple[Span, ...]
    form: str = "text"

    @property
    def words(self) -> str:
        """The text without its way of writing."""
        return "".join(span.words for span in self.spans)


@dataclass(frozen=True)
class List:
    """A list of short sentences; `numbered` when the order or the number matters."""

    kind: ClassVar[str] = "list"
    items: tuple[tuple[Span, ...], ...]
    numbered: bool = False


@dataclass(frozen=True)
class Column:
    """A column of a table: its label, and whether it holds numbers."""

    label: str
    numeric: bool = False


@dataclass(frozen=True)
class Table:
    """A table.

    Parameters
    ----------
    caption : str
        What the table shows, without a number: the document numbers its tables.
    columns : tuple of Column
        The header row.
    rows : tuple of tuple of str
        Cells as they are shown, one per column; a line break in a cell separates the main words from more about them.
    note : str
        What stands under the table: where its figures come from, and what to know when reading them.
    with_total : bool
        Whether the last row is the sum of the others.
    """

    kind: ClassVar[str] = "table"
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    with_total: bool = False


@dataclass(frozen=True)
class PictureBlock:
    """A picture with its caption; `share` is the part of the width of the text that it takes."""

    kind: ClassVar[str] = "picture"
    picture: Picture
    caption: str
    share: float = 1.0


Block = Heading | Paragraph | List | Table | PictureBlock


@dataclass(frozen=True)
class Chapter:
    """A chapter: code (names of `report_content.CHAPTERS`), title, and its blocks in reading order; never empty."""

    code: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Marks:
    """What every page says: stage and confidentiality, version and meeting, and that it is only an illustration."""

    marks: tuple[str, ...]
    facts: tuple[str, ...]
    illustration: str

    @property
    def line(self) -> str:
        """Marks and facts on one line."""
        return " · ".join((*self.marks, *self.facts))

    @property
    def all(self) -> tuple[str, ...]:
        """Every mark and fact, the illustration last when there is one."""
        return (*self.marks, *self.facts, *((self.illustration,) if self.illustration else ()))


@dataclass(frozen=True)
class ReportContent:
    """The whole report: title, subtitle, the marks of every page, and the chapters."""

    title: str
    subtitle: str
    marks: Marks
    chapters: tuple[Chapter, ...]

    def tables(self) -> Iterator[tuple[str, Table]]:
        """Give every table with the code of its chapter."""
        for chapter in self.chapters:
            for block in chapter.blocks:
                if isinstance(block, Table):
                    yield chapter.code, block


def said(words: str, form: str = "text") -> Paragraph:
    """Make a paragraph of plain words."""
    return Paragraph((Span(words),), form)


def listed(items: tuple[str, ...] | list[str], *, numbered: bool = False) -> List:
    """Make a list of plain words."""
    return List(tuple((Span(item),) for item in items), numbered)
