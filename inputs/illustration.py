"""The published rule that puts illustrative locations in the built-in cases; every row says *rekenvoorbeeld*.

No row is a plan or a fact: a rule from the number of inhabitants decides all of them. This rule is roomy; the tight
one is in `regietafel.inputs.illustration_tight`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from regietafel.model.clusters import distance_km

Row = dict[str, str]

SOURCE = "rekenvoorbeeld naar inwonertal, geen bestuurlijk voorstel"
HUB_MAX_KM = 15.0
HUB_MAX_STEPS = 2

EMPTY_LOCATION = dict.fromkeys(
    [
        "locatie_id",
        "gemeente",
        "naam",
        "locatietype",
        "status",
        "plekken",
        "min_plekken",
        "max_plekken",
        "plekken_regulier",
        "plekken_bijzonder",
        "plekken_oekraine",
        "plekken_statushouder",
        "doelgroepen",
        "beschikbaar_vanaf",
        "beschikbaar_tot",
        "duurzaam",
        "mag_sluiten",
        "mag_krimpen",
        "openbaar",
        "koppelgemeente",
        "groep",
        "groep_regel",
        "besluit_door",
        "besluitdatum",
        "langere_termijn",
        "voorwaarde",
        "knelpunt",
        "exploitatie",
        "openingskosten",
        "kosten_per_plek_jaar",
        "lat",
        "lon",
        "opmerking",
        "aantal_locaties",
        "herkomst",
        "bron",
    ],
    "",
)


@dataclass(frozen=True, kw_only=True)
class Site:
    """What the rule looks at in one municipality: size, share of the tasks [places], point [degrees]."""

    gm_code: str
    name: str
    inhabitants: int
    indicative: int
    special: int
    ukraine_share: int
    point: tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Offers:
    """The numbers of the rule.

    Attributes
    ----------
    large_from
        Inhabitants from which a municipality has one, two, three large locations; the first is inclusive, the others
        are exceeded.
    homes_share
        Status holders housed in ordinary homes, as a share of the housing target.
    """

    large_from: tuple[int, int, int] = (30_000, 90_000, 200_000)
    large_sizes: tuple[int, int] = (300, 600)
    large_city_from: int = 60_000
    large_city_sizes: tuple[int, int] = (300, 1_000)
    small_scale_per: int = 20_000
    small_scale_sizes: tuple[int, int] = (50, 150)
    village_under: int = 10_000
    village_sizes: tuple[int, int] = (16, 50)
    satellite_two_from: int = 60_000
    satellite_sizes: tuple[int, int] = (20, 100)
    minors_sizes: tuple[int, int] = (16, 100)
    ukraine_share: Fraction = Fraction(13, 10)
    ukraine_most: int = 1_000
    transition_from: int = 50_000
    transition_sizes: tuple[int, int] = (30, 100)
    homes_share: Fraction = Fraction(76, 100)


BASIS = Offers()


def location_rows(sites: list[Site], links: list[tuple[str, str]], offers: Offers) -> list[Row]:
    """Make the table *locaties* of a built-in case.

    Parameters
    ----------
    sites
        Municipalities of the province.
    links
        Pairs of codes that count as one step.
    offers
        Numbers of the rule.

    Returns
    -------
    list of dict
        One row per offer, by municipality in the given order.
    """
    hubs = {site.gm_code for site in sites if number_of_large(site.inhabitants, offers) > 0}
    near_hub = within_reach(sites, links, hubs)
    return [row for site in sites for row in _rows_of(site, site.gm_code in near_hub, offers)]


def _rows_of(site: Site, has_hub: bool, offers: Offers) -> list[Row]:
    """Make the rows of one municipality."""
    village = site.inhabitants < offers.village_under
    small = illustrated_row(site, "K", "kleinschalig", *(offers.village_sizes if village else offers.small_scale_sizes))
    small["aantal_locaties"] = str(max(1, site.inhabitants // offers.small_scale_per))
    rows = [*_large_rows(site, offers), small]
    if has_hub:
        satellites = illustrated_row(site, "S", "satelliet", *offers.satellite_sizes)
        satellites["aantal_locaties"] = "1" if site.inhabitants < offers.satellite_two_from else "2"
        rows.append(satellites)
    rows.append(illustrated_row(site, "A", "amv-woonvoorziening", *offers.minors_sizes))
    rows.append(_ukraine_row(site, offers))
    if site.inhabitants >= offers.transition_from:
        rows.append(illustrated_row(site, "D", "doorstroomlocatie", *offers.transition_sizes))
    return rows


def _large_rows(site: Site, offers: Offers) -> list[Row]:
    """Make one row per large location, since only explored small ones may be counted together."""
    sizes = offers.large_city_sizes if site.inhabitants >= offers.large_city_from else offers.large_sizes
    numbers = range(1, number_of_large(site.inhabitants, offers) + 1)
    return [illustrated_row(site, f"G{number}", "azc", *sizes) for number in numbers]


def number_of_large(inhabitants: int, offers: Offers = BASIS) -> int:
    """Count the large locations of a municipality by its inhabitants [locations]."""
    first, second, third = offers.large_from
    return (inhabitants >= first) + (inhabitants > second) + (inhabitants > third)


def _ukraine_row(site: Site, offers: Offers) -> Row:
    """Make the municipal reception of displaced persons, in more locations when one would be too large."""
    places = max(1, math.floor(site.ukraine_share * offers.ukraine_share))
    number = math.ceil(places / offers.ukraine_most)
    row = illustrated_row(site, "O", "gemeentelijke opvang Oekraïne", 1, places // number)
    return row | {"aantal_locaties": str(number)}


NAMES = {
    "B": "vast groot",
    "G": "groot",
    "K": "kleinschalig",
    "S": "satelliet",
    "A": "amv-woonvoorziening",
    "O": "opvang ontheemden",
    "D": "doorstroomlocatie",
}


def illustrated_row(site: Site, mark: str, type_name: str, least: int, most: int | None = None) -> Row:
    """Make one explored offer between two sizes [places], or of one fixed size."""
    label = f"{NAMES[mark[0]]} {mark[1:]}".strip()
    sizes = {"plekken": str(least)} if most is None else {"min_plekken": str(least), "max_plekken": str(most)}
    return (
        EMPTY_LOCATION
        | {
            "locatie_id": f"VB-{site.gm_code}-{mark}",
            "gemeente": site.name,
            "naam": f"Rekenvoorbeeld {label} ({site.name})",
            "locatietype": type_name,
            "status": "verkenning",
            "openbaar": "nee",
            "aantal_locaties": "1",
            "herkomst": "rekenvoorbeeld",
            "bron": SOURCE,
        }
        | sizes
    )


def within_reach(sites: list[Site], links: list[tuple[str, str]], hubs: set[str]) -> set[str]:
    """Find the municipalities with one of the hubs in reach, by the default steps and kilometres.

    Parameters
    ----------
    sites, links
        Municipalities, and pairs of their codes that count as one step.
    hubs
        Codes of the municipalities with a possible hub.
    """
    adjacent: dict[str, set[str]] = {site.gm_code: set() for site in sites}
    for code_a, code_b in links:
        adjacent[code_a].add(code_b)
        adjacent[code_b].add(code_a)
    point = {site.gm_code: site.point for site in sites}
    return {
        code
        for hub in hubs
        for code in _within_steps(hub, adjacent)
        if distance_km(point[hub], point[code]) <= HUB_MAX_KM
    }


def _within_steps(code: str, adjacent: dict[str, set[str]]) -> set[str]:
    """Give the municipalities at most the largest number of steps away."""
    reached = {code}
    for _ in range(HUB_MAX_STEPS):
        reached |= {neighbour for found in reached for neighbour in adjacent[found]}
    return reached


TYPE_COLUMNS = (
    "locatietype",
    "locatievorm",
    "mag_regionale_locatie_zijn",
    "min_plekken",
    "max_plekken",
    "doelgroepen",
    "duurzaam",
    "noodopvang",
    "telt_voor_taakstelling",
    "openingskosten",
    "kosten_per_plek_jaar",
    "herkomst",
    "bron",
)

COA_2023 = "kosten: COA regulier 2023 (NOS)"
ASSUMED = "openingskosten: aanname"
TRANSITION = "kosten: vergoeding 60 euro per dag (BWBR0050928)"

LOCATION_TYPES: tuple[Row, ...] = tuple(
    dict(zip(TYPE_COLUMNS, (*cells.split("|"), "schatting", source), strict=True))
    for cells, source in (
        ("azc|groot|ja|200|1500|regulier+bijzonder+oekraine|ja|nee|nee|2000000|30400", f"{COA_2023}; {ASSUMED}"),
        (
            "kleinschalig|kleinschalig|nee|16|150|regulier+oekraine+statushouder|ja|nee|ja|500000|30400",
            f"{COA_2023}; {ASSUMED}; plekken voor statushouders tellen mee als bij een tussenvoorziening: aanname",
        ),
        ("satelliet|satelliet|nee|16|100|regulier+bijzonder|ja|nee|nee|300000|30400", f"{COA_2023}; {ASSUMED}"),
        (
            "amv-woonvoorziening|overig|nee|16|100|bijzonder|ja|nee|nee|300000|45000",
            "kosten en openingskosten: aanname, geen bron gevonden",
        ),
        (
            "gemeentelijke opvang Oekraïne|overig|nee|1|1000|oekraine|nee|nee|nee|500000|16060",
            f"kosten: normbedrag 44 euro per dag (BWBR0046732, art. 3); {ASSUMED}",
        ),
        ("doorstroomlocatie|overig|nee|20|300|statushouder|nee|nee|ja|400000|21900", f"{TRANSITION}; {ASSUMED}"),
        ("noodopvanglocatie|overig|nee|50|1000|regulier|nee|ja|nee|500000|69400", f"kosten: COA 2023 (NOS); {ASSUMED}"),
        ("hotel|overig|nee|20|300|regulier+oekraine|nee|ja|nee|50000|91000", f"kosten: 2024 (BNNVARA); {ASSUMED}"),
        ("schip|overig|nee|100|1500|regulier+oekraine|nee|ja|nee|500000|66000", f"kosten: 2024 (BNNVARA); {ASSUMED}"),
    )
)
