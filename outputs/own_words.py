"""The office's own words: what ``teksten.docx`` beside the case says per chapter and per municipality."""

import difflib
import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Any

from regietafel.model.errors import Finding, Place
from regietafel.outputs.report_blocks import Block, Heading, List
from regietafel.outputs.report_view import plain
from regietafel.outputs.word_blocks import blocks_of, notes_in, pictures_in
from regietafel.outputs.word_file import open_word

OWN_WORDS_FILE = "teksten.docx"
NUMBERED = re.compile(r"^[\d.]+\s+")
DEEPEST = 3


@dataclass(frozen=True)
class Section:
    """What stands under one heading; headings inside it have level 2 or 3."""

    heading: str
    blocks: tuple[Block, ...]

    @property
    def key(self) -> str:
        """The heading without number, accents and capitals."""
        return _key(self.heading)


@dataclass(frozen=True)
class OwnWords:
    """What an office wrote itself, per heading; nothing when there is no file.

    Parameters
    ----------
    sections : tuple of Section
        In the order of the file; of a heading that is there twice both.
    pictures, notes : int
        How many pictures, and notes at the foot of a page, the file has: they are not carried over.
    loose : bool
        Whether there are words before the first heading: they are not placed.
    """

    sections: tuple[Section, ...] = ()
    pictures: int = 0
    notes: int = 0
    loose: bool = False
    file: str = field(default=OWN_WORDS_FILE, compare=False)

    def of_chapter(self, code: str, title: str) -> tuple[Block, ...]:  # noqa: ARG002
        """Return what was written under the title of a chapter."""
        return self._under(title)

    def of_municipality(self, name: str) -> tuple[Block, ...]:
        """Return what was written under the name of a municipality; headings inside it have level 3."""
        return tuple(_lower(block) for block in self._under(name))

    def findings(self, titles: Sequence[str], names: Sequence[str]) -> list[Finding]:
        """Say what cannot be placed: headings that are no chapter and no municipality, pictures and notes.

        The name of one municipality as a heading inside the words about another is an error: those words would come
        in the wrong letter.

        Parameters
        ----------
        titles : sequence of str
            Titles of the chapters.
        names : sequence of str
            Names of the municipalities; none when there is no plan, and then nothing is said of headings.
        """
        known = {_key(name): name for name in (*titles, *names)}
        found = []
        for section in self.sections:
            if names and section.blocks and section.key not in known:
                near = difflib.get_close_matches(section.key, list(known), n=1, cutoff=0.6)
                params = {"nearest": known[near[0]] if near else ""}
                found.append(Finding("own_words_heading", "warning", Place(self.file), section.heading, params))
        found += [
            Finding("own_words_inside", place=Place(self.file), value=inner, params={"municipality": outer})
            for outer, inner in self._inside({_key(name) for name in names})
        ]
        if self.loose and not self.sections:
            found.append(Finding("own_words_without_heading", "warning", Place(self.file)))
        for code, count in (("own_words_pictures", self.pictures), ("own_words_notes", self.notes)):
            if count:
                found.append(Finding(code, "warning", Place(self.file), params={"count": count}))
        return found

    def _inside(self, towns: Set[str]) -> Iterator[tuple[str, str]]:
        """Give the headings that name a municipality inside the words about another one, behind the other one."""
        for section in self.sections:
            for block in section.blocks if section.key in towns else ():
                if isinstance(block, Heading) and _key(block.words) in towns - {section.key}:
                    yield section.heading, block.words

    def _under(self, heading: str) -> tuple[Block, ...]:
        return tuple(block for section in self.sections if section.key == _key(heading) for block in section.blocks)


def read_own_words(content: bytes | None, file: str = OWN_WORDS_FILE) -> OwnWords:
    """Read the office's own words.

    Text before the first heading is not placed: there stands what the file is for.

    Parameters
    ----------
    content : bytes, optional
        A Word document; nothing gives no words.
    file : str
        Its name, for findings.

    Raises
    ------
    DataError
        If it is not a Word document that can be read.
    """
    if content is None:
        return OwnWords()
    document = open_word(content, file)
    first = next((block for block, _ in blocks_of(document)), None)
    loose = first is not None and not isinstance(first, Heading)
    return OwnWords(tuple(_sections(document)), pictures_in(document), notes_in(document), loose, file)


def _sections(document: Any) -> Iterator[Section]:
    """Split the document at its highest headings, and at each heading right under the first of two levels."""
    heading, level, blocks = "", 0, list[Block]()
    for block, depth in blocks_of(document):
        if isinstance(block, Heading) and (level == 0 or depth <= SECTION_DEPTH or depth <= level):
            if level:
                yield Section(heading, tuple(_joined(blocks)))
            heading, level, blocks = block.words, depth, []
        elif isinstance(block, Heading):
            blocks.append(replace(block, level=min(DEEPEST, 2 + depth - level - 1)))
        else:
            blocks.append(block)
    if level:
        yield Section(heading, tuple(_joined(blocks)))


SECTION_DEPTH = 2
"""Headings 1 and 2 name a chapter or municipality; deeper ones are part of its words."""


def _joined(blocks: Sequence[Block]) -> Iterator[Block]:
    """Take list items that follow each other together."""
    held: List | None = None
    for block in blocks:
        if isinstance(block, List) and held is not None and held.numbered == block.numbered:
            held = List(held.items + block.items, held.numbered)
            continue
        if held is not None:
            yield held
        held = block if isinstance(block, List) else None
        if held is None:
            yield block
    if held is not None:
        yield held


def _lower(block: Block) -> Block:
    return replace(block, level=DEEPEST) if isinstance(block, Heading) else block


def _key(heading: str) -> str:
    return " ".join(plain(NUMBERED.sub("", heading.strip())).split())
