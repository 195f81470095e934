"""What changes against the reference: places moved, locations switched, municipalities touched, locations that stay small."""

from typing import Any

from regietafel.model.rules import over


@over("REFERENCE_PLACINGS", group="definition")
def added_places_are_moved(m: Any, loc: str, k: str, t: str) -> Any:
    r"""Count places added to a location of the reference.

    .. math:: \mu_{lkt} \ge x_{lkt} - r_{lkt} \qquad \text{where the reference has the location open}

    μ ``moved`` [places] · x ``placed`` [places] · r ``reference_places`` [places]

    Active: always. Source: definition.
    """
    return m.moved[loc, k, t] >= m.placed[loc, k, t] - m.reference_places[loc, k, t]


@over("REFERENCE_PLACINGS", group="definition")
def dropped_places_are_moved(m: Any, loc: str, k: str, t: str) -> Any:
    r"""Count places dropped from a location of the reference.

    .. math:: \mu_{lkt} \ge r_{lkt} - x_{lkt} \qquad \text{where the reference has the location open}

    μ ``moved`` [places] · x ``placed`` [places] · r ``reference_places`` [places]

    Active: always. Source: definition.
    """
    return m.moved[loc, k, t] >= m.reference_places[loc, k, t] - m.placed[loc, k, t]


@over("REFERENCE_OPEN", group="definition", unit="locations")
def openings_are_switched(m: Any, loc: str, t: str) -> Any:
    r"""Count locations opened above the reference.

    .. math:: \nu_{lt} \ge y_{lt} - r_{lt} \qquad \text{where } r_{lt} > 0

    ν ``switched`` [locations] · y ``opened`` [locations] · r ``reference_opened`` [locations]

    Active: always. Source: definition.
    """
    return m.switched[loc, t] >= m.opened[loc, t] - m.reference_opened[loc, t]


@over("REFERENCE_OPEN", group="definition", unit="locations")
def closings_are_switched(m: Any, loc: str, t: str) -> Any:
    r"""Count locations closed.

    .. math:: \nu_{lt} \ge r_{lt} - y_{lt} \qquad \text{where } r_{lt} > 0

    ν ``switched`` [locations] · y ``opened`` [locations] · r ``reference_opened`` [locations]

    Active: always. Source: definition.
    """
    return m.switched[loc, t] >= m.reference_opened[loc, t] - m.opened[loc, t]


@over("OWN_LOCATIONS", "MOMENTS", group="definition", unit="locations")
def touched_municipality_is_counted(m: Any, loc: str, t: str) -> Any:
    r"""Call a municipality touched when one of its locations opens or closes.

    .. math:: \nu_{lt} \le \max(n_l, r_{lt})\, b_{g(l)t}

    ν ``change_of_openings``: ``switched``, or ``opened`` where the reference is closed [locations] · n ``available_count`` [locations] · r ``reference_opened`` [locations] · b ``touched``

    Active: always. Source: definition.
    """
    before = m.reference_opened[loc, t] if (loc, t) in m.REFERENCE_OPEN else 0
    largest = max(m.available_count[loc], before)
    return m.change_of_openings[loc, t] <= largest * m.touched[m.location_of[loc].code, t]


@over("REFERENCE_PLACINGS", group="definition")
def touched_places_are_counted(m: Any, loc: str, k: str, t: str) -> Any:
    r"""Call a municipality touched when places of a location of the reference change.

    .. math:: \mu_{lkt} \le U_l\, b_{g(l)t}

    μ ``moved`` [places] · U largest size x count, or ``reference_places`` if more [places] · b ``touched``

    Active: always. Source: definition.
    """
    largest = max(m.largest_size[loc] * m.available_count[loc], m.reference_places[loc, k, t])
    return m.moved[loc, k, t] <= largest * m.touched[m.location_of[loc].code, t]


@over("NEW_ROWS", group="definition", unit="locations")
def small_locations_are_counted(m: Any, loc: str, t: str) -> Any:
    r"""Count the open locations of a new offer as small unless they have enough places together.

    .. math:: \sum_k x_{lkt} + S\, \sigma_{lt} \ge S\, y_{lt}

    x ``placed`` [places] · S option ``small_location_places`` [places] · σ ``small`` [locations] · y ``opened`` [locations]

    Active: always. Source: definition; COA prefers 50 places or more.
    """
    enough = m.small_location_places
    return sum(m.placed[loc, k, t] for k in m.streams_of[loc]) + enough * m.small[loc, t] >= enough * m.opened[loc, t]
