"""The published rule of the tight cases (*krap*): little room, sizes that skip fair shares, hosts with fixed places.

Municipalities are ranked by inhabitants. An odd rank is *wide*, an even one *narrow*, and every so many ranks a wide
one is a *host* with a large existing location. All of it is illustration: rank and size decide, not what exists.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from regietafel.inputs.illustration import Row, Site, illustrated_row, within_reach

Role = Literal["host", "wide", "narrow"]


@dataclass(frozen=True, kw_only=True)
class TightRule:
    """The numbers of the tight rule, to be tuned here and nowhere else.

    Attributes
    ----------
    host_first, host_every
        Rank of the first host, and ranks to the next.
    host_places, host_most, host_step
        Existing places of a host as a multiple of its indicative number, their maximum, and the step they are rounded
        up to [places].
    wide, narrow
        Explored asylum places, as a multiple of the indicative number.
    large_from, large_most, large_count, large_step
        Offered places from which they are large locations, the largest of one, the most of them, and the step of a
        size; a location takes no fewer than its size less one step [places].
    small_sizes, hundred_from
        Fixed sizes of a small location, and the offered places from which it is the second of them [places].
    special_wide, minors_unit, minors_groups
        Places for unaccompanied minors of a wide municipality, as a multiple of its special part; places of a group,
        and most groups in one unit. The others offer none.
    ukraine_wide, ukraine_narrow, ukraine_step, ukraine_most
        Places for displaced persons as a multiple of the share by inhabitants, step and largest of one location.
    transition_from, transition_share, transition_step, transition_most
        Inhabitants from which there is a transition location, its places per inhabitant, step and largest.
    homes_share
        Status holders housed in ordinary homes, as a share of the housing target.
    """

    host_first: int = 5
    host_every: int = 8
    host_places: Fraction = Fraction(22, 10)
    host_most: int = 1_500
    host_step: int = 50
    wide: Fraction = Fraction(15, 10)
    narrow: Fraction = Fraction(5, 10)
    large_from: int = 250
    large_most: int = 1_500
    large_count: int = 3
    large_step: int = 50
    small_sizes: tuple[int, int] = (50, 100)
    hundred_from: int = 75
    special_wide: Fraction = Fraction(21, 10)
    minors_unit: int = 16
    minors_groups: int = 6
    ukraine_wide: Fraction = Fraction(14, 10)
    ukraine_narrow: Fraction = Fraction(75, 100)
    ukraine_step: int = 25
    ukraine_most: int = 1_000
    transition_from: int = 15_000
    transition_share: Fraction = Fraction(8, 10_000)
    transition_step: int = 20
    transition_most: int = 300
    homes_share: Fraction = Fraction(50, 100)


def tight_rows(sites: list[Site], links: list[tuple[str, str]], rule: TightRule) -> list[Row]:
    """Make the table *locaties* of a tight case.

    Parameters
    ----------
    sites
        Municipalities of the province.
    links
        Pairs of codes that count as one step.
    rule
        Numbers of the rule.

    Returns
    -------
    list of dict
        One row per offer, by municipality in the given order.
    """
    role = roles(sites, rule)
    with_large = {site.gm_code for site in sites if role[site.gm_code] == "host" or _is_large(site, role, rule)}
    near_hub = within_reach(sites, links, with_large)
    return [row for site in sites for row in _rows_of(site, role[site.gm_code], site.gm_code in near_hub, rule)]


def roles(sites: list[Site], rule: TightRule) -> dict[str, Role]:
    """Give each municipality its role by its rank in inhabitants, the largest first, ties by code."""
    ranked = sorted(sites, key=lambda site: (-site.inhabitants, site.gm_code))
    hosts = range(rule.host_first, len(sites) + 1, rule.host_every)
    return {
        site.gm_code: "host" if rank in hosts else "wide" if rank % 2 else "narrow"
        for rank, site in enumerate(ranked, start=1)
    }


def _offered(site: Site, role: Role, rule: TightRule) -> Fraction:
    """Give the explored asylum places of a municipality that is not a host, before rounding."""
    return (rule.narrow if role == "narrow" else rule.wide) * site.indicative


def _is_large(site: Site, role: dict[str, Role], rule: TightRule) -> bool:
    """Say whether the explored places of a municipality are large locations."""
    return _offered(site, role[site.gm_code], rule) >= rule.large_from


def _rows_of(site: Site, role: Role, near_hub: bool, rule: TightRule) -> list[Row]:
    """Make the rows of one municipality."""
    rows = [_host_row(site, rule)] if role == "host" else _asylum_rows(site, role, near_hub, rule)
    if role == "wide":
        rows.append(_minors_row(site, rule))
    rows.append(_ukraine_row(site, role, rule))
    if site.inhabitants >= rule.transition_from:
        rows.append(_transition_row(site, rule))
    return rows


def _host_row(site: Site, rule: TightRule) -> Row:
    """Make the existing location of a host: all regular, and it may neither close nor shrink."""
    places = min(rule.host_most, math.ceil(rule.host_places * site.indicative / rule.host_step) * rule.host_step)
    row = illustrated_row(site, "B", "azc", places)
    return row | {"status": "bestaand", "plekken_regulier": str(places), "mag_sluiten": "nee", "mag_krimpen": "nee"}


def _asylum_rows(site: Site, role: Role, near_hub: bool, rule: TightRule) -> list[Row]:
    """Make the explored asylum offers: large locations of nearly fixed size, or small ones of two fixed sizes."""
    offered = _offered(site, role, rule)
    if offered >= rule.large_from:
        number = min(rule.large_count, math.ceil(offered / rule.large_most))
        size = min(rule.large_most, _to_step(offered / number, rule.large_step))
        large = {"doelgroepen": "regulier+oekraine"}
        return [
            illustrated_row(site, f"G{order}", "azc", size - rule.large_step, size) | large
            for order in range(1, number + 1)
        ]
    size = rule.small_sizes[offered >= rule.hundred_from]
    if role == "narrow" and near_hub:
        row = illustrated_row(site, "S", "satelliet", size) | {"doelgroepen": "regulier"}
    else:
        row = illustrated_row(site, "K", "kleinschalig", size) | {"doelgroepen": "regulier+oekraine"}
    return [row | {"aantal_locaties": str(max(1, int(offered) // size))}]


def _minors_row(site: Site, rule: TightRule) -> Row:
    """Make the units for minors, each of whole groups."""
    groups = max(1, _nearest(rule.special_wide * site.special / rule.minors_unit))
    units = math.ceil(Fraction(groups, rule.minors_groups))
    places = math.ceil(Fraction(groups, units)) * rule.minors_unit
    return illustrated_row(site, "A", "amv-woonvoorziening", places) | {"aantal_locaties": str(units)}


def _ukraine_row(site: Site, role: Role, rule: TightRule) -> Row:
    """Make the municipal reception of displaced persons, of nearly fixed size."""
    places = (rule.ukraine_wide if role == "wide" else rule.ukraine_narrow) * site.ukraine_share
    number = max(1, math.ceil(places / rule.ukraine_most))
    size = max(rule.ukraine_step, _to_step(places / number, rule.ukraine_step))
    least = max(1, size - rule.ukraine_step)
    row = illustrated_row(site, "O", "gemeentelijke opvang Oekraïne", least, size)
    return row | {"aantal_locaties": str(number)}


def _transition_row(site: Site, rule: TightRule) -> Row:
    """Make the transition location, of fixed size."""
    places = rule.transition_share * site.inhabitants
    number = max(1, math.ceil(places / rule.transition_most))
    size = max(rule.transition_step, _to_step(places / number, rule.transition_step))
    return illustrated_row(site, "D", "doorstroomlocatie", size) | {"aantal_locaties": str(number)}


def _nearest(value: Fraction) -> int:
    """Round to the nearest whole number, one half upwards."""
    return math.floor(value + Fraction(1, 2))


def _to_step(value: Fraction, step: int) -> int:
    """Round to the nearest multiple of a step."""
    return _nearest(value / step) * step
