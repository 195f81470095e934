"""Looking for words in files of every kind: packed, pressed, escaped, in other letters or another encoding."""

import base64
import html
import io
import json
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import quote
from xml.sax.saxutils import escape

PNG = b"\x89PNG\r\n\x1a\n"
INLINE = re.compile(rb"data:[\w/+.-]*;base64,([A-Za-z0-9+/=]+)")


def found_in(files: Mapping[str, bytes], words: Iterable[str]) -> list[tuple[str, str]]:
    """List which words stand where: name of the file or of the part of it, and the word.

    Every word is looked for in small letters, as UTF-8 and both kinds of UTF-16, escaped for HTML, XML, JSON and an
    address, without accents, and with dashes for what is no letter or digit. Of a PDF the words must
    be read first: it holds numbers of letters.
    """
    known = {word: forms(word) for word in words}
    found = []
    for place, part in (item for name, content in files.items() for item in parts(name, content)):
        small = part.lower() + b"\0" + as_small_letters(part)
        found += [(place, word) for word, written in known.items() if any(form in small for form in written)]
    return found


def as_small_letters(content: bytes) -> bytes:
    """Return what can be read as UTF-8, in small letters, also those outside ASCII; nothing of what is plain ASCII."""
    return (
        b"" if content.isascii() or content.startswith(PNG) else content.decode("utf-8", "ignore").casefold().encode()
    )


def forms(word: str) -> set[bytes]:
    """Return the ways in which a word may be written."""
    small = word.casefold()
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", small) if not unicodedata.combining(sign))
    written = {small, bare, html.escape(small), escape(small), quote(small), json.dumps(small)[1:-1]}
    slug = re.sub(r"[^a-z0-9]+", "-", bare).strip("-")
    written |= {slug} if sum(sign.isalpha() for sign in slug) > 3 else set()
    found = {form.lower().encode() for form in written}
    return found | {small.encode(code) for code in ("utf-16-le", "utf-16-be")}


def parts(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """Give a file, its name, and everything that is packed in it."""
    yield name, name.encode() + b"\0" + content
    if content[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for item in packed.infolist():
                yield from parts(f"{name}/{item.filename}", packed.read(item))
    if content.startswith(PNG):
        yield from ((f"{name}#{kind}", chunk) for kind, chunk in _chunks(content))
    for i, part in enumerate(INLINE.findall(content)):
        yield from parts(f"{name}#data{i}", base64.b64decode(part))


def _chunks(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Give the parts of an image that hold text, opened when they are pressed."""
    at = len(PNG)
    while at < len(content):
        size, kind = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8].decode("latin-1")
        chunk = content[at + 8 : at + 8 + size]
        if kind in ("tEXt", "iTXt", "zTXt", "eXIf"):
            yield kind, chunk
            yield from ((kind, _opened(chunk[start + 2 :])) for start in range(len(chunk)) if chunk[start] == 0)
        at += size + 12


def _opened(pressed: bytes) -> bytes:
    """Open what is pressed; what is not comes back as it is."""
    try:
        return zlib.decompress(pressed)
    except zlib.error:
        return pressed
