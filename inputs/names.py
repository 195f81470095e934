"""Names of people's making: compared without accents, capitals and punctuation, with the nearest known one at hand."""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache

from regietafel.inputs import reference_figures
from regietafel.model.case import MunicipalityCode

EVERYDAY = {"denhaag": "sgravenhage", "denbosch": "shertogenbosch"}
CODE = re.compile(r"(?:GM)?(\d{1,4})", re.IGNORECASE | re.ASCII)
FICTIONAL = "GM9"
BRACKETS = re.compile(r"\s*\([^)]*\)\s*$")


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """Reduce a name to lower-case letters and digits without accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in decomposed if sign.isalnum())


def slug(text: str) -> str:
    """Turn a name into lower-case words joined by hyphens, without accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return re.sub(r"[^a-z0-9]+", "-", kept).strip("-")


def nearest(text: str, known: Iterable[str], cutoff: float = 0.55) -> str:
    """Return the known name that looks most like a text, or an empty text when none does."""
    candidates: dict[str, str] = {}
    for name in sorted(known):
        candidates.setdefault(plain(name), name)
    found = difflib.get_close_matches(plain(text), list(candidates), n=1, cutoff=cutoff)
    return candidates[found[0]] if found else ""


def read_code(text: str) -> MunicipalityCode | None:
    """Read a CBS code, with or without ``GM`` and leading zeros (a spreadsheet drops them)."""
    match = CODE.fullmatch(text.strip())
    return MunicipalityCode(f"GM{int(match[1]):04d}") if match else None


def _index(names: Mapping[MunicipalityCode, str]) -> dict[str, MunicipalityCode]:
    """Map plain names to codes, also without a part in brackets where that leaves one municipality."""
    exact = {plain(name): code for code, name in names.items()}
    short: dict[str, list[MunicipalityCode]] = {}
    for code, name in names.items():
        short.setdefault(plain(BRACKETS.sub("", name)), []).append(code)
    return {**{name: codes[0] for name, codes in short.items() if len(codes) == 1}, **exact}


@dataclass(frozen=True)
class Gazetteer:
    """Municipalities by name or code: those of the case first, then those of the Netherlands, then fictional codes.

    Parameters
    ----------
    own : mapping of code to name
        Municipalities of the table *gemeenten*.
    """

    own: Mapping[MunicipalityCode, str] = field(default_factory=dict)

    def find(self, text: str) -> MunicipalityCode | None:
        """Return the code of a municipality given by name or code, or None when it is unknown."""
        code = read_code(text)
        if code is not None:
            known = code in self.own or code in reference_figures.municipalities()
            return code if known or (self.is_fictional and code.startswith(FICTIONAL)) else None
        key = EVERYDAY.get(plain(text), plain(text))
        return self._own_index.get(key) or _national_index().get(key)

    def nearest(self, text: str) -> str:
        """Return the most similar name, of the case or else of the Netherlands."""
        return nearest(text, self.own.values()) or nearest(text, _national_names().values())

    def name(self, code: str) -> str:
        """Return the name that belongs to a code, or the code itself."""
        known = MunicipalityCode(code)
        return self.own.get(known) or _national_names().get(known, code)

    @cached_property
    def is_fictional(self) -> bool:
        """Whether the province is made up: then what lies outside it may be so too."""
        return bool(self.own) and all(code.startswith(FICTIONAL) for code in self.own)

    @cached_property
    def _own_index(self) -> dict[str, MunicipalityCode]:
        return _index(self.own)


@cache
def _national_names() -> dict[MunicipalityCode, str]:
    return {MunicipalityCode(code): item.name for code, item in reference_figures.municipalities().items()}


@cache
def _national_index() -> dict[str, MunicipalityCode]:
    return _index(_national_names())
