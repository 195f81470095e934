"""Built-in cases: the tables of a province as a user would have typed them, filled from the packaged figures.

Every table is a list of rows, every row maps the Dutch header to the text of the cell, so that a built-in case is read
exactly as a folder of CSV files and can be written out as one. What is real, estimated or illustrated stands in each
row (*herkomst*, *bron*); the choices behind the estimates are in `docs/decisions/0002-estimates.md`.
"""

from __future__ import annotations

import csv
import io
from functools import cache
from importlib.resources import files
from typing import Literal

from regietafel.inputs import estimates
from regietafel.inputs import reference_figures as reference
from regietafel.inputs.illustration import LOCATION_TYPES, Offers, Site, location_rows
from regietafel.inputs.illustration_tight import TightRule, tight_rows
from regietafel.inputs.province_tables import Setting, moment_rows, municipality_rows, summary_rows, target_rows

Row = dict[str, str]
Variant = Literal["basis", "krap"]

EXAMPLE = "voorbeeldland"
"""Name of the fictional province."""

CYCLES = (1, 2)

BASIS = Offers()
KRAP = TightRule()
OFFERS: dict[str, Offers | TightRule] = {"basis": BASIS, "krap": KRAP}
"""The rule of each variant."""

TABLE_ORDER = (
    "opgave",
    "momenten",
    "gemeenten",
    "taakstelling",
    "locatietypen",
    "locaties",
    "buren",
    "standpunten",
    "uitruil",
    "scenarios",
)

LINK_WORDS = {"border": "grens", "road": "weg", "ferry": "veer"}


def built_in_names() -> list[str]:
    """List the built-in cases: the twelve provinces and the fictional one."""
    return [*sorted(reference.provinces()), EXAMPLE]


def built_in_tables(name: str, cycle: int = 2, variant: Variant = "basis") -> dict[str, list[Row]]:
    """Make the tables of a built-in case.

    Parameters
    ----------
    name
        One of `built_in_names`.
    cycle
        1 (2025-2026) or 2 (2027-2028); the fictional province has cycle 2 only.
    variant
        ``basis``: roomy, or ``krap``: tight, see `docs/decisions/0003-krap-is-a-variant.md`.

    Returns
    -------
    dict
        Rows per table of the contract, in the order of the contract; each row maps header to text.

    Raises
    ------
    ValueError
        If there is no such case, cycle or variant.
    """
    if name not in built_in_names():
        raise ValueError(f"no built-in case {name!r}")
    if cycle not in CYCLES:
        raise ValueError(f"no built-in cycle {cycle}")
    if variant not in OFFERS:
        raise ValueError(f"no variant {variant!r}")
    if name == EXAMPLE:
        return _example_tables()
    setting = Setting(name, cycle, OFFERS[variant].homes_share)
    tables = {
        "opgave": summary_rows(setting),
        "momenten": moment_rows(setting),
        "gemeenten": municipality_rows(setting),
        "taakstelling": target_rows(setting),
        "locatietypen": [dict(row) for row in LOCATION_TYPES],
        "locaties": _location_rows(setting, variant),
        "buren": _neighbour_rows(setting),
        "standpunten": [],
        "uitruil": [],
        "scenarios": _scenario_rows(variant),
    }
    return {table: tables[table] for table in TABLE_ORDER}


@cache
def _example_text(table: str) -> str:
    """Read a table of the fictional province."""
    return files("regietafel.inputs.example").joinpath(f"{table}.csv").read_text(encoding="utf-8")


def _example_tables() -> dict[str, list[Row]]:
    """Read the tables of the fictional province."""
    return {table: list(csv.DictReader(io.StringIO(_example_text(table)), delimiter=";")) for table in TABLE_ORDER}


def _location_rows(setting: Setting, variant: Variant) -> list[Row]:
    """Make the table *locaties* by the rule of the variant."""
    if variant == "krap":
        return tight_rows(_sites(setting), _reach_links(setting), KRAP)
    return location_rows(_sites(setting), _reach_links(setting), BASIS)


def _sites(setting: Setting) -> list[Site]:
    """Describe the municipalities for the rule of the illustration."""
    shares = estimates.ukraine_shares(setting.slug, setting.cycle)
    numbers = estimates.indicative_numbers(setting.slug, setting.cycle)
    special = estimates.special_numbers(setting.slug, setting.cycle)
    return [
        Site(
            gm_code=found.gm_code,
            name=found.name,
            inhabitants=found.inhabitants[setting.year],
            indicative=numbers[found.gm_code],
            special=special[found.gm_code],
            ukraine_share=shares[found.gm_code],
            point=(found.lat, found.lon),
        )
        for found in setting.municipalities
    ]


def _neighbour_rows(setting: Setting) -> list[Row]:
    """Make the table *buren*: the pairs inside the province."""
    names = {found.gm_code: found.name for found in setting.municipalities}
    return [
        {
            "gemeente_a": names[code_a],
            "gemeente_b": names[code_b],
            "verbinding": LINK_WORDS[link],
            "herkomst": "berekend" if link == "border" else "opgegeven",
            "bron": _neighbour_source(link),
        }
        for code_a, code_b, link, _ in reference.neighbours()
        if code_a in names and code_b in names
    ]


def _neighbour_source(link: str) -> str:
    """Say where a pair comes from."""
    if link == "border":
        return "CBS gegeneraliseerde grenzen 2022, samengevoegd tot de gemeenten van 2024 (CC BY 4.0)"
    return "algemeen bekend: " + {"road": "Westerscheldetunnel", "ferry": "veerdienst"}[link]


def _reach_links(setting: Setting) -> list[tuple[str, str]]:
    """List the pairs inside the province that count as a step: borders and roads, no ferries."""
    own = {found.gm_code for found in setting.municipalities}
    return [(a, b) for a, b, link, _ in reference.neighbours() if a in own and b in own and link != "ferry"]


TITLES: dict[Variant, str] = {
    "basis": "Basis: ruime rekenvoorbeelden",
    "krap": "Krap: weinig ruimte, vaste maten, enkele vaste gastgemeenten (rekenvoorbeeld)",
}


def _scenario_rows(variant: Variant) -> list[Row]:
    """Make the table *scenarios*: a variant names only itself, because it has other tables and not other options."""
    return [{"instelling": "titel", variant: TITLES[variant]}]
