"""Numbers of inhabitants as CBS gives them, beside the packaged ones: what differs is shown, nothing is replaced."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from regietafel.inputs import reference_figures
from regietafel.inputs.download import Client, listed, with_query
from regietafel.model.errors import DataError, Finding, OutputError, Place, UsageError

ADDRESS = "https://opendata.cbs.nl/ODataApi/odata/70072ned/TypedDataSet"
TABLE = "CBS StatLine 70072ned, TotaleBevolking_1"
COLUMNS = ("gm_code", "gemeente", "jaar", "inwoners", "inwoners_regietafel", "jaar_regietafel", "verschil", "bron")
MOST_NAMED = 12


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is fetched, and where it goes: file to make, year (1 January), and where the table stands."""

    file: Path
    year: int = reference_figures.LATEST_POPULATION_YEAR
    address: str = ADDRESS

    @property
    def first(self) -> str:
        """Address of the first page."""
        about = {
            "$format": "json",
            "$filter": f"Perioden eq '{self.year}JJ00' and substringof('GM',RegioS)",
            "$select": "RegioS,Perioden,TotaleBevolking_1",
        }
        return with_query(self.address, about)


@dataclass(frozen=True)
class Compared:
    """What was found: how many municipalities, how many equal the packaged number, and which differ or are new."""

    count: int
    equal: int
    different: list[str]
    unknown: list[str]
    packaged_year: int


def fetch_figures(asked: Asked, client: Client | None = None) -> Compared:
    """Fetch the inhabitants of a year, write them to a table of their own, and compare them with the packaged ones.

    Raises
    ------
    UsageError
        If the file exists.
    DataError
        If the answer cannot be had, is broken, or lacks municipalities: CBS lists a year before it has its numbers.
    OutputError
        If the file cannot be written.
    """
    if asked.file.exists():
        raise UsageError(Finding("file_exists", value=str(asked.file)))
    client = client or Client(by_hand=asked.first)
    pages = client.documents(asked.first, lambda page: str(page.get("odata.nextLink") or ""))
    found = _numbers([row for _, _, page in pages for row in listed(page, "value")], asked)
    known = reference_figures.municipalities()
    if missing := [known[code].name for code in known if code not in found]:
        params = {"year": str(asked.year), "found": len(known) - len(missing), "expected": len(known)}
        raise DataError(Finding("download_count", params=params))
    newest = reference_figures.LATEST_POPULATION_YEAR
    year = asked.year if all(asked.year in item.inhabitants for item in known.values()) else newest
    _write(asked, found, year)
    different = [item.name for code, item in known.items() if found[code] != item.inhabitants[year]]
    unknown = sorted(code for code in found if code not in known)
    return Compared(len(found), len(known) - len(different), different[:MOST_NAMED], unknown, year)


def _numbers(rows: list[Any], asked: Asked) -> dict[str, int]:
    """Return the inhabitants by code; codes come with spaces behind them, and municipalities of the past are empty.

    Raises
    ------
    DataError
        If a row is not what it should be.
    """
    found: dict[str, int] = {}
    for row in rows:
        try:
            code, people = str(row["RegioS"]).strip(), row["TotaleBevolking_1"]
            if people is not None:
                found[code] = int(people)
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            params = {"address": asked.address, "reason": f"{type(error).__name__}: {error}"[:200]}
            raise DataError(Finding("download_broken", params=params)) from error
    return found


def _write(asked: Asked, found: Mapping[str, int], year: int) -> None:
    """Write the table, as a Dutch spreadsheet opens it.

    Raises
    ------
    OutputError
        If that cannot be done.
    """
    known = reference_figures.municipalities()
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for code in sorted(found):
        packaged = known[code].inhabitants[year] if code in known else None
        name = known[code].name if code in known else ""
        difference = "" if packaged is None else found[code] - packaged
        writer.writerow(
            [code, name, asked.year, found[code], packaged, year if code in known else "", difference, TABLE]
        )
    try:
        asked.file.write_bytes(lines.getvalue().encode("utf-8-sig"))
    except OSError as error:
        place = Place(str(asked.file))
        raise OutputError(Finding("cannot_write", place=place, value=error.strerror or str(error))) from error
